"""Problems and their places as a record holds them.

A sentence is kept as its template and values, so that it can be said in either language.
"""

from collections.abc import Mapping
from typing import Any

from cchc_cli.problems import Location, Problem, Severity
from cchc_cli.texts import Text


def place_object(where: Location) -> list[Any]:
    """Return a place as a list, in the order of its fields."""
    return [where.path, where.line, where.column, where.sheet, where.cell]


def place_of(held: list[Any]) -> Location:
    """Read a place."""
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
