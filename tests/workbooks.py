"""Workbooks written by hand, byte for byte the same every time: what tests of reading are fed.

A sheet is a list of rows; a cell is None, text, a number, or one of the kinds below.
"""

import io
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
