"""A comparison as text for a terminal: every number whole, nothing told by colour alone."""

from collections.abc import Iterable, Sequence
from textwrap import wrap

from rich.cells import cell_len
from rich.text import Text as RichText

from cchc_cli.evaluate import Verdict
from cchc_cli.formats import PLAIN, Screen
from cchc_cli.formats.blocks import Block, Indented, heading, render_blocks
from cchc_cli.formats.difference.rows import EntryRow, Memo, TallyRow, TargetRow, TaskRow, grouped
from cchc_cli.formats.grid import Column, make_table
from cchc_cli.formats.terminal import STYLES
from cchc_cli.texts import Text, text

SENTENCE = 18
"""Columns of the screen for a sentence beside numbers."""
_FIGURES = (text("Số liệu thay đổi"), text("Số liệu"))
_PROGRESS = (text("Tiến độ nhiệm vụ thay đổi"), text("Nhiệm vụ"))
"""What a chapter of entries is called, and its first column."""
_TARGETS = (text("Tổng hợp chỉ tiêu"), text("Kết quả"))
_TASKS = (text("Tổng hợp nhiệm vụ"), text("Tình trạng"))


def render_terminal(memo: Memo, screen: Screen = PLAIN) -> str:
    """Render a comparison as text for a screen."""
    blocks: list[Block] = [
        RichText(memo.title, style="bold"),
        *map(RichText, memo.subtitle),
        "",
        *(RichText(line, style="bold") for line in memo.summary),
    ]
    if memo.plan:
        blocks += heading(memo.words, text("Kế hoạch đã khác"))
        blocks += [Indented(RichText(line)) for line in memo.plan]
    blocks += _entries(memo, memo.entries, _FIGURES, screen)
    blocks += _entries(memo, memo.progress, _PROGRESS, screen)
    blocks += _targets(memo, memo.verdicts, text("Chỉ tiêu đổi kết quả"), screen)
    blocks += _targets(memo, memo.values, text("Chỉ tiêu đổi giá trị, không đổi kết quả"), screen)
    blocks += [RichText(note, style="dim") for note in memo.footnotes]
    blocks += _tasks(memo, memo.tasks, text("Nhiệm vụ đổi tình trạng"), screen)
    blocks += _tasks(memo, memo.steps, text("Nhiệm vụ đổi tiến độ, không đổi tình trạng"), screen)
    blocks += _tally(memo, memo.tally, _TARGETS, screen)
    blocks += _tally(memo, memo.tasks_tally, _TASKS, screen)
    blocks += ["", *(RichText(line, style="dim") for line in memo.foot)]
    return render_blocks(blocks, screen)


def _entries(
    memo: Memo, rows: Sequence[EntryRow], names: tuple[Text, Text], screen: Screen
) -> list[Block]:
    """Return a table for each period and unit, all with the same columns."""
    if not rows:
        return []
    say = memo.words.say
    title, first = names
    columns = [
        Column(say(first), flexible=True, fills=True),
        *_numbers(memo, [(row.old, row.new) for row in rows]),
        _column(say(text("Thay đổi")), map(_change, rows), is_number=True),
    ]
    blocks = heading(memo.words, title)
    for number, (period, unit, group) in enumerate(grouped(rows)):
        name = group[0].unit_name
        blocks += [""] * (number > 0)
        blocks.append(RichText(f"{period} · {name} ({unit})", style="bold"))
        cells: list[list[str | RichText]] = [
            [_what(row), row.old, row.new, _change(row)] for row in group
        ]
        blocks.append(make_table(columns, cells, screen))
    return blocks


def _change(row: EntryRow) -> str:
    """Return by how much an entry changed, on one line, or a sentence on several."""
    return "\n".join(wrap(row.change, SENTENCE)) if row.difference.is_mark_alone else row.change


def _what(row: EntryRow) -> RichText:
    """Return a figure's code and name, and below it where it stands and what else changed."""
    cell = RichText(row.figure, style="bold")
    cell.append(f" {row.name}" if row.name != row.figure else "", style="not bold")
    for line in row.details:
        cell.append(f"\n  {line}", style="not bold dim")
    return cell


def _numbers(memo: Memo, pairs: Sequence[tuple[str, str]]) -> list[Column]:
    """Return the columns of old and new values, as wide as their widest cell."""
    return [
        _column(head, cells, is_number=True)
        for head, cells in zip(memo.heads, zip(*pairs, strict=True), strict=True)
    ]


def _column(name: str, cells: Iterable[str], *, is_number: bool = False) -> Column:
    lines = [line for cell in cells for line in cell.split("\n")]
    widest = max(map(cell_len, [*name.split(), *lines]))
    return Column(name, is_number=is_number, width=widest)


def _targets(memo: Memo, rows: Sequence[TargetRow], title: Text, screen: Screen) -> list[Block]:
    """Return a table of targets with value and verdict below each other."""
    if not rows:
        return []
    say = memo.words.say
    olds = [f"{row.old}\n{row.old_verdict}" for row in rows]
    news = [f"{row.new}\n{row.new_verdict}" for row in rows]
    columns = [
        _column(say(text("Mã")), (row.id for row in rows)),
        Column(say(text("Chỉ tiêu")), flexible=True, fills=True),
        _column(memo.heads[0], olds),
        _column(memo.heads[1], news),
    ]
    cells: list[list[str | RichText]] = [
        [
            row.id,
            f"{row.name} ({row.require})",
            _styled(old, row.difference.old.verdict),
            _styled(new, row.difference.new.verdict),
        ]
        for row, old, new in zip(rows, olds, news, strict=True)
    ]
    return [*heading(memo.words, title), make_table(columns, cells, screen)]


def _styled(cell: str, verdict: Verdict) -> RichText:
    return RichText(cell, style=STYLES[verdict])


def _tasks(memo: Memo, rows: Sequence[TaskRow], title: Text, screen: Screen) -> list[Block]:
    if not rows:
        return []
    say = memo.words.say
    olds, news = ([row.old.replace(", ", ",\n") for row in rows],
                  [row.new.replace(", ", ",\n") for row in rows])  # fmt: skip
    columns = [
        _column(say(text("Mã")), (row.id for row in rows)),
        Column(say(text("Nhiệm vụ")), flexible=True, fills=True),
        _column(memo.heads[0], olds),
        _column(memo.heads[1], news),
    ]
    cells: list[list[str | RichText]] = [
        [row.id, row.name, old, new] for row, old, new in zip(rows, olds, news, strict=True)
    ]
    return [*heading(memo.words, title), make_table(columns, cells, screen)]


def _tally(
    memo: Memo, rows: Sequence[TallyRow], names: tuple[Text, Text], screen: Screen
) -> list[Block]:
    if not rows:
        return []
    title, first = names
    columns = [
        Column(memo.words.say(first), flexible=True),
        *(Column(head, is_number=True) for head in memo.heads),
        Column(memo.words.say(text("Thay đổi")), is_number=True),
    ]
    cells = [[row.signed_name, str(row.old), str(row.new), row.change] for row in rows]
    return [*heading(memo.words, title), make_table(columns, cells, screen)]
