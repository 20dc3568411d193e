"""Show targets over the periods."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cchc_cli.commands import common
from cchc_cli.exit_codes import ExitCode
from cchc_cli.formats.trend import build_trend
from cchc_cli.periods import Period
from cchc_cli.pipeline import Refusal, Run, asked_period, usage
from cchc_cli.texts import text

TREND_FORMATS = {
    "terminal": "cchc_cli.formats.trend_text:render_trend_text",
    "markdown": "cchc_cli.formats.trend_text:render_trend_markdown",
    "json": "cchc_cli.formats.trend:render_trend_json",
    "csv": "cchc_cli.formats.trend:render_trend_csv",
}
"""Name to dotted path: takes a `Trend` and a `Screen`, and returns text."""


class TrendOptions(NamedTuple):
    """What was asked of ``cchc trend``."""

    data: Path
    targets: tuple[str, ...]
    first: str
    last: str
    plan: str
    format: str
    output: str
    lang: str
    quiet: bool


def trend_command(asked: TrendOptions) -> int:
    """Deliver the trend and return the exit code: by the targets shown, at the last period."""
    try:
        language = common.language_of(asked.lang)
        delivery = common.delivery_of(asked.format, asked.output, language, quiet=asked.quiet)
        if delivery.format.name not in TREND_FORMATS:
            raise common.unknown_format(delivery.format.name, list(TREND_FORMATS), language)
        found = common.run_of(asked.data, asked.plan, asked.last, language)
        targets = _targets(asked.targets, found, language)
        first = _first(asked.first, found, language)
        output = common.destination(delivery.output, found, asked.data, language)
    except common.Refused as refused:
        return refused.code
    trend = build_trend(found, first, targets, language)
    render = common.renderer(TREND_FORMATS[delivery.format.name])
    common.say_problems(found, language, only_errors=asked.quiet)
    if not common.deliver(lambda screen: render(trend, screen), delivery, output, language):
        return ExitCode.NOT_WRITTEN
    verdicts = {target.rows[-1].result.verdict for target in trend.targets}
    return found.exit_code(with_missed=False, verdicts=verdicts)


def _targets(asked: Sequence[str], found: Run, language: str) -> list[str]:
    known = [target.id for target in found.evaluation.plan.targets]
    return [common.target_of(name, known, language) for name in asked]


def _first(word: str, found: Run, language: str) -> Period:
    """Return the period to begin with: the plan's first unless asked for."""
    plan, last = found.evaluation.plan, found.evaluation.period
    if not word:
        return plan.first
    first = asked_period(plan, word, date.today())
    if isinstance(first, Refusal):
        raise common.refuse(first, language)
    first = first or last
    if first > last:
        message = text("kỳ đầu {first} sau kỳ cuối {last}", first=first, last=last)
        raise common.refuse(usage(message, text("sửa --from hoặc --to")), language)
    return first
