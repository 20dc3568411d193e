"""A form as rows, before any layout: what a unit is to report for a period."""

from datetime import date
from enum import Enum
from typing import NamedTuple

from cchc_cli.numbers import Value
from cchc_cli.periods import Period
from cchc_cli.plan.terms import Figure, OverTime, Plan, Reported, Task, Unit
from cchc_cli.progress import Progress, Status
from cchc_cli.submissions.ledger import Entry, Ledger, ProgressEntry, TaskLedger


class Held(NamedTuple):
    """What has been submitted so far, for reference on a form."""

    figures: Ledger
    tasks: TaskLedger


NOTHING_HELD = Held(Ledger(), TaskLedger())


class State(Enum):
    """How a row of a form stands."""

    OPEN = "open"
    """To be filled in, or filled in without fault."""
    MISSING = "missing"
    WRONG = "wrong"
    DOUBTED = "doubted"
    """It counts, but something about it draws a warning."""


class FormRow(NamedTuple):
    """A figure or task of a form; `value` is what was submitted, as typed if it is unreadable."""

    figure: Reported
    period: Period
    value: Value | Progress | str | None = None
    note: str = ""
    revision: int | None = None
    previous: Entry | ProgressEntry | None = None
    """For a stock or a task, what the unit reported last before the period."""
    state: State = State.OPEN
    remark: str = ""
    """What is wrong with the row, and its cure."""

    @property
    def is_task(self) -> bool:
        """Whether it asks how far a task has come."""
        return isinstance(self.figure, Task)


class Form(NamedTuple):
    """A unit's form for a period; `remarks` are about no row of it."""

    plan: Plan
    unit: Unit
    period: Period
    deadline: date
    rows: tuple[FormRow, ...]
    """The figures, then the tasks."""
    shows_previous: bool = False
    is_returned: bool = False
    """Whether it goes back with what was submitted, rather than out to be filled in."""
    remarks: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of its file, without a suffix."""
        return f"{self.unit.id}-{self.period}"


def due_figures(plan: Plan, unit: str, period: Period) -> list[Figure]:
    """Return the figures that a unit owes for a period, in the plan's order."""
    return [
        figure
        for figure in plan.figures
        if unit in figure.reported_by and plan.is_required(figure, period)
    ]


def due_tasks(
    plan: Plan, unit: str, period: Period, ledger: TaskLedger = NOTHING_HELD.tasks
) -> list[Task]:
    """Return the tasks whose progress a unit is to report for a period, in the plan's order.

    A recurring task is due in its periods; any other in every period, until it was reported as
    done in an earlier one.
    """
    return [
        task
        for task in plan.tasks
        if unit in task.reported_by
        and (
            period in plan.recurring_periods(task, period)
            if task.recurring
            else not _is_done(ledger, task, period)
        )
    ]


def _is_done(ledger: TaskLedger, task: Task, period: Period) -> bool:
    """Tell whether a task was last reported as done before a period; unreadable is not done."""
    entry = previous_progress(ledger, task, period)
    if entry is None or entry.value.status is not Status.DONE:
        return False
    return not any(
        slot.figure == task.id and entry.slot.period < slot.period < period
        for slot in ledger.rejected
    )


def blank_form(
    plan: Plan, unit: Unit, period: Period, deadline: date, held: Held | None = None
) -> Form | None:
    """Return the form to fill in; None if nothing is due from the unit for the period.

    With what has been submitted so far, stock figures and tasks show what was reported last before
    the period, for reference, and tasks that are done are left out.
    """
    known = held or NOTHING_HELD
    rows = [
        FormRow(figure, period, previous=previous_entry(known.figures, figure, unit, period))
        for figure in due_figures(plan, unit.id, period)
    ]
    rows += [
        FormRow(task, period, previous=previous_progress(known.tasks, task, period))
        for task in due_tasks(plan, unit.id, period, known.tasks)
    ]
    return Form(plan, unit, period, deadline, tuple(rows), held is not None) if rows else None


def previous_entry(ledger: Ledger, figure: Figure, unit: Unit, period: Period) -> Entry | None:
    """Return a stock's latest entry of this unit before a period."""
    if figure.over_time is not OverTime.LAST:
        return None
    earlier = [
        entry
        for slot, entry in ledger.entries.items()
        if slot.unit == unit.id and slot.figure == figure.id and slot.period < period
    ]
    return max(earlier, key=lambda entry: entry.slot.period, default=None)


def previous_progress(ledger: TaskLedger, task: Task, period: Period) -> ProgressEntry | None:
    """Return what was reported last of a task before a period."""
    earlier = [
        entry
        for slot, entry in ledger.entries.items()
        if slot.figure == task.id and slot.period < period
    ]
    return max(earlier, key=lambda entry: entry.slot.period, default=None)
