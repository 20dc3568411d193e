"""Months as the header of a wide table names them: one column for each."""

import re
import unicodedata
from enum import Enum
from typing import NamedTuple

from cchc_cli.periods import NoPeriod, Period, parse_period, periods_meant


class Doubt(Enum):
    """Why a column is a month's, but not certainly of which."""

    DATE = "date"
    """Excel made a date of it (``Sep-25``)."""
    NO_YEAR = "no-year"
    """``T7`` alone."""
    UNREADABLE = "unreadable"
    """Written as no month is (``T8/25``, ``2025/09``), though nothing else can be meant."""


class Month(NamedTuple):
    """The month that a column's name says; `period` is None where that is in doubt."""

    period: Period | None
    doubt: Doubt | None = None
    meant: tuple[Period, ...] = ()
    """What a date may have been; empty where that is unclear."""
    number: int = 0
    """The number of a month without its year."""
    estimated: bool = False
    """Whether the name says that the column holds estimates: ``Ước T12/2025``."""


_PREFIX = re.compile(r"(?:giá trị|số liệu|kỳ báo cáo|kỳ)[ :]+(?=\S)")
_ESTIMATE = re.compile(
    r"\(?(?:số |so )?(?:ước|uoc)(?: (?:thực hiện|tính|đạt))?\)?:? (?=\S)"
    r"|(?<=\S) \((?:số |so )?(?:ước|uoc)[^()]*\)$"
)
_BARE = re.compile(r"(?:t|th|tháng)\.? ?(0?[1-9]|1[0-2])", re.ASCII)
_YEAR = re.compile(r"(?:năm )?([12]\d{3})", re.ASCII)
_LIKE_MONTH = re.compile(
    r"(?:t|th|thg|tháng)\.? ?\d{1,2}\D{1,3}\d{2,4}|(?:t|th|thg|tháng) [^\d()]{1,20}[/ ]\d{4}"
    r"|20\d{2} ?[/.\-] ?(?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2]) ?[/.\-] ?20\d{2}",
    re.ASCII,
)
"""What is a month and its year, in whatever spelling."""
_DIGIT = re.compile(r"\d", re.ASCII)


def _folded(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFC", cell).split()).casefold()


def parse_month(cell: str) -> Month | None:
    """Read ``T7/2025``, ``Tháng 8/2025``, ``2025-09``, also behind ``Giá trị``, ``Kỳ`` or ``Ước``.

    None if the cell names no month.
    """
    if not _DIGIT.search(cell):
        return None
    folded = _folded(cell)
    bare = _ESTIMATE.sub("", folded, count=1)
    month = _parsed(_PREFIX.sub("", bare, count=1))
    return month._replace(estimated=True) if month and bare != folded else month


def _parsed(word: str) -> Month | None:
    period = parse_period(word)
    if isinstance(period, Period):
        return Month(period)
    if period is not NoPeriod.UNREADABLE:
        return Month(None, Doubt.DATE, periods_meant(word))
    bare = _BARE.fullmatch(word)
    if bare:
        return Month(None, Doubt.NO_YEAR, (), int(bare[1]))
    return Month(None, Doubt.UNREADABLE) if _LIKE_MONTH.fullmatch(word) else None


def month_of_year(upper: str, lower: str) -> Month | None:
    """Read ``T7`` under ``Năm 2025``; None if the two cells say no such thing."""
    year, bare = _YEAR.fullmatch(_folded(upper)), _BARE.fullmatch(_folded(lower))
    return Month(Period(int(year[1]), int(bare[1]))) if year and bare else None
