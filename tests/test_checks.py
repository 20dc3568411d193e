"""Check rules: where they are tested, where they are skipped, and what a failure tells."""

from dataclasses import replace
from fractions import Fraction

import pytest

from building import ledger_of, period, plan_of, shown
from cchc_cli.checks import CheckFailure, check_ledger
from cchc_cli.plan.terms import Plan

TARGET = 'measure: {total: [a]}, require: ">= 1"'
FIGURES = """
    a: {type: count, reported_by: [hcc, kt]}
    b: {type: count, reported_by: [hcc, kt]}
    c: {type: amount}
"""


def plan_with(rule: str, severity: str = "warning") -> Plan:
    return plan_of(FIGURES, TARGET, checks=f'{{rule: "{rule}", severity: {severity}}}')


def failures(rule: str, lines: str) -> tuple[CheckFailure, ...]:
    return check_ledger(plan_with(rule), ledger_of(lines))


def places(found: tuple[CheckFailure, ...]) -> list[str]:
    return [f"{failure.unit} {failure.period}" for failure in found]


@pytest.mark.parametrize(
    ("rule", "holds", "fails"),
    [
        ("a <= b", "hcc a 07:5\n hcc b 07:5", "hcc a 07:6\n hcc b 07:5"),
        ("a < b", "hcc a 07:4\n hcc b 07:5", "hcc a 07:5\n hcc b 07:5"),
        ("a >= b", "hcc a 07:5\n hcc b 07:5", "hcc a 07:4\n hcc b 07:5"),
        ("a > b", "hcc a 07:6\n hcc b 07:5", "hcc a 07:5\n hcc b 07:5"),
        ("a = b", "hcc a 07:5\n hcc b 07:5", "hcc a 07:4\n hcc b 07:5"),
        ("a + b = 10", "hcc a 07:4\n hcc b 07:6", "hcc a 07:4\n hcc b 07:7"),
        ("a - b >= 2", "hcc a 07:8\n hcc b 07:6", "hcc a 07:7\n hcc b 07:6"),
        ("a = b + 1,5", "hcc a 07:8\n hcc b 07:6.5", "hcc a 07:8\n hcc b 07:7"),
        ("c <= 0,3", "hcc c 07:0.3", "hcc c 07:0.30000000000000001"),
    ],
)
def test_a_rule_is_tested_exactly(rule: str, holds: str, fails: str) -> None:
    assert places(failures(rule, holds)) == []
    assert places(failures(rule, fails)) == ["hcc 2025-07"]


def test_a_rule_is_tested_for_each_unit_and_period() -> None:
    lines = """
    hcc a 07:9 08:1 09:9
    hcc b 07:5 08:5 09:5
    kt  a 07:1 08:9
    kt  b 07:5 08:5
    """
    assert places(failures("a <= b", lines)) == ["hcc 2025-07", "hcc 2025-09", "kt 2025-08"]


def test_failures_are_in_the_order_of_the_units() -> None:
    plan = plan_with("a <= b")
    turned = replace(plan, units=tuple(reversed(plan.units)))
    entries = ledger_of("hcc a 07:9\n hcc b 07:5\n kt a 07:9\n kt b 07:5")
    assert places(check_ledger(plan, entries)) == ["hcc 2025-07", "kt 2025-07"]
    assert places(check_ledger(turned, entries)) == ["kt 2025-07", "hcc 2025-07"]


def test_a_unit_that_no_longer_reports_a_figure_is_not_tested() -> None:
    """As in the record of a period that was closed under an older plan."""
    plan = plan_of(FIGURES.replace("[hcc, kt]", "[hcc]"), TARGET, checks='{rule: "a <= b"}')
    entries = ledger_of("hcc a 07:9\n hcc b 07:5\n kt a 07:9\n kt b 07:5")
    assert places(check_ledger(plan, entries)) == ["hcc 2025-07"]


@pytest.mark.parametrize(
    "lines",
    [
        "hcc a 07:9",
        "hcc a 07:9\n kt b 07:1",  # the other one is another unit's
        "hcc a 07:9\n hcc b 08:1",  # or of another period
        "hcc a 07:9\n hcc b 07:?",
        "hcc b 07:1",
        "",
    ],
)
def test_a_rule_is_skipped_where_a_figure_has_no_entry(lines: str) -> None:
    assert failures("a <= b", lines) == ()


def test_a_failure_tells_both_sides_and_the_entries() -> None:
    (failure,) = failures("a + b = 2 + c", "hcc c 07:1.5\n hcc a 07:3\n hcc b 07:1")
    assert (failure.unit, failure.period) == ("hcc", period("2025-07"))
    assert failure.left == 4
    assert failure.right == Fraction(7, 2)
    assert shown(entry.slot for entry in failure.entries) == [
        "hcc a 2025-07",
        "hcc b 2025-07",
        "hcc c 2025-07",
    ]
    assert [str(entry.where) for entry in failure.entries] == [
        "so_lieu.csv:2:1",
        "so_lieu.csv:3:1",
        "so_lieu.csv:1:1",
    ]


@pytest.mark.parametrize(("severity", "is_error"), [("warning", False), ("error", True)])
def test_a_failure_knows_how_bad_it_is(severity: str, is_error: bool) -> None:
    (failure,) = check_ledger(plan_with("a <= 1", severity), ledger_of("hcc a 07:2"))
    assert failure.check.is_error is is_error
    assert failure.check.rule == "a <= 1"


def test_several_rules_fail_in_the_order_of_the_plan() -> None:
    plan = plan_of(FIGURES, TARGET, checks="{rule: b <= 1}\n {rule: a <= 1}\n {rule: a >= 0}")
    found = check_ledger(plan, ledger_of("hcc a 07:2\n hcc b 07:2"))
    assert [failure.check.rule for failure in found] == ["b <= 1", "a <= 1"]


def test_without_rules_nothing_fails() -> None:
    assert check_ledger(plan_of(FIGURES, TARGET), ledger_of("hcc a 07:2")) == ()
