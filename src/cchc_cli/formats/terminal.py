"""The report as text for a terminal, with rich's tables; plain when it is not one.

Text from files and plans is never taken for rich's markup.  A table is never narrower than its
numbers: on a narrow terminal it runs over the edge rather than cut one.
"""

import io
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text as RichText

from cchc_cli.evaluate import Verdict
from cchc_cli.formats import PLAIN, Screen
from cchc_cli.formats.columns import TARGET_COLUMNS
from cchc_cli.formats.rows import (
    TURNED,
    FileProblems,
    Report,
    SectionRows,
    TargetRow,
    UnitRow,
    problem_summary,
)
from cchc_cli.formats.words import CHANGE_SIGNS, VERDICT_SYMBOLS, Words
from cchc_cli.problems import Severity
from cchc_cli.texts import Text, text

NAME_WIDTH = 18
"""The least width of the column that holds names."""
_NARROW_VERDICT, _WIDE_VERDICT = 15, 17
_WIDE = 96
_WIDEST = 112
"""From this width on, what changed since the period before has a column of its own."""

STYLES: dict[Verdict, str] = {
    Verdict.MET: "green",
    Verdict.MISSED: "bold red",
    Verdict.PENDING: "cyan",
    Verdict.NOT_ARISEN: "dim",
    Verdict.NO_DATA: "yellow",
    Verdict.BAD_DATA: "bold magenta",
}


class Column(NamedTuple):
    """A column of a table; only the one column that is `flexible` wraps its words freely."""

    name: str
    is_number: bool = False
    flexible: bool = False
    fills: bool = False
    """A flexible column takes all the room there is, so that tables line up."""
    width: int | None = None
    """A fixed width; None: as wide as the widest cell."""


def render_text(report: Report, screen: Screen = PLAIN) -> str:
    """Render a report as text for a screen."""
    words = report.words
    blocks: list[Block] = [
        RichText(report.title, style="bold"),
        *map(RichText, report.subtitle),
        "",
        *([RichText(report.tasks.headline, style="bold")] if report.tasks.total else []),
        _tally(report, screen),
        *([""] if report.highlights else []),
        *map(RichText, report.highlights),
    ]
    columns = _target_columns(report, screen)
    for section in report.sections:
        blocks += ["", RichText(section.title, style="bold"), _targets(section, columns, screen)]
    blocks += [RichText(note, style="dim") for note in report.footnotes]
    blocks += _next_steps(report)
    if report.tasks.total:
        from cchc_cli.formats.task_terminal import chapter

        blocks += chapter(report.tasks, screen)
    blocks += units_blocks(report.units, report.periods, words, screen)
    blocks += _problems(report)
    blocks += ["", *(RichText(line, style="dim") for line in report.foot)]
    return render_blocks(blocks, screen)


class Indented(NamedTuple):
    """A paragraph set four columns in; as an item of a list, deeper and with a dash."""

    words: RichText
    is_item: bool = False


Block = RichText | Indented | Table | str
"""A paragraph, or a table."""
_INDENT = 4


def render_blocks(blocks: Sequence[Block], screen: Screen) -> str:
    """Render blocks one below the other; a table wider than the screen runs over its edge."""
    drawn = io.StringIO()
    console = _console(drawn, screen)
    for is_table, group in groupby(blocks, key=lambda block: isinstance(block, Table)):
        if is_table:
            for table in group:
                assert isinstance(table, Table)
                console.width = max(table.width or 0, screen.width, 1)
                console.print(table)
        else:
            console.width = max(screen.width, 1)
            lines = [line for block in group for line in _lines(block, console)]
            if screen.colour:
                console.print(RichText("\n").join(lines), soft_wrap=True)
            else:
                drawn.writelines(f"{line.plain}\n" for line in lines)
    return "\n".join(line.rstrip() for line in drawn.getvalue().split("\n"))


