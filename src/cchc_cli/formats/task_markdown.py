"""Tasks as Markdown: the report of ``cchc tasks``, and its chapter in the evaluation."""

from collections.abc import Iterator, Sequence

from cchc_cli.formats import PLAIN, Screen
from cchc_cli.formats.markdown import escaped, table
from cchc_cli.formats.rows import report_foot, subtitle_of
from cchc_cli.formats.task_rows import COUNT_HEADS, CountRow, TaskRows
from cchc_cli.formats.task_steps import TaskList
from cchc_cli.formats.task_words import TASK_COLUMNS
from cchc_cli.formats.words import Words
from cchc_cli.texts import Text, text


def render_tasks_markdown(tasks: TaskRows, _screen: Screen = PLAIN) -> str:
    """Render the tasks of a plan as Markdown."""
    return "\n".join(_lines(tasks)).rstrip() + "\n"


def _lines(tasks: TaskRows) -> Iterator[str]:
    yield f"# {escaped(tasks.headline)}"
    yield ""
    yield f"{escaped(tasks.words.say(tasks.evaluation.plan.title))}  "
    for line in subtitle_of(tasks.run, tasks.words):
        yield f"{escaped(line)}  "
    yield ""
    if tasks.total:
        yield from _body(tasks, level=2)
    yield "---"
    yield ""
    for line in report_foot(tasks.run, tasks.words):
        yield f"{escaped(line)}  "


def chapter(tasks: TaskRows) -> Iterator[str]:
    """Yield the chapter of an evaluation."""
    yield f"## {tasks.words.say(text('Nhiệm vụ'))}"
    yield ""
    yield f"{escaped(tasks.headline)}."
    yield ""
    yield from _body(tasks, level=3)


def _body(tasks: TaskRows, level: int) -> Iterator[str]:
    """Yield counts, what is to be done, and all tasks; `level` is that of the headings."""
    words, mark = tasks.words, "#" * level
    counted = [word for _, word, _ in tasks.counts], [str(count) for *_, count in tasks.counts]
    yield from table(counted[0], [counted[1]], numbers=range(len(tasks.counts)))
    yield f"{escaped(tasks.of_these)}.  "
    yield f"{escaped(tasks.as_of)}."
    yield ""
    if tasks.scope:
        yield escaped(tasks.scope)
        yield ""
    section, unit = text("Lĩnh vực"), text("Đơn vị chủ trì")
    yield from _counts(section, tasks.by_section, words)
    yield from _counts(unit, tasks.by_unit, words)
    for each in tasks.lists:
        yield from _list(each, mark)
    for one in tasks.sections:
        yield f"{mark} {escaped(one.title)}"
        yield ""
        heads = [words.say(name) for name in TASK_COLUMNS]
        yield from table(heads, [row.cells() for row in one.rows], numbers=())


def _counts(name: Text, rows: Sequence[CountRow], words: Words) -> Iterator[str]:
    heads = [words.say(head) for head in (name, *COUNT_HEADS)]
    yield from table(heads, [[row.name, *row.cells()] for row in rows], numbers=range(1, 8))


def _list(tasks: TaskList, mark: str) -> Iterator[str]:
    yield f"{mark} {escaped(tasks.title)}"
    yield ""
    if tasks.how:
        yield escaped(tasks.how)
        yield ""
    for step in tasks.steps:
        said = f"{escaped(step.sentence)} — {escaped(step.unit)}"
        if step.row:
            said = f"**{escaped(step.row.id)}** {escaped(step.row.name)}: {said}"
        yield f"- {said}"
    yield ""
