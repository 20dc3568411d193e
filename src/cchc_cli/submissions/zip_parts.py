"""The parts of a zipped workbook, unpacked within a limit that counts real bytes."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from cchc_cli.limits import WORKBOOK_INFLATED_BYTES
from cchc_cli.submissions.survey import PASSWORD, damaged, too_big
from cchc_cli.texts import text

_CHUNK = 1 << 20
_PARTS = 5_000
"""Parts that a workbook may have."""
SMALL_PART = 8_000_000
"""Size up to which a part that only describes others is read."""


class Parts:
    """The unpacked parts by name; media and the like are counted, but not kept."""

    def __init__(self, content: bytes) -> None:
        self.left = WORKBOOK_INFLATED_BYTES
        self.parts: dict[str, bytes] = {}
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                infos = archive.infolist()
                if len(infos) > _PARTS:
                    raise too_big(WORKBOOK_INFLATED_BYTES)
                for info in infos:
                    self._unpack(archive, info)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
            raise damaged(_TORN) from None

    def _unpack(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        if info.flag_bits & 1:
            raise PASSWORD
        name = info.filename.lstrip("/")
        kept: list[bytes] | None = [] if name.endswith((".xml", ".rels", ".bin")) else None
        with archive.open(info) as opened:
            while chunk := opened.read(_CHUNK):
                self.left -= len(chunk)
                if self.left < 0:
                    raise too_big(WORKBOOK_INFLATED_BYTES)
                if kept is not None:
                    kept.append(chunk)
        if kept is not None:
            self.parts[name] = b"".join(kept)

    def take(self, name: str) -> bytes:
        """Return a part and forget it, so that only one sheet is in memory; empty if absent."""
        return self.parts.pop(name, b"")

    def small(self, name: str) -> bytes:
        """Return a part that describes others."""
        part = self.parts.get(name, b"")
        if len(part) > SMALL_PART:
            raise too_big(SMALL_PART)
        return part

    def relations(self, name: str) -> dict[str, str]:
        """Return the parts that a part refers to, by the ids it uses for them."""
        folder, _, base = name.rpartition("/")
        found: dict[str, str] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if local(tag) == "Relationship" and "Id" in attributes:
                target = attributes.get("Target", "")
                joined = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
                found[attributes["Id"]] = posixpath.normpath(joined)

        parse_xml(self.small(f"{folder}/_rels/{base}.rels"), start)
        return found


_TORN = text("tệp là bảng tính Excel nhưng bị hỏng hoặc chép chưa hết")


def local(tag: str) -> str:
    """Return a tag without its namespace's prefix."""
    return tag.rpartition(":")[2]


def parse_xml(
    content: bytes,
    start: Callable[[str, Any], None],
    end: Callable[[str], None] | None = None,
    words: Callable[[str], None] | None = None,
) -> None:
    """Read XML that declares no document type (and hence no entities that grow)."""
    if not content:
        return
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = words

    def refuse(*_: object) -> None:
        raise damaged(text("tệp bảng tính có khai báo DOCTYPE, Excel không bao giờ ghi như vậy"))

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise damaged(_TORN) from None
