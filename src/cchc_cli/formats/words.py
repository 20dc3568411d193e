"""How verdicts, values and problems are worded, in the reader's language."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from cchc_cli.changes import Change, Since
from cchc_cli.evaluate import Result, Verdict
from cchc_cli.locale import Translate, translator
from cchc_cli.numbers import FigureType, Value, format_number
from cchc_cli.periods import Period
from cchc_cli.plan.terms import AllDone, Plan, Ratio, Requirement, Target, Term, figures_of
from cchc_cli.problems import Problem, Severity
from cchc_cli.submissions.ledger import Entry
from cchc_cli.texts import Text, printable, text
from cchc_cli.verdicts import VERDICT_SYMBOLS as VERDICT_SYMBOLS
from cchc_cli.verdicts import VERDICT_WORDS as VERDICT_WORDS

CHANGE_SIGNS: dict[Change, str] = {
    Change.NEWLY_MET: "▲",
    Change.NEWLY_MISSED: "▼",
    Change.UP: "↑",
    Change.DOWN: "↓",
    Change.SAME: "→",
}
CHANGE_WORDS: dict[Change, Text] = {
    Change.NEWLY_MET: text("mới đạt"),
    Change.NEWLY_MISSED: text("mới không đạt"),
    Change.SAME: text("không đổi"),
}

NOTHING = "–"
"""Shown where there is no value."""
PROVISIONAL_NOTE = text("* tạm tính trên các kỳ đã đủ số liệu, không dùng để đánh giá")
ESTIMATE_NOTE = text("ước: có số ước thực hiện do đơn vị nộp, chưa phải số chính thức")
"""What the marks of values mean."""


class Words(NamedTuple):
    """Words and numbers in one language for one plan."""

    plan: Plan
    language: str

    @property
    def translate(self) -> Translate:
        """The translation of templates into this language."""
        return translator(self.language)

    def say(self, sentence: Text | str) -> str:
        """Return a sentence in this language."""
        if isinstance(sentence, Text):
            return sentence.render(self.translate, limit=None)
        return printable(sentence)

    def message(self, sentence: Text) -> str:
        """Return a problem's sentence; what it quotes from a file is cut where it is long."""
        return sentence.render(self.translate)

    def number(self, value: Fraction | int, *guards: Fraction | int) -> str:
        """Show a number, never rounded onto or across a guard."""
        return format_number(value, *guards, 0, comma=self.language == "vi")

    def exactly(self, value: Fraction) -> str:
        """Show a decimal number with all its digits."""
        return self.number(value, value)

    def percent(self, value: Fraction, *guards: Fraction | int) -> str:
        """Show a percentage, never rounded onto or across a guard, 0 or 100."""
        return self.number(value, *guards, 100) + "%"

    def share(self, part: int, whole: int) -> str:
        """Show what part of a whole is done with one decimal, as reports do: ``75,6%``.

        It is never rounded onto 0 or 100.
        """
        share = Fraction(100 * part, whole)
        return format_number(share, 0, 100, comma=self.language == "vi", digits=1) + "%"

    def requirement(self, target: Target) -> str:
        """Show a requirement: ``≥ 95%``."""
        require = target.require
        if require is None:
            return self.say(text("đủ {count} việc", count=len(figures_of(target.measure))))
        return f"{require.op.sign} {self.bound(require)}"

    def bound(self, require: Requirement) -> str:
        """Show a requirement's bound: ``95%``."""
        return self._by(require, require.bound, require.bound)

    def to_date(self, result: Result, *guards: Fraction) -> str:
        """Show what a result was judged on: ``ước 95,2%`` if that rests on an estimate.

        A provisional value is marked with ``*``.
        """
        shown = self.value(result, result.value, *guards) + ("*" if result.provisional else "")
        return self.estimate(shown) if result.estimated else shown

    def of_period(self, result: Result) -> str:
        """Show the value of the period alone; nothing for tasks that must all be done."""
        if result.target.require is None:
            return NOTHING
        shown = self.value(result, result.period_value)
        return self.estimate(shown) if result.period_estimated and shown != NOTHING else shown

    def estimate(self, shown: str) -> str:
        """Mark what is shown as an estimate: ``ước 120``."""
        return self.say(text("ước {value}", value=shown))

    def footnotes(self, *results: Result) -> tuple[str, ...]:
        """Say what the marks of these results' values mean; nothing of marks that none has."""
        notes = (
            (PROVISIONAL_NOTE, any(result.provisional for result in results)),
            (ESTIMATE_NOTE, any(result.estimated for result in results)),
        )
        return tuple(self.say(note) for note, applies in notes if applies)

    def value(self, result: Result, value: Fraction | None, *guards: Fraction) -> str:
        """Show a value of a result's measure, never rounded onto or across a guard."""
        target = result.target
        if isinstance(target.measure, AllDone):
            return self._done(result)
        if value is None or target.require is None:
            return NOTHING
        return self._by(target.require, value, target.require.bound, *guards)

    def _done(self, result: Result) -> str:
        names = figures_of(result.target.measure)
        asked = sum(len(self.plan.figure[name].reported_by) for name in names)
        if len({(entry.slot.figure, entry.slot.unit) for entry in result.entries}) < asked:
            return NOTHING  # some unit has not answered yet
        count = len(names)
        return f"{count - len(result.not_done)}/{count}"

    def _by(self, require: Requirement, value: Fraction, *guards: Fraction | int) -> str:
        return self.percent(value, *guards) if require.percent else self.number(value, *guards)

    def verdict(self, verdict: Verdict) -> str:
        """Show a verdict by sign and word: ``✓ ĐẠT``."""
        return f"{VERDICT_SYMBOLS[verdict]} {self.say(VERDICT_WORDS[verdict])}"

    def since(self, target: Target, since: Since) -> str:
        """Show what changed since the period before by sign and words; ``–`` where unknown."""
        if since.change is None:
            return NOTHING
        sign = CHANGE_SIGNS.get(since.change, "")
        if since.change in (Change.UP, Change.DOWN) and since.difference is not None:
            ones = self.say(text("điểm %")) if target.require and target.require.percent else ""
            return f"{sign} {self.number(abs(since.difference))} {ones}".rstrip()
        if since.change is Change.OTHER_VERDICT and since.before is not None:
            return self.say(text("trước: {verdict}", verdict=VERDICT_WORDS[since.before]))
        return f"{sign} {self.say(CHANGE_WORDS[since.change])}"

    def submitted(self, value: Value, kind: FigureType) -> str:
        """Show a submitted value of a figure of this type."""
        if isinstance(value, bool):
            return self.say(text("có") if value else text("không"))
        shown = format_number(value, 0, comma=self.language == "vi")
        return f"{shown}%" if kind is FigureType.PERCENT else shown

    def entry(self, entry: Entry) -> str:
        """Show an entry's value, an estimate as such."""
        shown = self.submitted(entry.value, self.plan.figure[entry.slot.figure].type)
        return self.estimate(shown) if entry.estimated else shown

    def period(self, period: Period) -> str:
        """Show a period: ``tháng 9/2025``."""
        return self.say(text("tháng {month}/{year}", month=period.month, year=period.year))

    def unit(self, unit: str) -> str:
        """Show a unit by its name in the plan."""
        return self.say(self.plan.unit[unit].name)

    def measured_in(self, target: Target) -> str:
        """Return the unit of measure of a target's part, or of its total."""
        if isinstance(target.measure, AllDone):
            return ""
        figure = self.plan.figure[figures_of(target.measure)[0]]
        if figure.type is FigureType.PERCENT:
            return self.say(text("điểm %"))
        return self.say(figure.measured_in)

    def formula(self, target: Target) -> str:
        """Show a measure by figure ids: ``ho_so_dung_han / ho_so_da_tra``."""
        measure = target.measure
        if isinstance(measure, Ratio):
            return f"{_side(measure.part)} / {_side(measure.whole)}"
        if isinstance(measure, AllDone):
            return self.say(text('tất cả phải là "có": {figures}', figures=list(measure.figures)))
        return _sum(measure.terms)

    def problem(self, problem: Problem) -> tuple[str, str]:
        """Return a problem's line (place, severity, code, message) and its cure."""
        severity = text("lỗi") if problem.severity is Severity.ERROR else text("cảnh báo")
        line = (
            f"{printable(str(problem.where))}: {self.say(severity)} "
            f"[{problem.code}] {self.message(problem.message)}"
        )
        return line, self.message(problem.hint)


def _side(terms: Sequence[Term]) -> str:
    return f"({_sum(terms)})" if len(terms) > 1 else _sum(terms)


def _sum(terms: Sequence[Term]) -> str:
    shown = "".join(f"{' + ' if term.sign > 0 else ' - '}{term.figure}" for term in terms)
    return shown.removeprefix(" + ").removeprefix(" ")
