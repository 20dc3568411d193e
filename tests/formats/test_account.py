"""The account of a target; its words are tested where they are shown (explain, HTML)."""

import pytest

from building import judged, plan_of
from cchc_cli.formats.account import Account, account_of
from cchc_cli.formats.words import Words
from cchc_cli.plan.terms import Plan
from test_examples import evaluated

PLAN = plan_of(
    """
    tu: {type: count, reported_by: [hcc, kt]}
    mau: {type: count, reported_by: [hcc, kt]}
    """,
    'measure: {ratio: {part: [tu], whole: [mau]}}, require: ">= 95%"',
)
LINES = """
    hcc tu  07:1 08:1 09:1
    kt  tu  07:1 08:1 09:1
    hcc mau 07:1 08:1 09:1
    kt  mau 07:1 08:1 09:1
"""


def account(most: int | None, plan: Plan = PLAN, lines: str = LINES) -> Account:
    return account_of(evaluated("2025-09"), judged(plan, lines), Words(plan, "vi"), most)


def listed(found: Account) -> list[str]:
    return [f"{entry.unit} {entry.figure} {entry.period[-2:]}" for entry in found.entries]


def test_all_entries_are_listed_in_their_order() -> None:
    found = account(None)
    assert len(found.entries) == 12
    assert found.more == ""
    assert account(12) == found


def test_of_many_entries_those_of_the_latest_periods_are_listed() -> None:
    """Whole periods, so that what is listed of one is all of it."""
    found = account(11)
    assert listed(found) == [
        "hcc tu 08", "hcc tu 09", "kt tu 08", "kt tu 09",
        "hcc mau 08", "hcc mau 09", "kt mau 08", "kt mau 09",
    ]  # fmt: skip
    assert found.more == "… và 4 số cũ hơn; xem đủ bằng lệnh: cchc explain 1"
    assert listed(account(7)) == ["hcc tu 09", "kt tu 09", "hcc mau 09", "kt mau 09"]


@pytest.mark.parametrize("most", [1, 3])
def test_where_one_period_is_too_much_the_last_entries_are_listed(most: int) -> None:
    found = account(most)
    assert len(found.entries) == most
    assert str(12 - most) in found.more
    assert [figure.total for figure in found.figures] == ["6", "6"]  # of all of them, all the same
