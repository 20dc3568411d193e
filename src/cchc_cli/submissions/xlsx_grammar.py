"""How the rows of an .xlsx sheet are written, gone over once: what hides a cell is refused.

A tag in which another begins, a second value in a cell, an element that belongs elsewhere: of such
one reader shows this, another that, and no program writes them.  Searches may rely on the rest.

Groups are never repeated possessively here: Python before 3.11.5 takes half a repetition for a
whole one (gh-106052).  Atomic groups are right in all versions.
"""

import re
from functools import cache
from itertools import islice
from typing import NamedTuple

from cchc_cli.limits import COLUMNS, ODD_CELLS, RICH_TAGS
from cchc_cli.submissions.survey import SHEET_COLUMNS, Refused, damaged
from cchc_cli.submissions.xlsx_places import CELL, HOLDING, check_attributes
from cchc_cli.submissions.zip_parts import TORN
from cchc_cli.texts import text

NEAR_PLACE = rb" r=\"[A-Z](?:\d{1,5}|1000[0-5]\d)\""
"""Within A1:Z100059."""
_STYLE = rb"(?: s=\"(?:0|[1-9]\d*+)\"|)"
NEAR = NEAR_PLACE + _STYLE
"""And behind it the style: as Office writes them."""
_ANY_PLACE = rb" r=\"[A-Z]{1,3}\d{1,7}\""
_BIG = 1 << 22
"""From this size on it is worth while to go over a sheet in ways that take time to prepare."""
_CHUNK = 200
"""Rows that are gone over at a time: it is remembered of each how it was read."""
_HEAD_BYTES = 4_000_000
"""What may stand before the rows: views, and widths of all columns at most."""

_DATA = re.compile(rb"<sheetData(?=[\s/>])[^<>]*>")
_BLANKS_FOR_ONE = 4
"""So many blank cells take as long as a filled one, about."""
_BROKEN = re.compile(rb"<[^<>]*<")


_CLEAN = rb"[^<\s&]*+"
"""A number or the like, which one reader takes with blanks about it, another not."""
_INDEX = rb"\d*+"
"""Of a shared string; the library takes any other for the first."""
_WORDS = rb"[^<]*+"
_HELD = rb"<v>%b</v></c>|</c>"
_FORMULA = rb"<f(?:>| [^<>]*+>)(?:(?<=/>)|(?<!/>)[^<]*+</f>)(?:<v>%b</v>|)</c>"
_TEXT = rb"<is><t(?:>| xml:space=\"preserve\">)[^<]*+</t></is></c>"
"""What follows a cell's tag, as Office writes it."""


def _inside(held: bytes, *, marks: bool) -> bytes:
    """Return how a cell goes on behind its place that holds a number or a text, as Office has it.

    Or an error, or what is true or not, if it may hold such `marks`.
    """
    clean, index, words = (held.replace(b"%b", value) for value in (_CLEAN, _INDEX, _WORDS))
    kinds = rb"s\">(?:%b)|[nd]\">(?:%b)|str\">(?:%b)|inlineStr\">(?:%b|</c>)"
    kinds = kinds % (index, clean, words, _TEXT)
    if marks:
        kinds += rb"|[be]\">(?:%b)" % words
    blank = rb" ?/>| t=\"[a-zA-Z]++\" ?/>"
    return _STYLE + rb"(?:>(?:" + clean + rb")| t=\"(?:" + kinds + rb")|" + blank + rb")"


def _usual_rows(
    place: bytes, held: bytes, *, marks: bool = False, most: int = COLUMNS
) -> re.Pattern[bytes]:
    """Return what finds rows of such cells, so many at most."""
    cell = rb"<c" + place + _inside(held, marks=marks)
    row = rb"<row [^<>]*+>(?:(?<=/>)|\n?(?:" + cell + rb"){0,%d}</row>)\n?" % most
    return re.compile(rb"(?>(?:" + row + rb"){1,%d})" % _CHUNK)


@cache
def _rows_in_order(held: bytes, *, marks: bool = False) -> re.Pattern[bytes]:
    """Return what finds rows of such cells near, each in the row it tells once, left to right.

    It takes long to compile, and is worth that in a big sheet alone.
    """
    inside = _inside(held, marks=marks)
    first, others = (
        b"".join(rb"(?>(?:<c r=\"%c\1\"" % letter + inside + rb")?)" for letter in letters)
        for letters in (b"ABCDEFGHIJ", b"KLMNOPQRSTUVWXYZ")
    )
    cells = first + rb"(?:(?=</row>)|" + others + rb")"
    tag = rb"<row r=\"(\d{1,5}|1000[0-5]\d)\"(?![^<>]*\sr\s*=)[^<>]*+>"
    row = tag + rb"(?:(?<=/>)|\n?" + cells + rb"</row>)\n?"
    return re.compile(rb"(?>(?:" + row + rb"){1,%d})" % _CHUNK)


