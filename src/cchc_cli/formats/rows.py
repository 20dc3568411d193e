"""The rows that all formats share: a report as words and numbers, before any layout.

Whatever two formats show of a target comes from here, so that they cannot disagree.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from cchc_cli import __version__
from cchc_cli.changes import Change, since
from cchc_cli.evaluate import Evaluation, Result, Submission, Verdict
from cchc_cli.formats.advice import Advice, advise
from cchc_cli.formats.task_rows import TaskRows, build_task_rows, section_title
from cchc_cli.formats.words import NOTHING, VERDICT_WORDS, Words
from cchc_cli.limits import SAME_PROBLEMS
from cchc_cli.periods import Period, first_day, last_day
from cchc_cli.pipeline import Run
from cchc_cli.plan.terms import Plan, Target, figures_of
from cchc_cli.problems import Problem, Severity
from cchc_cli.submissions.ledger import Ledger, Slot
from cchc_cli.texts import Text, printable, text


class TargetRow(NamedTuple):
    """One target as a table shows it."""

    result: Result
    id: str
    name: str
    require: str
    of_period: str
    to_date: str
    verdict: str
    since: str
    """What changed since the period before: ``▲ mới đạt``, ``↑ 2,1 điểm %``."""
    change: Change | None
    difference: Fraction | None


class SectionRows(NamedTuple):
    """The targets of one section."""

    title: str
    rows: tuple[TargetRow, ...]


class UnitRow(NamedTuple):
    """What one unit has submitted: a cell per period, and what it still owes."""

    unit: str
    cells: tuple[str, ...]
    owed: tuple[str, ...]
    """The figures not received, a line per period."""


class FileProblems(NamedTuple):
    """The problems of one file: line and cure of each, capped per kind, and what was left out."""

    path: str
    problems: tuple[tuple[Problem, str, str], ...]
    more: tuple[str, ...]
    errors: int
    warnings: int


class Report(NamedTuple):
    """An evaluation in words, ready for any format."""

    run: Run
    words: Words
    results: tuple[Result, ...]
    title: str
    subtitle: tuple[str, ...]
    tally: tuple[tuple[Verdict, str, int], ...]
    total: str
    sections: tuple[SectionRows, ...]
    before: Evaluation | None
    """At the period before, where the plan has one."""
    highlights: tuple[str, ...]
    """A line for the targets newly met since the period before, one for those newly missed, and
    one for those that rest on estimates."""
    advice: tuple[Advice, ...]
    tasks: TaskRows
    periods: tuple[str, ...]
    units: tuple[UnitRow, ...]
    problems: tuple[FileProblems, ...]
    footnotes: tuple[str, ...]
    foot: tuple[str, ...]
    date: date | None
    """The day that the report bears, and as of which tasks are overdue; None if left to fill in."""


def build_report(
    run: Run,
    language: str,
    sections: Sequence[str] = (),
    units: Sequence[str] = (),
    date: date | None = None,
) -> Report:
    """Put a run into words; `sections` and `units` choose the targets shown, not the tally."""
    evaluation, plan = run.evaluation, run.evaluation.plan
    words = Words(plan, language)
    shown = tuple(r for r in evaluation.results if _is_shown(r, plan, sections, units))
    tally = evaluation.tally()
    before = run.before()
    rows = _sections(shown, before, words)
    return Report(
        run=run,
        words=words,
        results=shown,
        title=printable(plan.title),
        subtitle=subtitle_of(run, words),
        tally=tuple((v, words.say(VERDICT_WORDS[v]), tally[v]) for v in Verdict),
        total=words.say(text("{total} chỉ tiêu", total=len(evaluation.results))),
        sections=rows,
        before=before,
        highlights=(*_turned(rows, before, words), *_estimated(run.evaluation, words)),
        advice=tuple(advise(shown, words)),
        tasks=build_task_rows(run, words, sections, units, date),
        periods=tuple(map(short_period, shown_periods(plan, evaluation.period))),
        units=tuple(unit_rows(plan, run, evaluation.submissions, words)),
        problems=tuple(problem_rows(run.problems, words)),
        footnotes=words.footnotes(*shown),
        foot=report_foot(run, words),
        date=date,
    )


def report_foot(run: Run, words: Words) -> tuple[str, ...]:
    """Say by what a report was made: version, plan, and a SHA-256 over plan and inputs."""
    plan = words.say(text("kế hoạch {plan}", plan=run.plan_file.shown))
    return (f"cchc {__version__} · {plan}", f"SHA-256 {run.inputs_sha256}")


def _is_shown(result: Result, plan: Plan, sections: Sequence[str], units: Sequence[str]) -> bool:
    target = result.target
    if sections and target.section not in sections:
        return False
    return not units or bool(units_of(target, plan) & set(units))


def units_of(target: Target, plan: Plan) -> set[str]:
    """Return the units that a target concerns: its lead, and those that report its figures."""
    reporters = {u for name in figures_of(target.measure) for u in plan.figure[name].reported_by}
    return {target.lead, *reporters}


def subtitle_of(run: Run, words: Words) -> tuple[str, ...]:
    """Say of which period and plan a report speaks."""
    plan, period = run.evaluation.plan, run.evaluation.period
    first, last = (
        first_day(period, plan.cut_off_day),
        last_day(period, plan.cut_off_day),
    )
    return (
        words.say(
            text(
                "Kỳ {period} (từ {first} đến {last}), lũy kế từ {start}",
                period=words.period(period),
                first=f"{first.day:02d}/{first.month:02d}/{first.year}",
                last=f"{last.day:02d}/{last.month:02d}/{last.year}",
                start=words.period(plan.first),
            )
        ),
        words.say(
            text(
                "Kế hoạch: {plan} · {issuer}",
                plan=run.plan_file.shown,
                issuer=plan.issuer,
            )
        ),
    )


def _sections(
    results: Iterable[Result], before: Evaluation | None, words: Words
) -> tuple[SectionRows, ...]:
    earlier = {result.target.id: result for result in before.results} if before else {}
    titles = {section.id: section for section in words.plan.sections}
    return tuple(
        SectionRows(
            section_title(titles[section], words),
            tuple(target_row(result, earlier.get(result.target.id), words) for result in group),
        )
        for section, group in groupby(results, key=lambda result: result.target.section)
    )


def target_row(result: Result, earlier: Result | None, words: Words) -> TargetRow:
    """Put a result into words; `earlier` is that of the period before, if there is one."""
    target, changed = result.target, since(result, earlier)
    return TargetRow(
        result,
        words.say(target.id),
        words.say(target.name),
        words.requirement(target),
        words.of_period(result),
        words.to_date(result),
        words.verdict(result.verdict),
        words.since(target, changed),
        changed.change,
        changed.difference,
    )


def _turned(
    sections: Iterable[SectionRows], before: Evaluation | None, words: Words
) -> tuple[str, ...]:
    """List the targets whose verdict became met, and those whose became missed."""
    if before is None:
        return ()
    rows = [row for section in sections for row in section.rows]
    period = words.period(before.period)
    return tuple(
        words.say(Text(sentence.template, {"period": period, "targets": targets}))
        for change, sentence in TURNED.items()
        if (targets := [row.id for row in rows if row.change is change])
    )


def _estimated(evaluation: Evaluation, words: Words) -> Iterable[str]:
    """Count the targets of the whole plan that rest on estimates."""
    if targets := estimated_targets(evaluation):
        yield words.say(
            text(
                "Số ước: {count}/{total} chỉ tiêu dựa trên số ước thực hiện: {targets}",
                count=len(targets),
                total=len(evaluation.results),
                targets=targets,
            )
        )


def estimated_targets(evaluation: Evaluation) -> list[str]:
    """Return the ids of the targets that rest on estimates."""
    return [result.target.id for result in evaluation.results if result.estimated]


TURNED: dict[Change, Text] = {
    Change.NEWLY_MISSED: text("▼ Mới không đạt so với {period}: {targets}"),
    Change.NEWLY_MET: text("▲ Mới đạt so với {period}: {targets}"),
}


def shown_periods(plan: Plan, up_to: Period) -> list[Period]:
    """Return the periods that have a column: those up to `up_to`, at most a year of them."""
    return [period for period in plan.periods if period <= up_to][-12:]


def short_period(period: Period) -> str:
    """Show a period in a column's head: ``09/25``."""
    return f"{period.month:02d}/{period.year % 100:02d}"


