"""The correction memo as a Word document: what was reported, what holds now, what it changes.

It is a report of its own kind ("BÁO CÁO"), with its number and date left open: by article 18(3) of
Decree 30/2020/NĐ-CP, what is wrong in the content of a paper sent out is corrected by a paper of
the same form; "đính chính" is for slips of form alone.
"""

import io
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docx.document import Document as DocumentObject
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Length, Mm, Pt
from docx.table import Table

from cchc_cli.formats import PLAIN, Screen
from cchc_cli.formats.archive import fixed_archive
from cchc_cli.formats.difference.rows import EntryRow, Form, Memo, TallyRow, TargetRow, TaskRow
from cchc_cli.formats.docx import HEIGHT, LEFT, RIGHT, WIDTH, lay_out, number_pages
from cchc_cli.formats.docx.draft import FILL_IN
from cchc_cli.formats.docx.elements import (
    add_row,
    add_table,
    blank_document,
    keep_row,
    write,
    write_lines,
)
from cchc_cli.formats.docx.letterhead import add_heads, add_signature, add_title
from cchc_cli.formats.docx.ruled import FOOT_SIZE, SIZE
from cchc_cli.formats.words import VERDICT_WORDS
from cchc_cli.texts import Text, text

PLACE_SIZE = 9
"""Points of what stands below a figure's name."""


class Column(NamedTuple):
    """A column: its head, its width in millimetres, and whether it is centred."""

    head: str
    width: int
    centred: bool = True


class Cell(NamedTuple):
    """A cell: its lines, and what stands below them in small italics."""

    lines: tuple[str, ...]
    small: tuple[str, ...] = ()


def render_memo(memo: Memo, _screen: Screen = PLAIN) -> bytes:
    """Render a comparison as a Word document."""
    letterhead = memo.compared.new.evaluation.plan.letterhead
    subject = tuple(map(memo.words.say, _subject(memo)))
    document = blank_document(" – ".join(subject))
    lay_out(document.sections[0], WIDTH, HEIGHT)
    number_pages(document.sections[0])
    add_heads(document, letterhead, memo.date)
    title = memo.words.say(text("BÁO CÁO"))
    add_title(document, (title, *subject), Length(WIDTH - LEFT - RIGHT))
    _add_body(document, memo)
    add_signature(document, letterhead)
    for line in (*memo.footnotes, *memo.foot):
        write(
            document.add_paragraph(), line, FOOT_SIZE, italic=True,
            alignment=WD_ALIGN_PARAGRAPH.LEFT,
        )  # fmt: skip
    written = io.BytesIO()
    document.save(written)
    return fixed_archive(written.getvalue())


# What it says


def _subject(memo: Memo) -> Iterator[Text]:
    """Yield the memo's subject, line by line."""
    compared, period = memo.compared, memo.words.period
    at = period(compared.new.evaluation.period)
    match compared.form:
        case Form.CLOSED:
            yield text("Sửa đổi số liệu báo cáo kết quả thực hiện {plan}", plan=memo.title)
            yield text("Kỳ báo cáo: {period}", period=at)
        case Form.FOLDERS:
            yield text("So sánh số liệu thực hiện {plan}", plan=memo.title)
            yield text("Kỳ báo cáo: {period}", period=at)
        case Form.PERIODS:
            then = period(compared.old.evaluation.period)
            yield text("So sánh số liệu thực hiện {plan}", plan=memo.title)
            yield text("{old} và {new}", old=then[:1].upper() + then[1:], new=at)


def _opening(memo: Memo) -> Text:
    """Say what is compared; of a correction, what was sent and that it is corrected."""
    compared = memo.compared
    at = memo.words.period(compared.new.evaluation.period)
    if compared.record is None:
        return text("Kết quả so sánh số liệu ({old}; {new}) như sau:", old=memo.heads[0],
                    new=memo.heads[1])  # fmt: skip
    closing = compared.record.closing
    day = f"{closing.closed_on:%d/%m/%Y}"
    if compared.differences.is_empty:
        return text(
            "Qua rà soát, số liệu {period} không thay đổi so với số liệu đã báo cáo (bản chốt "
            "ngày {day}).",
            period=at,
            day=day,
        )
    return text(
        "Qua rà soát, số liệu {period} đã báo cáo (bản chốt ngày {day}) được sửa đổi như sau:",
        period=at,
        day=day,
    )


def _closing(memo: Memo) -> Text:
    """Return the last sentence, with the mark that ends such papers."""
    if memo.compared.record is None:
        return text("Trên đây là kết quả so sánh số liệu./.")
    if memo.compared.differences.is_empty:
        return text("Trên đây là kết quả rà soát số liệu./.")
    return text("Trên đây là báo cáo sửa đổi số liệu; các số liệu khác không thay đổi./.")


def _reasons(memo: Memo) -> Iterator[str]:
    """Yield why a report is corrected: as recorded, else to fill in."""
    if memo.compared.record is None or memo.compared.differences.is_empty:
        return
    for reason in memo.compared.reasons or (FILL_IN,):
        yield memo.words.say(text("Lý do sửa đổi: {reason}", reason=reason))


# How it is laid out


