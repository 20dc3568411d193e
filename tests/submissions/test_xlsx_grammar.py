"""What hides a cell from one reader or another makes a sheet torn, wherever it stands."""

import re
from itertools import product
from pathlib import Path

import pytest

from cchc_cli.limits import RICH_TAGS
from cchc_cli.submissions import xlsx_grammar, xlsx_survey
from cchc_cli.submissions.survey import Refused
from cchc_cli.submissions.xlsx_grammar import Written, check_strings, written
from submitting import codes, read
from workbooks import xlsx

ROOT = Path(__file__).parents[2]
VALUE = '<c r="D2"><v>7</v></c>'
USUAL = (
    "<row r=\"2\"><c r=\"A2\" s=\"1\"/><c r=\"B2\"></c><c r=\"C2\" t=\"n\"><v>1</v></c></row>",
    '<row r="3" ht="9"/><row r="4"></row><row r="100059"><c r="Z100059" s="0"><v>1</v></c></row>',
    '<row r="5"><c r="A5" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c></row>',
    '<row r="6"><c r="A6" t="s"><v>0</v></c><c r="B6" t="str"><v></v></c></row>',
)  # fmt: skip
OF_OTHER_PROGRAMS = (
    '<row r="8"><c r="A8" s="1" t="n" /><c r="B8" /></row>',  # openpyxl where lxml is missing
    '<row r="8">\n<c r="A8" s="1"></c><c r="B8"><v>1</v></c></row>\n',  # Apache POI
    '<row r="8"><c r="A8" s="6" t="d"><v>2025-09-01T00:00:00</v></c></row>',  # "Strict Open XML"
)
FORMULAS = (
    '<row r="6"><c r="A6"><f>B6&gt;1</f><v>7</v></c><c r="B6" t="str"><f>1</f></c></row>',
    '<row r="7"><c r="A7"><f>1</f><v></v></c></row>',
    '<row r="7"><c r="A7"><f t="shared" si="0"/><v>7</v></c><c r="B7"><f a="b">1</f></c></row>',
)
MARKS = (
    '<row r="8"><c r="A8" t="b"><v>1</v></c></row>',
    '<row r="8"><c r="A8" t="e"><v>#REF!</v></c></row>',
    '<row r="8"><c r="A8" s="1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>',
)
FAR = (
    '<row r="8"><c r="AA8" s="1"/><c r="XFD8" t="b"><v>1</v></c></row>',
    '<row r="100060"><c r="A100060"><f>1</f><v>7</v></c></row>',
    '<row r="8">' + '<c r="KN8" s="4"/>' * 400 + '<c r="KN8" t="b"><v>1</v></c></row>',
)
OTHERS = (
    ' <row r="8">\n<c r="A8">\n<f>1</f>\n<v>7</v>\n</c>\n</row>\n',
    "<row r='8'><c s='01' r='A8' ><v>7</v ></c ></row >",
    '<row><c><v>7</v></c><c/><c r="C8" t="e"><v>#REF!</v></c></row>',
    '<row r="8"><c r="A8" t="b"><v>1</v></c><c r="AA8" t="inlineStr"><is><r><rPr><b/></rPr>'
    '<t>a</t></r><rPh sb="0" eb="1"><t>b</t></rPh></is></c></row>',
    '<row r="8"><c r="A8"><f t="shared" si="0"/><v xml:space="preserve">7</v></c></row>',
    '<row r="8"><c r="A8" s="05"><v/></c><c r="B100060"><v>1</v></c></row>',
    '<row r="8"><c r="A8" t="inlineStr"><f>1</f><is/></c><c r="B8" t="inlineStr"><v/></c></row>',
    '<row r="8">' + '<c r="A8"/>' * 300 + "</row>",
)


def sheet_of(rows: str) -> bytes:
    return f"<worksheet><sheetData>{rows}</sheetData><mergeCells/></worksheet>".encode()


