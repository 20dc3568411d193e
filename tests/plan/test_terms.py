"""The plan's terms: when a figure is due, what a measure uses, how a bound compares."""

from fractions import Fraction

import pytest

from cchc_cli.numbers import FigureType
from cchc_cli.periods import Period, parse_iso_period
from cchc_cli.plan.terms import (
    AllDone,
    Every,
    Figure,
    Measure,
    Operator,
    OverTime,
    Plan,
    Ratio,
    Term,
    Total,
    Unit,
    figures_of,
)


def period(word: str) -> Period:
    found = parse_iso_period(word)
    assert found is not None
    return found


def figure(every: Every) -> Figure:
    return Figure("a", "A", FigureType.COUNT, OverTime.SUM, every, ("hcc",))


def plan(first: str, last: str) -> Plan:
    return Plan(
        id="p",
        title="Kế hoạch",
        issuer="UBND xã",
        authority=(),
        language="vi",
        first=period(first),
        last=period(last),
        cut_off_day=None,
        units=(Unit("hcc", "Trung tâm"),),
        figures=(figure(Every.MONTH),),
        checks=(),
        sections=(),
        targets=(),
    )


HALF_YEAR = ("2025-07", "2025-12")
ENDS_IN_NOVEMBER = ("2025-08", "2025-11")
OVER_NEW_YEAR = ("2025-11", "2026-04")


@pytest.mark.parametrize(
    ("span", "every", "up_to", "required"),
    [
        (HALF_YEAR, Every.MONTH, "2025-09", "2025-07 2025-08 2025-09"),
        (HALF_YEAR, Every.MONTH, "2025-07", "2025-07"),
        (HALF_YEAR, Every.QUARTER, "2025-08", ""),
        (HALF_YEAR, Every.QUARTER, "2025-09", "2025-09"),
        (HALF_YEAR, Every.QUARTER, "2025-11", "2025-09"),
        (HALF_YEAR, Every.QUARTER, "2025-12", "2025-09 2025-12"),
        (HALF_YEAR, Every.PLAN, "2025-11", ""),
        (HALF_YEAR, Every.PLAN, "2025-12", "2025-12"),
        (ENDS_IN_NOVEMBER, Every.QUARTER, "2025-10", "2025-09"),
        (ENDS_IN_NOVEMBER, Every.QUARTER, "2025-11", "2025-09 2025-11"),
        (ENDS_IN_NOVEMBER, Every.PLAN, "2025-10", ""),
        (ENDS_IN_NOVEMBER, Every.PLAN, "2025-11", "2025-11"),
        (OVER_NEW_YEAR, Every.MONTH, "2026-01", "2025-11 2025-12 2026-01"),
        (OVER_NEW_YEAR, Every.QUARTER, "2026-04", "2025-12 2026-03 2026-04"),
        (("2025-10", "2025-10"), Every.QUARTER, "2025-10", "2025-10"),
        (HALF_YEAR, Every.MONTH, "2025-06", ""),
        (HALF_YEAR, Every.QUARTER, "2026-03", "2025-09 2025-12"),
        (HALF_YEAR, Every.PLAN, "2026-03", "2025-12"),
    ],
)
def test_the_periods_in_which_a_figure_is_due(
    span: tuple[str, str], every: Every, up_to: str, required: str
) -> None:
    due = plan(*span).required_periods(figure(every), period(up_to))
    assert " ".join(map(str, due)) == required


def test_a_plan_knows_its_periods_units_and_figures() -> None:
    made = plan("2025-11", "2026-01")
    assert " ".join(map(str, made.periods)) == "2025-11 2025-12 2026-01"
    assert made.unit == {"hcc": Unit("hcc", "Trung tâm")}
    assert made.figure == {"a": figure(Every.MONTH)}


@pytest.mark.parametrize(
    ("measure", "used"),
    [
        (Ratio((Term("b"), Term("a")), (Term("c"), Term("a", -1))), ("b", "a", "c")),
        (Total((Term("a"), Term("b", -1))), ("a", "b")),
        (AllDone(("y", "x")), ("y", "x")),
    ],
)
def test_the_figures_of_a_measure_come_once_and_in_order(
    measure: Measure, used: tuple[str, ...]
) -> None:
    assert figures_of(measure) == used


@pytest.mark.parametrize(
    ("op", "below", "at", "above", "sign"),
    [
        (">=", False, True, True, "≥"),
        (">", False, False, True, ">"),
        ("<=", True, True, False, "≤"),
        ("<", True, False, False, "<"),
        ("=", False, True, False, "="),
    ],
)
def test_a_bound_is_compared_exactly(
    op: str, below: bool, at: bool, above: bool, sign: str
) -> None:
    bound, hair = Fraction(95), Fraction(1, 10**30)
    operator = Operator(op)
    assert [operator.holds(value, bound) for value in (bound - hair, bound, bound + hair)] == [
        below,
        at,
        above,
    ]
    assert operator.sign == sign
