"""Percentages typed beside figures: which are looked at, and with which of them they agree."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import period, plan_of
from cchc_cli import problems
from cchc_cli.problems import Location, Problem
from cchc_cli.submissions.ledger import Entry, LedgerBuilder, Rate, Slot
from cchc_cli.typed_rates import check_rates, percentage_in

PLAN = plan_of(
    """
    dung_han: {type: count}
    tre_han: {type: count}
    da_tra: {type: count}
    moi: {type: count}
    khac: {type: count}
    """,
    'measure: {ratio: {part: [dung_han], whole: [da_tra]}}, require: ">= 95%"',
    'measure: {ratio: {part: [moi, -khac], whole: [da_tra]}}, require: ">= 5%"',
    'measure: {total: [tre_han]}, require: "<= 5"',
)


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("95,2%", "95,2%"),
        ("95.2 %", "95.2 %"),
        ("đạt 95,2%", "95,2%"),
        ("Đạt: 95,2%.", "95,2%"),
        ("tỷ lệ 95%", "95%"),
        ("Tỉ lệ là 95%", "95%"),
        ("BC 12/BC-UBND, đạt tỷ lệ 95%", "95%"),
        ("chiếm 12,5% (theo biểu II.06a)", "12,5%"),
        ("số liệu tháng 9 (đạt 95%)", "95%"),
        ("bằng 100%", "100%"),
        ("đạt = 95%", "95%"),
        ("", None),
        ("đạt 95", None),
        ("đạt 95,2% kế hoạch năm", None),  # of another whole
        ("đạt 95% so với cùng kỳ", None),
        ("95% hồ sơ nộp trực tuyến", None),
        ("tăng 5%", None),
        ("giảm 5% so với tháng trước", None),
        ("chỉ tiêu 95%", None),
        ("chỉ tiêu: đạt 95%", None),
        ("yêu cầu đạt 95%", None),
        ("chưa đạt 95%", None),
        ("đạt trên 95%", None),
        ("đạt 95%, trễ 5%", None),  # which of the two?
        ("đạt 95-97%", None),
        ("đạt 1.234.567%", None),
        ("%", None),
    ],
)
def test_the_percentage_of_a_note(note: str, found: str | None) -> None:
    assert percentage_in(note) == found


@given(st.text())
def test_no_note_is_too_strange(note: str) -> None:
    found = percentage_in(note)
    assert found is None or found.endswith("%")


def typed(rate: str, *, beside: str = "dung_han", column: bool = False) -> list[Problem]:
    """Type a rate beside a figure of 2025-08: a note, or a cell of a column of its own.

    On time were 190 of 200 in 2025-07 (95%) and 270 of 300 in 2025-08 (90%), to date 92%.
    """
    builder = LedgerBuilder()
    values = {
        "dung_han": (190, 270), "da_tra": (200, 300), "moi": (25, 40), "khac": (5, 10),
        "tre_han": (10, 30),
    }  # fmt: skip
    rates = []
    for line, (figure, series) in enumerate(values.items(), 1):
        for month, value in enumerate(series, 7):
            slot, where = Slot("hcc", figure, period(f"2025-{month:02d}")), Location("a.csv", line)
            here = figure == beside and month == 8
            builder.add(Entry(slot, value, where, rate if here and not column else ""))
            if here and column:
                rates.append(Rate(slot, rate, where._replace(column=9)))
    return list(check_rates(PLAN, builder.build()[0], rates, period("2025-12")))


@pytest.mark.parametrize("column", [False, True])
@pytest.mark.parametrize("beside", ["dung_han", "da_tra"])
@pytest.mark.parametrize(
    ("rate", "agrees"),
    [
        ("90%", True),  # the month's
        ("92%", True),  # to date
        ("91%", True),  # within one of 90, and of 92
        ("93%", True),
        ("94%", False),
        ("88%", False),
        ("90,0%", True),
        ("90,1%", True),
        ("90,2%", False),
        ("89,9%", True),
        ("90,00%", True),
        ("90,02%", False),
        ("0,9%", False),
    ],
)
def test_a_rate_agrees_within_one_unit_of_its_last_decimal(
    rate: str, agrees: bool, beside: str, column: bool
) -> None:
    assert (not typed(rate, beside=beside, column=column)) == agrees


def test_a_column_s_rate_needs_no_sign() -> None:
    assert typed("90", column=True) == []
    (found,) = typed("85,5", column=True)
    assert found.code == "percentage-disagrees"
    assert found.where == Location("a.csv", 1, 9)
    assert str(found.message) == (
        "ghi 85,5% nhưng số liệu của hcc kỳ 2025-08 là 270 / 300 = 90% (dung_han / da_tra)"
    )


@pytest.mark.parametrize("shown", ["", "-", "#DIV/0!", "kps", "1.234,5", "90% đạt"])
def test_what_is_no_percentage_is_left_alone(shown: str) -> None:
    assert typed(shown, column=True) == []


def test_every_ratio_of_a_figure_counts() -> None:
    assert typed("10%", beside="da_tra") == []  # (40 - 10) / 300
    assert typed("10%", beside="moi") == []
    (found,) = typed("85%", beside="moi")
    assert "((moi-khac) / da_tra)" in str(found.message)


def test_a_figure_of_no_ratio_is_left_alone() -> None:
    assert typed("10%", beside="tre_han") == []


def check(*entries: Entry, rates: tuple[Rate, ...] = (), at: str = "2025-12") -> list[Problem]:
    builder = LedgerBuilder()
    builder.add(*entries)
    return list(check_rates(PLAN, builder.build()[0], rates, period(at)))


SLOT = Slot("hcc", "dung_han", period("2025-08"))
WHOLE = Slot("hcc", "da_tra", period("2025-08"))
HERE, THERE = Location("a.csv", 1), Location("b.csv", 1)


def test_without_the_other_figure_nothing_can_be_said() -> None:
    assert check(Entry(SLOT, 1, HERE, "90%")) == []
    assert check(Entry(SLOT, 0, HERE, "90%"), Entry(WHOLE, 0, HERE)) == []


def test_a_later_period_is_left_alone() -> None:
    entries = (Entry(SLOT, 1, HERE, "90%"), Entry(WHOLE, 2, HERE))
    assert len(check(*entries)) == 1
    assert check(*entries, at="2025-07") == []


def test_a_rate_beside_a_superseded_value_is_left_alone() -> None:
    entries = (Entry(SLOT, 1, HERE), Entry(SLOT, 2, THERE, "", 2), Entry(WHOLE, 4, THERE))
    assert check(*entries, rates=(Rate(SLOT, "25%", HERE),)) == []
    assert len(check(*entries, rates=(Rate(SLOT, "25%", THERE),))) == 1


def test_a_formula_s_own_digits_are_rounded() -> None:
    entries = (Entry(SLOT, 2, HERE), Entry(WHOLE, 3, HERE))
    assert check(*entries, rates=(Rate(SLOT, "66,6666666666667%", HERE),)) == []


def test_beyond_so_many_in_a_file_percentages_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems, "FILE_PROBLEMS", 2)
    at = [Location(path, line) for path in ("hcc.csv", "kt.csv") for line in (2, 3, 4)]
    builder = LedgerBuilder()
    names = ("dung_han", "da_tra", "moi")
    for where, (unit, name) in zip(at, product(("hcc", "kt"), names), strict=True):
        builder.add(Entry(Slot(unit, name, period("2025-07")), 10, where, "đạt 95%"))
    builder.add(Entry(Slot("hcc", "khac", period("2025-07")), 1, Location("x.csv", 2)))
    for month in (8, 9, 10):  # what is in no ratio is not compared, nor counted
        slot = Slot("hcc", "tre_han", period(f"2025-{month:02d}"))
        builder.add(Entry(slot, 1, Location("a.csv", month), "95%"))
    found = list(check_rates(PLAN, builder.build()[0], [], period("2025-12")))
    assert [str(problem.where) for problem in found] == [
        "hcc.csv:2", "hcc.csv:3", "kt.csv:2", "kt.csv:3", "hcc.csv", "kt.csv"
    ]  # fmt: skip
    assert str(found[-1].message) == "và 1 tỷ lệ nữa ghi kèm số liệu, không so hết"
