"""Files that claim much in a few bytes, beside rows: as much as may be, and past what may be."""

import struct
from collections.abc import Callable

from cchc_cli.limits import (
    CELLS,
    HEADER_CELLS,
    HTML_REFERENCES,
    OPEN_DOCUMENT_TAGS,
    RICH_TAGS,
    ROWS,
    WORKBOOK_SHEETS,
    WORKBOOK_TAGS,
)
from workbooks import (
    Rows,
    biff_cell,
    biff_words,
    ods,
    ods_row,
    record,
    wide,
    xls,
    xlsb,
    xlsb_number,
    xlsx,
    zipped,
)

Write = Callable[[], bytes]
ONE: Rows = [["kỳ", 1]]
SHORT_HEADER = "kỳ,đơn vị,mã,giá trị"


def with_part(name: str, part: str) -> bytes:
    """Return a workbook with a part of a given content."""
    return xlsx({"Biểu": ONE}, more={name: part})


def styles(count: int) -> bytes:
    """Return a workbook that lists that many styles of cells."""
    listed = "<cellXfs>" + '<xf numFmtId="9"/>' * count + "</cellXfs>"
    return with_part("xl/styles.xml", f"<styleSheet>{listed}</styleSheet>")


def strings(count: int) -> bytes:
    """Return a workbook with that many shared strings."""
    return with_part("xl/sharedStrings.xml", f"<sst>{'<si><t>a</t></si>' * count}</sst>")


def columns(count: int) -> bytes:
    """Return a workbook that lists hidden columns, all of them each time."""
    listed = '<col min="1" max="16384" hidden="1"/>' * count
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    return xlsx(
        {"Biểu": f"<worksheet><cols>{listed}</cols><sheetData>{row}</sheetData></worksheet>"}
    )


def commented(count: int) -> bytes:
    """Return a workbook of so many rows, with a comment in each."""
    rows = "".join(
        f'<row r="{n}"><!-- --><c r="A{n}"><v>1</v></c></row>' for n in range(1, count + 1)
    )
    return xlsx({"Biểu": f"<worksheet><sheetData>{rows}</sheetData></worksheet>"})


def long_row(count: int) -> bytes:
    """Return a workbook with so many blank cells in one row."""
    cells = '<c r="A1"/>' * count + '<c r="B1"><v>1</v></c>'
    rows = f'<row r="1">{cells}</row>'
    return xlsx({"Biểu": f"<worksheet><sheetData>{rows}</sheetData></worksheet>"})


def binary_sheets(count: int) -> bytes:
    """Return an .xlsb that lists so many sheets of one part."""
    listed = [
        record(156, struct.pack("<II", 0, 1) + wide("r1") + wide(f"S{n}")) for n in range(count)
    ]
    relation = '<Relationship Id="{}" Type="a/{}" Target="xl/{}"/>'
    return zipped({
        "_rels/.rels": f"<R>{relation.format('r', 'officeDocument', 'workbook.bin')}</R>",
        "xl/workbook.bin": record(143) + b"".join(listed) + record(144),
        "xl/_rels/workbook.bin.rels": f"<R>{relation.format('r1', 'chartsheet', 'none.bin')}</R>",
    })  # fmt: skip


def tables(count: int) -> bytes:
    """Return an .ods of so many tables."""
    begun = (f'</table:table><table:table table:name="{n}">{ods_row(1)}' for n in range(count - 1))
    return ods("".join(begun))


def attributes(count: int) -> bytes:
    """Return an .ods with a tag of so many attributes."""
    named = " ".join(f"a{n}=''" for n in range(count))
    return ods(f"<table:table-row {named}/>")


