"""What goes back to a unit: its form with what is wrong in it, and a message that says so.

A problem belongs to a unit by the row it stands in, else by the entry or rejected value at its
place, else by its file.  Whatever belongs to no row of the form is listed beside it.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from cchc_cli.formats.words import Words
from cchc_cli.forms.form import Form, FormRow, State, due_figures, previous_entry
from cchc_cli.forms.wording import day
from cchc_cli.periods import Period
from cchc_cli.pipeline import Run
from cchc_cli.plan.terms import Figure, Plan, Unit
from cchc_cli.problems import Location, Problem, Severity
from cchc_cli.submissions.ledger import Ledger, Slot
from cchc_cli.texts import Text, printable, text


class Returned(NamedTuple):
    """A unit's form to be sent back; the problems of each row, and those of none."""

    form: Form
    of_rows: dict[Slot, tuple[Problem, ...]]
    others: tuple[Problem, ...]

    @property
    def missing(self) -> list[FormRow]:
        """The rows that lack a value."""
        return [row for row in self.form.rows if row.state is State.MISSING]

    @property
    def wrong(self) -> list[FormRow]:
        """The rows whose value cannot be used, or is doubted."""
        return [row for row in self.form.rows if row.state in (State.WRONG, State.DOUBTED)]


def returned_forms(
    run: Run, problems: Sequence[Problem], deadline: date, words: Words
) -> list[Returned]:
    """Return the form of every unit that lacks something, or in whose rows something is wrong."""
    plan, period = run.evaluation.plan, run.evaluation.period
    placed = _Placed(run)
    forms = []
    for unit in plan.units:
        own = [problem for problem in problems if unit.id in placed.units(problem)]
        returned = _returned(run, unit, period, own, deadline, placed, words)
        if returned is not None:
            forms.append(returned)
    return forms


class _Placed:
    """Looks up whose a problem is, and which slot stands at its place."""

    def __init__(self, run: Run) -> None:
        submissions = run.submissions
        self.owners = submissions.owners
        self.files = submissions.units_by_file()
        ledger = submissions.ledger
        places: list[tuple[Location, Slot]] = []
        places += [(e.where, slot) for slot, older in ledger.superseded.items() for e in older]
        places += [(entry.where, slot) for slot, entry in ledger.entries.items()]
        places += [(where, slot) for slot, found in ledger.rejected.items() for where in found]
        self.slots: dict[Location, Slot] = dict(places)
        self.rows: dict[tuple[object, ...], set[Slot]] = {}
        for where, slot in places:
            self.rows.setdefault(_row_of(where), set()).add(slot)

    def slot(self, problem: Problem) -> Slot | None:
        """Return the slot at a problem's place: at its cell, or alone in its row."""
        found = self.slots.get(problem.where)
        if found is not None or problem.where.line is None:
            return found
        in_row = self.rows.get(_row_of(problem.where), set())
        return next(iter(in_row)) if len(in_row) == 1 else None

    def units(self, problem: Problem) -> set[str]:
        """Return the units that a problem concerns."""
        slot = self.slot(problem)
        if slot is not None:
            return {slot.unit}
        owner = self.owners.get(problem.where)
        return {owner} if owner is not None else self.files.get(problem.where.path, set())


def _row_of(where: Location) -> tuple[object, ...]:
    return (where.path, where.sheet, where.line)


def _returned(
    run: Run,
    unit: Unit,
    period: Period,
    problems: Sequence[Problem],
    deadline: date,
    placed: _Placed,
    words: Words,
) -> Returned | None:
    plan, ledger = run.evaluation.plan, run.submissions.ledger
    of_rows: dict[Slot, list[Problem]] = {}
    others: list[Problem] = []
    for problem in problems:
        slot = placed.slot(problem)
        if slot is None:
            others.append(problem)
        elif slot.period <= period:
            of_rows.setdefault(slot, []).append(problem)
    rows = tuple(
        _row(slot, plan.figure[slot.figure], unit, ledger, of_rows.get(slot, []), words)
        for slot in _slots(plan, unit, period, ledger, of_rows)
    )
    if not others and all(row.state is State.OPEN for row in rows):
        return None
    remarks = tuple(said(problem, words) for problem in others)
    form = Form(plan, unit, period, deadline, rows, remarks=remarks)
    return Returned(form, {slot: tuple(found) for slot, found in of_rows.items()}, tuple(others))


def _slots(
    plan: Plan, unit: Unit, period: Period, ledger: Ledger, of_rows: Iterable[Slot]
) -> list[Slot]:
    """Return the slots of the form: all that is due, and of earlier periods what needs work."""
    wanted = dict.fromkeys(
        Slot(unit.id, figure.id, each)
        for each in plan.periods
        if each <= period
        for figure in due_figures(plan, unit.id, each)
        if each == period or Slot(unit.id, figure.id, each) not in ledger.entries
    )
    wanted.update(dict.fromkeys(of_rows))
    order = {figure.id: number for number, figure in enumerate(plan.figures)}
    return sorted(wanted, key=lambda slot: (slot.period, order[slot.figure]))


