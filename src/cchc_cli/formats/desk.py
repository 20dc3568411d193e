"""What ``cchc check`` shows: who has submitted what, and the problems file by file."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text as RichText

from cchc_cli.formats import Screen
from cchc_cli.formats.blocks import Block, Indented, heading, render_blocks
from cchc_cli.formats.grid import Column, make_table
from cchc_cli.formats.intake import (
    Cell,
    Deadline,
    IntakeRow,
    deadline_words,
    intake_rows,
    later_words,
    legend,
    periods_of,
)
from cchc_cli.formats.json import FORMAT, dumped, problem_object, submission_object
from cchc_cli.formats.rows import (
    COMPLETE,
    FileProblems,
    problem_rows,
    problem_summary,
    short_period,
)
from cchc_cli.formats.terminal import problem_blocks
from cchc_cli.formats.words import NOTHING, Words
from cchc_cli.pipeline import Run
from cchc_cli.texts import Text, printable, text

_NAME_ROOM = 22
"""Columns that are kept for units' names when it is decided how many periods fit."""


class Desk(NamedTuple):
    """A run as the clerk looks at it."""

    run: Run
    language: str
    deadline: Deadline
    show_all: bool = False

    @property
    def words(self) -> Words:
        """Words and numbers in the reader's language."""
        return Words(self.run.evaluation.plan, self.language)


def render_desk_json(desk: Desk) -> str:
    """Render submissions and problems as JSON."""
    return dumped(
        {
            "format": FORMAT,
            "submissions": [submission_object(s) for s in desk.run.evaluation.submissions],
            "problems": [problem_object(p, desk.words) for p in desk.run.problems],
        }
    )


def render_desk_text(desk: Desk, screen: Screen) -> str:
    """Render submissions and problems as text."""
    words, run = desk.words, desk.run
    rows = list(intake_rows(run, words, desk.deadline, show_all=desk.show_all))
    period = words.period(run.evaluation.period)
    blocks: list[Block] = [
        RichText(printable(run.evaluation.plan.title), style="bold"),
        RichText(words.say(text("Kiểm tra số liệu đến kỳ {period}", period=period))),
        RichText(deadline_words(run, words, desk.deadline)),
    ]
    if later := later_words(run, words, desk.deadline):
        blocks.append(RichText(later, style="bold yellow"))
    blocks += _table(rows, desk, screen)
    blocks += _owed(rows, words)
    blocks += _told(text("Nộp lại"), [(row.unit, row.revised) for row in rows], words)
    estimated = [(row.unit, row.estimated) for row in rows]
    blocks += _told(text("Số ước, chờ số chính thức"), estimated, words)
    blocks += _problems(desk)
    return render_blocks(blocks, screen)


def _table(rows: Sequence[IntakeRow], desk: Desk, screen: Screen) -> Iterator[Block]:
    """Yield the table of units and periods, as many of the latest as fit, and its legend."""
    words, periods = desk.words, [short_period(p) for p in periods_of(desk.run)]
    yield from heading(words, text("Tình hình nộp số liệu (đã nhận/phải nộp)"))
    count = _fitting(rows, periods, screen)
    columns = [
        Column(words.say(text("Đơn vị")), flexible=True),
        *(Column(period, is_number=True) for period in periods[-count:]),
    ]
    cells: list[list[str | RichText]] = [
        [row.unit, *map(_styled, row.cells[-count:])] for row in rows
    ]
    yield make_table(columns, cells, screen)
    yield RichText("   ".join(legend(words)), style="dim")
    if count < len(periods):
        left_out = text("Bảng chỉ đủ chỗ cho {count} kỳ gần nhất.", count=count)
        yield RichText(words.say(left_out), style="dim")


def _fitting(rows: Sequence[IntakeRow], periods: Sequence[str], screen: Screen) -> int:
    """Return how many of the latest periods fit beside the units' names; at least one."""
    shown = [row.shown() for row in rows]
    room, count = screen.width - _NAME_ROOM, 0
    for index in reversed(range(len(periods))):
        room -= 2 + max(map(cell_len, [periods[index], *(cells[index] for cells in shown)]))
        if room < 0:
            break
        count += 1
    return max(count, 1)


def _styled(cell: Cell | None) -> RichText:
    if cell is None:
        return RichText(NOTHING, style="dim")
    style = "green" if cell.mark == COMPLETE else "bold red" if cell.is_overdue else "yellow"
    return RichText(str(cell), style=style)


def _owed(rows: Sequence[IntakeRow], words: Words) -> Iterator[Block]:
    """Yield, unit by unit, what is still to come."""
    if not any(row.owed for row in rows):
        return
    yield from heading(words, text("Còn thiếu"))
    for row in rows:
        if row.owed:
            yield RichText(row.unit, style="bold")
        for owed in row.owed:
            yield Indented(RichText(owed.sentence))
            yield from (Indented(RichText(name), is_item=True) for name in owed.figures)
            if owed.more:
                yield Indented(RichText(owed.more), is_item=True)


def _told(title: Text, told: Sequence[tuple[str, Sequence[str]]], words: Words) -> Iterator[Block]:
    """Yield lines about units under a title; nothing where no unit has any."""
    if not any(lines for _, lines in told):
        return
    yield from heading(words, title)
    for unit, lines in told:
        if lines:
            yield RichText(unit, style="bold")
            yield from (Indented(RichText(line)) for line in lines)


def _problems(desk: Desk) -> Iterator[Block]:
    words, problems = desk.words, desk.run.problems
    if not problems:
        yield from ("", RichText(words.say(text("Không có lỗi nào trong các tệp.")), style="green"))
        return
    yield from heading(words, text("Lỗi và cảnh báo"))
    for index, file in enumerate(problem_rows(problems, words, show_all=desk.show_all)):
        yield from [""] if index else []
        yield from _of_file(file, desk)
    yield from ("", RichText(problem_summary(problems, words)))


def _of_file(file: FileProblems, desk: Desk) -> Iterator[Block]:
    """Yield a file's name with the number of its problems, and these below it."""
    counts = [
        desk.words.say(said)
        for said, count in (
            (text("{count} lỗi", count=file.errors), file.errors),
            (text("{count} cảnh báo", count=file.warnings), file.warnings),
        )
        if count
    ]
    name = RichText(file.path, style="bold")
    yield name.append(f" – {', '.join(counts)}", style="not bold")
    yield from problem_blocks(file, desk.words)
