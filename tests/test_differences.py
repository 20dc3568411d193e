"""What differs between two states: kinds of change, verdicts, values, tasks, plans."""

from dataclasses import replace
from fractions import Fraction

import pytest

from building import ledger_of, period, plan_of, shown, tasks_of, with_tasks
from cchc_cli.checks import check_ledger
from cchc_cli.differences import (
    Differences,
    EntryDifference,
    Held,
    Kind,
    State,
    compare_periods,
    compare_states,
)
from cchc_cli.evaluate import evaluate
from cchc_cli.formats.difference.sentences import plan_lines
from cchc_cli.formats.words import Words
from cchc_cli.plan.compare import PlanDifference, compare_plans
from cchc_cli.plan.terms import Plan
from cchc_cli.problems import Location
from cchc_cli.submissions.ledger import Entry, Ledger, Slot
from cchc_cli.tasks import evaluate_tasks

FIGURES = """
da_tra: {type: count}
dung_han: {type: count}
ty_le: {type: percent, over_time: last}
da_lam: {type: yes_no}
"""
PLAN = plan_of(
    FIGURES,
    'measure: {ratio: {part: [dung_han], whole: [da_tra]}}, require: ">= 95%"',
    'measure: {total: [ty_le]}, require: "> 90%"',
    "measure: {all_done: [da_lam]}",
)
WITH_TASKS = with_tasks(PLAN, "nv_1 2025-09", "nv_2 month")


def state(lines: str, tasks: str = "", at: str = "2025-09", plan: Plan = PLAN) -> State:
    return _state(ledger_of(lines), tasks, at, plan)


def _state(ledger: Ledger, tasks: str = "", at: str = "2025-09", plan: Plan = PLAN) -> State:
    when, progress = period(at), tasks_of(tasks)
    evaluation = evaluate(plan, ledger, when, check_ledger(plan, ledger))
    return State(ledger, progress, evaluation, evaluate_tasks(plan, progress, when))


def said(found: tuple[EntryDifference, ...]) -> list[str]:
    """Return what became of entries: ``hcc da_tra 2025-09 value 100 → 120``."""
    return [
        f"{shown([each.slot])[0]} {each.kind} {_held(each.old)} → {_held(each.new)}"
        for each in found
    ]


def _held(held: Held) -> str:
    if held.entry is not None:
        return str(held.entry.value)
    return "?" if held.rejected else "–"


def test_the_same_is_empty() -> None:
    whole = "hcc da_tra 07:100 08:? 09:95\nhcc ty_le 09:95.50"
    found = compare_states(
        state(whole, "hcc nv_1 09:60%", plan=WITH_TASKS),
        state(
            "hcc ty_le 09:95.5\nhcc da_tra 09:95 08:? 07:100", "hcc nv_1 09:60%", plan=WITH_TASKS
        ),
    )
    assert found.is_empty


def test_what_became_of_each_entry() -> None:
    found = compare_states(
        state("hcc da_tra 07:100 08:100 09:?\nhcc dung_han 08:? 09:90\nhcc ty_le 07:?"),
        state("hcc da_tra 07:120 09:110\nhcc dung_han 07:80 08:? 09:?\nkt da_tra 08:?"),
    )
    assert said(found.entries) == [
        "hcc da_tra 2025-07 value 100 → 120",
        "hcc dung_han 2025-07 added – → 80",
        "hcc ty_le 2025-07 removed ? → –",
        "hcc da_tra 2025-08 removed 100 → –",
        "kt da_tra 2025-08 rejected – → ?",
        "hcc da_tra 2025-09 accepted ? → 110",
        "hcc dung_han 2025-09 rejected 90 → ?",
    ]
    assert not found.is_empty


def test_later_entries_are_no_part_of_it() -> None:
    assert compare_states(state("hcc da_tra 10:1"), state("hcc da_tra 10:2")).is_empty


@pytest.mark.parametrize(
    ("old", "new", "amount"),
    [
        ("100", "120", Fraction(20)),
        ("95.5", "95.25", Fraction(-1, 4)),
        ("không", "có", None),
        ("1", "có", None),
        ("?", "1", None),
    ],
)
def test_by_how_much(old: str, new: str, amount: Fraction | None) -> None:
    found = compare_states(state(f"hcc ty_le 09:{old}"), state(f"hcc ty_le 09:{new}"))
    assert [each.amount for each in found.entries] == [amount]


