"""Tasks as words and numbers, before any layout: counts, lists, and a row for each task.

Whatever two formats show of a task comes from here, so that they cannot disagree.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from cchc_cli.formats.advice import listed_slots
from cchc_cli.formats.words import NOTHING, Words
from cchc_cli.pipeline import Run
from cchc_cli.plan.terms import Plan, Recurring, Section, Task
from cchc_cli.progress import STATUS_WORDS, Status
from cchc_cli.submissions.ledger import Slot
from cchc_cli.tasks import TaskEvaluation, TaskResult, TaskStatus, TaskTally
from cchc_cli.texts import Text, printable, text

TASK_WORDS: dict[TaskStatus, Text] = {
    TaskStatus.DONE: STATUS_WORDS[Status.DONE],
    TaskStatus.IN_PROGRESS: STATUS_WORDS[Status.IN_PROGRESS],
    TaskStatus.NOT_BEGUN: STATUS_WORDS[Status.NOT_BEGUN],
    TaskStatus.NOT_REPORTED: text("chưa báo cáo"),
    TaskStatus.BAD_DATA: text("lỗi số liệu"),
}
TASK_SIGNS: dict[TaskStatus, str] = {
    TaskStatus.DONE: "✓",
    TaskStatus.IN_PROGRESS: "~",
    TaskStatus.NOT_BEGUN: "○",
    TaskStatus.NOT_REPORTED: "?",
    TaskStatus.BAD_DATA: "!",
}
"""A sign for each status, so that colour is never needed to tell them apart."""
OVERDUE, DUE_SOON = text("quá hạn"), text("sắp đến hạn")
COUNT_HEADS = (
    text("Hoàn thành"),
    text("Đang thực hiện"),
    text("Chưa thực hiện"),
    text("Chưa báo cáo"),
    text("Lỗi số liệu"),
    text("Quá hạn"),
    text("Sắp đến hạn"),
)
"""The columns of the tables by section and by unit, after the name."""
TASK_COLUMNS = (
    text("Mã"),
    text("Nhiệm vụ"),
    text("Chủ trì"),
    text("Thời hạn"),
    text("Tình hình"),
    text("Kỳ báo cáo"),
    text("Minh chứng"),
)
"""The columns of the tables of tasks."""
_RHYTHMS = {
    Recurring.MONTH: text("hằng tháng"),
    Recurring.QUARTER: text("hằng quý"),
}


class TaskRow(NamedTuple):
    """One task as a table shows it."""

    result: TaskResult
    id: str
    name: str
    lead: str
    due: str
    """The day, or how often: ``hằng tháng (2/3 kỳ)``."""
    flag: str
    """Whether it is overdue or due soon, or (a recurring one) both; else empty."""
    progress: str
    """Word and percentage: ``đang thực hiện (60%)``."""
    reported: str
    """The period in which the latest report was made."""
    evidence: str

    @property
    def status(self) -> str:
        """Sign, word and percentage: ``~ đang thực hiện (60%)``."""
        return f"{TASK_SIGNS[self.result.status]} {self.progress}"

    @property
    def due_and_flag(self) -> str:
        """When it is due, and whether that is past or near."""
        return f"{self.due}, {self.flag}" if self.flag else self.due

    def cells(self) -> list[str]:
        """Return the cells in the order of `TASK_COLUMNS`."""
        due = self.due_and_flag
        return [self.id, self.name, self.lead, due, self.status, self.reported, self.evidence]


class TaskSection(NamedTuple):
    """The tasks of one section."""

    title: str
    rows: tuple[TaskRow, ...]


class CountRow(NamedTuple):
    """How far the tasks of a section, or of a unit that leads, have come."""

    id: str
    name: str
    tally: TaskTally
    done: int
    percent: str

    @property
    def share(self) -> str:
        """How many of them are done: ``3/8 (37,5%)``."""
        return f"{self.done}/{self.tally.total} ({self.percent})"

    def cells(self) -> list[str]:
        """Return the counts in the order of `COUNT_HEADS`."""
        tally = self.tally
        rest = [str(tally.by_status[status]) for status in TaskStatus if status != TaskStatus.DONE]
        return [self.share, *rest, str(tally.overdue), str(tally.due_soon)]


class TaskStep(NamedTuple):
    """What a unit has to do, about one task or about `several`, which the sentence names."""

    row: TaskRow | None
    unit: str
    sentence: str
    several: tuple[TaskRow, ...] = ()


class TaskList(NamedTuple):
    """Tasks that ask for something to be done, and how that is done."""

    title: str
    how: str
    steps: tuple[TaskStep, ...]


class TaskRows(NamedTuple):
    """The tasks of a plan at a period, in words; `sections` has those that were chosen."""

    run: Run
    words: Words
    evaluation: TaskEvaluation
    headline: str
    """``31/41 nhiệm vụ (75,6%) đã hoàn thành``."""
    done: int
    percent: str
    """How much of the whole is done: ``75,6%``; empty where the plan has no task."""
    day: str
    """The day as of which tasks are overdue or due soon."""
    as_of: str
    """A sentence that names that day."""
    scope: str
    """Said where only some of the tasks are shown."""
    counts: tuple[tuple[TaskStatus, str, int], ...]
    """By status, with sign and word; the whole plan's."""
    of_these: str
    """How many are overdue, and how many due soon."""
    by_section: tuple[CountRow, ...]
    by_unit: tuple[CountRow, ...]
    sections: tuple[TaskSection, ...]
    overdue: TaskList
    due_soon: TaskList
    wrong: TaskList
    unreported: TaskList

    @property
    def total(self) -> int:
        """How many tasks the plan has."""
        return len(self.evaluation.results)

    @property
    def rows(self) -> tuple[TaskRow, ...]:
        """The tasks that were chosen, in plan order."""
        return tuple(row for section in self.sections for row in section.rows)

    @property
    def lists(self) -> tuple[TaskList, ...]:
        """The lists that are not empty."""
        lists = (self.overdue, self.due_soon, self.wrong, self.unreported)
        return tuple(each for each in lists if each.steps)


