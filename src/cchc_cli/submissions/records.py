"""The records of a table, one after the other, with a look ahead."""

from collections.abc import Callable, Iterator, Sequence
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
