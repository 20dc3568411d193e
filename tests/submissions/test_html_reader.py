"""HTML tables under the names of workbooks."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from building import Found
from cchc_cli.limits import CELLS, HTML_TAGS
from cchc_cli.submissions import html_reader
from cchc_cli.submissions.survey import Refused
from submitting import codes, read

ROWS = "<tr><th>kỳ<th>đơn vị<th>mã số liệu<th>giá trị</tr>"


def html(tmp_path: Path, body: str, encoding: str = "utf-8", head: str = "") -> Found:
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    return read(tmp_path, page.encode(encoding), "bc.xls")


@pytest.mark.parametrize(
    "body",
    [
        f"<table>{ROWS}<tr><td>2025-09<td>hcc<td>dem<td>12</tr></table>",
        f"<table border=1>{ROWS}<tr><td> 2025-09 </td><td>hcc</td><td><b>d</b>em</td><td>&nbsp;12</td></tr></table>",
        f"<table><tr><td colspan=4>BÁO CÁO</td></tr>{ROWS}<tr><td>2025-09<td>hcc<td>dem<td>12</table>",
        f"<table>{ROWS}<tr><td rowspan=2>2025-09<td>hcc<td>dem<td>12<tr><td>kt<td></table>",
        f"<script>var a='<td>';</script><table>{ROWS}<tr><td>2025-09<td>hcc<td>dem<td>12</table>",
        f"<table><tr><td>x</table><table>{ROWS}<tr><td>2025-09<td>hcc<td>dem<td>12</table>",
    ],
)
def test_tables_are_read(tmp_path: Path, body: str) -> None:
    found = html(tmp_path, body)
    assert found.values == {"hcc dem 2025-09": "12"}
    assert codes(found) == ["bc.xls: mislabelled-file"]


def test_a_place_is_the_line_of_the_row(tmp_path: Path) -> None:
    found = html(tmp_path, f"<table>\n{ROWS}\n<tr><td>2025-09<td>hcc<td>dem<td>x1</tr>\n</table>")
    assert "bc.xls:3:4: not-a-number" in codes(found)


def test_the_declared_encoding_counts_where_it_is_no_utf_8(tmp_path: Path) -> None:
    body = "<table><tr><td>ky<td>unit<td>code<td>value<td>note<tr><td>2025-09<td>hcc<td>dem<td>12<td>\u20ac\u00fe</table>"
    found = html(tmp_path, body, "cp1252", '<meta charset="windows-1252">')
    assert found.values == {"hcc dem 2025-09": "12"}


@pytest.mark.parametrize(
    "body", ["<p>Phiên làm việc đã hết hạn</p>", "<table></table>", "<table><tr></table>"]
)
def test_a_page_without_a_table(tmp_path: Path, body: str) -> None:
    assert codes(html(tmp_path, body)) == ["bc.xls: wrong-kind"]


def test_spans_are_bounded(tmp_path: Path) -> None:
    body = "<table>" + '<tr><td colspan="999999" rowspan="999999">a</td></tr>' * 2000 + "</table>"
    found = html(tmp_path, body)
    assert found.values == {}


def test_too_many_rows(tmp_path: Path) -> None:
    found = html(tmp_path, "<table>" + "<tr><td>1" * 100_010 + "</table>")
    assert codes(found) == ["bc.xls: too-many-rows"]


@pytest.mark.parametrize(
    "body",
    [
        f"<table>{ROWS}<tr><td>2025-09<td>hcc<td>dem<td title='a > b' id=\"1>2\">12</table>",
        f"<!-- <table><tr><td>x</table> --><table>{ROWS}<tr><td>2025-09<td>hcc<td>dem<td>12</table>",
        f"<TABLE>{ROWS}<TR><TD>2025-09<TD>hcc<TD>dem<TD>12</TABLE>",
        f"<table><tr><td><table>{ROWS}<tr><td>2025-09<td>hcc<td>dem<td>12</table></table>",
        f"<table>{ROWS.replace('mã số', 'mã<br>số')}<tr><td>2025-09<td>hcc<td>dem<td>12</table>",
        f"<table>{ROWS}<tr><td>2025-09\n<td>h<span>cc</span><td>dem<td>12<!--[if x]> y <![endif]--></table>",
    ],
)
def test_tables_as_they_come(tmp_path: Path, body: str) -> None:
    assert html(tmp_path, body).values == {"hcc dem 2025-09": "12"}


WHOLE = f"<table>{ROWS}<tr><td>2025-09</td><td>hcc</td><td>dem</td><td>1234</td></tr>\n</table>"


def test_a_page_that_is_cut_off_is_told_wherever_that_is(tmp_path: Path) -> None:
    """Else the first half of a number would count, or rows be missing."""
    assert html(tmp_path, WHOLE).values == {"hcc dem 2025-09": "1234"}
    for end in range(len("<table"), WHOLE.index("</table>") + len("</table")):
        (problem,) = html(tmp_path, WHOLE[:end]).problems
        assert problem.code in ("damaged-file", "wrong-kind"), WHOLE[:end]
    (problem,) = html(tmp_path, f"<p>\n{WHOLE[: WHOLE.index('34</td>')]}").problems
    assert (problem.code, problem.where.line) == ("damaged-file", 2 + ROWS.count("\n"))


@pytest.mark.parametrize("open_part", ["<!-- ", "<style>", "<script>if (a</b", "<template>"])
def test_what_is_hidden_to_the_end_hides_no_table(tmp_path: Path, open_part: str) -> None:
    assert codes(html(tmp_path, WHOLE + open_part + WHOLE)) == ["bc.xls: damaged-file"]


def test_a_note_keeps_its_signs(tmp_path: Path) -> None:
    rows = ROWS.replace("</tr>", "<th>ghi chú</tr>")
    body = f"<table>{rows}<tr><td>2025-09<td>hcc<td>dem<td>12<td>5 < 6 &amp; 7 &lt; 8 > 1</table>"
    (entry,) = html(tmp_path, body).ledger.entries.values()
    assert entry.note == "5 < 6 & 7 < 8 > 1"


def test_places_are_cells_where_rows_share_a_line(tmp_path: Path) -> None:
    found = html(tmp_path, f"<table>{ROWS}<tr><td>2025-09<td>hcc<td>dem<td>x1</table>")
    assert "bc.xls › bảng 1 › D2: not-a-number" in codes(found)


def test_a_header_of_two_rows(tmp_path: Path) -> None:
    body = (
        "<table>\n<tr><td rowspan=2>Đơn vị<td rowspan=2>Mã số liệu<td colspan=2>Giá trị\n"
        "<tr><td>T8/2025<td>T9/2025\n<tr><td>hcc<td>dem<td>11<td>12</table>"
    )
    assert html(tmp_path, body).values == {"hcc dem 2025-08": "11", "hcc dem 2025-09": "12"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<table><tr><td>" + "<!--" * (HTML_TAGS // 2), "damaged-file"),
        ("<!--" * (HTML_TAGS + 1), "file-too-big"),
        ("<table><tr><td>" + "<p>" * HTML_TAGS, "file-too-big"),
        ("<table>" + ("<tr>" + "<td>1" * 250) * (CELLS // 250 + 2), "file-too-big"),
        ("<table>" * 1_001, "file-too-big"),
        ("<table><tr>" + "<td>" * 1_000, "too-many-columns"),
        ('<table><tr><td a="' + ">" * 1_000_000 + '"', "damaged-file"),
        ('<table><tr><td a="' + ">" * 1_000_000, None),
        ("<table><tr><td " + 'a=">' * 300_000, None),
        ("<table>" + '<tr><td colspan="256">a</tr>' * 5_000 + "</table>", "file-too-big"),
    ],
)
def test_a_hostile_page_is_read_once(tmp_path: Path, body: str, code: str | None) -> None:
    """A parser that starts again at what is left open takes minutes for these."""
    found = html(tmp_path, body)
    assert code is None or code in [problem.code for problem in found.problems]
    assert found.values == {}


# Rows of plain cells are taken whole


_CELLS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(
        [
            "<td>", "<td>", "<TD>", "<th>", "<td class=a>", '<td title="a b">', "<td a='1'>\n",
            "<td nowrap>", "<td colspan=2>", "<td ROWSPAN='2'>", '<td title="1>2">', "<td a='>",
            "<td/>", "<tdx>", "<td a=5\">", "<table><td>", "<td hidden>",
        ]
    ),
    st.sampled_from(["1", " a b ", "", "\n", "&nbsp;", "&lt;", "1&#10;2", ">", "'", '"']),
    st.sampled_from(["", "", "<b>x</b>", "<br>", "<!-- -->", "<sup>1</sup>", "<input>"]),
    st.sampled_from(["</td>", "</td>", "</TD>", "", "</th>", "</td>\n", "</td>x", "</table>"]),
)  # fmt: skip
_PAGES = st.lists(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["<tr>", "<tr>", "<TR class=x>", "<tr\n>", "</tr>", "<tr style='a:b'>"]),
        st.lists(_CELLS, max_size=4).map("".join),
        st.sampled_from(["</tr>", "</tr>\n", "", "</TR>", "<!-- ", "-->"]),
    ),
    max_size=6,
).map(lambda rows: "<table>" + "".join(rows) + "<tr><td>-</table>")


@settings(max_examples=500, deadline=None)
@given(_PAGES)
def test_rows_taken_whole_are_read_as_tag_by_tag(page: str) -> None:
    def read_rows() -> object:
        try:
            tables = [table.finished("a.xls", 1) for table in html_reader._read_page(page)]
        except Refused as refused:
            return refused.code, str(refused.message)
        return [([(n, list(cells)) for n, cells in t.records], t.merged) for t in tables]

    whole = read_rows()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(html_reader, "_PLAIN_ROW", re.compile("(?!)"))
        assert read_rows() == whole


@pytest.mark.parametrize(
    "value",
    [
        "<del>120</del> <ins>125</ins>",
        "<s>120</s>125",
        "12<hr>34",
        "120<h4>125</h4>",
        "<ul><li>1</li>2</ul>",
        "<center>1</center>2",
        "<pre>120\n125</pre>",
        "1<sup>234</sup>",
        "1<sub>234</sub>",
    ],
)
def test_two_numbers_of_a_cell_never_become_one(tmp_path: Path, value: str) -> None:
    body = f"<table>{ROWS}<tr><td>2025-09<td>hcc<td>dem<td>{value}</table>"
    found = html(tmp_path, body)
    assert not found.values
    assert "bc.xls › bảng 1 › D2: not-a-number" in codes(found)


@pytest.mark.parametrize(
    "value",
    [
        "<a style='display:none'>3</a>12",
        "<span style='display:none'>a<span>b</span>3</span>12",
        "12<span hidden>3",
        "12<span style='visibility:hidden'>3</span>",
        "12<span style='mso-hide:all'>3</span>",
        "12<font style='font-size:0px'>3</font>",
        "12<template>3</template>",
        "<!-- x --!>12",
    ],
)
def test_what_a_page_hides_in_a_cell_hides_nothing_else(tmp_path: Path, value: str) -> None:
    body = f"<table>{ROWS}<tr><td>2025-09<td>hcc<td>dem<td>{value}</td></tr></table>"
    assert html(tmp_path, body).values == {"hcc dem 2025-09": "12"}


LINE = "<tr><td>2025-09</td><td>hcc</td><td>dem</td><td{}>12</td></tr>"


@pytest.mark.parametrize(
    "attributes",
    [
        ' title="<b>ghi chú</b>"',
        " onmouseover='tip(1<2)'",
        ' title="a > b < c" class="x"',
        ' title="<' + "x" * 9_000 + '>"',
        ' data-colspan="2"',
        ' data-x-rowspan=2 colspan="+1"',
    ],
)
def test_attributes_may_hold_tags_and_names_like_others(tmp_path: Path, attributes: str) -> None:
    cell = f"<td{attributes}>7</td>"
    page = f"<table>{ROWS}{LINE.format(attributes)}{LINE.format('').replace('hcc', 'kt')}</table>"
    found = html(tmp_path, page + f"<table><tr>{cell}{cell}</tr></table>")
    assert found.values == {"hcc dem 2025-09": "12", "kt dem 2025-09": "12"}


def test_a_quote_that_takes_in_cells_is_told(tmp_path: Path) -> None:
    for attributes in (' width="5', ' title="<td>999</td>"', " title='</tr>' class='x'"):
        lines = LINE.format(attributes) + LINE.format(' width="6"').replace("hcc", "kt")
        found = html(tmp_path, f"<table>{ROWS}\n{lines}</table>")
        assert (found.values, codes(found)) == ({}, ["bc.xls:2: damaged-file"])


def test_a_quote_that_is_never_closed_ends_with_its_tag(tmp_path: Path) -> None:
    found = html(tmp_path, f"<table>{ROWS}{LINE.format(' width=' + chr(34) + '5')}</table>")
    assert found.values == {"hcc dem 2025-09": "12"}
    many = ('<i class="5>' + "x" * 10_000) * (html_reader._OPEN_TAGS + 1)
    found = html(tmp_path, f"<table>{ROWS}<tr><td>{many}</table>")
    assert [problem.code for problem in found.problems] == ["damaged-file"]


@pytest.mark.parametrize("span", ["2", "0", "999"])
@pytest.mark.parametrize("many", [1, 4])
def test_no_cell_reaches_beyond_its_group_of_rows(tmp_path: Path, span: str, many: int) -> None:
    """As browsers have it; the first row of figures would stand beside the table."""
    head = ROWS.replace("<th", f'<th rowspan="{span}"', many)
    page = f"<table><thead>{head}</thead><tbody>{LINE.format('')}</tbody></table>"
    found = html(tmp_path, page)
    assert found.values == {"hcc dem 2025-09": "12"}
    assert codes(found) == ["bc.xls: mislabelled-file"]


def test_a_cell_may_reach_to_the_end_of_its_group(tmp_path: Path) -> None:
    lines = LINE.format("").replace("<td>", "<td rowspan=0>", 1)
    lines += "<tr><td>kt</td><td>dem</td><td>7</td></tr>"
    found = html(tmp_path, f"<table>{ROWS}<tbody>{lines}</tbody>{LINE.format('')}</table>")
    assert found.values["kt dem 2025-09"] == "7"
