"""Typed cells of workbooks: stored numbers, percentages, dates, formulas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.submissions.cells import DateCell, ErrorCell, UncachedCell
from cchc_cli.submissions.sheet_cells import NumberTexts, value_text
from sheets import Cell, at_cell, number, read_sheet

FAILED = "ô công thức bị lỗi; sửa công thức trong Excel rồi lưu lại"
SAVE_AGAIN = "mở tệp bằng Excel, chờ tính xong, lưu lại rồi gửi lại; hoặc ghi thẳng con số"


@pytest.mark.parametrize(
    ("figure", "cell", "value"),
    [
        ("tien", number("1.234"), "1.234"),  # needs no notation
        ("tien", number("-1234.5"), "-1234.5"),
        ("tien", number("1E+6"), "1000000"),
        ("ty_le", number("95.5"), "95.5"),
        ("ty_le", number("0.955", is_percent=True), "95.500"),
        ("ty_le", number("0.94996", is_percent=True), "94.99600"),
        ("ty_le", number("1", is_percent=True), "100"),
        ("ty_le", number("0", is_percent=True), "0"),
        ("dem", number("1234.0"), "1234"),
        ("dem", "540", "540"),
        ("da_lam", "có", "True"),
        ("da_lam", "0", "False"),
        ("da_lam", number("1.0"), "True"),
    ],
)
def test_a_stored_number_is_the_number(figure: str, cell: Cell, value: str) -> None:
    found = read_sheet(["Mã", "Giá trị"], [figure, cell])
    assert (found.said, found.values) == ([], {f"hcc {figure} 2025-09": value})
    (entry,) = found.ledger.entries.values()
    assert str(entry.where) == "bc.xlsx › Biểu › B2"


@pytest.mark.parametrize(
    ("figure", "cell", "code", "message", "hint"),
    [
        (
            "dem",
            number("12.5"),
            "not-a-number",
            '"12,5": số đếm phải là số nguyên',
            "ghi số nguyên; dấu chấm chỉ dùng để tách hàng nghìn (1.234)",
        ),
        ("dem", number("-3"), "not-a-number", '"-3": số đếm không được âm', "ghi 0 hoặc số dương"),
        (
            "dem",
            number("0.95", is_percent=True),
            "not-a-number",
            '"95%": ô được định dạng là phần trăm, nhưng số liệu này không phải tỷ lệ',
            "định dạng ô là Number rồi gõ lại con số",
        ),
        (
            "tien",
            number("1", is_percent=True),
            "not-a-number",
            '"100%": ô được định dạng là phần trăm, nhưng số liệu này không phải tỷ lệ',
            "định dạng ô là Number rồi gõ lại con số",
        ),
        (
            "da_lam",
            number("0.5"),
            "not-a-number",
            '"0,5" không phải có hoặc không',
            "ghi có hoặc không; chưa có thông tin thì để trống",
        ),
        (
            "tien",
            number("1E+20"),
            "not-a-number",
            '"100000000000000000000": số dài quá 18 chữ số',
            "kiểm tra lại số và đơn vị tính",
        ),
        (
            "tien",
            DateCell("01/09/2025"),
            "not-a-number",
            '"01/09/2025": Excel đã biến giá trị thành ngày',
            "định dạng ô là Number hoặc General rồi gõ lại con số",
        ),
        ("dem", ErrorCell("#DIV/0!"), "not-a-number", '"#DIV/0!" không phải là số', FAILED),
        (
            "da_lam",
            ErrorCell("#REF!"),
            "not-a-number",
            '"#REF!" không phải có hoặc không',
            FAILED,
        ),
        (
            "dem",
            UncachedCell(),
            "formula-without-value",
            "ô là công thức chưa có kết quả: tệp được lưu mà chưa tính",
            SAVE_AGAIN,
        ),
    ],
)
def test_a_cell_that_holds_no_value_is_told(
    figure: str, cell: Cell, code: str, message: str, hint: str
) -> None:
    found = read_sheet(["Mã", "Giá trị"], [figure, cell])
    assert at_cell(found) == [f"B2 {code}"]
    assert str(found.problems[0].message) == message
    assert str(found.problems[0].hint) == hint
    assert found.rejected == [f"hcc {figure} 2025-09"]


def test_a_percentage_cell_of_a_count_is_never_taken_for_a_plain_number() -> None:
    """Its text may be plain digits, and rows above may have shown unit and period."""
    found = read_sheet(
        ["Mã", "Giá trị", "Lần"], ["dem", "5", ""], ["dem", number("7", is_percent=True), "2"]
    )
    assert at_cell(found) == ["B3 not-a-number"]


def test_a_stored_percentage_below_one_draws_a_warning() -> None:
    found = read_sheet(["Mã", "Giá trị"], ["ty_le", number("0.95")])
    assert at_cell(found) == ["B2 percent-below-one"]
    assert found.values == {"hcc ty_le 2025-09": "0.95"}


def test_stored_numbers_are_no_evidence_of_notation() -> None:
    found = read_sheet(
        ["Mã", "Giá trị", "Kỳ"], ["tien", "1.234", ""], ["ty_le", number("95.5"), "2025-08"],
        at=None, unit="hcc",
    )  # fmt: skip
    assert "B2 ambiguous-number" not in at_cell(found)  # no period: not even that far
    found = read_sheet(["Mã", "Giá trị"], ["tien", "1.234"], ["ty_le", number("95.5")])
    assert at_cell(found) == ["B2 ambiguous-number"]


def test_a_date_in_the_period_column_is_told_and_elsewhere_is_text() -> None:
    found = read_sheet(
        ["Kỳ", "Mã", "Giá trị", "Ghi chú"],
        [DateCell("01/09/2025"), "dem", "5", ""],
        ["2025-10", "dem", "6", DateCell("05/10/2025")],
        at=None,
    )
    assert at_cell(found) == ["A2 period-is-date"]
    assert found.values == {"hcc dem 2025-10": "6"}
    assert [entry.note for entry in found.ledger.entries.values()] == ["05/10/2025"]


def test_formulas_without_a_value_elsewhere_are_told_at_their_cells() -> None:
    blank = UncachedCell()
    found = read_sheet(
        ["Kỳ", "Đơn vị", "Mã", "Giá trị", "Lần"],
        [blank, "hcc", "dem", "5", ""],
        ["2025-09", blank, "dem", "5", ""],
        ["2025-09", "hcc", blank, "5", ""],
        ["2025-09", "hcc", "tien", "5", blank],
        unit=None,
        at=None,
    )
    assert at_cell(found) == [
        "A2 bad-period",
        "B3 unknown-unit",
        "C4 unknown-figure",
        "E5 bad-revision",
    ]
    assert {str(problem.hint) for problem in found.problems} == {SAVE_AGAIN}
    assert found.values == {}


def test_in_a_workbook_words_beside_the_table_are_no_data() -> None:
    found = read_sheet(["Mã", "Giá trị"], ["dem", "5", "đã kiểm tra"], ["tien", "5", "", "12"])
    assert (found.said, len(found.values)) == ([], 2)


@given(st.one_of(st.floats(), st.floats(-1e6, 1e6), st.integers(-(10**16), 10**16).map(float)))
def test_a_number_s_text_is_remembered_as_it_is_worked_out(value: float) -> None:
    assert NumberTexts()[value] == value_text(value)
