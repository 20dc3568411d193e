"""The cells of an .xlsx sheet by a few searches over the whole of it, not row by row.

That takes half the time and less.  It is done only where every row and cell tells its place in the
way of all common programs; else nothing is noted, and the sheet has to be gone over cell by cell.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from typing import Any, NamedTuple

from cchc_cli.limits import COLUMNS, HEADER_ROWS, ROWS
from cchc_cli.submissions.survey import Sheet, column_number, shown_error
from cchc_cli.submissions.xlsx_rows import CELL

_ROW = re.compile(rb"<row r=\"\d{1,9}\"")
_PIECE = 1 << 23
"""How much is searched at a time; what is found in it takes several times as much memory."""
_OPEN = rb"(?:[^>]*[^/>])?>(?!</c>)"
"""The rest of the tag of a cell that holds something."""
_FORMULA = rb"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)"
_FAR = re.compile(rb"<c(?! r=\"[A-Z](?:\d{1,5}|1000[0-5]\d)\"[ >/])[\s/>]")
"""A cell whose place is not within A1:Z100059, or not told in the usual way."""
_LATE_FORMULA = re.compile(rb"</(?:v|is)>\s*<f(?=[\s/>])|<v\s*/>\s*<f(?=[\s/>])")
_DIGITS, _LETTERS = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class _Way(NamedTuple):
    """A way of writing a cell's reference: what is before it, itself, what is behind it."""

    before: bytes
    reference: bytes
    behind: bytes

    def all_cells(self) -> re.Pattern[bytes]:
        """Return what finds all cells, and of those that hold something the reference."""
        held = b"(" + self.reference + b")" + self.behind + _OPEN
        return re.compile(
            b"<c" + self.before + b"(?:" + held + b"|" + self.reference + self.behind + b")"
        )

    def cells(self, attribute: bytes, inside: bytes = b"") -> re.Pattern[bytes]:
        """Return what finds cells that hold something, by their attributes and their inside."""
        reference = b"(" + self.reference + b")" + self.behind
        return re.compile(b"<c" + attribute + self.before + reference + _OPEN + inside)


_WAYS = (
    _Way(b' r="', rb"[A-Z]{1,3}\d{1,7}", b'"'),
    _Way(rb"\s(?:[^>]*?\s)?r=[\"']", rb"[A-Za-z]{1,3}\d{1,7}", rb"[\"']"),
)
"""As Office and most others write cells; and as anybody may."""


def survey_near(part: bytes, sheet: Sheet, percents: Set[int]) -> bool:
    """Note what `survey_at_once` does but the extent, which is small; tell if it could.

    The library that reads the values can then lay the sheet out, and tell its extent, in the time
    that the references of all cells would take.
    """
    rows = _rows_of(part)
    if _FAR.search(part, rows.start, rows.end) or _has_late_formula(part):
        return False
    sheet.is_near = True
    rows.note_marks(_WAYS[0], sheet, percents)
    return True


def survey_at_once(part: bytes, sheet: Sheet, percents: Set[int]) -> bool:
    """Note extent, percentages, errors and open formulas of a sheet's cells; tell if it could."""
    rows = _rows_of(part)
    if part.count(b"<row", rows.start, rows.end) != len(_ROW.findall(part, rows.start, rows.end)):
        return False
    if _has_late_formula(part):
        return False
    for way in _WAYS:
        if rows.note_extent(way, sheet):
            rows.note_marks(way, sheet, percents)
            return True
    return False


def _rows_of(part: bytes) -> "_Rows":
    start, end = max(0, part.find(b"<row")), part.rfind(b"</sheetData")
    return _Rows(part, start, end if end > 0 else len(part))


def _has_late_formula(part: bytes) -> bool:
    """Tell whether a formula stands behind its result, where the searches do not look for it."""
    return b"<f" in part and _LATE_FORMULA.search(part) is not None


