"""Close a period: keep what was reported, so that every later change of it is noticed."""

from pathlib import Path
from typing import NamedTuple

from cchc_cli import __version__
from cchc_cli.closed import at_period
from cchc_cli.closing import ALTERED_CODES
from cchc_cli.closing.compare import compare_ledgers
from cchc_cli.closing.record import Closing, content_of, sealed
from cchc_cli.closing.store import Records, read_records, record_name
from cchc_cli.commands import common
from cchc_cli.evaluate import Verdict
from cchc_cli.exit_codes import ExitCode
from cchc_cli.formats.json import report_object
from cchc_cli.formats.rows import build_report
from cchc_cli.output import write_new
from cchc_cli.periods import Period
from cchc_cli.pipeline import Refusal, Run, usage
from cchc_cli.problems import Problem
from cchc_cli.reasons import reason_of
from cchc_cli.texts import Text, text


class CloseOptions(NamedTuple):
    """What was asked of ``cchc close``."""

    data: Path
    plan: str
    period: str
    by: str
    note: str
    amend: bool
    reason: str
    date: str
    lang: str


def close_command(asked: CloseOptions) -> int:
    """Write the record of a period, or of a correction, and return the exit code."""
    try:
        language = common.language_of(asked.lang)
        today = common.date_of(asked.date, language)
        _check_options(asked, language)
        found = common.run_of(asked.data, asked.plan, asked.period, language)
        records = read_records(asked.data)
        periods = _to_record(asked, found, records, language)
    except common.Refused as refused:
        return refused.code
    for period in periods:
        closing = Closing(
            period,
            records.next_revision(period),
            today,
            asked.by,
            asked.note,
            asked.reason,
        )
        if not _write(asked.data, at_period(found, period), closing, language):
            return ExitCode.NOT_WRITTEN
    return ExitCode.OK


def _check_options(asked: CloseOptions, language: str) -> None:
    if not asked.data.is_dir():
        message = text('"{data}" không phải thư mục số liệu', data=asked.data)
        hint = text("ghi thư mục chứa các kỳ; bản chốt được ghi vào đó")
        raise common.refuse(usage(message, hint), language)
    if asked.amend and not asked.reason.strip():
        hint = text('ghi lý do, ví dụ: --reason "hcc nộp lại số hồ sơ tháng 9"')
        raise common.refuse(usage(text("--amend phải có --reason"), hint), language)
    if asked.reason and not asked.amend:
        hint = text("thêm --amend nếu muốn ghi nhận sửa đổi của kỳ đã chốt")
        raise common.refuse(usage(text("--reason chỉ đi với --amend"), hint), language)


def _to_record(
    asked: CloseOptions, found: Run, records: Records, language: str
) -> tuple[Period, ...]:
    """Return the periods to write a record of; none where nothing changed; or end the command."""
    if records.problems:
        raise common.refuse(Refusal(ExitCode.ALTERED, records.problems), language)
    if not found.submissions.ledger.entries and not found.submissions.tasks.entries:
        message = text('chưa có số liệu nào trong "{data}", không có gì để chốt', data=asked.data)
        hint = text("kiểm tra đường dẫn; xem đơn vị nào đã nộp: cchc check DATA")
        raise common.refuse(usage(message, hint), language)
    period = found.evaluation.period
    closed = records.latest()
    changed = _changed(found, records)
    if asked.amend:
        return _to_amend(period, records, changed, language)
    if period in closed and period not in changed:
        common.say_text(
            text("kỳ {period} đã chốt ({name}) và không có gì thay đổi", period=period,
                 name=closed[period].name),
            language,
        )  # fmt: skip
        return ()
    if changed:
        raise common.refuse(Refusal(ExitCode.ALTERED, _alterations(found)), language)
    return (period,)


def _changed(found: Run, records: Records) -> list[Period]:
    """Return the closed periods whose entries, or whose plan, are no longer the same."""
    held, sha256 = found.submissions, found.plan_file.sha256
    return [
        period
        for period, record in sorted(records.latest().items())
        if compare_ledgers(record.ledger, held.ledger, period)
        or compare_ledgers(record.tasks, held.tasks, period)
        or record.plan_sha256 != sha256
    ]


def _to_amend(
    period: Period, records: Records, changed: list[Period], language: str
) -> tuple[Period, ...]:
    """Return the closed periods from `period` on that the correction reaches."""
    if period not in records.latest():
        message = text("kỳ {period} chưa chốt nên không có gì để sửa", period=period)
        hint = text("chốt kỳ: cchc close DATA --period {period}", period=period)
        raise common.refuse(usage(message, hint), language)
    reached = tuple(each for each in changed if each >= period)
    if not reached:
        said = text("kỳ {period} không có gì thay đổi so với bản chốt", period=period)
        common.say_text(said, language)
    return reached


def _alterations(found: Run) -> tuple[Problem, ...]:
    return tuple(problem for problem in found.problems if problem.code in ALTERED_CODES)


def _write(data: Path, found: Run, closing: Closing, language: str) -> bool:
    """Write one record; tell whether it was written, and say so where it was not."""
    name = record_name(closing.period, closing.revision)
    plan_file = found.plan_file
    try:
        words = plan_file.content.decode("utf-8", "surrogatepass")
        content = content_of(
            closing,
            version=__version__,
            plan=(plan_file.shown, plan_file.sha256, words),
            earlier={record.name: record.sha256 for record in read_records(data).records},
            files=found.submissions.digests,
            evaluation=report_object(build_report(found, "vi")),
            ledger=found.submissions.ledger,
            tasks=found.submissions.tasks,
            problems=found.problems,
        )
        write_new(data / name, sealed(content))
    except FileExistsError:
        _not_written(name, text("một lần chốt khác vừa ghi tệp này"), language)
        return False
    except OSError as fault:
        _not_written(name, reason_of(fault), language)
        return False
    common.say_text(
        text("đã chốt kỳ {period}: {name}", period=closing.period, name=data / name), language
    )
    tally = found.evaluation.tally()
    if unjudged := tally[Verdict.NO_DATA] + tally[Verdict.BAD_DATA]:
        said = text("lưu ý: {count} chỉ tiêu còn thiếu hoặc lỗi số liệu; số nộp sau sẽ bị báo là "
                    "sửa kỳ đã chốt", count=unjudged)  # fmt: skip
        common.say_text(said, language)
    if unknown := sum(result.is_owed for result in found.tasks().results):
        said = text("lưu ý: {count} nhiệm vụ chưa báo cáo đủ tiến độ; báo cáo sau sẽ bị báo là sửa "
                    "kỳ đã chốt", count=unknown)  # fmt: skip
        common.say_text(said, language)
    return True


def _not_written(name: str, reason: Text, language: str) -> None:
    common.say_text(
        text("cchc: không ghi được bản chốt {name}: {reason}", name=name, reason=reason), language
    )
    hint = text(
        "Cách sửa: kiểm tra quyền ghi và chỗ trống của thư mục rồi chạy lại; các bản chốt đã có "
        "vẫn còn nguyên"
    )
    common.say_text(text("    {hint}", hint=hint), language)
