"""Tasks at a period: how far they have come, and what is overdue."""

from dataclasses import replace
from datetime import date

import pytest

from building import SUBMITTED, period, shown, tasks_of, with_tasks
from cchc_cli.tasks import TaskResult, TaskStatus, evaluate_tasks


def judged(when: str, lines: str, at: str = "2025-09", today: date | None = None) -> TaskResult:
    plan = with_tasks(SUBMITTED, f"nv_1 {when}")
    ledger = tasks_of(f"hcc nv_1 {lines}")
    return evaluate_tasks(plan, ledger, period(at), today).results[0]


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ("", "not_reported"),
        ("10:xong", "not_reported"),
        ("07:xong", "done"),
        ("07:60% 09:chưa_thực_hiện", "not_begun"),
        ("07:chưa_thực_hiện 08:60%", "in_progress"),
        ("07:xong 08:60%", "in_progress"),
        ("07:60% 08:?", "bad_data"),
        ("07:? 08:60%", "in_progress"),
        ("10:?", "not_reported"),
    ],
)
def test_a_task_done_once_is_taken_at_what_was_said_last(lines: str, status: str) -> None:
    assert judged("", lines).status == status


@pytest.mark.parametrize(
    ("when", "lines", "at", "status", "times"),
    [
        ("month", "07:xong 08:xong 09:xong", "2025-09", "done", (3, 3)),
        ("month", "07:xong 09:xong", "2025-09", "not_reported", (2, 3)),
        ("month", "07:xong 08:60% 09:xong", "2025-09", "in_progress", (2, 3)),
        ("month", "07:0% 08:0% 09:0%", "2025-09", "not_begun", (0, 3)),
        ("month", "07:? 08:xong 09:xong", "2025-09", "bad_data", (2, 3)),
        ("quarter", "", "2025-08", "not_reported", (0, 0)),
        ("quarter", "08:60%", "2025-08", "in_progress", (0, 0)),
        ("quarter", "08:xong", "2025-09", "done", (1, 1)),
        ("quarter", "09:xong", "2025-11", "done", (1, 1)),
        ("quarter", "09:xong", "2025-12", "not_reported", (1, 2)),
        ("quarter", "08:? 09:xong", "2025-09", "done", (1, 1)),
    ],
)
def test_a_recurring_task_is_done_anew_in_each_of_its_periods(
    when: str, lines: str, at: str, status: str, times: tuple[int, int]
) -> None:
    found = judged(when, lines, at)
    assert (found.status, found.times) == (status, times)


def test_what_is_missing_or_rejected_is_named() -> None:
    found = judged("month", "07:xong 08:?")
    assert shown(found.missing) == ["hcc nv_1 2025-09"]
    assert shown(found.rejected) == ["hcc nv_1 2025-08"]
    assert [entry.slot.period.month for entry in found.entries] == [7]


def test_a_time_still_to_come_is_not_missing() -> None:
    found = judged("quarter", "", "2025-08")
    assert (found.status, found.missing, found.is_owed) == ("not_reported", (), False)
    assert judged("quarter", "", "2025-09").is_owed
    assert judged("quarter", "08:?", "2025-08").is_owed
    assert [slot.period.month for slot in judged("quarter", "", "2025-11").missing] == [9]


@pytest.mark.parametrize(
    ("when", "at", "due", "overdue", "soon"),
    [
        ("", "2025-09", "2025-12-31", False, False),
        ("", "2025-11", "2025-12-31", False, True),
        ("", "2025-12", "2025-12-31", True, False),
        ("2025-12-09", "2025-10", "2025-12-09", False, False),
        ("2025-12-09", "2025-11", "2025-12-09", False, True),
        ("2025-12-09", "2025-12", "2025-12-09", True, False),
        ("month", "2025-09", "2025-07-31", True, False),
        ("quarter", "2025-08", "2025-09-30", False, True),
        ("quarter", "2025-09", "2025-09-30", True, False),
    ],
)
def test_overdue_is_past_its_day_and_due_soon_within_thirty(
    when: str, at: str, due: str, overdue: bool, soon: bool
) -> None:
    found = judged(when, "", at)
    assert found.due is not None
    assert (found.due.isoformat(), found.is_overdue, found.is_due_soon) == (due, overdue, soon)


@pytest.mark.parametrize(
    ("today", "overdue", "soon"),
    [("2025-11-08", False, False), ("2025-11-09", False, True), ("2025-12-09", False, True),
     ("2025-12-10", True, False)],
)  # fmt: skip
def test_the_due_day_itself_is_still_in_time(today: str, overdue: bool, soon: bool) -> None:
    found = judged("2025-12-09", "07:60%", today=date.fromisoformat(today))
    assert (found.is_overdue, found.is_due_soon) == (overdue, soon)


def test_what_is_done_is_never_overdue() -> None:
    found = judged("2025-12-09", "07:xong", "2025-12", date(2026, 3, 1))
    assert (found.is_overdue, found.is_due_soon) == (False, False)
    monthly = judged("month", "07:xong 08:xong 09:xong")
    assert (monthly.due, monthly.is_overdue) == (None, False)


def test_a_quarter_in_course_does_not_undo_the_one_before() -> None:
    found = judged("quarter", "09:xong 10:60%", "2025-10")
    assert (found.status, found.is_overdue) == ("done", False)


def test_tallies_of_sections_and_leads_sum_to_the_whole() -> None:
    plan = with_tasks(SUBMITTED, "nv_1", "nv_2 2025-08", "nv_3 month", "nv_4")
    moved = plan.tasks[3]._replace(section="2", lead="kt")
    plan = replace(plan, tasks=(*plan.tasks[:3], moved))
    ledger = tasks_of("hcc nv_1 07:xong\nhcc nv_2 07:60%\nkt nv_4 08:?")
    found = evaluate_tasks(plan, ledger, period("2025-09"))
    whole = found.tally()
    assert whole.by_status == {
        TaskStatus.DONE: 1,
        TaskStatus.IN_PROGRESS: 1,
        TaskStatus.NOT_BEGUN: 0,
        TaskStatus.NOT_REPORTED: 1,
        TaskStatus.BAD_DATA: 1,
    }
    assert (whole.total, whole.overdue, whole.due_soon) == (4, 2, 0)
    for parts in (
        [found.tally(section=s) for s in ("1", "2")],
        [found.tally(lead=u) for u in ("hcc", "kt", "vp")],
    ):
        assert sum(part.total for part in parts) == whole.total
        assert sum(part.overdue for part in parts) == whole.overdue
