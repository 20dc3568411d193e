"""From a table's rows to entries: the one path on which all kinds of file meet.

A reader gives the records of a table with the line of each; here the header is found, every row
is validated, its words are looked up in the plan, and its value is read by its figure's type.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

from pydantic import ValidationError

from cchc_cli.limits import DIGITS
from cchc_cli.names import fold_header, fold_name, nearest
from cchc_cli.numbers import (
    Ambiguous,
    FigureType,
    Mark,
    NoNumber,
    Number,
    format_number,
    is_blank,
    parse_value,
    settle,
)
from cchc_cli.periods import NoPeriod, Period, parse_period, periods_meant
from cchc_cli.plan.terms import Figure, Plan
from cchc_cli.problems import Location, Problem, error, warning
from cchc_cli.submissions.columns import Header, Role, check_header, match_header
from cchc_cli.submissions.encoding import spoilt_text
from cchc_cli.submissions.ledger import Entry, LedgerBuilder, Rejection, Slot, shown_value
from cchc_cli.submissions.row import SubmittedRow, validate_rows
from cchc_cli.texts import Text, text

Record = tuple[int, Sequence[str]]
"""A record's line and its cells."""

_WORD_COLUMNS = frozenset({"", *map(fold_header, ("đvt", "đơn vị tính", "tên", "tên số liệu"))})
"""Columns without a role that hold no numbers."""
_NOBODY: frozenset[str] = frozenset()
_BATCH = 1000
"""How many rows are validated at a time."""
_ROLES = (Role.PERIOD, Role.UNIT, Role.FIGURE, Role.VALUE, Role.NOTE, Role.REVISION)
"""The order of the cells in a `SubmittedRow`."""


class Table(NamedTuple):
    """A table as its reader found it: records with their lines, and how to name a place in it."""

    records: Iterator[Record]
    place: Callable[[int, int | None], Location]
    """From the line of a record and the number of a cell (None: the whole row) to a location."""
    delimiter: str = ""
    """What separates the cells of a text file; empty for others."""


class PathWords(NamedTuple):
    """What a file's path says about all its rows."""

    unit: str | None = None
    period: Period | None = None