def untyped(count: int) -> bytes:
    """Return an .ods of cells that tell no kind of value."""
    row = "<table:table-row>" + "<table:table-cell><text:p>1</text:p></table:table-cell>" * 8
    return ods((row + "</table:table-row>") * (count // 8))


def old_percents() -> bytes:
    """Return an .xls as full as may be, of numbers in the shortest record, and a header."""
    head = b"".join(biff_words(0, at, word) for at, word in enumerate(SHORT_HEADER.split(",")))
    return xls(head + b"".join(
        biff_cell(0x027E, row, column, 0, struct.pack("<I", (row * 100 + 2) & 0xFFFFFFFF))
        for row in range(1, 48_000) for column in range(10)
    ))  # fmt: skip


def pieces(count: int) -> bytes:
    """Return a workbook with a shared string in so many fonts."""
    runs = "<r><t>a</t></r>" * count
    return with_part("xl/sharedStrings.xml", f"<sst><si>{runs}</si></sst>")


MARKS = "\u0302\u0323".encode() * 3_000
"""Upon one letter, out of order."""
SPACES = (
    '<table:table-cell office:value-type="string"><text:p>a<text:s text:c="999999999"/></text:p>'
    "</table:table-cell>"
)


def headers(cells: int) -> bytes:
    """Return a CSV whose header comes again before each row, so many cells of them in all."""
    times = cells // 4
    return "".join(
        f"{SHORT_HEADER}\n2024-{n % 12 + 1:02d},u{n // 12 % 50},f{n // 600 % 60},{n}\n"
        for n in range(times)
    ).encode()


def long_names() -> bytes:
    """Return a CSV of 16 MB of long names that nobody knows."""
    rows = (f"2024-01,u1,{n} {'số hồ sơ đã giải quyết đúng hạn ' * 5},1\n" for n in range(70_000))
    return (SHORT_HEADER + "\n" + "".join(rows)).encode()[:15_900_000]


CLAIMS: dict[str, tuple[str, Write]] = {
    "sheets .xlsx": ("xlsx", lambda: xlsx({f"S{n}": ONE for n in range(WORKBOOK_SHEETS)})),
    "sheets .xls": ("xls", lambda: xls(b"", sheets=WORKBOOK_SHEETS)),
    "tables .ods": ("ods", lambda: tables(WORKBOOK_SHEETS)),
    "styles .xlsx": ("xlsx", lambda: styles(WORKBOOK_TAGS - 10)),
    "strings .xlsx": ("xlsx", lambda: strings(CELLS - 10)),
    "listed columns .xlsx": ("xlsx", lambda: columns(16_384)),
    "comments .xlsx": ("xlsx", lambda: commented(9_990)),
    "pieces of a text .xlsx": ("xlsx", lambda: pieces(RICH_TAGS // 2 - 10)),
    "marks .csv": (
        "csv", lambda: f"{SHORT_HEADER}\n".encode() + b"2024-01,u1,a%b,1\n" % MARKS * 1_200,
    ),
    "marks of a header .csv": ("csv", lambda: b"k%b," % MARKS * 250),
    "attributes of a tag .html": (
        "xls", lambda: b"<table><tr><td>a</td><td" + b" a=1" * 3_900_000 + b">1</td></tr></table>",
    ),
    "a long row .xlsx": ("xlsx", lambda: long_row(16_000)),
    "untyped .ods": ("ods", lambda: untyped(290_000)),
    "blank rows .ods": ("ods", lambda: ods("<table:table-row/>" * (OPEN_DOCUMENT_TAGS - 100))),
    "full .xls": ("xls", old_percents),
    "references .html": (
        "xls", lambda: b"<table><tr><td>a<td>" + b"&notit " * HTML_REFERENCES + b"</table>",
    ),
    "headers .csv": ("csv", lambda: headers(HEADER_CELLS)),
    "long names .csv": ("csv", long_names),
    "blank lines .csv": ("csv", lambda: SHORT_HEADER.encode() + b"\n" * 15_900_000),
    "blank cells .csv": (
        "csv", lambda: SHORT_HEADER.encode() + b"\n" + (b"," * 150 + b"\n") * (ROWS - 1),
    ),
    "no header .csv": ("csv", lambda: (b"1,x," * 125 + b"\n") * 31_000),
    "quotes .csv": ("csv", lambda: SHORT_HEADER.encode() + b'\n"",""' * (ROWS - 1)),
    "open quote .csv": ("csv", lambda: SHORT_HEADER.encode() + b'\n"' + b"a,b\n" * 3_900_000),
}  # fmt: skip
PAST: dict[str, tuple[str, Write]] = {
    "past: sheets .xlsx": ("xlsx", lambda: xlsx({f"S{n}": ONE for n in range(2_000)})),
    "past: sheets .xlsb": ("xlsb", lambda: binary_sheets(1_500_000)),
    "past: tables .ods": ("ods", lambda: tables(400_000)),
    "past: styles .xlsx": ("xlsx", lambda: styles(3_000_000)),
    "past: strings .xlsx": ("xlsx", lambda: strings(3_500_000)),
    "past: blank strings .xlsx": (
        "xlsx", lambda: with_part("xl/sharedStrings.xml", f"<sst>{'<si/>' * 10_000_000}</sst>"),
    ),
    "past: relations .xlsx": (
        "xlsx",
        lambda: with_part("xl/_rels/workbook.xml.rels",
                          "<R>" + '<Relationship Id="a"/>' * 2_500_000 + "</R>"),
    ),
    "past: listed columns .xlsx": ("xlsx", lambda: columns(1_500_000)),
    "past: pieces of a text .xlsx": ("xlsx", lambda: pieces(3_500_000)),
    "past: spaces .ods": ("ods", lambda: ods(ods_row(SPACES))),
    "past: rows without a number .xlsx": (
        "xlsx",
        lambda: xlsx(
            {"S": f"<worksheet><sheetData>{'<row/>' * 9_000_000}</sheetData></worksheet>"}
        ),
    ),
    "past: comments .xlsx": ("xlsx", lambda: commented(300_000)),
    "past: a long row .xlsx": ("xlsx", lambda: long_row(1_600_000)),
    "past: attributes .ods": ("ods", lambda: attributes(3_000_000)),
    "past: blank rows .ods": ("ods", lambda: ods("<table:table-row/>" * 2_800_000)),
    "past: records .xlsb": ("xlsb", lambda: xlsb([xlsb_number(0, 1) + record(500) * 20_000_000])),
    "past: references .html": (
        "xls", lambda: b"<table><tr><td>" + b"&not" * 3_900_000 + b"</table>",
    ),
    "past: semicolons .csv": ("csv", lambda: b";" * 15_900_000),
    "past: wide .csv": ("csv", lambda: (b"a;b,c\t" * 2_600 + b"\n") * 1_000),
    "past: headers .csv": ("csv", lambda: headers(2 * HEADER_CELLS)),
}  # fmt: skip
