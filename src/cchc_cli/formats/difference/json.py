"""A comparison as JSON, for other programs; see docs/json.md."""

from typing import Any

from cchc_cli import __version__
from cchc_cli.differences import EntryDifference, Held, TargetDifference, TaskDifference
from cchc_cli.evaluate import Result
from cchc_cli.formats import PLAIN, Screen
from cchc_cli.formats.difference.rows import Compared, Memo
from cchc_cli.formats.json import (
    FORMAT,
    dumped,
    entry_object,
    number_of,
    problem_object,
    progress_object,
    require_object,
    task_tally_object,
)
from cchc_cli.pipeline import Run
from cchc_cli.plan.compare import PlanDifference
from cchc_cli.submissions.ledger import Entry
from cchc_cli.tasks import TaskResult
from cchc_cli.texts import printable


def render_json(memo: Memo, _screen: Screen = PLAIN) -> str:
    """Render a comparison as one JSON object; values are unrounded."""
    compared = memo.compared
    found = compared.differences
    return dumped(
        {
            "format": FORMAT,
            "cchc": __version__,
            "compared": compared.form.value,
            "same": found.is_empty,
            "old": {**_run(compared.old), "record": _record(compared)},
            "new": {**_run(compared.new), "record": None},
            "entries": [_entry(each) for each in found.entries],
            "progress": [_entry(each) for each in found.progress],
            "verdicts": [_target(each) for each in found.verdicts],
            "values": [_target(each) for each in found.values],
            "tasks": [_task(each) for each in found.tasks],
            "plan_changes": _plan(found.plan),
            "problems": [problem_object(p, memo.words) for p in compared.new.problems],
        }
    )


def _run(run: Run) -> dict[str, Any]:
    evaluation = run.evaluation
    tally = {verdict.value: count for verdict, count in evaluation.tally().items()}
    return {
        "plan": {"id": evaluation.plan.id, "title": evaluation.plan.title},
        "period": str(evaluation.period),
        "tally": {**tally, "total": len(evaluation.results)},
        "tasks_tally": task_tally_object(run.tasks().tally()),
        "inputs_sha256": run.inputs_sha256,
    }


def _record(compared: Compared) -> dict[str, Any] | None:
    if compared.record is None:
        return None
    closing = compared.record.closing
    return {
        "name": compared.record.name,
        "revision": closing.revision,
        "closed_on": closing.closed_on.isoformat(),
        "by": closing.by,
        "note": closing.note,
        "reasons": list(compared.reasons),
    }


def _entry(found: EntryDifference) -> dict[str, Any]:
    slot = found.slot
    return {
        "unit": slot.unit,
        "figure": slot.figure,
        "change": found.kind.value,
        "difference": number_of(found.amount),
        "old": _held(found.old),
        "new": _held(found.new),
    }


def _held(held: Held) -> dict[str, Any] | None:
    """Return what a state holds; of values that cannot be used, the first one's place."""
    if isinstance(held.entry, Entry):
        shown = {**entry_object(held.entry), "estimated": held.is_estimated}
    elif held.entry is not None:
        shown = progress_object(held.entry)
    elif held.rejected:
        where = held.rejected[0]
        shown = {
            "period": str(held.period),
            "value": None,
            "path": printable(where.path),
            "line": where.line,
            "sheet": where.sheet,
            "cell": where.cell,
        }
    else:
        return None
    return {**shown, "rejected": held.entry is None}


def _target(found: TargetDifference) -> dict[str, Any]:
    return {
        "target": found.new.target.id,
        "name": found.new.target.name,
        "old": _result(found.old),
        "new": _result(found.new),
    }


def _result(result: Result) -> dict[str, Any]:
    return {
        "verdict": result.verdict.value,
        "value": number_of(result.value),
        "provisional": result.provisional,
        "require": require_object(result.target.require),
    }


def _task(found: TaskDifference) -> dict[str, Any]:
    return {
        "task": found.new.task.id,
        "name": found.new.task.name,
        "old": _status(found.old),
        "new": _status(found.new),
    }


def _status(result: TaskResult) -> dict[str, Any]:
    return {
        "status": result.status.value,
        "percent": number_of(result.percent),
        "overdue": result.is_overdue,
    }


def _plan(found: PlanDifference) -> dict[str, Any]:
    return {
        "targets_added": [target.id for target in found.added],
        "targets_removed": [target.id for target in found.removed],
        "requirements": [
            {
                "target": now.id,
                "old": require_object(then.require),
                "new": require_object(now.require),
            }
            for then, now in found.requirements
        ],
        "measures": [target.id for target in found.measures],
        "figures": list(found.figures),
        "rules": list(found.rules),
        "tasks_added": [task.id for task in found.tasks_added],
        "tasks_removed": [task.id for task in found.tasks_removed],
        "tasks_changed": [task.id for task in found.tasks_changed],
    }
