"""Periods: the ways a month is written, the calendar, and the cut-off."""

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.periods import (
    NoPeriod,
    Period,
    deadline_of,
    first_day,
    last_day,
    parse_date,
    parse_iso_period,
    parse_period,
    periods_between,
)

SEPTEMBER = Period(2025, 9)


@pytest.mark.parametrize(
    "written",
    [
        "2025-09",
        "09/2025",
        "9/2025",
        "T9/2025",
        "t9/2025",
        "T09/2025",
        "Tháng 9/2025",
        "THÁNG 09/2025",
        "tháng 9 / 2025",
        "  Tháng\u00a09/2025 ",
        unicodedata.normalize("NFD", "Tháng 9/2025"),
    ],
)
def test_the_ways_a_month_is_written(written: str) -> None:
    assert parse_period(written) == SEPTEMBER


@pytest.mark.parametrize(
    "written",
    [
        "Sep-25",
        "sep-2025",
        "25-Sep",
        "1-Sep-25",
        "01/09/2025",
        "1/9/2025",
        "01/09/25",
        "01-09-2025",
        "01.09.2025",
        "2025-09-01",
        "2025-09-01 00:00:00",
        "2025/09/01",
        "Thg9-25",
        "thg 9-25",
        "09-25",
    ],
)
def test_what_excel_made_a_date_of_is_no_period(written: str) -> None:
    assert parse_period(written) is NoPeriod.DATE


@pytest.mark.parametrize("written", ["45901", "45901.0", "45901,00"])
def test_a_serial_number_is_named_as_one(written: str) -> None:
    assert parse_period(written) is NoPeriod.SERIAL


@pytest.mark.parametrize(
    "written",
    [
        "",
        "2025",
        "9",
        "2025-13",
        "2025-00",
        "13/2025",
        "0/2025",
        "2025-9",
        "09/25",
        "Quý 3/2025",
        "tháng chín",
        "2025-09x",
        "٢٠٢٥-٠٩",
    ],
)
def test_what_cannot_be_read(written: str) -> None:
    assert parse_period(written) is NoPeriod.UNREADABLE


@given(st.text() | st.text(alphabet="0123456789/-. tThgTáSep\ud800", max_size=20))
def test_no_text_is_too_strange_to_read(written: str) -> None:
    assert isinstance(parse_period(written), (Period, NoPeriod))


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2025-09", SEPTEMBER),
        ("9/2025", None),
        (" 2025-09", None),
        ("2025-09\n", None),
        ("2025-13", None),
        ("2٠25-09", None),
        ("", None),
    ],
)
def test_folders_and_plans_write_a_period_in_one_way(written: str, period: Period | None) -> None:
    assert parse_iso_period(written) == period


periods = st.builds(Period, st.integers(1900, 2900), st.integers(1, 12))


@given(periods)
def test_a_printed_period_reads_back(period: Period) -> None:
    assert parse_iso_period(str(period)) == period
    assert parse_period(str(period)) == period


@given(periods)
def test_next_and_previous_undo_each_other(period: Period) -> None:
    assert period.next().previous() == period
    assert period.previous() < period < period.next()


def test_the_year_turns_after_december() -> None:
    assert Period(2025, 12).next() == Period(2026, 1)
    assert Period(2026, 1).previous() == Period(2025, 12)


@pytest.mark.parametrize(
    ("first", "last", "between"),
    [
        ("2025-11", "2026-02", "2025-11 2025-12 2026-01 2026-02"),
        ("2025-09", "2025-09", "2025-09"),
        ("2025-09", "2025-08", ""),
    ],
)
def test_both_ends_are_between(first: str, last: str, between: str) -> None:
    start, end = parse_iso_period(first), parse_iso_period(last)
    assert start
    assert end
    assert " ".join(map(str, periods_between(start, end))) == between


@pytest.mark.parametrize(
    ("period", "cut_off_day", "first", "last"),
    [
        (Period(2025, 8), 14, date(2025, 7, 15), date(2025, 8, 14)),
        (Period(2025, 8), 20, date(2025, 7, 21), date(2025, 8, 20)),
        (Period(2025, 1), 14, date(2024, 12, 15), date(2025, 1, 14)),
        (Period(2025, 3), 28, date(2025, 3, 1), date(2025, 3, 28)),
        (Period(2025, 9), None, date(2025, 9, 1), date(2025, 9, 30)),
        (Period(2024, 2), None, date(2024, 2, 1), date(2024, 2, 29)),
        (Period(2025, 12), None, date(2025, 12, 1), date(2025, 12, 31)),
    ],
)
def test_the_days_of_a_period(
    period: Period, cut_off_day: int | None, first: date, last: date
) -> None:
    assert (first_day(period, cut_off_day), last_day(period, cut_off_day)) == (first, last)


@given(periods, st.none() | st.integers(1, 28))
def test_no_day_falls_between_two_periods(period: Period, cut_off_day: int | None) -> None:
    following = first_day(period.next(), cut_off_day)
    assert following == last_day(period, cut_off_day) + timedelta(days=1)


@pytest.mark.parametrize(
    ("period", "cut_off_day", "day", "due"),
    [
        (Period(2025, 9), None, 5, date(2025, 10, 5)),
        (Period(2025, 12), None, 5, date(2026, 1, 5)),
        (Period(2025, 1), None, 31, date(2025, 2, 28)),
        (Period(2025, 9), 14, 20, date(2025, 9, 20)),
        (Period(2025, 9), 14, 14, date(2025, 10, 14)),
        (Period(2025, 9), 14, 5, date(2025, 10, 5)),
    ],
)
def test_the_deadline_is_the_next_such_day_after_the_period(
    period: Period, cut_off_day: int | None, day: int, due: date
) -> None:
    assert deadline_of(period, cut_off_day, day) == due


@pytest.mark.parametrize(
    ("word", "read"),
    [
        ("2025-10-05", date(2025, 10, 5)),
        ("05/10/2025", date(2025, 10, 5)),
        (" 5/10/2025 ", date(2025, 10, 5)),
        ("31/04/2025", None),
        ("2025-13-01", None),
        ("10/2025", None),
        ("٥/١٠/٢٠٢٥", None),
        ("", None),
    ],
)
def test_a_date_of_the_command_line(word: str, read: date | None) -> None:
    assert parse_date(word) == read
