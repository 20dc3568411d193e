"""What counts as a change of an entry, and what does not."""

from building import ledger_of, period, tasks_of
from cchc_cli.closing.compare import compare_ledgers
from cchc_cli.submissions.ledger import Ledger

SEPTEMBER = period("2025-09")


def changed(old: str, new: str) -> list[str]:
    found = compare_ledgers(ledger_of(old), ledger_of(new), SEPTEMBER)
    return [f"{c.slot.unit} {c.slot.figure} {c.slot.period.month}" for c in found]


def test_nothing_changed() -> None:
    assert changed("hcc a 07:1 08:2", "hcc a 08:2 07:1") == []


def test_what_is_reported_of_a_task_is_an_entry_too() -> None:
    old = tasks_of("hcc nv_1 07:chưa_thực_hiện 08:60%\nhcc nv_2 07:xong 09:?")
    new = tasks_of("hcc nv_1 07:0% 08:đang_thực_hiện\nhcc nv_2 07:100% 09:xong 10:xong")
    found = compare_ledgers(old, new, SEPTEMBER)
    assert [(c.slot.figure, c.slot.period.month) for c in found] == [("nv_1", 8), ("nv_2", 9)]


def test_an_equal_number_written_otherwise_is_the_same() -> None:
    assert changed("hcc a 07:1.5", "hcc a 07:1.50") == []


def test_a_yes_is_no_one() -> None:
    assert changed("hcc a 07:1", "hcc a 07:có") == ["hcc a 7"]


def test_altered_added_removed_rejected() -> None:
    assert changed("hcc a 07:1 08:1 09:1", "hcc a 07:2 09:?\nkt b 09:1") == [
        "hcc a 7",
        "hcc a 8",
        "hcc a 9",
        "kt b 9",
    ]


def test_later_periods_are_no_part_of_it() -> None:
    assert changed("hcc a 10:1", "hcc a 10:2 11:3") == []


def test_note_and_revision_belong_to_an_entry() -> None:
    old = ledger_of("hcc a 07:1 08:1")
    noted = {s: e._replace(note="QĐ 1") if s.period.month == 7 else e._replace(revision=2)
             for s, e in old.entries.items()}  # fmt: skip
    assert len(compare_ledgers(old, Ledger(noted), SEPTEMBER)) == 2


def test_the_spaces_of_a_note_do_not() -> None:
    old = ledger_of("hcc a 07:1")
    one, other, third = (
        Ledger({s: e._replace(note=note) for s, e in old.entries.items()})
        for note in ("KH 1\nđợt 2", " KH\u00a01  đợt 2", "KH 1, đợt 2")
    )
    assert compare_ledgers(one, other, SEPTEMBER) == ()
    assert len(compare_ledgers(one, third, SEPTEMBER)) == 1


def test_whether_it_is_an_estimate_does_too() -> None:
    assert changed("hcc a 07:1 08:1", "hcc a 07:1 08:1~") == ["hcc a 8"]
    assert changed("hcc a 07:1 08:1~", "hcc a 07:1 08:1") == ["hcc a 8"]
    assert changed("hcc a 07:1 08:1~", "hcc a 07:1 08:1~") == []


def test_a_place_does_not() -> None:
    old = ledger_of("hcc a 07:1")
    moved = {s: e._replace(where=e.where._replace(path="khac.xlsx", line=9))
             for s, e in old.entries.items()}  # fmt: skip
    assert compare_ledgers(old, Ledger(moved), SEPTEMBER) == ()
