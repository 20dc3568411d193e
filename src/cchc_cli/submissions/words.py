"""The names by which submitted cells are looked up: those of the plan and of a file's path."""

import re
from typing import NamedTuple

from cchc_cli.names import Suggester, fold_name
from cchc_cli.numbers import FigureType
from cchc_cli.periods import Period
from cchc_cli.plan.terms import Figure, Plan

_NUMBERING = re.compile(r"^\s*(?:\d+(?:\.\d+)*[.)]|[a-zđA-ZĐ]\)|[-–+•*])\s*")
"""What stands before an item of a list: ``1.``, ``2.3)``, ``a)``, ``-``."""


class PathWords(NamedTuple):
    """What a file's path says about all its rows."""

    unit: str | None = None
    period: Period | None = None


class PlanWords:
    """The plan's names as they are looked up in submitted cells."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.figures = plan.figure
        self._suggester = Suggester()
        self.counters = {
            figure.id: frozenset(figure.reported_by)
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
        self._by_name: dict[str, list[str]] | None = None

    def unit(self, name: str) -> str | None:
        """Return the id of the unit with this id, name or alias."""
        if name not in self._spellings:
            self._spellings[name] = self._units.get(fold_name(name))
        return self._spellings[name]

    def nearest_unit(self, name: str) -> str | None:
        """Return the name or id of the unit that `name` most likely means."""
        names = [name for unit in self.plan.units for name in (unit.name, unit.id)]
        return self._suggester.nearest(name, names)

    def figures_named(self, name: str) -> tuple[str, ...]:
        """Return the ids of the figures of this name, with or without a number before it."""
        if self._by_name is None:
            self._by_name = {}
            for figure in self.plan.figures:
                self._by_name.setdefault(fold_name(figure.name), []).append(figure.id)
        found = self._by_name.get(fold_name(name)) or self._by_name.get(
            fold_name(_NUMBERING.sub("", name))
        )
        return tuple(found or ())

    def nearest_name(self, name: str) -> Figure | None:
        """Return the figure whose name is nearest to `name`."""
        known = {figure.name: figure for figure in self.plan.figures}
        near = self._suggester.nearest(name, known)
        return known[near] if near else None

    def is_figure(self, word: str) -> bool:
        """Tell whether a cell is a figure's code or name."""
        return word.casefold() in self.figures or bool(self.figures_named(word))

    def nearest_figure(self, code: str) -> str | None:
        """Return the id of the figure that `code` most likely means."""
        return self._suggester.nearest(code, self.figures)