@pytest.mark.parametrize("big", [0, 1 << 22])
@pytest.mark.parametrize("row", OF_OTHER_PROGRAMS)
def test_how_other_programs_write_rows_is_usual(
    monkeypatch: pytest.MonkeyPatch, row: str, big: int
) -> None:
    monkeypatch.setattr(xlsx_grammar, "_BIG", big)
    found = written(sheet_of(USUAL[0] + row * 3 + USUAL[0]), may_be_odd=0)
    assert (found.usual, found.odd) == (found.end, 0)


@pytest.mark.parametrize("before", USUAL)
def test_how_office_writes_rows_is_known(before: str) -> None:
    start = len("<worksheet><sheetData>")
    rows = before * 500
    end = start + len(rows)
    assert written(sheet_of(rows)) == Written(start, end, end, has_formulas=False, has_marks=False)
    for formula in FORMULAS:
        found = written(sheet_of(rows + formula + before))
        end = start + len(rows + formula + before)
        assert found == Written(start, end, end, has_formulas=True, has_marks=False)
    for mark in MARKS:
        found = written(sheet_of(rows + mark + before))
        end = start + len(rows + mark + before)
        assert found == Written(start, end, end, has_formulas="<f" in mark, has_marks=True)


@pytest.mark.parametrize("row", FAR)
def test_rows_far_away_are_written_as_usual(row: str) -> None:
    start = len("<worksheet><sheetData>")
    found = written(sheet_of(USUAL[0] + row * 5 + USUAL[0]), may_be_odd=0)
    assert (found.usual, found.odd, found.has_marks) == (start + len(USUAL[0]), 0, True)


def test_too_many_cells_in_rows_that_office_would_write_otherwise_are_refused() -> None:
    odd = "<row r='8'><c r='A8'><v>7</v></c><c r='B8'/></row>"
    rows = USUAL[0] * 50 + odd * 30 + USUAL[0] * 50 + odd + USUAL[0] * 50
    assert written(sheet_of(rows), 400).odd == 30 + 1
    with pytest.raises(Refused) as refusal:
        written(sheet_of(rows), 30)
    assert refusal.value.args[0] == "file-too-big"


def test_odd_cells_of_all_sheets_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_survey, "ODD_CELLS", 3)
    odd = "<worksheet><sheetData><row r='8'>" + "<c s='1'/>" * 8
    odd += "</row></sheetData></worksheet>"
    assert codes(read(tmp_path, xlsx({"A": odd}))) == ["bc.xlsx: empty-file"]
    assert codes(read(tmp_path, xlsx({"A": odd, "B": odd}))) == ["bc.xlsx: file-too-big"]


@pytest.mark.parametrize("row", OTHERS)
def test_what_is_written_otherwise_is_known_to_be_so(row: str) -> None:
    start = len("<worksheet><sheetData>")
    for before in (*USUAL, *FORMULAS):
        found = written(sheet_of(before * 3 + row + before))
        assert found.usual == start + len(before * 3)
        assert found.end == start + len(before * 4 + row)
        assert found.has_formulas == ("<f" in before + row)


@pytest.mark.parametrize(
    "part", ["<worksheet/>", "<worksheet><sheetData /><rowBreaks/></worksheet>"]
)
def test_a_sheet_may_have_no_rows(part: str) -> None:
    found = written(part.encode())
    assert (found.start, found.usual, found.has_formulas) == (found.end, found.end, False)


