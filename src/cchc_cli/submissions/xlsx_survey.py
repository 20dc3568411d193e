"""Survey of an Office Open XML workbook (.xlsx, .xlsm) by byte-wise searches of its parts.

A parser that calls back for every cell takes longer than reading the values does; searches take a
fifth.  They rely on what `_plain` has made sure of: no comments, no CDATA, no namespace prefix.
"""

import re
from collections.abc import Iterator

from cchc_cli.limits import CELLS, COLUMNS, WORKBOOK_INFLATED_BYTES
from cchc_cli.submissions.office_package import Package, elements
from cchc_cli.submissions.survey import (
    BUILTIN_PERCENTS,
    Sheet,
    check_total,
    column_number,
    damaged,
    is_percent_format,
    shown_error,
    too_big,
)
from cchc_cli.submissions.xlsx_at_once import survey_at_once
from cchc_cli.submissions.zip_parts import TORN
from cchc_cli.texts import text

_ASIDE = re.compile(rb"<!--|<!\[CDATA\[|<\?")
_ASIDES = 10_000
"""Comments and the like in a part; Office writes none, exporters a few."""
_MERGES = 10_000
"""Merged cells of a sheet; they serve to read headers, and are passed over where there are more."""
_PREFIX = re.compile(rb"<([A-Za-z_][\w.-]*):(?:worksheet|sst)\b")
_WHOLE = re.compile(rb"</worksheet\s*>\s*\Z|<worksheet\b[^>]*/>\s*\Z")
_ROW = re.compile(rb"<row(?=[\s/>])([^>]*)>")
_HELD = re.compile(rb"<c(?=[\s>])([^>]*)(?<!/)>(?!</c>)")
_USUAL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"(?:[^>]*[^/>])?>(?!</c>)')
"""A cell that holds something, as all programs write it but the odd exporter."""
_USUAL_HELD = re.compile(
    rb'<c r="([A-Z]{1,3})\d{1,7}"([^>]*)>\s*(<f(?:\s[^>]*)?(?:/>|>[^<]*</f>))?'
    rb"(?:\s*<v(?:\s[^>]*)?>([^<]*)<)?"
)
"""Its column, its other attributes, its formula and its value."""
_KINDS = 10_000
_CELL = re.compile(rb"<c(?=[\s/>])")
_NUMBER = re.compile(rb"\br=[\"'](\d{1,9})[\"']")
_REFERENCE = re.compile(rb"\sr=[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")
_PLACED = re.compile(rb"(?:^|\s)r\s*=")
_HIDDEN = re.compile(rb"\shidden=[\"'](?:1|true)[\"']")
_COLUMN = re.compile(rb"<col(?=\s)([^>]*)>")
_SPAN = re.compile(rb"\s(min|max)=[\"'](\d{1,5})[\"']")
_STYLE = re.compile(rb"\ss=[\"'](\d{1,6})[\"']")
_ERROR = re.compile(rb"\st=[\"']e[\"']")
_WORDS = re.compile(rb"\st=[\"']str[\"']")
"""A formula whose result is text, which may be empty."""
_VALUE = re.compile(rb"<v(?:\s[^>]*)?>([^<]*)<")
_SHARED_INDEX = re.compile(rb"\st=[\"']s[\"'][^>]*>\s*<v>\s*(\d{1,9})")


def survey_xlsx(package: Package) -> list[Sheet]:
    """Return what is known of a workbook's sheets, in order; Refused if one may not be read."""
    percents = _percent_styles(package.part("styles"))
    shared = _shared_lengths(_plain(package.part("sharedStrings")))
    sheets: list[Sheet] = []
    parts = dict(package.parts)
    for title, state, relation in _sheet_list(package.parts[package.workbook]):
        kind, name = package.relations.get(relation, ("", ""))
        sheet = Sheet(title, state in ("hidden", "veryHidden"), kind == "worksheet")
        sheets.append(sheet)
        if sheet.is_table and name in package.parts:
            if name not in parts:
                raise damaged(TORN)  # two sheets of one part
            part = _plain(parts.pop(name))
            if not _WHOLE.search(part, max(0, len(part) - 1000)):
                raise damaged(TORN)
            _count_text(part, shared, sheet)
            _SheetPass(sheet, percents).read(part)
            check_total(sheets)
    if not sheets:
        raise damaged(text("tệp bảng tính không có trang nào"))
    return sheets


# The small parts: parsed in full


def _sheet_list(part: bytes) -> Iterator[tuple[str, str, str]]:
    """Yield each sheet's name, state and relation."""
    for name, attributes in elements(part):
        if name == "sheet":
            relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            yield attributes.get("name", ""), attributes.get("state", ""), relation


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


