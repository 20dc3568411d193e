"""Figures over time: what a unit's entries up to a period amount to, and what stands against it.

A figure is first taken over time for each unit; adding up the units is left to the measure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter

from cchc_cli.numbers import Value
from cchc_cli.periods import Period
from cchc_cli.plan.terms import Figure, OverTime, Plan
from cchc_cli.submissions.ledger import Entry, Ledger, Slot

ByFigure = dict[tuple[str, str], dict[Period, Entry]]
"""The accepted entries up to the evaluated period, by unit and figure."""
_NO_ENTRIES: dict[Period, Entry] = {}
_VALUE = attrgetter("value")


def add_up(values: Sequence[Value]) -> Fraction:
    """Add values exactly (a yes is 1, a no is 0)."""
    if Decimal in set(map(type, values)):
        return sum(map(Fraction, values), Fraction(0))  # a Decimal's own sum would be rounded
    return Fraction(sum(values))


@dataclass(slots=True)
class Taken:
    """A figure of one unit, taken over time: its entries by period, and what stands against it."""

    figure: Figure
    unit: str
    used: dict[Period, Entry] = field(default_factory=dict)
    missing: list[Slot] = field(default_factory=list)
    rejected: list[Slot] = field(default_factory=list)
    is_due: bool = True

    def value(self, skipped: frozenset[Period] = frozenset()) -> Fraction | None:
        """Return the value of the used entries, None if there is none.

        A sum leaves out the `skipped` periods; a yes/no figure is 1 for yes, 0 for no.
        """
        if not skipped or self.figure.over_time is not OverTime.SUM:
            values = list(map(_VALUE, self.used.values()))
        else:
            values = [entry.value for p, entry in self.used.items() if p not in skipped]
        if not values:
            return None
        return add_up(values)


class Taker:
    """Takes the figures of one ledger up to one period."""

    def __init__(self, plan: Plan, ledger: Ledger, period: Period) -> None:
        self.plan = plan
        self.period = period
        self.required: dict[str, tuple[Period, ...]] = {}
        self.entries: ByFigure = {}
        self.rejected: dict[tuple[str, str], set[Period]] = {}
        for (unit, figure, of_period), entry in ledger.entries.items():
            if of_period <= period:
                by_period = self.entries.get((unit, figure))
                if by_period is None:
                    self.entries[unit, figure] = {of_period: entry}
                else:
                    by_period[of_period] = entry
        for slot in ledger.rejected:
            if slot.period <= period:
                self.rejected.setdefault((slot.unit, slot.figure), set()).add(slot.period)

    def _required(self, figure: Figure) -> tuple[Period, ...]:
        """Return the periods in which a figure is due; many targets and units ask for the same."""
        known = self.required.get(figure.id)
        if known is None:
            known = self.plan.required_periods(figure, self.period)
            self.required[figure.id] = known
        return known

    def of_period(self, figure: Figure, unit: str) -> Taken:
        """Take a figure in the evaluated period alone."""
        taken = Taken(figure, unit)
        slot = Slot(unit, figure.id, self.period)
        entry = self.entries.get((unit, figure.id), {}).get(self.period)
        if self.period in self.rejected.get((unit, figure.id), ()):
            taken.rejected.append(slot)
        elif entry is not None:
            taken.used[self.period] = entry
        elif self.period in self._required(figure):
            taken.missing.append(slot)
        else:
            taken.is_due = False
        return taken

    def to_date(self, figure: Figure, unit: str) -> Taken:
        """Take a figure over all periods up to the evaluated one, by its `over_time`."""
        accepted = self.entries.get((unit, figure.id), _NO_ENTRIES)
        rejected = self.rejected.get((unit, figure.id), set())
        required = self._required(figure)
        taken = Taken(figure, unit)
        if figure.over_time is OverTime.SUM:
            wanted = set(required)
            taken.used = accepted
            fatal = rejected
        elif figure.over_time is OverTime.LAST:
            wanted = set(required[-1:])
            latest = max(accepted, default=None)
            taken.used = {latest: accepted[latest]} if latest else {}
            fatal = {period for period in rejected if latest is None or period > latest}
        else:
            said_yes = {p: entry for p, entry in accepted.items() if entry.value}
            wanted = set() if said_yes else set(required[-1:])
            latest = max(accepted, default=None)
            first_yes = min(said_yes, default=None)
            used = first_yes or latest
            taken.used = {used: accepted[used]} if used else {}
            fatal = set() if said_yes else rejected
        lacking = sorted(wanted - accepted.keys() - rejected) if wanted else []
        taken.missing = [Slot(unit, figure.id, period) for period in lacking]
        taken.rejected = [Slot(unit, figure.id, period) for period in sorted(fatal)]
        taken.is_due = bool(required or accepted)
        if figure.over_time is not OverTime.SUM and (lacking or fatal):
            taken.used = {}  # an older value is not used in the missing one's stead
        return taken
