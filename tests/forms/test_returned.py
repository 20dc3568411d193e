"""Back to the office: whose a problem is, what the form and the message say, and nothing touched."""

import hashlib
import io
import json
from pathlib import Path

import openpyxl
import pytest

from cases.running import PLAN, Ended, cchc, write
from workbooks import Formula, Rows, xlsx

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
    assert "tệp 2025-09/kt.csv, dòng 2, cột 2: " in message(out, "kt")


def test_a_formula_without_a_result_goes_back_as_an_empty_cell(tmp_path: Path, out: Path) -> None:
    kt: Rows = [["mã số liệu", "giá trị"], ["giai_ngan", Formula("1+1")], ["khao_sat", "có"]]
    ended = give_back(tmp_path, {"2025-09/hcc.csv": GOOD, "2025-09/kt.xlsx": xlsx({"Biểu": kt})})
    assert ended.code == 3
    value, fill, revision, comment = rows(out, "kt")["giai_ngan"]
    assert (value, fill, revision) == (None, "F8B4B4", 2)
    assert comment is not None
    assert "ô là công thức chưa có kết quả" in comment


CONTRADICTING: dict[str, str | bytes] = {
    "2025-09/hcc.csv": GOOD,
    "2025-09/sửa/hcc.csv": "mã số liệu,giá trị\ndung_han,1196\nhai_long,97.004\n",
}
SEVERAL = (
    "đã nộp các giá trị khác nhau: 196 (tệp 2025-09/hcc.csv, dòng 3, cột 2); "
    "1196 (tệp 2025-09/sửa/hcc.csv, dòng 2, cột 2). Cách sửa: ghi giá trị đúng vào ô đỏ của biểu."
)


def test_a_figure_with_several_values_is_told_once_with_all_of_them(
    tmp_path: Path, out: Path
) -> None:
    assert give_back(tmp_path, CONTRADICTING).code == 3
    assert (
        "Nội dung cần sửa (2):\r\n"
        f"- Hồ sơ trả đúng hạn (mã dung_han): {SEVERAL}\r\n"
        "- Tỷ lệ hài lòng (mã hai_long): đã nộp các giá trị khác nhau: "
        "97 (tệp 2025-09/hcc.csv, dòng 4, cột 2); "
        "97,004 (tệp 2025-09/sửa/hcc.csv, dòng 3, cột 2). "
        "Cách sửa: ghi giá trị đúng vào ô đỏ của biểu.\r\n\r\n"
    ) in message(out, "hcc")
    assert rows(out, "hcc")["dung_han"] == (None, "F8B4B4", 2, SEVERAL)


def test_of_very_many_values_of_a_figure_the_first_are_told(tmp_path: Path, out: Path) -> None:
    more = "".join(f"dung_han,{value}\n" for value in range(100, 120))
    give_back(tmp_path, {"2025-09/hcc.csv": GOOD + more})
    said = message(out, "hcc")
    assert "108 (tệp 2025-09/hcc.csv, dòng 13, cột 2); … và 11 giá trị nữa. Cách sửa" in said
    assert "109 (" not in said


def test_a_task_with_several_values_is_told_once(tmp_path: Path, out: Path) -> None:
    tasks = PLAN.parent / "nhiem-vu.yaml"
    once = "mã số liệu,giá trị,ghi chú\nnv_1_1,xong,BC 1\nnv_1_1,60%,\n"
    give_back(tmp_path, {"2025-09/hcc.csv": once}, "--plan", str(tasks))
    assert (
        "(mã nv_1_1): đã nộp các giá trị khác nhau: hoàn thành (tệp 2025-09/hcc.csv, dòng 2, "
        "cột 2); đang thực hiện (60%) (tệp 2025-09/hcc.csv, dòng 3, cột 2). Cách sửa"
    ) in message(out, "hcc")
    assert rows(out, "hcc")["nv_1_1"][:3] == (None, "F8B4B4", 2)


def test_what_was_right_is_filled_in_with_the_next_revision(tmp_path: Path, out: Path) -> None:
    bad = GOOD.replace("196", "19x").replace("mã số liệu,giá trị", "mã số liệu,giá trị,lần")
    give_back(tmp_path, {"2025-09/hcc.csv": bad})
    found = rows(out, "hcc")
    assert found["da_tra"][:3] == (200, "FFFBE6", 2)
    assert found["hai_long"][:3] == (97, "FFFBE6", 2)


