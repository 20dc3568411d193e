"""The sheets that only list: what units submitted, every entry with its place, every problem."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from cchc_cli.formats.rows import Report
from cchc_cli.formats.words import Words
from cchc_cli.formats.xlsx.book import LAST_ROW, Book, Sheet, Value, width_of
from cchc_cli.formats.xlsx.digits import NUMBER, PERCENT, runs, show_digits
from cchc_cli.formats.xlsx.figures import scaled
from cchc_cli.numbers import FigureType
from cchc_cli.problems import Location, Severity
from cchc_cli.submissions.ledger import Entry, Slot
from cchc_cli.texts import Text, text

_HEADER = 2
_BORDER = {"border": 1, "border_color": "#BFBFBF", "text_wrap": True}


def write_units(book: Book, report: Report) -> None:
    """Write who submitted how much in which period."""
    say = report.words.say
    title = text("Tình hình nộp số liệu")
    sheet = _begin(book, say(text("Nộp số liệu")), say(title))
    names = [say(text("Đơn vị")), *report.periods, say(text("Còn thiếu"))]
    rows = [(row.unit, *row.cells, "; ".join(row.owed)) for row in report.units]
    _write(sheet, names, (34, *(10 for _ in report.periods), 80), rows, frozen=1)


_ENTRY_COLUMNS: tuple[tuple[Text, float], ...] = (
    (text("Đơn vị"), 28),
    (text("Mã số liệu"), 24),
    (text("Tên số liệu"), 40),
    (text("Kỳ"), 9),
    (text("Giá trị"), 11),
    (text("Tình trạng"), 13),
    (text("Ghi chú"), 34),
    (text("Lần"), 6),
    (text("Tệp"), 30),
    (text("Dòng"), 7),
    (text("Cột"), 6),
    (text("Trang"), 14),
    (text("Ô"), 7),
)
_VALUE = 4


def write_entries(book: Book, report: Report) -> None:
    """Write every value up to the evaluated period with its place in a file.

    Values that were replaced by a later revision or rejected stand among them and say so.
    """
    words, plan = report.words, report.run.evaluation.plan
    say = words.say
    sheet = _begin(
        book, say(text("Số báo cáo")), say(text("Từng số đã nộp, và chỗ của nó trong tệp"))
    )
    order = {name: number for number, name in enumerate(plan.figure)}
    units = {name: number for number, name in enumerate(plan.unit)}
    found = sorted(
        _entries(report),
        key=lambda one: (order[one[0].figure], units[one[0].unit], one[0].period, one[2].order()),
    )
    rows = [_entry_row(*one, words) for one in found]
    names = [say(name) for name, _ in _ENTRY_COLUMNS]
    shares = [plan.figure[slot.figure].type is FigureType.PERCENT for slot, *_ in found]
    looks = [{"num_format": PERCENT if share else NUMBER} for share in shares]
    numbers = [words.number(Fraction(entry.value)) for _, entry, *_ in found if entry]
    widths = [width for _, width in _ENTRY_COLUMNS]
    widths[_VALUE] = width_of(numbers, widths[_VALUE])
    _write(sheet, names, widths, rows, frozen=2, looks=looks)
    for percent in (True, False):
        chosen = (_HEADER + 1 + n for n, share in enumerate(shares) if share is percent)
        for start, end in runs(chosen):
            show_digits(sheet, (start, _VALUE, end, _VALUE), ["0"], percent=percent)


Found = tuple[Slot, Entry | None, Location, Text]
"""A value, its entry (None if it could not be read), its place, and what became of it."""


def _entries(report: Report) -> Iterable[Found]:
    ledger, last = report.run.submissions.ledger, report.run.evaluation.period
    for slot, entry in ledger.entries.items():
        if slot.period <= last:
            counted = text("được tính, số ước") if entry.estimated else text("được tính")
            yield slot, entry, entry.where, counted
    for slot, older in ledger.superseded.items():
        if slot.period <= last:
            for entry in older:
                older_one = text("số ước, đã thay thế") if entry.estimated else text("đã thay thế")
                yield slot, entry, entry.where, older_one
    for slot, places in ledger.rejected.items():
        if slot.period <= last:
            for where in places:
                yield slot, None, where, text("bị loại")


def _entry_row(
    slot: Slot, entry: Entry | None, where: Location, said: Text, words: Words
) -> Sequence[Value]:
    figure = words.plan.figure[slot.figure]
    value = scaled(entry.value, figure, words) if entry else None
    return (
        words.unit(slot.unit),
        slot.figure,
        words.say(figure.name),
        str(slot.period),
        value,
        words.say(said),
        entry.note if entry else None,
        entry.revision if entry else None,
        *_place(where),
    )


def _place(where: Location) -> tuple[Value, ...]:
    return (where.path, where.line, where.column, where.sheet, where.cell)


_PROBLEM_COLUMNS: tuple[tuple[Text, float], ...] = (
    (text("Mức"), 10),
    (text("Loại"), 20),
    (text("Nội dung"), 70),
    (text("Cách sửa"), 50),
    (text("Tệp"), 30),
    (text("Dòng"), 7),
    (text("Cột"), 6),
    (text("Trang"), 14),
    (text("Ô"), 7),
)


def write_problems(book: Book, report: Report) -> None:
    """Write every problem with its cure and its place."""
    words, say = report.words, report.words.say
    title = say(text("Lỗi và cảnh báo"))
    sheet = _begin(book, title, title)
    rows = [
        (
            say(text("lỗi") if problem.severity is Severity.ERROR else text("cảnh báo")),
            problem.code,
            words.message(problem.message),
            words.message(problem.hint),
            *_place(problem.where),
        )
        for problem in report.run.problems
    ]
    names = [say(name) for name, _ in _PROBLEM_COLUMNS]
    _write(sheet, names, [width for _, width in _PROBLEM_COLUMNS], rows, frozen=0)
    if not rows:
        sheet.put(_HEADER + 1, 0, say(text("Không có lỗi nào.")))


def _begin(book: Book, name: str, title: str) -> Sheet:
    sheet = book.sheet(name)
    sheet.head([title])
    return sheet


def _write(
    sheet: Sheet,
    names: Sequence[str],
    widths: Sequence[float],
    rows: Sequence[Sequence[Value]],
    *,
    frozen: int,
    looks: Sequence[dict[str, str]] = (),
) -> None:
    """Write a table; of more rows than a sheet can have, the first ones."""
    sheet.columns(_HEADER, names, widths)
    for number, row in enumerate(rows[: LAST_ROW - _HEADER]):
        look = looks[number] if looks else {}
        for column, value in enumerate(row):
            sheet.put(_HEADER + 1 + number, column, value, **_BORDER, **look)
        texts = (value if isinstance(value, str) else "" for value in row)
        sheet.fit(_HEADER + 1 + number, zip(texts, widths, strict=True))
    sheet.table_ends(_HEADER, _HEADER + len(rows), len(names), frozen)
