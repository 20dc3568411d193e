"""Survey of an old binary workbook (.xls), and of other files in Office's old container (OLE).

A record is two bytes of kind, two bytes of length and its content, little-endian ([MS-XLS] 2.1.4);
the numbers below are that document's.  The container, and the table of strings, are read by xlrd.
"""

import io
import struct
from collections.abc import Iterator
from typing import NamedTuple

from xlrd.book import unpack_SST_table
from xlrd.compdoc import CompDoc

from cchc_cli.limits import COLUMNS, WORKBOOK_INFLATED_BYTES
from cchc_cli.submissions.survey import (
    BUILTIN_PERCENTS,
    PASSWORD,
    Refused,
    Sheet,
    damaged,
    is_percent_format,
    not_a_workbook,
)
from cchc_cli.texts import text

_TORN = text("tệp Excel đời cũ (.xls) bị hỏng hoặc chép chưa hết")
_ENCRYPTED = "EncryptedPackage"
_BOF, _EOF, _CONTINUE = 0x0809, 0x000A, 0x003C
_SHEET, _FORMAT, _XF, _PASSWORD, _STRINGS = 0x0085, 0x041E, 0x00E0, 0x002F, 0x00FC
_ROW, _COLUMNS, _MANY_NUMBERS, _SHARED, _FORMULA, _BOOL_OR_ERROR = (
    0x0208,
    0x007D,
    0x00BD,
    0x00FD,
    0x0006,
    0x0205,
)
_ONE_CELL = frozenset({0x0203, 0x027E, 0x0204, 0x00D6, _SHARED, _FORMULA, _BOOL_OR_ERROR})
"""NUMBER, RK, LABEL, RSTRING, LABELSST, FORMULA, BOOLERR: row, column and format come first."""
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_HEADER = struct.Struct("<HH")
_CELL = struct.Struct("<HHH")


class _Globals(NamedTuple):
    """What the records before the sheets tell."""

    sheets: list[tuple[int, Sheet]]
    """With where each begins."""
    percents: frozenset[int]
    """The cell formats that show a percentage."""
    lengths: list[int]
    """Of the shared strings."""


def survey_ole(content: bytes) -> tuple[bytes, list[Sheet]]:
    """Return the file and what is known of its sheets, in order; Refused if it is no workbook."""
    try:
        stream = _workbook_stream(content)
        found = _read_globals(stream)
        for start, sheet in found.sheets:
            _SheetPass(sheet, found).read(stream, start)
    except Refused:
        raise
    except Exception:  # xlrd asserts, and raises what its parsing happens to meet
        if _ENCRYPTED.encode("utf-16-le") in content:
            raise PASSWORD from None
        raise damaged(_TORN) from None
    return content, [sheet for _, sheet in found.sheets]


def _workbook_stream(content: bytes) -> bytes:
    """Return the stream of records; Refused where the container holds something else."""
    container = CompDoc(content, logfile=io.StringIO())
    names = {node.name for node in container.dirlist}
    if _ENCRYPTED in names:
        raise PASSWORD
    name = next((name for name in ("Workbook", "Book") if name in names), None)
    if name is None:
        raise not_a_workbook()
    held, start, length = container.locate_named_stream(name)
    return bytes(held[start : start + length]) if held else b""


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of the records of a substream, up to its end or the stream's."""
    depth, size = 0, len(stream)
    while at + 4 <= size:
        kind, length = _HEADER.unpack_from(stream, at)
        at += 4 + length
        if kind == _BOF:
            depth += 1  # a chart within the sheet is a substream of its own
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth <= 1:
            yield kind, stream[at - length : at]
    raise damaged(_TORN)