SLOT = Slot("hcc", "da_tra", period("2025-09"))


def _entry(value: int, note: str = "", revision: int = 1, *, estimated: bool = False) -> Ledger:
    where = Location("bc.csv", 2, 3)
    return Ledger({SLOT: Entry(SLOT, value, where, note, revision, estimated)})


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        (_entry(1), _entry(1, "QĐ 1"), [Kind.NOTE]),
        (_entry(1), _entry(1, revision=2), [Kind.REVISION]),
        (_entry(1), _entry(1, "QĐ 1", 2), [Kind.NOTE]),
        (_entry(1), _entry(2, "QĐ 1", 2), [Kind.VALUE]),
        (_entry(1, estimated=True), _entry(1, revision=2), [Kind.VALUE]),
        (_entry(1, estimated=True), _entry(1, estimated=True), []),
    ],
)
def test_what_of_an_entry_changed(old: Ledger, new: Ledger, kinds: list[Kind]) -> None:
    found = compare_states(_state(old), _state(new))
    assert [each.kind for each in found.entries] == kinds


@pytest.mark.parametrize(
    ("old", "new", "is_mark_alone"),
    [
        (_entry(1, estimated=True), _entry(1, revision=2), True),
        (_entry(1), _entry(1, estimated=True), True),
        (_entry(1, estimated=True), _entry(2), False),
        (_entry(1), _entry(2), False),
        (_entry(1), _entry(1, "QĐ 1"), False),
        (Ledger({}), _entry(1, estimated=True), False),
    ],
)
def test_an_estimate_that_became_official(old: Ledger, new: Ledger, is_mark_alone: bool) -> None:
    found = compare_states(_state(old), _state(new))
    assert [each.is_mark_alone for each in found.entries] == [is_mark_alone]


def test_a_target_that_stops_resting_on_estimates_has_another_value() -> None:
    lines = "hcc ty_le 09:95\nhcc da_lam 09:không"
    old, new = (_estimated(ledger_of(lines), mark) for mark in (True, False))
    for pair in ((old, new), (new, old)):
        found = compare_states(*(_state(ledger) for ledger in pair))
        assert [each.new.target.id for each in found.values] == ["2", "3"]
    assert compare_states(_state(old), _state(old)).is_empty


def _estimated(ledger: Ledger, mark: bool) -> Ledger:
    entries = {slot: e._replace(estimated=mark) for slot, e in ledger.entries.items()}
    return Ledger(entries)


def test_verdicts_that_flip_and_values_that_only_move() -> None:
    before = "hcc da_tra 07:100 08:100 09:100\nhcc dung_han 07:100 08:100 09:100\nhcc ty_le 09:{}"
    after = before.replace("09:100\nhcc ty_le", "09:0\nhcc ty_le")
    found = compare_states(
        state(before.format("95") + "\nhcc da_lam 09:không"),
        state(after.format("96") + "\nhcc da_lam 09:không"),
    )
    assert [(f.new.target.id, str(f.old.verdict), str(f.new.verdict)) for f in found.verdicts] == [
        ("1", "met", "missed")
    ]
    assert [(f.new.target.id, f.old.value, f.new.value) for f in found.values] == [
        ("2", Fraction(95), Fraction(96))
    ]


def test_of_what_must_all_be_done_the_value_is_how_much_is() -> None:
    plan = plan_of("a: {type: yes_no}\nb: {type: yes_no}", "measure: {all_done: [a, b]}")
    old = state("hcc a 09:không\nhcc b 09:không", plan=plan)
    new = state("hcc a 09:không\nhcc b 09:có", plan=plan)
    found = compare_states(old, new)
    assert (len(found.verdicts), len(found.values)) == (0, 1)


def test_tasks_that_have_come_to_another_point() -> None:
    old = state("", "hcc nv_1 08:30%\nhcc nv_2 07:xong 08:xong 09:xong", plan=WITH_TASKS)
    new = state("", "hcc nv_1 08:30% 09:60%\nhcc nv_2 07:xong 09:xong", plan=WITH_TASKS)
    found = compare_states(old, new)
    assert [f"{shown([each.slot])[0]} {each.kind}" for each in found.progress] == [
        "hcc nv_2 2025-08 removed",
        "hcc nv_1 2025-09 added",
    ]
    assert [(f.new.task.id, f.old.percent, f.new.percent) for f in found.tasks] == [
        ("nv_1", 30, 60),
        ("nv_2", None, None),
    ]
    assert [str(found.tasks[1].old.status), str(found.tasks[1].new.status)] == [
        "done",
        "not_reported",
    ]
    assert all(each.amount is None for each in found.progress)


