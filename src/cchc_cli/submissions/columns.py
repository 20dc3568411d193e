"""Which column of a submitted table means what, told by the names in its header."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from cchc_cli.limits import COLUMNS
from cchc_cli.names import fold_header
from cchc_cli.periods import NoPeriod, Period, parse_period
from cchc_cli.problems import Location, Problem, error
from cchc_cli.submissions.encoding import spoilt_text
from cchc_cli.texts import text


class Role(StrEnum):
    """What a column holds."""

    PERIOD = "period"
    UNIT = "unit"
    FIGURE = "figure"
    VALUE = "value"
    NOTE = "note"
    REVISION = "revision"
    NAME = "name"
    """The figure's name, looked at where its code is not given."""
    RATE = "rate"
    """A percentage that an office computed itself, beside the figures; it is only checked."""


COLUMN_NAMES: dict[Role, tuple[str, ...]] = {
    Role.PERIOD: ("kỳ", "period"),
    Role.UNIT: ("đơn vị", "mã đơn vị", "unit"),
    Role.FIGURE: ("mã số liệu", "mã", "figure", "code"),
    Role.VALUE: ("giá trị", "value"),
    Role.NOTE: ("ghi chú", "note"),
    Role.REVISION: ("lần", "lần nộp", "revision"),
}
"""The names accepted for each column; case, accents, spaces and underscores do not matter."""

FURTHER_NAMES: dict[Role, tuple[str, ...]] = {
    Role.NAME: ("tên số liệu", "tên", "số liệu", "nội dung", "chỉ số", "figure name", "name"),
    Role.RATE: ("tỷ lệ", "tỷ lệ %", "tỷ lệ (%)", "tỉ lệ", "đạt tỷ lệ", "rate"),
}
"""Columns that nobody has to have."""

_ROLES = {
    fold_header(name): role
    for columns in (COLUMN_NAMES, FURTHER_NAMES)
    for role, names in columns.items()
    for name in names
}
_MONTH_PREFIX = re.compile(r"(?:giá trị|kỳ|thực hiện|số liệu) +")
_BARE_MONTH = re.compile(r"(?:t|th|tháng) ?(0?[1-9]|1[0-2])", re.ASCII)
_LONGEST_NAME = 100


class Month(NamedTuple):
    """A column that holds one period's values; `period` is None if its name does not tell which.

    `meant` is then what it may have been: a date made by Excel, or a month without its year.
    """

    at: int
    """The index of the column."""
    period: Period | None
    meant: NoPeriod | int | None = None
    """Why there is no period; the number of the month where only the year is lacking."""


class Header(NamedTuple):
    """A header row: where each role stands, and the pairs of columns with the same meaning."""

    columns: dict[Role, int]
    clashes: tuple[tuple[int, int], ...] = ()
    width: int = 0
    """How many columns the header has."""
    months: tuple[Month, ...] = ()
    """The columns of a wide table, one a period."""

    @property
    def is_complete(self) -> bool:
        """Whether it tells figures, by code or name, and values."""
        names = Role.FIGURE in self.columns or Role.NAME in self.columns
        return names and (Role.VALUE in self.columns or bool(self.months))

    @property
    def recognised(self) -> int:
        """How many of its columns mean something."""
        return len(self.columns) + (len(self.months) if self.is_complete else 0)


def match_header(cells: Sequence[str]) -> Header:
    """Find the columns of a table by the names in `cells`."""
    columns: dict[Role, int] = {}
    clashes: list[tuple[int, int]] = []
    months: list[Month] = []
    for index, cell in enumerate(cells):
        role = _role_of(cell)
        if role is None:
            if cell and len(cell) < _LONGEST_NAME and (month := _month_of(cell, index)):
                months.append(month)
        elif columns.setdefault(role, index) != index and role not in FURTHER_NAMES:
            clashes.append((columns[role], index))
    clashes += _clashes_of(months, columns)
    return Header(columns, tuple(sorted(clashes)), len(cells), tuple(months))


