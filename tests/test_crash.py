"""Reports, records and logs stay whole: killed at any moment, any write failing, on a full disk."""

import errno
import io
import itertools
import json
import os
import random
import resource
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from cases.running import PLAN, cchc, environment, write
from cchc_cli.closing.record import parse_record
from cchc_cli.exit_codes import ExitCode
from test_run_log import last

HCC = "mã số liệu,giá trị\nda_tra,200\ndung_han,196\nhai_long,97\n"
KT = "mã số liệu,giá trị\ngiai_ngan,1600\nkhao_sat,có\n"
OPTIONS = ("--plan", str(PLAN), "--period", "2025-09")
KILLS = 150
"""How often each command is killed."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write(tmp_path / "data", {"2025-09/hcc.csv": HCC, "2025-09/kt.csv": KT})


def records_are_whole(data: Path) -> int:
    """Check every record of DATA, and return how many there are."""
    paths = list(data.glob("chot-*.json"))
    for path in paths:
        parse_record(path.read_bytes(), path.name)
    return len(paths)


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".cchc-")]


# Killed


def forked(run: Callable[[], object]) -> int:
    """Run something in a child of this process that says nothing; return the child's id."""
    child = os.fork()
    if child == 0:
        try:
            null = os.open(os.devnull, os.O_RDWR)
            for number in (0, 1, 2):
                os.dup2(null, number)
            run()
        finally:
            os._exit(0)
    return child


def killed(arguments: list[str], chance: random.Random, longest: float) -> bool:
    """Run a command in a child and kill it some time later; tell whether it died of that."""
    child = forked(lambda: cchc(*arguments))
    time.sleep(chance.uniform(0, longest))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def duration(arguments: list[str], undo: Callable[[], object] = int) -> float:
    """Return how long a command takes in a child, once what it imports is there."""
    cchc(*arguments)
    spent = []
    for _ in range(3):
        undo()
        started = time.monotonic()
        os.waitpid(forked(lambda: cchc(*arguments)), 0)
        spent.append(time.monotonic() - started)
    return statistics.median(spent)


def test_an_evaluation_killed_at_any_moment_leaves_a_whole_report(
    data: Path, tmp_path: Path
) -> None:
    report = tmp_path / "bc.json"
    call = ["evaluate", str(data), *OPTIONS, "--output", str(report), "--quiet"]
    longest = duration(call)
    whole = report.read_bytes()
    chance = random.Random(1)
    died = 0
    for _ in range(KILLS):
        if killed(call, chance, longest):
            died += 1
        else:
            longest *= 0.99  # it had ended: the machine is less busy than when that was measured
    assert died > KILLS // 4
    assert report.read_bytes() == whole
    cchc(*call)
    assert leftovers(tmp_path) == []


def test_a_logged_evaluation_killed_at_any_moment_leaves_whole_lines(
    data: Path, tmp_path: Path
) -> None:
    report, log = tmp_path / "bc.json", tmp_path / "cchc.log"
    call = ["evaluate", str(data), *OPTIONS, "--output", str(report), "--quiet", "--log", str(log)]
    longest = 2 * duration(call)
    whole, lines = report.read_bytes(), log.read_bytes()
    chance = random.Random(4)
    for _ in range(KILLS):
        killed(call, chance, longest)
        assert report.read_bytes() == whole
        assert log.read_bytes().startswith(lines)
        assert last(log)["code"] == "0"
        lines = log.read_bytes()


def test_closing_killed_at_any_moment_leaves_a_whole_record_or_none(data: Path) -> None:
    call = ["close", str(data), *OPTIONS, "--date", "2025-10-06"]
    record = data / "chot-2025-09.json"
    longest = 2 * duration(call, record.unlink)
    whole = record.read_bytes()
    chance = random.Random(2)
    seen = []
    for _ in range(KILLS):
        record.unlink(missing_ok=True)
        killed(call, chance, longest)
        seen.append(record.exists())
        assert not record.exists() or record.read_bytes() == whole
    assert {True, False} == set(seen)
    cchc(*call)
    assert record.read_bytes() == whole
    assert leftovers(data) == []


