"""Which column of a submitted table means what, told by the names in its header."""

import re
import unicodedata
from collections.abc import Iterator, Sequence, Set
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from cchc_cli.limits import COLUMNS
from cchc_cli.names import fold_header
from cchc_cli.problems import Location, Problem, error
from cchc_cli.submissions.encoding import spoilt_text
from cchc_cli.submissions.months import Doubt, Month, month_among_words, parse_month
from cchc_cli.submissions.records import PlaceOf
from cchc_cli.submissions.vocabulary import ANEW
from cchc_cli.texts import text


class Role(StrEnum):
    """What a column holds."""

    PERIOD = "period"
    UNIT = "unit"
    FIGURE = "figure"
    NAME = "name"
    """The figure's name; it tells the figure where there is no code."""
    VALUE = "value"
    NOTE = "note"
    REVISION = "revision"
    KIND = "kind"
    """Whether the value is an estimate or the actual one."""
    RATE = "rate"
    """A percentage beside the value it was computed from; kept to be compared, never a value."""


COLUMN_NAMES: dict[Role, tuple[str, ...]] = {
    Role.PERIOD: ("kỳ", "period", "kì"),
    Role.UNIT: ("đơn vị", "mã đơn vị", "unit"),
    Role.FIGURE: ("mã số liệu", "mã", "figure", "code"),
    Role.VALUE: ("giá trị", "value"),
    Role.NOTE: ("ghi chú", "note"),
    Role.REVISION: ("lần", "lần nộp", "revision"),
    Role.KIND: ("loại số liệu", "loại", "kind"),
}
"""The names accepted for each column; case, accents, spaces and signs do not matter.

``loại`` may be the office's own column: beside one whose name stands first here it is ignored.
"""

FURTHER_NAMES: dict[Role, tuple[str, ...]] = {
    Role.NAME: (
        "tên số liệu",
        "tên chỉ tiêu",
        "số liệu",
        "chỉ tiêu",
        "nội dung",
        "chỉ số",
        "nhiệm vụ",
        "tên nhiệm vụ",
        "tên",
        "figure name",
        "name",
    ),
    Role.RATE: ("tỷ lệ", "tỉ lệ", "đạt tỷ lệ", "rate"),
}
"""Columns that nobody has to have; two with the same meaning are no error.

Of several that may hold the figure's name, the one whose name stands first here is used.
"""

_ROLES = {
    fold_header(name): role
    for columns in (COLUMN_NAMES, FURTHER_NAMES)
    for role, names in columns.items()
    for name in names
}
_RANKED = (Role.NAME, Role.KIND)
_RANK = {
    fold_header(name): rank
    for role in _RANKED
    for rank, name in enumerate({**COLUMN_NAMES, **FURTHER_NAMES}[role])
}
_LONGEST_NAME = 100
_LONGEST_ROLE = 40
"""Spaces, signs and accents written apart included."""
_IS_NO_ROLE = re.compile(rf"\d|(?:[^\W_][\W_]*){{{1 + max(map(len, _ROLES))}}}")
"""A digit, or more letters than any name has: a test that costs less than folding a cell."""

Meaning = Role | Month | None
"""What a header's cell says of its column; None for a column that is ignored."""


class MonthColumn(NamedTuple):
    """A column of a wide table, which holds the values of one month."""

    at: int
    """The column's index in a record."""
    month: Month


class Header(NamedTuple):
    """A header: where each role stands, and the pairs of columns with the same meaning."""

    columns: dict[Role, int]
    clashes: tuple[tuple[int, int], ...] = ()
    width: int = 0
    """How many columns the header has."""
    names: tuple[str, ...] = ()
    """The columns' names as written; those of two rows are joined."""
    months: tuple[MonthColumn, ...] = ()
    """The columns of a wide table; empty where a value column says all."""
    line: int = 1
    """The line of the header's last row."""

    @property
    def is_complete(self) -> bool:
        """Tell whether it says where figures and values stand."""
        has_figure = Role.FIGURE in self.columns or Role.NAME in self.columns
        return has_figure and (Role.VALUE in self.columns or bool(self.months))

    @property
    def recognised(self) -> int:
        """How many columns are known for sure; months alone, as in a row of data, tell nothing.

        Nor does a column of kinds, which lists of all sorts have.
        """
        known = len(self.columns.keys() - {Role.KIND})
        if not known:
            return 0
        return known + sum(column.month.doubt is None for column in self.months)


def role_of(cell: str) -> Role | None:
    """Return what a column of this name holds."""
    if len(cell) > _LONGEST_ROLE or _IS_NO_ROLE.search(cell):
        return None
    return _ROLES.get(fold_header(cell)) or (Role.RATE if cell.strip() == "%" else None)


@lru_cache(maxsize=4096)
def _meaning_of_short(cell: str) -> Meaning:
    return role_of(cell) or parse_month(cell)


def meaning_of(cell: str) -> Meaning:
    """Return what a header's cell says of its column."""
    return _meaning_of_short(cell) if len(cell) < _LONGEST_NAME else None


def match_header(cells: Sequence[str], line: int = 1) -> Header:
    """Find the columns of a table by the names in `cells`."""
    return header_of(map(meaning_of, cells[: COLUMNS + 1]), cells, line)


