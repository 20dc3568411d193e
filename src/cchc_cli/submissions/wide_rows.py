"""Rows of a wide table: one figure each, with a column for every month."""

from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from cchc_cli.limits import CELL_CHARACTERS
from cchc_cli.numbers import is_blank
from cchc_cli.periods import Period
from cchc_cli.problems import error
from cchc_cli.submissions.columns import Header, MonthColumn, Role, shown_name
from cchc_cli.submissions.doubts import Doubts, has_number, is_total
from cchc_cli.submissions.ledger import Slot
from cchc_cli.submissions.long_rows import (
    ROLES,
    Reading,
    ValidRow,
    cell_of,
    complain_of_cells,
    long_row,
    picker,
    raw_rows,
    rest_of,
)
from cchc_cli.submissions.months import Doubt
from cchc_cli.submissions.notes import Notes
from cchc_cli.submissions.placing import Answer, Meant, place_of
from cchc_cli.submissions.records import Record, is_filled
from cchc_cli.submissions.row import SubmittedRow, validate_rows
from cchc_cli.submissions.words import PathWords, PlanWords
from cchc_cli.texts import Text, text


class MonthPlacer:
    """Finds the periods of month columns; complains once of a column, when a value comes up."""

    def __init__(self, words: PlanWords, path: PathWords, header: Header, notes: Notes) -> None:
        self._words = words
        self._folder = path.period
        self._header = header
        self._notes = notes
        self._meant: dict[int, Meant[Period]] = {}
        periods = {column.month.period for column in header.months}
        self._folder_has_column = self._folder in periods

    def meant(self, column: MonthColumn) -> Meant[Period]:
        """Return the plan's periods that a column's values may be about."""
        if column.at not in self._meant:
            self._meant[column.at] = self._find(column)
        return self._meant[column.at]

    def _find(self, column: MonthColumn) -> Meant[Period]:
        month = column.month
        if month.doubt is Doubt.DATE:
            return self._date(column)
        if month.period is None:
            return self._no_year(column)
        if month.period not in self._words.periods:
            self._note(column, "period-outside-plan", *self._outside(month.period))
            return Meant((), sure=True)
        if self._folder is None or self._folder == month.period:
            return Meant((month.period,), sure=True)
        self._note(
            column,
            "period-conflict",
            text(
                "cột này là kỳ {period} nhưng thư mục là {folder}",
                period=month.period,
                folder=self._folder,
            ),
            text("sửa tên cột, hoặc chuyển tệp ra khỏi thư mục của một kỳ"),
        )
        either = (month.period,) if self._folder_has_column else (month.period, self._folder)
        return self._inside(either)

    def _date(self, column: MonthColumn) -> Meant[Period]:
        plan = self._words.plan
        self._note(
            column,
            "period-is-date",
            text(
                'Excel đã biến kỳ thành ngày: "{cell}", không rõ là tháng nào',
                cell=self._name(column),
            ),
            text(
                "định dạng ô tiêu đề là Text rồi gõ lại, ví dụ T{month}/{year}",
                month=plan.first.month,
                year=plan.first.year,
            ),
        )
        return self._inside(column.month.meant)

    def _no_year(self, column: MonthColumn) -> Meant[Period]:
        number = column.month.number
        found = tuple(p for p in self._words.plan.periods if p.month == number)
        forms = [f"T{period.month}/{period.year}" for period in found]
        self._note(
            column,
            "no-year",
            text('cột "{name}" không ghi năm', name=self._name(column)),
            text("nếu là kỳ của kế hoạch thì ghi {forms}", forms=forms)
            if forms
            else text("ghi cả năm, ví dụ T{month}/{year}", month=number,
                      year=self._words.plan.first.year),
        )  # fmt: skip
        return self._inside(found)

    def _outside(self, period: Period) -> tuple[Text, Text]:
        plan = self._words.plan
        return (
            text(
                "kỳ {period} nằm ngoài kế hoạch ({first} đến {last}); không tính cột này",
                period=period,
                first=plan.first,
                last=plan.last,
            ),
            text("sửa lại tên cột, hoặc xóa cột này"),
        )

    def _inside(self, periods: Sequence[Period]) -> Meant[Period]:
        """Return periods that are in doubt, without those outside the plan."""
        return Meant(tuple(p for p in periods if p in self._words.periods), sure=False)

    def _name(self, column: MonthColumn) -> str:
        return shown_name(self._header.names[column.at])

    def _note(self, column: MonthColumn, code: str, message: Text, hint: Text) -> None:
        where = self._notes.place(self._header.line, column.at + 1)
        self._notes.problems.append(error(code, where, message, hint))


