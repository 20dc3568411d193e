"""The plan's tasks at a period: how far each has come, what is overdue, how many are done.

Pure, as the evaluation of targets is: no clock, no file, no text for people.  What nobody reported
is no "not begun"; it is counted apart.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from cchc_cli.periods import Period, last_day
from cchc_cli.plan.terms import Plan, Task
from cchc_cli.progress import Status
from cchc_cli.submissions.ledger import ProgressEntry, Slot, TaskLedger

DUE_SOON = timedelta(days=30)
"""How far ahead a task counts as due soon."""


class TaskStatus(StrEnum):
    """What is known of a task."""

    DONE = "done"
    IN_PROGRESS = "in_progress"
    NOT_BEGUN = "not_begun"
    NOT_REPORTED = "not_reported"
    """Its lead has not said; for a recurring task, not of every period by now due."""
    BAD_DATA = "bad_data"
    """What was said last could not be read."""


class TaskResult(NamedTuple):
    """One task at a period, and what that rests on."""

    task: Task
    status: TaskStatus
    percent: Decimal | None = None
    """How much of a task under way is done, where its unit said so."""
    due: date | None = None
    """The day by which it is to be done; of a recurring task, the first time it is not done yet.

    None for a recurring task that is done as often as was asked.
    """
    is_overdue: bool = False
    is_due_soon: bool = False
    times: tuple[int, int] | None = None
    """Of a recurring task: how often it was done, and how often it was to be done by now."""
    entries: tuple[ProgressEntry, ...] = ()
    missing: tuple[Slot, ...] = ()
    """The times by now due of which nothing was reported; never one that is still to come."""
    rejected: tuple[Slot, ...] = ()

    @property
    def is_owed(self) -> bool:
        """Whether its lead still has to report something by now due, or to correct what it did."""
        return bool(self.missing or self.rejected)


class TaskTally(NamedTuple):
    """How many tasks there are of each status; `overdue` and `due_soon` are among these."""

    by_status: Mapping[TaskStatus, int]
    overdue: int
    due_soon: int

    @property
    def total(self) -> int:
        """How many tasks were counted."""
        return sum(self.by_status.values())


class TaskEvaluation(NamedTuple):
    """All tasks of a plan at a period, in plan order."""

    plan: Plan
    period: Period
    today: date
    """The day as of which tasks are overdue or due soon."""
    results: tuple[TaskResult, ...]

    def tally(self, section: str | None = None, lead: str | None = None) -> TaskTally:
        """Count the tasks, of one section or one lead or of all; every status has a count."""
        counted = [
            result
            for result in self.results
            if section in (None, result.task.section) and lead in (None, result.task.lead)
        ]
        by_status = dict.fromkeys(TaskStatus, 0)
        for result in counted:
            by_status[result.status] += 1
        return TaskTally(
            by_status,
            sum(result.is_overdue for result in counted),
            sum(result.is_due_soon for result in counted),
        )


def day_after(period: Period, cut_off_day: int | None) -> date:
    """Return the day on which a period is over: as of it, reports speak of the period."""
    return last_day(period, cut_off_day) + timedelta(days=1)


def evaluate_tasks(
    plan: Plan, ledger: TaskLedger, period: Period, today: date | None = None
) -> TaskEvaluation:
    """Tell how far every task of `plan` has come by `period`, included.

    A task that is done once is taken at what was reported last; a recurring one at what was
    reported last of each of its periods.  A task that is not done is overdue if its due day lies
    before `today` (by default the day after the period's end, so that a task due by the end of
    the period is overdue in that period's report), and due soon if that day lies within the 30
    days from `today` on.  Entries after `period` never count.
    """
    as_of = today or day_after(period, plan.cut_off_day)
    taker = _Taker(plan, ledger, period, as_of)
    return TaskEvaluation(plan, period, as_of, tuple(map(taker.result, plan.tasks)))


class _Time(NamedTuple):
    """One time that a task is to be done: what was reported last of it."""

    due: date
    slot: Slot
    """Of the period at whose end it is due; of a task that is done once, the evaluated one."""
    entry: ProgressEntry | None
    rejected: tuple[Slot, ...]

    @property
    def is_done(self) -> bool:
        return not self.rejected and self.entry is not None and _is_done(self.entry)


def _is_done(entry: ProgressEntry) -> bool:
    return entry.value.status is Status.DONE


class _Taker:
    """Takes the tasks of one ledger at one period."""

    def __init__(self, plan: Plan, ledger: TaskLedger, period: Period, today: date) -> None:
        self.plan = plan
        self.period = period
        self.today = today
        self.entries: dict[str, dict[Period, ProgressEntry]] = {}
        self.rejected: dict[str, set[Period]] = {}
        for slot, entry in ledger.entries.items():
            if slot.period <= period:
                self.entries.setdefault(slot.figure, {})[slot.period] = entry
        for slot in ledger.rejected:
            if slot.period <= period:
                self.rejected.setdefault(slot.figure, set()).add(slot.period)

    def result(self, task: Task) -> TaskResult:
        """Tell how far one task has come."""
        times = list(self._times(task))
        over = [time for time in times if time.slot.period <= self.period]
        telling = over or times  # one that is not over yet says something as long as no other is
        undone = [time for time in times if not time.is_done]
        due = undone[0].due if undone else times[-1].due if task.recurring is None else None
        entries = tuple(time.entry for time in telling if time.entry is not None)
        status = _status(telling)
        return TaskResult(
            task,
            status,
            entries[-1].value.percent if status is TaskStatus.IN_PROGRESS else None,
            due,
            is_overdue=any(time.due < self.today for time in undone),
            is_due_soon=any(self.today <= time.due <= self.today + DUE_SOON for time in undone),
            times=(sum(t.is_done for t in over), len(over)) if task.recurring else None,
            entries=entries,
            missing=tuple(t.slot for t in over if t.entry is None and not t.rejected),
            rejected=tuple(slot for time in telling for slot in time.rejected),
        )

    def _times(self, task: Task) -> Iterator[_Time]:
        """Yield each time a task is to be done that has begun by the evaluated period."""
        if task.recurring is None:
            yield self._time(task, self.plan.first, self.period, self._due_day(task))
            return
        first = self.plan.first
        for last in self.plan.recurring_periods(task, self.plan.last):
            if first > self.period:
                return
            yield self._time(task, first, last, last_day(last, self.plan.cut_off_day))
            first = last.next()

    def _due_day(self, task: Task) -> date:
        due = task.due or self.plan.last
        return last_day(due, self.plan.cut_off_day) if isinstance(due, Period) else due

    def _time(self, task: Task, first: Period, last: Period, due: date) -> _Time:
        """Take what was reported last from `first` to `last`, both included."""
        entries = self.entries.get(task.id, {})
        latest = max((period for period in entries if first <= period <= last), default=None)
        rejected = sorted(
            period
            for period in self.rejected.get(task.id, ())
            if first <= period <= last and (latest is None or period > latest)
        )
        return _Time(
            due,
            Slot(task.lead, task.id, last),
            None if latest is None or rejected else entries[latest],
            tuple(Slot(task.lead, task.id, period) for period in rejected),
        )


def _status(times: list[_Time]) -> TaskStatus:
    """Return the status of a task by the times it was to be done."""
    if any(time.rejected for time in times):
        return TaskStatus.BAD_DATA
    if all(time.is_done for time in times):
        return TaskStatus.DONE
    statuses = {time.entry.value.status if time.entry else None for time in times}
    if None in statuses:
        return TaskStatus.NOT_REPORTED
    return TaskStatus.NOT_BEGUN if statuses == {Status.NOT_BEGUN} else TaskStatus.IN_PROGRESS
