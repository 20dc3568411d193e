"""The evaluation: one verdict per target, from a plan, a ledger and a period alone.

Pure: no clock, no file, no text for people.  All arithmetic is exact; verdicts are taken on exact
values.  A figure is first taken over time for each unit, then the units are added up.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from enum import StrEnum
from fractions import Fraction
from itertools import repeat
from operator import attrgetter
from typing import NamedTuple

from cchc_cli.checks import CheckFailure
from cchc_cli.margin import NO_MARGIN, Growth, Margin, margin_of_ratio, margin_of_total
from cchc_cli.numbers import FigureType
from cchc_cli.over_time import ByFigure, Taken, Taker
from cchc_cli.periods import Period
from cchc_cli.plan.terms import (
    AllDone,
    Figure,
    Judge,
    OverTime,
    Plan,
    Ratio,
    Requirement,
    Target,
    Term,
    Total,
    figures_of,
)
from cchc_cli.submissions.ledger import Entry, Ledger, Slot

_ESTIMATED = attrgetter("estimated")


class Verdict(StrEnum):
    """What an evaluation says of a target."""

    MET = "met"
    MISSED = "missed"
    PENDING = "pending"
    NOT_ARISEN = "not_arisen"
    NO_DATA = "no_data"
    BAD_DATA = "bad_data"


class Result(NamedTuple):
    """One target's verdict, and everything it rests on; percentages are 95 for 95%."""

    target: Target
    verdict: Verdict
    value: Fraction | None = None
    """What was judged: to date, or the period's for a target judged by month."""
    period_value: Fraction | None = None
    """The value of the evaluated period alone."""
    part: Fraction | None = None
    whole: Fraction | None = None
    provisional: bool = False
    """Whether the value rests on incomplete data; it is then taken over complete periods only."""
    estimated: bool = False
    """Whether an entry that the value, or that of the period alone, rests on is an estimate."""
    period_estimated: bool = False
    """Whether the value of the period alone rests on one."""
    margin: Margin = NO_MARGIN
    not_done: tuple[str, ...] = ()
    """For `AllDone`, the figures that are not yes."""
    missing: tuple[Slot, ...] = ()
    rejected: tuple[Slot, ...] = ()
    failed_checks: tuple[CheckFailure, ...] = ()
    entries: tuple[Entry, ...] = ()


class Submission(NamedTuple):
    """How much of what is due from a unit for a period was received."""

    unit: str
    period: Period
    expected: int
    received: int


class Evaluation(NamedTuple):
    """All verdicts of a plan at a period, in plan order."""

    plan: Plan
    period: Period
    results: tuple[Result, ...]
    submissions: tuple[Submission, ...]
    entries: ByFigure
    """The accepted entries up to the period, by unit and figure."""

    def tally(self, section: str | None = None) -> dict[Verdict, int]:
        """Count the verdicts, of one section or of all; every verdict has a count."""
        counts = dict.fromkeys(Verdict, 0)
        for result in self.results:
            if section in (None, result.target.section):
                counts[result.verdict] += 1
        return counts


def evaluate(
    plan: Plan, ledger: Ledger, period: Period, failures: Iterable[CheckFailure] = ()
) -> Evaluation:
    """Judge every target of `plan` on the entries of `ledger` up to `period`, included.

    `failures` are the check rules that do not hold (see `checks.check_ledger`); those of
    severity error make the measures that use their figures `bad_data`.  Entries after `period`
    never count.
    """
    evaluator = _Evaluator(plan, ledger, period, [f for f in failures if f.check.is_error])
    return Evaluation(
        plan,
        period,
        tuple(evaluator.result(target) for target in plan.targets),
        _submissions(plan, evaluator.taker.entries, period),
        evaluator.taker.entries,
    )


def _submissions(plan: Plan, entries: ByFigure, up_to: Period) -> tuple[Submission, ...]:
    """Count, per unit and period up to `up_to`, the figures due and those with an entry."""
    required = {f.id: frozenset(plan.required_periods(f, up_to)) for f in plan.figures}
    expected: Counter[tuple[str, Period]] = Counter()
    for unit in plan.units:
        by_periods = Counter(required[f.id] for f in plan.figures if unit.id in f.reported_by)
        for periods, count in by_periods.items():
            expected.update({(unit.id, period): count for period in periods})
    received: Counter[tuple[str, Period]] = Counter()
    for (name, figure), by_period in entries.items():
        received.update(zip(repeat(name), required[figure] & by_period.keys()))
    return tuple(
        Submission(unit.id, period, expected[unit.id, period], received[unit.id, period])
        for unit in plan.units
        for period in plan.periods
        if expected[unit.id, period]
    )


