"""What to do next: for each target that is missed or incomplete, what would mend it, and who."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from cchc_cli.evaluate import Result, Verdict
from cchc_cli.formats.words import Words
from cchc_cli.margin import Margin, MarginKind
from cchc_cli.numbers import FigureType
from cchc_cli.periods import Period, runs_of
from cchc_cli.plan.terms import Operator, Ratio, figures_of
from cchc_cli.submissions.ledger import Slot
from cchc_cli.texts import Text, text


class Advice(NamedTuple):
    """What to do about one target, and the unit that has to."""

    result: Result
    sentence: str
    unit: str


_MARGINS: dict[MarginKind, Text] = {
    MarginKind.BEARS_FAILURES: text("còn chịu được tối đa {amount} {ones} mới không đạt"),
    MarginKind.BEARS_LOSS: text("còn được giảm tối đa {amount} {ones}"),
    MarginKind.BEARS_MORE: text("còn được tăng tối đa {amount} {ones}"),
    MarginKind.NEEDS_NEW: text("cần thêm ít nhất {amount} {ones} mới liên tiếp, tất cả đều đạt"),
    MarginKind.NEEDS_MORE: text("cần thêm ít nhất {amount} {ones}"),
    MarginKind.NEEDS_FEWER: text("cần giảm ít nhất {amount} {ones}"),
    MarginKind.IMPOSSIBLE: text(
        "không số {ones} mới nào bù được; chỉ còn cách khắc phục {amount} {ones} chưa đạt, "
        "nếu còn khắc phục được"
    ),
}
_NOTHING_LEFT: dict[MarginKind, Text] = {
    MarginKind.BEARS_FAILURES: text("không còn được {ones} mới nào không đạt"),
    MarginKind.BEARS_LOSS: text("không còn được giảm {ones} nào"),
    MarginKind.BEARS_MORE: text("không còn được tăng {ones} nào"),
}
"""For a met target that bears nothing more."""
_STRICT_MARGINS: dict[MarginKind, Text] = {
    MarginKind.BEARS_LOSS: text("còn được giảm dưới {amount} {ones}"),
    MarginKind.BEARS_MORE: text("còn được tăng dưới {amount} {ones}"),
    MarginKind.NEEDS_MORE: text("cần thêm hơn {amount} {ones}"),
    MarginKind.NEEDS_FEWER: text("cần giảm hơn {amount} {ones}"),
}
"""For things that do not come in ones, a strict bound itself does not suffice."""
_SHARE_NEEDS_MORE = text("cần thêm ít nhất {amount} {ones} đạt")
_NEVER = text("không cách nào đạt được mức này với cách tính hiện nay")
_CEILING_PASSED = text("đã vượt mức, số {ones} mới không làm giảm được")


def margin_sentence(result: Result, words: Words) -> str:
    """Say what a target's margin is; empty where there is none.

    An amount is rounded so that what is said still holds: up where it is needed, down where it
    is borne.
    """
    margin = result.margin
    if margin.kind is MarginKind.NONE:
        return ""
    template = _template(result, words)
    amount = _safe_amount(margin, words) if margin.amount is not None else ""
    values = {"amount": amount, "ones": words.measured_in(result.target)}
    return words.say(Text(template.template, values))


def _template(result: Result, words: Words) -> Text:
    margin, require = result.margin, result.target.require
    if margin.kind is MarginKind.IMPOSSIBLE:
        if margin.amount is None:
            return _NEVER
        return _MARGINS[margin.kind] if _counts_cases(result, words) else _CEILING_PASSED
    if margin.amount == 0 and margin.kind in _NOTHING_LEFT:
        return _NOTHING_LEFT[margin.kind]
    is_strict = require is not None and require.op in (Operator.ABOVE, Operator.BELOW)
    if is_strict and not margin.in_ones and margin.kind in _STRICT_MARGINS:
        return _STRICT_MARGINS[margin.kind]
    if margin.kind is MarginKind.NEEDS_MORE and _counts_cases(result, words):
        return _SHARE_NEEDS_MORE
    return _MARGINS[margin.kind]


_NEEDED = frozenset(
    {MarginKind.NEEDS_NEW, MarginKind.NEEDS_MORE, MarginKind.NEEDS_FEWER, MarginKind.IMPOSSIBLE}
)


def _safe_amount(margin: Margin, words: Words) -> str:
    """Show an amount with at most 2 decimals, rounded to the side on which the sentence holds."""
    assert margin.amount is not None
    hundredths = margin.amount * 100
    whole = ceil(hundredths) if margin.kind in _NEEDED else floor(hundredths)
    return words.number(Fraction(whole, 100))


def _counts_cases(result: Result, words: Words) -> bool:
    """Tell whether a measure is a share of things that are counted one by one."""
    measure = result.target.measure
    return isinstance(measure, Ratio) and all(
        words.plan.figure[term.figure].type is FigureType.COUNT for term in measure.part
    )


def gap_sentence(result: Result, words: Words) -> str:
    """Say by how much a value is off its bound."""
    gap, require = result.margin.gap, result.target.require
    if gap is None or require is None or gap == 0:
        return ""
    ones = words.say(text("điểm %")) if require.percent else words.measured_in(result.target)
    template = text("còn thiếu {gap} {ones}") if gap < 0 else text("vượt {gap} {ones}")
    return words.say(Text(template.template, {"gap": words.number(abs(gap)), "ones": ones}))


def advise(results: Iterable[Result], words: Words) -> list[Advice]:
    """Return what to do next about the results that are missed or cannot be judged, in order."""
    sayings = {
        Verdict.MISSED: _about_missed,
        Verdict.NO_DATA: _about_missing,
        Verdict.BAD_DATA: _about_bad,
    }
    return [
        Advice(result, saying(result, words), _responsible(result, words))
        for result in results
        if (saying := sayings.get(result.verdict))
    ]


def _responsible(result: Result, words: Words) -> str:
    """Return the units to turn to: who has to submit or correct, else the lead."""
    slots = result.rejected or (result.missing if result.verdict is Verdict.NO_DATA else ())
    units = dict.fromkeys(slot.unit for slot in slots) or [result.target.lead]
    return "; ".join(map(words.unit, units))


def _about_missed(result: Result, words: Words) -> str:
    if result.not_done:
        names = [words.plan.figure[name].name for name in result.not_done]
        return words.say(text("chưa xong: {names}", names=names))
    said = [gap_sentence(result, words), margin_sentence(result, words)]
    return "; ".join(sentence for sentence in said if sentence)


def _about_missing(result: Result, words: Words) -> str:
    return _by_unit(result.missing, text("nộp {slots}"), words)


def _by_unit(slots: Sequence[Slot], template: Text, words: Words) -> str:
    """Say what is asked of each unit; name the units only where there are several."""
    of_unit: dict[str, list[Slot]] = {}
    for slot in slots:
        of_unit.setdefault(slot.unit, []).append(slot)
    said = {
        unit: words.say(Text(template.template, {"slots": listed_slots(own, words)}))
        for unit, own in of_unit.items()
    }
    if len(said) == 1:
        return "".join(said.values())
    return "; ".join(f"{words.unit(unit)}: {sentence}" for unit, sentence in said.items())


def listed_slots(slots: Sequence[Slot], words: Words) -> str:
    """List figures or tasks with their periods, those of the same periods together."""
    periods: dict[str, list[Period]] = {}
    for slot in slots:
        periods.setdefault(slot.figure, []).append(slot.period)
    figures: dict[str, list[str]] = {}
    for name, found in periods.items():
        figures.setdefault(_span(found), []).append(name)
    return "; ".join(
        words.say(text("{figures} (kỳ {periods})", figures=names, periods=span))
        for span, names in figures.items()
    )


def _span(periods: Sequence[Period]) -> str:
    """Show periods, a run of consecutive ones by its ends: ``2025-07…2025-09``."""
    return ", ".join(
        str(first) if first == last else f"{first}…{last}" for first, last in runs_of(periods)
    )


def _about_bad(result: Result, words: Words) -> str:
    if result.rejected:
        return _by_unit(result.rejected, text("sửa lỗi ở {slots}"), words)
    if result.failed_checks:
        failure = result.failed_checks[0]
        return words.say(
            text(
                "sửa số liệu kỳ {period} của {unit} cho khớp: {rule}",
                period=failure.period,
                unit=failure.unit,
                rule=failure.check.rule,
            )
        )
    assert isinstance(result.target.measure, Ratio)  # nothing else can be impossible
    assert result.part is not None
    assert result.whole is not None
    return words.say(
        text(
            "tử số {part} và mẫu số {whole} không hợp lý; kiểm tra {figures}",
            part=words.number(result.part),
            whole=words.number(result.whole),
            figures=list(figures_of(result.target.measure)),
        )
    )
