"""Addresses of cells."""

import pytest

from cchc_cli.formats.xlsx.addresses import cell, column, span


@pytest.mark.parametrize(
    ("number", "letters"),
    [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")],
)
def test_columns_have_letters(number: int, letters: str) -> None:
    assert column(number) == letters


def test_a_cell_may_be_fixed() -> None:
    assert cell(8, 6) == "G9"
    assert cell(8, 6, fixed_row=True) == "G$9"
    assert cell(8, 6, fixed_row=True, fixed_column=True) == "$G$9"


def test_a_span_has_both_ends() -> None:
    assert span(8, 6, 8) == "G9:I9"
    assert span(8, 6, 8, fixed_row=True) == "G$9:I$9"
