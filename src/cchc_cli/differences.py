"""What differs between two states of the figures: entries, verdicts, tasks, and the plan itself.

Pure, as the evaluation is.  A state is what was closed, what a folder holds, or what one of two
periods came to; the old one is compared with the new one.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from cchc_cli.closing.compare import EntryChange, compare_ledgers
from cchc_cli.evaluate import Evaluation, Result
from cchc_cli.periods import Period
from cchc_cli.plan.compare import PlanDifference, compare_plans, pairs_of
from cchc_cli.plan.terms import AllDone, Plan
from cchc_cli.problems import Location
from cchc_cli.submissions.ledger import (
    E,
    Entry,
    Ledger,
    LedgerOf,
    ProgressEntry,
    Slot,
    TaskLedger,
    words_of,
)
from cchc_cli.tasks import TaskEvaluation, TaskResult


class State(NamedTuple):
    """What is held at one time, and what it comes to at a period."""

    ledger: Ledger
    progress: TaskLedger
    evaluation: Evaluation
    tasks: TaskEvaluation


class Kind(StrEnum):
    """What became of an entry; the first that applies."""

    ADDED = "added"
    REMOVED = "removed"
    REJECTED = "rejected"
    """What is there now cannot be used."""
    ACCEPTED = "accepted"
    """What was there could not be used; what is there now can."""
    VALUE = "value"
    """Another value; or an estimate whose actual value is the same."""
    NOTE = "note"
    REVISION = "revision"


class Held(NamedTuple):
    """What a state holds for a slot: an entry, values that cannot be used, or nothing."""

    period: Period
    entry: Entry | ProgressEntry | None = None
    rejected: tuple[Location, ...] = ()
    raw: str = ""
    """What was written in the rejected value's cell, where that is known."""

    @property
    def is_estimated(self) -> bool:
        """Whether it is marked as an estimate (ước thực hiện)."""
        return isinstance(self.entry, Entry) and self.entry.estimated

    @property
    def places(self) -> tuple[Location, ...]:
        """Where it stands."""
        return self.rejected if self.entry is None else (self.entry.where,)


class EntryDifference(NamedTuple):
    """An entry that is not what it was; between two periods, `slot` is of the new one."""

    slot: Slot
    kind: Kind
    old: Held
    new: Held

    @property
    def amount(self) -> Fraction | None:
        """New value minus old one; None where one of them is no number."""
        values = [held.entry.value for held in (self.old, self.new) if held.entry is not None]
        numbers = [Fraction(v) for v in values if not isinstance(v, bool | tuple)]
        return numbers[1] - numbers[0] if len(numbers) == 2 else None

    @property
    def is_mark_alone(self) -> bool:
        """Whether an estimate became an actual value, or the reverse, and its value stayed."""
        old, new = self.old.entry, self.new.entry
        if self.kind is not Kind.VALUE or old is None or new is None:
            return False
        return old.value == new.value and self.old.is_estimated != self.new.is_estimated


class TargetDifference(NamedTuple):
    """A target of both states whose verdict, or whose value, is another one."""

    old: Result
    new: Result


class TaskDifference(NamedTuple):
    """A task of both states that has come to another point."""

    old: TaskResult
    new: TaskResult

    @property
    def is_of_status(self) -> bool:
        """Whether its status is another one, and not only how much or how often it was done."""
        return self.old.status is not self.new.status


class NotDue(NamedTuple):
    """How many entries of one of two periods are not compared: nobody had to send the other."""

    figures: int = 0
    """Of figures that are not due in the period without an entry."""
    tasks: int = 0
    """Of tasks: those done once need no further report, recurring ones may not be due."""


class Differences(NamedTuple):
    """All that differs between two states; empty where nothing does."""

    old: State
    new: State
    entries: tuple[EntryDifference, ...]
    """Of figures, by period, unit and figure."""
    progress: tuple[EntryDifference, ...]
    """Of tasks, likewise."""
    verdicts: tuple[TargetDifference, ...]
    """Targets with another verdict, in plan order."""
    values: tuple[TargetDifference, ...]
    """Targets with the same verdict on another value, or on estimates where they were on none."""
    tasks: tuple[TaskDifference, ...]
    plan: PlanDifference
    not_due: NotDue = NotDue()

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        lists = (self.entries, self.progress, self.verdicts, self.values, self.tasks, *self.plan)
        return not any(lists)


def compare_states(old: State, new: State) -> Differences:
    """Compare two states at the same period: every entry up to it, and what they come to."""
    period = new.evaluation.period
    return _outcomes(
        old,
        new,
        _differing(old.ledger, new.ledger, period, period),
        _differing(old.progress, new.progress, period, period),
    )


def compare_periods(old: State, new: State) -> Differences:
    """Compare two periods of the same figures: what was reported of each, what each came to.

    Each month's report has its own note and revision; these alone make no difference here.  Nor
    does what one period lacks because it was not due there: that is only counted.
    """
    before, after = old.evaluation.period, new.evaluation.period
    entries = _differing(
        _of_period(old.ledger, before, after), _of_period(new.ledger, after, after), before, after
    )
    progress = _differing(
        _of_period(old.progress, before, after),
        _of_period(new.progress, after, after),
        before,
        after,
    )
    due, figures = _due(new.evaluation.plan, entries)
    tasks_due, tasks = _due(new.evaluation.plan, progress)
    return _outcomes(old, new, due, tasks_due)._replace(not_due=NotDue(figures, tasks))


