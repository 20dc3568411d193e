"""What a submitted file really is, told by its first bytes and not by its suffix."""

import re
import struct
from enum import StrEnum

from cchc_cli.texts import Text, text


class Kind(StrEnum):
    """A kind of file."""

    TEXT = "text"
    WORKBOOK = "workbook"
    OLD_WORKBOOK = "old-workbook"
    OLDEST_WORKBOOK = "oldest-workbook"
    OLD_OFFICE = "old-office"
    HTML = "html"
    WEB_ARCHIVE = "web-archive"
    XML_WORKBOOK = "xml-workbook"
    WORD = "word"
    OPEN_DOCUMENT = "open-document"
    PDF = "pdf"
    IMAGE = "image"
    ARCHIVE = "archive"
    UNKNOWN = "unknown"


KIND_NAMES: dict[Kind, Text] = {
    Kind.TEXT: text("tệp văn bản"),
    Kind.WORKBOOK: text("bảng tính Excel"),
    Kind.OLD_WORKBOOK: text("bảng tính Excel đời cũ (.xls)"),
    Kind.OLDEST_WORKBOOK: text("bảng tính Excel đời trước 1995"),
    Kind.OLD_OFFICE: text("tệp Office đời cũ, không phải bảng tính"),
    Kind.HTML: text("trang HTML"),
    Kind.WEB_ARCHIVE: text("trang web lưu một tệp (MHTML)"),
    Kind.XML_WORKBOOK: text("bảng tính XML"),
    Kind.WORD: text("văn bản Word"),
    Kind.OPEN_DOCUMENT: text("tài liệu OpenDocument, không phải bảng tính"),
    Kind.PDF: text("tệp PDF"),
    Kind.IMAGE: text("tệp ảnh"),
    Kind.ARCHIVE: text("tệp nén"),
    Kind.UNKNOWN: text("tệp không rõ loại"),
}

_SAVE = text("mở tệp bằng Excel, lưu thành Excel (.xlsx) hoặc CSV UTF-8 (Save As), rồi gửi lại")
_UNPACK = text("giải nén, rồi gửi từng tệp số liệu bên trong")
_FILL_IN = text("điền số liệu vào biểu mẫu Excel hoặc CSV của kỳ rồi gửi lại")


def cure_of(kind: Kind) -> Text:
    """Return what to do about a file of a kind that is not read."""
    if kind is Kind.ARCHIVE:
        return _UNPACK
    tables = (Kind.OLDEST_WORKBOOK, Kind.XML_WORKBOOK, Kind.WEB_ARCHIVE)
    return _SAVE if kind in tables else _FILL_IN


_EXCEL = "cchc_cli.submissions.excel_reader:read_tables"
READERS: dict[Kind, str] = {
    Kind.TEXT: "cchc_cli.submissions.csv_reader:read_tables",
    Kind.WORKBOOK: _EXCEL,
    Kind.OLD_WORKBOOK: _EXCEL,
    Kind.HTML: "cchc_cli.submissions.html_reader:read_tables",
}
"""The reader of each kind that is read: a dotted path, loaded when the first such file comes."""

SUBMISSION_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
"""Files with these suffixes are meant as submissions; others are passed over with a warning."""

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLD_WORKBOOK),
    (b"\x09\x00\x04\x00", Kind.OLDEST_WORKBOOK),  # the begin of file of Excel 2, 3, 4
    (b"\x09\x02\x06\x00", Kind.OLDEST_WORKBOOK),
    (b"\x09\x04\x06\x00", Kind.OLDEST_WORKBOOK),
    (b"\x09\x08\x08\x00", Kind.OLDEST_WORKBOOK),  # or of a script that writes no more than that
    (b"%PDF", Kind.PDF),
    (b"\x1f\x8b", Kind.ARCHIVE),
    (b"Rar!", Kind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (b"BZh", Kind.ARCHIVE),
    (b"\xfd7zXZ", Kind.ARCHIVE),
    (b"\x89PNG", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"{\\rtf", Kind.WORD),
)
_END = struct.Struct("<12xII2x")
"""The end of a zip archive: how long its directory is, and where that begins."""
_HTML = re.compile(rb"\s*(?:<!doctype html|<html|<head|<meta|<table|<body|<style|<tr|<div)", re.I)
_WEB_ARCHIVE = re.compile(rb"\s*(?:mime-version:|from:[^\n]*\n)", re.I)
_XML_WORKBOOK = re.compile(rb"\s*<\?xml[^>]*>\s*(?:<\?mso-application|<(?:\w+:)?workbook)", re.I)


def kind_of(content: bytes) -> Kind:
    """Tell what a file is by its first bytes (and, for a zip archive, by what lies in it)."""
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return _kind_of_ole(content) if kind is Kind.OLD_WORKBOOK else kind
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(content)
    head = content[:1000].removeprefix(b"\xef\xbb\xbf")
    if _XML_WORKBOOK.match(head):
        return Kind.XML_WORKBOOK
    if _WEB_ARCHIVE.match(head):
        return Kind.WEB_ARCHIVE
    return Kind.HTML if _HTML.match(head) else Kind.TEXT


def _kind_of_ole(content: bytes) -> Kind:
    """Tell an old Office file by the names of its streams ([MS-CFB]: UTF-16)."""
    streams = ("Workbook", "WORKBOOK", "Book", "BOOK", "EncryptedPackage")
    others = ("WordDocument", "PowerPoint Document")
    for names, kind in ((streams, Kind.OLD_WORKBOOK), (others, Kind.OLD_OFFICE)):
        if any(name.encode("utf-16-le") in content for name in names):
            return kind  # what is in a workbook, or around one, is for its reader to tell
    return Kind.OLD_WORKBOOK


def _kind_of_zip(content: bytes) -> Kind:
    """Tell a zip archive by the names of its parts; a torn workbook still shows the first ones."""
    if b"opendocument." in content[:200]:  # as the standard asks, what it is stands first
        is_workbook = b"opendocument.spreadsheet" in content[:200]
        return Kind.WORKBOOK if is_workbook else Kind.OPEN_DOCUMENT
    names = _directory(content)
    if any(name in names for name in (b"xl/work", b"xl\\work")):
        return Kind.WORKBOOK
    if b"word/document" in names:
        return Kind.WORD
    office = b"[Content_Types].xml", (b"xl/", b"xl\\", b"workbook.xml", b"workbook.bin")
    open_document = b"META-INF/manifest.xml", (b"content.xml",)
    for sure, further in (office, open_document):
        if sure in names and any(name in names for name in further):
            return Kind.WORKBOOK
    return Kind.ARCHIVE


def _directory(content: bytes) -> bytes:
    """Return the directory at the end of a zip archive; all of it where that is torn off.

    Between there lie documents within documents, with names of their own.
    """
    end = content.rfind(b"PK\x05\x06")
    if 0 <= end <= len(content) - _END.size:
        size, start = _END.unpack_from(content, end)
        directory = content[start : start + size]
        if start + size == end and directory.startswith(b"PK\x01\x02"):
            return directory
    return content
