"""What it takes: every amount is proved by adding so many cases, and one more or one fewer."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from building import judged, plan_of
from cchc_cli.margin import Growth, Margin, MarginKind, margin_of_ratio, margin_of_total
from cchc_cli.plan.terms import Operator, Requirement

FLOWS = Growth(adds_up=True, in_ones=True)
"""Counts that add up over time."""
STOCK = Growth(adds_up=False, in_ones=True)
"""Counts of which the last one counts."""
MANY = 10**12
"""More cases than any amount below."""

FLOORS = (Operator.AT_LEAST, Operator.ABOVE)
operators = st.sampled_from([*FLOORS, Operator.AT_MOST, Operator.BELOW])
bounds = st.integers(0, 200).map(lambda half: Fraction(half, 2)) | st.fractions(
    0, 100, max_denominator=1000
)


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    """A part and the whole, above 0, that it is a part of."""
    whole = draw(st.integers(1, 300))
    return draw(st.integers(0, whole)), whole


def of_flows(part: int, whole: int, require: Requirement) -> Margin:
    return margin_of_ratio(Fraction(part), Fraction(whole), require, FLOWS, FLOWS, may_exceed=False)


def of_stock(part: int, whole: int, require: Requirement) -> Margin:
    return margin_of_ratio(Fraction(part), Fraction(whole), require, STOCK, STOCK, may_exceed=False)


def amount_of(margin: Margin) -> int:
    assert margin.amount is not None
    assert margin.amount.denominator == 1
    return int(margin.amount)


@given(shares(), operators, bounds)
@example((540, 560), Operator.AT_LEAST, Fraction(95))
@example((95, 100), Operator.AT_LEAST, Fraction(95))
@example((90, 100), Operator.ABOVE, Fraction(90))
@example((199, 200), Operator.AT_LEAST, Fraction(100))
@example((5, 100), Operator.AT_MOST, Fraction(5))
@example((5, 100), Operator.BELOW, Fraction(5))
def test_new_cases_are_counted_to_the_last_one(
    share: tuple[int, int], op: Operator, bound: Fraction
) -> None:
    part, whole = share
    is_floor = op in FLOORS

    def holds_after(good: int, failures: int) -> bool:
        """Under a ceiling the part counts the failures."""
        counted = good if is_floor else failures
        return op.holds(Fraction(part + counted, whole + good + failures), bound / 100)

    margin = of_flows(part, whole, Requirement(op, bound, percent=True))
    assert margin.gap == Fraction(100 * part, whole) - bound
    match margin.kind:
        case MarginKind.BEARS_FAILURES:
            amount = amount_of(margin)
            assert holds_after(0, 0)
            assert holds_after(0, amount)
            assert not holds_after(0, amount + 1)
        case MarginKind.NEEDS_NEW:
            amount = amount_of(margin)
            assert amount >= 1
            assert holds_after(amount, 0)
            assert not holds_after(amount - 1, 0)
        case MarginKind.IMPOSSIBLE:
            assert not holds_after(0, 0)
            assert not holds_after(MANY, 0)
            # The amount tells how many of those that failed would have to be put right.
            failed = whole - part if is_floor else part
            mended = [
                op.holds(Fraction(part + (n if is_floor else -n), whole), bound / 100)
                for n in range(failed + 1)
            ]
            assert margin.amount == (mended.index(True) if True in mended else None)
        case kind:
            assert kind is MarginKind.NONE
            assert holds_after(0, 0)
            assert holds_after(0, MANY)


@given(shares(), operators, bounds)
@example((46, 46), Operator.AT_LEAST, Fraction(100))
@example((45, 46), Operator.AT_LEAST, Fraction(100))
@example((45, 46), Operator.ABOVE, Fraction(100))
@example((9, 10), Operator.ABOVE, Fraction(90))
@example((3, 10), Operator.BELOW, Fraction(0))
def test_the_existing_ones_are_counted_to_the_last_one(
    share: tuple[int, int], op: Operator, bound: Fraction
) -> None:
    part, whole = share

    def holds_with(changed: int) -> bool:
        return op.holds(Fraction(changed, whole), bound / 100)

    margin = of_stock(part, whole, Requirement(op, bound, percent=True))
    match margin.kind:
        case MarginKind.BEARS_LOSS:
            amount = amount_of(margin)
            assert 0 <= amount <= part
            assert holds_with(part - amount)
            assert amount == part or not holds_with(part - amount - 1)
        case MarginKind.BEARS_MORE:
            amount = amount_of(margin)
            assert holds_with(part)
            assert holds_with(part + amount)
            assert not holds_with(part + amount + 1)
        case MarginKind.NEEDS_MORE:
            amount = amount_of(margin)
            assert 1 <= amount <= whole - part
            assert holds_with(part + amount)
            assert not holds_with(part + amount - 1)
        case MarginKind.NEEDS_FEWER:
            amount = amount_of(margin)
            assert 1 <= amount <= part
            assert holds_with(part - amount)
            assert not holds_with(part - amount + 1)
        case kind:
            assert kind is MarginKind.IMPOSSIBLE
            assert not any(holds_with(changed) for changed in range(whole + 1))
            assert margin.amount is None


@given(st.integers(0, 100), operators, st.integers(0, 100), st.booleans())
@example(3, Operator.BELOW, 0, False)
def test_totals_are_counted_to_the_last_one(
    value: int, op: Operator, bound: int, adds_up: bool
) -> None:
    grows = FLOWS if adds_up else STOCK

    def holds_with(changed: int) -> bool:
        return op.holds(Fraction(changed), Fraction(bound))

    require = Requirement(op, Fraction(bound), percent=False)
    margin = margin_of_total(Fraction(value), require, grows)
    assert margin.gap == value - bound
    match margin.kind:
        case MarginKind.BEARS_LOSS:
            amount = amount_of(margin)
            assert not adds_up  # what was counted once is not lost again
            assert 0 <= amount <= value
            assert holds_with(value - amount)
            assert amount == value or not holds_with(value - amount - 1)
        case MarginKind.BEARS_MORE:
            amount = amount_of(margin)
            assert holds_with(value + amount)
            assert not holds_with(value + amount + 1)
        case MarginKind.NEEDS_MORE:
            amount = amount_of(margin)
            assert not holds_with(value)
            assert holds_with(value + amount)
            assert not holds_with(value + amount - 1)
        case MarginKind.NEEDS_FEWER:
            amount = amount_of(margin)
            assert not adds_up
            assert 1 <= amount <= value
            assert holds_with(value - amount)
            assert not holds_with(value - amount + 1)
        case MarginKind.IMPOSSIBLE:
            assert op not in FLOORS
            mended = [holds_with(value - fewer) for fewer in range(value + 1)]
            assert adds_up or True not in mended
            assert margin.amount == (mended.index(True) if True in mended else None)
        case kind:
            assert kind is MarginKind.NONE
            assert adds_up
            assert op in FLOORS
            assert holds_with(value)


COUNTS = "dung_han: {type: count}\n da_tra: {type: count}"
STOCKS = "dung_han: {type: count, over_time: last}\n da_tra: {type: count, over_time: last}"
MONEY = "dung_han: {type: amount}\n da_tra: {type: amount}"
MIXED = "dung_han: {type: count}\n da_tra: {type: count, over_time: last}"
RATIO = "measure: {ratio: {part: [dung_han], whole: [da_tra]}}"


@pytest.mark.parametrize(
    ("figures", "target", "part", "whole", "kind", "amount"),
    [
        (COUNTS, 'require: ">= 95%"', "570", "574", "bears_failures", 26),
        (COUNTS, 'require: ">= 95%"', "540", "560", "bears_failures", 8),
        (COUNTS, 'require: ">= 95%"', "95", "100", "bears_failures", 0),
        (COUNTS, 'require: ">= 95%"', "90", "100", "needs_new", 100),
        (COUNTS, 'require: "> 90%"', "90", "100", "needs_new", 1),
        (COUNTS, 'require: ">= 100%"', "199", "200", "impossible", 1),
        (COUNTS, 'require: ">= 100%"', "200", "200", "bears_failures", 0),
        (COUNTS, 'require: "<= 5%"', "3", "100", "bears_failures", 2),
        (COUNTS, 'require: "<= 5%"', "6", "100", "needs_new", 20),
        (COUNTS, 'require: "= 50%"', "1", "2", "none", None),
        (COUNTS, 'require: ">= 95%", may_exceed: true', "90", "100", "none", None),
        # A month that is over gets no new cases.
        (COUNTS, 'require: ">= 95%", judge: month', "90", "100", "needs_more", 5),
        (STOCKS, 'require: ">= 80%"', "70", "100", "needs_more", 10),
        (STOCKS, 'require: "> 80%"', "70", "100", "needs_more", 11),
        (STOCKS, 'require: ">= 80%"', "85", "100", "bears_loss", 5),
        (STOCKS, 'require: "> 80%"', "85", "100", "bears_loss", 4),
        (STOCKS, 'require: "> 100%"', "100", "100", "impossible", None),
        (STOCKS, 'require: "> 100%", may_exceed: true', "100", "100", "needs_more", 1),
        (STOCKS, 'require: "<= 100%", may_exceed: true', "46", "45", "needs_fewer", 1),
        (STOCKS, 'require: "<= 100%", may_exceed: true', "43", "45", "bears_more", 2),
        (MIXED, 'require: ">= 95%"', "90", "100", "needs_more", 5),
        (MIXED, 'require: ">= 95%"', "96", "100", "none", None),  # a sum loses nothing
        (MONEY, 'require: ">= 50%"', "1", "3.5", "needs_new", Fraction(3, 2)),
    ],
)
def test_a_ratio_s_margin(
    figures: str, target: str, part: str, whole: str, kind: str, amount: Fraction | int | None
) -> None:
    plan = plan_of(figures, f"{RATIO}, {target}")
    margin = judged(plan, f"hcc dung_han 07:{part}\n hcc da_tra 07:{whole}", "2025-07").margin
    assert (margin.kind, margin.amount) == (kind, amount)


@pytest.mark.parametrize(
    ("over_time", "require", "value", "kind", "amount"),
    [
        ("sum", ">= 12", 9, "needs_more", 3),
        ("sum", ">= 12", 15, "none", None),
        ("sum", "<= 45", 40, "bears_more", 5),
        ("sum", "< 45", 40, "bears_more", 4),
        ("sum", "<= 45", 46, "impossible", 1),
        ("last", "<= 45", 46, "needs_fewer", 1),
        ("last", "< 45", 46, "needs_fewer", 2),
        ("last", ">= 12", 15, "bears_loss", 3),
        ("last", "= 12", 15, "none", None),
    ],
)
def test_a_total_s_margin(
    over_time: str, require: str, value: int, kind: str, amount: int | None
) -> None:
    plan = plan_of(
        f"hoi_nghi: {{type: count, over_time: {over_time}}}",
        f'measure: {{total: [hoi_nghi]}}, require: "{require}"',
    )
    margin = judged(plan, f"hcc hoi_nghi 07:{value}", "2025-07").margin
    assert (margin.kind, margin.amount) == (kind, amount)
    assert margin.gap == value - int(require.split()[1])


def test_a_difference_has_a_gap_and_no_amount() -> None:
    """Whether new cases raise or lower it, nobody can say."""
    plan = plan_of(COUNTS, 'measure: {total: [da_tra, -dung_han]}, require: ">= 5"')
    margin = judged(plan, "hcc dung_han 07:8\n hcc da_tra 07:10", "2025-07").margin
    assert margin == Margin(MarginKind.NONE, None, Fraction(-3))


def test_a_percentage_is_short_of_points() -> None:
    plan = plan_of(
        "ty_le: {type: percent, over_time: last}",
        'measure: {total: [ty_le]}, require: ">= 97,5%"',
    )
    margin = judged(plan, "hcc ty_le 07:95.25", "2025-07").margin
    assert margin == Margin(MarginKind.NEEDS_MORE, Fraction(9, 4), Fraction(-9, 4), in_ones=False)


@pytest.mark.parametrize(
    "entries",
    [
        "hcc dung_han 07:1",
        "hcc dung_han 07:?\n hcc da_tra 07:2",
        "hcc dung_han 07:3\n hcc da_tra 07:2",
        "hcc dung_han 07:0\n hcc da_tra 07:0",
    ],
)
def test_nothing_is_promised_where_nothing_is_sure(entries: str) -> None:
    plan = plan_of(COUNTS, f'{RATIO}, require: ">= 95%"')
    assert judged(plan, entries, "2025-07").margin == Margin(MarginKind.NONE)
