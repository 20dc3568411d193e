"""What stands beside, above and around values, and speaks against them: never without a word."""

from pathlib import Path

import pytest

from building import Found, read_file
from cchc_cli.plan.load import load_plan
from cchc_cli.plan.terms import Plan
from cchc_cli.submissions.months import months_told
from cchc_cli.submissions.read import read_submissions

FIGURES = """\
figures:
  - {id: dem, name: Số hồ sơ, type: count, measured_in: hồ sơ, over_time: sum, reported_by: [hcc]}
  - {id: tien, name: Vốn đã giải ngân, type: amount, measured_in: triệu đồng, over_time: sum,
     reported_by: [hcc]}
  - {id: ty_le, name: Tỷ lệ hài lòng, type: percent, measured_in: "%", over_time: last,
     reported_by: [hcc]}
"""


def make_plan() -> Plan:
    source = (
        "format: 1\nid: a\ntitle: a\nissuer: a\nperiods: {first: 2025-07, last: 2025-12}\n"
        f"units: [{{id: hcc, name: Trung tâm}}]\n{FIGURES}"
        'sections:\n  - {id: "1", title: a, lead: hcc, targets: [{id: "1", clause: a, name: a, '
        'text: a, measure: {total: [dem]}, require: ">= 1"}]}\n'
    )
    plan, problems = load_plan(source.encode(), "plan.yaml")
    assert plan is not None, problems
    return plan


PLAN = make_plan()


def read(content: str, folder: str | None = "2025-09") -> Found:
    return read_file(content, "hcc", folder, PLAN)


def test_a_code_beside_the_name_of_another_figure_draws_a_warning() -> None:
    found = read("mã,tên,giá trị\ndem,Vốn đã giải ngân,5\ntien,Số hồ sơ,7\ndem,,5\n")
    assert found.codes == ["2:2 name-conflict", "3:2 name-conflict", "4:3 repeated-figure"]
    assert found.values == {"hcc dem 2025-09": "5", "hcc tien 2025-09": "7"}
    wide = read("mã,tên,T9/2025\ndem,Vốn đã giải ngân,5\n", None)
    assert (wide.codes, wide.values) == (["2:2 name-conflict"], {"hcc dem 2025-09": "5"})


@pytest.mark.parametrize("name", ["Số hồ sơ", "SỐ HỒ SƠ.", "1. Số hồ sơ (hồ sơ)", "Số đã nhận", ""])
def test_a_code_beside_its_own_name_or_a_free_one_draws_none(name: str) -> None:
    assert read(f"mã,tên,giá trị\ndem,{name},5\n").codes == []


def test_a_row_without_a_value_draws_no_warning() -> None:
    assert read("mã,tên,đvt,giá trị\ndem,Vốn đã giải ngân,%,\ndem,Số hồ sơ,hồ sơ,5\n").codes == []


@pytest.mark.parametrize(
    ("figure", "measure", "is_told"),
    [
        ("tien", "nghìn đồng", True),
        ("tien", "Ngàn đồng", True),
        ("tien", "1.000 đồng", True),
        ("tien", "đồng", True),
        ("tien", "tỷ đồng", True),
        ("tien", "%", True),
        ("tien", "triệu đồng", False),
        ("tien", "Tr.đ", False),
        ("tien", "trđ", False),
        ("dem", "%", True),
        ("dem", "nghìn", True),
        ("dem", "HS", False),
        ("dem", "bộ", False),
        ("ty_le", "%", False),
        ("ty_le", "Tỷ lệ (%)", False),
    ],
)
def test_another_measure_than_the_plans_draws_a_warning(
    figure: str, measure: str, *, is_told: bool
) -> None:
    found = read(f"mã,ĐVT,giá trị\n{figure},{measure},50\n")
    assert found.codes == ["2:2 measure-conflict"] * is_told
    assert found.values == {f"hcc {figure} 2025-09": "50"}


