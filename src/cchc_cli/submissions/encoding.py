"""From a submitted file's bytes to text: decided on the whole file, never with replacements.

A byte-order mark decides; then UTF-8, then Windows-1258 if the result reads as Vietnamese.
Everything is composed (NFC), since files from a Mac and from Windows-1258 are decomposed.
"""

import codecs
import re
import unicodedata
from typing import NamedTuple

from cchc_cli.names import compose
from cchc_cli.texts import Text, text

_BOMS = (  # the four-byte ones first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Signs other than letters that Vietnamese documents in Windows-1258 hold.
_SIGNS = frozenset("\u00a0\u00ad–—‘’\u201c\u201d„…•€₫°²³§±×÷«»½¼·")


class Undecodable(NamedTuple):
    """Why the bytes are no text: a problem's code, line, message and cure."""

    code: str
    line: int | None
    message: Text
    hint: Text


_SAMPLE = 200_000
"""How many bytes are looked at to tell a font by its words."""
_AS_UTF8 = text("trong Excel chọn Lưu thành (Save As) › CSV UTF-8 rồi gửi lại")
AS_UNICODE = text(
    "chuyển sang phông Unicode (ví dụ bằng Unikey: Ctrl+Shift+F6), lưu thành CSV UTF-8 rồi gửi lại"
)


def decode(content: bytes) -> str | Undecodable:
    """Return the file's text, composed; or why it cannot be read, with the line where it fails."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _decode_as(content[len(bom) :], encoding)
    if b"\0" in content:
        return _nul_bytes(content)
    try:
        return compose(content.decode("utf-8"))
    except UnicodeDecodeError as fault:
        return _decode_vietnamese(content, fault)


def line_of(decoded: str, position: int) -> int:
    """Return the line of a position as an editor counts: LF, CR and CRLF each end a line."""
    before = decoded[:position]
    return before.count("\n") + before.count("\r") - before.count("\r\n") + 1


def _line_of_byte(content: bytes, position: int) -> int:
    return line_of(content[:position].decode("latin-1"), position)


def _decode_as(content: bytes, encoding: str) -> str | Undecodable:
    try:
        decoded = content.decode(encoding)
    except UnicodeDecodeError as fault:
        before = content[: fault.start].decode(encoding, errors="ignore")
        return Undecodable(
            "bad-encoding",
            line_of(before, len(before)),
            text(
                "tệp ghi là {encoding} nhưng có chỗ không đọc được",
                encoding=encoding.upper(),
            ),
            _AS_UTF8,
        )
    if "\0" in decoded:
        line = line_of(decoded, decoded.index("\0"))
        return Undecodable("nul-bytes", line, _NUL_MESSAGE, _AS_UTF8)
    return compose(decoded)


_NUL_MESSAGE = text("có byte rỗng (NUL): tệp bị hỏng khi sao chép, hoặc không phải tệp văn bản")


def _nul_bytes(content: bytes) -> Undecodable:
    head = content[:2000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) > 3 and max(even, odd) > len(head) // 4 > 2 * min(even, odd):
        return Undecodable(
            "bad-encoding",
            None,
            text("tệp là UTF-16 nhưng thiếu dấu nhận biết (BOM)"),
            _AS_UTF8,
        )
    line = _line_of_byte(content, content.index(0))
    return Undecodable("nul-bytes", line, _NUL_MESSAGE, _AS_UTF8)


def _decode_vietnamese(content: bytes, fault: UnicodeDecodeError) -> str | Undecodable:
    """Decode Windows-1258 if that gives nothing but Vietnamese letters and usual signs."""
    try:
        decoded = compose(content.decode("cp1258"))
    except UnicodeDecodeError:
        decoded = ""
    strange = {c for c in decoded if not c.isascii()} - _SIGNS - _LETTERS
    if decoded and not strange:
        return decoded
    from cchc_cli.submissions.fonts import legacy_font  # its tables are needed for complaints alone

    line = _line_of_byte(content, fault.start)
    if font := legacy_font(content[:_SAMPLE].decode("latin-1")):
        return Undecodable("legacy-font", line, font_message(font), AS_UNICODE)
    return Undecodable(
        "bad-encoding",
        line,
        text("tệp không phải UTF-8 và đọc theo Windows-1258 cũng không ra tiếng Việt"),
        _AS_UTF8,
    )


def _vietnamese_letters() -> frozenset[str]:
    """Return every accented letter of Vietnamese, composed, in both cases."""
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    letters = {
        unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in tones
    }
    letters.add("đ")
    return frozenset({case for c in letters for case in (c, c.upper()) if not case.isascii()})


_LETTERS = _vietnamese_letters()

# UTF-8 that was taken for Windows-1252 and encoded again: "Mã số" became "MÃ£ sá»‘".
# "XÃ" before a space that does not break is the word "xã".
_TWICE = re.compile(
    r"á[º»].|Æ[°¡]|Ä[‘\u0091]|Ã[¡¢£¨©ª¬\u00ad²³´µ¹º½\u0080-\u009f‚€]|(?<=[a-z])Ã\u00a0"
)
# A letter that became a question mark, within a word or behind what is no word.
_LOST = re.compile(r"\?\w|\ufffd")
_ASKED = re.compile(r"\b([^\W\d_]{1,20})\?")
_LOOKED_AT = 2000
"""How many characters of a text are looked at to tell whether it is spoilt."""


def font_message(font: str) -> Text:
    """Return the message that names a legacy font."""
    return text("chữ gõ bằng phông {font}, không phải Unicode", font=font)


def spoilt_text(shown: str) -> tuple[str, Text, Text] | None:
    """Tell why words from a file are unreadable, if they are: code, message and cure.

    Names text encoded twice, letters lost as question marks, and TCVN3 or VNI fonts.
    """
    from cchc_cli.submissions.fonts import legacy_font

    shown = compose(shown[:_LOOKED_AT])
    if _TWICE.search(shown):
        return (
            "encoded-twice",
            text('chữ bị mã hóa hai lần (ví dụ "Ã", "á»" thay cho chữ có dấu)'),
            text("lấy lại tệp gốc, mở bằng Excel qua Data › From Text/CSV, chọn UTF-8, lưu lại"),
        )
    if font := legacy_font(shown):
        return "legacy-font", font_message(font), AS_UNICODE
    if _has_lost_letters(shown):
        return (
            "letters-lost",
            text("chữ có dấu đã mất, chỉ còn dấu hỏi (?)"),
            _AS_UTF8,
        )
    return None


def _has_lost_letters(shown: str) -> bool:
    """Tell whether letters became question marks; a question has one behind a whole word."""
    from cchc_cli.submissions.syllables import is_syllable

    if _LOST.search(shown):
        return True
    asked = [word for word in _ASKED.findall(shown) if len(word) == 1 or not word.isupper()]
    return not all(map(is_syllable, asked))
