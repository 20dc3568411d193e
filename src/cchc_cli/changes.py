"""What changed for a target since the period before: its verdict, or by how much its value."""

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from cchc_cli.evaluate import Result, Verdict
from cchc_cli.plan.terms import AllDone, figures_of


class Change(StrEnum):
    """What became of a target since the period before; the first that applies."""

    NEWLY_MET = "newly_met"
    NEWLY_MISSED = "newly_missed"
    OTHER_VERDICT = "other_verdict"
    """The verdict is another one, but neither met nor missed."""
    UP = "up"
    DOWN = "down"
    SAME = "same"


class Since(NamedTuple):
    """A change; `difference` is in the value's own unit, in percentage points for a percentage."""

    change: Change | None = None
    """None where there is no period before, or a value of the two cannot be told for certain."""
    difference: Fraction | None = None
    before: Verdict | None = None


def since(result: Result, before: Result | None) -> Since:
    """Compare a target's result with that of the period before, None if there was none.

    Values are compared only where both rest on complete data.  For tasks that must all be done,
    the value is how many are.
    """
    if before is None:
        return Since()
    now, then = level(result), level(before)
    difference = now - then if now is not None and then is not None else None
    change = _change(result.verdict, before.verdict, difference, was_judged=then is not None)
    return Since(change, difference, before.verdict)


def _change(
    now: Verdict, then: Verdict, difference: Fraction | None, *, was_judged: bool
) -> Change | None:
    """Return what became of a verdict.

    A target that is judged for the first time is no improvement, and hence not newly met; but
    one that is missed for the first time has to be told of.
    """
    if now is not then:
        was_below = then is Verdict.MISSED or (then is Verdict.PENDING and was_judged)
        if now is Verdict.MET and was_below:
            return Change.NEWLY_MET
        return Change.NEWLY_MISSED if now is Verdict.MISSED else Change.OTHER_VERDICT
    if difference is None:
        return None
    return Change.UP if difference > 0 else Change.DOWN if difference < 0 else Change.SAME


def level(result: Result) -> Fraction | None:
    """Return the value to compare: None where it is provisional or cannot be computed."""
    if isinstance(result.target.measure, AllDone):
        if result.missing or result.rejected or not result.entries:
            return None
        return Fraction(len(figures_of(result.target.measure)) - len(result.not_done))
    return None if result.provisional else result.value
