"""Workbooks, from values and formats to what is hostile in them."""

import io
import subprocess
import sys
import tracemalloc
import unicodedata
import zipfile
from collections.abc import Callable
from decimal import Decimal
from itertools import islice
from pathlib import Path

import pytest

from building import Found
from cases.running import environment
from cchc_cli.submissions import xlsx_grammar
from cchc_cli.submissions.cells import NumberCell
from cchc_cli.submissions.excel_reader import read_tables
from submitting import HEADER, codes, read
from workbooks import (
    CUSTOM_PERCENT_STYLE,
    LITERAL_PERCENT_STYLE,
    Cell,
    Day,
    Formula,
    Mistake,
    Percent,
    Rows,
    ole,
    sheet_xml,
    xlsb,
    xlsb_number,
    xlsx,
    zipped,
)


def value(tmp_path: Path, figure: str, cell: Cell, style: int | None = None) -> Found:
    """Read a workbook with one value."""
    rows: Rows = [HEADER, ["2025-09", "hcc", figure, cell]]
    drawn = sheet_xml(rows)
    if style is not None:
        drawn = drawn.replace('<c r="D2">', f'<c r="D2" s="{style}">')
    return read(tmp_path, xlsx({"Biểu": drawn}))


@pytest.mark.parametrize(
    ("figure", "cell", "shown"),
    [
        ("dem", 540, "540"),
        ("dem", 540.0, "540"),
        ("dem", "1.234", "1234"),
        ("dem", Formula("SUM(A1:A2)", 7), "7"),
        ("tien", 1.234, "1.234"),
        ("tien", 1234567.89, "1234567.89"),
        ("tien", -2.5, "-2.5"),
        ("tien", 0.1 + 0.2, "0.3"),
        ("ty_le", 95.5, "95.5"),
        ("ty_le", Percent(0.955), "95.500"),
        ("ty_le", "95,5%", "95.5"),
        ("da_lam", "có", "True"),
        ("da_lam", True, "True"),
        ("da_lam", 0, "False"),
    ],
)
def test_a_cell_is_read(tmp_path: Path, figure: str, cell: Cell, shown: str) -> None:
    found = value(tmp_path, figure, cell)
    assert (found.said, found.values) == ([], {f"hcc {figure} 2025-09": shown})


@pytest.mark.parametrize("written", ['t="b"', "t='b'"])
def test_a_truth_is_no_count_however_its_type_is_written(tmp_path: Path, written: str) -> None:
    one: list[Cell] = [
        "2025-09",
        "hcc",
        "tien",
        1,
    ]  # a text that is remembered, of a value equal to true
    drawn = sheet_xml([HEADER, one, ["2025-09", "hcc", "dem", True]])
    assert 't="b"' in drawn
    found = read(tmp_path, xlsx({"Biểu": drawn.replace('t="b"', written)}))
    assert codes(found) == ["bc.xlsx › Biểu › D3: not-a-number"]
    assert found.values == {"hcc tien 2025-09": "1"}


@pytest.mark.parametrize(
    ("figure", "cell", "code"),
    [
        ("dem", 12.5, "not-a-number"),
        ("dem", -1, "not-a-number"),
        ("dem", Percent(0.95), "not-a-number"),
        ("tien", Percent(0.95), "not-a-number"),
        ("dem", Mistake("#REF!"), "not-a-number"),
        ("tien", Mistake("#DIV/0!"), "not-a-number"),
        ("tien", Day(45901), "not-a-number"),
        ("dem", Formula("1+1"), "formula-without-value"),
        ("da_lam", 0.5, "not-a-number"),
        ("tien", 1e20, "not-a-number"),
        ("tien", "1.234", "ambiguous-number"),
    ],
)
def test_a_cell_that_is_no_such_value(tmp_path: Path, figure: str, cell: Cell, code: str) -> None:
    found = value(tmp_path, figure, cell)
    assert codes(found) == [f"bc.xlsx › Biểu › D2: {code}"]
    assert found.rejected == [f"hcc {figure} 2025-09"]


