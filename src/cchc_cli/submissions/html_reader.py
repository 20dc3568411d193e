"""HTML tables: what one-stop systems export under the name .xls.

The text is split at every ``<``, which takes one pass whatever is left open or nested in it; a
general parser takes far longer and, on what is left open, time by the square.
"""

import html
import re
from collections.abc import Iterator, Set
from functools import lru_cache, partial
from itertools import islice

from cchc_cli.limits import (
    CELLS,
    COLUMNS,
    HEADER_ROWS,
    HTML_REFERENCES,
    HTML_TABLES,
    HTML_TAGS,
    ROWS,
    TEXT_BYTES,
)
from cchc_cli.names import compose
from cchc_cli.problems import Location, Problem
from cchc_cli.submissions.encoding import Undecodable, decode
from cchc_cli.submissions.html_struck import INLINE, LOOKS, look_of, struck_classes
from cchc_cli.submissions.records import PlaceOf
from cchc_cli.submissions.struck_text import Look, shown_apart
from cchc_cli.submissions.survey import Refused, place_in_sheet, too_many_cells
from cchc_cli.submissions.table import Table
from cchc_cli.texts import Text, text

_SPLIT = text("tách tệp theo kỳ hoặc theo đơn vị")
_FEWER = text("xóa các cột thừa")
_SAVE_AS = text("mở tệp, lưu thành CSV UTF-8 (Save As › CSV UTF-8), rồi gửi lại")
_CUT = text("trang HTML bị cắt hoặc chép chưa hết: bảng không có chỗ kết thúc")
_WHOLE = text("mở tệp gốc, xem có đủ dòng cuối không, lưu lại (Save As › CSV UTF-8) rồi gửi lại")
_SWALLOWED = text("thẻ HTML có dấu nháy đóng sai chỗ, bao cả ô của bảng vào trong")
_NAME_CHARACTERS = 100
"""Longer names of tags mean nothing to us."""
_SPAN = re.compile(r"(?<![\w.:-])(col|row)span\s*=\s*[\"']?\s*\+?(\d{1,9})", re.I)
_QUOTE = re.compile(r"=\s*([\"'])")
_COMMENT_END = re.compile("--!?>")
_QUOTES = 1_000
_ATTRIBUTE_CHARACTERS = 10_000
"""So many quoted attributes of a tag, and signs of it, are looked at."""
_OPEN = -2
"""Where a tag ends of which a quote is never closed."""
_OPEN_TAGS = 300
"""Tags in which no end is found to a quote; Office and other exporters write none."""
_OF_TABLE = re.compile(r"</?t(?:able|d|h|r)\b", re.I)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{1,40})", re.I)
_BLOCKS = ("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "pre", "center", "blockquote", "caption",
           "h1", "h2", "h3", "h4", "h5", "h6", "del", "s", "strike", "ins", "sup",
           "sub")  # fmt: skip
"""What stands on lines of its own; what was struck out, put in, or points to a note must not join
the number beside it: "120 125" would be one number.
"""
_BREAKS = frozenset({"br", "hr", "option", *_BLOCKS, *(f"/{name}" for name in _BLOCKS)})
_GROUPS = frozenset({"thead", "tbody", "tfoot", "/thead", "/tbody", "/tfoot"})
_SKIPPED = frozenset({"script", "style", "xml", "title", "template", "iframe"})
"""What is in these is no text of the page."""


def read_tables(content: bytes, name: str, problems: list[Problem]) -> Iterator[Table]:
    """Yield the tables of a page that hold something; note in `problems` why there are none."""
    try:
        found = _read_page(_decode(content))
    except Refused as refused:
        problems.append(refused.problem(name))
        return
    for number, table in enumerate(found, 1):
        yield table.finished(name, number)


def _decode(content: bytes) -> str:
    """Decode by byte-order mark or as other text; by the declared encoding where that fails."""
    if len(content) > TEXT_BYTES:
        too_big = text("tệp lớn hơn {limit} byte", limit=TEXT_BYTES)
        raise Refused("file-too-big", too_big, _SPLIT)
    decoded = decode(content)
    if isinstance(decoded, Undecodable):
        declared = _CHARSET.search(content[:5000])
        try:
            return content.decode(declared[1].decode("ascii") if declared else "ascii")
        except (LookupError, UnicodeError):
            raise Refused(decoded.code, decoded.message, decoded.hint, line=decoded.line) from None
    return decoded


_CELL_TAGS = frozenset({"td", "th", "tr", "/td", "/th", "/tr", "/table"})
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?![\d.])"
    r"|\shidden(?:[\s=>]|\Z)",
    re.IGNORECASE,
)