HELD = {
    "two values": "<v>1</v><v>2</v>",
    "a blank one before": "<v/><v>7</v>",
    "a blank one behind": "<v>7</v><v/>",
    "value and text": "<v>1</v><is><t>2</t></is>",
    "text and value": "<is><t>1</t></is><v>2</v>",
    "two texts": "<is><t>1</t></is><is><t>2</t></is>",
    "an element in it": "<v>1<x/>2</v>",
    "an element around it": "<x><v>7</v></x>",
    "around what is in it": "<v><x>7</x></v>",
    "a formula behind": "<v>7</v><f>A1</f>",
    "a formula behind a text": "<is><t>7</t></is><f>A1</f>",
    "two formulas": "<f>A1</f><f>A2</f><v>7</v>",
    "a value in a formula": "<f>A1<v>3</v></f><v>7</v>",
    "a broken formula": '<f x="<">A1</f><v>7</v>',
    "no mark-up": "7",
    "no mark-up before": "1<v>2</v>",
    "no mark-up behind": "<v>1</v>2",
    "a broken tag": "<is><t <x>7</t></is>",
    "another cell": '<c r="E2"><v>7</v></c>',
    "a row": '<row r="3"/>',
    "another cell in a text": '<is><t>1</t><c r="E2"><v>7</v></c></is>',
    "a row in a text": '<is><t>1</t><row r="3"/></is>',
    "a value closed twice": "<v/>7</v>",
    "capitals": "<V>7</V>",
}  # fmt: skip
ASTRAY = {
    "a cell in another's tag": '<row r="2"><c r="E2" ' + VALUE + "</row>",
    "a cell in an end tag": '<row r="2"><c r="E2"><v>1</v></c ' + VALUE + "</row>",
    "a cell in a row's tag": '<row r="2" ' + VALUE + "</row>",
    "a row in an end tag": '<row r="1"></row <row r="2">' + VALUE + "</row>",
    "a cell in an element's tag": '<row r="2"><x ' + VALUE + "</x></row>",
    "a cell in an attribute": '<row r="2"><x y=\'' + VALUE + "'/></row>",
    "a cell in an element": '<row r="2"><extLst>' + VALUE + "</extLst></row>",
    "a cell closed twice": '<row r="2"><c r="D2"/></c></row>',
    "a cell of another name": '<row r="2"><x r="D2"><v>7</v></x></row>',
    "no row": VALUE,
    "behind the row": '<row r="2"></row>' + VALUE,
    "a row in a row": '<row r="2"><row r="2">' + VALUE + "</row></row>",
    "a row without an end": '<row r="2">' + VALUE,
    "rows twice": '<row r="1"/></sheetData><sheetData><row r="2">' + VALUE + "</row>",
    "no rows first": '</sheetData><sheetData/><sheetData><row r="2">' + VALUE + "</row>",
    "in an element before": '<row r="1"/><x><row r="2">' + VALUE + "</row></x>",
    "words": '<row r="2">7' + VALUE + "</row>",
}
BESIDE = ("", USUAL[0], FORMULAS[0], OTHERS[0])


@pytest.mark.parametrize("name", [*HELD, *ASTRAY])
def test_what_may_hide_a_value_is_refused(name: str) -> None:
    for kind, (before, behind) in product(
        ("", ' t="n"', ' t="str"', ' t="inlineStr"', " t='inlineStr'"), product(BESIDE, BESIDE)
    ):
        cell = f'<row r="2"><c r="D2"{kind}>{HELD.get(name)}</c></row>'
        for spaced in (cell, cell.replace("</v></c>", "</v>\n</c>")) if name in HELD else (
            ASTRAY[name], ASTRAY[name].replace("<v>", "\n<v>")
        ):  # fmt: skip
            with pytest.raises(Refused) as refused:
                written(sheet_of(before + spaced + behind))
            assert refused.value.code == "damaged-file"


TAKEN_FOR_OTHERS = {
    "blanks before a number": "<c><v> 1.500</v></c>",
    "a line break behind a number": '<c t="n"><v>1.500\n</v></c>',
    "a blank by its number": "<c><v>&#32;7</v></c>",
    "a sign within a number": "<c><f>A1</f><v>15&amp;00</v></c>",
    "a blank in an oddly written number": "<c s='1' ><v >1 </v></c>",
    "a string's number among blanks": '<c t="s"><v>\n4\n</v></c>',
    "a string's number with a sign": '<c t="s"><v>+4</v></c>',
    "a string by a word": "<c t = 's' ><f>A1</f>\n<v >a</v></c>",
    "an endless text": '<c t="inlineStr"><is><t>a</></is></c><c t="inlineStr"><is><t>b</t></is></c>',
    "words without an element": '<c t="inlineStr"><is>>a</t></is></c>',
    "words behind a text": '<c t="inlineStr"><is><t>a</t>b</is></c>',
    "a text in a text": '<c t="inlineStr"><is><t>a<t>b</t></t></is></c>',
    "a text in a font": '<c t="inlineStr"><is><r><rPr><t>a</t></rPr></r></is></c>',
    "a string's number and more": '<c t="s"><f>A1</f><v>4></v></c>',
}


