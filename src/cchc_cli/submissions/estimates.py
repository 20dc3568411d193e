"""The words by which a value is marked as an estimate: ``ước``, ``số ước``, ``ước thực hiện``.

A mark changes no value and no verdict, only what reports say of them: one too many is seen, one
too few is not.  So the accents of ``ước`` may be missing or misplaced, where nothing else can be
meant.
"""

import re
import unicodedata
from enum import Enum
from functools import lru_cache

from cchc_cli.names import fold_header
from cchc_cli.numbers import is_blank, trimmed


class Kind(Enum):
    """What a cell of the column of kinds says of its row's value."""

    ESTIMATE = "estimate"
    ACTUAL = "actual"
    NOTHING = "nothing"
    """A blank cell."""
    UNREAD = "unread"
    """Something else: a slip, or the column is the office's own."""


_KINDS = {
    **dict.fromkeys(("ước", "số ước", "số ước thực hiện", "ƯTH", "estimate", "estimated"),
                    Kind.ESTIMATE),
    **dict.fromkeys(("thực hiện", "số thực hiện", "chính thức", "số chính thức", "thực tế",
                     "số thực tế", "đã thực hiện", "actual"), Kind.ACTUAL),
}  # fmt: skip
_BY_FOLDED = {fold_header(word): kind for word, kind in _KINDS.items()}
_LONGEST_KIND = 40
_BEFORE = "\"'“”‘’«([{<*•·–—-"
"""What may stand before a first word."""
_FIRST = "uUúÚùÙủỦũŨụỤưƯứỨừỪửỬữỮựỰ"
_LETTERS = _FIRST + "sS"
"""How ``ước`` and ``số`` begin."""
_SECOND = frozenset("oOóÓòÒỏỎõÕọỌôÔốỐồỒổỔỗỖộỘơƠớỚờỜởỞỡỠợỢ\u031b\u0300\u0301\u0303\u0309\u0323")
"""What may follow the first letter: the second one, or an accent written apart."""
_UNSEEN = "\u200b\u200e\u200f\u2060\ufeff"
MAY_BEGIN = frozenset(_LETTERS + _UNSEEN + " \u00a0" + _BEFORE)
"""How a text begins whose first word may be ``ước``: a test that costs next to nothing."""
_MAY_BE = re.compile(rf"[\s{_UNSEEN}{re.escape(_BEFORE)}]*(?:[sS]\S+\s[\s{_UNSEEN}]*)?[{_FIRST}]")
"""The same, to the first letter of the word in question: a test that costs little."""
_FIRST_WORD = re.compile(rf"[\s{re.escape(_BEFORE)}]*(?:s[oôố]\s+)?([^\W\d_]+)(?!\w)", re.I)
_PLAIN = ("ước ", "Ước ")
"""How most begin."""
_LOOKED_AT = 60


def begins_as_estimate(words: str) -> bool:
    """Tell whether the first word is ``ước``, or the first ones ``số ước``.

    Neither case nor brackets matter.

    >>> begins_as_estimate("(Ước thực hiện) theo BC 12"), begins_as_estimate("Được ước tính")
    (True, False)
    """
    if words.startswith(_PLAIN):
        return True
    if words[:1] not in MAY_BEGIN or (words[0] in _LETTERS and words[1:2] not in _SECOND):
        return False
    words = words[:_LOOKED_AT]
    if not _MAY_BE.match(words):
        return False
    first = _FIRST_WORD.match(unicodedata.normalize("NFC", trimmed(words)))
    return first is not None and fold_header(first[1]) == "uoc"


def marked_note(note: str) -> str:
    """Return a note that marks its row's value, for forms, which have no column of kinds."""
    return note if begins_as_estimate(note) else f"ước: {note}" if note else "ước"


@lru_cache(maxsize=1024)
def kind_of(cell: str) -> Kind:
    """Return what a cell of the column of kinds says."""
    if is_blank(cell):
        return Kind.NOTHING
    if begins_as_estimate(cell):
        return Kind.ESTIMATE
    known = _BY_FOLDED.get(fold_header(cell)) if len(cell) <= _LONGEST_KIND else None
    return known or Kind.UNREAD
