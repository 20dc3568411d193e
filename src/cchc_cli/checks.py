"""Consistency between figures: a plan's check rules, tested per unit and period."""

from fractions import Fraction
from typing import NamedTuple

from cchc_cli.periods import Period
from cchc_cli.plan.terms import Check, Plan, Side
from cchc_cli.submissions.ledger import Entry, Ledger, Slot


class CheckFailure(NamedTuple):
    """A rule that does not hold for a unit and a period, with the two sides' values."""

    check: Check
    unit: str
    period: Period
    left: Fraction
    right: Fraction
    entries: tuple[Entry, ...]
    """The entries of the rule's figures, in the order of the rule."""


def check_ledger(plan: Plan, ledger: Ledger) -> tuple[CheckFailure, ...]:
    """Test every rule of the plan wherever all its figures have an accepted entry.

    A rule is skipped for a unit and period in which one of its figures has none.
    """
    failures = []
    reporters = _reporters(plan, ledger) if plan.checks else {}
    places = {unit.id: number for number, unit in enumerate(plan.units)}
    for check in plan.checks:
        of_all = set.intersection(*(reporters.get(name, set()) for name in check.figures))
        for unit in sorted(of_all, key=places.__getitem__):
            for period in plan.periods:
                slots = [Slot(unit, name, period) for name in check.figures]
                entries = tuple(ledger.entries[s] for s in slots if s in ledger.entries)
                failure = _tested(check, unit, period, entries)
                if failure is not None:
                    failures.append(failure)
    return tuple(failures)


def _reporters(plan: Plan, ledger: Ledger) -> dict[str, set[str]]:
    """Return by figure the units that may report it and have; a plan may name thousands."""
    reporters: dict[str, set[str]] = {}
    for slot in ledger.entries:
        reporters.setdefault(slot.figure, set()).add(slot.unit)
    return {name: units & set(plan.figure[name].reported_by) for name, units in reporters.items()}


def _tested(
    check: Check, unit: str, period: Period, entries: tuple[Entry, ...]
) -> CheckFailure | None:
    if len(entries) < len(check.figures):
        return None
    values = {entry.slot.figure: Fraction(entry.value) for entry in entries}
    left, right = _value(check.left, values), _value(check.right, values)
    if check.op.holds(left, right):
        return None
    return CheckFailure(check, unit, period, left, right, entries)


def _value(side: Side, values: dict[str, Fraction]) -> Fraction:
    return sum((term.sign * values[term.figure] for term in side.terms), side.constant)
