"""No row and no cell of an .xlsx sheet is told twice: one reader shows the first, one the last.

Excel calls such a file damaged, and no program writes it.  Nor does any write a cell into a row of
another number, or an attribute that is no pair of name and value, or one twice.
"""

import re
from collections.abc import Iterator

from cchc_cli.submissions.survey import column_number, damaged
from cchc_cli.submissions.zip_parts import TORN

CELL = re.compile(rb"<c(?=[\s/>])")
HOLDING = re.compile(rb"<c(?=[\s>])[^<>]*(?<!/)>(?!</c>)")
"""A cell that holds something: has an end of its own, and not at once."""
ROW = re.compile(rb"<row(?=[\s/>])([^<>]*)>")
_ROW_NUMBER = re.compile(rb"\sr\s*=\s*[\"'](\d{1,9})[\"']")
_NUMBERED = re.compile(rb"\sr\s*=")
_CHECKED_ROW = re.compile(rb"<row r=\"(\d+)\"")
_USUAL = re.compile(rb"<c r=\"([A-Z]{1,3})(\d{1,7})\"")
_ATTRIBUTES = re.compile(rb"<c(?=[\s/>])([^<>]*)>")
_PLACE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")
_IS = rb"\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*')"
_PAIR = rb"\s+(?:([rst])" + _IS + rb"(?![^<>]*\s\1\s*=)|(?![rst]\s*=)[\w:.-]+" + _IS + rb")"
_UNPAIRED = re.compile(rb"<(?:c|row)(?=[\s/>])(?!(?>(?:" + _PAIR + rb")*)\s*/?>)")
"""A row or a cell with an attribute that is no pair, or one of those that we need twice."""


def check_attributes(part: bytes, start: int, end: int) -> None:
    """Refuse rows with an attribute of a row or a cell that is no pair, or a needed one twice."""
    if _UNPAIRED.search(part, start, end):
        raise damaged(TORN)


def check_places(part: bytes, start: int, end: int, checked: int) -> None:
    """Refuse rows between two places if one, or a cell, is told twice or in a row of another.

    Up to `checked` that is known of the cells.
    """
    checked = max(start, checked)
    known = list(map(int, _CHECKED_ROW.findall(part, start, checked)))
    numbers = set(known)
    is_whole = len(numbers) == len(known)
    number = known[-1] if known else 0
    for told, body in _rows(part, checked, end):
        number = told or _first_row(body) or number + 1
        is_whole = is_whole and number not in numbers
        numbers.add(number)
        _check_row(number, body)
    if not is_whole:
        raise damaged(TORN)


def _rows(part: bytes, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Yield the number of each row, 0 if it tells none, and what is in it."""
    begun: tuple[int, int] | None = None
    for row in ROW.finditer(part, start, end):
        if begun is not None:
            yield begun[0], part[begun[1] : row.start()]
        if len(_NUMBERED.findall(row[1])) > 1:
            raise damaged(TORN)
        told = _ROW_NUMBER.search(row[1])
        begun = (int(told[1]) if told else 0, row.end())
    if begun is not None:
        yield begun[0], part[begun[1] : end]


def _first_row(body: bytes) -> int:
    """Return the row that the first cell tells; 0 if it tells none."""
    cell = _ATTRIBUTES.search(body)
    place = _PLACE.search(cell[1]) if cell else None
    return int(place[2]) if place else 0


def _check_row(number: int, body: bytes) -> None:
    places: list[tuple[bytes, bytes]] = _USUAL.findall(body)
    if len(places) == len(CELL.findall(body)):
        letters = {letters for letters, _ in places}
        rows = set(map(int, {row for _, row in places}))
        is_whole = len(letters) == len(places) and rows <= {number}
    else:
        columns = list(_columns(number, body))
        is_whole = len(set(columns)) == len(columns) and 0 not in columns
    if not is_whole:
        raise damaged(TORN)


def _columns(number: int, body: bytes) -> Iterator[int]:
    """Yield the column of each cell, which may follow from the one before; 0 if in another row."""
    column = 0
    for attributes in _ATTRIBUTES.findall(body):
        place = _PLACE.search(attributes)
        column = column_number(place[1]) if place else column + 1
        yield column if place is None or int(place[2]) == number else 0
