"""Paragraphs and tables, one below the other, as text for a screen.

Text from files and plans is never taken for rich's markup.
"""

import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.text import Text as RichText

from cchc_cli.formats import Screen
from cchc_cli.formats.grid import Table
from cchc_cli.formats.words import Words
from cchc_cli.formats.wrapping import broken_lines
from cchc_cli.texts import Text


class Indented(NamedTuple):
    """A paragraph set four columns in; as an item of a list, deeper and with a dash."""

    words: RichText
    is_item: bool = False


Block = RichText | Indented | Table | str
"""A paragraph, or a table."""
_INDENT = 4


def render_blocks(blocks: Sequence[Block], screen: Screen) -> str:
    """Render blocks one below the other; a table wider than the screen runs over its edge."""
    lines = [line for block in blocks for line in _lines(block, screen)]
    drawn = _coloured(lines) if screen.colour else "".join(f"{line.plain}\n" for line in lines)
    return "\n".join(line.rstrip() for line in drawn.split("\n"))


def _lines(block: Block, screen: Screen) -> Iterable[RichText]:
    """Break a paragraph into lines that fit the screen; most fit as they are."""
    if isinstance(block, Table):
        yield from block.lines
        return
    is_item = isinstance(block, Indented) and block.is_item
    indent = 2 * _INDENT if is_item else _INDENT if isinstance(block, Indented) else 0
    words = block.words if isinstance(block, Indented) else block
    if isinstance(words, str):
        words = RichText(words)
    for number, line in enumerate(broken_lines(words, max(screen.width - indent, 1))):
        margin = " " * indent if number or not is_item else f"{' ' * (indent - 2)}- "
        yield RichText(margin).append_text(line) if indent else line


def _coloured(lines: Iterable[RichText]) -> str:
    from rich.console import Console  # text without colour needs none, and it takes long to import

    drawn = io.StringIO()
    console = Console(
        file=drawn,
        force_terminal=True,
        color_system="standard",
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    console.print(RichText("\n").join(lines), soft_wrap=True)
    return drawn.getvalue()


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


def heading(words: Words, name: Text) -> list[Block]:
    """Return a heading with space around it."""
    return ["", RichText(words.say(name), style="bold underline"), ""]
