"""The values of zipped workbooks, through python-calamine.

It is only handed what was surveyed: no archive with two readings, nothing past the limits.
"""

import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError

from cchc_cli.submissions.sheet_cells import BLOCK_ROWS, Block, Value
from cchc_cli.submissions.survey import PASSWORD, Refused, Sheet, damaged
from cchc_cli.submissions.zip_parts import TORN

_Result = TypeVar("_Result")


class CalamineSource:
    """The sheets of a workbook, in the order of the survey."""

    def __init__(self, readable: io.BytesIO, names: Sequence[str]) -> None:
        """Open a workbook that has been surveyed; `names` are what the library calls its sheets."""
        self._names = names
        self._workbook = _open(lambda: CalamineWorkbook.from_filelike(readable))
        self._sheet: tuple[int, CalamineSheet] | None = None

    def blocks(self, index: int, about: Sheet) -> Iterator[Block]:
        """Return a sheet's rows from the first on; cells from column A to the last that is filled.

        It is loaded at once, so that what cannot be read ends the reading here.
        """
        return _laid_out(self._at(index, about), about)

    def settle(self, index: int, about: Sheet) -> None:
        """Find the extent of a sheet of which the survey has told that it is small."""
        if about.is_near:
            self._at(index, about)

    def _at(self, index: int, about: Sheet) -> CalamineSheet:
        """Return a sheet; the latest is kept, since it is asked for twice."""
        if self._sheet is None or self._sheet[0] != index:
            known, name = self._workbook.sheet_names, self._names[index]
            if name not in known:
                raise damaged(TORN)  # by its place it may be another one
            sheet = _open(lambda: self._workbook.get_sheet_by_name(name))
            end = sheet.end or (-1, -1)
            if about.is_near:
                start = sheet.start or end
                about.settle((start[0] + 1, start[1] + 1), (end[0] + 1, end[1] + 1))
            if end[0] >= about.corner[0] or end[1] >= about.corner[1]:
                raise damaged(TORN)  # it read what the survey did not see
            self._sheet = index, sheet
        return self._sheet[1]


def _laid_out(sheet: CalamineSheet, about: Sheet) -> Iterator[Block]:
    """Yield rows as far as the survey has found cells.

    The library's own area ends before cells that hold nothing but a formula without a result.
    """
    bottom, right = about.corner
    left = sheet.start[1] if sheet.start is not None else 0
    before: list[Value] = [""] * left
    behind: list[Value] = [""] * max(0, right - left - sheet.width)
    count = 0
    for block in _blocks(sheet.iter_rows()):
        count += len(block)
        yield [[*before, *row, *behind] for row in block] if before or behind else block
    while count < bottom:
        blank: Block = [[""] * right for _ in range(min(BLOCK_ROWS, bottom - count))]
        count += len(blank)
        yield blank


def _blocks(rows: Iterator[list[Value]]) -> Iterator[Block]:
    """Yield rows, many at a time; where one cannot be read, those before it come first."""
    while True:
        block: Block = []
        try:
            _read(partial(block.extend, islice(rows, BLOCK_ROWS)))
        except Refused:
            if block:
                yield block
            raise
        if not block:
            return
        yield block


def _read(read: Callable[[], _Result]) -> _Result:
    """Return what the library reads; Refused whatever else it does, a panic of its Rust too."""
    try:
        return read()
    except PasswordError:
        raise PASSWORD from None
    except (KeyboardInterrupt, SystemExit, MemoryError, GeneratorExit):
        raise
    except BaseException:  # a panic of the Rust library is no Exception
        raise damaged(TORN) from None


def _open(read: Callable[[], _Result]) -> _Result:
    """Do what parses, and may therefore panic."""
    with _panics_silenced():
        return _read(read)


@contextmanager
def _panics_silenced() -> Iterator[None]:
    """Let nothing reach the terminal meanwhile: a panic of Rust prints before it is raised."""
    try:
        kept = os.dup(2)
    except OSError:  # nobody listens anyway
        yield
        return
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
