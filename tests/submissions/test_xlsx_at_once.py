"""Both ways of surveying a sheet, as a whole and cell by cell, see the same."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from cchc_cli.limits import CELLS, FAR_CELLS, MERGES
from cchc_cli.problems import Problem
from cchc_cli.submissions import xlsx_at_once, xlsx_grammar
from cchc_cli.submissions.cells import ErrorCell
from cchc_cli.submissions.excel_reader import read_tables
from cchc_cli.submissions.records import Merge
from cchc_cli.submissions.survey import Refused, Sheet
from cchc_cli.submissions.xlsx_grammar import written
from cchc_cli.submissions.xlsx_rows import survey_rows
from cchc_cli.submissions.zip_parts import read_parts
from cchc_cli.submissions.zipped_workbook import survey_zipped
from workbooks import xlsx, zipped

ROOT = Path(__file__).parents[2]
WORKBOOKS = sorted(
    path
    for folder in ("examples", "tests/cases")
    for path in (ROOT / folder).rglob("*.xlsx")
    if zipfile.is_zipfile(path)
)


def seen(sheet: Sheet) -> dict[str, object]:
    """Return all that a survey of cells notes."""
    rows = range(1, sheet.corner[0] + 1)
    marks = {"%": sheet.percents, "=": sheet.uncached, **sheet.errors}
    cells = {
        sign: {row: cells.columns(row) for row in rows if cells.columns(row)}
        for sign, cells in marks.items()
    }
    return {
        "corner": sheet.corner,
        "area": sheet.area,
        "rows": sheet.filled_rows,
        **{sign: found for sign, found in cells.items() if found},
    }


def survey_at_once(part: bytes, sheet: Sheet, percents: frozenset[int]) -> bool:
    return xlsx_at_once.survey_at_once(part, written(part), sheet, percents)


def survey_near(part: bytes, sheet: Sheet, percents: frozenset[int]) -> bool:
    return xlsx_at_once.survey_near(part, written(part), sheet, percents)


def at_once(part: bytes, percents: Sequence[int] = (1, 3)) -> dict[str, object] | None:
    sheet = Sheet("S")
    return seen(sheet) if survey_at_once(part, sheet, frozenset(percents)) else None


def row_by_row(part: bytes, percents: Sequence[int] = (1, 3)) -> dict[str, object]:
    sheet = Sheet("S")
    survey_rows(part, sheet, frozenset(percents))
    return seen(sheet)


def sheet_of(rows: str) -> bytes:
    head = '<worksheet><cols><col min="2" max="2"/></cols><sheetData>'
    return f"{head}{rows}</sheetData><rowBreaks/></worksheet>".encode()


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.name)
@pytest.mark.parametrize("percents", [(), (1, 3), (0, 2), tuple(range(60))])
def test_workbooks_of_office_are_read_at_once(path: Path, percents: Sequence[int]) -> None:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet") and archive.getinfo(name).file_size < 10**7:
                part = archive.read(name)
                assert at_once(part, percents) == row_by_row(part, percents)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c><v>1</v></c></row>',  # places that only the order tells
        '<row><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="$A$1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" s = "1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t\n="e"><v>#REF!</v></c></row>',
        '<row r="1"><c s="&#49;" r="A1"><v>1</v></c></row>',
    ],
)
def test_what_is_not_usual_is_left_to_the_careful_way(rows: str) -> None:
    sheet = Sheet("S")
    assert not survey_at_once(sheet_of(rows), sheet, frozenset({1}))
    assert seen(sheet) == seen(Sheet("S"))


@pytest.mark.parametrize("quote", ['"', "'"])
def test_the_first_cell_beyond_the_columns_is_named(quote: str) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>'
        '<row r="7"><c r="IV7"><v>1</v></c><c r="IW7"><v>1</v></c></row>'
        '<row r="8"><c r="JA8"><v>1</v></c></row>'
    )
    rows = re.sub(r'<c r="(\w+)"', rf"<c r={quote}\1{quote}", rows)
    for survey in (survey_at_once, survey_rows):
        with pytest.raises(Refused) as refused:
            survey(sheet_of(rows), Sheet("S"), frozenset({1}))
        assert (refused.value.code, refused.value.cell) == ("too-many-columns", "IW7")


@pytest.mark.parametrize("columns", [9, 15, 30])
def test_a_full_sheet_with_too_many_cells_is_to_be_divided(columns: int) -> None:
    """Nobody could find cells astray in it; and cells that are only styled do not count."""
    letters = [chr(65 + n) if n < 26 else f"A{chr(39 + n)}" for n in range(columns)]
    most = FAR_CELLS if columns > 26 else CELLS
    count = most // columns + 1
    rows = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{at}{n}"><v>1</v></c>' for at in letters) + "</row>"
        for n in range(1, count + 1)
    )
    _, (problem,) = read(xlsx({"S": sheet_of(rows).decode()}), 0)
    assert (problem.code, str(problem.message)) == ("file-too-big", f"các bảng có hơn {most} ô")
    assert str(problem.hint) == "tách tệp theo kỳ hoặc theo đơn vị"
    for blank in ('"/>', '"></c>'):
        styled = rows.replace('"><v>1</v></c>', blank).replace(blank, '"><v>1</v></c>', 1)
        ((found, _, _),), problems = read(xlsx({"S": sheet_of(styled).decode()}), 0)
        assert (found, problems) == ([(1, "1")], [])


def test_each_mark_is_seen() -> None:
    rows = (
        '<row r="3" s="1"><c r="B3" s="1"><v>0.5</v></c><c r="C3" t="e"><v>#REF!</v></c></row>'
        '<row r="5"><c s=\'3\' r="B5"><f>1</f></c><c r="D5" t="str"><f>A1</f><v></v></c>'
        '<c r="XFD5" s="1"/><c r="E5" t="e"><f>1</f><v>#DIV/0!</v></c></row>'
    )
    assert at_once(sheet_of(rows)) == {
        "corner": (5, 5),
        "area": 3 * 4,
        "rows": 2,
        "%": {3: [2], 5: [2]},
        "=": {5: [2]},
        "#REF!": {3: [3]},
        "#DIV/0!": {5: [5]},
    }


def test_the_style_of_cells_that_tell_none_may_show_percentages() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="2"><v>1</v></c><c r="C1" s="0"/></row>'
    assert at_once(sheet_of(rows), [0]) == row_by_row(sheet_of(rows), [0])
    assert row_by_row(sheet_of(rows), [0])["%"] == {1: [1]}


@pytest.mark.parametrize("quote", ['"', "'"])
def test_blanks_around_the_sign_of_an_attribute_hide_no_mark(quote: str) -> None:
    rows = (
        '<row r="1"><c r="A1" s = "1"><v>0.5</v></c><c r="B1" t\n="e"><v>#REF!</v></c>'
        '<c r="C1" t= "str"><f>1</f><v></v></c><c r="D1"><f>1</f></c></row>'
    ).replace('"', quote)
    assert row_by_row(sheet_of(rows)) == {
        "corner": (1, 4),
        "area": 4,
        "rows": 1,
        "%": {1: [1]},
        "#REF!": {1: [2]},
        "=": {1: [4]},
    }


@pytest.mark.parametrize("big", [0, 10**9])
def test_an_error_written_oddly_is_an_error_whoever_tells_the_extent(big: int) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t = "e"><v>#REF!</v></c></row>'
    ((found, typed, _),), problems = read(xlsx({"S": sheet_of(rows).decode()}), big)
    assert found == [(1, "1\0#REF!")]
    assert typed == {(1, 2): ErrorCell("#REF!")}
    assert not problems


def test_letters_written_by_their_numbers_are_not_trusted() -> None:
    rows = '<row r="1"><c s="&#49;" r="A1"><v>1</v></c></row>'
    with pytest.raises(Refused):
        row_by_row(sheet_of(rows))


@pytest.mark.parametrize("used", [1, 300, 4_000])
@pytest.mark.parametrize("order", ['<c r="{}" s="{}">', "<c s='{1}' r=\"{0}\">"])
def test_there_may_be_thousands_of_styles(used: int, order: str) -> None:
    styles = [0, *range(2, 10_000, 2)]
    cells = [
        order.format(f"B{row}", row % used + 1) + "<v>0.5</v></c>" for row in range(1, 2 * used)
    ]
    drawn = (f'<row r="{row}">{cell}</row>' for row, cell in enumerate(cells, 1))
    part = sheet_of("".join(drawn))
    for percents in (styles, styles[1:]):
        found = at_once(part, percents)
        assert found == row_by_row(part, percents)
        shown = {row: [2] for row in range(1, 2 * used) if (row % used + 1) % 2 == 0}
        assert found is not None
        assert found.get("%", {}) == shown


@pytest.mark.parametrize("quote", ['"', "'"])
def test_each_mark_of_near_cells_is_seen(quote: str) -> None:
    rows = (
        (
            '<row r="3"><c r="B3" s="1"><v>0.5</v></c><c r="C3" t="e"><v>#REF!</v></c></row>'
            '<row r="4"><c r="B4"><f>1</f></c><c r="D4" t="str"><f>A1</f><v></v></c></row>'
            '<row r="5"><c r="B5" t="b"><v>1</v></c></row>'
        )
        .replace('s="1"', f"s={quote}1{quote}")
        .replace('t="e"', f"t={quote}e{quote}")
    )
    sheet = Sheet("S")
    assert survey_near(sheet_of(rows), sheet, frozenset({1, 3}))
    sheet.settle((3, 2), (5, 4))
    assert seen(sheet) == row_by_row(sheet_of(rows))
    assert seen(sheet)["#REF!"] == {3: [3]}
    assert sheet.has_truths


def test_near_cells_may_have_thousands_of_styles() -> None:
    cells = [f'<row r="{n}"><c r="A{n}" s="{n}"><v>0.5</v></c></row>' for n in range(1, 500)]
    sheet = Sheet("S")
    assert survey_near(sheet_of("".join(cells)), sheet, frozenset(range(0, 60_000, 7)))
    assert [n for n in range(500) if sheet.percents.has(n, 1)] == list(range(7, 500, 7))


# Merged cells, and the archive that the library is handed


@pytest.mark.parametrize(
    "path", [path for path in WORKBOOKS if "zip-bomb" not in path.parts], ids=lambda path: path.name
)
def test_the_same_cells_are_merged_for_the_survey_and_the_library(path: Path) -> None:
    content = path.read_bytes()
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for index, about in enumerate(survey_zipped(content)[1]):
        merged = book.get_sheet_by_index(index).merged_cell_ranges or []
        assert [tuple(n - 1 for n in area) for area in about.merged] == [
            (*a, *b) for a, b in merged
        ]


@pytest.mark.parametrize(
    ("written", "merged"),
    [
        ('<mergeCells count="1"><mergeCell ref="B2:AA10"/></mergeCells>', ((2, 2, 10, 27),)),
        ("<mergeCells><mergeCell\n ref = 'b2:c3' ></mergeCell></mergeCells>", ((2, 2, 3, 3),)),
        ('<mergeCells><mergeCell ref="B2"/><mergeCell ref="?"/></mergeCells>', ()),
        ("<mergeCells/>", ()),
        ('<x:mergeCells><x:mergeCell ref="A1:B1"/></x:mergeCells>', ((1, 1, 1, 2),)),
        ("<mergeCells>" + '<mergeCell ref="A1:B1"/>' * (MERGES + 1) + "</mergeCells>", ()),
    ],
)
def test_merged_cells(written: str, merged: tuple[Merge, ...]) -> None:
    part = '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
    if "x:" in written:
        part = part.replace("<", "<x:").replace("<x:/", "</x:")
    end = part.rindex("</")
    content = xlsx({"S": part[:end] + written + part[end:]})
    ((_, _, found),), problems = read(content, 0)
    assert (found, problems) == (merged, [])


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_what_is_packed_again_holds_what_it_should(method: int) -> None:
    parts = {"a.xml": b"<a/>" * 50_000, "b.xml": b"<b/>", "c.xml": b"", "d.xml": b"<d/>"}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    found = read_parts(written.getvalue())
    assert found.parts == parts
    changed = {**found.parts, "d.xml": b"<e/>"}
    del changed["b.xml"]
    packed = found.pack(changed, {"a.xml": b"<first/>", "c.xml": b"<only/>"})
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "a.xml": b"<first/>" + parts["a.xml"],
            "c.xml": b"<only/>",
            "d.xml": b"<e/>",
        }


def _changed(content: bytes, at: int, value: bytes) -> bytes:
    """Return an archive of one part with bytes of its directory changed, and of its header alike."""
    directory = content.index(b"PK\1\2")
    for start in (directory + at, at - 2):
        content = content[:start] + value + content[start + len(value) :]
    return content


@pytest.mark.parametrize(
    ("at", "value"),
    [(16, bytes(4)), (24, struct.pack("<I", 7)), (10, struct.pack("<H", 12))],
    ids=["checksum", "size", "method"],
)
def test_a_part_that_is_not_what_the_directory_says_is_torn(at: int, value: bytes) -> None:
    content = zipped({"a.xml": "<a/>" * 1_000})
    assert read_parts(content).parts == {"a.xml": b"<a/>" * 1_000}
    with pytest.raises(Refused) as refused:
        read_parts(_changed(content, at, value))
    assert refused.value.code == "damaged-file"


def test_a_part_that_does_not_end_is_torn() -> None:
    """All of it is there, and its checksum right, but for the mark of the end."""
    deflating = zlib.compressobj(9, zlib.DEFLATED, -15)
    part = b"<a/>" * 1_000
    endless = deflating.compress(part) + deflating.flush(zlib.Z_SYNC_FLUSH)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        entry = zipfile.ZipInfo("a.xml")
        archive.writestr(entry, endless)
        entry.compress_type, entry.file_size = zipfile.ZIP_DEFLATED, len(part)
        entry.CRC = zlib.crc32(part)
    with pytest.raises(Refused) as refused:
        read_parts(written.getvalue())
    assert refused.value.code == "damaged-file"


# Sheets made up


INSIDES = (
    "<v>1</v>", "<v> </v>", "", "<f>A1</f>", "<f>A1</f><v>7</v>", "<f>A1</f><v></v>",
    '<f t="shared" si="0"/>', '<f t="shared" si="0"/><v>7</v>', "\n<f>A1</f>\n<v>7</v>\n",
    "<f>A1</f><v>#REF!</v>", "<v>#N/A</v>", "<v>?</v>", '<v xml:space="preserve">1</v>',
    "<is><t>x</t></is>", '<is><r><rPr><color rgb="1"/></rPr><t>c r="A1"</t></r></is>',
)  # fmt: skip
STYLES, TYPES = ("", "0", "1", "2", "3", "01", "11", "31"), ("", "e", "s", "str", "inlineStr", "n")


@st.composite
def cells(draw: st.DrawFn, place: str) -> str:
    """Draw a cell as some program or other writes it."""
    quote = draw(st.sampled_from('"""\''))
    attributes = [f"r={quote}{place}{quote}"]
    for name, values in (("s", STYLES), ("t", TYPES)):
        if value := draw(st.sampled_from(values)):
            attributes.append(f"{name}={quote}{value}{quote}")
    if draw(st.integers(0, 9)) == 0:
        attributes = draw(st.permutations(attributes))
    gap = draw(st.sampled_from([" ", " ", " ", "  ", "\n"]))
    tag = "<c" + gap + gap.join(attributes)
    held = [one for one in INSIDES if "inlineStr" not in tag or "<v" not in one]
    if re.search("t=.s", tag) and "str" not in tag:
        held = [one for one in held if not re.search(r"<v[^>]*>(?!\d*</v)", one)]
    inside = draw(st.sampled_from(held))
    return f"{tag}/>" if draw(st.integers(0, 4)) == 0 else f"{tag}>{inside}</c>"


