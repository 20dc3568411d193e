"""A form as a workbook: what is locked, what may be typed, how it prints; a plan's text is data."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from building import period, plan_of
from cchc_cli.formats.words import Words
from cchc_cli.forms.form import Form, FormRow, State, blank_form
from cchc_cli.forms.wording import column_names
from cchc_cli.forms.workbook import render_workbook
from cchc_cli.locale import LANGUAGES
from cchc_cli.numbers import Value
from cchc_cli.periods import deadline_of
from cchc_cli.plan.terms import Plan
from cchc_cli.submissions.columns import Role, match_header

FIGURES = """
    dem: {type: count}
    ton: {type: count, over_time: last}
    tien: {type: amount, every: quarter}
    ty_le: {type: percent, over_time: last}
    da_lam: {type: yes_no}
"""
PLAN = plan_of(FIGURES, 'measure: {total: [dem]}, require: ">= 1"')
FIRST_ROW = 10
VALUE, NOTE, REVISION = "F", "G", "H"


def form_of(plan: Plan = PLAN, at: str = "2025-09") -> Form:
    of_period = period(at)
    deadline = deadline_of(of_period, plan.cut_off_day, 5)
    form = blank_form(plan, plan.unit["hcc"], of_period, deadline)
    assert form is not None
    return form


def book_of(form: Form, language: str = "vi") -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(render_workbook(form, Words(form.plan, language))))


def sheet_of(form: Form, language: str = "vi") -> Worksheet:
    return book_of(form, language).worksheets[0]


def lines(sheet: Worksheet) -> list[str]:
    """Return what stands above the table."""
    above = (sheet.cell(row, 1).value for row in range(1, FIRST_ROW - 1))
    return [str(line) for line in above if line]


def with_row(value: Value | str | None = None, state: State = State.OPEN, remark: str = "") -> Form:
    """Return a returned form whose first row is so."""
    form = form_of()
    first = form.rows[0]._replace(value=value, state=state, remark=remark)
    return form._replace(rows=(first, *form.rows[1:]), is_returned=True)


def rule_at(sheet: Worksheet, cell: str) -> DataValidation:
    rules: list[DataValidation] = sheet.data_validations.dataValidation
    (rule,) = [rule for rule in rules if cell in rule.sqref]
    return rule


def test_the_title_tells_plan_unit_period_and_deadline() -> None:
    assert lines(sheet_of(form_of())) == [
        "UBND XÃ",
        "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        "BIỂU SỐ LIỆU CẢI CÁCH HÀNH CHÍNH",
        "Kỳ tháng 9/2025 (từ 01/09/2025 đến 30/09/2025)",
        "Kế hoạch CCHC",
        "Hạn nộp: ngày 05/10/2025",
        "Điền vào các ô có màu nền; cách điền xem ở trang Hướng dẫn.",
    ]


def test_a_period_that_is_cut_off_has_its_own_dates() -> None:
    form = form_of()._replace(deadline=date(2025, 9, 20))
    cut_off = form._replace(plan=_cut_off(form.plan, 14))
    assert lines(sheet_of(cut_off))[3:6:2] == [
        "Kỳ tháng 9/2025 (từ 15/08/2025 đến 14/09/2025)",
        "Hạn nộp: ngày 20/09/2025",
    ]


def _cut_off(plan: Plan, day: int) -> Plan:
    return replace(plan, cut_off_day=day)


def test_only_value_note_and_revision_can_be_typed_into() -> None:
    sheet = sheet_of(form_of())
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    unlocked = {
        cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    }
    rows = range(FIRST_ROW, FIRST_ROW + 5)
    assert unlocked == {f"{column}{row}" for column in (VALUE, NOTE, REVISION) for row in rows}


@pytest.mark.parametrize(
    ("row", "kind", "operator", "bounds", "style"),
    [
        (0, "whole", "greaterThanOrEqual", ("0", None), None),
        (2, "decimal", None, ("-1000000000000000", "1000000000000000"), None),
        (3, "decimal", None, ("0", "100"), "warning"),
        (4, "list", None, ('"có,chưa"', None), None),
    ],
)
def test_what_may_be_typed(
    row: int, kind: str, operator: str | None, bounds: tuple[str | None, str | None],
    style: str | None,
) -> None:  # fmt: skip
    rule = rule_at(sheet_of(form_of()), f"{VALUE}{FIRST_ROW + row}")
    assert (rule.type, rule.operator, rule.errorStyle) == (kind, operator, style)
    assert (rule.formula1, rule.formula2) == bounds
    assert rule.showErrorMessage


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_while_typing_is_short_enough_for_excel(language: str) -> None:
    rules = sheet_of(form_of(), language).data_validations.dataValidation
    assert len(rules) >= 5
    for rule in rules:
        assert rule.prompt
        assert rule.error
        assert len(rule.promptTitle or "") <= 32
        assert max(len(rule.prompt), len(rule.error)) <= 255


def test_what_a_value_tells_of_is_said_at_its_cell() -> None:
    sheet = sheet_of(form_of())
    said = [str(rule_at(sheet, f"{VALUE}{FIRST_ROW + row}").prompt) for row in range(5)]
    assert [words.partition(". ")[0] for words in said] == [
        "Số phát sinh trong kỳ này",
        "Số tại ngày cuối kỳ",
        "Số phát sinh kể từ lần báo cáo trước",
        "Số tại ngày cuối kỳ",
        'Chọn "có" hoặc "chưa"',
    ]


def test_it_prints_on_a4_with_its_header_on_every_page() -> None:
    sheet = sheet_of(form_of())
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$9:$9"
    assert sheet.freeze_panes == "A10"


def test_a_period_stays_text() -> None:
    cell = sheet_of(form_of())["A10"]
    assert (cell.value, cell.data_type, cell.number_format) == ("2025-09", "s", "@")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "form",
    [form_of(), form_of()._replace(shows_previous=True), form_of()._replace(is_returned=True)],
    ids=["blank", "with the previous values", "returned"],
)
def test_every_column_is_read_as_what_it_is(language: str, form: Form) -> None:
    names = column_names(form, Words(PLAN, language))
    header = match_header(names)
    assert (header.columns, header.months, header.clashes) == (
        {Role.PERIOD: 0, Role.UNIT: 1, Role.FIGURE: 2, Role.NAME: 3, Role.VALUE: 5, Role.NOTE: 6,
         Role.REVISION: 7},
        (), (),
    )  # fmt: skip


def test_a_plan_s_text_is_never_a_formula() -> None:
    nasty = plan_of(FIGURES, 'measure: {total: [dem]}, require: ">= 1"')
    figure = nasty.figures[0]._replace(name="=1+1\x07\n<b>", measured_in='=HYPERLINK("x")')
    row = FormRow(figure, period("2025-09"), "=cmd|x", "@SUM(1)", state=State.WRONG, remark="=1")
    form = form_of(nasty)._replace(rows=(row,), remarks=("=2+2",), is_returned=True)
    drawn = render_workbook(form, Words(nasty, "vi"))
    with zipfile.ZipFile(io.BytesIO(drawn)) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in parts.read(name)
            assert b"\x07" not in parts.read(name)
    (cells,) = openpyxl.load_workbook(io.BytesIO(drawn)).worksheets[0].iter_rows(10, 10, 4, 7)
    assert [cell.value for cell in cells] == [
        "=1+1\\x07\\x0a<b>", '=HYPERLINK("x")', "=cmd|x", "@SUM(1)",
    ]  # fmt: skip
    assert {cell.data_type for cell in cells} == {"s"}


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (1234, 1234),
        (Decimal("0.1"), 0.1),
        (123456789012345678, "123456789012345678"),
        (True, "có"),
        (False, "chưa"),
        ("1.234", "1.234"),
        (None, None),
    ],
)
def test_what_was_submitted_stands_in_its_cell(value: Value | str | None, stored: object) -> None:
    assert sheet_of(with_row(value=value))["F10"].value == stored


def test_how_a_row_stands_is_told_by_a_word_too() -> None:
    seen = set()
    for state, word in (
        (State.OPEN, None),
        (State.MISSING, "chưa có"),
        (State.WRONG, "sai, cần sửa"),
        (State.DOUBTED, "xem lại"),
    ):
        sheet = sheet_of(with_row(state=state))
        assert sheet["I10"].value == word
        seen.add(sheet["F10"].fill.start_color.rgb)
    assert len(seen) == 4


def test_a_comment_is_as_high_as_its_text() -> None:
    def height(remark: str) -> float:
        form = with_row(remark=remark)
        drawn = render_workbook(form, Words(form.plan, "vi"))
        with zipfile.ZipFile(io.BytesIO(drawn)) as parts:
            shape = parts.read("xl/drawings/vmlDrawing1.vml").decode("utf-8")
        found = re.search(r"height:([\d.]+)pt", shape)
        assert found is not None
        return float(found[1])

    assert height("ngắn") < height("dài " * 30) < height("dài\n" * 30)


def test_a_comment_holds_cause_and_cure() -> None:
    comment = sheet_of(with_row(remark="sai. Cách sửa: đúng."))["F10"].comment
    assert comment is not None
    assert comment.text == "sai. Cách sửa: đúng."


def test_beside_the_form_stand_a_guide_and_what_belongs_to_no_row() -> None:
    assert book_of(form_of()).sheetnames == ["Biểu", "Hướng dẫn"]
    book = book_of(form_of()._replace(remarks=("một", "hai")))
    assert book.sheetnames == ["Biểu", "Lỗi khác", "Hướng dẫn"]
    assert [row[1].value for row in book["Lỗi khác"].iter_rows(min_row=3)] == ["một", "hai"]


def test_no_date_and_no_name_is_left_in_the_file() -> None:
    book = book_of(form_of())
    assert str(book.properties.created) == str(book.properties.modified) == "2026-01-01 00:00:00"
    assert not book.properties.creator
