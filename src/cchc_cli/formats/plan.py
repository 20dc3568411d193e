"""Plans as ``cchc plan`` shows them on a terminal: a list, and the tables of one."""

from collections.abc import Sequence

from rich.text import Text as RichText

from cchc_cli.formats import Screen
from cchc_cli.formats.blocks import Block, heading, render_blocks
from cchc_cli.formats.grid import Column, make_table
from cchc_cli.formats.words import Words
from cchc_cli.numbers import FigureType
from cchc_cli.pipeline import PlanFile
from cchc_cli.plan.terms import Every, Target, Task, Unit
from cchc_cli.texts import Text, text

_TYPES: dict[FigureType, Text] = {
    FigureType.COUNT: text("số đếm"),
    FigureType.AMOUNT: text("số thập phân"),
    FigureType.PERCENT: text("tỷ lệ %"),
    FigureType.YES_NO: text("có/không"),
}
_EVERY: dict[Every, Text] = {
    Every.MONTH: text("mỗi kỳ"),
    Every.QUARTER: text("cuối quý"),
    Every.PLAN: text("cuối kế hoạch"),
}


def render_plan_list(found: Sequence[PlanFile], language: str, screen: Screen) -> str:
    """List plans by id, with title, periods, and how many targets and tasks they have."""
    blocks: list[Block] = []
    for plan_file in found:
        plan = plan_file.plan
        say = Words(plan, language).say
        blocks.append(RichText(plan.id, style="bold"))
        counted = text(
            "    {title} · {first} đến {last} · {count} chỉ tiêu, {tasks} nhiệm vụ",
            title=plan.title,
            first=plan.first,
            last=plan.last,
            count=len(plan.targets),
            tasks=len(plan.tasks),
        )
        blocks.append(RichText(say(counted)))
    return render_blocks(blocks, screen)


def render_plan(plan_file: PlanFile, unit: str | None, language: str, screen: Screen) -> str:
    """Show a plan: its targets and tasks, then the figures each unit submits.

    Of one unit, only the figures that it submits and the tasks that it leads or supports.
    """
    plan = plan_file.plan
    words = Words(plan, language)
    blocks: list[Block] = [
        RichText(words.say(plan.title), style="bold"),
        RichText(
            words.say(
                text(
                    "{issuer} · {first} đến {last}",
                    issuer=plan.issuer,
                    first=plan.first,
                    last=plan.last,
                )
            )
        ),
    ]
    if unit is None:
        for section in plan.sections:
            title = words.say(text("{id}. {title}", id=section.id, title=section.title))
            blocks += ["", RichText(title, style="bold")]
            targets = [target for target in plan.targets if target.section == section.id]
            tasks = [task for task in plan.tasks if task.section == section.id]
            tables = [_targets(targets, words, screen)] if targets else []
            tables += [_tasks(tasks, words, screen)] if tasks else []
            blocks += _parted(tables)
    for each in plan.units:
        if unit in (None, each.id):
            blocks += _figures(each, words, screen)
        if unit == each.id:
            blocks += _unit_tasks(each, words, screen)
    return render_blocks(blocks, screen)


def _targets(targets: Sequence[Target], words: Words, screen: Screen) -> Block:
    say = words.say
    columns = [
        Column(say(text("Mã"))),
        Column(say(text("Chỉ tiêu")), flexible=True),
        Column(say(text("Yêu cầu")), is_number=True),
        Column(say(text("Hạn"))),
        Column(say(text("Chủ trì"))),
    ]
    rows = [
        [say(t.id), say(t.name), words.requirement(t), str(t.due or ""), t.lead] for t in targets
    ]
    return make_table(columns, rows, screen)


def _parted(tables: Sequence[Block]) -> list[Block]:
    """Return tables with an empty line between them."""
    return [block for table in tables for block in ("", table)][1:]


def _tasks(tasks: Sequence[Task], words: Words, screen: Screen) -> Block:
    lead = Column(words.say(text("Chủ trì")))
    return _task_table([(task, task.lead) for task in tasks], lead, words, screen)


def _unit_tasks(unit: Unit, words: Words, screen: Screen) -> list[Block]:
    """Return the tasks that a unit leads, whose progress it reports, then those it supports."""
    say = words.say
    leads = [task for task in words.plan.tasks if task.lead == unit.id]
    supports = [task for task in words.plan.tasks if unit.id in task.supported_by]
    title = text(
        "{id} – {name}: chủ trì {leads}, phối hợp {supports} nhiệm vụ",
        id=unit.id,
        name=unit.name,
        leads=len(leads),
        supports=len(supports),
    )
    blocks = heading(words, title)
    rows = [(task, say(text("chủ trì"))) for task in leads]
    rows += [(task, say(text("phối hợp"))) for task in supports]
    if not rows:
        return blocks[:2]
    return [*blocks, _task_table(rows, Column(say(text("Vai trò"))), words, screen)]


def _task_table(
    rows: Sequence[tuple[Task, str]], last: Column, words: Words, screen: Screen
) -> Block:
    """Return a table of tasks, each with a word for its last column."""
    say = words.say
    columns = [
        Column(say(text("Mã"))),
        Column(say(text("Nhiệm vụ")), flexible=True),
        Column(say(text("Hạn"))),
        last,
    ]
    cells = [[task.id, say(task.name), _when(task, words), word] for task, word in rows]
    return make_table(columns, cells, screen)


def _when(task: Task, words: Words) -> str:
    """Return a task's due period or day, or how often it is to be done."""
    if task.recurring is not None:
        return words.say(_EVERY[Every(task.recurring.value)])
    return str(task.due or "")


def _figures(unit: Unit, words: Words, screen: Screen) -> list[Block]:
    say = words.say
    figures = [f for f in words.plan.figures if unit.id in f.reported_by]
    title = text("{id} – {name}: {count} số liệu", id=unit.id, name=unit.name, count=len(figures))
    blocks = heading(words, title)
    if not figures:
        return blocks[:2]
    columns = [
        Column(say(text("Mã số liệu"))),
        Column(say(text("Tên")), flexible=True),
        Column(say(text("Kiểu, ĐVT")), width=16),
        Column(say(text("Nộp"))),
    ]
    rows = [
        [
            figure.id,
            say(figure.name),
            ", ".join(filter(None, (say(_TYPES[figure.type]), say(figure.measured_in)))),
            say(_EVERY[figure.every]),
        ]
        for figure in figures
    ]
    return [*blocks, make_table(columns, rows, screen)]