def _plain(part: bytes) -> bytes:
    """Return a part without comments, CDATA and the prefix of its namespace."""
    if part[:3] == b"\xef\xbb\xbf":
        part = part[3:]
    if len(_ASIDE.findall(part)) > part.startswith(b"<?xml"):
        part = _without_asides(part)
    prefix = _PREFIX.search(part[:5000])
    if prefix:
        named = prefix[1] + b":"
        part = part.replace(b"</" + named, b"</").replace(b"<" + named, b"<")
    return part


def _without_asides(part: bytes) -> bytes:
    kept: list[bytes] = []
    at = 0
    while aside := _ASIDE.search(part, at):
        ending = {b"<!--": b"-->", b"<?": b"?>"}.get(aside[0], b"]]>")
        end = part.find(ending, aside.end())
        if end < 0 or len(kept) > _ASIDES:
            raise damaged(TORN)
        kept.append(part[at : aside.start()])
        if aside[0].startswith(b"<!["):
            kept.append(part[aside.end() : end].replace(b"<", b" "))
        at = end + len(ending)
    return b"".join([*kept, part[at:]])


def _shared_lengths(part: bytes) -> list[int]:
    """Return about how many bytes each shared string takes: its mark-up counts too."""
    return [len(piece) for piece in re.split(rb"<si(?=[\s/>])", part)[1:]]


def _count_text(part: bytes, shared: list[int], sheet: Sheet) -> None:
    """Refuse a sheet that refers to long shared strings so often that they would fill memory."""
    longest = max(shared, default=0)
    references = (part.count(b't="s"') + part.count(b"t='s'")) if longest else 0
    if longest * references <= WORKBOOK_INFLATED_BYTES:
        return
    count = len(shared)
    indexes = map(int, _SHARED_INDEX.findall(part))
    sheet.add_text(sum(shared[index] for index in indexes if index < count))


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
        """Note extent, hidden rows and columns, percentages, errors and uncached formulas."""
        if part.count(b"<c") > 2 * CELLS:
            raise too_big(
                WORKBOOK_INFLATED_BYTES
            )  # a filled cell for each that is styled is plenty
        first = _ROW.search(part)
        head = part[: first.start()] if first else part
        if _CELL.search(head):
            raise damaged(TORN)  # a cell outside a row is none for us, but one for others
        self._read_columns(head)
        if survey_at_once(part, self.sheet, self.percents):
            self._read_hidden_rows(part, first.start() if first else 0)
        else:
            self.read_rows(part)
        if part.count(b"<mergeCell ") > _MERGES:
            self.sheet.merged = []
        self.sheet.check_area()

    def _read_hidden_rows(self, part: bytes, start: int) -> None:
        """Note hidden rows, each of which tells its number."""
        for attributes in _ROW.findall(part, start) if part.find(b"hidden", start) >= 0 else ():
            found = _NUMBER.search(attributes)
            if found and _HIDDEN.search(attributes):
                self.sheet.hidden_rows.add(int(found[1]))

    def read_rows(self, part: bytes) -> None:
        """Go over the rows one by one, and note the same as is noted of all at once."""
        styles = [s for style in self.percents for s in (b's="%d"' % style, b"s='%d'" % style)]
        signs = [b"<f", b't="e"', b"t='e'", *styles]
        self.signs = [sign for sign in signs if sign in part]
        number = 0
        for attributes, body in self._rows(part):
            found = _NUMBER.search(attributes)
            if found is None and _PLACED.search(attributes):
                raise damaged(TORN)
            number = int(found[1]) if found else number + 1
            if _HIDDEN.search(attributes):
                self.sheet.hidden_rows.add(number)
            held = len(_HELD.findall(body))
            if held:
                self._read_row(number, body, held)

    def _rows(self, part: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Yield each row's attributes and what is in it."""
        for row in _ROW.finditer(part):
            end = part.find(b"<row", row.end())
            yield row[1], part[row.end() : end if end >= 0 else len(part)]

    def _read_columns(self, head: bytes) -> None:
        for attributes in _COLUMN.findall(head):
            if _HIDDEN.search(attributes):
                span = {key: int(value) for key, value in _SPAN.findall(attributes)}
                first = span.get(b"min", 1)
                last = min(span.get(b"max", first), COLUMNS)
                self.sheet.hidden_columns.update(range(first, last + 1))

    def _read_row(self, number: int, body: bytes, held: int) -> None:
        """Note the extent of a row; look at its cells where they are unusual or special."""
        places = _USUAL.findall(body)
        letters, rows = zip(*places, strict=True) if places else ((), ())
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
        for piece in _CELL.split(body)[1:]:
            attributes, _, held = piece.partition(b">")
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
