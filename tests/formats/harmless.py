"""How each format is read back to see that no word in it is more than a word.

A new format gets an entry in `READERS`.
"""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt

import cchc_cli.formats.html
from cchc_cli.formats.csv import harmless
from cchc_cli.texts import printable
from formats import workbook_reading
from formats.agreement import tables_of
from formats.reading_html import read_html
from formats.sample import NASTY
from formats.task_reading import is_of_tasks
from formats.word_reading import appendix_of, check_no_action, words_of


class Reader(NamedTuple):
    """How to read one format back."""

    words: Callable[[str | bytes], str]
    """All words that a reader of the report may see, without the format's own marks."""
    structure: Callable[[str | bytes], None]
    """Checks that a report of the nasty sample is whole, and nothing in it active."""
    names: Callable[[str | bytes], dict[str, str]]
    """The targets' names by id, as they are shown."""
    name: Callable[[str], str] = printable
    """How a name is to be shown."""
    shows_files: bool = True
    """Whether it names the files that it rests on, or complains of."""


def text_of(content: str | bytes) -> str:
    """Return a report that is text as it is."""
    assert isinstance(content, str)
    return content


# Markdown


def _pipes(line: str) -> int:
    return len(re.findall(r"(?<!\\)(?:\\\\)*\|", line))


def check_markdown(content: str | bytes) -> None:
    """Every row has as many unescaped pipes as its header, and Markdown sees plain words."""
    shown = text_of(content)
    tables = [block.splitlines() for block in re.findall(r"(?:^\|.*\n)+", shown, re.MULTILINE)]
    assert len(tables) == 8  # tally, two sections, units; tasks: tally, by section, by unit, all
    for table in tables:
        assert {_pipes(line) for line in table} == {_pipes(table[0])}
    check_plain_markdown(shown)


def check_plain_markdown(shown: str) -> None:
    parsed = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(shown)
    inline = [child for token in parsed for child in token.children or ()]
    allowed = {"text", "text_special", "softbreak", "hardbreak", "strong_open", "strong_close"}
    assert {child.type for child in inline} <= allowed
    assert not [token for token in parsed if token.type in ("html_block", "fence", "code_block")]


def _markdown_words(content: str | bytes) -> str:
    return re.sub(r"\\([\\`*_\[\]<>|~&#])", r"\1", text_of(content))


def _markdown_names(content: str | bytes) -> dict[str, str]:
    check_plain_markdown(text_of(content))
    tables = tables_of(text_of(content))[1:-1]  # without the tally's and the units'
    tables = [table for table in tables if not is_of_tasks(table)]
    return {row[0]: row[1] for table in tables for row in table[1:]}


# Terminal


def check_terminal(content: str | bytes) -> None:
    """Every table's rule is as wide as its section's others, and below a header."""
    lines = text_of(content).splitlines()
    rules = [index for index, line in enumerate(lines) if set(line) == {"─"}]
    assert len(rules) == 3  # two sections, units
    assert all("─" not in lines[index - 1] for index in rules)


def _terminal_names(content: str | bytes) -> dict[str, str]:
    cells = (re.split(r"\s{2,}", line) for line in text_of(content).splitlines())
    rows = [row for row in cells if len(row) >= 7 and row[0][:1].isdigit()]
    return {row[0]: " ".join(row[1:-5]) for row in rows}


# JSON


def check_json(content: str | bytes) -> None:
    shown = text_of(content)
    assert shown.endswith("}\n")
    assert len(json.loads(shown)["results"]) == len(NASTY) + 5


def _json_names(content: str | bytes) -> dict[str, str]:
    return {result["target"]: result["name"] for result in json.loads(content)["results"]}


# CSV


def csv_rows(content: str | bytes) -> list[dict[str, str]]:
    """Read a report with the strictest reader: every row has every cell."""
    shown = text_of(content)
    assert shown.startswith("\ufeff")
    assert "\n" not in shown.replace("\r\n", "")
    reader = csv.DictReader(shown[1:].splitlines(keepends=True), restkey="?", strict=True)
    rows = list(reader)
    assert all(None not in row.values() and "?" not in row for row in rows)
    return rows


