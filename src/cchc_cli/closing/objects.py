"""Entries, problems and their places as a record holds them: each to an object, and read again.

A sentence is kept as its template and values, so that it can be said in either language.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from cchc_cli.evaluate import Verdict
from cchc_cli.numbers import Value
from cchc_cli.periods import Period, parse_iso_period
from cchc_cli.problems import Location, Problem, Severity
from cchc_cli.progress import Progress, Status
from cchc_cli.submissions.ledger import Entry, ProgressEntry, Slot
from cchc_cli.tasks import TaskStatus
from cchc_cli.texts import Text


def slot_object(slot: Slot) -> dict[str, Any]:
    """Return a slot as an object."""
    return {"unit": slot.unit, "figure": slot.figure, "period": str(slot.period)}


def slot_of(held: Mapping[str, Any]) -> Slot:
    """Read the slot of an object; what else that holds is passed over."""
    return Slot(string_of(held["unit"]), string_of(held["figure"]), period_of(held["period"]))


def string_of(held: Any) -> str:
    """Read a string; what is none raises, as it would much later."""
    if not isinstance(held, str):
        raise TypeError(held)
    return held


def whole_of(held: Any) -> int:
    """Read a whole number."""
    if type(held) is not int:
        raise TypeError(held)
    return held


def sums_of(held: Any) -> dict[str, str]:
    """Read names of files, and the SHA-256 of each."""
    return {string_of(name): string_of(found) for name, found in held.items()}


def evaluation_of(held: Any) -> dict[str, Any]:
    """Read a report as JSON: of it, verdicts and the tasks' statuses are compared later."""
    for result in held["results"]:
        string_of(result["target"]), Verdict(result["verdict"])
    for task in held.get("tasks", ()):
        string_of(task["task"]), TaskStatus(task["status"]), bool(task["overdue"])
    return dict(held)


def rejected_of(held: Mapping[str, Any]) -> tuple[Slot, tuple[Location, ...]]:
    """Read a slot whose value was rejected, and where."""
    return slot_of(held), tuple(map(place_of, held["places"]))


def period_of(word: str) -> Period:
    """Read a period."""
    period = parse_iso_period(word)
    if period is None:
        raise ValueError(word)
    return period


def entry_object(entry: Entry | ProgressEntry) -> dict[str, Any]:
    """Return an entry: what is compared, and behind it its place, which is not."""
    return {**compared_object(entry), "place": place_object(entry.where)}


def compared_object(entry: Entry | ProgressEntry) -> dict[str, Any]:
    """Return what an entry says; an amount or percentage is text, so that it stays exact.

    Only an estimate bears a mark: records from before there were marks have none.
    """
    return {
        **slot_object(entry.slot),
        "value": _value_object(entry.value),
        "note": entry.note,
        "revision": entry.revision,
        **({"estimated": True} if entry.estimated else {}),
    }


def _value_object(value: Value | Progress) -> Any:
    if isinstance(value, Progress):
        return [value.status.value, None if value.percent is None else str(value.percent)]
    return str(value) if isinstance(value, Decimal) else value


def progress_entry_of(held: Mapping[str, Any]) -> ProgressEntry:
    """Read how far a task has come."""
    status, percent = held["value"]
    progress = Progress(Status(status), None if percent is None else Decimal(percent))
    return ProgressEntry(
        slot_of(held),
        progress,
        place_of(held["place"]),
        string_of(held["note"]),
        whole_of(held["revision"]),
    )


def entry_of(held: Mapping[str, Any]) -> Entry:
    """Read an entry."""
    value: Value = held["value"]
    if isinstance(value, str):
        value = Decimal(value)
    elif not isinstance(value, int):
        raise TypeError(value)
    estimated = held.get("estimated", False)
    if not isinstance(estimated, bool):
        raise TypeError(estimated)
    place, revision = place_of(held["place"]), whole_of(held["revision"])
    return Entry(slot_of(held), value, place, string_of(held["note"]), revision, estimated)


def place_object(where: Location) -> list[Any]:
    """Return a place as a list, in the order of its fields."""
    return [where.path, where.line, where.column, where.sheet, where.cell]


def place_of(held: list[Any]) -> Location:
    """Read a place."""
    string_of(held[0])
    return Location(*held)


def problem_object(problem: Problem) -> dict[str, Any]:
    """Return a problem as an object."""
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": _text_object(problem.message),
        "hint": _text_object(problem.hint),
        "place": place_object(problem.where),
    }


def problem_of(held: Mapping[str, Any]) -> Problem:
    """Read a problem."""
    return Problem(
        held["code"],
        Severity(held["severity"]),
        _text(held["message"]),
        place_of(held["place"]),
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
