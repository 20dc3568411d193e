"""The report as text for a terminal; plain when it is not one."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text as RichText

from cchc_cli.evaluate import Verdict
from cchc_cli.formats import PLAIN, Screen
from cchc_cli.formats.blocks import Block, Indented, flowed, heading, render_blocks
from cchc_cli.formats.columns import TARGET_COLUMNS
from cchc_cli.formats.grid import Column, Table, longest_word, make_table
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
from cchc_cli.texts import text

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


def _tally(report: Report, screen: Screen) -> RichText:
    """Show the counts, each kept on one line with its word."""
    counts = [
        RichText(f"{VERDICT_SYMBOLS[v]} {word}: {count}", style=STYLES[v] if count else "dim")
        for v, word, count in report.tally
    ]
    counts.append(RichText(report.total, style="bold"))
    return flowed(counts, screen)


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
    heads = [cell_len(name) if roomy else longest_word(name) for name in names]
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
