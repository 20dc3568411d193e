"""The records of an old binary workbook (.xls), and what stands before its sheets.

A record is two bytes of kind, two bytes of length and its content, little-endian ([MS-XLS] 2.1.4);
the numbers here and in `xls_survey` are that document's.  The container (OLE) that holds the
stream of records is read by olefile, which does not follow loops.
"""

import io
import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from olefile import DEFECT_INCORRECT, STGTY_STREAM, OleFileIO

from cchc_cli.submissions.amounts import check_sheets
from cchc_cli.submissions.kinds import Kind
from cchc_cli.submissions.struck_text import Look, Piece, shown_apart
from cchc_cli.submissions.survey import PASSWORD, Sheet, damaged, not_a_workbook
from cchc_cli.texts import text

ENCRYPTED = "EncryptedPackage"
"""The stream of an .xlsx with a password, which Office wraps into the old container."""
TORN = text("tệp Excel đời cũ (.xls) bị hỏng hoặc chép chưa hết")
CONTINUE = 0x003C
_HAS_FONTS, _IS_SPOKEN = 8, 4
"""What a string's flags tell beside its letters: fonts, and how it is read aloud, behind them."""
_BOF, _EOF = 0x0809, 0x000A
_SHEET, _FORMAT, _XF, _PASSWORD, _STRINGS = 0x0085, 0x041E, 0x00E0, 0x002F, 0x00FC
_FROM_1904, _CODE_PAGE, _FONT = 0x0022, 0x0042, 0x0031
_IS_STRUCK = 8
_RAISES = (Look.PLAIN, Look.RAISED, Look.LOWERED)
_NO_FONT = 4
"""The number that no font has ([MS-XLS] 2.5.129, FontIndex)."""
_HEADER = struct.Struct("<HH")


class Globals(NamedTuple):
    """What the records before the sheets tell."""

    sheets: list[tuple[int, Sheet]]
    """With where each begins."""
    styles: list[tuple[int, str]]
    """The number and code of each cell style's number format; no code where it is Excel's own."""
    strings: list[str]
    is_wide: bool
    """Whether text is of Excel 97 or later: in Unicode."""
    code_page: str
    is_from_1904: bool


def workbook_stream(content: bytes) -> bytes:
    """Return the stream of records; Refused where the container holds something else."""
    OleFileIO(io.BytesIO(content), raise_defects=DEFECT_INCORRECT).close()  # are its tables right?
    container = OleFileIO(io.BytesIO(content))  # of streams some programs write too little, or much
    if container.exists(ENCRYPTED):
        raise PASSWORD
    for name in ("Workbook", "Book"):  # or in capitals; not those within documents of Word
        if container.get_type(name) == STGTY_STREAM:
            held: bytes = container.openstream(name).read()
            if len(held) < container.get_size(name):
                raise damaged(TORN)
            return held
    raise not_a_workbook(Kind.OLD_OFFICE)


