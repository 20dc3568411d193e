"""Months as the header of a wide table names them: one column for each."""

import re
import unicodedata
from enum import Enum
from typing import NamedTuple

from cchc_cli.names import fold_header
from cchc_cli.periods import NoPeriod, Period, parse_period, periods_meant
from cchc_cli.submissions.vocabulary import (
    ASIDE,
    LABEL_BEGINS,
    NO_VALUES,
    OF_VALUES,
    OFFICES,
    among_words,
    day,
    labels,
    several,
    spelt_month,
)


class Doubt(Enum):
    """Why a column is a month's, but not certainly of which."""

    DATE = "date"
    """Excel made a date of it (``Sep-25``)."""
    NO_YEAR = "no-year"
    """``T7`` alone."""
    UNREADABLE = "unreadable"
    """Written as no month is (``T8/25``, ``2025/09``), though nothing else can be meant."""
    AMONG_WORDS = "among-words"
    """A month, mostly with its year, among words that do not say what the column holds of it."""


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
_LIKE_MONTH = re.compile(
    r"(?:t|th|thg|tháng)\.? ?\d{1,2}\D{1,3}\d{2,4}|(?:t|th|thg|tháng) [^\d()]{1,20}[/ ]\d{4}"
    r"|20\d{2} ?[/.\-] ?(?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2]) ?[/.\-] ?20\d{2}",
    re.ASCII,
)
"""What is a month and its year, in whatever spelling."""
_NO_VALUES_SHORT = re.compile(r"%|(?<!\w)(?:kh|lk)(?!\w)")
_MEASURED = re.compile(r"\S \(([^()]+)\)$")
"""What stands in brackets behind a name: in what it is measured, or what is in it."""
_WORD = re.compile(r"[^\W_]+")
_YEARS = re.compile(r"\b20\d\d\b", re.ASCII)
_EXPECTED = fold_header("dự kiến")
_NUMERAL = re.compile(r"(?<!\d)(?<!/)\d{1,2}(?!\d)", re.ASCII)
_LONGEST_LABEL = 40
_LONGEST_CAPITALS = 15
"""Letters of a column's name in capitals; what is longer is a title."""
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
    """Return the doubt of a name that holds a month: ``T12/2025*``, ``Kết quả tháng 9``.

    None if it holds none, or says that the column holds something else: ``Lũy kế T12/2025``.
    """
    folded = _folded(cell)
    if _is_no_value(folded) or len(months_told(cell)) > 1:
        return None  # or the sum of several
    found = next(filter(None, (pattern.search(folded) for pattern in among_words())), None)
    if found:
        named = found.groupdict()
        number = int(named["month"])
        meant = (Period(int(named["year"]), number),) if named.get("year") else ()
        return Month(None, Doubt.AMONG_WORDS, meant, number)
    spelt = spelt_month().search(folded)
    if spelt:
        return Month(None, Doubt.AMONG_WORDS, (), int((spelt.lastgroup or "")[1:]))
    return None


def months_told(words: str) -> set[tuple[int, int | None]]:
    """Return the months that a title or a file's name tells, each with its year if that is told.

    >>> months_told("BÁO CÁO THÁNG 8/2025 (ngày 15 tháng 9 năm 2025)")
    {(8, 2025)}
    """
    if not _DIGIT.search(words):
        return set()
    folded = day().sub(" ", _folded(words.replace("_", " ")).replace("thang", "tháng"))
    found = set[tuple[int, int | None]]()
    for listed in several().findall(folded):
        numbers = [int(number) for number in _NUMERAL.findall(listed)]
        is_run = len(numbers) == 2 and "," not in listed and "và" not in listed
        found.update(
            (number, None) for number in (range(numbers[0], numbers[1] + 1) if is_run else numbers)
        )
    for pattern in among_words():
        for told in pattern.finditer(folded):
            named = told.groupdict()
            year = named.get("year")
            found.add((int(named["month"]), int(year) if year else None))
        folded = pattern.sub(" ", folded)
    dated = {month for month, year in found if year}
    return {(month, year) for month, year in found if year or month not in dated}


def is_label(word: str) -> bool:
    """Tell whether words name what was not done, and nothing else: planned, compared, summed up."""
    if not word or word[0].isdigit() or len(word) > _LONGEST_LABEL:
        return False
    folded = " ".join(word.split()).casefold()
    return folded.startswith(LABEL_BEGINS) and labels().fullmatch(folded) is not None


def month_number(word: str) -> int:
    """Return the number of a month without its year, ``Tháng 8``; 0 if it is none."""
    bare = _BARE.fullmatch(_folded(word))
    return int(bare[1]) if bare else 0


class Group(Enum):
    """What a name over several columns, or below one, says of what stands in them."""

    VALUES = "values"
    """What was done, in the columns' own months."""
    OTHERS = "others"
    """Something else: what was planned, what is compared, what was done so far this year."""
    NOTHING = "nothing"
    """It stands there by chance: a letterhead, how the table is numbered, in what is measured."""
    UNKNOWN = "unknown"


def group_of(name: str) -> Group:
    """Tell what a name over months, or below one, says of what stands there."""
    folded = _folded(name)
    words = fold_header(name)
    measured = _MEASURED.search(folded)
    if measured and "đồng" not in measured[0] and group_of(measured[1]) is not Group.OTHERS:
        return group_of(name[: name.rindex("(")])
    is_told = ": " in folded and not folded.startswith("trong đó")  # Đơn vị: hồ sơ
    if words.startswith((*OFFICES, *ASIDE)) or is_told:
        return Group.NOTHING
    if _is_no_value(folded) or _EXPECTED in words:
        return Group.OTHERS
    is_title = name.isupper() and len(words) > _LONGEST_CAPITALS
    if not words or is_title or day().search(folded):
        return Group.NOTHING
    if all(word.isdigit() or fold_header(word) in OF_VALUES for word in _WORD.findall(folded)):
        return Group.VALUES
    return Group.NOTHING if folded[0] == "(" and folded[-1] == ")" else Group.UNKNOWN


def month_in_group(over: str, alone: Month) -> Month | None:
    """Return the month of a column under, or above, a name that says what its values are.

    None if it says that they are none; in doubt where it names another year, or cannot be told.
    """
    group = group_of(over)
    if group in (Group.OTHERS, Group.NOTHING):
        return alone if group is Group.NOTHING else None
    years = {int(year) for year in _YEARS.findall(over)}
    if alone.doubt is Doubt.NO_YEAR and len(years) == 1 and group is Group.VALUES:
        return Month(Period(years.pop(), alone.number))
    differs = alone.period is not None and years and alone.period.year not in years
    if group is Group.UNKNOWN or differs:
        meant = alone.meant if alone.period is None else (alone.period,)
        return Month(None, Doubt.AMONG_WORDS, meant, alone.number)
    return alone


def _is_no_value(words: str) -> bool:
    folded = fold_header(words)
    return any(word in folded for word in NO_VALUES) or bool(_NO_VALUES_SHORT.search(words))


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
