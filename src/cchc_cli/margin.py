"""What it takes: how much a met target still bears, how much mends a missed one.

For figures that add up over time new cases come in, one after the other: good ones raise part and
whole, failures the whole alone.  For a stock the existing ones change: one more of them is put
right, or goes wrong.
"""

from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from cchc_cli.plan.terms import Operator, Requirement


class MarginKind(StrEnum):
    """What a margin's amount means."""

    NONE = "none"
    """Nothing can be said."""
    BEARS_FAILURES = "bears_failures"
    """Met; so many new cases may fail."""
    BEARS_LOSS = "bears_loss"
    """Met; so many of the existing ones may go wrong."""
    BEARS_MORE = "bears_more"
    """Met under a ceiling; so many more may come."""
    NEEDS_NEW = "needs_new"
    """Not met; so many new cases in a row, all good, mend it."""
    NEEDS_MORE = "needs_more"
    """Not met; so many more of the existing ones mend it."""
    NEEDS_FEWER = "needs_fewer"
    """Not met under a ceiling; so many fewer mend it."""
    IMPOSSIBLE = "impossible"
    """Not met, and no number of new cases mends it; so many of the failed ones would have to."""


class Growth(NamedTuple):
    """How a part or a whole can still change."""

    adds_up: bool
    """It is a sum over time: what is counted stays, new cases are added."""
    in_ones: bool
    """It counts whole things."""
    plain: bool = True
    """Nothing is subtracted in it, and all its figures are taken over time alike."""


class Margin(NamedTuple):
    """What it takes; `gap` is value minus bound, in percentage points for a percentage."""

    kind: MarginKind
    amount: Fraction | None = None
    gap: Fraction | None = None
    in_ones: bool = True
    """The amount counts whole things."""


NO_MARGIN = Margin(MarginKind.NONE)


def margin_of_ratio(
    part: Fraction,
    whole: Fraction,
    require: Requirement,
    part_grows: Growth,
    whole_grows: Growth,
    *,
    may_exceed: bool,
) -> Margin:
    """Return what it takes for part over whole (whole > 0) to keep or reach the requirement.

    `may_exceed` tells that the part is no part of the whole's cases, so that nothing bounds it.
    """
    bound, op = require.bound / 100, require.op
    gap = 100 * part / whole - require.bound
    holds = op.holds(part / whole, bound)
    if op is Operator.EQUAL or not (part_grows.plain and whole_grows.plain):
        return Margin(MarginKind.NONE, None, gap)
    if not whole_grows.adds_up:
        margin = _of_changes(part, bound * whole, op, holds, part_grows)
        if margin.kind is MarginKind.NEEDS_MORE and not may_exceed:
            assert margin.amount is not None
            if part + margin.amount > whole:
                margin = Margin(MarginKind.IMPOSSIBLE)
    elif part_grows.adds_up and not may_exceed:
        margin = _of_new_cases(part, whole, bound, op, holds, part_grows)
    else:
        margin = NO_MARGIN
    return margin._replace(gap=gap, in_ones=part_grows.in_ones)


def margin_of_total(value: Fraction, require: Requirement, grows: Growth) -> Margin:
    """Return what it takes for a total to keep or reach the requirement."""
    gap = value - require.bound
    if require.op is Operator.EQUAL or not grows.plain:
        return Margin(MarginKind.NONE, None, gap)
    holds = require.op.holds(value, require.bound)
    margin = _of_changes(value, require.bound, require.op, holds, grows)
    return margin._replace(gap=gap, in_ones=grows.in_ones)


def _is_floor(op: Operator) -> bool:
    return op in (Operator.AT_LEAST, Operator.ABOVE)


def _is_strict(op: Operator) -> bool:
    return op in (Operator.ABOVE, Operator.BELOW)


def _of_changes(
    value: Fraction, bound: Fraction, op: Operator, holds: bool, grows: Growth
) -> Margin:
    """Change the value alone until it reaches, or leaves, a fixed bound; a sum cannot fall."""
    distance = abs(value - bound)
    if holds:
        if _is_floor(op) and grows.adds_up:
            return NO_MARGIN
        kind = MarginKind.BEARS_LOSS if _is_floor(op) else MarginKind.BEARS_MORE
        return Margin(kind, _most(distance, op, grows))
    if _is_floor(op):
        return Margin(MarginKind.NEEDS_MORE, _least(distance, op, grows))
    amount = _least(distance, op, grows)
    if grows.in_ones and amount > value:
        return Margin(MarginKind.IMPOSSIBLE)  # there are not so many
    return Margin(MarginKind.IMPOSSIBLE if grows.adds_up else MarginKind.NEEDS_FEWER, amount)


def _of_new_cases(
    part: Fraction,
    whole: Fraction,
    bound: Fraction,
    op: Operator,
    holds: bool,
    grows: Growth,
) -> Margin:
    """Add cases one after the other, all good or all failing.

    Under a floor a good case counts in part and whole and a failure in the whole alone; under a
    ceiling (a share of late dossiers) it is the other way round.
    """
    # k cases that count in the whole alone turn the ratio when part = bound * (whole + k), those
    # that count in both when part + k = bound * (whole + k).
    in_whole = part / bound - whole if bound > 0 else None
    in_both = (bound * whole - part) / (1 - bound) if bound < 1 else None
    turn = in_whole if _is_floor(op) is holds else in_both
    if turn is None:
        if holds:
            return NO_MARGIN
        failed = _least(abs(bound * whole - part), op, grows)
        there_are = whole - part if _is_floor(op) else part
        return Margin(MarginKind.IMPOSSIBLE, failed if failed <= there_are else None)
    if holds:
        return Margin(MarginKind.BEARS_FAILURES, _most(turn, op, grows))
    return Margin(MarginKind.NEEDS_NEW, _least(turn, op, grows))


def _least(distance: Fraction, op: Operator, grows: Growth) -> Fraction:
    """Return the smallest amount that covers the distance; whole things come in ones."""
    if not grows.in_ones:
        return distance
    return Fraction(floor(distance) + 1 if _is_strict(op) else ceil(distance))


def _most(distance: Fraction, op: Operator, grows: Growth) -> Fraction:
    """Return the largest amount that the distance bears; whole things come in ones."""
    if not grows.in_ones:
        return distance
    return Fraction(ceil(distance) - 1 if _is_strict(op) else floor(distance))
