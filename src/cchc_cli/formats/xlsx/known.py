"""What the formulas of figures give, taken from the ledger as the evaluation takes it."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from cchc_cli.evaluate import Result
from cchc_cli.formats.xlsx.digits import decimals
from cchc_cli.formats.xlsx.layout import FigureRow, Layout
from cchc_cli.numbers import FigureType, Value
from cchc_cli.over_time import Taken, Taker
from cchc_cli.periods import Period
from cchc_cli.pipeline import Run
from cchc_cli.plan.terms import Figure, Judge, OverTime, figures_of
from cchc_cli.submissions.ledger import Entry, Slot


class Known(NamedTuple):
    """What one row of figures comes to; counts of cells, values in the figure's own scale."""

    to_date: Fraction | None
    state: str
    missing: int
    errors: int
    differing: int
    used: int
    """The number of the period that counts, from 1; 0 if none does or all do."""
    alone: Fraction | None
    """The value of the evaluated period alone."""
    alone_state: str
    lacking: tuple[int, ...]
    """By period, how many required or rejected values lack; of sums only."""


class Facts:
    """The ledger of a run by the rows of its layout."""

    def __init__(self, run: Run, layout: Layout) -> None:
        self.layout = layout
        plan, ledger = run.evaluation.plan, run.submissions.ledger
        self.plan = plan
        self.ledger = ledger
        self.period = run.evaluation.period
        self.taker = Taker(plan, ledger, self.period)
        self._failed = {(f.check, f.unit, f.period) for f in run.failures}
        self._of_row: dict[int, Known] = {}
        self._decimals: dict[str, int] = {}
        for entry in ledger.entries.values():
            name, count = entry.slot.figure, decimals(Fraction(entry.value))
            self._decimals[name] = max(count, self._decimals.get(name, 0))

    def cell(self, figure: str, unit: str, period: Period) -> Value | str | None:
        """Return what stands in a cell: the accepted value, the word for an error, or nothing."""
        slot = Slot(unit, figure, period)
        if slot in self.ledger.rejected:
            return self.layout.marks.error
        entry = self.ledger.entries.get(slot)
        return None if entry is None else entry.value

    def is_estimate(self, row: FigureRow, period: Period) -> bool:
        """Tell whether what stands in a unit's cell is an estimate."""
        if row.unit is None:
            return False
        entry = self.ledger.entries.get(Slot(row.unit, row.figure.id, period))
        return entry is not None and entry.estimated

    def required(self, figure: Figure) -> tuple[Period, ...]:
        """Return the periods up to the evaluated one in which a figure is due."""
        return self.plan.required_periods(figure, self.period)

    def decimals(self, figures: Iterable[str]) -> int:
        """Return the most decimals among the accepted values of some figures."""
        return max((self._decimals.get(name, 0) for name in figures), default=0)

    def has_provisional(self, result: Result) -> bool:
        """Tell whether every unit has a value of every sum in the periods where nothing lacks."""
        if result.target.judge is Judge.MONTH:
            return False
        names = figures_of(result.target.measure)
        figures = [self.plan.figure[name] for name in names]
        taken = [
            self.taker.to_date(figure, unit) for figure in figures for unit in figure.reported_by
        ]
        skipped = frozenset(slot.period for one in taken for slot in (*one.missing, *one.rejected))
        return all(one.value(skipped) is not None for one in taken)

    def estimates(self, result: Result) -> tuple[Entry, ...]:
        """Return the estimates that a result's value, or that of the period alone, rests on."""
        names = figures_of(result.target.measure)
        of_period = [
            self.taker.of_period(figure, unit)
            for figure in (self.plan.figure[name] for name in names)
            for unit in (figure.reported_by if result.period_estimated else ())
        ]
        used = [*result.entries, *(entry for one in of_period for entry in one.used.values())]
        return tuple({entry.slot: entry for entry in used if entry.estimated}.values())

    def failed(self, check: object, unit: str, period: Period) -> bool:
        """Tell whether a check fails for a unit and period."""
        return (check, unit, period) in self._failed

    def of(self, row: FigureRow) -> Known:
        """Return what a row comes to."""
        known = self._of_row.get(row.row)
        if known is None:
            known = self._of_unit(row, row.unit) if row.unit is not None else self._of_all(row)
            self._of_row[row.row] = known
        return known

    def of_figure(self, figure: Figure) -> Known:
        """Return what a figure comes to, its units together."""
        return self.of(self.layout.figure_row(figure))

    def _of_unit(self, row: FigureRow, unit: str) -> Known:
        figure = row.figure
        taken, alone = self.taker.to_date(figure, unit), self.taker.of_period(figure, unit)
        accepted = self.taker.entries.get((unit, figure.id), {})
        differing = self._differing(taken, unit)
        return Known(
            to_date=taken.value(),
            state=self._state(taken, differing),
            missing=len(taken.missing),
            errors=len(taken.rejected),
            differing=differing,
            used=self._used(figure, {p: entry.value for p, entry in accepted.items()}),
            alone=alone.value(),
            alone_state=self._state(alone, self._differing(alone, unit)),
            lacking=self._lacking(taken),
        )

    def _differing(self, taken: Taken, unit: str) -> int:
        checks = self.layout.error_checks(taken.figure, unit)
        return sum(self.failed(one.check, unit, period) for one in checks for period in taken.used)

    def _state(self, taken: Taken, differing: int) -> str:
        marks = self.layout.marks
        if taken.rejected or differing:
            return marks.error
        if taken.missing:
            return marks.missing
        return "" if taken.is_due else marks.not_due

    def _used(self, figure: Figure, accepted: dict[Period, Value]) -> int:
        if figure.over_time is OverTime.SUM or not accepted:
            return 0
        said_yes = [period for period, value in accepted.items() if value]
        used = min(said_yes) if said_yes and figure.over_time is OverTime.EVER else max(accepted)
        return self.layout.periods.index(used) + 1

    def _lacking(self, taken: Taken) -> tuple[int, ...]:
        if taken.figure.over_time is not OverTime.SUM:
            return ()
        lacking = {slot.period for slot in (*taken.missing, *taken.rejected)}
        return tuple(int(period in lacking) for period in self.layout.periods)

    def _of_all(self, row: FigureRow) -> Known:
        units = [self._of_unit(row, unit) for unit in row.figure.reported_by]
        kind = row.figure.type
        return Known(
            to_date=_together([one.to_date for one in units], kind),
            state=self._worst([one.state for one in units]),
            missing=sum(one.missing for one in units),
            errors=sum(one.errors for one in units),
            differing=sum(one.differing for one in units),
            used=0,
            alone=_together([one.alone for one in units], kind),
            alone_state=self._worst([one.alone_state for one in units]),
            lacking=tuple(map(sum, zip(*(one.lacking for one in units), strict=True))),
        )

    def _worst(self, states: list[str]) -> str:
        marks = self.layout.marks
        return next((s for s in (marks.error, marks.missing, marks.not_due) if s in states), "")

    def in_period(self, row: FigureRow, period: Period) -> Value | str | Fraction | None:
        """Return what stands in a row's cell of a period; a sum adds what was reported."""
        if row.unit is not None:
            return self.cell(row.figure.id, row.unit, period)
        cells = [self.cell(row.figure.id, unit, period) for unit in row.figure.reported_by]
        values = [
            Fraction(cell) for cell in cells if cell is not None and not isinstance(cell, str)
        ]
        if row.figure.type is not FigureType.YES_NO:
            return sum(values, Fraction(0)) if values else None
        if 0 in values:
            return False
        return True if len(values) == len(cells) else None


def _together(values: list[Fraction | None], kind: FigureType) -> Fraction | None:
    """Add up what units have, None if one has nothing; yes only if all say yes."""
    present = [value for value in values if value is not None]
    if len(present) < len(values):
        return None
    return min(present) if kind is FigureType.YES_NO else sum(present, Fraction(0))
