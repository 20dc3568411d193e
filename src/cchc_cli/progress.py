"""How far a task has come, as offices write it: a word, or a percentage of the work."""

from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from cchc_cli.names import fold_header
from cchc_cli.numbers import FigureType, NoNumber, Number, digits_text, parse_value
from cchc_cli.texts import Text, text


class Status(StrEnum):
    """How far a task has come."""

    DONE = "done"
    IN_PROGRESS = "in_progress"
    NOT_BEGUN = "not_begun"


class Progress(NamedTuple):
    """What was reported of a task; `percent` is that of a task under way, where it was said."""

    status: Status
    percent: Decimal | None = None


STATUS_WORDS: dict[Status, Text] = {
    Status.DONE: text("hoàn thành"),
    Status.IN_PROGRESS: text("đang thực hiện"),
    Status.NOT_BEGUN: text("chưa thực hiện"),
}
"""The words by which units report, in the order in which reports list them."""

_SPOKEN = {
    Status.DONE: ("hoàn thành", "đã hoàn thành", "xong", "đã xong", "done"),
    Status.IN_PROGRESS: ("đang thực hiện", "đang triển khai", "in progress"),
    Status.NOT_BEGUN: ("chưa thực hiện", "chưa triển khai", "chưa bắt đầu", "not begun"),
}
_STATUSES = {fold_header(word): status for status, words in _SPOKEN.items() for word in words}
_NOT_ARISEN = frozenset(map(fold_header, ("không phát sinh", "kps")))


@lru_cache(maxsize=4096)
def parse_progress(cell: str) -> Progress | NoNumber:
    """Read what a unit reports of a task.

    Words that may mean two things ("chưa hoàn thành", "đã thực hiện", "x") are none of these; nor
    is "không phát sinh", which is no progress at all.  A percentage is that of the work done: see
    `progress_of`; its sign may be left out where no fraction can be meant.
    """
    folded = fold_header(cell) if len(cell) < 100 else ""
    if folded in _STATUSES:
        return Progress(_STATUSES[folded])
    reading = NoNumber.OTHER if folded in _NOT_ARISEN else parse_value(cell, FigureType.PERCENT)
    if isinstance(reading, Number):
        return progress_of(Decimal(reading.value), is_signed="%" in cell)
    return reading if isinstance(reading, NoNumber) else NoNumber.OTHER


def progress_of(percent: Decimal, *, is_signed: bool) -> Progress | NoNumber:
    """Return what a percentage of the work says: 0 is not begun, 100 is done, between is under way.

    Above 100 and below 0 it says nothing; nor does a number up to 1 without a sign, which may be a
    percentage, a fraction of the work, or a yes.
    """
    if not 0 <= percent <= 100 or (0 < percent <= 1 and not is_signed):
        return NoNumber.OTHER
    if percent == 0:
        return Progress(Status.NOT_BEGUN)
    return Progress(Status.DONE) if percent == 100 else Progress(Status.IN_PROGRESS, percent)


def shown_progress(progress: Progress) -> Text:
    """Say what was reported of a task: ``đang thực hiện (60%)``."""
    words = STATUS_WORDS[progress.status]
    if progress.percent is None:
        return words
    percent = digits_text(progress.percent.normalize())
    return text("{status} ({percent}%)", status=words, percent=percent)