def header_of(
    meanings: Iterator[Meaning], names: Sequence[str], line: int, own: Sequence[str] | None = None
) -> Header:
    """Make a header of what each of its columns means.

    Month columns and a value or period column say the same thing twice; so do two columns of one
    month.  A date, or a month without its year, is a month's column only where no value column
    tells otherwise; beside months of which one is certain, so is a name that only holds one.
    `own` are the columns' names without what stands above them.
    """
    columns: dict[Role, int] = {}
    clashes: list[tuple[int, int]] = []
    months: list[MonthColumn] = []
    naming: list[int] = []
    for index, meaning in enumerate(meanings):
        if meaning in (Role.FIGURE, Role.NAME):
            naming.append(index)
        if isinstance(meaning, Month):
            months.append(MonthColumn(index, meaning))
        elif meaning in _RANKED and not _is_twice(columns.get(meaning), index, names, meaning):
            columns[meaning] = _better(columns.get(meaning), index, names)
        elif meaning is not None and columns.setdefault(meaning, index) != index:
            if meaning is Role.RATE:
                continue
            clashes.append((columns[meaning], index))
    if any(column.month.doubt is None for column in months):
        known = {*columns.values(), *(column.at for column in months)}
        months += among_words(names if own is None else own, known)
    if Role.VALUE in columns:
        bare = {column.month.number for column in months if column.month.doubt is Doubt.NO_YEAR}
        sure = (None, Doubt.NO_YEAR) if len(bare) > 1 else (None,)
        months = [column for column in months if column.month.doubt in sure]
        clashes += _second_values(columns, names)
    clashes += _month_clashes(columns, months)
    clashes += _second_tables(naming, months)
    return Header(columns, tuple(clashes), len(names), tuple(names), tuple(months), line)


def among_words(names: Sequence[str], known: Set[int]) -> Iterator[MonthColumn]:
    """Yield the columns besides those `known` whose name holds a month."""
    for index, name in enumerate(names[:COLUMNS]):
        month = None if index in known else month_among_words(name[:_LONGEST_NAME])
        if month:
            yield MonthColumn(index, month)


def _second_values(columns: dict[Role, int], names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the value's column with each whose values may replace its own."""
    known = set(columns.values())
    for index, name in enumerate(names[:COLUMNS]):
        folded = shown_name(name[:_LONGEST_NAME]).casefold()
        if (
            index not in known
            and folded.startswith("giá trị")
            and any(word in folded for word in ANEW)
        ):
            yield columns[Role.VALUE], index


def _second_tables(
    naming: Sequence[int], months: Sequence[MonthColumn]
) -> Iterator[tuple[int, int]]:
    """Yield the columns of figures where a second table begins beside a first one."""
    if not naming or not months:
        return
    first = [column.at for column in months if column.at > naming[0]]
    for index in naming[1:]:
        if first and first[0] < index < months[-1].at:
            yield naming[0], index


def _better(first: int | None, second: int, names: Sequence[str]) -> int:
    if first is None:
        return second
    return min(first, second, key=lambda index: _RANK.get(fold_header(names[index]), 99))


def _is_twice(first: int | None, second: int, names: Sequence[str], role: Role) -> bool:
    """Tell whether two columns of kinds have the same name, so that neither can be preferred."""
    if first is None or role is not Role.KIND:
        return False
    return fold_header(names[first]) == fold_header(names[second])


def _month_clashes(
    columns: dict[Role, int], months: Sequence[MonthColumn]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of columns of which one is a month's and the other says the same."""
    for role in (Role.VALUE, Role.PERIOD):
        if role in columns and months:
            yield columns[role], months[0].at
    seen: dict[object, int] = {}
    for index, month in months:
        if month.period is not None and seen.setdefault(month.period, index) != index:
            yield seen[month.period], index


def check_header(header: Header, place: PlaceOf) -> Iterator[Problem]:
    """Yield what is wrong with a header."""
    row = place(header.line, None)
    if header.width > COLUMNS:
        yield error(
            "too-many-columns",
            row,
            text("có {count} cột, nhiều hơn {limit}", count=header.width, limit=COLUMNS),
            text("xóa các cột thừa"),
        )
        return
    for first, second in header.clashes:
        yield error(
            "duplicate-column",
            place(header.line, second + 1),
            text(
                'cột "{second}" và cột "{first}" cùng một nghĩa',
                first=shown_name(header.names[first]),
                second=shown_name(header.names[second]),
            ),
            text("bỏ một trong hai cột"),
        )
    missing = []
    if not {Role.FIGURE, Role.NAME} & header.columns.keys():
        missing.append(Role.FIGURE)
    if Role.VALUE not in header.columns and not header.months:
        missing.append(Role.VALUE)
    if missing:
        yield _missing_columns(header, row, missing)


def shown_name(cell: str) -> str:
    """Return a column's name on one line."""
    return " ".join(unicodedata.normalize("NFC", cell).split())


def spoilt_row(cells: Sequence[str], row: Location) -> Problem | None:
    """Return the problem of a row whose letters are spoilt, as a whole or in a cell of it."""
    cells = cells[:COLUMNS]
    for shown in (" ".join(cells), *cells):
        if spoilt := spoilt_text(shown):
            code, message, hint = spoilt
            return error(code, row, message, hint)
    return None


def _missing_columns(header: Header, row: Location, missing: Sequence[Role]) -> Problem:
    """Complain of columns that every table needs; name the cause where the letters are spoilt."""
    spoilt = spoilt_row(header.names, row)
    if spoilt and len(header.columns) < len(COLUMN_NAMES) // 2:
        return spoilt
    return error(
        "missing-column",
        row,
        text(
            "dòng tiêu đề thiếu cột {wanted}; các cột thấy được: {found}",
            wanted=[f'"{COLUMN_NAMES[role][0]}" ({role})' for role in missing],
            found=[f'"{cell.strip()[:40]}"' for cell in header.names if cell.strip()][:12],
        ),
        text("sửa dòng đầu thành: kỳ, đơn vị, mã số liệu, giá trị, ghi chú"),
    )
