"""The clauses of a plan: what carries each, in the document's order, and gaps in their numbering.

A numbered clause is steps joined by dots: Roman numbers, numbers and letters, as in ``II.3.a.1``
(part II, section 3, point a, first bullet).  Any other clause is left alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from cchc_cli.plan.terms import Plan, Target, Task


class Clause(NamedTuple):
    """A clause and what carries it."""

    name: str
    targets: tuple[Target, ...]
    tasks: tuple[Task, ...]


class Gap(NamedTuple):
    """Clauses that nothing carries, though a later one of the same list is carried."""

    first: str
    last: str
    """The same as `first` where one clause is missing."""


class _Kind(IntEnum):
    ROMAN = 0
    NUMBER = 1
    LETTER = 2
    CAPITAL = 3


class _Step(NamedTuple):
    kind: _Kind
    value: int


_Steps = tuple[_Step, ...]

_ROMAN = re.compile(r"(X{0,3})(IX|IV|V?I{0,3})")
_NUMBER = re.compile(r"[0-9]{1,4}", re.ASCII)
_LETTERS = "abcdđefghijklmnopqrstuvwxyz"
_PASSED_OVER = "đfjwz"
"""Letters that some documents count by and others pass over."""


def clauses_of(plan: Plan) -> tuple[Clause, ...]:
    """Return every clause that a target or a task carries, in the document's order.

    Clauses without a number come last, in the plan's order.
    """
    targets: dict[str, list[Target]] = {}
    tasks: dict[str, list[Task]] = {}
    for target in plan.targets:
        targets.setdefault(target.clause, []).append(target)
    for task in plan.tasks:
        tasks.setdefault(task.clause, []).append(task)
    names = sorted(dict.fromkeys([*targets, *tasks]), key=_place)
    return tuple(
        Clause(name, tuple(targets.get(name, ())), tuple(tasks.get(name, ()))) for name in names
    )


def gaps_of(names: Iterable[str]) -> tuple[Gap, ...]:
    """Return what is missing between or before the clauses of these names, in document order.

    Bullets are counted from 1, and sections where there are several; letters from ``a`` where
    they head bullets, for a paragraph that asks for nothing is common (``IV.1.c`` without
    ``IV.1.a``).  For the same reason the parts of the document, the first steps, are never
    counted; nor is a list in which some clause is written in another way (``II.3.a.2-4``).
    """
    families: dict[_Steps, _Family] = {}
    odd: list[str] = []
    for name in names:
        steps = _steps(name)
        if steps is None:
            odd.append(name)
            continue
        words = name.split(".")
        for depth in range(1, len(steps)):
            family = families.setdefault(steps[:depth], _Family(".".join(words[:depth]), {}))
            heads = depth + 1 < len(steps)
            family.heads[steps[depth]] = heads or family.heads.get(steps[depth], False)
    return tuple(
        gap
        for _, family in sorted(families.items())
        if not any(name.startswith(f"{family.prefix}.") for name in odd)
        for gap in (*family.number_gaps(), *family.letter_gaps())
    )


class _Family(NamedTuple):
    """The steps right below one clause."""

    prefix: str
    heads: dict[_Step, bool]
    """Whether each step heads deeper ones."""

    def number_gaps(self) -> Iterator[Gap]:
        """Yield the runs of numbers that are missing from 1 up to the greatest."""
        numbers = sorted(step.value for step in self.heads if step.kind is _Kind.NUMBER)
        if len(numbers) == 1 and self.heads[_Step(_Kind.NUMBER, numbers[0])]:
            return
        for before, number in zip([0, *numbers], numbers, strict=False):
            if number - before > 1:
                yield Gap(f"{self.prefix}.{before + 1}", f"{self.prefix}.{number - 1}")

    def letter_gaps(self) -> Iterator[Gap]:
        """Yield the letters that are missing from ``a`` up to the last that heads bullets."""
        letters = {step.value for step in self.heads if step.kind is _Kind.LETTER}
        heads = [step.value for step, deeper in self.heads.items() if deeper]
        last = max((value for value in heads if value in letters), default=0)
        for value, letter in enumerate(_LETTERS[:last]):
            if value not in letters and letter not in _PASSED_OVER:
                yield Gap(f"{self.prefix}.{letter}", f"{self.prefix}.{letter}")


def _place(name: str) -> tuple[bool, _Steps]:
    steps = _steps(name)
    return steps is None, steps or ()


def _steps(name: str) -> _Steps | None:
    """Read a clause's name; None if it is not numbered."""
    steps = [_step(word) for word in name.split(".")]
    return None if None in steps else tuple(step for step in steps if step is not None)


def _step(word: str) -> _Step | None:
    if _NUMBER.fullmatch(word):
        return _Step(_Kind.NUMBER, int(word))
    if word and (roman := _ROMAN.fullmatch(word)):
        return _Step(_Kind.ROMAN, 10 * len(roman[1]) + _UNITS.index(roman[2]))
    if len(word) == 1 and word in _LETTERS:
        return _Step(_Kind.LETTER, _LETTERS.index(word))
    if len(word) == 1 and word.lower() in _LETTERS:
        return _Step(_Kind.CAPITAL, _LETTERS.index(word.lower()))
    return None


_UNITS: Sequence[str] = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
