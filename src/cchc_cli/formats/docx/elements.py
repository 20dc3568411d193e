"""What Word needs that python-docx has no words for: rules, borders, page fields, plain styles."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import cast

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from cchc_cli.names import decompose

FONT = "Times New Roman"
BODY_SIZE = 14
FIRST_LINE = Mm(12.7)
_KEPT_STYLES = {
    "Normal", "Body Text", "Heading 1", "Heading 2", "Header", "Default Paragraph Font",
    "Normal Table", "No List",
}  # fmt: skip
_KEPT_PARTS = ("/styles", "/settings", "/officeDocument", "/core-properties")
_NO_TIME = datetime(1980, 1, 1)


def blank_document(title: str) -> DocumentObject:
    """Return a document of plain styles, without what the library's template brings along.

    It names no author, machine or program, and its times are fixed, so that bytes repeat.
    """
    document = Document()
    for relations in (document.part.rels, document.part.package.rels):
        for name, relation in list(relations.items()):
            if not relation.reltype.endswith(_KEPT_PARTS):
                del relations[name]
    _set_plain_styles(document)
    _set_plain_settings(document)
    page = document.sections[0]._sectPr
    for mark in list(page.attrib):  # of the session in which the template was edited
        del page.attrib[mark]
    properties = document.core_properties
    properties.title = title[:255]
    properties.author = properties.comments = properties.keywords = properties.subject = ""
    properties.last_modified_by = properties.category = ""
    properties.created = properties.modified = _NO_TIME
    properties.revision = 1
    return document


def _set_plain_styles(document: DocumentObject) -> None:
    styles = document.styles
    for style in list(styles):
        if style.name not in _KEPT_STYLES:
            style.delete()
    root = styles.element
    for element in list(root.iter(qn("w:latentStyles"), qn("w:rsid"))):
        element.getparent().remove(element)
    for properties in root.iter(qn("w:rPrDefault"), qn("w:pPrDefault")):
        for child in list(properties):
            properties.remove(child)
    defaults = child_of(child_of(child_of(root, "w:docDefaults"), "w:rPrDefault"), "w:rPr")
    child_of(defaults, "w:lang", {"w:val": "vi-VN", "w:eastAsia": "vi-VN"})
    for name in ("Normal", "Body Text", "Heading 1", "Heading 2", "Header"):
        style = styles[name]
        assert isinstance(style, ParagraphStyle)
        _set_style(style, is_body=name in ("Body Text", "Heading 1", "Heading 2"))


def _set_style(style: ParagraphStyle, *, is_body: bool) -> None:
    """Give a style the decree's letters, and the spacing of the body where it is one's."""
    for name in ("w:rPr", "w:pPr", "w:link"):
        for element in style.element.findall(qn(name)):
            style.element.remove(element)
    is_heading = (style.name or "").startswith("Heading")
    set_font(style.element.get_or_add_rPr())
    style.font.size = Pt(BODY_SIZE)
    style.font.bold = is_heading or None
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after = Pt(0), Pt(6 if is_body else 0)
    spacing.line_spacing = 1.15 if is_body else 1.0
    spacing.first_line_indent = FIRST_LINE if is_body else None
    spacing.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY if is_body else None
    spacing.keep_with_next = is_heading or None
    spacing.widow_control = True
    if is_heading:
        level = OxmlElement("w:outlineLvl", {qn("w:val"): str(int((style.name or "1")[-1]) - 1)})
        style.element.get_or_add_pPr().append(level)


def _set_plain_settings(document: DocumentObject) -> None:
    """Keep of the settings what stops Word from opening the file in a compatibility mode."""
    root = document.settings.element
    for child in list(root):
        root.remove(child)
    mode = {
        "w:name": "compatibilityMode",
        "w:uri": "http://schemas.microsoft.com/office/word",
        "w:val": "15",
    }
    child_of(root, "w:defaultTabStop", {"w:val": "720"})
    child_of(child_of(root, "w:compat"), "w:compatSetting", mode)


def child_of(
    parent: BaseOxmlElement, name: str, attributes: dict[str, str] | None = None
) -> BaseOxmlElement:
    """Return the child of a name, made if it is not there, with these attributes set."""
    found = parent.find(qn(name))
    if found is None:
        found = OxmlElement(name)
        parent.append(found)
    for key, value in (attributes or {}).items():
        found.set(qn(key), value)
    return cast(BaseOxmlElement, found)  # or a plain element, for which no class is registered


def set_font(properties: BaseOxmlElement) -> None:
    """Name the font for every script; one that is left out falls back to the theme's."""
    scripts = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")
    properties.insert(0, OxmlElement("w:rFonts", {qn(script): FONT for script in scripts}))