@st.composite
def sheets(draw: st.DrawFn) -> bytes:
    """Draw a sheet of a few rows, in order."""
    drawn = []
    for row in sorted(draw(st.sets(st.integers(1, 400), max_size=5))):
        columns = sorted(draw(st.sets(st.sampled_from(["A", "B", "C", "AA", "IV"]), max_size=4)))
        inside = "".join(draw(cells(f"{letters}{row}")) for letters in columns)
        drawn.append(f'<row r="{row}" s="1">{inside}</row>')
    return sheet_of("".join(drawn))


@settings(max_examples=300, deadline=None)
@given(sheets(), st.sampled_from([(), (1, 3), (0, 3)]))
def test_both_ways_agree(part: bytes, percents: Sequence[int]) -> None:
    found = at_once(part, percents)
    assert found is not None
    assert found == row_by_row(part, percents)


# Sheets whose extent is left to the library


def read(content: bytes, big: int) -> tuple[list[Any], list[Problem]]:
    """Read a workbook; return its rows, without blank ends, its typed cells and the problems."""
    tables: list[Any] = []
    problems: list[Problem] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(xlsx_grammar, "_BIG", big)
        for table in read_tables(content, "x.xlsx", problems):
            rows = [(line, "\0".join(cells).rstrip("\0")) for line, cells in table.records]
            if rows:
                tables.append((rows, dict(table.typed.items()), table.merged))
    return tables, problems


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.name)
def test_workbooks_read_the_same_whoever_tells_their_extent(path: Path) -> None:
    content = path.read_bytes()
    assert read(content, 0) == read(content, len(content) * 100)


