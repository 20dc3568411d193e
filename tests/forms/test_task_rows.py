"""Tasks on forms: asked for beside the figures, until they are done; and sent back like these."""

from pathlib import Path

import openpyxl
import pytest

from cases.running import CASES, Ended, cchc, write
from forms.test_template import rows

PLAN = CASES / "nhiem-vu.yaml"
HEAD = "mã số liệu,giá trị,ghi chú\n"
SEPTEMBER = {
    "2025-09/hcc.csv": HEAD + "da_tra,200,\ndung_han,196,\nhai_long,97,\n"
    "nv_1_1,hoàn thành,BC 12/BC-UBND\nnv_1_2,hoàn thành,tin trên cổng\n",
    "2025-09/kt.csv": HEAD + "giai_ngan,1600,\nkhao_sat,có,\nnv_2_1,40%,\n",
}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def template(out: Path, at: str, *more: str | Path) -> Ended:
    return cchc("template", "--plan", PLAN, "--period", at, "--output", out, *more)


def codes(path: Path) -> list[object]:
    return [row[2] for row in rows(path)[1:]]


def test_tasks_follow_the_figures_under_a_line_of_their_own(out: Path) -> None:
    assert template(out, "2025-10").code == 0
    assert codes(out / "hcc-2025-10.xlsx") == ["da_tra", "dung_han", "hai_long", "nv_1_1", "nv_1_2"]
    sheet = openpyxl.load_workbook(out / "kt-2025-10.xlsx").worksheets[0]
    table = [[cell.value for cell in row[:6]] for row in sheet.iter_rows(min_row=12, max_row=13)]
    assert table[0][0] == "NHIỆM VỤ: ghi tiến độ đến ngày cuối kỳ (xem trang Hướng dẫn)"
    assert table[1] == ["2025-10", "kt", "nv_2_1", "Báo cáo năm", "tiến độ", None]
    (rule,) = (r for r in sheet.data_validations.dataValidation if "F13" in str(r.sqref))
    assert rule.formula1 == '"chưa thực hiện,đang thực hiện,hoàn thành"'
    assert rule.errorStyle == "information", "a percentage may be typed too"
    assert sheet["F13"].number_format == "@"
    assert not sheet["F13"].protection.locked


def test_what_is_done_is_not_asked_for_again_but_what_recurs_is(tmp_path: Path, out: Path) -> None:
    data = write(tmp_path / "data", SEPTEMBER)
    assert template(out, "2025-10", "--data", data).code == 0
    assert codes(out / "hcc-2025-10.xlsx") == ["da_tra", "dung_han", "hai_long", "nv_1_2"]
    shown = {row[2]: row[8] for row in rows(out / "kt-2025-10.xlsx")[1:]}
    assert shown["nv_2_1"] == "40% (09/2025)"
    again = template(out, "2025-09", "--data", data)
    assert again.code == 0
    assert "nv_1_1" in codes(out / "hcc-2025-09.xlsx"), "the period's own form still has it"


def test_a_task_whose_later_report_was_unreadable_is_asked_for_again(
    tmp_path: Path, out: Path
) -> None:
    later = {"2025-10/hcc.csv": HEAD + "nv_1_1,chưa hoàn thành,\n"}
    data = write(tmp_path / "data", {**SEPTEMBER, **later})
    template(out, "2025-11", "--data", data)
    assert "nv_1_1" in codes(out / "hcc-2025-11.xlsx")


def test_the_hint_names_the_product(out: Path) -> None:
    template(out, "2025-10")
    sheet = openpyxl.load_workbook(out / "hcc-2025-10.xlsx").worksheets[0]
    prompts = {str(rule.sqref): rule.prompt for rule in sheet.data_validations.dataValidation}
    assert prompts["F14"].startswith("Sản phẩm: Báo cáo rà soát. Chọn trong danh sách")
    assert all(len(prompt or "") <= 255 for prompt in prompts.values())