def build_task_rows(
    run: Run,
    words: Words,
    sections: Sequence[str] = (),
    units: Sequence[str] = (),
    today: date | None = None,
) -> TaskRows:
    """Put the tasks of a run into words; `sections` and `units` choose rows, not what is counted.

    A unit's tasks are those that it leads and those that it supports.
    """
    evaluation = run.tasks(today)
    plan, tally = evaluation.plan, evaluation.tally()
    chosen = [r for r in evaluation.results if _is_chosen(r.task, sections, units)]
    # Plan order, a section's tasks together: in a plan file they stand so.
    rows = [task_row(result, words) for result in chosen]
    as_of = text("Quá hạn và sắp đến hạn tính tại ngày {day}", day=shown_day(evaluation.today))
    return TaskRows(
        run=run,
        words=words,
        evaluation=evaluation,
        headline=_headline(tally, words),
        done=tally.by_status[TaskStatus.DONE],
        percent=_percent(tally, words),
        day=shown_day(evaluation.today),
        as_of=words.say(as_of),
        scope=_scope(len(rows), tally.total, words),
        counts=tuple((s, status_said(s, words), tally.by_status[s]) for s in TaskStatus),
        of_these=_of_these(tally, words),
        by_section=tuple(_by_section(plan, evaluation, words)),
        by_unit=tuple(_by_unit(plan, evaluation, words)),
        sections=tuple(_sections(plan, rows, words)),
        overdue=_overdue(rows, evaluation, words),
        due_soon=_due_soon(rows, evaluation, words),
        wrong=_wrong(run, rows, words),
        unreported=_unreported(rows, words),
    )


