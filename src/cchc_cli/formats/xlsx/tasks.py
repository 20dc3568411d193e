"""The sheets of tasks: all of them, and how many stand how by section and by unit, as formulas.

Change how far a task has come, or the day, and what is overdue and all counts follow.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from cchc_cli.formats.rows import Report
from cchc_cli.formats.task_rows import CountRow, TaskRows
from cchc_cli.formats.task_words import DUE_SOON, TaskRow
from cchc_cli.formats.xlsx.addresses import cell as address
from cchc_cli.formats.xlsx.book import Book, Sheet
from cchc_cli.formats.xlsx.digits import show_digits
from cchc_cli.tasks import DUE_SOON as SOON
from cchc_cli.tasks import TaskStatus
from cchc_cli.texts import Text, text
from cchc_cli.verdicts import OVERDUE, TASK_WORDS

TASKS = text("Nhiệm vụ")
"""The name of the sheet of all tasks."""
SUMMARY = text("Tổng hợp nhiệm vụ")
HEADER = 4
"""The row of the header, on both sheets; the day stands two rows above it."""
_COLUMNS: tuple[tuple[Text, float], ...] = (
    (text("Mã"), 10),
    (text("Nhiệm vụ"), 46),
    (text("Chủ trì"), 24),
    (text("Thời hạn"), 14),
    (text("Hạn"), 12),
    (text("Tình hình"), 16),
    (text("Tiến độ"), 9),
    (text("Kỳ báo cáo"), 11),
    (text("Minh chứng"), 36),
)
_ID, _NAME, _LEAD, _DUE, _FLAG, _STATUS, _PERCENT, _REPORTED, _EVIDENCE = range(len(_COLUMNS))
_SUMMARY_COLUMNS: tuple[tuple[Text, float], ...] = (
    (text("Lĩnh vực, đơn vị chủ trì"), 50),
    (text("Số nhiệm vụ"), 10),
    (text("Hoàn thành"), 10),
    (text("Tỷ lệ"), 10),
    (text("Đang thực hiện"), 10),
    (text("Chưa thực hiện"), 10),
    (text("Chưa báo cáo"), 10),
    (text("Lỗi số liệu"), 10),
    (text("Quá hạn"), 10),
    (text("Sắp đến hạn"), 10),
)
_TOTAL, _DONE, _SHARE, _REST = range(1, 5)
_DAY = (HEADER - 2, _DUE)
_BORDER = {"border": 1, "border_color": "#BFBFBF"}
_COLOURS: dict[TaskStatus, tuple[str, str]] = {
    TaskStatus.DONE: ("#E2EFDA", "#1E4620"),
    TaskStatus.IN_PROGRESS: ("#DDEBF7", "#1F3864"),
    TaskStatus.NOT_BEGUN: ("#EDEDED", "#404040"),
    TaskStatus.NOT_REPORTED: ("#FFE699", "#5C4400"),
    TaskStatus.BAD_DATA: ("#F4B6C2", "#7A0019"),
}
"""Background and letters of each status; its word says the same without colour."""


def write_tasks(book: Book, report: Report) -> None:
    """Write the counts, then all tasks; of a choice of tasks the counts are the plan's."""
    summary = book.sheet(report.words.say(SUMMARY))
    sheet = TaskSheet(book, report)
    sheet.write()
    _Summary(summary, sheet).write()


def done_formula(report: Report, rows: int) -> str:
    """Return the formula that counts, from another sheet, the tasks that are done."""
    first, last = address(HEADER + 1, _STATUS), address(HEADER + rows, _STATUS)
    sheet, word = report.words.say(TASKS), report.words.say(TASK_WORDS[TaskStatus.DONE])
    return f"COUNTIF('{sheet}'!{first}:{last},\"{word}\")"


def serial(day: date) -> int:
    """Return a day as Excel counts it."""
    return (day - date(1899, 12, 30)).days