_ATTRIBUTES = r"(?:\s(?>(?:[^<>\"']++|\"[^<>\"]*\"|'[^<>']*'){0,200})|)"
_PLAIN_ROW = re.compile(
    rf"<tr{_ATTRIBUTES}>((?>(?:\s*+<t[dh]{_ATTRIBUTES}>[^<]*+(?:</t[dh]>|))+))\s*+"
    "(?:</tr>|(?=</?tr))",
    re.I,
)
"""A row of cells that hold nothing but text, with no ``>`` in their attributes.

Millions of attributes would fill memory; a tag with more than these is taken by itself.
"""
_ROW_TAGS = re.compile(r"<tr(?=[\s>/])", re.I)
_PLAIN_CELL = re.compile(r"<t[^>]*>([^<]*)", re.I)
_SHORT = 200


def _shown(words: str) -> str:
    """Return a cell's text as a page shows it: lines without spaces around them, no blank ones."""
    if "&" not in words and "\n" not in words:
        return " ".join(words.split())
    lines = [" ".join(line.split()) for line in compose(html.unescape(words)).split("\n")]
    return "\n".join(filter(None, lines))


_shown_short = lru_cache(maxsize=4096)(_shown)


class _HtmlTable:
    """A table while it is read: its rows with the lines of their tags, and its merged cells."""

    def __init__(self, struck: Set[str]) -> None:
        self._struck = struck
        """Classes that are struck out."""
        self.rows: list[tuple[int, list[str]]] = []
        self.cells = 0
        self._row: list[str] | None = None
        self._merged: list[tuple[int, int, int, int]] = []
        """With the place of a row in `rows` for its number, zero-based; columns one-based."""
        self._settled = 0
        """How many of these are of groups of rows that have ended."""
        self._below: dict[int, int] = {}
        """Into how many rows more a cell above reaches, by column."""
        self._words: list[str] | None = None
        self._look, self._depth, self._is_apart = Look.PLAIN, 0, False
        """How the cell's text is set, in so many tags; whether all of it is set apart."""
        self._right = self._down = 1

    def start_row(self, line: int) -> None:
        """Begin a row; the one before ends, closed or not."""
        self.end_row()
        self._row = []
        self.rows.append((line, self._row))
        if len(self.rows) > ROWS + 1:
            raise _too_many_rows()

    def end_row(self) -> None:
        """End the row, if one is open."""
        self.end_cell()
        if self._row is not None:
            self._skip_reached(self._row)
            self.cells += len(self._row)
            if self.cells > CELLS:  # a page may hold millions more
                raise too_many_cells()
            self._below = {column: left - 1 for column, left in self._below.items() if left > 1}
            self._row = None

    def end_group(self) -> None:
        """End a head, body or foot, beyond which no cell reaches."""
        self.end_row()
        self._below.clear()
        last = len(self.rows) - 1
        self._merged[self._settled :] = [
            (top, left, min(bottom, last), right)
            for top, left, bottom, right in self._merged[self._settled :]
        ]
        self._settled = len(self._merged)

    def start_cell(self, attributes: str, line: int) -> None:
        """Begin a cell."""
        self.end_cell()
        if self._row is None:
            self.start_row(line)
        self._right = self._down = 1
        if len(attributes) > 2:
            spans = {
                kind.lower(): int(n)
                for kind, n in _SPAN.findall(attributes[:_ATTRIBUTE_CHARACTERS])
            }
            self._right, self._down = max(1, spans.get("col", 1)), spans.get("row", 1) or ROWS
        self._words = []
        self._look, self._depth, self._is_apart = Look.PLAIN, 0, True

    def end_cell(self) -> None:
        """Put the cell at the first column that no cell above reaches into."""
        if self._words is None or self._row is None:
            return
        words, self._words = "".join(self._words), None
        shown = _shown_short(words) if len(words) < _SHORT else _shown(words)
        if self._look is not Look.PLAIN and self._is_apart:
            shown = shown_apart([(self._look, shown)]) or shown
        if self._below:
            self._skip_reached(self._row)
        first, last = len(self._row), len(self._row) + self._right
        if last > COLUMNS:
            said = text("dòng {line} có hơn {limit} cột", line=self.rows[-1][0], limit=COLUMNS)
            raise Refused("too-many-columns", said, _FEWER)
        if self._right == self._down == 1:
            self._row.append(shown)
            return
        row = len(self.rows) - 1
        self._merged.append((row, first + 1, row + self._down - 1, last))
        if self._down > 1:
            self._below.update(dict.fromkeys(range(first, last), self._down))
        self._row += [shown, *[""] * (self._right - 1)]

    def take_row(self, inside: str, line: int) -> bool:
        """Take a row of cells that hold nothing but text, as most are; tell if it could."""
        self.end_row()
        words = _PLAIN_CELL.findall(inside.replace("\n", " "))
        if self._below or len(words) > COLUMNS or "span" in inside.lower():
            return False
        self.start_row(line)
        show = _shown_short if max(map(len, words)) < _SHORT else _shown
        self.rows[-1][1].extend(map(show, words))
        self.end_row()
        return True

    def _skip_reached(self, row: list[str]) -> None:
        while self._below.get(len(row)):
            row.append("")

    def add_text(self, words: str) -> None:
        """Add text to the open cell; text between cells is none of the table's."""
        if self._words is not None:
            self._words.append(words)
            self._is_apart = self._is_apart and (self._depth > 0 or not words.strip())

    def sets_apart(self, name: str, attributes: str) -> bool:
        """Tell whether a tag begins or ends what is struck out, raised or lowered in a cell."""
        is_end, name = name.startswith("/"), name.removeprefix("/")
        look = look_of(name, attributes[:_ATTRIBUTE_CHARACTERS], self._struck)
        if name not in LOOKS and not (name in INLINE and (self._depth or look is not Look.PLAIN)):
            return False
        if is_end:
            self._depth = max(0, self._depth - 1)
            return self._depth == 0
        self._depth += 1
        self._look = self._look if look is Look.PLAIN else look
        return self._depth == 1

    def finished(self, name: str, number: int) -> Table:
        """Return the table, placed by lines; by cells where rows share a line."""
        lines = [line for line, _ in self.rows]
        place: PlaceOf = partial(Location, name)
        if len(set(lines)) < len(lines):
            lines = list(range(1, len(lines) + 1))
            place = place_in_sheet(name, f"bảng {number}")
        last = len(lines) - 1
        merged = [
            (lines[top], left, lines[min(bottom, last)], right)
            for top, left, bottom, right in self._merged
        ]
        records = zip(lines, (cells for _, cells in self.rows), strict=True)
        return Table(iter(records), place, merged=tuple(merged))


