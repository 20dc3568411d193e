"""Numbers as offices write them, and as reports show them; exact in both directions.

Vietnamese notation (``1.234,5``) comes first, but nothing is guessed: a value that can be read in
two ways is returned as `Ambiguous`, and only the notation of the rest of its file may decide it.
"""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from cchc_cli.limits import DIGITS
from cchc_cli.names import compose
from cchc_cli.texts import Text, text

Value = int | Decimal | bool
"""A submitted value: a count, an amount or percentage, a yes or no."""
Exact = int | Fraction
"""A value to compute with: a yes is 1, a no is 0; whole numbers are ten times faster."""
Mark = Literal[",", "."]
"""A decimal mark."""


class FigureType(StrEnum):
    """What kind of number a figure is."""

    COUNT = "count"
    AMOUNT = "amount"
    PERCENT = "percent"
    YES_NO = "yes_no"


class Number(NamedTuple):
    """A number read without doubt; `mark` is the decimal mark that its notation shows, if any."""

    value: Value
    mark: Mark | None = None


class Ambiguous(NamedTuple):
    """A number with two readings: `whole` if its separator groups thousands, else `decimal`."""

    whole: Decimal
    decimal: Decimal
    separator: Mark


class NoNumber(Enum):
    """Why a text is no number."""

    BLANK = "blank"
    """Nothing was submitted: an empty cell, ``-`` or ``…``."""
    FRACTION = "fraction"
    """A count with a fraction."""
    NEGATIVE = "negative"
    """A count below zero."""
    TOO_LONG = "too-long"
    """More digits than any figure needs."""
    GROUPS = "groups"
    """Separators that group thousands wrongly, such as ``1.23.456``."""
    NOT_YES_NO = "not-yes-no"
    OTHER = "other"


Reading = Number | Ambiguous | NoNumber

_BLANKS = frozenset({"", "-", "–", "—", "…", "..."})
_NOT_ARISEN = frozenset({"không phát sinh", "kps"})
_YES = frozenset({"có", "rồi", "x", "yes", "1"})
_NO = frozenset({"không", "chưa", "no", "0", *_NOT_ARISEN})

# Spaces that group thousands: NBSP, figure, thin and narrow no-break space; invisible characters
# that come along with a copied cell.
_SPACES = str.maketrans({
    **dict.fromkeys("\u00a0\u2007\u2009\u202f", " "),
    **dict.fromkeys("\u200b\u200e\u200f\u2060\ufeff"),
})  # fmt: skip
_PLAIN = re.compile(r"\d+", re.ASCII)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([., ])\d{3})(?:\1\d{3})*", re.ASCII)
_DECIMAL = re.compile(r"(\d+|[1-9]\d{0,2}(?:([., ])\d{3})(?:\2\d{3})*)([.,])(\d+)", re.ASCII)
_NUMERIC = re.compile(r"\d[\d., ]*", re.ASCII)
_UNDECIDED = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_OTHER_MARK: dict[str, Mark] = {".": ",", ",": "."}


def trimmed(text: str) -> str:
    """Return a cell's text without surrounding spaces and without invisible characters."""
    return (text if text.isascii() else text.translate(_SPACES)).strip()


def is_blank(text: str) -> bool:
    """Tell whether a cell says that nothing was submitted: empty, ``-`` or ``…``."""
    return trimmed(text) in _BLANKS


def parse_value(text: str, kind: FigureType) -> Reading:
    """Read a submitted cell by the type of its figure; the notation of its file is not known yet.

    A `count` is whole and not negative, hence any separator in it groups thousands.  In a
    `percent` a single separator is the decimal mark; the number is never multiplied.  An `amount`
    such as ``1.234`` or ``1,234`` has two readings.
    """
    if text.isascii() and text.isdigit() and len(text) <= DIGITS and kind is not FigureType.YES_NO:
        return Number(int(text) if kind is FigureType.COUNT else Decimal(text))
    is_word = len(text) <= _LONGEST_WORD and not text[:1].isdigit()
    return (_parse_word if is_word else _parse)(text, kind)


def _parse(text: str, kind: FigureType) -> Reading:
    text = trimmed(text)
    if text in _BLANKS:
        return NoNumber.BLANK
    if kind is FigureType.YES_NO:
        return _parse_yes_no(_folded(text))
    if not text[0].isdigit() and _folded(text) in _NOT_ARISEN:
        return Number(0)
    if kind is FigureType.COUNT:
        return _parse_count(text)
    if kind is FigureType.PERCENT:
        return _signed(text.removesuffix("%").rstrip(), _parse_percent)
    return _signed(text, _parse_amount)


_LONGEST_WORD = 40
_parse_word = lru_cache(maxsize=4096)(_parse)
"""What is no number comes again and again."""


def _folded(text: str) -> str:
    return compose(" ".join(text.casefold().split()))


def _parse_yes_no(folded: str) -> Reading:
    if folded in _YES:
        return Number(True)
    return Number(False) if folded in _NO else NoNumber.NOT_YES_NO


def _digits(text: str) -> str:
    return text.replace(".", "").replace(",", "").replace(" ", "")


