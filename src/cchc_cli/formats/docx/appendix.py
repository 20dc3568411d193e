"""The appendix of an official report: the table of all targets, and what it rests on."""

from typing import NamedTuple

from docx.document import Document as DocumentObject
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Length, Mm
from docx.table import Table

from cchc_cli.formats.docx.elements import add_row, add_table, keep_row, write, write_lines
from cchc_cli.formats.docx.letterhead import add_title, attachment_said
from cchc_cli.formats.docx.statements import counted_of, remark_of
from cchc_cli.formats.rows import Report, TargetRow
from cchc_cli.formats.words import VERDICT_WORDS
from cchc_cli.texts import Text, text

SIZE = 11
"""Points of the table's letters."""
FOOT_SIZE = 10


class Column(NamedTuple):
    """A column of the appendix: its head, its width, and whether it is centred."""

    head: Text
    width: Length
    centred: bool = True


COLUMNS = (
    Column(text("STT"), Mm(13)),
    Column(text("Chỉ tiêu"), Mm(56), centred=False),
    Column(text("Yêu cầu"), Mm(20)),
    Column(text("Kết quả trong kỳ"), Mm(20)),
    Column(text("Kết quả lũy kế"), Mm(38)),
    Column(text("Đánh giá"), Mm(26)),
    Column(text("So kỳ trước"), Mm(27)),
    Column(text("Ghi chú"), Mm(51), centred=False),
)
"""Together as wide as the page leaves: 251 mm."""


def add_appendix(document: DocumentObject, report: Report) -> None:
    """Add title, table and foot."""
    say = report.words.say
    title = text(
        "Kết quả thực hiện các chỉ tiêu, kỳ {period}",
        period=report.words.period(report.run.evaluation.period),
    )
    attached_to = attachment_said(report.run.evaluation.plan, report.date)
    room = Length(sum(column.width for column in COLUMNS))
    add_title(document, (say(text("PHỤ LỤC")), say(title)), room, attached_to)
    table = add_table(document, 1, [column.width for column in COLUMNS], ruled=True)
    keep_row(table.rows[0], repeats=True)
    for cell, column in zip(table.rows[0].cells, COLUMNS, strict=True):
        write_lines(cell, [say(column.head)], SIZE, bold=True)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for section in report.sections:
        _add_section(table, section.title)
        for row in section.rows:
            _add_row(table, _cells(row, report))
    _add_foot(document, report)


def _add_section(table: Table, title: str) -> None:
    """Add a row that names a section over the whole width, kept with its first target."""
    row = add_row(table)
    cell = row.cells[0].merge(row.cells[-1])
    write_lines(cell, [title], SIZE, bold=True, alignment=WD_ALIGN_PARAGRAPH.LEFT)
    cell.paragraphs[0].paragraph_format.keep_with_next = True


def _cells(row: TargetRow, report: Report) -> list[list[str]]:
    """Return a target's cells, each as its lines."""
    result, words = row.result, report.words
    remark = remark_of(result, report.run.evaluation.period, words)
    counted = counted_of(result, words)
    return [
        [row.id],
        [row.name],
        [row.require],
        [row.of_period],
        [row.to_date, *([f"({counted})"] if counted else [])],
        [words.say(VERDICT_WORDS[result.verdict])],
        [row.since],
        [remark],
    ]


def _add_row(table: Table, cells: list[list[str]]) -> None:
    row = add_row(table)
    for cell, lines, column in zip(row.cells, cells, COLUMNS, strict=True):
        side = WD_ALIGN_PARAGRAPH.CENTER if column.centred else WD_ALIGN_PARAGRAPH.LEFT
        write_lines(cell, lines, SIZE, alignment=side)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _add_foot(document: DocumentObject, report: Report) -> None:
    """Add the notes below the table, and what the numbers rest on."""
    for line in (*report.footnotes, *report.foot):
        paragraph = document.add_paragraph()
        write(paragraph, line, FOOT_SIZE, italic=True, alignment=WD_ALIGN_PARAGRAPH.LEFT)
