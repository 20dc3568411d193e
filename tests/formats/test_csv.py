"""The report as CSV: columns, exact numbers, and cells that no spreadsheet computes."""

import csv
import re
from fractions import Fraction
from pathlib import Path

import pytest

from cases.running import cchc
from cchc_cli.formats import task_data
from cchc_cli.formats.csv import COLUMNS, harmless, written
from test_examples import EXAMPLE

DOCUMENT = Path(__file__).parents[2] / "docs" / "csv.md"
DATA = EXAMPLE / "data"


def rows_of(*options: str) -> list[dict[str, str]]:
    ended = cchc("evaluate", DATA, "--format", "csv", "--quiet", *options)
    assert ended.stdout.startswith(b"\xef\xbb\xbfplan,period,")
    return list(csv.DictReader(ended.stdout.decode("utf-8-sig").splitlines(), strict=True))


def test_a_row_whole() -> None:
    row = next(row for row in rows_of("--period", "2025-09") if row["target"] == "3.5b")
    assert row == {
        "plan": "thai_tan_2025h2",
        "period": "2025-09",
        "section": "3",
        "target": "3.5b",
        "clause": "II.3.a.5",
        "name": "Giao dịch thanh toán được thực hiện trực tuyến",
        "lead": "hcc",
        "op": ">=",
        "bound": "60",
        "percent": "true",
        "value": "55.58359621451104",
        "period_value": "58.48056537102474",
        "part": "881",
        "whole": "1585",
        "provisional": "false",
        "verdict": "missed",
        "verdict_word": "KHÔNG ĐẠT",
        "due": "",
        "change": "up",
        "difference": row["difference"],
        "since": "↑ 1,61 điểm %",
        "missing": "0",
        "note": row["note"],
        "estimated": "false",
    }
    assert float(row["difference"]) == pytest.approx(1.61, abs=0.005)


def test_tasks_have_no_numbers() -> None:
    row = next(row for row in rows_of("--period", "2025-09") if row["target"] == "2.3a")
    empty = ("op", "bound", "percent", "value", "period_value", "part", "whole")
    assert [row[name] for name in empty] == [""] * 7
    assert row["due"] == "2025-12"


def test_what_is_missing_is_counted_and_notes_stand_once() -> None:
    rows = {row["target"]: row for row in rows_of("--period", "2025-09")}
    assert (rows["2.1"]["missing"], rows["2.1"]["provisional"]) == ("2", "true")
    assert all(
        len(notes) == len(set(notes))
        for row in rows.values()
        if (notes := row["note"].split(" | "))
    )


def test_filters_and_language() -> None:
    rows = rows_of("--section", "6", "--lang", "en")
    assert {row["section"] for row in rows} == {"6"}
    assert {row["verdict_word"] for row in rows} <= {"MET", "MISSED", "PENDING"}


def test_the_document_lists_the_columns() -> None:
    listed = re.findall(r"(?m)^\| `(\w+)` \|", DOCUMENT.read_text("utf-8"))
    assert tuple(listed) == (*COLUMNS, *task_data.COLUMNS)


# Cells


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (None, ""),
        (True, "true"),
        (3, "3"),
        (Fraction(-5), "-5"),
        (Fraction(1, 3), "0.3333333333333333"),
        ("a,b", '"a,b"'),
        ('a"b', '"a""b"'),
        ("hai\ndòng", '"hai\ndòng"'),
        ("=1+1", "'=1+1"),
    ],
)
def test_a_cell(cell: str | bool | int | Fraction | None, shown: str) -> None:
    assert written(["c", "d"], [[cell, "x"]]) == f"\ufeffc,d\r\n{shown},x\r\n"


@pytest.mark.parametrize(
    "words",
    ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "  =1", "\u00a0=1", "\u3164=1", "\u200b=1", "\ufe0f=1",
     "＝1", "－a", "\t1", "\r1", "\n1", "-5 hồ sơ", "=-5", "- a", "=="],
)  # fmt: skip
def test_a_formula_becomes_text(words: str) -> None:
    assert harmless(words) == f"'{words}"


@pytest.mark.parametrize(
    "words", ["", "a=1", "-5", "+84", "-1.234,5", "-5%", "=", "-", "– a", "'=1", "Đạt", "…", " a"]
)
def test_other_words_stay(words: str) -> None:
    assert harmless(words) == words


# Never among the submissions


@pytest.mark.parametrize(
    "name", ["bc.csv", "bc.txt", "2025-09/bc.CSV", "hcc.xlsx", "./bc.tsv", "chot-2025-09.json"]
)
def test_a_report_that_would_be_read_as_a_submission_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "data" / "2025-09").mkdir(parents=True)
    ended = cchc("evaluate", "data", "--format", "csv", "--output", f"data/{name}", cwd=tmp_path)
    assert ended.code == 2
    assert "nằm trong thư mục số liệu" in ended.err
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_one_file_that_is_data_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "hcc.dat").write_text("kỳ,mã,giá trị\n")
    call = ("evaluate", "hcc.dat", "--format", "csv", "--output")
    assert cchc(*call, "hcc.dat", cwd=tmp_path).code == 2
    assert cchc(*call, "hcc.csv", cwd=tmp_path).code != 2


@pytest.mark.parametrize("name", ["bc.csv", "data/.bc.csv", "data/bc.md", "data2/bc.csv"])
def test_other_places_are_fine(tmp_path: Path, name: str) -> None:
    for folder in ("data", "data2"):
        (tmp_path / folder).mkdir()
    ended = cchc(
        "evaluate", "data", "--format", "csv", "--output", name, "--exit-zero", cwd=tmp_path
    )
    assert ended.code == 0
    assert (tmp_path / name).exists()


def test_a_report_laid_among_the_submissions_by_hand_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    assert cchc("evaluate", DATA, "--output", "bc.csv", "--quiet", cwd=tmp_path).code == 1
    (tmp_path / "bc.csv").rename(tmp_path / "data" / "bc.csv")
    ended = cchc("evaluate", "data", cwd=tmp_path)
    assert (ended.code, ended.codes) == (5, {"own-report", "no-submissions"})
    assert "bc.csv" in ended.err