class PlanWords:
    """The plan's names as they are looked up in submitted cells."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.figures = plan.figure
        self.counters = {
            figure.id: frozenset(figure.reported_by)
            for figure in plan.figures
            if figure.type is FigureType.COUNT
        }
        """Who reports each figure that is a count."""
        self.periods = frozenset(plan.periods)
        self._units = {
            fold_name(name): unit.id
            for unit in plan.units
            for name in (*unit.aliases, unit.name, unit.id)
        }
        self._spellings: dict[str, str | None] = {}

    def unit(self, name: str) -> str | None:
        """Return the id of the unit with this id, name or alias."""
        if name not in self._spellings:
            self._spellings[name] = self._units.get(fold_name(name))
        return self._spellings[name]

    def nearest_unit(self, name: str) -> str | None:
        """Return the name or id of the unit that `name` most likely means."""
        return nearest(name, [name for unit in self.plan.units for name in (unit.name, unit.id)])


Word = TypeVar("Word")


class _Meant(NamedTuple, Generic[Word]):
    """What the words of a row may mean; they are usable only if `sure`."""

    meant: tuple[Word, ...]
    sure: bool


class _Place(NamedTuple):
    """What a row answers: one slot, or the slots it may be about if it is not `sure`."""

    figure: Figure
    slots: list[Slot]
    sure: bool


class _Undecided(NamedTuple):
    """An ambiguous number that waits for the notation of the rest of its file."""

    entry: Entry
    reading: Ambiguous
    raw: str


@dataclass
class TableReader:
    """Reads one table into the ledger; every problem is noted with its place."""

    words: PlanWords
    path: PathWords
    table: Table
    ledger: LedgerBuilder
    problems: list[Problem]
    header: Header = field(default_factory=lambda: Header({}))
    _pick: Callable[[Sequence[str]], tuple[str, ...]] = tuple
    _value_at: int = 0
    _after_value: int | None = None
    filled: int = 0
    """How many rows have a value."""
    _marks: set[Mark] = field(default_factory=set)
    _undecided: list[_Undecided] = field(default_factory=list)
    _placed: dict[tuple[str, str], tuple[str, Period]] = field(default_factory=dict)
    """What unit and period the cells of earlier rows meant without doubt."""

    def read(self) -> None:
        """Read header and rows."""
        before = len(self.problems)
        if not self._read_header():
            return
        self._read_rows()
        self._settle()
        if not self.filled and len(self.problems) == before:
            self._note_file(
                warning,
                "no-rows",
                text("không có giá trị nào được điền"),
                text("điền số liệu rồi gửi lại; không phát sinh thì ghi 0 hoặc kps"),
            )

    # Header

    def _read_header(self) -> bool:
        before = len(self.problems)
        for line, cells in self.table.records:
            if any(map(str.strip, cells)):
                self.header = match_header(cells)
                self._pick = self._picker()
                self._value_at = 1 + self.header.columns.get(Role.VALUE, 0)
                found = list(check_header(self.header, cells, self.table.place(line, None)))
                self.problems += found
                self._after_value = self._text_column_after_value(cells)
                return not found and self._rows_can_be_placed(line)
        if len(self.problems) > before:
            return False  # the reader has said why there is no header
        self._note_file(
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
        columns, behind = self.header.columns, self.header.width
        absent = {Role.REVISION: behind + 1}
        return itemgetter(*(columns.get(role, absent.get(role, behind)) for role in _ROLES))

    def _rows_can_be_placed(self, line: int) -> bool:
        """Tell whether header or path say unit and period; complain where neither does."""
        before = len(self.problems)
        if Role.UNIT not in self.header.columns and self.path.unit is None:
            self._note("no-unit", line, None, _NO_UNIT, self._unit_hint())
        if Role.PERIOD not in self.header.columns and self.path.period is None:
            self._note("no-period", line, None, _NO_PERIOD, self._period_hint())
        return len(self.problems) == before

    def _unit_hint(self) -> Text:
        return text(
            'thêm cột "đơn vị", hoặc đặt tên tệp là mã đơn vị: {units}',
            units=[unit.id for unit in self.words.plan.units],
        )

    def _period_hint(self) -> Text:
        return text(
            'thêm cột "kỳ", hoặc để tệp trong thư mục mang tên kỳ, ví dụ {period}',
            period=self.words.plan.first,
        )

    # Rows

    def _read_rows(self) -> None:
        """Read the rows, validated many at a time; one by one where one of them is wrong."""
        width, pick = self.header.width, self._pick
        while batch := list(islice(self.table.records, _BATCH)):
            raws = [
                pick((*cells, "", "1")) if len(cells) == width else self._raw(cells)
                for _, cells in batch
            ]
            if Role.REVISION in self.header.columns:
                raws = [raw if raw[-1].strip() else (*raw[:-1], "1") for raw in raws]
            try:
                self._enter_rows(batch, validate_rows(raws))
            except ValidationError:
                for record, raw in zip(batch, raws, strict=True):
                    self._read_single(record, raw)

    def _raw(self, cells: Sequence[str]) -> tuple[str, ...]:
        """Return the cells of a record that is shorter or longer than the header."""
        width = self.header.width
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
        place, value_at, width = self.table.place, self._value_at, self.header.width
        after, _new = self._after_value, tuple.__new__  # half the time of the named tuple's own
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
            elif not is_blank(value):
                self.filled += 1
                self._read_row(line, cells, SubmittedRow(*row))
        self.filled += len(counted)
        self.ledger.add(*counted)

    def _read_row(self, line: int, cells: Sequence[str], row: SubmittedRow) -> None:
        where = self.table.place(line, self._value_at)
        slot = self._slot(line, cells, row, where)
        if slot is None:
            return
        kind = self.words.figures[slot.figure].type
        fraction = self._split_fraction(cells, row.value, kind)
        if fraction is None:
            self._enter(slot, row, where)
            return
        self._ambiguous(where, row.value, row.value, f"{row.value},{fraction}", split=True)
        self._reject([slot], where, row.revision)

    def _slot(
        self, line: int, cells: Sequence[str], row: SubmittedRow, where: Location
    ) -> Slot | None:
        """Return what a row answers; None, with a complaint, where that is not sure."""
        place = self._place_row(line, row)
        if place is None:
            return None
        if any(map(str.strip, cells[self.header.width :])):
            self._note("long-row", line, None, *self._long_row(len(cells)))
        elif place.sure:
            slot = place.slots[0]
            self._placed[row.unit, row.period] = (slot.unit, slot.period)
            return slot
        self._reject(place.slots, where, row.revision)
        return None

    def _refuse_row(self, line: int, raw: tuple[str, ...], fault: ValidationError) -> None:
        """Complain of cells that are no cells of a row, and reject what the row was about."""
        wrong = {int(detail["loc"][-1]) for detail in fault.errors(include_url=False)}
        for role in (_ROLES[index] for index in sorted(wrong)):
            if role is Role.REVISION:
                said = text('lần nộp "{raw}" không phải số nguyên từ 1 đến 999', raw=raw[-1])
                hint = text("ghi 1, 2, 3…; để trống là lần đầu")
                self._note("bad-revision", line, role, said, hint)
            else:
                said = text("ô dài quá 32.767 ký tự, giới hạn của Excel")
                self._note("long-cell", line, role, said, text("rút ngắn nội dung ô"))
        revision_at = len(_ROLES) - 1
        left = ["" if i in wrong else cell for i, cell in enumerate(raw[:revision_at])]
        (row,) = validate_rows([[*left, "1" if revision_at in wrong else raw[-1]]])
        place = self._place_row(line, SubmittedRow(*row)) if left[2].strip() else None
        if place is not None:
            revision = None if revision_at in wrong else row[-1]
            self._reject(place.slots, self.table.place(line, self._value_at), revision)

    def _long_row(self, width: int) -> tuple[Text, Text]:
        return (
            text(
                "dòng có {width} ô, tiêu đề chỉ có {header} cột",
                width=width,
                header=self.header.width,
            ),
            text('số có dấu phẩy phải đặt trong nháy kép ("95,5"), hoặc lưu tệp với dấu ;'),
        )

    def _place_row(self, line: int, row: SubmittedRow) -> _Place | None:
        """Return what the row answers; None if its figure is unknown or it does not count."""
        figure = self._figure(line, row)
        if figure is None:
            return None
        units = self._unit_meant(line, row.unit)
        periods = self._period_meant(line, row.period)
        slots = [
            Slot(unit, figure.id, period)
            for unit in units.meant
            if self._may_report(line, unit, figure, sure=units.sure)
            for period in periods.meant
            if self._in_plan(line, period, sure=periods.sure)
        ]
        return _Place(figure, slots, units.sure and periods.sure) if slots else None

    def _figure(self, line: int, row: SubmittedRow) -> Figure | None:
        figures = self.words.figures
        figure = figures.get(row.figure) or figures.get(row.figure.casefold())
        if figure is not None:
            return figure
        if not row.figure:
            self._note(
                "no-figure",
                line,
                Role.FIGURE,
                text('có giá trị "{value}" nhưng ô mã số liệu trống', value=row.value),
                text("điền mã số liệu; danh sách mã: cchc plan show"),
            )
            return None
        near = nearest(row.figure, figures)
        self._note(
            "unknown-figure",
            line,
            Role.FIGURE,
            text('không có số liệu mã "{code}"', code=row.figure),
            text('có phải ý bạn là "{near}"?', near=near)
            if near
            else text("xem danh sách mã bằng lệnh: cchc plan show"),
        )
        return None

    def _unit_meant(self, line: int, cell: str) -> _Meant[str]:
        stem = self.path.unit
        if not cell:
            if stem is None:
                self._note("no-unit", line, Role.UNIT, _NO_UNIT, self._unit_hint())
                return _Meant((), sure=False)
            return _Meant((stem,), sure=True)
        unit = self.words.unit(cell)
        if unit is None:
            self._unknown_unit(line, cell)
            return _Meant((), sure=False)
        if stem is not None and stem != unit:
            self._note(
                "unit-conflict",
                line,
                Role.UNIT,
                text(
                    'cột đơn vị ghi "{unit}" nhưng tên tệp là của "{stem}"',
                    unit=cell,
                    stem=stem,
                ),
                text("sửa cột đơn vị hoặc đổi tên tệp cho khớp"),
            )
            return _Meant((unit, stem), sure=False)
        return _Meant((unit,), sure=True)

    def _unknown_unit(self, line: int, cell: str) -> None:
        if spoilt := spoilt_text(cell):
            self._note(spoilt[0], line, Role.UNIT, spoilt[1], spoilt[2])
            return
        near = self.words.nearest_unit(cell)
        self._note(
            "unknown-unit",
            line,
            Role.UNIT,
            text('không có đơn vị "{unit}" trong kế hoạch', unit=cell),
            text('có phải ý bạn là "{near}"?', near=near)
            if near
            else text(
                "các đơn vị: {units}",
                units=[unit.name for unit in self.words.plan.units],
            ),
        )

    def _may_report(self, line: int, unit: str, figure: Figure, *, sure: bool) -> bool:
        if unit in figure.reported_by or not sure:
            return unit in figure.reported_by
        self._note(
            "not-reported-by",
            line,
            Role.UNIT,
            text(
                "số liệu {figure} không do {unit} nộp mà do {units}; không tính dòng này",
                figure=figure.id,
                unit=unit,
                units=list(figure.reported_by),
            ),
            text("xóa dòng này, hoặc sửa lại mã số liệu hay đơn vị"),
        )
        return False

    def _period_meant(self, line: int, cell: str) -> _Meant[Period]:
        folder = self.path.period
        if not cell:
            if folder is None:
                self._note("no-period", line, Role.PERIOD, _NO_PERIOD, self._period_hint())
                return _Meant((), sure=False)
            return _Meant((folder,), sure=True)
        period = parse_period(cell)
        if isinstance(period, NoPeriod):
            self._unreadable_period(line, cell, period)
            return _Meant((folder,) if folder else periods_meant(cell), sure=False)
        if folder is not None and folder != period:
            self._note(
                "period-conflict",
                line,
                Role.PERIOD,
                text(
                    "cột kỳ ghi {period} nhưng thư mục là {folder}",
                    period=cell,
                    folder=folder,
                ),
                text("sửa cột kỳ hoặc chuyển tệp sang đúng thư mục"),
            )
            return _Meant((period, folder), sure=False)
        return _Meant((period,), sure=True)

    def _unreadable_period(self, line: int, cell: str, why: NoPeriod) -> None:
        if why is NoPeriod.UNREADABLE:
            message = text('kỳ "{cell}" không đọc được', cell=cell)
            first = self.words.plan.first
            hint = text(
                "viết {example} hoặc T{month}/{year}",
                example=first,
                month=first.month,
                year=first.year,
            )
            self._note("bad-period", line, Role.PERIOD, message, hint)
            return
        self._note(
            "period-is-date",
            line,
            Role.PERIOD,
            text(
                'Excel đã biến kỳ thành ngày: "{cell}", không rõ là tháng nào',
                cell=cell,
            ),
            text(
                "định dạng cột kỳ là Text rồi gõ lại, ví dụ {period}; hoặc bỏ cột kỳ và để tệp "
                "trong thư mục mang tên kỳ",
                period=self.words.plan.first,
            ),
        )

    def _in_plan(self, line: int, period: Period, *, sure: bool) -> bool:
        if period in self.words.periods:
            return True
        if sure:
            self._note(
                "period-outside-plan",
                line,
                Role.PERIOD if Role.PERIOD in self.header.columns else None,
                text(
                    "kỳ {period} nằm ngoài kế hoạch ({first} đến {last}); không tính dòng này",
                    period=period,
                    first=self.words.plan.first,
                    last=self.words.plan.last,
                ),
                text("sửa lại kỳ, hoặc chuyển dòng này ra khỏi thư mục"),
            )
        return False

    # Values

    def _enter(self, slot: Slot, row: SubmittedRow, where: Location) -> None:
        """Read a value and enter it, at once or when the file's notation is known."""
        raw = row.value
        figure = self.words.figures[slot.figure]
        reading = parse_value(raw, figure.type)
        if isinstance(reading, Number):
            if reading.mark is not None:
                self._marks.add(reading.mark)
            entry = Entry(slot, reading.value, where, row.note, row.revision)
            self._accept(entry, figure)
        elif isinstance(reading, Ambiguous):
            entry = Entry(slot, 0, where, row.note, row.revision)
            self._undecided.append(_Undecided(entry, reading, raw))
        else:
            message, hint = _not_a_number(raw, figure.type, reading)
            self.problems.append(error("not-a-number", where, message, hint))
            self._reject([slot], where, row.revision)

    def _accept(self, entry: Entry, figure: Figure) -> None:
        self.ledger.add(entry)
        if figure.type is FigureType.PERCENT and 0 < entry.value < 1:
            self.problems.append(
                warning(
                    "percent-below-one",
                    entry.where,
                    text("tỷ lệ {value}% rất nhỏ", value=shown_value(entry.value)),
                    text("nếu ý là {meant}% thì ghi {meant}",
                         meant=format_number(100 * Fraction(entry.value), comma=True)),
                )
            )  # fmt: skip

    def _text_column_after_value(self, cells: Sequence[str]) -> int | None:
        """Return the column after the value if nothing but words belongs there.

        In a comma-delimited file an unquoted decimal comma moves the fraction there: ``95,5``
        reads as value 95 with the note 5.
        """
        after = self._value_at
        if self.table.delimiter != "," or after >= len(cells):
            return None
        role = next((r for r, i in self.header.columns.items() if i == after), None)
        holds_words = role is Role.NOTE or (
            role is None and fold_header(cells[after]) in _WORD_COLUMNS
        )
        return after if holds_words or role is Role.REVISION else None

    def _split_fraction(self, cells: Sequence[str], raw: str, kind: FigureType) -> str | None:
        """Return the digits that a comma may have moved out of the value's cell.

        A count has no decimal comma; there only a group of thousands can have been split off.
        """
        after = self._after_value
        if after is None or after >= len(cells) or not raw.lstrip("-−").isdigit():
            return None
        if self.header.columns.get(Role.REVISION) == after and len(cells) <= self.header.width:
            return None
        fraction = cells[after].strip().removesuffix("%").rstrip()
        if not fraction.isascii() or not fraction.isdigit():
            return None
        splits_thousands = len(raw) <= 3 and len(fraction) == 3
        return fraction if kind is not FigureType.COUNT or splits_thousands else None

    def _settle(self) -> None:
        """Decide the ambiguous numbers by the decimal marks that the file shows."""
        marks = set(self._marks)
        if self.table.delimiter == ";":
            marks.add(",")
        for entry, reading, raw in self._undecided:
            number = settle(reading, marks)
            if number is not None:
                self._accept(
                    entry._replace(value=number.value),
                    self.words.figures[entry.slot.figure],
                )
                continue
            decimal = str(reading.decimal).replace(".", ",")
            self._ambiguous(entry.where, raw, str(reading.whole), decimal, split=False)
            self._reject([entry.slot], entry.where, entry.revision)

    def _ambiguous(
        self, where: Location, raw: str, whole: str, decimal: str, *, split: bool
    ) -> None:
        hint = (
            text(
                'đặt số trong nháy kép ("{decimal}"), hoặc xóa ghi chú chỉ có chữ số',
                decimal=decimal,
            )
            if split
            else text("viết {whole} hoặc {whole},0", whole=whole)
        )
        message = text(
            '"{raw}": có thể là {whole} hoặc {decimal}',
            raw=raw,
            whole=whole,
            decimal=decimal,
        )
        self.problems.append(error("ambiguous-number", where, message, hint))

    # Ledger and problems

    def _reject(self, slots: Sequence[Slot], where: Location, revision: int | None) -> None:
        for slot in slots:
            self.ledger.reject(Rejection(slot, where, revision))

    def _note(self, code: str, line: int, role: Role | None, message: Text, hint: Text) -> None:
        """Note an error at a row's cell; at the whole row where the column is absent."""
        column = None
        if role is not None and role in self.header.columns:
            column = self.header.columns[role] + 1
        self.problems.append(error(code, self.table.place(line, column), message, hint))

    def _note_file(
        self, make: Callable[..., Problem], code: str, message: Text, hint: Text
    ) -> None:
        where = self.table.place(1, None)._replace(line=None)
        self.problems.append(make(code, where, message, hint))


