"""Takes the marks of estimates from a table's rows, and says what of them cannot be read.

A column named ``loại`` may be the office's own (kinds of dossiers).  Where no cell of it says
what is looked for, that is said once a table; where one does, of every other word in it.
"""

from collections.abc import Sequence, Set
from typing import NamedTuple

from cchc_cli.limits import FILE_PROBLEMS
from cchc_cli.problems import Location, warning
from cchc_cli.submissions.columns import MonthColumn, Role, shown_name
from cchc_cli.submissions.estimates import MAY_BEGIN, Kind, begins_as_estimate, kind_of
from cchc_cli.submissions.notes import Notes
from cchc_cli.submissions.records import cell_of
from cchc_cli.texts import Text, text

Why = tuple[str, Text, Text]
"""Code, message and cure."""


class _Unread(NamedTuple):
    """A word of the column of kinds that says nothing of estimates, where it stood first."""

    where: Location
    column: str
    unit: str | None


class EstimateMarks:
    """The marks of one table; its headers may be several."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._unread: dict[str, _Unread] = {}
        self._counts: dict[str, int] = {}
        self._is_ours = False
        """Whether some cell of the column has said what is looked for."""

    def is_estimate(self, line: int, cells: Sequence[str], note: str, unit: str | None) -> bool:
        """Tell whether a row's value is marked as an estimate, by its column or its note.

        Where the column says that it is none and the note that it is one, it counts as one, and
        a warning names the place.
        """
        noted = note[:1] in MAY_BEGIN and begins_as_estimate(note)
        at = self._notes.header.columns.get(Role.KIND)
        cell = cell_of(cells, at)
        if at is None or not cell:
            return noted
        kind = kind_of(cell)
        self._is_ours = self._is_ours or kind in (Kind.ESTIMATE, Kind.ACTUAL)
        if kind is Kind.UNREAD and not noted:
            self._note_unread(line, at, cell, unit)
        if kind is Kind.ACTUAL and noted:
            where = self._notes.place(line, at + 1)
            self._warn(where, unit, _conflict(self._column(at), cell))
        return noted or kind is Kind.ESTIMATE

    def check_task(
        self,
        line: int,
        cells: Sequence[str],
        note: str,
        unit: str | None,
        months: Sequence[MonthColumn] = (),
    ) -> None:
        """Warn of the mark of an estimate on a task's row: progress is never an estimate.

        `months` are the columns of a wide table in which the row holds something.
        """
        named = [column.at for column in months if column.month.estimated]
        columns = self._notes.header.columns
        by_kind = kind_of(cell_of(cells, columns.get(Role.KIND))) is Kind.ESTIMATE
        if by_kind or begins_as_estimate(note):
            at = columns[Role.KIND if by_kind else Role.NOTE]
            named.insert(0, at)
        for at in named:
            self._warn(self._notes.place(line, at + 1), unit, _TASK)

    def estimated_months(
        self,
        line: int,
        cells: Sequence[str],
        note: str,
        unit: str | None,
        months: Sequence[MonthColumn],
    ) -> Set[int]:
        """Return in which of the columns of months a row's values are marked as estimates.

        The name of a month's column marks its values, the column of kinds a whole row.  So does a
        note where no month's name says which is meant; with several months that draws a warning.
        """
        named = {column.at for column in months if column.month.estimated}
        if not self.is_estimate(line, cells, note, unit):
            return named
        columns = self._notes.header.columns
        by_kind = kind_of(cell_of(cells, columns.get(Role.KIND))) is Kind.ESTIMATE
        if named and not by_kind:
            return named
        if len(months) > 1 and not by_kind:
            where = self._notes.place(line, columns[Role.NOTE] + 1)
            self._warn(where, unit, _whole_row(len(months)))
        return {column.at for column in months}

    def settle(self) -> None:
        """Say which words of the column of kinds could not be read."""
        for cell, unread in self._unread.items():
            say = _unread if self._is_ours else _own_column
            self._warn(unread.where, unread.unit, say(unread.column, cell, self._counts[cell]))
            if not self._is_ours:
                break

    def _note_unread(self, line: int, at: int, cell: str, unit: str | None) -> None:
        self._counts[cell] = self._counts.get(cell, 0) + 1
        if cell not in self._unread and len(self._unread) <= FILE_PROBLEMS:
            where = self._notes.place(line, at + 1)
            self._unread[cell] = _Unread(where, self._column(at), unit)

    def _column(self, at: int) -> str:
        return shown_name(self._notes.header.names[at])

    def _warn(self, where: Location, unit: str | None, why: Why) -> None:
        code, message, hint = why
        problem = warning(code, where, message, hint)
        self._notes.problems.append(problem)
        self._notes.gathered.own([problem], unit)


_TASK: Why = (
    "estimated-task",
    text("tiến độ nhiệm vụ không có số ước; tính như đã báo"),
    text("bỏ chữ ước; nhiệm vụ chưa xong thì ghi tỷ lệ thực tế, ví dụ 60%"),
)


def _conflict(column: str, cell: str) -> Why:
    return (
        "estimate-conflict",
        text('cột "{column}" ghi "{cell}" mà ghi chú bắt đầu bằng "ước"; giá trị vẫn được tính, '
             "coi là số ước", column=column, cell=cell),
        text('số chính thức thì bỏ chữ ước ở ghi chú; số ước thì ghi ước vào cột "{column}"',
             column=column),
    )  # fmt: skip


def _whole_row(count: int) -> Why:
    return (
        "estimate-of-months",
        text('ghi chú bắt đầu bằng "ước" ở dòng có {count} tháng: cả {count} giá trị được coi là '
             "số ước", count=count),
        text('ghi ước vào tên cột của tháng ấy ("Ước T12/2025") rồi bỏ chữ ước ở ghi chú'),
    )  # fmt: skip


def _unread(column: str, cell: str, count: int) -> Why:
    return (
        "unknown-kind",
        text('"{cell}" ở cột "{column}" ({count} ô) không phải ước hay thực hiện; các giá trị ấy '
             "tính là số thực hiện", cell=cell, column=column, count=count),
        text("số ước thì ghi ước; số chính thức thì ghi thực hiện hoặc để trống"),
    )  # fmt: skip


def _own_column(column: str, cell: str, _count: int) -> Why:
    return (
        "unknown-kind",
        text('cột "{column}" không có ô nào ghi ước hay thực hiện (ở đây là "{cell}"); mọi giá trị '
             "tính là số thực hiện", column=column, cell=cell),
        text("nếu là cột riêng của đơn vị thì không sao; số ước thì ghi ước vào cột này, hoặc vào "
             "đầu ghi chú"),
    )  # fmt: skip
