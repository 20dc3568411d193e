"""Names as people type them: what counts as the same, and which known one is nearest.

Vietnamese has two habits of placing a tone mark ("hoá", "hóa"), two encodings of every accented
letter (composed and decomposed), and documents mix hyphen and dash.  A name is compared by a key
in which these differences are gone; it is shown as it was written in the plan.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook above, dot below
_TONE = re.compile(f"[{_TONES}]")
_DASHES = re.compile("[-\u2010-\u2015\u2212]+")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_NOT_LETTERS = re.compile(r"[\W_]+")
_MOST_MARKS = 30
"""Upon one letter, as in Unicode's stream-safe text (UAX #15); Vietnamese has two at most."""
_MAY_BE_MARK = r"[^\x00-\u02ff\u1e00-\u1eff\u2000-\u20cf\u2100-\u2bff]"
_MAY_BE_MARKS = re.compile(rf"{_MAY_BE_MARK}{_MAY_BE_MARK}{{{_MOST_MARKS},}}")
"""The first of them stands alone: what a search begins with is then found thrice as fast."""
_SYLLABLE = re.compile(r"[^\s\-.,;:/&()]+")


def compose(text: str) -> str:
    """Return a text with its letters composed (NFC); of more than 30 marks on one the rest is cut.

    Composing puts marks in order, which takes time by the square of their number.
    """
    return unicodedata.normalize("NFC", _few_marks(text))


def is_composed(text: str) -> bool:
    """Tell whether `compose` leaves a text as it is; it may where this says no."""
    return not _MAY_BE_MARKS.search(text) and unicodedata.is_normalized("NFC", text)


def decompose(text: str) -> str:
    """Return a text with the marks of its letters apart (NFD), cut as in `compose`."""
    return unicodedata.normalize("NFD", _few_marks(text))


def _few_marks(text: str) -> str:
    if len(text) <= _MOST_MARKS or text.isascii() or not _MAY_BE_MARKS.search(text):
        return text
    return _too_many_marks().sub(r"\1", text)


@lru_cache(maxsize=1)
def _too_many_marks() -> re.Pattern[str]:
    """Return what finds marks beyond those that a letter may bear; few texts need it."""
    letters = map(chr, range(0x20000))
    marks = "".join(letter for letter in letters if _is_mark(unicodedata.normalize("NFD", letter)))
    return re.compile(rf"([{marks}]{{{_MOST_MARKS}}})[{marks}]+")


def _is_mark(decomposed: str) -> bool:
    """Tell whether a letter is a mark; some are told by the marks that they are made of."""
    return all(map(unicodedata.combining, decomposed))


def _tone_last(syllable: re.Match[str]) -> str:
    """Move a syllable's tone mark to its end, so that its place no longer matters."""
    tones = "".join(_TONE.findall(syllable[0]))
    return _TONE.sub("", syllable[0]) + tones


@lru_cache(maxsize=4096)
def fold_name(name: str) -> str:
    """Return the key by which unit and figure names are compared; accents count.

    Folds Unicode composition, case, tone placement, dashes, spaces and final dots.

    >>> fold_name("TRUNG TÂM Văn hoá – Thể thao.") == fold_name("Trung tâm văn hóa - thể thao")
    True
    """
    spaced = _DASHES.sub("-", _INVISIBLE.sub("", decompose(name)))
    words = " ".join(spaced.casefold().split()).replace(" -", "-").replace("- ", "-").rstrip(" .")
    return unicodedata.normalize("NFC", _SYLLABLE.sub(_tone_last, words))


@lru_cache(maxsize=4096)
def fold_header(name: str) -> str:
    """Return the key by which column names are compared; accents, spaces and marks do not count.

    >>> fold_header("Mã số_liệu"), fold_header("ĐVT")
    ('masolieu', 'dvt')
    """
    letters = decompose(name).casefold().replace("đ", "d")
    return _NOT_LETTERS.sub(
        "", "".join(letter for letter in letters if not unicodedata.combining(letter))
    )


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that `name` was most likely meant to be, or None if none is near."""
    from difflib import get_close_matches  # a slow import, needed only for complaints

    folded = {fold_header(candidate): candidate for candidate in known}
    found = get_close_matches(fold_header(name[:200]), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


class Suggester:
    """Finds near names, but only so many times: a file that is wrong all over needs no more."""

    def __init__(self, comparisons: int = 10_000) -> None:
        self.left = comparisons

    def nearest(self, name: str, known: Collection[str]) -> str | None:
        """Return what `nearest` returns; None once it has compared too many names."""
        if self.left <= 0:
            return None
        self.left -= len(known)
        return nearest(name, known)
