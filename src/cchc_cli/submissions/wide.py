"""Wide tables, as officers keep them: a row for each figure, a column for each month.

What is wrong with a month's column is said once, at its name; its values are rejected.
"""

from collections.abc import Sequence

from cchc_cli.numbers import is_blank
from cchc_cli.periods import NoPeriod, Period, periods_meant
from cchc_cli.problems import error
from cchc_cli.submissions.columns import Month, Role
from cchc_cli.submissions.ledger import Slot
from cchc_cli.submissions.notes import Notes
from cchc_cli.submissions.placing import Placer
from cchc_cli.submissions.row import SubmittedRow
from cchc_cli.submissions.words import PathWords, PlanWords
from cchc_cli.texts import Text, text


class MonthColumns:
    """The month columns of one table: which period each means, and what was said of it."""

    def __init__(
        self, words: PlanWords, path: PathWords, notes: Notes, heading: tuple[int, Sequence[str]]
    ) -> None:
        self.words = words
        self.path = path
        self.notes = notes
        self.line, self.cells = heading
        self.sure: dict[int, Period] = {}
        """The periods of the columns about which there is no doubt, by the column's index."""
        self._complaints: dict[int, tuple[str, Text, Text]] = {}
        self._meant: dict[int, tuple[Period, ...]] = {}
        for month in notes.header.months:
            self._judge(month)

    def slots(self, index: int, unit: str, figure: str) -> list[Slot]:
        """Return the slots that a value in a doubtful column may be about; complain once."""
        if complaint := self._complaints.pop(index, None):
            code, message, hint = complaint
            where = self.notes.place(self.line, index + 1)
            self.notes.problems.append(error(code, where, message, hint))
        return [Slot(unit, figure, period) for period in self._meant.get(index, ())]

    def _judge(self, month: Month) -> None:
        shown, folder = self.cells[month.at].strip(), self.path.period
        plan = self.words.plan
        if month.period is None:
            self._doubt(month, shown)
        elif folder is not None and folder != month.period:
            self._complaints[month.at] = (
                "period-conflict",
                text('cột "{column}" nhưng thư mục là {folder}', column=shown, folder=folder),
                text("để bảng nhiều tháng ra ngoài các thư mục tháng, ngay trong thư mục số liệu"),
            )
            has_own = any(other.period == folder for other in self.notes.header.months)
            self._meant[month.at] = self._in_plan(month.period, *([] if has_own else [folder]))
        elif month.period not in self.words.periods:
            self._complaints[month.at] = (
                "period-outside-plan",
                text("kỳ {period} nằm ngoài kế hoạch ({first} đến {last}); không tính cột này",
                     period=month.period, first=plan.first, last=plan.last),
                text("xóa cột này, hoặc chuyển sang tệp khác ngoài thư mục"),
            )  # fmt: skip
        else:
            self.sure[month.at] = month.period

    def _doubt(self, month: Month, shown: str) -> None:
        if month.meant is NoPeriod.DATE:
            self._complaints[month.at] = (
                "period-is-date",
                text('Excel đã biến tên cột thành ngày: "{cell}", không rõ là tháng nào',
                     cell=shown),
                text("định dạng ô là Text rồi gõ lại, ví dụ T{month}/{year}",
                     month=self.words.plan.first.month, year=self.words.plan.first.year),
            )  # fmt: skip
            self._meant[month.at] = self._in_plan(*periods_meant(shown))
            return
        meant = tuple(p for p in self.words.plan.periods if p.month == month.meant)
        self._complaints[month.at] = (
            "month-without-year",
            text('cột "{column}" không ghi năm', column=shown),
            text("viết {months}", months=[f"T{p.month}/{p.year}" for p in meant])
            if meant
            else text("viết tháng kèm năm, ví dụ T{month}/{year}",
                      month=self.words.plan.first.month, year=self.words.plan.first.year),
        )  # fmt: skip
        self._meant[month.at] = meant

    def _in_plan(self, *periods: Period) -> tuple[Period, ...]:
        return tuple(period for period in periods if period in self.words.periods)


def filled(cells: Sequence[str], months: Sequence[Month]) -> list[int]:
    """Return the indexes of the month columns in which a record has a value."""
    return [m.at for m in months if m.at < len(cells) and not is_blank(cells[m.at])]


def row_of(cells: Sequence[str], columns: dict[Role, int]) -> SubmittedRow:
    """Return what a record of a wide table says of all its values."""

    def cell(role: Role) -> str:
        index = columns.get(role)
        return cells[index].strip() if index is not None and index < len(cells) else ""

    revision = cell(Role.REVISION)
    number = int(revision) if revision.isascii() and revision.isdigit() else 0 if revision else 1
    return SubmittedRow("", cell(Role.UNIT), cell(Role.FIGURE), "", cell(Role.NOTE), number)


def units_and_figure(placer: Placer, line: int, row: SubmittedRow) -> tuple[list[str], str, bool]:
    """Return the units that a row may be of, its figure, and whether there is no doubt."""
    figure = placer.figure_of(line, row)
    if figure is None:
        return [], "", False
    units = placer.units_of(line, row, figure)
    return list(units.meant), figure.id, units.sure
