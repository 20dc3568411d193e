"""What a Word report says and how it is laid out, read back from its bytes."""

import io
import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree

from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from cchc_cli.formats.docx.appendix import COLUMNS
from cchc_cli.locale import LANGUAGES, translator
from test_examples import parts_of


class AppendixRow(NamedTuple):
    """A target's row in the appendix; values are the first lines of their cells."""

    name: str
    require: str
    of_period: str
    to_date: str
    verdict: str
    since: str
    remark: str


def document_of(content: bytes) -> DocumentObject:
    return Document(io.BytesIO(content))


def appendix_of(content: bytes) -> dict[str, AppendixRow]:
    """Return the rows of the appendix by target id."""
    heads = [[c.head.render(translator(lang)) for c in COLUMNS] for lang in LANGUAGES]
    tables = [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in document_of(content).tables
    ]
    (_head, *rows), *others = (table for table in tables if table[0] in heads)
    assert not others
    found = {}
    for number, *cells in rows:
        if set(cells) == {number}:
            continue  # a section's title, merged over the whole row
        name, require, of_period, to_date, verdict, since, remark = cells
        value = to_date.partition("\n")[0]
        found[number] = AppendixRow(name, require, of_period, value, verdict, since, remark)
    return found


def paragraphs_of(content: bytes) -> list[str]:
    """Return the paragraphs of the body from the opening on, without tables and titles."""
    document = document_of(content)
    names = ("Body Text", "Heading 1", "Heading 2")
    return [p.text for p in document.paragraphs if p.style is not None and p.style.name in names]


def all_paragraphs(document: DocumentObject) -> Iterator[Paragraph]:
    """Yield every paragraph, those of tables and heads of pages too."""
    yield from document.paragraphs
    for table in document.tables:
        yield from _of_table(table)
    for section in document.sections:
        yield from section.header.paragraphs


def _of_table(table: Table) -> Iterator[Paragraph]:
    for cell in {cell._tc: cell for row in table.rows for cell in row.cells}.values():
        yield from cell.paragraphs


def check_no_action(content: bytes) -> None:
    """Check that every part is sound XML without fields (but page numbers), links and controls."""
    parts = parts_of(content)
    for part in parts.values():
        ElementTree.fromstring(part)
    whole = b"".join(parts.values())
    assert re.findall(rb'w:instr="([^"]*)"', whole) == [b" PAGE "]
    for active in (b"w:fldChar", b"w:instrText", b"w:hyperlink", b"w:object", b"TargetMode"):
        assert active not in re.sub(rb"<w:t[ >].*?</w:t>", b"", whole)


def words_of(content: bytes) -> str:
    """Return all that a document says, a paragraph a line."""
    return "\n".join(paragraph.text for paragraph in all_paragraphs(document_of(content)))


def rule_of(paragraph: Paragraph, room: int) -> int:
    """Return the length of the rule that a paragraph is, in a column so wide."""
    borders = paragraph._p.pPr.find(qn("w:pBdr")) if paragraph._p.pPr is not None else None
    assert borders is not None, "no rule"
    assert [child.tag for child in borders] == [qn("w:top")]
    layout = paragraph.paragraph_format
    assert layout.left_indent == layout.right_indent
    return room - int(layout.left_indent or 0) - int(layout.right_indent or 0)
