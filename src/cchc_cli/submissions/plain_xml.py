"""The big parts of an .xlsx as the plain XML that searches of bytes, and the library, read alike.

The library that reads the values passes over CDATA and character references in numbers, and takes
the first half of a number that a comment parts for the whole.  None of them is left here.
"""

import html
import re

from cchc_cli.submissions.survey import damaged
from cchc_cli.submissions.zip_parts import TORN

_ASIDE = re.compile(rb"<!--|<!\[CDATA\[|<\?")
_PREFIX = re.compile(rb"<([A-Za-z_][\w.-]*):(?:worksheet|sst)\b")
_ASIDES = 10_000
"""Comments and the like in a part; Office writes none, exporters a few."""
_REFERENCE = re.compile(rb"&#(?:0*(4[3-9]|5[0-7]|69|101)|x0*(2[BDEbde]|3[0-9]|[46]5));")
"""What numbers are made of, by its number: a sign, a point, a digit, the letter E."""
_REFERENCES = 10_000
"""Nobody writes digits in this way."""


def plain(part: bytes) -> bytes:
    """Return a part without comments, CDATA, and references to what numbers are made of."""
    if _has_asides(part):
        part = _without_asides(part)
    if b"&" in part and b"&#" in part:  # the first is told ten times as fast
        part, count = _REFERENCE.subn(_referred, part, _REFERENCES)
        if count == _REFERENCES:
            raise damaged(TORN)
    return part


def unprefixed(part: bytes) -> bytes:
    """Return a part without byte-order mark and the prefix of its namespace."""
    if part[:3] == b"\xef\xbb\xbf":
        part = part[3:]
    prefix = _PREFIX.search(part[:5000])
    if prefix:
        named = prefix[1] + b":"
        part = part.replace(b"</" + named, b"</").replace(b"<" + named, b"<")
    return part


def _has_asides(part: bytes) -> bool:
    """Tell whether there is a comment, CDATA or the like; most parts are told by one letter."""
    begin = part.find(b"?>") + 1 if part.startswith((b"<?xml", b"\xef\xbb\xbf<?xml")) else 0
    return (b"!" in part and b"<!" in part) or (
        part.find(b"?", begin + 1) >= 0 and part.find(b"<?", begin) >= 0
    )


def _without_asides(part: bytes) -> bytes:
    kept: list[bytes] = []
    at = 0
    while aside := _ASIDE.search(part, at):
        ending = {b"<!--": b"-->", b"<?": b"?>"}.get(aside[0], b"]]>")
        end = part.find(ending, aside.end())
        if end < 0 or len(kept) > _ASIDES:
            raise damaged(TORN)
        kept.append(part[at : aside.start()])
        if aside[0].startswith(b"<!["):
            kept.append(_escaped(part[aside.end() : end]))
        at = end + len(ending)
    return b"".join([*kept, part[at:]])


def _escaped(held: bytes) -> bytes:
    return html.escape(held.decode("latin-1"), quote=False).encode("latin-1")


def _referred(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1]) if found[1] else int(found[2], 16)])