class _Evaluator:
    """Judges the targets of one plan at one period."""

    def __init__(
        self, plan: Plan, ledger: Ledger, period: Period, failures: list[CheckFailure]
    ) -> None:
        self.plan = plan
        self.period = period
        self.failures = failures
        self.taker = Taker(plan, ledger, period)

    def result(self, target: Target) -> Result:
        """Judge one target."""
        alone = target.judge is Judge.MONTH
        taken = self._taken(target, self.taker.of_period if alone else self.taker.to_date)
        of_period = self._taken(target, self.taker.of_period)
        missing = tuple(slot for one in taken for slot in one.missing)
        rejected = tuple(slot for one in taken for slot in one.rejected)
        failed = self._failed_checks(taken)
        is_due = all(one.is_due for one in taken)
        complete = not missing and not rejected and is_due
        value = _Valued(target, taken, complete=complete)
        period_value = _Valued(target, of_period, complete=True).value
        period_estimated = period_value is not None and _has_estimate(of_period)
        verdict = (
            Verdict.BAD_DATA
            if rejected or failed
            else Verdict.NO_DATA
            if missing
            else self._judged(target, value)
            if is_due
            else Verdict.PENDING
        )
        return Result(
            target,
            verdict,
            value=value.value,
            period_value=period_value,
            part=value.part,
            whole=value.whole,
            provisional=not complete and value.value is not None,
            estimated=period_estimated or _has_estimate(taken),
            period_estimated=period_estimated,
            margin=self._margin(target, value) if complete and not failed else NO_MARGIN,
            not_done=() if missing or rejected else value.not_done,
            missing=missing,
            rejected=rejected,
            failed_checks=failed,
            entries=tuple(one.used[period] for one in taken for period in sorted(one.used)),
        )

    def _taken(self, target: Target, take: Callable[[Figure, str], Taken]) -> tuple[Taken, ...]:
        figures = (self.plan.figure[name] for name in figures_of(target.measure))
        return tuple(take(figure, unit) for figure in figures for unit in figure.reported_by)

    def _failed_checks(self, taken: tuple[Taken, ...]) -> tuple[CheckFailure, ...]:
        """Return the failed checks on the measure's figures in a period that is used."""
        if not self.failures:
            return ()
        used = {entry.slot for one in taken for entry in one.used.values()}
        return tuple(
            failure
            for failure in self.failures
            if any(entry.slot in used for entry in failure.entries)
        )

    def _judged(self, target: Target, value: "_Valued") -> Verdict:
        """Judge complete data."""
        if value.is_impossible:
            return Verdict.BAD_DATA
        if value.holds:
            return Verdict.MET
        if target.due is not None and target.due > self.period:
            return Verdict.PENDING
        if isinstance(target.measure, Ratio) and value.whole == 0:
            return Verdict.NOT_ARISEN
        return Verdict.MISSED

    def _margin(self, target: Target, value: "_Valued") -> Margin:
        measure, require = target.measure, target.require
        if require is None or value.value is None or value.is_impossible:
            return NO_MARGIN
        if isinstance(measure, Ratio) and value.part is not None and value.whole:
            return margin_of_ratio(
                value.part,
                value.whole,
                require,
                self._growth(measure.part, target),
                self._growth(measure.whole, target),
                may_exceed=target.may_exceed,
            )
        if isinstance(measure, Total):
            return margin_of_total(value.value, require, self._growth(measure.terms, target))
        return NO_MARGIN

    def _growth(self, terms: tuple[Term, ...], target: Target) -> Growth:
        """Tell how a sum of figures can still change."""
        figures = [self.plan.figure[term.figure] for term in terms]
        return Growth(
            adds_up=all(f.over_time is OverTime.SUM for f in figures)
            and target.judge is Judge.TO_DATE,
            in_ones=all(f.type is FigureType.COUNT for f in figures),
            plain=all(term.sign == 1 for term in terms)
            and len({f.over_time for f in figures}) == 1,
        )


def _has_estimate(taken: Iterable[Taken]) -> bool:
    return any(any(map(_ESTIMATED, one.used.values())) for one in taken)


class _Valued:
    """A measure's value from its taken figures; incomplete ones give a provisional value."""

    def __init__(self, target: Target, taken: tuple[Taken, ...], *, complete: bool) -> None:
        self.target = target
        self.part: Fraction | None = None
        self.whole: Fraction | None = None
        self.value: Fraction | None = None
        self.not_done: tuple[str, ...] = ()
        self.taken = taken
        # A provisional value is taken over the periods in which nothing lacks: a part of three
        # months over a whole of two would be no value at all.
        self.skipped: frozenset[Period] = frozenset()
        if not complete:
            lacking = (slot for one in taken for slot in (*one.missing, *one.rejected))
            self.skipped = frozenset(slot.period for slot in lacking)
        self._compute(target.measure)

    def _compute(self, measure: Ratio | Total | AllDone) -> None:
        match measure:
            case Ratio(part, whole):
                self.part, self.whole = self._sum(part), self._sum(whole)
                if self.part is None or self.whole is None:
                    self.part = self.whole = None
                elif self.whole:
                    self.value = 100 * self.part / self.whole
            case Total(terms):
                self.value = self._sum(terms)
            case AllDone(figures):
                self.not_done = tuple(name for name in figures if not self._figure(name))

    def _sum(self, terms: tuple[Term, ...]) -> Fraction | None:
        values = [(term.sign, self._figure(term.figure)) for term in terms]
        if any(value is None for _, value in values):
            return None
        return sum((sign * value for sign, value in values if value is not None), Fraction(0))

    def _figure(self, name: str) -> Fraction | None:
        """Add up a figure's units; a yes/no figure is yes (1) only if all units say yes."""
        of_units = [one for one in self.taken if one.figure.id == name]
        values = [one.value(self.skipped) for one in of_units]
        present = [value for value in values if value is not None]
        if len(present) < len(values):
            return None
        if of_units[0].figure.type is FigureType.YES_NO:
            return min(present)
        return sum(present, Fraction(0))

    @property
    def is_impossible(self) -> bool:
        """Whether part exceeds whole although it may not, or one of them is negative."""
        if self.part is None or self.whole is None:
            return False
        if self.part < 0 or self.whole < 0:
            return True
        return self.part > self.whole and not self.target.may_exceed

    @property
    def holds(self) -> bool:
        """Whether the requirement holds; a ratio needs a whole above 0."""
        require: Requirement | None = self.target.require
        if require is None:
            return not self.not_done
        return self.value is not None and require.op.holds(self.value, require.bound)
