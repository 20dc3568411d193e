"""A workbook and its sheets: safe cells, styles made once, the print set-up of an office."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from io import BytesIO
from textwrap import wrap
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cchc_cli.limits import CELL_CHARACTERS
from cchc_cli.periods import last_day
from cchc_cli.pipeline import Run
from cchc_cli.texts import printable

_LETTERS = 1.2
"""How many letters of the workbook's font go into a digit of Excel's, at least."""
FORMULA_CHARACTERS = 8192
"""Excel's limit of a formula's length."""
LAST_ROW = 1_048_575
"""Excel's last row, counted from 0."""
_NO_XML = {code: f"\\u{code:04x}" for code in (0xFFFE, 0xFFFF)}
_FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
_HEADING = {
    "bold": True,
    "text_wrap": True,
    "align": "center",
    "valign": "vcenter",
    "bg_color": "#DCE6F1",
    "border": 1,
}

Value = str | int | float | Fraction | None
"""What a cell holds; None is a cell with nothing in it."""


def cell_text(words: str) -> str:
    """Return `words` as a cell can hold them: nothing that XML forbids, no more than fits."""
    shown = printable(words).translate(_NO_XML)
    return shown if len(shown) <= CELL_CHARACTERS else shown[: CELL_CHARACTERS - 1] + "…"


def _lines(words: str, width: float) -> int:
    """Return how many lines a text takes in a column whose width is counted in digits."""
    letters = max(4, int(width * _LETTERS))
    return 1 if len(words) <= letters else len(wrap(cell_text(words)[:4000], letters))


def width_of(numbers: Iterable[str], least: float) -> float:
    """Return the width of a column in which none of these numbers is shown as ``####``."""
    return max(least, 2 + max(map(len, numbers), default=0))


class Book:
    """A workbook in memory; the same cells give the same bytes."""

    def __init__(self, run: Run, title: str, foot: str, mark: str) -> None:
        self._bytes = BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._workbook = Workbook(self._bytes, options)
        self._styles: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._foot = foot
        self.mark = mark
        """The sentence that tells a report from a submission."""
        plan = run.evaluation.plan
        day = last_day(run.evaluation.period, plan.cut_off_day)
        self._workbook.set_properties(
            {
                "title": cell_text(title)[:255],
                "author": cell_text(plan.issuer)[:255],
                "created": datetime(day.year, day.month, day.day),
            }
        )

    def style(self, **look: Any) -> Format:
        """Return the style of cells that look so, in the workbook's font."""
        return self._made({**_FONT, **look})

    def change(self, **look: Any) -> Format:
        """Return what a conditional format changes of a cell's style."""
        return self._made(look)

    def _made(self, look: dict[str, Any]) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self._styles:
            self._styles[key] = self._workbook.add_format(look)
        return self._styles[key]

    def sheet(self, name: str) -> "Sheet":
        """Add a sheet."""
        return Sheet(self, self._workbook.add_worksheet(name), self._foot)

    def content(self) -> bytes:
        """Return the workbook's bytes; nothing can be added afterwards."""
        self._workbook.close()
        return self._bytes.getvalue()


class Sheet:
    """A sheet that is written cell by cell; rows and columns count from 0."""

    def __init__(self, book: Book, worksheet: Worksheet, foot: str) -> None:
        self.book = book
        self.worksheet = worksheet
        worksheet.set_landscape()
        worksheet.set_paper(9)  # A4
        worksheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        worksheet.fit_to_pages(1, 0)
        # "&" begins a code in a footer, and Excel takes 255 characters of it.
        worksheet.set_footer(f"&L&8{foot[:110].replace('&', '&&')}&R&8&P/&N")

    def put(self, row: int, column: int, value: Value, **look: Any) -> None:
        """Write a text, a number or nothing; a text is never taken for anything else."""
        style = self.book.style(**look)
        if value is None or value == "":
            self.worksheet.write_blank(row, column, None, style)
        elif isinstance(value, str):
            self.worksheet.write_string(row, column, cell_text(value), style)
        else:
            self.worksheet.write_number(row, column, float(value), style)

    def calculate(self, row: int, column: int, formula: str, value: Value, **look: Any) -> None:
        """Write a formula and what it gives; one too long for Excel leaves its value alone."""
        if len(formula) > FORMULA_CHARACTERS:
            self.put(row, column, value, **look)
            return
        known = "" if value is None else cell_text(value) if isinstance(value, str) else value
        number = float(known) if isinstance(known, Fraction) else known
        self.worksheet.write_formula(row, column, formula, self.book.style(**look), number)

    def fit(self, row: int, cells: Iterable[tuple[str, float]]) -> None:
        """Make a row as high as its cells need, each a text and its column's width.

        Excel would do so on its own, LibreOffice does not.
        """
        lines = max((_lines(words, width) for words, width in cells), default=1)
        self.worksheet.set_row(row, min(409.0, 4 + 14.5 * lines))

    def head(self, lines: Sequence[str], marked: int = 1) -> None:
        """Write the lines above a table: a title, then what explains it.

        The line of the number `marked` also bears the mark by which the sheet is known for a
        report wherever it turns up; it is there for that if there are not so many lines.
        """
        below = " · ".join((*lines[marked : marked + 1], self.book.mark))
        for row, line in enumerate([*lines[:marked], below, *lines[marked + 1 :]]):
            size = {"bold": True, "font_size": 14} if row == 0 else {"font_size": 10}
            self.put(row, 0, line, **size)

    def columns(self, row: int, names: Sequence[str], widths: Sequence[float]) -> None:
        """Write a table's header; it stays in sight, and is repeated on every printed page."""
        for column, name in enumerate(names):
            self.put(row, column, name, **_HEADING)
        for column, width in enumerate(widths):
            self.worksheet.set_column(column, column, width)
        self.fit(row, ((name, width - 1) for name, width in zip(names, widths, strict=False)))
        self.worksheet.repeat_rows(row)

    def table_ends(self, header: int, last: int, columns: int, frozen: int) -> None:
        """Give a table its filter, and keep its header and its first `frozen` columns in sight."""
        self.worksheet.autofilter(header, 0, max(last, header), columns - 1)
        self.worksheet.freeze_panes(header + 1, frozen)

    def when(self, area: tuple[int, int, int, int], formula: str, **look: Any) -> None:
        """Change the look of cells of `area` for which `formula` (of its first cell) holds.

        Of several that hold and change the same, the first counts.
        """
        options = {
            "type": "formula",
            "criteria": formula,
            "format": self.book.change(**look),
            "stop_if_true": False,
        }
        self.worksheet.conditional_format(*area, options)
