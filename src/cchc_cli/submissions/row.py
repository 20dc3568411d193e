"""The shape of a submitted row, before its words are looked up in the plan."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from cchc_cli.limits import CELL_CHARACTERS

Cell = Annotated[str, StringConstraints(max_length=CELL_CHARACTERS, strip_whitespace=True)]


class SubmittedRow(BaseModel):
    """One row of a table: the texts of its cells; a cell that is absent is empty."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    period: Cell = ""
    unit: Cell = ""
    figure: Cell = ""
    value: Cell = ""
    note: Cell = ""
    revision: Annotated[int, Field(ge=1, le=999)] = 1
    """Which time this value is submitted; blank means the first."""
