"""Who has sent what, as the clerk's desk looks at it: a mark per unit and period, and what is owed.

A deadline is a convention of the commune, not of the plan: day and date of looking are given.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple, TypeVar

from cchc_cli.evaluate import Submission
from cchc_cli.formats.rows import (
    COMPLETE,
    MISSING,
    PARTIAL,
    owed_figures,
    submission_mark,
)
from cchc_cli.formats.words import NOTHING, Words
from cchc_cli.periods import Period, deadline_of, last_day
from cchc_cli.pipeline import Run
from cchc_cli.plan.terms import Task
from cchc_cli.progress import shown_progress
from cchc_cli.submissions.ledger import E, Entry, Ledger, LedgerOf, Slot, TaskLedger
from cchc_cli.tasks import TaskResult
from cchc_cli.texts import Text, text

OVERDUE, REVISED = "!", "↻"
"""The marks of the table; none is told by its colour alone."""
LEGEND = (
    (COMPLETE, text("đủ")),
    (PARTIAL, text("nộp thiếu")),
    (MISSING, text("chưa nộp")),
    (OVERDUE, text("quá hạn")),
    (REVISED, text("có nộp lại")),
)
_SHOWN_FIGURES = 10
"""How many figures of a unit and a period are named, unless all are asked for."""

Thing = TypeVar("Thing")


class Deadline(NamedTuple):
    """By which day of the month units are to send, and as of which date one looks."""

    day: int
    today: date


class Cell(NamedTuple):
    """What of a unit's figures for a period has come in."""

    mark: str
    """Complete, partial or missing."""
    expected: int
    received: int
    is_revised: bool
    """Whether some of it was sent again, as revision 2 or later."""
    is_overdue: bool

    def __str__(self) -> str:
        late = f"{OVERDUE} " if self.is_overdue else ""
        again = f" {REVISED}" if self.is_revised else ""
        return f"{late}{self.mark} {self.received}/{self.expected}{again}"


class Owed(NamedTuple):
    """What a unit owes for a period: a sentence, the figures, and how many were left out."""

    sentence: str
    figures: tuple[str, ...]
    more: str


class IntakeRow(NamedTuple):
    """One unit: a cell per period (None: nothing is due), what it owes, what it sent again."""

    unit: str
    cells: tuple[Cell | None, ...]
    owed: tuple[Owed, ...]
    """Figures period by period, then the tasks: not reported, and wrong."""
    revised: tuple[str, ...]
    estimated: tuple[str, ...]
    """Which estimates still await the actual value, a line per period."""

    def shown(self) -> list[str]:
        """Return the cells in words."""
        return [NOTHING if cell is None else str(cell) for cell in self.cells]


def periods_of(run: Run) -> list[Period]:
    """Return the periods of the plan up to the evaluated one."""
    return [p for p in run.evaluation.plan.periods if p <= run.evaluation.period]


def intake_rows(
    run: Run, words: Words, deadline: Deadline, *, show_all: bool = False
) -> Iterator[IntakeRow]:
    """Yield a row for each unit that has to send something up to the evaluated period."""
    found = {(s.unit, s.period): s for s in run.evaluation.submissions}
    revised = _revised(run.submissions.ledger)
    revised_tasks = _revised(run.submissions.tasks)
    estimated = _estimated(run.submissions.ledger)
    tasks_owed = _tasks_owed(run)
    for unit in run.evaluation.plan.units:
        sent = [found.get((unit.id, period)) for period in periods_of(run)]
        tasks = tasks_owed.get(unit.id, [])
        if not any(sent) and not tasks:
            continue
        yield IntakeRow(
            f"{words.unit(unit.id)} ({unit.id})",
            tuple(_cell(s, {*revised, *revised_tasks}, run, deadline) if s else None for s in sent),
            tuple(
                _owed(s, run, words, deadline, show_all=show_all)
                for s in sent
                if s is not None and s.received < s.expected
            )
            + _owed_tasks(tasks, words, show_all=show_all),
            tuple(
                _sent_again(
                    period,
                    revised[unit.id, period],
                    run.submissions.ledger,
                    words,
                    show_all=show_all,
                )
                for period in periods_of(run)
                if (unit.id, period) in revised
            )
            + tuple(
                _reported_again(
                    period, revised_tasks[unit.id, period], run.submissions.tasks, words
                )
                for period in periods_of(run)
                if (unit.id, period) in revised_tasks
            ),
            tuple(
                _estimates(period, estimated[unit.id, period], words, show_all=show_all)
                for period in periods_of(run)
                if (unit.id, period) in estimated
            ),
        )


def _revised(ledger: LedgerOf[E]) -> dict[tuple[str, Period], list[Slot]]:
    """Return what was sent as revision 2 or later, by unit and period."""
    slots: set[Slot] = {slot for slot, entry in ledger.entries.items() if entry.revision > 1}
    return _by_unit_and_period({*slots, *ledger.superseded})


