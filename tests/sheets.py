"""Sheets of a workbook, written as rows of cells, as a reader of workbooks would give them."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from building import SUBMITTED, Found, period
from cchc_cli.plan.terms import Plan
from cchc_cli.problems import Location, Problem, sort_problems
from cchc_cli.submissions.cells import DateCell, ErrorCell, NumberCell, TypedCell, UncachedCell
from cchc_cli.submissions.ledger import LedgerBuilder
from cchc_cli.submissions.read import read_file_tables
from cchc_cli.submissions.records import Merge, Record
from cchc_cli.submissions.table import Table, TableReader
from cchc_cli.submissions.words import PathWords, PlanWords

Cell = str | TypedCell


def number(value: str, *, is_percent: bool = False) -> NumberCell:
    return NumberCell(Decimal(value), is_percent)


def shown(cell: Cell) -> str:
    """Return a cell's text as the readers give it."""
    match cell:
        case NumberCell(value, is_percent):
            written = format((100 * value if is_percent else value).normalize(), "f")
            return written.replace(".", ",") + ("%" if is_percent else "")
        case DateCell(text) | ErrorCell(text):
            return text
        case UncachedCell():
            return "="
        case _:
            return str(cell)


def table_of(sheet: str, rows: Sequence[Sequence[Cell]], merged: tuple[Merge, ...] = ()) -> Table:
    """Make a table of the sheet's rows; they are numbered from 1."""
    typed: dict[tuple[int, int], TypedCell] = {}

    def place(line: int, column: int | None) -> Location:
        cell = f"{chr(64 + column)}{line}" if column is not None else None
        return Location("bc.xlsx", line, column, sheet=sheet, cell=cell)

    def records() -> Iterator[Record]:
        for line, cells in enumerate(rows, 1):
            for column, cell in enumerate(cells, 1):
                if not isinstance(cell, str):
                    typed[line, column] = cell
            yield line, [shown(cell) for cell in cells]

    return Table(records(), place, "", typed, merged)


def read_tables(
    *tables: Table, unit: str | None = None, at: str | None = None, plan: Plan = SUBMITTED
) -> Found:
    """Read the sheets of the file ``bc.xlsx``; `unit` and `at` are what its path says."""
    problems: list[Problem] = []
    builder = LedgerBuilder()
    path = PathWords(unit, period(at) if at else None)
    words = PlanWords(plan)
    read_file_tables(TableReader(words, path, table, builder, problems) for table in tables)
    ledger, decided = builder.build()
    return Found(ledger, sort_problems(problems + decided))


def read_sheet(
    *rows: Sequence[Cell],
    unit: str | None = "hcc",
    at: str | None = "2025-09",
    merged: tuple[Merge, ...] = (),
    plan: Plan = SUBMITTED,
) -> Found:
    """Read a workbook with one sheet."""
    return read_tables(table_of("Biểu", rows, merged), unit=unit, at=at, plan=plan)


def at_cell(found: Found) -> list[str]:
    """Return where and what the problems are: ``B2 not-a-number``."""
    return [f"{problem.where.cell} {problem.code}" for problem in found.problems]
