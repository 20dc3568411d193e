"""The record of a closed period: what was reported, and all that it rested on.

A record is JSON that people can read.  Besides the evaluation it keeps the plan's text and the
accepted entries, so that the report can be made again from the record alone, and a SHA-256 of its
own lines, by which a torn or edited record is told.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from cchc_cli.numbers import Value
from cchc_cli.periods import Period, parse_iso_period
from cchc_cli.problems import Location, Problem, Severity
from cchc_cli.progress import Progress, Status
from cchc_cli.submissions.ledger import (
    E,
    Entry,
    Ledger,
    LedgerOf,
    ProgressEntry,
    Slot,
    TaskLedger,
)
from cchc_cli.texts import Text

FORMAT = 1
KIND = "cchc-closed-period"
_SEAL = re.compile(rb'^  "sha256": "([0-9a-f]{64})"\n}\n\Z', re.MULTILINE)


class Closing(NamedTuple):
    """Who closed a period, when and why; `revision` counts from 1, corrections go on from there."""

    period: Period
    revision: int
    closed_on: date
    by: str = ""
    note: str = ""
    reason: str = ""
    """Why a closed period was corrected; empty for the first record."""


class Record(NamedTuple):
    """A record as read: its file's name and seal, and what it holds."""

    name: str
    sha256: str
    closing: Closing
    cchc: str
    plan_shown: str
    plan_sha256: str
    plan_text: str
    earlier: dict[str, str]
    """The records that stood beside it when it was written: name and SHA-256."""
    files: dict[str, str]
    """Every file read, by its name, and its SHA-256."""
    evaluation: dict[str, Any]
    """The report as JSON."""
    ledger: Ledger
    tasks: TaskLedger
    problems: tuple[Problem, ...]


class Damaged(Exception):
    """A record that was torn or edited; `why` is for programmers, the officer is told that."""


def sealed(content: Mapping[str, Any]) -> bytes:
    """Return a record's bytes: its content as JSON, with the SHA-256 of all lines before it."""
    members = [f"  {_dumped(key)}: {_member(value)}" for key, value in content.items()]
    head = ("{\n" + ",\n".join(members) + ",\n").encode("utf-8", "surrogatepass")
    return head + f'  "sha256": "{hashlib.sha256(head).hexdigest()}"\n}}\n'.encode()


def _member(value: Any) -> str:
    """Return a member as JSON; the items of a list stand on a line each."""
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(f"    {_dumped(item)}" for item in value) + "\n  ]"
    if isinstance(value, Mapping) and value:
        return _dumped(value, indent=2).replace("\n", "\n  ")
    return _dumped(value)


def _dumped(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)


def content_of(
    closing: Closing,
    *,
    version: str,
    plan: tuple[str, str, str],
    earlier: Mapping[str, str],
    files: Mapping[str, str],
    evaluation: Mapping[str, Any],
    ledger: Ledger,
    tasks: TaskLedger,
    problems: Iterable[Problem],
) -> dict[str, Any]:
    """Return what a record holds; `plan` is how it is called, its SHA-256 and its text."""
    shown, sha256, words = plan
    return {
        "format": FORMAT,
        "record": KIND,
        "period": str(closing.period),
        "revision": closing.revision,
        "closed_on": closing.closed_on.isoformat(),
        "by": closing.by,
        "note": closing.note,
        "reason": closing.reason,
        "cchc": version,
        "earlier_records": dict(sorted(earlier.items())),
        "files": dict(sorted(files.items())),
        "evaluation": evaluation,
        **_ledger_objects(ledger, closing.period),
        **{f"task_{name}": kept for name, kept in _ledger_objects(tasks, closing.period).items()},
        "problems": [_problem_object(problem) for problem in problems],
        "plan": {"name": shown, "sha256": sha256, "text": words},
    }


def _ledger_objects(ledger: LedgerOf[E], period: Period) -> dict[str, list[dict[str, Any]]]:
    """Return what a ledger holds of the periods up to `period`, included."""
    superseded = (entry for entries in ledger.superseded.values() for entry in entries)
    return {
        "entries": [_entry_object(e) for e in ledger.entries.values() if e.slot.period <= period],
        "superseded": [_entry_object(e) for e in superseded if e.slot.period <= period],
        "rejected": [
            {**_slot_object(slot), "places": [_place_object(where) for where in places]}
            for slot, places in ledger.rejected.items()
            if slot.period <= period
        ],
    }


def parse_record(content: bytes, name: str) -> Record:
    """Read a record; raise `Damaged` if it is not, to the letter, what was once written.

    Line ends may have been converted, and a byte-order mark added: both say nothing.
    """
    plain = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    seal = _SEAL.search(plain)
    if seal is None or hashlib.sha256(plain[: seal.start()]).hexdigest() != seal[1].decode():
        raise Damaged(name)
    try:
        return _record(json.loads(plain.decode("utf-8", "surrogatepass")), name, seal[1].decode())
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as fault:
        raise Damaged(name) from fault


