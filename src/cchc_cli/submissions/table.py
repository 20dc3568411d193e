"""From a table's rows to entries: the one path on which all kinds of file meet.

A reader gives the records of a table with the line of each; here the header is found, every row
is validated, its words are looked up in the plan, and its value is read by its figure's type.
"""

import re
from collections.abc import Iterator, Sequence, Set
from itertools import islice
from typing import NamedTuple

from cchc_cli.limits import COLUMNS, FILE_PROBLEMS, HEADER_CELLS, STRANGE_ROWS, VALUES
from cchc_cli.problems import Problem, error, warning
from cchc_cli.submissions.beside import Beside, measure_told
from cchc_cli.submissions.cells import NO_TYPED_CELLS, TypedCells
from cchc_cli.submissions.columns import Header, Role, check_header, match_header, spoilt_row
from cchc_cli.submissions.estimate_marks import EstimateMarks
from cchc_cli.submissions.heading import HeaderFinder, Heading
from cchc_cli.submissions.ledger import LedgerBuilder
from cchc_cli.submissions.long_rows import LongRows
from cchc_cli.submissions.notes import Gathered, Notes
from cchc_cli.submissions.own_reports import MARKED_ROWS, is_own_row
from cchc_cli.submissions.placing import Placer
from cchc_cli.submissions.reading import Reading, Rows
from cchc_cli.submissions.records import Merge, MergedColumns, PlaceOf, Record, Records
from cchc_cli.submissions.titles import Titles
from cchc_cli.submissions.values import ValueReader
from cchc_cli.submissions.words import PathWords, PlanWords
from cchc_cli.texts import text

_BATCH = 1000
"""How many rows are validated at a time."""
_FIRST_BATCH = 4
"""How many rows below a header are validated first, so that a header in each costs little."""


class Table(NamedTuple):
    """A table as its reader found it: records with their lines, and how to name a place in it."""

    records: Iterator[Record]
    place: PlaceOf
    """From the line of a record and the number of a cell (None: the whole row) to a location."""
    delimiter: str = ""
    """What separates the cells of a text file; empty for others."""
    typed: TypedCells = NO_TYPED_CELLS
    """What the reader of a workbook knows of cells beside their text; filled row by row."""
    merged: tuple[Merge, ...] = ()
    """The merged areas of a sheet: first row, first column, last row, last column, one-based."""
    noticed: tuple[Problem, ...] = ()
    """What its reader has to say of it, if it is read."""


_NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?", re.ASCII)


def _is_number(word: str) -> bool:
    return len(word) < 30 and _NUMBER.fullmatch(word) is not None


