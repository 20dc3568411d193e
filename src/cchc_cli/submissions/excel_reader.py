"""Workbooks: .xlsx, .xlsm, .xlsb, .xls and .ods, every sheet of them, hidden ones too.

Values come from calamine; what it does not tell, and whether it may be asked at all, comes from
the survey of the raw file.  Macros are never run: nothing here could.
"""

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from cchc_cli.limits import WORKBOOK_BYTES
from cchc_cli.problems import Location, Problem, error, warning
from cchc_cli.submissions.cells import DateCell, ErrorCell, NumberCell, TypedCell, UncachedCell
from cchc_cli.submissions.heading import Record
from cchc_cli.submissions.survey import PASSWORD, Refused, Sheet, cell_name, column_letters, damaged
from cchc_cli.submissions.table import Table
from cchc_cli.texts import Text, text

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SHOWN_ROWS = 20


def read_tables(content: bytes, name: str, problems: list[Problem]) -> Iterator[Table]:
    """Yield the sheets of a workbook; note in `problems` why there are none."""
    if len(content) > WORKBOOK_BYTES:
        message = text("tệp lớn hơn {limit} byte", limit=WORKBOOK_BYTES)
        hint = text("tách tệp theo kỳ hoặc theo đơn vị")
        problems.append(error("file-too-big", Location(name), message, hint))
        return
    try:
        surveyed = _survey(content)
        workbook = _open(content)
        for about in workbook.sheets_metadata:
            if "WorkSheet" not in str(about.typ):
                continue
            found = surveyed.get(about.name, Sheet(about.name))
            yield from _table(workbook, about, found, name, problems)
    except Refused as refused:
        problems.append(refused.problem(name))


def _survey(content: bytes) -> dict[str, Sheet]:
    """Look through the raw file, whichever of the four kinds it is."""
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise PASSWORD
        from cchc_cli.submissions.xls_survey import survey_xls

        return survey_xls(content)
    from cchc_cli.submissions.zip_parts import Parts

    parts = Parts(content)
    if "xl/workbook.bin" in parts.parts:
        from cchc_cli.submissions.xlsb_survey import survey_xlsb

        return survey_xlsb(parts)
    if "xl/workbook.xml" in parts.parts:
        from cchc_cli.submissions.xlsx_survey import survey_xlsx

        return survey_xlsx(parts)
    from cchc_cli.submissions.ods_survey import survey_ods

    if b"manifest:encryption-data" in parts.parts.get("META-INF/manifest.xml", b""):
        raise PASSWORD
    return survey_ods(parts)


def _asked(ask: Any, *arguments: Any) -> Any:
    """Ask calamine; whatever it answers with but a value means that the file is damaged."""
    from python_calamine import PasswordError

    try:
        return ask(*arguments)
    except PasswordError:
        raise PASSWORD from None
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # a panic of the Rust library is no Exception
        raise damaged(text("tệp là bảng tính Excel nhưng bị hỏng hoặc chép chưa hết")) from None


def _open(content: bytes) -> Any:
    from python_calamine import CalamineWorkbook

    return _asked(CalamineWorkbook.from_filelike, io.BytesIO(content))


