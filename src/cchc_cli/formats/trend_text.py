"""A trend for people: on a terminal with as many periods as fit, and whole as Markdown."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text as RichText

from cchc_cli.evaluate import Verdict
from cchc_cli.formats import PLAIN, Screen
from cchc_cli.formats.blocks import Block, flowed, render_blocks
from cchc_cli.formats.columns import TARGET_COLUMNS
from cchc_cli.formats.markdown import escaped, table
from cchc_cli.formats.rows import TURNED, TargetRow, report_foot, short_period
from cchc_cli.formats.terminal import STYLES
from cchc_cli.formats.trend import TargetTrend, Trend
from cchc_cli.formats.words import CHANGE_SIGNS, CHANGE_WORDS, VERDICT_SYMBOLS, VERDICT_WORDS
from cchc_cli.texts import Text, text

_TREND = text("Xu thế")
_COUNTED = (Verdict.MET, Verdict.MISSED)
SPARK_WIDTH = 24
"""Bars drawn at most: two years."""
_MARGIN, _GAP = 2, 1


def cell(row: TargetRow) -> str:
    """Show a period's value and verdict, and whether the verdict has just turned."""
    sign = CHANGE_SIGNS[row.change] if row.change in TURNED and row.change else ""
    return f"{row.to_date} {VERDICT_SYMBOLS[row.result.verdict]}{sign}"


def _head(trend: Trend) -> list[str]:
    say, words, plan = trend.words.say, trend.words, trend.run.evaluation.plan
    span = text(
        "Lũy kế đến từng kỳ, từ {first} đến {last}",
        first=words.period(trend.periods[0]),
        last=words.period(trend.periods[-1]),
    )
    source = text("Kế hoạch: {plan} · {issuer}", plan=trend.run.plan_file.shown, issuer=plan.issuer)
    return [say(span), say(source)]


def _legend(trend: Trend) -> list[str]:
    """Return the meaning of the signs, each with its word."""
    say = trend.words.say
    signs = [f"{VERDICT_SYMBOLS[v]} {say(VERDICT_WORDS[v])}" for v in Verdict]
    signs += [f"{CHANGE_SIGNS[change]} {say(CHANGE_WORDS[change])}" for change in TURNED]
    return [*signs, f"· {say(text('chưa có số chắc chắn'))}"]


def _footnotes(trend: Trend) -> tuple[str, ...]:
    return trend.words.footnotes(*(row.result for t in trend.targets for row in t.rows))


def _counts(trend: Trend) -> list[tuple[Verdict, list[int]]]:
    """Count, for each period, the targets shown that are met and those that are missed."""
    columns = [
        [target.rows[index].result.verdict for target in trend.targets]
        for index in range(len(trend.periods))
    ]
    return [(v, [column.count(v) for column in columns]) for v in _COUNTED]


# Terminal


def render_trend_text(trend: Trend, screen: Screen = PLAIN) -> str:
    """Render a trend as text: for each target its name, then bars and the latest values."""
    layout = _layout(trend, screen)
    blocks: list[Block] = [
        RichText(trend.words.say(trend.run.evaluation.plan.title), style="bold"),
        *map(RichText, _head(trend)),
        flowed([RichText(sign, style="dim") for sign in _legend(trend)], screen),
    ]
    if layout.periods < len(trend.periods):
        blocks.append(RichText(trend.words.say(_left_out(len(trend.periods) - layout.periods))))
    for title, targets in trend.sections:
        blocks += _section(title, targets, trend, layout)
    blocks += _count_lines(trend, layout)
    blocks += ["" for _ in _footnotes(trend)[:1]]
    blocks += (RichText(note, style="dim") for note in _footnotes(trend))
    blocks += ["", *(RichText(line, style="dim") for line in report_foot(trend.run, trend.words))]
    return render_blocks(blocks, screen)


def _left_out(count: int) -> Text:
    return text(
        "Màn hình không đủ chỗ cho số của {count} kỳ đầu; xem đủ bằng --format markdown hoặc csv, "
        "hoặc chọn kỳ bằng --from và --to",
        count=count,
    )


def _aligned(row: TargetRow) -> str:
    """Return a cell with room for the sign of a change, so that verdicts stand in line."""
    return cell(row) if row.change in TURNED else f"{cell(row)} "


