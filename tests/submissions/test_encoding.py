"""Encodings: what is read, what is refused, and by what name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import read_file
from cchc_cli.plan.builtin import DEFAULT_PLAN, builtin_plans
from cchc_cli.submissions.encoding import Undecodable, decode, spoilt_text

TEXT = (
    "kỳ,đơn vị,mã số liệu,giá trị,ghi chú\n2025-09,hcc,dem,12,Đã nghiệm thu ở xã Thái Tân – “đủ”\n"
)
NFD = unicodedata.normalize("NFD", TEXT)


def windows_1258(text: str) -> bytes:
    """Write text as Windows does: base letter and combining tone where no letter has both."""
    written = b""
    for letter in unicodedata.normalize("NFC", text):
        try:
            written += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = next(p for p in parts[1:] if p in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", parts.replace(tone, ""))
            written += (base + tone).encode("cp1258")
    return written


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        NFD.encode(),
        b"\xef\xbb\xbf" + NFD.encode(),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        b"\xff\xfe\x00\x00" + TEXT.encode("utf-32-le"),
        windows_1258(TEXT),
    ],
    ids=["utf-8", "bom", "nfd", "nfd-bom", "utf-16-le", "utf-16-be", "utf-32", "1258"],
)
def test_the_encodings_that_are_read(content: bytes) -> None:
    assert decode(content) == TEXT


@pytest.mark.parametrize("text", ["", "a,b\n", "\n", "ký tự 😀 lạ\n"])
def test_plain_text_is_read_as_it_is(text: str) -> None:
    assert decode(text.encode()) == text


@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_every_utf_8_text_is_read(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    if not text.startswith("\ufeff"):
        assert decode(text.encode()) == composed
    assert decode(b"\xef\xbb\xbf" + text.encode()) == composed


def refusal(content: bytes) -> str:
    decoded = decode(content)
    assert isinstance(decoded, Undecodable)
    assert str(decoded.hint)
    return f"{decoded.line or '-'} [{decoded.code}] {decoded.message}"


NO_VIETNAMESE = (
    "[bad-encoding] tệp không phải UTF-8 và đọc theo Windows-1258 cũng không ra tiếng Việt"
)
NUL = "[nul-bytes] có byte rỗng (NUL): tệp bị hỏng khi sao chép, hoặc không phải tệp văn bản"
NO_BOM = "- [bad-encoding] tệp là UTF-16 nhưng thiếu dấu nhận biết (BOM)"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (TEXT.encode("utf-16-le"), NO_BOM),
        (TEXT.encode("utf-16-be"), NO_BOM),
        (b"a,b\n1,2\x003\n", f"2 {NUL}"),
        (b"\0", f"1 {NUL}"),
        (b"a,b\n" + b"\0" * 100, f"2 {NUL}"),
        (b"\xff\xfe" + "a\nb\0\n".encode("utf-16-le"), f"2 {NUL}"),
        (b"\xef\xbb\xbfa\nb\nc\0", f"3 {NUL}"),
        (
            b"\xef\xbb\xbfa\nb\xe9\n",
            "2 [bad-encoding] tệp ghi là UTF-8 nhưng có chỗ không đọc được",
        ),
        (
            b"\xff\xfe" + "a\nb\n".encode("utf-16-le") + b"\x00",
            "3 [bad-encoding] tệp ghi là UTF-16-LE nhưng có chỗ không đọc được",
        ),
        (b"a,b\n\x9d,1\n", f"2 {NO_VIETNAMESE}"),  # a byte that Windows-1258 does not have
        ("Größe\n".encode("latin-1"), f"1 {NO_VIETNAMESE}"),
        ("a\nПлан\n".encode("cp1251"), f"2 {NO_VIETNAMESE}"),
        ("こんにちは\n".encode("shift-jis"), f"1 {NO_VIETNAMESE}"),
        (b"a,b\r1,2\r\x9d,1\r", f"3 {NO_VIETNAMESE}"),
        (b"a,b\r1,2\r3,\x00\r", f"3 {NUL}"),
        # Typed in a TCVN3 font: "Mã số liệu,Giá trị,Đơn vị"
        (
            b"M\xb7 s\xe8 li\xd6u,Gi\xb8 tr\xde,\xa7\xacn v\xde\n",
            "1 [legacy-font] chữ gõ bằng phông TCVN3, không phải Unicode",
        ),
        # Typed in a VNI font: "Mã số liệu,Giá trị,Đơn vị"
        (
            "Maõ soá lieäu,Giaù trò,Ñôn vò\n".encode("cp1252"),
            "1 [legacy-font] chữ gõ bằng phông VNI, không phải Unicode",
        ),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(content: bytes, said: str) -> None:
    assert refusal(content) == said


@given(st.binary())
def test_no_bytes_are_too_strange(content: bytes) -> None:
    decoded = decode(content)
    if isinstance(decoded, str):
        assert "\0" not in decoded
        assert "\ufffd" not in decoded or b"\xef\xbf\xbd" in content or content[:1] in b"\xfe\xff"
    else:
        assert decoded.line is None or decoded.line >= 1


HEADER = "Mã số liệu,Đơn vị,Kỳ,Giá trị,Ghi chú"
TWICE = HEADER.encode().decode("cp1252", errors="replace").replace("\ufffd", "\x90")


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        (TWICE, "encoded-twice"),
        ("MÃ£ sá»‘ liá»‡u", "encoded-twice"),
        ("Ä‘Æ¡n vá»‹", "encoded-twice"),
        (HEADER.encode().decode("latin-1"), "encoded-twice"),
        (HEADER.encode("ascii", errors="replace").decode(), "letters-lost"),
        ("K?,M? s? li?u", "letters-lost"),
        ("Phòng Kinh t\ufffd", "letters-lost"),
        ("M· sè liÖu", "legacy-font"),
        ("V¨n phßng H§ND", "legacy-font"),
        ("Phoøng Kinh teá", "legacy-font"),
        ("Vaên phoøng", "legacy-font"),
    ],
)
def test_spoilt_words_are_named_for_what_they_are(shown: str, code: str) -> None:
    spoilt = spoilt_text(shown)
    assert spoilt is not None
    assert spoilt[0] == code


def plan_lines() -> list[str]:
    return builtin_plans()[DEFAULT_PLAN].read_text(encoding="utf-8").splitlines()


def test_good_vietnamese_is_never_suspected() -> None:
    assert len(plan_lines()) > 500
    for line in plan_lines():
        for shown in (line, line.upper(), line.title()):
            if "?" not in shown:
                assert spoilt_text(shown) is None, shown


def test_good_vietnamese_is_read_back_from_windows_1258() -> None:
    text = "\n".join(plan_lines())
    assert decode(windows_1258(text.replace("≥", ">="))) == text.replace("≥", ">=")


def test_a_question_asked_is_no_letter_lost() -> None:
    assert spoilt_text("Đã làm chưa ?") is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (TEXT.encode().decode("latin-1").encode(), "1 encoded-twice"),
        (TEXT.encode("ascii", errors="replace"), "1 letters-lost"),
        ("M· sè liÖu,Gi¸ trÞ\n".encode(), "1 legacy-font"),
        ("Maõ soá lieäu,Giaù trò\n".encode(), "1 legacy-font"),
        (b"name,amount\n", "1 missing-column"),
    ],
)
def test_a_spoilt_header_is_named_instead_of_its_missing_columns(content: bytes, code: str) -> None:
    assert read_file(content).codes == [code]


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ("PhÃ²ng Kinh táº¿", "2:2 encoded-twice"),
        ("Ph?ng Kinh t?", "2:2 letters-lost"),
        ("Phßng Kinh tÕ", "2:2 legacy-font"),
        ("Phòng Kinh doanh", "2:2 unknown-unit"),
    ],
)
def test_a_spoilt_unit_is_named_for_what_it_is(unit: str, code: str) -> None:
    assert read_file(f"period,unit,code,value\n2025-09,{unit},dem,1\n").codes == [code]
