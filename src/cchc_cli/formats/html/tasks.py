"""The page's chapter of tasks: what the filter goes by, and the names of columns."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from cchc_cli.formats.rows import Report
from cchc_cli.formats.task_rows import COUNT_HEADS, CountRow, TaskRows
from cchc_cli.formats.task_steps import TaskList, TaskStep
from cchc_cli.formats.task_words import TASK_COLUMNS, TaskRow
from cchc_cli.texts import text


class Item(NamedTuple):
    """A task, and the section and the units by which the filter finds it."""

    row: TaskRow
    sections: str
    units: str


class StepItem(NamedTuple):
    """What is to be done, and the sections and units by which the filter finds it."""

    step: TaskStep
    row: TaskRow
    """The task, or the first of several: they are all of one status."""
    sections: str
    units: str


class TaskGroup(NamedTuple):
    """The tasks of one section."""

    title: str
    items: tuple[Item, ...]


class Table(NamedTuple):
    """Counts, by section or by unit."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[CountRow, ...]


class TaskChapter(NamedTuple):
    """All that the template lays out."""

    rows: TaskRows
    heads: tuple[str, ...]
    tables: tuple[Table, ...]
    groups: tuple[TaskGroup, ...]
    lists: tuple[tuple[TaskList, tuple[StepItem, ...]], ...]


def task_chapter(report: Report, keys: Mapping[str, str]) -> TaskChapter:
    """Put together the chapter; `keys` are the names of sections within the page."""
    tasks, say = report.tasks, report.words.say
    heads = tuple(map(say, COUNT_HEADS))
    section, unit = say(text("Lĩnh vực")), say(text("Đơn vị chủ trì"))
    return TaskChapter(
        rows=tasks,
        heads=tuple(map(say, TASK_COLUMNS)),
        tables=(
            Table(section, (section, *heads), tasks.by_section),
            Table(unit, (unit, *heads), tasks.by_unit),
        ),
        groups=tuple(_groups(tasks, keys)),
        lists=tuple((one, tuple(_steps(one, keys))) for one in tasks.lists),
    )


def _groups(tasks: TaskRows, keys: Mapping[str, str]) -> Iterable[TaskGroup]:
    for section in tasks.sections:
        items = tuple(_item(row, keys) for row in section.rows)
        yield TaskGroup(section.title, items)


def _item(row: TaskRow, keys: Mapping[str, str]) -> Item:
    return Item(row, *_found_by([row], keys))


def _steps(tasks: TaskList, keys: Mapping[str, str]) -> Iterable[StepItem]:
    for step in tasks.steps:
        rows = [step.row] if step.row else list(step.several)
        yield StepItem(step, rows[0], *_found_by(rows, keys))


def _found_by(rows: Sequence[TaskRow], keys: Mapping[str, str]) -> tuple[str, str]:
    """Return the sections and the units of tasks, as the page's script reads them."""
    sections = {keys[row.result.task.section] for row in rows}
    units = {unit for row in rows for unit in (row.result.task.lead, *row.result.task.supported_by)}
    return " ".join(sorted(sections)), " ".join(sorted(units))