class _Layout(NamedTuple):
    """How wide the bars and each period's cell are, and how many periods have one."""

    bars: int
    cell: int
    periods: int

    def line(self, first: str, cells: Sequence[RichText]) -> RichText:
        """Set cells flush right below each other, after a margin and the bars' column."""
        line = RichText(" " * _MARGIN + first + " " * (self.bars - cell_len(first)))
        for each in cells[-self.periods :]:
            line.append(" " * (_GAP + self.cell - each.cell_len)).append_text(each)
        return line


def _layout(trend: Trend, screen: Screen) -> _Layout:
    shown = [_aligned(row) for target in trend.targets for row in target.rows]
    width = max(cell_len(each) for each in (*shown, *(head.plain for head in _heads(trend))))
    titles = [trend.words.say(_TREND), *(trend.words.say(VERDICT_WORDS[v]) for v in _COUNTED)]
    bars = max(min(len(trend.periods), SPARK_WIDTH), *map(cell_len, titles))
    room = screen.width - _MARGIN - bars
    fitting = max(1, room // (width + _GAP))
    return _Layout(bars, width, min(len(trend.periods), fitting))


def _heads(trend: Trend) -> list[RichText]:
    """Return the periods, set above the numbers rather than above the signs after them."""
    return [RichText(f"{short_period(period)}   ", style="bold") for period in trend.periods]


def _section(title: str, targets: list[TargetTrend], trend: Trend, layout: _Layout) -> list[Block]:
    blocks: list[Block] = ["", RichText(title, style="bold")]
    blocks.append(layout.line(trend.words.say(_TREND), _heads(trend)))
    for target in targets:
        row = target.rows[-1]
        cells = [RichText(_aligned(r), style=STYLES[r.result.verdict]) for r in target.rows]
        blocks.append(RichText(f"{row.id} ", style="bold").append(f"{row.name} ({row.require})"))
        blocks.append(layout.line(target.spark[-SPARK_WIDTH:], cells))
    return blocks


def _count_lines(trend: Trend, layout: _Layout) -> list[Block]:
    heading = text("Số chỉ tiêu đạt và không đạt, trong {total} chỉ tiêu", total=len(trend.targets))
    blocks: list[Block] = ["", RichText(trend.words.say(heading), style="bold")]
    blocks.append(layout.line("", _heads(trend)))
    for verdict, counts in _counts(trend):
        cells = [RichText(f"{count}   ", style=STYLES[verdict]) for count in counts]
        blocks.append(layout.line(trend.words.say(VERDICT_WORDS[verdict]), cells))
    return blocks


# Markdown


def render_trend_markdown(trend: Trend, _screen: Screen = PLAIN) -> str:
    """Render a trend as Markdown, all periods in one table a section."""
    return "\n".join(_markdown(trend)).rstrip() + "\n"


def _markdown(trend: Trend) -> Iterator[str]:
    say = trend.words.say
    yield f"# {escaped(say(trend.run.evaluation.plan.title))}"
    yield ""
    for line in [*_head(trend), ", ".join(_legend(trend))]:
        yield f"{escaped(line)}  "
    yield ""
    periods = [short_period(period) for period in trend.periods]
    numbers = range(4, 4 + len(periods))
    names = [say(name) for name in (*TARGET_COLUMNS[:3], _TREND)]
    for title, targets in trend.sections:
        yield f"## {escaped(title)}"
        yield ""
        rows = [
            [t.rows[-1].id, t.rows[-1].name, t.rows[-1].require, t.spark, *map(cell, t.rows)]
            for t in targets
        ]
        yield from table([*names, *periods], rows, numbers=(2, *numbers))
    yield f"## {say(text('Tổng hợp'))}"
    yield ""
    counts = [[say(VERDICT_WORDS[v]), *map(str, counts)] for v, counts in _counts(trend)]
    yield from table([say(text("Kết quả")), *periods], counts, numbers=range(1, 1 + len(periods)))
    for note in _footnotes(trend):
        yield escaped(note)
        yield ""
    yield "---"
    yield ""
    for line in report_foot(trend.run, trend.words):
        yield f"{escaped(line)}  "
