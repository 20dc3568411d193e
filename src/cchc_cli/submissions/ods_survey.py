"""Survey of an OpenDocument spreadsheet (.ods): one pass over its content.

Cells and rows are written once with a number of repetitions; a few bytes can stand for millions.
"""

import io
import re
from collections.abc import Set
from itertools import product
from xml.parsers import expat

from cchc_cli.limits import (
    COLUMNS,
    HEADER_ROWS,
    OPEN_DOCUMENT_CELLS,
    OPEN_DOCUMENT_TAGS,
    ROWS,
    WORKBOOK_INFLATED_BYTES,
)
from cchc_cli.submissions.amounts import check_sheets, check_tags
from cchc_cli.submissions.kinds import Kind
from cchc_cli.submissions.ods_struck import show_struck
from cchc_cli.submissions.plain_xml import plain
from cchc_cli.submissions.survey import (
    PASSWORD,
    CellSet,
    Refused,
    Sheet,
    check_total,
    damaged,
    is_error,
    not_a_workbook,
    too_big,
)
from cchc_cli.submissions.zip_parts import TORN, Archive, check_xml
from cchc_cli.texts import text

_CONTENT = "content.xml"
_KIND = {
    "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
    "META-INF/manifest.xml": b"<manifest/>",
}
"""What the library looks at beside the content: not all programs write it, and it says nothing."""
_SPACED = re.compile(rb">\s+(?=</?table:)")
"""Blanks between cells, which some programs write and the library does not expect."""
_PARAGRAPH = re.compile(rb"<text:p[^>]*>([^<]*)<")
_SPACES_TOLD = re.compile(rb"<text:s\s[^<>]*?text:c\s*=")
_SPACES = re.compile(rb"<text:s\s[^<>]*?text:c\s*=\s*[\"'](\d{1,9})[\"']")
"""So many spaces as a number says: ``<text:s text:c="2"/>``."""
_APART = re.compile(rb"<text:(tab|line-break)(?:\s[^<>]*)?(?:/>|></text:\1>)")
"""What stands between words, which the library leaves out: 1, a tab and 2 are not 12."""
_ANNOTATION = (
    rb"<office:annotation[\s>](?>(?:[^<]++|<(?!/office:annotation))*)</office:annotation\s*>"
)
_UNTYPED = re.compile(
    rb"(<table:(?:covered-)?table-cell)(?=[\s>])(?![^<>]*\soffice:)"
    rb"(?=[^<>]*>\s*(?>(?:" + _ANNOTATION + rb"\s*)*)<text:p[\s>])"
)
"""A cell that tells no kind of its value, but has text: shown as such, and read as blank."""
_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
_HIDDEN = frozenset({"collapse", "filter"})


def survey_ods(archive: Archive) -> tuple[io.BytesIO, list[Sheet]]:
    """Return what to read and what is known of the sheets, in order; Refused if it is bad."""
    parts = archive.parts
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise PASSWORD
    check_xml(parts.get(_CONTENT, b""))
    content = parts.get(_CONTENT, b"")
    if b"<office:body" in content and b"<office:spreadsheet" not in content:
        raise not_a_workbook(Kind.OPEN_DOCUMENT)
    if parts.get(_CONTENT, b"").count(b"office:value-type=") > OPEN_DOCUMENT_CELLS:
        raise Refused(
            "file-too-big",
            text("tệp .ods có hơn {limit} ô", limit=OPEN_DOCUMENT_CELLS),
            text("lưu thành .xlsx, hoặc tách tệp theo kỳ hoặc theo đơn vị"),
        )
    check_tags(parts.get(_CONTENT, b""), OPEN_DOCUMENT_TAGS)
    _check_spaces(parts.get(_CONTENT, b""))
    content = _APART.sub(b" ", plain(parts.get(_CONTENT, b"")))
    content, struck = show_struck(_SPACED.sub(b">", content))
    survey = _Pass(content, struck)
    survey.read()
    if not survey.sheets:
        raise damaged(text("tệp bảng tính không có trang nào"))
    if survey.has_untyped:
        content = _UNTYPED.sub(rb'\1 office:value-type="string"', content)
    return archive.pack({**_KIND, _CONTENT: content}), survey.sheets


def _check_spaces(content: bytes) -> None:
    """Refuse spaces told by a number so great that the text would fill memory."""
    counts = list(map(int, _SPACES.findall(content)))
    if len(counts) < len(_SPACES_TOLD.findall(content)):
        raise damaged(TORN)
    if sum(counts) > WORKBOOK_INFLATED_BYTES:
        raise too_big(WORKBOOK_INFLATED_BYTES)


