"""Columns that look like values of a month, but hold what was planned, compared or corrected."""

import pytest

from building import Found, read_file


def read(content: str, folder: str | None = None) -> Found:
    return read_file(content, "hcc", folder)


DONE = {"hcc dem 2025-08": "10", "hcc dem 2025-09": "30"}
MONTHS = "T8/2025,T9/2025"


@pytest.mark.parametrize(
    "name",
    [
        "Kế hoạch", "KẾ HOẠCH GIAO", "Lũy kế", "Cộng dồn", "Tích luỹ", "Từ đầu năm đến",
        "Mục tiêu", "Chỉ tiêu giao", "Phấn đấu", "Kỳ trước", "Năm trước", "Tăng/giảm",
        "Tồn đầu kỳ", "Dự kiến", "KH", "Số liệu (lũy kế)",
    ],
)  # fmt: skip
def test_months_of_a_group_that_holds_something_else_are_no_values(name: str) -> None:
    found = read(f"Mã,Thực hiện,,{name},\n,{MONTHS},T10/2025,T11/2025\ndem,10,30,500,600\n")
    assert (found.codes, found.values) == ([], DONE)


@pytest.mark.parametrize(
    "name",
    ["Kết quả", "Số liệu thực hiện", "Năm 2025", "Các tháng năm 2025", "Đơn vị tính: hồ sơ",
     "(hồ sơ)", "Thái Tân ngày 30 tháng 9 năm 2025", "Quý III/2025", "Biểu số 2", "Thực hiện 6 tháng cuối năm 2025", "Năm 2025 (hồ sơ)", "Số hồ sơ",
     "Trung tâm Phục vụ hành chính công", "Phòng Kế hoạch", "Tổng hợp các tháng",
     "BÁO CÁO SỐ LIỆU CCHC CỦA XÃ", "Đơn vị: hồ sơ", "Số: 15/BC-TTPVHCC", "Thái Tân ngày 05/10/2025", "ngày … tháng 10 năm 2025",
     "(Kèm theo Kế hoạch số 12/KH-UBND)", "Tình hình thực hiện", "TTPVHCC"],
)  # fmt: skip
def test_months_of_a_group_of_values_are_values(name: str) -> None:
    found = read(f"Mã,{name},\n,{MONTHS}\ndem,10,30\n")
    assert (found.codes, found.values) == ([], DONE)


@pytest.mark.parametrize(
    "name", ["Tạm tính", "Trong đó: trực tuyến", "Năm 2024", "Nghìn đồng", "Năm 2025 (nghìn đồng)"]
)
def test_months_of_a_group_that_may_hold_something_else_are_in_doubt(name: str) -> None:
    found = read(f"Mã,{name},\n,{MONTHS}\ndem,10,30\n")
    assert found.codes == ["2:2 bad-period", "2:3 bad-period"]
    assert (found.values, found.rejected) == ({}, ["hcc dem 2025-08", "hcc dem 2025-09"])


@pytest.mark.parametrize("name", ["Năm 2025", "Kết quả năm 2025", "Quý III/2025"])
def test_a_group_tells_the_year_of_its_months(name: str) -> None:
    found = read(f"Mã,{name},\n,T8,T9\ndem,10,30\n")
    assert (found.codes, found.values) == ([], DONE)


def test_a_group_may_begin_over_a_column_that_is_no_month() -> None:
    found = read("Mã,Thực hiện,Kế hoạch,\n,T8/2025,Cả năm,T9/2025\ndem,10,500,40\n")
    assert (found.codes, found.values) == ([], {"hcc dem 2025-08": "10"})
    title = read(f"SỐ LIỆU THEO KẾ HOẠCH CCHC NĂM 2025,,\nMã,{MONTHS}\ndem,10,30\n")
    assert (title.codes, title.values) == ([], DONE)


def test_a_third_row_above_may_say_that_months_are_planned() -> None:
    rows = ",Kế hoạch giao,,Thực hiện,\nMã,Năm 2025,,Năm 2025,\n,T10,T11,T8,T9\n"
    found = read(rows + "dem,500,600,10,30\n")
    assert (found.codes, found.values) == ([], DONE)


