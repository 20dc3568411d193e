"""What a workbook says, read back from its bytes: its cells, its targets, what could act in it."""

import re
import warnings
import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

OURS = re.compile(r'=(?:(?:IF|COUNT|COUNTIF|SUM|SUMPRODUCT)\(|\'[^\']+\'!|"✓ |"✓ |""$|0$)')
"""How the workbook's own formulas begin."""
_NO_PARTS = ("externalLink", "vbaProject", "embeddings", "hyperlink", "connections")


class TargetCells(NamedTuple):
    """A row of the sheet of targets, as its cells hold it: 0.95 for 95%."""

    id: str
    name: str
    sign: Any
    bound: Any
    period: Any
    value: Any
    star: Any
    estimate: Any
    part: Any
    whole: Any
    verdict: str
    since: str
    lead: str
    note: Any
    state: Any


def open_workbook(source: bytes | Path, *, values: bool = True) -> Workbook:
    """Open a workbook: the values stored in it, or its formulas."""
    opened = BytesIO(source) if isinstance(source, bytes) else source
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl does not know data bars of 2010
        return load_workbook(opened, data_only=values)


def targets_of(book: Workbook) -> dict[str, TargetCells]:
    """Return the rows of the sheet of targets by target; what stands below them has no verdict."""
    rows: Iterable[Any] = book.worksheets[0].iter_rows(min_row=6, values_only=True)
    found = [TargetCells(*row) for row in rows]
    return {str(cells.id): cells for cells in found if cells.verdict is not None}


def percents_of(book: Workbook) -> dict[str, bool]:
    """Tell of each target whether its bound is a percentage."""
    sheet = book.worksheets[0]
    return {str(row[0].value): "%" in row[3].number_format for row in sheet.iter_rows(min_row=6)}


def words_of(content: bytes) -> str:
    """Return the texts and numbers of all cells, one a line."""
    cells = [
        value
        for sheet in open_workbook(content).worksheets
        for row in sheet.iter_rows(values_only=True)
        for value in row
    ]
    return "\n".join(str(value) for value in cells if value is not None)


def check_no_action(content: bytes) -> None:
    """Check that no cell is a formula but ours, and that no part reaches out or is torn."""
    for sheet in open_workbook(content, values=False).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" or OURS.match(str(cell.value)), cell.value
                assert cell.hyperlink is None
    with zipfile.ZipFile(BytesIO(content)) as parts:
        for name in parts.namelist():
            assert not any(word in name for word in _NO_PARTS), name
            part = parts.read(name).decode()
            assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e\ufffe\uffff]", part)
