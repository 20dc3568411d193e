"""Rows of a long table: one entry each, validated many at a time."""

from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple, Protocol

from pydantic import ValidationError

from cchc_cli.limits import DIGITS
from cchc_cli.numbers import is_blank
from cchc_cli.periods import Period
from cchc_cli.problems import Location
from cchc_cli.submissions.cells import NO_TYPED_CELLS, TypedCells
from cchc_cli.submissions.columns import Header, PlaceOf, Role
from cchc_cli.submissions.doubts import Doubts, has_number, is_total
from cchc_cli.submissions.ledger import Entry, Rate, Slot
from cchc_cli.submissions.notes import Notes, formula_hint
from cchc_cli.submissions.placing import Placer
from cchc_cli.submissions.records import Record, is_filled
from cchc_cli.submissions.row import SubmittedRow, validate_rows
from cchc_cli.submissions.values import ValueReader
from cchc_cli.submissions.words import PlanWords
from cchc_cli.texts import Text, text

_NOBODY: frozenset[str] = frozenset()
ROLES = (Role.PERIOD, Role.UNIT, Role.FIGURE, Role.VALUE, Role.NOTE, Role.REVISION)
"""The order of the cells in a `SubmittedRow`."""
_VALUE, _REVISION = ROLES.index(Role.VALUE), ROLES.index(Role.REVISION)

ValidRow = tuple[str, str, str, str, str, int]
BeginsHeader = Callable[[Sequence[Record], int], bool]
"""Tells whether a header begins at the record of this number, in the middle of a table."""


class Reading(NamedTuple):
    """What the rows of a table are read with, and under which header."""

    words: PlanWords
    header: Header
    place: PlaceOf
    typed: TypedCells
    is_text: bool
    """Whether a delimiter may have divided a cell; in a workbook none can."""
    notes: Notes
    placer: Placer
    values: ValueReader
    begins_header: BeginsHeader


class Rows(Protocol):
    """Rows under one header, long or wide."""

    filled: int
    """How many rows have a value."""

    def enter(self, batch: Sequence[Record]) -> int:
        """Enter records, up to one at which another header begins; return how many."""

    def end(self) -> None:
        """Decide what waited for the rows below it."""


def cell_of(cells: Sequence[str], at: int | None) -> str:
    """Return a cell, trimmed; empty where the row or the table has none."""
    return cells[at].strip() if at is not None and at < len(cells) else ""


