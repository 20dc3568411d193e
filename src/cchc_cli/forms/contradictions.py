"""How figures that contradict each other, or themselves, are put to an office.

A check rule that does not hold is told by the names of figures, not codes; a figure that was
submitted with several values, by these and their places.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from cchc_cli.checks import CheckFailure
from cchc_cli.formats.words import Words
from cchc_cli.forms.wording import place, with_cure
from cchc_cli.numbers import FigureType
from cchc_cli.plan.terms import Operator, Side, Term
from cchc_cli.submissions.ledger import Entry, ProgressEntry
from cchc_cli.submissions.twice import shown_value
from cchc_cli.texts import Text, text

_DEMANDS: dict[Operator, Text] = {
    Operator.AT_MOST: text("{left} không được lớn hơn {right}"),
    Operator.BELOW: text("{left} phải nhỏ hơn {right}"),
    Operator.AT_LEAST: text("{left} không được nhỏ hơn {right}"),
    Operator.ABOVE: text("{left} phải lớn hơn {right}"),
    Operator.EQUAL: text("{left} phải bằng {right}"),
}
"""What a rule demands, which is what is said where it does not hold."""
_ADDED = text("{sum} cộng {term}")
_SUBTRACTED = text("{sum} trừ {term}")
_VALUES = 10
"""How many values of one figure are told."""


def say_contradiction(failure: CheckFailure, words: Words) -> str:
    """Say the period, the rule by names with the values submitted, the files, and the cure.

    Values and totals keep all their digits: a rounded one might seem to hold.  Totals are told
    where a side has more than one term, in per cent if all figures of the rule are percentages.
    """
    said = text(
        "Số liệu {period} ({files}): {demand}",
        period=words.period(failure.period),
        files=_files(failure.entries),
        demand=_demand(failure, words),
    )
    codes = list(failure.check.figures)
    advice = (
        text("xem lại số liệu nêu trên (mã {codes}), sửa số chưa đúng", codes=codes)
        if failure.check.is_error
        else text("xem lại số liệu nêu trên (mã {codes}), chưa đúng thì sửa; nếu đúng thì ghi lý "
                  "do ở cột Ghi chú", codes=codes)
    )  # fmt: skip
    return with_cure(words.say(said), words.say(advice), words)


def say_several_values(entries: Sequence[Entry | ProgressEntry], words: Words) -> str:
    """Say which values of one figure were submitted, in the order of the files, and the cure.

    Values keep all their digits: rounded ones might seem to agree.  Of very many the first are
    told.
    """
    ordered = sorted(entries, key=lambda entry: entry.where.order())
    values = [_value_at(entry, words) for entry in ordered[:_VALUES]]
    if len(ordered) > _VALUES:
        more = text("… và {count} giá trị nữa", count=len(ordered) - _VALUES)
        values.append(words.say(more))
    said = f"{words.say(text('đã nộp các giá trị khác nhau'))}: {'; '.join(values)}"
    return with_cure(said, words.say(text("ghi giá trị đúng vào ô đỏ của biểu")), words)


def _value_at(entry: Entry | ProgressEntry, words: Words) -> str:
    """Show a value with its place: ``1017 (tệp hcc.xlsx, trang Biểu, ô F13)``."""
    value = words.say(shown_value(entry.value))
    shown = words.estimate(value) if entry.estimated else value
    return f"{shown} ({place(entry.where, words)})"


def _demand(failure: CheckFailure, words: Words) -> Text:
    check = failure.check
    kinds = {words.plan.figure[name].type for name in check.figures}
    mark = "%" if kinds == {FigureType.PERCENT} else ""
    shown = {entry.slot.figure: _figure(entry, words) for entry in failure.entries}
    left, right = (_side(side, shown, mark, words) for side in (check.left, check.right))
    demand = Text(_DEMANDS[check.op].template, {"left": left, "right": right})
    if not (_is_compound(check.left) or _is_compound(check.right)):
        return demand
    return text(
        "{demand}; theo số đã nộp, hai vế là {left} và {right}",
        demand=demand,
        left=words.exactly(failure.left) + mark,
        right=words.exactly(failure.right) + mark,
    )


def _is_compound(side: Side) -> bool:
    """Tell whether a side has to be worked out: it is neither one figure nor a number."""
    if not side.terms:
        return False
    return len(side.terms) > 1 or side.constant != 0 or side.terms[0].sign < 0


def _side(side: Side, shown: Mapping[str, Text], mark: str, words: Words) -> Text:
    """Put a side into words; what is added comes first, so that none begins with a minus."""
    if not side.terms:
        return _number(side.constant, mark, words)
    added, subtracted = _signed(side.terms, shown, 1), _signed(side.terms, shown, -1)
    if side.constant:
        constant = _number(abs(side.constant), mark, words)
        (added if side.constant > 0 else subtracted).append(constant)
    if not added:
        added.append(_number(Fraction(0), mark, words))
    whole = added[0]
    for joined, terms in ((_ADDED, added[1:]), (_SUBTRACTED, subtracted)):
        for term in terms:
            whole = Text(joined.template, {"sum": whole, "term": term})
    return whole


def _number(value: Fraction, mark: str, words: Words) -> Text:
    return text("{number}", number=words.exactly(value) + mark)


def _signed(terms: Sequence[Term], shown: Mapping[str, Text], sign: int) -> list[Text]:
    return [shown[term.figure] for term in terms if term.sign == sign]


def _figure(entry: Entry, words: Words) -> Text:
    """Show a figure by name and value: ``"Hồ sơ trả đúng hạn" (201)``."""
    figure = words.plan.figure[entry.slot.figure]
    value = words.exactly(Fraction(entry.value))
    value += "%" if figure.type is FigureType.PERCENT else ""
    shown = words.estimate(value) if entry.estimated else value
    return text('"{figure}" ({value})', figure=figure.name, value=shown)


def _files(entries: Sequence[Entry]) -> Text:
    paths = dict.fromkeys(entry.where.path for entry in entries)
    return text("tệp {path}", path=list(paths))