def _due(plan: Plan, found: Iterable[EntryDifference]) -> tuple[tuple[EntryDifference, ...], int]:
    """Return what differs of what was due in both periods, and how much else does."""
    told = [each for each in found if each.kind not in (Kind.NOTE, Kind.REVISION)]
    due = tuple(each for each in told if not _lacks_nothing_due(plan, each))
    return due, len(told) - len(due)


def _lacks_nothing_due(plan: Plan, found: EntryDifference) -> bool:
    """Tell whether one period has no entry, and none was due there."""
    if found.kind not in (Kind.ADDED, Kind.REMOVED):
        return False
    lacking = found.old.period if found.kind is Kind.ADDED else found.new.period
    task = plan.task.get(found.slot.figure)
    if task is None:
        return not plan.is_required(plan.figure[found.slot.figure], lacking)
    if task.recurring is not None:
        return lacking not in plan.recurring_periods(task, lacking)
    return found.kind is Kind.REMOVED


def _of_period(ledger: LedgerOf[E], period: Period, filed_under: Period) -> LedgerOf[E]:
    """Return what a ledger holds of one period, as if it were of the period `filed_under`."""

    def slots(of: Iterable[Slot]) -> dict[Slot, Slot]:
        return {s: s._replace(period=filed_under) for s in of if s.period == period}

    return LedgerOf(
        {new: ledger.entries[old] for old, new in slots(ledger.entries).items()},
        {new: ledger.rejected[old] for old, new in slots(ledger.rejected).items()},
        refused={new: ledger.refused[old] for old, new in slots(ledger.refused).items()},
    )


def _differing(
    old: LedgerOf[E], new: LedgerOf[E], before: Period, after: Period
) -> Iterator[EntryDifference]:
    """Yield what differs up to `after`; the old entries are said to be of `before` if it is not."""
    for change in compare_ledgers(old, new, after):
        slot = change.slot
        yield EntryDifference(
            slot,
            _kind(change),
            _held(old, slot, slot.period if before == after else before),
            _held(new, slot, slot.period),
        )


def _held(ledger: LedgerOf[E], slot: Slot, period: Period) -> Held:
    refused = ledger.refused.get(slot)
    return Held(
        period,
        ledger.entries.get(slot),
        ledger.rejected.get(slot, ()),
        refused.raw if refused is not None else "",
    )


def _kind(change: EntryChange) -> Kind:
    old, new = change.old, change.new
    if old is not None and new is not None:
        if _value(old) != _value(new):
            return Kind.VALUE
        return Kind.NOTE if words_of(old.note) != words_of(new.note) else Kind.REVISION
    if change.is_rejected:
        return Kind.REJECTED
    if new is None:
        return Kind.REMOVED
    return Kind.ACCEPTED if change.was_rejected else Kind.ADDED


def _value(entry: Entry | ProgressEntry) -> tuple[object, ...]:
    """Return what tells values apart: yes is not 1, and an estimate is no actual value."""
    is_estimated = isinstance(entry, Entry) and entry.estimated
    return (type(entry.value) is bool, entry.value, is_estimated)


def _outcomes(
    old: State,
    new: State,
    entries: Iterable[EntryDifference],
    progress: Iterable[EntryDifference],
) -> Differences:
    targets = [
        TargetDifference(*pair)
        for pair in pairs_of(old.evaluation.results, new.evaluation.results, _target_id)
    ]
    tasks = (
        TaskDifference(*pair) for pair in pairs_of(old.tasks.results, new.tasks.results, _task_id)
    )
    same_verdict = [each for each in targets if each.old.verdict is each.new.verdict]
    return Differences(
        old,
        new,
        tuple(entries),
        tuple(progress),
        tuple(each for each in targets if each.old.verdict is not each.new.verdict),
        tuple(each for each in same_verdict if _level(each.old) != _level(each.new)),
        tuple(each for each in tasks if _point(each.old) != _point(each.new)),
        compare_plans(old.evaluation.plan, new.evaluation.plan),
    )


def _target_id(result: Result) -> str:
    return result.target.id


def _task_id(result: TaskResult) -> str:
    return result.task.id


def _level(result: Result) -> tuple[object, ...]:
    """Return the value that was judged, and whether that is an estimate.

    Of what must all be done it is what is done, and who has answered.
    """
    if not isinstance(result.target.measure, AllDone):
        return (result.value, result.estimated and result.value is not None)
    answered = {(entry.slot.figure, entry.slot.unit) for entry in result.entries}
    return (len(result.not_done), len(answered), result.estimated)


def _point(result: TaskResult) -> tuple[object, ...]:
    """Return how far a task has come; that time goes by, and makes it overdue, is no step."""
    done = None if result.times is None else result.times[0]
    return (result.status, result.percent, done)
