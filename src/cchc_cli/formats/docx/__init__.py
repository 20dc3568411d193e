"""The report as a Word document in the form of Decree 30/2020/NĐ-CP, drafted to be signed."""

import io

from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.section import Section
from docx.shared import Length, Mm, Pt

from cchc_cli.formats import PLAIN, Screen
from cchc_cli.formats.archive import fixed_archive
from cchc_cli.formats.docx.appendix import add_appendix
from cchc_cli.formats.docx.assessment import assessment, directions
from cchc_cli.formats.docx.draft import (
    Heading,
    by_section,
    closing_of,
    direction,
    opening_of,
    proposals,
    subject_of,
)
from cchc_cli.formats.docx.elements import add_page_number, blank_document
from cchc_cli.formats.docx.letterhead import add_heads, add_signature, add_title
from cchc_cli.formats.docx.tasks import add_task_appendix
from cchc_cli.formats.rows import Report
from cchc_cli.texts import text

PAGE_NUMBER_SIZE = 13
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(16)
WIDTH, HEIGHT = Mm(210), Mm(297)
PARTS = (direction, by_section, assessment, directions, proposals)
"""Parts I to V of the report."""


def render_docx(report: Report, _screen: Screen = PLAIN) -> bytes:
    """Render a report as a Word document."""
    letterhead = report.run.evaluation.plan.letterhead
    subject = subject_of(report)
    document = blank_document(" – ".join(subject))
    lay_out(document.sections[0], WIDTH, HEIGHT)
    number_pages(document.sections[0])
    add_heads(document, letterhead, report.date)
    room = Length(WIDTH - LEFT - RIGHT)
    add_title(document, (report.words.say(text("BÁO CÁO")), *subject), room)
    _add_body(document, report)
    add_signature(document, letterhead)
    appendix = document.add_section(WD_SECTION.NEW_PAGE)
    appendix.orientation = WD_ORIENT.LANDSCAPE
    appendix.different_first_page_header_footer = False
    lay_out(appendix, HEIGHT, WIDTH)
    add_appendix(document, report)
    if report.tasks.total:
        add_task_appendix(document, report)
    written = io.BytesIO()
    document.save(written)
    return fixed_archive(written.getvalue())


def lay_out(section: Section, width: Length, height: Length) -> None:
    """Give a section the decree's margins on a page of this size."""
    section.page_width, section.page_height = width, height
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.header_distance = section.footer_distance = Mm(10)


def number_pages(section: Section) -> None:
    """Show page numbers at the top, from the second one on."""
    section.different_first_page_header_footer = True
    add_page_number(section.header.paragraphs[0], PAGE_NUMBER_SIZE)


def _add_body(document: DocumentObject, report: Report) -> None:
    document.add_paragraph(opening_of(report), "Body Text")
    for part in PARTS:
        for block in part(report):
            if isinstance(block, Heading):
                document.add_paragraph(block.words, f"Heading {block.level}")
            else:
                document.add_paragraph(block, "Body Text")
    closing = document.add_paragraph(closing_of(report), "Body Text")
    closing.paragraph_format.keep_with_next = True
    closing.paragraph_format.space_after = Pt(12)
