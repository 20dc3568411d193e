"""A form as a workbook: what an office gets, fills in, prints and signs.

Only value, note and revision can be typed into; the sheet is protected, without a password.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cchc_cli.formats.words import Words
from cchc_cli.forms import wording
from cchc_cli.forms.form import Form
from cchc_cli.forms.sheet import FONT, FormSheet
from cchc_cli.texts import printable

FIXED_DATE = datetime(2026, 1, 1)
"""The date that workbooks are said to be made on, so that bytes repeat."""
_LINE_CHARACTERS = 96
_CELL_CHARACTERS = 32_000
_MOST_LINES = 1_000


def render_workbook(form: Form, words: Words) -> bytes:
    """Render a form, what is wrong beside its rows, and a sheet that explains how to fill it in."""
    import xlsxwriter

    drawn = io.BytesIO()
    book = xlsxwriter.Workbook(
        drawn,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
         "strings_to_numbers": False},
    )  # fmt: skip
    book.set_properties({"created": FIXED_DATE, "title": printable(form.plan.title)[:200]})
    FormSheet(book, form, words).draw()
    if form.remarks:
        _draw_lines(book, words.say(wording.OTHERS_NAME), form.remarks)
    _draw_lines(book, words.say(wording.GUIDE_NAME), wording.guide(form, words))
    book.close()
    return drawn.getvalue()


def _draw_lines(book: Any, name: str, lines: Sequence[str]) -> None:
    """Draw a sheet of numbered lines."""
    sheet = book.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 88)
    title = book.add_format({"font_name": FONT, "font_size": 14, "bold": True})
    line_format = book.add_format(
        {"font_name": FONT, "font_size": 13, "valign": "top", "text_wrap": True}
    )
    sheet.write_string(0, 0, name.upper(), title)
    for number, line in enumerate(lines[:_MOST_LINES], 1):
        sheet.write_string(number + 1, 0, f"{number}.", line_format)
        sheet.write_string(number + 1, 1, line[:_CELL_CHARACTERS], line_format)
        sheet.set_row(number + 1, min(400, 6 + 17 * (1 + len(line) // _LINE_CHARACTERS)))
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