@settings(max_examples=100, deadline=None)
@given(sheets())
def test_sheets_read_the_same_whoever_tells_their_extent(part: bytes) -> None:
    content = xlsx({"S": part.decode(), "T": [["x"]]})
    assert read(content, 0) == read(content, 10**9)


@pytest.mark.parametrize("held", ['s="1" t="n"><v></v>', 's="1"><f>A1</f ><v/>'])
def test_a_percentage_without_a_number_is_within_the_sheet(held: str) -> None:
    rows = f'<row r="1"><c r="A1"><v>1</v></c><c r="C1" {held}</c></row>'
    content = xlsx({"S": sheet_of(rows).decode()})
    found = read(content, 0)
    assert found == read(content, 10**9)
    ((line, cells),) = found[0][0][0]
    assert (line, cells) == (1, "1\0\0=" if "<f>" in held else "1")


def test_cells_far_apart_are_refused_whoever_tells_the_extent() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="100000"><c r="Z100000"><v>1</v></c></row>'
    )
    content = xlsx({"S": sheet_of(rows).decode()})
    found = read(content, 0)
    assert found == read(content, 10**9)
    (problem,) = found[1]
    assert (problem.code, problem.where.cell) == ("file-too-big", "Z100000")


def test_a_workbook_is_refused_as_a_whole() -> None:
    row = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 60_001))
    part = sheet_of(row).decode()
    for big in (0, 10**9):
        tables, problems = read(xlsx({"S": part, "T": part}), big)
        assert not tables
        assert [problem.code for problem in problems] == ["too-many-rows"]
