"""Months, and words such as ``Kế hoạch``, that stand around a table: they may speak against it.

Titles, sheets and files are named freely, and are not read; but last month's form that is sent
again, or a second table of what was planned, is only told by them.
"""

from collections.abc import Iterable, Sequence

from cchc_cli.periods import Period
from cchc_cli.problems import warning
from cchc_cli.submissions.beside import PERIOD_CURE
from cchc_cli.submissions.columns import Header, Role
from cchc_cli.submissions.months import is_label, months_told
from cchc_cli.submissions.notes import Notes
from cchc_cli.submissions.records import Record
from cchc_cli.submissions.words import PathWords, without_bullet
from cchc_cli.texts import Text, text

_LONGEST = 200
"""Letters of a title that are looked at."""
_FIRST_CELLS, _FEW_CELLS = 8, 2
"""A row that stands between others is looked at so far; so many cells are filled at most."""


class Titles:
    """Warns of what stands around the rows of a table, if it speaks of something else."""

    def __init__(self, notes: Notes, path: PathWords, sheet: str) -> None:
        self._notes, self._path, self._sheet = notes, path, sheet
        self._folder: Period | None = None
        """The period of the rows, if the path alone says it."""
        self._waiting: list[tuple[int, int, str]] = []
        """Line, cell and words of rows below which data may follow."""
        self._has_named = False

    def begin(self, header: Header, above: Sequence[Record]) -> None:
        """Take note of a header, and of the rows above it."""
        says_period = Role.PERIOD in header.columns or bool(header.months)
        self._folder = None if says_period else self._path.period
        told = [(line, list(_filled(cells))) for line, cells in above]
        self._warn_of_labels((line, *words[0]) for line, words in told if len(words) == 1)
        self._warn_of_months((line, *word) for line, words in told for word in words)
        if not self._has_named:
            self._has_named = True
            self._warn_of_names()

    def between(self, line: int, cells: Sequence[str]) -> None:
        """Take note of a row that holds no data."""
        first = cells[:_FIRST_CELLS]
        if not "".join(first).strip():
            return
        filled = list(_filled(first))
        if len(filled) <= _FEW_CELLS:
            self._waiting += [(line, at, word) for at, word in filled]

    def data_at(self, line: int) -> None:
        """Take note of data: what stands above it may be its title."""
        if not self._waiting:
            return
        above = [one for one in self._waiting if one[0] < line]
        self._waiting = [one for one in self._waiting if one[0] >= line]
        self._warn_of_months(above)
        self._warn_of_labels(above)

    def _warn_of_labels(self, told: Iterable[tuple[int, int, str]]) -> None:
        """Warn of titles that say of the rows below that they hold what was not done."""
        for line, at, word in told:
            if is_label(without_bullet(word)):
                where = self._notes.place(line, at + 1)
                self._notes.problems.append(warning("other-row", where, _below(word), _OTHER_CURE))

    def _warn_of_months(self, told: Iterable[tuple[int, int, str]]) -> None:
        """Warn of the first title that tells another month, if none tells the right one."""
        if self._folder is None:
            return
        others = list[tuple[int, int, str]]()
        for line, at, word in told:
            months = months_told(word[:_LONGEST])
            if any(_is_of(one, self._folder) for one in months):
                return
            if months:
                others.append((line, at, word))
        for line, at, word in others[:1]:
            self._notes.problems.append(
                warning(
                    "period-doubt",
                    self._notes.place(line, at + 1),
                    text('"{title}" nhưng thư mục là {period}; các dòng dưới vẫn tính cho kỳ '
                         "{period}", title=word, period=self._folder),
                    PERIOD_CURE,
                )
            )  # fmt: skip

    def _warn_of_names(self) -> None:
        """Warn of a sheet of what was not done; of a name of another month than the path's."""
        if is_label(self._sheet):
            self._notes.note_file(warning, "other-row", _below(self._sheet), _OTHER_CURE)
        folder = self._folder
        for name in (self._sheet, *self._path.names) if folder else ():
            told = months_told(name)
            if folder and told and not any(_is_of(one, folder) for one in told):
                message = text(
                    'tên "{name}" nói tháng khác, nhưng thư mục là {period}; vẫn tính cho kỳ '
                    "{period}",
                    name=name,
                    period=folder,
                )
                self._notes.note_file(warning, "period-doubt", message, PERIOD_CURE)
                return


_OTHER_CURE = text("số đã thực hiện thì sửa chữ ấy; không phải thì xóa các dòng bên dưới")


def _below(title: str) -> Text:
    return text('các dòng dưới "{title}": có phải số đã thực hiện không? vẫn tính', title=title)


def _is_of(told: tuple[int, int | None], period: Period) -> bool:
    month, year = told
    return month == period.month and year in (None, period.year)


def _filled(cells: Sequence[str]) -> Iterable[tuple[int, str]]:
    words = ((at, " ".join(cell.split())[:_LONGEST]) for at, cell in enumerate(cells))
    return ((at, word) for at, word in words if word)
