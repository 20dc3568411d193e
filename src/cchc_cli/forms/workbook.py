"""A form as a workbook: what an office gets, fills in, prints and signs.

Only value, note and revision can be typed into; the sheet is protected, without a password.
"""

import io
from datetime import datetime
from typing import Any

from cchc_cli.formats.words import Words
from cchc_cli.forms import wording
from cchc_cli.forms.form import Form, FormRow, State
from cchc_cli.numbers import FigureType
from cchc_cli.texts import printable

FIXED_DATE = datetime(2026, 1, 1)
"""The date that workbooks are said to be made on, so that bytes repeat."""
_FONT = "Times New Roman"
_WIDTHS = (9, 10, 25, 44, 11, 15, 27, 6, 20)
_VALUE, _NOTE, _REVISION = 5, 6, 7
_HEADER_ROW = 8
_NUMBER_FORMATS = {
    FigureType.COUNT: "#,##0",
    FigureType.AMOUNT: "#,##0.00",
    FigureType.PERCENT: "0.00",
    FigureType.YES_NO: "@",
}
_FILLS = {
    State.OPEN: "#FFFBE6",
    State.MISSING: "#FFE08A",
    State.WRONG: "#F8B4B4",
    State.DOUBTED: "#FFD8A8",
}


def render_workbook(form: Form, words: Words) -> bytes:
    """Render a form, and a sheet that explains how to fill it in."""
    import xlsxwriter

    drawn = io.BytesIO()
    book = xlsxwriter.Workbook(
        drawn,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
         "strings_to_numbers": False},
    )  # fmt: skip
    book.set_properties({"created": FIXED_DATE, "title": printable(form.plan.title)})
    _FormSheet(book, form, words).draw()
    if form.remarks:
        _draw_lines(book, words.say(wording.OTHERS_NAME), form.remarks)
    _draw_lines(book, words.say(wording.GUIDE_NAME), [words.say(line) for line in wording.GUIDE])
    book.close()
    return drawn.getvalue()


