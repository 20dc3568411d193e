"""Check DATA before evaluating: who has submitted what, and what is wrong in the files."""

from pathlib import Path
from typing import NamedTuple

from cchc_cli.commands import common
from cchc_cli.exit_codes import ExitCode
from cchc_cli.formats import Screen
from cchc_cli.formats.desk import Desk, render_desk_json, render_desk_text
from cchc_cli.formats.intake import Deadline


class CheckOptions(NamedTuple):
    """What was asked of ``cchc check``."""

    data: Path
    plan: str
    period: str
    format: str
    lang: str
    quiet: bool
    show_all: bool
    date: str
    deadline: int
    output: str = ""
    log: str = ""


def check_command(asked: CheckOptions) -> int:
    """Show submissions and problems, and return the exit code."""
    return common.ended("check", asked.log, asked.data, lambda note: _checked(asked, note))


def _checked(asked: CheckOptions, note: common.Note) -> int:
    try:
        language = common.language_of(asked.lang)
        delivery = common.delivery_of(asked.format, asked.output, language, quiet=asked.quiet)
        if delivery.format.name not in ("terminal", "json"):
            raise common.unknown_format(delivery.format.name, ["terminal", "json"], language)
        today = common.date_of(asked.date, language)
        found = common.run_of(asked.data, asked.plan, asked.period, language, today)
        output = common.destination(delivery.output, found, asked.data, language, asked.log)
    except common.Refused as refused:
        return refused.code
    found = common.with_implausible(found)
    note(found)
    desk = Desk(found, language, Deadline(asked.deadline, today), show_all=asked.show_all)

    def render(screen: Screen) -> str:
        if delivery.format.name == "json":
            return render_desk_json(desk)
        return render_desk_text(desk, screen)

    if asked.quiet:
        common.say_problems(found, language, only_errors=True, show_all=asked.show_all)
    if not common.deliver(render, delivery, output, language):
        return ExitCode.NOT_WRITTEN
    return found.exit_code(with_missed=False)