def test_an_estimate_goes_back_with_its_mark(tmp_path: Path, out: Path) -> None:
    """The form has no column of kinds; sent again as it is, it must not become an actual value."""
    head, *lines = GOOD.splitlines()
    kinds = [f"{head},loại", *(f"{line},ước" for line in lines)]
    give_back(tmp_path, {"2025-09/hcc.csv": "\n".join(kinds).replace("196", "19x") + "\n"})
    (tmp_path / "data" / "hcc lại.xlsx").write_bytes((out / "hcc-2025-09.xlsx").read_bytes())
    ended = cchc("evaluate", tmp_path / "data", "--plan", PLAN, "--format", "json", "--quiet")
    entries = [entry for r in json.loads(ended.out)["results"] for entry in r["entries"]]
    assert {(e["estimated"], e["revision"]) for e in entries} == {(True, 2)}
    book = openpyxl.load_workbook(out / "hcc-2025-09.xlsx")
    notes = {row[2].value: row[6].value for row in book["Biểu"].iter_rows(min_row=10)}
    assert notes["dung_han"] == "ước"


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


def test_a_question_ends_with_its_own_mark(tmp_path: Path, out: Path) -> None:
    give_back(tmp_path, {"2025-09/hcc.csv": GOOD + "hai_longg,5\n"})
    said = 'không có số liệu mã "hai_longg". Cách sửa: có phải là "hai_long"?\r\n'
    assert said in message(out, "hcc")


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


@pytest.mark.parametrize("units", [("kt",), ("hcc", "kt")])
def test_forms_with_earlier_rows_are_named_in_good_english(
    tmp_path: Path, out: Path, units: tuple[str, ...]
) -> None:
    kt = "mã số liệu,giá trị\ngiai_ngan,1600\nkhao_sat,có\n"
    late = {"hcc": GOOD, "kt": kt}
    given = {f"2025-10/{unit}.csv": rows for unit, rows in late.items()}
    given |= {f"2025-09/{unit}.csv": rows for unit, rows in late.items() if unit not in units}
    data = write(tmp_path / "data", given)
    asked = ("--plan", PLAN, "--period", "2025-10", "--lang", "en")
    ended = cchc("return", data, "--output", out, *asked)
    names = ", ".join(f"{unit}-2025-10.xlsx" for unit in units)
    assert (
        f"There are rows of earlier periods in {names}; when a form comes back, keep it outside "
        "the folders that are named after a period\n"
    ) in ended.err


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


def test_what_was_corrected_since_is_not_sent_back_again(tmp_path: Path, out: Path) -> None:
    kt = "mã số liệu,giá trị\ngiai_ngan,1.520\nkhao_sat,có\n"
    again = "mã số liệu,giá trị,lần\ngiai_ngan,1520,2\n"
    files: dict[str, str | bytes] = {"2025-09/hcc.csv": GOOD, "2025-09/kt.csv": kt}
    ended = give_back(tmp_path, {**files, "2025-09/nop lai/kt.csv": again})
    assert list(out.iterdir()) == []
    assert ended.code == 3, "what check says of the first file is still true"


def test_problems_of_nobody_are_said_to_whoever_runs_it(tmp_path: Path, out: Path) -> None:
    shared = "đơn vị,mã số liệu,giá trị\nhcc,da_tra,200\nkt,giai_ngan,1600\nxyz,da_tra,7\n"
    ended = give_back(tmp_path, {"2025-09/chung.csv": shared})
    assert "không rõ của đơn vị nào, chưa gửi cho ai:\n2025-09/chung.csv:4:1: lỗi" in ended.err
    for unit in ("hcc", "kt"):
        assert "xyz" not in message(out, unit)


def test_later_periods_are_left_alone(tmp_path: Path, out: Path) -> None:
    twice = "mã số liệu,giá trị\ngiai_ngan,1700\ngiai_ngan,1700\n"
    files: dict[str, str | bytes] = {
        "2025-09/hcc.csv": GOOD,
        "2025-09/kt.csv": "mã số liệu,giá trị\ngiai_ngan,1600\nkhao_sat,có\n",
        "2025-10/kt.csv": twice,
        "2025-10/hcc.csv": "a,b\n1,2\n",
    }
    give_back(tmp_path, files)
    assert list(out.iterdir()) == []


def test_a_value_that_may_be_of_two_periods_is_wrong_in_both(tmp_path: Path, out: Path) -> None:
    kt = "kỳ,mã số liệu,giá trị\n09/10/2025,giai_ngan,1600\n"
    data = write(tmp_path / "data", {"hcc.csv": "kỳ,mã số liệu,giá trị\n", "kt.csv": kt})
    cchc("return", data, "--output", out, "--plan", PLAN, "--period", "2025-10")
    book = openpyxl.load_workbook(out / "kt-2025-10.xlsx")
    states = {
        (row[0], row[2]): row[8]
        for row in book["Biểu"].iter_rows(min_row=10, values_only=True)
        if row[2]
    }
    assert states == {
        ("2025-09", "giai_ngan"): "sai, cần sửa",
        ("2025-09", "khao_sat"): "chưa có",
        ("2025-10", "giai_ngan"): "sai, cần sửa",
        ("2025-10", "khao_sat"): "chưa có",
    }
    words = (out / "kt-2025-10.txt").read_text("utf-8-sig")
    assert words.count("dòng 2, cột 1") == 1


