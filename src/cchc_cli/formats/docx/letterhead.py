"""The blocks that Decree 30/2020/NĐ-CP puts around a report: heads, title, recipients, signature.

They are Vietnamese in every language: they are the decree's form.
"""

from collections.abc import Sequence
from datetime import date

from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Length, Mm, Pt
from docx.table import _Cell

from cchc_cli.formats.docx.elements import (
    add_rule,
    add_table,
    keep_row,
    width_of,
    write,
    write_lines,
)
from cchc_cli.plan.terms import Letterhead, Plan
from cchc_cli.texts import printable

_STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_RECIPIENTS = "Nơi nhận:"
_OPEN = "……"

NAME_SIZE, MOTTO_SIZE, NUMBER_SIZE, DATE_SIZE, TITLE_SIZE = 12, 13, 13, 13, 14
LEFT, RIGHT = Mm(68), Mm(96)
"""The columns of both blocks."""
_SHARE = 0.42
"""A rule below a name is a third to a half as long as the name's last line."""


def number_said(letterhead: Letterhead) -> str:
    """Return the number, left to fill in before its suffix: ``……/BC-UBND``."""
    return f"{_OPEN}/{printable(letterhead.number_suffix) or 'BC-' + _OPEN}"


def date_said(day: date | None) -> str:
    """Return the date; days below 10 and months 1 and 2 get a zero, as the decree asks."""
    if day is None:
        return f"ngày {_OPEN} tháng {_OPEN} năm {_OPEN}"
    month = f"{day.month:02d}" if day.month < 3 else f"{day.month}"
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def attachment_said(plan: Plan, day: date | None) -> str:
    """Say which paper an appendix belongs to; and whose it is, but for an office's."""
    issuer = "" if plan.letterhead.superior else f" của {printable(plan.issuer)}"
    return f"(Kèm theo Báo cáo số {number_said(plan.letterhead)} {date_said(day)}{issuer})"


def add_heads(document: DocumentObject, letterhead: Letterhead, day: date | None) -> None:
    """Add the issuing body and the state's name side by side, with number, place and date."""
    table = add_table(document, 2, (LEFT, RIGHT), ruled=False)
    body, state, number, dated = (cell for row in table.rows for cell in row.cells)
    if letterhead.superior:
        write_lines(body, [printable(letterhead.superior)], NAME_SIZE)
    names = [printable(name) for name in letterhead.body]
    write_lines(body, names, NAME_SIZE, bold=True)
    _rule(body, _SHARE * min(width_of(names[-1] if names else "", NAME_SIZE), LEFT), LEFT)
    write_lines(state, [_STATE], NAME_SIZE, bold=True)
    write_lines(state, [_MOTTO], MOTTO_SIZE, bold=True)
    _rule(state, width_of(_MOTTO, MOTTO_SIZE), RIGHT)
    write_lines(number, ["Số: " + number_said(letterhead)], NUMBER_SIZE)
    place = printable(letterhead.place) or _OPEN
    write_lines(dated, [f"{place}, {date_said(day)}"], DATE_SIZE, italic=True)


def _rule(cell: _Cell, length: float, room: Length) -> None:
    add_rule(cell.add_paragraph(), round(length), room)


def add_title(
    document: DocumentObject,
    lines: Sequence[str],
    room: Length,
    attached_to: str = "",
    *,
    on_new_page: bool = False,
) -> None:
    """Add the kind of paper and its subject in bold, with a rule below.

    `attached_to` names in italics the paper that an appendix belongs to.
    """
    for number, line in enumerate(lines):
        paragraph = document.add_paragraph()
        write(paragraph, line, TITLE_SIZE, bold=True)
        paragraph.paragraph_format.space_before = Pt(0 if number else 12)
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.page_break_before = (on_new_page and not number) or None
    if attached_to:
        write(document.add_paragraph(), attached_to, DATE_SIZE, italic=True)
    rule = document.add_paragraph()
    last, size = (attached_to, DATE_SIZE) if attached_to else (lines[-1], TITLE_SIZE)
    add_rule(rule, round(_SHARE * min(width_of(last, size), room)), room)
    rule.paragraph_format.space_after = Pt(12)


def add_signature(document: DocumentObject, letterhead: Letterhead) -> None:
    """Add recipients on the left, and on the right who signs, with room for it."""
    table = add_table(document, 1, (LEFT, RIGHT), ruled=False)
    keep_row(table.rows[0])
    left, right = table.rows[0].cells
    write_lines(left, [_RECIPIENTS], 12, bold=True, italic=True, alignment=WD_ALIGN_PARAGRAPH.LEFT)
    *others, last = [printable(name) for name in letterhead.recipients] or [_OPEN]
    lines = [*(f"- {name};" for name in others), f"- {last}."]
    write_lines(left, lines, 11, alignment=WD_ALIGN_PARAGRAPH.LEFT)
    signer = [printable(line) for line in letterhead.signer] or [_OPEN]
    write_lines(right, signer, TITLE_SIZE, bold=True)
    right.paragraphs[-1].paragraph_format.space_after = Pt(72)
    right.add_paragraph().alignment = WD_ALIGN_PARAGRAPH.CENTER
