"""What a table's reading leaves behind: problems with their places, and rejected values."""

from collections.abc import Callable, Sequence

from cchc_cli.problems import Location, Problem, error
from cchc_cli.submissions.columns import Header, Role
from cchc_cli.submissions.ledger import LedgerBuilder, Rejection, Slot
from cchc_cli.texts import Text

PlaceOf = Callable[[int, int | None], Location]
"""From the line of a record and the number of a cell (None: the whole row) to a location."""


class Notes:
    """Takes problems and rejections of one table, and knows its places."""

    def __init__(self, place: PlaceOf, ledger: LedgerBuilder, problems: list[Problem]) -> None:
        self.place = place
        self.ledger = ledger
        self.problems = problems
        self.header = Header({})

    def reject(
        self, slots: Sequence[Slot], where: Location, revision: int | None, raw: str = ""
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
        """Note a problem, an error or a warning, of the whole file."""
        where = self.place(1, None)._replace(line=None)
        self.problems.append(make(code, where, message, hint))