def test_a_measure_above_the_table_holds_for_its_money() -> None:
    rows = "mã,giá trị\ndem,5\ntien,18\n"
    assert read(f"BÁO CÁO\n,Đơn vị tính: nghìn đồng\n{rows}").codes == ["5:1 measure-conflict"]
    assert read(f"BÁO CÁO\n,(ĐVT: triệu đồng)\n{rows}").codes == []
    own = "mã,đvt,giá trị\ndem,hồ sơ,5\ntien,triệu đồng,18\n"
    assert read(f"Đơn vị tính: nghìn đồng\n{own}").codes == []


@pytest.mark.parametrize("label", ["KH", "Kế hoạch giao", "Cùng kỳ 2024", "Luỹ kế từ đầu năm"])
def test_a_row_of_what_was_planned_is_no_row_of_a_month(label: str) -> None:
    wide = f"mã,nội dung chi tiết,T9/2025\ndem,{label},40\ndem,TH,30\n"
    found = read(wide, None)
    assert (found.codes, found.values) == (["2:2 other-row"], {"hcc dem 2025-09": "30"})
    found = read(f"mã,nội dung chi tiết,giá trị\ndem,{label},40\n")
    assert (found.codes, found.values) == (["2:2 other-row"], {"hcc dem 2025-09": "40"})


@pytest.mark.parametrize(
    "word", ["Kế hoạch đầu tư", "Tài chính - kế hoạch", "1", "TH", "Lĩnh vực", "Tỷ lệ"]
)
def test_other_words_beside_a_value_mean_nothing(word: str) -> None:
    found = read(f"mã,lĩnh vực,T9/2025\ndem,{word},40\n", None)
    assert (found.codes, found.values) == ([], {"hcc dem 2025-09": "40"})


@pytest.mark.parametrize("column", ["Tháng", "Kỳ báo cáo", "Tháng báo cáo"])
@pytest.mark.parametrize(
    ("word", "is_told"),
    [("T8/2025", True), ("Tháng 8", True), ("8", True), ("9/2024", True), ("T9/2025", False),
     ("9", False), ("09", False), ("Tháng 9", False), ("", False), ("quý III", False)],
)  # fmt: skip
def test_a_column_of_months_beside_the_folders_period(
    column: str, word: str, *, is_told: bool
) -> None:
    found = read(f"{column},mã,giá trị\n{word},dem,5\n")
    assert found.codes == ["2:1 period-doubt"] * is_told
    assert found.values == {"hcc dem 2025-09": "5"}


def test_the_other_spelling_of_the_periods_column() -> None:
    assert read("Kì,mã,giá trị\nT8/2025,dem,5\n").codes == ["2:1 period-conflict"]


def test_a_blank_period_below_another_one_is_mentioned() -> None:
    found = read("kỳ,mã,giá trị\n,dem,5\nT8/2025,,\n,tien,6\nT9/2025,ty_le,95\n,ty_le,95\n")
    assert found.codes == ["4:1 period-doubt", "6:3 repeated-figure"]


@pytest.mark.parametrize(
    ("title", "is_told"),
    [
        ("BÁO CÁO SỐ LIỆU THÁNG 8/2025", True),
        ("Kỳ báo cáo: tháng 8 năm 2025", True),
        ("Số liệu T8", True),
        ("BÁO CÁO SỐ LIỆU THÁNG 9/2025 (so với tháng 8/2025)", False),
        ("Báo cáo 9 tháng đầu năm 2025", False),
        ("Thái Tân, ngày 15 tháng 10 năm 2025", False),
        ("Báo cáo đợt 2, sơ kết 6 tháng", False),
        ("Thái Tân, ngày     tháng 10 năm 2025", False),
        ("Thực hiện Nghị quyết 12 của HĐND xã", False),
        ("Căn cứ Nghị định 09/2019/NĐ-CP", False),
        ("Số: 12/BC-HCC ngày 05/10/2025", False),
    ],
)
def test_a_title_of_another_month_is_mentioned_once(title: str, *, is_told: bool) -> None:
    found = read(f"{title}\n\nmã,giá trị\ndem,5\ntien,6\n")
    assert found.codes == ["1:1 period-doubt"] * is_told
    assert read(f"{title}\nkỳ,mã,giá trị\n2025-09,dem,5\n").codes == []
    assert read(f"{title}\nmã,T9/2025\ndem,5\n", None).codes == []


