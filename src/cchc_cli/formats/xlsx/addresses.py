"""Addresses of cells as formulas write them; rows and columns count from 0."""


def column(number: int) -> str:
    """Return a column's letters: ``A`` for 0, ``AA`` for 26."""
    letters = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def cell(row: int, number: int, *, fixed_row: bool = False, fixed_column: bool = False) -> str:
    """Return a cell's address: ``G9``, or with a fixed row ``G$9``."""
    return f"{'$' if fixed_column else ''}{column(number)}{'$' if fixed_row else ''}{row + 1}"


def span(row: int, first: int, last: int, *, fixed_row: bool = False) -> str:
    """Return the cells of a row from one column to another, both included: ``G9:I9``."""
    return f"{cell(row, first, fixed_row=fixed_row)}:{cell(row, last, fixed_row=fixed_row)}"
