"""Rows without a known figure: totals, tails, and what stays an error."""

from dataclasses import replace

import pytest

from building import Found, plan_of, read_file
from cchc_cli.plan.builtin import DEFAULT_PLAN, builtin_plans
from cchc_cli.plan.load import load_plan
from cchc_cli.submissions.words import PlanWords

HEADER = "TT,Mã,Tên,Giá trị,Ghi chú\n"
DATA = "1,dem,Số hồ sơ,12,\n2,tien,Tiền,5,\n"
SIGNED = """\
,,,,
,,,"Thái Tân, ngày 30 tháng 9 năm 2025",
,NGƯỜI LẬP BIỂU,,THỦ TRƯỞNG ĐƠN VỊ,
,"(Ký, ghi rõ họ tên)",,"(Ký, đóng dấu)",
Nơi nhận:,,,Nguyễn Văn A,
- Lưu: VT,,,,
"""


def read(content: str) -> Found:
    return read_file(content, "hcc", "2025-09")


def test_what_follows_a_table_is_neither_data_nor_an_error() -> None:
    found = read(HEADER + DATA + SIGNED)
    assert (found.said, len(found.values)) == ([], 2)


@pytest.mark.parametrize(
    "total",
    [
        ",,Tổng cộng,17,", "Tổng cộng:,,,17,", ",TỔNG SỐ,,17,", ",,Cộng,17,", ",,,17,Tổng",
        ",,Tổng cộng (I+II),17,", ",Tổng cộng,Tổng cộng,x,", "Tong cong,,,17,",
    ],
)  # fmt: skip
def test_a_total_is_no_data_wherever_it_stands(total: str) -> None:
    for lines in (DATA + total + "\n", total + "\n" + DATA):
        found = read(HEADER + lines)
        assert (found.said, len(found.values)) == ([], 2)


@pytest.mark.parametrize(
    "total", [",demm,Tổng cộng,17,", ",,Tổng số đơn thư,17,", ",,Cộng đồng,1,"]
)
def test_what_only_begins_as_a_total_is_an_error(total: str) -> None:
    assert read(HEADER + DATA + total + "\n").codes[0].endswith("unknown-figure")


def test_a_figure_whose_name_begins_as_a_total_is_data() -> None:
    plan = plan_of("dem: {type: count}", 'measure: {total: [dem]}, require: ">= 1"')
    for name in ("Tổng số hồ sơ", "Tổng số"):
        figure = plan.figures[0]._replace(name=name)
        named = replace(plan, figures=(figure,))
        found = read_file(f"Tên,Giá trị\n{name},12\nTổng cộng,12\n", "hcc", "2025-09", named)
        assert (found.said, found.values) == ([], {"hcc dem 2025-09": "12"})


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",demm,,x,", "unknown-figure"),  # near a known code
        (",so_ho_so,,x,", "unknown-figure"),  # looks like a code
        (",zzz,,12,", "unknown-figure"),
        (",,,12,", "no-figure"),
        (",,,có,", "no-figure"),
        (",,,#REF!,", "no-figure"),
        (",,,12 hồ sơ,", "no-figure"),
    ],
)
def test_below_a_table_a_value_or_a_code_stays_an_error(row: str, code: str) -> None:
    assert read(HEADER + DATA + row + "\n").codes == [f"4:2 {code}"]


def test_between_data_a_row_of_words_is_an_error() -> None:
    found = read(HEADER + DATA + SIGNED + "3,ty_le,,95,\n")
    assert [problem.where.line for problem in found.problems] == [5, 6, 7, 8]
    assert len(found.values) == 3


@pytest.mark.parametrize("header", ["Mã,Tên,Giá trị\n", "Tên,Mã,Giá trị\n", "Mã,Tên,T8/2025\n"])
def test_a_form_that_was_not_filled_in_has_a_tail(header: str) -> None:
    found = read_file(f"{header}dem,tien,\n,,Trưởng phòng\n", "hcc", "2025-08")
    assert [problem.code for problem in found.problems] == ["no-rows"]


def test_without_data_there_is_no_tail() -> None:
    assert read(HEADER + ",,,Nguyễn Văn A,\n").codes == ["2:2 no-figure"]


def test_a_tail_is_short() -> None:
    words = ",zzzzz,,chữ,\n"
    assert read(HEADER + DATA + words * 49).said == []
    assert len(read(HEADER + DATA + words * 51).said) == 51
    assert len(read(HEADER + (words * 30 + DATA) * 3).values) == 2


@pytest.mark.parametrize("line", [*SIGNED.splitlines()[1:], "Kế toán,,,Văn thư", "TM. UBND XÃ"])
def test_signatures_resemble_no_figure_of_the_built_in_plan(line: str) -> None:
    plan, _ = load_plan(builtin_plans()[DEFAULT_PLAN].read_bytes(), "plan.yaml")
    assert plan is not None
    words = PlanWords(plan)
    assert not any(words.resembles_figure(cell) for cell in line.split(",") if cell)
