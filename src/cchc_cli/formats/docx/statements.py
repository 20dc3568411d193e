"""What an official report says of one target, in administrative Vietnamese.

Numbers are those of the shared rows: a value here is the one that every other format shows.
"""

from collections.abc import Iterable
from typing import NamedTuple

from cchc_cli.evaluate import Result, Verdict
from cchc_cli.formats.advice import gap_sentence, margin_sentence
from cchc_cli.formats.words import Words
from cchc_cli.numbers import FigureType
from cchc_cli.periods import Period, runs_of
from cchc_cli.plan.terms import AllDone, Operator, Ratio, Target, figures_of
from cchc_cli.submissions.ledger import Entry, Slot
from cchc_cli.texts import Text, shortened, text

_DEMANDS: dict[Operator, Text] = {
    Operator.AT_LEAST: text("từ {bound} trở lên"),
    Operator.ABOVE: text("trên {bound}"),
    Operator.AT_MOST: text("không quá {bound}"),
    Operator.BELOW: text("dưới {bound}"),
    Operator.EQUAL: text("đúng {bound}"),
}
_FLOORS = (Operator.AT_LEAST, Operator.ABOVE)


def demand_of(target: Target, words: Words) -> str:
    """Say a requirement: ``từ 95% trở lên``; a share that cannot pass 100% is asked for bare."""
    require = target.require
    if require is None:
        return words.requirement(target)
    bound = words.bound(require)
    if not require.percent:
        bound = f"{bound} {words.measured_in(target)}"
    is_whole = require.op is Operator.AT_LEAST and require.percent and require.bound == 100
    if is_whole and not target.may_exceed:
        return bound
    return words.say(Text(_DEMANDS[require.op].template, {"bound": bound}))


def outcome_of(result: Result, words: Words) -> str:
    """Say a value with what it was counted from: ``97,19% (2.389/2.458 hồ sơ)``."""
    target = result.target
    value = words.value(result, result.value)
    if isinstance(target.measure, AllDone):
        return words.say(text("{done} việc", done=value))
    if counted := counted_of(result, words):
        return f"{value} ({counted})"
    is_number = target.require is not None and not target.require.percent
    return f"{value} {words.measured_in(target)}" if is_number else value


def counted_of(result: Result, words: Words) -> str:
    """Show a ratio's part and whole with their unit of measure; empty for any other measure."""
    if not isinstance(result.target.measure, Ratio) or result.part is None or result.whole is None:
        return ""
    part, whole = words.number(result.part), words.number(result.whole)
    figure = words.plan.figure[figures_of(result.target.measure)[0]]
    if figure.type is FigureType.PERCENT:
        return f"{part}%/{whole}%"
    return f"{part}/{whole} {words.measured_in(result.target)}"


def named(target: Target, words: Words) -> str:
    """Name a target in a sentence: ``Hồ sơ TTHC được số hóa (chỉ tiêu 3.4a)``."""
    return words.say(text("{name} (chỉ tiêu {id})", name=target.name, id=target.id))


class Wording(NamedTuple):
    """How a target's value is said: one reaches a floor, is at a number, or has work done."""

    floor: Text
    other: Text
    all_done: Text


_WORDINGS: dict[Verdict, Wording] = {
    Verdict.MET: Wording(
        text("{target} đạt {outcome}, yêu cầu {demand}"),
        text("{target} là {outcome}, yêu cầu {demand}"),
        text("{target} đã xong {outcome}"),
    ),
    Verdict.MISSED: Wording(
        text("{target} mới đạt {outcome}, yêu cầu {demand}"),
        text("{target} là {outcome}, yêu cầu {demand}"),
        text("{target} mới xong {outcome}, chưa xong: {undone}"),
    ),
    Verdict.PENDING: Wording(
        text("{target} đến nay đạt {outcome}, yêu cầu {demand}"),
        text("{target} đến nay là {outcome}, yêu cầu {demand}"),
        text("{target} đến nay xong {outcome}, chưa xong: {undone}"),
    ),
}


def statement_of(result: Result, words: Words) -> str:
    """Say what became of a target, without its verdict, which stands before a list of them."""
    target = _named_result(result, words)
    match result.verdict:
        case Verdict.NO_DATA:
            return f"{target}: {_about_missing(result, words)}"
        case Verdict.BAD_DATA:
            return f"{target}: {_about_bad(result, words)}"
        case Verdict.NOT_ARISEN:
            return target
    if not _has_outcome(result):
        return words.say(text("{target} chưa đến kỳ nộp số liệu", target=target))
    values = {
        "target": target,
        "outcome": outcome_of(result, words),
        "demand": demand_of(result.target, words),
        "undone": _undone(result, words),
    }
    return words.say(Text(_wording(result).template, values))


