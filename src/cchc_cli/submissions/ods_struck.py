"""Struck out, raised and lowered text within the cells of an .ods, made to be seen.

As in an .xlsx, the library that reads the values joins all that a cell's paragraph holds.
"""

import html
import re
from collections.abc import Iterator, Mapping

from cchc_cli.submissions.struck_text import Look, Piece, shown_apart

_STYLE = re.compile(rb"<style:style(?=\s)")
_NAME = re.compile(rb"\sstyle:name\s*=\s*[\"']([^\"'<>]*)[\"']")
_NAMED = re.compile(rb"\stext:style-name\s*=\s*[\"']([^\"'<>]*)[\"']")
_STRUCK = re.compile(rb"\sstyle:text-line-through-(?:style|type)\s*=\s*[\"'](?!none[\"'])")
_RAISED = re.compile(rb"\sstyle:text-position\s*=\s*[\"']\s*(super|sub|-?\d+)")
_PARAGRAPH = re.compile(
    rb"<text:p(?:\s[^<>]*)?(?<!/)>((?>(?:[^<]++|<(?!/?text:p[\s/>]))*))</text:p\s*>"
)
_TAG = re.compile(rb"<(/?)([\w:.-]+)([^<>]*)>([^<]*)")


def show_struck(content: bytes) -> tuple[bytes, frozenset[str]]:
    """Return content that shows what is struck out, raised or lowered in a value; such texts."""
    looks, struck = _looks(content[: max(0, content.find(b"<office:body"))]), set[str]()

    def shown(found: re.Match[bytes]) -> bytes:
        has_spans = b"<text:span" in found[1]
        words = shown_apart(_pieces(found[0], looks)) if has_spans else None
        if words is None:
            return found[0]
        struck.add(words)
        return b"<text:p>%b</text:p>" % html.escape(words, quote=False).encode()

    return (_PARAGRAPH.sub(shown, content) if looks else content), frozenset(struck)


def _looks(styles: bytes) -> dict[bytes, Look]:
    """Return how text of a style is set, by the style's name; those alone that matter."""
    if b"line-through" not in styles and b"text-position" not in styles:
        return {}
    looks = dict[bytes, Look]()
    for style in _STYLE.split(styles)[1:]:
        style = style.partition(b"</style:style")[0]
        name, look = _NAME.search(style), _look(style)
        if name and look is not Look.PLAIN:
            looks[name[1]] = look
    return looks


def _look(style: bytes) -> Look:
    if _STRUCK.search(style):
        return Look.STRUCK
    raised = _RAISED.search(style)
    if raised is None or raised[1].strip(b"-0") == b"":
        return Look.PLAIN
    return Look.LOWERED if raised[1].startswith((b"sub", b"-")) else Look.RAISED


def _pieces(paragraph: bytes, looks: Mapping[bytes, Look]) -> Iterator[Piece]:
    """Yield the pieces of a paragraph; a span is set like the one around it unless it tells."""
    spans = [Look.PLAIN]
    for closing, name, attributes, words in _TAG.findall(paragraph):
        if name == b"text:span" and closing:
            if len(spans) > 1:
                spans.pop()
        elif name == b"text:span" and not attributes.endswith(b"/"):
            style = _NAMED.search(attributes)
            look = looks.get(style[1], Look.PLAIN) if style else Look.PLAIN
            spans.append(spans[-1] if look is Look.PLAIN else look)
        elif name == b"text:s":
            yield spans[-1], " "
        yield spans[-1], html.unescape(words.decode("utf-8", "replace"))