def _element(name: bytes, inside: bytes, plainly: bytes = b"") -> bytes:
    """Return what an element looks like that has some inside; `plainly` is that of most, whole."""
    tag, end = b"<" + name + rb"(?=[\s/>])[^<>]*+>", b"</" + name + rb"\s*+>"
    whole = plainly + b"|" + inside + end if plainly else inside + end
    return tag + rb"(?:(?<=/>)|(?<!/>)(?:" + whole + rb"))"


_T = _element(b"t", _WORDS)
_FONT = _element(b"rPr", rb"(?>(?:\s*+<(?!/?(?:rPr|r|t|is|si|c|row)[\s/>])[^<>]*+>)*)\s*+")
_RUN = _element(b"r", rb"\s*+(?:" + _FONT + rb"\s*+|)(?:" + _T + rb"\s*+|)")
_SPOKEN = _element(b"rPh", rb"\s*+(?:(?:" + _T + rb"|" + _RUN + rb")\s*+|)")
_ASIDE = _element(b"phoneticPr", rb"\s*+")
_TEXTS = rb"(?>(?:\s*+(?:%b|%b|%b|%b))*)\s*+" % (_T, _RUN, _SPOKEN, _ASIDE)
"""What a string is made of: text, in one font or many, and how it is read aloud."""


def _rows() -> re.Pattern[bytes]:
    """Return what finds rows in any way of writing them that all readers take alike."""
    formula = rb"\s*+(?:" + _element(b"f", rb"[^<]*+") + rb"\s*+|)"
    text = _element(b"is", _TEXTS)
    value, words = (_element(b"v", inside) for inside in (rb"(?:\s*+|" + _CLEAN + rb")", _WORDS))
    plainly = (_HELD + b"|" + _FORMULA).replace(b"%b", _CLEAN) + b"|" + _TEXT
    cell = _element(b"c", formula + rb"(?:" + value + b"|" + text + rb"|)\s*+", plainly)
    of_words = rb"(?=<c\s[^<>]*(?<=\s)t\s*=\s*[\"'](?:str|b|d|e)[\"'])"
    cell = rb"(?:" + cell + b"|" + of_words + _element(b"c", formula + words + rb"\s*+") + rb")"
    cells = rb"(?>(?:\s*+" + cell + rb"){0,%d})\s*+" % SHEET_COLUMNS
    return re.compile(rb"\s*+" + _element(b"row", cells))


_BARE = _usual_rows(NEAR_PLACE, _HELD)
_WITH_MARKS = _usual_rows(NEAR_PLACE, _HELD + b"|" + _FORMULA, marks=True)
_FAR = _usual_rows(_ANY_PLACE, _HELD + b"|" + _FORMULA, marks=True, most=SHEET_COLUMNS)
_MARKS = (b' t="b">', b' t="e">')
_ANY = _rows()
_VALUE_FOR_TEXT = re.compile(
    rb"inlineStr[\"'][^<>]*+>\s*+(?:" + _element(b"f", rb"[^<]*+") + rb"\s*+|)<v(?=[\s>])"
)
"""A value where the cell's type tells of a text within it: some show it, others leave it out."""
_ODD_INDEX = re.compile(
    rb"t\s*=\s*[\"']s[\"'][^<>]*+>\s*+(?:"
    + _element(b"f", rb"[^<]*+")
    + rb"\s*+|)<v(?=[\s>])[^<>]*+>(?!\d*+</v)"
)
_STRINGS = re.compile(
    rb"(?>(?:\s*+(?:<si><t(?:>| xml:space=\"preserve\">)[^<]*+</t></si>|%b)){1,%d})"
    % (_element(b"si", _TEXTS), _CHUNK)
)
_LIST = re.compile(rb"\s*+<sst(?=[\s/>])[^<>]*+>")
_LIST_END = re.compile(
    rb"\s*+(?:<extLst(?=[\s/>])(?>(?:[^<]++|<(?!/?(?:si|sst)[\s/>]))*)|)</sst\s*+>\s*+\Z"
)
_BLANKS = re.compile(rb"\s*+")


class Written(NamedTuple):
    """Where the rows of a sheet are, and how they are written."""

    start: int
    usual: int
    """Up to here all rows are of near cells, written as Office does it."""
    end: int
    has_formulas: bool
    has_marks: bool
    """Whether a cell may be an error, or true or not."""
    placed: int = 0
    """Up to here the cells of each row stand in it, from left to right."""
    odd: int = 0
    """How many cells hold something in rows that Office would write otherwise."""


