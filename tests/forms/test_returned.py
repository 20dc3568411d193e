"""Back to the office: whose a problem is, what the form and the message say, and nothing touched."""

import hashlib
import io
import json
from pathlib import Path

import openpyxl
import pytest

from cases.running import PLAN, Ended, cchc, write

GOOD = "mã số liệu,giá trị\nda_tra,200\ndung_han,196\nhai_long,97\n"
RETURN = ("--plan", PLAN, "--period", "2025-09", "--date", "2025-10-03")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "back").mkdir()
    return tmp_path / "back"


def give_back(tmp_path: Path, files: dict[str, str | bytes], *more: str) -> Ended:
    data = write(tmp_path / "data", files)
    return cchc("return", data, "--output", tmp_path / "back", *RETURN, *more)


def message(out: Path, unit: str) -> str:
    raw = (out / f"{unit}-2025-09.txt").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    return raw.decode("utf-8-sig")


def rows(out: Path, unit: str) -> dict[str, tuple[object, str, object, str | None]]:
    """Return the form's rows by figure: value, fill, revision, comment."""
    book = openpyxl.load_workbook(io.BytesIO((out / f"{unit}-2025-09.xlsx").read_bytes()))
    sheet = book["Biểu"]
    found: dict[str, tuple[object, str, object, str | None]] = {}
    for row in sheet.iter_rows(min_row=10):
        if row[2].value:
            comment = row[5].comment.text if row[5].comment else None
            found[str(row[2].value)] = (
                row[5].value, row[5].fill.start_color.rgb[2:], row[7].value, comment,
            )  # fmt: skip
    return found


def test_only_units_with_something_to_do_get_anything(tmp_path: Path, out: Path) -> None:
    ended = give_back(tmp_path, {"2025-09/hcc.csv": GOOD})
    assert ended.code == 5
    assert sorted(path.name for path in out.iterdir()) == ["kt-2025-09.txt", "kt-2025-09.xlsx"]
    words = message(out, "kt")
    assert words.startswith("Kính gửi: Phòng Kinh tế\r\n")
    assert "Số liệu chưa nhận được (2):\r\n- Vốn đã giải ngân (mã giai_ngan)" in words
    assert "trước hết ngày 05/10/2025" in words


def test_nothing_to_send_back(tmp_path: Path, out: Path) -> None:
    kt = "mã số liệu,giá trị\ngiai_ngan,1600\nkhao_sat,có\n"
    ended = give_back(tmp_path, {"2025-09/hcc.csv": GOOD, "2025-09/kt.csv": kt})
    assert (ended.code, list(out.iterdir())) == (0, [])
    assert "không đơn vị nào thiếu hay sai" in ended.err


def test_a_wrong_cell_is_coloured_and_says_cause_and_cure(tmp_path: Path, out: Path) -> None:
    kt = "mã số liệu,giá trị,ghi chú\ngiai_ngan,1.520,sổ chi\n"
    ended = give_back(tmp_path, {"2025-09/hcc.csv": GOOD, "2025-09/kt.csv": kt})
    assert ended.code == 3
    found = rows(out, "kt")
    value, fill, revision, comment = found["giai_ngan"]
    assert (value, fill, revision) == ("1.520", "F8B4B4", 2)
    assert comment is not None
    assert "có thể là 1520 hoặc 1,520" in comment
    assert "viết 1520 hoặc 1520,0" in comment
    assert found["khao_sat"] == (None, "FFE08A", None, "Chưa nộp giá trị này.")
    assert "2025-09/kt.csv:2:2" in message(out, "kt")


def test_what_was_right_is_filled_in_with_the_next_revision(tmp_path: Path, out: Path) -> None:
    bad = GOOD.replace("196", "19x").replace("mã số liệu,giá trị", "mã số liệu,giá trị,lần")
    give_back(tmp_path, {"2025-09/hcc.csv": bad})
    found = rows(out, "hcc")
    assert found["da_tra"][:3] == (200, "FFFBE6", 2)
    assert found["hai_long"][:3] == (97, "FFFBE6", 2)


