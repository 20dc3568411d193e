"""The log of runs: one whole line for every ending, whoever else writes, never in a strange file."""

import errno
import fcntl
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from cases.running import PLAN, Ended, cchc, cchc_process, environment, write
from cchc_cli import __version__
from cchc_cli.commands import common
from cchc_cli.run_log import NotALog, append_line, is_log
from cchc_cli.streams import PipeClosed

HCC = "mã số liệu,giá trị\nda_tra,200\ndung_han,196\nhai_long,97\n"
KT = "mã số liệu,giá trị\ngiai_ngan,1600\nkhao_sat,có\n"
OPTIONS = ("--plan", PLAN, "--period", "2025-09")
LINE = re.compile(
    r"time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d command=(evaluate|check|tasks) code=(\d+)"
    r" period=(-|\d{4}-\d\d) plan=(-|\w+) cchc=\S+"
    r"( met=\d+ missed=\d+ pending=\d+ not_arisen=\d+ no_data=\d+ bad_data=\d+ total=\d+"
    r" errors=\d+ warnings=\d+)?\n"
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write(tmp_path / "data", {"2025-09/hcc.csv": HCC, "2025-09/kt.csv": KT})


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "cchc.log"


def last(log: Path) -> dict[str, str]:
    """Return the pairs of the last line, once every line was seen to be whole."""
    lines = log.read_text("utf-8").splitlines(keepends=True)
    for line in lines:
        assert LINE.fullmatch(line), line
    return dict(pair.split("=", 1) for pair in lines[-1].split())


# What a line says


def test_a_line_says_what_the_report_says(data: Path, log: Path) -> None:
    started = datetime.now().astimezone().replace(microsecond=0)
    ended = cchc("evaluate", data, *OPTIONS, "--format", "json", "--log", log)
    report = json.loads(ended.out)
    found = last(log)
    assert started <= datetime.fromisoformat(found.pop("time")) <= datetime.now().astimezone()
    assert found == {
        "command": "evaluate",
        "code": str(ended.code),
        "period": "2025-09",
        "plan": report["plan"]["id"],
        "cchc": __version__,
        **{verdict: str(count) for verdict, count in report["tally"].items()},
        "errors": "0",
        "warnings": "0",
    }


def test_every_run_adds_a_line_and_touches_no_other(data: Path, log: Path) -> None:
    cchc("evaluate", data, *OPTIONS, "--log", log)
    first = log.read_bytes()
    cchc("check", data, *OPTIONS, "--log", log)
    assert log.read_bytes().startswith(first)
    assert [line.split()[1] for line in log.read_text().splitlines()] == [
        "command=evaluate",
        "command=check",
    ]


def test_a_report_is_the_same_with_a_log(data: Path, log: Path) -> None:
    with_log = cchc("evaluate", data, *OPTIONS, "--log", log)
    assert with_log == cchc("evaluate", data, *OPTIONS)


def missed(data: Path) -> tuple[str, ...]:
    (data / "2025-09" / "hcc.csv").write_text(HCC.replace("196", "100"), "utf-8")
    return ()


def wrong_value(data: Path) -> tuple[str, ...]:
    (data / "2025-09" / "hcc.csv").write_text(HCC.replace("196", "một trăm"), "utf-8")
    return ()


def lacking(data: Path) -> tuple[str, ...]:
    (data / "2025-09" / "kt.csv").unlink()
    return ()


def altered(data: Path) -> tuple[str, ...]:
    cchc("close", data, *OPTIONS)
    (data / "2025-09" / "kt.csv").write_text(KT.replace("1600", "1700"), "utf-8")
    return ()


def wrong_plan(data: Path) -> tuple[str, ...]:
    (data / "hong.yaml").write_text("format: 1\n", "utf-8")
    return ("--plan", str(data / "hong.yaml"))


ENDINGS: list[tuple[int, bool, Callable[[Path], tuple[str, ...]]]] = [
    (0, True, lambda data: ()),
    (0, True, lambda data: (*missed(data), "--exit-zero")),
    (1, True, missed),
    (2, False, lambda data: ("--period", "2031-01")),
    (2, False, lambda data: ("--section", "không có")),
    (2, False, lambda data: ("--lang", "fr")),
    (3, True, wrong_value),
    (4, False, wrong_plan),
    (5, True, lacking),
    (6, True, altered),
    (74, True, lambda data: ("--output", str(data.parent / "khong-co" / "bc.md"))),
]


@pytest.mark.parametrize(("code", "tallied", "prepare"), ENDINGS)
def test_every_ending_has_its_line(
    data: Path, log: Path, code: int, tallied: bool, prepare: Callable[[Path], tuple[str, ...]]
) -> None:
    more = prepare(data)
    ended = cchc("evaluate", data, *OPTIONS, *more, "--log", log)
    assert ended.code == code
    assert last(log)["code"] == str(code)
    assert ("met" in last(log)) is tallied
    assert (last(log)["period"] == "2025-09") is tallied


def test_a_folder_that_is_not_there_has_its_line(tmp_path: Path, log: Path) -> None:
    assert cchc("check", tmp_path / "data", *OPTIONS, "--log", log).code == 2
    assert (last(log)["code"], last(log)["period"]) == ("2", "-")


@pytest.mark.parametrize(
    ("raised", "code"), [(PipeClosed(), 141), (KeyboardInterrupt(), 130), (LookupError(), 70)]
)
@pytest.mark.parametrize("command", ["evaluate", "check", "tasks"])
def test_what_breaks_off_has_its_line(
    data: Path, log: Path, monkeypatch: pytest.MonkeyPatch, raised: BaseException, code: int,
    command: str,
) -> None:  # fmt: skip
    def break_off(*_: object) -> bool:
        raise raised

    monkeypatch.setattr(common, "deliver", break_off)
    assert cchc(command, data, *OPTIONS, "--log", log).code == code
    assert (last(log)["code"], last(log)["period"]) == (str(code), "2025-09")


def test_a_reader_that_has_gone(data: Path, log: Path) -> None:
    read, written = os.pipe()
    os.close(read)
    code = subprocess.run(
        [sys.executable, "-m", "cchc_cli", "evaluate", data, *OPTIONS, "--log", log],
        stdout=written, stderr=subprocess.DEVNULL, env=environment(), check=False, timeout=60,
    ).returncode  # fmt: skip
    os.close(written)
    assert (code, last(log)["code"], "met" in last(log)) == (141, "141", True)


# Where the log may stand


@pytest.mark.parametrize("name", ["cchc.log", "2025-09/cchc.log", ".cchc.log", "chot-2025-09.json"])
def test_a_log_is_kept_out_of_the_figures(data: Path, name: str) -> None:
    ended = cchc("evaluate", data, *OPTIONS, "--log", data / name)
    assert (ended.code, ended.out, (data / name).exists()) == (2, "", False)
    assert "nằm trong thư mục số liệu" in ended.err
    assert f"--log {data.parent / Path(name).name};" in ended.err
    ended = cchc("evaluate", ".", *OPTIONS, "--log", name, cwd=data)
    assert (ended.code, f"--log ../{Path(name).name};" in ended.err) == (2, True)


def test_a_single_file_is_no_log_of_itself(data: Path) -> None:
    file = data / "2025-09" / "hcc.csv"
    assert cchc("check", file, *OPTIONS, "--log", file).code == 2
    assert file.read_text("utf-8") == HCC


def test_nothing_is_added_to_another_file(data: Path, tmp_path: Path) -> None:
    other = tmp_path / "bc.md"
    other.write_bytes("# Báo cáo\n".encode())
    ended = cchc("evaluate", data, *OPTIONS, "--log", other)
    assert (ended.code, ended.out, other.read_bytes()) == (2, "", "# Báo cáo\n".encode())
    assert "không phải nhật ký của cchc" in ended.err


@pytest.mark.parametrize("command", ["evaluate", "check", "tasks"])
@pytest.mark.parametrize("name", ["bc-2025-09.json", "../{folder}/bc-{period}.json"])
def test_a_report_never_overwrites_the_log_of_its_run(
    data: Path, tmp_path: Path, command: str, name: str
) -> None:
    log = tmp_path / "bc-2025-09.json"
    name = name.replace("{folder}", tmp_path.name)
    said = "báo cáo và nhật ký cùng là tệp"
    for lines in (1, 2):  # the log is there only the second time
        ended = cchc(command, data, *OPTIONS, "--output", name, "--log", log, cwd=tmp_path)
        assert (ended.code, said in ended.err) == (2, True)
        assert (last(log)["code"], len(log.read_text().splitlines())) == ("2", lines)


def test_a_device_may_take_both_report_and_log(data: Path) -> None:
    more = ("--format", "json", "--output", os.devnull, "--log", os.devnull)
    assert cchc("evaluate", data, *OPTIONS, *more).code == 0


def test_what_hands_on_to_another_program_is_no_log(
    data: Path, log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(log)
    monkeypatch.chdir(tmp_path)  # a socket's path has to be short
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind("s")
        for path in (log, tmp_path / "s"):
            ended = cchc("check", data, *OPTIONS, "--log", path)
            assert (ended.code, "không phải nhật ký của cchc" in ended.err) == (2, True)
    with pytest.raises(NotALog):
        append_line(log, "time=1")


def test_a_log_that_another_run_keeps_is_not_waited_for_for_ever(
    data: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cchc_cli.run_log.PATIENCE", 0.03)
    with log.open("ab") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        ended = cchc("check", data, *OPTIONS, "--log", log)
    assert not_logged(ended, f"{log}: tệp đang được chương trình khác dùng")
    assert log.read_bytes() == b""


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", True),
        (b"\n", True),
        (b"tim", True),  # torn in its first line
        (b"tim\ntime=2025", True),
        (b"time=2025", True),
        (b"\xef\xbb\xbftime=2025", True),  # saved by Notepad
        (b"tim\r\ntime=2025", True),
        (b"timer\n", False),
        (b"PK\x03\x04", False),
        (b"\x00\x00\x00", False),
    ],
)
def test_what_is_a_log(log: Path, content: bytes, expected: bool) -> None:
    log.write_bytes(content)
    assert is_log(log) is expected
    if expected:
        append_line(log, "time=1")
        assert log.read_bytes().startswith(content)
    else:
        with pytest.raises(NotALog):
            append_line(log, "time=1")
        assert log.read_bytes() == content


# Whole lines


def test_a_torn_line_is_ended_first(log: Path) -> None:
    log.write_bytes(b"time=1 code=0\ntime=2 co")
    append_line(log, "time=3 code=0")
    assert log.read_bytes() == b"time=1 code=0\ntime=2 co\ntime=3 code=0\n"


def test_a_line_is_one_write_of_utf_8(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[bytes] = []

    def note(_: int, content: bytes) -> int:
        written.append(content)
        return len(content)

    monkeypatch.setattr(os, "write", note)
    append_line(log, "time=1 plan=đ\udc80")
    assert written == ["time=1 plan=đ\\udc80\n".encode()]


def test_a_line_that_cannot_be_written_whole_is_taken_away(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.write_bytes(b"time=1\n")
    really = os.write
    pieces = iter([5])

    def write_a_piece(number: int, content: bytes) -> int:
        for length in pieces:
            return really(number, content[:length])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", write_a_piece)
    with pytest.raises(OSError, match="No space"):
        append_line(log, "time=2 code=0")
    assert log.read_bytes() == b"time=1\n"


def test_where_nothing_can_be_locked_a_line_goes_behind_one_just_written(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.write_bytes(b"time=1\n")
    really = os.write

    def write_second(number: int, content: bytes) -> int:
        with log.open("ab") as opened:
            opened.write(b"time=2\n")
        return really(number, content)

    monkeypatch.setattr("cchc_cli.run_log.lock", lambda *_, **__: True)
    monkeypatch.setattr(os, "write", write_second)
    append_line(log, "time=3")
    assert log.read_bytes() == b"time=1\ntime=2\ntime=3\n"


def test_lines_of_many_runs_at_once_never_mix(log: Path) -> None:
    children = []
    for child in range(8):
        number = os.fork()
        if number == 0:
            try:
                for line in range(100):
                    append_line(log, f"time={child} {line} {'x' * 5000}")
            finally:
                os._exit(0)
        children.append(number)
    for number in children:
        os.waitpid(number, 0)
    lines = log.read_text().splitlines()
    assert sorted(lines) == sorted(
        f"time={child} {line} {'x' * 5000}" for child in range(8) for line in range(100)
    )


def test_a_device_is_written_to_as_it_is() -> None:
    append_line(Path(os.devnull), "time=1")


def test_a_folder_is_no_log(tmp_path: Path) -> None:
    assert is_log(tmp_path)
    with pytest.raises(IsADirectoryError):
        append_line(tmp_path, "time=1")


# A log that cannot be written


def not_logged(ended: Ended, reason: str) -> bool:
    return ended.code == 74 and f"không ghi được nhật ký {reason}" in ended.err


def test_without_its_log_a_report_is_delivered_all_the_same(data: Path, tmp_path: Path) -> None:
    log = tmp_path / "khong-co" / "cchc.log"
    report = tmp_path / "bc.md"
    ended = cchc("evaluate", data, *OPTIONS, "--output", report, "--log", log)
    assert not_logged(ended, f"{log}: không có thư mục")
    assert report.exists()
    assert not log.parent.exists()
    ended = cchc("check", data, *OPTIONS, "--log", log)
    assert not_logged(ended, f"{log}: không có thư mục")
    assert "Tình hình nộp số liệu" in ended.out


@pytest.mark.parametrize(
    ("more", "code"), [(("--period", "2031-01"), 2), (("--plan", "x.yaml"), 4)]
)
def test_a_wrong_call_goes_before_a_log_that_is_not_written(
    data: Path, tmp_path: Path, more: tuple[str, ...], code: int
) -> None:
    (tmp_path / "x.yaml").write_text("format: 1\n", "utf-8")
    log = tmp_path / "khong-co" / "cchc.log"
    ended = cchc("evaluate", data, *OPTIONS, *more, "--log", log, cwd=tmp_path)
    assert ended.code == code
    assert f"không ghi được nhật ký {log}" in ended.err


def test_in_english(data: Path, tmp_path: Path) -> None:
    ended = cchc("evaluate", data, *OPTIONS, "--lang", "en", "--log", tmp_path)
    assert (ended.code, "could not write the log" in ended.err) == (74, True)


def test_without_the_option_nothing_of_it_is_loaded(data: Path) -> None:
    code = "import sys; from cchc_cli.__main__ import main; main()"
    code += "; assert not {'cchc_cli.run_log', 'cchc_cli.commands.logged'} & {*sys.modules}"
    ended = subprocess.run(
        [sys.executable, "-c", code, "evaluate", data, *OPTIONS],
        env=environment(), capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert cchc_process("evaluate", data, *OPTIONS).stdout == ended.stdout
