"""OpenDocument spreadsheets: repetitions, percentages, errors, what is hidden."""

from pathlib import Path

import pytest

from cchc_cli.limits import OPEN_DOCUMENT_CELLS
from cchc_cli.problems import Problem
from cchc_cli.submissions.excel_reader import read_tables
from submitting import HEADER, codes, read
from workbooks import ods, ods_row

HEAD = ods_row(*HEADER)


def line(figure: str, value: str | int, mark: str = "") -> str:
    return ods_row("2025-09", "hcc", figure, value, mark=mark)


def cell(attributes: str, words: str = "") -> str:
    shown = f"<text:p>{words}</text:p>" if words else ""
    return f"<table:table-cell {attributes}>{shown}</table:table-cell>"


PERCENT = cell('office:value-type="percentage" office:value="0.955"', "95,5%")
UNCACHED = cell('table:formula="of:=1+1"')
ERROR = cell('table:formula="of:=1/0" office:value-type="string" office:string-value=""', "#DIV/0!")


@pytest.mark.parametrize(
    ("figure", "value", "shown"),
    [
        ("dem", 540, "540"),
        ("ty_le", PERCENT, "95.500"),
        ("tien", cell('office:value-type="currency" office:value="12.5"', "12,5"), "12.5"),
        ("da_lam", cell('office:value-type="boolean" office:boolean-value="true"', "TRUE"), "True"),
    ],
)
def test_a_cell_is_read(tmp_path: Path, figure: str, value: str | int, shown: str) -> None:
    found = read(tmp_path, ods(HEAD + line(figure, value)), "bc.ods")
    assert (found.said, found.values) == ([], {f"hcc {figure} 2025-09": shown})


@pytest.mark.parametrize(
    ("value", "code", "said"),
    [
        (ERROR, "not-a-number", "#DIV/0!"),
        (UNCACHED, "formula-without-value", ""),
        (cell('office:value-type="date" office:date-value="2025-09-01"', "x"), "not-a-number", "01/09/2025"),
    ],
)  # fmt: skip
def test_a_cell_that_is_no_number(tmp_path: Path, value: str, code: str, said: str) -> None:
    found = read(tmp_path, ods(HEAD + line("tien", value)), "bc.ods")
    assert codes(found) == [f"bc.ods › Biểu › D2: {code}"]
    assert said in found.said[0]


ANNOTATION = '<office:annotation office:display="true"><text:p>9</text:p></office:annotation>'


@pytest.mark.parametrize("before", ["", ANNOTATION, f"\n{ANNOTATION}\n{ANNOTATION}\n"])
def test_a_cell_that_tells_no_kind_shows_its_text(tmp_path: Path, before: str) -> None:
    value = f"<table:table-cell>{before}<text:p>12,5</text:p></table:table-cell>"
    found = read(tmp_path, ods(HEAD + line("tien", value)), "bc.ods")
    assert (found.said, found.values) == ([], {"hcc tien 2025-09": "12.5"})


def noted(words: str, attributes: str = 'office:value-type="string"') -> bytes:
    """Return a sheet whose only value has a note."""
    return ods(HEAD + ods_row("2025-09", "hcc", "dem", 7, cell(attributes, words)))


@pytest.mark.parametrize(
    ("words", "note"),
    [
        ("1<text:tab/>2", "1 2"),
        ('1<text:line-break></text:line-break>2<text:tab text:x="y"/>3', "1 2 3"),
        ("<![CDATA[a <b> & c]]>", "a <b> & c"),
        ("1<!-- one -->2", "12"),
    ],
)
def test_words_are_read_whole(tmp_path: Path, words: str, note: str) -> None:
    (entry,) = read(tmp_path, noted(words), "bc.ods").ledger.entries.values()
    assert (entry.note, entry.where.cell) == (note, "D2")


def test_a_cell_that_tells_no_kind_is_text(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, noted("ước", ""), "bc.ods").ledger.entries.values()
    assert entry.note == "ước"
    found = read(tmp_path, ods(HEAD + line("dem", cell('table:style-name="a"', "5"))), "bc.ods")
    assert (found.said, found.values) == ([], {"hcc dem 2025-09": "5"})


NEXT = '</table:table><table:table table:name="Biểu">'
NESTED = f"<table:table>{ods_row(1)}</table:table>"


@pytest.mark.parametrize(
    "rows",
    [
        HEAD + line("dem", 1) + NEXT + HEAD + line("tien", 2),
        HEAD + line("dem", f"<table:table-cell>{NESTED}</table:table-cell>") + line("tien", 2),
        HEAD + line("dem", cell('table:number-columns-repeated="0" office:value-type="float"')),
    ],
    ids=["two of one name", "a table in a table", "never repeated"],
)
def test_what_the_library_reads_otherwise_is_refused(tmp_path: Path, rows: str) -> None:
    found = read(tmp_path, ods(rows), "bc.ods")
    assert [problem.code for problem in found.problems] == ["damaged-file"]


def test_cells_and_columns_outside_a_table_are_nothing(tmp_path: Path) -> None:
    outside = f"</table:table><table:table-column/>{ods_row('x')}<table:table table:name='B'>"
    found = read(tmp_path, ods(HEAD + line("dem", 1) + outside), "bc.ods")
    assert found.values == {"hcc dem 2025-09": "1"}
    damaged = ods("", more={"content.xml": "<a xmlns:table='t'><table:table-column/></a>"})
    assert codes(read(tmp_path, damaged, "bc.ods"))[-1:] == ["bc.ods: damaged-file"]