def test_a_form_sent_back_corrected_counts_before_what_was_wrong(tmp_path: Path, out: Path) -> None:
    give_back(tmp_path, {"2025-09/hcc.csv": GOOD.replace("196", "19x")})
    path = out / "hcc-2025-09.xlsx"
    book = openpyxl.load_workbook(path)
    for row in book["Biểu"].iter_rows(min_row=10):
        if row[2].value == "dung_han":
            row[5].value = 196
    book.save(tmp_path / "data" / "hcc nộp lại.xlsx")
    ended = cchc("evaluate", tmp_path / "data", "--plan", PLAN, "--format", "json", "--quiet")
    (target, *_) = json.loads(ended.out)["results"]
    assert (target["verdict"], target["part"]) == ("met", 196)
    assert target["entries"][0]["revision"] == 2


def test_a_problem_of_no_row_is_listed(tmp_path: Path, out: Path) -> None:
    give_back(tmp_path, {"2025-09/hcc.csv": GOOD + "la_gi,5\n"})
    assert 'không có số liệu mã "la_gi"' in message(out, "hcc")
    book = openpyxl.load_workbook(out / "hcc-2025-09.xlsx")
    assert "la_gi" in str(book["Lỗi khác"]["B3"].value)


def test_a_file_that_cannot_be_read_is_its_unit_s(tmp_path: Path, out: Path) -> None:
    give_back(tmp_path, {"2025-09/hcc.csv": GOOD, "2025-09/kt.xlsx": b"PK\x03\x04xl/workbook"})
    assert "bị hỏng hoặc chép chưa hết" in message(out, "kt")


def test_a_row_of_a_shared_file_goes_to_the_unit_it_names(tmp_path: Path, out: Path) -> None:
    shared = (
        "đơn vị,mã số liệu,giá trị\nhcc,da_tra,200\nhcc,dung_han,196\nhcc,hai_long,97\n"
        "kt,giai_ngan,1600\nkt,khao_sat,có\nkt,la_gi,5\n"
    )
    give_back(tmp_path, {"2025-09/chung.csv": shared})
    assert sorted(path.name for path in out.iterdir()) == ["kt-2025-09.txt", "kt-2025-09.xlsx"]


def test_what_an_earlier_period_lacks_is_asked_for_too(tmp_path: Path, out: Path) -> None:
    write(tmp_path / "data", {"2025-10/hcc.csv": GOOD})
    cchc("return", tmp_path / "data", "--output", out, "--plan", PLAN, "--period", "2025-10")
    words = (out / "hcc-2025-10.txt").read_text("utf-8-sig")
    assert "Hồ sơ đã trả kết quả (mã da_tra), tháng 9/2025" in words


def test_a_deadline_that_has_passed_is_said_courteously(tmp_path: Path, out: Path) -> None:
    give_back(tmp_path, {"2025-09/hcc.csv": GOOD}, "--date", "2025-10-06")
    assert "sớm nhất có thể, vì hạn nộp là ngày 05/10/2025 đã qua" in message(out, "kt")


def _digest(folder: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_nothing_in_data_is_changed(tmp_path: Path, out: Path) -> None:
    write(tmp_path / "data", {"2025-09/hcc.csv": GOOD, "2025-09/kt.csv": "a,b\n"})
    before = _digest(tmp_path / "data")
    give_back(tmp_path, {})
    assert _digest(tmp_path / "data") == before


def test_the_folder_must_lie_outside_data(tmp_path: Path, out: Path) -> None:
    data = write(tmp_path / "data", {"2025-09/hcc.csv": GOOD})
    (tmp_path / "link").symlink_to(data / "2025-09")
    for folder in (data, data / "2025-09", tmp_path / "link"):
        assert cchc("return", data, "--output", folder, *RETURN).code == 2


def test_forms_are_never_written_over(tmp_path: Path, out: Path) -> None:
    give_back(tmp_path, {"2025-09/hcc.csv": GOOD})
    (out / "kt-2025-09.xlsx").write_bytes(b"filled in")
    (out / "kt-2025-09.txt").unlink()
    assert give_back(tmp_path, {}).code == 74
    assert sorted(path.name for path in out.iterdir()) == ["kt-2025-09.xlsx"]
    assert give_back(tmp_path, {}, "--force").code == 5
    assert (out / "kt-2025-09.xlsx").read_bytes() != b"filled in"


def test_bytes_repeat(tmp_path: Path, out: Path) -> None:
    give_back(tmp_path, {"2025-09/hcc.csv": GOOD})
    before = _digest(out)
    give_back(tmp_path, {}, "--force")
    assert _digest(out) == before