def test_a_correction_killed_at_any_moment_loses_no_record(data: Path) -> None:
    cchc("close", data, *OPTIONS, "--date", "2025-10-06")
    first = (data / "chot-2025-09.json").read_bytes()
    call = ["close", str(data), *OPTIONS, "--amend", "--reason", "đếm lại"]
    (data / "2025-09" / "kt.csv").write_text(KT.replace("1600", "1700"), "utf-8")
    longest = 2 * duration(call, (data / "chot-2025-09-lan-2.json").unlink)
    chance = random.Random(3)
    seen = set()
    for _ in range(KILLS):
        (data / "chot-2025-09-lan-2.json").unlink(missing_ok=True)
        killed(call, chance, longest)
        assert (data / "chot-2025-09.json").read_bytes() == first
        seen.add(records_are_whole(data))
    assert seen == {1, 2}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_each_operation_on_the_disk_nothing_is_torn(data: Path, after: bool) -> None:
    """Whatever the machine's speed: before, and after, every open, write, sync and rename."""
    call = ("close", data, *OPTIONS, "--date", "2025-10-06")
    cchc(*call)
    record = data / "chot-2025-09.json"
    whole = record.read_bytes()
    seen = []
    for number in itertools.count(1):
        record.unlink(missing_ok=True)

        def run(number: int = number) -> None:
            with failing(number, lambda: os.kill(os.getpid(), signal.SIGKILL), after=after):
                cchc(*call)

        _, status = os.waitpid(forked(run), 0)
        if not os.WIFSIGNALED(status):
            break
        seen.append(record.exists())
        assert not record.exists() or record.read_bytes() == whole
    assert len(seen) > 4
    assert {True, False} == set(seen)
    cchc(*call)
    assert leftovers(data) == []


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_logged_evaluation_killed_at_each_operation(
    data: Path, tmp_path: Path, after: bool
) -> None:
    report, log = tmp_path / "bc.json", tmp_path / "cchc.log"
    call = ("evaluate", data, *OPTIONS, "--output", report, "--log", log)
    cchc(*call)
    whole, lines = report.read_bytes(), log.read_bytes()
    seen = []
    for number in itertools.count(1):

        def run(number: int = number) -> None:
            with failing(number, lambda: os.kill(os.getpid(), signal.SIGKILL), after=after):
                cchc(*call)

        _, status = os.waitpid(forked(run), 0)
        assert report.read_bytes() == whole
        assert log.read_bytes().startswith(lines)
        assert last(log)["code"] == "0"
        if not os.WIFSIGNALED(status):
            break
        seen.append(log.read_bytes() != lines)
        lines = log.read_bytes()
    assert len(seen) > 6
    assert {True, False} == set(seen)
    cchc(*call)
    assert leftovers(tmp_path) == []


# Every operation made to fail in turn


class Failing:
    """Lets something happen at the n-th operation on the disk; counts them."""

    def __init__(self, number: int, happen: Callable[[], object], *, after: bool) -> None:
        self.number, self.happen, self.after = number, happen, after
        self.count = 0

    def wrap(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            self.count += 1
            is_now = self.count == self.number
            if is_now and not self.after:
                self.happen()
            done = function(*arguments, **options)
            if is_now and self.after:
                self.happen()
            return done

        return call

    def fdopen(self, number: int, mode: str) -> Any:
        opened = io.open(number, mode, buffering=0)  # noqa: SIM115, UP020
        return FailingFile(opened, self)


class FailingFile:
    """A file whose writes may fail."""

    def __init__(self, opened: Any, failing: Failing) -> None:
        self.opened = opened
        self.write = failing.wrap(opened.write)
        self.flush, self.fileno, self.close = opened.flush, opened.fileno, opened.close

    def __enter__(self) -> "FailingFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.opened.close()


def no_space() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@contextmanager
def failing(
    number: int, happen: Callable[[], object] = no_space, *, after: bool = False
) -> Iterator[Failing]:
    counter = Failing(number, happen, after=after)
    patches = [
        patch.object(os, name, counter.wrap(getattr(os, name)))
        for name in ("open", "write", "fsync", "replace", "link")
    ]
    patches.append(patch.object(os, "fdopen", counter.fdopen))
    for each in patches:
        each.start()
    try:
        yield counter
    finally:
        for each in patches:
            each.stop()


def test_whatever_fails_an_old_report_stays_whole(data: Path, tmp_path: Path) -> None:
    report = tmp_path / "bc.md"
    report.write_bytes(b"old")
    number = 0
    while True:
        number += 1
        with failing(number) as counter:
            ended = cchc("evaluate", data, *OPTIONS, "--output", report)
        if counter.count < number:
            break
        assert ended.code in (ExitCode.NOT_WRITTEN, ExitCode.OK)
        if ended.code == ExitCode.NOT_WRITTEN:
            assert report.read_bytes() == b"old"
            assert "ổ đĩa đã đầy" in ended.err
        else:  # only the sync of the folder failed, after the rename
            assert report.read_bytes() != b"old"
            report.write_bytes(b"old")
        assert leftovers(tmp_path) == []
    assert number > 4


def test_whatever_fails_a_log_stays_whole_and_right(data: Path, tmp_path: Path) -> None:
    report, log = tmp_path / "bc.md", tmp_path / "cchc.log"
    seen = []
    for number in itertools.count(1):
        before = log.read_bytes() if log.exists() else b""
        with failing(number) as counter:
            ended = cchc("evaluate", data, *OPTIONS, "--output", report, "--log", log)
        if counter.count < number:
            break
        after = log.read_bytes() if log.exists() else b""
        if "không ghi được nhật ký" in ended.err:
            assert (ended.code, after) == (ExitCode.NOT_WRITTEN, before)
            assert "ổ đĩa đã đầy" in ended.err
            assert report.exists()
            seen.append("log")
        else:
            assert after.startswith(before)
            assert after.count(b"\n") == before.count(b"\n") + 1
            assert last(log)["code"] == str(ended.code)
            seen.append("report" if ended.code == ExitCode.NOT_WRITTEN else "neither")
    assert seen.count("log") == 3  # to open, to write, to sync it
    assert seen.count("report") >= 3


def test_whatever_fails_no_record_is_torn(data: Path) -> None:
    number = 0
    while True:
        number += 1
        with failing(number) as counter:
            ended = cchc("close", data, *OPTIONS)
        if counter.count < number:
            break
        expected = 1 if ended.code == ExitCode.OK else 0
        assert ended.code in (ExitCode.NOT_WRITTEN, ExitCode.OK)
        assert records_are_whole(data) == expected
        assert leftovers(data) == []
        (data / "chot-2025-09.json").unlink(missing_ok=True)
    assert number > 4


# A full disk, two at once


@pytest.mark.parametrize("command", ["evaluate", "close"])
def test_a_disk_that_takes_no_more(data: Path, tmp_path: Path, command: str) -> None:
    """No file may grow beyond 500 bytes: what a full disk comes to, in the middle of a write."""
    report = tmp_path / "bc.md"
    report.write_bytes(b"old")
    more = ["--output", str(report)] if command == "evaluate" else []
    ended = subprocess.run(
        [sys.executable, "-m", "cchc_cli", command, str(data), *OPTIONS, *more],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500)),
        env=environment({"PYTHONDONTWRITEBYTECODE": "1"}),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == ExitCode.NOT_WRITTEN, ended.stderr
    assert "tệp lớn hơn mức cho phép" in ended.stderr.decode()
    assert report.read_bytes() == b"old"
    assert records_are_whole(data) == 0
    assert leftovers(data) + leftovers(tmp_path) == []


