"""Workbooks as lesser known programs write them, and the known ones in rare cases."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cchc_cli.submissions import xlsx_grammar
from submitting import HEADER, codes, read
from workbooks import (
    HEAD,
    ROW,
    Day,
    Rows,
    biff_cell,
    biff_words,
    container,
    ods,
    ods_row,
    sheet_xml,
    xls,
    xlsx,
    zipped,
)

VALUE = {"hcc dem 2025-09": "12"}
ROWS: Rows = [HEADER[:4], ["2025-09", "hcc", "dem", 12]]
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(content: bytes, part: str, *changes: tuple[str, str]) -> bytes:
    """Return a zipped workbook with words in one of its parts replaced."""
    parts = parts_of(content)
    for before, after in changes:
        assert before.encode() in parts[part], before
        parts[part] = parts[part].replace(before.encode(), after.encode())
    return zipped(parts)


def in_workbook(*changes: tuple[str, str]) -> bytes:
    return changed(xlsx({"Biểu": ROWS}), "xl/workbook.xml", *changes)


def beside(sheet: str, relation: str = "") -> bytes:
    """Return a workbook with another sheet listed before the table, and its relation."""
    first = '<sheet name="Biểu"'
    content = in_workbook((first, f"{sheet}{first}"))
    end = "</Relationships>"
    return changed(content, "xl/_rels/workbook.xml.rels", (end, relation + end))


def macro_sheet() -> bytes:
    kind = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
    relation = f'<Relationship Id="m" Type="{kind}" Target="macrosheets/sheet1.xml"/>'
    content = beside('<sheet name="Macro1" sheetId="9" r:id="m"/>', relation)
    return zipped({**parts_of(content), "xl/macrosheets/sheet1.xml": "<macrosheet/>"})


def at_the_root() -> bytes:
    """Return a workbook whose parts are in no folder."""
    moved = {
        name.removeprefix("xl/"): part.replace(b'Target="xl/', b'Target="')
        for name, part in parts_of(xlsx({"Biểu": ROWS})).items()
    }
    return zipped(moved)


def with_other_folders(content: bytes) -> bytes:
    """Return a zip archive as programs of .NET wrote it: folders end in a backslash."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts_of(content).items():
            about = zipfile.ZipInfo(name.replace("/", "\\"))
            archive.writestr(about, part, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def with_empty_picture() -> bytes:
    """Return a workbook as Excel writes it that has no thumbnail: deflated, of no bytes at all."""
    packed = io.BytesIO(xlsx({"Biểu": ROWS}))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr(zipfile.ZipInfo("docProps/thumbnail.wmf"), b"")
    content = bytearray(packed.getvalue())
    for signature, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", content, content.rindex(signature) + at, zipfile.ZIP_DEFLATED)
    return bytes(content)


WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "a module of macros without a part": lambda: beside('<sheet name="M" sheetId="9" r:id=""/>'),
    "a sheet of macros": macro_sheet,
    "an unknown state": lambda: in_workbook(('sheetId="1"', 'sheetId="1" state="show"')),
    "names that nothing is at": lambda: in_workbook(
        ("</workbook>", "<definedNames><definedName>#REF!</definedName></definedNames></workbook>")
    ),
    "an extent of rows alone": lambda: changed(
        xlsx({"Biểu": ROWS}),
        "xl/worksheets/sheet1.xml",
        ("<sheetData>", '<dimension ref="1:2"/><sheetData>'),
    ),
    "no folder": at_the_root,
    "backslashes": lambda: with_other_folders(xlsx({"Biểu": ROWS})),
    "an empty thumbnail": with_empty_picture,
}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_an_xlsx_is_read(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, WORKBOOKS[name]())
    assert (codes(found), found.values) == ([], VALUE)


def test_tables_between_other_sheets_are_told_apart(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "Một": [HEADER[:4], ["2025-08", "hcc", "dem", 8]],
        "Hai": [HEADER[:4], ["2025-09", "hcc", "dem", "x"]],
    }
    module = '<sheet name="M" sheetId="9" r:id=""/>'
    second = '<sheet name="Hai"'
    content = changed(xlsx(sheets), "xl/workbook.xml", (second, module + second))
    found = read(tmp_path, content)
    assert codes(found) == ["bc.xlsx › Hai › D2: not-a-number"]
    assert found.values == {"hcc dem 2025-08": "8"}


def test_a_sheet_whose_relation_is_unknown_is_damaged(tmp_path: Path) -> None:
    found = read(tmp_path, beside('<sheet name="M" sheetId="9" r:id="nowhere"/>'))
    assert codes(found) == ["bc.xlsx: damaged-file"]


