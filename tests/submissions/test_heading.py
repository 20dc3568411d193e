"""Where the header stands: below letterheads, in two rows, again further down."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import Found, plan_of, read_file
from sheets import read_sheet

LETTERHEAD = """\
UBND XÃ THÁI TÂN,,,CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG,,,Độc lập - Tự do - Hạnh phúc
Số: 12/BC-HCC,,,"Thái Tân, ngày 30 tháng 9 năm 2025"

BÁO CÁO SỐ LIỆU CẢI CÁCH HÀNH CHÍNH THÁNG 9/2025
(Kèm theo Công văn số 5/HCC, gửi kèm biểu, chỉ tiêu)
Đơn vị:,Trung tâm phục vụ hành chính công
Kỳ:,T9/2025,,,,
"""
TABLE = (
    "STT,Mã số liệu,Tên số liệu,ĐVT,Giá trị,Ghi chú\n1,dem,Số hồ sơ,hồ sơ,12,BC 5\n2,tien,x,đ,5,\n"
)
VALUES = {"hcc dem 2025-09": "12", "hcc tien 2025-09": "5"}


def read(content: str) -> Found:
    return read_file(content, "hcc", "2025-09")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_header_stands_below_letterhead_and_title(delimiter: str) -> None:
    rows = csv.reader(io.StringIO(LETTERHEAD + TABLE))
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="\n").writerows(rows)
    found = read(written.getvalue())
    assert (found.said, found.values) == ([], VALUES)
    (entry, _) = found.ledger.entries.values()
    assert (entry.where.line, entry.where.column, entry.note) == (10, 5, "BC 5")


def test_a_header_below_sixty_rows_is_not_looked_for() -> None:
    assert read("a\n" * 59 + TABLE).values == VALUES
    assert read("a\n\n" * 59 + TABLE).values == VALUES
    assert read("a\n" * 60 + TABLE).codes == ["1 missing-column"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("Biểu 1\n\nghi chú,đơn vị\nmã,số lượng,đơn vị,ghi chú\ndem,12\n", "4 missing-column"),
        ("Biểu 1\nmã,số lượng\ngiá trị,x\n", "2 missing-column"),  # the first of two alike
        ("\nBiểu 1\ndem,12\n2025-09,12,T8/2025\n", "2 missing-column"),
    ],
)
def test_without_a_header_the_row_most_like_one_is_named(content: str, code: str) -> None:
    assert read(content).codes == [code]


@pytest.mark.parametrize(
    "content",
    [
        "Số liệu,,Giá trị\nMã,Tên,\ndem,x,12\ntien,y,5\n",
        ",Số liệu,,Giá trị,Ghi chú\nTT,Mã,Tên,,\n1,dem,x,12,\n2,tien,y,5,\n",
        "Mã,Nội dung,Giá trị\n,(tên),(số)\ndem,x,12\ntien,y,5\n",
        "TT,Mã,Nội dung,Giá trị\n(1),(2),(3),(4)\n1,dem,x,12\n2,tien,y,5\n",
        "TT,Mã,Nội dung,Giá trị,Ghi chú\nA,B,C,1,2 = 3\n1,dem,x,12\n2,tien,y,5\n",
        "Số liệu,,Đơn vị,,Giá trị\nMã,Tên,Mã,Tên,\ndem,x,hcc,H,12\ntien,y,hcc,H,5\n",
        "Mã,,Giá trị\nsố liệu,đơn vị,\ndem,hcc,12\ntien,hcc,5\n",
    ],
)
def test_a_header_in_two_rows(content: str) -> None:
    found = read(content)
    assert (found.said, found.values) == ([], VALUES)


@pytest.mark.parametrize(
    "content",
    [
        "Mã,Giá trị,\n,Kế hoạch,Thực hiện\ndem,10,12\n",
        "Mã,Tên,Giá trị,\n,,Kế hoạch,Thực hiện\ndem,x,10,12\n",
        "Số liệu,,Giá trị,\nMã,Tên,Kế hoạch,Thực hiện\ndem,x,10,12\n",
    ],
)
def test_a_value_column_that_is_divided_is_no_value(content: str) -> None:
    found = read(content)
    assert found.codes == ["2 missing-column"]
    assert found.values == {}


@pytest.mark.parametrize(
    "row", [",12,T7/2025", ",12,note", "T7/2025,12,", ",x,note", "zzz,T7/2025,"]
)
def test_a_row_of_data_is_no_second_header(row: str) -> None:
    found = read(f"mã,giá trị,ghi chú\n{row}\ndem,12,\n")
    assert found.values == {"hcc dem 2025-09": "12"}
    assert [problem.where.line for problem in found.problems] == [2]


@pytest.mark.parametrize("upper", ["Đơn vị,,", ",Ghi chú,"])
def test_a_row_above_a_header_takes_no_column_from_it(upper: str) -> None:
    found = read(f"{upper}\nMã,Giá trị,Ghi chú\ndem,12,BC 5\n")
    assert (found.said, found.values) == ([], {"hcc dem 2025-09": "12"})


def test_merged_cells_of_a_header_reach_right_and_down() -> None:
    found = read_sheet(
        ["BÁO CÁO"],
        ["TT", "Số liệu", "", "Giá trị", "", "Ghi chú"],
        ["", "Mã", "Tên", "T7/2025", "T8/2025", ""],
        ["1", "dem", "x", "12", "13", ""],
        at=None,
        merged=((1, 1, 1, 6), (2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 2, 5), (2, 6, 3, 6)),
    )
    assert (found.said, found.values) == ([], {"hcc dem 2025-07": "12", "hcc dem 2025-08": "13"})


def test_a_merged_value_column_without_parts_is_one_column() -> None:
    found = read_sheet(
        ["Mã", "Giá trị", "", "Ghi chú"], ["dem", "12", "", "x"], merged=((1, 2, 1, 3),)
    )
    assert (found.said, found.values) == ([], {"hcc dem 2025-09": "12"})


def test_merged_cells_of_unit_and_period_hold_for_all_their_rows() -> None:
    rows = [["Kỳ", "Đơn vị", "Mã", "Giá trị"], ["2025-09", "kt", "dem", "12"]]
    rows += [["", "hcc", "dem", "13"], ["", "", "tien", "5"], ["2025-10", "", "tien", ""]]
    merged = ((2, 1, 4, 1), (3, 2, 5, 2), (4, 4, 5, 4))
    found = read_sheet(*rows, unit=None, at=None, merged=merged)
    assert found.said == []
    assert found.values == {
        "hcc dem 2025-09": "13",
        "hcc tien 2025-09": "5",
        "kt dem 2025-09": "12",
    }


@pytest.mark.parametrize(
    "between",
    ["", "\n", "Biểu 2\n", "Tổng cộng,,17,\n\nBiểu 2,,xã,\n", "Người lập,,Chủ tịch,,\n"],
)
def test_a_header_further_down_starts_anew(between: str) -> None:
    found = read(
        f"Mã,Tên,Giá trị,Lần\ndem,x,12,1\n{between}Tên,Ghi chú,Giá trị,ĐVT,Mã\nx,BC,5,đ,tien\n"
    )
    assert (found.said, found.values) == ([], VALUES)


def test_a_form_repeated_on_each_page_is_one_table() -> None:
    pages = "".join(f"mã,giá trị,lần\n{code}\n" for code in ("dem,12,", "tien,5,", "dem,13,2"))
    assert read(pages).values == {"hcc dem 2025-09": "13", "hcc tien 2025-09": "5"}
    many = "mã,giá trị\ndem,12\n" * 3000
    assert read(many).values == {"hcc dem 2025-09": "12"}


def test_a_second_header_may_be_in_two_rows_or_wide() -> None:
    found = read("mã,giá trị\ndem,12\n,\nSố liệu,,Giá trị,\nMã,Tên,T9/2025,T9/2025\ntien,x,5,6\n")
    assert found.codes == ["5:4 duplicate-column"]
    found = read("mã,giá trị\ndem,12\n,\nSố liệu,,Giá trị\nMã,Tên,T9/2025\ntien,x,5\n")
    assert (found.said, found.values) == ([], VALUES)


def test_a_bad_header_further_down_is_told() -> None:
    found = read("mã,giá trị\ndem,12\nmã,giá trị,giá trị\ntien,5,6\n")
    assert (found.codes, found.values) == (["3:3 duplicate-column"], {"hcc dem 2025-09": "12"})


ABOVE = st.lists(
    st.lists(st.sampled_from(["", "UBND XÃ", "Số: 5/BC", "Ghi chú", "12", "Tổng", "T9/2025"])),
    max_size=8,
)
COLUMNS = {
    "mã số liệu": ["dem", "tien", "ty_le", "da_lam"],
    "giá trị": ["12", "1.234,5", "95,5", "có"],
    "ghi chú": ["a", "", "c", "d"],
    "tên số liệu": ["x", "y", "", "z"],
    "lần": ["", "2", "1", ""],
}


@given(
    st.permutations(list(COLUMNS)),
    st.permutations(range(4)),
    ABOVE,
    st.lists(st.integers(0, 4), max_size=3),
)
def test_what_changes_no_entry(
    columns: list[str], order: list[int], above: list[list[str]], blanks: list[int]
) -> None:
    """Order of columns and rows, a letterhead, blank rows."""
    rows = [[COLUMNS[name][index] for name in columns] for index in order]
    for index in blanks:
        rows.insert(index, [])
    lines = [*above, columns, *rows]
    found = read("\n".join(";".join(cells) for cells in lines))
    entries = {
        (slot.figure, str(entry.value), entry.note, entry.revision)
        for slot, entry in found.ledger.entries.items()
    }
    assert found.said == []
    assert entries == {
        ("dem", "12", "a", 1),
        ("tien", "1234.5", "", 2),
        ("ty_le", "95.5", "c", 1),
        ("da_lam", "True", "d", 1),
    }


def test_a_plan_s_figure_is_no_part_of_a_header() -> None:
    """A figure may be called as a column is."""
    plan = plan_of("ghi_chu: {type: count}", 'measure: {total: [ghi_chu]}, require: ">= 1"')
    assert read_file("mã,giá trị\nghi_chu,12\n", "hcc", "2025-09", plan).values == {
        "hcc ghi_chu 2025-09": "12"
    }
