"""Languages: the sentences are written in Vietnamese; a catalogue translates them."""

from collections.abc import Callable
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

Translate = Callable[[str], str]
"""From a Vietnamese template to the same in the language of the reader."""

LANGUAGES = ("vi", "en")


def _unchanged(template: str) -> str:
    return template


@cache
def translator(language: str) -> Translate:
    """Return the translation into a language of `LANGUAGES`; Vietnamese needs no catalogue."""
    if language == "vi":
        return _unchanged
    catalogue = Path(__file__).parent / language / "LC_MESSAGES" / "cchc.mo"
    with catalogue.open("rb") as compiled:
        translate = GNUTranslations(compiled).gettext
    return lambda template: translate(template) if template else ""
