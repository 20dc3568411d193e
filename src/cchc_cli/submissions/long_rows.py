"""Rows of a long table: one entry each, validated many at a time."""

from collections.abc import Sequence

from pydantic import ValidationError

from cchc_cli.limits import DIGITS
from cchc_cli.numbers import is_blank
from cchc_cli.periods import Period
from cchc_cli.plan.terms import Figure, Task
from cchc_cli.problems import Location
from cchc_cli.submissions.columns import Role
from cchc_cli.submissions.doubts import Doubts, has_number, is_total
from cchc_cli.submissions.estimates import MAY_BEGIN, begins_as_estimate
from cchc_cli.submissions.ledger import Entry, ProgressEntry, Rate, Slot
from cchc_cli.submissions.reading import (
    REVISION,
    UNIT,
    VALUE,
    Reading,
    ValidRow,
    complain_of_cells,
    long_row,
    picker,
    raw_rows,
    rest_of,
)
from cchc_cli.submissions.records import Record, cell_of, is_filled
from cchc_cli.submissions.row import SubmittedRow, validate_rows

_NOBODY: frozenset[str] = frozenset()


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
        self._name_at = header.columns.get(Role.NAME)
        self._doubts = Doubts(reading.words, reading.titles, self._complain)
        self._units: dict[str, str] = {}
        self._periods: dict[str, Period] = {}
        """What unit and period the cells of earlier rows meant without doubt."""

    def enter(self, batch: Sequence[Record]) -> int:
        """Enter records, validated together; one by one where one of them is wrong."""
        raws = raw_rows(batch, self._header, self._pick)
        try:
            entered = self._enter_rows(batch, validate_rows(raws))
        except ValidationError:
            entered = self._enter_singly(batch, raws)
        for (line, _), raw, why in self._reading.beside.doubts(batch[:entered], raws):
            if not is_blank(raw[VALUE]):
                unit = self._reading.placer.unit_named(raw[UNIT].strip())
                self._notes.warn(line, why, unit)
        return entered

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
                if not is_blank(raw[VALUE]):
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
        figures = reading.words.figures
        units, periods, counted = self._units, self._periods, list[Entry]()
        counters = _NO_COUNTERS if Role.RATE in self._header.columns else reading.words.counters
        place, value_at, entered = reading.place, self._value_at, 0
        marks, has_kinds = reading.marks, Role.KIND in self._header.columns
        after, _new = self._values.after_value, tuple.__new__  # half the named tuple's own time
        for entered, ((line, cells), row) in enumerate(zip(batch[first:], rows, strict=False)):
            period_word, unit_word, figure, value, note, revision = row
            unit, period = units.get(unit_word), periods.get(period_word)
            if (
                unit in counters.get(figure, _NOBODY)
                and period is not None
                and value.isdigit()
                and len(value) <= DIGITS
                and len(cells) <= width
                and value.isascii()
                and (
                    after is None  # or it takes three digits there for thousands to be divided
                    or len(value) > 3
                    or after >= len(cells)
                    or not cells[after].strip()[:1].isdigit()
                )
            ):
                slot = _new(Slot, (unit, figure, period))
                where = place(line, value_at)
                if has_kinds:
                    estimated = marks.is_estimate(line, cells, note, unit)
                else:  # what it would tell, without a call for each row
                    estimated = note[:1] in MAY_BEGIN and begins_as_estimate(note)
                counted.append(_new(Entry, (slot, int(value), where, note, revision, estimated)))
            elif (
                unit is not None
                and period is not None
                and (entry := self._sure_entry(unit, period, line, cells, row))
            ):
                if isinstance(entry, Entry):
                    counted.append(entry)
                else:
                    self.filled += 1
                    self._notes.ledger.add_progress(entry)
            elif figure not in figures and not self._names_figure(figure, cells):
                if reading.begins_header(batch, first + entered):
                    break
                if not is_blank(value) or (extra and is_filled(cells[width:])):
                    self._doubt_row(line, cells, SubmittedRow(*row))
                else:
                    reading.titles.between(line, cells)
                self._notes.gathered.strange_rows += bool(figure or cell_of(cells, self._name_at))
            elif not is_blank(value) or (extra and is_filled(cells[width:])):
                self._read_row(line, cells, SubmittedRow(*row))
            else:
                self._doubts.data_at(line)
        else:
            entered = len(rows)
        if counted:
            self._enter_counted(counted)
        return entered

    def _sure_entry(
        self, unit: str, period: Period, line: int, cells: Sequence[str], row: ValidRow
    ) -> Entry | ProgressEntry | None:
        """Return the entry of a row about a known unit and period; None if anything is in doubt."""
        _, _, code, value, note, revision = row
        reading, values = self._reading, self._values
        called = reading.words.figures_called(code or cell_of(cells, self._name_at))
        figure = called[0] if len(called) == 1 else None
        if figure is None or unit not in reading.words.reporters[figure.id]:
            return None
        if reading.is_text and len(cells) > self._header.width:
            return None
        is_beside = values.after_value is not None
        if is_beside and values.split_fraction(figure.id, cells, value) is not None:
            return None
        slot = Slot(unit, figure.id, period)
        if isinstance(figure, Task):
            return self._sure_progress(slot, line, cells, value, note, revision)
        read = values.sure_value(figure, value, reading.typed, (line, self._value_at))
        if read is None:
            return None
        self._doubts.data_at(line)
        estimated = reading.marks.is_estimate(line, cells, note, unit)
        self._take_rate(slot, line, cells)
        where = reading.place(line, self._value_at)
        return Entry(slot, read, where, note, revision, estimated)

    def _sure_progress(
        self, slot: Slot, line: int, cells: Sequence[str], value: str, note: str, revision: int
    ) -> ProgressEntry | None:
        """Return the entry of a task's row; None if anything is in doubt."""
        reading = self._reading
        if begins_as_estimate(note) or cell_of(cells, self._header.columns.get(Role.KIND)):
            return None
        progress = self._values.sure_progress(value, reading.typed.get((line, self._value_at)))
        if progress is None:
            return None
        self._doubts.data_at(line)
        self._take_rate(slot, line, cells)
        return ProgressEntry(slot, progress, reading.place(line, self._value_at), note, revision)

    def _names_figure(self, code: str, cells: Sequence[str]) -> bool:
        """Tell whether a row without a value names a known figure all the same."""
        return bool(self._reading.words.figures_called(code or cell_of(cells, self._name_at)))

    def _enter_counted(self, counted: list[Entry]) -> None:
        self.filled += len(counted)
        self._notes.ledger.add(*counted)
        self._doubts.data_at(counted[-1].where.line or 0)

    def _doubt_row(self, line: int, cells: Sequence[str], row: SubmittedRow) -> None:
        """Judge a row that names no known figure, but holds something where values are."""
        beyond = cells[self._header.width :] if self._reading.is_text else ()
        name = cell_of(cells, self._name_at)
        self._doubts.take(line, cells, row, name, [row.value, *beyond])

    def _read_row(self, line: int, cells: Sequence[str], row: SubmittedRow) -> None:
        """Read a row that is not plain; whose it is, is kept if something is wrong in it."""
        self._doubts.data_at(line)
        before = len(self._notes.problems)
        self.filled += 1
        self._enter_row(line, cells, row, cell_of(cells, self._name_at))
        self._own(row, before)

    def _complain(self, line: int, cells: Sequence[str], row: SubmittedRow) -> None:
        """Complain of a row that names no known figure."""
        name = cell_of(cells, self._name_at)
        before = len(self._notes.problems)
        self.filled += 1
        self._reading.placer.complain_of_unknown(line, row, name)
        self._own(row, before)

    def _own(self, row: SubmittedRow, before: int) -> None:
        """Note whose the problems are that were added to those `before`."""
        if len(self._notes.problems) > before:
            unit = self._reading.placer.unit_named(row.unit)
            self._notes.gathered.own(self._notes.problems[before:], unit)

    def _enter_row(self, line: int, cells: Sequence[str], row: SubmittedRow, name: str) -> None:
        where = self._reading.place(line, self._value_at)
        slot = self._slot(line, cells, row, name, where)
        if slot is None:
            return
        fraction = self._values.split_fraction(slot.figure, cells, row.value)
        if fraction is None:
            typed = self._reading.typed.get((line, self._value_at))
            estimated = self._is_estimate(slot, line, cells, row.note)
            self._values.enter(slot, row, where, typed, estimated=estimated)
            self._take_rate(slot, line, cells)
            return
        self._values.ambiguous(where, row.value, row.value, f"{row.value},{fraction}", split=True)
        self._notes.reject([slot], where, row.revision, f"{row.value},{fraction}", row.note)

    def _is_estimate(self, slot: Slot, line: int, cells: Sequence[str], note: str) -> bool:
        """Tell whether a figure's value is marked as an estimate; a task's progress never is."""
        if not isinstance(self._reading.words.figures[slot.figure], Figure):
            self._reading.marks.check_task(line, cells, note, slot.unit)
            return False
        return self._reading.marks.is_estimate(line, cells, note, slot.unit)

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
            self._units[row.unit], self._periods[row.period] = slot.unit, slot.period
            return slot
        self._notes.reject(place.slots, where, row.revision, row.value, row.note)
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
        name = cell_of(cells, self._name_at)
        known = self._reading.placer.figures_called(row.figure, name)
        if not known and (is_total(cells, row.figure or name) or not has_number(raw[VALUE])):
            self._doubts.take(line, cells, row, name, [row.value])
            return
        self.filled += 1
        complain_of_cells(self._notes, line, wrong, raw)
        place = self._reading.placer.place_row(line, row, name) if row.figure or name else None
        if place is not None:
            revision = None if REVISION in wrong else row.revision
            where = self._reading.place(line, self._value_at)
            self._notes.reject(place.slots, where, revision, row.value, row.note)
        self._own(row, before)


_NO_COUNTERS: dict[str, frozenset[str]] = {}