def _lines(block: "Block", console: Console) -> Iterable[RichText]:
    """Break a paragraph into lines that fit the console; most fit as they are."""
    is_item = isinstance(block, Indented) and block.is_item
    indent = 2 * _INDENT if is_item else _INDENT if isinstance(block, Indented) else 0
    words = block.words if isinstance(block, Indented) else block
    if not isinstance(words, RichText):
        assert isinstance(words, str)
        words = RichText(words)
    width = max(console.width - indent, 1)
    for number, line in enumerate(_broken_lines(words, width, console)):
        margin = " " * indent if number or not is_item else f"{' ' * (indent - 2)}- "
        yield RichText(margin).append_text(line) if indent else line


def _broken_lines(words: RichText, width: int, console: Console) -> Iterable[RichText]:
    """Break words at spaces; rich's own way, which costs ten times as much, where it takes more."""
    plain = words.plain
    if cell_len(plain) <= width and "\n" not in plain:
        return [words]
    single = plain.split(" ")
    if words.spans or not plain.isprintable() or not all(0 < cell_len(w) <= width for w in single):
        return words.wrap(console, width, overflow="fold")
    lines, used = [[single[0]]], cell_len(single[0])
    for word in single[1:]:
        used += 1 + cell_len(word)
        if used > width:
            lines.append([])
            used = cell_len(word)
        lines[-1].append(word)
    return [RichText(" ".join(line), style=words.style) for line in lines]


def _console(drawn: io.StringIO, screen: Screen) -> Console:
    return Console(
        file=drawn,
        force_terminal=screen.colour,
        color_system="standard" if screen.colour else None,
        width=screen.width,
        height=24,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )


def make_table(
    columns: Sequence[Column], rows: Sequence[Sequence[str | RichText]], screen: Screen
) -> Table:
    """Lay out a table: every number whole, the flexible column takes what is left."""
    widths = []
    for index, column in enumerate(columns):
        cells = [_plain(row[index]) for row in rows]
        natural = max([_longest_word(column.name), *map(cell_len, cells)])
        widths.append(column.width or natural)
    padding = 2 * (len(columns) - 1)
    for index, column in enumerate(columns):
        if column.flexible:
            others = sum(widths) - widths[index] + padding
            room = max(NAME_WIDTH, screen.width - others)
            widths[index] = room if column.fills else min(widths[index], room)
    table = Table(
        box=SIMPLE_HEAD,
        width=sum(widths) + padding,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        show_edge=False,
    )
    for column, width in zip(columns, widths, strict=True):
        table.add_column(
            RichText(_broken(column.name, width) if column.is_number else column.name),
            justify="right" if column.is_number else "left",
            width=width,
            overflow="fold",
            no_wrap=column.is_number,
        )
    for row in rows:
        table.add_row(*(cell if isinstance(cell, RichText) else RichText(cell) for cell in row))
    return table


def _broken(head: str, width: int) -> str:
    """Break a head at its spaces to fit a width: the column's cells are not wrapped at all."""
    return head if cell_len(head) <= width else head.replace(" ", "\n")


def _longest_word(name: str) -> int:
    return max(map(cell_len, name.split()), default=1)


def _plain(cell: str | RichText) -> str:
    return cell.plain if isinstance(cell, RichText) else cell


def _tally(report: Report, screen: Screen) -> RichText:
    """Show the counts, each kept on one line with its word."""
    counts = [
        RichText(f"{VERDICT_SYMBOLS[v]} {word}: {count}", style=STYLES[v] if count else "dim")
        for v, word, count in report.tally
    ]
    counts.append(RichText(report.total, style="bold"))
    return flowed(counts, screen)


def flowed(items: Iterable[RichText], screen: Screen) -> RichText:
    """Set items one after the other, each whole on a line."""
    shown, used = RichText(), 0
    for item in items:
        if used and used + 3 + item.cell_len > screen.width:
            shown, used = shown.append("\n"), 0
        elif used:
            shown, used = shown.append("   "), used + 3
        shown, used = shown.append_text(item), used + item.cell_len
    return shown