def unit_rows(
    plan: Plan, run: Run, submissions: Sequence[Submission], words: Words
) -> Iterable[UnitRow]:
    """Yield, per unit, received/due for each period, and the figures it owes."""
    counts = {(s.unit, s.period): s for s in submissions}
    periods = shown_periods(plan, run.evaluation.period)
    for unit in plan.units:
        found = [counts.get((unit.id, period)) for period in periods]
        if not any(found):
            continue
        owed = tuple(
            f"{submission.period}: {_owed_words(plan, run, submission, words)}"
            for submission in found
            if submission is not None and submission.received < submission.expected
        )
        received = tuple(_received(plan, run.submissions.ledger, each) for each in found)
        yield UnitRow(words.unit(unit.id), received, owed)


def owed_figures(plan: Plan, ledger: Ledger, submission: Submission) -> tuple[list[str], list[str]]:
    """Return what a unit still owes for a period: figures to be corrected, and never submitted."""
    due = [
        Slot(submission.unit, figure.id, submission.period)
        for figure in plan.figures
        if submission.unit in figure.reported_by and plan.is_required(figure, submission.period)
    ]
    wrong = [slot.figure for slot in due if slot in ledger.rejected]
    absent = [s.figure for s in due if s not in ledger.rejected and s not in ledger.entries]
    return wrong, absent


