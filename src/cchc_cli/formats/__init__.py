"""The report formats: a name and a suffix lead to the function that renders a report."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Screen:
    """What a text is shown on."""

    width: int = 80
    colour: bool = False


PLAIN = Screen()
"""A file or a pipe."""


@dataclass(frozen=True, slots=True)
class Format:
    """A report format; `render` is a dotted path, loaded when the format is asked for."""

    name: str
    suffixes: tuple[str, ...]
    render: str
    """Takes a `rows.Report` and a `Screen`, and returns text."""


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
    )
}
"""All formats by name, in the order in which help lists them."""


def format_of_suffix(suffix: str) -> Format | None:
    """Return the format that a file's suffix stands for."""
    return next((f for f in FORMATS.values() if suffix.lower() in f.suffixes), None)