def test_a_wrong_and_a_missing_progress_go_back(tmp_path: Path, out: Path) -> None:
    wrong = SEPTEMBER["2025-09/hcc.csv"].replace("nv_1_1,hoàn thành,", "nv_1_1,chưa hoàn thành,")
    wrong = wrong.replace("nv_1_2,hoàn thành,tin trên cổng\n", "")
    data = write(tmp_path / "data", {**SEPTEMBER, "2025-09/hcc.csv": wrong})
    ended = cchc("return", data, "--output", out, "--plan", PLAN, "--date", "2025-10-03")
    assert ended.code == 3
    assert sorted(path.name for path in out.iterdir()) == ["hcc-2025-09.txt", "hcc-2025-09.xlsx"]
    found = {row[2]: row[5:9] for row in rows(out / "hcc-2025-09.xlsx")[1:]}
    assert found["nv_1_1"] == ["chưa hoàn thành", "BC 12/BC-UBND", 2, "sai, cần sửa"]
    assert found["nv_1_2"] == [None, None, None, "chưa có"]
    said = (out / "hcc-2025-09.txt").read_text("utf-8-sig")
    assert "Nhiệm vụ chưa báo cáo tiến độ (1):\n- Công khai kết quả hằng tháng (mã nv_1_2)" in said
    assert "Rà soát thủ tục hành chính (mã nv_1_1): tệp 2025-09/hcc.csv, dòng 5, cột 2: " in said


def test_what_was_reported_before_is_not_missing(tmp_path: Path, out: Path) -> None:
    later = {
        "2025-10/hcc.csv": SEPTEMBER["2025-09/hcc.csv"].replace("196", "195"),
        "2025-10/kt.csv": HEAD + "giai_ngan,1700,\nkhao_sat,có,\n",
    }
    data = write(tmp_path / "data", {**SEPTEMBER, **later})
    ended = cchc("return", data, "--output", out, "--plan", PLAN, "--date", "2025-11-03")
    assert (ended.code, list(out.iterdir())) == (0, [])


def test_a_quarter_s_task_reported_within_the_quarter_is_not_missing(
    tmp_path: Path, out: Path
) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        PLAN.read_text("utf-8").replace("recurring: month", "recurring: quarter"), "utf-8"
    )
    october = SEPTEMBER["2025-09/hcc.csv"].replace("200,", "300,").replace("196,", "290,")
    december = october.replace("300,", "280,").replace("290,", "270,").partition("nv_1_1")[0]
    months = {
        f"2025-{month}/{unit}.csv": content
        for month, hcc in (
            ("09", SEPTEMBER["2025-09/hcc.csv"]),
            ("10", october),
            ("11", december),
            ("12", december.replace("280", "279")),
        )
        for unit, content in (("hcc", hcc), ("kt", HEAD + f"giai_ngan,16{month},\nkhao_sat,có,\n"))
    }
    months["2025-12/kt.csv"] += "nv_2_1,hoàn thành,BC 1\n"
    data = write(tmp_path / "data", months)
    args = ("--plan", plan, "--period", "2025-12", "--date", "2026-01-03")
    ended = cchc("return", data, "--output", out, *args)
    assert "nv_1_2" not in ended.err
    assert [path.name for path in out.iterdir() if "hcc" in path.name] == []


def test_a_quarter_s_task_is_not_asked_for_before_its_quarter_ends(
    tmp_path: Path, out: Path
) -> None:
    plan = tmp_path / "plan.yaml"
    words = PLAN.read_text("utf-8").replace("first: 2025-09", "first: 2025-07")
    plan.write_text(words.replace("recurring: month", "recurring: quarter"), "utf-8")
    july = {name.replace("2025-09", "2025-07"): rows for name, rows in SEPTEMBER.items()}
    july["2025-07/hcc.csv"] = july["2025-07/hcc.csv"].partition("nv_1_2")[0]
    data = write(tmp_path / "data", july)
    asked = ("--plan", plan, "--period", "2025-07", "--date", "2025-08-03")
    ended = cchc("return", data, "--output", out, *asked)
    assert (ended.code, list(out.iterdir())) == (0, [])
    ended = cchc("tasks", data, "--plan", plan, "--period", "2025-07")
    assert (ended.code, "Nhiệm vụ chưa báo cáo" in ended.out) == (0, False)
    assert "chưa báo cáo" not in cchc("check", data, *asked).out


