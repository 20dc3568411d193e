"""The sheet of figures: what units reported, by period, and what it comes to, as formulas.

It is the sheet to change.  An empty cell was not submitted, 0 is zero, and any text among numbers
counts as an error until it is corrected.  The formulas are the rules of `over_time`.
"""

from fractions import Fraction

from cchc_cli.formats.words import Words
from cchc_cli.formats.xlsx.addresses import cell as address
from cchc_cli.formats.xlsx.book import Book, Sheet, width_of
from cchc_cli.formats.xlsx.book import Value as CellValue
from cchc_cli.formats.xlsx.digits import NUMBER, PERCENT, WHOLE, runs, show_digits
from cchc_cli.formats.xlsx.formulas import SumFormulas, UnitFormulas
from cchc_cli.formats.xlsx.known import Facts
from cchc_cli.formats.xlsx.layout import (
    DUE_ROWS,
    FIGURES_HEADER,
    FIRST_PERIOD,
    ORDER_ROW,
    FigureRow,
    Layout,
)
from cchc_cli.numbers import FigureType, Value
from cchc_cli.plan.terms import Every, Figure, OverTime
from cchc_cli.submissions.ledger import Entry
from cchc_cli.texts import Text, text

_OVER_TIME: dict[OverTime, Text] = {
    OverTime.SUM: text("cộng các kỳ"),
    OverTime.LAST: text("kỳ mới nhất"),
    OverTime.EVER: text("có một lần"),
}
_EVERY: dict[Every, Text] = {
    Every.MONTH: text("mỗi kỳ"),
    Every.QUARTER: text("cuối quý"),
    Every.PLAN: text("kỳ cuối"),
}
_PATTERNS = {
    FigureType.COUNT: WHOLE,
    FigureType.AMOUNT: NUMBER,
    FigureType.PERCENT: PERCENT,
    FigureType.YES_NO: WHOLE,
}
_BORDER = {"border": 1, "border_color": "#BFBFBF"}
_TO_CHANGE = {**_BORDER, "bg_color": "#FFFBE6"}
_ESTIMATE = {"bg_color": "#FCE4D6", "italic": True, "bold": True}
_WORKED_OUT = {**_BORDER, "bg_color": "#F2F2F2"}
_SMALL = {"font_size": 9, "font_color": "#595959"}
_WIDTHS = (24.0, 44.0, 29.0, 11.0, 12.0, 9.0)


Reported = Value | Fraction | str | None
"""What a unit reported, or what several come to; a text is an error."""


def scaled(value: Reported, figure: Figure, words: Words) -> CellValue:
    """Return a figure's value as its cell holds it: 0.955 for 95,5%, a word for yes or no."""
    if value is None or isinstance(value, str):
        return value
    exact = Fraction(value)
    if figure.type is FigureType.YES_NO:
        return words.submitted(bool(exact), FigureType.YES_NO)
    return exact / 100 if figure.type is FigureType.PERCENT else exact


def literal(entry: Entry, words: Words) -> str:
    """Return an entry's value as a formula compares its cell with it."""
    held = scaled(entry.value, words.plan.figure[entry.slot.figure], words)
    return f'"{held}"' if isinstance(held, str) else repr(float(held or 0))


def write_figures(book: Book, layout: Layout, facts: Facts, words: Words) -> None:
    """Write the sheet of figures."""
    sheet = book.sheet(layout.marks.figures)
    say = words.say
    sheet.head(
        [
            say(text("Số liệu các đơn vị đã nộp, theo kỳ")),
            say(
                text(
                    "Sửa số ở ô nền vàng, kết quả ở trang Chỉ tiêu tự tính lại. Ô trống là chưa "
                    "nộp, 0 là không có. Ô ghi {error} là số bị loại: gõ số đúng đè lên.",
                    error=layout.marks.error,
                )
            ),
            *_about_estimates(facts, words),
        ],
        marked=2,
    )
    _write_due(sheet, layout, facts, words)
    known = (facts.of(row).to_date for row in layout.figure_rows)
    numbers = [words.number(value) for value in known if value is not None]
    cells = [words.number(Fraction(e.value)) for e in facts.ledger.entries.values()]
    periods = (width_of(cells, 11),) * len(layout.periods)
    widths = (*_WIDTHS, *periods, width_of(numbers, 12), 15)
    sheet.columns(FIGURES_HEADER, _columns(layout, words), widths)
    _fold(sheet, layout)
    for row in layout.figure_rows:
        _Row(sheet, layout, facts, words, row).write()
    _finish(sheet, layout)