def _owed_words(plan: Plan, run: Run, submission: Submission, words: Words) -> str:
    """Say what is still due: what was never submitted, and what has to be corrected."""
    wrong, absent = owed_figures(plan, run.submissions.ledger, submission)
    if len(absent) == submission.expected:
        return words.say(text("chưa nộp số liệu nào"))
    said = [words.say(text("cần sửa {figures}", figures=wrong))] if wrong else []
    return "; ".join([*said, *([", ".join(absent)] if absent else [])])


def _received(plan: Plan, ledger: Ledger, submission: Submission | None) -> str:
    if submission is None:
        return NOTHING
    mark = submission_mark(plan, ledger, submission)
    return f"{mark} {submission.received}/{submission.expected}"


COMPLETE, PARTIAL, MISSING = "✓", "~", "✗"


def submission_mark(plan: Plan, ledger: Ledger, submission: Submission) -> str:
    """Tell by a sign whether all, some or nothing of what is due has come, right or wrong."""
    if submission.received >= submission.expected:
        return COMPLETE
    wrong, _ = owed_figures(plan, ledger, submission)
    return PARTIAL if submission.received or wrong else MISSING


def problem_rows(
    problems: Sequence[Problem], words: Words, *, show_all: bool = False
) -> Iterable[FileProblems]:
    """Yield the problems file by file, at most a fixed number of each kind unless `show_all`."""
    for path, group in groupby(problems, key=lambda problem: problem.where.path):
        counts: Counter[tuple[Severity, str]] = Counter()
        shown = []
        for problem in group:
            kind = (problem.severity, problem.code)
            counts[kind] += 1
            if show_all or counts[kind] <= SAME_PROBLEMS:
                shown.append((problem, *words.problem(problem)))
        more = tuple(
            _left_out(*kind, count - SAME_PROBLEMS, words)
            for kind, count in counts.items()
            if count > SAME_PROBLEMS and not show_all
        )
        errors = sum(n for (severity, _), n in counts.items() if severity is Severity.ERROR)
        yield FileProblems(
            printable(path), tuple(shown), more, errors, sum(counts.values()) - errors
        )


def _left_out(severity: Severity, code: str, count: int, words: Words) -> str:
    if severity is Severity.ERROR:
        return words.say(text("… và {count} lỗi cùng loại [{code}]", count=count, code=code))
    return words.say(text("… và {count} cảnh báo cùng loại [{code}]", count=count, code=code))


def problem_summary(problems: Sequence[Problem], words: Words) -> str:
    """Count the problems in a sentence; empty if there is none."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if not problems:
        return ""
    return words.say(
        text(
            "{errors} lỗi, {warnings} cảnh báo trong {files} tệp",
            errors=errors,
            warnings=len(problems) - errors,
            files=len({problem.where.path for problem in problems}),
        )
    )
