"""Where a table's header is: below letterhead, title and blank rows, in one row or in two."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cchc_cli.limits import HEADER_ROWS
from cchc_cli.submissions.columns import Header, Role, combined, match_header

Record = tuple[int, Sequence[str]]
"""A record's line and its cells."""

Merged = tuple[tuple[int, int, int, int], ...]


class Heading(NamedTuple):
    """A header row with its line and cells; for a header of two rows, the lower one's line."""

    line: int
    cells: Sequence[str]
    header: Header
    after: tuple[Record, ...] = ()
    """Records that were taken while looking and stand below it."""


def find_heading(records: Iterator[Record], merged: Merged = ()) -> Heading | None:
    """Take records up to and with the header, and return it; None if all records are blank.

    The header is the first row, or two rows one below the other, that tell figures and values.
    If there is none among the first rows, it is the row of which most is recognised, the first of
    several: what it lacks is then the complaint.
    """
    best: Heading | None = None
    above: Heading | None = None
    seen = 0
    for line, cells in records:
        if not any(map(str.strip, cells)):
            continue
        heading = Heading(line, cells, match_header(cells))
        if heading.header.is_complete:
            return _with_lower_row(heading, next(records, None), merged)
        if above is not None and above.line + 1 == line:
            both = _combined(above, heading, merged)
            if both.header.is_complete:
                return both
        if best is None or heading.header.recognised > best.header.recognised:
            best = heading
        above = heading
        seen += 1
        if seen >= HEADER_ROWS:
            break
    return best


_KEPT = frozenset({Role.PERIOD, Role.UNIT, Role.FIGURE, Role.NOTE, Role.REVISION})
"""Columns that a lower header row does not name anew; only months stand below a value's name."""


def _with_lower_row(heading: Heading, record: Record | None, merged: Merged) -> Heading:
    """Return a header with the row below it, if that goes on naming its columns."""
    if record is None:
        return heading
    line, cells = record
    below = Heading(line, cells, match_header(cells))
    if line == heading.line + 1 and len(below.header.columns) + len(below.header.months) > 1:
        both = _combined(heading, below, merged)
        if both.header.is_complete:
            return both
    return heading._replace(after=(record,))


def _combined(above: Heading, below: Heading, merged: Merged) -> Heading:
    """Return two rows as one header, if both of them have a part in it."""
    upper = list(above.cells)
    for top, left, _, right in merged:
        if top == above.line and left <= len(upper):
            upper[left - 1 : right] = [upper[left - 1]] * (min(right, len(upper)) - left + 1)
    cells = combined(upper, below.cells)
    header = match_header(cells)
    lost = above.header.columns.keys() - header.columns.keys()
    if not above.header.columns or not header.recognised or lost & _KEPT:
        return below
    return Heading(below.line, cells, header)
