"""The report as JSON, for other programs; its shape is a contract (see docs/json.md)."""

import json
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cchc_cli import __version__
from cchc_cli.evaluate import Result, Submission
from cchc_cli.formats import PLAIN, Screen
from cchc_cli.formats.rows import Report
from cchc_cli.formats.words import Words
from cchc_cli.margin import Margin
from cchc_cli.plan.terms import Requirement
from cchc_cli.problems import Problem
from cchc_cli.submissions.ledger import Entry, ProgressEntry
from cchc_cli.tasks import TaskResult, TaskTally
from cchc_cli.texts import printable

FORMAT = 1


def render_json(report: Report, _screen: Screen = PLAIN) -> str:
    """Render a report as one JSON object; values are unrounded."""
    return dumped(report_object(report))


def report_object(report: Report) -> dict[str, Any]:
    """Return a report as the JSON object that `render_json` renders."""
    run = report.run
    evaluation = run.evaluation
    tally = {verdict.value: count for verdict, count in evaluation.tally().items()}
    return {
        "format": FORMAT,
        "cchc": __version__,
        "plan": {"id": evaluation.plan.id, "title": evaluation.plan.title},
        "period": str(evaluation.period),
        "tally": {**tally, "total": len(evaluation.results)},
        "results": [_result(result) for result in report.results],
        "submissions": [submission_object(s) for s in evaluation.submissions],
        "tasks": [task_object(row.result) for row in report.tasks.rows],
        "tasks_tally": task_tally_object(report.tasks.evaluation.tally()),
        "problems": [problem_object(p, report.words) for p in run.problems],
        "inputs_sha256": run.inputs_sha256,
    }


def dumped(value: Any) -> str:
    """Return a value as JSON text in UTF-8, readable by people too."""
    dumped = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", dumped) + "\n"


# What json leaves as it is although it could steer a terminal, or is no UTF-8; within a JSON text
# these can only stand in strings, where the escape means the same.
_STEERING = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)


def number_of(value: Fraction | Decimal | int | None) -> int | float | None:
    """Return a number as JSON has it: whole ones without a fraction."""
    if value is None:
        return None
    exact = Fraction(value)
    return int(exact) if exact.denominator == 1 else float(exact)


def require_object(require: Requirement | None) -> dict[str, Any] | None:
    """Return a requirement; None for `all_done`, where it is implied."""
    if require is None:
        return None
    return {
        "op": require.op.value,
        "bound": number_of(require.bound),
        "percent": require.percent,
    }


def _result(result: Result) -> dict[str, Any]:
    target = result.target
    return {
        "target": target.id,
        "section": target.section,
        "clause": target.clause,
        "name": target.name,
        "text": target.text,
        "lead": target.lead,
        "verdict": result.verdict.value,
        "require": require_object(target.require),
        "value": number_of(result.value),
        "period_value": number_of(result.period_value),
        "part": number_of(result.part),
        "whole": number_of(result.whole),
        "provisional": result.provisional,
        "estimated": result.estimated,
        "due": str(target.due) if target.due else None,
        "margin": _margin(result.margin),
        "missing": [
            {"unit": slot.unit, "figure": slot.figure, "period": str(slot.period)}
            for slot in result.missing
        ],
        "entries": [entry_object(entry) for entry in result.entries],
    }


def _margin(margin: Margin) -> dict[str, Any]:
    return {
        "kind": margin.kind.value,
        "amount": number_of(margin.amount),
        "gap": number_of(margin.gap),
    }


def entry_object(entry: Entry) -> dict[str, Any]:
    """Return an entry with its place; a yes or no is true or false."""
    value = entry.value
    shown = value if isinstance(value, bool) else number_of(Fraction(value))
    return {**_reported(entry, value=shown), "estimated": entry.estimated}


def _reported(entry: Entry | ProgressEntry, **values: Any) -> dict[str, Any]:
    """Return what a unit reported, with its place."""
    where = entry.where
    return {
        "figure": entry.slot.figure,
        "unit": entry.slot.unit,
        "period": str(entry.slot.period),
        **values,
        "path": printable(where.path),
        "line": where.line,
        "sheet": where.sheet,
        "cell": where.cell,
        "note": entry.note,
        "revision": entry.revision,
    }


def task_object(result: TaskResult) -> dict[str, Any]:
    """Return a task with how far it has come; a recurring one has no `due`."""
    task = result.task
    return {
        "task": task.id,
        "section": task.section,
        "clause": task.clause,
        "text": task.text,
        "lead": task.lead,
        "status": result.status.value,
        "due": str(task.due) if task.due else None,
        "percent": number_of(result.percent),
        "overdue": result.is_overdue,
        "due_soon": result.is_due_soon,
        "entries": [progress_object(entry) for entry in result.entries],
    }


def task_tally_object(tally: TaskTally) -> dict[str, int]:
    """Return how many tasks there are of each status; overdue and due soon are among these."""
    by_status = {status.value: count for status, count in tally.by_status.items()}
    return {
        **by_status,
        "overdue": tally.overdue,
        "due_soon": tally.due_soon,
        "total": tally.total,
    }


def progress_object(entry: ProgressEntry) -> dict[str, Any]:
    """Return what a unit reported of a task, with its place; `value` is a status."""
    progress = entry.value
    percent = number_of(progress.percent)
    return _reported(entry, value=progress.status.value, percent=percent)


def submission_object(submission: Submission) -> dict[str, Any]:
    """Return how much a unit has submitted for a period."""
    return {
        "unit": submission.unit,
        "period": str(submission.period),
        "expected": submission.expected,
        "received": submission.received,
    }


def problem_object(problem: Problem, words: Words) -> dict[str, Any]:
    """Return a problem with its place, in the language of `words`."""
    where = problem.where
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": words.message(problem.message),
        "hint": words.message(problem.hint),
        "path": printable(where.path),
        "line": where.line,
        "column": where.column,
        "sheet": where.sheet,
        "cell": where.cell,
    }
