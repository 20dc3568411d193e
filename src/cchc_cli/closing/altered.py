"""What of the closed periods has changed: every entry, and the verdicts that would no longer hold.

A period's report rests on all entries up to it; an entry of July is therefore part of every later
closed period too, and is named once, with all of these.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cchc_cli.checks import CheckFailure
from cchc_cli.closing.compare import EntryChange, Present, compare_ledgers
from cchc_cli.closing.record import TASKS, Damaged, Record
from cchc_cli.closing.store import damaged
from cchc_cli.evaluate import Evaluation, Verdict, evaluate
from cchc_cli.periods import Period
from cchc_cli.plan.terms import Plan
from cchc_cli.problems import Location, Problem, error
from cchc_cli.submissions.ledger import Entry, Ledger, ProgressEntry, Slot, TaskLedger, words_of
from cchc_cli.submissions.twice import shown_value
from cchc_cli.tasks import TaskEvaluation, TaskStatus, evaluate_tasks
from cchc_cli.texts import Text, text
from cchc_cli.verdicts import OVERDUE, TASK_WORDS, VERDICT_WORDS


def check_closed(
    plan: Plan,
    ledger: Ledger,
    tasks: TaskLedger,
    failures: Iterable[CheckFailure],
    records: Mapping[Period, Record],
    plan_sha256: str,
) -> list[Problem]:
    """Compare the closed periods with what DATA holds now; no problem where all is as it was."""
    known = list(failures)
    figures, progress = Present(ledger), Present(tasks, TASKS)
    periods: dict[Slot, list[Period]] = {}
    changed: dict[Slot, EntryChange] = {}
    problems: list[Problem] = []
    for period, record in sorted(records.items()):
        try:
            same_plan = record.plan_sha256 == plan_sha256
            changes = (
                *(() if figures.is_as(record) else compare_ledgers(record.ledger, ledger, period)),
                *(() if progress.is_as(record) else compare_ledgers(record.tasks, tasks, period)),
            )
            if changes or not same_plan:
                now = evaluate(plan, ledger, period, known)
                flips = [*_flips(record.evaluation, now)]
                flips += _task_flips(record.evaluation, evaluate_tasks(plan, tasks, period))
                if flips:
                    problems.append(_verdicts_changed(record, flips, same_plan=same_plan))
        except Damaged:
            problems.append(damaged(record.name))
            continue
        for change in changes:
            changed.setdefault(change.slot, change)
            periods.setdefault(change.slot, []).append(period)
    return [_altered(changed[slot], periods[slot]) for slot in changed] + problems


def _flips(evaluation: Mapping[str, Any], now: Evaluation) -> Iterable[Text]:
    """Yield, for each target whose recorded verdict is another now, both in words."""
    verdicts = {result.target.id: result.verdict for result in now.results}
    for result in evaluation["results"]:
        target, then = result["target"], Verdict(result["verdict"])
        if verdicts.get(target) is not then:
            verdict = verdicts.get(target)
            new = VERDICT_WORDS[verdict] if verdict else _GONE
            yield _flip(target, VERDICT_WORDS[then], new)


def _task_flips(evaluation: Mapping[str, Any], now: TaskEvaluation) -> Iterable[Text]:
    """Yield the same for tasks: their status, and whether they are overdue."""
    results = {result.task.id: result for result in now.results}
    for held in evaluation.get("tasks", ()):
        result = results.get(held["task"])
        then = TaskStatus(held["status"]), bool(held["overdue"])
        if result is None or (result.status, result.is_overdue) != then:
            new = _state(result.status, overdue=result.is_overdue) if result else _GONE
            yield _flip(held["task"], _state(then[0], overdue=then[1]), new)


_GONE = text("không còn trong kế hoạch")


def _state(status: TaskStatus, *, overdue: bool) -> Text:
    words = TASK_WORDS[status]
    return text("{status}, {overdue}", status=words, overdue=OVERDUE) if overdue else words


def _flip(name: str, old: Text, new: Text) -> Text:
    return text("{target}: {old} → {new}", target=name, old=old, new=new)


def _verdicts_changed(record: Record, flips: Sequence[Text], *, same_plan: bool) -> Problem:
    period = record.closing.period
    return error(
        "closed-verdict-changed",
        Location(record.name),
        text("kết quả của kỳ {period} đã chốt sẽ đổi: {flips}", period=period, flips=list(flips))
        if same_plan
        else text("kết quả của kỳ {period} đã chốt sẽ đổi (kế hoạch cũng đã khác bản lúc chốt): "
                  "{flips}", period=period, flips=list(flips)),
        text("xem báo cáo đã chốt: cchc evaluate DATA --period {period} --as-closed",
             period=period),
    )  # fmt: skip


def _altered(change: EntryChange, periods: list[Period]) -> Problem:
    return error(
        "closed-period-altered",
        change.where or Location("."),
        text(
            "số liệu của kỳ đã chốt ({periods}) bị thay đổi: {figure} kỳ {period} của {unit} "
            "{what}",
            periods=periods,
            figure=change.slot.figure,
            period=change.slot.period,
            unit=change.slot.unit,
            what=_what(change),
        ),
        text(
            "trả lại như cũ; nếu thay đổi là đúng thì ghi nhận: "
            'cchc close DATA --period {period} --amend --reason "lý do"',
            period=periods[0],
        ),
    )


def _what(change: EntryChange) -> Text:
    """Say what an entry was and is, with both places."""
    old, new = change.old, change.new
    if old is not None and new is not None:
        return text("từ {old} thành {new}", old=_said(old, new), new=_said(new, old))
    if old is not None:
        return (
            text("từ {old} thành một giá trị có lỗi", old=_said(old))
            if change.is_rejected
            else text("bị xóa; trước là {old}", old=_said(old))
        )
    if new is not None:
        return (
            text("từ một giá trị có lỗi thành {new}", new=_said(new))
            if change.was_rejected
            else text("được thêm: {new}", new=_said(new))
        )
    return (
        text("được thêm, nhưng giá trị có lỗi")
        if change.is_rejected
        else text("bị xóa; trước là một giá trị có lỗi")
    )


def _marked(entry: Entry | ProgressEntry) -> Text:
    value = shown_value(entry.value)
    return text("ước {value}", value=value) if entry.estimated else value


def _said(entry: Entry | ProgressEntry, other: Entry | ProgressEntry | None = None) -> Text:
    """Say an entry's value and place; of two with equal values, what else tells them apart."""
    value, place = _marked(entry), entry.where
    is_actual = other is not None and other.estimated and not entry.estimated
    if is_actual and other is not None and other.value == entry.value:
        return text("{value} (chính thức; {place})", value=value, place=place)
    if other is None or (entry.value, entry.estimated) != (other.value, other.estimated):
        return text("{value} ({place})", value=value, place=place)
    if words_of(entry.note) != words_of(other.note):
        return text('{value} với ghi chú "{note}" ({place})', value=value, note=entry.note,
                    place=place)  # fmt: skip
    return text("{value}, lần {revision} ({place})", value=value, revision=entry.revision,
                place=place)  # fmt: skip
