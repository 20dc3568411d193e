"""What looks wrong without being wrong: a unit's figures beside their own past."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import ledger_of, period, plan_of
from cchc_cli import plausibility, problems
from cchc_cli.evaluate import evaluate
from cchc_cli.plausibility import doubled_median, find_implausible
from cchc_cli.problems import Location, Problem, Severity
from cchc_cli.submissions.ledger import Entry, Ledger, LedgerBuilder, Slot

PLAN = plan_of(
    """
    dem: {type: count, reported_by: [hcc, kt]}
    ton: {type: count, over_time: last, reported_by: [hcc, kt]}
    tien: {type: amount}
    von: {type: amount, over_time: last}
    ty_le: {type: percent, over_time: last}
    quy: {type: count, every: quarter}
    da_lam: {type: yes_no}
    """,
    'measure: {total: [dem]}, require: ">= 1"',
)


def found_in(ledger: Ledger, at: str = "2025-12") -> list[Problem]:
    return find_implausible(evaluate(PLAN, ledger, period(at)), ledger, [])


def codes(lines: str, at: str = "2025-12") -> list[str]:
    """Return what was found, as ``1:4 unusual-value``: the ledger's line and column, and the code."""
    found = found_in(ledger_of(lines), at)
    assert all(p.severity is Severity.WARNING and str(p.hint) for p in found)
    return sorted(f"{p.where.line}:{p.where.column} {p.code}" for p in found)


# A value beside the unit's own past


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("hcc dem 07:40 08:42 09:44 10:420", ["1:4 unusual-value"]),  # ten times 42
        ("hcc dem 07:40 08:42 09:44 10:419", []),
        ("hcc dem 07:400 08:420 09:440 10:42", ["1:4 unusual-value"]),  # a tenth of 420
        ("hcc dem 07:400 08:420 09:440 10:43", []),
        ("hcc dem 07:40 08:42 09:44 10:0", ["1:4 unusual-value"]),
        ("hcc dem 07:40 08:42 10:420", []),  # two earlier values are no past
        ("hcc dem 07:1 08:2 09:2 10:20", []),  # ten times, but small
        ("hcc dem 07:2 08:2 09:2 10:21", ["1:4 unusual-value"]),
        ("hcc dem 07:20 08:20 09:20 10:2", []),
        ("hcc dem 07:21 08:21 09:21 10:2", ["1:4 unusual-value"]),
        ("hcc dem 07:0 08:0 09:0 10:500", []),  # of nothing there is no tenfold
        ("hcc dem 07:40 08:42 09:? 10:420", []),  # a rejected value is none
        ("hcc tien 07:41.5 08:42 09:42.5 10:420", ["1:4 unusual-value"]),
        ("hcc ty_le 07:95 08:96 09:97 10:0.96", ["1:4 unusual-value"]),
        ("hcc da_lam 07:không 08:không 09:không 10:có", []),
        # The median of four lies half way between two; one slip does not move it much.
        ("hcc dem 07:40 08:4000 09:44 10:42 11:430", ["1:5 unusual-value"]),
        ("hcc dem 07:40 08:4000 09:44 10:42 11:429", []),
        ("hcc dem 07:40 08:42 09:44 11:420 12:41", ["1:4 unusual-value"]),
    ],
)
def test_a_value_far_from_the_unit_s_own_past(line: str, found: list[str]) -> None:
    assert codes(line) == found


def test_another_unit_s_past_is_none() -> None:
    lines = "hcc dem 07:40 08:42 09:44 10:41 \n kt dem 10:400"
    assert codes(lines) == []


def test_periods_after_the_one_looked_at_are_left_alone() -> None:
    assert codes("hcc dem 07:40 08:42 09:44 10:420", at="2025-09") == []


def test_how_far_a_value_is_from_the_past_is_told() -> None:
    ledger = ledger_of("hcc dem 07:200 08:210 09:220 10:2360")
    (found,) = found_in(ledger)
    assert str(found.message) == (
        "dem kỳ 2025-10 của hcc là 2.360, gấp 11,24 lần mức thường thấy ở các kỳ trước (210)"
    )


def test_the_median() -> None:
    assert doubled_median([1, 4, 9]) == 2 * 4
    assert doubled_median([1, 4, 5, 9]) == 4 + 5
    assert doubled_median([1, Fraction(9, 2), 5, 9]) == Fraction(9, 2) + 5


# A stock that falls to zero


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("hcc ton 07:3 08:0", ["1:2 stock-at-zero"]),
        ("hcc ton 07:3 10:0", ["1:2 stock-at-zero"]),  # since the latest entry there is
        ("hcc ton 07:3 08:? 09:0", ["1:3 stock-at-zero"]),
        ("hcc von 07:0.5 08:0", ["1:2 stock-at-zero"]),
        ("hcc ton 07:0 08:0", []),
        ("hcc ton 07:3 08:0 09:0", ["1:2 stock-at-zero"]),  # said once
        ("hcc ton 08:0", []),
        ("hcc ton 07:0 08:3", []),
        ("hcc dem 07:3 08:0", []),  # what arises in a month may not arise
        ("hcc ty_le 07:3 08:0", []),
        ("hcc ton 07:50 08:52 09:51 10:0", ["1:4 stock-at-zero"]),  # one warning, not two
    ],
)
def test_a_stock_that_falls_to_zero(line: str, found: list[str]) -> None:
    assert codes(line) == found


