"""From a table's rows to entries: the one path on which all kinds of file meet.

A reader gives the records of a table with the line of each; here the header is found, every row
is validated, its words are looked up in the plan, and its value is read by its figure's type.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from operator import itemgetter
from typing import NamedTuple

from pydantic import ValidationError

from cchc_cli.limits import CELL_CHARACTERS, DIGITS
from cchc_cli.numbers import is_blank
from cchc_cli.periods import Period
from cchc_cli.problems import Location, Problem, error, warning
from cchc_cli.submissions.asides import is_doubtful, is_total
from cchc_cli.submissions.cells import NO_TYPED_CELLS, TypedCell, TypedCells
from cchc_cli.submissions.columns import Role, check_header, match_header, spoilt_row
from cchc_cli.submissions.heading import Heading, Record, find_heading
from cchc_cli.submissions.ledger import Entry, LedgerBuilder, Rate, Slot
from cchc_cli.submissions.notes import Notes, PlaceOf
from cchc_cli.submissions.placing import Placer
from cchc_cli.submissions.row import SubmittedRow, validate_rows
from cchc_cli.submissions.values import ValueReader
from cchc_cli.submissions.wide import MonthColumns, filled, row_of, units_and_figure
from cchc_cli.submissions.words import PathWords, PlanWords
from cchc_cli.texts import Text, text

_NOBODY: frozenset[str] = frozenset()
_BATCH = 1000
"""How many rows are validated at a time."""
_SIGNATURE_ROWS = 50
"""How many rows after the data may be signatures."""
_ROLES = (Role.PERIOD, Role.UNIT, Role.FIGURE, Role.VALUE, Role.NOTE, Role.REVISION)
"""The order of the cells in a `SubmittedRow`."""


def _kept(records: Iterator[Record], kept: list[Record]) -> Iterator[Record]:
    """Yield records and keep them."""
    for record in records:
        kept.append(record)
        yield record


class Table(NamedTuple):
    """A table as its reader found it: records with their lines, and how to name a place in it."""

    records: Iterator[Record]
    place: PlaceOf
    """From the line of a record and the number of a cell (None: the whole row) to a location."""
    delimiter: str = ""
    """What separates the cells of a text file; empty for others."""
    typed: TypedCells = NO_TYPED_CELLS
    """What the reader of a workbook knows of cells beside their text; filled row by row."""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """Rectangles of merged cells, whose text stands in the first: top, left, bottom, right."""


class Gathered:
    """What a file's tables leave for others than the ledger."""

    def __init__(self) -> None:
        self.owners: dict[Location, str] = {}
        """Whose row it is, by the place of a problem."""
        self.rates: list[Rate] = []