# Two periods


def _months(lines: str, tasks: str = "") -> Differences:
    plan = WITH_TASKS
    return compare_periods(
        state(lines, tasks, "2025-08", plan), state(lines, tasks, "2025-09", plan)
    )


def test_two_periods_are_compared_figure_by_figure() -> None:
    found = _months(
        "hcc da_tra 07:5 08:100 09:120\nhcc dung_han 08:90\nhcc ty_le 08:95 09:95\n"
        "hcc da_lam 07:có 09:có 10:có\nkt da_tra 08:? 09:?"
    )
    assert said(found.entries) == [
        "hcc da_lam 2025-09 added – → True",
        "hcc da_tra 2025-09 value 100 → 120",
        "hcc dung_han 2025-09 removed 90 → –",
    ]
    (_, changed, _) = found.entries
    assert (changed.old.period, changed.new.period) == (period("2025-08"), period("2025-09"))
    assert changed.amount == 20


def test_what_tasks_had_come_to_is_compared_too() -> None:
    found = _months("", "hcc nv_1 08:30% 09:60%\nhcc nv_2 08:xong 09:?")
    assert [each.kind for each in found.progress] == [Kind.VALUE, Kind.REJECTED]
    assert [each.new.task.id for each in found.tasks] == ["nv_1", "nv_2"]


def test_each_month_has_a_note_and_revision_of_its_own() -> None:
    august, september = (Slot("hcc", "da_tra", period(p)) for p in ("2025-08", "2025-09"))
    where = Location("bc.csv", 2)
    entries = {
        august: Entry(august, 1, where, "QĐ 1"),
        september: Entry(september, 1, where, "QĐ 2", 2),
    }
    ledger = Ledger(entries)
    found = compare_periods(_state(ledger, at="2025-08"), _state(ledger, at="2025-09"))
    assert found.entries == ()


SELDOM = plan_of(
    FIGURES.replace("ty_le: {", "ty_le: {every: quarter, "),
    'measure: {ratio: {part: [dung_han], whole: [da_tra]}}, require: ">= 95%"',
    'measure: {total: [ty_le]}, require: "> 90%"',
)


@pytest.mark.parametrize(
    ("lines", "old", "new", "differ", "not_due"),
    [
        ("hcc ty_le 09:95", "09", "10", [], (1, 0)),
        ("hcc ty_le 09:95", "08", "09", [], (1, 0)),
        ("hcc ty_le 08:95", "08", "09", ["removed"], (0, 0)),
        ("hcc ty_le 08:95 10:96", "08", "10", ["value"], (0, 0)),
        ("hcc da_tra 09:95", "09", "10", ["removed"], (0, 0)),
        ("hcc da_tra 09:95", "08", "09", ["added"], (0, 0)),
        ("hcc ty_le 08:?", "08", "10", [], (1, 0)),
        ("hcc ty_le 10:?", "08", "10", ["rejected"], (0, 0)),
    ],
)
def test_what_was_not_due_is_counted(
    lines: str, old: str, new: str, differ: list[str], not_due: tuple[int, int]
) -> None:
    states = (state(lines, at=f"2025-{at}", plan=SELDOM) for at in (old, new))
    found = compare_periods(*states)
    assert ([str(each.kind) for each in found.entries], found.not_due) == (differ, not_due)


