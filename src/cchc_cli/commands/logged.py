"""The log of runs: a line for each, of stable keys, for whoever looks after what runs by cron.

The log is the one place where the time of day stands; a report never holds it.
"""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cchc_cli import __version__
from cchc_cli.commands import common
from cchc_cli.commands.places import place_in
from cchc_cli.exit_codes import ExitCode
from cchc_cli.pipeline import Run, usage
from cchc_cli.problems import Severity
from cchc_cli.reasons import reason_of
from cchc_cli.run_log import LINE_START, NotALog, append_line, is_log
from cchc_cli.streams import PipeClosed
from cchc_cli.texts import Text, text


class Outcome(NamedTuple):
    """How a command ended: its exit code, and the run, if it came so far."""

    command: str
    code: int
    run: Run | None = None


def run_logged(command: str, log: str, data: Path, do: Callable[[common.Note], int]) -> int:
    """Run a command, add its line to the log, and return its exit code.

    However the command ends, its line tells of it; only where the log itself cannot be written
    the code is another one: 2 before the command has run, 74 afterwards.
    """
    language = common.language_of("")  # the command line's, which was told to the environment
    try:
        path = _log_of(log, data, language)
    except common.Refused as refused:
        return refused.code
    runs: list[Run] = []
    try:
        code = do(runs.append)
    except BaseException as fault:
        _append(path, Outcome(command, _code_of(fault), *runs), language)
        raise
    if _append(path, Outcome(command, code, *runs), language):
        return code
    # A wrong call or plan goes before "not written", as everywhere.
    return code if code in (ExitCode.USAGE, ExitCode.PLAN_INVALID) else ExitCode.NOT_WRITTEN


def _log_of(log: str, data: Path, language: str) -> Path:
    """Return the log to add to, or end the command."""
    path = Path(log)
    if place_in(path, data) is not None:
        message = text('nhật ký "{path}" nằm trong thư mục số liệu', path=path)
        hint = text(
            "để nhật ký ngoài thư mục số liệu, ví dụ: --log {outside}; ở trong đó, mọi lần chạy "
            "sau phải xét nó như tệp của đơn vị",
            outside=os.path.normpath(data / ".." / (path.name if data.is_dir() else "cchc.log")),
        )
        raise common.refuse(usage(message, hint), language)
    if not is_log(path):
        message = text('"{path}" không phải nhật ký của cchc', path=path)
        raise common.refuse(usage(message, _ANOTHER), language)
    return path


_ANOTHER = text("ghi tên một tệp khác, chưa có cũng được; cchc không ghi thêm vào tệp lạ")


def _code_of(fault: BaseException) -> ExitCode:
    """Return the code with which the program will end of something that was raised."""
    if isinstance(fault, KeyboardInterrupt):
        return ExitCode.INTERRUPTED
    closed = isinstance(fault, (PipeClosed, BrokenPipeError))
    return ExitCode.PIPE_CLOSED if closed else ExitCode.FAULT


def _append(path: Path, outcome: Outcome, language: str) -> bool:
    """Add the line of a run; tell whether that was done, and say so where it was not."""
    try:
        append_line(path, line_of(outcome, datetime.now().astimezone()))
    except NotALog:
        _say_not_logged(path, text("tệp này không phải nhật ký của cchc"), language)
        return False
    except (OSError, ValueError) as fault:
        _say_not_logged(path, reason_of(fault), language)
        return False
    return True


def _say_not_logged(path: Path, reason: Text, language: str) -> None:
    said = text("cchc: không ghi được nhật ký {path}: {reason}", path=path, reason=reason)
    common.say_text(said, language)
    hint = text(
        "Cách sửa: tạo thư mục trước, kiểm tra quyền ghi và chỗ trống; báo cáo không bị ảnh hưởng, "
        "các dòng nhật ký cũ vẫn còn nguyên"
    )
    common.say_text(text("    {hint}", hint=hint), language)


def line_of(outcome: Outcome, now: datetime) -> str:
    """Return a run's line: ``time=2025-10-01T07:00:02+07:00 command=evaluate code=1 …``.

    Keys are only ever added, behind the others.  ``-`` stands for what the run did not come to
    know; the counts are left out altogether where nothing was evaluated.
    """
    pairs = [
        ("command", outcome.command),
        ("code", str(int(outcome.code))),
        *_found(outcome.run),
    ]
    start = f"{LINE_START.decode()}{now.isoformat(timespec='seconds')}"
    return " ".join([start, *(f"{key}={value}" for key, value in pairs)])


def _found(run: Run | None) -> Iterator[tuple[str, str]]:
    plan, period = ("-", "-") if run is None else (run.plan_file.plan.id, run.evaluation.period)
    yield "period", str(period)
    yield "plan", plan
    yield "cchc", __version__
    if run is None:
        return
    tally = run.evaluation.tally()
    for verdict, count in tally.items():
        yield verdict.value, str(count)
    yield "total", str(sum(tally.values()))
    for severity in Severity:
        yield f"{severity.value}s", str(sum(p.severity is severity for p in run.problems))
