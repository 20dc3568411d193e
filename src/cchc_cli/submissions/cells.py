"""Cells of workbooks whose text does not say all: what a reader knows of them beside it.

A cell stays text until its figure's type says otherwise.  A whole number, or a word, is told by
its text; only the cells of the kinds below are kept apart, by their row and column.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple


class NumberCell(NamedTuple):
    """A stored number, to 15 significant digits, as Excel keeps it; it needs no notation.

    `is_percent` tells that it is formatted as a percentage: 0.95 is then shown, and meant, as 95%.
    """

    value: Decimal
    is_percent: bool = False


class DateCell(NamedTuple):
    """A date, or a number formatted as one; `shown` is ``01/09/2025``."""

    shown: str


class ErrorCell(NamedTuple):
    """An error of a formula; `shown` is ``#REF!``."""

    shown: str


class UncachedCell(NamedTuple):
    """A formula without a cached result: the program that saved it did not calculate."""


class StruckCell(NamedTuple):
    """A text in which something is struck out, raised or lowered; it shows that."""


TypedCell = NumberCell | DateCell | ErrorCell | UncachedCell | StruckCell

TypedCells = Mapping[tuple[int, int], TypedCell]
"""The typed cells of a table by row and column, both one-based."""

NO_TYPED_CELLS: TypedCells = {}
