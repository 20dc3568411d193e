"""A plan as one JSON object: every default filled in, targets and tasks as flat lists."""

from collections.abc import Sequence
from typing import Any

from cchc_cli.formats.json import require_object
from cchc_cli.plan.terms import (
    AllDone,
    Letterhead,
    Measure,
    Plan,
    Ratio,
    Target,
    Task,
    Term,
)


def plan_object(plan: Plan) -> dict[str, Any]:
    """Return a plan as JSON has it: every default filled in, targets and tasks as flat lists."""
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