class _Pass:
    """Follows rows and columns through the content, with their repetitions."""

    def __init__(self, content: bytes, struck: Set[str]) -> None:
        self.content = content
        self._struck = struck
        self.sheets: list[Sheet] = []
        self.has_untyped = False
        """Whether a cell has text but tells no kind of value."""
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._is_in_table = False
        self._row = self._rows = self._column = self._columns = 0
        """Rows and columns passed before the present ones, and how often these are repeated."""
        self._cell: dict[str, str] | None = None
        self._cell_at = 0
        self._is_hidden = self._is_annotation = self._has_text = False

    def read(self) -> None:
        """Fill `sheets`; Refused where the content is broken or past a limit."""
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        try:
            self._parser.Parse(self.content, True)
        except expat.ExpatError as fault:
            raise damaged(TORN) from fault

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "text:p":
            self._has_text = self._has_text or not self._is_annotation
        elif name in _CELLS:
            if self._is_in_table:
                self._start_cell(attributes)
        elif name == "office:annotation":
            self._is_annotation = True
        elif name == "table:table":
            self._start_table(attributes)
        elif name == "table:table-row" and self._is_in_table:
            self._rows = _times(attributes, "table:number-rows-repeated")
            self._column = 0
            self._is_hidden = attributes.get("table:visibility") in _HIDDEN
        elif name == "table:table-column" and self._is_in_table:
            self._start_column(attributes)
        elif name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)

    def _end(self, name: str) -> None:
        if name == "text:p":
            return
        if name in _CELLS and self._is_in_table:
            cell = self._cell or {}
            if "office:value-type" in cell or self._has_text or "table:formula" in cell:
                self._end_cell(cell)
            elif "table:number-columns-spanned" in cell:
                self._merge(cell, self.sheets[-1])
            self._column += self._columns
            self._cell, self._has_text = None, False
        elif name == "office:annotation":
            self._is_annotation = False
        elif name == "table:table":
            self._is_in_table = False
            self.sheets[-1].check_area()
            check_total(self.sheets)
        elif name == "table:table-row" and self._is_in_table:
            self._row += self._rows

    def _start_table(self, attributes: dict[str, str]) -> None:
        if self._is_in_table:
            raise damaged(TORN)  # what stands behind a table in a table is lost to the library
        self._is_in_table = True
        is_hidden = attributes.get("table:style-name") in self._hidden_styles
        name = attributes.get("table:name", "")
        self.sheets.append(Sheet(name, is_hidden, struck_texts=self._struck))
        check_sheets(len(self.sheets))
        self._row = self._column = 0

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._columns = _times(attributes, "table:number-columns-repeated")
        self._cell, self._has_text = attributes, False
        if "table:formula" in attributes or self._rows * self._columns > 1:
            self._cell_at = self._parser.CurrentByteIndex

    def _start_column(self, attributes: dict[str, str]) -> None:
        times = _times(attributes, "table:number-columns-repeated")
        if attributes.get("table:visibility") in _HIDDEN:
            self.sheets[-1].hide_columns(self._column + 1, self._column + times)
        self._column += times

    def _end_cell(self, cell: dict[str, str]) -> None:
        """Note a cell that holds something, and its repetitions."""
        sheet = self.sheets[-1]
        row, column = self._row + 1, self._column + 1
        sheet.fill(row, column)
        if "office:value-type" not in cell and self._has_text:
            self.has_untyped = True
        times = self._rows * self._columns
        if times > 1:
            self._repeat(sheet, row, column)
            end = self._parser.CurrentByteIndex
            spaces = sum(map(int, _SPACES.findall(self.content, self._cell_at, end)))
            sheet.add_text((end - self._cell_at + spaces) * times)
        if self._is_hidden:
            sheet.hidden_rows.update(range(row, row + self._rows))
        if "table:number-columns-spanned" in cell:
            self._merge(cell, sheet)
        if cell.get("office:value-type") != "float":
            self._note(cell, sheet)

    def _repeat(self, sheet: Sheet, row: int, column: int) -> None:
        """Note the extent of a cell's repetitions, and only then go over the rows of them."""
        last = column + self._columns - 1
        if last > COLUMNS:
            sheet.fill(row, COLUMNS + 1)
        sheet.fill(row, last)
        for below in range(row + 1, row + min(self._rows, ROWS + HEADER_ROWS + 1)):
            sheet.fill(below, last)
        sheet.check_area()

    def _merge(self, cell: dict[str, str], sheet: Sheet) -> None:
        row, column = self._row + 1, self._column + 1
        down = _times(cell, "table:number-rows-spanned") - 1
        right = _times(cell, "table:number-columns-spanned") - 1
        if down or right:
            sheet.merge((row, column, row + down, column + right))

    def _note(self, cell: dict[str, str], sheet: Sheet) -> None:
        """Note a percentage, an error or a formula without a result."""
        kind = cell.get("office:value-type")
        if kind == "percentage":
            self._mark(sheet.percents)
        elif "table:formula" in cell:
            end = self._parser.CurrentByteIndex
            found = _PARAGRAPH.search(self.content, self._cell_at, end)
            shown = found[1].decode("utf-8", "replace") if found else ""
            if cell.get("calcext:value-type") == "error" or is_error(shown):
                self._mark(sheet.error_cells(shown))
            elif kind is None and not self._has_text:
                self._mark(sheet.uncached)

    def _mark(self, cells: CellSet) -> None:
        """Add the present cell, and its repetitions, to a set."""
        row, column = self._row + 1, self._column + 1
        if self._rows == self._columns == 1:
            cells.add(row, column)
        else:
            below, right = range(row, row + self._rows), range(column, column + self._columns)
            cells.add_all(product(below, right))


def _times(attributes: dict[str, str], key: str) -> int:
    """Return how often something is repeated; at most what no sheet can hold."""
    written = attributes.get(key)
    if written is None:
        return 1
    if written.strip("0") == "" and key.endswith("repeated"):
        raise damaged(TORN)  # neither never nor once, for one reader or another
    return max(1, int(written)) if written.isdecimal() and len(written) < 10 else 1