@pytest.mark.parametrize("mark", ["1", "true"])
def test_dates_count_from_1904_in_any_words_and_beside_extensions(
    tmp_path: Path, mark: str
) -> None:
    rows: Rows = [HEADER[:4], ["2025-09", "hcc", "dem", Day(44439)]]
    extension = '<extLst><ext><x:workbookPr xmlns:x="x" refBase="1"/></ext></extLst></workbook>'
    changes = ('1904="1"', f'1904="{mark}"'), ("</workbook>", extension)
    content = changed(xlsx({"Biểu": rows}, date1904=True), "xl/workbook.xml", *changes)
    found = read(tmp_path, content)
    assert codes(found) == ["bc.xlsx › Biểu › D2: not-a-number"]
    assert "01/09/2025" in found.said[0]


def test_how_a_word_is_spoken_is_left_out(tmp_path: Path) -> None:
    spoken = '<rPh sb="0" eb="1"><r><t>moi hai</t></r></rPh>'
    rows = HEAD + ROW.format(2).replace("<t>hcc</t>", f"<r><t>hcc</t></r>{spoken}")
    found = read(tmp_path, xlsx({"Biểu": f"<worksheet><sheetData>{rows}</sheetData></worksheet>"}))
    assert (codes(found), found.values) == ([], VALUE)


@pytest.mark.parametrize("tag", ['<row r="2">', "<row>"])
@pytest.mark.parametrize("big", [0, 1 << 22])
def test_the_text_of_a_formula_may_stand_in_its_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, big: int, tag: str
) -> None:
    monkeypatch.setattr(xlsx_grammar, "_BIG", big)
    told = ROW.format(2).replace("<is><t>hcc", '<f>LOWER("HCC")</f><is><t>hcc')
    told = told.replace('<row r="2">', tag)
    xml = f"<worksheet><sheetData>{HEAD}{told}</sheetData></worksheet>"
    found = read(tmp_path, xlsx({"Biểu": xml}))
    assert (codes(found), found.values) == ([], VALUE)


OPEN_ROWS = ods_row(*HEADER[:4]) + ods_row("2025-09", "hcc", "dem", 12)


def open_parts() -> dict[str, bytes]:
    return parts_of(ods(OPEN_ROWS))


OPEN_DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "its kind last": lambda: zipped(dict(reversed(open_parts().items()))),
    "no kind": lambda: zipped({k: v for k, v in open_parts().items() if k != "mimetype"}),
    "a kind on a line of its own": lambda: zipped(
        {**open_parts(), "mimetype": open_parts()["mimetype"] + b"\r\n"}
    ),
    "a template": lambda: zipped(
        {**open_parts(), "mimetype": open_parts()["mimetype"] + b"-template"}
    ),
    "blanks between cells": lambda: ods(OPEN_ROWS.replace("><table:", ">\r\n    <table:")),
}


@pytest.mark.parametrize("name", OPEN_DOCUMENTS)
def test_an_ods_is_read(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, OPEN_DOCUMENTS[name](), "bc.ods")
    assert (codes(found), found.values) == ([], VALUE)


@pytest.mark.parametrize("says_so_first", [True, False])
def test_a_text_of_open_document_is_no_table(tmp_path: Path, *, says_so_first: bool) -> None:
    kind = "mimetype", b"application/vnd.oasis.opendocument.text"
    table = open_parts()["content.xml"].replace(b"office:spreadsheet", b"office:text")
    others = [("content.xml", table), ("META-INF/manifest.xml", b"<manifest/>")]
    with zipfile.ZipFile(packed := io.BytesIO(), "w") as archive:
        for name, part in [kind, *others] if says_so_first else [*others, kind]:
            archive.writestr(name, part)
    found = read(tmp_path, packed.getvalue(), "bc.ods")
    assert codes(found) == ["bc.ods: wrong-kind"]
    assert "tài liệu OpenDocument" in str(found.problems[0].message)


CELLS = b"".join(
    biff_words(row, at, str(word))
    for row, words in enumerate([HEADER[:4], ["2025-09", "hcc", "dem"]])
    for at, word in enumerate(words)
) + biff_cell(0x0203, 1, 3, 0, struct.pack("<d", 12))


def capitals(content: bytes) -> bytes:
    return content.replace("Workbook".encode("utf-16-le"), "WORKBOOK".encode("utf-16-le"))


def with_shared_sectors(content: bytes) -> bytes:
    """Return an .xls as PHPExcel writes it: a sector of the workbook is claimed by others too."""
    changed = bytearray(content)
    root = changed.index("Root Entry".encode("utf-16-le"))
    (first,) = struct.unpack_from("<I", changed, root + 128 + 116)
    struct.pack_into("<IQ", changed, root + 116, first + 1, 512)
    return bytes(changed)


OLD_WORKBOOKS: dict[str, Callable[[bytes], bytes]] = {
    "a stream in capitals": capitals,
    "shared sectors": with_shared_sectors,
    "a document of Word within": lambda content: content + "WordDocument".encode("utf-16-le") * 50,
}


@pytest.mark.parametrize("name", OLD_WORKBOOKS)
def test_an_xls_is_read(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, OLD_WORKBOOKS[name](xls(CELLS)), "bc.xls")
    assert (codes(found), found.values) == ([], VALUE)