def _is_chosen(task: Task, sections: Sequence[str], units: Sequence[str]) -> bool:
    if sections and task.section not in sections:
        return False
    return not units or bool({task.lead, *task.supported_by} & set(units))


def task_row(result: TaskResult, words: Words) -> TaskRow:
    """Put a task into words."""
    task = result.task
    latest = result.entries[-1] if result.entries else None
    flags = ((OVERDUE, result.is_overdue), (DUE_SOON, result.is_due_soon))
    period = latest.slot.period if latest else None
    return TaskRow(
        result,
        words.say(task.id),
        words.say(task.name),
        words.unit(task.lead),
        _due(result, words),
        ", ".join(words.say(flag) for flag, holds in flags if holds),
        _progress(result, words),
        f"{period.month:02d}/{period.year}" if period else NOTHING,
        words.say(latest.note) if latest else "",
    )


def _progress(result: TaskResult, words: Words) -> str:
    status = words.say(TASK_WORDS[result.status])
    if result.percent is None:
        return status
    return f"{status} ({words.percent(Fraction(result.percent))})"


def _due(result: TaskResult, words: Words) -> str:
    if result.task.recurring is None or result.times is None:
        return shown_day(result.due) if result.due else NOTHING
    done, asked = result.times
    rhythm = _RHYTHMS[result.task.recurring]
    if not asked:
        return words.say(rhythm)
    return words.say(text("{rhythm} ({done}/{asked} kỳ)", rhythm=rhythm, done=done, asked=asked))


