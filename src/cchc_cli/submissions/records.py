"""The records of a table, one after the other, with a look ahead."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice

from cchc_cli.problems import Location

Record = tuple[int, Sequence[str]]
"""A record's line and its cells."""

PlaceOf = Callable[[int, int | None], Location]
"""From the line of a record and the number of a cell (None: the whole row) to a location."""

Merge = tuple[int, int, int, int]
"""A merged area of a sheet: first row, first column, last row, last column, one-based."""


class Records:
    """Records that can be put back, so that who looks ahead takes nothing from the next reader."""

    def __init__(self, source: Iterator[Record]) -> None:
        self._source = source
        self._back: list[Record] = []

    def __iter__(self) -> Iterator[Record]:
        return self

    def __next__(self) -> Record:
        return self._back.pop() if self._back else next(self._source)

    def take(self, count: int) -> list[Record]:
        """Return the next records, at most `count`; none at the end."""
        return list(islice(self if self._back else self._source, count))

    def put_back(self, records: Sequence[Record]) -> None:
        """Give back records just taken, in their order."""
        self._back.extend(reversed(records))

    def peek(self) -> Record | None:
        """Return the next record without taking it."""
        for record in self:
            self.put_back([record])
            return record
        return None


def is_filled(cells: Sequence[str]) -> bool:
    """Tell whether any cell holds more than spaces."""
    return any(map(str.strip, cells))


def cell_of(cells: Sequence[str], at: int | None) -> str:
    """Return a cell, trimmed; empty where the row or the table has none."""
    return cells[at].strip() if at is not None and at < len(cells) else ""


class MergedColumns:
    """Fills cells of a table that are merged with one above, in the columns given by index."""

    def __init__(self, merged: Sequence[Merge], columns: Collection[int]) -> None:
        self._beginning: defaultdict[int, list[Merge]] = defaultdict(list)
        for merge in merged:
            if merge[2] > merge[0] and merge[1] - 1 in columns:
                self._beginning[merge[0]].append(merge)
        self._latest: dict[int, tuple[Merge, str]] = {}
        """The merge that began last in each column, with its text."""

    def fill(self, records: list[Record]) -> list[Record]:
        """Return the records that follow those filled before, with the merged cells' text."""
        if not self._beginning:
            return records
        return [(line, self._filled(line, cells)) for line, cells in records]

    def _filled(self, line: int, cells: Sequence[str]) -> Sequence[str]:
        for merge in self._beginning.get(line, ()):
            at = merge[1] - 1
            self._latest[at] = (merge, cells[at] if at < len(cells) else "")
        for at, ((top, _, bottom, _), text) in self._latest.items():
            if top < line <= bottom:
                cells = [*cells, *[""] * (at + 1 - len(cells))]
                cells[at] = cells[at] if cells[at].strip() else text
        return cells
