"""The little languages inside a plan: requirements (``>= 95%``), sums and check rules."""

import re
from collections.abc import Sequence
from fractions import Fraction

from cchc_cli.numbers import Ambiguous, FigureType, Number, digits_text, parse_value
from cchc_cli.plan.terms import Check, Operator, Requirement, Side, Term
from cchc_cli.texts import Text, text

_SIGNS = {"≥": Operator.AT_LEAST, "≤": Operator.AT_MOST}
_OPERATOR = r"(>=|<=|>|<|=|≥|≤)"
_REQUIREMENT = re.compile(rf"{_OPERATOR}?([^%<>=≥≤]*)(%?)")
_NUMERIC = re.compile(r"[-−]?\s*[0-9]", re.ASCII)
_RULE = re.compile(rf"([^<>=≥≤]+){_OPERATOR}([^<>=≥≤]+)")
_SIDE_TERM = re.compile(r"\s*+([-+]?)\s*+([a-z][a-z0-9_]*|[0-9][0-9.,]*)\s*", re.ASCII)


def _operator(sign: str) -> Operator:
    return _SIGNS.get(sign) or Operator(sign)


def parse_requirement(words: str) -> Requirement | Text:
    """Read ``>= 95%``, ``> 97,5%``, ``<= 45``; return what is wrong where it cannot be read.

    The operator is never left out: 95% may be a floor or a ceiling.  A bound such as ``1.500``
    can be read in two ways and is refused; ``1500`` or ``1,5`` cannot.
    """
    found = _REQUIREMENT.fullmatch(words.strip())
    if not found:
        return text('yêu cầu "{words}" không đọc được', words=words)
    sign, number, percent = found.groups()
    if not sign:
        return text('yêu cầu "{words}" thiếu dấu so sánh (>=, >, <=, <, =)', words=words)
    number = number.strip()
    kind = FigureType.PERCENT if percent else FigureType.AMOUNT
    reading = parse_value(number, kind) if _NUMERIC.match(number) else None
    if isinstance(reading, Ambiguous):
        return text(
            'mức "{words}" có thể là {whole} hoặc {decimal}',
            words=words,
            whole=reading.whole,
            decimal=digits_text(reading.decimal),
        )
    if not isinstance(reading, Number):
        return text('yêu cầu "{words}" không có mức là một con số', words=words)
    return Requirement(_operator(sign), Fraction(reading.value), bool(percent))


def parse_terms(words: Sequence[str]) -> tuple[Term, ...]:
    """Read a list of figure ids, each added, or subtracted where it begins with ``-``."""
    return tuple(Term(word[1:], -1) if word.startswith("-") else Term(word) for word in words)


def parse_check(rule: str, *, is_error: bool) -> Check | Text:
    """Read ``a + b = c``; return what is wrong where it cannot be read."""
    found = _RULE.fullmatch(rule)
    if not found:
        return text(
            'quy tắc "{rule}" phải có dạng: vế trái, một dấu so sánh, vế phải',
            rule=rule,
        )
    left, right = _parse_side(found[1]), _parse_side(found[3])
    if isinstance(left, Text):
        return left
    if isinstance(right, Text):
        return right
    return Check(rule, left, _operator(found[2]), right, is_error)


def _parse_side(words: str) -> Side | Text:
    terms: list[Term] = []
    constant = Fraction(0)
    position = 0
    while position < len(words):
        found = _SIDE_TERM.match(words, position)
        if not found or (position and not found[1]):
            return text('vế "{side}" không phải các mã số liệu nối bằng + hoặc -', side=words)
        sign = -1 if found[1] == "-" else 1
        if found[2][0].isdigit():
            number = parse_value(found[2], FigureType.AMOUNT)
            if not isinstance(number, Number):
                return text('số "{number}" trong quy tắc không rõ ràng', number=found[2])
            constant += sign * Fraction(number.value)
        else:
            terms.append(Term(found[2], sign))
        position = found.end()
    return Side(tuple(terms), constant)
