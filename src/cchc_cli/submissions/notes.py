"""What a table's reading leaves behind: problems with their places, and rejected values."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from cchc_cli.problems import Location, Problem, error, warning
from cchc_cli.submissions.columns import Header, Role
from cchc_cli.submissions.ledger import LedgerBuilder, Rate, Rejection, Slot
from cchc_cli.submissions.records import PlaceOf
from cchc_cli.texts import Text, text


class Gathered:
    """What tables leave for others than the ledger."""

    def __init__(self) -> None:
        self.owners: dict[Location, str] = {}
        """Whose row it is, by the place of a problem."""
        self.rates: list[Rate] = []
        self.before_file = 0
        """How many problems there were before the file that is read."""
        self.header_cells = 0
        """How many cells the headers of that file had."""
        self.strange_rows = 0
        """How many of its rows, with a code or a name, named no figure of the plan."""

    def start_file(self, problems: int) -> None:
        """Count anew for another file, before which there were so many problems."""
        self.before_file, self.header_cells, self.strange_rows = problems, 0, 0

    def own(self, problems: Iterable[Problem], unit: str | None) -> None:
        """Note that the problems are of rows of `unit`, if that is known."""
        if unit is not None:
            self.owners.update((problem.where, unit) for problem in problems)


class CellDoubt(NamedTuple):
    """What makes a row's value doubtful, and in which of its cells that stands."""

    code: str
    at: int
    """The index of the cell."""
    message: Text
    hint: Text
    is_other: bool = False
    """Whether the row holds something else than what was done."""


class Notes:
    """Takes problems and rejections of one table, and knows its places."""

    def __init__(
        self,
        place: PlaceOf,
        ledger: LedgerBuilder,
        problems: list[Problem],
        gathered: Gathered,
    ) -> None:
        self.place = place
        self.ledger = ledger
        self.problems = problems
        self.gathered = gathered
        self.header = Header({})

    def reject(
        self,
        slots: Sequence[Slot],
        where: Location,
        revision: int | None,
        raw: str,
        note: str = "",
    ) -> None:
        """Reject the value `raw` at `where`, which may be about any of `slots`."""
        for slot in slots:
            self.ledger.reject(Rejection(slot, where, revision, raw, note))

    def note(self, code: str, line: int, role: Role | None, message: Text, hint: Text) -> None:
        """Note an error at a row's cell; at the whole row where the column is absent."""
        column = None
        if role is not None and role in self.header.columns:
            column = self.header.columns[role] + 1
        self.problems.append(error(code, self.place(line, column), message, hint))

    def warn(self, line: int, doubt: CellDoubt, unit: str | None) -> None:
        """Warn of what looks wrong at a cell of a row, which is of `unit`."""
        where = self.place(line, doubt.at + 1)
        problem = warning(doubt.code, where, doubt.message, doubt.hint)
        self.problems.append(problem)
        self.gathered.own([problem], unit)

    def note_file(self, make: Callable[..., Problem], code: str, message: Text, hint: Text) -> None:
        """Note a problem, an error or a warning, of the whole file or sheet."""
        where = self.place(1, None)._replace(line=None, cell=None)
        self.problems.append(make(code, where, message, hint))


UNCALCULATED = "="
"""What is read in the cell of a formula without a result."""
NOT_CALCULATED = text(
    "mở tệp bằng Excel, chờ tính xong, lưu lại rồi gửi lại; hoặc ghi thẳng con số"
)
"""The cure of a formula without a result."""


def formula_hint(cell: str) -> Text | None:
    """Return the cure of a cell in which a formula failed, or was never calculated."""
    if cell.startswith("#"):
        return text("ô công thức bị lỗi; sửa công thức trong Excel rồi lưu lại")
    if cell == UNCALCULATED:
        return NOT_CALCULATED
    return None
