"""What of the closed periods has changed: every entry, and the verdicts that would no longer hold.

A period's report rests on all entries up to it; an entry of July is therefore part of every later
closed period too, and is named once, with all of these.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from cchc_cli.checks import CheckFailure
from cchc_cli.closing.compare import EntryChange, compare_ledgers
from cchc_cli.closing.record import Record
from cchc_cli.evaluate import Verdict, evaluate
from cchc_cli.periods import Period
from cchc_cli.plan.terms import Plan
from cchc_cli.problems import Location, Problem, error
from cchc_cli.submissions.ledger import Entry, Ledger, ProgressEntry, Slot, TaskLedger, shown_value
from cchc_cli.texts import Text, text
from cchc_cli.verdicts import VERDICT_WORDS


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
    periods: dict[Slot, list[Period]] = {}
    changed: dict[Slot, EntryChange] = {}
    problems: list[Problem] = []
    for period, record in sorted(records.items()):
        changes = (
            *compare_ledgers(record.ledger, ledger, period),
            *compare_ledgers(record.tasks, tasks, period),
        )
        for change in changes:
            changed.setdefault(change.slot, change)
            periods.setdefault(change.slot, []).append(period)
        if changes or record.plan_sha256 != plan_sha256:
            now = evaluate(plan, ledger, period, known)
            verdicts = {result.target.id: result.verdict for result in now.results}
            if flipped := list(_flips(record.evaluation, verdicts)):
                same_plan = record.plan_sha256 == plan_sha256
                problems.append(_verdicts_changed(record, flipped, same_plan=same_plan))
    return [_altered(changed[slot], periods[slot]) for slot in changed] + problems


def _flips(evaluation: Mapping[str, Any], now: Mapping[str, Verdict]) -> Iterable[Text]:
    """Yield, for each target whose recorded verdict is another now, both in words."""
    for result in evaluation["results"]:
        target, then = result["target"], Verdict(result["verdict"])
        verdict = now.get(target)
        if verdict is None:
            yield text("{target}: {old} → không còn trong kế hoạch", target=target,
                       old=VERDICT_WORDS[then])  # fmt: skip
        elif verdict is not then:
            yield text("{target}: {old} → {new}", target=target,
                       old=VERDICT_WORDS[then], new=VERDICT_WORDS[verdict])  # fmt: skip


def _verdicts_changed(record: Record, flipped: list[Text], *, same_plan: bool) -> Problem:
    return error(
        "closed-verdict-changed",
        Location(record.name),
        text("kết quả của kỳ {period} đã chốt sẽ đổi: {flips}", period=record.closing.period,
             flips=flipped)
        if same_plan
        else text("kết quả của kỳ {period} đã chốt sẽ đổi (kế hoạch cũng đã khác bản lúc chốt): "
                  "{flips}", period=record.closing.period, flips=flipped),
        text("xem báo cáo đã chốt: cchc evaluate DATA --period {period} --as-closed",
             period=record.closing.period),
    )  # fmt: skip


def _altered(change: EntryChange, periods: list[Period]) -> Problem:
    return error(
        "closed-period-altered",
        _place(change),
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


def _place(change: EntryChange) -> Location:
    entry = change.new or change.old
    return entry.where if entry is not None else Location(".")


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
    if other is None or (entry.value, entry.estimated) != (other.value, other.estimated):
        return text("{value} ({place})", value=value, place=place)
    if entry.note != other.note:
        return text('{value} với ghi chú "{note}" ({place})', value=value, note=entry.note,
                    place=place)  # fmt: skip
    return text("{value}, lần {revision} ({place})", value=value, revision=entry.revision,
                place=place)  # fmt: skip
