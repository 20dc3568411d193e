"""Delimited text: comma, semicolon or tab, in any of the encodings that `encoding` knows.

The delimiter is the one under which the header's names are recognised (or the one that a first
line ``sep=;`` declares); it is never guessed from the data.
"""

import csv
import io
import re
from collections.abc import Iterator
from functools import partial

from cchc_cli.limits import CELL_CHARACTERS, COLUMNS, ROWS, TEXT_BYTES
from cchc_cli.problems import Location, Problem, error
from cchc_cli.submissions.columns import match_header
from cchc_cli.submissions.encoding import Undecodable, decode
from cchc_cli.submissions.heading import HeaderFinder
from cchc_cli.submissions.records import Record, Records
from cchc_cli.submissions.table import Table
from cchc_cli.texts import text

DELIMITERS = (";", ",", "\t")
_CELLS = 1_000_000
"""Cells of a line: far more than there may be columns, even with delimiters within cells."""
_SEP_LINE = re.compile(r"(\"?)sep=([^\r\n])\1(?:\r\n|\r|\n)", re.IGNORECASE)


def read_tables(content: bytes, name: str, problems: list[Problem]) -> Iterator[Table]:
    """Yield the one table of a text file; note in `problems` why there is none, or not all."""
    if len(content) > TEXT_BYTES:
        problems.append(
            error(
                "file-too-big",
                Location(name),
                text("tệp lớn hơn {limit} byte", limit=TEXT_BYTES),
                text("tách tệp theo kỳ hoặc theo đơn vị"),
            )
        )
        return
    decoded = decode(content)
    if isinstance(decoded, Undecodable):
        where = Location(name, decoded.line)
        problems.append(error(decoded.code, where, decoded.message, decoded.hint))
        return
    declared = _SEP_LINE.match(decoded)
    delimiter = declared[2] if declared else _delimiter(decoded)
    if delimiter not in (*DELIMITERS, "|"):
        delimiter = ","
    wide = _endless_line(decoded, delimiter)
    if wide is not None:
        said = text("dòng {line} có hơn {limit} cột", line=wide, limit=COLUMNS)
        hint = text("xóa các cột thừa")
        problems.append(error("too-many-columns", Location(name, wide), said, hint))
        return
    if _has_too_many_rows(decoded, delimiter, heads=2 if declared else 1):
        problems.append(
            error(
                "too-many-rows",
                Location(name),
                text("tệp có hơn {limit} dòng", limit=ROWS),
                text("tách tệp theo kỳ hoặc theo đơn vị"),
            )
        )
        return
    records = _records(decoded, delimiter, name, problems, skip=1 if declared else 0)
    yield Table(records, partial(Location, name), delimiter)


def _delimiter(decoded: str) -> str:
    """Return the delimiter under which the header is found, with most of the known columns.

    The first record is tried before those below it, which may all be a letterhead.
    """
    beginning = decoded.lstrip("\r\n \t")[:100_000]
    firsts = {d: match_header(next(_records_of(beginning, d), [])) for d in DELIMITERS}
    best = max(firsts, key=lambda delimiter: firsts[delimiter].recognised)
    if firsts[best].is_complete:
        return best
    found = {d: _recognised(beginning, d) for d in DELIMITERS}
    best = max(found, key=lambda delimiter: found[delimiter])
    if found[best] > (False, 0):
        return best
    head = _first_line(decoded)
    return max(DELIMITERS, key=head.count)


def _recognised(beginning: str, delimiter: str) -> tuple[bool, int]:
    """Tell whether a complete header is found under a delimiter, and how many columns of it."""
    records = enumerate(_records_of(beginning, delimiter), 1)
    header, is_complete, _ = HeaderFinder().find(Records(iter(records)))
    return is_complete, header.recognised if header is not None else 0


def _first_line(decoded: str) -> str:
    return next((line for line in io.StringIO(decoded[:100_000]) if line.strip()), "")


def _records_of(beginning: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the records of a text's beginning, up to one that is broken."""
    lines = io.StringIO(beginning, newline="")
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error:
        return


def _endless_line(decoded: str, delimiter: str) -> int | None:
    """Return the first line with so many cells that they would fill memory, if there is one."""
    if decoded.count(delimiter) <= _CELLS:
        return None
    lines = io.StringIO(decoded, newline="")
    return next((n for n, line in enumerate(lines, 1) if line.count(delimiter) > _CELLS), None)


def _has_too_many_rows(decoded: str, delimiter: str, heads: int) -> bool:
    """Count records, which are fewer than lines where a quoted cell spans several."""
    if decoded.count("\n") + decoded.count("\r") <= ROWS:
        return False
    reader = csv.reader(io.StringIO(decoded, newline=""), delimiter=delimiter)
    try:
        for count, _ in enumerate(reader, 1):
            if count > ROWS + heads:
                return True
    except csv.Error:
        pass  # reported with its place when the records are read
    return False


def _records(
    decoded: str, delimiter: str, name: str, problems: list[Problem], skip: int
) -> Iterator[Record]:
    """Yield records with the line on which each starts, as an editor counts lines."""
    lines = io.StringIO(decoded, newline="")
    for _ in range(skip):
        next(lines, "")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    start = skip + 1
    try:
        for cells in reader:
            yield start, cells
            start = skip + reader.line_num + 1
    except csv.Error as fault:
        problems.append(_broken_record(fault, name, start))


def _broken_record(fault: csv.Error, name: str, line: int) -> Problem:
    said = str(fault)
    if "field larger" in said:
        return error(
            "long-cell",
            Location(name, line),
            text(
                "ô dài quá {limit} ký tự; không đọc tiếp từ dòng này",
                limit=CELL_CHARACTERS,
            ),
            text("kiểm tra dấu nháy kép mở mà không đóng, hoặc rút ngắn nội dung ô"),
        )
    return error(
        "unclosed-quote",
        Location(name, line),
        text("dấu nháy kép mở mà không đóng, hoặc đứng giữa ô; không đọc tiếp từ dòng này"),
        text('bao cả ô bằng nháy kép, nháy kép bên trong viết hai lần (""), rồi gửi lại'),
    )