def _targets(section: SectionRows, columns: Sequence[Column], screen: Screen) -> Table:
    """Lay out a section; without room for a column, a sign marks what has just turned."""
    has_column = len(columns) == len(TARGET_COLUMNS)
    rows: list[list[str | RichText]] = []
    for row in section.rows:
        sign = "" if has_column or row.change not in TURNED else f" {CHANGE_SIGNS[row.change]}"
        verdict = RichText(row.verdict + sign, style=STYLES[row.result.verdict])
        rows.append([*_cells(row), verdict, *([row.since] if has_column else [])])
    return make_table(columns, rows, screen)


def _cells(row: TargetRow) -> list[str]:
    return [row.id, row.name, row.require, row.of_period, row.to_date]


def _target_columns(report: Report, screen: Screen) -> list[Column]:
    """Return the columns of all sections' tables, as wide as the widest cell of any."""
    names = [report.words.say(name) for name in TARGET_COLUMNS]
    rows = [_cells(row) for section in report.sections for row in section.rows]
    roomy = screen.width >= _WIDE
    heads = [cell_len(name) if roomy else _longest_word(name) for name in names]
    widths = [max([heads[i], *(cell_len(row[i]) for row in rows)]) for i in range(5)]
    columns = [
        Column(names[0], width=widths[0]),
        Column(names[1], flexible=True, fills=True),
        *(Column(names[i], is_number=True, width=widths[i]) for i in (2, 3, 4)),
        Column(names[5], width=_WIDE_VERDICT if roomy else _NARROW_VERDICT),
    ]
    if screen.width >= _WIDEST:
        sinces = [cell_len(row.since) for section in report.sections for row in section.rows]
        columns.append(Column(names[6], width=max([cell_len(names[6]), *sinces])))
    return columns


def heading(words: Words, name: Text) -> list[Block]:
    """Return a heading with space around it."""
    return ["", RichText(words.say(name), style="bold underline"), ""]


def _next_steps(report: Report) -> list[Block]:
    if not report.advice:
        return []
    words = report.words
    blocks = heading(words, text("Việc cần làm tiếp"))
    for advice in report.advice:
        target = advice.result.target
        line = RichText()
        symbol = VERDICT_SYMBOLS[advice.result.verdict]
        line.append(f"{symbol} {words.say(target.id)} ", style=STYLES[advice.result.verdict])
        line.append(words.say(target.name))
        blocks += [
            line,
            Indented(RichText(f"→ {advice.unit}: {advice.sentence}")),
        ]
    return blocks


def units_blocks(
    rows: Sequence[UnitRow], periods: Sequence[str], words: Words, screen: Screen
) -> list[Block]:
    """Return the table of what units have submitted, and what they owe for the latest period."""
    blocks = heading(words, text("Tình hình nộp số liệu (đã nhận/phải nộp)"))
    columns = [
        Column(words.say(text("Đơn vị")), flexible=True),
        *(Column(period, is_number=True) for period in periods),
    ]
    blocks.append(make_table(columns, [[row.unit, *row.cells] for row in rows], screen))
    for row in rows:
        if row.owed:
            owed = words.say(text("còn thiếu"))
            blocks.append(RichText(f"{row.unit} – {owed}:"))
            blocks += [Indented(RichText(line)) for line in row.owed]
    return blocks


def _problems(report: Report) -> list[Block]:
    if not report.problems:
        return []
    words = report.words
    blocks = heading(words, text("Lỗi và cảnh báo"))
    for file in report.problems:
        blocks += problem_blocks(file, words)
    blocks += ["", RichText(problem_summary(report.run.problems, words))]
    return blocks


def problem_blocks(file: FileProblems, words: Words) -> list[Block]:
    """Return the problems of one file, each with its cure, and how many were left out."""
    blocks: list[Block] = []
    for problem, line, hint in file.problems:
        style = "red" if problem.severity is Severity.ERROR else "yellow"
        blocks.append(RichText(line, style=style))
        if hint:
            cure = words.say(text("Cách sửa"))
            blocks.append(Indented(RichText(f"{cure}: {hint}")))
    blocks += map(RichText, file.more)
    return blocks
