"""What a row is about: its figure, unit and period, by the plan's names and the file's path."""

from typing import Generic, NamedTuple, TypeVar

from cchc_cli.periods import NoPeriod, Period, parse_period, periods_meant
from cchc_cli.plan.terms import Reported
from cchc_cli.submissions.columns import Role
from cchc_cli.submissions.encoding import spoilt_text
from cchc_cli.submissions.figure_names import complain_of_figure
from cchc_cli.submissions.ledger import Slot
from cchc_cli.submissions.notes import Notes, formula_hint
from cchc_cli.submissions.row import SubmittedRow
from cchc_cli.submissions.words import PathWords, PlanWords
from cchc_cli.texts import Text, text

Word = TypeVar("Word")


class Meant(NamedTuple, Generic[Word]):
    """What the words of a row may mean; they are usable only if `sure`."""

    meant: tuple[Word, ...]
    sure: bool


Answer = tuple[str, Reported]
"""A unit, and a figure or task that it reports."""


class Place(NamedTuple):
    """What a row answers: one slot, or the slots it may be about if it is not `sure`."""

    slots: list[Slot]
    sure: bool


def place_of(answers: Meant[Answer], periods: Meant[Period]) -> Place | None:
    """Return the slots of a row by what it is about; None if it is about none that counts."""
    slots = [
        Slot(unit, figure.id, period) for unit, figure in answers.meant for period in periods.meant
    ]
    return Place(slots, answers.sure and periods.sure) if slots else None


