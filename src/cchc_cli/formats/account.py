"""How one target was judged, in words: formula, numbers, entries with their places, what lacks.

``cchc explain`` and the HTML report show the same account.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from cchc_cli.checks import CheckFailure
from cchc_cli.evaluate import Result
from cchc_cli.formats.advice import advise, margin_sentence
from cchc_cli.formats.words import Words
from cchc_cli.pipeline import Run
from cchc_cli.plan.terms import AllDone, Judge, OverTime, Ratio, Target, figures_of
from cchc_cli.submissions.ledger import Entry, Slot
from cchc_cli.texts import printable, text

_OVER_TIME = {
    OverTime.SUM: text("cộng các kỳ"),
    OverTime.LAST: text("lấy kỳ mới nhất"),
    OverTime.EVER: text("đã có một lần là có"),
}


class FigureRow(NamedTuple):
    """A figure of the measure."""

    id: str
    name: str
    taken: str
    """How it is taken over time."""
    total: str
    """The sum of the entries it rests on; empty for yes or no, and where there is none."""


class EntryRow(NamedTuple):
    """An entry that the value rests on."""

    figure: str
    period: str
    unit: str
    unit_name: str
    value: str
    place: str
    older: str
    """What it stands in the stead of, with its place; empty where nothing was replaced."""
    note: str


class Account(NamedTuple):
    """One target's judgement in words; a part that does not apply is empty."""

    demand: str
    """Where the plan says it, and its own wording."""
    lead: str
    require: str
    judged: str
    formula: str
    computed: str
    alone: str
    """The value of the period alone."""
    footnotes: tuple[str, ...]
    """What the marks of the value mean."""
    to_know: str
    """What it takes, or what may still happen."""
    figures: tuple[FigureRow, ...]
    entries: tuple[EntryRow, ...]
    more: str
    """Said where older entries were left out."""
    missing: tuple[str, ...]
    rejected: tuple[str, ...]
    failed: tuple[str, ...]


def account_of(run: Run, result: Result, words: Words, most: int | None = None) -> Account:
    """Put into words how a target was judged; of its entries, the `most` latest ones."""
    target, say = result.target, words.say
    entries = _latest(result.entries, most)
    left_out = len(result.entries) - len(entries)
    judged = text("riêng") if target.judge is Judge.MONTH else text("lũy kế đến")
    has_alone = result.period_value is not None and target.require is not None
    return Account(
        demand=f"{say(target.clause)}: {say(target.text)}",
        lead=words.unit(target.lead),
        require=words.requirement(target) + _due(result, words),
        judged=f"{say(judged)} {words.period(run.evaluation.period)}",
        formula=words.formula(target),
        computed=_computed(result, words),
        alone=words.of_period(result) if has_alone else "",
        footnotes=words.footnotes(result),
        to_know=to_know(result, words),
        figures=tuple(_figure(result, name, words) for name in figures_of(target.measure)),
        entries=tuple(_entry(run, entry, words) for entry in entries),
        more=_left_out(left_out, target, words) if left_out else "",
        missing=tuple(_slot(slot, words) for slot in result.missing),
        rejected=tuple(_slot(slot, words) for slot in result.rejected),
        failed=tuple(_failed(failure, words) for failure in result.failed_checks),
    )


def to_know(result: Result, words: Words) -> str:
    """Say what to do about a target; for one that is met, what it still bears."""
    advice = advise([result], words)
    return advice[0].sentence if advice else margin_sentence(result, words)


def _due(result: Result, words: Words) -> str:
    due = result.target.due
    return words.say(text(", hạn {period}", period=words.period(due))) if due else ""


def _computed(result: Result, words: Words) -> str:
    measure = result.target.measure
    if isinstance(measure, Ratio) and result.part is not None and result.whole is not None:
        shown = f"= {words.number(result.part)} / {words.number(result.whole)}"
        return shown if result.value is None else f"{shown} = {words.to_date(result)}"
    if isinstance(measure, AllDone) or result.value is not None:
        return f"= {words.to_date(result)}"
    return ""


def _figure(result: Result, name: str, words: Words) -> FigureRow:
    figure = words.plan.figure[name]
    total = _total(result, name)
    return FigureRow(
        name,
        words.say(figure.name),
        words.say(_OVER_TIME[figure.over_time]),
        words.number(total) if total is not None else "",
    )


def _total(result: Result, name: str) -> Fraction | None:
    """Return the sum of the entries that a figure rests on; None for yes or no."""
    values = [e.value for e in result.entries if e.slot.figure == name]
    if not values or any(isinstance(value, bool) for value in values):
        return None
    return sum(map(Fraction, values), Fraction(0))


def _latest(entries: Sequence[Entry], most: int | None) -> Sequence[Entry]:
    """Return the entries of the latest periods, as many whole periods as fit, in their order."""
    if most is None or len(entries) <= most:
        return entries
    of_period = Counter(entry.slot.period for entry in entries)
    newest = sorted(of_period, reverse=True)
    fitting = accumulate(of_period[period] for period in newest)
    fit = [period for period, count in zip(newest, fitting, strict=True) if count <= most]
    kept = [entry for entry in entries if entry.slot.period in fit]
    return kept or entries[-most:]


def _left_out(count: int, target: Target, words: Words) -> str:
    return words.say(
        text(
            "… và {count} số cũ hơn; xem đủ bằng lệnh: cchc explain {target}",
            count=count,
            target=target.id,
        )
    )


def _entry(run: Run, entry: Entry, words: Words) -> EntryRow:
    slot = entry.slot
    replaced = [
        f"{words.entry(older)} ({printable(str(older.where))})"
        for older in run.submissions.ledger.superseded.get(slot, ())
    ]
    return EntryRow(
        slot.figure,
        str(slot.period),
        slot.unit,
        words.unit(slot.unit),
        words.entry(entry),
        printable(str(entry.where)),
        words.say(text("thay cho {older}", older=replaced)) if replaced else "",
        words.say(entry.note) if entry.note else "",
    )


def _slot(slot: Slot, words: Words) -> str:
    return f"{slot.figure}  {slot.period}  {words.unit(slot.unit)}"


def _failed(failure: CheckFailure, words: Words) -> str:
    rule = words.say(failure.check.rule)
    return f"{rule} – {failure.period} – {words.unit(failure.unit)}"
