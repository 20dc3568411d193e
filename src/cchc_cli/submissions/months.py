"""Months as the header of a wide table names them: one column for each."""

import re
import unicodedata
from enum import Enum
from typing import NamedTuple

from cchc_cli.names import fold_header
from cchc_cli.periods import NoPeriod, Period, parse_period, periods_meant


class Doubt(Enum):
    """Why a column is a month's, but not certainly of which."""

    DATE = "date"
    """Excel made a date of it (``Sep-25``)."""
    NO_YEAR = "no-year"
    """``T7`` alone."""
    UNREADABLE = "unreadable"
    """Written as no month is (``T8/25``, ``2025/09``), though nothing else can be meant."""
    AMONG_WORDS = "among-words"
    """A month with its year among words that do not say what the column holds of it."""


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
_ESTIMATED = r"(?:s[ốo] )?(?:[uưứ][oơớó]c(?: (?:thực hiện|th|tính|đạt))?|[uư]th)"
_ESTIMATE = re.compile(
    rf"(?<!\w)(?:\({_ESTIMATED}\)|{_ESTIMATED}):? (?=\S)"
    rf"|(?<=\S)(?: [-–])? {_ESTIMATED}$|(?<=\S) ?\({_ESTIMATED}(?!\w)[^()]*\)$"
)
_DONE = r"(?:s[ốo] )?(?:đã )?(?:thực hiện|th|chính thức)"
_ACTUAL = re.compile(
    rf"^(?:\({_DONE}\)|{_DONE}):? (?=\S)|(?<=\S)(?: [-–])? {_DONE}$|(?<=\S) ?\({_DONE}\)$"
)
_BARE = re.compile(r"(?:t|th|tháng)\.? ?(0?[1-9]|1[0-2])", re.ASCII)
_YEAR = re.compile(r"(?:năm )?([12]\d{3})", re.ASCII)
_LIKE_MONTH = re.compile(
    r"(?:t|th|thg|tháng)\.? ?\d{1,2}\D{1,3}\d{2,4}|(?:t|th|thg|tháng) [^\d()]{1,20}[/ ]\d{4}"
    r"|20\d{2} ?[/.\-] ?(?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2]) ?[/.\-] ?20\d{2}",
    re.ASCII,
)
"""What is a month and its year, in whatever spelling."""
_AMONG_WORDS = re.compile(
    r"(?<!\d)(?<!\d[/.\-])(?:0?[1-9]|1[0-2]) ?[/.\-] ?20\d{2}(?!\d|/\D)"
    r"|(?<!\d)20\d{2} ?[/.\-] ?(?:0?[1-9]|1[0-2])(?!\d|[/.\-]\d)"
    r"|(?<!\w)(?:t|th|thg|tháng)\.? ?(?:0?[1-9]|1[0-2]) (?:năm )?20\d{2}(?!\d)",
    re.ASCII,
)
"""A month and its year within a name; no date, and no document's number."""
_NO_VALUES = tuple(
    map(fold_header, ("kế hoạch", "lũy kế", "tỷ lệ", "tỉ lệ", "cùng kỳ", "so với", "dự toán"))
)
_NO_VALUES_SHORT = re.compile(r"%|(?<!\w)(?:kh|lk)(?!\w)")
_EXPECTED = fold_header("dự kiến")
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
    if month := _parsed(_PREFIX.sub("", folded, count=1)):
        return month
    for mark, estimated in ((_ESTIMATE, True), (_ACTUAL, False)):
        bare = mark.sub("", folded, count=1)
        month = _parsed(_PREFIX.sub("", bare, count=1)) if bare != folded else None
        if month:
            return month._replace(estimated=estimated)
    return None


def month_among_words(cell: str) -> Month | None:
    """Return the doubt of a name that holds a month with its year: ``T12/2025*``.

    None if it holds none, or says that the column holds something else: ``Lũy kế T12/2025``.
    """
    if not _DIGIT.search(cell):
        return None
    folded = _folded(cell)
    if not _AMONG_WORDS.search(folded) or _is_no_value(folded):
        return None
    return Month(None, Doubt.AMONG_WORDS)


def _is_no_value(words: str) -> bool:
    folded = fold_header(words)
    return any(word in folded for word in _NO_VALUES) or bool(_NO_VALUES_SHORT.search(words))


def holds_no_values(over: str) -> bool:
    """Tell whether months below this name hold something other than what was done in them."""
    return _is_no_value(_folded(over)) or _EXPECTED in fold_header(over)


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
