"""HTML tables under the names of workbooks."""

from pathlib import Path

import pytest

from building import SUBMITTED, Found
from cchc_cli.problems import sort_problems
from cchc_cli.submissions.read import read_submissions

ROWS = "<tr><th>kỳ<th>đơn vị<th>mã số liệu<th>giá trị</tr>"


def html(tmp_path: Path, body: str, encoding: str = "utf-8", head: str = "") -> Found:
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    (tmp_path / "bc.xls").write_bytes(page.encode(encoding))
    submissions = read_submissions(tmp_path, SUBMITTED)
    return Found(submissions.ledger, sort_problems(submissions.problems))


def codes(found: Found) -> list[str]:
    return [f"{p.where}: {p.code}" for p in found.problems]


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