class TableReader:
    """Reads one table into the ledger; every problem is noted with its place."""

    def __init__(
        self,
        words: PlanWords,
        path: PathWords,
        table: Table,
        ledger: LedgerBuilder,
        problems: list[Problem],
        gathered: Gathered | None = None,
    ) -> None:
        self.words = words
        self.path = path
        self.table = table
        self.records = table.records
        self.notes = Notes(table.place, ledger, problems)
        self.placer = Placer(words, path, self.notes)
        self.values = ValueReader(words.figures, self.notes, table.delimiter)
        self.gathered = gathered if gathered is not None else Gathered()
        self.filled = 0
        """How many rows have a value."""
        self.complaints: list[Problem] = []
        """Why there is no header, if there is none."""
        self.seen: list[Record] = []
        """The rows among which the header was looked for."""
        self._pick: Callable[[Sequence[str]], tuple[str, ...]] = tuple
        self._value_at = 0
        self._placed: dict[tuple[str, str], tuple[str, Period]] = {}
        """What unit and period the cells of earlier rows meant without doubt."""
        self._doubtful: list[tuple[int, Sequence[str], SubmittedRow]] = []
        """Rows that are signatures, unless data follow."""
        self._next: Heading | None = None
        """The header of a further table below this one."""
        self._months: MonthColumns | None = None

    def read(self) -> bool:
        """Read header and rows; tell whether there was a header, else see `complaints`."""
        before = len(self.notes.problems)
        if not self._read_header(before):
            return False
        while True:
            self._read_rows()
            if self._next is None:
                break
            self._use(self._next)
            self._next = None
        self.values.settle()
        if not self.filled and len(self.notes.problems) == before:
            self.notes.note_file(
                warning,
                "no-rows",
                text("không có giá trị nào được điền"),
                text("điền số liệu rồi gửi lại; không phát sinh thì ghi 0 hoặc kps"),
            )
        return True

    # Header

    def _read_header(self, before: int) -> bool:
        """Find the header; what it lacks goes to `complaints`, what rows could not say to notes."""
        heading = find_heading(_kept(self.records, self.seen), self.table.merged)
        if heading is None:
            if len(self.notes.problems) == before:  # else the reader has said why
                self.complaints = [self._empty()]
            return False
        found = list(check_header(heading.header, heading.cells,
                                  self.table.place(heading.line, None)))  # fmt: skip
        if found and not heading.header.is_complete:
            self.complaints = found if heading.header.recognised else self._spoilt() or found
            return False
        self.notes.problems += found
        self._use(heading)
        if found or not self.placer.can_place(heading.line):
            self._stop()
        return True

    def _spoilt(self) -> list[Problem]:
        """Return the problem of the first row whose letters are spoilt: its names mean nothing."""
        found = (spoilt_row(cells, self.table.place(line, None)) for line, cells in self.seen)
        return list(islice(filter(None, found), 1))

    def _stop(self) -> None:
        """Read no rows: what is wrong with the header has been said."""
        self.records = iter(())

    def _empty(self) -> Problem:
        return error(
            "empty-file",
            self.table.place(1, None)._replace(line=None),
            text("tệp trống"),
            text("gửi lại tệp có số liệu, hoặc bỏ tệp này ra khỏi thư mục"),
        )

    def _use(self, heading: Heading) -> None:
        """Read the rows that follow by this header."""
        if heading.after:
            self.records = chain(heading.after, self.records)
        header = heading.header
        if Role.FIGURE not in header.columns and Role.NAME in header.columns:
            named = {**header.columns, Role.FIGURE: header.columns[Role.NAME]}
            header = header._replace(columns=named)
        self.notes.header = header
        self._pick = self._picker()
        self._value_at = 1 + header.columns.get(Role.VALUE, 0)
        self._placed = {}
        self.values.learn_header(heading.cells, self._value_at)
        self._months = None
        if header.months and Role.VALUE not in header.columns:
            place = (heading.line, heading.cells)
            self._months = MonthColumns(self.words, self.path, self.notes, place)

    def _picker(self) -> Callable[[Sequence[str]], tuple[str, ...]]:
        """Return what picks a row's cells by role from a record with ``""`` and ``"1"`` behind it.

        These stand for the cells of an absent column: nothing, and the first revision.
        """
        columns, behind = self.notes.header.columns, self.notes.header.width
        absent = {Role.REVISION: behind + 1}
        return itemgetter(*(columns.get(role, absent.get(role, behind)) for role in _ROLES))

    # Rows

    def _read_rows(self) -> None:
        """Read the rows, validated many at a time; one by one where one of them is wrong."""
        if self._months is not None:
            self._read_wide(self._months)
            return
        width = self.notes.header.width
        while self._next is None and (batch := list(islice(self.records, _BATCH))):
            pick = self._pick
            raws = [
                pick((*cells, "", "1")) if len(cells) == width else self._raw(cells)
                for _, cells in batch
            ]
            if Role.REVISION in self.notes.header.columns:
                raws = [raw if raw[-1].strip() else (*raw[:-1], "1") for raw in raws]
            try:
                self._enter_rows(batch, validate_rows(raws))
            except ValidationError:
                for at, (record, raw) in enumerate(zip(batch, raws, strict=True), 1):
                    self._read_single(record, raw)
                    if self._next is not None:
                        self.records = chain(batch[at:], self.records)
                        break
        self._doubtful = []

    def _raw(self, cells: Sequence[str]) -> tuple[str, ...]:
        """Return the cells of a record that is shorter or longer than the header."""
        width = self.notes.header.width
        return self._pick((*cells[:width], *[""] * (width - len(cells)), "", "1"))

    def _read_single(self, record: Record, raw: tuple[str, ...]) -> None:
        try:
            self._enter_rows([record], validate_rows([raw]))
        except ValidationError as fault:
            if not is_blank(raw[_ROLES.index(Role.VALUE)]):
                self.filled += 1
                self._refuse_row(record[0], raw, fault)

    def _enter_rows(
        self, batch: Sequence[Record], rows: Sequence[tuple[str, str, str, str, str, int]]
    ) -> None:
        """Enter rows; most are plain counts whose unit and period were met before."""
        placed, counters, counted = self._placed, self.words.counters, list[Entry]()
        place, value_at, width = self.table.place, self._value_at, self.notes.header.width
        after, plain = self.values.after_value, Role.RATE not in self.notes.header.columns
        _new = tuple.__new__  # half the time of the named tuple's own
        for at, ((line, cells), row) in enumerate(zip(batch, rows, strict=True), 1):
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
                and plain
            ):
                slot = _new(Slot, (known[0], figure, known[1]))
                where = place(line, value_at)
                counted.append(_new(Entry, (slot, int(value), where, note, revision)))
            elif not is_blank(value) or any(map(str.strip, cells[width:])):
                self._read_row(line, cells, SubmittedRow(*row))
                if self._next is not None:
                    self.records = chain(batch[at:], self.records)
                    break
        self.filled += len(counted)
        self.notes.ledger.add(*counted)

    def _read_row(self, line: int, cells: Sequence[str], row: SubmittedRow) -> None:
        """Read a row, unless it is none of the data."""
        name_at = self.notes.header.columns.get(Role.NAME)
        if not row.figure and name_at is not None and name_at < len(cells):
            row = row._replace(figure=cells[name_at].strip())
        if self.placer.known_figure(row.figure) is None and self._is_aside(line, cells, row):
            return
        for doubtful in self._doubtful:
            self._enter_row(*doubtful)
        self._doubtful = []
        self._enter_row(line, cells, row)

    def _is_aside(self, line: int, cells: Sequence[str], row: SubmittedRow) -> bool:
        """Tell whether a row of no known figure is a total, a header, or may be a signature."""
        if is_total(row.figure, cells):
            return True
        header = match_header(cells)
        if header.is_complete:
            self._next = Heading(line, cells, header)
            return True
        if not is_doubtful(row.figure, row.value) or any(
            map(str.strip, cells[self.notes.header.width :])
        ):
            return False
        self._doubtful.append((line, cells, row))
        if len(self._doubtful) <= _SIGNATURE_ROWS:
            return True
        self._doubtful.pop()
        return False

    def _enter_row(self, line: int, cells: Sequence[str], row: SubmittedRow) -> None:
        self.filled += 1
        before = len(self.notes.problems)
        where = self.table.place(line, self._value_at)
        slot = self._slot(line, cells, row, where)
        if slot is not None:
            self._enter_value(slot, row, where, line, cells)
        self._note_owner(row.unit, before)

    def _enter_value(
        self, slot: Slot, row: SubmittedRow, where: Location, line: int, cells: Sequence[str]
    ) -> None:
        cell = self.table.typed.get((line, self._value_at)) if self.table.typed else None
        kind = self.words.figures[slot.figure].type
        fraction = self.values.split_fraction(cells, row.value, kind)
        rate_at = self.notes.header.columns.get(Role.RATE)
        if rate_at is not None and rate_at < len(cells) and cells[rate_at].strip():
            place = self.table.place(line, rate_at + 1)
            self.gathered.rates.append(Rate(slot, cells[rate_at].strip(), place))
        if cell is not None:
            self.values.enter_cell(slot, row, where, cell)
        elif fraction is None:
            self.values.enter(slot, row, where)
        else:
            decimal = f"{row.value},{fraction}"
            self.values.ambiguous(where, row.value, row.value, decimal, split=True)
            self.notes.reject([slot], where, row.revision, row.value)

    def _note_owner(self, unit_word: str, before: int) -> None:
        """Note whose row it was that had problems."""
        if len(self.notes.problems) > before:
            unit = self.words.unit(unit_word) if unit_word else self.path.unit
            if unit is not None:
                for problem in self.notes.problems[before:]:
                    self.gathered.owners[problem.where] = unit

    # Wide rows

    def _read_wide(self, months: MonthColumns) -> None:
        header = self.notes.header
        for line, cells in self.records:
            indexes = filled(cells, header.months)
            if not indexes:
                continue
            row = row_of(cells, header.columns)
            name_at = header.columns.get(Role.NAME)
            if not row.figure and name_at is not None and name_at < len(cells):
                row = row._replace(figure=cells[name_at].strip())
            if self.placer.known_figure(row.figure) is None:
                values = " ".join(cells[index] for index in indexes)
                if self._is_aside(line, cells, row._replace(value=values)):
                    if self._next is not None:
                        return
                    continue
            for one_line, one_cells, one_row in self._doubtful:
                self._enter_wide(one_line, one_cells, one_row, months)
            self._doubtful = []
            self._enter_wide(line, cells, row, months)
        self._doubtful = []

    def _enter_wide(
        self, line: int, cells: Sequence[str], row: SubmittedRow, months: MonthColumns
    ) -> None:
        before = len(self.notes.problems)
        self.filled += 1
        units, figure, sure = units_and_figure(self.placer, line, row)
        if row.revision < 1 and figure:
            self._bad_revision(line, cells[self.notes.header.columns[Role.REVISION]])
        for index in filled(cells, self.notes.header.months):
            where = self.table.place(line, index + 1)
            raw = cells[index].strip()
            period = months.sure.get(index)
            for unit in units:
                if period is None:
                    slots = months.slots(index, unit, figure)
                    self.notes.reject(slots, where, row.revision, raw)
                elif not sure or row.revision < 1:
                    revision = row.revision if row.revision >= 1 else None
                    self.notes.reject([Slot(unit, figure, period)], where, revision, raw)
                else:
                    self._enter_month(Slot(unit, figure, period), row._replace(value=raw),
                                      where, self.table.typed.get((line, index + 1)))  # fmt: skip
        self._note_owner(row.unit, before)

    def _enter_month(
        self, slot: Slot, row: SubmittedRow, where: Location, cell: TypedCell | None
    ) -> None:
        if len(row.value) > CELL_CHARACTERS:
            message = text("ô dài quá 32.767 ký tự, giới hạn của Excel")
            self.notes.problems.append(
                error("long-cell", where, message, text("rút ngắn nội dung ô"))
            )
            self.notes.reject([slot], where, row.revision)
        elif cell is not None:
            self.values.enter_cell(slot, row, where, cell)
        else:
            self.values.enter(slot, row, where)

    def _bad_revision(self, line: int, raw: str) -> None:
        said = text('lần nộp "{raw}" không phải số nguyên từ 1 đến 999', raw=raw)
        hint = text("ghi 1, 2, 3…; để trống là lần đầu")
        self.notes.note("bad-revision", line, Role.REVISION, said, hint)

    # Rows that are wrong

    def _slot(
        self, line: int, cells: Sequence[str], row: SubmittedRow, where: Location
    ) -> Slot | None:
        """Return what a row answers; None, with a complaint, where that is not sure."""
        place = self.placer.place_row(line, row)
        if place is None:
            return None
        if any(map(str.strip, cells[self.notes.header.width :])):
            self.notes.note("long-row", line, None, *self._long_row(len(cells)))
        elif place.sure:
            slot = place.slots[0]
            self._placed[row.unit, row.period] = (slot.unit, slot.period)
            return slot
        self.notes.reject(place.slots, where, row.revision, row.value)
        return None

    def _refuse_row(self, line: int, raw: tuple[str, ...], fault: ValidationError) -> None:
        """Complain of cells that are no cells of a row, and reject what the row was about."""
        wrong = {int(detail["loc"][-1]) for detail in fault.errors(include_url=False)}
        for role in (_ROLES[index] for index in sorted(wrong)):
            if role is Role.REVISION:
                self._bad_revision(line, raw[-1])
            else:
                said = text("ô dài quá 32.767 ký tự, giới hạn của Excel")
                self.notes.note("long-cell", line, role, said, text("rút ngắn nội dung ô"))
        revision_at = len(_ROLES) - 1
        left = ["" if i in wrong else cell for i, cell in enumerate(raw[:revision_at])]
        (row,) = validate_rows([[*left, "1" if revision_at in wrong else raw[-1]]])
        place = self.placer.place_row(line, SubmittedRow(*row)) if left[2].strip() else None
        if place is not None:
            revision = None if revision_at in wrong else row[-1]
            self.notes.reject(place.slots, self.table.place(line, self._value_at), revision)

    def _long_row(self, width: int) -> tuple[Text, Text]:
        return (
            text(
                "dòng có {width} ô, tiêu đề chỉ có {header} cột",
                width=width,
                header=self.notes.header.width,
            ),
            text('số có dấu phẩy phải đặt trong nháy kép ("95,5"), hoặc lưu tệp với dấu ;'),
        )