def test_a_disk_that_takes_no_more_of_a_log(data: Path, tmp_path: Path) -> None:
    log = tmp_path / "cchc.log"
    while not log.exists() or log.stat().st_size < 500:
        cchc("check", data, *OPTIONS, "--log", log)
    lines = log.read_bytes()
    ended = subprocess.run(
        [sys.executable, "-m", "cchc_cli", "check", str(data), *OPTIONS, "--log", str(log)],
        preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_FSIZE, (len(lines) + 50, len(lines) + 50)
        ),
        env=environment({"PYTHONDONTWRITEBYTECODE": "1"}),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == ExitCode.NOT_WRITTEN, ended.stderr
    assert "không ghi được nhật ký" in ended.stderr.decode()
    assert "tệp lớn hơn mức cho phép" in ended.stderr.decode()
    assert "Tình hình nộp số liệu" in ended.stdout.decode()
    assert log.read_bytes() == lines


def test_two_that_evaluate_at_once_leave_a_whole_report_and_a_line_each(
    data: Path, tmp_path: Path
) -> None:
    report, log = tmp_path / "bc.md", tmp_path / "cchc.log"
    call = ["evaluate", str(data), *OPTIONS, "--output", str(report), "--log", str(log)]
    cchc(*call)
    whole = report.read_bytes()
    children = [forked(lambda: cchc(*call)) for _ in range(20)]
    for child in children:
        os.waitpid(child, 0)
    assert report.read_bytes() == whole
    assert last(log)["code"] == "0"
    assert log.read_bytes().count(b"\n") == 21
    assert leftovers(tmp_path) == []


def test_two_that_close_at_once_write_one_record(data: Path) -> None:
    calls = [
        subprocess.Popen(
            [sys.executable, "-m", "cchc_cli", "close", str(data), *OPTIONS],
            env=environment(),
            stderr=subprocess.DEVNULL,
        )
        for _ in range(4)
    ]
    codes = sorted(call.wait(60) for call in calls)
    assert codes[0] == ExitCode.OK
    assert set(codes) <= {ExitCode.OK, ExitCode.NOT_WRITTEN}
    assert records_are_whole(data) == 1
    assert json.loads((data / "chot-2025-09.json").read_text("utf-8"))["revision"] == 1
