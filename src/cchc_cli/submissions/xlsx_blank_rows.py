"""Blank rows of an .xlsx sheet: a program that gives every row a height writes a million of them.

They are left out before anything else is asked of the sheet, so that they cost next to nothing.
"""

import re

from cchc_cli.limits import HEADER_ROWS, ROWS
from cchc_cli.submissions.survey import Sheet

_BLANK_CELLS = rb"(?>(?:\s*+<c\s[^<>]*+>(?:(?<=/>)|</c>))*)"
_BLANK_ROW = rb"<row\s[^<>]*+>(?:(?<=/>)|" + _BLANK_CELLS + rb"\s*+</row>)\s*+"
_BLANK_ROWS = re.compile(_BLANK_ROW + rb"(?>(?:" + _BLANK_ROW + rb"){0,1000})")
_NUMBERED = re.compile(rb"<row\s(?:[^<>]*?\s)??r\s*=\s*[\"']\d")
"""A row that tells its number."""
_FILLED_ENDS = (b"</v></c></row>", b"</is></c></row>")
"""How rows end whose last cell holds something, as all common programs write them."""


def check_rows(part: bytes, sheet: Sheet) -> int:
    """Return how many rows of a sheet are filled at least; Refused if those are too many."""
    filled = sum(map(part.count, _FILLED_ENDS))
    if filled > ROWS + HEADER_ROWS:
        raise sheet.too_long()
    return filled


def without_blank_rows(part: bytes, sheet: Sheet) -> bytes:
    """Return a sheet's XML without its blank rows if it has more rows than a table may have.

    Refused if too many are left; `sheet` is the one that the message names.
    """
    if _rows(part) <= ROWS + HEADER_ROWS:
        return part
    part = leave_out_blank_rows(part)
    if _rows(part) > ROWS + HEADER_ROWS:
        raise sheet.too_long()
    return part


def leave_out_blank_rows(part: bytes) -> bytes:
    """Return a sheet's XML without its blank rows.

    It stays as it is where the number of a row may follow from the row before it.
    """
    rows = _rows(part)
    if part.count(b'<row r="') < rows and sum(1 for _ in _NUMBERED.finditer(part)) < rows:
        return part
    return _BLANK_ROWS.sub(b"", part)


def _rows(part: bytes) -> int:
    return part.count(b"<row") - part.count(b"<rowBreaks")