def _about_estimates(facts: Facts, words: Words) -> list[str]:
    """Say how estimates are shown, if there are any."""
    shown = (e for e in facts.ledger.entries.values() if e.slot.period <= facts.period)
    if not any(entry.estimated for entry in shown):
        return []
    said = text("Ô nền cam, chữ nghiêng đậm là số ước khi lập báo cáo; gõ số chính thức đè lên.")
    return [words.say(said)]


def _columns(layout: Layout, words: Words) -> list[str]:
    names = (
        text("Mã số liệu"),
        text("Tên số liệu"),
        text("Đơn vị nộp"),
        text("ĐVT"),
        text("Lũy kế"),
        text("Phải nộp"),
    )
    worked_out = (
        text("Đến nay"),
        text("Tình trạng"),
        text("Số ô thiếu"),
        text("Số ô lỗi"),
        text("Số kỳ lệch quy tắc"),
        text("Kỳ thứ mấy được lấy"),
        text("Riêng kỳ này"),
        text("Tình trạng riêng kỳ này"),
    )
    periods = [f"{period.month:02d}/{period.year}" for period in layout.periods]
    lacking = [words.say(text("Thiếu hoặc lỗi {period}", period=period)) for period in periods]
    return [*map(words.say, names), *periods, *map(words.say, worked_out), *lacking]


def _write_due(sheet: Sheet, layout: Layout, facts: Facts, words: Words) -> None:
    """Write the rows above the header: the order of the periods, and what is due in which."""
    sheet.put(ORDER_ROW, FIRST_PERIOD - 1, words.say(text("Kỳ thứ")), **_SMALL, align="right")
    for number in range(len(layout.periods)):
        sheet.put(ORDER_ROW, FIRST_PERIOD + number, number + 1, **_SMALL)
    for every, row in DUE_ROWS.items():
        said = words.say(text("Phải nộp {every} (1 = có)", every=_EVERY[every]))
        sheet.put(row, FIRST_PERIOD - 1, said, **_SMALL, align="right")
        figure = Figure("", "", FigureType.COUNT, OverTime.SUM, every, ())
        required = facts.required(figure)
        for number, period in enumerate(layout.periods):
            sheet.put(row, FIRST_PERIOD + number, int(period in required), **_SMALL)


def _fold(sheet: Sheet, layout: Layout) -> None:
    """Fold away what only formulas need; the + above the columns unfolds it."""
    width = sheet.worksheet.set_column
    width(layout.missing, layout.end - 1, 11, None, {"level": 1, "hidden": True})
    width(layout.end, layout.end, None, None, {"collapsed": True})


def _finish(sheet: Sheet, layout: Layout) -> None:
    last = max(FIGURES_HEADER + 1, FIGURES_HEADER + len(layout.figure_rows))
    first = FIGURES_HEADER + 1
    sheet.table_ends(FIGURES_HEADER, last, layout.end, 2)
    sheet.worksheet.print_area(0, 0, last, layout.state)
    cell = address(first, FIRST_PERIOD)
    sheet.when(
        (first, FIRST_PERIOD, last, layout.to_date - 1),
        f'={cell}="{layout.marks.error}"',
        bg_color="#F8CBAD",
        bold=True,
    )
    state = address(first, layout.state, fixed_column=True)
    area = (first, layout.state, last, layout.state)
    sheet.when(area, f'={state}="{layout.marks.error}"', bg_color="#F8CBAD")
    sheet.when(area, f'={state}="{layout.marks.missing}"', bg_color="#FFE699")
    for kind, percent in ((FigureType.AMOUNT, False), (FigureType.PERCENT, True)):
        rows = (one.row for one in layout.figure_rows if one.figure.type is kind)
        for start, end in runs(rows):
            shown = (start, FIRST_PERIOD, end, layout.to_date)
            show_digits(sheet, shown, ["0"], percent=percent)


