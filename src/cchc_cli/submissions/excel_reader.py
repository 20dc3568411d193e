"""Workbooks: .xlsx, .xlsm, .xlsb, .xls and .ods, every sheet of them, hidden ones too.

A table is a sheet; its records are the rows from A1 on.  Cells are text, written as a Vietnamese
officer would type them; what the text cannot tell is in the table's typed cells.  Every workbook
is surveyed in its raw form before its values are read.  Macros are never run: nothing here could.
"""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from itertools import chain, islice
from typing import Protocol

from cchc_cli.limits import WORKBOOK_BYTES
from cchc_cli.problems import Location, Problem, error, warning
from cchc_cli.submissions.covered_cells import covered_cells
from cchc_cli.submissions.records import Record
from cchc_cli.submissions.sheet_cells import Block, SheetCells
from cchc_cli.submissions.survey import (
    Refused,
    Sheet,
    cell_name,
    check_total,
    column_letters,
    place_in_sheet,
)
from cchc_cli.submissions.table import Table
from cchc_cli.texts import text


class Source(Protocol):
    """Where the values of a workbook come from; what goes wrong there is Refused."""

    def blocks(self, index: int, about: Sheet) -> Iterator[Block]:
        """Yield a sheet's rows from the first on; cells from column A to the last filled one."""

    def settle(self, index: int, about: Sheet) -> None:
        """Find the extent of a sheet of which the survey has told that it is small."""


Survey = Callable[[bytes], tuple[Source, list[Sheet]]]
"""From a file to its values, and what is known of the sheets, in order."""

_ZIPPED = "cchc_cli.submissions.zipped_workbook:survey_zipped"
_OLE = "cchc_cli.submissions.xls_survey:survey_ole"
_NAMED = 20
"""Runs of hidden rows, or cells, that a warning names."""


def read_tables(content: bytes, name: str, problems: list[Problem]) -> Iterator[Table]:
    """Yield a table for each sheet that holds something; note in `problems` what is not read."""
    if len(content) > WORKBOOK_BYTES:
        message = text("tệp lớn hơn {limit} byte", limit=WORKBOOK_BYTES)
        hint = text("tách tệp theo kỳ hoặc theo đơn vị")
        problems.append(error("file-too-big", Location(name), message, hint))
        return
    try:
        source, sheets = _survey_of(content)(content)
        for index, about in enumerate(sheets):
            source.settle(index, about)
        check_total(sheets)
        for index, about in enumerate(sheets):
            if about.is_table and about.corner != (0, 0):
                yield _table(source, index, about, name, problems)
    except Refused as refused:
        problems.append(refused.problem(name))


def _survey_of(content: bytes) -> Survey:
    module, _, function = (_ZIPPED if content.startswith(b"PK") else _OLE).partition(":")
    loaded: Survey = getattr(import_module(module), function)
    return loaded


def _table(source: Source, index: int, about: Sheet, name: str, problems: list[Problem]) -> Table:
    cells = SheetCells(about)
    records = _records(source.blocks(index, about), cells, name, problems)
    place = place_in_sheet(name, about.name)
    noticed = tuple(_hidden(source, index, about, name))
    return Table(records, place, typed=cells, merged=about.merged, noticed=noticed)


def _records(
    blocks: Iterator[Block], cells: SheetCells, name: str, problems: list[Problem]
) -> Iterator[Record]:
    """Yield the rows that hold something; one that cannot be read ends them with a problem."""
    first = 1
    try:
        for block in blocks:
            yield from cells.read(first, block)
            first += len(block)
    except Refused as refused:
        refused.sheet, refused.line = cells.about.name, first
        problems.append(refused.problem(name))


# What is hidden: read, and mentioned


def _hidden(source: Source, index: int, about: Sheet, name: str) -> Iterator[Problem]:
    """Warn once of a hidden sheet, or of hidden rows, columns and cells that hold something.

    And once of cells that are struck out as a whole.
    """
    said = [text("trang ẩn")] if about.is_hidden else []
    rows, columns = _hidden_that_hold(source, index, about)
    if rows:
        said.append(text("dòng ẩn: {rows}", rows=_runs(rows)))
    if columns:
        letters = [column_letters(column) for column in columns]
        said.append(text("cột ẩn: {columns}", columns=letters))
    if about.merged:
        values = chain.from_iterable(source.blocks(index, about))
        covered = [
            cell_name(*cell) for cell in islice(covered_cells(values, about.merged), _NAMED + 1)
        ]
        if covered:
            said.append(text("ô bị che dưới ô gộp: {cells}", cells=_first(covered)))
    if said:
        yield warning(
            "hidden-cells",
            Location(name, sheet=about.name),
            text("có {hidden}; vẫn được đọc như phần hiện", hidden=said),
            text("nếu phần ẩn không phải số liệu nộp thì xóa hẳn rồi gửi lại"),
        )
    if about.struck_cells:
        cells = _first(about.struck_cells)
        yield warning(
            "hidden-cells",
            Location(name, sheet=about.name),
            text("có ô bị gạch ngang: {cells}; vẫn được đọc như các ô khác", cells=cells),
            text("nếu gạch ngang là bỏ số liệu ấy thì xóa hẳn rồi gửi lại"),
        )


def _first(cells: Sequence[str]) -> list[str]:
    """Return as many cells as are named; behind them an ellipsis where there are more."""
    return [*cells[:_NAMED], "…"] if len(cells) > _NAMED else [*cells]


def _hidden_that_hold(source: Source, index: int, about: Sheet) -> tuple[list[int], list[int]]:
    """Return the hidden rows and columns in which something stands: many hide what is unused."""
    rows, columns = list[int](), set[int]()
    has_hidden = about.hidden_rows or about.hidden_columns
    blocks = source.blocks(index, about) if has_hidden else ()
    for row, values in enumerate(chain.from_iterable(blocks), 1):
        if row in about.hidden_rows and any(value != "" for value in values):
            rows.append(row)
        columns.update(
            column
            for column in about.hidden_columns - columns
            if column <= len(values) and values[column - 1] != ""
        )
    return rows, sorted(columns)


def _runs(rows: list[int]) -> list[str]:
    """Return row numbers in runs: 3, 5–9; at most so many, then an ellipsis."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    shown = [f"{a}–{b}" if b > a else str(a) for a, b in runs[:_NAMED]]
    return [*shown, "…"] if len(runs) > _NAMED else shown
