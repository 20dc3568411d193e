"""The sheet of complete periods: over which of them a provisional value is taken.

A value of which something lacks is taken over the periods in which nothing does, the same ones
for part and whole; only sums can be.  A row counts what lacks, target by target.
"""

from typing import NamedTuple

from cchc_cli.formats.rows import TargetRow
from cchc_cli.formats.words import Words
from cchc_cli.formats.xlsx.addresses import cell as address
from cchc_cli.formats.xlsx.addresses import span
from cchc_cli.formats.xlsx.book import Book, Sheet
from cchc_cli.formats.xlsx.known import Facts
from cchc_cli.formats.xlsx.layout import Layout
from cchc_cli.plan.terms import AllDone, Figure, Judge, OverTime, Target, figures_of
from cchc_cli.texts import text

HEADER = 3
_FIRST = 2
_NAME_WIDTH = 60
_BORDER = {"border": 1, "border_color": "#BFBFBF"}


class CompleteRow(NamedTuple):
    """A target's row: where its periods are counted, and where their state stands."""

    row: int
    counted: str
    """The range of its periods, as another sheet calls it."""
    state: str
    """The cell that says whether the value is whole, provisional or none."""


def complete_rows(targets: list[TargetRow], layout: Layout, facts: Facts) -> dict[str, CompleteRow]:
    """Return a row for each target that can have a provisional value, by the target's id."""
    asked = [one.result.target for one in targets if _sums(one.result.target, facts)]
    last = _FIRST + len(layout.periods) - 1
    prefix = f"'{layout.marks.complete}'!"
    return {
        target.id: CompleteRow(
            row,
            prefix + span(row, _FIRST, last),
            prefix + address(row, last + 1),
        )
        for row, target in enumerate(asked, start=HEADER + 1)
    }


def _sums(target: Target, facts: Facts) -> list[Figure]:
    """Return the figures of a target judged to date that add up over time."""
    if target.judge is Judge.MONTH or isinstance(target.measure, AllDone):
        return []
    figures = [facts.plan.figure[name] for name in figures_of(target.measure)]
    return [figure for figure in figures if figure.over_time is OverTime.SUM]


def write_complete(
    book: Book,
    targets: list[TargetRow],
    rows: dict[str, CompleteRow],
    layout: Layout,
    facts: Facts,
    words: Words,
) -> None:
    """Write the sheet of complete periods."""
    sheet, say = book.sheet(layout.marks.complete), words.say
    sheet.head(
        [
            say(text("Kỳ nào đủ số liệu cho chỉ tiêu nào")),
            say(
                text(
                    "Số ô còn thiếu hoặc bị lỗi của từng chỉ tiêu trong từng kỳ; 0 là đủ. Số tạm "
                    "tính (dấu *) chỉ lấy những kỳ bằng 0."
                )
            ),
        ],
        marked=2,
    )
    periods = [f"{period.month:02d}/{period.year}" for period in layout.periods]
    names = [say(text("Mã")), say(text("Chỉ tiêu")), *periods, say(text("Số lũy kế"))]
    sheet.columns(HEADER, names, (8, _NAME_WIDTH, *(11 for _ in periods), 14))
    for target in targets:
        if target.result.target.id in rows:
            _write_row(sheet, target, rows[target.result.target.id], layout, facts)
    last = HEADER + max(1, len(rows))
    sheet.table_ends(HEADER, last, len(names), _FIRST)
    cell = address(HEADER + 1, _FIRST)
    area = (HEADER + 1, _FIRST, last, len(names) - 2)
    sheet.when(area, f"=AND(ISNUMBER({cell}),{cell}>0)", bg_color="#FFE699", bold=True)


def _write_row(
    sheet: Sheet, target: TargetRow, at: CompleteRow, layout: Layout, facts: Facts
) -> None:
    sheet.put(at.row, 0, target.id, **_BORDER)
    sheet.put(at.row, 1, target.name, **_BORDER, text_wrap=True)
    sheet.fit(at.row, [(target.name, _NAME_WIDTH)])
    sums = _sums(target.result.target, facts)
    lacking = [facts.of_figure(figure).lacking for figure in sums]
    for number, counts in enumerate(zip(*lacking, strict=True)):
        column = layout.lacking + number
        cells = [layout.on_figures(layout.row(figure), column) for figure in sums]
        formula = f"={'+'.join(cells)}"
        sheet.calculate(at.row, _FIRST + number, formula, sum(counts), **_BORDER)
    formula = _state(target.result.target, at, layout, facts)
    column = _FIRST + len(layout.periods)
    sheet.calculate(at.row, column, formula, _known(target, layout, facts), **_BORDER)


def _known(target: TargetRow, layout: Layout, facts: Facts) -> str:
    result, marks = target.result, layout.marks
    names = figures_of(result.target.measure)
    known = [facts.of_figure(facts.plan.figure[name]) for name in names]
    if any(one.to_date is None for one in known):
        return marks.nothing
    if not any(sum(one.lacking) for one in known):
        return marks.full
    return marks.partial if facts.has_provisional(result) else marks.nothing


def _state(target: Target, at: CompleteRow, layout: Layout, facts: Facts) -> str:
    """Return the formula of what the value to date is: whole, provisional or none.

    It is provisional if every unit has a value of every sum in the periods that are complete.
    """
    figures = [facts.plan.figure[name] for name in figures_of(target.measure)]
    own = span(at.row, _FIRST, _FIRST + len(layout.periods) - 1)
    values = [layout.on_figures(layout.row(figure), layout.to_date) for figure in figures]
    reported = [
        f"SUMPRODUCT(--({own}=0),--ISNUMBER({layout.on_figures_periods(row)}))>0"
        for figure in _sums(target, facts)
        for row in (layout.row(figure, unit) for unit in figure.reported_by)
    ]
    marks = layout.marks
    return (
        f'=IF(COUNT({",".join(values)})<{len(values)},"{marks.nothing}",'
        f'IF(SUM({own})=0,"{marks.full}",'
        f'IF(AND({",".join(reported)}),"{marks.partial}","{marks.nothing}")))'
    )
