"""What all formats of a comparison share: words and numbers in rows, before any layout."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum
from itertools import groupby
from typing import NamedTuple

from cchc_cli.closing.record import Record
from cchc_cli.differences import Differences, EntryDifference, TargetDifference, TaskDifference
from cchc_cli.formats.words import Words
from cchc_cli.pipeline import Run


class Form(Enum):
    """What is compared."""

    CLOSED = "closed"
    """A closed period's record with what DATA holds now."""
    FOLDERS = "folders"
    PERIODS = "periods"


class Compared(NamedTuple):
    """Two runs and what differs between them; `names` are those of the folders compared."""

    form: Form
    old: Run
    new: Run
    differences: Differences
    record: Record | None = None
    """The record that the old run was made from."""
    reasons: tuple[str, ...] = ()
    """Why the period was corrected since, as its later records say."""
    names: tuple[str, str] = ("", "")


class EntryRow(NamedTuple):
    """An entry that is not what it was."""

    difference: EntryDifference
    unit: str
    unit_name: str
    figure: str
    name: str
    period: str
    old: str
    new: str
    change: str
    """By how much, or what became of it."""
    details: tuple[str, ...]
    """Where it stands, and what notes, revisions and cells with an error said."""


class TargetRow(NamedTuple):
    """A target before and after."""

    difference: TargetDifference
    id: str
    name: str
    require: str
    old: str
    new: str
    old_verdict: str
    new_verdict: str


class TaskRow(NamedTuple):
    """A task before and after."""

    difference: TaskDifference
    id: str
    name: str
    old: str
    new: str


class TallyRow(NamedTuple):
    """How many targets, or tasks, of a kind there were and are."""

    sign: str
    name: str
    old: int
    new: int

    @property
    def signed_name(self) -> str:
        """Sign and word: ``✓ ĐẠT``."""
        return f"{self.sign} {self.name}".strip()

    @property
    def change(self) -> str:
        """The change with its sign; empty where there is none."""
        return f"{self.new - self.old:+d}" if self.new != self.old else ""


class Memo(NamedTuple):
    """A comparison in words, ready for any format."""

    compared: Compared
    words: Words
    title: str
    heads: tuple[str, str]
    """What the old and the new column are called."""
    subtitle: tuple[str, ...]
    summary: tuple[str, ...]
    plan: tuple[str, ...]
    """A line for each thing that differs between the plans."""
    entries: tuple[EntryRow, ...]
    progress: tuple[EntryRow, ...]
    verdicts: tuple[TargetRow, ...]
    values: tuple[TargetRow, ...]
    tasks: tuple[TaskRow, ...]
    """Tasks with another status."""
    steps: tuple[TaskRow, ...]
    """Tasks of the same status of which more, or less, is done."""
    tally: tuple[TallyRow, ...]
    tasks_tally: tuple[TallyRow, ...]
    footnotes: tuple[str, ...]
    """What the marks of values mean."""
    foot: tuple[str, ...]
    date: date | None
    """The day that the memo bears; None where it is left to fill in."""


def grouped(rows: Iterable[EntryRow]) -> Iterator[tuple[str, str, list[EntryRow]]]:
    """Yield period, unit and rows, for rows sorted by these."""
    for (period, unit), group in groupby(rows, key=lambda row: (row.period, row.unit)):
        yield period, unit, list(group)
