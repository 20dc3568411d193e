"""What the reader of workbooks does not tell of their cells, and how much of a sheet there is.

calamine gives values, but neither the formats of numbers nor errors, hidden rows and formulas
without a result; and it lays a sheet out whole, however far apart its cells are.  Each kind of
workbook is therefore surveyed first, in its raw form, within the limits.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from cchc_cli.limits import CELLS, COLUMNS, HEADER_ROWS, ROWS, WORKBOOK_INFLATED_BYTES
from cchc_cli.problems import Location, Problem, error
from cchc_cli.texts import Text, text


class Refused(Exception):
    """Ends the reading of a workbook; carries the problem that tells why."""

    def __init__(
        self, code: str, message: Text, hint: Text, sheet: str = "", cell: str = ""
    ) -> None:
        self.code, self.message, self.hint = code, message, hint
        self.sheet, self.cell = sheet, cell

    def problem(self, path: str) -> Problem:
        """Return the problem, placed in the file at `path`."""
        where = Location(path, sheet=self.sheet or None, cell=self.cell or None)
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

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def column_letters(column: int) -> str:
    """Return a one-based column as letters: 28 is ``AB``."""
    letters = ""
    while column > 0:
        column, left = divmod(column - 1, 26)
        letters = _LETTERS[left] + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return a cell's address; row and column are one-based."""
    return f"{column_letters(column)}{row}"


class Extent(NamedTuple):
    """The rectangle that holds all filled cells, one-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """What was found in one sheet; places are (row, column), one-based."""

    name: str
    percents: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncached: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filled_rows: int = 0
    characters: int = 0
    """Of all strings, each counted wherever it is used."""
    _top: int = 0
    _left: int = 0
    _bottom: int = 0
    _right: int = 0

    def fill(self, row: int, column: int) -> None:
        """Take note of a filled cell, or refuse the sheet for it."""
        if column > COLUMNS:
            raise self._too_wide(row, column)
        if row != self._bottom:
            self.filled_rows += 1
            if self.filled_rows > ROWS + HEADER_ROWS:
                raise self._too_long()
            if not self._top or row < self._top:
                self._top = row
            if row > self._bottom:
                self._bottom = row
        if not self._left or column < self._left:
            self._left = column
        if column > self._right:
            self._right = column

    def add_text(self, characters: int) -> None:
        """Take note of a string's length, or refuse the sheet for it."""
        self.characters += characters
        if self.characters > WORKBOOK_INFLATED_BYTES:
            raise too_big(WORKBOOK_INFLATED_BYTES)

    def check_area(self) -> None:
        """Refuse a sheet whose filled cells lie so far apart that it cannot be laid out."""
        area = (self._bottom - self._top + 1) * (self._right - self._left + 1)
        if self._top and area > CELLS:
            raise Refused(
                "file-too-big",
                text("các ô cách nhau quá xa: vùng có dữ liệu rộng hơn {limit} ô", limit=CELLS),
                text("xóa các ô lạc ở xa bảng (Ctrl+End để tìm ô cuối cùng) rồi lưu lại"),
                self.name,
                cell_name(self._bottom, self._right),
            )

    def _too_wide(self, row: int, column: int) -> Refused:
        return Refused(
            "too-many-columns",
            text("có ô ở cột thứ {column}, nhiều hơn {limit}", column=column, limit=COLUMNS),
            text("xóa các cột thừa"),
            self.name,
            cell_name(row, column),
        )

    def _too_long(self) -> Refused:
        return Refused(
            "too-many-rows",
            text("trang có hơn {limit} dòng", limit=ROWS),
            text("tách tệp theo kỳ hoặc theo đơn vị"),
            self.name,
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


def _after(code: str, closing: str, position: int) -> int:
    found = code.find(closing, position + 1)
    return len(code) if found < 0 else found


BUILTIN_PERCENTS = frozenset({9, 10})
"""The numbers of Excel's own percentage formats (ECMA-376, part 1, 18.8.30)."""