def check_csv(content: str | bytes) -> None:
    """Every row is whole, and no cell is a formula."""
    rows = csv_rows(content)
    assert len(rows) == len(NASTY) + 5
    check_no_formula(rows)


def check_no_formula(rows: list[dict[str, str]]) -> None:
    for row in rows:
        for column, cell in row.items():
            if column == "op" or re.fullmatch(r"[-+]?[\d.,]+(?:e[-+]\d+)?%?", cell):
                continue
            assert not re.match(r"[\s\u3164]*[=+\-@＝＋－＠].", cell), (column, cell)


def _csv_words(content: str | bytes) -> str:
    return text_of(content).removeprefix("\ufeff").replace("\r\n", "\n")


def _csv_names(content: str | bytes) -> dict[str, str]:
    rows = csv_rows(content)
    check_no_formula(rows)
    return {row["target"]: row["name"] for row in rows}


# Word


def _docx_words(content: str | bytes) -> str:
    assert isinstance(content, bytes)
    return words_of(content)


def _docx_names(content: str | bytes) -> dict[str, str]:
    assert isinstance(content, bytes)
    check_no_action(content)
    return {target: row.name for target, row in appendix_of(content).items()}


def check_docx(content: str | bytes) -> None:
    """Every target has its row, and nothing in the parts acts."""
    assert len(_docx_names(content)) == len(NASTY) + 5


# HTML


def _html_words(content: str | bytes) -> str:
    """Return the words and what attributes say, without the page's own style and script."""
    page = read_html(text_of(content))
    said = [e.attributes.get("aria-label", "") for e in page.walk()]
    return "\n".join([page.one("title").raw, page.one("body").raw, *said])


def check_html(content: str | bytes) -> None:
    """No word has become an element or an attribute: all of them are the template's own."""
    page = read_html(text_of(content))
    assert len(page.all("article")) == len(NASTY) + 5
    templates = "".join(path.read_text("utf-8") for path in _TEMPLATES.glob("*.jinja")).lower()
    for element in page.walk():
        assert f"<{element.name}" in templates
        for name in element.attributes:
            assert f"{name}=" in templates or name in ("hidden", "disabled", "data-group"), name


_TEMPLATES = Path(cchc_cli.formats.html.__file__).parent / "templates"


def _html_names(content: str | bytes) -> dict[str, str]:
    cards = read_html(text_of(content)).all("article")
    return {
        card.one("span", class_="id").raw: card.one("span", class_="name").raw for card in cards
    }


# Excel


def _xlsx_words(content: str | bytes) -> str:
    assert isinstance(content, bytes)
    return workbook_reading.words_of(content)


def _xlsx_names(content: str | bytes) -> dict[str, str]:
    assert isinstance(content, bytes)
    workbook_reading.check_no_action(content)
    book = workbook_reading.open_workbook(content)
    return {target: cells.name for target, cells in workbook_reading.targets_of(book).items()}


def check_xlsx(content: str | bytes) -> None:
    """Every target has its row, and no cell is a formula but ours."""
    assert len(_xlsx_names(content)) == len(NASTY) + 5


READERS: dict[str, Reader] = {
    "terminal": Reader(text_of, check_terminal, _terminal_names),
    "markdown": Reader(_markdown_words, check_markdown, _markdown_names),
    "json": Reader(text_of, check_json, _json_names, name=str),
    "csv": Reader(
        _csv_words,
        check_csv,
        _csv_names,
        name=lambda word: harmless(printable(word)),
        shows_files=False,
    ),
    "docx": Reader(_docx_words, check_docx, _docx_names, shows_files=False),
    "html": Reader(_html_words, check_html, _html_names),
    "xlsx": Reader(_xlsx_words, check_xlsx, _xlsx_names),
}
"""By format."""
