"""Old binary workbooks (.xls): survey and values in one pass over their records.

The library that reads other workbooks ends the whole program on a record that claims a huge
sheet; here nothing is believed but the cells that are there.
"""

import datetime
import struct
from collections.abc import Iterator
from typing import Literal

from xlrd.xldate import XLDateError, xldate_as_datetime

from cchc_cli.submissions.sheet_cells import BLOCK_ROWS, Block, Value
from cchc_cli.submissions.survey import (
    BUILTIN_DATES,
    BUILTIN_PERCENTS,
    PASSWORD,
    Refused,
    Sheet,
    check_total,
    damaged,
    is_date_format,
    is_elapsed_format,
    is_percent_format,
)
from cchc_cli.submissions.xls_records import (
    CONTINUE,
    ENCRYPTED,
    TORN,
    Globals,
    read_globals,
    records,
    wide_text,
    workbook_stream,
)

_NUMBER, _RK, _MANY_RK, _SHARED, _LABEL, _RICH_LABEL, _BOOL_OR_ERROR, _TEXT = (
    0x0203, 0x027E, 0x00BD, 0x00FD, 0x0204, 0x00D6, 0x0205, 0x0207,
)  # fmt: skip
_FORMULAS = (0x0006, 0x0206, 0x0406)
"""That of Excel 97 and of Excel 5; Numbers writes those of Excel 3 and 4 instead."""
_CELLS = frozenset({_NUMBER, _RK, _SHARED, _LABEL, _RICH_LABEL, _BOOL_OR_ERROR, *_FORMULAS})
_ROW, _COLUMN, _MERGED = 0x0208, 0x007D, 0x00E5
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_PLACE = struct.Struct("<HHH")
_ELAPSED = 46
"""The number of Excel's own format of elapsed time."""


class XlsSource:
    """The values of a workbook, sheet by sheet."""

    def __init__(self, sheets: list[dict[int, list[Value]]]) -> None:
        """Take the rows that hold something, by their numbers."""
        self._sheets = sheets

    def blocks(self, index: int, about: Sheet) -> Iterator[Block]:
        """Yield a sheet's rows from the first on; cells from column A to the last filled one."""
        held, (bottom, right) = self._sheets[index], about.corner
        for first in range(1, bottom + 1, BLOCK_ROWS):
            rows = (held.get(row, []) for row in range(first, min(bottom + 1, first + BLOCK_ROWS)))
            yield [[*cells, *[""] * (right - len(cells))] for cells in rows]

    def settle(self, index: int, about: Sheet) -> None:
        """Do nothing: the survey tells the extent of every sheet."""


def survey_ole(content: bytes) -> tuple[XlsSource, list[Sheet]]:
    """Return a workbook's values, and what is known of its sheets; Refused if it is none."""
    try:
        stream = workbook_stream(content)
        found = read_globals(stream)
        left = len(stream)
        values = []
        for start, sheet in found.sheets:
            one = _SheetPass(sheet, found)
            left -= one.read(stream, start)
            if left < 0:
                raise damaged(TORN)  # sheets that share their records
            values.append(one.values)
            check_total([known for _, known in found.sheets])
    except Refused:
        raise
    except Exception:  # olefile raises what its parsing happens to meet
        if ENCRYPTED.encode("utf-16-le") in content:
            raise PASSWORD from None
        raise damaged(TORN) from None
    return XlsSource(values), [sheet for _, sheet in found.sheets]


