"""The sentences of a comparison: what differs, counted, and what became of each entry."""

from collections.abc import Iterator
from fractions import Fraction

from cchc_cli.differences import Differences, EntryDifference, Kind, NotDue
from cchc_cli.formats.words import NOTHING, Words
from cchc_cli.plan.compare import PlanDifference
from cchc_cli.plan.terms import Target, Task
from cchc_cli.submissions.ledger import words_of
from cchc_cli.tasks import TaskResult
from cchc_cli.texts import Text, text
from cchc_cli.verdicts import TASK_WORDS


def summary_of(found: Differences) -> Iterator[Text]:
    """Yield what differs, counted; a sentence that says so where nothing does.

    How many verdicts changed is said even where none did: it is what a reader wants to know first.
    """
    if found.is_empty:
        yield text("Không có gì thay đổi.")
        yield from _not_due(found.not_due)
        return
    if found.entries:
        yield text("{count} số liệu thay đổi", count=len(found.entries))
    if found.progress:
        yield text("{count} tiến độ nhiệm vụ thay đổi", count=len(found.progress))
    yield text("{count} chỉ tiêu đổi kết quả", count=len(found.verdicts))
    if found.values:
        yield text("{count} chỉ tiêu đổi giá trị, không đổi kết quả", count=len(found.values))
    statuses = sum(each.is_of_status for each in found.tasks)
    if statuses:
        yield text("{count} nhiệm vụ đổi tình trạng", count=statuses)
    if steps := len(found.tasks) - statuses:
        yield text("{count} nhiệm vụ đổi tiến độ, không đổi tình trạng", count=steps)
    yield from _not_due(found.not_due)


def _not_due(found: NotDue) -> Iterator[Text]:
    """Yield what of two periods was not compared, and why."""
    if found.figures or found.tasks:
        yield text(
            "không kể {figures} số liệu, {tasks} nhiệm vụ chỉ có ở một trong hai kỳ, vì kỳ kia "
            "không phải báo",
            figures=found.figures,
            tasks=found.tasks,
        )


def plan_lines(found: PlanDifference, old: Words, new: Words) -> Iterator[Text]:
    """Yield a sentence for each thing that differs between the plans."""
    if found.periods:
        before, after = (f"{first} – {last}" for first, last in found.periods)
        yield text("Đổi các kỳ của kế hoạch: {old} → {new}", old=before, new=after)
    if found.cut_off_day:
        days = [day or text("ngày cuối tháng") for day in found.cut_off_day]
        yield text("Đổi ngày chốt số liệu hằng tháng: {old} → {new}", old=days[0], new=days[1])
    if found.added:
        yield text("Thêm chỉ tiêu: {targets}", targets=list(map(_target_said, found.added)))
    if found.removed:
        yield text("Bỏ chỉ tiêu: {targets}", targets=list(map(_target_said, found.removed)))
    for then, now in found.requirements:
        yield text(
            "Chỉ tiêu {target} đổi yêu cầu: {old} → {new}",
            target=_target_said(now),
            old=old.requirement(then),
            new=new.requirement(now),
        )
    if found.measures:
        targets = list(map(_target_said, found.measures))
        yield text("Đổi cách tính, cách xét hoặc hạn của chỉ tiêu: {targets}", targets=targets)
    if found.figures:
        yield text("Thêm, bỏ hoặc định nghĩa lại số liệu: {figures}", figures=list(found.figures))
    if found.rules:
        yield text("Đổi quy tắc kiểm tra: {rules}", rules=list(found.rules))
    if found.tasks_added:
        yield text("Thêm nhiệm vụ: {tasks}", tasks=list(map(_task_said, found.tasks_added)))
    if found.tasks_removed:
        yield text("Bỏ nhiệm vụ: {tasks}", tasks=list(map(_task_said, found.tasks_removed)))
    if found.tasks_changed:
        tasks = list(map(_task_said, found.tasks_changed))
        yield text("Đổi hạn hoặc đơn vị chủ trì của nhiệm vụ: {tasks}", tasks=tasks)


def _target_said(target: Target) -> str:
    return f"{target.id} {target.name}"


def _task_said(task: Task) -> str:
    return f"{task.id} {task.name}"


KIND_WORDS: dict[Kind, Text] = {
    Kind.ADDED: text("mới có"),
    Kind.REMOVED: text("không còn"),
    Kind.REJECTED: text("nay có lỗi"),
    Kind.ACCEPTED: text("đã hết lỗi"),
    Kind.VALUE: text("đổi giá trị"),
    Kind.NOTE: text("đổi ghi chú"),
    Kind.REVISION: text("đổi lần nộp"),
}
MARK_WORDS: dict[bool, Text] = {
    False: text("số ước → số chính thức, giá trị không đổi"),
    True: text("số chính thức → số ước, giá trị không đổi"),
}
"""What became of an entry whose value stayed, by whether it is an estimate now."""


def details_of(found: EntryDifference) -> Iterator[Text]:
    """Yield where an entry stood and stands, then what else than its value differs."""
    old, new = ("; ".join(map(str, held.places)) for held in (found.old, found.new))
    if old and new and old != new:
        yield text("{old} → {new}", old=old, new=new)
    elif old and new:
        yield text("{place}", place=new)
    elif new:
        yield text("{place} (trước không có)", place=new)
    else:
        yield text("{place} (nay không còn)", place=old)
    for held in (found.old, found.new):
        if held.raw:
            yield text('ô có lỗi ghi "{raw}"', raw=held.raw)
    if found.old.period == found.new.period:  # else each period's report has a note of its own
        yield from _sayings(found)


def _sayings(found: EntryDifference) -> Iterator[Text]:
    """Yield what differs in notes and revisions."""
    old, new = found.old.entry, found.new.entry
    if old is None or new is None:
        for entry in (old, new):
            if entry is not None and entry.note:
                yield text("ghi chú: {note}", note=entry.note)
        return
    if words_of(old.note) != words_of(new.note):
        yield text("ghi chú: {old} → {new}", old=old.note or NOTHING, new=new.note or NOTHING)
    if old.revision != new.revision:
        yield text("lần nộp: {old} → {new}", old=old.revision, new=new.revision)


def status_said(result: TaskResult, words: Words) -> Text:
    """Say how far a task has come."""
    said = TASK_WORDS[result.status]
    if result.times is not None:
        said = text("{status} ({done}/{times} kỳ)", status=said, done=result.times[0],
                    times=result.times[1])  # fmt: skip
    elif result.percent is not None:
        percent = words.exactly(Fraction(result.percent))
        said = text("{status} ({percent}%)", status=said, percent=percent)
    return text("{status}, quá hạn", status=said) if result.is_overdue else said
