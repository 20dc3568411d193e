"""Whether a word can be a Vietnamese syllable: an initial, a rhyme, a tone, as the spelling has it.

Vietnamese writes every syllable apart, so that a word of another language, or of letters that were
read by a wrong table, is rarely one.  Foreign words in Vietnamese text are none either.
"""

import re
import unicodedata
from typing import NamedTuple

_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
"""Grave, acute, tilde, hook above, dot below."""
_STOPS = ("c", "ch", "p", "t")
_TONES_OF_STOPS = frozenset("\u0301\u0323")

_INITIALS = "b ch c d đ gh gi g h kh k l m ngh ng nh n ph p r s th tr t v x"
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oc oi om on ong ooc oong op ot oa oac oach oai oam oan oang oanh oao oap oat oay
oăc oăm oăn oăng oăt oe oem oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uân uâng uât uây uê uêch uên uênh uêt uêu uơ uôc uôi uôm uôn uông uôt
uy uya uych uyn uynh uyp uyt uyu uyên uyêt
ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu
"""
_RHYMES_AFTER_QU = """
a ac ach ai am an ang anh ao at au ay ăc ăm ăn ăng ăp ăt âc ân âng ât âu ây
e en eo et ê ên ênh êch êt êu i ich in inh it ôc ơ ơn y ych yn ynh yt yên yêt
"""


def _one_of(words: str) -> str:
    return "|".join(sorted(words.split(), key=len, reverse=True))


_SYLLABLE = re.compile(
    f"((?:{_one_of(_INITIALS)})?)({_one_of(_RHYMES)})|(qu)({_one_of(_RHYMES_AFTER_QU)})"
)
_VOWELS = re.compile("[aeiouyư]+")


class _Syllable(NamedTuple):
    """What a syllable consists of."""

    rhyme: str
    tone: str
    tone_at: int
    """Where in the rhyme the tone stands; -1: on the "u" of "qu" or the "i" of "gi"."""


def is_spelt_as_syllable(word: str) -> bool:
    """Tell whether a word is spelt as a syllable, be it one with a slip in its tone.

    People put it on the wrong vowel ("tòan", "qúy"), but never on a final "i", "y", "u" or "o".
    """
    found = _parse(word)
    if found is None:
        return False
    glides = len(found.rhyme) > 1 and found.rhyme[-1] in "iyuo" and found.rhyme != "uy"
    return not (found.tone and glides and found.tone_at == len(found.rhyme) - 1)


def is_syllable(word: str) -> bool:
    """Tell whether a word is a syllable that Vietnamese can have, with the tone in its place.

    One that ends with c, ch, p or t has an acute or a dot below.  Both habits of placing a tone
    are right: "hóa" and "hoá".

    >>> is_syllable("nghiệp"), is_syllable("nghièp"), is_syllable("façade")
    (True, False, False)
    """
    found = _parse(word)
    if found is None:
        return False
    if found.rhyme.endswith(_STOPS) and found.tone not in _TONES_OF_STOPS:
        return False
    return not found.tone or found.tone_at in _places_of_tone(found.rhyme)


def _parse(word: str) -> _Syllable | None:
    """Return the parts of a syllable; None if the letters, or two tones, are those of none."""
    letters, tones = "", []
    for letter in unicodedata.normalize("NFC", word.casefold()):
        split = unicodedata.normalize("NFD", letter)
        letters += unicodedata.normalize("NFC", _TONE.sub("", split))
        tones += [(len(letters) - 1, tone) for tone in _TONE.findall(split)]
    found = _SYLLABLE.fullmatch(letters)
    if found is None or len(tones) > 1:
        return None
    initial, rhyme = found[1] or found[3] or "", found[2] or found[4]
    at, tone = tones[0] if tones else (0, "")
    tone_at = at - len(initial)
    if tone and tone_at < (-1 if initial in ("gi", "qu") else 0):
        return None
    if tone_at >= 0 and tone and rhyme[tone_at] not in "aăâeêioôơuưy":
        return None
    return _Syllable(rhyme, tone, tone_at)


def _places_of_tone(rhyme: str) -> tuple[int, ...]:
    """Return where in a rhyme the tone may stand."""
    marked = [rhyme.index(vowel) for vowel in "êôơâă" if vowel in rhyme]
    if marked:
        return (marked[0],)
    vowels = _VOWELS.match(rhyme)
    assert vowels is not None  # every rhyme begins with a vowel
    last = vowels.end() - 1
    if last == 0 or vowels.end() < len(rhyme):
        return (last,)
    return (0, 1) if rhyme in ("oa", "oe", "uy") else (last - 1,)
