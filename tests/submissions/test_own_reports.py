"""What cchc has written is no submission, whatever program has saved it again since."""

import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from building import period
from cases.running import PLAN, cchc, write
from cchc_cli.plan.load import load_plan
from cchc_cli.plan.terms import Plan
from cchc_cli.problems import Problem
from cchc_cli.submissions.own_reports import MARKED_ROWS, REPORT_MARK, is_own_file, is_own_row
from cchc_cli.submissions.read import Submissions, read_submissions
from cchc_cli.texts import text

SOFFICE = shutil.which("soffice")
FILES: dict[str, str | bytes] = {
    "2025-09/hcc.csv": "mã số liệu,giá trị\nda_tra,200\ndung_han,196\nhai_long,97\n",
    "2025-09/kt.csv": "mã số liệu,giá trị,ghi chú\ngiai_ngan,1600,ước cả tháng\n",
    "2025-10/hcc.csv": "mã số liệu,giá trị\nda_tra,210\n",
}
READ = ("csv", "txt", "xlsx")
"""The suffixes of reports that are read in DATA."""
edits_reports = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
"""openpyxl does not know all that a report holds."""


def plan() -> Plan:
    found, _ = load_plan(PLAN.read_bytes(), "plan.yaml")
    assert found is not None
    return found


