"""The formulas of rows of figures: the rules of `over_time`, as a workbook can say them."""

from cchc_cli.formats.xlsx.addresses import cell as address
from cchc_cli.formats.xlsx.layout import DUE_ROWS, FIRST_PERIOD, ORDER_ROW, FigureRow, Layout
from cchc_cli.numbers import FigureType
from cchc_cli.periods import Period
from cchc_cli.plan.terms import OverTime


class UnitFormulas:
    """The formulas of one unit's row of a figure, without the ``=`` before them."""

    def __init__(
        self, layout: Layout, row: FigureRow, unit: str, required: tuple[Period, ...]
    ) -> None:
        self.layout = layout
        self.row = row.row
        self.figure = row.figure
        self.unit = unit
        self.required = required
        self.marks = layout.marks
        self.is_yes_no = row.figure.type is FigureType.YES_NO
        self.cells = layout.periods_of(row.row)
        self.order = layout.periods_of(ORDER_ROW, fixed=True)
        self.due = layout.periods_of(DUE_ROWS[row.figure.every], fixed=True)

    def _at(self, column: int) -> str:
        return address(self.row, column)

    # What a cell holds: a value, nothing, or a text that is none.

    def _are_values(self, cells: str) -> str:
        if self.is_yes_no:
            return f'(({cells}="{self.marks.yes}")+({cells}="{self.marks.no}"))'
        return f"ISNUMBER({cells})"

    def _if_value(self, cell: str, then: str) -> str:
        if self.is_yes_no:
            test = f'OR({cell}="{self.marks.yes}",{cell}="{self.marks.no}")'
            return f'IF({test},{then},"")'
        return f'IF(ISNUMBER({cell}),{then},"")'

    def _are_errors(self, cells: str) -> str:
        if self.is_yes_no:
            yes, no = self.marks.yes, self.marks.no
            return f'({cells}<>"")*({cells}<>"{yes}")*({cells}<>"{no}")'
        return f"ISTEXT({cells})"

    # What counts, by `over_time`.

    def _said_yes(self) -> str:
        return f'COUNTIF({self.cells},"{self.marks.yes}")>0'

    def used(self) -> str:
        """Return the number of the period that counts, 0 if none does (or all do, in a sum)."""
        latest = f"SUMPRODUCT(MAX({self._are_values(self.cells)}*{self.order}))"
        if self.figure.over_time is OverTime.SUM:
            return "0"
        if self.figure.over_time is OverTime.LAST:
            return latest
        return f'IF({self._said_yes()},MATCH("{self.marks.yes}",{self.cells},0),{latest})'

    def to_date(self) -> str:
        """Return the value to date; an older value is never used in a missing one's stead."""
        if self.figure.over_time is OverTime.SUM:
            return f'IF(COUNT({self.cells})=0,"",SUM({self.cells}))'
        used = self._at(self.layout.used)
        lacking = f"{self._at(self.layout.missing)}+{self._at(self.layout.errors)}"
        return f'IF(OR({used}=0,{lacking}>0),"",INDEX({self.cells},{used}))'

    def missing(self) -> str:
        """Count the required periods that have nothing."""
        if self.figure.over_time is OverTime.SUM:
            return f'SUMPRODUCT({self.due}*({self.cells}=""))'
        required = self.required
        if not required:
            return "0"
        latest = self._at(FIRST_PERIOD + self.layout.periods.index(required[-1]))
        if self.figure.over_time is OverTime.LAST:
            return f'IF({latest}="",1,0)'
        return f'IF(OR({self._said_yes()},{latest}<>""),0,1)'

    def errors(self) -> str:
        """Count the texts that stand where a value would be used."""
        errors = self._are_errors(self.cells)
        if self.figure.over_time is OverTime.SUM:
            return f"SUMPRODUCT(--{errors})"
        if self.figure.over_time is OverTime.LAST:
            return f"SUMPRODUCT({errors}*({self.order}>{self._at(self.layout.used)}))"
        return f"IF({self._said_yes()},0,SUMPRODUCT(--({errors})))"

    def differing(self) -> str:
        """Count the used periods in which a check of severity error fails."""
        rows = [one.row for one in self.layout.error_checks(self.figure, self.unit)]
        cells = [self.layout.on_checks(row, alone=False) for row in rows]
        mark = self.marks.differs
        if not cells:
            return "0"
        if self.figure.over_time is OverTime.SUM:
            return "+".join(f'COUNTIF({one},"{mark}")' for one in cells)
        used = self._at(self.layout.used)
        differing = "+".join(f'(INDEX({one},{used})="{mark}")' for one in cells)
        lacking = f"{self._at(self.layout.missing)}+{self._at(self.layout.errors)}"
        return f"IF(OR({used}=0,{lacking}>0),0,{differing})"

    def state(self) -> str:
        """Return what stands against the value to date: an error, a gap, or that nothing is due."""
        layout, marks = self.layout, self.marks
        wrong = f"{self._at(layout.errors)}+{self._at(layout.differing)}>0"
        missing = f"{self._at(layout.missing)}>0"
        nothing = f"SUM({self.due})+SUMPRODUCT(--{self._are_values(self.cells)})=0"
        return (
            f'IF({wrong},"{marks.error}",IF({missing},"{marks.missing}",'
            f'IF({nothing},"{marks.not_due}","")))'
        )

    # The evaluated period alone.

    def alone(self) -> str:
        """Return the value of the evaluated period alone, if it has one."""
        cell = self._at(self.layout.to_date - 1)
        return self._if_value(cell, cell)

    def alone_state(self) -> str:
        """Return what stands against the evaluated period alone."""
        marks, cell = self.marks, self._at(self.layout.to_date - 1)
        rows = [one.row for one in self.layout.error_checks(self.figure, self.unit)]
        checks = [self.layout.on_checks(row, alone=True) for row in rows]
        failed = [f'{one}="{marks.differs}"' for one in checks]
        wrong = f"OR({','.join([self._is_error(cell), *failed])})"
        due = self._address_of_due()
        return (
            f'IF({wrong},"{marks.error}",IF({cell}<>"","",'
            f'IF({due}=1,"{marks.missing}","{marks.not_due}")))'
        )

    def _is_error(self, cell: str) -> str:
        if self.is_yes_no:
            yes, no = self.marks.yes, self.marks.no
            return f'AND({cell}<>"",{cell}<>"{yes}",{cell}<>"{no}")'
        return f"ISTEXT({cell})"

    def _address_of_due(self) -> str:
        row = DUE_ROWS[self.figure.every]
        return address(row, self.layout.to_date - 1, fixed_row=True)

    def lacks(self, column: int) -> str:
        """Tell whether a period of a sum lacks its value: 1 or 0."""
        cell = self._at(column)
        due = address(DUE_ROWS[self.figure.every], column, fixed_row=True)
        return f'IF(OR(ISTEXT({cell}),AND({due}=1,{cell}="")),1,0)'


