"""A plan clause by clause, as ``cchc plan check`` shows it: what carries each, what is missing."""

from rich.text import Text as RichText

from cchc_cli.formats import Screen
from cchc_cli.formats.blocks import Block, render_blocks
from cchc_cli.formats.grid import Column, make_table
from cchc_cli.formats.words import Words
from cchc_cli.pipeline import PlanFile
from cchc_cli.plan.clauses import Clause, Gap, clauses_of, gaps_of
from cchc_cli.plan.terms import Plan, figures_of
from cchc_cli.texts import Text, text


def render_clauses(plan_file: PlanFile, language: str, screen: Screen) -> str:
    """Say that a plan is valid; list each clause with what carries it; name gaps in numbering."""
    plan = plan_file.plan
    words = Words(plan, language)
    say = words.say
    clauses = clauses_of(plan)
    columns = [
        Column(say(text("Điểm"))),
        Column(say(text("Chỉ tiêu, nhiệm vụ")), flexible=True),
    ]
    rows = [[say(clause.name), _carriers(clause, words)] for clause in clauses]
    valid = text(
        "{plan}: hợp lệ; {targets} chỉ tiêu và {tasks} nhiệm vụ của {clauses} điểm, "
        "{figures} số liệu, {checks} quy tắc đối chiếu",
        plan=plan_file.shown,
        targets=len(plan.targets),
        tasks=len(plan.tasks),
        clauses=len(clauses),
        figures=len(plan.figures),
        checks=len(plan.checks),
    )
    blocks: list[Block] = [RichText(f"✓ {say(valid)}", style="green"), ""]
    blocks.append(make_table(columns, rows, screen))
    for note in _notes(plan, clauses):
        blocks += ["", RichText(say(note))]
    return render_blocks(blocks, screen)


def _carriers(clause: Clause, words: Words) -> str:
    """Return what carries a clause, one a line."""
    carriers = [f"{target.id} {target.name}" for target in clause.targets]
    carriers += [f"{task.id} {task.name}" for task in clause.tasks]
    return "\n".join(map(words.say, carriers))


def _notes(plan: Plan, clauses: tuple[Clause, ...]) -> list[Text]:
    notes = []
    if gaps := gaps_of(clause.name for clause in clauses):
        notes.append(
            text(
                "Còn khuyết, chưa có chỉ tiêu hay nhiệm vụ nào thực hiện: {gaps}. Đối chiếu với "
                "văn bản kế hoạch: điểm nào có giao việc thì thêm vào tệp, điểm nào không thì bỏ "
                "qua.",
                gaps=[_gap(gap) for gap in gaps],
            )
        )
    if unused := _unused(plan):
        notes.append(
            text("Số liệu chỉ để đối chiếu, không chỉ tiêu nào dùng: {unused}", unused=unused)
        )
    return notes


def _gap(gap: Gap) -> Text | str:
    if gap.first == gap.last:
        return gap.first
    return text("{first} đến {last}", first=gap.first, last=gap.last)


def _unused(plan: Plan) -> list[str]:
    used = {name for target in plan.targets for name in figures_of(target.measure)}
    return [figure.id for figure in plan.figures if figure.id not in used]
