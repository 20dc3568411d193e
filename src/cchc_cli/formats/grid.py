"""Tables drawn as lines of text.

A table is never narrower than its numbers: on a narrow terminal it runs over the edge rather than
cut one.  Every width is known before a line is drawn, so that drawing costs a tenth of what rich's
own tables take, which look for it; officers wait for each report.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text as RichText

from cchc_cli.formats import Screen
from cchc_cli.formats.wrapping import broken_lines

NAME_WIDTH = 18
"""The least width of the column that holds names."""
_GAP = "  "

Cell = str | RichText


class Column(NamedTuple):
    """A column of a table; only the one column that is `flexible` wraps its words freely."""

    name: str
    is_number: bool = False
    flexible: bool = False
    fills: bool = False
    """A flexible column takes all the room there is, so that tables line up."""
    width: int | None = None
    """A fixed width; None: as wide as the widest cell."""


class Table(NamedTuple):
    """A table as its lines."""

    lines: tuple[RichText, ...]


def make_table(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], screen: Screen) -> Table:
    """Lay out a table: every number whole, the flexible column takes what is left."""
    widths = _widths(columns, rows, screen)
    rule = RichText("─" * (sum(widths) + len(_GAP) * (len(columns) - 1)))
    lines = [*_head(columns, widths), rule]
    for row in rows:
        broken = [_broken(*each) for each in zip(row, columns, widths, strict=True)]
        height = max(map(len, broken))
        filled = [[*cell, *[_NOTHING] * (height - len(cell))] for cell in broken]
        lines += _drawn(filled, columns, widths)
    return Table(tuple(lines))


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], screen: Screen) -> list[int]:
    widths = []
    for index, column in enumerate(columns):
        cells = [_plain(row[index]) for row in rows]
        natural = max([longest_word(column.name), *map(cell_len, cells)])
        widths.append(column.width or natural)
    gaps = len(_GAP) * (len(columns) - 1)
    for index, column in enumerate(columns):
        if column.flexible:
            others = sum(widths) - widths[index] + gaps
            room = max(NAME_WIDTH, screen.width - others)
            widths[index] = room if column.fills else min(widths[index], room)
    return widths


def longest_word(name: str) -> int:
    """Return the width of the longest word of a column's name, which is never broken."""
    return max(map(cell_len, name.split()), default=1)


def _plain(cell: Cell) -> str:
    return cell.plain if isinstance(cell, RichText) else cell


_NOTHING = RichText()


def _head(columns: Sequence[Column], widths: Sequence[int]) -> Iterable[RichText]:
    """Draw the names of the columns; those that take fewer lines stand at the bottom."""
    names = [
        list(broken_lines(RichText(column.name, style="bold"), width))
        for column, width in zip(columns, widths, strict=True)
    ]
    height = max(map(len, names))
    return _drawn([[*[_NOTHING] * (height - len(n)), *n] for n in names], columns, widths)


def _broken(cell: Cell, column: Column, width: int) -> Sequence[RichText]:
    """Break a cell into its lines; a number is never broken, only parted where it says so."""
    words = cell if isinstance(cell, RichText) else RichText(cell)
    if column.is_number:
        return list(words.split("\n")) if "\n" in words.plain else [words]
    return list(broken_lines(words, width))


def _drawn(
    cells: Sequence[Sequence[RichText]], columns: Sequence[Column], widths: Sequence[int]
) -> Iterable[RichText]:
    """Yield the lines of a row whose cells have equally many."""
    for parts in zip(*cells, strict=True):
        line = RichText()
        for index, (part, column, width) in enumerate(zip(parts, columns, widths, strict=True)):
            room = " " * (width - part.cell_len)
            gap = _GAP if index else ""
            if column.is_number:
                line.append(gap + room).append_text(part)
            else:
                line.append(gap).append_text(part).append(room)
        yield line
