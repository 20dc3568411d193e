"""The formulas of a target: its value, and its verdict by the order that `evaluate` has.

Comparisons are made on whole numbers of the last decimal that can occur, part against bound times
whole, so that no rounding of a quotient decides a verdict.
"""

from fractions import Fraction
from typing import NamedTuple

from cchc_cli.evaluate import Result, Verdict
from cchc_cli.formats.words import Words
from cchc_cli.formats.xlsx.complete import CompleteRow
from cchc_cli.formats.xlsx.digits import decimals
from cchc_cli.formats.xlsx.known import Facts
from cchc_cli.formats.xlsx.layout import Layout
from cchc_cli.numbers import FigureType
from cchc_cli.plan.terms import (
    AllDone,
    Judge,
    OverTime,
    Ratio,
    Requirement,
    Term,
    Total,
    figures_of,
)


class Cells(NamedTuple):
    """The addresses of a target's cells in its own row."""

    bound: str
    value: str
    part: str
    whole: str
    state: str


class Judging:
    """The formulas of one target, without the ``=`` before them."""

    def __init__(
        self,
        result: Result,
        cells: Cells,
        complete: CompleteRow | None,
        layout: Layout,
        facts: Facts,
        words: Words,
    ) -> None:
        self.result = result
        self.target = result.target
        self.cells = cells
        self.complete = complete
        self.layout = layout
        self.facts = facts
        self.words = words
        self.figures = [facts.plan.figure[name] for name in figures_of(self.target.measure)]
        self.is_alone = self.target.judge is Judge.MONTH

    # What stands against a verdict.

    def known_state(self) -> str:
        """Return what stands against the verdict, as the formula gives it."""
        known = [self.facts.of_figure(figure) for figure in self.figures]
        states = [one.alone_state if self.is_alone else one.state for one in known]
        marks = self.layout.marks
        return next((s for s in (marks.error, marks.missing, marks.not_due) if s in states), "")

    def state(self) -> str:
        """Return the gravest state of the figures: an error, a gap, or not yet due."""
        column = self.layout.alone_state if self.is_alone else self.layout.state
        cells = [self.layout.on_figures(self.layout.row(one), column) for one in self.figures]
        marks = self.layout.marks
        if len(cells) == 1:
            return f'{cells[0]}&""'
        formula = '""'
        for mark in (marks.not_due, marks.missing, marks.error):
            tests = ",".join(f'{cell}="{mark}"' for cell in cells)
            formula = f'IF(OR({tests}),"{mark}",{formula})'
        return formula

    # Values.

    def part(self) -> str:
        """Return the sum of a ratio's part."""
        assert isinstance(self.target.measure, Ratio)
        return self._judged(self.target.measure.part)

    def whole(self) -> str:
        """Return the sum of a ratio's whole."""
        assert isinstance(self.target.measure, Ratio)
        return self._judged(self.target.measure.whole)

    def value(self) -> str:
        """Return what is judged: a quotient, a sum, or how many of the things are done."""
        match self.target.measure:
            case Ratio():
                return f'IF(N({self.cells.whole})=0,"",{self.cells.part}/{self.cells.whole})'
            case Total(terms):
                return self._judged(terms)
            case AllDone():
                return self._done()

    def of_period(self) -> str:
        """Return the value of the evaluated period alone."""
        measure = self.target.measure
        assert not isinstance(measure, AllDone)
        column = self.layout.alone
        cells = [self._address(one.id, column) for one in self.figures]
        if isinstance(measure, Total):
            return self._if_all(cells, self._sum(measure.terms, column))
        part, whole = (self._sum(side, column) for side in (measure.part, measure.whole))
        return self._if_all(cells, f'IF({whole}=0,"",({part})/({whole}))')

    def is_provisional(self) -> str:
        """Return the sign of a provisional value."""
        if self.complete is None:
            return '""'
        partial = f'{self.complete.state}="{self.layout.marks.partial}"'
        return f'IF(AND({partial},ISNUMBER({self.cells.value})),"*","")'

    def _address(self, figure: str, column: int) -> str:
        return self.layout.on_figures(self.layout.row(self.facts.plan.figure[figure]), column)

    def _if_all(self, cells: list[str], then: str) -> str:
        return f'IF(COUNT({",".join(cells)})<{len(cells)},"",{then})'

    def _judged(self, terms: tuple[Term, ...]) -> str:
        """Return a sum of figures as it is judged; every figure of the measure needs a value."""
        column = self.layout.alone if self.is_alone else self.layout.to_date
        whole = self._sum(terms, column)
        if self.complete is None:
            return self._if_all([self._address(one.id, column) for one in self.figures], whole)
        marks, state = self.layout.marks, self.complete.state
        partial = self._sum(terms, column, self.complete)
        return f'IF({state}="{marks.full}",{whole},IF({state}="{marks.partial}",{partial},""))'

    def _sum(
        self, terms: tuple[Term, ...], column: int, complete: CompleteRow | None = None
    ) -> str:
        """Add up figures; with `complete`, sums are taken over the complete periods alone."""
        # A ratio of percentages is taken of 95, not of 0.95, as the evaluation does.
        is_ratio = isinstance(self.target.measure, Ratio)
        added = []
        for term in terms:
            figure = self.facts.plan.figure[term.figure]
            value = self._address(term.figure, column)
            if complete is not None and figure.over_time is OverTime.SUM:
                periods = self.layout.on_figures_periods(self.layout.row(figure))
                value = f"SUMPRODUCT(--({complete.counted}=0),{periods})"
            times = "*100" if is_ratio and figure.type is FigureType.PERCENT else ""
            added.append(f"{'+' if term.sign > 0 else '-'}{value}{times}")
        return "".join(added).removeprefix("+")

    def _done(self) -> str:
        column = self.layout.alone if self.is_alone else self.layout.to_date
        cells = [self._address(one.id, column) for one in self.figures]
        yes = "+".join(f'({cell}="{self.layout.marks.yes}")' for cell in cells)
        return f'IF({self.cells.state}="",({yes})&"/{len(cells)}","–")'

    # The verdict.

    def verdict(self) -> str:
        """Return the verdict's sign and word: the first that applies, as the evaluation has it."""
        say, marks = self.words.verdict, self.layout.marks
        state = self.cells.state
        bad, pending = say(Verdict.BAD_DATA), say(Verdict.PENDING)
        return (
            f'IF({state}="{marks.error}","{bad}",'
            f'IF({state}="{marks.missing}","{say(Verdict.NO_DATA)}",'
            f'IF({state}="{marks.not_due}","{pending}",{self._judged_complete()})))'
        )

    def _judged_complete(self) -> str:
        """Return the verdict of complete data."""
        say, target, cells = self.words.verdict, self.target, self.cells
        otherwise = f'"{say(Verdict.MISSED)}"'
        if target.due is not None and target.due > self.facts.period:
            otherwise = f'"{say(Verdict.PENDING)}"'
        elif isinstance(target.measure, Ratio):
            otherwise = f'IF({cells.whole}=0,"{say(Verdict.NOT_ARISEN)}",{otherwise})'
        judged = f'IF({self._holds()},"{say(Verdict.MET)}",{otherwise})'
        if isinstance(target.measure, Ratio):
            judged = f'IF({self._is_impossible()},"{say(Verdict.BAD_DATA)}",{judged})'
        return judged

    def _is_impossible(self) -> str:
        part, whole = self.cells.part, self.cells.whole
        tests = [f"{part}<0", f"{whole}<0"]
        if not self.target.may_exceed:
            tests.append(f"ROUND({part}-{whole},{self._decimals()})>0")
        return f"OR({','.join(tests)})"

    def _holds(self) -> str:
        require, cells = self.target.require, self.cells
        if require is None:
            count = len(self.figures)
            return f'{cells.value}="{count}/{count}"'
        digits = self._decimals() + _scale(require)
        if isinstance(self.target.measure, Ratio):
            off = f"ROUND({cells.part}-{cells.bound}*{cells.whole},{digits})"
            return f"AND({cells.whole}<>0,{off}{require.op.value}0)"
        return f"ROUND({cells.value}-{cells.bound},{digits}){require.op.value}0"

    def _decimals(self) -> int:
        """Return how many decimals the figures have, at least as many as one may type."""
        names = [figure.id for figure in self.figures]
        are_whole = all(figure.type is FigureType.COUNT for figure in self.figures)
        return 0 if are_whole else max(3, self.facts.decimals(names))


def _scale(require: Requirement) -> int:
    """Return the decimals of a bound as its cell holds it: those of 97,5% are 3, of 0.975."""
    return decimals(require.bound / 100 if require.percent else Fraction(require.bound))