# Everything as in the month before


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("hcc dem 07:5 08:5\n hcc ton 07:7 08:7", ["1:2 same-as-before"]),
        ("hcc dem 07:5 08:5\n hcc ton 07:7 08:8", []),
        ("hcc dem 07:5 08:5", []),  # one figure is too little
        ("hcc dem 07:0 08:0\n hcc ton 07:0 08:0", []),  # nothing arose, twice
        ("hcc dem 07:0 08:0\n hcc ton 07:7 08:7", ["1:2 same-as-before"]),
        ("hcc dem 07:5 09:5\n hcc ton 07:7 09:7", []),  # not the month before
        ("hcc dem 07:5 08:5\n kt ton 07:7 08:7", []),  # two units, a figure each
        ("hcc dem 07:5 08:5\n hcc da_lam 07:có 08:có", []),  # a yes stays a yes
        ("hcc dem 07:5 08:5\n hcc ton 08:7\n hcc tien 07:1 08:1", []),  # one is new
        # A figure due by the quarter is not missed in the month before.
        ("hcc dem 08:5 09:5\n hcc ton 08:7 09:7\n hcc quy 09:4", ["1:2 same-as-before"]),
        # What was rejected may have been another number.
        ("hcc dem 07:5 08:?\n hcc ton 07:7 08:7\n hcc tien 07:1 08:1", []),
        ("hcc da_lam 08:?\n hcc ton 07:7 08:7\n hcc tien 07:1 08:1", []),
        ("kt dem 08:?\n hcc ton 07:7 08:7\n hcc tien 07:1 08:1", ["2:2 same-as-before"]),
        (
            "hcc dem 07:5 08:5 09:?\n hcc ton 07:7 08:7 09:7\n hcc tien 07:1 08:1 09:1",
            ["1:2 same-as-before"],
        ),
        (
            "hcc dem 07:5 08:5 09:5\n hcc ton 07:7 08:7 09:7",
            ["1:2 same-as-before", "1:3 same-as-before"],
        ),
    ],
)
def test_a_month_like_the_one_before(lines: str, found: list[str]) -> None:
    assert codes(lines) == found


# Notes typed in a font of the time before Unicode


def noted(*notes: str) -> list[str]:
    builder = LedgerBuilder()
    for line, note in enumerate(notes, 1):
        slot = Slot("hcc", "dem", period(f"2025-{6 + line:02d}"))
        builder.add(Entry(slot, line, Location("a.csv", line), note))
    found = found_in(builder.build()[0])
    return [f"{p.where.line} [{p.code}] {p.message}" for p in found]


def test_notes_that_nobody_can_read_are_told_of_once_a_file() -> None:
    said = "[legacy-font] ghi chú: chữ gõ bằng phông TCVN3, không phải Unicode"
    assert noted("sè liÖu chÝnh thøc") == [f"1 {said}"]
    assert noted("", "sè liÖu chÝnh thøc", "®· kiÓm tra") == [f"2 {said}"]
    assert noted("số liệu chính thức", "Müller", "½ ngày") == []


# Properties

_VALUES = st.lists(st.integers(0, 300), min_size=1, max_size=6)


@given(st.dictionaries(st.sampled_from(["dem", "ton", "tien", "von"]), _VALUES), st.randoms())
def test_the_order_of_rows_changes_nothing(values: dict[str, list[int]], random: Random) -> None:
    lines = [
        f"hcc {figure} {month:02d}:{value}"
        for figure, series in values.items()
        for month, value in enumerate(series, 7)
    ]
    shuffled = list(lines)
    random.shuffle(shuffled)
    said = [
        sorted(
            f"{problem.code} {problem.message}" for problem in found_in(ledger_of("\n".join(rows)))
        )
        for rows in (lines, shuffled)
    ]
    assert said[0] == said[1]


def test_nothing_is_found_in_nothing() -> None:
    assert found_in(ledger_of("")) == []


# Files with very many of one kind


def test_beyond_so_many_in_a_file_unusual_values_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(problems, "FILE_PROBLEMS", 2)
    lines = ("hcc dem 07:40 08:42 09:44 10:420", "hcc ton 07:3 08:0", "kt ton 07:3 08:0")
    found = found_in(ledger_of("\n".join(lines)))
    assert [problem.code for problem in found] == [
        "unusual-value", "stock-at-zero", "unusual-value"
    ]  # fmt: skip
    assert str(found[-1].message) == "và 1 giá trị nữa khác hẳn các kỳ trước, không kể hết"
    assert found[-1].where == Location(found[0].where.path)


def test_so_many_notes_of_a_file_are_looked_at_for_their_font(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plausibility, "_NOTES", 2)
    for plain in (1, 2):
        notes = ["đã gửi"] * plain + ["Tæng sè hå s¬"]
        builder = LedgerBuilder()
        for line, note in enumerate(notes, 1):
            slot = Slot("hcc", "dem", period(f"2025-{6 + line:02d}"))
            builder.add(Entry(slot, 40, Location("hcc.csv", line), note))
        codes = [problem.code for problem in found_in(builder.build()[0])]
        assert codes == ["legacy-font"] * (plain < 2)


def test_the_first_garbled_note_of_a_file_is_told_whatever_the_order() -> None:
    builder = LedgerBuilder()
    for month, line in (("07", 9), ("08", 3), ("09", 5)):
        slot = Slot("hcc", "dem", period(f"2025-{month}"))
        builder.add(Entry(slot, 40, Location("hcc.csv", line), "Tæng sè hå s¬"))
    found = [p.where.line for p in found_in(builder.build()[0]) if p.code == "legacy-font"]
    assert found == [3]