def test_which_formats_are_percentages(tmp_path: Path) -> None:
    assert value(tmp_path, "ty_le", 0.5, CUSTOM_PERCENT_STYLE).values == {
        "hcc ty_le 2025-09": "50.0"
    }
    found = value(tmp_path, "ty_le", 50, LITERAL_PERCENT_STYLE)
    assert found.values == {"hcc ty_le 2025-09": "50"}


def test_a_fraction_in_a_plain_cell_is_never_multiplied(tmp_path: Path) -> None:
    found = value(tmp_path, "ty_le", 0.95)
    assert found.values == {"hcc ty_le 2025-09": "0.95"}
    assert codes(found) == ["bc.xlsx › Biểu › D2: percent-below-one"]


def test_a_date_is_no_period(tmp_path: Path) -> None:
    found = read(tmp_path, xlsx({"Biểu": [HEADER, [Day(45901), "hcc", "dem", 5]]}))
    assert codes(found) == ["bc.xlsx › Biểu › A2: period-is-date"]
    assert found.rejected == ["hcc dem 2025-09"]  # 1/9/2025; January is outside the plan


def test_dates_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    rows: Rows = [HEADER, [Day(45901 - 1462), "hcc", "dem", 5]]
    found = read(tmp_path, xlsx({"Biểu": rows}, date1904=True))
    assert '"01/09/2025"' in found.said[0]