def _estimated(ledger: Ledger) -> dict[tuple[str, Period], list[Slot]]:
    """Return what counts as an estimate, by unit and period."""
    return _by_unit_and_period(slot for slot, entry in ledger.entries.items() if entry.estimated)


def _by_unit_and_period(slots: Iterable[Slot]) -> dict[tuple[str, Period], list[Slot]]:
    """Return slots grouped, those of a group in the order of their figures."""
    found: defaultdict[tuple[str, Period], list[Slot]] = defaultdict(list)
    for slot in slots:
        unit, _, period = slot
        found[unit, period].append(slot)
    for group in found.values():
        group.sort(key=attrgetter("figure"))
    return dict(found)


def _estimates(period: Period, slots: Sequence[Slot], words: Words, *, show_all: bool) -> str:
    said = text(
        "{period}: {count} số ước: {figures}",
        period=_month(period),
        count=len(slots),
        figures=_few(slots, lambda slot: slot.figure, show_all=show_all),
    )
    return words.say(said)


def _few(
    things: Sequence[Thing], shown: Callable[[Thing], str], *, show_all: bool
) -> list[str | Text]:
    """Return figures to be named in a sentence: some, and how many there are besides."""
    left_out = len(things) - _SHOWN_FIGURES
    if show_all or left_out <= 0:
        return list(map(shown, things))
    more = text("… và {count} số liệu nữa; xem hết: --all", count=left_out)
    return [*map(shown, things[:_SHOWN_FIGURES]), more]


def _cell(
    submission: Submission,
    revised: Collection[tuple[str, Period]],
    run: Run,
    deadline: Deadline,
) -> Cell:
    expected, received = submission.expected, submission.received
    mark = submission_mark(run.evaluation.plan, run.submissions.ledger, submission)
    is_late = deadline.today > _due(submission.period, run, deadline)
    is_revised = (submission.unit, submission.period) in revised
    return Cell(mark, expected, received, is_revised, is_late and received < expected)


def _due(period: Period, run: Run, deadline: Deadline) -> date:
    return deadline_of(period, run.evaluation.plan.cut_off_day, deadline.day)


def _owed(
    submission: Submission, run: Run, words: Words, deadline: Deadline, *, show_all: bool
) -> Owed:
    """Say what a unit owes; of one that sent nothing at all the figures are named on demand."""
    wrong, absent = owed_figures(run.evaluation.plan, run.submissions.ledger, submission)
    lacks_all = len(absent) == submission.expected
    to_correct = words.say(text("có lỗi, cần sửa"))
    names = [f"{_figure(name, words)} ({to_correct})" for name in wrong]
    names += [_figure(name, words) for name in absent]
    limit = len(names) if show_all else 0 if lacks_all else _SHOWN_FIGURES
    left_out = 0 if lacks_all else len(names) - limit
    more = text("… và {count} số liệu nữa; xem hết: --all", count=left_out)
    due = _due(submission.period, run, deadline)
    lacking = words.say(_lacking(len(names), submission.expected, lacks_all=lacks_all))
    return Owed(
        f"{_month(submission.period)}, {words.say(_due_words(due, deadline))}: {lacking}",
        tuple(names[:limit]),
        words.say(more) if left_out > 0 else "",
    )


def _tasks_owed(run: Run) -> dict[str, list[TaskResult]]:
    """Return the tasks of which something is still to be reported or corrected, by their lead."""
    found: dict[str, list[TaskResult]] = {}
    for result in run.tasks().results:
        if result.is_owed:
            found.setdefault(result.task.lead, []).append(result)
    return found


def _owed_tasks(results: Sequence[TaskResult], words: Words, *, show_all: bool) -> tuple[Owed, ...]:
    """Say of which tasks a unit is still to report how far they have come, and which to correct.

    A recurring task may be among both: not reported of one of its periods, wrong of another.
    """
    silent = [result.task for result in results if result.missing]
    wrong = [result.task for result in results if result.rejected]
    listed = (
        (silent, text("Nhiệm vụ chưa báo cáo tiến độ: {count}", count=len(silent))),
        (wrong, text("Nhiệm vụ báo cáo có lỗi, cần sửa: {count}", count=len(wrong))),
    )
    return tuple(_owed_of(tasks, said, words, show_all=show_all) for tasks, said in listed if tasks)


def _owed_of(tasks: Sequence[Task], said: Text, words: Words, *, show_all: bool) -> Owed:
    names = [words.say(text("{id}: {name}", id=task.id, name=task.name)) for task in tasks]
    limit = len(names) if show_all else _SHOWN_FIGURES
    left_out = len(names) - limit
    more = text("… và {count} nhiệm vụ nữa; xem hết: --all", count=left_out)
    return Owed(words.say(said), tuple(names[:limit]), words.say(more) if left_out > 0 else "")


