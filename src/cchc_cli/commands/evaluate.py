"""Evaluate DATA at a period and deliver the report."""

import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cchc_cli.commands import common
from cchc_cli.exit_codes import ExitCode
from cchc_cli.formats.rows import build_report
from cchc_cli.pipeline import Refusal, Run, usage
from cchc_cli.streams import is_terminal
from cchc_cli.submissions.words import PlanWords
from cchc_cli.texts import text


class EvaluateOptions(NamedTuple):
    """What was asked of ``cchc evaluate``."""

    data: Path
    plan: str
    period: str
    sections: tuple[str, ...]
    units: tuple[str, ...]
    format: str
    output: str
    date: str
    lang: str
    quiet: bool
    exit_zero: bool
    as_closed: bool = False
    log: str = ""
    revision: int | None = None
    """The number of the closing record to print again; None for the latest."""


def evaluate_command(asked: EvaluateOptions) -> int:
    """Evaluate, deliver the report, say what is wrong, and return the exit code."""
    return common.ended("evaluate", asked.log, asked.data, lambda note: _evaluated(asked, note))


def _evaluated(asked: EvaluateOptions, note: common.Note) -> int:
    try:
        language = common.language_of(asked.lang)
        delivery = common.delivery_of(asked.format, asked.output, language, quiet=asked.quiet)
        day = common.day_of(asked.date, language)
        found = _run(asked, day, language)
        sections = common.sections_of(asked.sections, found, language)
        words = PlanWords(found.evaluation.plan)
        units = [common.unit_of(name, words, language) for name in asked.units]
        output = common.destination(delivery.output, found, asked.data, language, asked.log)
    except common.Refused as refused:
        return refused.code
    note(found)
    report = build_report(found, language, sections, units, day)
    render = common.renderer(delivery.format.render)
    shown_on_terminal = (
        output is None and is_terminal(sys.stdout) and not (asked.quiet and not delivery.asked_for)
    )
    if not shown_on_terminal:
        common.say_problems(found, language, only_errors=asked.quiet)
    if not common.deliver(lambda screen: render(report, screen), delivery, output, language):
        return ExitCode.NOT_WRITTEN
    code = found.exit_code(with_missed=True)
    if asked.exit_zero and code in (ExitCode.MISSED, ExitCode.INCOMPLETE):
        return ExitCode.OK
    return code


def _run(asked: EvaluateOptions, day: date | None, language: str) -> Run:
    """Evaluate DATA, or make the closed evaluation of the period again."""
    if asked.revision is not None and not asked.as_closed:
        message = text("--revision chọn một bản chốt, chỉ đi với --as-closed")
        hint = text("thêm --as-closed để in lại bản chốt ấy, hoặc bỏ --revision")
        raise common.refuse(usage(message, hint), language)
    if not asked.as_closed:
        return common.run_of(asked.data, asked.plan, asked.period, language, day)
    from cchc_cli.closed import closed_run

    if asked.plan:
        hint = text("bỏ --plan: báo cáo đã chốt dùng kế hoạch của ngày chốt")
        raise common.refuse(usage(text("--as-closed không đi với --plan"), hint), language)
    found = closed_run(asked.data, asked.period, asked.revision)
    if isinstance(found, Refusal):
        raise common.refuse(found, language)
    return found
