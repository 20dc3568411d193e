"""Puts a comparison into words; what only the old plan names is looked up there."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from cchc_cli import __version__
from cchc_cli.differences import (
    Differences,
    EntryDifference,
    Held,
    Kind,
    TargetDifference,
    TaskDifference,
)
from cchc_cli.evaluate import Result, Verdict
from cchc_cli.formats.difference.rows import (
    Compared,
    EntryRow,
    Form,
    Memo,
    TallyRow,
    TargetRow,
    TaskRow,
)
from cchc_cli.formats.difference.sentences import (
    KIND_WORDS,
    MARK_WORDS,
    details_of,
    plan_lines,
    status_said,
    summary_of,
)
from cchc_cli.formats.words import NOTHING, VERDICT_SYMBOLS, VERDICT_WORDS, Words
from cchc_cli.numbers import FigureType, Value
from cchc_cli.progress import Progress, shown_progress
from cchc_cli.submissions.ledger import ProgressEntry, Slot
from cchc_cli.texts import text
from cchc_cli.verdicts import TASK_WORDS


def build_memo(compared: Compared, language: str, date: date | None = None) -> Memo:
    """Put a comparison into words."""
    found = compared.differences
    writer = _Writer(compared, language)
    words = writer.words
    return Memo(
        compared=compared,
        words=words,
        title=words.say(compared.new.evaluation.plan.title),
        heads=writer.heads(),
        subtitle=tuple(writer.subtitle()),
        summary=tuple(map(words.say, summary_of(found))),
        plan=tuple(words.say(line) for line in plan_lines(found.plan, writer.old_words, words)),
        entries=tuple(map(writer.entry, found.entries)),
        progress=tuple(map(writer.entry, found.progress)),
        verdicts=tuple(map(writer.target, found.verdicts)),
        values=tuple(map(writer.target, found.values)),
        tasks=tuple(writer.task(each) for each in found.tasks if each.is_of_status),
        steps=tuple(writer.task(each) for each in found.tasks if not each.is_of_status),
        tally=tuple(_tally(compared, words)),
        tasks_tally=tuple(_tasks_tally(found, words)),
        footnotes=words.footnotes(*(r for each in found.verdicts + found.values for r in each)),
        foot=tuple(writer.foot()),
        date=date,
    )


class _Writer:
    """Puts what differs into words; what only the old plan names is looked up there."""

    def __init__(self, compared: Compared, language: str) -> None:
        self.compared = compared
        self.words = Words(compared.new.evaluation.plan, language)
        self.old_words = Words(compared.old.evaluation.plan, language)
        self.say = self.words.say

    def heads(self) -> tuple[str, str]:
        match self.compared.form:
            case Form.CLOSED:
                return self.say(text("Bản chốt")), self.say(text("Hiện có"))
            case Form.FOLDERS:
                return self.say(text("Trước")), self.say(text("Sau"))
            case Form.PERIODS:
                runs = (self.compared.old, self.compared.new)
                old, new = (self.words.period(run.evaluation.period) for run in runs)
                return old, new

    def subtitle(self) -> Iterator[str]:
        """Yield what is compared, and where the plan comes from."""
        compared, period = self.compared, self.words.period
        at = period(compared.new.evaluation.period)
        if compared.record is not None:
            closing = compared.record.closing
            yield self.say(
                text(
                    "So sánh số liệu {period}: bản chốt lần {revision} ngày {day} ({name}) và số "
                    "liệu hiện có",
                    period=at,
                    revision=closing.revision,
                    day=f"{closing.closed_on:%d/%m/%Y}",
                    name=compared.record.name,
                )
            )
        elif compared.form is Form.FOLDERS:
            old, new = compared.names
            yield self.say(
                text(
                    "So sánh số liệu đến {period}: thư mục trước là {old}, thư mục sau là {new}",
                    period=at,
                    old=old,
                    new=new,
                )
            )
        else:
            then = period(compared.old.evaluation.period)
            yield self.say(
                text("So sánh số liệu của {old} và {new}; kết quả lũy kế đến từng kỳ", old=then,
                     new=at)
            )  # fmt: skip
        plan = compared.new.plan_file
        yield self.say(
            text("Kế hoạch: {plan} · {issuer}", plan=plan.shown, issuer=plan.plan.issuer)
        )
        for reason in compared.reasons:
            yield self.say(text("Lý do sửa đã ghi nhận: {reason}", reason=reason))

    def foot(self) -> Iterator[str]:
        """Yield by what the comparison was made, and SHA-256s over plan and inputs of both."""
        old, new = self.compared.old, self.compared.new
        yield f"cchc {__version__}"
        if self.compared.form is not Form.PERIODS:
            yield f"SHA-256 ({self.heads()[0]}) {old.inputs_sha256}"
            yield f"SHA-256 ({self.heads()[1]}) {new.inputs_sha256}"
        else:
            yield f"SHA-256 {new.inputs_sha256}"

    def entry(self, found: EntryDifference) -> EntryRow:
        slot = found.slot
        return EntryRow(
            found,
            self.say(slot.unit),
            self._unit_name(slot.unit),
            self.say(slot.figure),
            self._figure_name(slot),
            self._period(found),
            self._held(slot, found.old, found.new),
            self._held(slot, found.new, found.old),
            self._change(found),
            tuple(map(self.say, details_of(found))),
        )

    def _period(self, found: EntryDifference) -> str:
        old, new = found.old.period, found.new.period
        return str(new) if old == new else f"{old} → {new}"

    def _unit_name(self, unit: str) -> str:
        for words in (self.words, self.old_words):
            if unit in words.plan.unit:
                return words.unit(unit)
        return self.say(unit)

    def _figure_name(self, slot: Slot) -> str:
        for plan in (self.words.plan, self.old_words.plan):
            found = plan.figure.get(slot.figure) or plan.task.get(slot.figure)
            if found is not None:
                return self.say(found.name)
        return self.say(slot.figure)

    def _type(self, slot: Slot) -> FigureType | None:
        for plan in (self.words.plan, self.old_words.plan):
            if slot.figure in plan.figure:
                return plan.figure[slot.figure].type
        return None

    def _held(self, slot: Slot, held: Held, other: Held) -> str:
        """Show exactly what a state holds; an estimate, and what came in its stead, as such."""
        if held.entry is None:
            return self.say(text("có lỗi")) if held.rejected else NOTHING
        shown = self._value(slot, held.entry.value)
        if held.is_estimated:
            return self.words.estimate(shown)
        if other.is_estimated:
            return self.say(text("thực hiện {value}", value=shown))
        return shown

    def _value(self, slot: Slot, value: Value | Progress) -> str:
        if isinstance(value, Progress):
            return self.say(shown_progress(value))
        if isinstance(value, bool):
            return self.say(text("có") if value else text("không"))
        shown = self.words.exactly(Fraction(value))
        return f"{shown}%" if self._type(slot) is FigureType.PERCENT else shown

    def _change(self, found: EntryDifference) -> str:
        amount = found.amount
        if found.kind is Kind.VALUE and isinstance(found.new.entry, ProgressEntry):
            return self.say(text("đổi tiến độ"))
        if found.is_mark_alone:
            return self.say(MARK_WORDS[found.new.is_estimated])
        if found.kind is not Kind.VALUE or not amount:
            return self.say(KIND_WORDS[found.kind])
        shown = self.words.exactly(amount)
        points = self.say(text("điểm %")) if self._type(found.slot) is FigureType.PERCENT else ""
        return f"{'+' if amount > 0 else ''}{shown} {points}".rstrip()

    def target(self, found: TargetDifference) -> TargetRow:
        old, new = found.old, found.new
        return TargetRow(
            found,
            self.say(new.target.id),
            self.say(new.target.name),
            self.words.requirement(new.target),
            _judged(old, new, self.old_words),
            _judged(new, old, self.words),
            self.words.verdict(old.verdict),
            self.words.verdict(new.verdict),
        )

    def task(self, found: TaskDifference) -> TaskRow:
        task = found.new.task
        old, new = (self.say(status_said(result, self.words)) for result in found)
        return TaskRow(found, self.say(task.id), self.say(task.name), old, new)


def _judged(result: Result, other: Result, words: Words) -> str:
    """Show a judged value so that it is told apart from the other one."""
    guards = [] if other.value in (None, result.value) else [other.value]
    return words.to_date(result, *guards)


# Tallies


def _tally(compared: Compared, words: Words) -> Iterator[TallyRow]:
    """Yield the verdicts that some target had or has, then how many targets there are."""
    old, new = compared.old.evaluation, compared.new.evaluation
    before, after = old.tally(), new.tally()
    for verdict in Verdict:
        if before[verdict] or after[verdict]:
            name = words.say(VERDICT_WORDS[verdict])
            yield TallyRow(VERDICT_SYMBOLS[verdict], name, before[verdict], after[verdict])
    total = words.say(text("Tổng số chỉ tiêu"))
    yield TallyRow("", total, len(old.results), len(new.results))


def _tasks_tally(found: Differences, words: Words) -> Iterator[TallyRow]:
    """Yield the same of tasks; nothing where no plan has any.

    What is overdue is of no one status, and comes after the sum.
    """
    old, new = found.old.tasks, found.new.tasks
    if not old.results and not new.results:
        return
    before, after = old.tally(), new.tally()
    for status, name in TASK_WORDS.items():
        if before.by_status[status] or after.by_status[status]:
            then, now = before.by_status[status], after.by_status[status]
            yield TallyRow("", words.say(name), then, now)
    yield TallyRow("", words.say(text("Tổng số nhiệm vụ")), before.total, after.total)
    if before.overdue or after.overdue:
        overdue = words.say(text("Quá hạn (trong số chưa xong)"))
        yield TallyRow("", overdue, before.overdue, after.overdue)
