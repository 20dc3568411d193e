"""The names by which submitted cells are looked up: those of the plan and of a file's path."""

import re
from collections.abc import Iterable, Set
from functools import cached_property
from typing import NamedTuple

from cchc_cli.names import Suggester, fold_header, fold_name
from cchc_cli.numbers import FigureType, trimmed
from cchc_cli.periods import Period
from cchc_cli.plan.terms import Figure, Plan, Reported, Task

_BULLET = re.compile(r"\s*(?:[-–—+*•]|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[ivx]+)[.)])\s*", re.I)
"""What may stand before a name in a list: ``1.``, ``- ``, ``a)``, ``IV.``."""


class PathWords(NamedTuple):
    """What a file's path says about all its rows."""

    unit: str | None = None
    period: Period | None = None
    likely: str | None = None
    """The unit whose name, or id, the file's name begins with; a hint, never an answer."""
    names: tuple[str, ...] = ()
    """The names of the file and of the folders within that of the period."""


class PlanWords:
    """The plan's names as they are looked up in submitted cells."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.figures: dict[str, Reported] = {**plan.figure, **plan.task}
        """All that units report: the figures, and how far the tasks have come."""
        self._suggester = Suggester()
        self.reporters = {id: frozenset(each.reported_by) for id, each in self.figures.items()}
        """Who reports each figure, or how far each task has come."""
        self.counters = {
            figure.id: self.reporters[figure.id]
            for figure in plan.figures
            if figure.type is FigureType.COUNT
        }
        """Who reports each figure that is a count."""
        self.periods = frozenset(plan.periods)
        self._units = {
            fold_name(name): unit.id
            for unit in plan.units
            for name in (*unit.aliases, unit.name, unit.id)
        }
        self._spellings: dict[str, str | None] = {}
        self._called: dict[str, tuple[Reported, ...]] = {}

    def unit(self, name: str) -> str | None:
        """Return the id of the unit with this id, name or alias."""
        if name not in self._spellings:
            is_short = len(name) <= self._longest_unit
            self._spellings[name] = self._units.get(fold_name(name)) if is_short else None
        return self._spellings[name]

    def likely_unit(self, name: str) -> str | None:
        """Return the id of the only unit with whose id, name or alias `name` begins."""
        folded = fold_name(name.replace("_", " "))
        begun = {
            unit
            for known, unit in self._units.items()
            if folded.startswith(known) and not folded[len(known) : len(known) + 1].isalnum()
        }
        return begun.pop() if len(begun) == 1 else None

    def figures_called(self, word: str) -> tuple[Reported, ...]:
        """Return the figure or task with this code, else those with this name, if there are any."""
        found = self.figures.get(word)
        if found is not None:
            return (found,)
        if not word or len(word) > self._longest_figure:
            return ()
        if word not in self._called:
            self._called[word] = self._look_up(word)
        return self._called[word]

    def _look_up(self, word: str) -> tuple[Reported, ...]:
        word = trimmed(word)
        found = self.figures.get(word.casefold())
        if found is not None:
            return (found,)
        named = self._names.get(fold_name(word)) or self._with_its_unit(word)
        if named is None and (bullet := _BULLET.match(word)):
            named = self._names.get(fold_name(word[bullet.end() :]))
        return named or ()

    def _with_its_unit(self, word: str) -> tuple[Reported, ...] | None:
        """Return the figure called by its name and, in brackets, what it is measured in."""
        name, bracket, unit = word.rstrip(") ").rpartition("(")
        named = self._names.get(fold_name(name)) if bracket else None
        if not named or not isinstance(named[0], Figure):
            return None
        return named if fold_name(named[0].measured_in) == fold_name(unit) else None

    @cached_property
    def _names(self) -> dict[str, tuple[Reported, ...]]:
        """The figures and tasks by their folded names; made when the first name comes up.

        A task is called by the plan's own wording too.
        """
        names: dict[str, tuple[Reported, ...]] = {}
        for figure in self.figures.values():
            called = {figure.name, figure.text} if isinstance(figure, Task) else {figure.name}
            for key in set(map(fold_name, called)):
                names[key] = (*names.get(key, ()), figure)
        return names

    @cached_property
    def _longest_unit(self) -> int:
        return _longest(self._units)

    @cached_property
    def _longest_figure(self) -> int:
        """How long a word may be that is worth folding, with the name's unit behind it."""
        figures = self.figures.values()
        texts = (figure.text for figure in figures if isinstance(figure, Task))
        return _longest([*(figure.name for figure in figures), *texts, *self.figures])

    @cached_property
    def _spelt(self) -> frozenset[str]:
        return frozenset(
            word.casefold() for figure in self.figures.values() for word in (figure.id, figure.name)
        )

    def spells_figure(self, words: Set[str]) -> bool:
        """Tell whether a word is a figure's code or name but for case; costs little."""
        return not self._spelt.isdisjoint(map(str.casefold, words))

    def nearest_unit(self, name: str) -> str | None:
        """Return the name or id of the unit that `name` most likely means."""
        names = [name for unit in self.plan.units for name in (unit.name, unit.id)]
        return self._suggester.nearest(name, names)

    def nearest_figure(self, code: str) -> str | None:
        """Return the id of the figure or task that `code` most likely means."""
        return self._suggester.nearest(code, self.figures)

    def nearest_named(self, name: str) -> Reported | None:
        """Return the figure or task whose name `name` most likely means."""
        named = {figure.name: figure for figure in self.figures.values()}
        near = self._suggester.nearest(without_bullet(name), named)
        return named[near] if near else None

    def resembles_figure(self, word: str) -> bool:
        """Tell whether a word is so near a figure's code or name that it may be meant.

        True, too, once so much has been compared that it can no longer be told.
        """
        if not word:
            return False
        if self._suggester.left <= 0:
            return True
        near = {self.nearest_figure(word), getattr(self.nearest_named(word), "name", None)}
        return any(_likeness(word, name) >= _ALIKE for name in near if name)


_ALIKE = 0.75


def without_bullet(name: str) -> str:
    """Return a name without what may stand before it in a list."""
    bullet = _BULLET.match(name)
    return name[bullet.end() :] if bullet else name


def _likeness(first: str, second: str) -> float:
    """Return how alike two words are, from 0 to 1."""
    from difflib import SequenceMatcher  # a slow import, needed only for complaints

    return SequenceMatcher(None, fold_header(first[:200]), fold_header(second)).ratio()


def _longest(names: Iterable[str]) -> int:
    """Return how long a spelling of a name may be: accents apart take as much again as letters."""
    return 200 + 2 * max(map(len, names), default=0)
