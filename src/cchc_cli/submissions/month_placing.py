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
        if month.doubt is Doubt.UNREADABLE:
            return self._unreadable(column)
        if month.doubt is Doubt.AMONG_WORDS:
            return self._among_words(column)
        if month.period is None:
            return self._no_year(column)
        if month.period not in self._words.periods:
            self.note("period-outside-plan", column, *self._outside(month.period))
            return Meant((), sure=True)
        if self._folder is None or self._folder == month.period:
            return Meant((month.period,), sure=True)
        self.note(
            "period-conflict",
            column,
            text(
                'cột "{column}" nhưng thư mục là {folder}',
                column=self._name(column),
                folder=self._folder,
            ),
            text("để bảng nhiều tháng ra ngoài các thư mục tháng, ngay trong thư mục số liệu"),
        )
        either = (month.period,) if self._folder_has_column else (month.period, self._folder)
        return self._inside(either)

    def _date(self, column: MonthColumn) -> Meant[Period]:
        plan = self._words.plan
        self.note(
            "period-is-date",
            column,
            text(
                'Excel đã biến tên cột thành ngày: "{cell}", không rõ là tháng nào',
                cell=self._name(column),
            ),
            text(
                "định dạng ô là Text rồi gõ lại, ví dụ T{month}/{year}",
                month=plan.first.month,
                year=plan.first.year,
            ),
        )
        return self._inside(column.month.meant)

    def _unreadable(self, column: MonthColumn) -> Meant[Period]:
        first = self._words.plan.first
        self.note(
            "bad-period",
            column,
            text('tên cột "{column}" không đọc được là tháng nào', column=self._name(column)),
            text("viết {example} hoặc T{month}/{year}", example=first, month=first.month,
                 year=first.year),
        )  # fmt: skip
        return Meant((), sure=False)

    def _among_words(self, column: MonthColumn) -> Meant[Period]:
        first = self._words.plan.first
        self.note(
            "bad-period",
            column,
            text('tên cột "{column}" có tháng, nhưng không rõ cột có phải giá trị của tháng ấy',
                 column=self._name(column)),
            text("giá trị của tháng thì viết T{month}/{year} hoặc Ước T{month}/{year}; cột khác "
                 "thì bỏ tháng khỏi tên cột, hoặc xóa cột",
                 month=first.month, year=first.year),
        )  # fmt: skip
        return self._inside(column.month.meant or self._of_number(column))

    def _of_number(self, column: MonthColumn) -> tuple[Period, ...]:
        """Return the plan's periods of a month without its year."""
        return tuple(p for p in self._words.plan.periods if p.month == column.month.number)

    def _no_year(self, column: MonthColumn) -> Meant[Period]:
        plan = self._words.plan
        found = self._of_number(column)
        forms = [f"T{period.month}/{period.year}" for period in found]
        self.note("month-without-year", column,
            text('cột "{column}" không ghi năm', column=self._name(column)),
            text("viết {months}", months=forms)
            if forms
            else text("viết tháng kèm năm, ví dụ T{month}/{year}", month=plan.first.month,
                      year=plan.first.year),
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
            text("xóa cột này, hoặc chuyển sang tệp khác ngoài thư mục"),
        )

    def _inside(self, periods: Sequence[Period]) -> Meant[Period]:
        """Return periods that are in doubt, without those outside the plan."""
        return Meant(tuple(p for p in periods if p in self._words.periods), sure=False)

    def _name(self, column: MonthColumn) -> str:
        return shown_name(self._header.names[column.at])

    def note(self, code: str, column: MonthColumn, message: Text, hint: Text) -> None:
        """Note an error at a column's name."""
        where = self._notes.place(self._header.line, column.at + 1)
        self._notes.problems.append(error(code, where, message, hint))
