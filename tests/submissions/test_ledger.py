"""The ledger: revisions, duplicates and rejections, in whatever order they come."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import period, tasks_of
from cchc_cli import problems
from cchc_cli.limits import FILE_PROBLEMS
from cchc_cli.problems import Location, sort_problems
from cchc_cli.submissions.ledger import (
    Entry,
    Ledger,
    LedgerBuilder,
    Rejection,
    Slot,
    check_evidence,
)

SLOT = Slot("hcc", "dem", period("2025-09"))
OTHER = Slot("kt", "dem", period("2025-08"))

Event = Entry | Rejection


def entry(value: int, revision: int = 1, line: int = 2, slot: Slot = SLOT) -> Entry:
    return Entry(slot, value, Location("bc.csv", line, 4), "", revision)


def rejection(revision: int | None, line: int = 2, slot: Slot = SLOT) -> Rejection:
    return Rejection(slot, Location("bc.csv", line, 4), revision)


def built(*events: Event) -> tuple[Ledger, list[str]]:
    builder = LedgerBuilder()
    for event in events:
        if isinstance(event, Entry):
            builder.add(event)
        else:
            builder.reject(event)
    ledger, problems = builder.build()
    return ledger, [f"{p.where}: [{p.code}] {p.message}" for p in sort_problems(problems)]


def outcome(*events: Event) -> str:
    """Return the value that counts, ``rejected``, or nothing."""
    ledger, _ = built(*events)
    assert not (SLOT in ledger.entries and SLOT in ledger.rejected)
    if SLOT in ledger.rejected:
        return "rejected"
    return str(ledger.entries[SLOT].value) if SLOT in ledger.entries else ""


@pytest.mark.parametrize(
    ("found", "counts"),
    [
        ([], ""),
        ([entry(5)], "5"),
        ([entry(5, 1), entry(6, 2)], "6"),
        ([entry(6, 2), entry(5, 1)], "6"),
        ([entry(5, 9), entry(6, 10)], "6"),  # revisions are numbers and no words
        ([entry(5, 1), entry(5, 1, 3)], "5"),
        ([entry(5, 1), entry(6, 1, 3)], "rejected"),
        ([entry(5, 1), entry(6, 1, 3), entry(7, 2, 4)], "7"),  # a third one settles it
        ([entry(5, 1), entry(6, 2, 3), entry(7, 2, 4)], "rejected"),
        ([rejection(1)], "rejected"),
        ([entry(5, 1), rejection(2)], "rejected"),  # the highest rejects
        ([entry(5, 2), rejection(1)], "5"),
        ([entry(5, 1), rejection(1)], "rejected"),
        ([entry(5, 99), rejection(None)], "rejected"),  # its revision may be the highest
        ([rejection(1), rejection(2), entry(5, 3)], "5"),
    ],
)
def test_the_highest_revision_counts(found: list[Event], counts: str) -> None:
    assert outcome(*found) == counts


def test_older_revisions_are_kept_as_superseded() -> None:
    first, second, third = entry(5, 1, 2), entry(6, 2, 3), entry(7, 3, 4)
    ledger, said = built(second, third, first)
    assert ledger.entries == {SLOT: third}
    assert ledger.superseded == {SLOT: (second, first)}
    assert said == []


def test_an_entry_that_a_rejected_revision_replaces_is_superseded() -> None:
    ledger, _ = built(entry(5, 1), rejection(2, 3))
    assert ledger.superseded == {SLOT: (entry(5, 1),)}
    assert ledger.rejected == {SLOT: (Location("bc.csv", 3, 4),)}


def test_the_same_value_twice_is_a_warning() -> None:
    ledger, said = built(entry(5, 1, 7), entry(5, 1, 3))
    assert ledger.entries == {SLOT: entry(5, 1, 3)}
    assert said == [
        "bc.csv:7:4: [repeated-figure] dem kỳ 2025-09 của hcc đã có ở bc.csv:3:4, cùng giá trị; "
        "chỉ tính một lần"
    ]


def test_of_equal_values_the_note_decides_before_the_place() -> None:
    first, second, third = (
        entry(5, 1, line)._replace(note=note) for line, note in ((2, ""), (3, "KH 2"), (4, "KH 1"))
    )
    assert built(first, second, third)[0].entries == {SLOT: third}
    assert built(first, second)[0].entries == {SLOT: second}
    spaced = third._replace(note="KH  1", where=Location("a.csv", 2, 4))
    assert built(second, spaced)[0].entries == {SLOT: spaced}


def test_different_values_are_an_error_at_both_places() -> None:
    ledger, said = built(entry(5, 1, 3), entry(6, 1, 7))
    assert ledger.rejected == {SLOT: (Location("bc.csv", 3, 4), Location("bc.csv", 7, 4))}
    assert said == [
        "bc.csv:3:4: [duplicate-figure] dem kỳ 2025-09 của hcc nộp hai giá trị khác nhau: ở đây "
        "5, ở bc.csv:7:4 là 6",
        "bc.csv:7:4: [duplicate-figure] dem kỳ 2025-09 của hcc nộp hai giá trị khác nhau: ở đây "
        "6, ở bc.csv:3:4 là 5",
    ]


def test_of_three_values_each_names_another_one() -> None:
    _, said = built(entry(5, 1, 3), entry(5, 1, 4), entry(6, 1, 5))
    assert [line.split("là ")[-1] for line in said] == ["6", "6", "5"]


def test_a_superseded_quarrel_is_no_problem() -> None:
    assert built(entry(5, 1, 3), entry(6, 1, 4), entry(7, 2, 5))[1] == []


def test_slots_do_not_disturb_one_another() -> None:
    ledger, said = built(entry(5), rejection(1, 3, OTHER))
    assert ledger.entries == {SLOT: entry(5)}
    assert list(ledger.rejected) == [OTHER]
    assert said == []


def test_the_latest_period_is_that_of_an_accepted_entry() -> None:
    assert built(entry(5, slot=OTHER), rejection(1))[0].latest_period() == period("2025-08")
    assert built(entry(5, slot=OTHER), entry(6))[0].latest_period() == period("2025-09")
    assert Ledger().latest_period() is None


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    """Draw entries and rejections, each at a place of its own."""
    found: list[Event] = []
    for line in range(2, draw(st.integers(2, 10))):
        revision, slot = draw(st.integers(1, 3)), draw(st.sampled_from([SLOT, OTHER]))
        if draw(st.booleans()):
            found.append(entry(draw(st.integers(1, 2)), revision, line, slot))
        elif draw(st.booleans()):
            found.append(rejection(draw(st.none() | st.just(revision)), line, slot))
    return found


@given(events(), st.randoms(use_true_random=False))
def test_order_changes_nothing(found: list[Event], chance: random.Random) -> None:
    mixed = list(found)
    chance.shuffle(mixed)
    assert built(*mixed) == built(*found)


@given(events())
def test_a_slot_is_accepted_or_rejected_and_never_both(found: list[Event]) -> None:
    ledger, _ = built(*found)
    assert {event.slot for event in found} == {*ledger.entries, *ledger.rejected}
    assert not set(ledger.entries) & set(ledger.rejected)


def test_many_values_that_contradict_are_told_in_time_and_the_rest_counted() -> None:
    count = FILE_PROBLEMS + 5
    ledger, said = built(*(entry(min(n, 1), line=n + 2) for n in range(count)))  # 0, then only 1
    assert len(ledger.rejected[SLOT]) == count
    assert len(said) == FILE_PROBLEMS + 1
    assert said[0] == (
        "bc.csv: [duplicate-figure] và 5 giá trị nữa nộp hai lần khác nhau, không kể hết"
    )
    assert said[1].endswith("ở đây 0, ở bc.csv:3:4 là 1")
    assert said[-1].endswith("ở đây 1, ở bc.csv:2:4 là 0")


def test_many_values_that_are_repeated_are_told_in_time_and_the_rest_counted() -> None:
    ledger, said = built(*(entry(7, line=n + 2) for n in range(FILE_PROBLEMS + 3)))
    assert ledger.entries[SLOT].where.line == 2
    assert len(said) == FILE_PROBLEMS + 1
    assert said[0] == (
        "bc.csv: [repeated-figure] và 2 giá trị nữa nộp hai lần giống nhau, không kể hết"
    )


@pytest.mark.parametrize("is_first", [True, False])
def test_of_an_estimate_and_an_equal_value_the_estimate_counts(is_first: bool) -> None:
    """In whatever order they stand; a higher revision settles it."""
    estimate = entry(5, line=2 if is_first else 3)._replace(estimated=True)
    actual = entry(5, line=3 if is_first else 2)
    for events in ((estimate, actual), (actual, estimate)):
        ledger, said = built(*events)
        assert ledger.entries[SLOT] == estimate
        assert said == [
            f"{actual.where}: [repeated-figure] dem kỳ 2025-09 của hcc đã có ở {estimate.where}, "
            "cùng giá trị nhưng ghi là số ước; chỉ tính một lần, coi là số ước"
        ]
    assert not built(estimate, entry(5, 2, 9))[0].entries[SLOT].estimated


def test_beyond_so_many_in_a_file_tasks_without_evidence_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(problems, "FILE_PROBLEMS", 2)
    found = list(check_evidence(tasks_of("hcc nv_1 07:xong 08:xong 09:xong 10:xong")))
    assert [problem.where.column for problem in found] == [1, 2, None]
    assert str(found[-1].message) == (
        "và 2 nhiệm vụ nữa ghi hoàn thành mà không có minh chứng, không kể hết"
    )