def shown_day(day: date) -> str:
    """Show a day: ``05/10/2025``."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def status_said(status: TaskStatus, words: Words) -> str:
    """Show a status by sign and word: ``✓ hoàn thành``."""
    return f"{TASK_SIGNS[status]} {words.say(TASK_WORDS[status])}"


# Counts


def _headline(tally: TaskTally, words: Words) -> str:
    if not tally.total:
        return words.say(text("Kế hoạch không có nhiệm vụ nào."))
    return words.say(
        text(
            "{done}/{total} nhiệm vụ ({percent}) đã hoàn thành",
            done=tally.by_status[TaskStatus.DONE],
            total=tally.total,
            percent=_percent(tally, words),
        )
    )


def _scope(shown: int, total: int, words: Words) -> str:
    if shown == total:
        return ""
    return words.say(
        text(
            "Chỉ nêu {shown} trong {total} nhiệm vụ; số đếm là của cả kế hoạch.",
            shown=shown,
            total=total,
        )
    )


def _of_these(tally: TaskTally, words: Words) -> str:
    return words.say(
        text(
            "Quá hạn: {overdue}; đến hạn trong 30 ngày tới: {soon}",
            overdue=tally.overdue,
            soon=tally.due_soon,
        )
    )


def _by_section(plan: Plan, evaluation: TaskEvaluation, words: Words) -> Iterator[CountRow]:
    for section in plan.sections:
        tally = evaluation.tally(section=section.id)
        if tally.total:
            yield _count_row(section.id, section_title(section, words), tally, words)


def _by_unit(plan: Plan, evaluation: TaskEvaluation, words: Words) -> Iterator[CountRow]:
    for unit in plan.units:
        tally = evaluation.tally(lead=unit.id)
        if tally.total:
            yield _count_row(unit.id, words.unit(unit.id), tally, words)


def _count_row(id: str, name: str, tally: TaskTally, words: Words) -> CountRow:
    return CountRow(id, name, tally, tally.by_status[TaskStatus.DONE], _percent(tally, words))


def _percent(tally: TaskTally, words: Words) -> str:
    return words.share(tally.by_status[TaskStatus.DONE], tally.total) if tally.total else ""


def section_title(section: Section, words: Words) -> str:
    """Show a section by number and title: ``3. Cải cách thủ tục hành chính``."""
    return words.say(text("{id}. {title}", id=section.id, title=section.title))


def _sections(plan: Plan, rows: Iterable[TaskRow], words: Words) -> Iterator[TaskSection]:
    titles = {section.id: section for section in plan.sections}
    for section, group in groupby(rows, key=lambda row: row.result.task.section):
        yield TaskSection(section_title(titles[section], words), tuple(group))


# What is to be done


def _by_day(rows: Iterable[TaskRow], is_listed: Callable[[TaskResult], bool]) -> list[TaskRow]:
    """Return the rows to list, the earliest day first."""
    listed = [row for row in rows if is_listed(row.result)]
    return sorted(listed, key=lambda row: row.result.due or date.max)


def _overdue(rows: Iterable[TaskRow], evaluation: TaskEvaluation, words: Words) -> TaskList:
    steps = []
    for row in _by_day(rows, lambda result: result.is_overdue):
        assert row.result.due is not None  # something of it is not done
        said = text(
            "hạn {day}, quá {days} ngày; {status}",
            day=shown_day(row.result.due),
            days=(evaluation.today - row.result.due).days,
            status=_progress(row.result, words),
        )
        steps.append(TaskStep(row, row.lead, words.say(said)))
    how = text(
        'Làm xong thì báo cáo: mã nhiệm vụ, giá trị "hoàn thành", ghi chú là số văn bản minh chứng.'
    )
    return TaskList(words.say(text("Nhiệm vụ quá hạn")), words.say(how), tuple(steps))


def _due_soon(rows: Iterable[TaskRow], evaluation: TaskEvaluation, words: Words) -> TaskList:
    steps = []
    for row in _by_day(rows, lambda result: result.is_due_soon):
        due = row.result.due
        if due is None or row.result.is_overdue:  # an earlier time of a recurring task is not done
            said = text("ngoài lần đã quá hạn, còn một lần đến hạn trong 30 ngày tới")
        else:
            said = text(
                "hạn {day}, còn {days} ngày; {status}",
                day=shown_day(due),
                days=(due - evaluation.today).days,
                status=_progress(row.result, words),
            )
        steps.append(TaskStep(row, row.lead, words.say(said)))
    title = text("Nhiệm vụ đến hạn trong 30 ngày tới")
    return TaskList(words.say(title), "", tuple(steps))


def _wrong(run: Run, rows: Iterable[TaskRow], words: Words) -> TaskList:
    steps = [
        TaskStep(row, row.lead, _to_correct(run, row.result.rejected, words))
        for row in rows
        if row.result.status is TaskStatus.BAD_DATA
    ]
    how = text("Giá trị chỉ là: chưa thực hiện, đang thực hiện, hoàn thành, hoặc tỷ lệ kèm dấu %.")
    return TaskList(words.say(text("Nhiệm vụ có lỗi số liệu")), words.say(how), tuple(steps))


def _to_correct(run: Run, rejected: Sequence[Slot], words: Words) -> str:
    said = []
    for slot in rejected:
        places = [printable(str(place)) for place in run.submissions.tasks.rejected.get(slot, ())]
        said.append(
            words.say(text("sửa giá trị kỳ {period} ở {places}", period=slot.period, places=places))
        )
    return "; ".join(said)


def _unreported(rows: Iterable[TaskRow], words: Words) -> TaskList:
    """List what each unit has not reported; of a recurring task, the periods it is silent on."""
    silent = [row for row in rows if row.result.status is TaskStatus.NOT_REPORTED]
    steps = []
    for unit in words.plan.unit:
        own = tuple(row for row in silent if row.result.task.lead == unit)
        slots = [slot for row in own for slot in row.result.missing]
        if own:
            steps.append(TaskStep(None, words.unit(unit), listed_slots(slots, words), own))
    how = text("Không báo cáo thì không biết; không tính là chưa thực hiện, cũng không là xong.")
    return TaskList(words.say(text("Nhiệm vụ chưa báo cáo")), words.say(how), tuple(steps))
