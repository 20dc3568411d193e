"""What offices send beside the form: letterheads, two-row headers, wide sheets, names, totals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import Found, plan_of, read_file

HEADER = "kỳ,đơn vị,mã số liệu,giá trị,ghi chú"
LETTERHEAD = """UBND XÃ MẪU,,,CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHÒNG KINH TẾ,,,Độc lập - Tự do - Hạnh phúc
,,,
,BIỂU SỐ LIỆU CẢI CÁCH HÀNH CHÍNH THÁNG 9/2025,,
,,,
"""
NAMED = plan_of(
    """
    dem: {type: count, reported_by: [hcc, kt]}
    tien: {type: amount}
    """,
    'measure: {total: [dem]}, require: ">= 1"',
)


def read(content: str, unit: str | None = None, at: str | None = None) -> Found:
    return read_file(content, unit, at)


# Where the header is


def test_a_header_below_a_letterhead() -> None:
    found = read(LETTERHEAD + HEADER + "\n2025-09,hcc,dem,12,\n")
    assert (found.said, found.values) == ([], {"hcc dem 2025-09": "12"})


def test_a_place_below_a_letterhead_is_the_line_of_the_file() -> None:
    assert read(LETTERHEAD + HEADER + "\n2025-09,hcc,dem,12x,\n").codes == ["7:4 not-a-number"]


@pytest.mark.parametrize("mark", [";", "\t"])
def test_the_delimiter_is_told_by_the_header_and_not_by_the_letterhead(mark: str) -> None:
    rows = f"{HEADER}\n2025-09,hcc,dem,12,\n".replace(",", mark)
    found = read("Kính gửi: Phòng Văn hóa, Xã hội, xã Mẫu\n\n" + rows)
    assert (found.said, found.values) == ([], {"hcc dem 2025-09": "12"})


def test_without_a_header_the_row_of_which_most_is_recognised_is_named() -> None:
    found = read(LETTERHEAD + "kỳ,đơn vị,mã,số\n2025-09,hcc,dem,12\n")
    assert found.codes == ["6 missing-column"]
    assert "giá trị" in found.said[0]


def test_a_header_too_far_down_is_none() -> None:
    found = read("lời dẫn\n" * 70 + HEADER + "\n2025-09,hcc,dem,12,\n")
    assert found.codes == ["1 missing-column"]


def test_a_header_of_two_rows() -> None:
    found = read("Đơn vị,Số liệu,,Giá trị,\n,Mã,Tên,T8/2025,T9/2025\nhcc,dem,Số đếm,11,12\n")
    assert found.said == []
    assert found.values == {"hcc dem 2025-08": "11", "hcc dem 2025-09": "12"}


def test_a_header_that_is_repeated_on_every_page() -> None:
    found = read(f"{HEADER}\n2025-08,hcc,dem,11,\n{HEADER}\n2025-09,hcc,dem,12,\n")
    assert found.said == []
    assert found.values == {"hcc dem 2025-08": "11", "hcc dem 2025-09": "12"}


def test_a_second_table_with_other_columns() -> None:
    found = read(f"{HEADER}\n2025-08,hcc,dem,11,\n\nđơn vị,giá trị,mã,kỳ\nkt,7,dem,2025-09\n")
    assert (found.said, found.values) == ([], {"hcc dem 2025-08": "11", "kt dem 2025-09": "7"})


# Wide tables


def test_a_column_for_each_month() -> None:
    found = read("đơn vị,mã,T7/2025,Tháng 8/2025,2025-09\nhcc,dem,10,-,12\nkt,dem,1,2,\n")
    assert found.said == []
    assert found.values == {
        "hcc dem 2025-07": "10",
        "hcc dem 2025-09": "12",
        "kt dem 2025-07": "1",
        "kt dem 2025-08": "2",
    }


def test_a_wide_cell_has_its_own_place() -> None:
    found = read("mã,T8/2025,T9/2025\ndem,10,12x\n", unit="hcc")
    assert found.codes == ["2:3 not-a-number"]
    assert found.rejected == ["hcc dem 2025-09"]


def test_names_around_a_month_and_totals() -> None:
    found = read("mã,Giá trị T8/2025,Kỳ 2025-09,Lũy kế,Tổng cộng\ndem,10,12,22,22\n", unit="hcc")
    assert (found.said, found.values) == (
        [],
        {"hcc dem 2025-08": "10", "hcc dem 2025-09": "12"},
    )


def test_a_month_without_its_year_is_no_guess() -> None:
    found = read("mã,T8,T9/2025\ndem,10,12\ntien,1,2\n", unit="hcc")
    assert found.codes == ["1:2 month-without-year"]
    assert found.rejected == ["hcc dem 2025-08", "hcc tien 2025-08"]
    assert found.values == {"hcc dem 2025-09": "12", "hcc tien 2025-09": "2"}


def test_a_month_that_excel_made_a_date_of() -> None:
    found = read("mã,Sep-25,T8/2025\ndem,12,11\n", unit="hcc")
    assert found.codes == ["1:2 period-is-date"]
    assert found.rejected == ["hcc dem 2025-09"]
    assert found.values == {"hcc dem 2025-08": "11"}


def test_a_month_outside_the_plan_is_said_once_and_only_if_it_holds_something() -> None:
    found = read("mã,T5/2025,T6/2025,T9/2025\ndem,,1,12\ntien,-,2,3\n", unit="hcc")
    assert found.codes == ["1:3 period-outside-plan"]
    assert found.rejected == []


def test_a_month_that_contradicts_the_folder_is_said_once() -> None:
    found = read("mã,T8/2025,T9/2025\ndem,11,12\ntien,1,2\n", unit="hcc", at="2025-09")
    assert found.codes == ["1:2 period-conflict"]
    assert found.values == {"hcc dem 2025-09": "12", "hcc tien 2025-09": "2"}


@pytest.mark.parametrize("header", ["mã,giá trị,T9/2025", "kỳ,mã,T9/2025", "mã,T9/2025,2025-09"])
def test_two_columns_that_tell_the_same(header: str) -> None:
    found = read(f"{header}\ndem,1,2\n", unit="hcc", at="2025-09")
    assert {problem.code for problem in found.problems} == {"duplicate-column"}
    assert found.values == {}


def test_an_unknown_figure_of_a_wide_row_is_said_once() -> None:
    assert read("mã,T8/2025,T9/2025\nde_m,1,2\n", unit="hcc").codes == ["2:1 unknown-figure"]


def test_note_and_revision_belong_to_all_months_of_a_row() -> None:
    found = read("mã,T8/2025,T9/2025,ghi chú,lần\ndem,1,2,BC 3,2\n", unit="hcc")
    assert {(e.note, e.revision) for e in found.ledger.entries.values()} == {("BC 3", 2)}
    assert read("mã,T8/2025,lần\ndem,1,hai\n", unit="hcc").codes == ["2:3 bad-revision"]


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["hcc", "kt"]), st.integers(7, 12)), st.integers(0, 9999)
    )
)
def test_wide_and_long_say_the_same(values: dict[tuple[str, int], int]) -> None:
    long = "kỳ,đơn vị,mã,giá trị\n" + "".join(
        f"2025-{month:02d},{unit},dem,{value}\n" for (unit, month), value in values.items()
    )
    wide = "đơn vị,mã," + ",".join(f"T{month}/2025" for month in range(7, 13)) + "\n"
    for unit in ("hcc", "kt"):
        cells = [str(values.get((unit, month), "")) for month in range(7, 13)]
        wide += f"{unit},dem,{','.join(cells)}\n"
    assert read(long).values == read(wide).values


# Figures by name


def test_a_figure_by_its_name() -> None:
    plan = plan_of("dem: {type: count}", 'measure: {total: [dem]}, require: ">= 1"')
    named = read_file("tên số liệu,giá trị\nDEM,12\n", "hcc", "2025-09", plan)
    assert (named.said, named.values) == ([], {"hcc dem 2025-09": "12"})


@pytest.mark.parametrize("name", ["dem", "1. dem", "- dem", "a) Dem", "2.1) dem "])
def test_a_name_may_be_numbered(name: str) -> None:
    assert read(f"nội dung,giá trị\n{name},12\n", unit="hcc", at="2025-09").values == {
        "hcc dem 2025-09": "12"
    }


def test_a_name_where_the_code_is_blank() -> None:
    found = read("mã,tên,giá trị\n,dem,12\n", unit="hcc", at="2025-09")
    assert (found.said, found.values) == ([], {"hcc dem 2025-09": "12"})


def test_an_unknown_name_is_named_with_the_nearest() -> None:
    found = read("nội dung,giá trị\nSố đếmm,12\n", unit="hcc", at="2025-09")
    assert found.codes == ["2:1 unknown-figure"]
    assert 'có mã hoặc tên là "Số đếmm"' in found.said[0]


# What is no data


@pytest.mark.parametrize("label", ["Tổng cộng", "TỔNG SỐ", "Cộng:", "tổng"])
def test_totals_are_passed_over(label: str) -> None:
    rows = f"mã,tên,giá trị\ndem,Số đếm,12\n,{label},12\n{label},,12\ntien,Tiền,1\n"
    found = read(rows, unit="hcc", at="2025-09")
    assert found.said == []
    assert len(found.values) == 2


SIGNATURE = """,,
,,"Ngày 05 tháng 10 năm 2025"
Người lập biểu,,Trưởng phòng
(Ký, ghi rõ họ tên),"(Ký, đóng dấu)"
"""


def test_signatures_are_passed_over() -> None:
    found = read("mã,tên,giá trị\ndem,Số đếm,12\n" + SIGNATURE, unit="hcc", at="2025-09")
    assert (found.said, found.values) == ([], {"hcc dem 2025-09": "12"})


def test_a_word_in_the_middle_of_the_data_is_an_error_all_the_same() -> None:
    found = read("mã,giá trị\nghi thêm,chưa có\ndem,12\n", unit="hcc", at="2025-09")
    assert found.codes == ["2:1 unknown-figure"]


@pytest.mark.parametrize("row", ["de_m,chưa có", ",12", "số lượt,12"])
def test_what_may_be_data_is_never_passed_over(row: str) -> None:
    found = read(f"mã,giá trị\ndem,12\n{row}\n", unit="hcc", at="2025-09")
    assert len(found.codes) == 1


@given(st.integers(0, 5), st.integers(0, 5), st.permutations(range(5)))
def test_blank_rows_and_the_order_of_columns_change_nothing(
    before: int, between: int, order: list[int]
) -> None:
    rows = [
        HEADER.split(","),
        ["2025-09", "hcc", "dem", "12", "a"],
        ["2025-09", "kt", "dem", "7", ""],
    ]
    lines = [",".join(row[i] for i in order) for row in rows]
    found = read("\n" * before + ("\n" + ",,,,\n" * between).join(lines) + "\n")
    assert (found.said, found.values) == ([], {"hcc dem 2025-09": "12", "kt dem 2025-09": "7"})