class _Page:
    """Follows a page's tags; a table within a cell is a table of its own."""

    def __init__(self, struck: Set[str]) -> None:
        self._struck = struck
        self.tables: list[_HtmlTable] = []
        self._open: list[_HtmlTable] = []
        self._skipped = ""
        """The tag that ends what is passed over; empty where nothing is."""
        self._depth = 0
        """How many of its kind are open in what is passed over."""
        self._is_pre = False
        """Whether the text is in ``<pre>``."""
        self._open_tags = 0
        """How many tags have had a quote without an end."""

    def take_row(self, inside: str, line: int) -> bool:
        """Take a row of plain cells; tell if it could."""
        return bool(self._open and not self._skipped and self._open[-1].take_row(inside, line))

    def tag(self, name: str, attributes: str, line: int) -> None:
        """Take a tag; its name in lower case, with a slash before it where it closes."""
        if self._skipped and not self._ends_skipped(name):
            return
        if name in _SKIPPED or (name in INLINE and _HIDDEN.search(attributes)):
            self._skipped, self._depth = f"/{name}", 1
        elif name == "table":
            self.tables.append(_HtmlTable(self._struck))
            if len(self.tables) > HTML_TABLES:
                raise _too_many(text("trang HTML có hơn {limit} bảng", limit=HTML_TABLES))
            self._open.append(self.tables[-1])
        elif self._open:
            self._table_tag(self._open[-1], name, attributes, line)

    def _ends_skipped(self, name: str) -> bool:
        """Tell if a tag ends what is passed over; what is hidden in a cell never outlasts it."""
        is_hidden = self._skipped[1:] in INLINE
        if name == self._skipped:
            self._depth -= 1
        elif is_hidden and name == self._skipped[1:]:
            self._depth += 1
        elif is_hidden and name in _CELL_TAGS:
            self._depth = 0
        self._skipped = self._skipped if self._depth else ""
        return not self._skipped

    def _table_tag(self, table: _HtmlTable, name: str, attributes: str, line: int) -> None:
        if name in ("td", "th"):
            table.start_cell(attributes, line)
        elif name == "tr":
            table.start_row(line)
        elif name in ("/td", "/th"):
            table.end_cell()
        elif name == "/tr":
            table.end_row()
        elif name in _GROUPS:
            table.end_group()
        elif name == "/table":
            table.end_row()
            self._open.pop()
            self._check_cells()
        elif table.sets_apart(name, attributes) or name in _BREAKS:
            self._is_pre = name == "pre" or (self._is_pre and name != "/pre")
            table.add_text("\n")
        elif name in ("input", "select", "textarea"):
            table.add_text(" […] ")  # a field whose content may be anything: never a blank cell

    def whole_tag(self, source: str, start: int, line: int) -> int:
        """Return how long a tag is whose attributes hold a ``<``; -1 where a quote has no end."""
        if self._skipped:
            return -1
        for length in (_SHORT, _ATTRIBUTE_CHARACTERS):
            beginning = source[start : start + length]
            end = _tag_end(beginning)
            if end >= 0:
                break
        else:
            self._open_tags += 1
        if self._open_tags > _OPEN_TAGS or (end > 0 and _OF_TABLE.search(beginning, 0, end)):
            raise Refused("damaged-file", _SWALLOWED, _SAVE_AS, line=line)
        return end

    def add_words(self, words: str) -> None:
        """Take text; a line break of the source is a space but in ``<pre>``."""
        if words and self._open and not self._skipped:
            self._open[-1].add_text(words if self._is_pre else words.replace("\n", " "))

    def end(self, *, is_cut: bool) -> None:
        """Refuse a page that ends within a table, or in what is passed over: it is cut off."""
        if is_cut or self._open or self._skipped:
            line = max((table.rows[-1][0] for table in self._open if table.rows), default=None)
            raise Refused("damaged-file", _CUT, _WHOLE, line=line)
        self._check_cells()

    def _check_cells(self) -> None:
        if sum(table.cells for table in self.tables) > CELLS:
            raise too_many_cells()


