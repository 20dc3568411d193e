"""Binary workbooks (.xls, .xlsb): values, formats, and records that claim what is not there."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from cchc_cli.limits import CELLS, COLUMNS, HEADER_ROWS, ROWS, WORKBOOK_INFLATED_BYTES
from cchc_cli.submissions.zipped_workbook import survey_zipped
from submitting import HEADER, codes, read
from workbooks import (
    biff,
    biff_cell,
    biff_words,
    container,
    record,
    xls,
    xlsb,
    xlsb_cell,
    xlsb_number,
    xlsb_shared,
    xlsb_whole,
    xlsb_words,
    zipped,
)

DIVISION, REFERENCE = 0x07, 0x17


def number(row: int, value: float, style: int = 0) -> bytes:
    return biff_cell(0x0203, row, 3, style, struct.pack("<d", value))


def formula(row: int, result: bytes) -> bytes:
    return biff_cell(0x0006, row, 3, 0, result + bytes(8))


HEAD = b"".join(biff_words(0, at, words) for at, words in enumerate(HEADER))


def line(row: int, figure: str, value: bytes) -> bytes:
    words = ("2025-09", "hcc", figure)
    return b"".join(biff_words(row, at, word) for at, word in enumerate(words)) + value


@pytest.mark.parametrize(
    ("figure", "value", "shown"),
    [
        ("dem", number(1, 540.0), "540"),
        ("tien", number(1, 0.1 + 0.2), "0.3"),
        ("ty_le", number(1, 0.955, style=1), "95.500"),
        ("ty_le", number(1, 0.5, style=4), "50.0"),
        ("dem", biff_cell(0x027E, 1, 3, 0, struct.pack("<I", 540 << 2 | 2)), "540"),
        ("tien", biff_cell(0x027E, 1, 3, 0, struct.pack("<i", -1250 << 2 | 3)), "-12.5"),
        ("dem", biff(0x00BD, struct.pack("<HHHIH", 1, 3, 0, 7 << 2 | 2, 3)), "7"),
        ("dem", biff_words(1, 3, "1.234"), "1234"),
        ("dem", formula(1, struct.pack("<d", 8)), "8"),
        ("dem", biff_cell(0x0406, 1, 3, 0, struct.pack("<d", 8) + bytes(8)), "8"),
        ("da_lam", formula(1, b"\x00\0\0\0\0\0\xff\xff") + biff(0x0207, b"\2\0\1" + "có".encode("utf-16-le")), "True"),
        ("da_lam", biff_cell(0x0205, 1, 3, 0, b"\1\0"), "True"),
    ],
)  # fmt: skip
def test_a_cell_of_an_xls_is_read(tmp_path: Path, figure: str, value: bytes, shown: str) -> None:
    found = read(tmp_path, xls(HEAD + line(1, figure, value)), "bc.xls")
    assert (found.said, found.values) == ([], {f"hcc {figure} 2025-09": shown})


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (biff_cell(0x0205, 1, 3, 0, bytes([REFERENCE, 1])), "#REF!"),
        (formula(1, bytes([2, 0, DIVISION, 0, 0, 0, 0xFF, 0xFF])), "#DIV/0!"),
        (number(1, 45901, style=2), "01/09/2025"),
        (number(1, 1.25, style=3), "30:00"),
    ],
)
def test_a_cell_of_an_xls_that_is_no_number(tmp_path: Path, value: bytes, said: str) -> None:
    found = read(tmp_path, xls(HEAD + line(1, "tien", value)), "bc.xls")
    assert codes(found) == ["bc.xls › Số 0 › D2: not-a-number"]
    assert said in found.said[0]


def test_hidden_rows_columns_and_sheets_of_an_xls(tmp_path: Path) -> None:
    hidden_row = biff(0x0208, struct.pack("<HHHHHHI", 1, 0, 5, 300, 0, 0, 0x20))
    unused = biff(0x0208, struct.pack("<HHHHHHI", 9, 0, 5, 300, 0, 0, 0x20))
    columns = biff(0x007D, struct.pack("<HHHHHH", 3, 255, 2000, 0, 1, 0))
    cells = hidden_row + unused + columns + HEAD + line(1, "dem", number(1, 5))
    found = read(tmp_path, xls(cells, state=1), "bc.xls")
    assert found.values == {"hcc dem 2025-09": "5"}
    assert [str(p.message) for p in found.problems] == [
        "có trang ẩn, dòng ẩn: 2, cột ẩn: D, E; vẫn được đọc như phần hiện"
    ]


def test_merged_headers_of_an_xls(tmp_path: Path) -> None:
    cells = b"".join(
        biff_words(*place)
        for place in (
            (0, 0, "Đơn vị"), (0, 1, "Mã số liệu"), (0, 2, "Giá trị"), (1, 2, "T8/2025"),
            (1, 3, "T9/2025"), (2, 0, "hcc"), (2, 1, "dem"), (2, 2, "11"), (2, 3, "12"),
        )
    )  # fmt: skip
    merges = struct.pack("<H12H", 3, 0, 1, 0, 0, 0, 1, 1, 1, 0, 0, 2, 3)
    found = read(tmp_path, xls(cells + biff(0x00E5, merges)), "bc.xls")
    assert found.values == {"hcc dem 2025-08": "11", "hcc dem 2025-09": "12"}


ONE = HEAD + line(1, "dem", number(1, 5))


def test_a_claim_of_a_huge_sheet_is_not_believed(tmp_path: Path) -> None:
    """Memory for so much ends a program that asks for it, and with it the whole report."""
    claim = biff(0x0200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0))
    assert read(tmp_path, xls(claim + ONE), "bc.xls").values == {"hcc dem 2025-09": "5"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (xls(ONE, before=biff(0x002F, bytes(54))), "password-protected"),
        (xls(ONE, sheets=50), "damaged-file"),
        (xls(ONE)[:2000], "damaged-file"),
        (xls(biff_cell(0x00FD, 0, 0, 0, struct.pack("<I", 9))), "damaged-file"),
        (container("WordDocument", bytes(5000)), "wrong-kind"),
        (container("Khác", bytes(5000)), "wrong-kind"),
        (container("EncryptedPackage", bytes(5000)), "password-protected"),
        (container("Workbook", b"\x09\x08" + bytes(5000)), "damaged-file"),
        (xls(biff_words(0, 0, "a") + biff_words(65535, 200, "b")), "file-too-big"),
        (xls(biff_words(0, 256, "a")), "too-many-columns"),
    ],
)
def test_a_hostile_xls_is_refused_and_named(tmp_path: Path, content: bytes, code: str) -> None:
    found = read(tmp_path, content, "bc.xls")
    assert [problem.code for problem in found.problems] == [code]
    assert found.values == {}


SHARED_WORDS, SHARED_CELL, CONTINUES = 0x00FC, 0x00FD, 0x003C


def words_of(words: str) -> bytes:
    """Return a shared string of an .xls."""
    return struct.pack("<HB", len(words), 1) + words.encode("utf-16-le")


FIRST = words_of("2025-09") + words_of("hcc")
ALL = FIRST + words_of("dem") + words_of("12")
FONTS = struct.pack("<HBH", 3, 8, 2) + b"dem"
SPOKEN = struct.pack("<HBI", 3, 4, 5) + b"dem"
LISTS: dict[str, tuple[int, list[bytes]]] = {
    "all in one": (4, [ALL]),
    "none told": (0, [ALL]),
    "more told": (0x7FFFFFFF, [ALL]),
    "rest behind": (4, [ALL + b"\x09"]),
    "a blank piece": (4, [FIRST + words_of("dem")[:-4], b"", b"\1e\0m\0" + words_of("12")]),
    "letters in the next": (4, [FIRST + words_of("dem")[:-4], b"\1e\0m\0" + words_of("12")]),
    "narrower letters": (4, [FIRST + words_of("dem")[:-4], b"\0em" + words_of("12")]),
    "fonts": (4, [FIRST + FONTS + bytes(8) + words_of("12")]),
    "fonts in the next": (4, [FIRST + FONTS + bytes(4), bytes(4) + words_of("12")]),
    "spoken": (4, [FIRST + SPOKEN + bytes(5) + words_of("12")]),
    "spoken in two more": (4, [FIRST + SPOKEN, bytes(2), bytes(3) + words_of("12")]),
}


@pytest.mark.parametrize("name", LISTS)
def test_shared_strings_of_an_xls(tmp_path: Path, name: str) -> None:
    count, (first, *more) = LISTS[name]
    listed = biff(SHARED_WORDS, struct.pack("<II", count, count) + first)
    listed += b"".join(biff(CONTINUES, piece) for piece in more)
    cells = b"".join(biff_cell(SHARED_CELL, 1, at, 0, struct.pack("<I", at)) for at in range(4))
    found = read(tmp_path, xls(HEAD + cells, before=listed), "bc.xls")
    assert (codes(found), found.values) == ([], {"hcc dem 2025-09": "12"})


@pytest.mark.parametrize("piece", [FIRST + words_of("dem"), ALL[:-3]], ids=["missing", "torn"])
def test_a_shared_string_that_is_not_there_makes_an_xls_damaged(
    tmp_path: Path, piece: bytes
) -> None:
    listed = biff(SHARED_WORDS, struct.pack("<II", 4, 4) + piece)
    cell = biff_cell(SHARED_CELL, 1, 3, 0, struct.pack("<I", 3))
    found = read(tmp_path, xls(HEAD + cell, before=listed), "bc.xls")
    assert codes(found) == ["bc.xls: damaged-file"]


def xlsb_line(figure: str, value: bytes) -> bytes:
    words = ("2025-09", "hcc", figure)
    return b"".join(xlsb_words(at, word) for at, word in enumerate(words)) + value


XLSB_HEAD = b"".join(xlsb_words(at, words) for at, words in enumerate(HEADER))


def test_merged_headers_of_an_xlsb(tmp_path: Path) -> None:
    rows = [
        xlsb_words(0, "Đơn vị") + xlsb_words(1, "Mã số liệu") + xlsb_words(2, "Giá trị"),
        xlsb_words(2, "T8/2025") + xlsb_words(3, "T9/2025"),
        xlsb_words(0, "hcc") + xlsb_words(1, "dem") + xlsb_number(2, 11) + xlsb_number(3, 12),
    ]
    merged = [(0, 1, 0, 0), (0, 1, 1, 1), (0, 0, 2, 3)]
    content = xlsb(rows, merged=merged)
    assert survey_zipped(content)[1][0].merged == ((1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4))
    found = read(tmp_path, content, "bc.xlsb")
    assert found.values == {"hcc dem 2025-08": "11", "hcc dem 2025-09": "12"}


def test_an_xlsb_is_read(tmp_path: Path) -> None:
    rows = [
        XLSB_HEAD,
        xlsb_line("dem", xlsb_number(3, 540)),
        xlsb_line("ty_le", xlsb_number(3, 0.955, style=1)),
        xlsb_line("tien", xlsb_cell(9, 3, 0, struct.pack("<dHI", 12.5, 0, 0) + bytes(4))),
    ]
    found = read(tmp_path, xlsb(rows, hidden=[3], state=1), "bc.xlsb")
    assert found.values == {
        "hcc dem 2025-09": "540",
        "hcc tien 2025-09": "12.5",
        "hcc ty_le 2025-09": "95.500",
    }
    assert [str(p.message) for p in found.problems] == [
        "có trang ẩn, dòng ẩn: 3; vẫn được đọc như phần hiện"
    ]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (xlsb_cell(3, 3, 0, bytes([REFERENCE])), "#REF!"),
        (xlsb_cell(11, 3, 0, bytes([DIVISION]) + bytes(10)), "#DIV/0!"),
        (xlsb_number(3, 45901, style=2), "01/09/2025"),
    ],
)
def test_a_cell_of_an_xlsb_that_is_no_number(tmp_path: Path, value: bytes, said: str) -> None:
    found = read(tmp_path, xlsb([XLSB_HEAD, xlsb_line("tien", value)]), "bc.xlsb")
    assert codes(found) == ["bc.xlsb › Biểu › D2: not-a-number"]
    assert said in found.said[0]


STRINGS = (*HEADER, "2025-09", "hcc", "dem", "ty_le", "tien")
SHARED_HEAD = b"".join(xlsb_shared(at, at) for at in range(len(HEADER)))


def shared_line(figure: str, value: bytes) -> bytes:
    words = ("2025-09", "hcc", figure)
    return b"".join(xlsb_shared(at, STRINGS.index(word)) for at, word in enumerate(words)) + value


@pytest.mark.parametrize("descent", [False, True])
def test_an_xlsb_as_excel_writes_it(tmp_path: Path, descent: bool) -> None:
    rows = [
        SHARED_HEAD,
        shared_line("dem", xlsb_whole(3, 540)),
        shared_line("ty_le", xlsb_whole(3, 1, style=1)),
        shared_line("tien", xlsb_number(3, 12.5)),
    ]
    found = read(tmp_path, xlsb(rows, strings=STRINGS, descent=descent), "bc.xlsb")
    assert codes(found) == []
    assert found.values == {
        "hcc dem 2025-09": "540",
        "hcc tien 2025-09": "12.5",
        "hcc ty_le 2025-09": "100",
    }


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (b"".join(xlsb_whole(at, 1) for at in range(250, 260)), "too-many-columns"),
        (b"".join(xlsb_shared(at, at) for at in range(200)), "damaged-file"),
    ],
    ids=["far", "no such string"],
)
def test_cells_side_by_side_that_an_xlsb_cannot_have(
    tmp_path: Path, cells: bytes, code: str
) -> None:
    found = read(tmp_path, xlsb([SHARED_HEAD, cells], strings=STRINGS), "bc.xlsb")
    place = " › Biểu › IW2" if code == "too-many-columns" else ""
    assert codes(found) == [f"bc.xlsb{place}: {code}"]


def test_merged_cells_told_before_others_of_an_xlsb(tmp_path: Path) -> None:
    everywhere = record(176, struct.pack("<4I", 0, 0, 0, 16383))
    cells = {"hidden-cells": xlsb_number(10, 1), "too-many-columns": xlsb_number(300, 1)}
    for code, cell in cells.items():
        rows = [SHARED_HEAD + everywhere, shared_line("dem", xlsb_number(3, 12)) + cell]
        found = read(tmp_path, xlsb(rows, strings=STRINGS), "bc.xlsb")
        assert [problem.code for problem in found.problems] == [code]


def test_a_wide_row_of_an_xlsb_and_a_far_one(tmp_path: Path) -> None:
    wide_row = b"".join(xlsb_whole(at, 1) for at in range(COLUMNS))
    rows = [wide_row, *[b""] * (CELLS // COLUMNS), xlsb_number(COLUMNS - 1, 1)]
    found = read(tmp_path, xlsb(rows), "bc.xlsb")
    assert [problem.code for problem in found.problems] == ["file-too-big"]


def test_a_long_shared_string_of_an_xlsb_in_every_cell(tmp_path: Path) -> None:
    rows = [b"".join(xlsb_shared(at, 0) for at in range(100))] * 30
    strings = ["x" * (WORKBOOK_INFLATED_BYTES // 3_000)]
    found = read(tmp_path, xlsb([*rows, xlsb_shared(0, 0)], strings=strings), "bc.xlsb")
    assert codes(found) == ["bc.xlsb: zip-bomb"]


def test_an_xlsb_whose_records_run_past_its_end(tmp_path: Path) -> None:
    content = xlsb([XLSB_HEAD + b"\x05\xff\xff\xff\x7f"])
    assert codes(read(tmp_path, content, "bc.xlsb")) == ["bc.xlsb: damaged-file"]


XLSB_BLANK = {
    "rows": b"",
    "cells": xlsb_cell(1, 5, 0, b""),
}


@pytest.mark.parametrize("descent", [False, True])
@pytest.mark.parametrize("blank", XLSB_BLANK.values(), ids=XLSB_BLANK)
def test_blank_rows_of_an_xlsb_cost_nothing(tmp_path: Path, blank: bytes, descent: bool) -> None:
    value = xlsb_number(3, 12)
    rows = [XLSB_HEAD, xlsb_line("dem", value), *[blank] * 1_300_000]
    found = read(tmp_path, xlsb(rows, descent=descent), "bc.xlsb")
    assert (found.values, codes(found)) == ({"hcc dem 2025-09": "12"}, [])
    wrong = xlsb_line("dem", xlsb_words(3, "x"))
    rows = [XLSB_HEAD, blank, blank, wrong, blank]
    found = read(tmp_path, xlsb(rows, descent=descent), "bc.xlsb")
    assert codes(found) == ["bc.xlsb › Biểu › D4: not-a-number"]


def test_the_greatest_table_of_an_xlsb_as_excel_writes_it(tmp_path: Path) -> None:
    cells = b"".join(xlsb_whole(at, 1) for at in range(CELLS // ROWS))
    found = read(tmp_path, xlsb([cells] * ROWS, descent=True), "bc.xlsb")
    assert [problem.code for problem in found.problems] == ["missing-column"]


@pytest.mark.parametrize("descent", [False, True])
def test_one_row_too_many_of_an_xlsb(tmp_path: Path, descent: bool) -> None:
    most = ROWS + HEADER_ROWS
    cells = xlsb_cell(1, 0, 0, b"") + xlsb_number(1, 1) + xlsb_cell(1, 2, 0, b"")
    found = read(tmp_path, xlsb([cells] * most, descent=descent), "bc.xlsb")
    assert "too-many-rows" not in [p.code for p in found.problems]
    found = read(tmp_path, xlsb([cells] * (most + 1), descent=descent), "bc.xlsb")
    assert codes(found) == ["bc.xlsb › Biểu: too-many-rows"]


@pytest.mark.parametrize(
    ("row", "code"), [(1_048_576, "missing-column"), (1_048_577, "damaged-file")]
)
def test_a_row_that_no_xlsb_has_is_refused(tmp_path: Path, row: int, code: str) -> None:
    with zipfile.ZipFile(io.BytesIO(xlsb([xlsb_number(0, 1)]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = next(name for name in parts if name.endswith("sheet1.bin"))
    whole = bytearray(parts[name])
    at = whole.index(b"\x91\x01\x00") + 5
    whole[at : at + 4] = struct.pack("<I", row - 1)
    found = read(tmp_path, zipped({**parts, name: bytes(whole)}), "bc.xlsb")
    assert [problem.code for problem in found.problems] == [code]
