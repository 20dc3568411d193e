"""All formats agree: every number and verdict that one shows is the one in the JSON.

What each format shows is read back by its extractor in `agreement`.
"""

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from building import plan_of, tasks_of, with_tasks
from cchc_cli.checks import check_ledger
from cchc_cli.commands.common import renderer
from cchc_cli.evaluate import evaluate
from cchc_cli.formats import FORMATS, PLAIN
from cchc_cli.formats.rows import build_report
from cchc_cli.locale import translator
from cchc_cli.numbers import Value
from cchc_cli.periods import Period
from cchc_cli.pipeline import PlanFile, Run, read_plan, run
from cchc_cli.plan.terms import Plan
from cchc_cli.problems import Location
from cchc_cli.submissions.ledger import Entry, Ledger, LedgerBuilder, Rejection, Slot, TaskLedger
from cchc_cli.submissions.read import NO_TASKS, Submissions
from cchc_cli.texts import printable
from formats.agreement import EXTRACTORS, WIDE, Shown, check_marks, check_target
from formats.sample import write_sample
from formats.task_reading import check_tasks
from test_examples import evaluated

OTHERS = [name for name in FORMATS if name != "json"]


def rendered(found: Run, name: str, language: str = "vi") -> str | bytes:
    screen = WIDE if name == "terminal" else PLAIN
    content = renderer(FORMATS[name].render)(build_report(found, language), screen)
    assert isinstance(content, bytes if FORMATS[name].binary else str)
    return content


def in_json(found: Run) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(rendered(found, "json"))
    return report


def check_agrees(found: Run, name: str, language: str = "vi") -> None:
    """Check that a format shows what the JSON of the same run has, and the one before it."""
    extract = EXTRACTORS[name](rendered(found, name, language))
    whole, before = in_json(found), found.before()
    earlier = in_json(found._replace(evaluation=before))["results"] if before else []
    then = {result["target"]: result for result in earlier}
    results = whole["results"]
    assert list(extract.targets) == [printable(result["target"]) for result in results]
    for result, shown in zip(results, extract.targets.values(), strict=True):
        check_target(shown, result, then.get(result["target"]), comma=language == "vi")
        check_marks(shown, result, whole["period"])
    if extract.tally is not None:
        assert {verdict.value: n for verdict, n in extract.tally.items()} | {
            "total": len(results)
        } == whole["tally"]
    if whole["tasks_tally"]["total"] and name != "csv":
        assert extract.tasks is not None
        check_tasks(extract.tasks, whole, translator(language))


def test_every_format_can_be_read_back() -> None:
    assert set(EXTRACTORS) == set(OTHERS), "a format needs an extractor in agreement.py"


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("month", range(7, 13))
def test_the_example(month: int, name: str) -> None:
    check_agrees(evaluated(f"2025-{month:02d}"), name)


@pytest.mark.parametrize("name", OTHERS)
def test_the_example_in_english(name: str) -> None:
    check_agrees(evaluated("2025-12"), name, "en")


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("at", ["2025-08", "2025-09", "2025-10"])
def test_the_nasty_sample(tmp_path: Path, at: str, name: str) -> None:
    folder = write_sample(tmp_path)
    plan_file = read_plan(folder / "plan.yaml", "plan.yaml")
    assert isinstance(plan_file, PlanFile)
    found = run(folder / "data", plan_file, at, date(2025, 11, 1))
    assert isinstance(found, Run)
    check_agrees(found, name)


# Made by hypothesis: a plan with a target of each kind, and any ledger for it


@cache
def small_plan() -> Plan:
    tasks = ("nv_1", "nv_2 2025-10", "nv_3 2025-11-15", "nv_4 month", "nv_5 quarter")
    return with_tasks(_targets(), *tasks)


def _targets() -> Plan:
    return plan_of(
        """
        a: {type: count}
        b: {type: count, over_time: last, every: quarter}
        c: {type: amount, reported_by: [hcc, kt]}
        d: {type: percent, over_time: last}
        e: {type: yes_no}
        f: {type: yes_no, every: plan}
        """,
        'measure: {ratio: {part: [a], whole: [b]}}, require: ">= 99,5%", may_exceed: true',
        'measure: {ratio: {part: [a], whole: [b]}}, require: "> 50%", due: 2025-12',
        '2 | measure: {total: [c]}, require: "<= 1234567,5"',
        '2 | measure: {total: [c, -a]}, require: "= 0", judge: month',
        '3 | measure: {total: [d]}, require: "< 100%"',
        "3 | measure: {all_done: [e, f]}",
        "3 | measure: {all_done: [e]}, due: 2025-10",
    )


