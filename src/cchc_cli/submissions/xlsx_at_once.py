"""The cells of an .xlsx sheet by a few searches over the whole of it, not row by row.

That takes half the time and less.  It is done only where every row and cell tells its place in the
way of all common programs; else nothing is noted, and the sheet has to be gone over cell by cell.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from typing import Any, NamedTuple

from cchc_cli.limits import COLUMNS
from cchc_cli.submissions.survey import Sheet, column_number, shown_error
from cchc_cli.submissions.xlsx_grammar import NEAR, NEAR_PLACE, Written
from cchc_cli.submissions.xlsx_places import CELL
from cchc_cli.submissions.xlsx_rows import FEW_STYLES

_ROW = re.compile(rb"<row r=\"\d{1,9}\"")
_PIECE = 1 << 23
"""How much is searched at a time; what is found in it takes several times as much memory."""
_FORMULA = rb"<f(?:\s[^<>]*)?(?:/>|>[^<]*</f\s*+>)"
_OF_WORDS = (b"str", b"inlineStr", b"e")
"""The types of cells whose formula may have an empty result."""
_DIGITS, _LETTERS = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_UNUSUAL = re.compile(
    rb"<c(?!" + NEAR + rb"(?: t=\"[A-Za-z]++\"|)(?>(?: [cv]m=\"\d++\")*)[/>])[\s/>]"
)
"""A cell that is not near, or not written in the usual way."""
_OTHERS = rb"(?>(?:\s+[\w:.-]+=[\"'][^\"'<&>]*[\"'])*)\s*+"
"""Attributes of a cell, with nothing about them that another reader may take for something else."""
_FAR = re.compile(rb"<c(?!" + NEAR_PLACE + _OTHERS + rb"/?>)[\s/>]")
"""A cell that is not near, or whose attributes are no pairs of name and value."""


class _Way(NamedTuple):
    """A way of writing a cell's reference: what is before it, itself, what is behind it."""

    before: bytes
    reference: bytes
    behind: bytes

    def all_cells(self) -> re.Pattern[bytes]:
        """Return what finds all cells, and of those that hold something the reference."""
        held = b"(" + self.reference + b")" + self.behind + _OTHERS + b">(?!</c>)"
        bare = self.reference + self.behind + _OTHERS + b"(?:/>|></c>)"
        return re.compile(b"<c" + self.before + b"(?:" + held + b"|" + bare + b")")


_OFFICE = _Way(b' r="', rb"[A-Z]{1,3}\d{1,7}", b'"')
_ANY = _Way(
    rb"\s+(?:[\w:.-]+=[\"'][^\"'<&>]*[\"']\s+)*?r=[\"']", rb"[A-Za-z]{1,3}\d{1,7}", rb"[\"']"
)
"""As Office and most others write cells; and as anybody may."""


_NOT_OFFICE = re.compile(rb"<c(?! r=\"[A-Z]{1,3}\d{1,7}\")[\s/>]")
"""A cell that is not written in the first of these ways."""


class _Finder(NamedTuple):
    """What finds cells: how one begins, with its reference, and how it goes on."""

    place: bytes
    in_order: bool
    """Whether attributes are written as Office does it, in its order; or in any, anyhow quoted."""

    def cells(self, style: bytes = b"", kind: bytes = b"", inside: bytes = b"") -> bytes:
        """Return what finds cells that hold something: reference, style and type of each.

        Style and type are given as patterns, or else may be any, and empty.
        """
        if self.in_order:
            style = rb' s="(%s)"' % style if style else rb'(?: s="(\d++)"|)'
            kind = rb' t="(%s)"' % kind if kind else rb'(?: t="([A-Za-z]++)"|)'
            rest = rb'(?>(?: [cv]m="\d++")*)>(?!</c>)'
        else:
            style = _ahead(rb"s=[\"']0*(%s)[\"']", style, rb"\d+")
            kind = _ahead(rb"t=[\"'](%s)[\"']", kind, rb"[A-Za-z]+")
            rest = rb"(?:[^<>]*[^<>/])?>(?!</c>)"
        return self.place + style + kind + rest + inside


def _ahead(attribute: bytes, value: bytes, any_value: bytes) -> bytes:
    found = rb"(?=[^<>]*\s" + attribute % (value or any_value) + b")"
    return found if value else b"(?:" + found + b"|)"


_PLACE_FIRST = rb'<c r="([A-Z]{1,3}\d++)"'
_USUAL = _Finder(_PLACE_FIRST, in_order=True)
_PLACED = _Finder(_PLACE_FIRST, in_order=False)
_ANYHOW = _Finder(rb"<c(?=[^<>]*\sr=[\"']([A-Za-z]{1,3}\d{1,7})[\"'])", in_order=False)


def survey_near(part: bytes, written: Written, sheet: Sheet, percents: Set[int]) -> bool:
    """Note what `survey_at_once` does but the extent, which is small; tell if it could.

    The library that reads the values can then lay the sheet out, and tell its extent, in the time
    that the references of all cells would take.
    """
    unusual = _UNUSUAL.search(part, written.usual, written.end)
    if unusual and _FAR.search(part, unusual.start(), written.end):
        return False
    sheet.is_near = True
    rows = _Rows(part, written)
    rows.note_marks(_PLACED if unusual else _USUAL, sheet, percents)
    return True


