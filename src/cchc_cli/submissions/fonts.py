"""Text typed in the fonts of the time before Unicode: TCVN3 (.VnTime, ABC) and VNI.

Such a font draws Vietnamese letters in the places of Latin-1's: "Tổng số" typed in .VnTime is
"Tæng sè" to everyone else, in VNI-Times "Toång soá".  It is recognised by reading it: by the
font's table it becomes Vietnamese syllables, which it is not as it stands.  Nothing is converted.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from cchc_cli.submissions.syllables import is_spelt_as_syllable, is_syllable

# TCVN 5712:1993, VN3: one code a letter, no toned capitals.  Capitals are typed in a font of their
# own (.VnTimeH), which draws the codes of small letters as capitals.
_TCVN3_FROM_A1 = "ĂÂÊÔƠƯĐăâêôơưđ"
_TCVN3_FROM_B5 = "àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ"
TCVN3 = {
    chr(first + index): letter
    for first, letters in ((0xA1, _TCVN3_FROM_A1), (0xB5, _TCVN3_FROM_B5))
    for index, letter in enumerate(letters)
    if letter != " "
}
"""The letters of TCVN3 by the Latin-1 character in whose place they stand."""


def _vni() -> dict[str, str]:
    """Return VNI's small letters: a vowel and a mark behind it, or a character by itself."""
    rows = (
        ("ùøûõï", {"a": "áàảãạ", "e": "éèẻẽẹ", "o": "óòỏõọ", "u": "úùủũụ", "y": "ýỳỷỹ",
                   "ô": "ớờởỡợ", "ö": "ứừửữự"}),
        ("âáàåãä", {"a": "âấầẩẫậ", "e": "êếềểễệ", "o": "ôốồổỗộ"}),
        ("êéèúüë", {"a": "ăắằẳẵặ"}),
    )  # fmt: skip
    pairs = {
        vowel + mark: letter
        for marks, vowels in rows
        for vowel, letters in vowels.items()
        for mark, letter in zip(marks, letters, strict=False)
    }
    return pairs | dict(zip("íìæóòîôöñ", "íìỉĩịỵơưđ", strict=True))


VNI = _vni()
"""The small letters of VNI by what is typed; capitals are the same, of capital characters."""

_WORD = re.compile("[A-Za-z\u00a1-\u00ff]+")
_VNI_LETTER = re.compile("|".join(sorted(VNI, key=len, reverse=True)))
_LEAST = 2
"""How many accented letters it takes: a single one may be a foreign name's."""
_TELLING_SIGNS = frozenset("§¨©«¬®¶¸¹»¼½¾")
"""Signs that stand within no word, unless a font makes letters of them; one is enough."""
_MICRO = re.compile("µ[A-Za-z]")
"""A unit of measure."""


def _read_tcvn3(word: str) -> str | None:
    """Return a word as TCVN3's font shows it; None if it has no such character."""
    shown = "".join(TCVN3.get(c, c) for c in word)
    return shown if all(c.isascii() or c in TCVN3 for c in word) else None


def _read_vni(word: str) -> str | None:
    """Return a word as VNI's font shows it, in small letters; None if a mark has no vowel."""
    small = word.lower()
    if not _VNI_LETTER.sub("", small).isascii():
        return None
    return _VNI_LETTER.sub(lambda found: VNI[found[0]], small)


_READERS = {"VNI": _read_vni, "TCVN3": _read_tcvn3}
"""What may be both is VNI's: its marks make sense behind vowels alone."""


class _Tally(NamedTuple):
    """How the accented words of a text read by a font."""

    telling: int
    """Words that are syllables by the font alone."""
    against: int
    """Words that are none by the font."""
    accents: int
    """What is not ASCII in words that are syllables, or abbreviations, by the font."""

    @property
    def is_font(self) -> bool:
        return self.telling > 2 * self.against and self.accents >= _LEAST


_BEYOND_LATIN_1 = re.compile(r"[^\W\d_\x00-\xff]")
"""A letter that Latin-1 lacks."""


def legacy_font(shown: str) -> str | None:
    """Return "TCVN3" or "VNI" if `shown` is text of such a font, seen as Latin-1.

    It has at least two accented letters, or one that is no letter in Latin-1.  Text with letters
    that Latin-1 lacks, such as "ệ" or "đ", was typed in Unicode.
    """
    if shown.isascii() or _BEYOND_LATIN_1.search(shown):  # as most is
        return None
    return _font_of(shown)


@lru_cache(maxsize=4096)
def _font_of(shown: str) -> str | None:
    tallies = {font: _tally(font, shown) for font in _READERS}
    best = max(tallies, key=lambda font: tallies[font].telling - 2 * tallies[font].against)
    return best if tallies[best].is_font else None


def _tally(font: str, shown: str) -> _Tally:
    telling = against = accents = 0
    for word in _WORD.findall(shown):
        judged = _judged(font, word)
        telling += judged.telling
        against += judged.against
        accents += judged.accents
    return _Tally(telling, against, accents)


_NO_WORD = _Tally(0, 0, 0)


@lru_cache(maxsize=16_384)
def _judged(font: str, word: str) -> _Tally:
    """Return what a word says for a font: nothing without an accent, or a sign in its place.

    A sign by itself is a sign; several together are a word if the font makes one of them.
    """
    if word.isascii() or len(word) == 1 or _MICRO.fullmatch(word):
        return _NO_WORD
    read = _READERS[font](word)
    is_word = read is not None and is_syllable(read)
    if not is_word and not any(map(str.isascii, word)):
        return _NO_WORD
    if read is None or not (is_word or _is_abbreviation(read)):
        return _Tally(0, 1, 0)
    accents = sum(_LEAST if c in _TELLING_SIGNS else not c.isascii() for c in word)
    return _Tally(int(is_word and not is_spelt_as_syllable(word)), 0, accents)


def _is_abbreviation(read: str) -> bool:
    """Tell whether a word such as "HĐND" is none of syllables at all."""
    return not re.search("[aeiouy]", unicodedata.normalize("NFD", read.casefold()))
