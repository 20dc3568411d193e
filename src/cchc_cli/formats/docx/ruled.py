"""The ruled tables of the appendices: a head that repeats, rows of titles, rows of cells."""

from collections.abc import Sequence
from typing import NamedTuple

from docx.document import Document as DocumentObject
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Length
from docx.table import Table

from cchc_cli.formats.docx.elements import add_row, add_table, keep_row, write, write_lines
from cchc_cli.formats.words import Words
from cchc_cli.texts import Text

SIZE = 11
"""Points of the table's letters."""
FOOT_SIZE = 10


class Column(NamedTuple):
    """A column of an appendix: its head, its width, and whether it is centred."""

    head: Text
    width: Length
    centred: bool = True


def width_of_all(columns: Sequence[Column]) -> Length:
    """Return how wide a table is."""
    return Length(sum(column.width for column in columns))


def add_head(document: DocumentObject, columns: Sequence[Column], words: Words) -> Table:
    """Add a table that has its head, and return it."""
    table = add_table(document, 1, [column.width for column in columns], ruled=True)
    keep_row(table.rows[0], repeats=True)
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        write_lines(cell, [words.say(column.head)], SIZE, bold=True)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    return table


def add_title_row(table: Table, title: str) -> None:
    """Add a row that names a section over the whole width, kept with its first row."""
    row = add_row(table)
    cell = row.cells[0].merge(row.cells[-1])
    write_lines(cell, [title], SIZE, bold=True, alignment=WD_ALIGN_PARAGRAPH.LEFT)
    cell.paragraphs[0].paragraph_format.keep_with_next = True


def add_cells(table: Table, columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> None:
    """Add a row; each cell is its lines."""
    row = add_row(table)
    for cell, lines, column in zip(row.cells, cells, columns, strict=True):
        side = WD_ALIGN_PARAGRAPH.CENTER if column.centred else WD_ALIGN_PARAGRAPH.LEFT
        write_lines(cell, lines, SIZE, alignment=side)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def add_note(document: DocumentObject, line: str) -> None:
    """Add a line in small italics below a table."""
    paragraph = document.add_paragraph()
    write(paragraph, line, FOOT_SIZE, italic=True, alignment=WD_ALIGN_PARAGRAPH.LEFT)