class _SheetPass:
    """Goes over the records of a sheet."""

    def __init__(self, sheet: Sheet, found: Globals) -> None:
        self.sheet = sheet
        self.found = found
        self.values: dict[int, list[Value]] = {}
        self._dates = _Dates(found)
        self._percents = frozenset(
            style
            for style, (number, code) in enumerate(found.styles)
            if (is_percent_format(code) if code else number in BUILTIN_PERCENTS)
        )
        self._awaiting: tuple[int, int] | None = None
        """The cell of a formula whose text stands in the next record."""
        self._text: list[bytes] = []

    def read(self, stream: bytes, start: int) -> int:
        """Read a sheet's values and what is known of them; return how many bytes that took."""
        if not self.sheet.is_table:
            return 0
        size = 0
        for kind, held in records(stream, start):
            size += 4 + len(held)
            self._read_record(kind, held)
        self._end_text()
        self.sheet.check_area()
        return size

    def _read_record(self, kind: int, held: bytes) -> None:
        if kind == CONTINUE and self._text:
            self._text.append(held)
            return
        self._end_text()
        if kind in _CELLS:
            self._read_cell(kind, held)
        elif kind == _MANY_RK:
            self._read_many(held)
        elif kind == _TEXT:
            self._text = [held]
        elif kind == _ROW and held[12] & 0x20:
            self.sheet.hidden_rows.add(struct.unpack_from("<H", held)[0] + 1)
        elif kind == _COLUMN:
            first, last, _, _, flags = struct.unpack_from("<5H", held)
            if flags & 1:
                self.sheet.hide_columns(first + 1, last + 1)
        elif kind == _MERGED:
            for top, bottom, left, right in struct.iter_unpack(
                "<4H", held[2 : 2 + len(held) // 8 * 8]
            ):
                self.sheet.merge((top + 1, left + 1, bottom + 1, right + 1))

    def _read_cell(self, kind: int, held: bytes) -> None:
        row, column, style = _PLACE.unpack_from(held)
        row, column = row + 1, column + 1
        if kind == _NUMBER:
            self._put_number(row, column, style, struct.unpack_from("<d", held, 6)[0])
        elif kind == _RK:
            self._put_number(row, column, style, _rk(struct.unpack_from("<I", held, 6)[0]))
        elif kind == _SHARED:
            words = self.found.strings[struct.unpack_from("<I", held, 6)[0]]
            self.sheet.add_text(len(words))
            self._put(row, column, words)
        elif kind in _FORMULAS:
            self._read_formula(row, column, style, held[6:14])
        elif kind != _BOOL_OR_ERROR:
            self._put(row, column, self._label(held[6:]))
        elif held[7]:
            self._put_error(row, column, held[6])
        else:
            self._put(row, column, bool(held[6]))

    def _read_many(self, held: bytes) -> None:
        """Read numbers that stand side by side."""
        row, first = struct.unpack_from("<HH", held)
        numbers = list(struct.iter_unpack("<HI", held[4:-2]))
        if not numbers:
            return
        self.sheet.fill(row + 1, first + len(numbers))
        self.sheet.fill(row + 1, first + 1)
        cells = self._cells(row + 1, first)
        cells[first : first + len(numbers)] = [
            self._dates.read(style, _rk(number)) for style, number in numbers
        ]
        styles = enumerate((style for style, _ in numbers), first + 1)
        percents = [(row + 1, column) for column, style in styles if style in self._percents]
        self.sheet.percents.add_all(percents)

    def _read_formula(self, row: int, column: int, style: int, result: bytes) -> None:
        """Read a formula's cached result: a number, or what its first byte says."""
        if result[6:] != b"\xff\xff":
            self._put_number(row, column, style, struct.unpack("<d", result)[0])
        elif result[0] == 0:
            self._awaiting = row, column
            self._put(row, column, "")
        elif result[0] == 2:
            self._put_error(row, column, result[2])
        else:
            self._put(row, column, bool(result[2]) if result[0] == 1 else "")

    def _label(self, held: bytes) -> str:
        (length,) = struct.unpack_from("<H", held)
        if self.found.is_wide:
            return wide_text(held[2:], length)
        return held[2 : 2 + length].decode(self.found.code_page, "replace")

    def _end_text(self) -> None:
        """Put the text of a formula, which long ones continue in records of their own."""
        if self._awaiting is not None and self._text:
            first, *more = self._text
            words = self._label(first)
            for held in more:
                words += wide_text(held, len(held))
            self.sheet.add_text(len(words))
            row, column = self._awaiting
            self._put(row, column, words)
            self._awaiting = None
        self._text = []

    def _put(self, row: int, column: int, value: Value) -> None:
        self.sheet.fill(row, column)
        self._cells(row, column)[column - 1] = value

    def _cells(self, row: int, width: int) -> list[Value]:
        """Return the cells of a row, at least so many."""
        cells = self.values.setdefault(row, [])
        if len(cells) < width:
            cells += [""] * (width - len(cells))
        return cells

    def _put_error(self, row: int, column: int, number: int) -> None:
        self._put(row, column, "")
        self.sheet.note_error(row, column, _ERRORS.get(number, "#N/A"))

    def _put_number(self, row: int, column: int, style: int, number: float) -> None:
        if style in self._percents:
            self.sheet.percents.add(row, column)
        self._put(row, column, self._dates.read(style, number))


def _rk(packed: int) -> float:
    """Unpack a number of four bytes: whole, or the upper half of one; maybe in hundredths."""
    if packed & 2:
        signed = packed >> 2
        number = float(signed - (1 << 30) if signed & 1 << 29 else signed)
    else:
        number = float(struct.unpack("<d", b"\0\0\0\0" + struct.pack("<I", packed & ~3))[0])
    return number / 100 if packed & 1 else number


class _Dates:
    """Tells which styles show dates, and what date a number is."""

    def __init__(self, found: Globals) -> None:
        self._mode: Literal[0, 1] = 1 if found.is_from_1904 else 0
        self._elapsed: set[int] = set()
        self._styles: set[int] = set()
        for style, (number, code) in enumerate(found.styles):
            if is_date_format(code) if code else number in BUILTIN_DATES:
                self._styles.add(style)
            if is_elapsed_format(code) if code else number == _ELAPSED:
                self._elapsed.add(style)

    def read(self, style: int, number: float) -> Value:
        """Return a number as the date, time or elapsed time that its style shows, if it does."""
        if style not in self._styles:
            return number
        try:
            if style in self._elapsed:
                return datetime.timedelta(days=number)
            moment = xldate_as_datetime(number, self._mode)
        except (XLDateError, OverflowError, ValueError):
            return number
        return moment.time() if 0 <= number < 1 else moment