class _Row:
    """Writes one row of figures: what was reported, and the formulas over it."""

    def __init__(
        self, sheet: Sheet, layout: Layout, facts: Facts, words: Words, row: FigureRow
    ) -> None:
        self.sheet = sheet
        self.layout = layout
        self.facts = facts
        self.words = words
        self.at = row
        self.figure = row.figure
        self.known = facts.of(row)
        self.pattern = _PATTERNS[row.figure.type]
        self.look = {"bold": True} if row.unit is None else {}

    def write(self) -> None:
        """Write the row."""
        self._write_names()
        if self.at.unit is None:
            self._write_together(SumFormulas(self.layout, self.at))
        else:
            self._write_cells()
            required = self.facts.required(self.figure)
            self._write_taken(UnitFormulas(self.layout, self.at, self.at.unit, required))

    def _write_names(self) -> None:
        figure, say = self.figure, self.words.say
        unit = self.words.unit(self.at.unit) if self.at.unit else say(text("Cộng các đơn vị"))
        measured_in = "%" if figure.type is FigureType.PERCENT else say(figure.measured_in)
        names = (figure.id, say(figure.name), unit, measured_in)
        kinds = (say(_OVER_TIME[figure.over_time]), say(_EVERY[figure.every]))
        self.sheet.fit(self.at.row, zip((*names, *kinds), _WIDTHS, strict=True))
        for column, name in enumerate((*names, *kinds)):
            self.sheet.put(self.at.row, column, name, **_BORDER, **self.look, text_wrap=True)

    def _write_cells(self) -> None:
        row, look = self.at.row, {**_TO_CHANGE, "num_format": self.pattern, "align": "right"}
        for number, period in enumerate(self.layout.periods):
            value = scaled(self.facts.in_period(self.at, period), self.figure, self.words)
            estimate = _ESTIMATE if self.facts.is_estimate(self.at, period) else {}
            self.sheet.put(row, FIRST_PERIOD + number, value, **{**look, **estimate})
        self.sheet.worksheet.data_validation(
            row, FIRST_PERIOD, row, self.layout.to_date - 1, self._accepted()
        )

    def _accepted(self) -> dict[str, object]:
        """Return what may be typed into the cells."""
        say, marks = self.words.say, self.layout.marks
        if self.figure.type is FigureType.YES_NO:
            return {"validate": "list", "source": [marks.yes, marks.no]}
        is_count = self.figure.type is FigureType.COUNT
        said = text("số nguyên, không âm") if is_count else text("một con số")
        return {
            "validate": "integer" if is_count else "decimal",
            "criteria": ">=",
            "value": 0 if is_count else -1e18,
            "error_title": say(self.figure.name)[:32],
            "error_message": say(text("Gõ {what}; xóa trống nếu chưa nộp.", what=said)),
        }

    def _write_taken(self, formulas: UnitFormulas) -> None:
        layout, known = self.layout, self.known
        self._value(layout.to_date, formulas.to_date(), known.to_date)
        self._plain(layout.state, formulas.state(), known.state)
        self._plain(layout.missing, formulas.missing(), known.missing)
        self._plain(layout.errors, formulas.errors(), known.errors)
        self._plain(layout.differing, formulas.differing(), known.differing)
        self._plain(layout.used, formulas.used(), known.used)
        self._value(layout.alone, formulas.alone(), known.alone)
        self._plain(layout.alone_state, formulas.alone_state(), known.alone_state)
        for number, lacks in enumerate(known.lacking):
            self._plain(layout.lacking + number, formulas.lacks(FIRST_PERIOD + number), lacks)

    def _write_together(self, formulas: SumFormulas) -> None:
        layout, known = self.layout, self.known
        for number, period in enumerate(layout.periods):
            column = FIRST_PERIOD + number
            value = self.facts.in_period(self.at, period)
            self._value(column, formulas.added(column), value)
        for column, value in ((layout.to_date, known.to_date), (layout.alone, known.alone)):
            self._value(column, formulas.all_added(column), value)
        for column, state in (
            (layout.state, known.state),
            (layout.alone_state, known.alone_state),
        ):
            self._plain(column, formulas.worst(column), state)
        counts = (known.missing, known.errors, known.differing)
        for column, count in enumerate(counts, start=layout.missing):
            self._plain(column, formulas.total(column), count)
        for column, count in enumerate(known.lacking, start=layout.lacking):
            self._plain(column, formulas.total(column), count)

    def _value(self, column: int, formula: str, value: Reported) -> None:
        shown = scaled(value, self.figure, self.words)
        look = {**_WORKED_OUT, **self.look, "num_format": self.pattern, "align": "right"}
        self.sheet.calculate(self.at.row, column, f"={formula}", shown, **look)

    def _plain(self, column: int, formula: str, value: str | int) -> None:
        look = {**_WORKED_OUT, **self.look}
        if isinstance(value, str):
            look["indent"] = 1
        self.sheet.calculate(self.at.row, column, f"={formula}", value, **look)