LETTERHEAD: Rows = [
    ["UBND XÃ MẪU", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["PHÒNG KINH TẾ", None, None, "Độc lập - Tự do - Hạnh phúc"],
    [],
    [None, "BIỂU SỐ LIỆU THÁNG 9/2025"],
    [],
]


def test_a_table_below_a_letterhead_and_above_signatures(tmp_path: Path) -> None:
    rows: Rows = [
        *LETTERHEAD,
        [None, *HEADER],
        [None, "2025-09", "kt", "dem", 7],
        [None, None, None, "Tổng cộng", 7],
        [],
        [None, None, None, None, "Ngày 05 tháng 10 năm 2025"],
        [None, "Người lập biểu", None, None, "TRƯỞNG PHÒNG"],
    ]
    found = read(tmp_path, xlsx({"Biểu 01": rows}))
    assert (found.said, found.values) == ([], {"kt dem 2025-09": "7"})
    (entry,) = found.ledger.entries.values()
    assert str(entry.where) == "bc.xlsx › Biểu 01 › E7"


def test_a_merged_header_of_two_rows(tmp_path: Path) -> None:
    rows: Rows = [
        ["Đơn vị", "Mã số liệu", "Giá trị", None],
        [None, None, "T8/2025", "T9/2025"],
        ["hcc", "dem", 11, 12],
    ]
    drawn = sheet_xml(rows, merged=["A1:A2", "B1:B2", "C1:D1"])
    found = read(tmp_path, xlsx({"Theo dõi": drawn}))
    assert found.values == {"hcc dem 2025-08": "11", "hcc dem 2025-09": "12"}


def test_all_sheets_are_read_and_a_guide_is_passed_over(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        xlsx(
            {
                "hcc": [HEADER, ["2025-09", "hcc", "dem", 1]],
                "Hướng dẫn": [["Điền vào cột giá trị."], ["Không sửa mã."]],
                "kt": [HEADER, ["2025-09", "kt", "dem", 2]],
                "trống": [],
            }
        ),
    )
    assert (found.said, found.values) == ([], {"hcc dem 2025-09": "1", "kt dem 2025-09": "2"})


def test_a_sheet_with_figures_but_no_header_is_an_error(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        xlsx({"hcc": [HEADER, ["2025-09", "hcc", "dem", 1]], "kt": [["dem", 5], ["tien", 6]]}),
    )
    assert codes(found) == ["bc.xlsx › kt › 1: missing-column"]


def test_hidden_sheets_rows_and_columns_are_read_and_mentioned(tmp_path: Path) -> None:
    rows: Rows = [HEADER, ["2025-09", "hcc", "dem", 1]]
    columns = '<cols><col min="4" max="4" width="9" hidden="1"/></cols>'
    found = read(
        tmp_path,
        xlsx(
            {
                "A": sheet_xml(rows, hidden=[2], columns=columns),
                "B": [HEADER, ["2025-09", "kt", "dem", 2]],
            },
            states={"B": "hidden"},
        ),
    )
    assert found.values == {"hcc dem 2025-09": "1", "kt dem 2025-09": "2"}
    assert [str(p.message) for p in found.problems] == [
        "có dòng ẩn: 2, cột ẩn: D; vẫn được đọc như phần hiện",
        "có trang ẩn; vẫn được đọc như phần hiện",
    ]


COVERED = "có ô bị che dưới ô gộp: {}; vẫn được đọc như phần hiện"


@pytest.mark.parametrize(
    ("rows", "merged", "cells"),
    [
        ([["a", "b"], ["c", "d"]], ["A1:B2"], "B1, A2, B2"),
        ([["a", "a"], ["a", None]], ["A1:B2"], ""),
        ([["a", None], [None, "a"]], ["A1:A2", "B1:B2"], "B2"),
        ([[1, 2], [1, 2]], ["A1:A2", "B1:B2"], ""),
        ([[None, "b"], ["c", "d"], ["e"]], ["A1:A2", "B1:C1", "A3:C9"], "A2"),
        ([["a", *range(25)]], ["A1:Z1"], "B1, C1, D1, E1, F1, G1, H1, I1, J1, K1, L1, M1, N1, O1, "
         "P1, Q1, R1, S1, T1, U1, …"),
        ([["a", "b"]], ["A1:B1048576", *["A1:IV100000"] * 9_000], "B1"),
        ([["a", "b"]] * 9_000, ["B1:A20000"] * 10_000, ""),
        ([["a"]] * 60 + [["a", "b"]], [*(f"A{n}:XFD{n}" for n in range(1, 61)), "A61:B61"], "B61"),
    ],
)  # fmt: skip
def test_cells_covered_by_merged_ones_are_mentioned(
    rows: Rows, merged: list[str], cells: str
) -> None:
    (table,) = read_tables(xlsx({"Biểu": sheet_xml(rows, merged=merged)}), "bc.xlsx", [])
    assert [str(p.message) for p in table.noticed] == ([COVERED.format(cells)] if cells else [])


def test_a_value_under_a_merged_one_is_read_and_mentioned(tmp_path: Path) -> None:
    rows: Rows = [HEADER, ["2025-09", "hcc", "dem", 1], ["2025-09", "kt", "dem", 2]]
    found = read(tmp_path, xlsx({"Biểu": sheet_xml(rows, merged=["D2:D3"])}))
    assert found.values == {"hcc dem 2025-09": "1", "kt dem 2025-09": "2"}
    assert codes(found) == ["bc.xlsx › Biểu: hidden-cells"]
    assert COVERED.format("D3") in found.said[0]


def test_what_is_hidden_because_it_is_unused_is_not_mentioned(tmp_path: Path) -> None:
    columns = '<cols><col min="6" max="16384" width="9" hidden="1"/></cols>'
    drawn = sheet_xml([HEADER, ["2025-09", "hcc", "dem", 1], []], hidden=[3], columns=columns)
    assert read(tmp_path, xlsx({"Biểu": drawn})).said == []


def test_a_formula_without_a_result_is_seen_where_no_other_cell_is(tmp_path: Path) -> None:
    """The library's area of a sheet ends before such cells: the last column, the last row."""
    rows: Rows = [["mã", "giá trị"], ["dem", Formula("1+1")], [None, Formula("B2")]]
    found = read(tmp_path, xlsx({"Biểu": rows}), "2025-09 hcc.xlsx")
    assert "2025-09 hcc.xlsx › Biểu › B2: formula-without-value" in codes(found) or codes(found)
    lone = read(tmp_path, xlsx({"Biểu": [[Formula("1")]]}), "2025-09 hcc.xlsx")
    assert "empty-file" not in [problem.code for problem in lone.problems]


def test_cells_that_are_styled_but_blank_are_no_extent(tmp_path: Path) -> None:
    drawn = sheet_xml([HEADER, ["2025-09", "hcc", "dem", 1]]).replace(
        "</sheetData>",
        '<row r="3"><c r="XFD3" s="1"/><c r="XFC3" s="1"></c></row><row r="1048576" s="1"/></sheetData>',
    )
    assert read(tmp_path, xlsx({"Biểu": drawn})).values == {"hcc dem 2025-09": "1"}


def test_the_default_style_may_be_a_percentage(tmp_path: Path) -> None:
    styles = '<styleSheet><cellXfs><xf numFmtId="9"/></cellXfs></styleSheet>'
    rows: Rows = [HEADER, ["2025-09", "hcc", "ty_le", 0.5]]
    found = read(tmp_path, xlsx({"Biểu": rows}, more={"xl/styles.xml": styles}))
    assert found.values == {"hcc ty_le 2025-09": "50.0"}


def test_comments_of_exporters_hide_and_add_nothing(tmp_path: Path) -> None:
    drawn = sheet_xml([HEADER, ["2025-09", "hcc", "dem", 1]])
    aside = '<!-- <c r="XFD1048576"><v>1</v></c> --><?note <row r="9"> ?>'
    for changed in (
        drawn.replace("<sheetData>", aside + "<sheetData>"),
        drawn + "<!-- saved -->",
        drawn.replace("<t>hcc</t>", "<t><![CDATA[hcc]]></t>"),
    ):
        assert read(tmp_path, xlsx({"Biểu": changed})).values == {"hcc dem 2025-09": "1"}


ODD_TWELVES = [
    "<v><![CDATA[12]]></v>",
    "<v>1<!-- a pair -->2</v>",
    "<v>1<?note?>2</v>",
    "<v>&#49;2</v>",
    "<v>1&#x032;</v>",
    "<v>&#46;12&#69;2</v>",
    "<f>6+6</f ><v>12</v >",
]


@pytest.mark.parametrize("written", ODD_TWELVES)
def test_a_number_is_read_whole_however_it_is_written(tmp_path: Path, written: str) -> None:
    drawn = sheet_xml([HEADER, ["2025-09", "hcc", "dem", 7]])
    changed = drawn.replace("<v>7</v>", written)
    assert read(tmp_path, xlsx({"Biểu": changed})).values == {"hcc dem 2025-09": "12"}


def test_text_between_cdata_is_escaped_for_the_library(tmp_path: Path) -> None:
    drawn = sheet_xml([["Kỳ", "Đơn vị", "Mã", "Giá trị", "Ghi chú"],
                       ["2025-09", "hcc", "dem", 7, "ước"]])  # fmt: skip
    changed = drawn.replace(">ước<", "><![CDATA[ước <c> & ]]><")
    (entry,) = read(tmp_path, xlsx({"Biểu": changed})).ledger.entries.values()
    assert (entry.note, entry.where.cell) == ("ước <c> &", "D2")


def test_digits_that_are_all_written_by_their_numbers_are_refused(tmp_path: Path) -> None:
    strings = f"<sst><si><t>{'&#49;' * 20_000}</t></si></sst>"
    found = read(
        tmp_path, xlsx({"Biểu": [HEADER]}, more={"xl/sharedStrings.xml": strings}), "b.xlsx"
    )
    assert [problem.code for problem in found.problems] == ["damaged-file"]


def unzipped(whole: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_package_of_the_strict_kind_or_without_relations_is_read(tmp_path: Path) -> None:
    whole = xlsx({"Biểu": [HEADER, ["2025-09", "hcc", "dem", 1]]})
    parts = unzipped(whole)
    old, strict = b"http://schemas.openxmlformats.org", b"http://purl.oclc.org/ooxml"
    loose = {name: part for name, part in parts.items() if name != "_rels/.rels"}
    for changed in ({n: p.replace(old, strict) for n, p in parts.items()}, loose):
        assert read(tmp_path, zipped(changed)).values == {"hcc dem 2025-09": "1"}


def test_numbers_that_are_none(tmp_path: Path) -> None:
    for word in ("nan", "inf", "-inf"):
        drawn = sheet_xml([HEADER, ["2025-09", "hcc", "tien", 12345]]).replace("12345", word)
        assert codes(read(tmp_path, xlsx({"Biểu": drawn}))) == ["bc.xlsx › Biểu › D2: not-a-number"]


def test_rows_before_one_that_cannot_be_read_count(tmp_path: Path) -> None:
    """An elapsed time of a million years is more than the library can hand over."""
    styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="46"/></cellXfs></styleSheet>'
    rows: Rows = [HEADER, ["2025-09", "hcc", "dem", 1], ["2025-09", "kt", "dem", 12345]]
    drawn = sheet_xml(rows).replace('<c r="D3"><v>12345', '<c r="D3" s="1"><v>1e300')
    found = read(tmp_path, xlsx({"Biểu": drawn}, more={"xl/styles.xml": styles}))
    assert codes(found) == ["bc.xlsx › Biểu › 3: damaged-file"]
    assert found.values == {"hcc dem 2025-09": "1"}


# Hostile ones


def _bomb_of_strings() -> bytes:
    """A string of 30,000 letters, used 100,000 times."""
    shared = f'<sst xmlns="x"><si><t>{"a" * 30_000}</t></si></sst>'
    rows = "".join(f'<row r="{r}"><c r="A{r}" t="s"><v>0</v></c></row>' for r in range(1, 50_001))
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    return xlsx({"Biểu": sheet}, more={"xl/sharedStrings.xml": shared})


ONE_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def _hidden_bomb_of_strings() -> bytes:
    """Return a workbook whose long strings are referred to oddly, beside what looks like others."""
    strings = f"<sst><si><t>{'x' * 30_000}</t></si><si><t>a</t></si></sst>"
    odd = "".join(f'<row r="{n}"><c r="A{n}" t = "s"><v>0</v></c></row>' for n in range(1, 3_001))
    seeming = "".join(
        f'<row r="{n}"><c r="A{n}" x=\' t="s\'><v>1</v></c></row>' for n in range(3_001, 6_001)
    )
    drawn = f"<worksheet><sheetData>{odd}{seeming}</sheetData></worksheet>"
    return xlsx({"Biểu": drawn}, more={"xl/sharedStrings.xml": strings})


def test_an_empty_list_of_strings_is_read_as_one(tmp_path: Path) -> None:
    for strings in ('<sst count="0" uniqueCount="0"/>', '<sst count="9999999999"></sst>'):
        rows: Rows = [HEADER, ["2025-09", "hcc", "dem", 540]]
        content = xlsx({"Biểu": rows}, more={"xl/sharedStrings.xml": strings})
        assert read(tmp_path, content).values == {"hcc dem 2025-09": "540"}


def test_letters_of_a_cell_are_composed(tmp_path: Path) -> None:
    note = "Số liệu chính thức"
    rows: Rows = [HEADER, ["2025-09", "hcc", "dem", 540, unicodedata.normalize("NFD", note)]]
    (entry,) = read(tmp_path, xlsx({"Biểu": rows})).ledger.entries.values()
    assert entry.note == note


def test_a_long_sheet_is_known_from_its_first_row_to_its_last() -> None:
    """Rows are remembered long enough for who takes a thousand, and then looks at their cells."""
    rows: Rows = [[n + 0.125] for n in range(1, 12_501)]
    (table,) = read_tables(xlsx({"S": rows}), "a.xlsx", [])
    expected = iter(range(1, 12_501))
    while batch := list(islice(table.records, 1_000)):
        for line, cells in batch:
            n = next(expected)
            assert (line, cells) == (n, [f"{n},125"])
            assert table.typed[line, 1] == NumberCell(
                Decimal(n) + Decimal("0.125"), is_percent=False
            )
    assert next(expected, None) is None


def _raw(inside: str, **parts: str) -> bytes:
    """Return a workbook of one sheet of that XML; `parts` are named by what stands before .xml."""
    more = {f"xl/{name}.xml": part for name, part in parts.items()}
    return xlsx({"Biểu": f"<worksheet>{inside}</worksheet>"}, more=more)


@pytest.mark.parametrize(
    "content",
    [
        _raw(
            '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>',
            sharedStrings='<sst count="9999999999" uniqueCount="9999999999"><si><t>a</t></si></sst>',
        ),
        _raw(f'<dimension ref="A1:XFD1048576"/><sheetData>{ONE_CELL}</sheetData>'),
        _raw(
            f"<sheetData>{ONE_CELL}</sheetData><mergeCells>"
            + '<mergeCell ref="A1:XFD1048576"/>' * 200_000
            + "</mergeCells>"
        ),
        _raw('<sheetData><row r="9999999999"><c r="A9999999999"><v>1</v></c></row></sheetData>'),
        _raw('<sheetData><row r="1"><c r="A4294967295"><v>1</v></c></row></sheetData>'),
        _raw('<sheetData><row r="1"><c r="1"><v>1</v></c></row></sheetData>'),
        _raw('<sheetData><row r="1"><c r="A1" t="s"><v>5</v></c></row></sheetData>'),
        _raw("<sheetData>" + "<!---->" * 100_000 + "</sheetData>"),
        _raw("<sheetData>" + "<!--" * 100_000 + "</sheetData>"),
        _raw('<sheetData><row r="1">' + '<c r="A1"><f>' * 100_000 + "</row></sheetData>"),
    ],
)
def test_a_claim_that_is_not_true_costs_nothing(
    tmp_path: Path, content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    """Some of these end the whole program if the library is left to believe them."""
    found = read(tmp_path, content)
    assert found.problems
    assert found.values == {}
    assert capfd.readouterr().err == ""


def _far_cells(*places: str) -> bytes:
    rows = "".join(
        f'<row r="{p.lstrip("ABCDEFXIV")}"><c r="{p}"><v>1</v></c></row>' for p in places
    )
    return xlsx({"Biểu": f'<worksheet xmlns="x"><sheetData>{rows}</sheetData></worksheet>'})


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a million rows": (
        lambda: xlsx(
            {"Biểu": "<worksheet><sheetData>"
             + "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c></row>' for r in range(1, 1_000_001))
             + "</sheetData></worksheet>"}
        ),
        "too-many-rows",
    ),
    "millions of rows without a number": (
        lambda: xlsx(
            {"Biểu": f"<worksheet><sheetData>{'<row/>' * 9_000_000}</sheetData></worksheet>"}
        ),
        "too-many-rows",
    ),
    "a row that no sheet has": (lambda: _far_cells("A1048577"), "damaged-file"),
    "the far corner": (lambda: _far_cells("A1", "XFD1048576"), "too-many-columns"),
    "a cell far below": (lambda: _far_cells("A1", "IV1048576"), "file-too-big"),
    "shared strings": (_bomb_of_strings, "zip-bomb"),
    "shared strings beside others": (_hidden_bomb_of_strings, "zip-bomb"),
    "entities": (
        lambda: xlsx(
            {"Biểu": '<!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'}
        ),
        "damaged-file",
    ),
    "zeros": (lambda: xlsx({"Biểu": []}, more={"xl/x.xml": b" " * 65_000_000}), "zip-bomb"),
    "no sheet": (lambda: xlsx({}), "damaged-file"),
    "broken xml": (lambda: xlsx({"Biểu": "<worksheet><sheetData><row>"}), "damaged-file"),
    "no part but a name": (lambda: zipped({"xl/workbook.xml": ""}), "damaged-file"),
    "an old one with a password": (lambda: ole("EncryptedPackage"), "password-protected"),
    "an old one torn": (lambda: ole("Workbook"), "damaged-file"),
    "an old text": (lambda: ole("WordDocument"), "wrong-kind"),
    "an archive": (lambda: zipped({"bc.csv": "mã,giá trị\n"}), "wrong-kind"),
    "sheets of one part": (
        lambda: xlsx(
            {"Biểu": [HEADER]},
            more={
                "xl/workbook.xml": '<workbook xmlns:r="r"><sheets>'
                + "".join(f'<sheet name="S{n}" r:id="rId1"/>' for n in range(1000))
                + "</sheets></workbook>"
            },
        ),
        "damaged-file",
    ),
    "many parts": (
        lambda: xlsx({"Biểu": []}, more={f"xl/{n}.xml": "" for n in range(5_001)}),
        "zip-bomb",
    ),
    "UTF-16": (
        lambda: xlsx(
            {"Biểu": []},
            more={"xl/worksheets/sheet1.xml": sheet_xml([HEADER]).encode("utf-16")},
        ),
        "damaged-file",
    ),
    "half of one": (lambda: xlsx({"Biểu": [HEADER] * 50})[:-600], "damaged-file"),
}  # fmt: skip


MANY = 90_000
ONE_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
UNCLOSED = {
    "cells": '<row r="1">' + "<c " * MANY + "></c></row>",
    "placed cells": '<row r="1">' + '<c r="A1"' * MANY + "></c></row>",
    "blank cells": '<row r="1"><c r="B1"><v>1</v></c>' + '<c r="A1" ' * MANY + "/></row>",
    "rows": '<row r="1"' * 90_000 + "></row>",
    "too many rows": '<row r="1" ' * MANY + "/>" + ONE_CELL,
    "formulas": ONE_CELL + '<row r="2"><c r="A2">' + "<f " * MANY + "></c></row>",
    "a formula": ONE_CELL + '<row r="2"><c r="A2"><f x="<">A1</f></c></row>',
    "values": ONE_CELL + '<row r="2"><c r="A2" t="e">' + "<v " * MANY + "</c></row>",
    "merged": ONE_CELL + "</sheetData><mergeCells>" + "<mergeCell " * MANY + "</mergeCells>",
    "columns": ONE_CELL + "</sheetData><cols>" + "<col " * MANY + "</cols>",
    "spaces": '<row r="1">' + ("<c" + " " * 1_000) * 300 + "</row>",
    "attributes": '<row r="1"><c' + ' a="b"' * MANY + "><v>1</v></c></row>",
    "a far cell": '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576" x="<"><v>1</v></c></row>',
}
"""Tags that end late, or never: what looks for their end must not do so for each to the end."""
SEEN = ("merged", "columns", "attributes")
"""Those that hide no cell; in all others the file is torn."""


@pytest.mark.parametrize("name", UNCLOSED)
@pytest.mark.parametrize("big", [0, 10**9])
def test_tags_without_an_end_are_told_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, big: int
) -> None:
    monkeypatch.setattr(xlsx_grammar, "_BIG", big)
    drawn = UNCLOSED[name] if "</sheetData>" in UNCLOSED[name] else UNCLOSED[name] + "</sheetData>"
    drawn = f"<worksheet><sheetData>{drawn}</worksheet>"
    found = read(tmp_path, xlsx({"Biểu": drawn}), "bc.xlsx")
    assert found.values == {}
    (problem,) = found.problems
    assert problem.code == ("missing-column" if name in SEEN else "damaged-file")