class TaskSheet:
    """Writes the sheet of all tasks: a row for each, in plan order, as a table to filter."""

    def __init__(self, book: Book, report: Report) -> None:
        self.report = report
        self.tasks: TaskRows = report.tasks
        self.words = report.words
        self.sheet: Sheet = book.sheet(self.words.say(TASKS))
        self.status = {status: self.words.say(word) for status, word in TASK_WORDS.items()}
        self.overdue, self.soon = self.words.say(OVERDUE), self.words.say(DUE_SOON)

    @property
    def is_whole(self) -> bool:
        """Whether all tasks of the plan are shown."""
        return len(self.tasks.rows) == self.tasks.total

    def write(self) -> None:
        """Write head, tasks and what they are counted by."""
        say, sheet = self.words.say, self.sheet
        sheet.head([self.report.title, self.report.subtitle[0], say(_AS_OF)])
        today = serial(self.tasks.evaluation.today)
        sheet.put(*_DAY, today, num_format="dd/mm/yyyy", bold=True, align="left")
        sheet.put(HEADER - 1, 0, self.tasks.scope, font_size=10)
        sheet.columns(HEADER, [say(name) for name, _ in _COLUMNS], [w for _, w in _COLUMNS])
        for number, row in enumerate(self.tasks.rows, start=HEADER + 1):
            self._write_row(number, row)
        self._finish(HEADER + len(self.tasks.rows))

    def _write_row(self, number: int, row: TaskRow) -> None:
        put, result = self.sheet.put, row.result
        wrapped = {**_BORDER, "text_wrap": True}
        put(number, _ID, row.id, **_BORDER)
        put(number, _NAME, row.name, **wrapped)
        put(number, _LEAD, row.lead, **wrapped)
        if result.task.recurring is None and result.due is not None:
            day = {**_BORDER, "num_format": "dd/mm/yyyy", "align": "left"}
            put(number, _DUE, serial(result.due), **day)
        else:
            put(number, _DUE, row.due, **wrapped)
        self.sheet.calculate(number, _FLAG, self._flag(number, row), row.flag, **_BORDER)
        put(number, _STATUS, self.status[result.status], **_BORDER)
        percent = None if result.percent is None else Fraction(result.percent) / 100
        put(number, _PERCENT, percent, **_BORDER, num_format="0.00%")
        put(number, _REPORTED, row.reported, **_BORDER)
        put(number, _EVIDENCE, row.evidence, **wrapped)
        widths = {at: width for at, (_, width) in enumerate(_COLUMNS)}
        shown = {_NAME: row.name, _LEAD: row.lead, _DUE: row.due, _EVIDENCE: row.evidence}
        self.sheet.fit(number, ((words, widths[at]) for at, words in shown.items()))

    def _flag(self, number: int, row: TaskRow) -> str:
        """Return the formula that tells what is late; a recurring task is so until it is done."""
        is_done = f'{address(number, _STATUS)}="{self.status[TaskStatus.DONE]}"'
        if row.result.task.recurring is not None:
            return f'=IF({is_done},"","{row.flag}")'
        due = address(number, _DUE)
        today = address(*_DAY, fixed_row=True, fixed_column=True)
        return (
            f'=IF({is_done},"",IF({due}<{today},"{self.overdue}",'
            f'IF({due}<={today}+{SOON.days},"{self.soon}","")))'
        )

    def _finish(self, last: int) -> None:
        sheet, first = self.sheet, HEADER + 1
        sheet.table_ends(HEADER, last, len(_COLUMNS), 2)
        if last < first:
            return
        area = (first, _STATUS, last, _STATUS)
        words = list(self.status.values())
        sheet.worksheet.data_validation(*area, {"validate": "list", "source": words})
        for status, (ground, letters) in _COLOURS.items():
            said = f'={address(first, _STATUS)}="{self.status[status]}"'
            sheet.when(area, said, bg_color=ground, font_color=letters)
        late = f'=ISNUMBER(SEARCH("{self.overdue}",{address(first, _FLAG)}))'
        sheet.when((first, _FLAG, last, _FLAG), late, bg_color="#F8CBAD", font_color="#7B1E00")
        show_digits(sheet, (first, _PERCENT, last, _PERCENT), ["0", "1"], percent=True)
        for number, line in enumerate(self.report.foot, start=last + 2):
            sheet.put(number, 0, line, font_size=9, font_color="#595959")

    def span(self, column: int, rows: range) -> str:
        """Return the cells of a column in some rows, as another sheet calls them."""
        first, last = (
            address(row, column, fixed_row=True, fixed_column=True)
            for row in (rows.start, rows.stop - 1)
        )
        return f"'{self.words.say(TASKS)}'!{first}:{last}"


_AS_OF = text("Quá hạn và sắp đến hạn tính tại ngày (sửa được):")


class _Counted(NamedTuple):
    """A row of the summary: its name, what is known, and which tasks it counts."""

    name: str
    known: CountRow | None
    rows: range
    is_unit: bool = False