class SumFormulas:
    """The formulas of the row that puts a figure's units together."""

    def __init__(self, layout: Layout, row: FigureRow) -> None:
        self.layout = layout
        self.row = row
        self.figure = row.figure
        self.marks = layout.marks
        self.is_yes_no = row.figure.type is FigureType.YES_NO

    def _units(self, column: int) -> str:
        first, last = self.row.addends
        return f"{address(first, column)}:{address(last, column)}"

    def total(self, column: int) -> str:
        """Add up a column of counts."""
        return f"SUM({self._units(column)})"

    def added(self, column: int) -> str:
        """Add what was reported in a period, by whatever units."""
        if self.is_yes_no:
            return self._all_say_yes(column)
        units = self._units(column)
        return f'IF(COUNT({units})=0,"",SUM({units}))'

    def all_added(self, column: int) -> str:
        """Add the units, if all of them have a value."""
        if self.is_yes_no:
            return self._all_said(column)
        units, count = self._units(column), len(self.figure.reported_by)
        return f'IF(COUNT({units})<{count},"",SUM({units}))'

    def _all_say_yes(self, column: int) -> str:
        units, marks = self._units(column), self.marks
        return (
            f'IF(COUNTIF({units},"{marks.no}")>0,"{marks.no}",'
            f'IF(COUNTIF({units},"{marks.yes}")={len(self.figure.reported_by)},"{marks.yes}",""))'
        )

    def _all_said(self, column: int) -> str:
        units, marks = self._units(column), self.marks
        count = len(self.figure.reported_by)
        yes, no = (f'COUNTIF({units},"{word}")' for word in (marks.yes, marks.no))
        return f'IF({yes}+{no}<{count},"",IF({no}>0,"{marks.no}","{marks.yes}"))'

    def worst(self, column: int) -> str:
        """Return the gravest state of the units."""
        units, marks = self._units(column), self.marks
        error, missing, not_due = (
            f'COUNTIF({units},"{mark}")>0' for mark in (marks.error, marks.missing, marks.not_due)
        )
        return (
            f'IF({error},"{marks.error}",IF({missing},"{marks.missing}",'
            f'IF({not_due},"{marks.not_due}","")))'
        )
