"""Tasks as text for a terminal: the report of ``cchc tasks``, and its chapter in the evaluation."""

from collections.abc import Iterator, Sequence

from rich.text import Text as RichText

from cchc_cli.formats import PLAIN, Screen
from cchc_cli.formats.blocks import Block, Indented, flowed, heading, render_blocks
from cchc_cli.formats.grid import Column, make_table
from cchc_cli.formats.rows import report_foot, subtitle_of
from cchc_cli.formats.task_rows import COUNT_HEADS, CountRow, TaskRows, TaskSection
from cchc_cli.formats.task_steps import TaskList
from cchc_cli.formats.task_words import TaskRow
from cchc_cli.formats.words import Words
from cchc_cli.tasks import TaskStatus
from cchc_cli.texts import Text, text

STYLES: dict[TaskStatus, str] = {
    TaskStatus.DONE: "green",
    TaskStatus.IN_PROGRESS: "cyan",
    TaskStatus.NOT_BEGUN: "dim",
    TaskStatus.NOT_REPORTED: "yellow",
    TaskStatus.BAD_DATA: "bold magenta",
}
CHAPTER_STEPS = 10
"""How many tasks each list in an evaluation names; ``cchc tasks`` names all."""


def render_tasks_text(tasks: TaskRows, screen: Screen = PLAIN) -> str:
    """Render the tasks of a plan as text."""
    words = tasks.words
    blocks: list[Block] = [
        RichText(tasks.headline, style="bold"),
        RichText(words.say(tasks.evaluation.plan.title)),
        *map(RichText, subtitle_of(tasks.run, words)),
    ]
    if tasks.total:
        blocks += [RichText(tasks.as_of), "", *counts(tasks, screen)]
        section, unit = text("Lĩnh vực"), text("Đơn vị chủ trì")
        blocks += _table(text("Theo lĩnh vực"), section, tasks.by_section, words, screen)
        blocks += _table(text("Theo đơn vị chủ trì"), unit, tasks.by_unit, words, screen)
        blocks += ["", RichText(tasks.scope)] if tasks.scope else []
        blocks += _steps(tasks)
        for each in tasks.sections:
            blocks += _section(each, words)
    blocks += ["", *(RichText(line, style="dim") for line in report_foot(tasks.run, words))]
    return render_blocks(blocks, screen)


def chapter(tasks: TaskRows, screen: Screen) -> Iterator[Block]:
    """Yield the chapter of an evaluation: counts, what is overdue or due soon, where all stand."""
    words = tasks.words
    yield from heading(words, text("Nhiệm vụ"))
    yield RichText(tasks.headline, style="bold")
    yield from counts(tasks, screen)
    yield RichText(tasks.as_of, style="dim")
    if tasks.scope:
        yield RichText(tasks.scope)
    for each in (tasks.overdue, tasks.due_soon):
        yield from _list(each, CHAPTER_STEPS)
        if len(each.steps) > CHAPTER_STEPS:
            more = text("… và {count} nhiệm vụ nữa", count=len(each.steps) - CHAPTER_STEPS)
            yield RichText(words.say(more))
    yield ""
    yield RichText(words.say(text("Mọi nhiệm vụ, theo lĩnh vực và đơn vị: cchc tasks")))


def counts(tasks: TaskRows, screen: Screen) -> Iterator[Block]:
    """Yield how many tasks there are of each status, and how many are late or soon due."""
    said = [
        RichText(f"{word}: {count}", style=STYLES[status] if count else "dim")
        for status, word, count in tasks.counts
    ]
    yield flowed(said, screen)
    style = "bold red" if tasks.evaluation.tally().overdue else ""
    yield RichText(tasks.of_these, style=style)


def _table(
    title: Text, name: Text, rows: Sequence[CountRow], words: Words, screen: Screen
) -> Iterator[Block]:
    yield from heading(words, title)
    columns = [
        Column(words.say(name), flexible=True),
        *(Column(words.say(head), is_number=True) for head in COUNT_HEADS),
    ]
    yield make_table(columns, [[row.name, *row.cells()] for row in rows], screen)


def _steps(tasks: TaskRows) -> Iterator[Block]:
    if tasks.lists:
        yield from heading(tasks.words, text("Việc cần làm tiếp"))
    for number, each in enumerate(tasks.lists):
        yield from list(_list(each))[0 if number else 1 :]


def _list(tasks: TaskList, most: int | None = None) -> Iterator[Block]:
    """Yield a list, or its first `most`, below its title, after an empty line; none if empty."""
    if not tasks.steps:
        return
    yield ""
    yield RichText(f"{tasks.title}: {tasks.how_many}", style="bold")
    if tasks.how:
        yield RichText(tasks.how, style="dim")
    for step in tasks.steps[:most]:
        if step.row:
            yield RichText(f"{step.row.id} ", style="bold").append(step.row.name, style="not bold")
        yield Indented(RichText(f"→ {step.unit}: {step.sentence}"))


def _section(section: TaskSection, words: Words) -> Iterator[Block]:
    yield from ("", RichText(section.title, style="bold"), "")
    for row in section.rows:
        yield from _task(row, words)


def _task(row: TaskRow, words: Words) -> Iterator[Block]:
    """Yield a task's name, then what is known of it: narrow screens have no room for columns."""
    yield RichText(f"{row.id} ", style="bold").append(row.name, style="not bold")
    line = RichText(row.status, style=STYLES[row.result.status])
    due = row.due_and_flag
    if row.result.task.recurring is None:
        due = words.say(text("hạn {due}", due=due))
    reported = [words.say(text("báo cáo kỳ {period}", period=row.reported))] * bool(
        row.result.entries
    )
    for part in (due, *reported, row.lead):
        line.append(f" · {part}", style="default")
    yield Indented(line)
    if told := " · ".join(filter(None, (row.evidence, row.place))):
        yield Indented(RichText(told, style="dim"))
