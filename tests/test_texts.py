"""Texts: sentences with values from files, safe to print in any language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.periods import Period
from cchc_cli.texts import Text, printable, shortened, text


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Văn hóa – Xã hội", "Văn hóa – Xã hội"),
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("a\nb\r\tc", r"a\x0ab\x0d\x09c"),
        ("a\x00b\x7f", r"a\x00b\x7f"),
        ("a\x9bb", r"a\x9bb"),  # the one-byte escape of a C1 terminal
        ("a\u2028b\u2029", r"a\u2028b\u2029"),
        ("a\u202eb\u202c", r"a\u202eb\u202c"),
        ("a\u2066b\u2069", r"a\u2066b\u2069"),
        ("a\u200eb\u200f\u061c", r"a\u200eb\u200f\u061c"),
        ("a\u200bb\ufeff", r"a\u200bb\ufeff"),
        ("a\ud800b", r"a\ud800b"),
        ("b\udce1o.csv", r"b\xe1o.csv"),  # a byte of a file name that is no UTF-8
        ("[bold] {x} %s \\", "[bold] {x} %s \\"),
        ("", ""),
    ],
)
def test_what_could_steer_a_terminal_is_written_out(raw: str, shown: str) -> None:
    assert printable(raw) == shown


@given(st.text(alphabet=st.characters()))
def test_printable_text_can_always_be_written(raw: str) -> None:
    shown = printable(raw)
    assert shown.encode().decode() == shown
    assert not any(ord(letter) < 0x20 or 0x7F <= ord(letter) < 0xA0 for letter in shown)
    assert printable(shown) == shown


@pytest.mark.parametrize(
    ("length", "limit", "shown"),
    [(5, 5, "xxxxx"), (6, 5, "xxxx…"), (0, 5, ""), (1, 1, "x"), (2, 1, "…")],
)
def test_a_long_text_is_cut_to_its_limit(length: int, limit: int, shown: str) -> None:
    assert shortened("x" * length, limit) == shown


def test_a_value_is_quoted_up_to_120_characters() -> None:
    assert str(text('"{value}"', value="x" * 120)) == '"' + "x" * 120 + '"'
    assert str(text('"{value}"', value="x" * 121)) == '"' + "x" * 119 + '…"'


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a\x1bb", r"a\x1bb"),
        ("{other} {0.__class__} %s", "{other} {0.__class__} %s"),
        (12, "12"),
        (["a", "b\n", 3], r"a, b\x0a, 3"),
        ([], ""),
        (text("kỳ {period}", period="2025-09"), "kỳ 2025-09"),
        ([text("một"), text("hai")], "một, hai"),
        (Period(2025, 9), "2025-09"),
        ([Period(2025, 9), Period(2025, 10)], "2025-09, 2025-10"),
    ],
)
def test_values_are_filled_in(value: object, shown: str) -> None:
    assert str(text("giá trị: {value}", value=value)) == f"giá trị: {shown}"


def test_a_text_without_values_is_shown_as_it_is() -> None:
    assert str(text("measure: {ratio: {part: [a]}}")) == "measure: {ratio: {part: [a]}}"


def test_texts_within_texts_are_translated_too() -> None:
    english = {'không có {kind} "{name}"': 'no {kind} "{name}"', "đơn vị": "unit"}
    message = text('không có {kind} "{name}"', kind=text("đơn vị"), name="đơn vị")
    assert message.render(english.__getitem__) == 'no unit "đơn vị"'
    assert str(message) == 'không có đơn vị "đơn vị"'


def test_equal_texts_count_once() -> None:
    texts = {text("a {n}", n=[1]), text("a {n}", n=[1]), text("a {n}", n=[2])}
    assert texts == {Text("a {n}", {"n": [1]}), Text("a {n}", {"n": [2]})}
