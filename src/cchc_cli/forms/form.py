"""A form as rows, before any layout: which figures a unit owes for a period."""

from collections.abc import Sequence
from datetime import date
from enum import Enum
from typing import NamedTuple

from cchc_cli.numbers import Value
from cchc_cli.periods import Period
from cchc_cli.plan.terms import Figure, OverTime, Plan, Unit
from cchc_cli.submissions.ledger import Entry, Ledger

NO_LEDGER = Ledger()


class State(Enum):
    """How a row of a form stands."""

    OPEN = "open"
    """To be filled in, or filled in without fault."""
    MISSING = "missing"
    WRONG = "wrong"
    DOUBTED = "doubted"
    """It counts, but something about it draws a warning."""


class FormRow(NamedTuple):
    """One figure of a form; `value` is what was submitted, as typed where it could not be read."""

    figure: Figure
    period: Period
    value: Value | str | None = None
    note: str = ""
    revision: int | None = None
    previous: Entry | None = None
    """For a stock, the unit's latest value before the period."""
    state: State = State.OPEN
    remark: str = ""
    """What is wrong with the row, and its cure."""


class Form(NamedTuple):
    """A unit's form for a period; `remarks` are about no row of it."""

    plan: Plan
    unit: Unit
    period: Period
    deadline: date
    rows: tuple[FormRow, ...]
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


def blank_form(
    plan: Plan, unit: Unit, period: Period, deadline: date, ledger: Ledger | None = None
) -> Form | None:
    """Return the form to fill in; None if nothing is due from the unit for the period.

    With a ledger, stock figures show their latest value before the period, for reference.
    """
    figures = due_figures(plan, unit.id, period)
    rows = tuple(
        FormRow(figure, period, previous=previous_entry(ledger or NO_LEDGER, figure, unit, period))
        for figure in figures
    )
    return Form(plan, unit, period, deadline, rows, ledger is not None) if rows else None


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


def by_period(rows: Sequence[FormRow]) -> tuple[FormRow, ...]:
    """Return rows sorted by period; within one they keep the plan's order."""
    return tuple(sorted(rows, key=lambda row: row.period))
