"""What has changed between two states of the figures, entry by entry.

An entry is its value, note and revision, and whether it is an estimate; where it stands (file,
line, order, encoding) and the spaces in its note may change without the entry changing.
"""

from typing import NamedTuple

from cchc_cli.closing.record import Record, said_by
from cchc_cli.periods import Period
from cchc_cli.problems import Location
from cchc_cli.submissions.ledger import E, Entry, LedgerOf, ProgressEntry, Slot, words_of


class EntryChange(NamedTuple):
    """A slot whose entry is no longer what it was; None where there was, or is, no entry."""

    slot: Slot
    old: Entry | ProgressEntry | None
    new: Entry | ProgressEntry | None
    was_rejected: bool = False
    is_rejected: bool = False
    where: Location | None = None
    """Where it stands now; of what is gone, where it stood."""


class Present:
    """What DATA says now, to be compared with one record after the other."""

    def __init__(self, ledger: LedgerOf[E], prefix: str = "") -> None:
        self._prefix = prefix
        self._said: dict[Period, set[bytes]] = {}
        for period, line in said_by(ledger):
            self._said.setdefault(period, set()).add(line)

    def is_as(self, record: Record) -> bool:
        """Tell whether each entry up to the record's period stands there as it would now.

        False says nothing for certain: a value or the spaces of a note may be written otherwise.
        """
        last = record.closing.period
        now = set().union(*(said for period, said in self._said.items() if period <= last))
        return record.said(self._prefix) == now


def compare_ledgers(old: LedgerOf[E], new: LedgerOf[E], up_to: Period) -> tuple[EntryChange, ...]:
    """Return the slots of periods up to `up_to` whose entry changed, by period, unit, figure."""
    slots = {*old.entries, *old.rejected, *new.entries, *new.rejected}
    changes = (_compared(slot, old, new) for slot in slots if slot.period <= up_to)
    return tuple(
        sorted(
            (change for change in changes if change is not None),
            key=lambda change: (change.slot.period, change.slot.unit, change.slot.figure),
        )
    )


def _compared(slot: Slot, old: LedgerOf[E], new: LedgerOf[E]) -> EntryChange | None:
    before, after = old.entries.get(slot), new.entries.get(slot)
    was_rejected, is_rejected = slot in old.rejected, slot in new.rejected
    if was_rejected == is_rejected and _says_the_same(before, after):
        return None
    places = (*_places(new, slot), *_places(old, slot))
    return EntryChange(slot, before, after, was_rejected, is_rejected, next(iter(places), None))


def _places(ledger: LedgerOf[E], slot: Slot) -> tuple[Location, ...]:
    entry = ledger.entries.get(slot)
    return (entry.where,) if entry is not None else ledger.rejected.get(slot, ())


def _says_the_same(one: E | None, other: E | None) -> bool:
    """Tell whether two entries say the same, mark of an estimate included, wherever they stand."""
    if one is None or other is None:
        return one is other
    return _said(one) == _said(other)


def _said(entry: Entry | ProgressEntry) -> tuple[object, ...]:
    is_answer = type(entry.value) is bool
    return (is_answer, entry.value, words_of(entry.note), entry.revision, entry.estimated)