class _Summary:
    """Writes the counts of the sheet of tasks: of the whole plan, by section, by unit."""

    def __init__(self, sheet: Sheet, of: TaskSheet) -> None:
        self.sheet = sheet
        self.of = of
        self.tasks = of.tasks

    def write(self) -> None:
        """Write the whole plan, then its sections, then the units that lead."""
        say, sheet = self.of.words.say, self.sheet
        sheet.head([self.of.report.title, self.of.report.subtitle[0], self.tasks.headline])
        sheet.put(HEADER - 1, 0, self.tasks.as_of, font_size=10)
        names = [say(name) for name, _ in _SUMMARY_COLUMNS]
        sheet.columns(HEADER, names, [width for _, width in _SUMMARY_COLUMNS])
        shares = []
        number = HEADER
        for number, counted in enumerate(self._counted(), start=HEADER + 1):
            if counted.known is None:
                self._write_title(number, counted.name)
                continue
            self._write_row(number, counted, counted.known)
            shares.append(number)
        sheet.table_ends(HEADER, number, len(names), 1)
        area = (shares[0], _SHARE, shares[-1], _SHARE)
        show_digits(sheet, area, ["0", "1"], percent=True, most=1)

    def _counted(self) -> Iterator[_Counted]:
        say, whole = self.of.words.say, self.tasks
        everything = range(HEADER + 1, HEADER + 1 + len(whole.rows))
        tally = whole.evaluation.tally()
        known = CountRow("", "", tally, whole.done, whole.percent)
        yield _Counted(say(text("Cả kế hoạch")), known, everything)
        yield _Counted(say(text("Theo lĩnh vực")), None, everything)
        start = HEADER + 1
        for row in whole.by_section:
            yield _Counted(row.name, row, range(start, start + row.tally.total))
            start += row.tally.total
        yield _Counted(say(text("Theo đơn vị chủ trì")), None, everything)
        for row in whole.by_unit:
            yield _Counted(row.name, row, everything, is_unit=True)

    def _write_title(self, number: int, name: str) -> None:
        for column in range(len(_SUMMARY_COLUMNS)):
            words = name if column == 0 else None
            self.sheet.put(number, column, words, bold=True, bg_color="#F2F2F2")

    def _write_row(self, number: int, counted: _Counted, known: CountRow) -> None:
        self.sheet.put(number, 0, counted.name, **_BORDER, text_wrap=True)
        self.sheet.fit(number, [(counted.name, _SUMMARY_COLUMNS[0][1])])
        total, done = known.tally.total, known.done
        self._count(number, _TOTAL, counted, _LEAD, None, total)
        word = self.of.status[TaskStatus.DONE]
        self._count(number, _DONE, counted, _STATUS, word, done)
        whole = address(number, _TOTAL)
        share = f"=IF({whole}=0,0,{address(number, _DONE)}/{whole})"
        known_share = Fraction(done, total)
        self.sheet.calculate(number, _SHARE, share, known_share, **_BORDER, num_format="0.0%")
        rest = [status for status in TaskStatus if status is not TaskStatus.DONE]
        for column, status in enumerate(rest, start=_REST):
            count = known.tally.by_status[status]
            self._count(number, column, counted, _STATUS, self.of.status[status], count)
        column = _REST + len(rest)
        self._count(number, column, counted, _FLAG, self.of.overdue, known.tally.overdue)
        self._count(number, column + 1, counted, _FLAG, self.of.soon, known.tally.due_soon)

    def _count(
        self, number: int, at: int, counted: _Counted, column: int, word: str | None, known: int
    ) -> None:
        """Write how often a word stands in a column of the tasks counted; None: how many they are.

        A flag may stand beside another one, and is looked for within the cell.
        A unit's name may be anything, so it is compared, never made a criterion.
        """
        cells = self.of.span(column, counted.rows)
        own = f"--({self.of.span(_LEAD, counted.rows)}={address(number, 0)})"
        if counted.is_unit:
            found = (
                f'ISNUMBER(SEARCH("{word}",{cells}))' if column == _FLAG else f'{cells}="{word}"'
            )
            same = "" if word is None else f",--({found})"
            formula = f"=SUMPRODUCT({own}{same})"
        elif word is None:
            formula = f'=SUMPRODUCT(--({cells}<>""))'
        else:
            criterion = f"*{word}*" if column == _FLAG else word
            formula = f'=COUNTIF({cells},"{criterion}")'
        if self.of.is_whole:
            self.sheet.calculate(number, at, formula, known, **_BORDER)
        else:
            self.sheet.put(number, at, known, **_BORDER)
