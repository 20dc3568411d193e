"""Workbooks: values through python-calamine, everything else from the survey of the raw file.

A table is a sheet; its records are the rows from A1 on.  Cells are text, written as a Vietnamese
officer would type them; what the text cannot tell is in the table's typed cells.
"""

import io
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TypeVar

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError

from cchc_cli.limits import WORKBOOK_BYTES
from cchc_cli.problems import Location, Problem, error, warning
from cchc_cli.submissions.heading import Record
from cchc_cli.submissions.sheet_cells import SheetCells, Value
from cchc_cli.submissions.survey import (
    PASSWORD,
    Refused,
    Sheet,
    column_letters,
    damaged,
    place_in_sheet,
)
from cchc_cli.submissions.table import Table
from cchc_cli.submissions.zip_parts import TORN
from cchc_cli.texts import text

Survey = Callable[[bytes], tuple[bytes, list[Sheet]]]
"""From a file to what the library is given to read, and what is known of the sheets, in order."""

_Result = TypeVar("_Result")
_ZIPPED = "cchc_cli.submissions.zipped_workbook:survey_zipped"
_OLE = "cchc_cli.submissions.xls_survey:survey_ole"
_NAMED_ROWS = 20
"""Runs of hidden rows that a warning names."""


def read_tables(content: bytes, name: str, problems: list[Problem]) -> Iterator[Table]:
    """Yield a table for each sheet that holds something; note in `problems` what is not read."""
    if len(content) > WORKBOOK_BYTES:
        message = text("tệp lớn hơn {limit} byte", limit=WORKBOOK_BYTES)
        hint = text("tách tệp theo kỳ hoặc theo đơn vị")
        problems.append(error("file-too-big", Location(name), message, hint))
        return
    try:
        readable, sheets = _survey_of(content)(content)
        workbook = _read(lambda: CalamineWorkbook.from_filelike(io.BytesIO(readable)))
        for index, about in enumerate(sheets):
            if about.is_table and not about.is_empty:
                yield from _table(workbook, index, about, name, problems)
    except Refused as refused:
        problems.append(refused.problem(name))


def _survey_of(content: bytes) -> Survey:
    module, _, function = (_ZIPPED if content.startswith(b"PK") else _OLE).partition(":")
    loaded: Survey = getattr(import_module(module), function)
    return loaded


def _read(read: Callable[[], _Result]) -> _Result:
    """Return what the library reads; Refused whatever else it does, a panic of its Rust too."""
    try:
        return read()
    except PasswordError:
        raise PASSWORD from None
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # a panic of the Rust library is no Exception
        raise damaged(TORN) from None


def _table(
    workbook: CalamineWorkbook, index: int, about: Sheet, name: str, problems: list[Problem]
) -> Iterator[Table]:
    """Yield the table of one sheet, unless nothing is in it."""
    at = [*workbook.sheet_names, about.name].index(about.name)
    sheet = _read(
        lambda: workbook.get_sheet_by_index(at if at < len(workbook.sheet_names) else index)
    )
    if sheet.start is None:
        return
    problems += _hidden(sheet, about, name)
    cells = SheetCells(about)
    merged = about.merged if about.merged is not None else _merged(sheet)
    place = place_in_sheet(name, about.name)
    yield Table(_records(sheet, cells), place, typed=cells, merged=tuple(merged))


def _merged(sheet: CalamineSheet) -> list[tuple[int, int, int, int]]:
    return [
        (top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[Value]]]:
    """Yield the rows of the used area with their numbers; cells from column A on."""
    assert sheet.start is not None
    left = sheet.start[1]
    before: list[Value] = [""] * left
    for row, values in enumerate(sheet.iter_rows(), 1):
        yield row, [*before, *values]


def _records(sheet: CalamineSheet, cells: SheetCells) -> Iterator[Record]:
    for row, values in _rows(sheet):
        cells.add(row, values)
        yield row, cells.texts(row, values)


# What is hidden: read, and mentioned


def _hidden(sheet: CalamineSheet, about: Sheet, name: str) -> Iterator[Problem]:
    """Warn once of a sheet that is hidden, or has hidden rows or columns that hold something."""
    said = [text("trang ẩn")] if about.is_hidden else []
    rows, columns = _hidden_that_hold(sheet, about)
    if rows:
        said.append(text("dòng ẩn: {rows}", rows=_runs(rows)))
    if columns:
        letters = [column_letters(column) for column in columns]
        said.append(text("cột ẩn: {columns}", columns=letters))
    if said:
        yield warning(
            "hidden-cells",
            Location(name, sheet=about.name),
            text("có {hidden}; vẫn được đọc như phần hiện", hidden=said),
            text("nếu phần ẩn không phải số liệu nộp thì xóa hẳn rồi gửi lại"),
        )


def _hidden_that_hold(sheet: CalamineSheet, about: Sheet) -> tuple[list[int], list[int]]:
    """Return the hidden rows and columns in which something stands: many hide what is unused."""
    rows, columns = list[int](), set[int]()
    for row, values in _rows(sheet) if about.hidden_rows or about.hidden_columns else ():
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
    shown = [f"{a}–{b}" if b > a else str(a) for a, b in runs[:_NAMED_ROWS]]
    return [*shown, "…"] if len(runs) > _NAMED_ROWS else shown
