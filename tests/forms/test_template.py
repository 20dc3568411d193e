"""Forms out: which figures whom, named how, never over a form that is there."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from cases.running import PLAN, Ended, cchc, write
from cchc_cli.locale import LANGUAGES

PERIOD = ("--plan", PLAN, "--period", "2025-10")
DATA = {
    "2025-09/hcc.csv": "mã số liệu,giá trị\nda_tra,200\ndung_han,196\nhai_long,96.5\n",
    "2025-09/kt.csv": "mã số liệu,giá trị\ngiai_ngan,1600\nkhao_sat,chưa\n",
    "2025-11/kt.csv": "mã số liệu,giá trị\ngiai_ngan,2600\n",
}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "bieu").mkdir()
    return tmp_path / "bieu"


def template(out: Path, *more: str | Path) -> Ended:
    return cchc("template", "--output", out, *PERIOD, *more)


def rows(path: Path) -> list[list[object]]:
    """Return the rows of a form's table."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    table: list[list[object]] = [list(row) for row in sheet.iter_rows(min_row=9, values_only=True)]
    return [row for row in table if row[2]]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_each_unit_gets_exactly_what_it_owes(out: Path) -> None:
    ended = template(out)
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == f"đã ghi 2 tệp vào {out}: hcc-2025-10.xlsx, kt-2025-10.xlsx\n"
    assert rows(out / "kt-2025-10.xlsx") == [
        ["Kỳ", "Mã đơn vị", "Mã số liệu", "Tên số liệu", "ĐVT", "Giá trị", "Ghi chú", "Lần"],
        ["2025-10", "kt", "giai_ngan", "Vốn đã giải ngân", "triệu đồng", None, None, None],
        ["2025-10", "kt", "khao_sat", "Đã khảo sát doanh nghiệp", "có/chưa", None, None, None],
    ]


def test_a_figure_of_the_quarter_is_on_the_quarter_s_form_alone(tmp_path: Path, out: Path) -> None:
    quarterly = PLAN.read_text("utf-8").replace(
        "type: yes_no, reported_by: [kt]", "type: yes_no, every: quarter, reported_by: [kt]"
    )
    plan = tmp_path / "plan.yaml"
    plan.write_text(quarterly, "utf-8")
    for period, figures in (("2025-10", ["giai_ngan"]), ("2025-12", ["giai_ngan", "khao_sat"])):
        cchc("template", "--output", out, "--plan", plan, "--period", period)
        assert [row[2] for row in rows(out / f"kt-{period}.xlsx")[1:]] == figures


def test_a_unit_that_owes_nothing_is_said_to(out: Path) -> None:
    ended = cchc("template", "--output", out, "--period", "2025-10")
    assert ended.err.startswith(
        "không phải nộp số liệu nào kỳ 2025-10: Trung tâm Văn hoá – Thể thao và truyền thông\n"
    )
    assert not list(out.glob("ttvh*"))


def test_some_units_alone_by_any_of_their_names(out: Path) -> None:
    assert template(out, "--unit", "TTPVHCC", "--unit", "hcc").code == 0
    assert names(out) == ["hcc-2025-10.xlsx"]
    assert template(out, "--unit", "hc").code == 2


def test_a_form_that_is_there_is_never_written_over(out: Path) -> None:
    (out / "kt-2025-10.xlsx").write_bytes(b"filled in")
    ended = template(out)
    assert (ended.code, names(out)) == (74, ["kt-2025-10.xlsx"])
    assert "đã có: kt-2025-10.xlsx" in ended.err
    assert "--force" in ended.err
    assert (out / "kt-2025-10.xlsx").read_bytes() == b"filled in"
    assert template(out, "--force").code == 0
    assert (out / "kt-2025-10.xlsx").read_bytes() != b"filled in"


def test_a_link_that_leads_nowhere_is_there_too(tmp_path: Path, out: Path) -> None:
    (out / "kt-2025-10.xlsx").symlink_to(tmp_path / "gone.xlsx")
    assert template(out).code == 74
    assert not (tmp_path / "gone.xlsx").exists()


@pytest.mark.parametrize("folder", ["none", "x" * 300])
def test_the_folder_must_be_there(tmp_path: Path, folder: str) -> None:
    ended = template(tmp_path / folder)
    assert ended.code == 74
    assert "không ghi được biểu vào" in ended.err
    assert "tạo thư mục trước" in ended.err
    assert "báo cáo" not in ended.err


@pytest.mark.parametrize("command", [("template",), ("return", "data")])
def test_a_file_is_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"some.txt": "kept", **{f"data/{name}": rows for name, rows in DATA.items()}})
    ended = cchc(*command, "--output", "some.txt", *PERIOD)
    assert ended.code == 74
    assert ended.err == (
        "cchc: không ghi được biểu vào some.txt: đây là tệp, không phải thư mục\n"
        "    Cách sửa: ghi tên một thư mục có sẵn cho --output\n"
    )
    assert Path("some.txt").read_text("utf-8") == "kept"


@pytest.mark.parametrize(
    "wrong",
    [("--period", "latest"), ("--period", "2026-01"), ("--format", "ods"), ("--deadline", "32"),
     ("--data", "none")],
)  # fmt: skip
def test_wrong_calls(out: Path, wrong: tuple[str, str]) -> None:
    assert (template(out, *wrong).code, names(out)) == (2, [])


def test_stocks_show_their_latest_value_before_the_period(tmp_path: Path, out: Path) -> None:
    data = write(tmp_path / "data", DATA)
    assert template(out, "--data", data).code == 0
    found = {row[2]: row[8] for name in names(out) for row in rows(out / name)}
    assert found == {
        "Mã số liệu": "Đã báo cáo gần nhất",
        "da_tra": None,
        "dung_han": None,
        "hai_long": "96,5 (09/2025)",
        "giai_ngan": "1.600 (09/2025)",
        "khao_sat": None,
    }


def test_in_english_the_latest_value_is_written_the_english_way(tmp_path: Path, out: Path) -> None:
    data = write(tmp_path / "data", DATA)
    assert template(out, "--data", data, "--lang", "en").code == 0
    found = {row[2]: row[8] for name in names(out) for row in rows(out / name)}
    assert found["hai_long"] == "96.5 (09/2025)"
    assert found["giai_ngan"] == "1,600 (09/2025)"


def test_delimited_text(tmp_path: Path, out: Path) -> None:
    data = write(tmp_path / "data", DATA)
    assert template(out, "--unit", "kt", "--format", "csv", "--data", data).code == 0
    raw = (out / "kt-2025-10.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n") == 3
    assert list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))[1:] == [
        ["T10/2025", "kt", "giai_ngan", "Vốn đã giải ngân", "triệu đồng", "", "", "",
         "1.600 (09/2025)"],
        ["T10/2025", "kt", "khao_sat", "Đã khảo sát doanh nghiệp", "có/chưa", "", "", "", ""],
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_bytes_repeat(tmp_path: Path, out: Path, kind: str, language: str) -> None:
    again = tmp_path / "lai"
    again.mkdir()
    for folder in (out, again):
        assert template(folder, "--format", kind, "--lang", language).code == 0
    assert [p.read_bytes() for p in sorted(out.iterdir())] == [
        p.read_bytes() for p in sorted(again.iterdir())
    ]
