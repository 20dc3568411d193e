"""The survey of a binary .xlsb workbook ([MS-XLSB]: records of BIFF12)."""

import re
import struct
from collections.abc import Iterator
from struct import unpack_from

from cchc_cli.limits import CELLS, COLUMNS, HEADER_ROWS, ROWS, WORKBOOK_INFLATED_BYTES
from cchc_cli.submissions.amounts import check_sheets
from cchc_cli.submissions.office_package import Package
from cchc_cli.submissions.survey import (
    BUILTIN_PERCENTS,
    Sheet,
    check_total,
    damaged,
    is_percent_format,
    too_big,
)
from cchc_cli.submissions.zip_parts import TORN
from cchc_cli.texts import text

_ROW, _BLANK, _ERROR, _STRING, _SHARED = 0, 1, 3, 6, 7
_FORMULAS = (8, 9, 10, 11)
_RECORDS = CELLS * 3 // 2
"""Records of a part: one for each cell and each row, and as many again."""
_FEW = 6
"""So many of them each record counts for that there are few of: no cell, no row and no string."""
_CELLS = frozenset({2, _ERROR, 4, 5, _STRING, _SHARED, *_FORMULAS})
_NUMBERS = frozenset({2, 5, 9})
_SHOW_ERRORS = frozenset({_ERROR, 11})
_SHARED_ITEM, _FORMAT, _STYLE, _WIDTHS = 19, 44, 47, 60
_MERGED = 176
_SHEET, _BEGIN_STYLES, _END_STYLES = 156, 617, 618
_DESCENT = rb"\x25\x06.{6}\x80\x08\x02.{2}\x26\x00"
"""How far the letters of a row reach below its line: Excel writes it before the row."""
_BLANK_ROW = rb"(?:" + _DESCENT + rb"|)\x00(?:\x11.{17}|\x19.{25}|\x21.{33})(?>(?:\x01\x08.{8})*)"
"""A row, with its blank cells up to one that is filled."""
_USUAL_ROW = (
    _BLANK_ROW + rb"(?:[\x02\x07]\x0c.{12}|\x05\x10.{16})"
    rb"(?>(?:[\x02\x07]\x0c.{12}|\x05\x10.{16}|\x01\x08.{8}|[\x03\x04]\x09.{9})*)"
)
"""A row in which numbers and shared strings stand, each record with its usual size."""
_TOO_MANY_ROWS = re.compile(rb"(?s:(?>(?:" + _USUAL_ROW + rb"){%d}))" % (ROWS + HEADER_ROWS + 1))
_BLANK_ROWS = re.compile(
    rb"(?s:(?>(?:%b(?=\x25\x06|\x00[\x11\x19\x21]|\x92\x01)){1,1000})|(?>(?:%b){1,1000}))"
    % (_BLANK_ROW, _DESCENT)
)
"""Rows that hold nothing, one behind the other; behind the last is another row or their end.

Or what stands before a row that does hold something.
"""
_BLANK_CELLS = re.compile(rb"(?s:(?>(?:\x01\x08.{8}){1,1000}))")
_BLANKS = {0: _BLANK_ROWS, _BLANK: _BLANK_CELLS, 0x25: _BLANK_ROWS}
"""What may be passed over, by the byte that it begins with."""
_BEGIN_ROWS = b"\x91\x01\x00"
_LEAST = {**dict.fromkeys(_CELLS, 8), _SHARED: 12, **dict.fromkeys(_SHOW_ERRORS, 9), _ROW: 12,
          _WIDTHS: 17, _MERGED: 16}  # fmt: skip
"""How many bytes of a record's body are looked at."""
_PLACE, _WHOLE = struct.Struct("<II").unpack_from, struct.Struct("<I").unpack_from
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
            check_sheets(len(sheets))
            if part not in parts and kind in ("", "worksheet"):
                raise damaged(TORN)  # it is not there, or was that of another sheet
            _survey(sheets[-1], parts.pop(part, b""), percents, lengths)
            check_total(sheets)
    except (IndexError, struct.error, UnicodeDecodeError):
        raise damaged(text("tệp bảng tính nhị phân (.xlsb) bị hỏng")) from None
    if not sheets:
        raise damaged(text("tệp bảng tính không có trang nào"))
    return sheets


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each record's type and body."""
    return ((kind, part[at : at + size]) for kind, at, size in _spans(part))


def _spans(part: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield each record's type, where its body begins, and its size; rows and cells if not blank.

    Type and size are in groups of seven bits, the last of which has no eighth.  Refused if there
    are too many records.
    """
    position, end, count = 0, len(part), 0
    while position < end:
        if count > _RECORDS:
            raise too_big(WORKBOOK_INFLATED_BYTES)
        kind, size = part[position], part[position + 1]
        blank = kind in _BLANKS and _BLANKS[kind].match(part, position)
        if blank:
            position = blank.end()
            continue
        position += 2
        if kind & 0x80:
            kind, size = (kind & 0x7F) | (size << 7), part[position]
            position += 1
        if size & 0x80:
            size &= 0x7F
            for shift in (7, 14, 21):
                byte = part[position]
                position += 1
                size |= (byte & 0x7F) << shift
                if not byte & 0x80:
                    break
        if position + size > end:
            raise IndexError(position)
        yield kind, position, size
        position += size
        count += 1 if kind <= _FORMULAS[-1] or kind == _SHARED_ITEM else _FEW


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


def _check_rows(sheet: Sheet, part: bytes) -> None:
    """Refuse a sheet at once if its first rows are usual ones, and too many."""
    if _TOO_MANY_ROWS.match(part, part.find(_BEGIN_ROWS) + len(_BEGIN_ROWS)):
        raise sheet.too_long()


def _survey(sheet: Sheet, part: bytes, percents: frozenset[int], lengths: list[int]) -> None:
    _check_rows(sheet, part)
    row = told = 0
    first_told, last_told = COLUMNS, -1  # the columns of which the sheet knows
    for kind, at, size in _spans(part):
        if size < _LEAST.get(kind, 0):
            raise IndexError(at)
        if kind in _CELLS:
            column, style = _PLACE(part, at)
            if row != told or not first_told <= column <= last_told:
                sheet.fill(row, column + 1)
                told = row
                first_told, last_told = min(first_told, column), max(last_told, column)
            if kind in _NUMBERS:
                if style & 0xFFFFFF in percents:
                    sheet.percents.add(row, column + 1)
            elif kind == _SHARED:
                sheet.add_text(lengths[_WHOLE(part, at + 8)[0]])
            elif kind == _STRING:
                sheet.add_text(size // 2)
            elif kind in _SHOW_ERRORS:
                sheet.note_error(row, column + 1, _ERRORS.get(part[at + 8], "#N/A"))
        elif kind == _ROW:
            row = _WHOLE(part, at)[0] + 1
            if part[at + 11] & 0x10:
                sheet.hidden_rows.add(row)
        elif kind == _MERGED:
            top, bottom, left, right = unpack_from("<4I", part, at)
            sheet.merge((top + 1, left + 1, bottom + 1, right + 1))
        elif kind == _WIDTHS:
            first, last = _PLACE(part, at)
            if part[at + 16] & 1:
                sheet.hide_columns(first + 1, last + 1)
    sheet.check_area()
