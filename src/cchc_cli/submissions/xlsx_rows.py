"""The cells of an .xlsx sheet, row by row and where need be cell by cell: the careful way.

For sheets that are not written in the usual way, whose cells may tell no place but by their order.
"""

import re
from collections.abc import Iterator

from cchc_cli.submissions.survey import Sheet, column_number, damaged, shown_error
from cchc_cli.submissions.xlsx_places import CELL, HOLDING, ROW
from cchc_cli.submissions.zip_parts import TORN

_ATTRIBUTES = rb'((?>(?: \w+="\w*")*))>(?!</c>)'
_USUAL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"' + _ATTRIBUTES)
"""A cell that holds something, as all programs write it but the odd exporter."""
_USUAL_HELD = re.compile(
    rb'<c r="([A-Z]{1,3})\d{1,7}"' + _ATTRIBUTES + rb"\s*(<f(?:\s[^<>]*)?(?:/>|>[^<]*</f\s*+>))?"
    rb"(?:\s*<v(?:\s[^<>]*)?>([^<]*)<)?"
)
"""Its column, its other attributes, its formula and its value."""
_KINDS = 10_000
FEW_STYLES = 8
"""So many styles are searched for by their numbers; of more, every cell's is looked at."""
NUMBER = re.compile(rb"\br=[\"'](\d{1,9})[\"']")
_REFERENCE = re.compile(rb"\sr=[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")
_PLACED = re.compile(rb"(?:^|\s)r\s*=")
HIDDEN = re.compile(rb"\shidden=[\"'](?:1|true)[\"']")
_STYLE = re.compile(rb"\ss\s*=\s*[\"'](\d{1,6})[\"']")
_ERROR = re.compile(rb"\st\s*=\s*[\"']e[\"']")
_WORDS = re.compile(rb"\st\s*=\s*[\"'](?:str|inlineStr)[\"']")
"""A formula whose result is text, which may be empty."""
_VALUE = re.compile(rb"<v(?:\s[^<>]*)?>([^<]*)<")


def survey_rows(part: bytes, sheet: Sheet, percents: frozenset[int]) -> None:
    """Note extent, hidden rows, percentages, errors and open formulas of a sheet's cells."""
    _SheetPass(sheet, percents).read(part)


class _SheetPass:
    """Goes over a sheet's rows; looks at single cells only in rows that need it."""

    def __init__(self, sheet: Sheet, percents: frozenset[int]) -> None:
        self.sheet = sheet
        self.percents = percents
        self.signs: list[bytes] = []
        """Of these, one is in every row of which single cells must be looked at."""
        self._columns = _Columns()
        self._kinds = _Kinds(percents)
        self.zero_is_percent = 0 in percents
        """Cells without a style have style 0."""

    def read(self, part: bytes) -> None:
        """Go over the rows one by one."""
        styles = [b's="%d"' % style for style in self.percents]
        if styles:  # a style may be written with a zero before it
            styles = [*styles, b's="0'] if len(styles) <= FEW_STYLES else [b's="']
        signs = [b"<f", b't="e"', *styles]
        self.signs = [sign for sign in signs if sign in part]
        number = 0
        for attributes, body in self._rows(part):
            found = NUMBER.search(attributes)
            if found is None and _PLACED.search(attributes):
                raise damaged(TORN)
            number = int(found[1]) if found else number + 1
            if HIDDEN.search(attributes):
                self.sheet.hidden_rows.add(number)
            held = len(HOLDING.findall(body))
            if held:
                self._read_row(number, body, held)

    def _rows(self, part: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Yield each row's attributes and what is in it."""
        for row in ROW.finditer(part):
            end = part.find(b"<row", row.end())
            yield row[1], part[row.end() : end if end >= 0 else len(part)]

    def _read_row(self, number: int, body: bytes, held: int) -> None:
        """Note the extent of a row; look at its cells where they are unusual or special."""
        places = _USUAL.findall(body)
        letters, rows, _ = zip(*places, strict=True) if places else ((), (), ())
        if len(places) != held or set(rows) != {b"%d" % number}:
            self._read_cells(number, body)
            return
        columns = [self._columns[letter] for letter in letters]
        self.sheet.fill(number, min(columns))
        self.sheet.fill(number, max(columns))
        if self.zero_is_percent or any(sign in body for sign in self.signs):
            for letter, attributes, formula, value in _USUAL_HELD.findall(body):
                self._note(number, self._columns[letter], attributes, formula, value)

    def _read_cells(self, number: int, body: bytes) -> None:
        row, column = number, 0
        for piece in CELL.split(body)[1:]:
            attributes, _, held = piece.partition(b">")
            if b"&" in attributes:
                raise damaged(TORN)  # letters by their numbers, which other readers may not know
            place = _REFERENCE.search(attributes)
            if place:
                row, column = int(place[2]), column_number(place[1])
            elif _PLACED.search(attributes):
                raise damaged(TORN)  # what is no place for us may be one, far away, for others
            else:
                column += 1
            if attributes.endswith(b"/") or held.startswith(b"</"):
                continue
            self.sheet.fill(row, column)
            value = _VALUE.search(held)
            formula = b"<f" if b"<f" in held else b""
            self._note(row, column, attributes, formula, value[1] if value else b"")

    def _note(self, row: int, column: int, attributes: bytes, formula: bytes, value: bytes) -> None:
        """Note whether a cell is a percentage, an error, or a formula without a result."""
        is_percent, is_error, is_words = self._kinds[attributes]
        if is_percent:
            self.sheet.percents.add(row, column)
        if is_error:
            self.sheet.note_error(row, column, shown_error(value))
        elif formula and not is_words and not value.strip():
            self.sheet.uncached.add(row, column)


class _Kinds(dict[bytes, tuple[bool, bool, bool]]):
    """What the attributes of a cell make of it, but for its place: few differ, so worked out once.

    Whether it shows a percentage, is an error, or is a formula's text, which may be empty.
    """

    def __init__(self, percents: frozenset[int]) -> None:
        self.percents = percents

    def __missing__(self, attributes: bytes) -> tuple[bool, bool, bool]:
        style = _STYLE.search(attributes)
        found = (
            (int(style[1]) if style else 0) in self.percents,
            _ERROR.search(attributes) is not None,
            _WORDS.search(attributes) is not None,
        )
        if len(self) < _KINDS:
            self[attributes] = found
        return found


class _Columns(dict[bytes, int]):
    """Numbers of columns by their letters, worked out once."""

    def __missing__(self, letters: bytes) -> int:
        self[letters] = number = column_number(letters)
        return number