def survey_at_once(part: bytes, written: Written, sheet: Sheet, percents: Set[int]) -> bool:
    """Note extent, percentages, errors and open formulas of a sheet's cells; tell if it could."""
    rows = _Rows(part, written)
    count = part.count(b"<row", *rows.span)
    if count != len(_ROW.findall(part, *rows.span)):
        return False
    ways = ((_OFFICE, _PLACED), (_ANY, _ANYHOW))
    is_odd = b"r='" in part or _NOT_OFFICE.search(part, *rows.span) is not None
    for way, finder in ways[is_odd:]:
        if rows.note_extent(way, sheet):
            rows.note_marks(finder, sheet, percents)
            return True
    return False


class _Rows(NamedTuple):
    """The part of a sheet that holds its rows."""

    part: bytes
    written: Written

    @property
    def span(self) -> tuple[int, int]:
        """Where they begin and end."""
        return self.written.start, self.written.end

    def found(self, written: bytes | re.Pattern[bytes]) -> Iterator[list[Any]]:
        """Yield what a pattern finds, some rows at a time."""
        pattern = re.compile(written)
        start, last = self.span
        while start < last:
            end = self.part.find(b"<row", start + _PIECE, last)
            end = last if end < 0 else end
            yield pattern.findall(self.part, start, end)
            start = end

    def note_extent(self, way: _Way, sheet: Sheet) -> bool:
        """Note where cells hold something, or refuse the sheet for it; tell if all were found."""
        count, letters, numbers = 0, set[bytes](), dict[bytes, None]()
        beyond: tuple[int, int] | None = None
        for found in self.found(way.all_cells()):
            count += len(found)
            joined = b" ".join(found).upper()
            letters.update(joined.translate(None, _DIGITS).split())
            numbers.update(dict.fromkeys(joined.translate(None, _LETTERS).split()))
            if beyond is None and max(map(column_number, letters), default=0) > COLUMNS:
                beyond = next(place for place in _places(filter(None, found)) if place[1] > COLUMNS)
        if count != self.part.count(b"<c", *self.span) and count != sum(
            1 for _ in CELL.finditer(self.part, *self.span)
        ):  # the mark-up of texts has names that begin with the same letter
            return False
        rows, columns = set(map(int, numbers)), set(map(column_number, letters))
        if beyond is not None:
            raise sheet.too_wide(*beyond)
        sheet.extend(rows, columns)
        return True

    def note_marks(self, finder: _Finder, sheet: Sheet, percents: Set[int]) -> None:
        """Note percentages, errors, formulas without a result; tell if there may be true cells."""
        part = self.part
        sheet.has_truths = self.written.has_marks
        self.note_percents(finder, sheet, percents)
        if self.written.has_marks and (b't="e"' in part or b"t='e'" in part):
            self.note_errors(finder, sheet)
        if self.written.has_formulas:
            self.note_open_formulas(finder, sheet)

    def note_percents(self, finder: _Finder, sheet: Sheet, percents: Set[int]) -> None:
        """Note cells whose style shows a percentage."""
        written = [b"%d" % style for style in sorted(percents)]
        if 0 in percents or len(percents) > FEW_STYLES:
            known = {*written, *([b""] if 0 in percents else [])}  # that of a cell that tells none
            for found in self.found(finder.cells()):
                sheet.percents.add_all(
                    _places(place for place, style, _ in found if style in known)
                )
            return
        styles = b"|".join(written)
        if styles and re.compile(rb"s=[\"']0*(?:" + styles + rb")[\"']").search(self.part):
            for found in self.found(finder.cells(style=styles)):
                sheet.percents.add_all(_places(place for place, _, _ in found))

    def note_errors(self, finder: _Finder, sheet: Sheet) -> None:
        """Note cells that show an error."""
        inside = rb"\s*(?:" + _FORMULA + rb")?(?:\s*<v(?:\s[^<>]*)?>([^<]*)<)?"
        for found in self.found(finder.cells(kind=b"e", inside=inside)):
            by_value: defaultdict[bytes, list[bytes]] = defaultdict(list)
            for place, _, _, value in found:
                by_value[value].append(place)
            for value, places in by_value.items():
                sheet.error_cells(shown_error(value)).add_all(_places(places))

    def note_open_formulas(self, finder: _Finder, sheet: Sheet) -> None:
        """Note formulas without a result, but for errors and texts, which may be empty."""
        without_result = _FORMULA + rb"(?!\s*<v(?:\s[^<>]*)?>\s*[^<\s])"
        if not re.compile(without_result).search(self.part, *self.span):
            return
        for found in self.found(finder.cells(inside=rb"\s*" + without_result)):
            of_numbers = (place for place, _, kind in found if kind not in _OF_WORDS)
            sheet.uncached.add_all(_places(of_numbers))


def _places(references: Iterable[bytes]) -> Iterator[tuple[int, int]]:
    """Yield row and column of cells."""
    joined = b" ".join(references).upper()
    letters = joined.translate(None, _DIGITS).split()
    known = {letter: column_number(letter) for letter in set(letters)}
    rows = map(int, joined.translate(None, _LETTERS).split())
    return zip(rows, map(known.__getitem__, letters), strict=True)