def _row(
    slot: Slot,
    figure: Figure,
    unit: Unit,
    ledger: Ledger,
    problems: Sequence[Problem],
    words: Words,
) -> FormRow:
    """Return a row with what was submitted, and what is to be said of it.

    Its revision is the next one, so that the form, sent again, counts before what was sent.
    """
    remark = "\n".join(said(problem, words) for problem in problems)
    entry, refused = ledger.entries.get(slot), ledger.refused.get(slot)
    previous = previous_entry(ledger, figure, unit, slot.period)
    if entry is not None:
        state = State.DOUBTED if problems else State.OPEN
        return FormRow(
            figure,
            slot.period,
            entry.value,
            entry.note,
            entry.revision + 1,
            previous,
            state,
            remark,
        )
    if refused is not None:
        revision = (refused.revision or 1) + 1
        return FormRow(
            figure, slot.period, refused.raw, "", revision, previous, State.WRONG, remark
        )
    remark = words.say(text("Chưa nộp giá trị này."))
    return FormRow(figure, slot.period, previous=previous, state=State.MISSING, remark=remark)


def said(problem: Problem, words: Words) -> str:
    """Say a problem and its cure as to the office whose it is: with the place in its own file."""
    message, hint = words.message(problem.message), words.message(problem.hint)
    place = printable(str(problem.where))
    cure = f" {words.say(text('Cách sửa'))}: {hint}." if hint else ""
    return f"{place}: {message}.{cure}"


# The message


def render_message(returned: Returned, today: date, words: Words) -> bytes:
    """Write the message that goes with a form, for Zalo or e-mail: UTF-8 with BOM, CRLF."""
    lines = [*_opening(returned, words), *_missing(returned, words), *_wrong(returned, words)]
    lines += _closing(returned, today, words)
    return "\r\n".join([*lines, ""]).encode("utf-8-sig")


def _opening(returned: Returned, words: Words) -> list[str]:
    form = returned.form
    return [
        words.say(text("Kính gửi: {unit}", unit=form.unit.name)),
        "",
        words.say(
            text(
                "Qua tổng hợp số liệu cải cách hành chính {period}, bộ phận tổng hợp xin trao đổi "
                "với đơn vị một số nội dung sau:",
                period=words.period(form.period),
            )
        ),
    ]


def _missing(returned: Returned, words: Words) -> list[str]:
    rows = returned.missing
    if not rows:
        return []
    head = text("Số liệu chưa nhận được ({count}):", count=len(rows))
    return ["", words.say(head), *(f"- {_named(row, returned, words)}" for row in rows)]


def _wrong(returned: Returned, words: Words) -> list[str]:
    lines = []
    for row in returned.wrong:
        slot = Slot(returned.form.unit.id, row.figure.id, row.period)
        for problem in returned.of_rows.get(slot, ()):
            lines.append(f"- {_named(row, returned, words)}: {said(problem, words)}")
    lines += [f"- {said(problem, words)}" for problem in returned.others]
    if not lines:
        return []
    has_error = any(p.severity is Severity.ERROR for p in _all(returned))
    head = (
        text("Số liệu đề nghị xem lại, chỉnh sửa ({count}):", count=len(lines))
        if has_error
        else text("Số liệu đề nghị kiểm tra lại cho chắc chắn ({count}):", count=len(lines))
    )
    return ["", words.say(head), *lines]


def _all(returned: Returned) -> list[Problem]:
    return [*returned.others, *(p for found in returned.of_rows.values() for p in found)]


def _named(row: FormRow, returned: Returned, words: Words) -> str:
    """Name a figure by name and code, with its period where that is not the form's."""
    name = words.say(text("{name} (mã {code})", name=row.figure.name, code=row.figure.id))
    if row.period == returned.form.period:
        return name
    return words.say(text("{name}, {period}", name=Text("{n}", {"n": name}),
                          period=words.period(row.period)))  # fmt: skip


def _closing(returned: Returned, today: date, words: Words) -> list[str]:
    form = returned.form
    due = day(form.deadline)
    until = (
        text("trước hết ngày {due}", due=due)
        if today <= form.deadline
        else text("sớm nhất có thể, vì hạn nộp là ngày {due} đã qua", due=due)
    )
    return [
        "",
        words.say(
            text(
                "Đề nghị đơn vị bổ sung, chỉnh sửa ngay trên biểu gửi kèm ({file}): ô cần sửa được "
                "tô màu và có ghi chú cách sửa, cột Lần đã ghi sẵn; rồi gửi lại {until}.",
                file=f"{form.name}.xlsx",
                until=until,
            )
        ),
        words.say(text("Trân trọng cảm ơn sự phối hợp của đơn vị./.")),
    ]
