"""Wide tables: one row per figure, one column per month."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import Found, read_file
from cchc_cli import limits
from cchc_cli.submissions.cells import DateCell
from sheets import at_cell, number, read_sheet

HEADER = "Mã số liệu,Tên,ĐVT,T7/2025,Tháng 8/2025,2025-09,Lũy kế,Ghi chú\n"


def read(content: str, at: str | None = None) -> Found:
    return read_file(content, "hcc", at)


def test_each_cell_below_a_month_is_an_entry() -> None:
    found = read(HEADER + 'dem,x,hs,1.234,,0,1234,BC 5\nty_le,y,%,"95,5",-,96,,\n,,,,,,,\n')
    assert found.said == []
    assert found.values == {
        "hcc dem 2025-07": "1234",
        "hcc dem 2025-09": "0",
        "hcc ty_le 2025-07": "95.5",
        "hcc ty_le 2025-09": "96",
    }
    entries = sorted(found.ledger.entries.values(), key=lambda entry: entry.where.order())
    assert [str(entry.where) for entry in entries] == [
        "bc.csv:2:4",
        "bc.csv:2:6",
        "bc.csv:3:4",
        "bc.csv:3:6",
    ]
    assert [entry.note for entry in entries] == ["BC 5", "BC 5", "", ""]


def test_revision_and_unit_of_a_row_apply_to_all_its_entries() -> None:
    names = "Đơn vị,Mã,T8/2025,T9/2025,Lần\n"
    found = read_file(names + "hcc,dem,5,6,\nHCC,dem,,7,2\nkt,dem,1,2,\n")
    assert found.said == []
    assert found.values == {
        "hcc dem 2025-08": "5",
        "hcc dem 2025-09": "7",
        "kt dem 2025-08": "1",
        "kt dem 2025-09": "2",
    }
    wrong = read_file(names + "hcc,dem,5,6,hai\nhcc,dem,1,,1\n")
    assert wrong.codes == ["2:5 bad-revision"]
    assert wrong.rejected == ["hcc dem 2025-08", "hcc dem 2025-09"]


@pytest.mark.parametrize(
    "name",
    ["T9/2025", "Tháng 9/2025", "09/2025", "2025-09", "Tháng 9 năm 2025", "Giá trị T9/2025",
     "Kỳ 2025-09", "Số liệu tháng 9/2025", "Giá trị:\u00a0T9/2025", "TH T9/2025",
     "Thực hiện T9/2025", "T9/2025 (TH)", "Số thực hiện tháng 9 năm 2025", "TH 9/2025"],
)  # fmt: skip
def test_the_names_of_a_month_s_column(name: str) -> None:
    found = read(f"Mã,{name}\ndem,12\n")
    assert (found.said, found.values) == ([], {"hcc dem 2025-09": "12"})


@pytest.mark.parametrize(
    "name",
    ["Cộng", "Lũy kế", "Tổng", "Quý III", "Kế hoạch T9/2025", "6 tháng", "2025", "13/2025",
     "KH T9/2025", "Lũy kế đến T9/2025", "So với T9/2024", "% so T9/2024", "Số đến 30/9/2025",
     "NQ 09/2025/NQ-HĐND"],
)  # fmt: skip
def test_other_columns_are_ignored(name: str) -> None:
    found = read(f"Mã,T8/2025,{name}\ndem,12,13\n")
    assert (found.said, found.values) == ([], {"hcc dem 2025-08": "12"})


@pytest.mark.parametrize(
    "name",
    ["T9/2025*", "T9/2025 (sửa)", "Dự kiến T9/2025", "TH T9/2025 (ước)", "Nộp tháng 9 năm 2025",
     "bản 2025-09", "Ghi chú T9/2025"],
)  # fmt: skip
def test_a_month_among_other_words_is_never_ignored(name: str) -> None:
    found = read(f"Mã,T8/2025,{name},x\ndem,12,13,\nty_le,5,,\n")
    assert found.said == [
        f'bc.csv:1:3: [bad-period] tên cột "{name}" có tháng, nhưng không rõ cột có phải giá trị '
        "của tháng ấy"
    ]
    assert found.values == {"hcc dem 2025-08": "12", "hcc ty_le 2025-08": "5"}
    below = read(f"Mã,Năm 2025,\n,T8/2025,{name}\ndem,12,13\n")
    assert below.codes == ["2:3 bad-period"]


def test_a_month_in_a_title_or_beside_a_value_column_says_nothing_of_columns() -> None:
    titled = "Mã,Biểu tháng 9/2025,,\n,T8/2025,Tên,Cộng\ndem,12,x,13\n"
    for content in (titled, "Mã,Giá trị,T9/2025*,Kỳ\ndem,12,13,T8/2025\n"):
        found = read(content)
        assert (found.said, found.values) == ([], {"hcc dem 2025-08": "12"})


@pytest.mark.parametrize(
    ("header", "months"),
    [
        ("Mã,Giá trị,\n,T7/2025,T8/2025\n", ["2025-07", "2025-08"]),
        ("Mã,Năm 2025,\n,T7,Tháng 8\n", ["2025-07", "2025-08"]),
        ("Số liệu,Kỳ,\nMã,T7/2025,T8/2025\n", ["2025-07", "2025-08"]),
        ("Mã,Kế hoạch,Thực hiện\n,T7/2025,T8/2025\n", ["2025-08"]),
        (",Kế hoạch,Thực hiện\nMã,T7/2025,T8/2025\n", ["2025-08"]),
        (",Năm 2025,\nMã,T7,T8\n", ["2025-07", "2025-08"]),
        ("Thực hiện Kế hoạch số 5,,\nMã,T7/2025,T8/2025\n", ["2025-07", "2025-08"]),
    ],
)
def test_months_below_a_common_name(header: str, months: list[str]) -> None:
    found = read(f"{header}dem,5,6\n")
    assert found.said == []
    assert list(found.values) == [f"hcc dem {month}" for month in months]


@pytest.mark.parametrize(
    "header", ["Mã,Kế hoạch,\n,T7/2025,T8/2025", ",Lũy kế,\nMã,T7/2025,T8/2025"]
)
def test_months_that_hold_something_else_are_no_values(header: str) -> None:
    found = read(f"{header}\ndem,5,6\n")
    assert [problem.code for problem in found.problems] == ["missing-column"]
    assert found.values == {}


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (
            "Mã,Giá trị,T7/2025",
            'bc.csv:1:3: [duplicate-column] cột "T7/2025" và cột "Giá trị" cùng một nghĩa',
        ),
        (
            "Mã,Kỳ,T7/2025",
            'bc.csv:1:3: [duplicate-column] cột "T7/2025" và cột "Kỳ" cùng một nghĩa',
        ),
        (
            "Mã,Tháng 7/2025,2025-07",
            'bc.csv:1:3: [duplicate-column] cột "2025-07" và cột "Tháng 7/2025" cùng một nghĩa',
        ),
    ],
)
def test_two_columns_with_one_meaning_are_an_error(header: str, said: str) -> None:
    found = read(f"{header}\ndem,5,6\n")
    assert (found.said, found.values) == ([said], {})


@pytest.mark.parametrize("name", ["Sep-25", "01/09/2025", "45901", "09/2025 ", "30/9/2025"])
def test_beside_a_value_column_a_date_is_no_month(name: str) -> None:
    found = read(f"Mã,Giá trị,{name}\ndem,5,6\n", "2025-09")
    expected = ["1:3 duplicate-column"] if name == "09/2025 " else []
    assert found.codes == expected


def test_a_month_that_excel_made_a_date_rejects_its_values() -> None:
    found = read("Mã,Sep-25,01/10/2025,Nov-25,T12/2025\ndem,5,6,,7\ntien,5,,,\n")
    assert found.said == [
        'bc.csv:1:2: [period-is-date] Excel đã biến tên cột thành ngày: "Sep-25", không rõ là tháng nào',
        'bc.csv:1:3: [period-is-date] Excel đã biến tên cột thành ngày: "01/10/2025", không rõ là '
        "tháng nào",
    ]
    assert found.values == {"hcc dem 2025-12": "7"}
    assert found.rejected == ["hcc dem 2025-09", "hcc dem 2025-10", "hcc tien 2025-09"]


def test_a_date_cell_in_the_header_is_a_date() -> None:
    found = read_sheet(["Mã", DateCell("01/09/2025"), "T8/2025"], ["dem", "5", "6"], at=None)
    assert at_cell(found) == ["B1 period-is-date"]
    assert (found.values, found.rejected) == ({"hcc dem 2025-08": "6"}, ["hcc dem 2025-09"])


def test_a_month_without_a_year_is_never_guessed() -> None:
    found = read("Mã,T7,Tháng 08,Tháng 1\ndem,5,,\ntien,,6,7\n")
    assert found.said == [
        'bc.csv:1:2: [month-without-year] cột "T7" không ghi năm',
        'bc.csv:1:3: [month-without-year] cột "Tháng 08" không ghi năm',
        'bc.csv:1:4: [month-without-year] cột "Tháng 1" không ghi năm',
    ]
    assert [str(problem.hint) for problem in found.problems] == [
        "viết T7/2025",
        "viết T8/2025",
        "viết tháng kèm năm, ví dụ T7/2025",
    ]
    assert (found.values, found.rejected) == ({}, ["hcc dem 2025-07", "hcc tien 2025-08"])


def test_a_month_outside_the_plan_is_told_once() -> None:
    found = read("Mã,T5/2025,T6/2025,T7/2025\ndem,,5,6\ntien,,1,2\n")
    assert found.codes == ["1:3 period-outside-plan"]
    assert found.values == {"hcc dem 2025-07": "6", "hcc tien 2025-07": "2"}


def test_a_month_and_the_folder_may_disagree() -> None:
    found = read("Mã,T8/2025,T9/2025,T10/2025\ndem,5,6,\ntien,1,2,\n", "2025-09")
    assert found.said == ['bc.csv:1:2: [period-conflict] cột "T8/2025" nhưng thư mục là 2025-09']
    assert found.values == {"hcc dem 2025-09": "6", "hcc tien 2025-09": "2"}
    assert found.rejected == ["hcc dem 2025-08", "hcc tien 2025-08"]
    alone = read("Mã,T8/2025\ndem,5\n", "2025-09")
    assert alone.rejected == ["hcc dem 2025-08", "hcc dem 2025-09"]


def test_what_is_wrong_in_a_row_is_told_once() -> None:
    found = read_file(
        "Đơn vị,Mã,T8/2025,T9/2025\nzzz,dem,1,2\nkt,tien,1,2\nhcc,demm,1,2\nhcc,,1,2\nhcc,dem,x,2\n"
    )
    assert found.codes == [
        "2:1 unknown-unit",
        "3:1 not-reported-by",
        "4:2 unknown-figure",
        "5:2 no-figure",
        "6:3 not-a-number",
    ]
    assert len(found.problems) == 5
    assert (found.values, found.rejected) == ({"hcc dem 2025-09": "2"}, ["hcc dem 2025-08"])


def test_without_a_unit_nothing_is_read() -> None:
    assert read_file("Mã,T8/2025\ndem,5\n").codes == ["1 no-unit"]


def test_a_wide_row_may_be_too_long() -> None:
    found = read("Mã,T8/2025\ndem,5,6\ntien,1,\ntien,,x\n,,Nguyễn Văn A\n,,5\n")
    assert found.codes == ["2 long-row", "4 long-row", "6:1 no-figure"]
    assert (found.values, found.rejected) == ({"hcc tien 2025-08": "1"}, ["hcc dem 2025-08"])
    beside = read_sheet(["Mã", "T8/2025"], ["dem", "5", "đã kiểm"], at=None)
    assert (beside.said, beside.values) == ([], {"hcc dem 2025-08": "5"})


def test_a_decimal_comma_never_moves_the_values_of_a_wide_row() -> None:
    for header in ("Mã,T8/2025,T9/2025,Ghi chú", "Mã,T8/2025,T9/2025,ĐVT", "Mã,T8/2025,T9/2025,"):
        found = read(f"{header}\nty_le,95,5,96\ndem,5,6,\n")
        assert found.codes == ["2:4 ambiguous-number"]
        assert found.rejected == ["hcc ty_le 2025-08", "hcc ty_le 2025-09"]
        assert len(found.values) == 2
    for content in ("Mã;T8/2025;Ghi chú\nty_le;95,5;96\n", "Mã,T8/2025,Ghi chú\ndem,5,BC 6\n",
                    "Mã,T8/2025,Lũy kế\ndem,5,96\n"):  # fmt: skip
        assert read(content).said == []


def test_a_cell_of_a_wide_row_may_be_too_long() -> None:
    found = read(f"Mã,T8/2025,T9/2025,Ghi chú\ndem,5,{'1' * 40_000},\ntien,5,,{'x' * 40_000}\n")
    assert found.codes == ["2:3 long-cell", "3:4 long-cell"]
    assert found.values == {"hcc dem 2025-08": "5"}
    assert found.rejected == ["hcc dem 2025-09", "hcc tien 2025-08"]
    found = read(f"Mã,T8/2025\nda_lam,không{' ' * 40_000}phát sinh\ntien,-{' ' * 40_000}5\n")
    assert (found.codes, found.values) == (["2:2 long-cell", "3:2 long-cell"], {})


def test_stored_numbers_stand_below_months() -> None:
    found = read_sheet(
        ["Mã", "T8/2025", "T9/2025"],
        ["ty_le", number("0.955", is_percent=True), number("95.5")],
        ["tien", "1.234", number("0.5", is_percent=True)],
        at=None,
    )
    assert found.values == {"hcc ty_le 2025-08": "95.500", "hcc ty_le 2025-09": "95.5"}
    assert at_cell(found) == ["B3 ambiguous-number", "C3 not-a-number"]


def test_totals_and_signatures_end_a_wide_table() -> None:
    found = read(
        HEADER + "dem,x,hs,1,2,3,6,\n,Tổng cộng,,1,2,3,6,\n,,,,Thái Tân,ngày 30/9/2025,,\n"
        "Người lập biểu,,,,,CHỦ TỊCH,,\n"
    )
    assert found.said == []
    assert len(found.values) == 3


VALUES = st.sampled_from(["", "1", "12", "1.234,5", "-", "x", "0", "kps", "1.234", "95,5", "có"])
FIGURES = ["dem", "tien", "ty_le", "da_lam"]
MONTHS = [f"2025-{month:02d}" for month in range(7, 13)]


def said(found: Found) -> list[str]:
    return [f"{problem.code} {problem.message}" for problem in found.problems]


@given(st.data(), st.permutations(FIGURES), st.permutations(MONTHS))
def test_wide_and_long_forms_give_the_same(
    data: st.DataObject, figures: list[str], months: list[str]
) -> None:
    grid = {(f, m): data.draw(VALUES) for f in figures for m in months}
    wide = ";".join(["ghi chú", *months, "mã"]) + "\n"
    wide += "".join(";".join(["a", *(grid[f, m] for m in months), f]) + "\n" for f in figures)
    long = "mã;kỳ;giá trị;ghi chú\n" + "".join(f"{f};{m};{v};a\n" for (f, m), v in grid.items())
    one, other = read(wide), read(long)
    assert (one.values, one.rejected) == (other.values, other.rejected)
    assert sorted(said(one)) == sorted(said(other))


def test_a_file_with_too_many_values_is_not_read_to_its_end() -> None:
    head = "Mã," + ",".join(f"T{month}/2025" for month in range(7, 13))
    rows = ["dem,1,1,1,1,1,1"] * (limits.VALUES // 6 + 500)
    found = read("\n".join([head, *rows]))
    (problem,) = [p for p in found.problems if p.code == "file-too-big"]
    assert str(problem.message) == "tệp có hơn 100000 giá trị; không đọc tiếp từ sau dòng này"
    assert limits.VALUES // 6 < (problem.where.line or 0) < len(rows)
