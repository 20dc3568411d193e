"""What changed since the period before: verdicts first, then values, never on incomplete data."""

from fractions import Fraction

import pytest

from building import ledger_of, period, plan_of
from cchc_cli.changes import Change, Since, since
from cchc_cli.evaluate import Verdict, evaluate
from cchc_cli.periods import Period
from cchc_cli.plan.terms import Plan

RATIO = plan_of(
    "dung: {type: count}\nda_tra: {type: count}",
    'measure: {ratio: {part: [dung], whole: [da_tra]}}, require: ">= 90%"',
)
TASKS = plan_of("a: {type: yes_no}\nb: {type: yes_no}", "measure: {all_done: [a, b]}, due: 2025-12")


def changed(plan: Plan, lines: str, at: str = "2025-08") -> Since:
    """Compare the plan's first target at a period with the period before."""
    now: Period = period(at)
    ledger = ledger_of(lines)
    results = [evaluate(plan, ledger, each).results[0] for each in (now.previous(), now)]
    return since(results[1], results[0])


@pytest.mark.parametrize(
    ("dung", "expected", "difference"),
    [
        ("07:80 08:100", Change.NEWLY_MET, 10),
        ("07:95 08:80", Change.NEWLY_MISSED, "-15/2"),
        ("07:92 08:94", Change.UP, 1),
        ("07:95 08:93", Change.DOWN, -1),
        ("07:95 08:95", Change.SAME, 0),
        ("07:50 08:60", Change.UP, 5),
        ("07:95", Change.OTHER_VERDICT, None),  # met, then lacking
        ("08:95", None, None),  # lacking in both: the provisional value is compared with nothing
    ],
)
def test_a_ratio(dung: str, expected: Change | None, difference: object) -> None:
    found = changed(RATIO, f"hcc dung {dung}\nhcc da_tra 07:100 08:100")
    assert found.change is expected
    assert str(found.difference) == str(difference)


def test_what_was_missed_and_is_lacking_is_no_gain() -> None:
    found = changed(RATIO, "hcc dung 07:50\nhcc da_tra 07:100")
    assert found == Since(Change.OTHER_VERDICT, None, Verdict.MISSED)


def test_tasks_are_compared_by_how_many_are_done() -> None:
    lines = "hcc a 07:không 08:có\nhcc b 07:không 08:không"
    assert changed(TASKS, lines) == Since(Change.UP, Fraction(1), Verdict.PENDING)
    assert changed(TASKS, "hcc a 07:có 08:có\nhcc b 07:không 08:có").change is Change.NEWLY_MET
    assert changed(TASKS, "hcc a 07:có 08:có\nhcc b 07:không").change is Change.OTHER_VERDICT


def test_the_first_period_has_nothing_before() -> None:
    result = evaluate(RATIO, ledger_of("hcc dung 07:1"), period("2025-07")).results[0]
    assert since(result, None) == Since()


def test_a_target_judged_for_the_first_time_is_not_newly_met() -> None:
    quarterly = plan_of(
        "dung: {type: count, every: quarter}\nda_tra: {type: count, every: quarter}",
        'measure: {ratio: {part: [dung], whole: [da_tra]}}, require: ">= 90%"',
    )
    met = changed(quarterly, "hcc dung 09:95\nhcc da_tra 09:100", at="2025-09")
    assert met == Since(Change.OTHER_VERDICT, None, Verdict.PENDING)
    missed = changed(quarterly, "hcc dung 09:80\nhcc da_tra 09:100", at="2025-09")
    assert missed.change is Change.NEWLY_MISSED