def _read_page(decoded: str) -> list[_HtmlTable]:
    """Return the tables of a page in which anything is written."""
    source = decoded.replace("\r\n", "\n").replace("\r", "\n")
    if source.count("&") > HTML_REFERENCES:
        raise _too_many(text("trang HTML có hơn {limit} dấu &", limit=HTML_REFERENCES))
    if next(islice(_ROW_TAGS.finditer(source), ROWS + HEADER_ROWS, None), None) is not None:
        raise _too_many_rows()  # at once; of one table alone they are counted exactly
    page, tags = _Page(struck_classes(source)), 0
    at, is_comment = source.find("<"), False
    line = 1 + source.count("\n", 0, max(0, at))
    while at >= 0:
        row = None if is_comment else _PLAIN_ROW.match(source, at)
        if row is not None and page.take_row(row[1], line):
            begun, at = at, source.find("<", row.end())
            line += source.count("\n", begun, max(at, begun))
            continue
        tags += 1
        if tags > HTML_TAGS:
            raise _too_many(text("trang HTML có hơn {limit} thẻ", limit=HTML_TAGS))
        end = source.find("<", at + 1)
        piece = source[at + 1 : end] if end >= 0 else source[at + 1 :]
        is_comment = is_comment or piece.startswith("!--")
        if is_comment:
            ended = _COMMENT_END.search(piece)
            if ended:
                is_comment = False
                page.add_words(piece[ended.end() :])
        elif piece != "/td>":  # the next cell or row ends this one, and no text stands between
            tag_end = _tag_end(piece)
            if tag_end == _OPEN and piece[0].isalpha():
                closed = page.whole_tag(source, at + 1, line)
                if closed >= 0:
                    tag_end, end = closed, source.find("<", at + 1 + closed)
                    piece = source[at + 1 : end] if end >= 0 else source[at + 1 :]
            _take(page, piece, tag_end, line)
        line += piece.count("\n")
        at = end
    page.end(is_cut=is_comment)
    found = [table for table in page.tables if any(any(cells) for _, cells in table.rows)]
    if not found:
        message = text("tệp này thật ra là trang HTML, không có bảng nào")
        raise Refused("wrong-kind", message, _SAVE_AS)
    return found


def _take(page: _Page, piece: str, end: int, line: int) -> None:
    """Take what follows a ``<``: a tag and the text after it, or a sign that stands for itself."""
    if end == _OPEN:
        end = piece.find(">")  # the quote is never closed
    if end < 0:
        page.add_words("<" + piece)
        return
    name = piece[: min(end, _NAME_CHARACTERS)].split(None, 1)
    if name and (name[0][0].isalpha() or name[0][0] == "/"):
        page.tag(name[0].rstrip("/").lower(), piece[:end], line)
    elif not piece.startswith(("!", "?")):
        end = -1
        page.add_words("<")
    if len(piece) > end + 1:
        page.add_words(piece[end + 1 :])


def _tag_end(piece: str) -> int:
    """Return where a tag ends whose attributes may hold a ``>`` between quotes."""
    end = piece.find(">")
    quote = _QUOTE.search(piece, 0, end if end > 0 else len(piece))
    for _ in range(_QUOTES):
        if quote is None:
            break
        close = piece.find(quote[1], quote.end())
        if close < 0:
            return _OPEN
        if close > end >= 0:
            end = piece.find(">", close)
        quote = _QUOTE.search(piece, close + 1, end if end > 0 else len(piece))
    return end


def _too_many_rows() -> Refused:
    return Refused("too-many-rows", text("tệp có hơn {limit} dòng", limit=ROWS), _SPLIT)


def _too_many(message: Text) -> Refused:
    return Refused("file-too-big", message, _SPLIT)