def test_a_title_between_rows_is_mentioned_if_data_follows() -> None:
    rows = "mã,giá trị\ndem,5\n\nII. Bổ sung số liệu tháng 8/2025\n"
    assert read(rows + "tien,6\n").codes == ["4:1 period-doubt"]
    assert read(rows + "mã,giá trị\ntien,6\n").codes == ["4:1 period-doubt"]
    assert read(rows + "Người lập biểu\n").codes == []


@pytest.mark.parametrize("title", ["A. Kế hoạch", "SỐ LIỆU CÙNG KỲ NĂM 2024", "Lũy kế"])
def test_a_title_of_something_else_is_mentioned(title: str) -> None:
    assert read(f"mã,giá trị\ndem,5\n{title}\ntien,6\n").codes == ["3:1 other-row"]
    assert read(f"{title}\nmã,giá trị\ndem,5\n").codes == ["1:1 other-row"]
    below = read(f"mã,T9/2025\ndem,5\n{title}\nmã,T9/2025\ntien,6\n", None)
    assert below.codes == ["3:1 other-row"]


@pytest.mark.parametrize(
    ("path", "is_told"),
    [
        ("2025-09/hcc/BC thang 8-2025.csv", True),
        ("2025-09/hcc/so lieu T8.csv", True),
        ("2025-09/Tháng 8/hcc.csv", True),
        ("2025-09/BC thang 9 (gui 10-2025)/hcc.csv", False),
        ("2025-09/nop 05-10-2025/hcc.csv", False),
        ("2025-09/lan 2/hcc.csv", False),
    ],
)
def test_the_name_of_a_file_may_speak_of_another_month(
    tmp_path: Path, path: str, *, is_told: bool
) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text("đơn vị,mã,giá trị\nhcc,dem,5\n", encoding="utf-8")
    found = read_submissions(tmp_path, PLAN)
    assert [problem.code for problem in found.problems] == ["period-doubt"] * is_told
    assert len(found.ledger.entries) == 1


def test_months_of_titles_and_names() -> None:
    assert months_told("hcc_t8_2025") == {(8, 2025)}
    assert months_told("BC THÁNG 8/2025, tháng 9") == {(8, 2025), (9, None)}
    assert months_told("các tháng 7, 8 và 9") == {(7, None), (8, None), (9, None)}
    assert months_told("từ tháng 7 đến tháng 9") == {(7, None), (8, None), (9, None)}
    assert months_told("T9-2025, quý III") == {(9, 2025)}
    assert months_told("ngày 15 tháng 9 năm 2025; lần 2; Biểu 12") == set()


@pytest.mark.parametrize("value", ["~20", "khoảng 20", "trên 20", "hai mươi", ">20"])
def test_what_may_be_a_value_is_no_tail_of_a_table(value: str) -> None:
    assert read(f"tên,giá trị\nSố hồ sơ,5\nHồ sơ tồn,{value}\n").codes == ["3:1 unknown-figure"]
    assert read("tên,giá trị\nSố hồ sơ,5\nNgười lập biểu,Phạm Hai\n").codes == []


def test_months_told_anew_below_the_header_leave_the_rows_in_doubt() -> None:
    found = read("mã,T8/2025,T9/2025\ndem,1,2\n,T10/2025,T11/2025\ntien,3,4\n", None)
    assert found.codes == ["3:1 no-figure"]
    assert found.rejected == ["hcc tien 2025-08", "hcc tien 2025-09"]
    assert found.values == {"hcc dem 2025-08": "1", "hcc dem 2025-09": "2"}
