"""How many decimals a cell shows: the rule of `numbers.format_number`, kept true by Excel itself.

A number format alone would show 99,996% as 100,00%.  Conditional formats choose among number
formats by the value that the cell has at the time, also after a figure was changed.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from cchc_cli.formats.xlsx.addresses import cell as address
from cchc_cli.formats.xlsx.book import Sheet

WHOLE = "#,##0"
NUMBER = "#,##0.00"
PERCENT = "0.00%"
_MOST = 8
"""Decimals beyond which Excel's own precision ends the search for a telling digit."""


def decimals(value: Fraction) -> int:
    """Return how many decimals a decimal number has."""
    count = 0
    while value.denominator > 1 and count < 30:
        value, count = value * 10, count + 1
    return count


def runs(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Return rows, given in order, as runs of adjoining ones: first and last of each."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and found[-1][1] + 1 == row:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found


def show_digits(
    sheet: Sheet,
    area: tuple[int, int, int, int],
    guards: Sequence[str],
    *,
    percent: bool,
    most: int = 2,
) -> None:
    """Let cells show at most `most` decimals, none that is zero, never rounded onto a guard.

    `guards` are numbers or cells of the area's first row, in the cells' own scale (0.95 for 95%).
    LibreOffice heeds one conditional format of a cell, where two of different areas hold: no
    other may change the same cells, unless its area is the same.
    """
    cell = address(area[0], area[1])
    for criterion, digits in _rules(cell, guards, 2 if percent else 0, most):
        places = "." + "0" * digits if digits else ""
        pattern = f"0{places}%" if percent else f"#,##0{places}"
        sheet.when(area, f"=AND(ISNUMBER({cell}),{criterion})", num_format=pattern)


def _rules(cell: str, guards: Sequence[str], shift: int, most: int) -> Iterator[tuple[str, int]]:
    """Yield criteria with the decimals that they ask for; the first that holds counts."""

    def crosses(digits: int) -> str:
        rounded = f"ROUND({cell},{digits + shift})"
        tests = [f"SIGN({rounded}-{guard})<>SIGN({cell}-{guard})" for guard in guards]
        return f"OR({','.join(tests)})"

    for digits in range(_MOST, most, -1):
        yield crosses(digits - 1), digits
    rounded = f"ROUND({cell},{most + shift})"
    for digits in range(most):
        yield f"AND(NOT({crosses(most)}),{rounded}=ROUND({cell},{digits + shift}))", digits
