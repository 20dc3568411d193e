"""The sheet of a form: letterhead, table, signatures, laid out for A4 and for filling in."""

from typing import Any

from cchc_cli.formats.words import Words
from cchc_cli.forms import wording
from cchc_cli.forms.form import Form, FormRow, State
from cchc_cli.forms.validation import revision_rule, value_rule
from cchc_cli.numbers import FigureType
from cchc_cli.plan.terms import Task
from cchc_cli.progress import Progress
from cchc_cli.texts import printable

FONT = "Times New Roman"
FIGURE_COLUMN, NAME_COLUMN, VALUE_COLUMN, NOTE_COLUMN, REVISION_COLUMN, ASIDE_COLUMN = (
    2, 3, 5, 6, 7, 8,
)  # fmt: skip
HEADER_ROW = 8
_WIDTHS = (9, 9, 24, 43, 13, 15, 26, 6, 18)
_CENTRED = (0, 1, 4)
_LINE, _LEAST_HEIGHT = 16, 24
"""Points of a line of text, and of the lowest row: what a pen needs."""
_NAME_CHARACTERS, _NOTE_CHARACTERS = 48, 28
"""Characters that surely fit on a line of these columns."""
_CELL_CHARACTERS, _COMMENT_CHARACTERS = 32_000, 2_000
_EXACT_DIGITS = 15
"""Digits that a number of a workbook keeps."""

_DECIMALS = "#########"
_HAS_FRACTION = "={cell}<>ROUND({cell},0)"
_HAS_THREE_DECIMALS = "=AND(ABS({cell})<1000,{cell}=ROUND({cell},3),{cell}<>ROUND({cell},2))"
_NUMBER_FORMATS = {
    FigureType.COUNT: "#,##0",
    FigureType.AMOUNT: f"#,##0.0{_DECIMALS}",
    FigureType.PERCENT: f"0.0{_DECIMALS}",
    FigureType.YES_NO: "@",
}
_FORMATS_BY_CONDITION = {
    FigureType.COUNT: (_HAS_FRACTION, f"#,##0.0{_DECIMALS}"),
    FigureType.AMOUNT: (_HAS_THREE_DECIMALS, "#,##0.0000"),
}
"""How a value is shown, and how where a condition holds.

A form saved as CSV holds what is shown.  So nothing is rounded, not even a fraction pasted into a
count, up to ten decimals; an amount always shows a decimal mark, and never three decimals alone:
1.234 in a CSV file could be 1234, but 1.234,0 and 1,2340 cannot.
"""
_FILLS = {
    State.OPEN: "#FFFBE6",
    State.MISSING: "#FFE08A",
    State.WRONG: "#F8B4B4",
    State.DOUBTED: "#FFD8A8",
}


