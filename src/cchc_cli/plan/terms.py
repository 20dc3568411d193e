"""What a plan consists of, once it has been read: frozen values without a third-party type."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from cchc_cli.numbers import FigureType
from cchc_cli.periods import Period, periods_between


class OverTime(StrEnum):
    """How a figure's values of several periods become one value to date."""

    SUM = "sum"
    LAST = "last"
    EVER = "ever"


class Every(StrEnum):
    """In which periods a figure is due."""

    MONTH = "month"
    QUARTER = "quarter"
    PLAN = "plan"


class Recurring(StrEnum):
    """How often a task is to be done again; a quarter's is due in the quarter's last month."""

    MONTH = "month"
    QUARTER = "quarter"


class Judge(StrEnum):
    """Whether a target is judged on the value to date or on the evaluated period alone."""

    TO_DATE = "to_date"
    MONTH = "month"


class Operator(StrEnum):
    """How a value is compared with the bound."""

    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"
    EQUAL = "="

    def holds(self, value: Fraction, bound: Fraction) -> bool:
        """Tell whether `value` stands in this relation to `bound`, exactly."""
        match self:
            case Operator.AT_LEAST:
                return value >= bound
            case Operator.ABOVE:
                return value > bound
            case Operator.AT_MOST:
                return value <= bound
            case Operator.BELOW:
                return value < bound
            case Operator.EQUAL:
                return value == bound

    @property
    def sign(self) -> str:
        """The sign as it is printed: ``≥`` for ``>=``."""
        return {">=": "≥", "<=": "≤"}.get(self.value, self.value)


class Unit(NamedTuple):
    """An office that submits figures."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()


class Figure(NamedTuple):
    """A number that units submit."""

    id: str
    name: str
    type: FigureType
    over_time: OverTime
    every: Every
    reported_by: tuple[str, ...]
    measured_in: str = ""


class Term(NamedTuple):
    """A figure in a sum, with its sign (1 or -1)."""

    figure: str
    sign: int = 1


class Ratio(NamedTuple):
    """Part over whole, in per cent; each is a sum of figures."""

    part: tuple[Term, ...]
    whole: tuple[Term, ...]


class Total(NamedTuple):
    """A sum of figures."""

    terms: tuple[Term, ...]


class AllDone(NamedTuple):
    """Yes/no figures that must all be yes."""

    figures: tuple[str, ...]


Measure = Ratio | Total | AllDone


def figures_of(measure: Measure) -> tuple[str, ...]:
    """Return the ids of the figures that a measure uses, in its order, each once."""
    match measure:
        case Ratio(part, whole):
            names = [term.figure for term in (*part, *whole)]
        case Total(terms):
            names = [term.figure for term in terms]
        case AllDone(figures):
            names = list(figures)
    return tuple(dict.fromkeys(names))


class Requirement(NamedTuple):
    """Operator and bound; `bound` is in per cent (95, not 0.95) where `percent` is true."""

    op: Operator
    bound: Fraction
    percent: bool


class Target(NamedTuple):
    """One measurable demand; `require` is None for `AllDone`, whose requirement is implied."""

    id: str
    section: str
    clause: str
    name: str
    text: str
    lead: str
    measure: Measure
    require: Requirement | None
    due: Period | None = None
    judge: Judge = Judge.TO_DATE
    may_exceed: bool = False


class Task(NamedTuple):
    """Something that the plan asks to be done; its lead reports how far it has come.

    It has a due date, or else is `recurring`: it is then to be done anew in each such period.
    """

    id: str
    section: str
    clause: str
    name: str
    text: str
    lead: str
    supported_by: tuple[str, ...] = ()
    due: Period | date | None = None
    """By the end of this period, or by this day, included; None for a recurring task."""
    recurring: Recurring | None = None
    product: str = ""
    """What the task is to bring forth, where the plan names it."""

    @property
    def reported_by(self) -> tuple[str, ...]:
        """The units that report the task's progress: its lead alone."""
        return (self.lead,)


