"""The report as GitHub-flavoured Markdown, for pasting into a document."""

import re
from collections.abc import Iterable, Iterator, Sequence

from cchc_cli.formats import PLAIN, Screen
from cchc_cli.formats.columns import TARGET_COLUMNS
from cchc_cli.formats.rows import Report, problem_summary
from cchc_cli.formats.words import VERDICT_SYMBOLS
from cchc_cli.texts import text


def escaped(words: str) -> str:
    """Return `words` so that Markdown shows them as they are, also in a table's cell."""
    return re.sub(r"([\\`*_\[\]<>|~&#])", r"\\\1", words)


def render_markdown(report: Report, _screen: Screen = PLAIN) -> str:
    """Render a report as Markdown."""
    return "\n".join(_lines(report)).rstrip() + "\n"


def _lines(report: Report) -> Iterator[str]:
    say = report.words.say
    yield f"# {escaped(report.title)}"
    yield ""
    for line in report.subtitle:
        yield f"{escaped(line)}  "
    yield ""
    yield f"## {say(text('Tổng hợp'))}"
    yield ""
    if report.tasks.total:
        yield f"**{escaped(report.tasks.headline)}**"
        yield ""
    yield from table(
        [f"{VERDICT_SYMBOLS[v]} {word}" for v, word, _ in report.tally] + [say(text("Tổng số"))],
        [[str(count) for _, _, count in report.tally] + [report.total]],
        numbers=range(len(report.tally)),
    )
    for line in report.highlights:
        yield f"- {escaped(line)}"
    if report.highlights:
        yield ""
    for section in report.sections:
        yield f"## {escaped(section.title)}"
        yield ""
        yield from table(
            [say(name) for name in TARGET_COLUMNS],
            [
                [row.id, row.name, row.require, row.of_period, row.to_date, row.verdict, row.since]
                for row in section.rows
            ],
            numbers=(2, 3, 4),
        )
    for note in report.footnotes:
        yield escaped(note)
        yield ""
    yield from _next_steps(report)
    if report.tasks.total:
        from cchc_cli.formats.task_markdown import chapter

        yield from chapter(report.tasks)
    yield from _units(report)
    yield from _problems(report)
    yield "---"
    yield ""
    for line in report.foot:
        yield f"{escaped(line)}  "


def _next_steps(report: Report) -> Iterator[str]:
    if not report.advice:
        return
    yield f"## {report.words.say(text('Việc cần làm tiếp'))}"
    yield ""
    say = report.words.say
    for advice in report.advice:
        target = advice.result.target
        name = f"**{escaped(say(target.id))}** {escaped(say(target.name))}"
        verdict = report.words.verdict(advice.result.verdict)
        yield f"- {name} ({verdict}): {escaped(advice.sentence)} — {escaped(advice.unit)}"
    yield ""


def _units(report: Report) -> Iterator[str]:
    say = report.words.say
    yield f"## {say(text('Tình hình nộp số liệu'))}"
    yield ""
    yield from table(
        [say(text("Đơn vị")), *report.periods, say(text("Còn thiếu"))],
        [[row.unit, *row.cells, "; ".join(row.owed)] for row in report.units],
        numbers=range(1, 1 + len(report.periods)),
    )


def _problems(report: Report) -> Iterator[str]:
    if not report.problems:
        return
    say = report.words.say
    yield f"## {say(text('Lỗi và cảnh báo'))}"
    yield ""
    yield escaped(problem_summary(report.run.problems, report.words))
    yield ""
    for file in report.problems:
        yield f"**{escaped(file.path)}**"
        yield ""
        for _, line, hint in file.problems:
            yield f"- {escaped(line)}"
            if hint:
                yield f"  {say(text('Cách sửa'))}: {escaped(hint)}"
        for more in file.more:
            yield f"- {escaped(more)}"
        yield ""


def table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], numbers: Iterable[int]
) -> Iterator[str]:
    """Yield a table's lines; the columns whose indexes are in `numbers` are set flush right."""
    right = set(numbers)
    yield "| " + " | ".join(map(escaped, columns)) + " |"
    yield ("|" + "|".join(" ---: " if i in right else " --- " for i in range(len(columns))) + "|")
    for row in rows:
        yield "| " + " | ".join(map(escaped, row)) + " |"
    yield ""