class FormSheet:
    """Draws a form on the first sheet of a workbook."""

    def __init__(self, book: Any, form: Form, words: Words) -> None:
        self.book, self.form, self.words = book, form, words
        self.sheet = book.add_worksheet(words.say(wording.SHEET_NAME))
        self.names = wording.column_names(form, words)
        self.last = len(self.names) - 1
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def draw(self) -> None:
        """Draw the whole sheet."""
        self._set_up()
        self._draw_title()
        self._draw_header()
        number = HEADER_ROW + 1
        for index, row in enumerate(self.form.rows):
            if row.is_task and not (index and self.form.rows[index - 1].is_task):
                self._draw_tasks_line(number)
                number += 1
            self._draw_row(number, row)
            number += 1
        self._draw_signatures(number + 1)

    def _format(self, **options: object) -> Any:
        whole = {"font_name": FONT, "font_size": 12, "valign": "vcenter", **options}
        key = tuple(sorted(whole.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(whole)
        return self._formats[key]

    def _set_up(self) -> None:
        sheet = self.sheet
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.6, right=0.5, top=0.6, bottom=0.7)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADER_ROW)
        sheet.set_footer("&C&P/&N")
        sheet.freeze_panes(HEADER_ROW + 1, 0)
        sheet.set_selection(HEADER_ROW + 1, VALUE_COLUMN, HEADER_ROW + 1, VALUE_COLUMN)
        for column in range(self.last + 1):
            sheet.set_column(column, column, _WIDTHS[column])
        sheet.protect("", {"format_columns": True, "format_rows": True})
        bottom = HEADER_ROW + 2 + len(self.form.rows)
        sheet.ignore_errors({"number_stored_as_text": f"A1:I{bottom}"})

    def _draw_title(self) -> None:
        form, words, sheet = self.form, self.words, self.sheet
        centred, bold = self._format(align="center"), self._format(align="center", bold=True)
        issuer, unit = printable(form.plan.issuer).upper(), printable(form.unit.name).upper()
        sheet.merge_range(0, 0, 0, NAME_COLUMN, issuer, centred)
        sheet.merge_range(1, 0, 1, NAME_COLUMN, unit, bold)
        sheet.set_row(2, 6)
        italic = self._format(italic=True, align="center", text_wrap=True)
        large = self._format(bold=True, align="center", font_size=14)
        lines = (
            (words.say(wording.TITLE), large, 21),
            (wording.period_line(form, words), bold, 18),
            (printable(form.plan.title), italic, 34 if len(form.plan.title) > 110 else 18),
            (wording.deadline_line(form, words), bold, 18),
            (wording.legend_line(form, words), italic, 22),
        )
        for number, (line, format_, height) in enumerate(lines, 3):
            sheet.merge_range(number, 0, number, self.last, line, format_)
            sheet.set_row(number, height)

    def _draw_header(self) -> None:
        format_ = self._format(
            bold=True, align="center", text_wrap=True, border=1, bg_color="#DDE6F0"
        )
        for column, name in enumerate(self.names):
            self.sheet.write_string(HEADER_ROW, column, name, format_)
        self.sheet.set_row(HEADER_ROW, 34)

    def _draw_tasks_line(self, number: int) -> None:
        """Draw the line below which tasks stand; to a reader it is a row without a value."""
        format_ = self._format(bold=True, border=1, bg_color="#EEF2F7", indent=1)
        said = self.words.say(wording.TASKS_LINE)
        self.sheet.merge_range(number, 0, number, self.last, said, format_)
        self.sheet.set_row(number, _LEAST_HEIGHT)

    def _draw_row(self, number: int, row: FormRow) -> None:
        sheet = self.sheet
        sheet.set_row(number, _height_of(row))
        for column, cell in enumerate(wording.fixed_cells(self.form, row, self.words)):
            sheet.write_string(number, column, cell, self._fixed_format(column))
        self._draw_value(number, row)
        note = self._format(
            border=1, locked=False, bg_color=_FILLS[State.OPEN], text_wrap=True, indent=1
        )
        self._write(number, NOTE_COLUMN, printable(row.note)[:_CELL_CHARACTERS], note)
        revision = self._format(border=1, locked=False, bg_color=_FILLS[State.OPEN], align="center")
        if row.revision is not None and row.revision > 1:
            sheet.write_number(number, REVISION_COLUMN, row.revision, revision)
        else:
            sheet.write_blank(number, REVISION_COLUMN, None, revision)
        sheet.data_validation(
            number, REVISION_COLUMN, number, REVISION_COLUMN, revision_rule(self.words)
        )
        if self.last == ASIDE_COLUMN:
            grey = self._format(border=1, align="center", text_wrap=True, font_color="#555555")
            said = wording.aside(self.form, row, self.words)
            self._write(number, ASIDE_COLUMN, said, grey)

    def _write(self, number: int, column: int, words: str, format_: Any) -> None:
        """Write text, which is never a formula; an empty cell where there is none."""
        if words:
            self.sheet.write_string(number, column, words, format_)
        else:
            self.sheet.write_blank(number, column, None, format_)

    def _fixed_format(self, column: int) -> Any:
        if column in _CENTRED:
            return self._format(border=1, align="center", num_format="@", text_wrap=True)
        if column == FIGURE_COLUMN:
            return self._format(border=1, font_size=10, shrink=True, indent=1)
        return self._format(border=1, text_wrap=True, indent=1)

    def _draw_value(self, number: int, row: FormRow) -> None:
        value, sheet = row.value, self.sheet
        kind = None if isinstance(row.figure, Task) else row.figure.type
        is_word = kind in (None, FigureType.YES_NO)
        align: dict[str, object] = {"align": "right", "indent": 1}
        if is_word:
            align = {"align": "center", "text_wrap": True}
        format_ = self._format(
            border=1, locked=False, bg_color=_FILLS[row.state],
            num_format="@" if kind is None else _NUMBER_FORMATS[kind], **align,
        )  # fmt: skip
        place = (number, VALUE_COLUMN, number, VALUE_COLUMN)
        if value is None:
            sheet.write_blank(number, VALUE_COLUMN, None, format_)
        elif isinstance(value, bool | str | Progress) or len(wording.plain(value)) > _EXACT_DIGITS:
            typed = printable(wording.typed_value(value))[:_CELL_CHARACTERS]
            sheet.write_string(number, VALUE_COLUMN, typed, format_)
        else:
            sheet.write_number(number, VALUE_COLUMN, value, format_)
        self._show_otherwise(number, kind)
        sheet.data_validation(*place, value_rule(row.figure, self.words))
        if row.remark:
            self._draw_comment(number, row.remark[:_COMMENT_CHARACTERS])

    def _show_otherwise(self, number: int, kind: FigureType | None) -> None:
        if kind is not None and kind in _FORMATS_BY_CONDITION:
            condition, shown_as = _FORMATS_BY_CONDITION[kind]
            rule = {
                "type": "formula",
                "criteria": condition.format(cell=f"$F{number + 1}"),
                "format": self.book.add_format({"num_format": shown_as}),
            }
            self.sheet.conditional_format(number, VALUE_COLUMN, number, VALUE_COLUMN, rule)

    def _draw_comment(self, number: int, remark: str) -> None:
        """Draw a comment as high as its text takes."""
        lines = 1 + sum(1 + len(line) // 42 for line in remark.split("\n"))
        self.sheet.write_comment(
            number, VALUE_COLUMN, remark,
            {"author": "", "visible": False, "width": 320, "height": 18 * lines,
             "font_name": FONT, "font_size": 11},
        )  # fmt: skip

    def _draw_signatures(self, number: int) -> None:
        words, sheet = self.words, self.sheet
        italic = self._format(italic=True, align="center")
        bold = self._format(bold=True, align="center")
        left, right = (1, NAME_COLUMN), (VALUE_COLUMN, REVISION_COLUMN)
        for below, line, columns, format_ in (
            (0, wording.DATE_LINE, right, italic),
            (1, wording.MAKER, left, bold),
            (1, wording.HEAD, right, bold),
            (2, wording.SIGN, left, italic),
            (2, wording.SIGN, right, italic),
        ):
            row = number + below
            sheet.merge_range(row, columns[0], row, columns[1], words.say(line), format_)
        for below in range(3):
            sheet.set_row(number + below, 18)


def _height_of(row: FormRow) -> int:
    """Return a row's height in points; a program that prints it does not fit it to its text."""
    lines = max(
        1, -(-len(row.figure.name) // _NAME_CHARACTERS), -(-len(row.note) // _NOTE_CHARACTERS)
    )
    return min(400, max(_LEAST_HEIGHT, 4 + _LINE * lines))
