"""The shape of submitted rows, before their words are looked up in the plan.

Rows are validated many at a time and stay plain tuples: a model instance for each would cost more
than everything else that is done to a row.
"""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from cchc_cli.limits import CELL_CHARACTERS

Cell = Annotated[str, StringConstraints(max_length=CELL_CHARACTERS, strip_whitespace=True)]
Revision = Annotated[int, Field(ge=1, le=999)]
"""Which time a value is submitted; the first time is 1."""


class SubmittedRow(NamedTuple):
    """One row of a table: the text of its cells by role; a cell that is absent is empty."""

    period: str
    unit: str
    figure: str
    value: str
    note: str
    revision: int


class SubmittedRows(BaseModel):
    """Rows of a table, one after the other, their cells in the order of `SubmittedRow`."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    rows: list[tuple[Cell, Cell, Cell, Cell, Cell, Revision]]


def validate_rows(
    rows: Sequence[Sequence[str]],
) -> list[tuple[str, str, str, str, str, int]]:
    """Return the rows with trimmed cells and numeric revisions, or raise ValidationError."""
    return SubmittedRows.model_validate({"rows": rows}).rows
