"""The record of a closed period: what was reported, and all that it rested on.

A record is JSON that people can read.  Besides the evaluation it keeps the plan's text and the
accepted entries, so that the report can be made again from the record alone, and a SHA-256 of its
own lines, by which a torn or edited record is told.

A year's records hold each entry up to twelve times, and a run has to look at all of them.  Hence
only the beginning is parsed at once, the rest when it is asked for; and whether the entries are
still the same is told by their lines as they stand, which takes a tenth of the time.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import InvalidOperation
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from cchc_cli.closing.objects import (
    compared_object,
    entry_object,
    entry_of,
    evaluation_of,
    period_of,
    place_object,
    problem_object,
    problem_of,
    progress_entry_of,
    rejected_of,
    slot_object,
    string_of,
    sums_of,
    whole_of,
)
from cchc_cli.periods import Period
from cchc_cli.problems import Problem
from cchc_cli.submissions.ledger import E, Ledger, LedgerOf, Slot, TaskLedger

T = TypeVar("T")
FORMAT = 1
KIND = "cchc-closed-period"
TASKS = "task_"
"""How the names of the members begin that hold the ledger of tasks."""
_SEAL = re.compile(rb'  "sha256": "([0-9a-f]{64})"\n}\n')
_SEAL_BYTES = len('  "sha256": ""\n}\n') + 64


class Closing(NamedTuple):
    """Who closed a period, when and why; `revision` counts from 1, corrections go on from there."""

    period: Period
    revision: int
    closed_on: date
    by: str = ""
    note: str = ""
    reason: str = ""
    """Why a closed period was corrected; empty for the first record."""


class Damaged(Exception):
    """A record that was torn or edited; `why` is for programmers, the officer is told that."""


_UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, InvalidOperation, RecursionError)


class Record:
    """A record whose seal is whole; what of it is parsed later raises `Damaged` if it cannot be."""

    def __init__(self, name: str, sha256: str, content: bytes) -> None:
        self.name = name
        self.sha256 = sha256
        self._content = content
        try:
            held = json.loads(content[: content.index(b',\n  "evaluation": ')] + b"}")
            if held["format"] != FORMAT or held["record"] != KIND:
                raise Damaged(name)
            self.closing = Closing(
                period_of(held["period"]),
                whole_of(held["revision"]),
                date.fromisoformat(held["closed_on"]),
                string_of(held["by"]),
                string_of(held["note"]),
                string_of(held["reason"]),
            )
            self.cchc = string_of(held["cchc"])
            self.earlier = sums_of(held["earlier_records"])
            """The records that stood beside it when it was written: name and SHA-256."""
            self.files = sums_of(held["files"])
            """Every file read, by its name, and its SHA-256."""
        except _UNREADABLE as fault:
            raise Damaged(name) from fault

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and (self.name, self.sha256) == (other.name, other.sha256)

    def __hash__(self) -> int:
        return hash(self.sha256)

    def _member(self, key: str) -> bytes:
        """Return a member as it stands: its key begins a line, and the next member ends it."""
        try:
            start = self._content.rindex(f'\n  "{key}": '.encode())  # most stand near the end
            end = self._content.index(b'\n  "', start + 1)
        except ValueError as fault:
            raise Damaged(self.name) from fault
        return self._content[start + len(f'\n  "{key}": ') : end].removesuffix(b",")

    def _parsed(self, key: str, parse: Callable[[Any], T]) -> T:
        try:
            return parse(json.loads(self._member(key).decode("utf-8", "surrogatepass")))
        except _UNREADABLE as fault:
            raise Damaged(self.name) from fault

    @cached_property
    def _plan(self) -> tuple[str, str, str]:
        return self._parsed("plan", _plan_of)

    @property
    def plan_shown(self) -> str:
        """How reports call the plan."""
        return self._plan[0]

    @property
    def plan_sha256(self) -> str:
        """The SHA-256 of the plan file."""
        return self._plan[1]

    @property
    def plan_text(self) -> str:
        """The plan file as text."""
        return self._plan[2]

    @cached_property
    def evaluation(self) -> dict[str, Any]:
        """The report as JSON."""
        return self._parsed("evaluation", evaluation_of)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of the run."""
        return tuple(self._list("problems", problem_of))

    @cached_property
    def ledger(self) -> Ledger:
        """The figures accepted, superseded and rejected up to the period."""
        return self._ledger("", entry_of)

    @cached_property
    def tasks(self) -> TaskLedger:
        """How far the tasks had come."""
        return self._ledger(TASKS, progress_entry_of)

    def _ledger(self, prefix: str, read: Callable[[Mapping[str, Any]], E]) -> LedgerOf[E]:
        """Read a ledger from the members whose names begin with `prefix`."""
        if self._lacks(prefix):
            return LedgerOf()
        superseded: dict[Slot, list[E]] = {}
        for entry in self._list(f"{prefix}superseded", read):
            superseded.setdefault(entry.slot, []).append(entry)
        return LedgerOf(
            {entry.slot: entry for entry in self._list(f"{prefix}entries", read)},
            dict(self._list(f"{prefix}rejected", rejected_of)),
            {slot: tuple(entries) for slot, entries in superseded.items()},
        )

    def _lacks(self, prefix: str) -> bool:
        """Tell whether it was written before there were tasks, and holds nothing of them."""
        return bool(prefix) and self._content.rfind(f'\n  "{prefix}'.encode()) < 0

    def _list(self, key: str, parse: Callable[[Any], T]) -> list[T]:
        return self._parsed(key, lambda held: [parse(each) for each in held])

    def parse(self) -> None:
        """Parse all of it, so that nothing raises `Damaged` later."""
        _ = (self._plan, self.evaluation, self.problems, self.ledger, self.tasks)

    def said(self, prefix: str = "") -> set[bytes]:
        """Return a line for each accepted entry and each rejected value, see `said_by`."""
        said: set[bytes] = set()
        if self._lacks(prefix):
            return said
        for key, behind in (("entries", b', "place": '), ("rejected", b', "places": ')):
            lines = self._member(f"{prefix}{key}").split(b"\n")[1:-1]
            said.update(line.partition(behind)[0] for line in lines)
        return said