def _draw_lines(book: Any, name: str, lines: "list[str] | tuple[str, ...]") -> None:
    """Draw a sheet of numbered lines."""
    sheet = book.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 92)
    title = book.add_format({"font_name": _FONT, "font_size": 14, "bold": True})
    plain = {"font_name": _FONT, "font_size": 13, "valign": "top", "text_wrap": True}
    line_format = book.add_format(plain)
    sheet.write_string(0, 0, name.upper(), title)
    for number, line in enumerate(lines, 1):
        sheet.write_string(number + 1, 0, f"{number}.", line_format)
        sheet.write_string(number + 1, 1, line[:32_000], line_format)
        sheet.set_row(number + 1, 18 * (1 + len(line) // 88))
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


class _FormSheet:
    """Draws the sheet to be filled in."""

    def __init__(self, book: Any, form: Form, words: Words) -> None:
        self.book, self.form, self.words = book, form, words
        self.sheet = book.add_worksheet(words.say(wording.SHEET_NAME))
        self.last = _REVISION + (1 if form.shows_previous else 0)
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def draw(self) -> None:
        """Draw the whole sheet."""
        self._set_up()
        self._draw_title()
        self._draw_header()
        for number, row in enumerate(self.form.rows, _HEADER_ROW + 1):
            self._draw_row(number, row)
        self._draw_signatures(_HEADER_ROW + 2 + len(self.form.rows))

    def _format(self, **options: object) -> Any:
        whole = {"font_name": _FONT, "font_size": 12, "valign": "vcenter", **options}
        key = tuple(sorted(whole.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(whole)
        return self._formats[key]

    def _set_up(self) -> None:
        sheet = self.sheet
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.6, right=0.5, top=0.7, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEADER_ROW)
        sheet.set_footer("&C&P/&N")
        sheet.freeze_panes(_HEADER_ROW + 1, 0)
        for column in range(self.last + 1):
            sheet.set_column(column, column, _WIDTHS[column])
        sheet.protect("", {"format_columns": True, "format_rows": True})
        bottom = _HEADER_ROW + 1 + len(self.form.rows)
        sheet.ignore_errors({"number_stored_as_text": f"A1:I{bottom + 1}"})

    def _draw_title(self) -> None:
        form, words = self.form, self.words
        last = self.last
        bold = self._format(bold=True, align="center")
        self.sheet.merge_range(0, 0, 0, 3, printable(form.plan.issuer).upper(),
                               self._format(align="center"))  # fmt: skip
        self.sheet.merge_range(1, 0, 1, 3, printable(form.unit.name).upper(), bold)
        lines = (
            (words.say(wording.TITLE), self._format(bold=True, align="center", font_size=14), 21),
            (wording.period_line(form, words), self._format(bold=True, align="center"), 18),
            (printable(form.plan.title), self._format(italic=True, align="center", text_wrap=True),
             34 if len(form.plan.title) > 110 else 18),
            (wording.deadline_line(form, words), self._format(bold=True, align="center"), 18),
        )  # fmt: skip
        for number, (line, format_, height) in enumerate(lines, 3):
            self.sheet.merge_range(number, 0, number, last, line, format_)
            self.sheet.set_row(number, height)

    def _draw_header(self) -> None:
        format_ = self._format(
            bold=True, align="center", text_wrap=True, border=1, bg_color="#DDE6F0"
        )
        names = [*wording.COLUMNS, wording.PREVIOUS_COLUMN][: self.last + 1]
        for column, name in enumerate(names):
            self.sheet.write_string(_HEADER_ROW, column, self.words.say(name), format_)
        self.sheet.set_row(_HEADER_ROW, 34)

    def _draw_row(self, number: int, row: FormRow) -> None:
        sheet = self.sheet
        locked = self._format(border=1, text_wrap=True)
        centred = self._format(border=1, align="center", num_format="@")
        for column, cell in enumerate(wording.fixed_cells(self.form, row)):
            sheet.write_string(number, column, cell, centred if column in (0, 1, 4) else locked)
        sheet.set_row(number, 18 * max(1, -(-len(row.figure.name) // 44), -(-len(row.note) // 26)))
        fill = _FILLS[row.state]
        kind = row.figure.type
        self._draw_value(number, row, self._format(
            border=1, locked=False, bg_color=fill, num_format=_NUMBER_FORMATS[kind],
            align="center" if kind is FigureType.YES_NO else "right"))  # fmt: skip
        open_text = self._format(border=1, locked=False, bg_color=_FILLS[State.OPEN],
                                 text_wrap=True)  # fmt: skip
        sheet.write_string(number, _NOTE, printable(row.note)[:32_000], open_text)
        revision = self._format(border=1, locked=False, bg_color=_FILLS[State.OPEN],
                                align="center")  # fmt: skip
        if row.revision is not None and row.revision > 1:
            sheet.write_number(number, _REVISION, row.revision, revision)
        else:
            sheet.write_blank(number, _REVISION, None, revision)
        if self.form.shows_previous:
            grey = self._format(border=1, align="center", font_color="#666666")
            sheet.write_string(number, self.last, wording.previous_cell(row), grey)
        self._validate(number, row)

    def _draw_value(self, number: int, row: FormRow, format_: Any) -> None:
        value = row.value
        if value is None:
            self.sheet.write_blank(number, _VALUE, None, format_)
        elif isinstance(value, (bool, str)):
            shown = printable(wording.typed_value(value))[:32_000]
            self.sheet.write_string(number, _VALUE, shown, format_)
        else:
            self.sheet.write_number(number, _VALUE, value, format_)
        if row.remark:
            lines = 2 + len(row.remark) // 34 + row.remark.count("\n")
            self.sheet.write_comment(
                number, _VALUE, row.remark,
                {"author": "", "visible": False, "width": 260, "height": 17 * lines,
                 "font_size": 10},
            )  # fmt: skip

    def _validate(self, number: int, row: FormRow) -> None:
        """Let only what the figure's type allows be typed; the program tells of it."""
        hint = self.words.say(wording.HINTS[row.figure.type])
        messages = {
            "input_title": self.words.say(wording.COLUMNS[_VALUE]),
            "input_message": hint,
            "error_title": self.words.say(wording.COLUMNS[_VALUE]),
            "error_message": hint,
        }
        rules: dict[FigureType, dict[str, object]] = {
            FigureType.COUNT: {"validate": "integer", "criteria": ">=", "value": 0},
            FigureType.AMOUNT: {"validate": "decimal", "criteria": "between",
                                "minimum": -1e15, "maximum": 1e15},
            FigureType.PERCENT: {"validate": "decimal", "criteria": "between",
                                 "minimum": -1e6, "maximum": 1e6},
            FigureType.YES_NO: {"validate": "list", "source": ["có", "chưa"]},
        }  # fmt: skip
        self.sheet.data_validation(
            number, _VALUE, number, _VALUE, {**rules[row.figure.type], **messages}
        )
        said = self.words.say(wording.REVISION_HINT)
        self.sheet.data_validation(
            number, _REVISION, number, _REVISION,
            {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 999,
             "input_message": said, "error_message": said},
        )  # fmt: skip

    def _draw_signatures(self, number: int) -> None:
        words, sheet = self.words, self.sheet
        italic = self._format(italic=True, align="center")
        bold = self._format(bold=True, align="center")
        sheet.merge_range(number, _VALUE, number, _REVISION, words.say(wording.DATE_LINE), italic)
        sheet.write_string(number + 1, 3, words.say(wording.MAKER), bold)
        sheet.merge_range(number + 1, _VALUE, number + 1, _REVISION, words.say(wording.HEAD), bold)
        sheet.write_string(number + 2, 3, words.say(wording.SIGN), italic)
        sheet.merge_range(
            number + 2, _VALUE, number + 2, _REVISION, words.say(wording.SIGN), italic
        )
