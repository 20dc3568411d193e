"""Numbers: what offices write, what is read, and how results are shown."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.locale import translator
from cchc_cli.numbers import (
    Ambiguous,
    FigureType,
    Mark,
    NoNumber,
    Number,
    Reading,
    digits_text,
    format_number,
    number_text,
    parse_value,
    settle,
    trimmed,
)

COUNT, AMOUNT = FigureType.COUNT, FigureType.AMOUNT
PERCENT, YES_NO = FigureType.PERCENT, FigureType.YES_NO
NUMERIC = (COUNT, AMOUNT, PERCENT)

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0", 0),
        ("540", 540),
        ("007", 7),
        ("1.234", 1234),
        ("1,234", 1234),
        ("1 234", 1234),
        (f"1{NBSP}234", 1234),
        ("1\u202f234", 1234),
        ("1.234.567", 1_234_567),
        ("12,345,678", 12_345_678),
        ("999.999", 999_999),
        (f" {NBSP}540\t", 540),
        ("\ufeff540", 540),
        ("123456789012345678", 123_456_789_012_345_678),
    ],
)
def test_a_separator_in_a_count_groups_thousands(written: str, value: int) -> None:
    reading = parse_value(written, COUNT)
    assert reading == Number(value)
    assert isinstance(reading, Number)
    assert type(reading.value) is int


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("12,5", NoNumber.FRACTION),
        ("12.5", NoNumber.FRACTION),
        ("1.234,5", NoNumber.FRACTION),
        ("0,500", NoNumber.FRACTION),
        ("1234,567", NoNumber.FRACTION),
        ("-5", NoNumber.NEGATIVE),
        ("−5", NoNumber.NEGATIVE),
        ("- 1.234", NoNumber.NEGATIVE),
        ("1.23.456", NoNumber.GROUPS),
        ("1.234.56,7", NoNumber.GROUPS),
        ("12.", NoNumber.GROUPS),
        ("1  234", NoNumber.GROUPS),
        ("1 2", NoNumber.GROUPS),
        ("1\t234", NoNumber.OTHER),
        ("1\n234", NoNumber.OTHER),
        ("1234567890123456789", NoNumber.TOO_LONG),
        ("1.234.567.890.123.456.789", NoNumber.TOO_LONG),
        ("540%", NoNumber.OTHER),
        ("540 hồ sơ", NoNumber.OTHER),
        ("khoảng 540", NoNumber.OTHER),
        ("5e2", NoNumber.OTHER),
        ("0x10", NoNumber.OTHER),
        ("1_000", NoNumber.OTHER),
        ("nan", NoNumber.OTHER),
        ("có", NoNumber.OTHER),
        ("--", NoNumber.OTHER),
        ("?", NoNumber.OTHER),
    ],
)
def test_what_is_no_count(written: str, why: NoNumber) -> None:
    assert parse_value(written, COUNT) is why


@pytest.mark.parametrize(
    ("written", "value", "mark"),
    [
        ("95", "95", None),
        ("95%", "95", None),
        ("95,5", "95.5", ","),
        ("95.5", "95.5", "."),
        ("95,5%", "95.5", ","),
        ("95.5 %", "95.5", "."),
        (f"95,5{NBSP}%", "95.5", ","),
        ("95,125", "95.125", ","),
        ("95.125%", "95.125", "."),
        ("0,955", "0.955", ","),  # never multiplied: 0,955 is not 95,5
        ("1.234,5", "1234.5", ","),
        ("1,234.5", "1234.5", "."),
        ("-2,5", "-2.5", ","),
        ("100", "100", None),
    ],
)
def test_the_single_separator_of_a_percentage_is_its_decimal_mark(
    written: str, value: str, mark: Mark | None
) -> None:
    assert parse_value(written, PERCENT) == Number(Decimal(value), mark)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("%", NoNumber.OTHER),
        ("95%%", NoNumber.OTHER),
        ("%95", NoNumber.OTHER),
        ("95,5 phần trăm", NoNumber.OTHER),
        ("95,", NoNumber.GROUPS),
        ("9,5,5", NoNumber.GROUPS),
        ("31/41", NoNumber.OTHER),
        ("95,12345678901234567", NoNumber.TOO_LONG),
    ],
)
def test_what_is_no_percentage(written: str, why: NoNumber) -> None:
    assert parse_value(written, PERCENT) is why


@pytest.mark.parametrize(
    ("written", "value", "mark"),
    [
        ("1234", "1234", None),
        ("1.234,5", "1234.5", ","),
        ("1,234.5", "1234.5", "."),
        ("1234,5", "1234.5", ","),
        ("1234.5", "1234.5", "."),
        ("1234,567", "1234.567", ","),
        ("1,2", "1.2", ","),
        ("1,2345", "1.2345", ","),
        ("1.234.567", "1234567", ","),
        ("1,234,567", "1234567", "."),
        ("1 234", "1234", None),
        (f"1{NBSP}234,5", "1234.5", ","),
        ("1 234 567.8", "1234567.8", "."),
        ("0,500", "0.5", ","),
        ("0.125", "0.125", "."),
        ("1234,0", "1234", ","),
        ("-12,5", "-12.5", ","),
        ("−12,5", "-12.5", ","),
        ("0", "0", None),
    ],
)
def test_amounts_that_are_clear(written: str, value: str, mark: Mark | None) -> None:
    assert parse_value(written, AMOUNT) == Number(Decimal(value), mark)


@pytest.mark.parametrize(
    ("written", "whole", "decimal", "separator"),
    [
        ("1.234", "1234", "1.234", "."),
        ("1,234", "1234", "1.234", ","),
        ("12.345", "12345", "12.345", "."),
        ("999,000", "999000", "999", ","),
        ("-1.234", "-1234", "-1.234", "."),
    ],
)
def test_amounts_with_two_readings(written: str, whole: str, decimal: str, separator: Mark) -> None:
    expected = Ambiguous(Decimal(whole), Decimal(decimal), separator)
    assert parse_value(written, AMOUNT) == expected


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("1.23.456", NoNumber.GROUPS),
        ("1.234,567,8", NoNumber.GROUPS),
        ("1.234 567", NoNumber.GROUPS),
        (",5", NoNumber.OTHER),
        ("5 triệu", NoNumber.OTHER),
        ("12,5%", NoNumber.OTHER),
        ("1e6", NoNumber.OTHER),
        ("1234567890123456,789", NoNumber.TOO_LONG),
    ],
)
def test_what_is_no_amount(written: str, why: NoNumber) -> None:
    assert parse_value(written, AMOUNT) is why


@pytest.mark.parametrize(
    ("written", "marks", "settled"),
    [
        ("1.234", [","], Number(Decimal("1234"), ",")),
        ("1.234", ["."], Number(Decimal("1.234"), ".")),
        ("1,234", [","], Number(Decimal("1.234"), ",")),
        ("1,234", ["."], Number(Decimal("1234"), ".")),
        ("1.234", [",", ",", ","], Number(Decimal("1234"), ",")),
        ("-1.234", [","], Number(Decimal("-1234"), ",")),
        ("1.234", [], None),
        ("1.234", [",", "."], None),
    ],
)
def test_the_rest_of_the_file_settles_an_amount_or_nothing_does(
    written: str, marks: list[Mark], settled: Number | None
) -> None:
    reading = parse_value(written, AMOUNT)
    assert isinstance(reading, Ambiguous)
    assert settle(reading, marks) == settled


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("có", True),
        ("Có", True),
        ("CÓ", True),
        ("rồi", True),
        ("x", True),
        (" X ", True),
        ("yes", True),
        ("1", True),
        ("không", False),
        ("Không", False),
        ("chưa", False),
        ("No", False),
        ("0", False),
        ("kps", False),
        ("Không phát sinh", False),
    ],
)
def test_yes_and_no(written: str, value: bool) -> None:
    assert parse_value(written, YES_NO) == Number(value)


@pytest.mark.parametrize("written", ["2", "10", "co", "đang làm", "xx", "có không", "1,0", "%"])
def test_what_is_neither_yes_nor_no(written: str) -> None:
    assert parse_value(written, YES_NO) is NoNumber.NOT_YES_NO


@pytest.mark.parametrize("kind", FigureType)
@pytest.mark.parametrize("written", ["", "   ", NBSP, "\t", "-", " - ", "–", "…", "\u200b"])
def test_a_blank_is_nothing_submitted_whatever_the_figure(written: str, kind: FigureType) -> None:
    assert parse_value(written, kind) is NoNumber.BLANK


@pytest.mark.parametrize("kind", NUMERIC)
@pytest.mark.parametrize(
    "written", ["0", "kps", "KPS", "không phát sinh", " Không  phát\u00a0sinh "]
)
def test_zero_and_nothing_arisen_are_zero_and_not_blank(written: str, kind: FigureType) -> None:
    assert parse_value(written, kind) == Number(0)


@pytest.mark.parametrize("kind", NUMERIC)
@pytest.mark.parametrize("written", ["١٢٣", "１２３", "१२३", "12٣", "²", "Ⅻ", "½"])
def test_digits_of_other_scripts_are_refused(written: str, kind: FigureType) -> None:
    assert parse_value(written, kind) is NoNumber.OTHER


def test_trimmed_takes_off_what_cannot_be_seen() -> None:
    assert trimmed(f"{NBSP}\ufeff 1\u202f234\u200b\t") == "1 234"


@pytest.mark.parametrize(
    ("value", "guards", "vietnamese", "english"),
    [
        (Fraction(199, 2), (100, 0), "99,5", "99.5"),  # 199 of 200, against 100%
        (Fraction(96), (95, 0, 100), "96", "96"),
        (Fraction("94.996"), (95,), "94,996", "94.996"),
        (Fraction("94.996"), (), "95", "95"),
        (Fraction("95.004"), (95,), "95,004", "95.004"),
        (Fraction("99.9999"), (0, 100), "99,9999", "99.9999"),
        (Fraction("0.00049"), (0, 100), "0,0005", "0.0005"),
        (Fraction("-0.001"), (0,), "-0,001", "-0.001"),
        (Fraction("-0.001"), (), "0", "0"),
        (Fraction("100.001"), (100,), "100,001", "100.001"),
        (100, (100,), "100", "100"),
        (0, (0, 100), "0", "0"),
        (Fraction("12.345"), (), "12,35", "12.35"),  # half up, where half even says 12,34
        (Fraction("12.344999"), (), "12,34", "12.34"),
        (Fraction("-12.345"), (), "-12,35", "-12.35"),
        (Fraction(2, 3), (), "0,67", "0.67"),
        (Fraction("12.50"), (), "12,5", "12.5"),
        (Decimal("12.00"), (), "12", "12"),
        (1200, (), "1.200", "1,200"),
        (Decimal("1234567.8"), (), "1.234.567,8", "1,234,567.8"),
        (-1234, (), "-1.234", "-1,234"),
        (10**18, (), "1.000.000.000.000.000.000", "1,000,000,000,000,000,000"),
        (Fraction(10**18 - 1, 10**16), (100,), "99,9999999999999999", "99.9999999999999999"),
    ],
)
def test_shown_numbers(
    value: Fraction | int | Decimal,
    guards: tuple[int, ...],
    vietnamese: str,
    english: str,
) -> None:
    assert format_number(value, *guards, comma=True) == vietnamese
    assert format_number(value, *guards, comma=False) == english
    assert str(number_text(value, *guards)) == vietnamese
    assert number_text(value, *guards).render(translator("en")) == english


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [(1234, "1234", "1234"), (Decimal("1234.50"), "1234,50", "1234.50"), (-7, "-7", "-7")],
)
def test_digits_are_not_grouped(value: int | Decimal, vietnamese: str, english: str) -> None:
    assert str(digits_text(value)) == vietnamese
    assert digits_text(value).render(translator("en")) == english


def test_a_fractional_bound_guards_too() -> None:
    assert format_number(Fraction("97.4999"), Fraction("97.5"), comma=True) == "97,4999"


def number_of(reading: Reading) -> Fraction:
    assert isinstance(reading, Number)
    return Fraction(reading.value)


hundredths = st.integers(min_value=-(10**9), max_value=10**9)


@given(st.integers(min_value=0, max_value=10**18 - 1), st.booleans())
def test_printed_counts_read_back(count: int, comma: bool) -> None:
    assert parse_value(format_number(count, comma=comma), COUNT) == Number(count)


@given(st.integers(min_value=-99_999, max_value=99_999), st.booleans(), st.sampled_from(["", "%"]))
def test_printed_percentages_read_back(cents: int, comma: bool, sign: str) -> None:
    """Up to three digits before the mark: 1.234% would be read as 1,234%."""
    printed = format_number(Fraction(cents, 100), comma=comma) + sign
    assert number_of(parse_value(printed, PERCENT)) == Fraction(cents, 100)


@given(hundredths)
def test_printed_amounts_read_back_in_a_vietnamese_file(cents: int) -> None:
    reading = parse_value(format_number(Fraction(cents, 100), comma=True), AMOUNT)
    settled = settle(reading, [","]) if isinstance(reading, Ambiguous) else reading
    assert settled is not None
    assert number_of(settled) == Fraction(cents, 100)


def side(value: Fraction, guard: int) -> int:
    return (value > guard) - (value < guard)


near_a_guard = st.builds(
    lambda guard, offset, scale: guard + Fraction(offset, 10**scale),
    st.sampled_from([0, 60, 95, 100]),
    st.integers(min_value=-99, max_value=99),
    st.integers(min_value=0, max_value=12),
)
ratios = st.builds(
    lambda part, whole: Fraction(100 * part, whole),
    st.integers(min_value=-10, max_value=10_000),
    st.integers(min_value=1, max_value=10_000),
)


@given(ratios | near_a_guard, st.integers(min_value=1, max_value=120))
def test_no_number_is_rounded_onto_or_across_a_guard(value: Fraction, bound: int) -> None:
    guards = (bound, 0, 60, 95, 100)
    shown = Fraction(format_number(value, *guards, comma=False).replace(",", ""))
    assert [side(shown, guard) for guard in guards] == [side(value, guard) for guard in guards]
    assert abs(shown - value) <= Fraction(1, 200)


@given(ratios)
def test_without_a_guard_two_decimals_are_enough(value: Fraction) -> None:
    decimals = format_number(value, comma=True).partition(",")[2]
    assert len(decimals) <= 2
    assert not decimals.endswith("0")


anything = st.text() | st.text(alphabet=f"0123456789.,-−–… %{NBSP}\tkpsxKPS\ud800", max_size=30)


@given(anything, st.sampled_from(FigureType))
def test_no_text_is_too_strange_to_read(written: str, kind: FigureType) -> None:
    reading = parse_value(written, kind)
    assert isinstance(reading, (Number, Ambiguous, NoNumber))
    assert kind is AMOUNT or not isinstance(reading, Ambiguous)
    if isinstance(reading, Number):
        assert isinstance(reading.value, bool) == (kind is YES_NO)


@given(anything)
def test_a_count_is_never_negative(written: str) -> None:
    reading = parse_value(written, COUNT)
    assert not isinstance(reading, Number) or reading.value >= 0