class WideRows:
    """Enters rows of which each cell below a month is a value."""

    def __init__(self, reading: Reading, path: PathWords) -> None:
        self.filled = 0
        self._reading = reading
        self._notes = reading.notes
        self._header = reading.header
        self._pick = picker(reading.header)
        self._months = MonthPlacer(reading.words, path, reading.header, reading.notes)
        self._doubts = Doubts(reading.words, self._complain)

    def enter(self, batch: Sequence[Record]) -> int:
        """Enter records, up to one at which another header begins; return how many."""
        raws = list(raw_rows(batch, self._header, self._pick))
        rows: Sequence[ValidRow | None]
        try:
            rows = validate_rows(raws)
        except ValidationError:
            rows = [None] * len(raws)
        figures = self._reading.words.figures
        for index, row in enumerate(rows):
            line, cells = batch[index]
            if (row is None or row[2] not in figures) and self._reading.begins_header(batch, index):
                return index
            if any(not is_blank(cell) for _, cell in self._values(cells)):
                self._enter_record(line, cells, raws[index], row)
            elif self._reading.is_text and is_filled(cells[self._header.width :]):
                self._note_long(line, len(cells))
        return len(batch)

    def end(self) -> None:
        """Decide what waited for the rows below it."""
        self._doubts.end()

    def _values(self, cells: Sequence[str]) -> Iterator[tuple[MonthColumn, str]]:
        """Yield the cells below months."""
        for column in self._header.months:
            yield column, cell_of(cells, column.at)

    def _enter_record(
        self, line: int, cells: Sequence[str], raw: tuple[str, ...], valid: ValidRow | None
    ) -> None:
        """Enter the values of a record; whose they are, is kept if something is wrong."""
        before = len(self._notes.problems)
        wrong: set[int] = set()
        row = SubmittedRow(*valid) if valid is not None else None
        if row is None:
            row, wrong = self._validated(raw)
        name = cell_of(cells, self._header.columns.get(Role.NAME))
        values = [(column, cell) for column, cell in self._values(cells) if not is_blank(cell)]
        row = row._replace(value=values[0][1])
        if not self._reading.placer.figures_called(row.figure, name) and (
            not wrong
            or is_total(cells, row.figure or name)
            or not any(has_number(v) for _, v in values)
        ):
            self._doubts.take(line, cells, row, name, [cell for _, cell in values])
            return
        self._doubts.data_at(line)
        self.filled += 1
        complain_of_cells(self._notes, line, wrong, raw)
        answers = self._reading.placer.answers(line, row, name)
        if answers is not None and answers.meant:
            is_long = self._reading.is_text and is_filled(cells[self._header.width :])
            if is_long:
                self._note_long(line, len(cells))
            sure = answers.sure and not wrong and not is_long
            revision_wrong = ROLES.index(Role.REVISION) in wrong
            for column, cell in values:
                self._enter_value(
                    line,
                    column,
                    row._replace(value=cell),
                    Meant(answers.meant, sure),
                    revision_wrong,
                )
        self._own(line, row, before)

    def _validated(self, raw: tuple[str, ...]) -> tuple[SubmittedRow, set[int]]:
        """Return a row of a batch in which some cell is wrong, and its wrong cells."""
        try:
            (row,) = validate_rows([raw])
        except ValidationError as fault:
            wrong, rest = rest_of(raw, fault)
            return rest, wrong
        return SubmittedRow(*row), set()

    def _enter_value(
        self,
        line: int,
        column: MonthColumn,
        row: SubmittedRow,
        answers: Meant[Answer],
        revision_wrong: bool,
    ) -> None:
        where = self._notes.place(line, column.at + 1)
        place = place_of(answers, self._months.meant(column))
        if place is None:
            return
        is_long = len(row.value) > CELL_CHARACTERS
        if is_long:
            self._notes.problems.append(
                error(
                    "long-cell",
                    where,
                    text("ô dài quá 32.767 ký tự, giới hạn của Excel"),
                    text("rút ngắn nội dung ô"),
                )
            )
        if is_long or not place.sure:
            revision = None if revision_wrong else row.revision
            self._notes.reject(place.slots, where, revision, row.value[:CELL_CHARACTERS])
            return
        (slot,) = place.slots
        self._notes.gathered.units.setdefault(where.path, set()).add(slot.unit)
        self._enter_sure(slot, line, column, row)

    def _enter_sure(self, slot: Slot, line: int, column: MonthColumn, row: SubmittedRow) -> None:
        typed = self._reading.typed.get((line, column.at + 1))
        where = self._notes.place(line, column.at + 1)
        self._reading.values.enter(slot, row, where, typed)

    def _complain(self, line: int, cells: Sequence[str], row: SubmittedRow) -> None:
        """Complain of a row that names no known figure."""
        before = len(self._notes.problems)
        self.filled += 1
        name = cell_of(cells, self._header.columns.get(Role.NAME))
        self._reading.placer.complain_of_unknown(line, row, name)
        self._own(line, row, before)

    def _own(self, line: int, row: SubmittedRow, before: int) -> None:
        unit = self._reading.placer.unit_named(row.unit)
        if unit is not None and len(self._notes.problems) > before:
            self._notes.gathered.own(self._notes.place(line, None), unit)

    def _note_long(self, line: int, width: int) -> None:
        self._notes.note("long-row", line, None, *long_row(width, self._header.width))
