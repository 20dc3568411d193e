"""A row or a cell of an .xlsx sheet that is told twice makes it damaged, wherever that is."""

from pathlib import Path

import pytest

from cchc_cli.submissions import xlsx_grammar
from submitting import codes, read
from workbooks import HEAD, ROW, xlsx

DATA = ROW.format(2)
TWICE = {
    "cell": DATA.replace("</row>", '<c r="D2"><v>13</v></c></row>'),
    "cell before": DATA.replace('<c r="A2"', '<c r="D2"><v>13</v></c><c r="A2"'),
    "blank cell": DATA.replace("</row>", '<c r="D2"/></row>'),
    "cell far away": DATA.replace("</row>", '<c r="AD2"/><c r="AD2"/></row>'),
    "cell in another case": DATA.replace("</row>", '<c r="d2"><v>13</v></c></row>'),
    "cell without a place": DATA.replace("</row>", '<c r="C2"/><c><v>13</v></c></row>'),
    "cell of another row": DATA + '<row r="3"><c r="D2"><v>13</v></c></row>',
    "cell of a row below": DATA.replace("</row>", '<c r="E9"><v>13</v></c></row>'),
    "cell of a row below, one without": DATA.replace("</row>", '<c r="E9"/><c/></row>'),
    "no space": DATA.replace('<c r="D2">', '<c s="0"r="D2">'),
    "quotes within": DATA.replace('<c r="D2">', '<c r="D2" x="a"b" y="c"d">'),
    "row": DATA + DATA.replace("12", "13"),
    "row without cells": '<row r="2"/>' + DATA,
    "row without a number": ROW.format(3) + '<row r="2"/><row>' + DATA.partition(">")[2],
    "row above": ROW.format(3) + DATA + ROW.format(3),
    "attribute": DATA.replace('<c r="D2">', '<c r="D2" r="E2">'),
    "style": DATA.replace('<c r="D2">', '<c r="D2" s="0" s="1">'),
    "attribute of a row": DATA.replace('<row r="2">', '<row r="2" r="3">'),
    "blank attribute of a row": DATA.replace('<row r="2">', '<row r="2" r="">'),
    "bare attribute of a row": DATA.replace('<row r="2">', '<row r="2" r=3>'),
    "long attribute of a row": DATA.replace('<row r="2">', '<row r="2" r="1234567890">'),
    "no pair": DATA.replace('<c r="D2">', '<c r="D2" s"1">'),
    "no quotes": DATA.replace('<c r="D2">', '<c r="D2" s=1>'),
    "half a pair": DATA.replace('<c r="D2">', '<c r="D2" s=>'),
}
ONCE = {
    "out of order": DATA.replace("</row>", '<c r="F2"/><c r="E2"/></row>'),
    "rows out of order": ROW.format(3).replace("12", "") + DATA,
    "no places": DATA.replace(' r="D2"', "").replace(' r="2"', ""),
    "some places": DATA.replace(' r="D2"', "").replace("</row>", '<c r="J2"/><c/></row>'),
    "no number of the row": DATA.replace('<row r="2">', "<row>"),
    "a row left out": "<row></row><row>" + ROW.format(9).partition(">")[2],
    "zeros before": DATA.replace('D2"', 'D02"'),
    "single quotes": DATA.replace('"D2"', "'D2'"),
    "spaces": DATA.replace('r="D2"', '  r="D2" '),
    "far away": DATA.replace("</row>", '<c r="AD2"/><c r="AE2"/></row>'),
    "other attributes": DATA.replace('r="D2"', 'cm="1" r="D2" x:r="5" vm=\'1\''),
}


def sheet(tmp_path: Path, rows: str) -> tuple[list[str], list[str]]:
    """Return the values and the problems of a sheet of these rows."""
    xml = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    found = read(tmp_path, xlsx({"S": xml}))
    return list(found.values.values()), codes(found)


@pytest.mark.parametrize("big", [0, 1 << 22])
@pytest.mark.parametrize("name", TWICE)
def test_what_is_told_twice_makes_a_sheet_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, big: int
) -> None:
    monkeypatch.setattr(xlsx_grammar, "_BIG", big)
    for more in ("", '<row r="9"><c  r="A9"/></row>'):
        for rows in (HEAD + TWICE[name] + more, HEAD + more + TWICE[name]):
            assert sheet(tmp_path, rows) == ([], ["bc.xlsx: damaged-file"])


@pytest.mark.parametrize("big", [0, 1 << 22])
@pytest.mark.parametrize("name", ONCE)
def test_what_is_told_once_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, big: int
) -> None:
    monkeypatch.setattr(xlsx_grammar, "_BIG", big)
    assert sheet(tmp_path, HEAD + ONCE[name]) == (["12"], [])


def test_a_big_sheet_is_gone_over_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_grammar, "_BIG", 0)
    rows = "".join(f'<row r="{n}"><c r="A{n}"/><c r="Z{n}"/></row>' for n in range(3, 900))
    assert sheet(tmp_path, HEAD + DATA + rows) == (["12"], [])
    for odd in ('<row r="900"><c r="B900"/><c r="B900"/></row>', '<row r="500"/>'):
        assert sheet(tmp_path, HEAD + DATA + rows + odd) == ([], ["bc.xlsx: damaged-file"])
