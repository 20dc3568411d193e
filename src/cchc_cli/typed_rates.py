"""Percentages that offices type beside their figures, compared with what the figures come to.

Such a percentage is only looked at where it can hardly mean anything else: a cell of a column
"tỷ lệ (%)", or a note that is a percentage or tells of exactly one.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from cchc_cli.numbers import Exact, exact, number_text
from cchc_cli.over_time import Taker
from cchc_cli.periods import Period
from cchc_cli.plan.terms import Plan, Ratio, Term
from cchc_cli.problems import FileCounts, Location, Problem, warning
from cchc_cli.submissions.ledger import Entry, Ledger, Rate, Slot
from cchc_cli.texts import text

_PERCENTAGE = re.compile(r"(?<![\d.,-])(\d{1,6}(?:[.,]\d{1,15})?)\s*%", re.ASCII)
_BARE = re.compile(r"(\d{1,6}(?:[.,]\d{1,15})?)\s*%?", re.ASCII)
_LEADS_TO_IT = re.compile(r"(?:^|\b(?:đạt|tỷ lệ|tỉ lệ|bằng|chiếm|rate)(?: là)?)\s*[:=(]?\s*$")
"""What may stand before the percentage; "đạt chỉ tiêu 95%" tells of something else."""
_NOT_OURS = re.compile(
    r"\b(?:chưa|không|phải|yêu cầu|chỉ tiêu|mục tiêu|kế hoạch|cùng kỳ|tháng trước|kỳ trước|"
    r"năm trước|quý trước|lũy kế năm)\b"
)
"""Words that make of a percentage a demand, or one of another base or time."""
_GOES_ON = re.compile(r"\s*\w")
"""A percentage with words behind it is one *of* something: "95% kế hoạch"."""
_FINEST = 9
"""Decimals up to which a percentage is compared: a formula's own digits are rounded."""


class _Computed(NamedTuple):
    """What a ratio comes to for one unit."""

    ratio: Ratio
    part: Exact
    whole: Exact
    """More than zero."""

    @property
    def percentage(self) -> Fraction:
        return Fraction(100 * self.part) / self.whole

    def agrees(self, shown: str) -> bool:
        """Tell whether a typed percentage is this one, but for a unit of its last decimal."""
        digits = shown.removesuffix("%").strip()
        whole, _, decimals = digits.replace(",", ".").partition(".")
        scale: int = 10 ** len(decimals)
        finest: int = 10 ** max(0, len(decimals) - _FINEST)
        off = 100 * self.part * scale - int(whole + decimals) * self.whole
        return -finest * self.whole <= off <= finest * self.whole


def check_rates(
    plan: Plan, ledger: Ledger, rates: Sequence[Rate], up_to: Period
) -> Iterator[Problem]:
    """Yield a warning for each typed percentage that no ratio of its figure comes to.

    It is compared with every ratio in which the figure is part or whole, of the unit's own
    figures, in the period and to date.  It agrees within one unit of its last typed decimal:
    ``95%`` with 94 to 96, ``95,2%`` with 95.1 to 95.3.  Beyond so many in a file they are counted.
    """
    counts, ratios = FileCounts(), _ratios(plan)
    typed = [
        (entry, rate)
        for entry, rate in _typed(ledger, rates, up_to)
        if entry.slot.figure in ratios and counts.has_room(rate.where)
    ]
    if not typed:
        return
    computer = _Computer(plan, ledger, ratios, {entry.slot for entry, _ in typed})
    for entry, rate in typed:
        computed = computer.of(entry.slot)
        if computed and not any(one.agrees(rate.shown) for one in computed):
            yield _disagrees(entry, rate, computed[0])
    for path, count in counts.beyond():
        said = text("và {count} tỷ lệ nữa ghi kèm số liệu, không so hết", count=count)
        yield warning("percentage-disagrees", Location(path), said, _CURE)


def _typed(ledger: Ledger, rates: Sequence[Rate], up_to: Period) -> Iterator[tuple[Entry, Rate]]:
    """Yield the percentages beside entries that count: those of columns, then those of notes."""
    for rate in rates:
        entry = ledger.entries.get(rate.slot)
        if entry is None or rate.slot.period > up_to or not _BARE.fullmatch(rate.shown):
            continue
        if entry.where[:2] == rate.where[:2] and entry.where.sheet == rate.where.sheet:
            yield entry, rate  # else it stands beside a value that was superseded
    for slot, entry in ledger.entries.items():
        shown = percentage_in(entry.note) if "%" in entry.note else None
        if shown is not None and slot.period <= up_to:
            yield entry, Rate(slot, shown, entry.where)


