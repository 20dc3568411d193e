"""Struck out, raised and lowered text within the cells of an .xlsx, made to be seen.

The library that reads the values joins all runs of a text.  Where one of them is set in such a way
and the whole would be taken for a value, the package it is handed tells of it in the text.
"""

import html
import re
from collections.abc import Iterator, Set
from itertools import islice

from cchc_cli.submissions.office_package import Package, elements
from cchc_cli.submissions.plain_xml import unprefixed
from cchc_cli.submissions.struck_text import Look, Piece, shown_apart
from cchc_cli.submissions.xlsx_grammar import Written, check_fonts, rich_text

_TAG = re.compile(rb"<(/?)(r|rPh|t|strike|vertAlign)(?=[\s/>])([^<>]*)>([^<]*)")
_OFF = re.compile(rb"\sval\s*=\s*[\"']\s*(?:0|false)\s*[\"']")
_RAISED = re.compile(rb"\sval\s*=\s*[\"']\s*(super|sub)script\s*[\"']")


def show_struck(package: Package) -> Package:
    """Return a package whose texts show what is struck out, raised or lowered in a value."""
    parts, struck = dict(package.parts), set[str]()
    for kind, name in package.relations.values():
        if kind in ("sharedStrings", "worksheet") and _may_be_struck(parts.get(name, b"")):
            holder = b"si" if kind == "sharedStrings" else b"is"
            parts[name] = _shown(unprefixed(parts[name]), holder, struck)
    return package._replace(parts=parts, struck_texts=frozenset(struck)) if struck else package


def _may_be_struck(part: bytes) -> bool:
    return b"strike" in part or b"vertAlign" in part


def _shown(part: bytes, holder: bytes, struck: set[str]) -> bytes:
    """Return a part whose texts, each in a `holder`, show what is struck; note these texts."""

    def shown(found: re.Match[bytes]) -> bytes:
        words = shown_apart(_pieces(found[0])) if _may_be_struck(found[0]) else None
        if words is None:
            return found[0]
        struck.add(words)
        text = b'<t xml:space="preserve">%b</t>' % html.escape(words, quote=False).encode()
        return b"<%b>%b</%b>" % (holder, text, holder)

    end = part.rfind(b"</sheetData")
    check_fonts(
        part, max(0, part.find(b"<sheetData")), end if end > 0 else len(part), b"<" + holder
    )
    return rich_text(holder).sub(shown, part)


def _pieces(text: bytes) -> Iterator[Piece]:
    """Yield the runs of a text; how it is read aloud is none of it."""
    look, is_spoken = Look.PLAIN, False
    for closing, name, attributes, words in _TAG.findall(text):
        if name == b"rPh":
            is_spoken = not closing and not attributes.endswith(b"/")
        elif name == b"r":
            look = Look.PLAIN
        elif name == b"t":
            if not closing and not is_spoken and not attributes.endswith(b"/"):
                yield look, html.unescape(words.decode("utf-8", "replace"))
        elif not closing and look is not Look.STRUCK:
            look = _look(name, attributes, look)


def _look(name: bytes, attributes: bytes, look: Look) -> Look:
    """Return how a run is set of which one more property is told."""
    if name == b"strike":
        return look if _OFF.search(attributes) else Look.STRUCK
    raised = _RAISED.search(attributes)
    if raised is None:
        return look
    return Look.RAISED if raised[1] == b"super" else Look.LOWERED


# Cells that are struck out as a whole, which their style tells


_SECTIONS = frozenset(
    {"fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"}
)
_NOTED = 100
"""Cells of a sheet of which it is noted that they are struck out."""


def struck_styles(part: bytes) -> frozenset[int]:
    """Return the cell styles whose font is struck out."""
    if b"strike" not in part:
        return frozenset()
    section, fonts, struck, styles = "", 0, set[str](), list[str]()
    for name, attributes in elements(part):
        if name in _SECTIONS:
            section = name
        elif section == "fonts" and name == "font":
            fonts += 1
        elif section == "fonts" and name == "strike":
            if attributes.get("val", "1").strip() not in ("0", "false"):
                struck.add(str(fonts - 1))
        elif section == "cellXfs" and name == "xf":
            styles.append(attributes.get("fontId", "0"))
    return frozenset(style for style, font in enumerate(styles) if font in struck)


def struck_cells(part: bytes, rows: Written, styles: Set[int]) -> list[str]:
    """Return the first cells of these styles that hold something and tell their places."""
    if not styles:
        return []
    style = rb"\ss\s*=\s*[\"']0*(?:%b)[\"']" % b"|".join(b"%d" % style for style in sorted(styles))
    place = rb"\sr\s*=\s*[\"']([A-Za-z]{1,3}\d{1,7})[\"']"
    cell = rb"<c(?=\s)(?=[^<>]*%b)(?=[^<>]*%b)[^<>]*+(?<!/)>(?!</c>)" % (style, place)
    found = re.compile(cell).finditer(part, rows.start, rows.end)
    return [cell[1].decode().upper() for cell in islice(found, _NOTED)]
