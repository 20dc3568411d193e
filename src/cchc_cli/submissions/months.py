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


class Month(NamedTuple):
    """The month that a column's name says; `period` is None where that is in doubt."""

    period: Period | None
    doubt: Doubt | None = None
    meant: tuple[Period, ...] = ()
    """What a date may have been; empty where that is unclear."""
    number: int = 0
    """The number of a month without its year."""


_PREFIX = re.compile(r"(?:giá trị|số liệu|kỳ báo cáo|kỳ)[ :]+(?=\S)")
_BARE = re.compile(r"(?:t|th|tháng)\.? ?(0?[1-9]|1[0-2])", re.ASCII)
_YEAR = re.compile(r"(?:năm )?([12]\d{3})", re.ASCII)
_DIGIT = re.compile(r"\d", re.ASCII)


def _folded(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFC", cell).split()).casefold()


def parse_month(cell: str) -> Month | None:
    """Read ``T7/2025``, ``Tháng 8/2025``, ``2025-09``, also behind ``Giá trị`` or ``Kỳ``.

    None if the cell names no month.
    """
    if not _DIGIT.search(cell):
        return None
    word = _PREFIX.sub("", _folded(cell), count=1)
    period = parse_period(word)
    if isinstance(period, Period):
        return Month(period)
    if period is not NoPeriod.UNREADABLE:
        return Month(None, Doubt.DATE, periods_meant(word))
    bare = _BARE.fullmatch(word)
    return Month(None, Doubt.NO_YEAR, (), int(bare[1])) if bare else None


def month_of_year(upper: str, lower: str) -> Month | None:
    """Read ``T7`` under ``Năm 2025``; None if the two cells say no such thing."""
    year, bare = _YEAR.fullmatch(_folded(upper)), _BARE.fullmatch(_folded(lower))
    return Month(Period(int(year[1]), int(bare[1]))) if year and bare else None