@pytest.fixture(scope="module", params=["vi", "en"])
def reports(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with all that cchc writes of three submissions, in a language."""
    folder = tmp_path_factory.mktemp(request.param)
    data, out = write(folder / "data", FILES), folder / "out"
    (out / "returned").mkdir(parents=True)
    asked = ("--plan", PLAN, "--lang", request.param, "--quiet")
    for suffix in (*READ, "html", "md", "json"):
        cchc("evaluate", data, *asked, "--output", out / f"bc.{suffix}")
    for command in ("trend", "tasks"):
        for suffix in ("csv", "txt", "md", "json"):
            cchc(command, data, *asked[:4], "--output", out / f"{command}.{suffix}")
    cchc("diff", data, *asked[:4], "--period", "2025-10", "--against", "2025-09", "--output",
         out / "diff.txt")  # fmt: skip
    cchc("check", data, *asked, "--output", out / "check.txt")
    cchc("return", data, *asked[:4], "--output", out / "returned")
    return out


def read_as(tmp_path: Path, content: bytes, name: str) -> Submissions:
    """Read DATA with this one file, named after a unit in a period's folder."""
    return read_submissions(write(tmp_path, {f"2025-09/{name}": content}), plan())


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [f"{problem.where}: {problem.code}" for problem in problems]


@pytest.mark.parametrize(
    "name",
    ["bc.csv", "bc.txt", "bc.xlsx", "bc.html", "bc.md", "trend.csv", "trend.txt", "trend.md",
     "tasks.csv", "tasks.txt", "diff.txt", "check.txt", "returned/hcc-2025-10.txt", "bc.json",
     "trend.json", "tasks.json"],
)  # fmt: skip
def test_a_report_is_told_once_and_counts_for_nothing(
    tmp_path: Path, reports: Path, name: str
) -> None:
    suffix = {"html": "xls", "md": "txt", "json": "csv"}.get(
        name.rpartition(".")[2], name.rpartition(".")[2]
    )
    read = read_as(tmp_path, (reports / name).read_bytes(), f"hcc.{suffix}")
    assert codes(read.problems) == [f"2025-09/hcc.{suffix}: own-report"]
    assert not read.ledger.entries
    assert not read.ledger.rejected
    assert not read.digests, "a report would else change the SHA-256 of the next one"
    assert not read.units_by_file(), "else the warning would be sent to a unit"


def test_forms_are_no_reports(tmp_path: Path, reports: Path) -> None:
    form = next((reports / "returned").glob("hcc-*.xlsx"))
    read = read_submissions(write(tmp_path, {"hcc.xlsx": form.read_bytes()}), plan())
    assert "da_tra" in {slot.figure for slot in read.ledger.entries}
    assert not any(problem.code == "own-report" for problem in read.problems)


def test_beside_submissions_only_these_count(tmp_path: Path, reports: Path) -> None:
    corrected = {**FILES, "2025-09/hcc.csv": str(FILES["2025-09/hcc.csv"]).replace("196", "190")}
    data = write(tmp_path, corrected)
    alone = read_submissions(data, plan())
    for suffix in READ:
        (data / f"bao cao.{suffix}").write_bytes((reports / f"bc.{suffix}").read_bytes())
    read = read_submissions(data, plan())
    assert (read.ledger, read.digests) == (alone.ledger, alone.digests)
    assert [p.code for p in read.problems] == ["own-report"] * 3


@edits_reports
def test_a_sheet_of_an_office_in_the_same_workbook_is_read(tmp_path: Path, reports: Path) -> None:
    book = openpyxl.load_workbook(reports / "bc.xlsx")
    sheets = list(book.sheetnames)
    theirs = book.create_sheet("Biểu của đơn vị", 0)
    for row in (["mã số liệu", "giá trị"], ["da_tra", 7]):
        theirs.append(row)
    saved = io.BytesIO()
    book.save(saved)
    read = read_as(tmp_path, saved.getvalue(), "hcc.xlsx")
    (entry,) = read.ledger.entries.values()
    assert (entry.value, entry.slot.period) == (7, period("2025-09"))
    (problem,) = read.problems
    assert problem.message.values["sheets"] == sheets
    assert read.digests


@edits_reports
def test_a_sheet_of_notes_in_a_report_is_no_error(tmp_path: Path, reports: Path) -> None:
    book = openpyxl.load_workbook(reports / "bc.xlsx")
    book.create_sheet("Ghi chú", 0).append(["hỏi lại kế toán"])
    saved = io.BytesIO()
    book.save(saved)
    read = read_as(tmp_path, saved.getvalue(), "hcc.xlsx")
    assert codes(read.problems) == ["2025-09/hcc.xlsx: own-report"]


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_saved_again_by_another_program(tmp_path: Path, reports: Path) -> None:
    kinds = {"xlsx": "xlsx", "xls": "xls", "ods": "ods", "csv": "csv:Text - txt - csv (StarCalc):"
             "59,34,76,1,,0,false,true,false,false,false,-1"}  # fmt: skip
    for kind, saved_as in kinds.items():
        command = [str(SOFFICE), f"-env:UserInstallation={(tmp_path / 'lo').as_uri()}"]
        command += ["--headless", "--convert-to", saved_as, "--outdir", str(tmp_path / kind)]
        subprocess.run([*command, str(reports / "bc.xlsx")], capture_output=True, check=True,
                       timeout=120)  # fmt: skip
        saved = sorted((tmp_path / kind).iterdir())
        assert (len(saved) > 1) == (kind == "csv"), "a CSV file is written for each sheet"
        read = read_submissions(tmp_path / kind, plan())
        assert [problem.code for problem in read.problems] == ["own-report"] * len(saved), kind
        assert not read.ledger.entries


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_a_page_saved_again_by_another_program(tmp_path: Path, reports: Path) -> None:
    """Its mark in the head is gone then; what it ends in is still there."""
    for kind in ("html", "csv"):
        command = [str(SOFFICE), f"-env:UserInstallation={(tmp_path / 'lo').as_uri()}"]
        command += ["--headless", "--convert-to", kind, "--outdir", str(tmp_path / kind)]
        if kind == "csv":
            command.append("--infilter=HTML (StarCalc)")
        subprocess.run([*command, str(reports / "bc.html")], capture_output=True, check=True,
                       timeout=120)  # fmt: skip
        (saved,) = (tmp_path / kind).iterdir()
        read = read_as(tmp_path / f"as-{kind}", saved.read_bytes(), "hcc.xls")
        assert [problem.code for problem in read.problems] == ["own-report"], kind
        assert not read.ledger.entries


@edits_reports
def test_every_sheet_bears_the_mark_near_its_top(reports: Path) -> None:
    for sheet in openpyxl.load_workbook(reports / "bc.xlsx"):
        rows = sheet.iter_rows(max_row=MARKED_ROWS, values_only=True)
        assert any(is_own_row([str(cell or "") for cell in row]) for row in rows), sheet.title


@pytest.mark.parametrize(
    "row",
    [
        ["plan", "period", "unit", "figure", "value"],
        ["Kế hoạch", "Kỳ", "Đơn vị", "Mã số liệu", "Giá trị"],
        ["BÁO CÁO CCHC", "", "số liệu nộp tháng 9"],
        [f"đã xem {REPORT_MARK} của tháng trước"],
        ["plan", "verdict", "verdict_word"],
    ],
)
def test_a_table_of_an_office_is_no_report(row: list[str]) -> None:
    assert not is_own_row(row)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "mã số liệu,giá trị,ghi chú\nda_tra,200,theo báo cáo cchc\n",
        "kỳ,mã,giá trị\ncchc 9,da_tra,200\nSHA-256,x,1\n",
        "Kiểm tra số liệu đến kỳ tháng 9/2025\nmã số liệu,giá trị\nda_tra,200\n",
        "<table><tr><td>cchc<td>Báo cáo</table>",
        f"<table><tr><td>cchc 1.0</table><p>SHA-256 {'0' * 64}</p><table><tr><td>7</table>",
        '{"kỳ": "2025-09", "ghi chú": "cchc"}',
    ],
)
def test_a_file_of_an_office_is_no_report(content: str) -> None:
    assert not is_own_file(content.encode())


def test_where_nothing_else_is_there_nothing_was_submitted(tmp_path: Path, reports: Path) -> None:
    write(tmp_path, {"bc.xlsx": (reports / "bc.xlsx").read_bytes()})
    ended = cchc("check", tmp_path, "--plan", PLAN)
    assert (ended.code, ended.codes) == (5, {"own-report", "no-submissions"})
    assert text("chuyển tệp này ra ngoài thư mục số liệu").template in ended.out