def test_a_list_of_strings_that_begins_again_and_again_is_refused(tmp_path: Path) -> None:
    for strings in ("<sst " * 1_000_000, "<sst>" * 1_000_000, '<sst count="9" ' + "<sst " * MANY):
        content = xlsx({"Biểu": [HEADER]}, more={"xl/sharedStrings.xml": strings})
        found = read(tmp_path, content, "bc.xlsx")
        assert [problem.code for problem in found.problems] == ["damaged-file"]


LOST = {
    "part": (b"worksheets/sheet2.xml", b"worksheets/sheet3.xml"),
    "name": (b"worksheets/sheet2.xml", b"worksheets/sheet%32.xml"),
    "relation": (b'r:id="rId2"', b'r:id="rId3"'),
    "prefix": (b'r:id="rId2"', b'id="rId2"'),
}


@pytest.mark.parametrize("name", LOST)
def test_a_sheet_that_is_not_there_is_never_passed_over(tmp_path: Path, name: str) -> None:
    whole = xlsx({"Biểu": [HEADER, ["2025-09", "hcc", "dem", 1]], "Thêm": [HEADER]})
    found = read(tmp_path, zipped({n: p.replace(*LOST[name]) for n, p in unzipped(whole).items()}))
    assert codes(found) == ["bc.xlsx: damaged-file"]


