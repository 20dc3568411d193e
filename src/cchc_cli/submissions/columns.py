"""Which column of a submitted table means what, told by the names in its header."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from cchc_cli.limits import COLUMNS
from cchc_cli.names import fold_header
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


COLUMN_NAMES: dict[Role, tuple[str, ...]] = {
    Role.PERIOD: ("kỳ", "period"),
    Role.UNIT: ("đơn vị", "mã đơn vị", "unit"),
    Role.FIGURE: ("mã số liệu", "mã", "figure", "code"),
    Role.VALUE: ("giá trị", "value"),
    Role.NOTE: ("ghi chú", "note"),
    Role.REVISION: ("lần", "lần nộp", "revision"),
}
"""The names accepted for each column; case, accents, spaces and underscores do not matter."""

_ROLES = {fold_header(name): role for role, names in COLUMN_NAMES.items() for name in names}
_LONGEST_NAME = 100


class Header(NamedTuple):
    """A header row: where each role stands, and the pairs of columns with the same meaning."""

    columns: dict[Role, int]
    clashes: tuple[tuple[int, int], ...] = ()
    width: int = 0
    """How many columns the header has."""


def match_header(cells: Sequence[str]) -> Header:
    """Find the columns of a table by the names in `cells`."""
    columns: dict[Role, int] = {}
    clashes: list[tuple[int, int]] = []
    for index, cell in enumerate(cells):
        role = _ROLES.get(fold_header(cell)) if len(cell) < _LONGEST_NAME else None
        if role is not None and columns.setdefault(role, index) != index:
            clashes.append((columns[role], index))
    return Header(columns, tuple(clashes), len(cells))


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
    if missing:
        yield _missing_columns(header, cells, row, missing)


def _missing_columns(
    header: Header, cells: Sequence[str], row: Location, missing: Sequence[Role]
) -> Problem:
    """Complain of columns that every table needs; name the cause where the letters are spoilt."""
    spoilt = spoilt_text(" ".join(cells)[:2000])
    if spoilt and len(header.columns) < len(COLUMN_NAMES) // 2:
        code, message, hint = spoilt
        return error(code, row, message, hint)
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
