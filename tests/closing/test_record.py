"""A record: what is written is read again, and nothing torn or edited passes for one."""

import hashlib
import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import ledger_of, tasks_of
from cchc_cli.closing.record import (
    Closing,
    Damaged,
    Record,
    content_of,
    parse_record,
    said_by,
    sealed,
)
from cchc_cli.periods import Period
from cchc_cli.problems import Location, Problem, error, warning
from cchc_cli.submissions.ledger import Entry, Ledger, Slot, TaskLedger
from cchc_cli.texts import text

SEPTEMBER = Period(2025, 9)
CLOSING = Closing(SEPTEMBER, 2, date(2025, 10, 6), "Phòng VHXH", "BC 12", "hcc nộp lại")
LEDGER = ledger_of(
    """
    hcc da_tra 07:120 08:? 09:95~
    kt tien 09:1234.50
    kt da_lam 09:có
    hcc da_tra 10:7
    """
)
TASKS = tasks_of("hcc nv_1 07:xong 08:? 09:60%\nhcc nv_2 08:? 10:xong")
PROBLEMS: tuple[Problem, ...] = (
    warning("x-y", Location("a.csv", 1, 2), text("{a} và {b}", a=text("không"), b=[1, "hai"])),
    error("z-z", Location("b.xlsx", sheet="Biểu", cell="D9"), text("hỏng"), text("sửa {x}", x="y")),
)


def bytes_of(
    ledger: Ledger = LEDGER,
    problems: tuple[Problem, ...] = PROBLEMS,
    plan: str = "format: 1\n",
    tasks: TaskLedger = TASKS,
) -> bytes:
    return sealed(
        content_of(
            CLOSING,
            version="9.9",
            plan=("plan.yaml", "ab" * 32, plan),
            earlier={"chot-2025-08.json": "cd" * 32},
            files={"2025-09/hcc.csv": "ef" * 32},
            evaluation={"results": [{"target": "1", "verdict": "met"}]},
            ledger=ledger,
            tasks=tasks,
            problems=problems,
        )
    )


def read(content: bytes) -> Record:
    return parse_record(content, "chot-2025-09-lan-2.json")


def test_what_was_written_is_read() -> None:
    record = read(bytes_of())
    assert record.closing == CLOSING
    assert (record.plan_shown, record.plan_text, record.cchc) == ("plan.yaml", "format: 1\n", "9.9")
    assert record.earlier == {"chot-2025-08.json": "cd" * 32}
    assert record.files == {"2025-09/hcc.csv": "ef" * 32}
    assert record.evaluation == {"results": [{"target": "1", "verdict": "met"}]}


def test_entries_stay_exact_and_later_ones_are_left_out() -> None:
    kept = read(bytes_of()).ledger
    slots = {slot for slot in LEDGER.entries if slot.period <= SEPTEMBER}
    assert kept.entries == {slot: LEDGER.entries[slot] for slot in slots}
    assert kept.rejected == LEDGER.rejected
    assert {type(entry.value) for entry in kept.entries.values()} == {int, Decimal, bool}


def test_only_an_estimate_bears_a_mark() -> None:
    """Records from before there were marks are read, and a mark that is none is seen."""
    entries = json.loads(bytes_of())["entries"]
    assert [entry.get("estimated") for entry in entries] == [None, True, None, None]
    held = json.loads(bytes_of())
    held.pop("sha256")
    for mark in (1, "có", None):
        held["entries"][0]["estimated"] = mark
        with pytest.raises(Damaged):
            read(sealed(held)).parse()


def test_problems_can_be_said_in_either_language() -> None:
    record = read(bytes_of())
    assert [p.where for p in record.problems] == [p.where for p in PROBLEMS]
    assert [str(p.message) for p in record.problems] == ["không và 1, hai", "hỏng"]
    english = record.problems[0].message.render(lambda said: said.replace("không", "no"))
    assert english == "no và 1, hai"


def test_a_record_is_json_that_people_can_read() -> None:
    content = bytes_of()
    held = json.loads(content)
    assert held["period"] == "2025-09"
    assert held["reason"] == "hcc nộp lại"
    lines = content.decode().splitlines()
    assert sum('"figure": "da_tra"' in line for line in lines) == 3  # an entry or rejection a line


