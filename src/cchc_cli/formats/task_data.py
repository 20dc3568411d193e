"""The tasks of a plan for other programs: ``cchc tasks`` as JSON and as CSV."""

from fractions import Fraction

from cchc_cli import __version__
from cchc_cli.formats import PLAIN, Screen
from cchc_cli.formats.csv import Cell, written
from cchc_cli.formats.json import FORMAT, dumped, problem_object, task_object, task_tally_object
from cchc_cli.formats.task_rows import TaskRows
from cchc_cli.formats.task_words import TaskRow
from cchc_cli.verdicts import TASK_WORDS

COLUMNS = (
    "plan",
    "period",
    "as_of",
    "section",
    "task",
    "clause",
    "name",
    "lead",
    "due",
    "recurring",
    "times_done",
    "times_asked",
    "status",
    "status_word",
    "percent",
    "overdue",
    "due_soon",
    "reported",
    "note",
)
"""The columns of the table of tasks; see docs/csv.md."""


def render_tasks_json(tasks: TaskRows, _screen: Screen = PLAIN) -> str:
    """Render the tasks of a plan as one JSON object."""
    run, evaluation = tasks.run, tasks.evaluation
    return dumped(
        {
            "format": FORMAT,
            "cchc": __version__,
            "plan": {"id": evaluation.plan.id, "title": evaluation.plan.title},
            "period": str(evaluation.period),
            "as_of": evaluation.today.isoformat(),
            "tasks": [task_object(row.result) for row in tasks.rows],
            "tasks_tally": task_tally_object(evaluation.tally()),
            "by_section": [
                {"section": row.id, **task_tally_object(row.tally)} for row in tasks.by_section
            ],
            "by_unit": [{"unit": row.id, **task_tally_object(row.tally)} for row in tasks.by_unit],
            "problems": [problem_object(p, tasks.words) for p in run.problems],
            "inputs_sha256": run.inputs_sha256,
        }
    )


def render_tasks_csv(tasks: TaskRows, _screen: Screen = PLAIN) -> str:
    """Render the tasks of a plan as CSV, a row for each."""
    return written(COLUMNS, (_cells(row, tasks) for row in tasks.rows))


def _cells(row: TaskRow, tasks: TaskRows) -> list[Cell]:
    result, task, say = row.result, row.result.task, tasks.words.say
    latest = result.entries[-1] if result.entries else None
    return [
        tasks.evaluation.plan.id,
        str(tasks.evaluation.period),
        tasks.evaluation.today.isoformat(),
        say(task.section),
        row.id,
        say(task.clause),
        row.name,
        task.lead,
        result.due.isoformat() if result.due else None,
        task.recurring.value if task.recurring else None,
        *(result.times or (None, None)),
        result.status.value,
        say(TASK_WORDS[result.status]),
        None if result.percent is None else Fraction(result.percent),
        result.is_overdue,
        result.is_due_soon,
        str(latest.slot.period) if latest else None,
        row.evidence or None,
    ]
