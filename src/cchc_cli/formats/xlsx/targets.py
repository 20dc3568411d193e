"""The sheet of targets: requirement, value and verdict of each, as formulas over the figures."""

from fractions import Fraction

from cchc_cli.evaluate import Result, Verdict
from cchc_cli.formats.rows import Report, TargetRow
from cchc_cli.formats.words import NOTHING, VERDICT_SYMBOLS
from cchc_cli.formats.xlsx.addresses import cell as address
from cchc_cli.formats.xlsx.book import Book, width_of
from cchc_cli.formats.xlsx.complete import CompleteRow
from cchc_cli.formats.xlsx.digits import NUMBER, PERCENT, WHOLE, runs, show_digits
from cchc_cli.formats.xlsx.figures import literal
from cchc_cli.formats.xlsx.judging import Cells, Judging
from cchc_cli.formats.xlsx.known import Facts
from cchc_cli.formats.xlsx.layout import Layout
from cchc_cli.formats.xlsx.tasks import done_formula
from cchc_cli.numbers import FigureType
from cchc_cli.plan.terms import AllDone, Ratio, figures_of
from cchc_cli.texts import Text, text

TARGETS = text("Chỉ tiêu")
"""The name of the sheet."""
HEADER = 4
"""The row of the header; the tally stands two rows above it."""
_COLUMNS: tuple[tuple[Text, float], ...] = (
    (text("Mã"), 7),
    (text("Chỉ tiêu"), 34),
    (text("Yêu cầu"), 9),
    (text("Mức"), 8),
    (text("Trong kỳ"), 9),
    (text("Đến nay"), 10),
    (text("Tạm tính"), 5),
    (text("Số ước"), 6),
    (text("Tử số"), 9),
    (text("Mẫu số"), 9),
    (text("Kết quả"), 20),
    (text("So kỳ trước"), 15),
    (text("Chủ trì"), 19),
    (text("Việc cần làm và ghi chú, khi lập báo cáo"), 38),
    (text("Tình trạng số liệu"), 14),
)
(
    _ID,
    _NAME,
    _SIGN,
    _BOUND,
    _PERIOD,
    _VALUE,
    _STAR,
    _ESTIMATE,
    _PART,
    _WHOLE,
    _VERDICT,
    _SINCE,
    _LEAD,
    _NOTE,
    _STATE,
) = range(len(_COLUMNS))
_BORDER = {"border": 1, "border_color": "#BFBFBF"}
_COLOURS: dict[Verdict, tuple[str, str]] = {
    Verdict.MET: ("#E2EFDA", "#1E4620"),
    Verdict.MISSED: ("#F8CBAD", "#7B1E00"),
    Verdict.PENDING: ("#DDEBF7", "#1F3864"),
    Verdict.NOT_ARISEN: ("#EDEDED", "#404040"),
    Verdict.NO_DATA: ("#FFE699", "#5C4400"),
    Verdict.BAD_DATA: ("#F4B6C2", "#7A0019"),
}
"""Background and letters of each verdict; its sign and word say the same without colour."""


