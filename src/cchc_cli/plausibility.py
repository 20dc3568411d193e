"""What looks wrong without being wrong: figures beside their own past, percentages beside figures.

For the clerk who takes in the files, not for the evaluation: nothing here changes a value or a
verdict.  Each rule is narrow on purpose, since a false alarm every month is worse than none.
"""

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from fractions import Fraction

from cchc_cli.evaluate import Evaluation
from cchc_cli.numbers import Exact, FigureType, exact, number_text
from cchc_cli.periods import Period
from cchc_cli.plan.terms import Every, Figure, OverTime, Plan
from cchc_cli.problems import FileCounts, Location, Problem, warning
from cchc_cli.submissions.encoding import AS_UNICODE, font_message
from cchc_cli.submissions.fonts import legacy_font
from cchc_cli.submissions.ledger import Entry, Ledger, Rate
from cchc_cli.texts import text
from cchc_cli.typed_rates import check_rates

_TIMES = 10
"""How many times the unit's own past, or what part of it, is unusual."""
_EARLIER = 3
"""How many earlier values it takes to know a past."""
_SMALL = 20
"""Up to this a value, and its past, are so small that a factor of ten is an accident."""
_NOTES = 10_000
"""How many notes of a file, other than in plain Latin letters, are looked at for their font."""
_COMPARED = 2
"""How many figures it takes for "all as in the month before" to mean something."""


def find_implausible(
    evaluation: Evaluation, ledger: Ledger, rates: Sequence[Rate]
) -> list[Problem]:
    """Return warnings about the accepted entries of an evaluation.

    `ledger` is what was evaluated.  `rates` are the percentages that offices typed beside their
    figures; those in notes are found here.  The order of the entries changes nothing, unless a
    file has so many that some are only counted.
    """
    plan, entries = evaluation.plan, evaluation.entries
    found: list[Problem] = []
    counts = FileCounts()
    for (_, name), by_period in entries.items():
        figure = plan.figure[name]
        if figure.type is not FigureType.YES_NO:
            found += _beside_its_past(figure, [by_period[p] for p in sorted(by_period)], counts)
    for path, count in counts.beyond():
        said = text("và {count} giá trị nữa khác hẳn các kỳ trước, không kể hết", count=count)
        found.append(warning("unusual-value", Location(path), said, _LOOK_AGAIN))
    by_unit: dict[str, dict[str, dict[Period, Entry]]] = {}
    for (unit, name), by_period in entries.items():
        by_unit.setdefault(unit, {})[name] = by_period
    in_part = {(slot.unit, slot.period) for slot in ledger.rejected}
    for known in plan.units:
        found += _copies(plan, known.id, by_unit.get(known.id, {}), in_part)
    found += _garbled_notes(ledger)
    return found + list(check_rates(plan, ledger, rates, evaluation.period))


def _beside_its_past(
    figure: Figure, entries: Sequence[Entry], counts: FileCounts
) -> Iterator[Problem]:
    """Compare each entry of a unit's figure, in the order of time, with the ones before it."""
    values = [exact(entry.value) for entry in entries]
    least = min(values)
    if least > 0 and max(values) < _TIMES * least:
        return  # as most are: nothing is far from anything else
    earlier: list[Exact] = []
    for index, (entry, value) in enumerate(zip(entries, values, strict=True)):
        if index and _falls_to_zero(figure, entries[index - 1], entry):
            if counts.has_room(entry.where):
                yield _stock_at_zero(entries[index - 1], entry)
        elif (
            index >= _EARLIER
            and _is_unusual(value, doubled := doubled_median(earlier))
            and counts.has_room(entry.where)
        ):
            yield _unusual(entry, Fraction(doubled) / 2)
        insort(earlier, value)


def doubled_median(ranked: Sequence[Exact]) -> Exact:
    """Return twice the value in the middle, or the two in the middle added, of sorted values.

    Whole numbers stay such, which are compared ten times faster than fractions.
    """
    middle = len(ranked) // 2
    return ranked[middle] + ranked[middle - 1 + len(ranked) % 2]


def _is_unusual(value: Exact, doubled: Exact) -> bool:
    """Tell whether a value is ten times what is usual or more, or a tenth of it or less.

    What is usual is given doubled.  Nothing can be told of a figure that is usually zero, or less.
    """
    if doubled <= 0 or max(2 * value, doubled) <= 2 * _SMALL:
        return False
    return 2 * value >= _TIMES * doubled or 2 * value * _TIMES <= doubled