def _table(
    workbook: Any, about: Any, found: Sheet, name: str, problems: list[Problem]
) -> Iterator[Table]:
    """Yield a sheet as a table, unless it is empty."""
    sheet = _asked(workbook.get_sheet_by_name, about.name)
    if sheet.start is None:
        return
    place = partial(_place, name, about.name)
    _mention_hidden(about, found, place, problems)
    typed: dict[tuple[int, int], TypedCell] = {}
    records = _records(sheet, found, typed)
    merged = tuple(
        (top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    yield Table(records, place, typed=typed, merged=merged)


def _place(path: str, sheet: str, row: int, column: int | None) -> Location:
    """Return a place in a sheet: a cell, or a row where `column` is None."""
    if column is None:
        return Location(path, row, None, sheet)
    return Location(path, row, column, sheet, cell_name(row, column))


def _records(sheet: Any, found: Sheet, typed: dict[tuple[int, int], TypedCell]) -> Iterator[Record]:
    """Yield rows from column A on; what their text does not tell goes into `typed` before."""
    before = [""] * sheet.start[1]
    first = len(before) + 1
    special = _by_row(found)
    for row, values in enumerate(sheet.iter_rows(), 1):
        cells = [v if type(v) is str else _text(v, row, c, found, typed)
                 for c, v in enumerate(values, first)]  # fmt: skip
        for column in special.get(row, ()):
            _mark(row, column, first, cells, found, typed)
        yield row, before + cells if before else cells


def _by_row(found: Sheet) -> dict[int, list[int]]:
    """Return the columns of errors and of formulas without a result, by row."""
    by_row: dict[int, list[int]] = {}
    for row, column in sorted({*found.errors, *found.uncached}):
        by_row.setdefault(row, []).append(column)
    return by_row


def _mark(
    row: int, column: int, first: int, cells: list[str], found: Sheet,
    typed: dict[tuple[int, int], TypedCell],
) -> None:  # fmt: skip
    """Put an error, or a formula without a result, where calamine gave an empty cell."""
    if not 0 <= column - first < len(cells):
        return
    shown = found.errors.get((row, column))
    typed[row, column] = ErrorCell(shown) if shown is not None else UncachedCell()
    cells[column - first] = shown if shown is not None else "="


def _text(
    value: Any, row: int, column: int, found: Sheet, typed: dict[tuple[int, int], TypedCell]
) -> str:
    """Return a cell's value as text, and note what the text does not tell."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int | float):
        return _number(value, row, column, found, typed)
    shown = _date(value)
    typed[row, column] = DateCell(shown)
    return shown


def _number(
    value: int | float, row: int, column: int, found: Sheet,
    typed: dict[tuple[int, int], TypedCell],
) -> str:  # fmt: skip
    is_percent = (row, column) in found.percents
    if not is_percent and value == int(value) and abs(value) < 1e15:
        return str(int(value))
    exact = Decimal(f"{value:.15g}")  # the digits that Excel itself keeps and shows
    typed[row, column] = NumberCell(exact, is_percent)
    shown = format(100 * exact if is_percent else exact, "f")
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".").replace(".", ",")
    return shown + "%" if is_percent else shown


def _date(value: date | datetime | time | timedelta) -> str:
    """Return a date as it is written in Vietnam; a time of day or a duration as it prints."""
    if isinstance(value, datetime) and (value.hour or value.minute or value.second):
        return value.strftime("%d/%m/%Y %H:%M:%S")
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)


def _mention_hidden(
    about: Any, found: Sheet, place: partial[Location], problems: list[Problem]
) -> None:
    """Warn once for a sheet that is hidden, or has hidden rows or columns: they are read too."""
    said: list[Text] = []
    if not str(about.visible).endswith(".Visible"):
        said.append(text("trang ẩn"))
    if found.hidden_rows:
        said.append(text("dòng ẩn: {rows}", rows=_listed(sorted(found.hidden_rows))))
    if found.hidden_columns:
        letters = [column_letters(column) for column in sorted(found.hidden_columns)]
        said.append(text("cột ẩn: {columns}", columns=_listed(letters)))
    if said:
        where = place(1, None)._replace(line=None)
        problems.append(
            warning(
                "hidden-cells",
                where,
                text("có {hidden}; vẫn được đọc như phần hiện", hidden=said),
                text("nếu phần ẩn không phải số liệu nộp thì xóa hẳn rồi gửi lại"),
            )
        )


def _listed(items: Sequence[object]) -> list[object]:
    return [*items[:_SHOWN_ROWS], *(["…"] if len(items) > _SHOWN_ROWS else [])]
