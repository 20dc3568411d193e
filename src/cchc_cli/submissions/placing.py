"""What a row is about: its figure, unit and period, by the plan's names and the file's path."""

from typing import Generic, NamedTuple, TypeVar

from cchc_cli.periods import NoPeriod, Period, parse_period, periods_meant
from cchc_cli.plan.terms import Figure
from cchc_cli.submissions.columns import Role
from cchc_cli.submissions.encoding import spoilt_text
from cchc_cli.submissions.ledger import Slot
from cchc_cli.submissions.notes import Notes
from cchc_cli.submissions.row import SubmittedRow
from cchc_cli.submissions.words import PathWords, PlanWords
from cchc_cli.texts import Text, text

Word = TypeVar("Word")


class Meant(NamedTuple, Generic[Word]):
    """What the words of a row may mean; they are usable only if `sure`."""

    meant: tuple[Word, ...]
    sure: bool


class Place(NamedTuple):
    """What a row answers: one slot, or the slots it may be about if it is not `sure`."""

    figure: Figure
    slots: list[Slot]
    sure: bool


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
        no_period = Role.PERIOD not in columns and self.path.period is None
        no_period = no_period and not self.notes.header.months
        if no_unit:
            self.notes.note("no-unit", line, None, _NO_UNIT, self.unit_hint())
        if no_period:
            self.notes.note("no-period", line, None, _NO_PERIOD, self.period_hint())
        return not no_unit and not no_period

    def unit_hint(self) -> Text:
        """Return how to say whose figures a file holds."""
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

    def place_row(self, line: int, row: SubmittedRow) -> Place | None:
        """Return what the row answers; None if its figure is unknown or it does not count."""
        figure = self.figure_of(line, row)
        if figure is None:
            return None
        units = self.units_of(line, row, figure)
        periods = self._period_meant(line, row.period)
        slots = [
            Slot(unit, figure.id, period)
            for unit in units.meant
            for period in periods.meant
            if self._in_plan(line, period, sure=periods.sure)
        ]
        return Place(figure, slots, units.sure and periods.sure) if slots else None

    def units_of(self, line: int, row: SubmittedRow, figure: Figure) -> Meant[str]:
        """Return the units that a row may be of and that report its figure."""
        units = self._unit_meant(line, row.unit)
        reporters = tuple(
            unit for unit in units.meant if self._may_report(line, unit, figure, sure=units.sure)
        )
        return Meant(reporters, sure=units.sure)

    def known_figure(self, word: str) -> Figure | None:
        """Return the figure of this code or, if there is exactly one, of this name."""
        figures = self.words.figures
        figure = figures.get(word) or figures.get(word.casefold())
        if figure is not None or not word:
            return figure
        named = self.words.figures_named(word)
        return figures[named[0]] if len(named) == 1 else None

    def figure_of(self, line: int, row: SubmittedRow) -> Figure | None:
        """Return the figure that a row names by code or name; complain where that is not sure."""
        figure = self.known_figure(row.figure)
        if figure is not None:
            return figure
        if not row.figure:
            self.notes.note(
                "no-figure",
                line,
                Role.FIGURE,
                text('có giá trị "{value}" nhưng ô mã số liệu trống', value=row.value),
                text("điền mã số liệu; danh sách mã: cchc plan show"),
            )
            return None
        if named := self.words.figures_named(row.figure):
            self.notes.note(
                "ambiguous-figure",
                line,
                Role.FIGURE,
                text('tên "{name}" là của nhiều số liệu: {codes}', name=row.figure,
                     codes=list(named)),
                text("ghi mã số liệu thay cho tên"),
            )  # fmt: skip
            return None
        if not _is_code(row.figure):
            self._unknown_name(line, row.figure)
            return None
        near = self.words.nearest_figure(row.figure)
        self.notes.note(
            "unknown-figure",
            line,
            Role.FIGURE,
            text('không có số liệu mã "{code}"', code=row.figure),
            text('có phải ý bạn là "{near}"?', near=near)
            if near
            else text("xem danh sách mã bằng lệnh: cchc plan show"),
        )
        return None

    def _unknown_name(self, line: int, name: str) -> None:
        """Complain of a figure given by a name that none has."""
        if spoilt := spoilt_text(name):
            self.notes.note(spoilt[0], line, Role.FIGURE, spoilt[1], spoilt[2])
            return
        near = self.words.nearest_name(name)
        self.notes.note(
            "unknown-figure",
            line,
            Role.FIGURE,
            text('không có số liệu nào có mã hoặc tên là "{name}"', name=name),
            text('có phải ý bạn là "{near}" (mã {code})?', near=near.name, code=near.id)
            if near
            else text("xem danh sách mã và tên bằng lệnh: cchc plan show"),
        )

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
        near = self.words.nearest_unit(cell)
        self.notes.note(
            "unknown-unit",
            line,
            Role.UNIT,
            text('không có đơn vị "{unit}" trong kế hoạch', unit=cell),
            text('có phải ý bạn là "{near}"?', near=near)
            if near
            else text(
                "các đơn vị: {units}",
                units=[unit.name for unit in self.words.plan.units],
            ),
        )

    def _may_report(self, line: int, unit: str, figure: Figure, *, sure: bool) -> bool:
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
                text("sửa cột kỳ hoặc chuyển tệp sang đúng thư mục"),
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
            self.notes.note("bad-period", line, Role.PERIOD, message, hint)
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

    def _in_plan(self, line: int, period: Period, *, sure: bool) -> bool:
        if period in self.words.periods:
            return True
        if sure:
            self.notes.note(
                "period-outside-plan",
                line,
                Role.PERIOD if Role.PERIOD in self.notes.header.columns else None,
                text(
                    "kỳ {period} nằm ngoài kế hoạch ({first} đến {last}); không tính dòng này",
                    period=period,
                    first=self.words.plan.first,
                    last=self.words.plan.last,
                ),
                text("sửa lại kỳ, hoặc chuyển dòng này ra khỏi thư mục"),
            )
        return False


def _is_code(word: str) -> bool:
    """Tell whether a word is written like a figure's code, right or wrong, and not like a name."""
    return word.isascii() and " " not in word


_NO_UNIT = text("không biết số liệu của đơn vị nào")
_NO_PERIOD = text("không biết số liệu của kỳ nào")