def _words(cells: Sequence[str]) -> Set[str]:
    """Return what stands in a row, each once: blanks and the like are many."""
    return set(map(str.strip, set(cells))) - {""}


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
        self.notes = Notes(table.place, ledger, problems, gathered or Gathered())
        self.placer = Placer(words, path, self.notes)
        self.values = ValueReader(words.figures, self.notes, table.delimiter)
        self.marks = EstimateMarks(self.notes)
        self._titles = Titles(self.notes, path, table.place(1, None).sheet or "")
        self.filled = 0
        """How many rows have a value."""
        self._records = Records(table.records)
        self._finder = HeaderFinder(table.merged, self._is_figure)
        self._heading = Heading(None, is_complete=False)
        self.has_numbers = False
        """Whether a table without a header holds numbers beside words."""
        self.has_given_up = False
        """Whether rows are left because there are too many values, or problems, before them."""
        self._before = len(problems)

    def read(self) -> None:
        """Read header and rows; complain where there is no header."""
        if self.find_header():
            self.read_rows()
        else:
            self.complain_of_header()

    # Header

    def is_own_report(self) -> bool:
        """Tell whether cchc itself has written the table, by its first rows."""
        first = self._records.take(MARKED_ROWS)
        self._records.put_back(first)
        return any(is_own_row(cells) for _, cells in first)

    def find_header(self) -> bool:
        """Find the header, which is not judged yet; tell whether there is one."""
        self.notes.problems += self.table.noticed
        self._before += len(self.table.noticed)
        self._heading = self._finder.find(self._records)
        return self._heading.is_complete

    @property
    def is_empty(self) -> bool:
        """Tell whether the search for a header met nothing but blank rows."""
        return self._heading.header is None

    def complain_of_header(self) -> None:
        """Complain of what is missing in the row that is most like a header."""
        header = self._heading.header
        if header is not None:
            found = list(check_header(header, self.table.place))
            self.notes.problems += found if header.recognised else self._spoilt() or found
        elif len(self.notes.problems) == self._before:  # else the reader has said why
            self.complain_of_emptiness()

    def _spoilt(self) -> list[Problem]:
        """Return the problem of the first row whose letters are spoilt: its names mean nothing."""
        passed = self._heading.passed
        found = (spoilt_row(cells, self.table.place(line, None)) for line, cells in passed)
        return list(islice(filter(None, found), 1))

    def complain_of_emptiness(self) -> None:
        """Complain of a table without any row that is not blank."""
        self.notes.note_file(
            error,
            "empty-file",
            text("tệp trống"),
            text("gửi lại tệp có số liệu, hoặc bỏ tệp này ra khỏi thư mục"),
        )

    def seems_meant(self) -> bool:
        """Tell whether a table without a header looks like one with figures all the same.

        It does if a cell is a figure's code or name, or a row has part of a header.  Of a long
        table the first rows are read, and it is taken to have numbers.
        """
        passed = [cells[:COLUMNS] for _, cells in self._heading.passed]
        for cells in passed:
            self._count_numbers(_words(cells))
        first = islice(self._records, STRANGE_ROWS)
        is_meant = (
            any(_is_part(match_header(cells)) for cells in passed)
            or any(self._is_figure(cell) for cells in passed for cell in cells)
            or any(self._is_meant(cells) for _, cells in first)
        )
        if not is_meant and self._records.peek() is not None:
            self.has_numbers = True
        return is_meant

    def _is_meant(self, cells: Sequence[str]) -> bool:
        """Tell whether a row names a figure; take note of numbers beside words."""
        words = _words(cells[:COLUMNS])
        self._count_numbers(words)
        return self.words.spells_figure(words)

    def _count_numbers(self, words: Set[str]) -> None:
        if not self.has_numbers:
            self.has_numbers = 0 < sum(map(_is_number, words)) < len(words)

    def warn_of_passing_over(self) -> None:
        """Warn that a sheet with numbers, but without a header, was not read."""
        self.notes.note_file(
            warning,
            "passed-over",
            text("bỏ qua trang này: không thấy tiêu đề bảng (mã hoặc tên số liệu, giá trị)"),
            text("nếu trang này có số liệu nộp thì thêm dòng tiêu đề; nếu không thì không sao"),
        )

    def _is_figure(self, cell: str) -> bool:
        return bool(self.words.figures_called(cell.strip()))

    # Rows

    def read_rows(self) -> None:
        """Read the rows below the header that was found, and below any that follows it."""
        while self._heading.header is not None and self._accept(self._heading.header):
            self.notes.gathered.header_cells += self._heading.header.width
            rows, merged = self._rows(self._heading.header), self._merged(self._heading.header)
            most = max(_FIRST_BATCH, _BATCH // max(1, len(self._heading.header.months)))
            self._heading = Heading(None, is_complete=False)
            if self._enter(rows, merged, most) and not self._has_too_many_headers():
                self._heading = self._finder.find(self._records)
            rows.end()
            self.filled += rows.filled
        self.values.settle()
        self.marks.settle()
        if not self.filled and len(self.notes.problems) == self._before:
            self.notes.note_file(
                warning,
                "no-rows",
                text("không có giá trị nào được điền"),
                text("điền số liệu rồi gửi lại; không phát sinh thì ghi 0 hoặc kps"),
            )

    def _accept(self, header: Header) -> bool:
        """Tell whether the rows below a header can be read; complain where they cannot."""
        self.notes.header = header
        found = list(check_header(header, self.table.place))
        self.notes.problems += found
        last = header.months[-1].at if header.months else header.columns.get(Role.VALUE, 0)
        self.values.learn_header(header.names, 1 + last)
        return not found and self.placer.can_place(header.line)

    def _rows(self, header: Header) -> Rows:
        self._titles.begin(header, self._heading.passed)
        reading = Reading(
            self.words,
            header,
            self.table.place,
            self.table.typed,
            bool(self.table.delimiter),
            self.notes,
            self.placer,
            self.values,
            self.marks,
            Beside(self.words, header, measure_told(self._heading.passed), self.path.period),
            self._titles,
            self._begins_header,
        )
        if not header.months:
            return LongRows(reading)
        from cchc_cli.submissions.wide_rows import WideRows  # most runs meet no wide table

        return WideRows(reading, self.path)

    def _merged(self, header: Header) -> MergedColumns:
        """Return what fills the words of rows; a value that is merged is that of one row."""
        roles = (Role.PERIOD, Role.UNIT, Role.FIGURE, Role.NAME, Role.KIND, Role.NOTE)
        columns = {header.columns[role] for role in roles if role in header.columns}
        return MergedColumns(self.table.merged, columns)

    def _enter(self, rows: Rows, merged: MergedColumns, most: int) -> bool:
        """Enter records, at most so many at a time, up to the end or another header; tell which."""
        size = _FIRST_BATCH
        while batch := self._records.take(size):
            entered = rows.enter(merged.fill(batch))
            self.has_given_up = self._gives_up(batch[max(0, entered - 1)][0])
            if self.has_given_up:
                return False
            if entered < len(batch):
                self._records.put_back(batch[entered:])
                return True
            size = min(2 * size, most)
        return False

    def _gives_up(self, line: int) -> bool:
        """Tell, and complain, if the file has too many problems or values up to a line."""
        if len(self.notes.problems) - self.notes.gathered.before_file > FILE_PROBLEMS:
            said = text("có hơn {limit} lỗi; không đọc tiếp từ sau dòng này", limit=FILE_PROBLEMS)
            hint = text("xem các lỗi đầu tiên, sửa cách lập tệp rồi gửi lại cả tệp")
            self.notes.note("too-many-problems", line, None, said, hint)
            return True
        if self.notes.ledger.in_file > VALUES:
            said = text("tệp có hơn {limit} giá trị; không đọc tiếp từ sau dòng này", limit=VALUES)
            hint = text("tách tệp theo kỳ hoặc theo đơn vị")
            self.notes.note("file-too-big", line, None, said, hint)
            return True
        if self.notes.gathered.strange_rows > STRANGE_ROWS:
            said = text(
                "tệp có hơn {limit} dòng không phải số liệu của kế hoạch; không đọc tiếp từ sau "
                "dòng này", limit=STRANGE_ROWS,
            )  # fmt: skip
            hint = text("giữ lại các dòng số liệu của kế hoạch, xóa các dòng khác")
            self.notes.note("file-too-big", line, None, said, hint)
            return True
        return False

    def _has_too_many_headers(self) -> bool:
        """Tell, and complain, if another header is one too many."""
        if self.notes.gathered.header_cells < HEADER_CELLS:
            return False
        line = (self._records.peek() or (1, ()))[0]
        said = text(
            "các dòng tiêu đề có hơn {limit} ô; không đọc tiếp từ dòng này", limit=HEADER_CELLS
        )
        hint = text("giữ một dòng tiêu đề ở đầu bảng, xóa các dòng lặp lại")
        self.notes.note("file-too-big", line, None, said, hint)
        self.has_given_up = True
        return True

    def _begins_header(self, batch: Sequence[Record], index: int) -> bool:
        below = batch[index + 1] if index + 1 < len(batch) else None
        return self._finder.begins_at(batch[index], below or self._records.peek())


def _is_part(header: Header) -> bool:
    """Tell whether a row looks like part of a header: two known columns, one of them needed."""
    needed = {Role.FIGURE, Role.VALUE} & header.columns.keys()
    return header.recognised > 1 and bool(needed or header.months)