def _role_of(cell: str) -> Role | None:
    return _ROLES.get(fold_header(cell)) if len(cell) < _LONGEST_NAME else None


def _month_of(cell: str, index: int) -> Month | None:
    """Return the month whose values a column of this name holds, if it is the name of one."""
    words = " ".join(unicodedata.normalize("NFC", cell).casefold().split())
    words = _MONTH_PREFIX.sub("", words)
    period = parse_period(words)
    if isinstance(period, Period):
        return Month(index, period)
    if period is NoPeriod.DATE:
        return Month(index, None, period)
    bare = _BARE_MONTH.fullmatch(words)
    return Month(index, None, int(bare[1])) if bare else None


def _clashes_of(months: Sequence[Month], columns: dict[Role, int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of columns that both tell the value, or the period, of a row."""
    known: dict[Period, int] = {}
    for month in months:
        for role in (Role.VALUE, Role.PERIOD):
            if role in columns and month.period is not None:
                yield min(columns[role], month.at), max(columns[role], month.at)
        if month.period is not None and known.setdefault(month.period, month.at) != month.at:
            yield known[month.period], month.at


def combined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Return a header of two rows as one: the lower name where it means something by itself."""
    width = max(len(upper), len(lower))
    pairs = zip(
        (*upper, *[""] * (width - len(upper))),
        (*lower, *[""] * (width - len(lower))),
        strict=True,
    )
    return [
        below if below.strip() and (not above.strip() or _means_something(below)) else above
        for above, below in pairs
    ]


def _means_something(cell: str) -> bool:
    return bool(_role_of(cell)) or (len(cell) < _LONGEST_NAME and _month_of(cell, 0) is not None)


def check_header(header: Header, cells: Sequence[str], row: Location) -> Iterator[Problem]:
    """Yield what is wrong with a header whose row is at `row`."""
    if len(cells) > COLUMNS:
        yield error(
            "too-many-columns",
            row,
            text("có {count} cột, nhiều hơn {limit}", count=len(cells), limit=COLUMNS),
            text("xóa các cột thừa"),
        )
        return
    for first, second in header.clashes:
        yield error(
            "duplicate-column",
            row._replace(column=second + 1),
            text(
                'cột "{second}" và cột "{first}" cùng một nghĩa',
                first=cells[first].strip(),
                second=cells[second].strip(),
            ),
            text("bỏ một trong hai cột"),
        )
    missing = [role for role in (Role.FIGURE, Role.VALUE) if role not in header.columns]
    if missing and not header.is_complete:
        yield _missing_columns(header, cells, row, missing)


def spoilt_row(cells: Sequence[str], row: Location) -> Problem | None:
    """Return the problem of a row whose letters are spoilt, as a whole or in a cell of it."""
    cells = cells[:COLUMNS]
    for shown in (" ".join(cells), *cells):
        if spoilt := spoilt_text(shown):
            code, message, hint = spoilt
            return error(code, row, message, hint)
    return None


def _missing_columns(
    header: Header, cells: Sequence[str], row: Location, missing: Sequence[Role]
) -> Problem:
    """Complain of columns that every table needs; name the cause where the letters are spoilt."""
    spoilt = spoilt_row(cells, row)
    if spoilt and len(header.columns) < len(COLUMN_NAMES) // 2:
        return spoilt
    return error(
        "missing-column",
        row,
        text(
            "dòng tiêu đề thiếu cột {wanted}; các cột thấy được: {found}",
            wanted=[f'"{COLUMN_NAMES[role][0]}" ({role})' for role in missing],
            found=[f'"{cell.strip()[:40]}"' for cell in cells if cell.strip()][:12],
        ),
        text("sửa dòng đầu thành: kỳ, đơn vị, mã số liệu, giá trị, ghi chú"),
    )
