"""From a table's rows to entries: the one path on which all kinds of file meet.

A reader gives the records of a table with the line of each; here the header is found, every row
is validated, its words are looked up in the plan, and its value is read by its figure's type.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from pydantic import ValidationError

from cchc_cli.limits import DIGITS
from cchc_cli.numbers import is_blank
from cchc_cli.periods import Period
from cchc_cli.problems import Location, Problem, error, warning
from cchc_cli.submissions.cells import NO_TYPED_CELLS, TypedCells
from cchc_cli.submissions.columns import Role, check_header, match_header
from cchc_cli.submissions.ledger import Entry, LedgerBuilder, Slot
from cchc_cli.submissions.notes import Notes, PlaceOf
from cchc_cli.submissions.placing import Placer
from cchc_cli.submissions.row import SubmittedRow, validate_rows
from cchc_cli.submissions.values import ValueReader
from cchc_cli.submissions.words import PathWords, PlanWords
from cchc_cli.texts import Text, text

Record = tuple[int, Sequence[str]]
"""A record's line and its cells."""

_NOBODY: frozenset[str] = frozenset()
_BATCH = 1000
"""How many rows are validated at a time."""
_ROLES = (Role.PERIOD, Role.UNIT, Role.FIGURE, Role.VALUE, Role.NOTE, Role.REVISION)
"""The order of the cells in a `SubmittedRow`."""


class Table(NamedTuple):
    """A table as its reader found it: records with their lines, and how to name a place in it."""

    records: Iterator[Record]
    place: PlaceOf
    """From the line of a record and the number of a cell (None: the whole row) to a location."""
    delimiter: str = ""
    """What separates the cells of a text file; empty for others."""
    typed: TypedCells = NO_TYPED_CELLS
    """What the reader of a workbook knows of cells beside their text; filled row by row."""


class TableReader:
    """Reads one table into the ledger; every problem is noted with its place."""

    def __init__(
        self,
        words: PlanWords,
        path: PathWords,
        table: Table,
        ledger: LedgerBuilder,
        problems: list[Problem],
    ) -> None:
        self.words = words
        self.table = table
        self.notes = Notes(table.place, ledger, problems)
        self.placer = Placer(words, path, self.notes)
        self.values = ValueReader(words.figures, self.notes, table.delimiter)
        self.filled = 0
        """How many rows have a value."""
        self._pick: Callable[[Sequence[str]], tuple[str, ...]] = tuple
        self._value_at = 0
        self._placed: dict[tuple[str, str], tuple[str, Period]] = {}
        """What unit and period the cells of earlier rows meant without doubt."""

    def read(self) -> None:
        """Read header and rows."""
        before = len(self.notes.problems)
        if not self._read_header():
            return
        self._read_rows()
        self.values.settle()
        if not self.filled and len(self.notes.problems) == before:
            self.notes.note_file(
                warning,
                "no-rows",
                text("không có giá trị nào được điền"),
                text("điền số liệu rồi gửi lại; không phát sinh thì ghi 0 hoặc kps"),
            )

    # Header

    def _read_header(self) -> bool:
        before = len(self.notes.problems)
        for line, cells in self.table.records:
            if any(map(str.strip, cells)):
                self.notes.header = match_header(cells)
                self._pick = self._picker()
                self._value_at = 1 + self.notes.header.columns.get(Role.VALUE, 0)
                found = list(check_header(self.notes.header, cells, self.table.place(line, None)))
                self.notes.problems += found
                self.values.learn_header(cells, self._value_at)
                return not found and self.placer.can_place(line)
        if len(self.notes.problems) > before:
            return False  # the reader has said why there is no header
        self.notes.note_file(
            error,
            "empty-file",
            text("tệp trống"),
            text("gửi lại tệp có số liệu, hoặc bỏ tệp này ra khỏi thư mục"),
        )
        return False

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
        width, pick = self.notes.header.width, self._pick
        while batch := list(islice(self.table.records, _BATCH)):
            raws = [
                pick((*cells, "", "1")) if len(cells) == width else self._raw(cells)
                for _, cells in batch
            ]
            if Role.REVISION in self.notes.header.columns:
                raws = [raw if raw[-1].strip() else (*raw[:-1], "1") for raw in raws]
            try:
                self._enter_rows(batch, validate_rows(raws))
            except ValidationError:
                for record, raw in zip(batch, raws, strict=True):
                    self._read_single(record, raw)

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
        after, _new = (
            self.values.after_value,
            tuple.__new__,
        )  # half the time of the named tuple's own
        for (line, cells), row in zip(batch, rows, strict=True):
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
            ):
                slot = _new(Slot, (known[0], figure, known[1]))
                where = place(line, value_at)
                counted.append(_new(Entry, (slot, int(value), where, note, revision)))
            elif not is_blank(value) or any(map(str.strip, cells[width:])):
                self.filled += 1
                self._read_row(line, cells, SubmittedRow(*row))
        self.filled += len(counted)
        self.notes.ledger.add(*counted)

    def _read_row(self, line: int, cells: Sequence[str], row: SubmittedRow) -> None:
        where = self.table.place(line, self._value_at)
        slot = self._slot(line, cells, row, where)
        if slot is None:
            return
        kind = self.words.figures[slot.figure].type
        fraction = self.values.split_fraction(cells, row.value, kind)
        if fraction is None:
            self.values.enter(slot, row, where)
            return
        self.values.ambiguous(where, row.value, row.value, f"{row.value},{fraction}", split=True)
        self.notes.reject([slot], where, row.revision)

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
        self.notes.reject(place.slots, where, row.revision)
        return None

    def _refuse_row(self, line: int, raw: tuple[str, ...], fault: ValidationError) -> None:
        """Complain of cells that are no cells of a row, and reject what the row was about."""
        wrong = {int(detail["loc"][-1]) for detail in fault.errors(include_url=False)}
        for role in (_ROLES[index] for index in sorted(wrong)):
            if role is Role.REVISION:
                said = text('lần nộp "{raw}" không phải số nguyên từ 1 đến 999', raw=raw[-1])
                hint = text("ghi 1, 2, 3…; để trống là lần đầu")
                self.notes.note("bad-revision", line, role, said, hint)
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
