"""What goes back to a unit: its form with what it submitted, and what is wrong or missing in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from typing import NamedTuple

from cchc_cli.formats.words import Words
from cchc_cli.forms.form import Form, FormRow, State, due_figures, due_tasks
from cchc_cli.forms.owners import Owned, Owners, is_later
from cchc_cli.forms.remarks import Remark, remark_of, remark_of_values
from cchc_cli.periods import Period
from cchc_cli.pipeline import Run
from cchc_cli.plan.terms import Plan, Unit
from cchc_cli.problems import Problem
from cchc_cli.submissions.estimates import marked_note
from cchc_cli.submissions.ledger import Entry, ProgressEntry, Slot
from cchc_cli.submissions.notes import UNCALCULATED
from cchc_cli.submissions.read import Submissions
from cchc_cli.texts import text


class Returned(NamedTuple):
    """A unit's form to be sent back; what is said of its rows, and of none of them."""

    form: Form
    of_rows: Mapping[Slot, Sequence[Remark]]
    others: tuple[Remark, ...]

    @property
    def missing(self) -> list[FormRow]:
        """The rows that lack a value."""
        return [row for row in self.form.rows if row.state is State.MISSING]

    @property
    def has_earlier_rows(self) -> bool:
        """Whether some of its rows are of an earlier period than the form's."""
        return any(row.period != self.form.period for row in self.form.rows)


def returned_forms(
    run: Run, problems: Sequence[Problem], deadline: date, words: Words
) -> tuple[list[Returned], list[Problem]]:
    """Return the form of every unit that lacks something or has a problem, up to the run's period.

    What a higher revision has corrected is no problem any more; a figure submitted with several
    values is one, though there is a problem at each.  The second value holds the problems of which
    nobody knows whose they are.
    """
    plan, period = run.evaluation.plan, run.evaluation.period
    owners = Owners(run)
    open_problems = [
        problem
        for problem in problems
        if problem.code != "duplicate-figure" and not owners.is_settled(problem)
    ]
    owned = [found for p in open_problems if not is_later(found := owners.of(p), period)]
    forms = []
    for unit in plan.units:
        of_unit = [found for found in owned if found.unit == unit.id]
        returned = _returned(run, unit, of_unit, deadline, words)
        if returned is not None:
            forms.append(returned)
    return forms, [found.problem for found in owned if found.unit is None]


def _returned(
    run: Run, unit: Unit, owned: Sequence[Owned], deadline: date, words: Words
) -> Returned | None:
    plan, period = run.evaluation.plan, run.evaluation.period
    held = run.submissions
    unknown = {slot for result in run.tasks().results for slot in result.missing}
    of_rows: dict[Slot, list[Remark]] = {}
    others: list[Remark] = []
    for slot, entries in _contradicting(held):
        if slot.unit == unit.id and slot.period <= period:
            of_rows[slot] = [remark_of_values(entries, words)]
    for found in owned:
        remark = remark_of(found, words)
        if not found.slots:
            others.append(remark)
        for slot in found.slots:
            if slot.period <= period:
                of_rows.setdefault(slot, []).append(remark)
    rows = tuple(
        _row(slot, plan, held, of_rows.get(slot, ()), unknown, words)
        for slot in _slots(plan, unit, period, held, unknown, of_rows)
    )
    if not others and all(row.state is State.OPEN for row in rows):
        return None
    remarks = tuple(remark.sentence for remark in others)
    form = Form(plan, unit, period, deadline, rows, is_returned=True, remarks=remarks)
    return Returned(form, of_rows, tuple(others))


def _contradicting(held: Submissions) -> Iterator[tuple[Slot, Sequence[Entry | ProgressEntry]]]:
    """Yield the figures and tasks that were submitted with several values, and these."""
    yield from held.ledger.contradicting.items()
    yield from held.tasks.contradicting.items()


def _slots(
    plan: Plan,
    unit: Unit,
    period: Period,
    held: Submissions,
    unknown: Set[Slot],
    of_rows: Iterable[Slot],
) -> list[Slot]:
    """Return the slots of the form: all that is due, and of earlier periods what needs work.

    `unknown` are the times of tasks of which nothing was reported.
    """
    due = [
        Slot(unit.id, figure.id, each)
        for each in plan.periods
        if each <= period
        for figure in due_figures(plan, unit.id, each)
    ]
    tasks = due_tasks(plan, unit.id, period, held.tasks)
    wanted = {slot for slot in due if slot.period == period or slot not in held.ledger.entries}
    wanted |= {Slot(unit.id, task.id, period) for task in tasks}
    wanted |= {slot for slot in unknown if slot.unit == unit.id}
    wanted.update(of_rows)
    order = {name: number for number, name in enumerate((*plan.figure, *plan.task))}
    return sorted(
        wanted, key=lambda slot: (slot.figure in plan.task, slot.period, order[slot.figure])
    )


def _row(
    slot: Slot,
    plan: Plan,
    held: Submissions,
    remarks: Sequence[Remark],
    unknown: Set[Slot],
    words: Words,
) -> FormRow:
    """Return a row with what was submitted, and what is to be said of it.

    Its revision is the next one, so that the form, sent again, counts before what was sent.  A
    formula without a result has nothing to show.
    """
    task, remark = plan.task.get(slot.figure), "\n".join(each.sentence for each in remarks)
    row = FormRow(task or plan.figure[slot.figure], slot.period, remark=remark)
    ledger = held.tasks if task else held.ledger
    if (entry := ledger.entries.get(slot)) is not None:
        return row._replace(
            value=entry.value,
            note=marked_note(entry.note) if entry.estimated else entry.note,
            revision=min(entry.revision + 1, 999),
            state=State.DOUBTED if remarks else State.OPEN,
        )
    if (refused := ledger.refused.get(slot)) is not None:
        revision = min((refused.revision or 1) + 1, 999)
        typed = "" if refused.raw == UNCALCULATED else refused.raw
        return row._replace(
            value=typed or None, note=refused.note, revision=revision, state=State.WRONG
        )
    if task and slot not in unknown:
        return row  # how far it had come is known from an earlier period
    remark = words.say(text("Chưa nộp giá trị này."))
    return row._replace(state=State.MISSING, remark=remark)
