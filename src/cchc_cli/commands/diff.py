"""Show what changed: since a period was closed, between two folders, or between two periods."""

import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cchc_cli.closed import record_of, run_of_record
from cchc_cli.closing.store import read_records
from cchc_cli.commands import common
from cchc_cli.differences import State, compare_periods, compare_states
from cchc_cli.exit_codes import ExitCode
from cchc_cli.formats.difference import DIFFERENCE_FORMATS
from cchc_cli.formats.difference.build import build_memo
from cchc_cli.formats.difference.rows import Compared, Form
from cchc_cli.periods import Period
from cchc_cli.pipeline import Refusal, Run, asked_period, check_data, usage
from cchc_cli.problems import Severity
from cchc_cli.streams import is_terminal
from cchc_cli.texts import Text, text


class DiffOptions(NamedTuple):
    """What was asked of ``cchc diff``."""

    data: Path
    other: Path | None
    period: str
    against: str
    revision: int | None
    """The number of the record to compare with; None for the latest."""
    plan: str
    format: str
    output: str
    date: str
    lang: str
    quiet: bool


def diff_command(asked: DiffOptions) -> int:
    """Compare, deliver what differs, and return the exit code: that of the new side.

    It is 6 where a closed period of either side was altered.
    """
    try:
        language = common.language_of(asked.lang)
        delivery = common.delivery_of(asked.format, asked.output, language, quiet=asked.quiet)
        if delivery.format.name not in DIFFERENCE_FORMATS:
            raise common.unknown_format(delivery.format.name, list(DIFFERENCE_FORMATS), language)
        day = common.day_of(asked.date, language)
        _check_options(asked, language)
        compared = compared_of(asked, day, language)
        output = delivery.output
        for folder in filter(None, (asked.data, asked.other)):
            output = common.destination(output, compared.new, folder, language)
    except common.Refused as refused:
        return refused.code
    memo = build_memo(compared, language, day)
    render = common.renderer(DIFFERENCE_FORMATS[delivery.format.name])
    is_long = output is None and is_terminal(sys.stdout)  # problems before it would scroll away
    if not is_long:
        _say_problems(compared, language, only_errors=asked.quiet)
    if not common.deliver(lambda screen: render(memo, screen), delivery, output, language):
        return ExitCode.NOT_WRITTEN
    if is_long:
        _say_problems(compared, language, only_errors=asked.quiet)
    if compared.old.is_altered:
        return ExitCode.ALTERED
    return compared.new.exit_code(with_missed=False)


def _say_problems(compared: Compared, language: str, *, only_errors: bool) -> None:
    """Say what is wrong on the new side; what was altered is in the memo, and counted here."""
    new = compared.new
    if compared.form is Form.CLOSED:
        kept = tuple(problem for problem in new.problems if problem.code not in _IN_MEMO)
        common.say_problems(new._replace(problems=kept), language, only_errors=only_errors)
        if len(kept) < len(new.problems):
            common.say_text(_altered_said(new.evaluation.period), language)
        return
    common.say_problems(new, language, only_errors=only_errors)
    errors = sum(problem.severity is Severity.ERROR for problem in compared.old.problems)
    if errors and compared.form is Form.FOLDERS:
        said = text("thư mục trước có {errors} lỗi; xem: cchc check {name}", errors=errors,
                    name=compared.names[0])  # fmt: skip
        common.say_text(said, language)


_IN_MEMO = ("closed-period-altered", "closed-verdict-changed")


def _altered_said(period: Period) -> Text:
    return text(
        "kỳ đã chốt bị sửa (mã kết thúc 6); nếu sửa là đúng thì ghi nhận: "
        'cchc close DATA --period {period} --amend --reason "lý do"',
        period=period,
    )


def _check_options(asked: DiffOptions, language: str) -> None:
    """Refuse options that ask for two comparisons at once."""
    hint = text("xem ba cách so sánh: cchc diff --help")
    if asked.other is not None and asked.against:
        message = text("--against so hai kỳ của một thư mục, không đi với thư mục thứ hai")
    elif asked.revision and (asked.other is not None or asked.against):
        message = text("--revision chọn bản chốt của một thư mục, không đi với cách so sánh khác")
    else:
        return
    raise common.refuse(usage(message, hint), language)


def compared_of(asked: DiffOptions, day: date | None, language: str) -> Compared:
    """Return the comparison that was asked for, or end the command.

    The period ``previous`` goes by `day`, None for today.
    """
    if asked.other is not None:
        return _folders(asked, asked.other, day, language)
    return _periods(asked, day, language) if asked.against else _since_closed(asked, language)


def _state(run: Run) -> State:
    return State(run.submissions.ledger, run.submissions.tasks, run.evaluation, run.tasks())


def _folders(asked: DiffOptions, other: Path, day: date | None, language: str) -> Compared:
    """Compare two folders at the period of the second one, each by its own plan."""
    new = common.run_of(other, asked.plan, asked.period, language, day)
    old = common.run_of(asked.data, asked.plan, str(new.evaluation.period), language)
    names = (_name(asked.data), _name(other))
    found = compare_states(_state(old), _state(new))
    return Compared(Form.FOLDERS, old, new, found, names=names)


def _name(folder: Path) -> str:
    """Return what a folder is called, without where it is: a memo is read on other machines."""
    return folder.resolve().name


def _periods(asked: DiffOptions, day: date | None, language: str) -> Compared:
    new = common.run_of(asked.data, asked.plan, asked.period, language, day)
    period = _against(asked.against, new, language)
    old = new._replace(evaluation=new.at(period))
    return Compared(Form.PERIODS, old, new, compare_periods(_state(old), _state(new)))


def _against(word: str, new: Run, language: str) -> Period:
    """Return the earlier period that was named, or end the command."""
    plan, period = new.evaluation.plan, new.evaluation.period
    found = asked_period(plan, word, date.today())
    if isinstance(found, Refusal):
        raise common.refuse(found, language)
    if found is None or word == "previous":
        message = text("--against phải là một kỳ, không phải {word}", word=word)
        hint = text("ghi kỳ muốn so, ví dụ {first}", first=plan.first)
        raise common.refuse(usage(message, hint), language)
    if found == period:
        message = text("hai kỳ so sánh trùng nhau: {period}", period=period)
        raise common.refuse(usage(message, text("sửa --period hoặc --against")), language)
    return found


def _since_closed(asked: DiffOptions, language: str) -> Compared:
    """Compare the record of a closed period with what DATA holds now."""
    refused = check_data(asked.data)
    if refused is not None:
        raise common.refuse(refused, language)
    records = read_records(asked.data)
    record = record_of(asked.data, records, asked.period, asked.revision)
    if isinstance(record, Refusal):
        raise common.refuse(record, language)
    old = run_of_record(record)
    if isinstance(old, Refusal):
        raise common.refuse(old, language)
    period = record.closing.period
    new = common.run_of(asked.data, asked.plan, str(period), language)
    reasons = tuple(
        each.closing.reason
        for each in records.records
        if each.closing.period == period and each.closing.revision > record.closing.revision
    )
    found = compare_states(_state(old), _state(new))
    return Compared(Form.CLOSED, old, new, found, record, reasons)
