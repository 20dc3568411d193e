"""What ``cchc check`` shows: who has submitted what, and the problems file by file."""

from typing import NamedTuple

from rich.text import Text as RichText

from cchc_cli.formats import Screen
from cchc_cli.formats.json import FORMAT, dumped, problem_object, submission_object
from cchc_cli.formats.rows import (
    problem_rows,
    problem_summary,
    short_period,
    shown_periods,
    unit_rows,
)
from cchc_cli.formats.terminal import Block, heading, problem_blocks, render_blocks, units_blocks
from cchc_cli.formats.words import Words
from cchc_cli.pipeline import Run
from cchc_cli.texts import printable, text


class Desk(NamedTuple):
    """A run as the clerk looks at it."""

    run: Run
    language: str
    show_all: bool = False

    @property
    def words(self) -> Words:
        """Words and numbers in the reader's language."""
        return Words(self.run.evaluation.plan, self.language)


def render_desk_json(desk: Desk) -> str:
    """Render submissions and problems as JSON."""
    return dumped(
        {
            "format": FORMAT,
            "submissions": [submission_object(s) for s in desk.run.evaluation.submissions],
            "problems": [problem_object(p, desk.words) for p in desk.run.problems],
        }
    )


def render_desk_text(desk: Desk, screen: Screen) -> str:
    """Render submissions and problems as text."""
    words, run = desk.words, desk.run
    plan, period = run.evaluation.plan, run.evaluation.period
    rows = tuple(unit_rows(plan, run, run.evaluation.submissions, words))
    periods = [short_period(p) for p in shown_periods(plan, period)]
    blocks: list[Block] = [
        RichText(printable(plan.title), style="bold"),
        RichText(words.say(text("Kiểm tra số liệu đến kỳ {period}", period=words.period(period)))),
        *units_blocks(rows, periods, words, screen),
    ]
    if run.problems:
        blocks += heading(words, text("Lỗi và cảnh báo"))
        for file in problem_rows(run.problems, words, show_all=desk.show_all):
            blocks += problem_blocks(file, words)
        blocks += ["", RichText(problem_summary(run.problems, words))]
    else:
        blocks += ["", RichText(words.say(text("Không có lỗi nào trong các tệp.")), style="green")]
    return render_blocks(blocks, screen)