class Placer:
    """Finds what rows answer; complains of words that mean nothing, or two things."""

    def __init__(self, words: PlanWords, path: PathWords, notes: Notes) -> None:
        self.words = words
        self.path = path
        self.notes = notes

    def can_place(self, line: int) -> bool:
        """Tell whether header or path say unit and period; complain where neither does."""
        columns = self.notes.header.columns
        no_unit = Role.UNIT not in columns and self.path.unit is None
        says_period = Role.PERIOD in columns or bool(self.notes.header.months)
        no_period = not says_period and self.path.period is None
        if no_unit:
            self.notes.note("no-unit", line, None, _NO_UNIT, self.unit_hint())
        if no_period:
            self.notes.note("no-period", line, None, _NO_PERIOD, self.period_hint())
        return not no_unit and not no_period

    def unit_hint(self) -> Text:
        """Return how to say whose figures a file holds."""
        if self.path.likely is not None:
            return text(
                'nếu là của {unit}: đổi tên tệp thành "{unit}" (không thêm chữ nào), hoặc thêm cột '
                '"đơn vị"',
                unit=self.path.likely,
            )
        return text(
            'thêm cột "đơn vị", hoặc đặt tên tệp là mã đơn vị: {units}',
            units=[unit.id for unit in self.words.plan.units],
        )

    def period_hint(self) -> Text:
        """Return how to say of which period a file's figures are."""
        return text(
            'thêm cột "kỳ", hoặc để tệp trong thư mục mang tên kỳ, ví dụ {period}',
            period=self.words.plan.first,
        )

    def place_row(self, line: int, row: SubmittedRow, name: str) -> Place | None:
        """Return what the row answers; None if its figure is unknown or it does not count."""
        answers = self.answers(line, row, name)
        if answers is None:
            return None
        periods = self._period_meant(line, row.period)
        return place_of(answers, self._in_plan(line, periods)) if answers.meant else None

    def answers(self, line: int, row: SubmittedRow, name: str) -> Meant[Answer] | None:
        """Return which figures of which units a row is about; None if its figure is unknown."""
        figures = self.figures_called(row.figure, name)
        if len(figures) != 1:
            complain_of_figure(self.words, self.notes, line, row, name, figures)
        if not figures:
            return None
        units = self._unit_meant(line, row.unit)
        sure = units.sure and len(figures) == 1
        pairs = ((unit, figure) for unit in units.meant for figure in figures)
        return Meant(tuple(p for p in pairs if self._may_report(line, *p, sure=sure)), sure)

    def unit_named(self, cell: str) -> str | None:
        """Return the known unit that a row's cell names, or else the file's name."""
        return self.words.unit(cell) if cell else self.path.unit

    def figures_called(self, code: str, name: str) -> tuple[Reported, ...]:
        """Return the figures that a row names, by its code or else by its name."""
        return self.words.figures_called(code or name)

    def complain_of_unknown(self, line: int, row: SubmittedRow, name: str) -> None:
        """Complain of a row that names no known figure."""
        complain_of_figure(self.words, self.notes, line, row, name, ())

    def _unit_meant(self, line: int, cell: str) -> Meant[str]:
        stem = self.path.unit
        if not cell:
            if stem is None:
                self.notes.note("no-unit", line, Role.UNIT, _NO_UNIT, self.unit_hint())
                return Meant((), sure=False)
            return Meant((stem,), sure=True)
        unit = self.words.unit(cell)
        if unit is None:
            self._unknown_unit(line, cell)
            return Meant((stem,) if stem else (), sure=False)
        if stem is not None and stem != unit:
            self.notes.note(
                "unit-conflict",
                line,
                Role.UNIT,
                text(
                    'cột đơn vị ghi "{unit}" nhưng tên tệp là của "{stem}"',
                    unit=cell,
                    stem=stem,
                ),
                text("sửa cột đơn vị hoặc đổi tên tệp cho khớp"),
            )
            return Meant((unit, stem), sure=False)
        return Meant((unit,), sure=True)

    def _unknown_unit(self, line: int, cell: str) -> None:
        if spoilt := spoilt_text(cell):
            self.notes.note(spoilt[0], line, Role.UNIT, spoilt[1], spoilt[2])
            return
        message = text('không có đơn vị "{unit}" trong kế hoạch', unit=cell)
        hint = formula_hint(cell)
        if hint is None and (near := self.words.nearest_unit(cell)):
            hint = text('có phải là "{near}"?', near=near)
        names = [unit.name for unit in self.words.plan.units]
        hint = hint or text("các đơn vị: {units}", units=names)
        self.notes.note("unknown-unit", line, Role.UNIT, message, hint)

    def _may_report(self, line: int, unit: str, figure: Reported, *, sure: bool) -> bool:
        if unit in figure.reported_by or not sure:
            return unit in figure.reported_by
        self.notes.note(
            "not-reported-by",
            line,
            Role.UNIT,
            text(
                "số liệu {figure} không do {unit} nộp mà do {units}; không tính dòng này",
                figure=figure.id,
                unit=unit,
                units=list(figure.reported_by),
            ),
            text("xóa dòng này, hoặc sửa lại mã số liệu hay đơn vị"),
        )
        return False

    def _period_meant(self, line: int, cell: str) -> Meant[Period]:
        folder = self.path.period
        if not cell:
            if folder is None:
                self.notes.note("no-period", line, Role.PERIOD, _NO_PERIOD, self.period_hint())
                return Meant((), sure=False)
            return Meant((folder,), sure=True)
        period = parse_period(cell)
        if isinstance(period, NoPeriod):
            self._unreadable_period(line, cell, period)
            return Meant((folder,) if folder else periods_meant(cell), sure=False)
        if folder is not None and folder != period:
            self.notes.note(
                "period-conflict",
                line,
                Role.PERIOD,
                text(
                    "cột kỳ ghi {period} nhưng thư mục là {folder}",
                    period=cell,
                    folder=folder,
                ),
                text(
                    "sửa cột kỳ hoặc chuyển tệp sang đúng thư mục; biểu có dòng của nhiều kỳ thì "
                    "để ngoài các thư mục mang tên kỳ, ví dụ data/nop-lai"
                ),
            )
            return Meant((period, folder), sure=False)
        return Meant((period,), sure=True)

    def _unreadable_period(self, line: int, cell: str, why: NoPeriod) -> None:
        if why is NoPeriod.UNREADABLE:
            if spoilt := spoilt_text(cell):
                self.notes.note(spoilt[0], line, Role.PERIOD, spoilt[1], spoilt[2])
                return
            message = text('kỳ "{cell}" không đọc được', cell=cell)
            first = self.words.plan.first
            hint = text(
                "viết {example} hoặc T{month}/{year}",
                example=first,
                month=first.month,
                year=first.year,
            )
            self.notes.note("bad-period", line, Role.PERIOD, message, formula_hint(cell) or hint)
            return
        self.notes.note(
            "period-is-date",
            line,
            Role.PERIOD,
            text(
                'Excel đã biến kỳ thành ngày: "{cell}", không rõ là tháng nào',
                cell=cell,
            ),
            text(
                "định dạng cột kỳ là Text rồi gõ lại, ví dụ {period}; hoặc bỏ cột kỳ và để tệp "
                "trong thư mục mang tên kỳ",
                period=self.path.period or self.words.plan.first,
            ),
        )

    def _in_plan(self, line: int, periods: Meant[Period]) -> Meant[Period]:
        """Return the periods that lie in the plan; complain of a sure one that does not."""
        inside = tuple(period for period in periods.meant if period in self.words.periods)
        if periods.sure and not inside:
            self.notes.note(
                "period-outside-plan",
                line,
                Role.PERIOD if Role.PERIOD in self.notes.header.columns else None,
                text(
                    "kỳ {period} nằm ngoài kế hoạch ({first} đến {last}); không tính dòng này",
                    period=periods.meant[0],
                    first=self.words.plan.first,
                    last=self.words.plan.last,
                ),
                text("sửa lại kỳ, hoặc chuyển dòng này ra khỏi thư mục"),
            )
        return Meant(inside, periods.sure)


_NO_UNIT = text("không biết số liệu của đơn vị nào")
_NO_PERIOD = text("không biết số liệu của kỳ nào")
