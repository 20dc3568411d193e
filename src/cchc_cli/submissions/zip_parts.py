"""The parts of a zipped workbook, unpacked within a limit that counts what really comes out.

What a zip's directory claims is not believed.  The parts that were unpacked are packed again for
the library that reads the values, so that it sees these bytes and no others: no second reading of
a doubtful archive, no pictures, no macros.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import NamedTuple

from cchc_cli.limits import WORKBOOK_INFLATED_BYTES
from cchc_cli.submissions.amounts import has_endless_tag
from cchc_cli.submissions.survey import PASSWORD, damaged, too_big
from cchc_cli.texts import text

TORN = text("tệp là bảng tính Excel nhưng bị hỏng hoặc chép chưa hết")
_PARTS = 5_000
"""Parts that a workbook may have."""
_KEPT = (".xml", ".rels", ".bin", "mimetype")
_ENTRY = b"PK\x01\x02"
_HEADER = struct.Struct("<4s22xHH")
"""Before each part: a signature, what the directory tells too, and the lengths of what follows."""
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_NOTHING: Mapping[str, bytes] = {}
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)
"""What a torn or strange archive is met with."""


class _Packed(NamedTuple):
    """A part as it lies in the archive."""

    content: bytes
    method: int
    """How it is compressed: stored, or deflated."""
    crc: int
    """The checksum of what is in it."""


class Archive(NamedTuple):
    """The parts of a zipped workbook by name, as they are and as they were packed."""

    parts: dict[str, bytes]
    packed: dict[str, _Packed]

    def pack(self, parts: dict[str, bytes], before: Mapping[str, bytes] = _NOTHING) -> io.BytesIO:
        """Return an archive of parts; one that is this archive's own is not compressed anew.

        `before` is what to put before some of these.  It is a file, since a copy may take 60 MB.
        """
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for name, part in parts.items():
                entry, first = zipfile.ZipInfo(name), before.get(name, b"")
                if self.parts.get(name) is not part:
                    with archive.open(entry, "w") as opened:
                        opened.write(first)
                        opened.write(part)
                    continue
                held = self.packed[name]
                archive.writestr(entry, _preceded(held, first))
                entry.compress_type = held.method
                # These are of what is unpacked, not of what was written.
                entry.file_size = len(first) + len(part)
                entry.CRC = zlib.crc32(part, zlib.crc32(first)) if first else held.crc
                packed.seek(entry.header_offset)
                packed.write(entry.FileHeader())
                packed.seek(0, io.SEEK_END)
        packed.seek(0)
        return packed


def _preceded(packed: _Packed, first: bytes) -> bytes:
    """Return a part as it lies in an archive, with a few bytes before it."""
    if not first or packed.method == zipfile.ZIP_STORED:
        return first + packed.content
    # A block that is stored, and not the last (RFC 1951, 3.2.4): others may follow it.
    return struct.pack("<BHH", 0, len(first), len(first) ^ 0xFFFF) + first + packed.content


def read_parts(content: bytes) -> Archive:
    """Return the parts of a zipped workbook; Refused where that cannot be.

    Pictures, macros and the like are counted, but not kept.
    """
    if content.count(_ENTRY) > _PARTS:
        raise too_big(WORKBOOK_INFLATED_BYTES)
    found, names = Archive({}, {}), set[str]()
    left = WORKBOOK_INFLATED_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if entries and min(entry.header_offset for entry in entries) > 0:
                raise damaged(TORN)  # it is within the one that was sent, whose end is torn off
            for entry in entries:
                packed = _packed(content, entry)
                part = _unpack(packed, left)
                left -= len(part)
                if len(part) != entry.file_size or zlib.crc32(part) != entry.CRC:
                    raise damaged(TORN)
                name = entry.filename.replace("\\", "/").removeprefix("/")  # as exporters write it
                if name.endswith(_KEPT) and not name.endswith("vbaProject.bin"):
                    if name.lower() in names:
                        raise damaged(TORN)  # nobody knows which of the two is meant
                    names.add(name.lower())
                    found.parts[name], found.packed[name] = part, packed
    except _FAULTS:
        raise damaged(TORN) from None
    return found


def _packed(content: bytes, entry: zipfile.ZipInfo) -> _Packed:
    """Return an entry of an archive as it lies there."""
    if entry.flag_bits & 1:
        raise PASSWORD
    signature, name, extra = _HEADER.unpack_from(content, entry.header_offset)
    start = entry.header_offset + _HEADER.size + name + extra
    end = start + entry.compress_size
    if signature != b"PK\x03\x04" or end > len(content):
        raise damaged(TORN)
    return _Packed(content[start:end], entry.compress_type, entry.CRC)


def _unpack(packed: _Packed, most: int) -> bytes:
    """Return a part, of at most so many bytes, as it is."""
    if packed.method == zipfile.ZIP_STORED or not packed.content:  # Excel's of no thumbnail
        part = packed.content
    elif packed.method == zipfile.ZIP_DEFLATED:
        inflating = zlib.decompressobj(-zlib.MAX_WBITS)
        part = inflating.decompress(packed.content, most + 1)
        if len(part) <= most and not inflating.eof:
            raise damaged(TORN)
    else:  # no program that writes workbooks knows another
        raise damaged(TORN)
    if len(part) > most:
        raise too_big(WORKBOOK_INFLATED_BYTES)
    return part


def check_xml(part: bytes) -> None:
    """Refuse XML with entities that may grow, endless tags, and UTF-16, unreadable to searches."""
    if b"!" in part and _DECLARES.search(part):  # the first is told ten times as fast
        raise damaged(text("tệp bảng tính có khai báo DOCTYPE, Excel không bao giờ ghi như vậy"))
    if b"\0" in part[:1000] or has_endless_tag(part):
        raise damaged(TORN)
