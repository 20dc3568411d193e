"""What ``cchc explain`` shows: one target's formula with its numbers, down to file and line."""

from rich.text import Text as RichText

from cchc_cli.evaluate import Result
from cchc_cli.formats import Screen
from cchc_cli.formats.account import Account, EntryRow, account_of
from cchc_cli.formats.blocks import Block, Indented, heading, render_blocks
from cchc_cli.formats.grid import Column, make_table
from cchc_cli.formats.terminal import STYLES
from cchc_cli.formats.words import NOTHING, Words
from cchc_cli.pipeline import Run
from cchc_cli.texts import Text, text


def render_explanation(run: Run, result: Result, language: str, screen: Screen) -> str:
    """Render how a target was judged."""
    words = Words(run.evaluation.plan, language)
    account = account_of(run, result, words)
    blocks = _head(account, result, words)
    blocks += _calculation(account, words)
    blocks += _figures(account, words)
    blocks += _entries(account, words, screen)
    blocks += _lacking(account, words)
    return render_blocks(blocks, screen)


def _line(words: Words, name: Text, value: str) -> RichText:
    line = RichText(f"{words.say(name)}: ", style="bold")
    return line.append(value, style="not bold")


def _head(account: Account, result: Result, words: Words) -> list[Block]:
    target, say = result.target, words.say
    verdict = _line(words, text("Kết quả"), words.verdict(result.verdict))
    verdict.stylize(STYLES[result.verdict])
    return [
        RichText(f"{say(target.id)} {say(target.name)}", style="bold"),
        RichText(account.demand),
        "",
        _line(words, text("Đơn vị chủ trì"), account.lead),
        _line(words, text("Yêu cầu"), account.require),
        _line(words, text("Đánh giá"), account.judged),
        verdict,
    ]


def _calculation(account: Account, words: Words) -> list[Block]:
    blocks = heading(words, text("Cách tính"))
    blocks.append(RichText(account.formula))
    if account.computed:
        blocks.append(RichText(account.computed))
    if account.alone:
        blocks.append(_line(words, text("Riêng trong kỳ"), account.alone))
    blocks += map(RichText, account.footnotes)
    if account.to_know:
        blocks.append(_line(words, text("Cần biết"), account.to_know))
    return blocks


def _figures(account: Account, words: Words) -> list[Block]:
    blocks = heading(words, text("Các số liệu"))
    for figure in account.figures:
        shown = f" = {figure.total}" if figure.total else ""
        blocks.append(RichText(f"{figure.id}{shown}", style="bold"))
        blocks.append(Indented(RichText(f"{figure.name} ({figure.taken})")))
    return blocks


def _entries(account: Account, words: Words, screen: Screen) -> list[Block]:
    if not account.entries:
        return []
    say = words.say
    columns = [
        Column(say(text("Số liệu"))),
        Column(say(text("Kỳ"))),
        Column(say(text("Đơn vị"))),
        Column(say(text("Giá trị")), is_number=True),
        Column(say(text("Tệp và dòng")), flexible=True),
    ]
    rows = [
        [entry.figure, entry.period, entry.unit, entry.value, _place(entry)]
        for entry in account.entries
    ]
    return [*heading(words, text("Số báo cáo")), make_table(columns, rows, screen)]


def _place(entry: EntryRow) -> str:
    return " · ".join(part for part in (entry.place, entry.older, entry.note) if part)


def _lacking(account: Account, words: Words) -> list[Block]:
    blocks: list[Block] = []
    for title, slots in (
        (text("Còn thiếu"), account.missing),
        (text("Bị loại vì có lỗi"), account.rejected),
    ):
        if slots:
            blocks += heading(words, title)
            blocks += [RichText(slot) for slot in slots]
    for failure in account.failed:
        blocks += ["", RichText(failure)]
    if not account.entries and not blocks:
        blocks.append(RichText(NOTHING))
    return blocks
