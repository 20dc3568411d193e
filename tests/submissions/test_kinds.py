"""What a file is, by its first bytes."""

import gzip
import io
import zipfile

import pytest

from cchc_cli.submissions.kinds import KIND_NAMES, Kind, kind_of


def zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            is_type = name == "mimetype"
            held = "application/vnd.oasis.opendocument.spreadsheet" * is_type
            archive.writestr(zipfile.ZipInfo(name), held)  # at no time: tests are named by it
    return packed.getvalue()


def around(name: str, inner: bytes) -> bytes:
    """Return an archive with another one within it, as it is."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("embedded.bin", inner)
        archive.writestr(name, "")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", Kind.TEXT),
        (b"k\xe1\xbb\xb3,m\xc3\xa3\n", Kind.TEXT),
        (b"\xef\xbb\xbfa,b\n", Kind.TEXT),
        ("kỳ\tmã\n".encode("utf-16"), Kind.TEXT),
        (b"\xff\xfe\xff", Kind.TEXT),
        (b"a,<table>\n", Kind.TEXT),
        (b"PK,1\n", Kind.TEXT),
        (b"<3,1\n", Kind.TEXT),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), Kind.WORKBOOK),
        (zipped("xl/workbook.bin"), Kind.WORKBOOK),
        (zipped("mimetype", "content.xml"), Kind.WORKBOOK),
        (zipped("[Content_Types].xml", "xl\\workbook.xml"), Kind.WORKBOOK),
        (zipped("[Content_Types].xml", "workbook.xml"), Kind.WORKBOOK),
        (zipped("META-INF/manifest.xml", "content.xml"), Kind.WORKBOOK),
        (zipped("xl/workbook.xml", "word/document.xml"), Kind.WORKBOOK),
        (zipped("[Content_Types].xml", "xl/workbook.xml")[:90], Kind.WORKBOOK),
        (zipped("word/document.xml"), Kind.WORD),
        (around("word/document.xml", zipped("xl/workbook.xml")), Kind.WORD),
        (around("xl/workbook.xml", zipped("word/document.xml")), Kind.WORKBOOK),
        (around("bc.csv", zipped("xl/workbook.xml")), Kind.ARCHIVE),
        (zipped("bc.csv"), Kind.ARCHIVE),
        (zipped(), Kind.ARCHIVE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", Kind.OLD_WORKBOOK),
        (gzip.compress(b"a,b\n", mtime=0), Kind.ARCHIVE),
        (b"Rar!\x1a\x07\x01\x00", Kind.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
        (b"BZh91AY", Kind.ARCHIVE),
        (b"\xfd7zXZ\x00", Kind.ARCHIVE),
        (b"%PDF-1.7\n", Kind.PDF),
        (b"\x89PNG\r\n", Kind.IMAGE),
        (b"\xff\xd8\xff\xe0", Kind.IMAGE),
        (b"GIF89a", Kind.IMAGE),
        (b"{\\rtf1", Kind.WORD),
        (b"<html><body>", Kind.HTML),
        (b"\r\n  <!DOCTYPE html>", Kind.HTML),
        (b"\xef\xbb\xbf<TABLE>", Kind.HTML),
        (b"MIME-Version: 1.0\n", Kind.WEB_ARCHIVE),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>', Kind.XML_WORKBOOK),
        (b'<?xml version="1.0"?><ss:Workbook>', Kind.XML_WORKBOOK),
    ],
)
def test_the_first_bytes_tell_what_a_file_is(content: bytes, kind: Kind) -> None:
    assert kind_of(content) is kind


def test_every_kind_has_a_name() -> None:
    assert set(KIND_NAMES) == set(Kind)
