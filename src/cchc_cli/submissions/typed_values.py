"""What a workbook's cell says by its type, where its text does not say all.

A stored number needs no notation.  One formatted as a percentage is shown, and meant, as 100
times itself; such a cell cannot hold a count or an amount.
"""

from decimal import Decimal

from cchc_cli.limits import DIGITS
from cchc_cli.numbers import FigureType, NoNumber, Number
from cchc_cli.submissions.cells import (
    DateCell,
    NumberCell,
    StruckCell,
    TypedCell,
    UncachedCell,
)
from cchc_cli.submissions.notes import NOT_CALCULATED
from cchc_cli.texts import Text, text


def read_number(cell: NumberCell, kind: FigureType) -> Number | NoNumber:
    """Return the value of a stored number by its figure's type, exactly."""
    value = _plain(100 * cell.value if cell.is_percent else cell.value)
    if abs(value) >= 10**DIGITS:
        return NoNumber.TOO_LONG
    if kind is FigureType.YES_NO:
        return Number(value == 1) if value in (0, 1) else NoNumber.NOT_YES_NO
    if kind is not FigureType.COUNT:
        return Number(value)
    if value != value.to_integral_value():
        return NoNumber.FRACTION
    return Number(int(value)) if value >= 0 else NoNumber.NEGATIVE


def _plain(value: Decimal) -> Decimal:
    """Return an equal number without an exponent above 0."""
    exponent = value.as_tuple().exponent
    fits = isinstance(exponent, int) and 0 < exponent <= DIGITS
    return value.quantize(Decimal(1)) if fits else value


def why_no_value(cell: TypedCell, raw: str, kind: FigureType) -> tuple[str, Text, Text] | None:
    """Return code, message and cure for a cell that its type forbids as a value; else None."""
    if isinstance(cell, UncachedCell):
        return (
            "formula-without-value",
            text("ô là công thức chưa có kết quả: tệp được lưu mà chưa tính"),
            NOT_CALCULATED,
        )
    if isinstance(cell, DateCell):
        return (
            "not-a-number",
            text('"{raw}": Excel đã biến giá trị thành ngày', raw=raw),
            text("định dạng ô là Number hoặc General rồi gõ lại con số"),
        )
    if isinstance(cell, StruckCell):
        return (
            "not-a-number",
            text('ô có chữ bị gạch ngang, nâng lên hoặc hạ xuống: "{raw}"', raw=raw),
            text("xóa hẳn phần bị gạch ngang; đưa dấu chú thích sang cột ghi chú"),
        )
    is_percentage = isinstance(cell, NumberCell) and cell.is_percent
    if is_percentage and kind is not FigureType.PERCENT:
        return (
            "not-a-number",
            text(
                '"{raw}": ô được định dạng là phần trăm, nhưng số liệu này không phải tỷ lệ',
                raw=raw,
            ),
            text("định dạng ô là Number rồi gõ lại con số"),
        )
    return None