def written(part: bytes, may_be_odd: int = ODD_CELLS) -> Written:
    """Return where the rows of a sheet are; Refused if anything in them may hide a cell.

    Or if there are more cells than `may_be_odd` in rows that Office would write otherwise.
    """
    begin = _DATA.search(part)
    if begin is None or begin[0].endswith(b"/>"):
        if CELL.search(part):
            raise damaged(TORN)
        return Written(len(part), len(part), len(part), has_formulas=False, has_marks=False)
    start, end = begin.end(), part.rfind(b"</sheetData")
    if start > _HEAD_BYTES or _BROKEN.search(part, 0, start) or CELL.search(part, 0, start):
        raise damaged(TORN)  # a cell outside a row is none for us, but one for others
    is_big = end - start > _BIG
    bare = _last(_rows_in_order(_HELD) if is_big else _BARE, part, start, end)
    usual = bare
    if bare < end:
        marked = _rows_in_order(_HELD + b"|" + _FORMULA, marks=True) if is_big else _WITH_MARKS
        usual = _last(marked, part, bare, end)
    at, odd, spans = _last(_FAR, part, usual, end), 0, list[tuple[int, int]]()
    check_fonts(part, at, end, b"<is")
    while others := _ANY.match(part, at, end):
        held = sum(1 for _ in HOLDING.finditer(others[0]))
        odd += held + (others[0].count(b"<c") - held) // _BLANKS_FOR_ONE
        if odd > may_be_odd:
            raise _too_many_odd_cells()
        spans.append(others.span())
        at = _last(_FAR, part, others.end(), end)
    for span in spans:
        check_attributes(part, *span)
    blanks = _BLANKS.match(part, at, end)
    is_odd = any(odd.search(part, usual, end) for odd in (_VALUE_FOR_TEXT, _ODD_INDEX))
    if is_odd or blanks is None or blanks.end() != end:
        raise damaged(TORN)
    placed = usual if is_big else 0
    has_formulas = part.find(b"<f", bare, end) >= 0
    has_marks = usual < end or any(part.find(mark, bare, end) >= 0 for mark in _MARKS)
    return Written(start, usual, end, has_formulas, has_marks, placed, odd)


def _too_many_odd_cells() -> Refused:
    said = text("tệp có hơn {limit} ô không ghi theo cách của Excel", limit=ODD_CELLS)
    hint = text("mở tệp bằng Excel, lưu lại rồi gửi; hoặc tách tệp theo kỳ hay theo đơn vị")
    return Refused("file-too-big", said, hint)


@cache
def rich_text(holder: bytes) -> re.Pattern[bytes]:
    """Return what finds texts in one font or many: of the list (``si``), or within cells (``is``).

    It takes as long to compile as a small file to read, and few files need it.
    """
    return re.compile(_element(holder, _TEXTS))


_FONT_TAG = re.compile(rb"<(?!/?(?:row|c|v|f|is|si|t)[\s/>])")


def check_fonts(part: bytes, start: int, end: int, holder: bytes) -> None:
    """Refuse texts in too many pieces: to go over one takes far more time than the text.

    Each text is in an element that begins with `holder`.
    """
    if part.find(holder, start, end) < 0:
        return
    pieces = part.count(b"<t", start, end) - part.count(holder, start, end)
    tags = part.count(b"<r", start, end) - part.count(b"<row", start, end)  # if not more
    if pieces + tags <= RICH_TAGS and (tags or part.find(b"<p", start, end) >= 0):
        found = _FONT_TAG.finditer(part, start, end)
        tags = sum(1 for _ in islice(found, RICH_TAGS + 1))
    if pieces + tags > RICH_TAGS:
        said = text("tệp có hơn {limit} thẻ đổi phông chữ giữa ô", limit=RICH_TAGS)
        hint = text("bôi đen cả bảng, chọn lại một phông chữ rồi lưu; hoặc tách tệp theo kỳ")
        raise Refused("file-too-big", said, hint)


def check_strings(part: bytes) -> None:
    """Refuse a list of shared strings in which one may be hidden, or run on into the next."""
    check_fonts(part, 0, len(part), b"<si")
    declared = part.find(b"?>") + 2 if part.startswith(b"<?xml") else 0
    begin = _LIST.match(part, declared)
    if begin is not None and begin[0].endswith(b"/>"):
        return
    if begin is None or not _LIST_END.match(part, _last(_STRINGS, part, begin.end(), len(part))):
        raise damaged(TORN)


def _last(rows: re.Pattern[bytes], part: bytes, start: int, end: int) -> int:
    """Return where rows end that a pattern finds one after the other."""
    while found := rows.match(part, start, end):
        start = found.end()
    return start
