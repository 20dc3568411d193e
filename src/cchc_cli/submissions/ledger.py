"""The ledger: which of the submitted values count.

For a unit, figure and period the highest revision counts; what cannot be decided counts as
rejected, never as missing and never as one of the values.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from cchc_cli.limits import FILE_PROBLEMS
from cchc_cli.numbers import Value
from cchc_cli.periods import Period
from cchc_cli.problems import Location, Problem, error, warning
from cchc_cli.texts import Text, text


class Slot(NamedTuple):
    """What an entry answers: the value of a figure, by a unit, for a period."""

    unit: str
    figure: str
    period: Period


class Entry(NamedTuple):
    """One submitted value with its place in a file."""

    slot: Slot
    value: Value
    where: Location
    note: str = ""
    revision: int = 1


class Rejection(NamedTuple):
    """A submitted value that cannot be used; `revision` is None if that could not be read."""

    slot: Slot
    where: Location
    revision: int | None = None
    raw: str = ""
    """What was written in the value's cell."""
    note: str = ""


class Rate(NamedTuple):
    """A percentage that an office wrote beside an entry, to be compared with the figures."""

    slot: Slot
    shown: str
    where: Location


@dataclass(frozen=True)
class Ledger:
    """All entries accepted, the slots whose value was rejected, and what was superseded."""

    entries: dict[Slot, Entry] = field(default_factory=dict)
    rejected: dict[Slot, tuple[Location, ...]] = field(default_factory=dict)
    superseded: dict[Slot, tuple[Entry, ...]] = field(default_factory=dict)
    refused: dict[Slot, Rejection] = field(default_factory=dict)
    """For each rejected slot the rejection of the highest revision, with what was written."""
    repeated: dict[Slot, tuple[Entry, ...]] = field(default_factory=dict)
    """What was submitted again with the same revision and value as the entry that counts."""
    settled: dict[Slot, tuple[Location, ...]] = field(default_factory=dict)
    """Where a value was rejected of which a higher revision was accepted."""

    def latest_period(self) -> Period | None:
        """Return the latest period with an accepted entry."""
        return max({period for _, _, period in self.entries}, default=None)


class LedgerBuilder:
    """Collects entries and rejections in any order; `build` decides which count."""

    def __init__(self) -> None:
        self._first: dict[Slot, Entry] = {}
        self._more: defaultdict[Slot, list[Entry]] = defaultdict(list)
        self._rejected: defaultdict[Slot, list[Rejection]] = defaultdict(list)
        self.in_file = 0
        """How many values were taken from the file that is read, rejected ones too."""

    def start_file(self) -> None:
        """Count the values of another file."""
        self.in_file = 0

    def add(self, *entries: Entry) -> None:
        """Take entries."""
        first = self._first
        self.in_file += len(entries)
        for entry in entries:
            slot = entry.slot
            if first.setdefault(slot, entry) is not entry:
                self._more[slot].append(entry)

    def reject(self, rejection: Rejection) -> None:
        """Take note of a value that cannot be used."""
        self.in_file += 1
        self._rejected[rejection.slot].append(rejection)

    def build(self) -> tuple[Ledger, list[Problem]]:
        """Return the ledger, and problems about values submitted twice."""
        twice = _Twice()
        ledger = Ledger(self._first.copy())
        for slot in dict.fromkeys((*self._more, *self._rejected)):
            entries = sorted(
                ([self._first[slot]] if slot in self._first else []) + self._more.get(slot, []),
                key=lambda entry: (-entry.revision, entry.where.order()),
            )
            self._decide(slot, entries, self._rejected.get(slot, []), ledger, twice)
        return ledger, [*twice.problems, *twice.left_out()]

    def _decide(
        self,
        slot: Slot,
        entries: list[Entry],
        rejections: list[Rejection],
        ledger: Ledger,
        twice: "_Twice",
    ) -> None:
        """Settle a slot that has more than one entry, or a rejection."""
        ledger.entries.pop(slot, None)
        highest = max(entry.revision for entry in entries) if entries else 0
        fatal = [r.where for r in rejections if r.revision is None or r.revision >= highest]
        top = [entry for entry in entries if entry.revision == highest]
        if fatal:
            top = []
        elif any(entry.value != top[0].value for entry in top):
            twice.complain_of_conflict(top)
            fatal = [entry.where for entry in top]
            top = []
        else:
            twice.complain_of_repetition(top)
            if top[1:]:
                ledger.repeated[slot] = tuple(top[1:])
        if top:
            ledger.entries[slot] = top[0]
            if rejections:
                places = sorted((rejection.where for rejection in rejections), key=Location.order)
                ledger.settled[slot] = tuple(places)
        else:
            ledger.rejected[slot] = tuple(sorted(fatal, key=Location.order))
            ledger.refused[slot] = _newest(slot, rejections, fatal[0], highest)
        if any(rejection.revision is None for rejection in rejections):
            older = [] if top else entries
        else:
            newest = max([highest, *(r.revision or 0 for r in rejections)])
            older = [entry for entry in entries if entry.revision < newest]
        if older:
            ledger.superseded[slot] = tuple(older)


