"""Text of TCVN3 and VNI fonts: recognised in every guise, and never suspected in good Vietnamese."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import Found, read_file
from cchc_cli.plan.builtin import DEFAULT_PLAN, builtin_plans
from cchc_cli.plan.load import load_plan
from cchc_cli.submissions.columns import COLUMN_NAMES, FURTHER_NAMES
from cchc_cli.submissions.encoding import Undecodable, decode, spoilt_text
from cchc_cli.submissions.fonts import TCVN3, VNI, legacy_font
from cchc_cli.submissions.syllables import is_syllable

# The fonts' tables, written here once more, the other way round.

LETTERS = """
à b5 ả b6 ã b7 á b8 ạ b9 ă a8 ằ bb ẳ bc ẵ bd ắ be ặ c6 â a9 ầ c7 ẩ c8 ẫ c9 ấ ca ậ cb đ ae
è cc ẻ ce ẽ cf é d0 ẹ d1 ê aa ề d2 ể d3 ễ d4 ế d5 ệ d6 ì d7 ỉ d8 ĩ dc í dd ị de
ò df ỏ e1 õ e2 ó e3 ọ e4 ô ab ồ e5 ổ e6 ỗ e7 ố e8 ộ e9 ơ ac ờ ea ở eb ỡ ec ớ ed ợ ee
ù ef ủ f1 ũ f2 ú f3 ụ f4 ư ad ừ f5 ử f6 ữ f7 ứ f8 ự f9 ỳ fa ỷ fb ỹ fc ý fd ỵ fe
Ă a1 Â a2 Ê a3 Ô a4 Ơ a5 Ư a6 Đ a7
"""
TO_TCVN3 = {
    letter: chr(int(code, 16)) for letter, code in re.findall(r"(\S) ([0-9a-f]{2})", LETTERS)
}
VNI_LETTERS = """
á aù à aø ả aû ã aõ ạ aï â aâ ấ aá ầ aà ẩ aå ẫ aã ậ aä ă aê ắ aé ằ aè ẳ aú ẵ aü ặ aë
é eù è eø ẻ eû ẽ eõ ẹ eï ê eâ ế eá ề eà ể eå ễ eã ệ eä í í ì ì ỉ æ ĩ ó ị ò đ ñ
ó où ò oø ỏ oû õ oõ ọ oï ô oâ ố oá ồ oà ổ oå ỗ oã ộ oä ơ ô ớ ôù ờ ôø ở ôû ỡ ôõ ợ ôï
ú uù ù uø ủ uû ũ uõ ụ uï ư ö ứ öù ừ öø ử öû ữ öõ ự öï ý yù ỳ yø ỷ yû ỹ yõ ỵ î
"""
TO_VNI = dict(re.findall(r"(\S) (\S+)", VNI_LETTERS))


def tcvn3(text: str) -> str:
    """Return what a text typed in .VnTime looks like to everyone else.

    Capitals with a tone are typed in .VnTimeH, with the codes of small letters.
    """
    return "".join(TO_TCVN3.get(c) or TO_TCVN3.get(c.lower()) or c for c in text)


def vni(text: str) -> str:
    """Return what a text typed in VNI-Times looks like to everyone else."""
    return "".join(
        TO_VNI.get(c) or (TO_VNI[c.lower()].upper() if c.lower() in TO_VNI else c) for c in text
    )


FONTS = {"TCVN3": tcvn3, "VNI": vni}

PLAN_TEXT = builtin_plans()[DEFAULT_PLAN].read_text(encoding="utf-8")
PLAN, _ = load_plan(PLAN_TEXT.encode(), "plan.yaml")
assert PLAN is not None
NAMES = [
    *(name for unit in PLAN.units for name in (unit.name, *unit.aliases)),
    *(figure.name for figure in PLAN.figures),
    *(section.title for section in PLAN.sections),
    *(part for target in PLAN.targets for part in (target.name, target.text)),
    *(name for names in (*COLUMN_NAMES.values(), *FURTHER_NAMES.values()) for name in names),
    "Tổng số", "Tổng cộng", "Phường", "Đơn vị tính", "Chỉ tiêu", "Kết quả", "Ghi chú", "Giá trị",
    "Số báo cáo", "Người lập biểu", "Chủ tịch", "Tháng chín", "Quý bốn", "Không phát sinh",
    "Cộng hòa xã hội chủ nghĩa Việt Nam", "Độc lập - Tự do - Hạnh phúc",
]  # fmt: skip


def accents(text: str) -> int:
    return sum(not c.isascii() and c.isalpha() for c in text)


def same_word_as_it_stands(text: str) -> bool:
    """Tell whether all accented words are syllables as they stand, too: "sè" may mean itself."""
    words = [w for w in re.findall("[A-Za-z\u00a1-\u00ff]+", text) if not w.isascii()]
    return all(map(is_syllable, words))


@pytest.mark.parametrize("font", FONTS)
def test_the_tables_are_the_fonts(font: str) -> None:
    if font == "TCVN3":
        assert {written: letter for letter, written in TO_TCVN3.items()} == TCVN3
        assert len(TCVN3) == 74  # 67 small letters and 7 capitals
    else:
        assert {written: letter for letter, written in TO_VNI.items()} == VNI
        assert len(VNI) == 67


@pytest.mark.parametrize("case", [str, str.upper, str.title], ids=["as-is", "upper", "title"])
@pytest.mark.parametrize("font", FONTS)
def test_every_name_typed_in_a_font_is_recognised(font: str, case: type) -> None:
    missed = []
    for name in map(case, NAMES):
        typed = FONTS[font](name)
        if accents(name) >= 2 and not same_word_as_it_stands(typed):
            found = legacy_font(typed)
            if found != font:
                missed.append((name, typed, found))
    assert missed == []


def test_what_cannot_be_told_is_rare() -> None:
    """Only a name all of whose words are also words as they stand is not told."""
    for encode in FONTS.values():
        told = [name for name in NAMES if accents(name) >= 2]
        hidden = [name for name in told if same_word_as_it_stands(encode(name))]
        assert len(hidden) <= len(told) // 50, hidden


# Good text is never suspected

WORDS = sorted(set(re.findall(r"[^\W\d_]+", PLAN_TEXT)))
GOOD = [
    "Nguyễn Thị Hoà", "Trần Văn Tỵ", "Lý Thuý Quỳnh", "Ýên", "Đặng Ðình Khoát", "Âu Dương Ngoạn",
    "Đà Nẵng", "ĐÀ NẴNG", "Thừa Thiên Huế", "Buôn Ma Thuột", "Đắk Lắk", "Krông Pa", "Y Moan Ênuôl",
    "H'Hen Niê", "Siu Krông", "Rơ Châm H'Yéo", "toà án", "khoản chi", "qúy III", "tòan xã", "cuả",
    "UBND XÃ\u00a0THÁI TÂN", "UBND XÃ…", "“UBND XÃ”", "CÁ NHÂN", "TOÀN TRÌNH", "Có hay không?",
    "Đã ban hành chưa?", "Đã gửi UBND chưa?", "Müller", "Jürgen Müller", "São Paulo", "façade", "naïve",
    "naïve façade", "José Noël", "Zoë Chloé", "Curaçao", "Köln", "Größe", "señor", "El Niño",
    "Perú", "Åse Björk", "Besançon", "Pelé và René", "À la carte", "crème brûlée", "résumé", "café",
    "Ångström", "Łódź", "Dvořák", "ôtô", "phôtô", "kilôgam", "lôgíc", "Mêkông", "Pleikrông",
    "25 °C", "100 m²", "5 m³", "½ ngày", "¼ ¾", "3 × 4", "6 ÷ 2", "± 5", "§ 5", "€ 5", "5 µm",
    "từ 5 µm đến 10 µm", "5 µm 10 µg", "5 µm x 10 µm", "Hän", "Bön", "Hän, Bön, Jörg Müller", "«mở»", "«xã»", "© UBND", "Windows®", "số · ngày", "Ω", "日本",
    "Số hồ sơ TTHC", "Hà Nam", "Trà Vinh", "Cà Mau", "Tên", "Mã", "Lý do", "Kỳ", "Giá trị", "", "-",
]  # fmt: skip


@pytest.mark.parametrize("text", GOOD)
def test_good_text_is_never_suspected(text: str) -> None:
    for shown in (text, text.upper(), text.lower(), text.title()):
        assert spoilt_text(shown) is None
        assert spoilt_text(unicodedata.normalize("NFD", shown)) is None


def test_no_line_and_no_word_of_the_plan_is_suspected() -> None:
    assert len(WORDS) > 800
    for text in (*WORDS, *PLAN_TEXT.splitlines(), *NAMES, PLAN_TEXT):
        for shown in (text, text.upper(), text.title(), unicodedata.normalize("NFD", text)):
            assert legacy_font(shown) is None, shown


LATIN_1 = [word for word in WORDS if max(word) <= "\u00ff"]
"""Words that give no hint of Unicode by their letters, such as "trình" and "công"."""
FOREIGN = [text for text in GOOD if text and max(text) <= "\u00ff" and "Bön" not in text
           and "Hän" not in text]  # fmt: skip
"""Without the two that are syllables by chance: beside other accents they would be suspected."""


@given(st.lists(st.sampled_from([*LATIN_1, *FOREIGN]), max_size=12))
def test_words_that_latin_1_holds_too_are_not_suspected(words: list[str]) -> None:
    shown = " ".join(words)
    for text in (shown, shown.upper(), shown.title()):
        assert legacy_font(text) is None


@given(st.text(), st.sampled_from(sorted(FONTS)))
def test_no_text_is_too_strange(text: str, font: str) -> None:
    assert legacy_font(text) in (None, *FONTS)
    assert legacy_font(FONTS[font](text)) in (None, *FONTS)


# In files: as bytes, and as the Unicode that Excel makes of them


def font_in(found: Found) -> list[str]:
    """Return where which font was named: ``2:2 TCVN3``."""
    assert all("Unikey" in str(p.hint) for p in found.problems if p.code == "legacy-font")
    fonts = [(p, str(p.message)) for p in found.problems]
    return [f"{str(p.where)[7:]} {said.split()[4][:-1]}" for p, said in fonts
            if p.code == "legacy-font"]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
@pytest.mark.parametrize("font", FONTS)
def test_a_header_typed_in_a_font(font: str, encoding: str) -> None:
    header = FONTS[font]("Kỳ,Đơn vị,Mã số liệu,Giá trị,Ghi chú")
    found = read_file(f"{header}\n2025-09,hcc,dem,12,\n".encode(encoding))
    assert font_in(found) == [f"1 {font}"]
    assert len(found.problems) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
@pytest.mark.parametrize("font", FONTS)
def test_a_header_below_a_letterhead(font: str, encoding: str) -> None:
    letterhead = FONTS[font]("BIỂU 01\nSỐ LIỆU CẢI CÁCH HÀNH CHÍNH\n")
    header = FONTS[font]("Kỳ,Đơn vị,Mã số liệu,Giá trị")
    found = read_file(f"{letterhead}{header}\n2025-09,hcc,dem,12\n".encode(encoding))
    assert [p.code for p in found.problems] == ["legacy-font"]
    assert font_in(found)[0].endswith(font)


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize(
    ("row", "where"),
    [
        ("2025-09,{Trung tâm phục vụ hành chính công},dem,1", "2:2"),
        ("2025-09,{Phòng Kinh tế xã hội},dem,1", "2:2"),
        ("2025-09,hcc,{Số hồ sơ đã giải quyết},1", "2:3"),
        ("{tháng chín năm 2025},hcc,dem,1", "2:1"),
    ],
)
def test_a_cell_typed_in_a_font(font: str, row: str, where: str) -> None:
    typed = re.sub(r"\{(.*?)\}", lambda found: FONTS[font](found[1]), row)
    found = read_file(f"kỳ,đơn vị,mã số liệu,giá trị\n{typed}\n2025-08,hcc,dem,5\n")
    assert font_in(found) == [f"{where} {font}"]
    assert found.values == {"hcc dem 2025-08": "5"}


@pytest.mark.parametrize("font", FONTS)
def test_a_file_of_bytes_is_named_at_the_first_line_that_is_no_utf_8(font: str) -> None:
    note = FONTS[font]("số liệu chính thức của Trung tâm phục vụ hành chính công")
    content = f"ky,don vi,ma,gia tri,ghi chu\n2025-09,hcc,dem,1,\n2025-08,hcc,dem,1,{note}\n"
    refused = decode(content.encode("latin-1"))
    assert isinstance(refused, Undecodable)
    assert (refused.code, refused.line) == ("legacy-font", 3)
    assert font in str(refused.message)


def test_a_note_does_not_spoil_its_value() -> None:
    note = tcvn3("số liệu chính thức")
    found = read_file(f"kỳ,đơn vị,mã số liệu,giá trị,ghi chú\n2025-09,hcc,dem,1,{note}\n")
    assert found.values == {"hcc dem 2025-09": "1"}
    assert found.codes == []


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("Tæng sè", "TCVN3"),
        ("Phöôøng", "VNI"),
        ("Th¸ng 9/2025", "TCVN3"),
        ("®· göi UBND x·", "TCVN3"),
        ("VP H§ND vµ UBND", "TCVN3"),
        ("TRUNG T¢M PHôC Vô HµNH CHÝNH C¤NG", "TCVN3"),
        ("VP HÑND vaø UBND", "VNI"),
        ("ÑÔN VÒ", "VNI"),
        ("tæ leä", "VNI"),
        ("Müller: tæng sè hå s¬ ®· tr¶", "TCVN3"),
    ],
)
def test_samples(text: str, font: str) -> None:
    assert legacy_font(text) == font