class LongRows:
    """Enters rows of which each holds one value."""

    def __init__(self, reading: Reading) -> None:
        self.filled = 0
        self._reading = reading
        self._notes = reading.notes
        self._values = reading.values
        self._header = header = reading.header
        self._value_at = 1 + header.columns.get(Role.VALUE, 0)
        self._pick = picker(header)
        self._doubts = Doubts(reading.words, self._complain)
        self._placed: dict[tuple[str, str], tuple[str, Period]] = {}
        """What unit and period the cells of earlier rows meant without doubt."""

    def enter(self, batch: Sequence[Record]) -> int:
        """Enter records, validated together; one by one where one of them is wrong."""
        raws = list(raw_rows(batch, self._header, self._pick))
        try:
            return self._enter_rows(batch, validate_rows(raws))
        except ValidationError:
            return self._enter_singly(batch, raws)

    def end(self) -> None:
        """Decide what waited for the rows below it."""
        self._doubts.end()

    def _enter_singly(self, batch: Sequence[Record], raws: Sequence[tuple[str, ...]]) -> int:
        for index, raw in enumerate(raws):
            try:
                rows = validate_rows([raw])
            except ValidationError as fault:
                if self._reading.begins_header(batch, index):
                    return index
                if not is_blank(raw[_VALUE]):
                    self._enter_invalid(batch[index], raw, fault)
                continue
            if not self._enter_rows(batch, rows, index):
                return index
        return len(batch)

    def _enter_rows(self, batch: Sequence[Record], rows: Sequence[ValidRow], first: int = 0) -> int:
        """Enter rows; most are plain counts whose unit and period were met before.

        `first` is the number of the first row's record.  Returns how many were entered.
        """
        reading, width, extra = self._reading, self._header.width, self._reading.is_text
        placed, figures, counted = self._placed, reading.words.figures, list[Entry]()
        counters = _NO_COUNTERS if Role.RATE in self._header.columns else reading.words.counters
        place, value_at, typed = reading.place, self._value_at, reading.typed
        after, _new = self._values.after_value, tuple.__new__  # half the named tuple's own time
        plain, entered = typed is NO_TYPED_CELLS, 0
        for entered, row in enumerate(rows):
            line, cells = batch[first + entered]
            period_word, unit_word, figure, value, note, revision = row
            known = placed.get((unit_word, period_word))
            if (
                known is not None
                and value.isdigit()
                and known[0] in counters.get(figure, _NOBODY)
                and len(value) <= DIGITS
                and len(cells) <= width
                and value.isascii()
                and (after is None or after >= len(cells) or not cells[after][:1].isdigit())
                and (plain or (line, value_at) not in typed)
            ):
                slot = _new(Slot, (known[0], figure, known[1]))
                where = place(line, value_at)
                counted.append(_new(Entry, (slot, int(value), where, note, revision)))
            elif figure not in figures and reading.begins_header(batch, first + entered):
                break
            elif not is_blank(value) or (extra and is_filled(cells[width:])):
                self._read_row(line, cells, SubmittedRow(*row))
        else:
            entered = len(rows)
        if counted:
            self._enter_counted(counted)
        return entered

    def _enter_counted(self, counted: list[Entry]) -> None:
        self.filled += len(counted)
        self._notes.ledger.add(*counted)
        self._doubts.data_at(counted[-1].where.line or 0)

    def _read_row(self, line: int, cells: Sequence[str], row: SubmittedRow) -> None:
        """Read a row that is not plain; whose it is, is kept if something is wrong in it."""
        name = cell_of(cells, self._header.columns.get(Role.NAME))
        if not self._reading.placer.figures_called(row.figure, name):
            self._doubts.take(line, cells, row, name, [row.value])
            return
        self._doubts.data_at(line)
        before = len(self._notes.problems)
        self.filled += 1
        self._enter_row(line, cells, row, name)
        self._own(line, row, before)

    def _complain(self, line: int, cells: Sequence[str], row: SubmittedRow) -> None:
        """Complain of a row that names no known figure."""
        name = cell_of(cells, self._header.columns.get(Role.NAME))
        before = len(self._notes.problems)
        self.filled += 1
        self._reading.placer.complain_of_unknown(line, row, name)
        self._own(line, row, before)

    def _own(self, line: int, row: SubmittedRow, before: int) -> None:
        """Note whose the row is if it added problems to those that were there before."""
        if len(self._notes.problems) > before:
            unit = self._reading.placer.unit_named(row.unit)
            if unit is not None:
                self._notes.gathered.own(self._reading.place(line, None), unit)

    def _enter_row(self, line: int, cells: Sequence[str], row: SubmittedRow, name: str) -> None:
        where = self._reading.place(line, self._value_at)
        slot = self._slot(line, cells, row, name, where)
        if slot is None:
            return
        kind = self._reading.words.figures[slot.figure].type
        fraction = self._values.split_fraction(cells, row.value, kind)
        if fraction is None:
            typed = self._reading.typed.get((line, self._value_at))
            self._values.enter(slot, row, where, typed)
            self._take_rate(slot, line, cells)
            return
        self._values.ambiguous(where, row.value, row.value, f"{row.value},{fraction}", split=True)
        self._notes.reject([slot], where, row.revision, f"{row.value},{fraction}")

    def _slot(
        self, line: int, cells: Sequence[str], row: SubmittedRow, name: str, where: Location
    ) -> Slot | None:
        """Return what a row answers; None, with a complaint, where that is not sure."""
        place = self._reading.placer.place_row(line, row, name)
        if place is None:
            return None
        if self._reading.is_text and is_filled(cells[self._header.width :]):
            self._notes.note("long-row", line, None, *long_row(len(cells), self._header.width))
        elif place.sure:
            slot = place.slots[0]
            self._placed[row.unit, row.period] = (slot.unit, slot.period)
            self._notes.gathered.units.setdefault(where.path, set()).add(slot.unit)
            return slot
        self._notes.reject(place.slots, where, row.revision, row.value)
        return None

    def _take_rate(self, slot: Slot, line: int, cells: Sequence[str]) -> None:
        at = self._header.columns.get(Role.RATE)
        if at is not None and not is_blank(cell_of(cells, at)):
            where = self._reading.place(line, at + 1)
            self._notes.gathered.rates.append(Rate(slot, cell_of(cells, at), where))

    def _enter_invalid(self, record: Record, raw: tuple[str, ...], fault: ValidationError) -> None:
        """Complain of cells that are no cells of a row, and reject what the row was about."""
        line, cells = record
        before = len(self._notes.problems)
        wrong, row = rest_of(raw, fault)
        name = cell_of(cells, self._header.columns.get(Role.NAME))
        known = self._reading.placer.figures_called(row.figure, name)
        if not known and (is_total(cells, row.figure or name) or not has_number(raw[_VALUE])):
            self._doubts.take(line, cells, row, name, [row.value])
            return
        self.filled += 1
        complain_of_cells(self._notes, line, wrong, raw)
        place = self._reading.placer.place_row(line, row, name) if row.figure or name else None
        if place is not None:
            revision = None if _REVISION in wrong else row.revision
            where = self._reading.place(line, self._value_at)
            self._notes.reject(place.slots, where, revision, row.value)
        self._own(line, row, before)


