"""Workbooks that claim millions of things beside cells: refused before they take time or memory."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from cchc_cli.limits import (
    CELLS,
    HTML_REFERENCES,
    OPEN_DOCUMENT_TAGS,
    WORKBOOK_SHEETS,
    WORKBOOK_TAGS,
)
from submitting import read
from workbooks import (
    Rows,
    biff,
    ods,
    ods_row,
    record,
    wide,
    xls,
    xlsb,
    xlsb_number,
    xlsb_whole,
    xlsx,
    zipped,
)

ONE: Rows = [["kỳ", 1]]
ATTRIBUTES = " ".join(f"a{n}=''" for n in range(300_000))
MANY_COLUMNS = 16_385


def with_part(name: str, part: str) -> bytes:
    return xlsx({"Biểu": ONE}, more={name: part})


def styles(inside: str) -> bytes:
    return with_part("xl/styles.xml", f"<styleSheet>{inside}</styleSheet>")


def columns() -> bytes:
    listed = '<col min="1" max="16384" hidden="1"/>' * MANY_COLUMNS
    return xlsx({"Biểu": f"<worksheet><cols>{listed}</cols><sheetData/></worksheet>"})


def binary_sheets(count: int) -> bytes:
    listed = [
        record(156, struct.pack("<II", 0, 1) + wide("r1") + wide(f"S{n}")) for n in range(count)
    ]
    content = record(143) + b"".join(listed) + record(144)
    relation = '<Relationship Id="{}" Type="a/{}" Target="xl/{}"/>'
    parts: dict[str, bytes | str] = {
        "_rels/.rels": f"<R>{relation.format('r', 'officeDocument', 'workbook.bin')}</R>",
        "xl/workbook.bin": content,
        "xl/_rels/workbook.bin.rels": f"<R>{relation.format('r1', 'chartsheet', 'none.bin')}</R>",
    }
    return zipped(parts)


OLD_COLUMN = biff(0x007D, struct.pack("<5H", 0, 255, 0, 0, 1))
TABLES = "".join(
    f'</table:table><table:table table:name="{n}">{ods_row(1)}' for n in range(WORKBOOK_SHEETS)
)
CLAIMS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "styles": ("file-too-big", lambda: styles("<xf/>" * WORKBOOK_TAGS)),
    "relations": (
        "file-too-big",
        lambda: with_part(
            "xl/_rels/workbook.xml.rels", "<R>" + "<Relationship/>" * 20_000 + "</R>"
        ),
    ),
    "an attribute": ("damaged-file", lambda: styles(f'<xf a="{"0" * 3_000_000}"/>')),
    "attributes": (
        "damaged-file",
        lambda: ods(f"<table:table-row {ATTRIBUTES}/>"),
    ),
    "strings": (
        "file-too-big",
        lambda: with_part("xl/sharedStrings.xml", f"<sst>{'<si/>' * (CELLS + 1)}</sst>"),
    ),
    "strings with a prefix": (
        "file-too-big",
        lambda: with_part("xl/sharedStrings.xml", f"<x:sst>{'<x:si/>' * (CELLS + 1)}</x:sst>"),
    ),
    "columns": ("damaged-file", columns),
    "old columns": ("damaged-file", lambda: xls(OLD_COLUMN * MANY_COLUMNS)),
    "sheets": ("file-too-big", lambda: xlsx({f"S{n}": ONE for n in range(WORKBOOK_SHEETS + 1)})),
    "old sheets": ("file-too-big", lambda: xls(b"", sheets=WORKBOOK_SHEETS + 1)),
    "binary sheets": ("file-too-big", lambda: binary_sheets(WORKBOOK_SHEETS + 1)),
    "open sheets": ("file-too-big", lambda: ods(TABLES)),
    "blank rows": ("file-too-big", lambda: ods("<table:table-row/>" * OPEN_DOCUMENT_TAGS)),
    "references": (
        "file-too-big",
        lambda: b"<table><tr><td>" + b"&not" * (HTML_REFERENCES + 1) + b"</table>",
    ),
    "binary cells": ("zip-bomb", lambda: xlsb([xlsb_whole(0, 1) * (2 * CELLS)])),
    "binary records": ("zip-bomb", lambda: xlsb([xlsb_number(0, 1) + record(500) * (CELLS // 2)])),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_millions_of_things_are_refused(tmp_path: Path, name: str) -> None:
    code, make = CLAIMS[name]
    assert [problem.code for problem in read(tmp_path, make(), "bc.xls").problems] == [code]


def test_as_many_sheets_as_may_be_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, xlsx({f"S{n}": ONE for n in range(WORKBOOK_SHEETS)}), "bc.xlsx")
    assert {problem.code for problem in found.problems} == {"missing-column"}