@pytest.mark.parametrize("name", TAKEN_FOR_OTHERS)
def test_what_may_be_taken_for_another_value_is_refused(name: str) -> None:
    cell = TAKEN_FOR_OTHERS[name]
    for placed in (cell, cell.replace("<c", '<c r="D2"', 1)):
        for before, behind in product(BESIDE, BESIDE):
            with pytest.raises(Refused):
                written(sheet_of(f'{before}<row r="2">{placed}</row>{behind}'))


@pytest.mark.parametrize("tag", ['<c r="D2" t="str">', "<c t='str' r='AD2'>", '<c s="1" t="e" >'])
def test_words_may_have_blanks(tag: str) -> None:
    for held in ("<v> a &amp; b </v>", "<f>A1</f><v>a b</v>", "\n<f>A1</f>\n<v>a b</v>\n"):
        assert written(sheet_of(f'<row r="2">{tag}{held}</c></row>')).end


STRINGS = {
    "one": "<si><t>a</t></si>",
    "blank": '<si/><si></si><si><t/></si><si><t xml:space="preserve"> </t></si>',
    "lines": "\n<si>\n<t>a</t>\n</si>\n",
    "fonts": '<si><r><t>a</t></r><r><rPr><b/><rFont val="a/b"/></rPr><t>b</t></r></si>',
    "spoken": '<si><t>a</t><rPh sb="0" eb="1"><t>b</t></rPh><phoneticPr fontId="1"/></si>',
    "more": "<si><t>a</t></si><extLst><ext><x/></ext></extLst>",
    "none": "",
}


@pytest.mark.parametrize("name", STRINGS)
def test_strings_are_known_however_written(name: str) -> None:
    for declared, repeated in product(("", "<?xml version='1.0'?>\n"), (1, 500)):
        strings = STRINGS[name] if name == "more" else STRINGS[name] * repeated
        check_strings(f'{declared}<sst uniqueCount="1">{strings}</sst>\n'.encode())
        check_strings(f'{declared}<sst count="0" />'.encode())


@pytest.mark.parametrize(
    "strings",
    [
        "<si><t>a</></si><si><t>b</t></si>",
        "<si><t<t>>a</t></si>",
        "<si><tt>a</tt></si>",
        "<si><it>a</t></si>",
        "<xi><t>a</t></xi>",
        "<si>a</si>",
        "<si><t>a</t>b</si>",
        "<si><t>a</t><rh><t>b</t></rh></si>",
        "<si><r><rPr><r><t>a</></r></rPr></r></si>",
        "<si><t>a</t></si></sst><sst><si><t>b</t></si>",
        "<si><t>a</t>",
    ],
)
def test_what_may_hide_a_string_is_refused(strings: str) -> None:
    for before, behind in product(("", *STRINGS.values())[:-2], ("", STRINGS["one"], "\n")):
        with pytest.raises(Refused):
            check_strings(f"<sst>{before}{strings}{behind}</sst>".encode())


@pytest.mark.parametrize("held", ["<v>7</v>", "<f>1</f><v>7</v>", "\n<f>1</f>\n<v >7</v>"])
@pytest.mark.parametrize("quote", "\"'")
def test_a_value_where_a_text_is_told_is_refused(held: str, quote: str) -> None:
    """One reader shows the value, another nothing."""
    for before, behind in product(BESIDE, BESIDE):
        row = f'<row r="2"><c r="D2" t={quote}inlineStr{quote}>{held}</c></row>'
        with pytest.raises(Refused):
            written(sheet_of(before + row + behind))


