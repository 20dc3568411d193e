"""Tasks as words and numbers, before any layout: counts, lists, and a row for each task.

Whatever two formats show of a task comes from here, so that they cannot disagree.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from cchc_cli.formats.task_steps import (
    TaskList,
    due_soon_tasks,
    overdue_tasks,
    unreported_tasks,
    wrong_tasks,
)
from cchc_cli.formats.task_words import TaskRow, shown_day, status_said, task_row
from cchc_cli.formats.words import Words
from cchc_cli.pipeline import Run
from cchc_cli.plan.terms import Plan, Section, Task
from cchc_cli.tasks import TaskEvaluation, TaskStatus, TaskTally
from cchc_cli.texts import text

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
        overdue=overdue_tasks(rows, evaluation, words),
        due_soon=due_soon_tasks(rows, evaluation, words),
        wrong=wrong_tasks(run, rows, words),
        unreported=unreported_tasks(rows, words),
    )


def _is_chosen(task: Task, sections: Sequence[str], units: Sequence[str]) -> bool:
    if sections and task.section not in sections:
        return False
    return not units or bool({task.lead, *task.supported_by} & set(units))


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
