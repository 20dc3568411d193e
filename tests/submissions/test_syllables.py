"""Syllables of Vietnamese: spelling, tones and where they stand."""

import re
import unicodedata

import pytest

from cchc_cli.plan.builtin import DEFAULT_PLAN, builtin_plans
from cchc_cli.submissions.syllables import is_spelt_as_syllable, is_syllable

SYLLABLES = """
nghiệp nghiêng quyết quốc quý quỹ quả giá gì giếng giữa hoà hóa thuỷ thủy khuya khoẻ khỏe loài
ngoáy uý ý ỷ yếu yên ưu ướt xoong khuỷu đủ ỏ ỳ TRÌNH Đà nước mười cứu chữa thuở huơ bìa mùa cháo
"""
SLIPS = "tòan khỏan qúy gía cuả mià thũân"
"""The tone on a wrong vowel, or a vowel that lacks its mark."""
NONE = """
nghièp các̃ hỡnh façade naïve Müller ñôn señor Niê Krông wifi zalo phôtô Ghichú teá giaù soùng
bb ng th ́ á́ chuơng
"""


@pytest.mark.parametrize("word", SYLLABLES.split())
def test_a_syllable(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))
    assert is_spelt_as_syllable(word)


@pytest.mark.parametrize("word", SLIPS.split()[:-2])
def test_a_tone_on_the_wrong_vowel_is_a_slip(word: str) -> None:
    assert not is_syllable(word)
    assert is_spelt_as_syllable(word)


@pytest.mark.parametrize("word", ["", " ", "a b", "ba2", *NONE.split()])
def test_no_syllable(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize("word", ["giaù", "hoaì", "thuî", "ñôn", "ḿa"])
def test_a_tone_never_stands_on_a_final_glide_or_a_consonant(word: str) -> None:
    assert not is_spelt_as_syllable(word)


def test_a_stop_has_an_acute_or_a_dot() -> None:
    assert [is_syllable(f"t{vowel}t") for vowel in "áạàảãa"] == [True, True, *[False] * 4]
    assert is_spelt_as_syllable("tat")


def test_the_plan_is_made_of_syllables() -> None:
    text = builtin_plans()[DEFAULT_PLAN].read_text(encoding="utf-8")
    words = {word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()}
    assert len(words) > 500
    assert {word for word in words if not is_syllable(word)} <= {"HĐND", "QĐ", "CĐ", "NĐ"}
