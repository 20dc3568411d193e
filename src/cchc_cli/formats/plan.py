"""A plan as ``cchc plan`` shows it: as tables, as JSON, and clause by clause."""

from collections.abc import Sequence
from typing import Any

from rich.text import Text as RichText

from cchc_cli.formats import Screen
from cchc_cli.formats.json import require_object
from cchc_cli.formats.terminal import Block, Column, heading, make_table, render_blocks
from cchc_cli.formats.words import Words
from cchc_cli.numbers import FigureType
from cchc_cli.pipeline import PlanFile
from cchc_cli.plan.terms import (
    AllDone,
    Every,
    Letterhead,
    Measure,
    Plan,
    Ratio,
    Target,
    Task,
    Term,
    Unit,
    figures_of,
)
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
    """List plans by id, with title, periods and number of targets."""
    blocks: list[Block] = []
    for plan_file in found:
        plan = plan_file.plan
        say = Words(plan, language).say
        blocks.append(RichText(plan.id, style="bold"))
        counted = text(
            "    {title} · {first} đến {last} · {count} chỉ tiêu",
            title=plan.title,
            first=plan.first,
            last=plan.last,
            count=len(plan.targets),
        )
        blocks.append(RichText(say(counted)))
    return render_blocks(blocks, screen)


def render_plan(plan_file: PlanFile, unit: str | None, language: str, screen: Screen) -> str:
    """Show a plan: its targets, then the figures each unit submits; or one unit's figures."""
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
            blocks.append(_targets(targets, words, screen))
    for each in plan.units:
        if unit in (None, each.id):
            blocks += _figures(each, words, screen)
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


def render_clauses(plan_file: PlanFile, language: str, screen: Screen) -> str:
    """Say that a plan is valid, and list each clause with the targets that carry it."""
    plan = plan_file.plan
    words = Words(plan, language)
    say = words.say
    carried: dict[str, list[Target]] = {}
    for target in plan.targets:
        carried.setdefault(target.clause, []).append(target)
    columns = [Column(say(text("Điểm"))), Column(say(text("Chỉ tiêu")), flexible=True)]
    rows = [
        [say(clause), "; ".join(say(f"{t.id} {t.name}") for t in targets)]
        for clause, targets in carried.items()
    ]
    valid = text(
        "{plan}: hợp lệ; {targets} chỉ tiêu của {clauses} điểm, {figures} số liệu, "
        "{checks} quy tắc đối chiếu",
        plan=plan_file.shown,
        targets=len(plan.targets),
        clauses=len(carried),
        figures=len(plan.figures),
        checks=len(plan.checks),
    )
    blocks: list[Block] = [RichText(f"✓ {say(valid)}", style="green"), ""]
    blocks.append(make_table(columns, rows, screen))
    unused = _unused(plan)
    if unused:
        said = text("Số liệu chỉ để đối chiếu, không chỉ tiêu nào dùng: {unused}", unused=unused)
        blocks += ["", RichText(say(said))]
    return render_blocks(blocks, screen)


def _unused(plan: Plan) -> list[str]:
    used = {name for target in plan.targets for name in figures_of(target.measure)}
    return [figure.id for figure in plan.figures if figure.id not in used]


def plan_object(plan: Plan) -> dict[str, Any]:
    """Return a plan as JSON has it: every default filled in, targets as a flat list."""
    return {
        "format": 1,
        "id": plan.id,
        "title": plan.title,
        "issuer": plan.issuer,
        "authority": list(plan.authority),
        "letterhead": _letterhead_object(plan.letterhead),
        "language": plan.language,
        "periods": {"first": str(plan.first), "last": str(plan.last)},
        "cut_off_day": plan.cut_off_day,
        "units": [{"id": u.id, "name": u.name, "aliases": list(u.aliases)} for u in plan.units],
        "figures": [
            {
                "id": figure.id,
                "name": figure.name,
                "type": figure.type.value,
                "measured_in": figure.measured_in or None,
                "over_time": figure.over_time.value,
                "every": figure.every.value,
                "reported_by": list(figure.reported_by),
            }
            for figure in plan.figures
        ],
        "checks": [
            {"rule": check.rule, "severity": "error" if check.is_error else "warning"}
            for check in plan.checks
        ],
        "sections": [{"id": s.id, "title": s.title, "lead": s.lead} for s in plan.sections],
        "targets": [_target_object(target) for target in plan.targets],
        "tasks": [_task_object(task) for task in plan.tasks],
    }


def _letterhead_object(letterhead: Letterhead) -> dict[str, Any]:
    """Return a letterhead; null where it has no superior, or a word is left to fill in."""
    return {
        "superior": letterhead.superior or None,
        "body": list(letterhead.body),
        "place": letterhead.place or None,
        "number_suffix": letterhead.number_suffix or None,
        "signer": list(letterhead.signer),
        "recipients": list(letterhead.recipients),
    }


def _target_object(target: Target) -> dict[str, Any]:
    return {
        "id": target.id,
        "section": target.section,
        "clause": target.clause,
        "name": target.name,
        "text": target.text,
        "lead": target.lead,
        "measure": _measure_object(target.measure),
        "require": require_object(target.require),
        "due": str(target.due) if target.due else None,
        "judge": target.judge.value,
        "may_exceed": target.may_exceed,
    }


def _task_object(task: Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "section": task.section,
        "clause": task.clause,
        "name": task.name,
        "text": task.text,
        "lead": task.lead,
        "supported_by": list(task.supported_by),
        "due": str(task.due) if task.due else None,
        "recurring": task.recurring.value if task.recurring else None,
        "product": task.product or None,
    }


def _measure_object(measure: Measure) -> dict[str, Any]:
    match measure:
        case Ratio(part, whole):
            return {"ratio": {"part": _terms(part), "whole": _terms(whole)}}
        case AllDone(figures):
            return {"all_done": list(figures)}
    return {"total": _terms(measure.terms)}


def _terms(terms: Sequence[Term]) -> list[str]:
    return [term.figure if term.sign > 0 else f"-{term.figure}" for term in terms]
