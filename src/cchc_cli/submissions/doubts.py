"""Rows that name no known figure: totals, the tail of a sheet, and what must be an error.

Below a table stand its total, the place and date, and the signatures.  Such rows are passed over
if no row of data follows; until that is known, they wait.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from cchc_cli.numbers import FigureType, NoNumber, is_blank, parse_value, trimmed
from cchc_cli.progress import parse_progress
from cchc_cli.submissions.row import SubmittedRow
from cchc_cli.submissions.titles import Titles
from cchc_cli.submissions.vocabulary import rough_number
from cchc_cli.submissions.words import PlanWords

Complain = Callable[[int, Sequence[str], SubmittedRow], None]
"""Takes line, cells and row; notes what is wrong with a row that names no known figure."""

_WAITING = 50
"""How many rows may wait; a tail is shorter."""
_TOTAL = re.compile(
    r"(?:tổng cộng|tổng số|tong cong|tong so|cộng|tổng|cộng chung|cộng dồn)[ :.]*"
    r"(?:\(?[ivx\d][ivx\d +]*\)?)?[ :.]*"
)
_SEEMS_PROGRESS = re.compile(r"(?:chưa|đang|đã|hoàn thành|xong|đạt|tiếp tục)\b", re.IGNORECASE)
"""How offices begin to say how far something has come."""
_SIGNED = re.compile(r"đã (?:ký|kí|đóng dấu|duyệt)\b", re.IGNORECASE)
"""What stands below signatures."""


_CODE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+", re.ASCII | re.IGNORECASE)


def is_total(cells: Sequence[str], figure: str) -> bool:
    """Tell whether a row without a known figure is a total: its label stands in any cell.

    Its cell for the figure is blank, or is the label.
    """
    if figure:
        return _is_total_label(figure)
    return any(map(_is_total_label, cells))


def _is_total_label(cell: str) -> bool:
    word = cell.strip()
    if len(word) > 40 or word[:1] not in "tTcC" or not word:
        return False
    return _TOTAL.fullmatch(" ".join(word.casefold().split())) is not None


def has_number(cell: str) -> bool:
    """Tell whether a value's cell holds what may be a value or a progress, right or wrong."""
    word = trimmed(cell)
    if is_blank(word):
        return False
    if word[0].isdigit() or word[0] in "#=" or re.match(r"[-−+]\s*\d", word):
        return True
    if rough_number().fullmatch(word):
        return True
    readings = (parse_value(word, FigureType.YES_NO), parse_progress(word))
    return not all(isinstance(reading, NoNumber) for reading in readings)


class Doubts:
    """Holds back rows that may be a table's tail until it is known whether they are."""

    def __init__(self, words: PlanWords, titles: Titles, complain: Complain) -> None:
        self._words = words
        self._titles = titles
        self._complain = complain
        self._waiting: list[tuple[int, Sequence[str], SubmittedRow]] = []
        self._seen_data = False
        self._is_over = False

    def take(
        self,
        line: int,
        cells: Sequence[str],
        row: SubmittedRow,
        name: str,
        values: Iterable[str],
    ) -> None:
        """Judge a row that names no known figure, though its `values` are not all blank."""
        if is_total(cells, row.figure or name):
            return
        filled = list(values)
        if (
            self._is_over
            or any(map(has_number, filled))
            or self._may_be_figure(row.figure, name)
            or self._may_be_task(row.figure or name, filled)
        ):
            self._complain(line, cells, row)
            return
        self._waiting.append((line, cells, row))
        if len(self._waiting) >= _WAITING:
            self._is_over = True
            self._let_go()

    def _may_be_figure(self, *words: str) -> bool:
        return any(_CODE.fullmatch(word) or self._words.resembles_figure(word) for word in words)

    def _may_be_task(self, called: str, values: Sequence[str]) -> bool:
        """Tell whether a row may say how far some task has come, in words that are not read."""
        return bool(self._words.plan.tasks and called) and any(
            _SEEMS_PROGRESS.match(trimmed(value)) and not _SIGNED.match(trimmed(value))
            for value in values
        )

    def data_at(self, line: int) -> None:
        """Take note of a row with a known figure: those waiting above it are no tail."""
        self._seen_data = True
        self._is_over = False
        self._titles.data_at(line)
        if self._waiting:
            below = [one for one in self._waiting if one[0] > line]
            self._waiting = [one for one in self._waiting if one[0] < line]
            self._let_go()
            self._waiting = below

    def end(self) -> None:
        """Pass over what waits at the end of a table; without any data it is no tail."""
        if not self._seen_data:
            self._let_go()
        self._waiting.clear()

    def _let_go(self) -> None:
        for line, cells, row in self._waiting:
            self._complain(line, cells, row)
        self._waiting.clear()
