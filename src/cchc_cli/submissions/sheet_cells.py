"""A workbook's values as text, and what the text cannot tell of them.

Numbers are taken to 15 significant digits, which is what Excel keeps and shows: 0.1 + 0.2 is 0.3.
"""

import datetime
import math
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice

from cchc_cli.submissions.cells import (
    DateCell,
    ErrorCell,
    NumberCell,
    TypedCell,
    UncachedCell,
)
from cchc_cli.submissions.survey import Sheet

Value = (
    int
    | float
    | str
    | bool
    | datetime.time
    | datetime.date
    | datetime.datetime
    | datetime.timedelta
    | None
)
"""What the library that reads values gives for a cell; None and ``""`` are blank."""

Merged = tuple[tuple[int, int, int, int], ...]
"""Merged cells: top, left, bottom, right, one-based."""

_EXACT = 10**15
"""Whole numbers below this have at most 15 digits."""
_NO_NUMBER = "#NUM!"
"""What a program shows that is handed ``NaN`` or infinity, which no workbook should hold."""
KEPT_ROWS = 5_000
"""How many rows are remembered for questions about their cells; readers go on row by row."""

_KEPT_TEXTS = 20_000
"""How many texts of values are remembered."""


class SheetCells(Mapping[tuple[int, int], TypedCell]):
    """The typed cells of a sheet's latest rows, worked out when asked for.

    A million of them, each worked out beforehand, would take 300 MB.
    """

    def __init__(self, about: Sheet) -> None:
        self.about = about
        self._rows: dict[int, list[Value]] = {}
        self._texts = _Texts()
        self._has_marks = about.has_marks

    def __bool__(self) -> bool:
        """Answer at once: rows, and cells in them, are still to come."""
        return True

    def add(self, row: int, values: list[Value]) -> None:
        """Remember a row that holds something, cells from column A; forget those long past."""
        self._rows[row] = values
        if len(self._rows) > 2 * KEPT_ROWS:
            for old in list(islice(self._rows, KEPT_ROWS)):
                del self._rows[old]

    def __getitem__(self, cell: tuple[int, int]) -> TypedCell:
        values = self._rows[cell[0]]
        if not 0 < cell[1] <= len(values):
            raise KeyError(cell)
        found = self._typed(cell, values[cell[1] - 1])
        if found is None:
            raise KeyError(cell)
        return found

    def __iter__(self) -> Iterator[tuple[int, int]]:
        for row, values in self._rows.items():
            for column, value in enumerate(values, 1):
                if self._typed((row, column), value) is not None:
                    yield row, column

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _typed(self, cell: tuple[int, int], value: Value) -> TypedCell | None:
        shown = self.about.error_at(*cell)
        if shown is not None:
            return ErrorCell(shown)
        if self.about.uncached.has(*cell):
            return UncachedCell()
        if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
            return DateCell(value_text(value))
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        if not math.isfinite(value):
            return ErrorCell(_NO_NUMBER)
        number, is_percent = rounded(value), self.about.percents.has(*cell)
        if is_percent or number != number.to_integral_value() or abs(number) >= _EXACT:
            return NumberCell(number, is_percent)
        return None

    def texts(self, row: int, values: list[Value]) -> list[str]:
        """Return a row's cells as text."""
        about = self.about
        if about.has_truths and bool in set(map(type, values)):
            cells = list(map(_normal_text, values))
        else:
            known = self._texts
            cells = [known[value] for value in values]
        if not self._has_marks:
            return cells
        for column in about.percents.columns(row):
            value = values[column - 1]
            if isinstance(value, (int, float)) and _is_number(value):
                cells[column - 1] = f"{_decimal_text(rounded(value) * 100)}%"
        for column in about.uncached.columns(row):
            cells[column - 1] = "="
        for shown, found in about.errors.items():
            for column in found.columns(row):
                cells[column - 1] = shown
        return cells


class _Texts(dict[Value, str]):
    """The texts of values, most of which come again and again; not of a bool, which equals 1."""

    def __missing__(self, value: Value) -> str:
        if len(self) >= _KEPT_TEXTS:
            self.clear()
        self[value] = text = _normal_text(value)
        return text


def _normal_text(value: Value) -> str:
    """Return a value as text, the letters of which are composed."""
    if type(value) is float and value.is_integer() and -_EXACT < value < _EXACT:
        return str(int(value))  # most cells; twice as fast as the general way
    text = value if type(value) is str else value_text(value)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _is_number(value: float) -> bool:
    return not isinstance(value, bool) and math.isfinite(value)


def rounded(value: float) -> Decimal:
    """Return a stored number to 15 significant digits."""
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")


def _decimal_text(number: Decimal) -> str:
    """Write a number with a decimal comma, neither grouped nor with an exponent."""
    shown = f"{number:f}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".").replace(".", ",")
    return shown


def value_text(value: Value) -> str:
    """Return a value as an officer would type it: ``12,5``, ``01/09/2025``, ``có``."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int | float):
        return _decimal_text(rounded(value)) if math.isfinite(value) else _NO_NUMBER
    if isinstance(value, datetime.timedelta):
        minutes = int(value.total_seconds() // 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    return _date_text(value)


def _date_text(value: datetime.date | datetime.time) -> str:
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    shown = f"{value.day:02d}/{value.month:02d}/{value.year}"
    if isinstance(value, datetime.datetime) and value.time() != datetime.time():
        shown += f" {value:%H:%M}"
    return shown
