"""Figures given by name: what counts as the same name, and what is said where none is meant."""

import unicodedata

import pytest

from building import Found, read_file
from cchc_cli.plan.load import load_plan
from cchc_cli.plan.terms import Plan

FIGURES = """\
  - {id: ho_so, name: Số hồ sơ đã trả, type: count, measured_in: hồ sơ, over_time: sum,
     reported_by: [hcc]}
  - {id: dung_han, name: "Hồ sơ đúng hạn, trước hạn", type: count, measured_in: hồ sơ,
     over_time: sum, reported_by: [hcc]}
  - {id: hop, name: Số cuộc họp, type: count, measured_in: cuộc, over_time: sum, reported_by: [hcc]}
  - {id: hop_kt, name: Số cuộc họp, type: count, measured_in: cuộc, over_time: sum,
     reported_by: [kt]}
"""


def plan() -> Plan:
    source = (
        "format: 1\nid: a\ntitle: a\nissuer: a\nperiods: {first: 2025-07, last: 2025-12}\n"
        "units: [{id: hcc, name: Trung tâm, aliases: [TTPVHCC]}, {id: kt, name: Phòng Kinh tế}]\n"
        f"figures:\n{FIGURES}"
        'sections:\n  - {id: "1", title: a, lead: hcc, targets: [{id: "1", clause: a, name: a, '
        'text: a, measure: {total: [ho_so, dung_han, hop, hop_kt]}, require: ">= 1"}]}\n'
    )
    found, problems = load_plan(source.encode(), "plan.yaml")
    assert found is not None, problems
    return found


PLAN = plan()


def read(content: str, unit: str | None = "hcc") -> Found:
    return read_file(content, unit, "2025-09", PLAN)


@pytest.mark.parametrize(
    "name",
    [
        "Số hồ sơ đã trả",
        "SỐ HỒ SƠ  ĐÃ TRẢ.",
        unicodedata.normalize("NFD", "Số hồ sơ đã trả"),
        "1. Số hồ sơ đã trả",
        "1.2. Số hồ sơ đã trả",
        "- Số hồ sơ đã trả",
        "a) số hồ sơ đã trả",
        "IV. Số hồ sơ đã trả",
        "(1) Số hồ sơ đã trả",
    ],
)
@pytest.mark.parametrize("header", ["mã,tên số liệu", "mã,Chỉ tiêu"])
def test_a_name_stands_for_the_code(name: str, header: str) -> None:
    expected: tuple[list[str], dict[str, str]] = ([], {"hcc ho_so 2025-09": "12"})
    for line in (f",{name},12", f"{name},x,12", f"ho_so,{name},12"):
        found = read(f"{header},giá trị\n{line}\n")
        assert (found.said, found.values) == expected
    found = read(f"STT,{header.partition(',')[2]},giá trị\n1,{name},12\n")
    assert (found.said, found.values) == expected


@pytest.mark.parametrize(
    "name",
    [
        "tên số liệu",
        "Tên chỉ tiêu",
        "số liệu",
        "Chỉ tiêu",
        "Nội dung",
        "Tên",
        "TÊN_SỐ_LIỆU",
        "name",
    ],
)
def test_the_names_of_a_name_s_column(name: str) -> None:
    assert read(f"{name},giá trị\nSố hồ sơ đã trả,12\n").values == {"hcc ho_so 2025-09": "12"}


def test_of_several_columns_with_names_the_surest_is_used() -> None:
    found = read("Nội dung,Tên số liệu,Tên,giá trị\nx,Số hồ sơ đã trả,y,12\n")
    assert found.values == {"hcc ho_so 2025-09": "12"}


def test_a_name_of_two_figures_is_an_error_and_neither_is_taken() -> None:
    found = read(
        "đơn vị,tên,giá trị\nhcc,Số cuộc họp,12\nkt,số cuộc họp,3\nhcc,Số hồ sơ đã trả,5\n", None
    )
    assert found.said == [
        'bc.csv:2:2: [ambiguous-figure] tên "Số cuộc họp" là của nhiều số liệu: hop, hop_kt',
        'bc.csv:3:2: [ambiguous-figure] tên "số cuộc họp" là của nhiều số liệu: hop, hop_kt',
    ]
    assert str(found.problems[0].hint) == "ghi mã số liệu thay cho tên"
    assert found.values == {"hcc ho_so 2025-09": "5"}
    assert found.rejected == ["hcc hop 2025-09", "kt hop_kt 2025-09"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        (
            "1. Số hồ sơ đã trả kết quả",
            'có phải là "Số hồ sơ đã trả" (mã ho_so)?',
        ),
        (
            "Số hò sơ đã trả",  # the accents count
            'có phải là "Số hồ sơ đã trả" (mã ho_so)?',
        ),
        (
            "Chiều dài đường bê tông",
            "xem danh sách mã và tên bằng lệnh: cchc plan show",
        ),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(name: str, hint: str) -> None:
    for content, code in (
        (f"mã,tên,giá trị\n,{name},12\n", "2:2 unknown-figure"),
        (f"mã,tên,giá trị\n{name},x,12\n", "2:1 unknown-figure"),
        (f"tên,giá trị\n{name},12\n", "2:1 unknown-figure"),
    ):
        found = read(content)
        assert found.codes == [code]
        assert str(found.problems[0].message) == f'không có số liệu nào có mã hoặc tên là "{name}"'
        assert str(found.problems[0].hint) == hint
        assert found.values == {}


def test_a_value_without_a_name_says_so() -> None:
    found = read("tên,giá trị\n,12\n")
    assert found.said == ['bc.csv:2:1: [no-figure] có giá trị "12" nhưng ô tên số liệu trống']


def test_a_name_in_a_legacy_font_is_named_for_what_it_is() -> None:
    assert read("tên,giá trị\nTæng sè hå s¬,12\n").codes == ["2:1 legacy-font"]


def test_a_code_goes_before_a_name() -> None:
    found = read("mã,tên,giá trị\ndung_han,Số hồ sơ đã trả,12\n")
    assert found.values == {"hcc dung_han 2025-09": "12"}


def test_a_formula_that_failed_in_another_cell_is_told_there() -> None:
    found = read(
        "đơn vị,mã,giá trị,lần\nhcc,#REF!,12,\n#N/A,ho_so,12,\nhcc,ho_so,12,#VALUE!\n", None
    )
    assert found.codes == ["2:2 unknown-figure", "3:1 unknown-unit", "4:4 bad-revision"]
    assert {str(problem.hint) for problem in found.problems} == {
        "ô công thức bị lỗi; sửa công thức trong Excel rồi lưu lại"
    }
