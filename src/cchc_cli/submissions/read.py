"""Read everything in DATA: from files to a ledger, with every problem on the way."""

import errno
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from cchc_cli.limits import TEXT_BYTES, WORKBOOK_BYTES
from cchc_cli.periods import Period, parse_iso_period
from cchc_cli.plan.terms import Plan
from cchc_cli.problems import Location, Problem, error, warning
from cchc_cli.submissions.folder import SubmittedFile, list_files, unreadable
from cchc_cli.submissions.kinds import KIND_NAMES, READERS, Kind, cure_of, kind_of
from cchc_cli.submissions.ledger import (
    E,
    Ledger,
    LedgerBuilder,
    LedgerOf,
    Rate,
    Slot,
    TaskLedger,
    check_evidence,
)
from cchc_cli.submissions.notes import Gathered
from cchc_cli.submissions.own_reports import is_own_file, own_report, own_sheets
from cchc_cli.submissions.table import Table, TableReader
from cchc_cli.submissions.words import PathWords, PlanWords
from cchc_cli.texts import text

Reader = Callable[[bytes, str, list[Problem]], Iterator[Table]]
"""Takes a file's bytes and name; yields its tables and notes problems."""

OnFile = Callable[[int, int], None]
"""Told how many files of how many have been read."""

NO_TASKS = TaskLedger()


class Submissions(NamedTuple):
    """What was read: the ledger, the SHA-256 of every file read by its name, the problems."""

    ledger: Ledger
    """The figures."""
    digests: dict[str, str]
    problems: tuple[Problem, ...]
    owners: Mapping[Location, str] = MappingProxyType({})
    """Whose row it is, by the place of a problem in it, where the row tells a unit."""
    stems: Mapping[str, str] = MappingProxyType({})
    """The unit after which a file is named, by its path."""
    rates: tuple[Rate, ...] = ()
    """The percentages that offices wrote beside their figures."""
    tasks: TaskLedger = NO_TASKS
    """How far the tasks have come."""

    def units_by_file(self) -> dict[str, set[str]]:
        """Return the units of which each file holds something, or after which it is named."""
        units = {path: {unit} for path, unit in self.stems.items()}
        for where, slot in (*_places(self.ledger), *_places(self.tasks)):
            units.setdefault(where.path, set()).add(slot.unit)
        return units


def _places(ledger: LedgerOf[E]) -> Iterator[tuple[Location, Slot]]:
    yield from ((entry.where, slot) for slot, entry in ledger.entries.items())
    yield from ((where, slot) for slot, found in ledger.rejected.items() for where in found)
    yield from ((e.where, slot) for slot, older in ledger.superseded.items() for e in older)


def read_submissions(
    data: Path,
    plan: Plan,
    plan_file: Path | None = None,
    on_file: OnFile | None = None,
) -> Submissions:
    """Read DATA, a folder or a single file, by the names of `plan`.

    One bad file or row never hides the others.  The order in which files are found changes
    nothing: they are read sorted by name.
    """
    files, problems = list_files(data, plan_file)
    words = PlanWords(plan)
    place = _folder_name(data)
    builder = LedgerBuilder(plan.task)
    digests: dict[str, str] = {}
    stems: dict[str, str] = {}
    gathered = Gathered()
    for count, file in enumerate(files):
        if on_file is not None:
            on_file(count, len(files))
        content = _read_bytes(file, problems)
        if content is None:
            continue
        if is_own_file(content):
            problems.append(own_report(file.name))
            continue
        builder.start_file()
        gathered.start_file(len(problems))
        path_words = _path_words(place, file, words, problems)
        own = read_file_tables(
            TableReader(words, path_words, table, builder, problems, gathered)
            for table in _tables(content, file, problems)
        )
        if own.is_all:
            problems.append(own_report(file.name))
            continue
        if own.sheets:
            problems.append(own_sheets(file.name, own.sheets))
        digests[file.name] = hashlib.sha256(content).hexdigest()
        if path_words.unit is not None:
            stems[file.name] = path_words.unit
    ledger, decided = builder.build()
    tasks, of_tasks = builder.build_tasks()
    problems += [*decided, *of_tasks, *check_evidence(tasks)]
    return Submissions(
        ledger, digests, tuple(problems), gathered.owners, stems, tuple(gathered.rates), tasks
    )


class OwnTables(NamedTuple):
    """What of a file cchc itself has written, and is passed over."""

    sheets: tuple[str, ...]
    is_all: bool
    """Whether nothing else of the file was read."""