def _parse_count(text: str) -> Reading:
    if text[:1] in "-−" and _NUMERIC.fullmatch(text[1:].lstrip()):
        return NoNumber.NEGATIVE
    if not _NUMERIC.fullmatch(text):
        return NoNumber.OTHER
    digits = _digits(text)
    if len(digits) > DIGITS:
        return NoNumber.TOO_LONG
    if _GROUPED.fullmatch(text) or _PLAIN.fullmatch(text):
        return Number(int(digits))
    decimal = _DECIMAL.fullmatch(text)
    return NoNumber.FRACTION if decimal and decimal[2] != decimal[3] else NoNumber.GROUPS


def _signed(text: str, parse: Callable[[str], Reading]) -> Reading:
    """Read the number behind an optional minus sign."""
    negative = text[:1] in ("-", "−")
    unsigned = text[1:].lstrip() if negative else text
    if not _NUMERIC.fullmatch(unsigned):
        return NoNumber.OTHER
    if len(_digits(unsigned)) > DIGITS:
        return NoNumber.TOO_LONG
    reading = parse(unsigned)
    if not negative:
        return reading
    if isinstance(reading, Number):
        return Number(-reading.value, reading.mark)
    if isinstance(reading, Ambiguous):
        return Ambiguous(-reading.whole, -reading.decimal, reading.separator)
    return reading


def _parse_percent(text: str) -> Reading:
    if _PLAIN.fullmatch(text):
        return Number(Decimal(text))
    return _parse_marked(text, decimal_first=True)


def _parse_amount(text: str) -> Reading:
    if _PLAIN.fullmatch(text):
        return Number(Decimal(text))
    if _UNDECIDED.fullmatch(text):
        separator: Mark = "." if "." in text else ","
        whole, fraction = text.split(separator)
        return Ambiguous(Decimal(whole + fraction), Decimal(f"{whole}.{fraction}"), separator)
    return _parse_marked(text, decimal_first=False)


def _parse_marked(text: str, *, decimal_first: bool) -> Reading:
    """Read a number with separators whose roles follow from their kinds and places."""
    decimal = _DECIMAL.fullmatch(text)
    grouped = _GROUPED.fullmatch(text)
    if decimal and decimal[2] != decimal[3] and (decimal_first or not grouped):
        mark: Mark = "," if decimal[3] == "," else "."
        return Number(Decimal(f"{_digits(decimal[1])}.{decimal[4]}"), mark)
    if grouped:
        return Number(Decimal(_digits(text)), _OTHER_MARK.get(grouped[1]))
    return NoNumber.GROUPS


def exact(value: Value) -> Exact:
    """Return a value to compute with."""
    return value if isinstance(value, int) else Fraction(value)


def settle(reading: Ambiguous, marks: Iterable[Mark]) -> Number | None:
    """Decide an ambiguous number by the decimal marks that its file shows.

    None if the file shows none, or both: conflicting evidence decides nothing.
    """
    shown = set(marks)
    if len(shown) != 1:
        return None
    (mark,) = shown
    return Number(reading.decimal if reading.separator == mark else reading.whole, mark)


def format_number(
    value: Fraction | int | Decimal, *guards: Fraction | int, comma: bool, digits: int = 2
) -> str:
    """Show a number: at most `digits` decimals, rounded half up, trailing zeros dropped.

    It is never rounded onto or across one of the `guards` (the bound of a requirement, 0, 100)
    unless it equals it: as many further digits are shown as that takes.  `comma` chooses the
    Vietnamese notation (``1.234,5``), else the English one (``1,234.5``).

    >>> format_number(Fraction(94996, 1000), 95, comma=True)
    '94,996'
    """
    if isinstance(value, int) or value == int(value):
        return _notation(Decimal(int(value)), comma=comma)
    fraction = Fraction(value)
    while True:
        rounded = _round_half_up(fraction, digits)
        if all(_side(Fraction(rounded), guard) == _side(fraction, guard) for guard in guards):
            return _notation(rounded, comma=comma)
        digits += 1


def _round_half_up(exact: Fraction, digits: int) -> Decimal:
    """Round to `digits` decimals, halves away from zero."""
    scaled = abs(exact) * 10**digits
    whole = int(scaled + Fraction(1, 2))
    sign = 1 if exact < 0 and whole else 0
    return Decimal((sign, tuple(map(int, str(whole))), -digits))


def _side(value: Fraction, guard: Fraction | int) -> int:
    return (value > guard) - (value < guard)


def _notation(rounded: Decimal, *, comma: bool) -> str:
    whole, _, fraction = f"{rounded:,f}".partition(".")
    shown = f"{whole}.{fraction}".rstrip("0").rstrip(".") if fraction else whole
    return shown.translate(_SWAPPED) if comma else shown


_SWAPPED = str.maketrans(".,", ",.")


def number_text(value: Fraction | int | Decimal, *guards: Fraction | int) -> Text:
    """Show a number as `format_number` does, in the notation of the language it is read in."""
    whole, _, decimals = format_number(value, *guards, comma=False).partition(".")
    first, *groups = whole.split(",")
    shown = text("{number}", number=first)
    for group in groups:
        shown = text("{thousands}.{group}", thousands=shown, group=group)
    return _with_decimals(shown, decimals)


def digits_text(value: int | Decimal) -> Text:
    """Show all digits of a number, not grouped, with the decimal mark of the reader's language."""
    whole, _, decimals = format(value, "f" if isinstance(value, Decimal) else "d").partition(".")
    return _with_decimals(text("{number}", number=whole), decimals)


def _with_decimals(whole: Text, decimals: str) -> Text:
    return text("{whole},{decimals}", whole=whole, decimals=decimals) if decimals else whole
