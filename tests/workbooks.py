"""Workbooks written by hand, byte for byte the same every time: what tests of reading are fed.

A sheet is a list of rows; a cell is None, text, a number, or one of the kinds below.
"""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr


class Percent(NamedTuple):
    """A number formatted as a percentage: 0.95 shows as 95%."""

    value: float


class Day(NamedTuple):
    """A date by its serial number."""

    serial: int


class Formula(NamedTuple):
    """A formula with its cached result, if any."""

    words: str
    cached: float | str | None = None


class Mistake(NamedTuple):
    """An error such as ``#REF!``."""

    shown: str


Cell = None | str | int | float | bool | Percent | Day | Formula | Mistake
Rows = Sequence[Sequence[Cell]]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="0.0%"/><numFmt numFmtId="165" formatCode="0.0&quot;%&quot;"/>'
    '</numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs count="5">'
    '<xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="164"/><xf numFmtId="165"/>'
    '<xf numFmtId="14"/></cellXfs></styleSheet>'
)
PERCENT_STYLE, CUSTOM_PERCENT_STYLE, LITERAL_PERCENT_STYLE, DATE_STYLE = 1, 2, 3, 4


def name_of(row: int, column: int) -> str:
    letters = ""
    while column:
        column, left = divmod(column - 1, 26)
        letters = chr(65 + left) + letters
    return f"{letters}{row}"


def cell_xml(place: str, cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return f'<c r="{place}" t="b"><v>{int(cell)}</v></c>'
        case str():
            return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
        case int() | float():
            return f'<c r="{place}"><v>{cell!r}</v></c>'
        case Percent(value):
            return f'<c r="{place}" s="{PERCENT_STYLE}"><v>{value!r}</v></c>'
        case Day(serial):
            return f'<c r="{place}" s="{DATE_STYLE}"><v>{serial}</v></c>'
        case Formula(words, None):
            return f'<c r="{place}"><f>{escape(words)}</f></c>'
        case Formula(words, str() as cached):
            return f'<c r="{place}" t="str"><f>{escape(words)}</f><v>{escape(cached)}</v></c>'
        case Formula(words, cached):
            return f'<c r="{place}"><f>{escape(words)}</f><v>{cached!r}</v></c>'
        case Mistake(shown):
            return f'<c r="{place}" t="e"><v>{shown}</v></c>'


def sheet_xml(
    rows: Rows, hidden: Sequence[int] = (), merged: Sequence[str] = (), columns: str = ""
) -> str:
    drawn = []
    for number, cells in enumerate(rows, 1):
        mark = ' hidden="1"' if number in hidden else ""
        inside = "".join(cell_xml(name_of(number, c), cell) for c, cell in enumerate(cells, 1))
        drawn.append(f'<row r="{number}"{mark}>{inside}</row>')
    merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
    merges = f"<mergeCells>{merges}</mergeCells>" if merges else ""
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}">{columns}<sheetData>{"".join(drawn)}</sheetData>'
        f"{merges}</worksheet>"
    )