Reported = Figure | Task
"""What a row of a submission answers."""


class Section(NamedTuple):
    """A part of the plan that groups targets and tasks."""

    id: str
    title: str
    lead: str | None = None


class Letterhead(NamedTuple):
    """What official reports bear by Decree 30/2020/NĐ-CP; an empty word is left to fill in."""

    superior: str
    """The body above, in capitals; empty for a People's Committee of a commune."""
    body: tuple[str, ...]
    """The issuing body in capitals, line by line."""
    place: str
    number_suffix: str
    """What follows the number: ``BC-UBND``."""
    signer: tuple[str, ...]
    """Authority and office of who signs, in capitals, line by line; never a person's name."""
    recipients: tuple[str, ...]


NO_LETTERHEAD = Letterhead("", (), "", "", (), ())


class Side(NamedTuple):
    """A side of a check: figures added or subtracted, and a constant."""

    terms: tuple[Term, ...]
    constant: Fraction = Fraction(0)


class Check(NamedTuple):
    """A consistency rule over figures, tested per unit and period; `rule` is its own wording."""

    rule: str
    left: Side
    op: Operator
    right: Side
    is_error: bool = False

    @property
    def figures(self) -> tuple[str, ...]:
        """The ids of the figures in the rule, in its order, each once."""
        terms = (*self.left.terms, *self.right.terms)
        return tuple(dict.fromkeys(term.figure for term in terms))


@dataclass(frozen=True)
class Plan:
    """A plan as read; look-ups are made once, here."""

    id: str
    title: str
    issuer: str
    authority: tuple[str, ...]
    language: str
    first: Period
    last: Period
    cut_off_day: int | None
    units: tuple[Unit, ...]
    figures: tuple[Figure, ...]
    checks: tuple[Check, ...]
    sections: tuple[Section, ...]
    targets: tuple[Target, ...]
    letterhead: Letterhead = NO_LETTERHEAD
    tasks: tuple[Task, ...] = ()
    unit: dict[str, Unit] = field(init=False, repr=False, compare=False)
    figure: dict[str, Figure] = field(init=False, repr=False, compare=False)
    task: dict[str, Task] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", {unit.id: unit for unit in self.units})
        object.__setattr__(self, "figure", {figure.id: figure for figure in self.figures})
        object.__setattr__(self, "task", {task.id: task for task in self.tasks})

    @property
    def periods(self) -> tuple[Period, ...]:
        """All periods of the plan, in order."""
        return periods_between(self.first, self.last)

    def required_periods(self, figure: Figure, up_to: Period) -> tuple[Period, ...]:
        """Return the periods up to `up_to`, included, in which a value of `figure` is due.

        Every month; or each quarter's last month (3, 6, 9, 12) and the plan's last period; or
        the plan's last period alone.
        """
        return self._due_periods(figure.every, up_to)

    def recurring_periods(self, task: Task, up_to: Period) -> tuple[Period, ...]:
        """Return the periods up to `up_to`, included, for which a recurring task is to be done.

        They are those of `required_periods`; none for a task that is done once.
        """
        if task.recurring is None:
            return ()
        return self._due_periods(Every(task.recurring.value), up_to)

    def _due_periods(self, every: Every, up_to: Period) -> tuple[Period, ...]:
        periods = periods_between(self.first, min(up_to, self.last))
        return tuple(period for period in periods if self._is_due(every, period))

    def is_required(self, figure: Figure, period: Period) -> bool:
        """Tell whether a value of `figure` is due in a period; see `required_periods`."""
        return self._is_due(figure.every, period)

    def _is_due(self, every: Every, period: Period) -> bool:
        by_quarter = every is Every.QUARTER and period.month % 3 == 0
        is_due = every is Every.MONTH or by_quarter or period == self.last
        return is_due and self.first <= period <= self.last
