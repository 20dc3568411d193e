"""Tables and paragraphs as lines of text."""

import pytest
from rich.text import Text as RichText

from cchc_cli.formats import Screen
from cchc_cli.formats.blocks import Block, Indented, render_blocks
from cchc_cli.formats.grid import Cell, Column, make_table

COLUMNS = [
    Column("Mã"),
    Column("Tên gọi", flexible=True, fills=True),
    Column("Đến nay", is_number=True, width=7),
]
ROWS: list[list[Cell]] = [
    ["a1", "Hồ sơ trả kết quả đúng hạn, trước hạn", "95,5%"],
    ["b", RichText("[bold]", style="red"), "1.234.567.890"],
]


def shown(width: int, *, colour: bool = False) -> list[str]:
    screen = Screen(width, colour)
    return render_blocks([make_table(COLUMNS, ROWS, screen)], screen).split("\n")


def test_a_cell_is_broken_at_spaces_and_a_number_runs_over_the_edge() -> None:
    assert shown(31) == [
        "Mã  Tên gọi             Đến nay",
        "───────────────────────────────",
        "a1  Hồ sơ trả kết quả     95,5%",
        "    đúng hạn, trước",
        "    hạn",
        "b   [bold]              1.234.567.890",
        "",
    ]


def test_the_flexible_column_takes_the_room_there_is() -> None:
    assert {len(line) for line in shown(60)[:2]} == {60}


def test_a_short_head_stands_at_the_bottom() -> None:
    columns = [Column("Kỳ"), Column("Từ đầu năm", is_number=True, width=4)]
    screen = Screen(40)
    lines = render_blocks([make_table(columns, [["09", "1"]], screen)], screen).split("\n")
    assert lines[:5] == ["      Từ", "     đầu", "Kỳ   năm", "────────", "09     1"]


def test_the_lines_of_a_cell_stand_in_its_column_beside_numbers() -> None:
    columns = [Column("Kỳ"), Column("Số", is_number=True, width=5)]
    screen = Screen(40)
    lines = render_blocks([make_table(columns, [["09", "một\nhai"]], screen)], screen).split("\n")
    assert lines[2:4] == ["09    một", "      hai"]


@pytest.mark.parametrize("width", [1, 30, 80])
def test_colour_changes_no_letter(width: int) -> None:
    drawn = RichText.from_ansi("\n".join(shown(width, colour=True))).plain
    assert [line.rstrip() for line in drawn.split("\n")] == shown(width)


def test_a_paragraph_with_breaks_and_styles_keeps_them() -> None:
    words = RichText("một hai").append("\nba bốn", style="bold")
    blocks: list[Block] = [words, Indented(RichText("năm sáu bảy")), Indented(words, is_item=True)]
    assert render_blocks(blocks, Screen(12)) == (
        "một hai\nba bốn\n    năm sáu\n    bảy\n      - một\n        hai\n        ba\n        bốn\n"
    )