def _due_words(due: date, deadline: Deadline) -> Text:
    if deadline.today > due:
        return text("quá hạn (hạn {due})", due=shown_date(due))
    return text("hạn {due}", due=shown_date(due))


def _lacking(count: int, expected: int, *, lacks_all: bool) -> Text:
    if lacks_all:
        return text("chưa nộp số liệu nào, phải nộp {expected}", expected=expected)
    return text("thiếu {count}/{expected} số liệu", count=count, expected=expected)


def _figure(figure: str, words: Words) -> str:
    return f"{figure}: {words.say(words.plan.figure[figure].name)}"


def _sent_again(
    period: Period, slots: Sequence[Slot], ledger: Ledger, words: Words, *, show_all: bool
) -> str:
    """Say how many figures were sent again, and which of them changed."""
    changed: list[tuple[Entry, Entry | None]] = []
    for slot in slots:
        older, entry = ledger.superseded.get(slot, ()), ledger.entries.get(slot)
        before = max(older, key=lambda e: e.revision, default=None)
        if before is not None and not _is_same(before, entry):
            changed.append((before, entry))

    def shown(change: tuple[Entry, Entry | None]) -> str:
        before, entry = change
        now = words.entry(entry) if entry else words.say(text("có lỗi, cần sửa"))
        return f"{before.slot.figure} {words.entry(before)} → {now}"

    shown_changes = _few(changed, shown, show_all=show_all)
    said = {"period": _month(period), "count": len(slots), "changed": shown_changes}
    if not changed:
        return words.say(text("{period}: nộp lại {count} số liệu, không số nào đổi", **said))
    return words.say(text("{period}: nộp lại {count} số liệu; số đổi: {changed}", **said))


def _reported_again(period: Period, slots: Sequence[Slot], ledger: TaskLedger, words: Words) -> str:
    """Say of how many tasks the progress was sent again, and of which it changed."""
    changed = []
    for slot in slots:
        older, entry = ledger.superseded.get(slot, ()), ledger.entries.get(slot)
        before = max(older, key=lambda e: e.revision, default=None)
        if before is not None and (entry is None or entry.value != before.value):
            now = shown_progress(entry.value) if entry else text("có lỗi, cần sửa")
            old = words.say(shown_progress(before.value))
            changed.append(f"{slot.figure} {old} → {words.say(now)}")
    said = {"period": _month(period), "count": len(slots), "changed": changed}
    if not changed:
        return words.say(text("{period}: nộp lại {count} nhiệm vụ, tiến độ không đổi", **said))
    return words.say(text("{period}: nộp lại {count} nhiệm vụ; tiến độ đổi: {changed}", **said))


def _is_same(before: Entry, entry: Entry | None) -> bool:
    """Tell whether a value sent again says what it said: as much, and as surely."""
    if entry is None:
        return False
    return (entry.value, entry.estimated) == (before.value, before.estimated)


def _month(period: Period) -> str:
    return f"{period.month:02d}/{period.year}"


def shown_date(day: date) -> str:
    """Show a date as it is written in Vietnam: ``05/10/2025``."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def deadline_words(run: Run, words: Words, deadline: Deadline) -> str:
    """Say by when the evaluated period's figures are due, by which rule, as of which date."""
    return words.say(
        text(
            "Hạn nộp kỳ này: {due} (quy ước: ngày {day} sau khi kỳ kết thúc, đổi bằng --deadline); "
            "tính đến {today}",
            due=shown_date(_due(run.evaluation.period, run, deadline)),
            day=deadline.day,
            today=shown_date(deadline.today),
        )
    )


def later_words(run: Run, words: Words, deadline: Deadline) -> str:
    """Say that a later period has ended, of which nobody has sent anything; empty if there is none.

    The evaluated period is by default the latest with figures: a month in which all are late
    would otherwise go unnoticed.
    """
    plan = run.evaluation.plan
    held = run.submissions
    latest = (held.ledger.latest_period(), held.tasks.latest_period())
    ended = [
        period
        for period in plan.periods
        if period > max([run.evaluation.period, *filter(None, latest)])
        and last_day(period, plan.cut_off_day) < deadline.today
    ]
    if not ended:
        return ""
    return words.say(
        text(
            "Kỳ {period} đã kết thúc mà chưa đơn vị nào nộp; kiểm tra kỳ ấy: --period {code}",
            period=words.period(ended[-1]),
            code=ended[-1],
        )
    )


def legend(words: Words) -> Sequence[str]:
    """Return what the marks mean."""
    return [f"{mark} {words.say(meaning)}" for mark, meaning in LEGEND]