def _named_result(result: Result, words: Words) -> str:
    """Name a result's target, with the words that say its value is an estimate."""
    target = named(result.target, words)
    if not result.estimated or result.verdict in (Verdict.NO_DATA, Verdict.BAD_DATA):
        return target
    if result.verdict is Verdict.NOT_ARISEN or not _has_outcome(result):
        return words.say(text("{target} (số ước thực hiện)", target=target))
    return words.say(text("{target} ước thực hiện", target=target))


def _has_outcome(result: Result) -> bool:
    if isinstance(result.target.measure, AllDone):
        return bool(result.entries) and not result.missing
    return result.value is not None


def _wording(result: Result) -> Text:
    wording, require = _WORDINGS[result.verdict], result.target.require
    if require is None:
        return wording.all_done
    return wording.floor if require.op in _FLOORS else wording.other


def _undone(result: Result, words: Words) -> list[str]:
    return [words.plan.figure[name].name for name in result.not_done]


def _about_missing(result: Result, words: Words) -> str:
    lacking = words.say(text("chưa có số liệu {slots}", slots=slots_said(result.missing, words)))
    if not result.provisional or result.value is None:
        return lacking
    outcome = outcome_of(result, words)
    provisional = text(
        "tạm tính {outcome} trên các kỳ đã đủ số liệu, không dùng để đánh giá",
        outcome=words.estimate(outcome) if result.estimated else outcome,
    )
    return f"{lacking}, {words.say(provisional)}"


def _about_bad(result: Result, words: Words) -> str:
    if result.rejected:
        slots = slots_said(result.rejected, words)
        return words.say(text("phải sửa số liệu {slots}", slots=slots))
    if result.failed_checks:
        failed = [Slot(f.unit, "", f.period) for f in result.failed_checks]
        return words.say(text("số liệu {slots} không khớp nhau", slots=slots_said(failed, words)))
    return words.say(text("số liệu {counted} không hợp lý", counted=counted_of(result, words)))


def slots_said(slots: Iterable[Slot], words: Words) -> str:
    """Say whose values of which periods: ``tháng 9/2025 của Phòng Kinh tế``."""
    by_unit: dict[str, list[Period]] = {}
    for slot in slots:
        by_unit.setdefault(slot.unit, []).append(slot.period)
    return ", ".join(
        words.say(
            text("{periods} của {unit}", periods=spans(periods, words), unit=words.unit(unit))
        )
        for unit, periods in by_unit.items()
    )


def spans(periods: Iterable[Period], words: Words) -> str:
    """Say periods, consecutive ones by the first and last: ``tháng 7/2025 đến tháng 9/2025``."""
    return ", ".join(
        words.period(first)
        if first == last
        else words.say(
            text("{first} đến {last}", first=words.period(first), last=words.period(last))
        )
        for first, last in runs_of(periods)
    )


def remark_of(result: Result, period: Period, words: Words) -> str:
    """Return what the appendix remarks on a target: what it takes or lacks, and evidence."""
    evidence = [entry for entry in result.entries if entry.slot.period == period]
    remarks = [_remark(result, words), *notes_of(evidence, words)]
    return "; ".join(filter(None, remarks))


def _remark(result: Result, words: Words) -> str:
    match result.verdict:
        case Verdict.MET:
            return margin_sentence(result, words)
        case Verdict.MISSED:
            return _shortfall(result, words)
        case Verdict.NO_DATA:
            slots = slots_said(result.missing, words)
            return words.say(text("chưa có số liệu {slots}", slots=slots))
        case Verdict.BAD_DATA:
            return _about_bad(result, words)
    due = result.target.due
    return words.say(text("hạn {period}", period=words.period(due))) if due else ""


def _shortfall(result: Result, words: Words) -> str:
    """Say by how much a missed target is off, or what of it is not done."""
    if result.not_done:
        return words.say(text("chưa xong: {names}", names=_undone(result, words)))
    return gap_sentence(result, words)


_NOTES = 3
"""So many of a target's notes are quoted at most."""


def causes_of(result: Result, words: Words) -> list[str]:
    """Return what units noted where a target falls short: the latest notes on its part.

    The notes on a ratio's whole tell of its basis, not of what fell short.
    """
    measure = result.target.measure
    parts = (
        {term.figure for term in measure.part}
        if isinstance(measure, Ratio)
        else set(figures_of(measure))
    )
    noted = [entry for entry in result.entries if entry.slot.figure in parts]
    return notes_of(sorted(noted, key=lambda entry: entry.slot.period, reverse=True), words)


def notes_of(entries: Iterable[Entry], words: Words) -> list[str]:
    """Return the first notes of entries, each once and cut where it is long."""
    notes = list(dict.fromkeys(entry.note for entry in entries if entry.note))
    return [words.say(shortened(note)) for note in notes[:_NOTES]]
