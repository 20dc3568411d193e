"""Explain one target: its formula, and every number it rests on with its place."""

from pathlib import Path
from typing import NamedTuple

from cchc_cli.commands import common
from cchc_cli.exit_codes import ExitCode
from cchc_cli.formats import FORMATS
from cchc_cli.formats.explanation import render_explanation
from cchc_cli.pipeline import Run, check_data, usage
from cchc_cli.texts import text


class ExplainOptions(NamedTuple):
    """What was asked of ``cchc explain``."""

    target: str
    data: Path
    plan: str
    period: str
    lang: str


def explain_command(asked: ExplainOptions) -> int:
    """Show how a target was judged; the code is that target's (without 1)."""
    try:
        language = common.language_of(asked.lang)
        _refuse_swapped(asked, language)
        found = common.run_of(asked.data, asked.plan, asked.period, language)
        _refuse_task(asked, found, language)
        results = {result.target.id: result for result in found.evaluation.results}
        result = results[common.target_of(asked.target, list(results), language)]
    except common.Refused as refused:
        return refused.code
    common.say_problems(found, language, only_errors=not found.is_empty)
    delivery = common.Delivery(FORMATS["terminal"], None, quiet=False, asked_for=True)
    if not common.deliver(
        lambda screen: render_explanation(found, result, language, screen), delivery, None, language
    ):
        return ExitCode.NOT_WRITTEN
    return found.exit_code(with_missed=False, verdicts={result.verdict})


def _refuse_task(asked: ExplainOptions, found: Run, language: str) -> None:
    """End the command where a task is named: no number of it is computed."""
    if asked.target.strip() in found.evaluation.plan.task:
        wrong = text('"{word}" là nhiệm vụ, không phải chỉ tiêu', word=asked.target)
        hint = text('xem tiến độ và nơi báo cáo: cchc tasks "{data}"', data=asked.data)
        raise common.refuse(usage(wrong, hint), language)


def _refuse_swapped(asked: ExplainOptions, language: str) -> None:
    """End the command where the target and the folder stand in each other's place."""
    if check_data(asked.data) and not check_data(Path(asked.target)):
        wrong = text('"{word}" là thư mục hay tệp, không phải mã chỉ tiêu', word=asked.target)
        hint = text(
            'viết mã chỉ tiêu trước: cchc explain {target} "{data}"',
            target=str(asked.data),
            data=asked.target,
        )
        raise common.refuse(usage(wrong, hint), language)
