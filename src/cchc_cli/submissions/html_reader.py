"""HTML tables, which one-stop systems export under names that end with .xls.

Every table that is not itself laid around others is read; cells that span several columns or rows
hold their text once, at their first place.
"""

import re
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser

from cchc_cli.limits import CELL_CHARACTERS, COLUMNS, ROWS, TEXT_BYTES
from cchc_cli.problems import Location, Problem, error
from cchc_cli.submissions.encoding import Undecodable, decode
from cchc_cli.submissions.heading import Record
from cchc_cli.submissions.table import Table
from cchc_cli.texts import text

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_OTHER_ENCODINGS = frozenset({"windows-1258", "cp1258", "utf-16", "windows-1252", "iso-8859-1"})
_SKIPPED = frozenset({"script", "style", "head", "title"})


def read_tables(content: bytes, name: str, problems: list[Problem]) -> Iterator[Table]:
    """Yield the tables of an HTML file; note in `problems` why there are none."""
    where = Location(name)
    if len(content) > TEXT_BYTES:
        message = text("tệp lớn hơn {limit} byte", limit=TEXT_BYTES)
        hint = text("tách tệp theo kỳ hoặc theo đơn vị")
        problems.append(error("file-too-big", where, message, hint))
        return
    decoded = _decoded(content)
    if isinstance(decoded, Undecodable):
        place = where._replace(line=decoded.line)
        problems.append(error(decoded.code, place, decoded.message, decoded.hint))
        return
    reader = _Reader()
    reader.feed(decoded)
    reader.close()
    if reader.is_too_long:
        message = text("tệp có hơn {limit} dòng", limit=ROWS)
        problems.append(
            error("too-many-rows", where, message, text("tách tệp theo kỳ hoặc theo đơn vị"))
        )
        return
    tables = [table for table in reader.tables if any(cells for _, cells in table)]
    if not tables:
        message = text("tệp này thật ra là trang HTML, không có bảng nào")
        problems.append(error("wrong-kind", where, message, _SAVE_AS))
    for table in tables:
        yield Table(iter(table), partial(Location, name))


_SAVE_AS = text("mở tệp, lưu thành CSV UTF-8 (Save As › CSV UTF-8), rồi gửi lại")


def _decoded(content: bytes) -> str | Undecodable:
    """Decode by byte-order mark or UTF-8; by the declared encoding where that fails."""
    decoded = decode(content)
    declared = _CHARSET.search(content[:4096])
    if isinstance(decoded, Undecodable) and declared is not None:
        encoding = declared[1].decode("ascii", "ignore").lower()
        if encoding in _OTHER_ENCODINGS:
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                pass
    return decoded


class _Reader(HTMLParser):
    """Collects the rows of all tables with the line on which each begins."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[Record]] = []
        self.open: list[list[Record]] = []
        self.row: list[str] | None = None
        self.cell: list[str] | None = None
        self.span = 1
        self.carried: dict[int, int] = {}
        self.rows = 0
        self.skipped = 0

    @property
    def is_too_long(self) -> bool:
        return self.rows > ROWS + 1

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self.skipped += 1
        elif tag == "table":
            self._end_row()
            self.open.append([])
            self.tables.append(self.open[-1])
            self.carried = {}
        elif tag == "tr" and self.open:
            self._end_row()
            self._begin_row()
        elif tag in ("td", "th") and self.open and not self.is_too_long:
            if self.row is None:
                self._begin_row()
            self._end_cell()
            self._begin_cell(dict(attributes))
        elif tag in ("br", "p", "div") and self.cell is not None:
            self.cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self.skipped = max(0, self.skipped - 1)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table" and self.open:
            self._end_row()
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.cell is not None and not self.skipped:
            self.cell.append(data)

    def _begin_row(self) -> None:
        self.rows += 1
        self.row = []
        if not self.is_too_long:
            self.open[-1].append((self.getpos()[0], self.row))

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        assert self.row is not None
        while self.carried.get(len(self.row), 0) and len(self.row) <= COLUMNS:
            self.carried[len(self.row)] -= 1
            self.row.append("")
        self.cell = []
        self.span = min(_count(attributes.get("colspan")), COLUMNS + 1)
        down = min(_count(attributes.get("rowspan")), ROWS) - 1
        if down:
            for column in range(len(self.row), len(self.row) + self.span):
                self.carried[column] = down

    def _end_cell(self) -> None:
        if self.cell is None or self.row is None:
            return
        words = " ".join("".join(self.cell).split())[: CELL_CHARACTERS + 1]
        self.row.append(words)
        room = COLUMNS + 1 - len(self.row)
        self.row.extend([""] * max(0, min(self.span - 1, room)))
        self.cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self.row is not None:
            for column in range(len(self.row), max(self.carried, default=-1) + 1):
                if self.carried.get(column):
                    self.carried[column] -= 1
        self.row = None


def _count(said: str | None) -> int:
    return (
        int(said)
        if said and said.isascii() and said.isdigit() and len(said) < 7 and int(said)
        else 1
    )