class TargetSheet:
    """Writes the sheet of targets."""

    def __init__(
        self,
        book: Book,
        report: Report,
        complete: dict[str, CompleteRow],
        layout: Layout,
        facts: Facts,
    ) -> None:
        self.words = report.words
        self.sheet = book.sheet(self.words.say(TARGETS))
        self.report = report
        self.complete = complete
        self.layout = layout
        self.facts = facts
        self.at: list[tuple[int, TargetRow]] = []

    def write(self) -> None:
        """Write head, targets by section, and foot."""
        say = self.words.say
        self.sheet.head([self.report.title, *self.report.subtitle])
        names = [say(name) for name, _ in _COLUMNS]
        self.sheet.columns(HEADER, names, self._widths())
        row = HEADER + 1
        for section in self.report.sections:
            for column in range(_STATE):
                title = section.title if column == 0 else None
                self.sheet.put(row, column, title, bold=True, bg_color="#F2F2F2")
            row += 1
            for target in section.rows:
                self.at.append((row, target))
                self._write_target(row, target)
                row += 1
        self._write_tally(row - 1)
        self._finish(row - 1)
        for line in (*self.report.highlights, *self.report.footnotes, *self.report.foot):
            self.sheet.put(row + 1, 0, line, font_size=9, font_color="#595959")
            row += 1
        self.sheet.worksheet.print_area(0, 0, row, _NOTE)

    def _widths(self) -> list[float]:
        """Return the columns' widths, each number's at least as wide as its longest number."""
        rows = [row for section in self.report.sections for row in section.rows]
        number = self.words.number
        shown = {
            _BOUND: [row.require for row in rows if row.result.target.require],
            _PERIOD: [row.of_period for row in rows],
            _VALUE: [row.to_date for row in rows],
            _PART: [number(row.result.part) for row in rows if row.result.part is not None],
            _WHOLE: [number(row.result.whole) for row in rows if row.result.whole is not None],
        }
        return [width_of(shown.get(at, ()), width) for at, (_, width) in enumerate(_COLUMNS)]

    def _write_target(self, row: int, target: TargetRow) -> None:
        result = target.result
        cells = Cells(*(address(row, one) for one in (_BOUND, _VALUE, _PART, _WHOLE, _STATE)))
        complete = self.complete.get(result.target.id)
        judging = Judging(result, cells, complete, self.layout, self.facts, self.words)
        put = self.sheet.put
        put(row, _ID, target.id, **_BORDER)
        put(row, _NAME, target.name, **_BORDER, text_wrap=True)
        note, lead = self._note(target), self.words.unit(result.target.lead)
        put(row, _LEAD, lead, **_BORDER, text_wrap=True)
        put(row, _NOTE, note, **_BORDER, text_wrap=True, font_size=9)
        widths = {at: width for at, (_, width) in enumerate(_COLUMNS)}
        small = 1.2 * widths[_NOTE]  # its letters are smaller
        since = (target.since, widths[_SINCE] - 3)
        shown = ((target.name, widths[_NAME]), since, (lead, widths[_LEAD]), (note, small))
        self.sheet.fit(row, shown)
        self._write_requirement(row, target)
        self._write_values(row, target, judging)
        self._write_estimate(row, result)
        bold = {**_BORDER, "bold": True, "indent": 1}
        self._calculate(row, _VERDICT, judging.verdict(), target.verdict, **bold)
        put(row, _SINCE, target.since, **_BORDER, text_wrap=True, indent=1)
        self._calculate(row, _STATE, judging.state(), judging.known_state(), **_BORDER)

    def _write_requirement(self, row: int, target: TargetRow) -> None:
        require = target.result.target.require
        if require is None:
            self.sheet.put(row, _SIGN, target.require, **_BORDER, text_wrap=True)
            self.sheet.put(row, _BOUND, None, **_BORDER)
            return
        bound = require.bound / 100 if require.percent else require.bound
        look = {**_BORDER, "num_format": PERCENT if require.percent else NUMBER, "align": "left"}
        self.sheet.put(row, _SIGN, require.op.sign, **_BORDER, align="right")
        self.sheet.put(row, _BOUND, bound, **look)

    def _write_values(self, row: int, target: TargetRow, judging: Judging) -> None:
        result = target.result
        measure, require = result.target.measure, result.target.require
        if isinstance(measure, AllDone) or require is None:
            right = {**_BORDER, "align": "right"}
            self.sheet.put(row, _PERIOD, NOTHING, **right)
            done = self.words.value(result, result.value)
            self._calculate(row, _VALUE, judging.value(), done, **right)
            for column in (_STAR, _PART, _WHOLE):
                self.sheet.put(row, column, None, **_BORDER)
            return
        percent = {**_BORDER, "num_format": PERCENT if require.percent else NUMBER}
        scale = Fraction(1, 100) if require.percent else Fraction(1)
        for column, formula, value in (
            (_PERIOD, judging.of_period(), result.period_value),
            (_VALUE, judging.value(), result.value),
        ):
            known = None if value is None else value * scale
            self._calculate(row, column, formula, known, **percent)
        star = "*" if result.provisional else ""
        self._calculate(row, _STAR, judging.is_provisional(), star, **_BORDER, align="center")
        figures = (self.facts.plan.figure[name] for name in figures_of(measure))
        are_whole = all(figure.type is FigureType.COUNT for figure in figures)
        number = {**_BORDER, "num_format": WHOLE if are_whole else NUMBER}
        if isinstance(measure, Ratio):
            self._calculate(row, _PART, judging.part(), result.part, **number)
            self._calculate(row, _WHOLE, judging.whole(), result.whole, **number)
        else:
            self.sheet.put(row, _PART, None, **_BORDER)
            self.sheet.put(row, _WHOLE, None, **_BORDER)

    def _write_estimate(self, row: int, result: Result) -> None:
        """Mark a value that rests on an estimate, until that is replaced by another value."""
        estimates = self.facts.estimates(result)
        if not estimates:
            self.sheet.put(row, _ESTIMATE, None, **_BORDER)
            return
        left = "+".join(
            f"({self.layout.on_figures(*self.layout.place_of(entry.slot))}"
            f"={literal(entry, self.words)})"
            for entry in estimates
        )
        mark = self.layout.marks.estimate
        formula = f'IF({left}>0,"{mark}","")'
        self._calculate(row, _ESTIMATE, formula, mark, **_BORDER, align="center")

    def _calculate(
        self, row: int, column: int, formula: str, value: str | Fraction | None, **look: object
    ) -> None:
        self.sheet.calculate(row, column, f"={formula}", value, **look)

    def _note(self, target: TargetRow) -> str:
        """Return what to do about a target, and the notes that units gave."""
        advice = [one.sentence for one in self.report.advice if one.result is target.result]
        notes = dict.fromkeys(entry.note for entry in target.result.entries if entry.note)
        return "; ".join([*advice, *map(self.words.say, notes)])

    def _write_tally(self, last: int) -> None:
        """Write how many targets have which verdict; of a choice of targets, the plan's tally."""
        report = self.report
        shown = [f"{VERDICT_SYMBOLS[v]} {word}: {count}" for v, word, count in report.tally]
        tasks = report.tasks
        done = self.words.say(text("/{total} nhiệm vụ đã hoàn thành", total=tasks.total))
        first = [f"{tasks.done}{done}"] if tasks.total else []
        known = " · ".join([*first, *shown, report.total])
        if len(report.results) < len(report.run.evaluation.results) or not report.results:
            self.sheet.put(HEADER - 1, 0, known, bold=True)
            return
        is_counted = len(tasks.rows) == tasks.total
        area = f"{address(HEADER + 1, _VERDICT)}:{address(last, _VERDICT)}"
        counted = [
            f'"{word}: "&SUMPRODUCT(--({area}="{word}"))'
            for word in (self.words.verdict(verdict) for verdict, _, _ in report.tally)
        ]
        if tasks.total:
            number = done_formula(report, tasks.total) if is_counted else f'"{tasks.done}"'
            counted.insert(0, f'{number}&"{done}"')
        formula = "=" + '&" · "&'.join([*counted, f'"{report.total}"'])
        self.sheet.calculate(HEADER - 1, 0, formula, known, bold=True)

    def _finish(self, last: int) -> None:
        self.sheet.table_ends(HEADER, last, _STATE, 2)
        first = HEADER + 1
        verdict = address(first, _VERDICT)
        for one, (ground, letters) in _COLOURS.items():
            word = self.words.verdict(one)
            area = (first, _VERDICT, max(first, last), _VERDICT)
            self.sheet.when(area, f'={verdict}="{word}"', bg_color=ground, font_color=letters)
        self.sheet.worksheet.set_column(_STATE, _STATE, 14, None, {"level": 1, "hidden": True})
        self.sheet.worksheet.set_column(_STATE + 1, _STATE + 1, None, None, {"collapsed": True})
        self._show_digits()

    def _show_digits(self) -> None:
        by_percent: dict[bool, list[int]] = {True: [], False: []}
        for row, target in self.at:
            require = target.result.target.require
            if require is not None:
                by_percent[require.percent].append(row)
        for percent, rows in by_percent.items():
            for start, end in runs(rows):
                bound = address(start, _BOUND, fixed_column=True)
                guards = [bound, "0", "1"] if percent else [bound, "0"]
                if percent:
                    self._show_bars(start, end)
                for column in (_PERIOD, _VALUE):
                    area = (start, column, end, column)
                    show_digits(self.sheet, area, guards, percent=percent)
                show_digits(self.sheet, (start, _BOUND, end, _BOUND), ["0"], percent=percent)
                show_digits(self.sheet, (start, _PART, end, _WHOLE), ["0"], percent=False)

    def _show_bars(self, start: int, end: int) -> None:
        """Show shares as bars from 0 to 100%."""
        bar = {
            "type": "data_bar",
            "data_bar_2010": True,
            "bar_solid": True,
            "bar_color": "#C9DDF0",
            "min_type": "num",
            "max_type": "num",
            "min_value": 0,
            "max_value": 1,
        }
        self.sheet.worksheet.conditional_format(start, _VALUE, end, _VALUE, bar)