def test_a_document_of_word_around_a_workbook_is_none(tmp_path: Path) -> None:
    content = container("WordDocument", "Workbook".encode("utf-16-le") + xls(CELLS))
    found = read(tmp_path, content, "bc.xls")
    assert codes(found) == ["bc.xls: wrong-kind"]
    assert "không phải bảng tính" in found.said[0]


def two_ids() -> bytes:
    return in_workbook(('r:id="rId1"', 'xmlns:q="q" q:id="rId1" r:id="rId1"'))


def two_parts_in_one(target: str) -> bytes:
    part = "xl/_rels/workbook.xml.rels"
    return changed(xlsx({"Biểu": ROWS}), part, ("worksheets/sheet1.xml", target))


def list_of_sheets_and_sheet() -> bytes:
    """Return a workbook whose list of sheets is a sheet as well, and the only one it lists."""
    listed = f'<sheets xmlns:r="{RELATIONS}"><sheet name="Biểu" sheetId="1" r:id="rId1"/></sheets>'
    both = sheet_xml(ROWS).replace("<sheetData>", f"{listed}<sheetData>")
    content = two_parts_in_one("workbook.xml")
    return zipped({**parts_of(content), "xl/workbook.xml": both})


def one_part_twice() -> bytes:
    """Return a workbook of two sheets in one part, which they name in another case."""
    content = xlsx({"Biểu": ROWS, "Thêm": ROWS})
    change = ("worksheets/sheet2.xml", "Worksheets/Sheet1.xml")
    return changed(content, "xl/_rels/workbook.xml.rels", change)


def torn_off(name: str) -> bytes:
    """Return an archive without its end, in which a workbook lies as it is."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, "")
        archive.writestr("xl/embeddings/e.xlsx", xlsx({"Trong": ROWS}))
    return packed.getvalue()[:-40]


DAMAGED: dict[str, Callable[[], bytes]] = {
    "two relations of a sheet": two_ids,
    "a sheet in the list of sheets": list_of_sheets_and_sheet,
    "one part for two sheets": one_part_twice,
    "a sheet in the relations": lambda: two_parts_in_one("_rels/workbook.xml.rels"),
    "a sheet in the strings": lambda: two_parts_in_one("SharedStrings.xml"),
    "dates from who knows when": lambda: in_workbook(
        ("<sheets>", '<workbookPr date1904="maybe"/><sheets>')
    ),
    "an end torn off": lambda: torn_off("xl/workbook.xml"),
    "an end torn off a document of Word": lambda: torn_off("word/document.xml"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_an_xlsx_that_may_be_read_in_two_ways_is_damaged(tmp_path: Path, name: str) -> None:
    assert codes(read(tmp_path, DAMAGED[name]())) == ["bc.xlsx: damaged-file"]


def test_a_part_that_an_ods_has_too_makes_no_ods(tmp_path: Path) -> None:
    parts = parts_of(xlsx({"Biểu": ROWS}))
    found = read(tmp_path, zipped({**parts, "content.xml": open_parts()["content.xml"]}))
    assert (codes(found), found.values) == ([], VALUE)


def test_an_ods_encrypted_as_a_whole_is_protected(tmp_path: Path) -> None:
    with zipfile.ZipFile(packed := io.BytesIO(), "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
        archive.writestr("encrypted-package", bytes(99))
    found = read(tmp_path, packed.getvalue(), "bc.ods")
    assert codes(found) == ["bc.ods: password-protected"]


def test_what_lies_beneath_a_blank_cell_of_an_ods_is_mentioned(tmp_path: Path) -> None:
    over = '<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1"/>'
    under = '<table:covered-table-cell office:value-type="string"><text:p>x</text:p>'
    under += "</table:covered-table-cell>"
    found = read(tmp_path, ods(OPEN_ROWS + ods_row(over, under)), "bc.ods")
    assert (codes(found), found.values) == (["bc.ods › Biểu: hidden-cells"], VALUE)
    assert "ô bị che dưới ô gộp: B3" in found.said[0]


def test_entries_of_an_xls_that_lead_to_one_another_are_damaged(tmp_path: Path) -> None:
    content = bytearray(xls(CELLS))
    first = content.index("Workbook".encode("utf-16-le"))
    for entry in (first, first + 128):
        struct.pack_into("<II", content, entry + 68, *[(entry - first) // 128 + 2] * 2)
        content[entry + 66] = 2
    assert codes(read(tmp_path, bytes(content), "bc.xls")) == ["bc.xls: damaged-file"]


@pytest.mark.parametrize("begin", ["09000400", "09020600", "09040600", "0908080000001000"])
def test_the_oldest_workbooks_are_named(tmp_path: Path, begin: str) -> None:
    found = read(tmp_path, bytes.fromhex(begin) + bytes(100), "bc.xls")
    assert codes(found) == ["bc.xls: wrong-kind"]
    assert "bảng tính Excel đời trước 1995" in found.said[0]