def _plan_of(held: Mapping[str, Any]) -> tuple[str, str, str]:
    return string_of(held["name"]), string_of(held["sha256"]), string_of(held["text"])


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
        **{TASKS + name: kept for name, kept in _ledger_objects(tasks, closing.period).items()},
        "problems": [problem_object(problem) for problem in problems],
        "plan": {"name": shown, "sha256": sha256, "text": words},
    }


def _ledger_objects(ledger: LedgerOf[E], period: Period) -> dict[str, list[dict[str, Any]]]:
    """Return what a ledger holds of the periods up to `period`, included."""
    superseded = (entry for entries in ledger.superseded.values() for entry in entries)
    return {
        "entries": [entry_object(e) for e in ledger.entries.values() if e.slot.period <= period],
        "superseded": [entry_object(e) for e in superseded if e.slot.period <= period],
        "rejected": [
            {**slot_object(slot), "places": [place_object(where) for where in places]}
            for slot, places in ledger.rejected.items()
            if slot.period <= period
        ],
    }


def parse_record(content: bytes, name: str) -> Record:
    """Read a record; raise `Damaged` if it is not, to the letter, what was once written.

    Line ends may have been converted, and a byte-order mark added: both say nothing.
    """
    seal = _seal_of(content)
    if seal is None:
        content = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
        seal = _seal_of(content)
    if seal is None:
        raise Damaged(name)
    return Record(name, seal, content)


def _seal_of(content: bytes) -> str | None:
    """Return the SHA-256 at the end of a record's bytes; None if it is not theirs."""
    sealed_at = max(len(content) - _SEAL_BYTES, 0)
    seal = _SEAL.fullmatch(content, sealed_at)
    if seal is None:
        return None
    found = hashlib.sha256(memoryview(content)[:sealed_at]).hexdigest()
    return found if found == seal[1].decode() else None


def said_by(ledger: LedgerOf[E]) -> Iterator[tuple[Period, bytes]]:
    """Yield what a ledger says, entry by entry, as the lines of a record would: up to the place.

    Where the lines are the same, so are the entries; where they are not, the entries may be equal
    all the same (95.5 and 95.50), which comparing the ledgers tells.
    """
    slots = (*ledger.entries, *ledger.rejected)
    if not slots:
        return
    objects = [compared_object(entry) for entry in ledger.entries.values()]
    objects += map(slot_object, ledger.rejected)
    words = _dumped(objects).encode("utf-8", "surrogatepass")  # all at once is three times faster
    first = b'{"unit": '  # no string holds it: a quotation mark within has a backslash before it
    lines = words.removeprefix(b"[" + first).removesuffix(b"}]").split(b"}, " + first)
    for slot, line in zip(slots, lines, strict=True):
        yield slot.period, b"    " + first + line
