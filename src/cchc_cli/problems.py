"""What is wrong in an input: one type for all stages, told apart by a code."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from cchc_cli.limits import FILE_PROBLEMS
from cchc_cli.texts import Text, text


class Severity(StrEnum):
    """How much a problem weighs: an error makes the run end with code 3, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Location(NamedTuple):
    """A place in an input, one-based; `line` is the line that an editor shows.

    In a CSV file `column` is the number of the field, in YAML that of the character; `cell` is a
    spreadsheet address such as ``D9``.
    """

    path: str
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        if self.sheet is not None:
            row = [] if self.line is None else [str(self.line)]
            return " › ".join([self.path, self.sheet, *([self.cell] if self.cell else row)])
        numbers = [str(n) for n in (self.line, self.column) if n is not None]
        return ":".join([self.path, *numbers])

    def order(self) -> tuple[str, str, int, int]:
        """Return the key by which places are sorted: path, sheet, line, column."""
        return (self.path, self.sheet or "", self.line or 0, self.column or 0)


NO_HINT = text("")


class Problem(NamedTuple):
    """Something wrong in an input: what kind, how bad, where, and how to cure it."""

    code: str
    severity: Severity
    message: Text
    where: Location
    hint: Text = NO_HINT


def error(code: str, where: Location, message: Text, hint: Text = NO_HINT) -> Problem:
    """Return a problem of severity error."""
    return Problem(code, Severity.ERROR, message, where, hint)


def warning(code: str, where: Location, message: Text, hint: Text = NO_HINT) -> Problem:
    """Return a problem of severity warning."""
    return Problem(code, Severity.WARNING, message, where, hint)


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort by path, place, severity (errors first), code, and at last by the message itself."""
    distinct = sorted(set(problems), key=_kind_order)
    found: list[Problem] = []
    for _, alike in groupby(distinct, key=_kind_order):
        first, *more = alike
        found += sorted([first, *more], key=lambda p: str(p.message)) if more else [first]
    return tuple(found)


def _kind_order(problem: Problem) -> tuple[str, str, int, int, str, str]:
    """Return the key of all but the message, which costs more than the rest and seldom counts."""
    return (*problem.where.order(), problem.severity.value, problem.code)


class FileCounts:
    """How many problems of one kind each file has; so many of them are told, the rest counted."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def has_room(self, where: Location) -> bool:
        """Count a problem; tell whether its file has not had too many before it."""
        self._counts[where.path] += 1
        return self._counts[where.path] <= FILE_PROBLEMS

    def beyond(self) -> list[tuple[str, int]]:
        """Return the files with too many problems, and how many of each are not told."""
        counts = self._counts.items()
        return [(path, n - FILE_PROBLEMS) for path, n in counts if n > FILE_PROBLEMS]


def has_error(problems: Iterable[Problem]) -> bool:
    """Tell whether any of the problems is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)
