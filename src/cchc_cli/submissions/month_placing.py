"""Of which periods the month columns of a wide table are, by the plan and the file's path."""

from collections.abc import Sequence

from cchc_cli.periods import Period
from cchc_cli.problems import error
from cchc_cli.submissions.columns import Header, MonthColumn, shown_name
from cchc_cli.submissions.months import Doubt
from cchc_cli.submissions.notes import Notes
from cchc_cli.submissions.placing import Meant
from cchc_cli.submissions.words import PathWords, PlanWords
from cchc_cli.texts import Text, text


class MonthPlacer:
    """Finds the periods of month columns; complains once of a column, when a value comes up."""

    def __init__(self, words: PlanWords, path: PathWords, header: Header, notes: Notes) -> None:
        self._words = words
        self._folder = path.period
        self._header = header
        self._notes = notes
        self._meant: dict[int, Meant[Period]] = {}
        periods = {column.month.period for column in header.months}
        self._folder_has_column = self._folder in periods

    def meant(self, column: MonthColumn) -> Meant[Period]:
        """Return the plan's periods that a column's values may be about."""
        if column.at not in self._meant:
            self._meant[column.at] = self._find(column)
        return self._meant[column.at]

    def _find(self, column: MonthColumn) -> Meant[Period]:
        month = column.month
        if month.doubt is Doubt.DATE:
            return self._date(column)
        if month.period is None:
            return self._no_year(column)
        if month.period not in self._words.periods:
            self._note(column, "period-outside-plan", *self._outside(month.period))
            return Meant((), sure=True)
        if self._folder is None or self._folder == month.period:
            return Meant((month.period,), sure=True)
        self._note(
            column,
            "period-conflict",
            text(
                "cột này là kỳ {period} nhưng thư mục là {folder}",
                period=month.period,
                folder=self._folder,
            ),
            text("sửa tên cột, hoặc chuyển tệp ra khỏi thư mục của một kỳ"),
        )
        either = (month.period,) if self._folder_has_column else (month.period, self._folder)
        return self._inside(either)

    def _date(self, column: MonthColumn) -> Meant[Period]:
        plan = self._words.plan
        self._note(
            column,
            "period-is-date",
            text(
                'Excel đã biến kỳ thành ngày: "{cell}", không rõ là tháng nào',
                cell=self._name(column),
            ),
            text(
                "định dạng ô tiêu đề là Text rồi gõ lại, ví dụ T{month}/{year}",
                month=plan.first.month,
                year=plan.first.year,
            ),
        )
        return self._inside(column.month.meant)

    def _no_year(self, column: MonthColumn) -> Meant[Period]:
        number = column.month.number
        found = tuple(p for p in self._words.plan.periods if p.month == number)
        forms = [f"T{period.month}/{period.year}" for period in found]
        self._note(
            column,
            "no-year",
            text('cột "{name}" không ghi năm', name=self._name(column)),
            text("nếu là kỳ của kế hoạch thì ghi {forms}", forms=forms)
            if forms
            else text("ghi cả năm, ví dụ T{month}/{year}", month=number,
                      year=self._words.plan.first.year),
        )  # fmt: skip
        return self._inside(found)

    def _outside(self, period: Period) -> tuple[Text, Text]:
        plan = self._words.plan
        return (
            text(
                "kỳ {period} nằm ngoài kế hoạch ({first} đến {last}); không tính cột này",
                period=period,
                first=plan.first,
                last=plan.last,
            ),
            text("sửa lại tên cột, hoặc xóa cột này"),
        )

    def _inside(self, periods: Sequence[Period]) -> Meant[Period]:
        """Return periods that are in doubt, without those outside the plan."""
        return Meant(tuple(p for p in periods if p in self._words.periods), sure=False)

    def _name(self, column: MonthColumn) -> str:
        return shown_name(self._header.names[column.at])

    def _note(self, column: MonthColumn, code: str, message: Text, hint: Text) -> None:
        where = self._notes.place(self._header.line, column.at + 1)
        self._notes.problems.append(error(code, where, message, hint))
