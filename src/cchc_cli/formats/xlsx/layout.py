"""Where things stand in the workbook: the one place that knows rows and columns of figures."""

from typing import NamedTuple

from cchc_cli.formats.words import Words
from cchc_cli.formats.xlsx.addresses import cell as address
from cchc_cli.formats.xlsx.addresses import span
from cchc_cli.numbers import FigureType
from cchc_cli.periods import Period
from cchc_cli.plan.terms import Check, Every, Figure, Plan
from cchc_cli.submissions.ledger import Slot
from cchc_cli.texts import text

ORDER_ROW = 3
"""In the sheet of figures, the row that numbers the periods from 1."""
DUE_ROWS = {Every.MONTH: 4, Every.QUARTER: 5, Every.PLAN: 6}
"""The rows that tell in which periods a figure is due: 1 or 0."""
FIGURES_HEADER = 7
FIRST_PERIOD = 6
"""In the sheet of figures, the column of the first period."""
CHECKS_HEADER = 3
FIRST_CHECKED = 2
"""In the sheet of checks, the column of the first period."""


class Marks(NamedTuple):
    """The words that formulas compare, in the report's language."""

    figures: str
    """The name of the sheet of figures."""
    checks: str
    complete: str
    error: str
    missing: str
    not_due: str
    yes: str
    no: str
    differs: str
    full: str
    partial: str
    nothing: str
    estimate: str


def marks_of(words: Words) -> Marks:
    """Return the words that formulas compare."""
    say = words.say
    return Marks(
        figures=say(text("Số liệu")),
        checks=say(text("Quy tắc")),
        complete=say(text("Kỳ đủ số liệu")),
        error=say(text("LỖI")),
        missing=say(text("THIẾU")),
        not_due=say(text("CHƯA ĐẾN KỲ")),
        yes=words.submitted(True, FigureType.YES_NO),
        no=words.submitted(False, FigureType.YES_NO),
        differs=say(text("LỆCH")),
        full=say(text("đủ")),
        partial=say(text("tạm tính")),
        nothing=say(text("chưa có")),
        estimate=say(text("ước")),
    )


class FigureRow(NamedTuple):
    """A row of the sheet of figures: of one unit, or the sum of several where `unit` is None."""

    row: int
    figure: Figure
    unit: str | None
    addends: tuple[int, int] = (0, 0)
    """First and last row of the units that a sum adds up."""


class CheckRow(NamedTuple):
    """A row of the sheet of checks: a rule as one unit's figures follow it."""

    row: int
    check: Check
    unit: str


class Layout:
    """The rows of figures and checks, and the addresses of their cells."""

    def __init__(self, plan: Plan, period: Period, marks: Marks) -> None:
        self.marks = marks
        self.periods = tuple(p for p in plan.periods if p <= period)
        self.figure_rows = tuple(_figure_rows(plan))
        self.check_rows = tuple(_check_rows(plan))
        self._row = {(row.figure.id, row.unit): row.row for row in self.figure_rows}
        self._error_checks: dict[tuple[str, str], list[CheckRow]] = {}
        for one in self.check_rows:
            for name in one.check.figures if one.check.is_error else ():
                self._error_checks.setdefault((name, one.unit), []).append(one)
        count = len(self.periods)
        self.to_date = FIRST_PERIOD + count
        self.state, self.missing, self.errors, self.differing = range(
            self.to_date + 1, self.to_date + 5
        )
        self.used, self.alone, self.alone_state = range(self.to_date + 5, self.to_date + 8)
        self.lacking = self.to_date + 8
        self.end = self.lacking + count

    def row(self, figure: Figure, unit: str | None = None) -> int:
        """Return a unit's row of a figure; without a unit, the row that stands for all of them."""
        if unit is None and len(figure.reported_by) == 1:
            unit = figure.reported_by[0]
        return self._row[figure.id, unit]

    def place_of(self, slot: Slot) -> tuple[int, int]:
        """Return row and column of a unit's value of a figure for a period."""
        return self._row[slot.figure, slot.unit], FIRST_PERIOD + self.periods.index(slot.period)

    def periods_of(self, row: int, *, first: int = FIRST_PERIOD, fixed: bool = False) -> str:
        """Return the range of a row's periods within its sheet: ``G9:I9``."""
        return span(row, first, first + len(self.periods) - 1, fixed_row=fixed)

    def on_figures(self, row: int, column: int) -> str:
        """Return the address of a cell of the sheet of figures from another sheet."""
        return f"'{self.marks.figures}'!{address(row, column)}"

    def on_figures_periods(self, row: int) -> str:
        """Return the range of a row's periods from another sheet."""
        return f"'{self.marks.figures}'!{self.periods_of(row)}"

    def on_checks(self, row: int, *, alone: bool) -> str:
        """Return the cells of a check's row from another sheet: all periods, or the last one."""
        if alone:
            cell = address(row, FIRST_CHECKED + len(self.periods) - 1)
            return f"'{self.marks.checks}'!{cell}"
        return f"'{self.marks.checks}'!{self.periods_of(row, first=FIRST_CHECKED)}"

    def figure_row(self, figure: Figure) -> FigureRow:
        """Return the row that stands for all units of a figure."""
        return self.figure_rows[self.row(figure) - FIGURES_HEADER - 1]

    def error_checks(self, figure: Figure, unit: str) -> list[CheckRow]:
        """Return the rows of the checks of severity error that a unit's figure is in."""
        return self._error_checks.get((figure.id, unit), [])


def _figure_rows(plan: Plan) -> list[FigureRow]:
    rows: list[FigureRow] = []
    for figure in plan.figures:
        start = FIGURES_HEADER + 1 + len(rows)
        for number, unit in enumerate(figure.reported_by):
            rows.append(FigureRow(start + number, figure, unit))
        if len(figure.reported_by) > 1:
            end = start + len(figure.reported_by)
            rows.append(FigureRow(end, figure, None, (start, end - 1)))
    return rows


def _check_rows(plan: Plan) -> list[CheckRow]:
    pairs = [
        (check, unit.id)
        for check in plan.checks
        for unit in plan.units
        if all(unit.id in plan.figure[name].reported_by for name in check.figures)
    ]
    return [
        CheckRow(CHECKS_HEADER + 1 + number, check, unit)
        for number, (check, unit) in enumerate(pairs)
    ]