def test_whoever_runs_it_is_told_where_rows_of_earlier_periods_belong(
    tmp_path: Path, out: Path
) -> None:
    data = write(tmp_path / "data", {"2025-10/hcc.csv": GOOD})
    ended = cchc("return", data, "--output", out, "--plan", PLAN, "--period", "2025-10")
    assert "kt-2025-10.xlsx có dòng của kỳ trước" in ended.err
    assert "ở ngoài các thư mục mang tên kỳ" in ended.err


def test_what_looks_wrong_is_sent_back_too(tmp_path: Path, out: Path) -> None:
    files: dict[str, str | bytes] = {
        f"2025-{month:02d}/hcc.csv": GOOD.replace("200", value)
        .replace("196", "40")
        .replace("97", f"9{month - 5}")
        for month, value in ((9, "100"), (10, "110"), (11, "105"), (12, "1050"))
    }
    data = write(tmp_path / "data", files)
    cchc("return", data, "--output", out, "--plan", PLAN, "--period", "2025-12")
    words = (out / "hcc-2025-12.txt").read_text("utf-8-sig")
    assert "Nội dung đề nghị kiểm tra lại (" in words
    assert "Hồ sơ đã trả kết quả (mã da_tra): tệp 2025-12/hcc.csv, dòng 2, cột 2" in words


def test_a_message_names_the_first_of_many_points(tmp_path: Path, out: Path) -> None:
    give_back(tmp_path, {"2025-09/kt.csv": GOOD.partition("\n")[0] + "\n" + "la_gi,5\n" * 40})
    words = message(out, "kt")
    assert "Nội dung cần sửa (40):" in words
    assert "… và 28 nội dung nữa, có đủ trong biểu gửi kèm." in words
    assert len(words) < 4000
    book = openpyxl.load_workbook(out / "kt-2025-09.xlsx")
    assert len(list(book["Lỗi khác"].iter_rows(min_row=3))) == 40


def test_the_office_is_not_sent_to_a_program_that_it_does_not_have(
    tmp_path: Path, out: Path
) -> None:
    give_back(tmp_path, {"2025-09/kt.csv": "mã số liệu,giá trị\nzzzz,5\n"})
    assert "cchc" not in message(out, "kt")
    assert "Cách sửa: xem các mã trên biểu gửi kèm." in message(out, "kt")


def test_a_place_in_a_workbook(tmp_path: Path, out: Path) -> None:
    cchc("template", "--plan", PLAN, "--period", "2025-09", "--output", out)
    for path in out.iterdir():
        book = openpyxl.load_workbook(path)
        book["Biểu"]["F10"] = "khoảng 200"
        (tmp_path / "data").mkdir(exist_ok=True)
        book.save(tmp_path / "data" / path.name)
        path.unlink()
    give_back(tmp_path, {})
    assert "tệp hcc-2025-09.xlsx, trang Biểu, ô F10: " in message(out, "hcc")
    assert rows(out, "hcc")["da_tra"][0] == "khoảng 200"


def test_a_folder_beside_a_single_file_is_not_in_it(tmp_path: Path) -> None:
    write(tmp_path, {"2025-09/hcc.csv": GOOD, "2025-09/back/x": ""})
    ended = cchc("return", tmp_path / "2025-09" / "hcc.csv", "--output",
                 tmp_path / "2025-09" / "back", *RETURN)  # fmt: skip
    assert ended.code == 5
    assert (tmp_path / "2025-09" / "back" / "kt-2025-09.xlsx").exists()


def test_previous_is_previous_to_the_date(tmp_path: Path, out: Path) -> None:
    data = write(tmp_path / "data", {"2025-09/hcc.csv": GOOD, "2025-11/hcc.csv": GOOD})
    cchc("return", data, "--output", out, "--plan", PLAN, "--period", "previous",
         "--date", "2025-10-03")  # fmt: skip
    assert sorted(path.name for path in out.iterdir()) == ["kt-2025-09.txt", "kt-2025-09.xlsx"]


def test_the_guide_quotes_the_message(tmp_path: Path, out: Path) -> None:
    root = Path(__file__).parents[2]
    example = root / "examples" / "thai_tan" / "data"
    cchc("return", example, "--output", out, "--period", "2025-09", "--date", "2025-10-03")
    said = (out / "vp-2025-09.txt").read_text("utf-8-sig")
    assert said in (root / "docs" / "huong-dan.md").read_text("utf-8")
