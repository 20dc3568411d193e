"""A comparison as JSON, for other programs; see docs/json.md."""

from collections.abc import Iterable
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
from cchc_cli.submissions.ledger import Entry, Slot
from cchc_cli.tasks import TaskResult
from cchc_cli.texts import printable

_PLACE_KEYS = ("path", "line", "sheet", "cell", "note", "revision")
_ENTRY_KEYS = ("figure", "unit", "period", "value", *_PLACE_KEYS, "estimated")
_PROGRESS_KEYS = ("figure", "unit", "period", "value", "percent", *_PLACE_KEYS)


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
            "progress": [_progress(each) for each in found.progress],
            "verdicts": [_target(each) for each in found.verdicts],
            "values": [_target(each) for each in found.values],
            "tasks": [_task(each) for each in found.tasks],
            "not_due": {"figures": found.not_due.figures, "tasks": found.not_due.tasks},
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
        "old": _held(slot, found.old, _ENTRY_KEYS),
        "new": _held(slot, found.new, _ENTRY_KEYS),
    }


def _progress(found: EntryDifference) -> dict[str, Any]:
    slot = found.slot
    return {
        "unit": slot.unit,
        "task": slot.figure,
        "change": found.kind.value,
        "old": _held(slot, found.old, _PROGRESS_KEYS),
        "new": _held(slot, found.new, _PROGRESS_KEYS),
    }


def _held(slot: Slot, held: Held, keys: Iterable[str]) -> dict[str, Any] | None:
    """Return what a state holds; of values that cannot be used, the first one's place.

    `keys` are those of an entry; what a value that cannot be used has none of is null.
    """
    if isinstance(held.entry, Entry):
        return {**entry_object(held.entry), "rejected": False}
    if held.entry is not None:
        return {**progress_object(held.entry), "rejected": False}
    if not held.rejected:
        return None
    where = held.rejected[0]
    known = {
        "figure": slot.figure,
        "unit": slot.unit,
        "period": str(held.period),
        "path": printable(where.path),
        "line": where.line,
        "sheet": where.sheet,
        "cell": where.cell,
    }
    return {**{key: known.get(key) for key in keys}, "rejected": True}


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
        "estimated": result.estimated,
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
    done, asked = result.times or (None, None)
    return {
        "status": result.status.value,
        "percent": number_of(result.percent),
        "times_done": done,
        "times_asked": asked,
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
        "periods": [[str(first), str(last)] for first, last in found.periods],
        "cut_off_day": list(found.cut_off_day),
    }