def test_rows_and_cells_that_are_repeated_keep_their_places(tmp_path: Path) -> None:
    blank = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    two = cell('table:number-columns-repeated="2"')
    rows = blank + ods_row(two, *HEADER) + ods_row(two, "2025-09", "hcc", "dem", "x1") + blank
    assert codes(read(tmp_path, ods(rows), "bc.ods")) == ["bc.ods › Biểu › F5: not-a-number"]


def test_what_is_hidden_is_mentioned(tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    columns = (
        '<table:table-column table:number-columns-repeated="3"/>'
        '<table:table-column table:visibility="collapse"/>'
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="16380"/>'
    )
    rows = HEAD + line("dem", 5, mark=' table:visibility="filter"')
    found = read(tmp_path, ods(columns + rows, styles=styles, style="ta2"), "bc.ods")
    assert found.values == {"hcc dem 2025-09": "5"}
    assert [str(p.message) for p in found.problems] == [
        "có trang ẩn, dòng ẩn: 2, cột ẩn: D, E; vẫn được đọc như phần hiện"
    ]


def test_a_merged_header(tmp_path: Path) -> None:
    down = (
        'office:value-type="string" table:number-columns-spanned="1" table:number-rows-spanned="2"'
    )
    right = (
        'office:value-type="string" table:number-columns-spanned="2" table:number-rows-spanned="1"'
    )
    covered = "<table:covered-table-cell/>"
    rows = (
        ods_row(cell(down, "Đơn vị"), cell(down, "Mã số liệu"), cell(right, "Giá trị"), covered)
        + ods_row(covered, covered, "T8/2025", "T9/2025")
        + ods_row("hcc", "dem", 11, 12)
    )
    found = read(tmp_path, ods(rows), "bc.ods")
    assert found.values == {"hcc dem 2025-08": "11", "hcc dem 2025-09": "12"}


FULL = cell('office:value-type="float" office:value="7" table:number-columns-repeated="{}"', "7")
LONG = cell('office:value-type="string" table:number-columns-repeated="200"', "a" * 30_000)
MANY = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'
MANIFEST = '<manifest:manifest xmlns:manifest="m"><manifest:encryption-data/></manifest:manifest>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (ods(MANY.format(1_048_576, FULL.format(16_384))), "too-many-columns"),
        (ods(MANY.format(1_048_576, FULL.format(1))), "too-many-rows"),
        (ods(MANY.format(90_000, FULL.format(256))), "file-too-big"),
        (ods(MANY.format(999_999_999_999, FULL.format(256))), None),
        (ods(MANY.format(1000, LONG)), "zip-bomb"),
        (ods(ods_row(1) + "<table:table-row>"), "damaged-file"),
        (ods(HEAD, more={"META-INF/manifest.xml": MANIFEST}), "password-protected"),
        (ods(HEAD, more={"content.xml": ""}), "damaged-file"),
        (ods(HEAD, more={"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "damaged-file"),
    ],
)
def test_a_hostile_one_is_refused_and_named(
    tmp_path: Path, content: bytes, code: str | None
) -> None:
    found = read(tmp_path, content, "bc.ods")
    assert code is None or [problem.code for problem in found.problems] == [code]
    assert found.problems
    assert found.values == {}


def test_an_ods_with_too_many_cells_is_refused_at_once() -> None:
    rows = "".join([ods_row(*[1] * 10)] * (OPEN_DOCUMENT_CELLS // 10 + 1))
    problems: list[Problem] = []
    assert not list(read_tables(ods(rows), "hcc.ods", problems))
    assert [problem.code for problem in problems] == ["file-too-big"]


@pytest.mark.parametrize(
    ("count", "code"),
    [
        ("1000000000", "damaged-file"),
        ("100000000", "zip-bomb"),
        ("&#57;99999999", "damaged-file"),
        ("+99999999", "damaged-file"),
        ("30", "not-a-number"),
    ],
)
def test_spaces_told_by_their_number_do_not_fill_memory(
    tmp_path: Path, count: str, code: str
) -> None:
    value = cell('office:value-type="string"', f'x<text:s xml:id="a" text:c="{count}"/>y')
    found = read(tmp_path, ods(HEAD + line("dem", value)), "bc.ods")
    assert [problem.code for problem in found.problems] == [code]


def test_spaces_of_a_cell_that_is_repeated_count_each_time(tmp_path: Path) -> None:
    value = cell(
        'office:value-type="string" table:number-columns-repeated="200"',
        'x<text:s text:c="3000000"/>y',
    )
    found = read(tmp_path, ods(HEAD + ods_row(value)), "bc.ods")
    assert codes(found) == ["bc.ods: zip-bomb"]


def test_a_row_that_no_sheet_has_is_refused(tmp_path: Path) -> None:
    above = '<table:table-row table:number-rows-repeated="{}"/>'
    found = read(tmp_path, ods(above.format(300_000_000) + HEAD), "bc.ods")
    assert codes(found) == ["bc.ods: damaged-file"]
    found = read(tmp_path, ods(above.format(1_048_576 - 2) + HEAD + line("dem", 12)), "bc.ods")
    assert found.values == {"hcc dem 2025-09": "12"}
