"""Text that is struck out, raised or lowered within a cell: no part of the number beside it.

An officer strikes out the old number and writes the new one behind it, or adds the mark of a
footnote: joined, 150 struck out and 120 are 150120, and 20 with a raised 1 is 201.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from itertools import groupby, pairwise
from operator import itemgetter

from cchc_cli.numbers import Ambiguous, FigureType, Number, parse_value, trimmed
from cchc_cli.progress import Progress, parse_progress


class Look(StrEnum):
    """How a piece of text is set; the value is how it is shown where that matters."""

    PLAIN = "{}"
    STRUCK = "~~{}~~"
    RAISED = "^{}"
    LOWERED = "_{}"


Piece = tuple[Look, str]

_SIGNS = re.compile(r"[-−–+\d.,%/\s]+")
"""What numbers and dates are made of."""


def shown_apart(pieces: Iterable[Piece]) -> str | None:
    """Return a cell's text in which one sees what is struck out, raised or lowered.

    None where that does not matter, as in names (km²): joined, the pieces are no value, and no
    digits of one go on in the next.
    """
    seen = [(look if words.strip() else Look.PLAIN, words) for look, words in pieces if words]
    runs = [
        (look, "".join(words for _, words in run)) for look, run in groupby(seen, itemgetter(0))
    ]
    if all(look is Look.PLAIN for look, _ in runs):
        return None
    joined = "".join(words for _, words in runs)
    if not _is_value(joined) and not any(map(_meet, pairwise(runs))):
        return None
    return "".join(look.format(words) for look, words in runs)


def _is_value(joined: str) -> bool:
    """Tell whether a text is a value of any kind, or nothing but the signs of numbers."""
    words = trimmed(joined)
    return (
        (_SIGNS.fullmatch(words) is not None and any(map(str.isdigit, words)))
        or any(isinstance(parse_value(words, kind), Number | Ambiguous) for kind in FigureType)
        or isinstance(parse_progress(words), Progress)
    )


def _meet(runs: tuple[Piece, Piece]) -> bool:
    (_, before), (_, behind) = runs
    return before[-1:].isdigit() and behind[:1].isdigit()