def test_done_without_evidence_goes_back_in_doubt(tmp_path: Path, out: Path) -> None:
    bare = SEPTEMBER["2025-09/hcc.csv"].replace("nv_1_2,hoàn thành,tin trên cổng", "nv_1_2,xong,")
    data = write(tmp_path / "data", {**SEPTEMBER, "2025-09/hcc.csv": bare})
    ended = cchc("return", data, "--output", out, "--plan", PLAN, "--date", "2025-10-03")
    assert ended.code == 0
    found = {row[2]: row[5:9] for row in rows(out / "hcc-2025-09.xlsx")[1:]}
    assert found["nv_1_2"] == ["hoàn thành", None, 2, "xem lại"]


def test_the_desk_names_the_tasks_of_which_nothing_is_known(tmp_path: Path) -> None:
    silent = SEPTEMBER["2025-09/hcc.csv"].replace("nv_1_1,hoàn thành,BC 12/BC-UBND\n", "")
    silent = silent.replace("nv_1_2,hoàn thành,", "nv_1_2,gần xong,")
    data = write(tmp_path / "data", {**SEPTEMBER, "2025-09/hcc.csv": silent})
    ended = cchc("check", data, "--plan", PLAN, "--date", "2025-10-03")
    assert ended.code == 3
    assert (
        "Trung tâm phục vụ hành chính công (hcc)\n"
        "    Nhiệm vụ chưa báo cáo tiến độ: 1\n"
        "      - nv_1_1: Rà soát thủ tục hành chính\n"
        "    Nhiệm vụ báo cáo có lỗi, cần sửa: 1\n"
        "      - nv_1_2: Công khai kết quả hằng tháng\n"
    ) in ended.out
    assert "✓ 3/3" in ended.out, "tasks are no figures"


def test_the_desk_and_the_letter_count_tasks_in_the_same_way(tmp_path: Path, out: Path) -> None:
    """Of a monthly task two months may lack, and a third be wrong."""
    months = {
        f"2025-{month}/{unit}": rows
        for month in ("09", "10", "11")
        for unit, rows in (
            ("hcc.csv", SEPTEMBER["2025-09/hcc.csv"].partition("nv_1_1")[0]),
            ("kt.csv", HEAD + "giai_ngan,1600,\nkhao_sat,có,\n"),
        )
    }
    months["2025-10/hcc.csv"] += "nv_1_2,gần xong,\n"
    data = write(tmp_path / "data", months)
    asked = ("--plan", PLAN, "--period", "2025-11", "--date", "2025-12-03")
    desk = cchc("check", data, *asked).out
    assert (
        "    Nhiệm vụ chưa báo cáo tiến độ: 2\n"
        "      - nv_1_1: Rà soát thủ tục hành chính\n"
        "      - nv_1_2: Công khai kết quả hằng tháng\n"
        "    Nhiệm vụ báo cáo có lỗi, cần sửa: 1\n"
        "      - nv_1_2: Công khai kết quả hằng tháng\n"
    ) in desk
    cchc("return", data, "--output", out, *asked)
    assert (
        "Nhiệm vụ chưa báo cáo tiến độ (2):\n"
        "- Rà soát thủ tục hành chính (mã nv_1_1)\n"
        "- Công khai kết quả hằng tháng (mã nv_1_2), tháng 9/2025, tháng 11/2025\n\n"
    ) in (out / "hcc-2025-11.txt").read_text("utf-8-sig")


def test_the_desk_tells_what_progress_was_sent_again(tmp_path: Path) -> None:
    again = "đơn vị,mã,giá trị,ghi chú,lần\nhcc,nv_1_1,đang thực hiện,,2\nhcc,nv_1_2,xong,BC 9,2\n"
    data = write(tmp_path / "data", {**SEPTEMBER, "2025-09/nộp lại.csv": again})
    shown = cchc("check", data, "--plan", PLAN, "--date", "2025-10-03").out
    assert "✓ 3/3 ↻" in shown
    assert (
        "    09/2025: nộp lại 2 nhiệm vụ; tiến độ đổi: nv_1_1 hoàn thành → đang thực hiện\n"
    ) in shown