@pytest.mark.parametrize(
    ("lines", "old", "new", "differ", "not_due"),
    [
        ("hcc nv_1 09:60%", "09", "10", [], (0, 1)),
        ("hcc nv_1 10:60%", "09", "10", ["added"], (0, 0)),
        ("hcc nv_2 09:60%", "09", "10", ["removed"], (0, 0)),
        ("hcc nv_3 09:xong", "09", "10", [], (0, 1)),
        ("hcc nv_3 09:xong", "08", "09", [], (0, 1)),
        ("hcc nv_3 08:xong", "08", "09", ["removed"], (0, 0)),
    ],
)
def test_a_task_need_not_be_reported_again(
    lines: str, old: str, new: str, differ: list[str], not_due: tuple[int, int]
) -> None:
    plan = with_tasks(PLAN, "nv_1 2025-12", "nv_2 month", "nv_3 quarter")
    states = (state("", lines, f"2025-{at}", plan) for at in (old, new))
    found = compare_periods(*states)
    assert ([str(each.kind) for each in found.progress], found.not_due) == (differ, not_due)
    assert compare_states(state("", lines, plan=plan), state("", plan=plan)).not_due == (0, 0)


# Plans


def ids(found: PlanDifference) -> list[list[str]]:
    """Return targets added, removed, with another requirement, judged otherwise; figures."""
    return [
        [target.id for target in found.added],
        [target.id for target in found.removed],
        [now.id for _, now in found.requirements],
        [target.id for target in found.measures],
        list(found.figures),
    ]


RATIO = 'measure: {ratio: {part: [dung_han], whole: [da_tra]}}, require: ">= 95%"'
TOTAL = 'measure: {total: [ty_le]}, require: "> 90%"'


@pytest.mark.parametrize(
    ("figures", "targets", "expected"),
    [
        (FIGURES, (RATIO, TOTAL), [[], ["3"], [], [], []]),
        (
            FIGURES,
            (RATIO.replace("95", "96"), TOTAL + ", due: 2025-12", "measure: {all_done: [da_lam]}"),
            [[], [], ["1"], ["2"], []],
        ),
        (
            FIGURES.replace("da_tra: {type: count}", "da_tra: {type: count, every: quarter}")
            + "them: {type: count}",
            (
                RATIO,
                TOTAL,
                "measure: {all_done: [da_lam]}",
                'measure: {total: [them]}, require: ">= 1"',
            ),
            [["4"], [], [], [], ["da_tra", "them"]],
        ),
    ],
)
def test_what_differs_between_plans(
    figures: str, targets: tuple[str, ...], expected: list[list[str]]
) -> None:
    found = compare_plans(PLAN, plan_of(figures, *targets))
    assert ids(found) == expected
    assert any(found)


def test_wording_makes_no_difference() -> None:
    renamed = replace(
        PLAN,
        title="Tên khác",
        targets=tuple(target._replace(name="khác", text="khác") for target in PLAN.targets),
        figures=tuple(f._replace(name="khác", measured_in="việc") for f in PLAN.figures),
    )
    assert not any(compare_plans(PLAN, renamed))


def test_rules_and_tasks_are_compared() -> None:
    ruled = plan_of(FIGURES, RATIO, TOTAL, checks='{rule: "dung_han <= da_tra"}')
    found = compare_plans(
        with_tasks(PLAN, "nv_1 2025-09", "nv_2 month"),
        with_tasks(ruled, "nv_1 2025-12", "nv_3"),
    )
    assert found.rules == ("dung_han <= da_tra",)
    assert [task.id for task in found.tasks_added] == ["nv_3"]
    assert [task.id for task in found.tasks_removed] == ["nv_2"]
    assert [task.id for task in found.tasks_changed] == ["nv_1"]


def test_periods_and_the_cut_off_day_are_compared() -> None:
    longer = replace(PLAN, last=period("2026-06"), cut_off_day=25)
    found = compare_plans(PLAN, longer)
    assert found.periods == ((PLAN.first, PLAN.last), (PLAN.first, longer.last))
    assert found.cut_off_day == (None, 25)
    words = [Words(plan, "vi") for plan in (PLAN, longer)]
    assert [str(line) for line in plan_lines(found, *words)] == [
        "Đổi các kỳ của kế hoạch: 2025-07 – 2025-12 → 2025-07 – 2026-06",
        "Đổi ngày chốt số liệu hằng tháng: ngày cuối tháng → 25",
    ]
    assert compare_plans(longer, longer) == PlanDifference()


def test_targets_of_one_plan_alone_have_no_verdict_to_flip() -> None:
    old = state("hcc ty_le 09:80")
    new = state("hcc ty_le 09:80", plan=plan_of(FIGURES, RATIO))
    found = compare_states(old, new)
    assert (found.verdicts, found.values) == ((), ())
    assert [target.id for target in found.plan.removed] == ["2", "3"]
