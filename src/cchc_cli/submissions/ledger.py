"""The ledger: which of the submitted values count.

For a unit, figure and period the highest revision counts; what cannot be decided counts as
rejected, never as missing and never as one of the values.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from cchc_cli.numbers import Value, is_blank
from cchc_cli.periods import Period
from cchc_cli.problems import FileCounts, Location, Problem, warning
from cchc_cli.progress import Progress, Status
from cchc_cli.submissions.estimates import begins_as_estimate
from cchc_cli.submissions.twice import Twice
from cchc_cli.texts import text


class Slot(NamedTuple):
    """What an entry answers: the value of a figure, by a unit, for a period.

    How far a task has come is reported in the same way; `figure` is then the task's id.
    """

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
    estimated: bool = False
    """Whether its unit marked it as an estimate (ước thực hiện)."""


class ProgressEntry(NamedTuple):
    """How far a task has come, as its unit reported it, with its place in a file."""

    slot: Slot
    value: Progress
    where: Location
    note: str = ""
    """The evidence: the number of a document."""
    revision: int = 1

    @property
    def estimated(self) -> bool:
        """A task's progress is never an estimate."""
        return False


E = TypeVar("E", Entry, ProgressEntry)


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
class LedgerOf(Generic[E]):
    """All entries accepted, the slots whose value was rejected, and what was superseded."""

    entries: dict[Slot, E] = field(default_factory=dict)
    rejected: dict[Slot, tuple[Location, ...]] = field(default_factory=dict)
    superseded: dict[Slot, tuple[E, ...]] = field(default_factory=dict)
    refused: dict[Slot, Rejection] = field(default_factory=dict)
    """For each rejected slot the rejection of the highest revision, with what was written."""
    repeated: dict[Slot, tuple[E, ...]] = field(default_factory=dict)
    """What was submitted again with the same revision and value as the entry that counts."""
    settled: dict[Slot, tuple[Location, ...]] = field(default_factory=dict)
    """Where a value was rejected of which a higher revision was accepted."""
    contradicting: dict[Slot, tuple[E, ...]] = field(default_factory=dict)
    """What was submitted with the same revision and different values: none of it counts."""

    def latest_period(self) -> Period | None:
        """Return the latest period with an accepted entry."""
        return max({period for _, _, period in self.entries}, default=None)


Ledger = LedgerOf[Entry]
"""The figures."""
TaskLedger = LedgerOf[ProgressEntry]
"""How far the tasks have come."""


_EVIDENCE = text("ghi số văn bản vào cột ghi chú, ví dụ: KH số 15/KH-UBND")


def check_evidence(ledger: TaskLedger) -> Iterable[Problem]:
    """Warn of every task that is reported as done without a document that shows it."""
    counts = FileCounts()
    for entry in ledger.entries.values():
        is_bare = is_blank(entry.note) or begins_as_estimate(entry.note)
        is_missed = entry.value.status is Status.DONE and is_bare
        if is_missed and counts.has_room(entry.where):
            yield warning(
                "done-without-evidence",
                entry.where,
                text("nhiệm vụ {task} ghi hoàn thành mà không có minh chứng",
                     task=entry.slot.figure),
                _EVIDENCE,
            )  # fmt: skip
    for path, count in counts.beyond():
        said = text(
            "và {count} nhiệm vụ nữa ghi hoàn thành mà không có minh chứng, không kể hết",
            count=count,
        )
        yield warning("done-without-evidence", Location(path), said, _EVIDENCE)


class LedgerBuilder:
    """Collects entries and rejections in any order; which count is decided at the end.

    `tasks` are the ids of the plan's tasks.
    """

    def __init__(self, tasks: Collection[str] = ()) -> None:
        self._tasks = tasks
        self._figures = _Collected[Entry]()
        self._progress = _Collected[ProgressEntry]()
        self.in_file = 0
        """How many values were taken from the file that is read, rejected ones too."""

    def start_file(self) -> None:
        """Count the values of another file."""
        self.in_file = 0

    def add(self, *entries: Entry) -> None:
        """Take entries of figures."""
        self.in_file += len(entries)
        self._figures.add(entries)

    def add_progress(self, entry: ProgressEntry) -> None:
        """Take an entry of a task."""
        self.in_file += 1
        self._progress.add((entry,))

    def reject(self, rejection: Rejection) -> None:
        """Take note of a value that cannot be used."""
        self.in_file += 1
        is_task = rejection.slot.figure in self._tasks
        rejected = self._progress.rejected if is_task else self._figures.rejected
        rejected[rejection.slot].append(rejection)

    def build(self) -> tuple[Ledger, list[Problem]]:
        """Return the ledger of the figures, and problems about values submitted twice."""
        return self._figures.decided()

    def build_tasks(self) -> tuple[TaskLedger, list[Problem]]:
        """Return the ledger of the tasks, and problems about values submitted twice."""
        return self._progress.decided()


class _Collected(Generic[E]):
    """What was submitted, right or wrong, by its slot."""

    def __init__(self) -> None:
        self.rejected: defaultdict[Slot, list[Rejection]] = defaultdict(list)
        self._first: dict[Slot, E] = {}
        self._more: defaultdict[Slot, list[E]] = defaultdict(list)

    def add(self, entries: Iterable[E]) -> None:
        first = self._first
        for entry in entries:
            slot = entry.slot
            if first.setdefault(slot, entry) is not entry:
                self._more[slot].append(entry)

    def decided(self) -> tuple[LedgerOf[E], list[Problem]]:
        """Return the ledger, and problems about values submitted twice."""
        twice: Twice = Twice()
        ledger: LedgerOf[E] = LedgerOf(self._first.copy())
        for slot in dict.fromkeys((*self._more, *self.rejected)):  # in a fixed order
            entries = sorted(
                ([self._first[slot]] if slot in self._first else []) + self._more.get(slot, []),
                key=_precedence,
            )
            self._decide(slot, entries, self.rejected.get(slot, []), ledger, twice)
        return ledger, [*twice.problems, *twice.left_out()]

    def _decide(
        self,
        slot: Slot,
        entries: list[E],
        rejections: list[Rejection],
        ledger: LedgerOf[E],
        twice: Twice,
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
            ledger.contradicting[slot] = tuple(top)
            fatal = [entry.where for entry in top]
            top = []
        else:
            twice.warn_of_repetition(top)
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


def words_of(note: str) -> str:
    """Return a note as its words: saving a file again may change the spaces between them."""
    return " ".join(note.split())


def _precedence(entry: Entry | ProgressEntry) -> tuple[object, ...]:
    """Return the key by which the entries of a slot are sorted, the one that counts first.

    Its place comes last: the order of rows and files changes neither value nor note.
    """
    words = words_of(entry.note)
    marks = (-entry.revision, not entry.estimated, not words)
    return (*marks, words, entry.note, entry.where.order())


def _newest(
    slot: Slot, rejections: Iterable[Rejection], where: Location, highest: int
) -> Rejection:
    """Return the rejection of the highest revision; of values that contradict, a wordless one."""
    return min(
        rejections,
        key=lambda rejection: (-(rejection.revision or 0), rejection.where.order()),
        default=Rejection(slot, where, highest),
    )