def _newest(
    slot: Slot, rejections: Iterable[Rejection], where: Location, highest: int
) -> Rejection:
    """Return the rejection of the highest revision; of values that contradict, a wordless one."""
    return min(
        rejections,
        key=lambda rejection: (-(rejection.revision or 0), rejection.where.order()),
        default=Rejection(slot, where, highest),
    )


class _Twice:
    """Problems about values submitted twice; beyond so many of a file they are only counted."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._conflicts: Counter[str] = Counter()
        self._repetitions: Counter[str] = Counter()

    def complain_of_conflict(self, entries: Sequence[Entry]) -> None:
        """Complain at every one of several entries of the same revision with different values."""
        first = entries[0]
        other = next(entry for entry in entries if entry.value != first.value)
        for entry in entries:
            self._conflicts[entry.where.path] += 1
            if self._conflicts[entry.where.path] <= FILE_PROBLEMS:
                self.problems.append(
                    _conflict(entry, other if entry.value == first.value else first)
                )

    def complain_of_repetition(self, entries: Sequence[Entry]) -> None:
        """Warn at every entry but the first of several with the same revision and value."""
        for entry in entries[1:]:
            self._repetitions[entry.where.path] += 1
            if self._repetitions[entry.where.path] <= FILE_PROBLEMS:
                self.problems.append(_repeated(entry, entries[0]))

    def left_out(self) -> Iterator[Problem]:
        """Yield, for each file, how many problems there are besides."""
        for path, count in (self._conflicts - _most(self._conflicts)).items():
            said = text("và {count} giá trị nữa nộp hai lần khác nhau, không kể hết", count=count)
            yield error("duplicate-figure", Location(path), said, _CONFLICT_HINT)
        for path, count in (self._repetitions - _most(self._repetitions)).items():
            said = text("và {count} giá trị nữa nộp hai lần giống nhau, không kể hết", count=count)
            yield warning("repeated-figure", Location(path), said, _REPEATED_HINT)


def _most(counts: Iterable[str]) -> Counter[str]:
    return Counter(dict.fromkeys(counts, FILE_PROBLEMS))


_CONFLICT_HINT = text('xóa giá trị sai, hoặc ghi 2 vào cột "lần" của giá trị đúng')
_REPEATED_HINT = text("xóa bớt một dòng")


def _conflict(entry: Entry, other: Entry) -> Problem:
    return error(
        "duplicate-figure",
        entry.where,
        text(
            "{figure} kỳ {period} của {unit} nộp hai giá trị khác nhau: ở đây {value}, "
            "ở {place} là {other}",
            figure=entry.slot.figure,
            period=entry.slot.period,
            unit=entry.slot.unit,
            value=shown_value(entry.value),
            place=other.where,
            other=shown_value(other.value),
        ),
        _CONFLICT_HINT,
    )


def _repeated(entry: Entry, first: Entry) -> Problem:
    return warning(
        "repeated-figure",
        entry.where,
        text(
            "{figure} kỳ {period} của {unit} đã có ở {place}, cùng giá trị; chỉ tính một lần",
            figure=entry.slot.figure,
            period=entry.slot.period,
            unit=entry.slot.unit,
            place=first.where,
        ),
        _REPEATED_HINT,
    )


def shown_value(value: Value) -> Text:
    """Return a submitted value in words for a message: a decimal comma, no zeros behind it."""
    if isinstance(value, bool):
        return text("có") if value else text("không")
    number = format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
    return text("{number}", number=number.replace(".", ","))