def records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of the records of a substream; Refused where it does not end."""
    depth, size = 0, len(stream)
    while at + 4 <= size:
        kind, length = _HEADER.unpack_from(stream, at)
        at += 4 + length
        if kind == _BOF:
            depth += 1  # a chart within the sheet is a substream of its own
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth <= 1:
            yield kind, stream[at - length : at]
    raise damaged(TORN)


def read_globals(stream: bytes) -> Globals:
    """Read what stands before the sheets."""
    by_kind: dict[int, list[bytes]] = {}
    last = 0
    for kind, held in records(stream, 0):
        if kind == _PASSWORD:
            raise PASSWORD
        last = kind if kind != CONTINUE else last
        by_kind.setdefault(last, []).append(held)
    check_sheets(len(by_kind.get(_SHEET, ())))
    is_wide = stream[4:6] == b"\x00\x06"
    pages = by_kind.get(_CODE_PAGE, [b"\xe4\x04"])
    page = struct.unpack_from("<H", pages[0])[0]
    codes = dict(_format(held, is_wide) for held in by_kind.get(_FORMAT, ()))
    numbers = [struct.unpack_from("<H", held, 2)[0] for held in by_kind.get(_XF, ())]
    strings = _Strings(list(map(_look, by_kind.get(_FONT, ()))))
    strings.read(by_kind.get(_STRINGS, []))
    return Globals(
        [_sheet(held, is_wide, strings.struck) for held in by_kind.get(_SHEET, ())],
        [(number, codes.get(number, "")) for number in numbers],
        strings.found,
        is_wide,
        f"cp{page}" if page in range(1250, 1259) else "cp1258",
        by_kind.get(_FROM_1904, [b"\0"])[0][:1] == b"\1",
    )


def _sheet(held: bytes, is_wide: bool, struck: set[str]) -> tuple[int, Sheet]:
    """Return where a sheet begins, and its survey."""
    start, state, kind, length = struct.unpack_from("<IBBB", held)
    title = wide_text(held[7:], length) if is_wide else held[7:].decode("cp1258", "replace")
    return start, Sheet(title, state & 3 != 0, kind == 0, struck_texts=struck)


def wide_text(held: bytes, length: int) -> str:
    """Read text of so many letters that begins with a flag: one or two bytes a letter."""
    if held[0] & 1:
        return held[1 : 1 + 2 * length].decode("utf-16-le", "replace")
    return held[1 : 1 + length].decode("latin-1")


def _format(held: bytes, is_wide: bool) -> tuple[int, str]:
    number = struct.unpack_from("<H", held)[0]
    return number, wide_text(held[4:], len(held)) if is_wide else held[3:].decode("latin-1")


def _look(held: bytes) -> Look:
    """Return how a font is set ([MS-XLS] 2.4.122, Font)."""
    flags, _, _, raised = struct.unpack_from("<4H", held, 2)
    return Look.STRUCK if flags & _IS_STRUCK else _RAISES[raised if raised < len(_RAISES) else 0]


class _Strings:
    """The shared strings ([MS-XLS] 2.4.265, SST)."""

    def __init__(self, fonts: list[Look]) -> None:
        self.found: list[str] = []
        self.struck: set[str] = set()
        """Those that show what is struck out, raised or lowered in them."""
        is_plain = all(font is Look.PLAIN for font in fonts)
        self._fonts = [] if is_plain else [*fonts[:_NO_FONT], Look.PLAIN, *fonts[_NO_FONT:]]

    def read(self, held: list[bytes]) -> None:
        """Read them from a record and those that continue it.

        How many there are is not believed: not all programs count them rightly.  What cannot be
        read behind as many as are told is no string.
        """
        pieces = [piece for piece in held if piece]
        if not pieces:
            return
        (told,) = struct.unpack_from("<I", pieces[0], 4)
        number, at = 0, 8
        while number < len(pieces):
            if at >= len(pieces[number]):  # what stands behind a string may go on in the next piece
                number, at = number + 1, at - len(pieces[number])
                continue
            try:
                string, number, at = self._string(pieces, number, at)
            except (struct.error, IndexError):
                if len(self.found) < told:
                    raise
                break
            self.found.append(string)

    def _string(self, pieces: list[bytes], number: int, at: int) -> tuple[str, int, int]:
        """Read the string at a place of a piece; return it and where what follows it stands.

        Where it goes on in the next piece, that tells anew how many bytes a letter takes.
        """
        held = pieces[number]
        left, flags = struct.unpack_from("<HB", held, at)
        at, fonts, spoken = at + 3, 0, 0
        if flags & _HAS_FONTS:
            fonts = 4 * struct.unpack_from("<H", held, at)[0]
            at += 2
        if flags & _IS_SPOKEN:
            spoken = struct.unpack_from("<I", held, at)[0]
            at += 4
        words = ""
        while True:
            width = 1 + (flags & 1)
            letters = held[at : at + left * width]
            letters = letters[: len(letters) // width * width]
            words += letters.decode("utf-16-le" if width > 1 else "latin-1", "surrogatepass")
            at, left = at + len(letters), left - len(letters) // width
            if not left:
                break
            number, at = number + 1, 1
            held = pieces[number]
            flags = held[0]
        coded = words.encode("utf-16-le", "surrogatepass")
        shown = self._shown(coded, _behind(pieces, number, at, fonts)) if fonts else None
        return shown or coded.decode("utf-16-le", "replace"), number, at + fonts + spoken

    def _shown(self, coded: bytes, fonts: bytes) -> str | None:
        """Return a string that shows what is struck out in it; None where that does not matter.

        From each of some letters on it is in another font ([MS-XLS] 2.5.132, FormatRun).
        """
        if not self._fonts:
            return None
        changes = [(0, Look.PLAIN)]
        for first, font in struct.iter_unpack("<HH", fonts):
            changes.append((first, self._fonts[font] if font < len(self._fonts) else Look.PLAIN))
        pieces: list[Piece] = [
            (look, coded[2 * first : 2 * last].decode("utf-16-le", "replace"))
            for (first, look), (last, _) in pairwise([*changes, (len(coded), Look.PLAIN)])
        ]
        shown = shown_apart(pieces)
        if shown is not None:
            self.struck.add(shown)
        return shown


def _behind(pieces: list[bytes], number: int, at: int, size: int) -> bytes:
    """Return so many bytes from a place of a piece on; they may go on in the next."""
    held = pieces[number][at : at + size]
    while len(held) < size:
        number += 1
        held += pieces[number][: size - len(held)]
    return held