def read_file_tables(readers: Iterable[TableReader]) -> OwnTables:
    """Read the tables of one file but those of our own reports; return which those are.

    A sheet without a header is passed over if another has one and nothing in it looks like
    figures: it is a guide or the like.  If none has one, each that is not empty is complained of;
    if all are empty, the file.  One that is not read to its end is the last.
    """
    headless: list[tuple[TableReader, bool]] = []
    own: list[str] = []
    has_read = False
    for reader in readers:
        if reader.is_own_report():
            own.append(reader.table.place(1, None).sheet or "")
        elif reader.find_header():
            has_read = True
            reader.read_rows()
            if reader.has_given_up:
                break
        else:
            headless.append((reader, reader.seems_meant()))
    has_header = has_read or bool(own)
    filled = [one for one in headless if not one[0].is_empty]
    for reader, seems_meant in filled:
        if seems_meant or not has_header:
            reader.complain_of_header()
        elif reader.has_numbers:
            reader.warn_of_passing_over()
    if headless and not filled and not has_header:
        headless[0][0].complain_of_header()
    return OwnTables(tuple(own), is_all=bool(own) and not has_read)


def _read_bytes(file: SubmittedFile, problems: list[Problem]) -> bytes | None:
    """Return a file's bytes, at most one more than the limits allow."""
    try:
        if file.path.is_fifo():  # since it was listed; nobody may ever write to it
            raise FileNotFoundError(errno.ENOENT, "")
        with file.path.open("rb") as opened:
            return opened.read(max(TEXT_BYTES, WORKBOOK_BYTES) + 1)
    except OSError as fault:
        problems.append(unreadable(file.name, fault))
        return None


def _folder_name(data: Path) -> str:
    """Return the name of the folder that DATA is, or in which it lies if it is a file."""
    root = data.resolve()
    return root.name if data.is_dir() else root.parent.name


def _path_words(
    place: str, file: SubmittedFile, words: PlanWords, problems: list[Problem]
) -> PathWords:
    """Return what folders and name of a file say: a period, a unit; two periods say none."""
    folders = [place, *file.name.split("/")[:-1]]
    periods: list[Period] = [p for folder in folders if (p := parse_iso_period(folder))]
    if len(set(periods)) > 1:
        problems.append(
            error(
                "period-conflict",
                Location(file.name),
                text("đường dẫn có hai kỳ khác nhau: {periods}", periods=list(periods)),
                text("chuyển tệp sang thư mục của một kỳ"),
            )
        )
    period = periods[0] if len(set(periods)) == 1 else None
    stem = file.path.stem
    unit = words.unit(stem)
    within = folders[1 + max(map(folders.index, map(str, periods))) :] if periods else []
    likely = None if unit else words.likely_unit(stem)
    return PathWords(unit, period, likely, (stem, *within))


def _tables(content: bytes, file: SubmittedFile, problems: list[Problem]) -> Iterator[Table]:
    kind = kind_of(content)
    reader = READERS.get(kind)
    if reader is None:
        problems.append(_wrong_kind(file, kind))
        return
    before = len(problems)
    empty = True
    for table in _load(reader)(content, file.name, problems):
        empty = False
        yield table
    if empty and len(problems) == before:
        problems.append(
            error(
                "empty-file",
                Location(file.name),
                text("tệp trống"),
                text("gửi lại tệp có số liệu, hoặc bỏ tệp này ra khỏi thư mục"),
            )
        )
    elif not empty and (mislabelled := _mislabelled(file, kind)):
        problems.append(mislabelled)


@cache
def _load(reader: str) -> Reader:
    module, _, function = reader.partition(":")
    loaded: Reader = getattr(import_module(module), function)
    return loaded


def _wrong_kind(file: SubmittedFile, kind: Kind) -> Problem:
    return error(
        "wrong-kind",
        Location(file.name),
        text("tệp này thật ra là {kind}, không đọc được", kind=KIND_NAMES[kind]),
        cure_of(kind),
    )


_TEXT_SUFFIXES = frozenset({".csv", ".tsv", ".txt"})


def _mislabelled(file: SubmittedFile, kind: Kind) -> Problem | None:
    """Return a warning where the suffix says another kind than the content is."""
    is_text = file.path.suffix.lower() in _TEXT_SUFFIXES
    if kind is not Kind.HTML and is_text == (kind is Kind.TEXT):
        return None
    return warning(
        "mislabelled-file",
        Location(file.name),
        text('tệp mang đuôi "{suffix}" nhưng thật ra là {kind}; vẫn được đọc',
             suffix=file.path.suffix, kind=KIND_NAMES[kind]),
        text("lưu lại đúng loại để Excel mở không báo lỗi"),
    )  # fmt: skip
