"""What cchc itself has written: a report that lands among the submissions is none of them.

A workbook bears a sentence at the top of every sheet, which any program that saves it again keeps,
in whatever format; a CSV report is known by its header, a page, a text and JSON by how they begin
or end.
"""

import re
from collections.abc import Sequence

from cchc_cli.problems import Location, Problem, warning
from cchc_cli.texts import text

REPORT_MARK = text("Báo cáo do cchc lập – không phải số liệu nộp")
"""Ends a line at the top of every sheet of a report."""
_MARKS = (REPORT_MARK.template, "Report made by cchc – not a submission")
PAGE_MARK = '<meta name="generator" content="cchc">'
"""Stands in the head of an HTML report."""
MARKED_ROWS = 8
"""Among how many rows from the top the mark is looked for."""
_HEADERS = (
    frozenset({"plan", "period", "target", "clause", "lead", "verdict", "verdict_word"}),
    frozenset({"plan", "period", "task", "clause", "lead", "status", "status_word"}),
)
"""Columns by which the CSV reports of targets and of tasks are known."""

_BEGINNING, _END = 2000, 1000
"""Bytes of a file among which is looked for what a page or text begins or ends with."""
_BETWEEN = rb"(?:<[^<>]*+>|[\s,;\"])*"
_FOOT = (
    rb"(?:\A|[\n>\"])cchc \d+\.\d+[^\n<]*"
    + _BETWEEN
    + rb"(?:SHA-256\s[^\n]*?[0-9a-f]{64}"
    + _BETWEEN
    + rb")+\Z"
)
"""A pattern that is compiled where it may match: start-up has no time for it.

A page or a table that another program has saved again ends in this, with its own marks around it.
"""
_DATA = rb"(?:\xef\xbb\xbf)?\s*\{[^{}]{0,200}?\"cchc\"\s*:\s*\"\d"
"""How JSON begins that cchc has written; compiled where it may match, too."""
_BEGINNINGS = (
    ("\nKiểm tra số liệu đến kỳ ", "\nHạn nộp kỳ này: "),
    ("\nCheck of submissions up to ", "\nDue for this period: "),
    ("\nQua tổng hợp số liệu cải cách hành chính ", " bộ phận tổng hợp xin trao đổi với đơn vị "),
    ("\nHaving gathered the figures of administrative reform of ", " we would like to bring "),
)
"""What ``check`` says first, and the letter that goes with a returned form; both must be there."""
_BEGINNING_BYTES = tuple((first.encode(), then.encode()) for first, then in _BEGINNINGS)


def is_own_file(content: bytes) -> bool:
    """Tell whether a file is a page, text or JSON of cchc's own, from its first and last bytes.

    Workbooks and CSV are not told here: see `is_own_row`.
    """
    beginning, end = content[:_BEGINNING], content[-_END:]
    if PAGE_MARK.encode() in beginning:
        return True
    if b"cchc " in end and b"SHA-256" in end and re.search(_FOOT, end):
        return True
    if b'"cchc"' in beginning and re.match(_DATA, beginning):
        return True
    return any(first in beginning and then in beginning for first, then in _BEGINNING_BYTES)


def is_own_row(cells: Sequence[str]) -> bool:
    """Tell whether a row near the top of a table shows that cchc has written it."""
    if any(cell.strip().endswith(_MARKS) for cell in cells):
        return True
    names = {cell.strip() for cell in cells} if "plan" in cells else set()
    return any(header <= names for header in _HEADERS)


def own_report(name: str) -> Problem:
    """Return the warning of a file that is nothing but a report."""
    return warning(
        "own-report",
        Location(name),
        text("đây là báo cáo do cchc lập, không phải số liệu nộp; không tính gì trong tệp này"),
        text("chuyển tệp này ra ngoài thư mục số liệu"),
    )


def own_sheets(name: str, sheets: Sequence[str]) -> Problem:
    """Return the warning of a workbook that holds sheets of a report beside other ones."""
    return warning(
        "own-report",
        Location(name),
        text("báo cáo do cchc lập nằm lẫn trong tệp, không tính các trang này: {sheets}",
             sheets=list(sheets)),
        text("xóa các trang ấy khỏi tệp, chỉ để lại trang số liệu"),
    )  # fmt: skip