def test_line_ends_and_a_byte_order_mark_say_nothing() -> None:
    content = bytes_of()
    assert read(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n")) == read(content)


def test_a_record_torn_anywhere_is_damaged() -> None:
    content = bytes_of()
    for length in range(len(content)):
        with pytest.raises(Damaged):
            read(content[:length])


@given(st.integers(0, len(bytes_of()) - 1), st.integers(1, 255))
def test_a_record_with_one_byte_changed_is_damaged(position: int, difference: int) -> None:
    content = bytearray(bytes_of())
    content[position] ^= difference
    if bytes(content).replace(b"\r\n", b"\n") == bytes_of():
        return
    with pytest.raises(Damaged):
        read(bytes(content))


def test_a_sealed_record_of_another_kind_is_damaged() -> None:
    with pytest.raises(Damaged):
        read(sealed({"format": 1, "record": "other"}))
    with pytest.raises(Damaged):
        read(sealed({**json.loads(bytes_of()), "format": 2}))


VALUES = st.one_of(
    st.booleans(),
    st.integers(0, 10**18),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
)


def test_what_was_reported_of_tasks_is_kept_up_to_the_period() -> None:
    kept = read(bytes_of()).tasks
    slots = {slot for slot in TASKS.entries if slot.period <= SEPTEMBER}
    assert len(slots) == 2
    assert kept.entries == {slot: TASKS.entries[slot] for slot in slots}
    assert kept.rejected == TASKS.rejected
    assert read(bytes_of()).ledger.rejected == LEDGER.rejected


@given(
    st.lists(
        st.tuples(VALUES, st.text(max_size=20), st.integers(1, 999), st.booleans()), max_size=8
    )
)
def test_any_entry_is_read_as_it_was(
    rows: list[tuple[int | Decimal | bool, str, int, bool]],
) -> None:
    entries = {
        Slot("hcc", f"f{number}", SEPTEMBER): Entry(
            Slot("hcc", f"f{number}", SEPTEMBER),
            value,
            Location("a", number),
            note,
            revision,
            estimated,
        )
        for number, (value, note, revision, estimated) in enumerate(rows)
    }
    assert read(bytes_of(Ledger(entries))).ledger.entries == entries


@given(st.lists(st.tuples(VALUES, st.text(max_size=20), st.integers(1, 999)), max_size=8))
def test_a_ledger_says_what_its_record_says(
    rows: list[tuple[int | Decimal | bool, str, int]],
) -> None:
    entries = {
        Slot("hcc", f"f{number}", SEPTEMBER): Entry(
            Slot("hcc", f"f{number}", SEPTEMBER), value, Location("a", number), note, revision
        )
        for number, (value, note, revision) in enumerate(rows)
    }
    ledger = Ledger(entries, {Slot("kt", "g", SEPTEMBER): (Location("a", 99),)})
    assert {line for _, line in said_by(ledger)} == read(bytes_of(ledger)).said()


def test_a_note_that_looks_like_a_record_is_one_line() -> None:
    slot = Slot("hcc", "a", SEPTEMBER)
    for note in ('}, {"unit": "kt"', '", "place": [', '\n  "entries": []\n', '"}]', "\u2028\ud800"):
        ledger = Ledger({slot: Entry(slot, 1, Location("a", 1), note)})
        record = read(bytes_of(ledger))
        assert record.ledger.entries == ledger.entries
        assert {line for _, line in said_by(ledger)} == record.said()
        assert len(record.said()) == 1


def test_a_member_that_cannot_be_read_is_damaged_once_it_is_asked_for() -> None:
    record = read(sealed({**json.loads(bytes_of()), "entries": [{"unit": "hcc"}]}))
    with pytest.raises(Damaged):
        record.parse()
    del (held := json.loads(bytes_of()))["plan"]
    with pytest.raises(Damaged):
        _ = read(sealed(held)).plan_sha256


def test_what_is_said_of_tasks_is_told_from_figures() -> None:
    said = {line for period, line in said_by(TASKS) if period <= SEPTEMBER}
    assert len(said) == 4
    assert read(bytes_of()).said("task_") == said


@pytest.mark.parametrize(
    ("member", "held"),
    [
        ("earlier_records", []),
        ("earlier_records", {"chot-2025-08.json": 1}),
        ("files", None),
        ("revision", 1.5),
        ("revision", True),
        ("period", 202509),
        ("closed_on", 20251006),
        ("by", [1]),
        ("note", None),
        ("reason", 0),
        ("cchc", {}),
        ("evaluation", []),
        ("evaluation", {}),
        ("evaluation", {"results": [{"target": "1", "verdict": "tốt"}]}),
        ("evaluation", {"results": [], "tasks": [{"task": "1"}]}),
        ("plan", {"name": "x", "sha256": "y", "text": 1}),
        ("entries", [{"unit": ["hcc"], "figure": "a", "period": "2025-09", "value": 1, "note": "",
                      "revision": 1, "place": ["a"]}]),
        ("entries", [{"unit": "hcc", "figure": "a", "period": "2025-09", "value": 1, "note": [1],
                      "revision": 1, "place": ["a"]}]),
        ("rejected", [{"unit": "hcc", "figure": "a", "period": "2025-09", "places": [[1]]}]),
        ("task_entries", {"a": 1}),
    ],
)  # fmt: skip
def test_a_sealed_record_whose_members_are_of_other_types_is_damaged(
    member: str, held: object
) -> None:
    del (whole := json.loads(bytes_of()))["sha256"]
    with pytest.raises(Damaged):
        read(sealed({**whole, member: held})).parse()


@pytest.mark.parametrize("member", ["by", "evaluation", "problems"])
def test_a_sealed_record_that_is_nested_too_deep_is_damaged(member: str) -> None:
    del (whole := json.loads(bytes_of()))["sha256"]
    nested = b"[" * 100_000 + b"]" * 100_000
    head = sealed({**whole, member: "NESTED"}).rpartition(b'  "sha256"')[0]
    head = head.replace(b'"NESTED"', nested)
    seal = f'  "sha256": "{hashlib.sha256(head).hexdigest()}"\n}}\n'.encode()
    with pytest.raises(Damaged):
        read(head + seal).parse()


def test_a_record_from_before_there_were_tasks_holds_none() -> None:
    whole = json.loads(bytes_of())
    old = {key: held for key, held in whole.items() if not key.startswith(("task_", "sha256"))}
    record = read(sealed(old))
    record.parse()
    assert (record.tasks, record.said("task_")) == (TaskLedger(), set())
    assert record.ledger == read(bytes_of()).ledger
    with pytest.raises(Damaged):
        read(sealed({**old, "task_entries": []})).parse()
