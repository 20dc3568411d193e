"""What the reader of workbooks does not tell of their cells, and how much of a sheet there is.

calamine gives values, but neither the formats of numbers nor errors, hidden rows and formulas
without a result; and it lays a sheet out whole, however far apart its cells are.  Each kind of
workbook is therefore surveyed first, in its raw form, within the limits.
"""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from cchc_cli.limits import CELLS, COLUMNS, HEADER_ROWS, MERGES, ROWS, WORKBOOK_INFLATED_BYTES
from cchc_cli.problems import Location, Problem, error
from cchc_cli.submissions.kinds import KIND_NAMES, Kind, cure_of
from cchc_cli.submissions.records import Merge, PlaceOf
from cchc_cli.texts import Text, text


class Refused(Exception):
    """Ends the reading of a workbook; carries the problem that tells why."""

    def __init__(
        self,
        code: str,
        message: Text,
        hint: Text,
        sheet: str = "",
        cell: str = "",
        line: int | None = None,
    ) -> None:
        self.code, self.message, self.hint = code, message, hint
        self.sheet, self.cell, self.line = sheet, cell, line

    def problem(self, path: str) -> Problem:
        """Return the problem, placed in the file at `path`."""
        where = Location(path, self.line, None, self.sheet or None, self.cell or None)
        return error(self.code, where, self.message, self.hint)


DAMAGED_HINT = text("mở tệp gốc bằng Excel, lưu lại (Save As) rồi gửi lại; nếu không mở được, xin "
                    "đơn vị gửi lại tệp")  # fmt: skip


def damaged(message: Text) -> Refused:
    """Return the refusal of a workbook that is torn or not what it should be."""
    return Refused("damaged-file", message, DAMAGED_HINT)


PASSWORD = Refused(
    "password-protected",
    text("tệp có mật khẩu, không mở được"),
    text("mở tệp, bỏ mật khẩu (File › Info › Protect Workbook › Encrypt), lưu lại rồi gửi lại"),
)

SHEET_COLUMNS, SHEET_ROWS = 16_384, 1_048_576
"""Of a sheet of Excel's."""
_FORMAT_CHARACTERS = 10_000
"""Of a number format; Excel reads 255."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def column_letters(column: int) -> str:
    """Return a one-based column as letters: 28 is ``AB``."""
    letters = ""
    while column > 0:
        column, left = divmod(column - 1, 26)
        letters = _LETTERS[left] + letters
    return letters


def column_number(letters: bytes) -> int:
    """Return a column's one-based number from its letters: A is 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def cell_name(row: int, column: int) -> str:
    """Return a cell's address; row and column are one-based."""
    return f"{column_letters(column)}{row}"


def place_in_sheet(name: str, title: str) -> PlaceOf:
    """Return what names a place of a sheet: its cell, or its row where no cell is meant."""
    letters: dict[int, str] = {}
    new = tuple.__new__  # half the named tuple's own time; there is one for each value

    def place(line: int, column: int | None) -> Location:
        if column is None:
            return Location(name, line, None, title)
        shown = letters.get(column) or letters.setdefault(column, column_letters(column))
        return new(Location, (name, line, column, title, f"{shown}{line}"))

    return place


class CellSet:
    """A set of cells in a few bytes a row: a sheet may have two million of them."""

    __slots__ = ("_rows",)

    def __init__(self) -> None:
        self._rows: dict[int, int] = {}
        """By row, the columns as bits of a number."""

    def __bool__(self) -> bool:
        return bool(self._rows)

    def add(self, row: int, column: int) -> None:
        """Add a cell."""
        self._rows[row] = self._rows.get(row, 0) | 1 << column

    def add_all(self, cells: Iterable[tuple[int, int]]) -> None:
        """Add cells, each by its row and column."""
        rows, latest, bits = self._rows, 0, 0
        for row, column in cells:  # most follow one of the same row
            if row != latest:
                rows[latest] = bits
                latest, bits = row, rows.get(row, 0)
            bits |= 1 << column
        rows[latest] = bits
        rows.pop(0, None)

    def has(self, row: int, column: int) -> bool:
        """Tell whether a cell is in the set."""
        return bool(self._rows.get(row, 0) >> column & 1)

    def extent(self) -> tuple[set[int], set[int]]:
        """Return the first and the last row of any cell, and its columns."""
        bits = reduce(or_, self._rows.values(), 0)
        columns = {column for column in range(bits.bit_length()) if bits >> column & 1}
        return ({min(self._rows), max(self._rows)} if self._rows else set()), columns

    def columns(self, row: int) -> list[int]:
        """Return the columns of a row's cells."""
        bits = self._rows.get(row)
        return [c for c in range(bits.bit_length()) if bits >> c & 1] if bits else []


