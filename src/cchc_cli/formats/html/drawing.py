"""The geometry of the small drawings: a bar against its bound, a line over the periods.

Coordinates are texts with two decimals, so that the same values give the same bytes everywhere.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from cchc_cli.evaluate import Result
from cchc_cli.plan.terms import AllDone, Operator, figures_of

APART = Fraction(1)
"""A bar ends at least this far from a bound that it does not reach, in hundredths of the axis.

As a number is never rounded onto its bound, 99,41% is not drawn as if it were 100%.
"""
WIDTH, HEIGHT, MARGIN = 120, 36, 5
"""Of a trend, in pixels; nothing but marks reaches into the margin."""


class Bullet(NamedTuple):
    """A bar from zero and the mark of its bound, in hundredths of the axis."""

    value: str
    """Where the bar ends; empty where there is no value."""
    bound: str
    good: tuple[str, str]
    """Where the values begin that satisfy the requirement, and how far they reach."""
    is_provisional: bool


def bullet_of(result: Result) -> Bullet:
    """Draw a result against its requirement.

    A percentage has an axis to 100, or further where value or bound lie beyond; a total to the
    greater of the two and a fifth more; tasks to their number.
    """
    value, bound, axis, op = _levels(result)
    mark = 100 * bound / axis
    start, end = {
        Operator.AT_MOST: (Fraction(0), mark),
        Operator.BELOW: (Fraction(0), mark),
        Operator.EQUAL: (mark, mark),
    }.get(op, (mark, Fraction(100)))
    return Bullet(
        value="" if value is None else _shown(_end(100 * value / axis, mark)),
        bound=_shown(mark),
        good=(_shown(start), _shown(end - start)),
        is_provisional=result.provisional,
    )


def _levels(result: Result) -> tuple[Fraction | None, Fraction, Fraction, Operator]:
    """Return value, bound, the axis's end (above 0) and the operator."""
    require, measure = result.target.require, result.target.measure
    if require is None or isinstance(measure, AllDone):
        count = Fraction(len(figures_of(measure)))
        is_known = result.entries and not result.missing and not result.rejected
        done = count - len(result.not_done)
        return (done if is_known else None), count, count, Operator.AT_LEAST
    greatest = max(require.bound, result.value or Fraction(0))
    if require.percent:
        return result.value, require.bound, max(Fraction(100), greatest), require.op
    return result.value, require.bound, greatest * Fraction(6, 5) or Fraction(1), require.op


def _end(value: Fraction, mark: Fraction) -> Fraction:
    """Return where a bar ends: on the value's own side of the bound, and on the axis."""
    if value < mark:
        value = min(value, mark - APART)
    elif value > mark:
        value = max(value, mark + APART)
    return min(max(value, Fraction(0)), Fraction(100))


class Point(NamedTuple):
    """A value of a trend, in pixels from the left and the top."""

    x: str
    y: str
    is_provisional: bool


class Trend(NamedTuple):
    """Values over the periods; a period without value leaves a gap in the line."""

    points: tuple[Point, ...]
    lines: tuple[str, ...]
    """The points of each unbroken line, as SVG wants them; a single point has none."""
    bound: str
    """The height of the bound; empty where there is none."""


def trend_of(results: Sequence[Result]) -> Trend | None:
    """Draw a target's values to date over the periods; None where there are not two of them."""
    values = [result.value for result in results]
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    require = results[-1].target.require
    bounds = [require.bound] if require else []
    lowest, highest = min(known + bounds), max(known + bounds)
    points = [_point(results, number, lowest, highest) for number in range(len(results))]
    return Trend(
        points=tuple(point for point in points if point),
        lines=tuple(_lines(points)),
        bound=_height(bounds[0], lowest, highest) if bounds else "",
    )


def _point(
    results: Sequence[Result], number: int, lowest: Fraction, highest: Fraction
) -> Point | None:
    value = results[number].value
    if value is None:
        return None
    across = Fraction(number * (WIDTH - 2 * MARGIN), len(results) - 1) + MARGIN
    return Point(_shown(across), _height(value, lowest, highest), results[number].provisional)


def _height(value: Fraction, lowest: Fraction, highest: Fraction) -> str:
    """Return how far below the top a value lies; in the middle where all are the same."""
    share = (value - lowest) / (highest - lowest) if highest > lowest else Fraction(1, 2)
    return _shown(HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN))


def _lines(points: Iterable[Point | None]) -> Iterable[str]:
    for is_known, group in groupby(points, key=lambda point: point is not None):
        run = [f"{point.x},{point.y}" for point in group if point]
        if is_known and len(run) > 1:
            yield " ".join(run)


def _shown(number: Fraction) -> str:
    """Return a number with two decimals, rounded half up by whole numbers alone."""
    hundredths = (200 * number.numerator + number.denominator) // (2 * number.denominator)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"
