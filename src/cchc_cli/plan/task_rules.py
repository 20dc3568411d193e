"""What must hold of a task: its id, its lead, the units that support it, and when it is due."""

from datetime import date

from cchc_cli.periods import first_day, last_day, parse_iso_period
from cchc_cli.plan.file import Path
from cchc_cli.plan.model import SectionModel, TaskModel
from cchc_cli.plan.parts import (
    UNIT,
    Complain,
    Parts,
    check_lead,
    check_references,
    check_unique,
)
from cchc_cli.texts import text


def check_tasks(parts: Parts, complain: Complain) -> None:
    """Test the rules on all tasks; units report by id, so that no figure may have a task's."""
    check_unique([(path, task.id) for path, _, task in parts.tasks], complain)
    for path, section, task in parts.tasks:
        if task.id in parts.figure_ids:
            complain(
                (*path, "id"),
                "plan-duplicate-id",
                text('mã "{id}" đã là mã của một số liệu', id=task.id),
                text("đặt mã khác: đơn vị báo cáo nhiệm vụ và số liệu trong cùng một tệp"),
            )
        _check_units(path, section, task, parts, complain)
        _check_due(path, task, parts, complain)


def _check_units(
    path: Path, section: SectionModel | None, task: TaskModel, parts: Parts, complain: Complain
) -> None:
    if not check_lead(path, section, task.lead, parts, complain):
        complain(
            path,
            "plan-missing-key",
            text('nhiệm vụ "{id}" không có đơn vị chủ trì', id=task.id),
            text("thêm lead: vào nhiệm vụ hoặc vào lĩnh vực"),
        )
    place = (*path, "supported_by")
    check_references(place, task.supported_by, parts.unit_ids, UNIT, complain)
    lead = task.lead or (section.lead if section else None)
    if lead in task.supported_by:
        complain(
            (*place, task.supported_by.index(lead)),
            "plan-duplicate-reference",
            text('"{name}" vừa chủ trì vừa phối hợp', name=lead),
            text("bỏ khỏi supported_by, hoặc sửa lead"),
        )


def _check_due(path: Path, task: TaskModel, parts: Parts, complain: Complain) -> None:
    if task.due is None:
        return
    place = (*path, "due")
    if task.recurring is not None:
        complain(
            place,
            "plan-wrong-value",
            text("việc lặp lại (recurring) không có hạn riêng (due)"),
            text("bỏ due: hạn của việc lặp lại là cuối mỗi kỳ, mỗi quý; hoặc bỏ recurring"),
        )
    days = _days_of(task.due, parts.cut_off_day)
    if days is None:
        complain(
            place,
            "plan-wrong-value",
            text("không có ngày {due}", due=task.due),
            text("xem lại lịch: tháng đó không có ngày này"),
        )
        return
    if parts.periods is None:
        return
    first = first_day(parts.periods[0], parts.cut_off_day)
    last = last_day(parts.periods[1], parts.cut_off_day)
    if not first <= days <= last:
        complain(
            place,
            "plan-wrong-value",
            text("hạn {due} nằm ngoài các kỳ của kế hoạch", due=task.due),
            text(
                "kế hoạch chạy từ {first} đến {last}; sửa due, hoặc bỏ due", first=first, last=last
            ),
        )


def _days_of(due: str, cut_off_day: int | None) -> date | None:
    """Return the last day on which what is due is in time; None for a day that does not exist."""
    period = parse_iso_period(due)
    if period is not None:
        return last_day(period, cut_off_day)
    try:
        return date.fromisoformat(due)
    except ValueError:
        return None