def xlsx(
    sheets: Mapping[str, Rows | str],
    *,
    states: Mapping[str, str] | None = None,
    more: Mapping[str, bytes | str] | None = None,
    date1904: bool = False,
) -> bytes:
    """Return an .xlsx; a sheet may be given as XML, `more` replaces or adds parts."""
    listed, relations = "", ""
    parts: dict[str, bytes | str] = {}
    for number, (name, rows) in enumerate(sheets.items(), 1):
        state = (states or {}).get(name)
        mark = f' state="{state}"' if state else ""
        listed += f'<sheet name={quoteattr(name)} sheetId="{number}"{mark} r:id="rId{number}"/>'
        relations += (
            f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet" '
            f'Target="worksheets/sheet{number}.xml"/>'
        )
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            rows if isinstance(rows, str) else sheet_xml(rows)
        )
    relations += f'<Relationship Id="rIdS" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
    relations += (
        f'<Relationship Id="rIdT" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    )
    about = '<workbookPr date1904="1"/>' if date1904 else ""
    head: dict[str, bytes | str] = {
        "[Content_Types].xml": _HEAD + f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": _HEAD + f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": _HEAD + f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">{about}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _HEAD
        + f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        "xl/styles.xml": STYLES,
    }
    return zipped({**head, **parts, **(more or {})})


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """Return a zip archive of these parts, always the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            about = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            about.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(about, content)
    return packed.getvalue()


def ole(*streams: str) -> bytes:
    """Return what begins like an old Office file and names these streams."""
    names = b"".join(name.encode("utf-16-le") + b"\0" * 32 for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + names + b"\0" * 1024


def record(kind: int, body: bytes = b"") -> bytes:
    """Return a record of a binary .xlsb: type and size in groups of seven bits."""
    size, head = len(body), bytes([kind] if kind < 128 else [kind & 0x7F | 0x80, kind >> 7])
    while size > 127:
        head += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + bytes([size]) + body


def wide(words: str) -> bytes:
    """Return a counted string of an .xlsb."""
    return struct.pack("<I", len(words)) + words.encode("utf-16-le")


def xlsb_cell(kind: int, column: int, style: int, value: bytes) -> bytes:
    """Return a cell of an .xlsb; the column counts from 0."""
    return record(kind, struct.pack("<II", column, style) + value)


def xlsb_number(column: int, number: float, style: int = 0) -> bytes:
    return xlsb_cell(5, column, style, struct.pack("<d", number))


def xlsb_words(column: int, words: str) -> bytes:
    return xlsb_cell(6, column, 0, wide(words))


def xlsb_whole(column: int, number: int, style: int = 0) -> bytes:
    """Return a cell of a whole number as Excel writes it: in 30 bits."""
    return xlsb_cell(2, column, style, struct.pack("<I", number << 2 | 2))


def xlsb_shared(column: int, index: int) -> bytes:
    """Return a cell of a shared string."""
    return xlsb_cell(7, column, 0, struct.pack("<I", index))


_DESCENT = record(37, b"\1\0\2\x0e\0\x80") + record(1024, b"\5\0") + record(38)


def xlsb(
    rows: Sequence[bytes],
    hidden: Sequence[int] = (),
    state: int = 0,
    merged: Sequence[tuple[int, int, int, int]] = (),
    strings: Sequence[str] = (),
    *,
    descent: bool = False,
) -> bytes:
    """Return an .xlsb of one sheet; a row is its cells, style 1 shows a percentage.

    Before each row Excel tells the `descent` of its letters.

    Merged are rows and columns from top to bottom and left to right, the first of which is 0.
    """
    drawn = b"".join(
        (_DESCENT if descent else b"")
        + record(0, struct.pack("<IIHBB", row, 0, 300, 0, 0x10 * (row + 1 in hidden)) + bytes(5))
        + cells
        for row, cells in enumerate(rows)
    )
    formats = [struct.pack("<HH", 0, number) + bytes(12) for number in (0, 164, 14)]
    return zipped(
        {
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" '
            f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.bin"/>'
            f'<Relationship Id="r2" Type="{_RELATIONS}/styles" Target="styles.bin"/>'
            f'<Relationship Id="r3" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.bin"/>'
            "</Relationships>",
            "xl/sharedStrings.bin": record(159, struct.pack("<II", len(strings), len(strings)))
            + b"".join(record(19, b"\0" + wide(string)) for string in strings)
            + record(160),
            "xl/workbook.bin": record(131)
            + record(143)
            + record(156, struct.pack("<II", state, 1) + wide("r1") + wide("Biểu"))
            + record(144)
            + record(132),
            "xl/styles.bin": record(278)
            + record(615, struct.pack("<I", 1))
            + record(44, struct.pack("<H", 164) + wide("0.0%"))
            + record(616)
            + record(617, struct.pack("<I", len(formats)))
            + b"".join(record(47, xf) for xf in formats)
            + record(618)
            + record(279),
            "xl/worksheets/sheet1.bin": record(129)
            + record(148, bytes(16))
            + record(145)
            + drawn
            + record(146)
            + record(177, struct.pack("<I", len(merged)))
            + b"".join(record(176, struct.pack("<4I", *area)) for area in merged)
            + record(178)
            + record(130),
        }
    )


def container(name: str, stream: bytes) -> bytes:
    """Return an old Office container ([MS-CFB]) of one stream."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // 512)
    tables = 1
    while tables * 128 < tables + 1 + sectors:
        tables += 1
    chain = [0xFFFFFFFD] * tables + [0xFFFFFFFE]
    chain += [*range(tables + 2, tables + 1 + sectors), 0xFFFFFFFE]
    chain += [0xFFFFFFFF] * (tables * 128 - len(chain))
    places = [*range(tables), *[0xFFFFFFFF] * (109 - tables)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, tables, 0, 4096,
                        0xFFFFFFFE, 0, 0xFFFFFFFE, 0, places[0])  # fmt: skip
    head += struct.pack("<108I", *places[1:])
    root = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0)
    entries = root + _entry(name, 2, 0xFFFFFFFF, tables + 1, len(stream)) + _entry("", 0) * 2
    return head + struct.pack(f"<{len(chain)}I", *chain) + entries + stream.ljust(sectors * 512)


