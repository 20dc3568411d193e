"""What a table's reading leaves behind: problems with their places, and rejected values."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from cchc_cli.problems import Location, Problem, error
from cchc_cli.submissions.columns import Header, PlaceOf, Role
from cchc_cli.submissions.ledger import LedgerBuilder, Rate, Rejection, Slot
from cchc_cli.texts import Text, text


class RowOf(NamedTuple):
    """The row in which a place lies, whatever its column."""

    path: str
    sheet: str | None
    line: int | None

    @classmethod
    def place(cls, where: Location) -> "RowOf":
        """Return the row of a place."""
        return cls(where.path, where.sheet, where.line)


class Gathered:
    """What is learnt about whose rows and files are, and percentages beside values."""

    def __init__(self) -> None:
        self.owners: dict[RowOf, str] = {}
        """The unit that a row names, of rows with a problem."""
        self.units: dict[str, set[str]] = {}
        """The units of which a file, by its path, has rows, or whose name it bears."""
        self.rates: list[Rate] = []

    def own(self, where: Location, unit: str) -> None:
        """Note that the row at `where`, in which something is wrong, is of `unit`."""
        self.owners[RowOf.place(where)] = unit
        self.units.setdefault(where.path, set()).add(unit)


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
        self, slots: Sequence[Slot], where: Location, revision: int | None, raw: str
    ) -> None:
        """Reject the value `raw` at `where`, which may be about any of `slots`."""
        for slot in slots:
            self.ledger.reject(Rejection(slot, where, revision, raw))

    def note(self, code: str, line: int, role: Role | None, message: Text, hint: Text) -> None:
        """Note an error at a row's cell; at the whole row where the column is absent."""
        column = None
        if role is not None and role in self.header.columns:
            column = self.header.columns[role] + 1
        self.problems.append(error(code, self.place(line, column), message, hint))

    def note_file(self, make: Callable[..., Problem], code: str, message: Text, hint: Text) -> None:
        """Note a problem, an error or a warning, of the whole file or sheet."""
        where = self.place(1, None)._replace(line=None, cell=None)
        self.problems.append(make(code, where, message, hint))


def formula_hint(cell: str) -> Text | None:
    """Return the cure of a cell in which a formula failed, or was never calculated."""
    if cell.startswith("#"):
        return text("ô công thức bị lỗi; sửa công thức trong Excel rồi lưu lại")
    if cell == "=":
        return text("mở tệp bằng Excel để công thức được tính, lưu lại, rồi gửi lại")
    return None
