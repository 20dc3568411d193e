"""Sentences for people, kept apart from their language until they are shown.

The source language is Vietnamese: a `Text` holds the Vietnamese template and the values to fill
in.  Stages therefore build messages without knowing in which language they will be read, and the
default needs no catalogue at all.
"""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

SHOWN_CHARACTERS = 120
"""A value quoted from a file is cut to this many characters in a message."""

# What may not reach a terminal or a report as itself: C0 and C1 controls, line and paragraph
# separators, directional overrides and isolates, zero-width and byte-order marks, lone surrogates
# (undecodable bytes of a file name), and the two code points that are no characters to XML.
_UNSAFE = (
    {*range(0x20), *range(0x7F, 0xA0), 0x00AD, 0x061C, 0x2028, 0x2029, 0x2060, 0xFEFF}
    | {0xFFFE, 0xFFFF}
    | set(range(0x200B, 0x2010))
    | set(range(0x202A, 0x202F))
    | set(range(0x2066, 0x206A))
)


def _escape_code(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that is no UTF-8 (PEP 383)
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


@cache
def _escapes() -> dict[int, str]:
    return {code: _escape_code(code) for code in {*_UNSAFE, *range(0xD800, 0xE000)}}


def printable(text: str) -> str:
    r"""Return `text` with everything that could steer a terminal or break UTF-8 written out.

    >>> printable("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    # Unicode calls none of the unsafe characters printable, though it does not print others too.
    return text if text.isprintable() else text.translate(_escapes())


def shortened(text: str, limit: int = SHOWN_CHARACTERS) -> str:
    """Return `text` cut to `limit` characters, the cut marked by an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


class Text(NamedTuple):
    """A sentence: a Vietnamese template and its values; values may be texts themselves."""

    template: str
    values: Mapping[str, Any] = MappingProxyType({})

    def __hash__(self) -> int:
        return hash(self.template)

    def render(self, translate: Callable[[str], str], limit: int | None = SHOWN_CHARACTERS) -> str:
        """Return the sentence in the language of `translate`, its values made safe to print.

        A value of more than `limit` characters is cut; None cuts nothing.
        """
        template = translate(self.template)
        if not self.values:
            return template
        return template.format_map(
            {name: _shown(value, translate, limit) for name, value in self.values.items()}
        )

    def __str__(self) -> str:
        return self.render(lambda template: template)


def _shown(value: Any, translate: Callable[[str], str], limit: int | None) -> str:
    if isinstance(value, Text):
        return value.render(translate, limit)
    if isinstance(value, list):
        return ", ".join(_shown(item, translate, limit) for item in value)
    words = str(value)
    return printable(words if limit is None else shortened(words, limit))


def text(template: str, /, **values: Any) -> Text:
    """Make a `Text`; the one function whose first argument the catalogue is extracted from."""
    return Text(template, values)