@dataclass(slots=True)
class Sheet:
    """What was found in one sheet; rows and columns are one-based."""

    name: str
    is_hidden: bool = False
    is_table: bool = True
    """Charts, macro sheets and dialogs are no tables."""
    percents: CellSet = field(default_factory=CellSet)
    errors: dict[str, CellSet] = field(default_factory=dict)
    """By the error shown."""
    uncached: CellSet = field(default_factory=CellSet)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    """Of merged cells one more than `MERGES` at most."""
    has_truths: bool = True
    """Whether there may be cells that are true or false."""
    is_near: bool = False
    """Whether all cells lie within A1:Z100059; their extent is told by the library, if anybody."""
    struck_texts: Set[str] = frozenset()
    """Texts that show what is struck out, raised or lowered in them."""
    struck_cells: Sequence[str] = ()
    """The first of the cells that hold something and are struck out as a whole."""
    filled_rows: int = 0
    characters: int = 0
    """Of all strings, each counted wherever it is used."""
    _hides: int = 0
    _top: int = 0
    _left: int = 0
    _bottom: int = 0
    _right: int = 0

    @property
    def corner(self) -> tuple[int, int]:
        """Return the last row and the last column that are filled; zeros where none is."""
        return self._bottom, self._right

    def fill(self, row: int, column: int) -> None:
        """Take note of a filled cell, or refuse the sheet for it."""
        if column > COLUMNS:
            raise self.too_wide(row, column)
        if row != self._bottom:
            _check_row(row)
            self.filled_rows += 1
            if self.filled_rows > ROWS + HEADER_ROWS:
                raise self.too_long()
            if not self._top or row < self._top:
                self._top = row
            if row > self._bottom:
                self._bottom = row
        if not self._left or column < self._left:
            self._left = column
        if column > self._right:
            self._right = column

    def extend(self, rows: Set[int], columns: Set[int]) -> None:
        """Take note of the rows and columns in which cells are filled, all of the sheet at once."""
        if rows:
            _check_row(max(rows))
            self.filled_rows = len(rows)
            self._top, self._bottom = min(rows), max(rows)
            self._left, self._right = min(columns), max(columns)

    def settle(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Take the extent that the library tells of a sheet of near cells; or refuse the sheet.

        It does not know of formulas without a result, nor of errors without a word, nor of
        percentages without a number.
        """
        rows, columns = {start[0], end[0]}, {start[1], end[1]}
        for cells in (self.uncached, self.percents, *self.errors.values()):
            further = cells.extent()
            rows, columns = rows | further[0], columns | further[1]
        self.is_near = False
        self.extend(rows - {0}, columns - {0})
        self.filled_rows = self._bottom - self._top + 1 if self._top else 0
        self.check_area()

    def hide_columns(self, first: int, last: int) -> None:
        """Take note of hidden columns, or refuse the sheet: it lists more of them than can be."""
        self._hides += 1
        if self._hides > SHEET_COLUMNS:
            raise damaged(text("trang liệt kê hơn {limit} cột", limit=SHEET_COLUMNS))
        self.hidden_columns.update(range(first, min(last, COLUMNS) + 1))

    def merge(self, area: Merge) -> None:
        """Take note of merged cells; of an area that ends before it begins nothing is merged."""
        top, left, bottom, right = area
        if len(self.merges) <= MERGES and top <= bottom and left <= right:
            self.merges.append(area)

    @property
    def merged(self) -> tuple[Merge, ...]:
        """The merged cells, which serve to read headers; none where there are far too many."""
        return tuple(self.merges) if len(self.merges) <= MERGES else ()

    def note_error(self, row: int, column: int, shown: str) -> None:
        """Take note of an error."""
        self.error_cells(shown).add(row, column)

    def error_cells(self, shown: str) -> CellSet:
        """Return the cells of an error; one that no spreadsheet program shows is ``#N/A``."""
        found = self.errors.get(shown)
        if found is None:
            found = self.errors.setdefault(shown if is_error(shown) else "#N/A", CellSet())
        return found

    def error_at(self, row: int, column: int) -> str | None:
        """Return the error that a cell shows, if it does."""
        return next((shown for shown, cells in self.errors.items() if cells.has(row, column)), None)

    def add_text(self, characters: int) -> None:
        """Take note of a string's length, or refuse the sheet for it."""
        self.characters += characters
        if self.characters > WORKBOOK_INFLATED_BYTES:
            raise too_big(WORKBOOK_INFLATED_BYTES)

    @property
    def has_marks(self) -> bool:
        """Whether any cell is a percentage, an error, a formula without a result, or struck."""
        return bool(self.percents or self.uncached or self.errors or self.struck_texts)

    @property
    def area(self) -> int:
        """How many cells the rectangle has that the filled ones span."""
        if not self._top:
            return 0
        return (self._bottom - self._top + 1) * (self._right - self._left + 1)

    def check_area(self) -> None:
        """Refuse a sheet with so many cells, or so far apart, that it cannot be laid out."""
        if self.area > CELLS:
            raise Refused(
                "file-too-big",
                text("vùng có dữ liệu rộng hơn {limit} ô", limit=CELLS),
                text(
                    "nếu bảng nhỏ thì xóa các ô lạc ở xa (Ctrl+End để tìm ô cuối cùng) rồi lưu "
                    "lại; nếu bảng lớn thì tách tệp theo kỳ hoặc theo đơn vị"
                ),
                self.name,
                cell_name(self._bottom, self._right),
            )

    def too_wide(self, row: int, column: int) -> Refused:
        """Return the refusal of a sheet for a cell too far to the right."""
        return Refused(
            "too-many-columns",
            text("có ô ở cột thứ {column}, nhiều hơn {limit}", column=column, limit=COLUMNS),
            text("xóa các cột thừa"),
            self.name,
            cell_name(row, column),
        )

    def too_long(self) -> Refused:
        """Return the refusal of a sheet with too many rows."""
        return Refused(
            "too-many-rows",
            text("trang có hơn {limit} dòng", limit=ROWS),
            text("tách tệp theo kỳ hoặc theo đơn vị"),
            self.name,
        )


def _check_row(row: int) -> None:
    """Refuse a row that no sheet has: all above it would be laid out."""
    if row > SHEET_ROWS:
        raise damaged(text("có ô ở dòng {row}, trang chỉ có {limit} dòng", row=row,
                           limit=SHEET_ROWS))  # fmt: skip


def check_total(sheets: Sequence[Sheet]) -> None:
    """Refuse a workbook whose sheets hold more rows together, or span more cells, than a file may.

    To be asked after each sheet, so that those behind cost nothing.
    """
    check_filled(sum(sheet.filled_rows for sheet in sheets))
    if sum(sheet.area for sheet in sheets) > CELLS:
        raise too_many_cells()


def check_filled(rows: int) -> None:
    """Refuse a workbook of so many filled rows, in all its sheets."""
    if rows > ROWS + HEADER_ROWS:
        hint = text("tách tệp theo kỳ hoặc theo đơn vị")
        raise Refused("too-many-rows", text("tệp có hơn {limit} dòng", limit=ROWS), hint)


def too_many_cells(most: int = CELLS) -> Refused:
    """Return the refusal of a workbook for the number of its cells."""
    hint = text("tách tệp theo kỳ hoặc theo đơn vị")
    return Refused("file-too-big", text("các bảng có hơn {limit} ô", limit=most), hint)


def shown_error(value: bytes) -> str:
    """Return the error that a cell's value is in XML."""
    return value.strip()[:20].decode("latin-1")


_ERRORS = frozenset(
    ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!",
     "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!")
)  # fmt: skip