def percentage_in(note: str) -> str | None:
    """Return the one percentage that a note tells of its own figure; None if that is not sure.

    >>> percentage_in("BC 12/BC-UBND, đạt 95,2%"), percentage_in("tăng 5% so với tháng trước")
    ('95,2%', None)
    """
    if note.endswith("%") and _BARE.fullmatch(note):  # as most are that have one
        return note
    folded = unicodedata.normalize("NFC", note).casefold().strip()
    found = list(_PERCENTAGE.finditer(folded))
    if len(found) != 1 or folded.count("%") != 1:
        return None
    before, after = folded[: found[0].start()], folded[found[0].end() :]
    if not _LEADS_TO_IT.search(before) or _NOT_OURS.search(folded) or _GOES_ON.match(after):
        return None
    return found[0][0]


def _ratios(plan: Plan) -> dict[str, list[Ratio]]:
    """Return the ratios in which each figure is part or whole."""
    found: dict[str, list[Ratio]] = {}
    for target in plan.targets:
        if isinstance(target.measure, Ratio):
            for term in (*target.measure.part, *target.measure.whole):
                found.setdefault(term.figure, []).append(target.measure)
    return found


class _Computer:
    """Computes the ratios of the units' own figures, for some slots."""

    def __init__(
        self, plan: Plan, ledger: Ledger, ratios: Mapping[str, list[Ratio]], asked: Set[Slot]
    ) -> None:
        self.plan = plan
        self.ratios = ratios
        needed = {(slot.unit, f) for slot in asked for f in self._beside(slot.figure)}
        entries = ledger.entries.items()
        self.ledger = replace(ledger, entries={s: one for s, one in entries if s[:2] in needed})
        self.takers: dict[Period, Taker] = {}
        self._known: dict[tuple[int, str, Period], list[_Computed]] = {}
        """What a ratio comes to: asked for as often as it has figures."""

    def _beside(self, figure: str) -> Iterator[str]:
        """Yield the figures of the ratios in which a figure is part or whole."""
        for ratio in self.ratios.get(figure, ()):
            for term in (*ratio.part, *ratio.whole):
                yield term.figure

    def of(self, slot: Slot) -> list[_Computed]:
        """Return what the ratios of a figure come to, in its period and to date."""
        found = []
        for ratio in self.ratios.get(slot.figure, ()):
            key = (id(ratio), slot.unit, slot.period)
            if key not in self._known:
                self._known[key] = list(self._computed(ratio, slot))
            found += self._known[key]
        return found

    def _computed(self, ratio: Ratio, slot: Slot) -> Iterator[_Computed]:
        for to_date in (False, True):
            part = self._sum(ratio.part, slot, to_date=to_date)
            whole = self._sum(ratio.whole, slot, to_date=to_date)
            if part is not None and whole is not None and whole > 0:
                yield _Computed(ratio, part, whole)

    def _sum(self, terms: Sequence[Term], slot: Slot, *, to_date: bool) -> Exact | None:
        total: Exact = 0
        for term in terms:
            value = self._value(term.figure, slot, to_date=to_date)
            if value is None:
                return None
            total += term.sign * value
        return total

    def _value(self, name: str, slot: Slot, *, to_date: bool) -> Exact | None:
        if not to_date:
            entry = self.ledger.entries.get(Slot(slot.unit, name, slot.period))
            return None if entry is None else exact(entry.value)
        if slot.period not in self.takers:
            self.takers[slot.period] = Taker(self.plan, self.ledger, slot.period)
        return self.takers[slot.period].to_date(self.plan.figure[name], slot.unit).value()


_CURE = text(
    "xem lại tỷ lệ, tử số và mẫu số; kết quả được tính theo tử số và mẫu số, không theo tỷ lệ này"
)


def _disagrees(entry: Entry, rate: Rate, computed: _Computed) -> Problem:
    shown = rate.shown if rate.shown.endswith("%") else f"{rate.shown}%"
    return warning(
        "percentage-disagrees",
        rate.where,
        text(
            "ghi {shown} nhưng số liệu của {unit} kỳ {period} là {part} / {whole} = {percentage}% "
            "({formula})",
            shown=shown,
            unit=entry.slot.unit,
            period=entry.slot.period,
            part=number_text(computed.part),
            whole=number_text(computed.whole),
            percentage=number_text(computed.percentage),
            formula=f"{_terms(computed.ratio.part)} / {_terms(computed.ratio.whole)}",
        ),
        _CURE,
    )


def _terms(terms: Sequence[Term]) -> str:
    signed = "".join(f"{'+' if term.sign > 0 else '-'}{term.figure}" for term in terms)
    shown = signed.removeprefix("+")
    return f"({shown})" if len(terms) > 1 else shown
