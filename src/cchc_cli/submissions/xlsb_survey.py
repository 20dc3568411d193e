"""The survey of a binary .xlsb workbook ([MS-XLSB]: records of BIFF12)."""

import struct
from collections.abc import Iterator
from struct import unpack_from

from cchc_cli.limits import COLUMNS
from cchc_cli.submissions.office_package import Package
from cchc_cli.submissions.survey import BUILTIN_PERCENTS, Sheet, damaged, is_percent_format
from cchc_cli.texts import text

_ROW, _BLANK, _ERROR, _STRING, _SHARED = 0, 1, 3, 6, 7
_FORMULAS = (8, 9, 10, 11)
_CELLS = frozenset({2, _ERROR, 4, 5, _STRING, _SHARED, *_FORMULAS})
_FORMULA_ERROR = 11
_NUMBERS = frozenset({2, 5, 9})
_SHARED_ITEM, _FORMAT, _STYLE, _COLUMNS = 19, 44, 47, 60
_SHEET, _BEGIN_STYLES, _END_STYLES = 156, 617, 618
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


def survey_xlsb(package: Package) -> list[Sheet]:
    """Return what is known of a workbook's sheets, in order; Refused if one may not be read."""
    try:
        percents = _percent_styles(package.part("styles"))
        lengths = [
            unpack_from("<I", body, 1)[0]
            for kind, body in _records(package.part("sharedStrings"))
            if kind == _SHARED_ITEM
        ]
        sheets: list[Sheet] = []
        parts = dict(package.parts)
        for name, relation, is_hidden in _sheets(package.parts[package.workbook]):
            kind, part = package.relations.get(relation, ("", ""))
            sheets.append(Sheet(name, is_hidden, kind == "worksheet"))
            _survey(sheets[-1], parts.pop(part, b""), percents, lengths)
    except (IndexError, struct.error, UnicodeDecodeError):
        raise damaged(text("tệp bảng tính nhị phân (.xlsb) bị hỏng")) from None
    if not sheets:
        raise damaged(text("tệp bảng tính không có trang nào"))
    return sheets


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each record's type and body: both type and size are in groups of seven bits."""
    position = 0
    while position < len(part):
        kind = part[position]
        position += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (part[position] << 7)
            position += 1
        size = shift = 0
        while True:
            byte = part[position]
            position += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift >= 28:
                break
        if position + size > len(part):
            raise IndexError(position)
        yield kind, part[position : position + size]
        position += size


def _words(body: bytes, at: int) -> tuple[str, int]:
    """Read a counted UTF-16 string; return it and where it ends."""
    (count,) = unpack_from("<I", body, at)
    if count == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + 2 * count
    if end > len(body):
        raise IndexError(end)
    return body[at + 4 : end].decode("utf-16-le"), end


def _sheets(workbook: bytes) -> Iterator[tuple[str, str, bool]]:
    """Yield each sheet's name and relation, and whether it is hidden."""
    for kind, body in _records(workbook):
        if kind == _SHEET:
            relation, end = _words(body, 8)
            yield _words(body, end)[0], relation, unpack_from("<I", body)[0] != 0


def _percent_styles(styles: bytes) -> frozenset[int]:
    formats = set(BUILTIN_PERCENTS)
    found: set[int] = set()
    inside, count = False, 0
    for kind, body in _records(styles):
        if kind == _FORMAT and is_percent_format(_words(body, 2)[0]):
            formats.add(unpack_from("<H", body)[0])
        elif kind in (_BEGIN_STYLES, _END_STYLES):
            inside = kind == _BEGIN_STYLES
        elif kind == _STYLE and inside:
            if unpack_from("<H", body, 2)[0] in formats:
                found.add(count)
            count += 1
    return frozenset(found)


def _survey(sheet: Sheet, part: bytes, percents: frozenset[int], lengths: list[int]) -> None:
    row = 0
    for kind, body in _records(part):
        if kind in _CELLS:
            column, style = unpack_from("<II", body)
            _fill(sheet, row, column + 1, kind, body, lengths)
            if kind in _NUMBERS and style & 0xFFFFFF in percents:
                sheet.percents.add(row, column + 1)
        elif kind == _ROW:
            row = unpack_from("<I", body)[0] + 1
            if body[11] & 0x10:
                sheet.hidden_rows.add(row)
        elif kind == _COLUMNS:
            first, last = unpack_from("<II", body)
            if body[16] & 1:
                sheet.hidden_columns.update(range(first + 1, min(last + 1, COLUMNS) + 1))
    sheet.check_area()


def _fill(sheet: Sheet, row: int, column: int, kind: int, body: bytes, lengths: list[int]) -> None:
    sheet.fill(row, column)
    if kind in (_ERROR, _FORMULA_ERROR):
        sheet.note_error(row, column, _ERRORS.get(body[8], "#N/A"))
    elif kind == _SHARED:
        (index,) = unpack_from("<I", body, 8)
        sheet.add_text(lengths[index])
    elif kind == _STRING:
        sheet.add_text(len(body) // 2)