# Advance widths of Times New Roman Bold in thousandths of its size, by letter; the marks of
# Vietnamese letters add nothing to them.
_WIDTHS = {
    letter: width
    for width, letters in {
        250: " .,", 278: "il/", 333: "-fjt:;()", 389: "Is", 444: "cerz",
        500: "Jagovxy0123456789", 556: "Sbdhknpqu", 611: "FP", 667: "BELTZ",
        722: "ACDNRUVXYw", 778: "GHKOQ", 833: "m", 944: "M", 1000: "W%",
    }.items()
    for letter in letters
}  # fmt: skip


def width_of(words: str, size: float) -> Length:
    """Return how wide a line in bold of `size` points is; letters not known count as medium."""
    letters = decompose(words.replace("Đ", "D").replace("đ", "d"))
    known = [letter for letter in letters if not unicodedata.combining(letter)]
    return Pt(sum(_WIDTHS.get(letter, 600) for letter in known) / 1000 * size)


def add_rule(paragraph: Paragraph, length: int, room: int) -> None:
    """Make an empty paragraph a rule of this length in the middle of a column `room` wide.

    A border is chosen over a drawn line: it moves with the text, and every program prints it.
    """
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = Length(max(0, round((room - length) / 2)))
    layout.first_line_indent = Pt(0)
    layout.space_before, layout.space_after = Pt(3), Pt(0)  # clear of dots below letters
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(6)
    border = {"w:val": "single", "w:sz": "6", "w:space": "1", "w:color": "000000"}
    borders = OxmlElement("w:pBdr")
    child_of(borders, "w:top", border)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")


def add_page_number(paragraph: Paragraph, size: float) -> None:
    """Add, in the middle, a field that shows the page's number; the document has no other field."""
    write(paragraph, "2", size)
    field = OxmlElement("w:fldSimple", {qn("w:instr"): " PAGE "})
    field.append(paragraph.runs[0]._r)
    paragraph._p.append(field)


def add_table(
    document: DocumentObject, rows: int, widths: Sequence[Length], *, ruled: bool
) -> Table:
    """Add a table of fixed widths; ruled by thin lines, or without borders and cell margins."""
    table: Table = document.add_table(rows, len(widths))
    table.autofit = False
    properties = table._tbl.tblPr
    if ruled:
        borders = OxmlElement("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            line = {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": "000000"}
            child_of(borders, f"w:{side}", line)
        properties.insert_element_before(borders, "w:tblLayout", "w:tblLook")
    margins = OxmlElement("w:tblCellMar")
    for side, size in (("top", 28), ("left", 85), ("bottom", 28), ("right", 85)):
        child_of(margins, f"w:{side}", {"w:w": str(size if ruled else 0), "w:type": "dxa"})
    properties.insert_element_before(margins, "w:tblLook")  # the order is the schema's
    for index, width in enumerate(widths):
        table.columns[index].width = width
        for cell in table.columns[index].cells:
            cell.width = width
    return table


def add_row(table: Table) -> _Row:
    """Add a row that is not split between pages."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx has no types here
    keep_row(row)
    return row


def keep_row(row: _Row, *, repeats: bool = False) -> None:
    """Keep a row on one page, and show a head's row again on every page."""
    properties = row._tr.get_or_add_trPr()
    child_of(properties, "w:cantSplit")
    if repeats:
        child_of(properties, "w:tblHeader")


def write_lines(
    cell: _Cell,
    lines: Iterable[str],
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.CENTER,
) -> None:
    """Write paragraphs of one look into a cell, below what it holds already."""
    for line in lines:
        is_empty = len(cell.paragraphs) == 1 and not cell.paragraphs[0].runs
        paragraph = cell.paragraphs[0] if is_empty else cell.add_paragraph()
        write(paragraph, line, size, bold=bold, italic=italic, alignment=alignment)


def write(
    paragraph: Paragraph,
    words: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.CENTER,
) -> None:
    """Write a run of one look into a paragraph."""
    run = paragraph.add_run(words)
    run.font.size = Pt(size)
    run.bold, run.italic = bold or None, italic or None
    paragraph.alignment = alignment