def _add_body(document: DocumentObject, memo: Memo) -> None:
    say = memo.words.say
    for line in (say(_opening(memo)), *_reasons(memo)):
        document.add_paragraph(line, "Body Text")
    if memo.compared.record is None or not memo.compared.differences.is_empty:
        counts = "; ".join(line.removesuffix(".") for line in memo.summary)
        summary = text("Tổng hợp: {counts}.", counts=counts)
        document.add_paragraph(say(summary), "Body Text")
    number = 0
    for title, parts in _chapters(memo):
        if not parts:
            continue
        number += 1
        numbered = say(text("{id}. {title}", id=number, title=title))
        document.add_paragraph(numbered, "Heading 1")
        for part in parts:
            if isinstance(part, str):
                document.add_paragraph(f"- {part}", "Body Text")
            else:
                _add_table(document, *part)
    closing = document.add_paragraph(say(_closing(memo)), "Body Text")
    closing.paragraph_format.keep_with_next = True
    closing.paragraph_format.space_before = closing.paragraph_format.space_after = Pt(12)


_Tabled = tuple[list[Column], list[list[Cell]]]


def _chapters(memo: Memo) -> Iterator[tuple[Text, Sequence[str | _Tabled]]]:
    """Yield each chapter's title and what it holds: paragraphs or a table, or nothing."""
    yield text("Kế hoạch đã khác"), memo.plan
    yield text("Số liệu thay đổi"), _entries(memo, memo.entries, text("Số liệu"))
    yield text("Tiến độ nhiệm vụ thay đổi"), _entries(memo, memo.progress, text("Nhiệm vụ"))
    yield text("Chỉ tiêu đổi kết quả"), _targets(memo, memo.verdicts)
    yield text("Chỉ tiêu đổi giá trị, không đổi kết quả"), _targets(memo, memo.values)
    yield text("Nhiệm vụ đổi tình trạng"), _tasks(memo, memo.tasks)
    yield text("Nhiệm vụ đổi tiến độ, không đổi tình trạng"), _tasks(memo, memo.steps)
    yield text("Tổng hợp chỉ tiêu"), _tally(memo, memo.tally, text("Kết quả"))
    yield text("Tổng hợp nhiệm vụ"), _tally(memo, memo.tasks_tally, text("Tình trạng"))


def _heads(memo: Memo) -> tuple[str, str]:
    """Return what the columns are called; in a correction, as its reader knows them."""
    if memo.compared.record is None:
        return memo.heads
    return memo.words.say(text("Đã báo cáo")), memo.words.say(text("Sửa đổi"))


def _entries(memo: Memo, rows: Sequence[EntryRow], name: Text) -> list[_Tabled]:
    if not rows:
        return []
    say = memo.words.say
    columns = [
        Column(say(text("STT")), 11),
        Column(say(name), 71, centred=False),
        *(Column(head, 28) for head in _heads(memo)),
        Column(say(text("Thay đổi")), 26),
    ]
    return [(columns, [_entry(number, row) for number, row in enumerate(rows, start=1)])]


def _entry(number: int, row: EntryRow) -> list[Cell]:
    below = (f"{row.figure} · {row.period} · {row.unit_name}", *row.details)
    return [
        Cell((str(number),)),
        Cell((row.name,), below),
        Cell((row.old,)),
        Cell((row.new,)),
        Cell((row.change,)),
    ]


def _targets(memo: Memo, rows: Sequence[TargetRow]) -> list[_Tabled]:
    if not rows:
        return []
    say = memo.words.say
    columns = [
        Column(say(text("Mã")), 13),
        Column(say(text("Chỉ tiêu")), 63, centred=False),
        Column(say(text("Yêu cầu")), 20),
        *(Column(head, 34) for head in _heads(memo)),
    ]
    cells = [
        [
            Cell((row.id,)),
            Cell((row.name,)),
            Cell((row.require,)),
            Cell((row.old, say(VERDICT_WORDS[row.difference.old.verdict]))),
            Cell((row.new, say(VERDICT_WORDS[row.difference.new.verdict]))),
        ]
        for row in rows
    ]
    return [(columns, cells)]


def _tasks(memo: Memo, rows: Sequence[TaskRow]) -> list[_Tabled]:
    if not rows:
        return []
    say = memo.words.say
    columns = [
        Column(say(text("Mã")), 24),
        Column(say(text("Nhiệm vụ")), 70, centred=False),
        *(Column(head, 35) for head in _heads(memo)),
    ]
    cells = [
        [Cell((row.id,)), Cell((row.name,)), Cell((row.old,)), Cell((row.new,))] for row in rows
    ]
    return [(columns, cells)]


def _tally(memo: Memo, rows: Sequence[TallyRow], name: Text) -> list[_Tabled]:
    if not rows:
        return []
    say = memo.words.say
    columns = [
        Column(say(name), 74, centred=False),
        *(Column(head, 30) for head in _heads(memo)),
        Column(say(text("Thay đổi")), 30),
    ]
    cells = [
        [Cell((row.name,)), Cell((str(row.old),)), Cell((str(row.new),)), Cell((row.change,))]
        for row in rows
    ]
    return [(columns, cells)]


def _add_table(
    document: DocumentObject, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]
) -> None:
    table = add_table(document, 1, [Mm(column.width) for column in columns], ruled=True)
    keep_row(table.rows[0], repeats=True)
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        write_lines(cell, [column.head], SIZE, bold=True)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for row in rows:
        _add_row(table, columns, row)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _add_row(table: Table, columns: Sequence[Column], row: Sequence[Cell]) -> None:
    for cell, column, held in zip(add_row(table).cells, columns, row, strict=True):
        side = WD_ALIGN_PARAGRAPH.CENTER if column.centred else WD_ALIGN_PARAGRAPH.LEFT
        write_lines(cell, held.lines, SIZE, alignment=side)
        write_lines(cell, held.small, PLACE_SIZE, italic=True, alignment=side)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
