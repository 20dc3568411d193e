"""Runs and records: a run is kept as a record, and made again from one."""

from collections.abc import Mapping
from pathlib import Path

from cchc_cli.checks import check_ledger
from cchc_cli.closing import ALTERED_CODES
from cchc_cli.closing.record import Record
from cchc_cli.closing.store import Records, read_records
from cchc_cli.evaluate import Verdict, evaluate
from cchc_cli.exit_codes import ExitCode
from cchc_cli.periods import Period, parse_iso_period, parse_period
from cchc_cli.pipeline import PlanFile, Refusal, Run, usage
from cchc_cli.plan.load import load_plan
from cchc_cli.problems import Location, error, has_error
from cchc_cli.submissions.read import Submissions
from cchc_cli.texts import Text, text


def at_period(run: Run, period: Period) -> Run:
    """Return the same run evaluated at another period, without what it says of closed ones."""
    problems = tuple(p for p in run.problems if p.code not in ALTERED_CODES)
    return run._replace(evaluation=run.at(period), problems=problems)


def run_of_record(record: Record) -> Run | Refusal:
    """Make the run again that was closed: the plan, the figures and the problems of that day."""
    name = record.plan_shown if record.plan_shown.endswith((".yaml", ".yml")) else record.name
    content = record.plan_text.encode("utf-8", "surrogatepass")
    plan, problems = load_plan(content, name)
    if plan is None:  # closed by a version that read plans otherwise
        return Refusal(ExitCode.PLAN_INVALID, problems)
    plan_file = PlanFile(plan, Path(record.name), record.plan_shown, content)
    ledger, period = record.ledger, record.closing.period
    failures = check_ledger(plan, ledger)
    evaluation = evaluate(plan, ledger, period, failures)
    if [(r.target.id, r.verdict) for r in evaluation.results] != _recorded(record):
        return _not_the_same(record)
    is_empty = not ledger.entries and not has_error(record.problems)
    submissions = Submissions(ledger, record.files, (), tasks=record.tasks)
    return Run(plan_file, submissions, evaluation, record.problems, is_empty, failures)


def closed_run(data: Path, period_word: str, revision: int | None = None) -> Run | Refusal:
    """Return the run of a record, chosen as `record_of` does."""
    instead = text(
        "bỏ --as-closed để xem số liệu hiện có; muốn có bản để in lại thì chốt: "
        "cchc close DATA --period {period}",
        period=_example(period_word),
    )
    record = record_of(data, read_records(data), period_word, revision, instead=instead)
    return record if isinstance(record, Refusal) else run_of_record(record)


def record_of(
    data: Path,
    records: Records,
    period_word: str,
    revision: int | None = None,
    instead: Text | None = None,
) -> Record | Refusal:
    """Return the record of the period named, or of the latest closed one for ``latest``.

    Of several records of a period it is the one of this revision, the last one if None.
    Where nothing was closed, `instead` is the cure, by default that of a comparison.
    """
    closed = records.latest()
    period = _period_of(closed, period_word)
    found = {r.closing.revision: r for r in records.records if r.closing.period == period}
    if found and (revision is None or revision in found):
        return found[max(found) if revision is None else revision]
    if records.problems:
        return Refusal(ExitCode.ALTERED, records.problems)
    if found:
        return usage(
            text("kỳ {period} không có bản chốt lần {revision}", period=period, revision=revision),
            text("các bản chốt của kỳ: lần {revisions}", revisions=sorted(found)),
        )
    if not closed and period_word == "latest":
        message = text('chưa kỳ nào được chốt trong "{data}"', data=data)
    else:
        message = text('kỳ "{period}" chưa chốt trong "{data}"', period=period_word, data=data)
    if closed:
        return usage(message, text("các kỳ đã chốt: {periods}", periods=sorted(closed)))
    return usage(message, instead or _compared_otherwise(period_word))


def _compared_otherwise(period_word: str) -> Text:
    return text(
        "chốt kỳ rồi mới so với bản chốt: cchc close DATA --period {period}; hoặc so hai thư mục: "
        "cchc diff DATA DATA_B; hoặc so hai tháng: cchc diff DATA --period 2025-09 "
        "--against 2025-08",
        period=_example(period_word),
    )


def _example(period_word: str) -> str:
    """Return the period to be named in a cure."""
    return "2025-09" if period_word == "latest" else period_word


def _period_of(closed: Mapping[Period, Record], period_word: str) -> Period | None:
    if period_word == "latest":
        return max(closed, default=None)
    period = parse_iso_period(period_word) or parse_period(period_word)
    return period if isinstance(period, Period) else None


def _recorded(record: Record) -> list[tuple[str, Verdict]]:
    return [(r["target"], Verdict(r["verdict"])) for r in record.evaluation["results"]]


def _not_the_same(record: Record) -> Refusal:
    """Return the refusal of a record from which its own report can no longer be made."""
    return Refusal(
        ExitCode.ALTERED,
        (
            error(
                "damaged-record",
                Location(record.name),
                text("bản chốt do cchc {version} lập, bản này đánh giá khác", version=record.cchc),
                text("dùng đúng phiên bản cchc đã chốt kỳ"),
            ),
        ),
    )