def _falls_to_zero(figure: Figure, before: Entry, entry: Entry) -> bool:
    """Tell whether a stock that was there is gone; a percentage is no stock."""
    is_stock = figure.over_time is OverTime.LAST and figure.type is not FigureType.PERCENT
    return is_stock and before.value > 0 and entry.value == 0


_LOOK_AGAIN = text(
    "xem có thừa, thiếu chữ số hoặc nhầm đơn vị tính không; nếu đúng thì không phải sửa, nên ghi "
    "lý do ở cột ghi chú"
)


def _unusual(entry: Entry, usual: Fraction) -> Problem:
    slot, value = entry.slot, Fraction(entry.value)
    said = (
        text("{figure} kỳ {period} của {unit} là {value}, gấp {times} lần mức thường thấy ở "
             "các kỳ trước ({usual})", figure=slot.figure, period=slot.period, unit=slot.unit,
             value=number_text(value), times=number_text(value / usual), usual=number_text(usual))
        if value > usual
        else text("{figure} kỳ {period} của {unit} là {value}, không quá một phần mười mức thường "
                  "thấy ở các kỳ trước ({usual})", figure=slot.figure, period=slot.period,
                  unit=slot.unit, value=number_text(value), usual=number_text(usual))
    )  # fmt: skip
    return warning(
        "unusual-value",
        entry.where,
        said,
        _LOOK_AGAIN,
    )


def _stock_at_zero(before: Entry, entry: Entry) -> Problem:
    slot = entry.slot
    return warning(
        "stock-at-zero",
        entry.where,
        text(
            "{figure} của {unit} kỳ {earlier} là {value}, kỳ {period} còn 0",
            figure=slot.figure,
            unit=slot.unit,
            earlier=before.slot.period,
            value=number_text(Fraction(before.value)),
            period=slot.period,
        ),
        text(
            "đây là số tại cuối kỳ, không phải số phát sinh trong kỳ; không đổi thì ghi lại số cũ, "
            "thật sự đã hết thì không phải sửa"
        ),
    )


def _copies(
    plan: Plan,
    unit: str,
    own: Mapping[str, Mapping[Period, Entry]],
    in_part: Set[tuple[str, Period]],
) -> Iterator[Problem]:
    """Yield a warning for each period in which a unit's figures are all as the month before.

    Nothing can be told of those of which some were rejected (`in_part`).
    """
    sent = {period for by_period in own.values() for period in by_period}
    for period in sorted(period for period in sent if (unit, period) not in in_part):
        same = _same_entries(plan, own, period)
        if len(same) >= _COMPARED and any(entry.value for entry in same):
            yield _same_as_before(unit, period, [entry.where for entry in same])


def _same_entries(
    plan: Plan, own: Mapping[str, Mapping[Period, Entry]], period: Period
) -> list[Entry]:
    """Return a unit's numbers for a period if all are as in the month before, else none.

    A yes stays a yes, and says nothing; what is not due every month may lack a number before.
    """
    same, earlier = [], period.previous()
    for name, by_period in own.items():
        entry, before = by_period.get(period), by_period.get(earlier)
        if entry is None or plan.figure[name].type is FigureType.YES_NO:
            continue
        if before is not None and before.value == entry.value:
            same.append(entry)
        elif before is not None or plan.figure[name].every is Every.MONTH:
            return []
    return same


def _same_as_before(unit: str, period: Period, places: Iterable[Location]) -> Problem:
    where = sorted(places, key=Location.order)
    return warning(
        "same-as-before",
        where[0],
        text(
            "cả {count} số liệu của {unit} kỳ {period} giống hệt kỳ {earlier}",
            count=len(where),
            unit=unit,
            period=period,
            earlier=period.previous(),
        ),
        text(
            "hỏi đơn vị có gửi nhầm số của kỳ trước không; nếu thật sự không đổi thì không phải sửa"
        ),
    )


def _garbled_notes(ledger: Ledger) -> Iterator[Problem]:
    """Yield a warning for each file with notes typed in a TCVN3 or VNI font, at the first one.

    Values do not suffer from it, but reports quote notes.  So many of a file are looked at.
    """
    looked_at: Counter[str] = Counter()
    first: dict[str, tuple[Location, str]] = {}
    for entry in ledger.entries.values():
        path, note = entry.where.path, entry.note
        if note.isascii() or looked_at[path] >= _NOTES:
            continue
        if path in first and entry.where.order() > first[path][0].order():
            continue
        looked_at[path] += 1
        if font := legacy_font(note):
            first[path] = (entry.where, font)
    for _, (where, font) in sorted(first.items()):
        message, hint = font_message(font), AS_UNICODE
        yield warning("legacy-font", where, text("ghi chú: {what}", what=message), hint)