@pytest.mark.parametrize(
    "part",
    [
        '<worksheet><sheetData <c r="A1"><v>1</v></c></sheetData></worksheet>',
        '<worksheet><cols <sheetData><row r="1"/></sheetData></worksheet>',
        f'<worksheet>{VALUE}<sheetData><row r="1"/></sheetData></worksheet>',
        f"<worksheet>{VALUE}</worksheet>",
        f"<worksheet><sheetData/>{VALUE}</worksheet>",
        f'<worksheet><sheetData><row r="1">{VALUE}</row></worksheet>',
    ],
)
def test_what_may_hide_rows_is_refused(part: str) -> None:
    with pytest.raises(Refused):
        written(part.encode())


def test_much_before_the_rows_is_refused() -> None:
    for times, is_refused in ((60_000, False), (110_000, True)):
        head = "<cols>" + '<col min="1" max="2" style="1" width="9"/>' * times + "</cols>"
        part = f"<worksheet>{head}<sheetData><row r='1'/></sheetData></worksheet>".encode()
        if is_refused:
            with pytest.raises(Refused):
                written(part)
        else:
            assert written(part).start < written(part).end


@pytest.mark.parametrize("big", [0, 10**9])
def test_a_workbook_with_such_a_cell_is_told_as_torn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, big: int
) -> None:
    monkeypatch.setattr(xlsx_grammar, "_BIG", big)
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>Mã số liệu</t></is></c></row>'
    part = sheet_of(head + '<row r="2"><c r="D2"><v>1</v><v>2</v></c></row>').decode()
    found = read(tmp_path, xlsx({"Biểu": part}), "bc.xlsx")
    assert [problem.code for problem in found.problems] == ["damaged-file"]


def test_no_group_is_repeated_possessively() -> None:
    """Python before 3.11.5 takes half a repetition of a group for a whole one (gh-106052)."""
    repeated = re.compile(r"[^\\\[]\)[*+?}]\+")
    found = [
        f"{path.name}: {line}"
        for path in (ROOT / "src").rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if 'rb"' in line or 'r"' in line or 'rf"' in line
        if repeated.search(line)
    ]
    assert not found


PIECES = {
    "runs": "<r><t>a</t></r>" * 250_000,
    "fonts": f"<r><rPr>{'<color/>' * 500_001}</rPr><t>a</t></r>",
    "plain texts": "<t>a</t>" * 500_002,
    "spoken": "<t>a</t>" + '<rPh sb="0"><t>b</t></rPh>' * 250_000,
    "asides": "<t>a</t>" + "<phoneticPr/>" * 500_001,
}


@pytest.mark.parametrize("kind", PIECES)
def test_a_text_in_too_many_pieces_is_refused(tmp_path: Path, kind: str) -> None:
    """To go over each of them keeps a hundred bytes, and takes longer than all cells may."""
    inline = f'<row r="1"><c r="A1" t="inlineStr"><is>{PIECES[kind]}</is></c></row>'
    content = xlsx({"A": f"<worksheet><sheetData>{inline}</sheetData></worksheet>"})
    assert codes(read(tmp_path, content)) == ["bc.xlsx: file-too-big"]
    shared = {"xl/sharedStrings.xml": f"<sst><si>{PIECES[kind]}</si></sst>"}
    content = xlsx({"A": [["kỳ", 1]]}, more=shared)
    assert codes(read(tmp_path, content)) == ["bc.xlsx: file-too-big"]


def test_as_many_pieces_as_may_be(tmp_path: Path) -> None:
    runs = "<si><r><t>a</t></r></si>" * (RICH_TAGS // 2 - 1)
    content = xlsx({"A": [["kỳ", 1]]}, more={"xl/sharedStrings.xml": f"<sst>{runs}</sst>"})
    assert "file-too-big" not in [p.code for p in read(tmp_path, content).problems]
