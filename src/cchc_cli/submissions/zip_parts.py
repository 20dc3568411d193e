"""The parts of a zipped workbook, unpacked within a limit that counts what really comes out.

What a zip's directory claims is not believed.  The parts that were unpacked are packed again for
the library that reads the values, so that it sees these bytes and no others: no second reading of
a doubtful archive, no pictures, no macros.
"""

import io
import re
import zipfile
import zlib

from cchc_cli.limits import WORKBOOK_INFLATED_BYTES
from cchc_cli.submissions.survey import PASSWORD, damaged, too_big
from cchc_cli.texts import text

TORN = text("tệp là bảng tính Excel nhưng bị hỏng hoặc chép chưa hết")
_PARTS = 5_000
"""Parts that a workbook may have."""
_PIECE = 1 << 22
_KEPT = (".xml", ".rels", ".bin", "mimetype")
_ENTRY = b"PK\x01\x02"
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)
"""What zipfile meets a torn or strange archive with."""


def read_parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of a zipped workbook by name; Refused where that cannot be.

    Pictures, macros and the like are counted, but not kept.
    """
    if content.count(_ENTRY) > _PARTS:
        raise too_big(WORKBOOK_INFLATED_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _inflate(archive)
    except _FAULTS:
        raise damaged(TORN) from None


def _inflate(archive: zipfile.ZipFile) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left = WORKBOOK_INFLATED_BYTES
    for entry in archive.infolist():
        if entry.flag_bits & 1:
            raise PASSWORD
        name = entry.filename.replace("\\", "/").removeprefix("/")  # as some exporters write it
        is_kept = name.endswith(_KEPT) and not name.endswith("vbaProject.bin")
        pieces: list[bytes] = []
        with archive.open(entry) as opened:
            while piece := opened.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise too_big(WORKBOOK_INFLATED_BYTES)
                if is_kept:
                    pieces.append(piece)
        if is_kept:
            parts[name] = b"".join(pieces)
    return parts


def check_xml(part: bytes) -> None:
    """Refuse XML with entities that may grow, and UTF-16, which searches of bytes cannot read."""
    if _DECLARES.search(part):
        raise damaged(text("tệp bảng tính có khai báo DOCTYPE, Excel không bao giờ ghi như vậy"))
    if b"\0" in part[:1000]:
        raise damaged(TORN)


def pack_parts(parts: dict[str, bytes]) -> io.BytesIO:
    """Return an archive of the parts, not compressed; as a file, since a copy may take 60 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    packed.seek(0)
    return packed
