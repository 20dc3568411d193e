"""The appendix of an official report: the table of all targets, and what it rests on."""

from docx.document import Document as DocumentObject
from docx.shared import Mm

from cchc_cli.formats.docx.letterhead import add_title, attachment_said
from cchc_cli.formats.docx.ruled import (
    Column,
    add_cells,
    add_head,
    add_note,
    add_title_row,
    width_of_all,
)
from cchc_cli.formats.docx.statements import counted_of, remark_of
from cchc_cli.formats.rows import Report, TargetRow
from cchc_cli.formats.words import VERDICT_WORDS
from cchc_cli.texts import text

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
    name = text("PHỤ LỤC I") if report.tasks.total else text("PHỤ LỤC")
    add_title(document, (say(name), say(title)), width_of_all(COLUMNS), attached_to)
    table = add_head(document, COLUMNS, report.words)
    for section in report.sections:
        add_title_row(table, section.title)
        for row in section.rows:
            add_cells(table, COLUMNS, _cells(row, report))
    for line in (*report.footnotes, *report.foot):
        add_note(document, line)


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
