"""Survey of an Office Open XML workbook (.xlsx, .xlsm) by byte-wise searches of its parts.

A parser that calls back for every cell takes longer than reading the values does; searches take a
fifth.  They rely on what `plain` and `unprefixed` have made sure of: no comments, no CDATA, no
namespace prefix.
"""

import re
from itertools import islice

from cchc_cli.limits import CELLS, FAR_CELLS, MERGES, ODD_CELLS, WORKBOOK_INFLATED_BYTES
from cchc_cli.submissions.amounts import check_sheets
from cchc_cli.submissions.office_package import Package, elements
from cchc_cli.submissions.plain_xml import unprefixed
from cchc_cli.submissions.survey import (
    BUILTIN_PERCENTS,
    Sheet,
    check_filled,
    check_total,
    column_number,
    damaged,
    is_percent_format,
    too_big,
    too_many_cells,
)
from cchc_cli.submissions.xlsx_at_once import survey_at_once, survey_near
from cchc_cli.submissions.xlsx_blank_rows import check_rows, without_blank_rows
from cchc_cli.submissions.xlsx_grammar import Written, check_strings, written
from cchc_cli.submissions.xlsx_places import ROW, check_places
from cchc_cli.submissions.xlsx_rows import HIDDEN, NUMBER, survey_rows
from cchc_cli.submissions.xlsx_struck import struck_cells, struck_styles
from cchc_cli.submissions.zip_parts import TORN
from cchc_cli.texts import text

_WHOLE = re.compile(rb"</worksheet\s*>\s*\Z|<worksheet\b[^<>]*/>\s*\Z")
_COLUMN = re.compile(rb"<col(?=\s)([^<>]*)>")
_SPAN = re.compile(rb"\s(min|max)=[\"'](\d{1,5})[\"']")
_MERGED = re.compile(
    rb"<mergeCell\s(?:[^<>]*\s)?ref\s*=\s*[\"'](?i:([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7}))[\"']"
)
_FAR_CELL = re.compile(rb"<c r=\"[A-Z]{2}[^<>]*(?<!/)>(?!</c>)")
_USUAL_INDEX = re.compile(rb' t="s"><v>(\d{1,9})')
_SHARED_INDEX = re.compile(rb"\st=(?:\"s\"|'s')[^<>]*>\s*<v>\s*(\d{1,9})")


def survey_xlsx(package: Package) -> list[Sheet]:
    """Return what is known of a workbook's sheets, in order; Refused if one may not be read."""
    percents = _percent_styles(package.part("styles"))
    struck = struck_styles(package.part("styles"))
    strings = unprefixed(package.part("sharedStrings"))
    if strings.count(b"<si") > CELLS:
        raise too_many_cells()  # those with a prefix were not counted before
    if strings:
        check_strings(strings)
    shared = _shared_lengths(strings)
    del strings
    sheets: list[Sheet] = []
    parts = _sheet_parts(package, sheets)
    if not sheets:
        raise damaged(text("tệp bảng tính không có trang nào"))
    may_be_odd = ODD_CELLS
    for at, sheet in enumerate(sheets):
        part = parts.pop(at, None)
        if part is None:
            continue
        cells = part.count(b"<c")
        if cells > 2 * CELLS:  # a filled cell for each that is styled is plenty
            raise too_big(WORKBOOK_INFLATED_BYTES)
        if cells > FAR_CELLS:
            most = FAR_CELLS if _FAR_CELL.search(part) else CELLS
            if _filled_cells(part) > most:
                raise too_many_cells(most)
        _count_text(part, shared, sheet, cells)
        is_first = not any(known.is_near for known in sheets)
        rows = written(part, may_be_odd)
        may_be_odd -= rows.odd
        check_places(part, rows.start, rows.end, rows.placed)
        _survey(part, rows, sheet, percents, may_be_near=is_first and rows.placed > 0)
        sheet.struck_cells = struck_cells(part, rows, struck)
        check_total(sheets)
    return sheets


def _sheet_parts(package: Package, sheets: list[Sheet]) -> dict[int, bytes]:
    """Put all sheets into a list; return the parts of the tables, by the sheets' places in it.

    Refused if too many rows are filled already.
    """
    parts, of_sheets, filled = dict(package.parts), dict[int, bytes](), 0
    for title, state, relation in package.listed:
        kind, name = package.relations.get(relation, ("", ""))
        sheet = Sheet(title, state in ("hidden", "veryHidden"), kind == "worksheet")
        sheet.struck_texts = package.struck_texts
        sheets.append(sheet)
        check_sheets(len(sheets))
        if sheet.is_table or (relation and not kind):  # modules of old macros have no part
            if name not in parts:
                raise damaged(TORN)  # it is not there, or was that of another sheet
            part = unprefixed(parts.pop(name))
            if not _WHOLE.search(part, max(0, len(part) - 1000)):
                raise damaged(TORN)
            filled += check_rows(part, sheet)
            check_filled(filled)
            of_sheets[len(sheets) - 1] = without_blank_rows(part, sheet)
    return of_sheets