def test_a_binary_sheet_that_is_not_there_is_never_passed_over(tmp_path: Path) -> None:
    parts = unzipped(xlsb([xlsb_number(0, 1)]))
    lost = {n: p for n, p in parts.items() if n != "xl/worksheets/sheet1.bin"}
    assert [p.code for p in read(tmp_path, zipped(lost), "b.xlsb").problems] == ["damaged-file"]


def test_of_two_parts_of_one_name_none_is_taken(tmp_path: Path) -> None:
    parts = unzipped(xlsx({"Biểu": [HEADER, ["2025-09", "hcc", "dem", 1]]}))
    sheet = parts["xl/worksheets/sheet1.xml"]
    for name in ("/xl/worksheets/sheet1.xml", "xl\\worksheets\\Sheet1.xml"):
        found = read(tmp_path, zipped({**parts, name: sheet.replace(b"<v>1<", b"<v>2<")}))
        assert codes(found) == ["bc.xlsx: damaged-file"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_and_named(tmp_path: Path, name: str) -> None:
    make, code = HOSTILE[name]
    content = make()
    tracemalloc.start()
    found = read(tmp_path, content, "bc.csv" if "archive" in name else "bc.xlsx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [problem.code for problem in found.problems] == [code]
    assert found.values == {}
    assert peak < 300_000_000


@pytest.mark.parametrize("length", range(0, 2200, 37))
def test_a_workbook_torn_anywhere_is_a_problem(tmp_path: Path, length: int) -> None:
    whole = xlsx({"Biểu": [HEADER, ["2025-09", "hcc", "dem", 1]]})
    found = read(tmp_path, whole[: min(length, len(whole) - 1)])
    assert found.problems
    assert found.values == {}


def test_macros_are_left_alone(tmp_path: Path) -> None:
    content = xlsx(
        {"Biểu": [HEADER, ["2025-09", "hcc", "dem", 1]]},
        more={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 Shell"},
    )
    assert read(tmp_path, content, "bc.xlsm").values == {"hcc dem 2025-09": "1"}


def test_prefixed_and_unplaced_cells_are_surveyed(tmp_path: Path) -> None:
    """Some programs write a namespace prefix, or leave the addresses out."""
    drawn = sheet_xml([HEADER, ["2025-09", "hcc", "ty_le", Percent(0.95)]])
    bare = drawn.replace(' r="', ' x="').replace('<row x="', '<row r="')
    assert read(tmp_path, xlsx({"Biểu": bare})).values == {"hcc ty_le 2025-09": "95.00"}


def test_nothing_of_it_is_loaded_where_there_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "hcc.csv").write_text("kỳ,mã,giá trị\n2025-09,ho_so_da_tra,1\n", "utf-8")
    program = (
        "import sys; from cchc_cli.__main__ import main; sys.argv = ['cchc', 'evaluate', "
        f"{str(tmp_path)!r}]; main(); "
        "print([m for m in sys.modules if m.split('.')[0] in "
        "('python_calamine', 'olefile', 'xlrd', 'xlsxwriter', 'docx', 'jinja2')], file=sys.stderr)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], env=environment(), capture_output=True, check=True
    )
    assert ended.stderr.decode().splitlines()[-1] == "[]"
