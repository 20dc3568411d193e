"""Show how far the plan's tasks have come."""

from pathlib import Path
from typing import NamedTuple

from cchc_cli.commands import common
from cchc_cli.exit_codes import ExitCode, first_of
from cchc_cli.formats.task_rows import build_task_rows
from cchc_cli.formats.words import Words
from cchc_cli.pipeline import Run
from cchc_cli.problems import has_error
from cchc_cli.submissions.words import PlanWords
from cchc_cli.tasks import TaskEvaluation

TASK_FORMATS = {
    "terminal": "cchc_cli.formats.task_terminal:render_tasks_text",
    "markdown": "cchc_cli.formats.task_markdown:render_tasks_markdown",
    "json": "cchc_cli.formats.task_data:render_tasks_json",
    "csv": "cchc_cli.formats.task_data:render_tasks_csv",
}
"""Name to dotted path: takes a `TaskRows` and a `Screen`, and returns text."""


class TasksOptions(NamedTuple):
    """What was asked of ``cchc tasks``."""

    data: Path
    plan: str
    period: str
    date: str
    sections: tuple[str, ...]
    units: tuple[str, ...]
    format: str
    output: str
    lang: str
    quiet: bool
    exit_zero: bool
    log: str


def tasks_command(asked: TasksOptions) -> int:
    """Deliver the report of tasks, say what is wrong, and return the exit code."""
    return common.ended("tasks", asked.log, asked.data, lambda note: _delivered(asked, note))


def _delivered(asked: TasksOptions, note: common.Note) -> int:
    try:
        language = common.language_of(asked.lang)
        delivery = common.delivery_of(asked.format, asked.output, language, quiet=asked.quiet)
        if delivery.format.name not in TASK_FORMATS:
            raise common.unknown_format(delivery.format.name, list(TASK_FORMATS), language)
        today = common.day_of(asked.date, language)
        found = common.run_of(asked.data, asked.plan, asked.period, language, today)
        sections = common.sections_of(asked.sections, found, language)
        words = PlanWords(found.evaluation.plan)
        units = [common.unit_of(name, words, language) for name in asked.units]
        output = common.destination(delivery.output, found, asked.data, language, asked.log)
    except common.Refused as refused:
        return refused.code
    note(found)
    spoken = Words(found.evaluation.plan, language)
    tasks = build_task_rows(found, spoken, sections, units, today)
    render = common.renderer(TASK_FORMATS[delivery.format.name])
    common.say_problems(found, language, only_errors=asked.quiet)
    if not common.deliver(lambda screen: render(tasks, screen), delivery, output, language):
        return ExitCode.NOT_WRITTEN
    code = exit_code(found, tasks.evaluation)
    return ExitCode.OK if asked.exit_zero and code is ExitCode.INCOMPLETE else code


def exit_code(found: Run, tasks: TaskEvaluation) -> ExitCode:
    """Return the code of a report of tasks: targets that are missed or lack data do not count.

    An error in DATA does, also one in a figure: whoever runs the command has to know of it.
    """
    if found.is_altered:
        return ExitCode.ALTERED
    codes = set()
    if has_error(found.problems) or any(result.rejected for result in tasks.results):
        codes.add(ExitCode.DATA_ERROR)
    if found.is_empty or any(result.missing for result in tasks.results):
        codes.add(ExitCode.INCOMPLETE)
    return first_of(codes)