# The small parts: parsed in full


def _percent_styles(part: bytes) -> frozenset[int]:
    """Return the cell styles whose number format shows a percentage."""
    codes: list[tuple[int, str]] = []
    formats: list[int] = []
    in_cells = False
    for name, attributes in elements(part):
        if name == "numFmt":
            codes.append((_whole(attributes.get("numFmtId")), attributes.get("formatCode", "")))
        elif name in ("cellXfs", "cellStyles", "dxfs"):
            in_cells = name == "cellXfs"
        elif name == "xf" and in_cells:
            formats.append(_whole(attributes.get("numFmtId")))
    percents = BUILTIN_PERCENTS | {n for n, code in codes if is_percent_format(code)}
    return frozenset(i for i, number in enumerate(formats) if number in percents)


def _whole(written: str | None) -> int:
    return int(written) if written and written.isdecimal() and len(written) < 10 else 0


# The big parts: searched


def _shared_lengths(part: bytes) -> list[int]:
    """Return about how many bytes each shared string takes: its mark-up counts too."""
    return [len(piece) for piece in re.split(rb"<si(?=[\s/>])", part)[1:]]


def _filled_cells(part: bytes) -> int:
    """Return how many cells hold something: have an end of their own, and not at once."""
    return part.count(b"</c>") - part.count(b'"></c>') - part.count(b"'></c>")


def _count_text(part: bytes, shared: list[int], sheet: Sheet, cells: int) -> None:
    """Refuse a sheet that refers to long shared strings so often that they would fill memory.

    It has at most so many cells.
    """
    longest = max(shared, default=0)
    if longest * cells <= WORKBOOK_INFLATED_BYTES:
        return
    references = part.count(b'"s"') + part.count(b"'s'")
    if longest * references <= WORKBOOK_INFLATED_BYTES:
        return
    is_usual = part.count(b' t="s"><v>') == references
    found = (_USUAL_INDEX if is_usual else _SHARED_INDEX).findall(part)
    known = sum(map(_Lengths(enumerate(shared)).__getitem__, map(int, found)))
    sheet.add_text(known + longest * (references - len(found)))  # others are written oddly


class _Lengths(dict[int, int]):
    """Lengths of shared strings by their numbers; there are none beyond the last."""

    def __missing__(self, _index: int) -> int:
        return 0


def _survey(
    part: bytes, rows: Written, sheet: Sheet, percents: frozenset[int], *, may_be_near: bool
) -> None:
    """Note extent, hidden rows and columns, percentages, errors and formulas without a result."""
    _note_hidden_columns(part[: rows.start], sheet)
    is_near = may_be_near and survey_near(part, rows, sheet, percents)
    if is_near or survey_at_once(part, rows, sheet, percents):
        _note_hidden_rows(part, rows.start, sheet)
    else:
        survey_rows(part, sheet, percents)
    _note_merged(part, rows.end, sheet)
    sheet.check_area()


def _note_merged(part: bytes, start: int, sheet: Sheet) -> None:
    """Note what cells are merged, which is told behind the rows."""
    start = part.find(b"<mergeCells", start)
    for found in islice(_MERGED.finditer(part, start), MERGES + 1) if start >= 0 else ():
        left, top, right, bottom = found.groups()
        sheet.merge((int(top), column_number(left), int(bottom), column_number(right)))


def _note_hidden_columns(head: bytes, sheet: Sheet) -> None:
    for found in _COLUMN.finditer(head) if b"hidden" in head else ():
        attributes = found[1]
        if HIDDEN.search(attributes):
            span = {key: int(value) for key, value in _SPAN.findall(attributes)}
            first = span.get(b"min", 1)
            sheet.hide_columns(first, span.get(b"max", first))


def _note_hidden_rows(part: bytes, start: int, sheet: Sheet) -> None:
    """Note hidden rows, each of which tells its number."""
    for attributes in ROW.findall(part, start) if part.find(b"hidden", start) >= 0 else ():
        number = NUMBER.search(attributes)
        if number and HIDDEN.search(attributes):
            sheet.hidden_rows.add(int(number[1]))