_NO_UNIT = text("không biết số liệu của đơn vị nào")
_NO_PERIOD = text("không biết số liệu của kỳ nào")

_REASONS = {
    NoNumber.FRACTION: (
        text('"{raw}": số đếm phải là số nguyên'),
        text("ghi số nguyên; dấu chấm chỉ dùng để tách hàng nghìn (1.234)"),
    ),
    NoNumber.NEGATIVE: (
        text('"{raw}": số đếm không được âm'),
        text("ghi 0 hoặc số dương"),
    ),
    NoNumber.TOO_LONG: (
        text('"{raw}": số dài quá {digits} chữ số'),
        text("kiểm tra lại số và đơn vị tính"),
    ),
    NoNumber.GROUPS: (
        text('"{raw}": dấu chấm, dấu phẩy đặt sai chỗ'),
        text("viết liền các chữ số, dấu phẩy cho phần thập phân: 1234,5"),
    ),
    NoNumber.NOT_YES_NO: (
        text('"{raw}" không phải có hoặc không'),
        text("ghi có hoặc không; chưa có thông tin thì để trống"),
    ),
    NoNumber.OTHER: (
        text('"{raw}" không phải là số'),
        text("chỉ ghi chữ số; chưa có số liệu thì để trống, không phát sinh thì ghi 0 hoặc kps"),
    ),
}


def _not_a_number(raw: str, kind: FigureType, why: NoNumber) -> tuple[Text, Text]:
    """Return message and cure for a cell that its figure's type cannot read."""
    message, hint = _REASONS[why]
    if raw.startswith("#"):
        hint = text("ô công thức bị lỗi; sửa công thức trong Excel rồi lưu lại")
    elif kind is not FigureType.PERCENT and raw.endswith("%"):
        hint = text("số liệu này không phải tỷ lệ; ghi con số, không ghi %")
    return Text(message.template, {"raw": raw, "digits": DIGITS}), hint
