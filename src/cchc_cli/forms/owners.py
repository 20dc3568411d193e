"""Whose a problem is: which unit has to mend it, and which figures of a form it is about."""

from collections.abc import Iterator
from typing import NamedTuple

from cchc_cli.checks import CheckFailure
from cchc_cli.periods import Period, parse_iso_period
from cchc_cli.pipeline import Run, check_problem
from cchc_cli.problems import Location, Problem
from cchc_cli.submissions.ledger import E, LedgerOf, Slot


class Owned(NamedTuple):
    """A problem with the unit whose it is (None: nobody knows), and the slots it is about."""

    problem: Problem
    unit: str | None
    slots: tuple[Slot, ...] = ()
    failure: CheckFailure | None = None
    """The check that does not hold, where that is the problem."""


class Owners:
    """Tells whose the problems of a run are."""

    def __init__(self, run: Run) -> None:
        self.failures = {check_problem(failure): failure for failure in run.failures}
        self.owners = run.submissions.owners
        self.files = run.submissions.units_by_file()
        ledger, tasks = run.submissions.ledger, run.submissions.tasks
        self.settled = {**ledger.settled, **tasks.settled}
        self.slots: dict[Location, set[Slot]] = {}
        self.places: dict[tuple[object, ...], set[Location]] = {}
        for where, slot in (*_places(ledger), *_places(tasks)):
            self.slots.setdefault(where, set()).add(slot)
            self.places.setdefault(_row_of(where), set()).add(where)

    def is_settled(self, problem: Problem) -> bool:
        """Tell whether a problem is about values alone that were corrected since.

        It stays in the file, and in what ``check`` says of it, but there is nothing left to send.
        """
        slots = self._slots(problem.where)
        return bool(slots) and all(problem.where in self.settled.get(slot, ()) for slot in slots)

    def of(self, problem: Problem) -> Owned:
        """Return a problem with its owner.

        That is the unit of the value at its place, or of the only value in its row; else the unit
        that the row names; else the one unit of which the file holds anything.  A problem of a
        file of several units is nobody's: it would be sent to offices that have no part in it.
        A check that does not hold is about all its figures: nobody knows which one is wrong.
        """
        failure = self.failures.get(problem)
        if failure is not None:
            own = tuple(entry.slot for entry in failure.entries)
            return Owned(problem, failure.unit, own, failure)
        slots = self._slots(problem.where)
        units = {slot.unit for slot in slots}
        if len(units) == 1:
            return Owned(problem, units.pop(), tuple(sorted(slots)))
        unit = self.owners.get(problem.where)
        if unit is None:
            of_file = self.files.get(problem.where.path, set())
            unit = next(iter(of_file)) if len(of_file) == 1 else None
        return Owned(problem, unit)

    def _slots(self, where: Location) -> set[Slot]:
        if where in self.slots or where.line is None:
            return self.slots.get(where, set())
        in_row = self.places.get(_row_of(where), set())
        return self.slots[next(iter(in_row))] if len(in_row) == 1 else set()


def is_later(owned: Owned, period: Period) -> bool:
    """Tell whether a problem is about later periods alone, by its slots or by its folder."""
    if owned.slots:
        return all(slot.period > period for slot in owned.slots)
    folders = owned.problem.where.path.split("/")[:-1]
    periods = [found for folder in folders if (found := parse_iso_period(folder))]
    return bool(periods) and min(periods) > period


def _places(ledger: LedgerOf[E]) -> Iterator[tuple[Location, Slot]]:
    for slot, entry in ledger.entries.items():
        yield entry.where, slot
    for older in (ledger.superseded, ledger.repeated):
        for slot, entries in older.items():
            yield from ((entry.where, slot) for entry in entries)
    for rejected in (ledger.rejected, ledger.settled):
        for slot, places in rejected.items():
            yield from ((where, slot) for where in places)


def _row_of(where: Location) -> tuple[object, ...]:
    return (where.path, where.sheet, where.line)