def _read_globals(stream: bytes) -> _Globals:
    sheets: list[tuple[int, Sheet]] = []
    codes: list[tuple[int, str]] = []
    formats: list[int] = []
    strings: list[bytes] = []
    last = 0
    is_wide = stream[4:6] == b"\x00\x06"
    for kind, held in _records(stream, 0):
        if kind == _PASSWORD:
            raise PASSWORD
        if kind == _SHEET:
            sheets.append(_sheet(held, is_wide))
        elif kind == _FORMAT:
            codes.append((struct.unpack_from("<H", held)[0], _format_code(held, is_wide)))
        elif kind == _XF:
            formats.append(struct.unpack_from("<H", held, 2)[0])
        elif kind == _STRINGS or (kind == _CONTINUE and last in (_STRINGS, _CONTINUE) and strings):
            strings.append(held)
        last = kind
    numbers = BUILTIN_PERCENTS | {n for n, code in codes if is_percent_format(code)}
    percents = frozenset(i for i, number in enumerate(formats) if number in numbers)
    return _Globals(sheets, percents, _lengths(strings))


def _sheet(held: bytes, is_wide: bool) -> tuple[int, Sheet]:
    """Return where a sheet begins, and its survey."""
    start, state, kind, length = struct.unpack_from("<IBBB", held)
    if not is_wide:
        title = held[7:].decode("cp1258", "replace")
    elif held[7] & 1:
        title = held[8 : 8 + 2 * length].decode("utf-16-le", "replace")
    else:
        title = held[8 : 8 + length].decode("latin-1")
    return start, Sheet(title, state & 3 != 0, kind == 0)


def _format_code(held: bytes, is_wide: bool) -> str:
    if not is_wide:
        return held[3:].decode("latin-1")
    return held[5:].decode("utf-16-le" if held[4] & 1 else "latin-1", "replace")


def _lengths(strings: list[bytes]) -> list[int]:
    if not strings:
        return []
    count = struct.unpack_from("<i", strings[0], 4)[0]
    if count > WORKBOOK_INFLATED_BYTES:
        raise damaged(_TORN)
    return [len(string) for string in unpack_SST_table(strings, count)[0]]


class _SheetPass:
    """Goes over the records of a sheet."""

    def __init__(self, sheet: Sheet, found: _Globals) -> None:
        self.sheet = sheet
        self.percents = found.percents
        self.lengths = found.lengths

    def read(self, stream: bytes, start: int) -> None:
        """Note extent, hidden rows and columns, percentages and errors."""
        if not self.sheet.is_table:
            return
        for kind, held in _records(stream, start):
            if kind in _ONE_CELL:
                self._read_cell(kind, held)
            elif kind == _MANY_NUMBERS:
                self._read_numbers(held)
            elif kind == _ROW:
                if held[12] & 0x20:
                    self.sheet.hidden_rows.add(struct.unpack_from("<H", held)[0] + 1)
            elif kind == _COLUMNS:
                first, last, _, _, flags = struct.unpack_from("<5H", held)
                if flags & 1:
                    self.sheet.hidden_columns.update(range(first + 1, min(last + 1, COLUMNS) + 1))
        self.sheet.check_area()

    def _read_cell(self, kind: int, held: bytes) -> None:
        row, column, style = _CELL.unpack_from(held)
        row, column = row + 1, column + 1
        self.sheet.fill(row, column)
        if style in self.percents:
            self.sheet.percents.add(row, column)
        if kind == _SHARED:
            index = struct.unpack_from("<I", held, 6)[0]
            self.sheet.add_text(self.lengths[index] if index < len(self.lengths) else 0)
        elif kind == _BOOL_OR_ERROR and held[7]:
            self.sheet.note_error(row, column, ERRORS.get(held[6], "#N/A"))
        elif kind == _FORMULA and held[12:14] == b"\xff\xff" and held[6] == 2:
            self.sheet.note_error(row, column, ERRORS.get(held[8], "#N/A"))

    def _read_numbers(self, held: bytes) -> None:
        row, first = struct.unpack_from("<HH", held)
        count = (len(held) - 6) // 6
        self.sheet.fill(row + 1, first + 1)
        self.sheet.fill(row + 1, first + count)
        for at in range(count):
            if struct.unpack_from("<H", held, 4 + 6 * at)[0] in self.percents:
                self.sheet.percents.add(row + 1, first + at + 1)
