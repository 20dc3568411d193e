"""The sheet of checks: whether the figures of a unit and a period agree, as formulas."""

from fractions import Fraction

from cchc_cli.formats.words import Words
from cchc_cli.formats.xlsx.addresses import cell as address
from cchc_cli.formats.xlsx.book import Book, Sheet
from cchc_cli.formats.xlsx.digits import decimals
from cchc_cli.formats.xlsx.known import Facts
from cchc_cli.formats.xlsx.layout import (
    CHECKS_HEADER,
    FIRST_CHECKED,
    FIRST_PERIOD,
    CheckRow,
    Layout,
)
from cchc_cli.numbers import FigureType
from cchc_cli.plan.terms import Side
from cchc_cli.submissions.ledger import Slot
from cchc_cli.texts import text

_AGREES = "✓"
_WIDTHS = (60, 34)
_BORDER = {"border": 1, "border_color": "#BFBFBF"}


def write_checks(book: Book, layout: Layout, facts: Facts, words: Words) -> None:
    """Write the sheet of checks; without any check it says so."""
    sheet, say = book.sheet(layout.marks.checks), words.say
    sheet.head(
        [
            say(text("Quy tắc đối chiếu số liệu của kế hoạch")),
            say(
                text(
                    "{differs}: số liệu của đơn vị trong kỳ không khớp quy tắc. Quy tắc mức lỗi "
                    "làm chỉ tiêu dùng số liệu ấy thành LỖI SỐ LIỆU. Ô trống: chưa đủ số để so.",
                    differs=layout.marks.differs,
                )
            ),
        ],
        marked=2,
    )
    periods = [f"{period.month:02d}/{period.year}" for period in layout.periods]
    names = [say(text("Quy tắc")), say(text("Đơn vị")), *periods]
    sheet.columns(CHECKS_HEADER, names, (*_WIDTHS, *(11 for _ in periods)))
    for row in layout.check_rows:
        _write_row(sheet, layout, facts, words, row)
    last = CHECKS_HEADER + max(1, len(layout.check_rows))
    sheet.table_ends(CHECKS_HEADER, last, len(names), FIRST_CHECKED)
    first = CHECKS_HEADER + 1
    cell = address(first, FIRST_CHECKED)
    area = (first, FIRST_CHECKED, last, len(names) - 1)
    sheet.when(area, f'={cell}="{layout.marks.differs}"', bg_color="#F8CBAD", bold=True)


def _write_row(sheet: Sheet, layout: Layout, facts: Facts, words: Words, row: CheckRow) -> None:
    severity = text("lỗi") if row.check.is_error else text("cảnh báo")
    rule = words.say(text("{rule} ({severity})", rule=row.check.rule, severity=severity))
    sheet.put(row.row, 0, rule, **_BORDER, text_wrap=True)
    sheet.put(row.row, 1, words.unit(row.unit), **_BORDER, text_wrap=True)
    sheet.fit(row.row, [(rule, _WIDTHS[0]), (words.unit(row.unit), _WIDTHS[1])])
    for number, period in enumerate(layout.periods):
        slots = [Slot(row.unit, name, period) for name in row.check.figures]
        whole = all(slot in facts.ledger.entries for slot in slots)
        failed = facts.failed(row.check, row.unit, period)
        known = "" if not whole else layout.marks.differs if failed else _AGREES
        formula = _formula(layout, facts, row, FIRST_PERIOD + number)
        sheet.calculate(row.row, FIRST_CHECKED + number, formula, known, **_BORDER, align="center")


def _formula(layout: Layout, facts: Facts, row: CheckRow, column: int) -> str:
    """Return the formula of a period: nothing, that the figures agree, or that they differ."""
    figures = [facts.plan.figure[name] for name in row.check.figures]
    cells = [layout.on_figures(layout.row(figure, row.unit), column) for figure in figures]
    left, right = (_side(layout, facts, row, side, column) for side in _sides(row))
    digits = max(3, facts.decimals(row.check.figures), *(decimals(s.constant) for s in _sides(row)))
    holds = f"ROUND({left}-({right}),{digits}){row.check.op.value}0"
    return (
        f'=IF(COUNT({",".join(cells)})<{len(cells)},"",'
        f'IF({holds},"{_AGREES}","{layout.marks.differs}"))'
    )


def _sides(row: CheckRow) -> tuple[Side, Side]:
    return row.check.left, row.check.right


def _side(layout: Layout, facts: Facts, row: CheckRow, side: Side, column: int) -> str:
    terms = []
    for term in side.terms:
        figure = facts.plan.figure[term.figure]
        cell = layout.on_figures(layout.row(figure, row.unit), column)
        times = "*100" if figure.type is FigureType.PERCENT else ""
        terms.append(f"{'+' if term.sign > 0 else '-'}{cell}{times}")
    if side.constant or not terms:
        terms.append(f"{'+' if side.constant >= 0 else '-'}{_number(abs(side.constant))}")
    return "".join(terms).removeprefix("+")


def _number(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else repr(float(value))