def _record(held: dict[str, Any], name: str, sha256: str) -> Record:
    if held["format"] != FORMAT or held["record"] != KIND:
        raise ValueError(held["record"])
    closing = Closing(
        _period(held["period"]),
        int(held["revision"]),
        date.fromisoformat(held["closed_on"]),
        held["by"],
        held["note"],
        held["reason"],
    )
    plan = held["plan"]
    return Record(
        name, sha256, closing, held["cchc"], plan["name"], plan["sha256"], plan["text"],
        held["earlier_records"], held["files"], held["evaluation"],
        _ledger(held, "", _entry), _ledger(held, "task_", _progress_entry),
        tuple(map(_problem, held["problems"])),
    )  # fmt: skip


# Entries


def _ledger(
    held: Mapping[str, Any], prefix: str, read: Callable[[Mapping[str, Any]], E]
) -> LedgerOf[E]:
    """Read a ledger from the members whose names begin with `prefix`."""
    superseded: dict[Slot, list[E]] = {}
    for entry in map(read, held[f"{prefix}superseded"]):
        superseded.setdefault(entry.slot, []).append(entry)
    return LedgerOf(
        {entry.slot: entry for entry in map(read, held[f"{prefix}entries"])},
        {_slot(each): tuple(map(_place, each["places"])) for each in held[f"{prefix}rejected"]},
        {slot: tuple(entries) for slot, entries in superseded.items()},
    )


def _slot_object(slot: Slot) -> dict[str, Any]:
    return {"unit": slot.unit, "figure": slot.figure, "period": str(slot.period)}


def _slot(held: Mapping[str, Any]) -> Slot:
    return Slot(held["unit"], held["figure"], _period(held["period"]))


def _period(word: str) -> Period:
    period = parse_iso_period(word)
    if period is None:
        raise ValueError(word)
    return period


def _entry_object(entry: Entry | ProgressEntry) -> dict[str, Any]:
    """Return an entry; an amount or percentage is text, so that it stays exact.

    Only an estimate bears a mark, as records from before there were marks do not.
    """
    return {
        **_slot_object(entry.slot),
        "value": _value_object(entry.value),
        "note": entry.note,
        "revision": entry.revision,
        **({"estimated": True} if entry.estimated else {}),
        "place": _place_object(entry.where),
    }


def _value_object(value: Value | Progress) -> Any:
    if isinstance(value, Progress):
        return [value.status.value, None if value.percent is None else str(value.percent)]
    return str(value) if isinstance(value, Decimal) else value


def _progress_entry(held: Mapping[str, Any]) -> ProgressEntry:
    status, percent = held["value"]
    progress = Progress(Status(status), None if percent is None else Decimal(percent))
    return ProgressEntry(
        _slot(held), progress, _place(held["place"]), held["note"], int(held["revision"])
    )


def _entry(held: Mapping[str, Any]) -> Entry:
    value: Value = held["value"]
    if isinstance(value, str):
        value = Decimal(value)
    elif not isinstance(value, int):
        raise TypeError(value)
    estimated = held.get("estimated", False)
    if not isinstance(estimated, bool):
        raise TypeError(estimated)
    place, revision = _place(held["place"]), int(held["revision"])
    return Entry(_slot(held), value, place, held["note"], revision, estimated)


def _place_object(where: Location) -> list[Any]:
    return [where.path, where.line, where.column, where.sheet, where.cell]


def _place(held: list[Any]) -> Location:
    return Location(*held)


# Problems: templates and their values, so that they can be said in either language


def _problem_object(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": _text_object(problem.message),
        "hint": _text_object(problem.hint),
        "place": _place_object(problem.where),
    }


def _problem(held: Mapping[str, Any]) -> Problem:
    return Problem(
        held["code"],
        Severity(held["severity"]),
        _text(held["message"]),
        _place(held["place"]),
        _text(held["hint"]),
    )


def _text_object(value: Any) -> Any:
    """Return a text as its template and values; whatever else is in it as it would be shown."""
    if isinstance(value, Text):
        return {
            "text": value.template,
            "values": {k: _text_object(v) for k, v in value.values.items()},
        }
    if isinstance(value, list):
        return [_text_object(each) for each in value]
    return str(value)


def _text(held: Any) -> Any:
    if isinstance(held, dict):
        return Text(held["text"], {name: _text(value) for name, value in held["values"].items()})
    return [_text(each) for each in held] if isinstance(held, list) else held
