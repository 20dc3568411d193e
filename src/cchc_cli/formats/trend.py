"""What ``cchc trend`` shows: every target over the periods, as rows, as JSON and as CSV."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from cchc_cli import __version__
from cchc_cli.changes import level
from cchc_cli.formats import PLAIN, Screen
from cchc_cli.formats.csv import COLUMNS, target_cells, written
from cchc_cli.formats.json import FORMAT, dumped, number_of
from cchc_cli.formats.rows import TargetRow, target_row
from cchc_cli.formats.words import Words
from cchc_cli.periods import Period
from cchc_cli.pipeline import Run
from cchc_cli.texts import text


class TargetTrend(NamedTuple):
    """One target: what it came to at each period."""

    section: str
    rows: tuple[TargetRow, ...]

    @property
    def spark(self) -> str:
        """A bar per period, as high as the value to date; ``·`` where none is certain."""
        return spark([level(row.result) for row in self.rows])


class Trend(NamedTuple):
    """Targets over periods, in words, ready for any format."""

    run: Run
    words: Words
    periods: tuple[Period, ...]
    targets: tuple[TargetTrend, ...]

    @property
    def sections(self) -> list[tuple[str, list[TargetTrend]]]:
        """The targets by section, with its title."""
        grouped = groupby(self.targets, key=lambda target: target.section)
        return [(title, list(targets)) for title, targets in grouped]


def build_trend(run: Run, first: Period, targets: Sequence[str], language: str) -> Trend:
    """Put into words what became of `targets` (all, if none) from `first` to the run's period.

    The first period is compared with the one before it, where the plan has one.
    """
    plan = run.evaluation.plan
    words = Words(plan, language)
    history = run.history(max(plan.first, first.previous()))
    evaluations = [each for each in history if each.period >= first]
    before = history[0] if len(history) > len(evaluations) else None
    titles = {section.id: section.title for section in plan.sections}
    found = []
    for index, target in enumerate(plan.targets):
        if targets and target.id not in targets:
            continue
        results = [before.results[index] if before else None]
        results += [each.results[index] for each in evaluations]
        rows = tuple(target_row(now, then, words) for then, now in pairwise(results) if now)
        title = text("{id}. {title}", id=target.section, title=titles[target.section])
        found.append(TargetTrend(words.say(title), rows))
    return Trend(run, words, tuple(each.period for each in evaluations), tuple(found))


_BARS = "▁▂▃▄▅▆▇█"
_GAP = "·"


def spark(levels: Sequence[Fraction | None]) -> str:
    """Draw a bar for each level, the least one lowest and the greatest one highest.

    Where all are the same, all are of middle height; None is a gap.
    """
    known = [level for level in levels if level is not None]
    low, high = min(known, default=Fraction(0)), max(known, default=Fraction(0))
    return "".join(_GAP if level is None else _bar(level, low, high) for level in levels)


def _bar(level: Fraction, low: Fraction, high: Fraction) -> str:
    top = len(_BARS) - 1
    return _BARS[round((level - low) / (high - low) * top) if high > low else top // 2]


def render_trend_json(trend: Trend, _screen: Screen = PLAIN) -> str:
    """Render a trend as JSON; values are unrounded."""
    plan = trend.run.evaluation.plan
    return dumped(
        {
            "format": FORMAT,
            "cchc": __version__,
            "plan": {"id": plan.id, "title": plan.title},
            "periods": [str(period) for period in trend.periods],
            "targets": [_target(target, trend.periods) for target in trend.targets],
            "inputs_sha256": trend.run.inputs_sha256,
        }
    )


def _target(target: TargetTrend, periods: Sequence[Period]) -> dict[str, Any]:
    first = target.rows[0].result.target
    return {
        "target": first.id,
        "name": first.name,
        "values": [
            {
                "period": str(period),
                "value": number_of(row.result.value),
                "verdict": row.result.verdict.value,
                "provisional": row.result.provisional,
                "estimated": row.result.estimated,
                "change": row.change.value if row.change else None,
            }
            for period, row in zip(periods, target.rows, strict=True)
        ],
    }


def render_trend_csv(trend: Trend, _screen: Screen = PLAIN) -> str:
    """Render a trend as CSV: the columns of the report's, a row per target and period."""
    return written(
        COLUMNS,
        (
            target_cells(row, period, trend.words)
            for target in trend.targets
            for period, row in zip(trend.periods, target.rows, strict=True)
        ),
    )
