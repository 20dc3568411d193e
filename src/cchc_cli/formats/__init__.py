"""The report formats: a name and a suffix lead to the function that renders a report."""

from typing import NamedTuple


class Screen(NamedTuple):
    """What a text is shown on."""

    width: int = 80
    colour: bool = False


PLAIN = Screen()
"""A file or a pipe."""


class Format(NamedTuple):
    """A report format; `render` is a dotted path, loaded when the format is asked for."""

    name: str
    suffixes: tuple[str, ...]
    render: str
    """Takes a `rows.Report` and a `Screen`, and returns text, or bytes if it is `binary`."""
    binary: bool = False
    """Whether it is no text: not for a terminal, though a pipe gets it."""


FORMATS: dict[str, Format] = {
    format.name: format
    for format in (
        Format("terminal", (".txt",), "cchc_cli.formats.terminal:render_text"),
        Format(
            "markdown",
            (".md", ".markdown"),
            "cchc_cli.formats.markdown:render_markdown",
        ),
        Format("json", (".json",), "cchc_cli.formats.json:render_json"),
        Format("csv", (".csv",), "cchc_cli.formats.csv:render_csv"),
        Format("docx", (".docx",), "cchc_cli.formats.docx:render_docx", binary=True),
        Format("html", (".html", ".htm"), "cchc_cli.formats.html.render:render_html"),
        Format("xlsx", (".xlsx",), "cchc_cli.formats.xlsx.workbook:render_xlsx", binary=True),
    )
}
"""All formats by name, in the order in which help lists them."""


def format_of_suffix(suffix: str) -> Format | None:
    """Return the format that a file's suffix stands for."""
    return next((f for f in FORMATS.values() if suffix.lower() in f.suffixes), None)
