"""Numbers that would be lost, or read as others, without a word: each is read, or complained of."""

from pathlib import Path

import pytest

from building import SUBMITTED, Found, read_file
from cchc_cli.limits import HEADER_ROWS, STRANGE_ROWS
from cchc_cli.problems import sort_problems
from cchc_cli.submissions import table
from cchc_cli.submissions.read import read_submissions
from workbooks import Rows, xlsx


def read(tmp_path: Path, content: bytes, name: str = "2025-09/hcc.xlsx") -> Found:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    submissions = read_submissions(tmp_path, SUBMITTED)
    return Found(submissions.ledger, sort_problems(submissions.problems))


def test_a_stray_cell_far_below_changes_no_number(tmp_path: Path) -> None:
    rows: Rows = [["mã", "giá trị"], ["tien", 12.345], ["dem", 1.5], *[[]] * 12_000, [None, " "]]
    found = read(tmp_path, xlsx({"B": rows}))
    assert found.values == {"hcc tien 2025-09": "12.345"}
    assert [problem.code for problem in found.problems] == ["not-a-number"]


@pytest.mark.parametrize(
    "name",
    ["T8/25", "2025/08", "Tháng 8 - 2025", "T8.2025", "Thg 8/2025", "T8 2025", "Tháng Tám/2025"],
)
def test_a_month_in_another_spelling_is_complained_of(name: str) -> None:
    found = read_file(f"mã;T7/2025;{name}\ndem;1;2\n", "hcc")
    assert found.values == {"hcc dem 2025-07": "1"}
    assert len(found.problems) == 1
    assert found.problems[0].code in ("bad-period", "period-is-date", "month-without-year")


def test_planned_and_done_under_one_month_are_not_told_apart(tmp_path: Path) -> None:
    found = read_file(
        "mã;Tháng 7/2025;;Tháng 8/2025;\n;Kế hoạch;Thực hiện;Kế hoạch;Thực hiện\ndem;10;7;20;19\n",
        "hcc",
    )
    assert found.values == {}
    assert [problem.code for problem in found.problems] == ["missing-column"]


@pytest.mark.parametrize(
    "cell",
    ["402<sup>1</sup>", "<del>10</del>12", "<s>1</s>2", '<input value="402">'],
)
def test_marks_in_an_html_cell_do_not_run_into_its_number(tmp_path: Path, cell: str) -> None:
    page = f"<table><tr><td>mã<td>giá trị<tr><td>dem<td>{cell}</table>"
    found = read(tmp_path, f"<html>{page}</html>".encode(), "2025-09/hcc.xls")
    assert found.values == {}
    assert "not-a-number" in {problem.code for problem in found.problems}


def test_what_an_html_page_hides_is_not_read(tmp_path: Path) -> None:
    cell = '<span style="display:none">1</span>12'
    page = f"<table><tr><td>mã<td>giá trị<tr><td>dem<td>{cell}</table>"
    found = read(tmp_path, f"<html>{page}</html>".encode(), "2025-09/hcc.xls")
    assert found.values == {"hcc dem 2025-09": "12"}


def test_a_sheet_with_numbers_that_is_not_read_is_mentioned(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "A": [["mã", "giá trị"], ["dem", 402]],
        "B": [["Tên chỉ số", "Kết quả"], ["Hồ sơ trả quá hạn", 6]],
        "C": [["1.", "Điền vào ô vàng"]],
    }
    found = read(tmp_path, xlsx(sheets))
    assert found.values == {"hcc dem 2025-09": "402"}
    assert [f"{p.where}: {p.code}" for p in found.problems] == ["2025-09/hcc.xlsx › B: passed-over"]


@pytest.mark.parametrize(("row", "code"), [(["x", "y"], "passed-over"), (["tien", 6], "x")])
def test_a_long_sheet_without_a_header_is_mentioned_after_its_first_rows(
    tmp_path: Path, row: list[str | int], code: str
) -> None:
    """Whether it names a figure is told from so many; that it is not read is told anyhow."""
    before = [["x", "y"]] * (STRANGE_ROWS + HEADER_ROWS - (code == "x"))
    sheets: dict[str, Rows] = {"A": [["mã", "giá trị"], ["dem", 402]], "B": [*before, row]}
    found = read(tmp_path, xlsx(sheets))
    assert found.values == {"hcc dem 2025-09": "402"}
    expected = "passed-over" if code == "passed-over" else "missing-column"
    assert {p.code for p in found.problems if p.where.sheet == "B"} == {expected}


def test_a_fraction_split_off_into_any_column_is_no_number_of_its_own() -> None:
    found = read_file("mã,giá trị,nguồn\ntien,1234,5\n", "hcc", "2025-09")
    assert found.values == {}
    assert [problem.code for problem in found.problems] == ["ambiguous-number"]


@pytest.mark.parametrize("code", ["dem\u200b", "\ufeffdem", "DEM", "dem (hồ sơ)"])
def test_a_figure_s_code_or_name_as_it_is_pasted(code: str) -> None:
    found = read_file(f"mã;giá trị\n{code};12\n", "hcc", "2025-09")
    assert (found.said, found.values) == ([], {"hcc dem 2025-09": "12"})


@pytest.mark.parametrize("word", ["2", "lần 2", "Lần 2", "L2", " lan 2 "])
def test_a_revision_as_it_is_said(word: str) -> None:
    found = read_file(f"mã;giá trị;lần\ndem;12;{word}\n", "hcc", "2025-09")
    assert found.said == []
    assert [entry.revision for entry in found.ledger.entries.values()] == [2]


@pytest.mark.parametrize("head", ["mã,giá trị", "mã,T9/2025"])
def test_a_file_with_a_header_before_each_row_is_given_up_too(
    monkeypatch: pytest.MonkeyPatch, head: str
) -> None:
    monkeypatch.setattr(table, "FILE_PROBLEMS", 50)
    found = read_file(f"{head}\ndem,7\n" + f"{head}\nkhong_co,5\n" * 400, "hcc", "2025-09")
    assert found.values == {"hcc dem 2025-09": "7"}
    (last,) = [problem for problem in found.problems if problem.code == "too-many-problems"]
    assert len(found.problems) == 52
    assert last.where.line == 2 + 2 * 51


def test_a_file_of_many_sheets_is_given_up_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit of problems is one of a file, and each file's own; what was read before counts."""
    monkeypatch.setattr(table, "FILE_PROBLEMS", 50)
    head, wrong = ["mã", "giá trị"], [["khong_co", "5"]] * 20
    sheets: dict[str, Rows | str] = {f"S{number}": [head, *wrong] for number in range(1, 9)}
    read(tmp_path, xlsx({"A": [head, ["dem", "7"]], **sheets}), "2025-09/hcc.xlsx")
    found = read(tmp_path, xlsx({"A": [head, ["dem", "7"], *wrong]}), "2025-08/kt.xlsx")
    assert found.values == {"hcc dem 2025-09": "7", "kt dem 2025-08": "7"}
    given_up = [problem.where for problem in found.problems if problem.code == "too-many-problems"]
    assert [(where.path, where.sheet) for where in given_up] == [("2025-09/hcc.xlsx", "S3")]
    assert not [p for p in found.problems if p.where.sheet in ("S4", "S5", "S6", "S7", "S8")]
