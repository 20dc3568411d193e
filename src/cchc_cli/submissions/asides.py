"""Rows around the data that are none: totals, signatures, repeated headers."""

import re
from collections.abc import Sequence

from cchc_cli.names import fold_name

_TOTALS = frozenset(
    map(fold_name, ("tổng", "cộng", "tổng cộng", "tổng số", "tổng cộng:", "cộng:", "total"))
)
_DIGIT = re.compile(r"[0-9]")
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+", re.ASCII)
_DATE_LINE = re.compile(r"\bngày\b.*\btháng\b", re.IGNORECASE)


def is_total(figure: str, cells: Sequence[str]) -> bool:
    """Tell whether a row is a total: its figure's cell is blank or says so, or some cell does."""
    if figure:
        return fold_name(figure.rstrip(" :")) in _TOTALS
    return any(fold_name(cell.rstrip(" :")) in _TOTALS for cell in cells if 0 < len(cell) < 20)


def is_doubtful(figure: str, value: str) -> bool:
    """Tell whether a row whose figure is not known may be a signature and no data.

    It may be one if its figure's cell is not written like a code and its value is no number: a
    number, or a code, would be lost.
    """
    if _CODE.fullmatch(figure):
        return False
    return not _DIGIT.search(value) or bool(_DATE_LINE.search(value))
