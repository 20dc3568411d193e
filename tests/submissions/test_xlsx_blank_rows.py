"""Rows of an .xlsx sheet that hold nothing are as many as a sheet has, and cost nothing."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_cli.limits import HEADER_ROWS, ROWS
from cchc_cli.problems import Problem
from cchc_cli.submissions.excel_reader import read_tables
from cchc_cli.submissions.survey import Refused, Sheet
from cchc_cli.submissions.xlsx_blank_rows import (
    check_rows,
    leave_out_blank_rows,
    without_blank_rows,
)
from submitting import codes, read
from workbooks import HEAD, ROW, xlsx

MOST = ROWS + HEADER_ROWS
LAST = 1_048_576
"""Row of a sheet."""
TABLE = HEAD + ROW.format(2)
BLANK = {
    "a height": '<row r="{0}" ht="15" customHeight="1"/>',
    "an end": '<row r="{0}"></row>',
    "cells": '<row r="{0}"><c r="A{0}" s="1"/><c r="B{0}"/></row>',
    "cells with an end": '<row r="{0}"><c r="A{0}"></c></row>',
    "cells in other ways": '<row r="{0}">\n<c s=\'0\' r="A{0}" />\n</row>\n',
    "another order": '<row ht="15" r="{0}"/>',
    "other quotes": "<row r='{0}' ht='15'/>",
    "hidden": '<row r="{0}" hidden="1"/>',
}
FILLED = {
    "a number": '<row r="{0}"><c r="A{0}"><v>1</v></c></row>',
    "a text": '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>x</t></is></c></row>',
    "blank behind": '<row r="{0}"><c r="A{0}"><v>1</v></c><c r="B{0}"/></row>',
    "a formula": '<row r="{0}"><c r="A{0}"><f>1</f></c></row>',
    "blanks between": '<row r="{0}">\n<c r="A{0}">\n<v>1</v>\n</c>\n</row>\n',
    "no places": "<row><c><v>1</v></c></row>",
    "no cells": "<row/>",
}


def sheet_of(rows: str) -> str:
    return f'<worksheet xmlns="x"><sheetData>{rows}</sheetData></worksheet>'


def many(row: str, first: int, last: int) -> str:
    return "".join(row.format(n) for n in range(first, last + 1))


@pytest.mark.parametrize("kind", BLANK)
def test_a_table_above_a_million_blank_rows_is_read(tmp_path: Path, kind: str) -> None:
    last = LAST if kind in ("a height", "hidden") else 300_000
    sheet = sheet_of(TABLE + many(BLANK[kind], 3, last)).replace(
        "</worksheet>", '<rowBreaks count="1"><brk id="40"/></rowBreaks></worksheet>'
    )
    found = read(tmp_path, xlsx({"Biểu": sheet}))
    assert (found.values, codes(found)) == ({"hcc dem 2025-09": "12"}, [])


def test_a_table_below_blank_rows_keeps_its_places(tmp_path: Path) -> None:
    moved = re.sub(r'r="([A-D]?)([12])"', lambda at: f'r="{at[1]}{150_000 + int(at[2])}"', TABLE)
    rows = many(BLANK["cells"], 1, 150_000) + moved.replace("<v>12", "<v>-12")
    found = read(tmp_path, xlsx({"Biểu": sheet_of(rows)}))
    assert codes(found) == ["bc.xlsx › Biểu › D150002: not-a-number"]


@pytest.mark.parametrize("row", FILLED.values(), ids=FILLED)
def test_one_row_too_many_is_refused(row: str) -> None:
    part = sheet_of(many(row, 1, MOST)).encode()
    check_rows(part, Sheet("Biểu"))
    assert without_blank_rows(part, Sheet("Biểu")) == part
    too_long = sheet_of(many(row, 1, MOST + 1)).encode()
    with pytest.raises(Refused) as refused:
        check_rows(without_blank_rows(too_long, Sheet("Biểu")), Sheet("Biểu"))
    assert (refused.value.code, refused.value.sheet) == ("too-many-rows", "Biểu")


def test_rows_are_counted_in_all_sheets_before_any_is_read(tmp_path: Path) -> None:
    """The second is torn behind its rows, which nobody gets to see."""
    half = many(FILLED["a number"], 1, MOST // 2 + 1)
    torn = sheet_of(half).replace("<sheetData>", "<sheetData><row")
    found = read(tmp_path, xlsx({"Một": torn, "Hai": sheet_of(half)}))
    assert codes(found) == ["bc.xlsx: too-many-rows"]


ROW_KINDS = [
    *BLANK.values(),
    *FILLED.values(),
    '<row r="{0}"><c s="1"/><c><v>2</v></c></row>',
    '<row r="{0}"><c r="C{0}" t="s"/><c r="D{0}"><v>2</v></c></row>',
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(ROW_KINDS), min_size=1, max_size=12))
def test_rows_left_out_change_nothing(kinds: list[str]) -> None:
    part = sheet_of("".join(row.format(n) for n, row in enumerate(kinds, 1))).encode()
    left = leave_out_blank_rows(part)
    assert filled_rows(left) == filled_rows(part)
    if all("r=" in row.partition(">")[0] for row in kinds):
        assert left.count(b"<row") == sum(kind not in BLANK.values() for kind in kinds)


def filled_rows(part: bytes) -> dict[int, Sequence[str]]:
    """Return the cells of each row that holds something, without blank ones at its end."""
    problems: list[Problem] = []
    tables = list(read_tables(xlsx({"Biểu": part.decode()}), "bc.xlsx", problems))
    assert {problem.code for problem in problems} <= {"empty-file"}
    return {line: cells for table in tables for line, cells in table.records if any(cells)}