@pytest.mark.parametrize("first", ["", "Mã"])
@pytest.mark.parametrize("words", ["Thực hiện,Kế hoạch", "(thực hiện),(kế hoạch)", ",Lũy kế"])
def test_a_row_below_months_may_say_that_one_is_planned(first: str, words: str) -> None:
    found = read(f"Mã,{MONTHS}\n{first},{words}\ndem,10,500\n")
    assert (found.codes, found.values) == ([], {"hcc dem 2025-08": "10"})


def test_a_row_below_months_may_say_that_one_is_estimated() -> None:
    found = read(f"Mã,{MONTHS}\n,Giá trị,(Ước thực hiện)\ndem,10,30\n")
    assert (found.codes, found.values) == ([], DONE)
    assert [entry.estimated for entry in found.ledger.entries.values()] == [False, True]


@pytest.mark.parametrize(
    "rows",
    [
        "Số liệu,Kế hoạch,,Thực hiện,\nMã,Giá trị,Ghi chú,Kết quả,Ghi chú 2\n",
        ",Cùng kỳ 2024,Năm 2025\nMã,Giá trị,Kết quả\n",
        "Mã,Giá trị\n,Lũy kế từ đầu năm\n",
        "Mã,Giá trị\n,(kế hoạch)\n",
    ],
)
def test_values_that_are_planned_or_compared_are_none(rows: str) -> None:
    found = read(rows + "dem,500,x,480\n", "2025-09")
    assert (found.codes, found.values) == (["2 missing-column"], {})


@pytest.mark.parametrize(
    ("header", "second"),
    [
        ("Mã,Giá trị,Giá trị (lần 2)", 3),
        ("Mã,Giá trị điều chỉnh,Giá trị", 2),
        ("Mã,T7,T8,Giá trị", 2),
        ("Tên,T8/2025,Tên,T9/2025", 3),
        ("Mã,T8/2025,,Nội dung,T9/2025", 4),
    ],
)
def test_two_columns_that_may_both_hold_the_values_are_an_error(header: str, second: int) -> None:
    found = read(f"{header}\ndem,100,120,130,140\n", "2025-09")
    assert (found.codes, found.values) == ([f"1:{second} duplicate-column"], {})


@pytest.mark.parametrize(
    "words", ["Phòng Kế hoạch", "Căn cứ Kế hoạch số 8/KH-UBND", "KẾ HOẠCH CCHC CỦA XÃ NĂM 2025"]
)
def test_a_letterhead_above_the_value_says_nothing_of_it(words: str) -> None:
    found = read(f"UBND xã,,{words}\nMã,Tên,Giá trị\ndem,x,5\n", "2025-09")
    assert (found.codes, found.values) == ([], {"hcc dem 2025-09": "5"})


def test_a_sum_of_months_beside_them_is_none() -> None:
    found = read(f"Mã,{MONTHS},Tổng T8+T9\ndem,10,30,40\n")
    assert (found.codes, found.values) == ([], DONE)


def test_a_name_behind_the_values_is_no_second_table() -> None:
    found = read(f"Mã,{MONTHS},Nội dung\ndem,10,30,Số hồ sơ\n")
    assert (found.codes, found.values) == ([], DONE)


@pytest.mark.parametrize(
    "name",
    ["KQ tháng 9", "Tháng 9 (sau rà soát)", "T9*", "T9 (2025)", "Tháng Chín", "2025/T9", "Số T9",
     "Kỳ 9", "T9/2025 (điều chỉnh)"],
)  # fmt: skip
def test_a_month_without_its_year_among_words_is_no_certain_month(name: str) -> None:
    found = read(f"Mã,T8/2025,{name}\ndem,10,30\n")
    assert found.codes == ["1:3 bad-period"]
    assert (found.values, found.rejected) == ({"hcc dem 2025-08": "10"}, ["hcc dem 2025-09"])


def test_words_below_a_month_among_words_reject_nothing() -> None:
    found = read(f"Mã,{MONTHS},Ghi chú T9\ndem,10,30,theo BC 5\n")
    assert (found.values, found.rejected) == (DONE, [])


def test_what_may_replace_a_month_leaves_it_in_doubt() -> None:
    found = read("Mã,T8/2025,T9/2025,T9/2025 (điều chỉnh)\ndem,10,25,30\n")
    assert (found.values, found.rejected) == ({"hcc dem 2025-08": "10"}, ["hcc dem 2025-09"])
