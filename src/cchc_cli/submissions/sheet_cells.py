"""A workbook's values as text, and what the text cannot tell of them.

Numbers are taken to 15 significant digits, which is what Excel keeps and shows: 0.1 + 0.2 is 0.3.
"""

import datetime
import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import chain, islice
from typing import TypeGuard

from cchc_cli.names import compose, is_composed
from cchc_cli.submissions.cells import (
    DateCell,
    ErrorCell,
    NumberCell,
    StruckCell,
    TypedCell,
    UncachedCell,
)
from cchc_cli.submissions.records import Record
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
)
"""What the library that reads values gives for a cell; ``""`` is blank."""

_EXACT = 10**15
"""Whole numbers below this have at most 15 digits."""
_NO_NUMBER = "#NUM!"
"""What a program shows that is handed ``NaN`` or infinity, which no workbook should hold."""
Block = list[list[Value]]
"""Rows that follow each other, all of the same width, cells from column A on."""

BLOCK_ROWS = 1_000
"""How many rows are read at a time."""
_KEPT_ROWS = 5_000
"""How many rows are remembered for questions about their cells; readers go on row by row."""

_TOGETHER = 200
"""Texts of which it is asked at once whether they are composed: a few megabytes at most."""
_KEPT_TEXTS = 20_000
"""How many texts of values are remembered."""


class SheetCells(Mapping[tuple[int, int], TypedCell]):
    """The typed cells of a sheet's latest rows, worked out when asked for.

    A million of them, each worked out beforehand, would take 300 MB.
    """

    def __init__(self, about: Sheet) -> None:
        self.about = about
        self._rows: dict[int, list[Value]] = {}
        self._numbers = NumberTexts()
        self._percentages = _PercentTexts()
        self._has_marks = about.has_marks

    def __bool__(self) -> bool:
        """Answer at once: rows, and cells in them, are still to come."""
        return True

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
        if not self._has_marks and (type(value) is str or _is_whole(value)):
            return None  # as most are
        shown = self.about.error_at(*cell)
        if shown is not None:
            return ErrorCell(shown)
        if self.about.uncached.has(*cell):
            return UncachedCell()
        if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
            return DateCell(value_text(value))
        if isinstance(value, str) and value in self.about.struck_texts:
            return StruckCell()
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        if not math.isfinite(value):
            return ErrorCell(_NO_NUMBER)
        number, is_percent = rounded(value), self.about.percents.has(*cell)
        if is_percent or number != number.to_integral_value() or abs(number) >= _EXACT:
            return NumberCell(number, is_percent)
        return None

    def read(self, first: int, block: Block) -> list[Record]:
        """Return the records of rows that hold something; `first` is the number of the first row.

        They are remembered, and those long past forgotten.
        """
        texts = self._texts(block)
        if self._has_marks:
            for row, (values, cells) in enumerate(zip(block, texts, strict=True), first):
                self._mark(row, values, cells)
        records: list[Record] = [
            (row, cells) for row, cells in enumerate(texts, first) if any(cells)
        ]
        self._rows.update((row, block[row - first]) for row, _ in records)
        if len(self._rows) > 2 * _KEPT_ROWS:
            for old in list(islice(self._rows, len(self._rows) - _KEPT_ROWS)):
                del self._rows[old]
        return records

    def _texts(self, block: Block) -> list[list[str]]:
        """Return the values of rows as text, the letters of which are composed."""
        values = list(chain.from_iterable(block))
        if self.about.has_truths and bool in set(map(type, values)):
            texts = list(map(value_text, values))
        else:  # true is not told from 1
            numbers = self._numbers
            texts = [value if type(value) is str else numbers[value] for value in values]
        for at in range(0, len(texts), _TOGETHER):
            if not is_composed("\0".join(texts[at : at + _TOGETHER])):
                texts[at : at + _TOGETHER] = map(compose, texts[at : at + _TOGETHER])
        width = len(block[0])
        return [texts[at : at + width] for at in range(0, len(texts), width)]

    def _mark(self, row: int, values: list[Value], cells: list[str]) -> None:
        """Put what a value does not tell into the cells of its row."""
        about = self.about
        for column in about.percents.columns(row):
            value = values[column - 1]
            if type(value) is float or type(value) is int:
                cells[column - 1] = self._percentages[value]
        for column in about.uncached.columns(row):
            cells[column - 1] = "="
        for shown, found in about.errors.items():
            for column in found.columns(row):
                cells[column - 1] = shown


class NumberTexts(dict[Value, str]):
    """The texts of numbers, dates and blanks, most of which come again and again."""

    def __missing__(self, value: Value) -> str:
        if len(self) >= _KEPT_TEXTS:
            self.clear()
        if _is_whole(value):
            text = str(int(value))
        elif (
            type(value) is float and math.isfinite(value) and "e" not in (digits := f"{value:.15g}")
        ):
            text = digits.replace(".", ",")
        else:
            text = value_text(value)  # the general way, which takes thrice as long
        self[value] = text
        return text


class _PercentTexts(dict[float, str]):
    """The texts of percentages."""

    def __missing__(self, value: float) -> str:
        if len(self) >= _KEPT_TEXTS:
            self.clear()
        is_number = math.isfinite(value)
        self[value] = text = (
            f"{_decimal_text(rounded(value) * 100)}%" if is_number else value_text(value)
        )
        return text


def _is_whole(value: Value) -> TypeGuard[float]:
    """Tell whether a value is a number that its digits tell."""
    return type(value) is float and value.is_integer() and -_EXACT < value < _EXACT


def rounded(value: float) -> Decimal:
    """Return a stored number to 15 significant digits; zero has no sign."""
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value + 0.0:.15g}")


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
