"""What the page shows beside the shared rows: drawings, accounts, what the filter goes by."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from cchc_cli.evaluate import Evaluation, Result, Verdict
from cchc_cli.formats.account import Account, account_of
from cchc_cli.formats.html.drawing import Bullet, Trend, bullet_of, trend_of
from cchc_cli.formats.html.tasks import TaskChapter, task_chapter
from cchc_cli.formats.rows import (
    Report,
    TargetRow,
    problem_summary,
    short_period,
    shown_periods,
    units_of,
)
from cchc_cli.formats.task_rows import section_title
from cchc_cli.formats.words import VERDICT_SYMBOLS, Words
from cchc_cli.limits import PAGE_ENTRIES
from cchc_cli.texts import text


class Tile(NamedTuple):
    """A verdict of the tally, and its part of the whole in hundredths."""

    verdict: Verdict
    sign: str
    word: str
    targets: int
    start: int
    """Where its part of the bar begins, counted in targets."""


class Stage(NamedTuple):
    """A target at one period."""

    period: str
    to_date: str
    of_period: str
    verdict: str


class Card(NamedTuple):
    """A target with all that unfolds below it."""

    anchor: str
    row: TargetRow
    section: str
    units: str
    account: Account
    bullet: Bullet
    trend: Trend | None
    trend_words: str
    """The trend for who cannot see it."""
    stages: tuple[Stage, ...]


class Group(NamedTuple):
    """The cards of one section."""

    section: str
    title: str
    met: str
    cards: tuple[Card, ...]


class Step(NamedTuple):
    """What to do next about a target."""

    card: Card
    sentence: str
    unit: str


class Page(NamedTuple):
    """All that the templates lay out."""

    report: Report
    plan_language: str
    """The language of the plan's own words; empty where it is the page's."""
    lead: str
    scope: str
    """Said where the report shows a part of the plan."""
    tiles: tuple[Tile, ...]
    total: int
    groups: tuple[Group, ...]
    steps: tuple[Step, ...]
    sections: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    all_shown: str
    problem_summary: str
    tasks: TaskChapter | None
    """None where the plan has no task."""
    some_shown: str
    """With ``{shown}`` for a number that the page's script fills in."""


def build_page(report: Report) -> Page:
    """Put together what the page shows."""
    groups = tuple(_groups(report))
    cards = [card for group in groups for card in group.cards]
    plan, say, total = report.words.plan, report.words.say, len(report.run.evaluation.results)
    met = report.run.evaluation.tally()[Verdict.MET]
    return Page(
        report=report,
        plan_language="" if plan.language == report.words.language else plan.language,
        lead=say(text("Đạt {met} trong {total} chỉ tiêu", met=met, total=total)),
        scope=_scope(len(cards), total, report.words),
        tiles=tuple(_tiles(report)),
        total=total,
        groups=groups,
        steps=tuple(_steps(report, {card.row.result.target.id: card for card in cards})),
        sections=tuple(_section_names(report)),
        units=tuple(_units(cards, report)),
        all_shown=say(text("Đang hiện cả {total} chỉ tiêu", total=len(cards))),
        tasks=task_chapter(report, _section_keys(report)) if report.tasks.total else None,
        problem_summary=problem_summary(report.run.problems, report.words),
        some_shown=say(
            text("Đang hiện {shown} trong {total} chỉ tiêu", shown="{shown}", total=len(cards))
        ),
    )


def _scope(shown: int, total: int, words: Words) -> str:
    if shown == total:
        return ""
    return words.say(
        text(
            "Trang này chỉ gồm {shown} trong {total} chỉ tiêu; số tổng hợp là của cả kế hoạch.",
            shown=shown,
            total=total,
        )
    )


def _tiles(report: Report) -> Iterable[Tile]:
    starts = accumulate((count for _, _, count in report.tally), initial=0)
    for (verdict, word, count), start in zip(report.tally, starts, strict=False):
        yield Tile(verdict, VERDICT_SYMBOLS[verdict], word, count, start)


def _groups(report: Report) -> Iterable[Group]:
    evaluation = report.run.evaluation
    periods = shown_periods(evaluation.plan, evaluation.period)
    history = [
        {result.target.id: (at, result) for result in at.results}
        for at in report.run.history(periods[0])
    ]
    numbers = iter(range(1, 1 + len(report.results)))
    keys = _section_keys(report)
    for rows in report.sections:
        section = keys[rows.rows[0].result.target.section]
        cards = tuple(_card(report, row, section, next(numbers), history) for row in rows.rows)
        met = sum(row.result.verdict is Verdict.MET for row in rows.rows)
        said = text("{met}/{total} đạt", met=met, total=len(cards))
        yield Group(section, rows.title, report.words.say(said), cards)


def _card(
    report: Report,
    row: TargetRow,
    section: str,
    number: int,
    history: Sequence[Mapping[str, tuple[Evaluation, Result]]],
) -> Card:
    words, target = report.words, row.result.target
    past = [of_period[target.id] for of_period in history]
    stages = tuple(_stage(at, result, words) for at, result in past)
    return Card(
        anchor=f"t{number}",
        row=row,
        section=section,
        units=" ".join(sorted(units_of(target, words.plan))),
        account=account_of(report.run, row.result, words, PAGE_ENTRIES),
        bullet=bullet_of(row.result),
        trend=trend_of([result for _, result in past]),
        trend_words="; ".join(f"{stage.period}: {stage.to_date}" for stage in stages),
        stages=stages,
    )


def _stage(at: Evaluation, result: Result, words: Words) -> Stage:
    return Stage(
        short_period(at.period),
        words.to_date(result),
        words.of_period(result),
        words.verdict(result.verdict),
    )


def _steps(report: Report, cards: Mapping[str, Card]) -> Iterable[Step]:
    for advice in report.advice:
        yield Step(cards[advice.result.target.id], advice.sentence, advice.unit)


def _section_keys(report: Report) -> dict[str, str]:
    """Return what the sections shown are called within the page, by their ids, in plan order."""
    shown = {row.result.target.section for section in report.sections for row in section.rows}
    shown |= {row.result.task.section for row in report.tasks.rows}
    ids = [section.id for section in report.words.plan.sections if section.id in shown]
    return {name: f"s{number}" for number, name in enumerate(ids, start=1)}


def _section_names(report: Report) -> Iterable[tuple[str, str]]:
    """Yield key and title of the sections that the filter can ask for."""
    keys = _section_keys(report)
    for section in report.words.plan.sections:
        if section.id in keys:
            yield keys[section.id], section_title(section, report.words)


def _units(cards: Sequence[Card], report: Report) -> Iterable[tuple[str, str]]:
    """Yield id and name of the units that the filter can ask for."""
    concerned = {unit for card in cards for unit in card.units.split()}
    for row in report.tasks.rows:
        concerned |= {row.result.task.lead, *row.result.task.supported_by}
    for unit in report.words.plan.units:
        if unit.id in concerned:
            yield unit.id, report.words.unit(unit.id)