def long_row(width: int, header_width: int) -> tuple[Text, Text]:
    """Return message and cure of a row with more cells than the header has columns."""
    return (
        text(
            "dòng có {width} ô, tiêu đề chỉ có {header} cột",
            width=width,
            header=header_width,
        ),
        text('số có dấu phẩy phải đặt trong nháy kép ("95,5"), hoặc lưu tệp với dấu ;'),
    )


_NO_COUNTERS: dict[str, frozenset[str]] = {}


def picker(header: Header) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """Return what picks a row's cells by role from a record with ``""`` and ``"1"`` behind it.

    These stand for the cells of an absent column: nothing, and the first revision.
    """
    columns, behind = header.columns, header.width
    absent = {Role.REVISION: behind + 1}
    return itemgetter(*(columns.get(role, absent.get(role, behind)) for role in ROLES))


def raw_rows(
    batch: Sequence[Record], header: Header, pick: Callable[[Sequence[str]], tuple[str, ...]]
) -> Iterator[tuple[str, ...]]:
    """Yield the cells of records by role; a blank revision is the first."""
    width = header.width
    has_revision = Role.REVISION in header.columns
    for _, cells in batch:
        if len(cells) == width:
            raw = pick((*cells, "", "1"))
        else:
            raw = pick((*cells[:width], *[""] * (width - len(cells)), "", "1"))
        yield raw if not has_revision or raw[-1].strip() else (*raw[:-1], "1")


def rest_of(raw: tuple[str, ...], fault: ValidationError) -> tuple[set[int], SubmittedRow]:
    """Return which cells of a row are wrong, and the row without them."""
    wrong = {int(detail["loc"][-1]) for detail in fault.errors(include_url=False)}
    left = ["" if index in wrong else cell for index, cell in enumerate(raw[:_REVISION])]
    (row,) = validate_rows([[*left, "1" if _REVISION in wrong else raw[_REVISION]]])
    return wrong, SubmittedRow(*row)


def complain_of_cells(notes: Notes, line: int, wrong: set[int], raw: tuple[str, ...]) -> None:
    """Complain of a row's cells that are too long, or no revision."""
    for role in (ROLES[index] for index in sorted(wrong)):
        if role is Role.REVISION:
            said = text('lần nộp "{raw}" không phải số nguyên từ 1 đến 999', raw=raw[_REVISION])
            hint = formula_hint(raw[_REVISION]) or text("ghi 1, 2, 3…; để trống là lần đầu")
            notes.note("bad-revision", line, role, said, hint)
        else:
            said = text("ô dài quá 32.767 ký tự, giới hạn của Excel")
            notes.note("long-cell", line, role, said, text("rút ngắn nội dung ô"))