class _Rows(NamedTuple):
    """The part of a sheet that holds its rows."""

    part: bytes
    start: int
    end: int

    def found(self, pattern: re.Pattern[bytes]) -> Iterator[list[Any]]:
        """Yield what a pattern finds, some rows at a time."""
        start = self.start
        while start < self.end:
            end = self.part.find(b"<row", start + _PIECE, self.end)
            end = self.end if end < 0 else end
            yield pattern.findall(self.part, start, end)
            start = end

    def note_extent(self, way: _Way, sheet: Sheet) -> bool:
        """Note where cells hold something; tell if all were found, and lie within the limits."""
        count, letters, numbers = 0, set[bytes](), dict[bytes, None]()
        for found in self.found(way.all_cells()):
            count += len(found)
            joined = b" ".join(found).upper()
            letters.update(joined.translate(None, _DIGITS).split())
            numbers.update(dict.fromkeys(joined.translate(None, _LETTERS).split()))
        columns = set(map(column_number, letters))
        if len(numbers) > ROWS + HEADER_ROWS or max(columns, default=0) > COLUMNS:
            return False
        if count != self.part.count(b"<c", self.start, self.end) and count != sum(
            1 for _ in CELL.finditer(self.part, self.start, self.end)
        ):  # the mark-up of texts has names that begin with the same letter
            return False
        sheet.extend(set(map(int, numbers)), columns)
        return True

    def note_marks(self, way: _Way, sheet: Sheet, percents: Set[int]) -> None:
        """Note percentages, errors and formulas without a result."""
        self.note_percents(way, sheet, percents)
        self.note_errors(way, sheet)
        self.note_open_formulas(way, sheet)

    def note_percents(self, way: _Way, sheet: Sheet, percents: Set[int]) -> None:
        """Note cells whose style shows a percentage."""
        # A style may be written with a leading zero, which the first of these finds.
        signs = [b"s=%c%d" % (mark, style) for style in {0, *percents} for mark in b"\"'"]
        if not percents or not (0 in percents or any(sign in self.part for sign in signs)):
            return
        styles = b"|".join(b"%d" % style for style in sorted(percents))
        attribute = rb"(?=[^>]*\ss=[\"']0*(?:" + styles + rb")[\"'])"
        if 0 in percents:  # which is that of a cell that tells none
            attribute = b"(?:" + attribute + rb"|(?![^>]*\ss=[\"']))"
        for found in self.found(way.cells(attribute)):
            sheet.percents.add_all(_places(found))

    def note_errors(self, way: _Way, sheet: Sheet) -> None:
        """Note cells that show an error."""
        if b't="e"' not in self.part and b"t='e'" not in self.part:
            return
        inside = rb"\s*(?:" + _FORMULA + rb")?(?:\s*<v(?:\s[^>]*)?>([^<]*)<)?"
        for found in self.found(way.cells(rb"(?=[^>]*\st=[\"']e[\"'])", inside)):
            by_value: defaultdict[bytes, list[bytes]] = defaultdict(list)
            for reference, value in found:
                by_value[value].append(reference)
            for value, references in by_value.items():
                sheet.error_cells(shown_error(value)).add_all(_places(references))

    def note_open_formulas(self, way: _Way, sheet: Sheet) -> None:
        """Note formulas without a result, but for errors and texts, which may be empty."""
        if b"<f" not in self.part:
            return
        without_result = _FORMULA + rb"(?!\s*<v(?:\s[^>]*)?>\s*[^<\s])"
        if not re.compile(without_result).search(self.part, self.start, self.end):
            return
        inside = rb"\s*" + without_result
        found = [cell for cells in self.found(way.cells(b"", inside)) for cell in cells]
        if found:
            of_others = way.cells(rb"(?=[^>]*\st=[\"'](?:str|e)[\"'])", inside)
            others = {cell for cells in self.found(of_others) for cell in cells}
            sheet.uncached.add_all(_places(cell for cell in found if cell not in others))


def _places(references: Iterable[bytes]) -> Iterator[tuple[int, int]]:
    """Yield row and column of cells."""
    joined = b" ".join(references).upper()
    letters = joined.translate(None, _DIGITS).split()
    known = {letter: column_number(letter) for letter in set(letters)}
    rows = map(int, joined.translate(None, _LETTERS).split())
    return zip(rows, map(known.__getitem__, letters), strict=True)