AMOUNTS = st.decimals(0, 10**7, places=3, allow_nan=False) | st.just(Decimal("1234567.5"))
VALUES: dict[str, st.SearchStrategy[Value]] = {
    "a": st.integers(0, 2000) | st.sampled_from([199, 200, 1999, 0]),
    "b": st.integers(0, 2000) | st.sampled_from([200, 2000, 0]),
    "c": AMOUNTS,
    "d": st.decimals(0, 101, places=4, allow_nan=False) | st.just(Decimal("99.9999")),
    "e": st.booleans(),
    "f": st.booleans(),
}
MONTHS = [Period(2025, month) for month in range(7, 13)]


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Draw a ledger: most figures submitted, some not, some rejected."""
    plan, builder = small_plan(), LedgerBuilder()
    for figure in plan.figures:
        for unit in figure.reported_by:
            for number, month in enumerate(MONTHS, start=1):
                slot, where = Slot(unit, figure.id, month), Location("a.csv", number, 1)
                fate = draw(st.integers(0, 11))
                if fate == 0:
                    builder.reject(Rejection(slot, where, 1))
                elif fate > 1:
                    estimated = draw(st.integers(0, 9)) == 0
                    value = draw(VALUES[figure.id])
                    builder.add(Entry(slot, value, where, estimated=estimated))
    return builder.build()[0]


PROGRESS = ("xong", "60%", "99,95%", "chưa_thực_hiện", "đang_thực_hiện", "?")


@st.composite
def task_ledgers(draw: st.DrawFn) -> TaskLedger:
    """Draw what was reported of the tasks, of most of them in some periods."""
    lines = [
        f"hcc {task.id} " + " ".join(
            f"{month.month}:{word}"
            for month in MONTHS
            if (word := draw(st.sampled_from((None, *PROGRESS))))
        )
        for task in small_plan().tasks
    ]  # fmt: skip
    return tasks_of("\n".join(lines))


@settings(max_examples=40, deadline=None)
@given(
    ledger=ledgers(),
    tasks=task_ledgers(),
    at=st.sampled_from(MONTHS),
    language=st.sampled_from(["vi", "en"]),
)
def test_any_ledger(ledger: Ledger, tasks: TaskLedger, at: Period, language: str) -> None:
    found = run_with(ledger, at, tasks)
    for name in OTHERS:
        check_agrees(found, name, language)


def run_with(ledger: Ledger, at: Period, tasks: TaskLedger = NO_TASKS) -> Run:
    plan = small_plan()
    failures = tuple(check_ledger(plan, ledger))
    return Run(
        PlanFile(plan, Path("plan.yaml"), "plan.yaml", b""),
        Submissions(ledger, {}, (), tasks=tasks),
        evaluate(plan, ledger, at, failures),
        (),
        is_empty=not ledger.entries,
        failures=failures,
    )


@settings(max_examples=60, deadline=None)
@given(ledger=ledgers(), at=st.sampled_from(MONTHS))
def test_a_mark_changes_nothing_but_what_says_that_it_is_one(ledger: Ledger, at: Period) -> None:
    """No verdict, value, tally, margin or missing figure, of one period or since the last."""
    plain = {slot: entry._replace(estimated=False) for slot, entry in ledger.entries.items()}
    unmarked = replace(ledger, entries=plain)
    marked, other = (in_json(run_with(one, at)) for one in (ledger, unmarked))
    for result in marked["results"]:
        used = any(entry["estimated"] for entry in result["entries"])
        assert result["estimated"] or not used
        result["estimated"] = False
        for entry in result["entries"]:
            entry["estimated"] = False
    assert marked == other


@pytest.mark.parametrize("name", ["terminal", "markdown", "html"])
def test_nothing_is_called_an_estimate_where_nothing_is(name: str) -> None:
    assert not re.search(r"\bước\b", str(rendered(evaluated("2025-11"), name)))
    assert re.search(r"\bước\b", str(rendered(evaluated("2025-12"), name)))


# The check itself: it must see what it is there for


@pytest.mark.parametrize(
    "changed",
    [
        {"value": "99,6%"},
        {"value": "100%"},
        {"value": "99,5"},
        {"period_value": "99,51%"},
        {"verdict": "✓ ĐẠT"},
        {"require": "> 100%"},
        {"require": "≥ 99%"},
        {"since": "▲ mới đạt"},
        {"value": "ước 99,41%"},
        {"period_value": "ước 99,6%"},
        {"estimated": True},
    ],
)
def test_a_disagreement_is_seen(changed: dict[str, Any]) -> None:
    found = evaluated("2025-09")
    name = "markdown"
    shown = EXTRACTORS[name](rendered(found, name)).targets["3.4a"]
    now = next(r for r in in_json(found)["results"] if r["target"] == "3.4a")

    def check(one: Shown) -> None:
        check_target(one, now, now | {"value": 0}, comma=True)
        check_marks(one, now, "2025-09")

    check(shown)
    with pytest.raises(AssertionError):
        check(shown._replace(**changed))


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "✓ hoàn thành"},
        {"status": "~ đang thực hiện (61%)"},
        {"flag": "31/12/2025"},
        {"note": "KH 1"},
    ],
)
def test_a_disagreement_about_a_task_is_seen(changed: dict[str, str]) -> None:
    found = evaluated("2025-12")
    shown = EXTRACTORS["markdown"](rendered(found, "markdown")).tasks
    assert shown is not None
    whole, task = in_json(found), "nv_1_3"  # under way, and overdue
    check_tasks(shown, whole, str)
    wrong = shown.tasks | {task: shown.tasks[task]._replace(**changed)}
    with pytest.raises(AssertionError):
        check_tasks(shown._replace(tasks=wrong), whole, str)
    with pytest.raises(AssertionError):
        check_tasks(shown._replace(tally=dict.fromkeys(shown.tally, 1)), whole, str)
