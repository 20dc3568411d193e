"""Cells that lie beneath merged ones: they may hold something that nobody sees.

LibreOffice keeps what stood in them when cells are merged, unless told otherwise.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from cchc_cli.limits import CELLS
from cchc_cli.submissions.records import Merge
from cchc_cli.submissions.sheet_cells import Value


def covered_cells(
    rows: Iterable[Sequence[Value]], merged: Sequence[Merge]
) -> Iterator[tuple[int, int]]:
    """Yield row and column of cells beneath a merged one that hold something else than it shows.

    Merged areas that lie over each other are followed up to as many cells as a sheet may have: no
    program shows such.
    """
    beginning = defaultdict[int, list[Merge]](list)
    for merge in merged:
        beginning[merge[0]].append(merge)
    last = max((bottom for _, _, bottom, _ in merged), default=0)
    present, left_over = list[tuple[Merge, Value]](), CELLS
    for row, values in zip(range(1, last + 1), rows, strict=False):
        present = [one for one in present if one[0][2] >= row]
        for merge in beginning.get(row, ()):
            present.append((merge, values[merge[1] - 1] if merge[1] <= len(values) else ""))
        found = set[int]()
        for (top, left, _, right), shown in present:
            found.update(
                column
                for column in range(left, min(right, len(values)) + 1)
                if (row, column) != (top, left) and values[column - 1] not in ("", shown)
            )
            left_over -= max(1, min(right, len(values)) - left + 1)
        yield from ((row, column) for column in sorted(found))
        if left_over < 0:
            return