def _entry(name: str, kind: int, child: int = 0xFFFFFFFF, start: int = 0, size: int = 0) -> bytes:
    coded = name.encode("utf-16-le")
    return (
        coded.ljust(64, b"\0")
        + struct.pack(
            "<HBBIII", len(coded) + 2 * bool(name), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child
        )
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def biff(kind: int, body: bytes = b"") -> bytes:
    """Return a record of an .xls."""
    return struct.pack("<HH", kind, len(body)) + body


def biff_cell(kind: int, row: int, column: int, style: int, value: bytes) -> bytes:
    """Return a cell of an .xls; row and column count from 0."""
    return biff(kind, struct.pack("<HHH", row, column, style) + value)


def biff_words(row: int, column: int, words: str) -> bytes:
    coded = words.encode("utf-16-le")
    return biff_cell(0x0204, row, column, 0, struct.pack("<HB", len(words), 1) + coded)


def xls(cells: bytes, *, before: bytes = b"", sheets: int = 1, state: int = 0) -> bytes:
    """Return an .xls whose sheets are all made of the same records.

    Style 1 shows a percentage, 2 a date, 3 an elapsed time, 4 a percentage by a code of its own.
    """
    start = biff(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    code = "0.0%"
    before += biff(0x041E, struct.pack("<HHB", 164, len(code), 0) + code.encode())
    for number in (0, 9, 14, 46, 164):
        before += biff(0x00E0, struct.pack("<HH", 0, number) + bytes(16))
    end = biff(0x000A)
    at = len(start + before + end) + sheets * (4 + 8 + 2 * 4)
    listed = b"".join(
        biff(0x0085, struct.pack("<IBBBB", at, state, 0, 4, 1) + f"Số {n}".encode("utf-16-le"))
        for n in range(sheets)
    )
    sheet = biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)) + cells + end
    return container("Workbook", start + before + listed + end + sheet)


def ods(
    rows: str, *, styles: str = "", style: str = "", more: Mapping[str, str] | None = None
) -> bytes:
    """Return an .ods of one sheet, its rows given as XML."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "style", "table", "text")
    )
    mark = f' table:style-name="{style}"' if style else ""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        archive.writestr(zipfile.ZipInfo("mimetype"), kind)
        content = (
            f'<?xml version="1.0"?><office:document-content {spaces} office:version="1.3">'
            f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
            f'<office:spreadsheet><table:table table:name="Biểu"{mark}>{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>"
        )
        manifest = '<manifest:manifest xmlns:manifest="m"/>'
        parts = {"META-INF/manifest.xml": manifest, "content.xml": content, **(more or {})}
        for name, part in parts.items():
            about = zipfile.ZipInfo(name)
            about.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(about, part)
    return packed.getvalue()


def ods_row(*cells: str | int, mark: str = "") -> str:
    """Return a row of an .ods; a cell that begins with ``<`` is given as XML."""
    return f"<table:table-row{mark}>" + "".join(map(_ods_cell, cells)) + "</table:table-row>"


def _ods_cell(cell: str | int) -> str:
    if isinstance(cell, str) and cell.startswith("<"):
        return cell
    about = "string" if isinstance(cell, str) else f'float" office:value="{cell}'
    words = f"<text:p>{cell}</text:p>"
    return f'<table:table-cell office:value-type="{about}">{words}</table:table-cell>'


HEAD = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>kỳ</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>đơn vị</t></is></c>'
    '<c r="C1" t="inlineStr"><is><t>mã số liệu</t></is></c>'
    '<c r="D1" t="inlineStr"><is><t>giá trị</t></is></c></row>'
)
ROW = (
    '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>2025-09</t></is></c>'
    '<c r="B{0}" t="inlineStr"><is><t>hcc</t></is></c>'
    '<c r="C{0}" t="inlineStr"><is><t>dem</t></is></c>'
    '<c r="D{0}"><v>12</v></c></row>'
)
"""A header and, by its number, a row of an .xlsx that `submitting.read` understands."""
