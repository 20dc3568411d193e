"""Rows of a wide table: one figure each, with a column for every month."""

from collections.abc import Sequence, Set

from pydantic import ValidationError

from cchc_cli.limits import CELL_CHARACTERS
from cchc_cli.numbers import Value, is_blank
from cchc_cli.plan.terms import Figure
from cchc_cli.problems import error
from cchc_cli.submissions.columns import MonthColumn, Role
from cchc_cli.submissions.doubts import Doubts, has_number, is_total
from cchc_cli.submissions.estimates import begins_as_estimate
from cchc_cli.submissions.ledger import Entry, Slot
from cchc_cli.submissions.month_placing import MonthPlacer
from cchc_cli.submissions.months import Doubt, parse_month
from cchc_cli.submissions.placing import Answer, Meant, place_of
from cchc_cli.submissions.reading import (
    FIGURE,
    LONG_CELL,
    REVISION,
    UNIT,
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
from cchc_cli.submissions.words import PathWords
from cchc_cli.texts import Text, text

MonthValue = tuple[MonthColumn, str]
"""A month's column, and what stands in it."""


class WideRows:
    """Enters rows of which each cell below a month is a value."""

    def __init__(self, reading: Reading, path: PathWords) -> None:
        self.filled = 0
        self._reading = reading
        self._notes = reading.notes
        self._header = reading.header
        self._pick = picker(reading.header)
        self._months = MonthPlacer(reading.words, path, reading.header, reading.notes)
        self._doubts = Doubts(reading.words, reading.titles, self._complain)
        self._may_mark = Role.KIND in self._header.columns or any(
            column.month.estimated for column in self._header.months
        )
        """Whether more than a note may mark values as estimates."""
        self._has_moved = False
        """Whether other months were told below the header: of which the values are, is not sure."""
        self._answers: dict[tuple[str, str], Meant[Answer]] = {}
        """What the words of earlier rows for unit and figure meant without doubt."""

    def enter(self, batch: Sequence[Record]) -> int:
        """Enter records, up to one at which another header begins; return how many."""
        raws = raw_rows(batch, self._header, self._pick)
        rows: Sequence[ValidRow | None]
        try:
            rows = validate_rows(raws)
        except ValidationError:
            rows = [None] * len(raws)
        figures = self._reading.words.figures
        doubts = {record[0]: why for record, _, why in self._reading.beside.doubts(batch, raws)}
        for index, row in enumerate(rows):
            line, cells = batch[index]
            if row is None or row[2] not in figures:
                if self._reading.begins_header(batch, index):
                    return index
                self._count_strange(raws[index], cells)
            values, beyond = self._values(cells), self._beyond(cells)
            why = doubts.get(line)
            if why is not None and values:
                self._notes.warn(
                    line, why, self._reading.placer.unit_named(raws[index][UNIT].strip())
                )
            if why is not None and why.is_other:
                self._doubts.data_at(line)
            elif values or beyond:
                self._enter_record(batch[index], raws[index], row, values, beyond)
            elif row is not None and self._reading.placer.figures_called(row[2], self._name(cells)):
                self._doubts.data_at(line)
            else:
                self._reading.titles.between(line, cells)
        return len(batch)

    def end(self) -> None:
        """Decide what waited for the rows below it."""
        self._doubts.end()

    def _count_strange(self, raw: tuple[str, ...], cells: Sequence[str]) -> None:
        """Count a row with a code or a name that names no figure."""
        called = raw[FIGURE].strip() or self._name(cells)
        is_strange = called and not self._reading.words.figures_called(called)
        self._notes.gathered.strange_rows += bool(is_strange)

    def _name(self, cells: Sequence[str]) -> str:
        return cell_of(cells, self._header.columns.get(Role.NAME))

    def _beyond(self, cells: Sequence[str]) -> Sequence[str]:
        """Return the cells that lie beyond the header's columns, if one of them is filled."""
        if len(cells) <= self._header.width or not self._reading.is_text:
            return ()
        beyond = cells[self._header.width :]
        return beyond if is_filled(beyond) else ()

    def _values(self, cells: Sequence[str]) -> list[MonthValue]:
        """Return the cells below months that are not blank."""
        width = len(cells)
        return [
            (column, cell)
            for column in self._header.months
            if column.at < width
            and (cell := cells[column.at].strip())
            and (cell.isdigit() or not is_blank(cell))
        ]

    def _enter_record(
        self,
        record: Record,
        raw: tuple[str, ...],
        valid: ValidRow | None,
        values: Sequence[MonthValue],
        beyond: Sequence[str],
    ) -> None:
        """Enter the values of a record; whose they are, is kept if something is wrong."""
        line, cells = record
        row, wrong = (SubmittedRow(*valid), _NONE) if valid is not None else _validated(raw)
        name = self._name(cells)
        written = [*(cell for _, cell in values), *beyond]
        is_known = bool(self._reading.placer.figures_called(row.figure, name))
        if not is_known:
            row = row._replace(value=next(filter(str.strip, written)))
            told = sum(parse_month(cell) is not None for _, cell in values)
            self._has_moved = self._has_moved or told > 1
            is_plain = not wrong or is_total(cells, row.figure or name)
            if is_plain or not any(map(has_number, written)):
                self._doubts.take(line, cells, row, name, written)
                return
        else:
            self._doubts.data_at(line)
        before = len(self._notes.problems)
        self.filled += 1
        complain_of_cells(self._notes, line, wrong, raw)
        self._enter_values(record, row, name, wrong, values)
        self._own(row, before)

    def _enter_values(
        self,
        record: Record,
        row: SubmittedRow,
        name: str,
        wrong: Set[int],
        values: Sequence[MonthValue],
    ) -> None:
        """Enter each value of a row; none is sure if a cell of the row is `wrong`."""
        line, cells = record
        called = (row.unit, row.figure or name)
        answers = self._answers.get(called) or self._reading.placer.answers(line, row, name)
        if answers is None or not answers.meant:
            return
        if answers.sure:
            self._answers[called] = answers
        is_whole = self._is_whole(line, cells)
        if wrong or not is_whole or self._has_moved:
            answers = answers._replace(sure=False)
        revision = None if REVISION in wrong else row.revision
        marked = self._marked(record, row, answers, values)
        for column, cell in self._enter_sure(line, row, answers, values, marked):
            self._enter_value(
                line,
                column,
                row._replace(value=cell),
                answers,
                revision,
                estimated=column.at in marked,
            )

    def _marked(
        self,
        record: Record,
        row: SubmittedRow,
        answers: Meant[Answer],
        values: Sequence[MonthValue],
    ) -> Set[int]:
        """Return the columns whose values are marked as estimates; a task's progress never is."""
        (unit, figure), *_ = answers.meant
        if not self._may_mark and not begins_as_estimate(row.note):
            return _NONE
        line, cells = record
        months = [column for column, _ in values]
        if not isinstance(figure, Figure):
            self._reading.marks.check_task(line, cells, row.note, unit, months)
            return _NONE
        return self._reading.marks.estimated_months(line, cells, row.note, unit, months)

    def _enter_sure(
        self,
        line: int,
        row: SubmittedRow,
        answers: Meant[Answer],
        values: Sequence[MonthValue],
        marked: Set[int],
    ) -> Sequence[MonthValue]:
        """Enter the values of a row of which there is nothing to say; return the others."""
        (unit, figure), *others = answers.meant
        if others or not answers.sure or not isinstance(figure, Figure):
            return values
        reader, typed = self._reading.values, self._reading.typed
        entered, left = list[Entry](), list[MonthValue]()
        for column, cell in values:
            periods, number = self._months.meant(column), column.at + 1
            if periods.sure and not periods.meant:
                continue  # outside the plan, which has been said
            value: Value | None = None
            if periods.sure and len(cell) <= CELL_CHARACTERS:
                value = reader.sure_value(figure, cell, typed, (line, number))
            if value is None:
                left.append((column, cell))
                continue
            slot = Slot(unit, figure.id, periods.meant[0])
            where, is_marked = self._notes.place(line, number), column.at in marked
            entered.append(Entry(slot, value, where, row.note, row.revision, is_marked))
        self._notes.ledger.add(*entered)
        return left

    def _is_whole(self, line: int, cells: Sequence[str]) -> bool:
        """Tell whether no decimal comma has divided a cell of the row; complain where one may."""
        if self._beyond(cells):
            said = long_row(len(cells), self._header.width)
            self._notes.note("long-row", line, None, *said)
            return False
        after = self._reading.values.after_value
        moved = cell_of(cells, after).removesuffix("%").rstrip()
        is_revision = self._header.columns.get(Role.REVISION) == after
        if after is None or is_revision or not moved.isdigit():
            return True
        where = self._notes.place(line, after + 1)
        self._notes.problems.append(error("ambiguous-number", where, *_divided(moved)))
        return False

    def _enter_value(
        self,
        line: int,
        column: MonthColumn,
        row: SubmittedRow,
        answers: Meant[Answer],
        revision: int | None,
        *,
        estimated: bool,
    ) -> None:
        where = self._notes.place(line, column.at + 1)
        place = place_of(answers, self._months.meant(column))
        is_aside = column.month.doubt is Doubt.AMONG_WORDS and not has_number(row.value)
        if place is None or is_aside:
            return
        is_long = len(row.value) > CELL_CHARACTERS
        if is_long:
            self._notes.problems.append(error("long-cell", where, *LONG_CELL))
        if is_long or not place.sure:
            self._notes.reject(place.slots, where, revision, row.value[:CELL_CHARACTERS], row.note)
            return
        (slot,) = place.slots
        typed = self._reading.typed.get((line, column.at + 1))
        self._reading.values.enter(slot, row, where, typed, estimated=estimated)

    def _complain(self, line: int, cells: Sequence[str], row: SubmittedRow) -> None:
        """Complain of a row that names no known figure."""
        before = len(self._notes.problems)
        self.filled += 1
        name = self._name(cells)
        self._reading.placer.complain_of_unknown(line, row, name)
        self._own(row, before)

    def _own(self, row: SubmittedRow, before: int) -> None:
        """Note whose the problems are that were added to those `before`."""
        if len(self._notes.problems) > before:
            unit = self._reading.placer.unit_named(row.unit)
            self._notes.gathered.own(self._notes.problems[before:], unit)


def _divided(moved: str) -> tuple[Text, Text]:
    """Return message and cure of a row of which a comma may have moved a cell to the right."""
    return (
        text('"{moved}" ở cột chữ: có thể một số có dấu phẩy đã bị tách thành hai ô', moved=moved),
        text('đặt số có dấu phẩy trong nháy kép ("95,5"), hoặc lưu tệp với dấu ;'),
    )


_NONE: frozenset[int] = frozenset()


def _validated(raw: tuple[str, ...]) -> tuple[SubmittedRow, Set[int]]:
    """Return a row of a batch in which some cell is wrong, and the wrong cells of it."""
    try:
        (row,) = validate_rows([raw])
    except ValidationError as fault:
        wrong, rest = rest_of(raw, fault)
        return rest, wrong
    return SubmittedRow(*row), _NONE
