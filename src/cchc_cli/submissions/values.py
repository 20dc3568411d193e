"""What a value cell says, by its figure's type and by the notation of the rest of its table."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from cchc_cli.limits import DIGITS
from cchc_cli.names import fold_header
from cchc_cli.numbers import (
    Ambiguous,
    FigureType,
    Mark,
    NoNumber,
    Number,
    Reading,
    Value,
    digits_text,
    number_text,
    parse_value,
)
from cchc_cli.numbers import settle as settle_number
from cchc_cli.plan.terms import Figure, Reported, Task
from cchc_cli.problems import Location, error, warning
from cchc_cli.progress import Progress, parse_progress, progress_of
from cchc_cli.submissions.cells import NumberCell, TypedCell, TypedCells
from cchc_cli.submissions.columns import Role
from cchc_cli.submissions.estimates import begins_as_estimate, marked_note
from cchc_cli.submissions.ledger import Entry, ProgressEntry, Slot
from cchc_cli.submissions.notes import Notes, formula_hint
from cchc_cli.submissions.row import SubmittedRow
from cchc_cli.submissions.twice import shown_value
from cchc_cli.submissions.typed_values import read_number, why_no_value
from cchc_cli.texts import Text, text

_WHOLE = re.compile(r"[-−]?(?:\d+|\d{1,3}(?:[. ]\d{3})+)", re.ASCII)
"""What stands before a decimal comma."""
_WORD_COLUMNS = frozenset(
    map(
        fold_header,
        ("", "đvt", "đơn vị tính", "tên", "tên số liệu", "nguồn", "nguồn số liệu", "căn cứ",
         "lý do", "giải trình", "diễn giải", "minh chứng", "tài liệu", "người nhập"),
    )
)  # fmt: skip
"""Columns without a role that hold no numbers."""


class _Undecided(NamedTuple):
    """An ambiguous number that waits for the notation of the rest of its file."""

    entry: Entry
    figure: Figure
    reading: Ambiguous
    raw: str


class ValueReader:
    """Reads the values of one table; ambiguous ones wait until all have been seen."""

    def __init__(self, figures: Mapping[str, Reported], notes: Notes, delimiter: str) -> None:
        self.figures = figures
        self.notes = notes
        self.delimiter = delimiter
        self.after_value: int | None = None
        """The column after the value, if nothing but words belongs there."""
        self._marks: set[Mark] = set()
        self._undecided: list[_Undecided] = []

    def learn_header(self, cells: Sequence[str], value_at: int) -> None:
        """Take note of the columns; `value_at` is the number of the value's cell."""
        self.after_value = self._text_column_after_value(cells, value_at)

    def _text_column_after_value(self, cells: Sequence[str], value_at: int) -> int | None:
        """Return the column after the value if nothing but words belongs there.

        In a comma-delimited file an unquoted decimal comma moves the fraction there: ``95,5``
        reads as value 95 with the note 5.
        """
        after = value_at
        if self.delimiter != "," or after >= len(cells):
            return None
        role = next((r for r, i in self.notes.header.columns.items() if i == after), None)
        holds_words = role in (Role.NOTE, Role.KIND) or (
            role is None and fold_header(cells[after]) in _WORD_COLUMNS
        )
        return after if holds_words or role is Role.REVISION else None

    def enter(
        self,
        slot: Slot,
        row: SubmittedRow,
        where: Location,
        typed: TypedCell | None = None,
        *,
        estimated: bool = False,
    ) -> None:
        """Read a value and enter it, at once or when the file's notation is known.

        `typed` is what a workbook tells of the value's cell beside its text; how far a task has
        come is never `estimated`.
        """
        raw = row.value
        figure = self.figures[slot.figure]
        refused = row._replace(note=marked_note(row.note)) if estimated else row
        kind = FigureType.PERCENT if isinstance(figure, Task) else figure.type
        if typed is not None and (why := why_no_value(typed, raw, kind)):
            self._refuse(slot, refused, where, why)
            return
        if isinstance(figure, Task):
            self._enter_progress(slot, row, where, typed)
            return
        if isinstance(typed, NumberCell):
            reading: Reading = read_number(typed, figure.type)
        else:
            reading = parse_value(raw, figure.type)
        if isinstance(reading, Number):
            if reading.mark is not None:
                self._marks.add(reading.mark)
            entry = Entry(slot, reading.value, where, row.note, row.revision, estimated)
            self._accept(entry, figure)
        elif isinstance(reading, Ambiguous):
            entry = Entry(slot, 0, where, row.note, row.revision, estimated)
            self._undecided.append(_Undecided(entry, figure, reading, raw))
        else:
            message, hint = _not_a_number(raw, figure.type, reading)
            self._refuse(slot, refused, where, ("not-a-number", message, hint))

    def sure_value(
        self, figure: Figure, raw: str, typed_cells: TypedCells, cell: tuple[int, int]
    ) -> Value | None:
        """Return a value of which there is nothing to say; None if `enter` has to judge it."""
        is_count = figure.type is FigureType.COUNT
        if is_count and raw.isdigit() and raw.isascii() and len(raw) <= DIGITS:
            return int(raw)
        typed = typed_cells.get(cell)
        if typed is None:
            reading = parse_value(raw, figure.type)
        elif isinstance(typed, NumberCell) and not why_no_value(typed, raw, figure.type):
            reading = read_number(typed, figure.type)
        else:
            return None
        if not isinstance(reading, Number) or _is_tiny(figure, reading.value):
            return None
        if reading.mark is not None:
            self._marks.add(reading.mark)
        return reading.value

    def sure_progress(self, raw: str, typed: TypedCell | None) -> Progress | None:
        """Return how far a task has come; None if `enter` has to judge it."""
        if typed is not None and why_no_value(typed, raw, FigureType.PERCENT):
            return None
        progress = _progress(raw, typed)
        return progress if isinstance(progress, Progress) else None

    def _enter_progress(
        self, slot: Slot, row: SubmittedRow, where: Location, typed: TypedCell | None
    ) -> None:
        """Read how far a task has come, and enter it."""
        progress = _progress(row.value, typed)
        if isinstance(progress, Progress):
            self.notes.ledger.add_progress(
                ProgressEntry(slot, progress, where, row.note, row.revision)
            )
            return
        message = text('"{raw}" không phải tiến độ của nhiệm vụ', raw=row.value)
        hint = text(
            "ghi chưa thực hiện, đang thực hiện, hoàn thành, hoặc tỷ lệ kèm dấu %, từ 0% đến 100%; "
            "chưa có thông tin thì để trống"
        )
        hint = formula_hint(row.value) or hint
        self._refuse(slot, row, where, ("not-a-progress", message, hint))

    def _refuse(
        self, slot: Slot, row: SubmittedRow, where: Location, why: tuple[str, Text, Text]
    ) -> None:
        """Reject a value; `why` is code, message and cure."""
        self.notes.problems.append(error(why[0], where, why[1], why[2]))
        self.notes.reject([slot], where, row.revision, row.value, row.note)

    def _accept(self, entry: Entry, figure: Figure) -> None:
        self.notes.ledger.add(entry)
        if _is_tiny(figure, entry.value):
            self.notes.problems.append(
                warning(
                    "percent-below-one",
                    entry.where,
                    text("tỷ lệ {value}% rất nhỏ", value=shown_value(entry.value)),
                    text("nếu ý là {meant}% thì ghi {meant}",
                         meant=number_text(100 * Fraction(entry.value))),
                )
            )  # fmt: skip

    def split_fraction(self, name: str, cells: Sequence[str], raw: str) -> str | None:
        """Return the digits that a comma may have moved out of the value's cell.

        A count (`name` is its figure) has no decimal comma; there only a group of thousands can
        have been split off.
        """
        figure = self.figures[name]
        is_count = isinstance(figure, Figure) and figure.type is FigureType.COUNT
        after = self.after_value
        if after is None or after >= len(cells) or not _WHOLE.fullmatch(raw):
            return None
        if (
            self.notes.header.columns.get(Role.REVISION) == after
            and len(cells) <= self.notes.header.width
        ):
            return None
        fraction = cells[after].strip().removesuffix("%").rstrip()
        if not fraction.isascii() or not fraction.isdigit():
            return None
        splits_thousands = len(raw) <= 3 and len(fraction) == 3
        return fraction if not is_count or splits_thousands else None

    def settle(self) -> None:
        """Decide the ambiguous numbers by the decimal marks that the file shows."""
        marks = set(self._marks)
        if self.delimiter == ";":
            marks.add(",")
        for entry, figure, reading, raw in self._undecided:
            before = len(self.notes.problems)
            number = settle_number(reading, marks)
            if number is not None:
                self._accept(entry._replace(value=number.value), figure)
            else:
                decimal = digits_text(reading.decimal)
                self.ambiguous(entry.where, raw, str(reading.whole), decimal, split=False)
                self.notes.reject([entry.slot], entry.where, entry.revision, raw, entry.note)
            self.notes.gathered.own(self.notes.problems[before:], entry.slot.unit)

    def ambiguous(
        self, where: Location, raw: str, whole: str, decimal: Text | str, *, split: bool
    ) -> None:
        """Complain of a value with two readings; `split` if a comma may have divided it."""
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
        self.notes.problems.append(error("ambiguous-number", where, message, hint))


def _is_tiny(figure: Figure, value: Value) -> bool:
    """Tell whether a percentage is so small that a fraction may be meant."""
    return figure.type is FigureType.PERCENT and 0 < value < 1


def _progress(raw: str, typed: TypedCell | None) -> Progress | NoNumber:
    return _stored_progress(typed) if isinstance(typed, NumberCell) else parse_progress(raw)


def _stored_progress(cell: NumberCell) -> Progress | NoNumber:
    stored = read_number(cell, FigureType.PERCENT)
    if not isinstance(stored, Number):
        return stored
    return progress_of(Decimal(stored.value), is_signed=cell.is_percent)


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
    if failed := formula_hint(raw):
        hint = failed
    elif begins_as_estimate(raw):
        hint = text("ô này chỉ ghi giá trị; chữ ước ghi vào đầu ghi chú, hoặc vào cột loại")
    elif kind is not FigureType.PERCENT and raw.endswith("%"):
        hint = text("số liệu này không phải tỷ lệ; ghi con số, không ghi %")
    return Text(message.template, {"raw": raw, "digits": DIGITS}), hint