def is_error(shown: str) -> bool:
    """Tell whether a text is an error as Excel (``#REF!``) or LibreOffice (``Err:502``) has it."""
    return shown in _ERRORS or (
        shown.startswith("Err:") and shown[4:].isdecimal() and len(shown) < 8
    )


def too_big(limit: int) -> Refused:
    """Return the refusal of a workbook that unpacks to more than the limit: a "zip bomb"."""
    return Refused(
        "zip-bomb",
        text("tệp nén này bung ra hơn {limit} byte, không đọc", limit=limit),
        text("xin đơn vị gửi lại tệp gốc; không mở tệp này nếu không rõ nguồn"),
    )


def is_percent_format(code: str) -> bool:
    """Tell whether a number format shows a percentage: a ``%`` that is no literal text.

    Literal are what stands in quotes, after a backslash, after ``_`` or ``*``, and in brackets.
    """
    position = 0
    code = code[:_FORMAT_CHARACTERS]
    while position < len(code):
        sign = code[position]
        if sign == "%":
            return True
        if sign == '"':
            position = _after(code, '"', position)
        elif sign == "[":
            position = _after(code, "]", position)
        elif sign in "\\_*":
            position += 1
        position += 1
    return False


_DATES = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.I)


def is_date_format(code: str) -> bool:
    """Tell whether a number format shows a date or a time: a letter of one that is no literal."""
    left = _DATES.sub("", code).lower().replace("general", "").replace("red", "")
    return any(letter in left for letter in "dmyhs") or is_elapsed_format(code)


def is_elapsed_format(code: str) -> bool:
    """Tell whether a number format shows how long something took: ``[h]:mm``."""
    return _ELAPSED.search(code) is not None


def _after(code: str, closing: str, position: int) -> int:
    found = code.find(closing, position + 1)
    return len(code) if found < 0 else found


def not_a_workbook(kind: Kind) -> Refused:
    """Return the refusal of a file that is packed like a workbook, but is of another kind."""
    return Refused(
        "wrong-kind",
        text("tệp này thật ra là {kind}, không đọc được", kind=KIND_NAMES[kind]),
        cure_of(kind),
    )


BUILTIN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""The numbers of Excel's own formats of dates and times; 46 is an elapsed time."""
BUILTIN_PERCENTS = frozenset({9, 10})
"""The numbers of Excel's own percentage formats (ECMA-376, part 1, 18.8.30)."""
