"""What ``cchc explain`` shows: one target's formula with its numbers, down to file and line."""

from fractions import Fraction

from rich.text import Text as RichText

from cchc_cli.evaluate import Result
from cchc_cli.formats import Screen
from cchc_cli.formats.advice import advise, margin_sentence
from cchc_cli.formats.terminal import (
    STYLES,
    Block,
    Column,
    Indented,
    heading,
    make_table,
    render_blocks,
)
from cchc_cli.formats.words import NOTHING, Words
from cchc_cli.pipeline import Run
from cchc_cli.plan.terms import AllDone, Judge, OverTime, Ratio, figures_of
from cchc_cli.texts import Text, printable, text

_OVER_TIME = {
    OverTime.SUM: text("cộng các kỳ"),
    OverTime.LAST: text("lấy kỳ mới nhất"),
    OverTime.EVER: text("đã có một lần là có"),
}


def render_explanation(run: Run, result: Result, language: str, screen: Screen) -> str:
    """Render how a target was judged."""
    words = Words(run.evaluation.plan, language)
    blocks = _head(run, result, words)
    blocks += _calculation(result, words)
    blocks += _figures(result, words)
    blocks += _entries(run, result, words, screen)
    blocks += _lacking(result, words)
    return render_blocks(blocks, screen)


def _line(words: Words, name: Text, value: str) -> RichText:
    line = RichText(f"{words.say(name)}: ", style="bold")
    return line.append(value, style="not bold")


def _head(run: Run, result: Result, words: Words) -> list[Block]:
    target, say = result.target, words.say
    judged = text("riêng") if target.judge is Judge.MONTH else text("lũy kế đến")
    head: list[Block] = [
        RichText(f"{say(target.id)} {say(target.name)}", style="bold"),
        RichText(f"{say(target.clause)}: {say(target.text)}"),
        "",
        _line(words, text("Đơn vị chủ trì"), words.unit(target.lead)),
        _line(words, text("Yêu cầu"), words.requirement(target) + _due(result, words)),
        _line(
            words,
            text("Đánh giá"),
            f"{say(judged)} {words.period(run.evaluation.period)}",
        ),
        _line(words, text("Kết quả"), words.verdict(result.verdict)),
    ]
    head[-1].stylize(STYLES[result.verdict])  # type: ignore[union-attr]
    return head


def _due(result: Result, words: Words) -> str:
    due = result.target.due
    return words.say(text(", hạn {period}", period=words.period(due))) if due else ""


def _calculation(result: Result, words: Words) -> list[Block]:
    target = result.target
    blocks = heading(words, text("Cách tính"))
    blocks.append(RichText(words.formula(target)))
    if isinstance(target.measure, Ratio) and result.part is not None and result.whole is not None:
        shown = f"= {words.number(result.part)} / {words.number(result.whole)}"
        if result.value is not None:
            shown += f" = {words.to_date(result)}"
        blocks.append(RichText(shown))
    elif isinstance(target.measure, AllDone) or result.value is not None:
        blocks.append(RichText(f"= {words.to_date(result)}"))
    if result.period_value is not None and target.require is not None:
        alone = words.value(result, result.period_value)
        blocks.append(_line(words, text("Riêng trong kỳ"), alone))
    if result.provisional:
        blocks.append(
            RichText(
                words.say(text("* tạm tính trên các kỳ đã đủ số liệu, không dùng để đánh giá"))
            )
        )
    advice = advise([result], words)
    sentence = advice[0].sentence if advice else margin_sentence(result, words)
    if sentence:
        blocks.append(_line(words, text("Cần biết"), sentence))
    return blocks


def _figures(result: Result, words: Words) -> list[Block]:
    blocks = heading(words, text("Các số liệu"))
    for name in figures_of(result.target.measure):
        figure = words.plan.figure[name]
        taken = words.say(_OVER_TIME[figure.over_time])
        total = _total(result, name)
        shown = f" = {words.number(total)}" if total is not None else ""
        blocks.append(RichText(f"{name}{shown}", style="bold"))
        described = f"{words.say(figure.name)} ({taken})"
        blocks.append(Indented(RichText(described)))
    return blocks


def _total(result: Result, name: str) -> Fraction | None:
    """Return the sum of the entries that a figure rests on; None for yes or no."""
    values = [e.value for e in result.entries if e.slot.figure == name]
    if not values or any(isinstance(value, bool) for value in values):
        return None
    return sum(map(Fraction, values), Fraction(0))


def _entries(run: Run, result: Result, words: Words, screen: Screen) -> list[Block]:
    if not result.entries:
        return []
    say = words.say
    columns = [
        Column(say(text("Số liệu"))),
        Column(say(text("Kỳ"))),
        Column(say(text("Đơn vị"))),
        Column(say(text("Giá trị")), is_number=True),
        Column(say(text("Tệp và dòng")), flexible=True),
    ]
    rows = []
    for entry in result.entries:
        kind = words.plan.figure[entry.slot.figure].type
        place = printable(str(entry.where))
        older = run.submissions.ledger.superseded.get(entry.slot, ())
        if older:
            values = [
                f"{words.submitted(e.value, kind)} ({printable(str(e.where))})" for e in older
            ]
            place += " · " + say(text("thay cho {older}", older=values))
        if entry.note:
            place += f" · {say(entry.note)}"
        rows.append(
            [
                entry.slot.figure,
                str(entry.slot.period),
                entry.slot.unit,
                words.submitted(entry.value, kind),
                place,
            ]
        )
    return [*heading(words, text("Số báo cáo")), make_table(columns, rows, screen)]


def _lacking(result: Result, words: Words) -> list[Block]:
    blocks: list[Block] = []
    for title, slots in (
        (text("Còn thiếu"), result.missing),
        (text("Bị loại vì có lỗi"), result.rejected),
    ):
        if slots:
            blocks += heading(words, title)
            blocks += [RichText(f"{s.figure}  {s.period}  {words.unit(s.unit)}") for s in slots]
    for failure in result.failed_checks:
        blocks += [
            "",
            RichText(
                f"{words.say(failure.check.rule)} – {failure.period} – {words.unit(failure.unit)}"
            ),
        ]
    if not result.entries and not blocks:
        blocks.append(RichText(NOTHING))
    return blocks
