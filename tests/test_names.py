"""Names: what counts as the same name, and which known one is nearest."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.names import compose, decompose, fold_header, fold_name, is_composed, nearest

UNIT = "Phòng Văn hóa - Xã hội"


@pytest.mark.parametrize(
    "written",
    [
        "Phòng Văn hoá - Xã hội",
        "Phòng Văn hóa – Xã hội",
        "Phòng Văn hóa — Xã hội",
        "Phòng Văn hóa-Xã hội",
        "Phòng Văn hóa‑Xã hội",
        "PHÒNG VĂN HOÁ - XÃ HỘI",
        "phòng văn hóa - xã hội",
        "  Phòng  Văn hóa -  Xã hội ",
        "Phòng\u00a0Văn hóa - Xã hội",
        "Phòng Văn hóa - Xã hội.",
        "Phòng Văn hóa - Xã hội .",
        "\ufeffPhòng Văn hóa - Xã\u200b hội",
        unicodedata.normalize("NFD", "Phòng Văn hoá - Xã hội"),
    ],
)
def test_spellings_of_one_name(written: str) -> None:
    assert fold_name(written) == fold_name(UNIT)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa Bình", "Hoà Bình"),
        ("thủy lợi", "thuỷ lợi"),
        ("Đất đai", "ĐẤT ĐAI"),
        ("Ủy ban", "ủy ban"),
        ("khoẻ", "khỏe"),
    ],
)
def test_tone_placement_and_case_make_no_difference(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phòng Kinh tế", "Phong Kinh te"),
        ("Hòa", "Hóa"),
        ("Hoa", "Hóa"),
        ("Đan", "Dan"),
        ("Tân", "Tấn"),
        ("Thái Tân", "TháiTân"),
        ("Phòng Kinh tế", "Phòng Kinh tế 2"),
        ("Tạ – Ta", "Ta – Tạ"),
    ],
)
def test_names_that_differ(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)


vietnamese = st.text(
    alphabet="aăâeêioôơuưyđbcghnptx áàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳ-."
)


@given(vietnamese)
def test_composition_and_case_never_matter(name: str) -> None:
    decomposed = unicodedata.normalize("NFD", name)
    assert fold_name(name) == fold_name(decomposed) == fold_name(decomposed.upper())
    assert fold_header(name) == fold_header(decomposed.upper())


@given(st.text())
def test_no_text_is_too_strange_to_fold(name: str) -> None:
    assert fold_name(f" {name} ") == fold_name(name)
    assert fold_header(f"_{name} ") == fold_header(name)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Mã số liệu", "masolieu"),
        ("MÃ SỐ LIỆU", "masolieu"),
        ("ma_so_lieu", "masolieu"),
        ("ma so lieu", "masolieu"),
        ("Mã số liệu (*)", "masolieu"),
        ("Kỳ", "ky"),
        ("Đơn vị", "donvi"),
        ("ĐVT", "dvt"),
        ("Giá trị:", "giatri"),
        (unicodedata.normalize("NFD", "Giá trị"), "giatri"),
        ("", ""),
        ("—", ""),
    ],
)
def test_column_names_lose_accents_spaces_and_marks(written: str, folded: str) -> None:
    assert fold_header(written) == folded


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("requier", "require"),
        ("Require", "require"),
        ("over-time", "over_time"),
        ("overtime", "over_time"),
        ("zzz", None),
        ("", None),
        ("r" * 100_000, None),
    ],
)
def test_the_nearest_known_name(written: str, near: str | None) -> None:
    assert nearest(written, ["require", "measure", "over_time"]) == near


def test_nothing_is_near_where_nothing_is_known() -> None:
    assert nearest("require", []) is None


def test_the_nearest_name_is_given_as_the_plan_writes_it() -> None:
    assert nearest("trung tam hanh chinh", [UNIT, "Trung tâm Hành chính"]) == "Trung tâm Hành chính"


MARKS = "\u0302\u0323"
"""In another order than that of a composed text."""


@given(st.text(st.sampled_from("aếđ 中" + MARKS + "\u0301\u064b"), max_size=29))
def test_letters_are_composed_and_decomposed_as_unicode_has_it(text: str) -> None:
    for words in (text, f"xã {text} hội" * 20):
        assert compose(words) == unicodedata.normalize("NFC", words)
        assert decompose(words) == unicodedata.normalize("NFD", words)
        if is_composed(words):
            assert compose(words) == words


@pytest.mark.parametrize("mark", [MARKS, "\u064b", "\U0001d165\u0301", "\u20d0\u0323", "\u20e8"])
def test_marks_upon_a_letter_without_end_are_cut(mark: str) -> None:
    """To put a million in order would take hours."""
    text = "a" + mark * 1_000_000 + "b"
    assert not is_composed(text)
    assert len(unicodedata.normalize("NFD", compose(text))) == 1 + 30 + 1
    assert len(decompose(text)) == 1 + 30 + 1
    assert len(fold_name(text)) <= 1 + 30 + 1
    assert fold_header(text) == "ab"


def test_letters_made_of_nothing_but_marks_are_cut_too() -> None:
    """The tables call them no marks; decomposed they are two each."""
    for letter in "\u0f73\u0f75\u0f81":
        assert compose("a" + letter * 1_000_000) == compose("a" + letter * 30)
