"""What rows are read with, and how their cells are taken apart, long rows and wide ones alike."""

import re
from collections.abc import Callable, Sequence, Set
from operator import itemgetter
from typing import NamedTuple, Protocol

from pydantic import ValidationError

from cchc_cli.submissions.beside import Beside
from cchc_cli.submissions.cells import TypedCells
from cchc_cli.submissions.columns import Header, Role
from cchc_cli.submissions.estimate_marks import EstimateMarks
from cchc_cli.submissions.notes import Notes, formula_hint
from cchc_cli.submissions.placing import Placer
from cchc_cli.submissions.records import PlaceOf, Record
from cchc_cli.submissions.row import SubmittedRow, validate_rows
from cchc_cli.submissions.titles import Titles
from cchc_cli.submissions.values import ValueReader
from cchc_cli.submissions.words import PlanWords
from cchc_cli.texts import Text, text

ROLES = (Role.PERIOD, Role.UNIT, Role.FIGURE, Role.VALUE, Role.NOTE, Role.REVISION)
"""The order of the cells in a `SubmittedRow`."""
UNIT, FIGURE, VALUE, REVISION = map(
    ROLES.index, (Role.UNIT, Role.FIGURE, Role.VALUE, Role.REVISION)
)

ValidRow = tuple[str, str, str, str, str, int]
BeginsHeader = Callable[[Sequence[Record], int], bool]
"""Tells whether a header begins at the record of this number, in the middle of a table."""


class Reading(NamedTuple):
    """What the rows of a table are read with, and under which header."""

    words: PlanWords
    header: Header
    place: PlaceOf
    typed: TypedCells
    is_text: bool
    """Whether a delimiter may have divided a cell; in a workbook none can."""
    notes: Notes
    placer: Placer
    values: ValueReader
    marks: EstimateMarks
    beside: Beside
    titles: Titles
    begins_header: BeginsHeader


class Rows(Protocol):
    """Rows under one header, long or wide."""

    filled: int
    """How many rows have a value."""

    def enter(self, batch: Sequence[Record]) -> int:
        """Enter records, up to one at which another header begins; return how many."""

    def end(self) -> None:
        """Decide what waited for the rows below it."""


def long_row(width: int, header_width: int) -> tuple[Text, Text]:
    """Return message and cure of a row with more cells than the header has columns."""
    return (
        text(
            "dòng có {width} ô, tiêu đề chỉ có {header} cột",
            width=width,
            header=header_width,
        ),
        text('số có dấu phẩy phải đặt trong nháy kép ("95,5"), hoặc lưu tệp với dấu ;'),
    )


def picker(header: Header) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """Return what picks a row's cells by role from a record with ``""`` and ``"1"`` behind it.

    These stand for the cells of an absent column: nothing, and the first revision.
    """
    columns, behind = header.columns, header.width
    absent = {Role.REVISION: behind + 1}
    return itemgetter(*(columns.get(role, absent.get(role, behind)) for role in ROLES))


def raw_rows(
    batch: Sequence[Record], header: Header, pick: Callable[[Sequence[str]], tuple[str, ...]]
) -> list[tuple[str, ...]]:
    """Return the cells of records by role; a blank revision is the first."""
    width = header.width
    raws = [
        pick((*cells, "", "1")) if len(cells) == width else pick((*_fitted(cells, width), "", "1"))
        for _, cells in batch
    ]
    if Role.REVISION not in header.columns:
        return raws
    return [raw if raw[-1].isdecimal() else (*raw[:-1], _revision(raw[-1])) for raw in raws]


_SPOKEN = re.compile(r"(?:lần|lan|l)[ .:]*(\d{1,3})", re.IGNORECASE)


def _revision(cell: str) -> str:
    """Return a revision's number: that of ``lần 2`` too, and 1 for a blank cell."""
    word = cell.strip()
    spoken = _SPOKEN.fullmatch(word) if word else None
    return spoken[1] if spoken else cell if word else "1"


def _fitted(cells: Sequence[str], width: int) -> Sequence[str]:
    """Return the cells of a record that is shorter or longer than the header, as many as that."""
    return (*cells[:width], *[""] * (width - len(cells)))


def rest_of(raw: tuple[str, ...], fault: ValidationError) -> tuple[set[int], SubmittedRow]:
    """Return which cells of a row are wrong, and the row without them."""
    wrong = {int(detail["loc"][-1]) for detail in fault.errors(include_url=False)}
    left = ["" if index in wrong else cell for index, cell in enumerate(raw[:REVISION])]
    (row,) = validate_rows([[*left, "1" if REVISION in wrong else raw[REVISION]]])
    return wrong, SubmittedRow(*row)


LONG_CELL = (text("ô dài quá 32.767 ký tự, giới hạn của Excel"), text("rút ngắn nội dung ô"))
"""Message and cure."""


def complain_of_cells(notes: Notes, line: int, wrong: Set[int], raw: tuple[str, ...]) -> None:
    """Complain of a row's cells that are too long, or no revision."""
    for role in (ROLES[index] for index in sorted(wrong)):
        if role is Role.REVISION:
            said = text('lần nộp "{raw}" không phải số nguyên từ 1 đến 999', raw=raw[REVISION])
            hint = formula_hint(raw[REVISION]) or text("ghi 1, 2, 3…; để trống là lần đầu")
            notes.note("bad-revision", line, role, said, hint)
        else:
            notes.note("long-cell", line, role, *LONG_CELL)
