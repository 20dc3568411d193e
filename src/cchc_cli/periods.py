"""Reporting months: reading the ways in which offices write them, and their calendar."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

from cchc_cli.names import compose


class Period(NamedTuple):
    """A reporting month; ordered by time, printed as ``2025-09``."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def next(self) -> "Period":
        """Return the following month."""
        return Period(self.year + self.month // 12, self.month % 12 + 1)

    def previous(self) -> "Period":
        """Return the month before."""
        months = self.year * 12 + self.month - 2
        return Period(months // 12, months % 12 + 1)


class NoPeriod(Enum):
    """Why a text is no period."""

    DATE = "date"
    """Excel turned it into a date (``Sep-25``, ``01/09/2025``, ``2025-09-01``)."""
    SERIAL = "serial"
    """A date's serial number (``45901``)."""
    UNREADABLE = "unreadable"


_ISO = re.compile(r"([12]\d{3})-(0[1-9]|1[0-2])", re.ASCII)
_SPOKEN = re.compile(r"(?:t|th|tháng)? ?(0?[1-9]|1[0-2])(?: ?/ ?| năm )([12]\d{3})", re.ASCII)
_DATE = re.compile(
    r"\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{2,4}.*"
    r"|\d{4}[/.\-]\d{1,2}[/.\-]\d{1,2}.*"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\- .]+\d{2,4}"
    r"|\d{1,2}[\- ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:[\- ]\d{2,4})?"
    r"|(?:thg|tháng|t)?\s*\d{1,2}-\d{2}",
    re.ASCII,
)
_SERIAL = re.compile(r"4\d{4}(?:[.,]0+)?", re.ASCII)


def parse_period(text: str) -> Period | NoPeriod:
    """Read ``2025-09``, ``09/2025``, ``9/2025``, ``T9/2025``, ``Tháng 9/2025``.

    A text that Excel made of a period by taking it for a date is never read as one, since day
    and month cannot be told apart in it: it is returned as `NoPeriod.DATE`.
    """
    folded = " ".join(compose(text).split()).casefold()
    if found := _ISO.fullmatch(folded):
        return Period(int(found[1]), int(found[2]))
    if found := _SPOKEN.fullmatch(folded):
        return Period(int(found[2]), int(found[1]))
    if _DATE.fullmatch(folded):
        return NoPeriod.DATE
    if _SERIAL.fullmatch(folded):
        return NoPeriod.SERIAL
    return NoPeriod.UNREADABLE


_MONTH_NAMES = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)


def periods_meant(text: str) -> tuple[Period, ...]:
    """Return the periods that a date made by Excel may have been, none where that is unclear.

    ``01/09/2025`` may be September (day first) or January (month first).  Used to tell whose
    value cannot be read, never to read it.
    """
    folded = text.strip().casefold()
    if len(folded) > 40:
        return ()
    numbers = [int(number) for number in re.findall(r"\d+", folded, re.ASCII)[:3]]
    named = next((i for i, name in enumerate(_MONTH_NAMES, 1) if name in folded), None)
    if _SERIAL.fullmatch(folded):
        day = date(1899, 12, 30) + timedelta(days=numbers[0])
        return (Period(day.year, day.month),)
    if named and numbers:
        return (Period(2000 + numbers[-1] % 100, named),)
    if len(numbers) < 3:
        return ()
    if numbers[0] > 31:
        numbers = [numbers[2], numbers[1], numbers[0]]
        months = {numbers[1]}
    else:
        months = {numbers[0], numbers[1]}
    year = numbers[2] if numbers[2] > 99 else 2000 + numbers[2]
    return tuple(Period(year, month) for month in sorted(months) if 1 <= month <= 12)


def parse_iso_period(text: str) -> Period | None:
    """Read ``2025-09`` alone: the form of folders, plans and the command line."""
    found = _ISO.fullmatch(text)
    return Period(int(found[1]), int(found[2])) if found else None


def periods_between(first: Period, last: Period) -> tuple[Period, ...]:
    """Return the periods from `first` to `last`, both included; empty if `last` is earlier."""
    periods = []
    while first <= last:
        periods.append(first)
        first = first.next()
    return tuple(periods)


def runs_of(periods: Iterable[Period]) -> list[tuple[Period, Period]]:
    """Return periods as runs of consecutive ones, each by its first and last, in order."""
    runs: list[tuple[Period, Period]] = []
    for period in sorted(set(periods)):
        if runs and runs[-1][1].next() == period:
            runs[-1] = (runs[-1][0], period)
        else:
            runs.append((period, period))
    return runs


def last_day(period: Period, cut_off_day: int | None) -> date:
    """Return the last day of a period: `cut_off_day` of its month, without it the month's end.

    With a cut-off on the 14th, period 2025-08 runs from 15 July to 14 August 2025 (the reporting
    month of Decree 09/2019/NĐ-CP); it keeps the label of its month.
    """
    return date(
        period.year,
        period.month,
        cut_off_day or monthrange(period.year, period.month)[1],
    )


def first_day(period: Period, cut_off_day: int | None) -> date:
    """Return the first day of a period: the day after the last one of the period before."""
    return last_day(period.previous(), cut_off_day) + timedelta(days=1)


def deadline_of(period: Period, cut_off_day: int | None, day: int) -> date:
    """Return by when a period's figures are to be sent: the next `day` after the period's end.

    With `day` 5, those of the calendar month 2025-09 are due by 5 October 2025; with a cut-off on
    the 14th and `day` 20, by 20 September.  A month that has no such day ends it on its last.
    """
    end = last_day(period, cut_off_day)
    month = Period(end.year, end.month)
    due = _day_of(month, day)
    return due if due > end else _day_of(month.next(), day)


def _day_of(month: Period, day: int) -> date:
    return date(month.year, month.month, min(day, monthrange(month.year, month.month)[1]))


_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/([12]\d{3})", re.ASCII)
_YEAR_FIRST = re.compile(r"([12]\d{3})-(\d{2})-(\d{2})", re.ASCII)


def parse_date(word: str) -> date | None:
    """Read a date of the command line: ``2025-10-05``, or day first as in ``5/10/2025``."""
    if found := _YEAR_FIRST.fullmatch(word.strip()):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.fullmatch(word.strip()):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
