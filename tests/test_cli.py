"""The command line from outside: exit codes, streams, files, languages, plans and periods.

What only the operating system can show (pipes, terminals, signals) runs as a process of its own,
the rest within this one.
"""

import errno
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from cases.running import PLAN, Ended, cchc, cchc_process, environment, write
from cchc_cli import __version__
from cchc_cli.cli import COMMANDS
from cchc_cli.exit_codes import ORDER, ExitCode, first_of
from cchc_cli.formats import FORMATS
from cchc_cli.plan.builtin import DEFAULT_PLAN, builtin_plans

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "thai_tan" / "data"

HCC = 'mã số liệu,giá trị\nda_tra,200\ndung_han,199\nhai_long,"95,5"\n'
KT = "mã số liệu,giá trị\ngiai_ngan,1600\nkhao_sat,có\n"
MET = {"data/2025-09/hcc.csv": HCC, "data/2025-09/kt.csv": KT}
MISSED = {**MET, "data/2025-09/hcc.csv": HCC.replace("199", "100")}
WRONG = {**MET, "data/2025-09/hcc.csv": HCC.replace("199", "một trăm")}
INCOMPLETE = {"data/2025-09/kt.csv": KT}
EMPTY = {"data/.gitkeep": ""}
PLAN_WORDS = PLAN.read_text(encoding="utf-8")


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a month in which every target is met."""
    write(tmp_path, {**MET, "plan.yaml": PLAN_WORDS})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def in_folder(folder: Path, files: dict[str, str]) -> Path:
    return write(folder, {**files, "plan.yaml": PLAN_WORDS})


# Exit codes


def test_exit_codes_are_frozen() -> None:
    assert {code.name: code.value for code in ExitCode} == {
        "OK": 0,
        "MISSED": 1,
        "USAGE": 2,
        "DATA_ERROR": 3,
        "PLAN_INVALID": 4,
        "INCOMPLETE": 5,
        "ALTERED": 6,
        "FAULT": 70,
        "NOT_WRITTEN": 74,
        "INTERRUPTED": 130,
        "PIPE_CLOSED": 141,
    }
    assert ORDER == (70, 2, 4, 74, 6, 3, 1, 5, 0)


@pytest.mark.parametrize("position", range(len(ORDER)))
def test_the_first_code_of_the_order_is_returned(position: int) -> None:
    assert first_of(set(ORDER[position:])) is ORDER[position]
    assert first_of(set()) is ExitCode.OK


@pytest.mark.parametrize(
    ("files", "evaluate", "exit_zero", "check", "explain"),
    [
        (MET, 0, 0, 0, 0),
        (MISSED, 1, 0, 0, 0),
        (INCOMPLETE, 5, 0, 5, 5),
        (EMPTY, 5, 0, 5, 5),
        (WRONG, 3, 3, 3, 3),
        # Several at once: wrong goes before missed, missed before incomplete.
        ({"data/2025-09/hcc.csv": MISSED["data/2025-09/hcc.csv"]}, 1, 0, 5, 0),
        ({**MISSED, "data/2025-09/kt.csv": "mã,giá trị\ngiai_ngan,x\n"}, 3, 3, 3, 3),
        ({"data/2025-09/kt.csv": "mã,giá trị\ngiai_ngan,x\n"}, 3, 3, 3, 3),
        ({"data/2025-09/kt.csv": "mã,giá trị\nkhao_sat,không\n"}, 1, 0, 5, 5),
        ({"data/2025-09/kt.csv": "mã,giá trị\n"}, 5, 0, 5, 5),
        ({**MET, "data/2025-09/thu.docx": ""}, 0, 0, 0, 0),
    ],
)
def test_exit_codes_of_data(
    tmp_path: Path,
    files: dict[str, str],
    evaluate: int,
    exit_zero: int,
    check: int,
    explain: int,
) -> None:
    in_folder(tmp_path, files)
    assert cchc("evaluate", "data", cwd=tmp_path).code == evaluate
    assert cchc("evaluate", "data", "--exit-zero", cwd=tmp_path).code == exit_zero
    assert cchc("check", "data", cwd=tmp_path).code == check
    assert cchc("explain", "1.1", "data", cwd=tmp_path).code == explain


def test_usage_goes_before_a_broken_plan_and_that_before_writing(at: Path) -> None:
    write(at, {"plan.yaml": "format: 1\n"})
    nowhere = ["--output", "no/such/folder.md"]
    assert cchc("evaluate", "data", "--format", "x", *nowhere, cwd=at).code == 2
    assert cchc("evaluate", "data", *nowhere, cwd=at).code == 4
    write(at, {"plan.yaml": PLAN_WORDS, **WRONG})
    assert cchc("evaluate", "data", *nowhere, cwd=at).code == 74
    assert cchc("evaluate", "data", "--exit-zero", *nowhere, cwd=at).code == 74


def test_an_empty_folder_is_told_of_by_every_command(tmp_path: Path) -> None:
    in_folder(tmp_path, EMPTY)
    for command in (["evaluate", "data"], ["check", "data"], ["explain", "1.1", "data"]):
        ended = cchc(*command, cwd=tmp_path)
        assert "[no-submissions]" in ended.out + ended.err, command


def test_a_data_error_is_told_of_by_every_command(tmp_path: Path) -> None:
    """Code 3 without a word would leave the officer to guess."""
    in_folder(tmp_path, WRONG)
    for command in (["evaluate", "data"], ["check", "data"], ["explain", "1.1", "data"]):
        ended = cchc(*command, cwd=tmp_path)
        assert "2025-09/hcc.csv:3:2" in ended.out + ended.err, command
        assert "[not-a-number]" in ended.out + ended.err, command


# Faults of the program


def _break(monkeypatch: pytest.MonkeyPatch, fault: BaseException) -> None:
    def broken(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr("cchc_cli.pipeline.read_submissions", broken)


def test_a_fault_is_one_line(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _break(monkeypatch, ZeroDivisionError("x\ny"))
    ended = cchc("evaluate", "data", "--exit-zero")
    assert ended.code == 70
    assert ended.out == ""
    assert len(ended.err.splitlines()) == 1
    assert "--debug" in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--debug", "evaluate", "data"],
        ["evaluate", "data", "--debug"],
        ["evaluate", "--debug", "data"],
    ],
)
def test_debug_shows_the_traceback(
    at: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    _break(monkeypatch, ZeroDivisionError("x"))
    ended = cchc(*arguments)
    assert ended.code == 70
    assert "Traceback (most recent call last)" in ended.err


@pytest.mark.parametrize("fault", [RecursionError("deep"), MemoryError(), OSError(5, "x")])
def test_any_fault_is_70(at: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    _break(monkeypatch, fault)
    assert cchc("evaluate", "data").code == 70


def _with_broken_import(tmp_path: Path, *arguments: str) -> Ended:
    (tmp_path / "broken" / "typer").mkdir(parents=True)
    (tmp_path / "broken" / "typer" / "__init__.py").write_text("raise ImportError('no typer')")
    more = {"PYTHONPATH": os.pathsep.join([str(tmp_path / "broken"), str(ROOT / "src")])}
    return cchc_process(*arguments, env=more)


def test_the_entry_point_guards_its_imports(tmp_path: Path) -> None:
    ended = _with_broken_import(tmp_path, "--version")
    assert ended.code == 70
    assert ended.out == ""
    assert len(ended.err.splitlines()) == 1
    assert ended.err.startswith("cchc: ")


def test_a_broken_import_is_traced_with_debug(tmp_path: Path) -> None:
    ended = _with_broken_import(tmp_path, "--version", "--debug")
    assert ended.code == 70
    assert "ImportError: no typer" in ended.err


def test_ctrl_c_in_a_run_is_130(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _break(monkeypatch, KeyboardInterrupt())
    ended = cchc("evaluate", "data")
    assert ended.code == 130
    assert "Traceback" not in ended.err


def test_a_signal_ends_a_process_with_130(at: Path) -> None:
    """The reading is made to last, so that the signal arrives while it goes on."""
    slow = (
        "import sys, time, cchc_cli.pipeline as pipeline\n"
        "from cchc_cli.__main__ import main\n"
        "def read(*_):\n"
        "    print('reading', file=sys.stderr, flush=True)\n"
        "    time.sleep(30)\n"
        "pipeline.read_submissions = read\n"
        "sys.exit(main())\n"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", slow, "evaluate", "data"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert running.stderr is not None
    assert running.stderr.readline() == b"reading\n"
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 130
    assert b"Traceback" not in said


# Usage


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["evaluate", "dât"], 'không có thư mục hay tệp "dât"'),
        (["evaluate", "/dev/null"], "không phải thư mục hay tệp thường"),
        (["evaluate", "data", "--plan", "thai_tan_2025"], 'có phải là "thai_tan_2025h2"?'),
        (["evaluate", "data", "--plan", "no.yaml"], 'không có kế hoạch "no.yaml"'),
        (["evaluate", "data", "--plan", "data"], 'không có kế hoạch "data"'),
        (["evaluate", "data", "--period", "2026-01"], "2025-09 đến 2025-12"),
        (["evaluate", "data", "--period", "2025-08"], "2025-09 đến 2025-12"),
        (["evaluate", "data", "--period", "tháng chín"], "latest, previous"),
        (["evaluate", "data", "--section", "9"], "các lĩnh vực: 1, 2"),
        (["evaluate", "data", "--unit", "kinh te"], 'có phải là "Phòng Kinh tế"?'),
        (["evaluate", "data", "--unit", "zzz"], "các đơn vị: hcc, kt"),
        (["evaluate", "data", "--format", "pdf"], f"các định dạng: {', '.join(FORMATS)}"),
        (["check", "data", "--format", "markdown"], "các định dạng: terminal, json"),
        (["plan", "show", "--format", "xml"], "các định dạng: terminal, yaml, json"),
        (["plan", "show", "plan.yaml", "--unit", "zzz"], "các đơn vị: hcc, kt"),
        (["explain", "11", "data"], 'có phải là "1.1"?'),
        (["explain", "x", "data"], "các chỉ tiêu: 1.1, 1.2, 2.1, 2.2"),
        (["explain", "data", "1.1"], 'cchc explain 1.1 "data"'),
        (["explain", "dât", "1.1"], 'không có thư mục hay tệp "1.1"'),
        (["evaluate", "data", "--lang", "fr"], "các ngôn ngữ: vi, en"),
        (["evaluate", "data", "--output", "bao-cao"], "ghi thêm --format"),
        (["evaluate", "data", "--output", "bao-cao.doc9"], ".json"),
    ],
)
def test_usage_is_refused_with_a_cure(at: Path, arguments: list[str], said: str) -> None:
    ended = cchc(*arguments)
    assert ended.code == 2
    assert ended.out == ""
    assert said in ended.err
    assert "Cách sửa: " in ended.err
    assert ended.codes == {"usage"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["evaluate"], "thiếu DATA"),
        (["close", "data"], "thiếu --period"),
        (["evaluate", "data", "--no-such"], "không có tùy chọn --no-such"),
        (["evaluate", "data", "--perod", "x"], "không có tùy chọn --perod; gần nhất: --period"),
        (["evaluate", "data", "so", "lieu"],
         "thừa tham số: so lieu (đường dẫn có dấu cách thì đặt trong nháy kép)"),
        (["evaluate", "data", "\x1b[31m"], "thừa tham số: \\x1b[31m"),
        (["evaluate", "data", "--period"], "tùy chọn --period cần một giá trị đi kèm"),
        (["evaluate", "data", "--quiet=1"], "tùy chọn --quiet không có giá trị đi kèm"),
        (["evaluat", "data"], "không có lệnh evaluat; gần nhất: evaluate"),
        (["xyz"], "không có lệnh xyz\n"),
        (["plan", "shw"], "không có lệnh shw; gần nhất: show"),
        (["--lang", "fr", "evaluate", "data"],
         'giá trị của --lang không dùng được: "fr" không phải vi hoặc en'),
        (["check", "data", "--deadline", "x"],
         'giá trị của --deadline không dùng được: "x" không phải là số nguyên'),
        (["check", "data", "--deadline", "32"], "32 lớn quá, nhiều nhất là 31"),
        (["check", "data", "--deadline", "0"], "0 nhỏ quá, ít nhất là 1"),
    ],
)  # fmt: skip
def test_typer_s_refusals_are_in_vietnamese(at: Path, arguments: list[str], said: str) -> None:
    """Those that Typer finds itself; its own words are English."""
    ended = cchc(*arguments)
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err.startswith("cchc: lỗi cách gọi: ")
    assert said in ended.err
    assert "Cách sửa: " in ended.err
    assert "--help" in ended.err


@pytest.mark.parametrize("arguments", [["--help"], ["evaluate", "-h"], ["plan", "show", "--help"]])
def test_the_headings_of_help_are_in_the_reader_s_language(at: Path, arguments: list[str]) -> None:
    shown = cchc(*arguments).out
    assert shown.startswith("Cách dùng: cchc ")
    assert "\nTùy chọn:\n" in shown
    english = cchc(*arguments, "--lang", "en").out
    assert english.startswith("Usage: cchc ")
    assert "\nOptions:\n" in english
    for word in ("Usage", "Options", "OPTIONS", "Arguments", "Commands", "required", "ARGS"):
        assert word not in shown
    for word in ("Cách dùng", "Tùy chọn", "TÙY CHỌN", "Tham số", "Lệnh", "bắt buộc"):
        assert word not in english


@pytest.mark.parametrize("arguments", [[], ["plan"]])
def test_no_command_shows_the_help_and_is_usage(arguments: list[str]) -> None:
    ended = cchc(*arguments)
    assert ended.code == 2
    assert "evaluate" in ended.out + ended.err or "schema" in ended.out + ended.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["evaluate", "a" * 5000],
        ["evaluate", "data", "--plan", "a" * 5000],
        ["evaluate", "data", "--plan", "a/" * 3000],
        ["evaluate", "loop"],
        ["evaluate", "data/2025-09/hcc.csv/x"],
        ["check", "loop"],
        ["explain", "1.1", "a" * 5000],
        ["plan", "check", "a" * 5000],
        ["plan", "check", "loop"],
        ["plan", "check", ""],
    ],
)
def test_strange_paths_are_usage_not_faults(at: Path, arguments: list[str]) -> None:
    (at / "loop").symlink_to("loop")
    ended = cchc(*arguments)
    assert ended.code == (0 if arguments[-1] == "" else 2), ended.err
    assert "Traceback" not in ended.err


def test_a_plan_variable_that_names_nothing_is_usage(at: Path) -> None:
    assert cchc("evaluate", "data", env={"CCHC_PLAN": "b" * 5000}).code == 2
    assert cchc("evaluate", "data", env={"CCHC_PLAN": "khong_co"}).code == 2
    assert cchc("evaluate", "data", env={"CCHC_PLAN": ""}).code == 0


# Streams: what goes where


def test_problems_go_to_stderr_and_the_report_to_stdout(tmp_path: Path) -> None:
    in_folder(tmp_path, WRONG)
    ended = cchc("evaluate", "data", "--format", "json", cwd=tmp_path)
    json.loads(ended.out)
    assert ended.err.startswith("2025-09/hcc.csv:3:2: lỗi [not-a-number] ")
    assert ended.err.splitlines()[1].startswith("    Cách sửa: ")
    assert ended.err.splitlines()[-1] == "1 lỗi, 0 cảnh báo trong 1 tệp"


def test_nothing_is_said_where_nothing_is_wrong(at: Path) -> None:
    assert cchc("evaluate", "data").err == ""


TWENTY = {
    **MET,
    "data/2025-09/hcc.csv": HCC + "".join(f"la_{n},1\n" for n in range(25)),
    "data/2025-09/thu.docx": "",
}


def test_each_kind_is_capped_at_20_a_file(tmp_path: Path) -> None:
    in_folder(tmp_path, TWENTY)
    ended = cchc("evaluate", "data", cwd=tmp_path)
    for shown in (ended.out, ended.err):
        assert shown.count("[unknown-figure] không") == 20
        assert "… và 5 lỗi cùng loại [unknown-figure]" in shown
        assert "25 lỗi, 1 cảnh báo trong 2 tệp" in shown
    whole = json.loads(cchc("evaluate", "data", "--format", "json", cwd=tmp_path).out)
    assert len(whole["problems"]) == 26
    shown = cchc("check", "data", "--all", cwd=tmp_path).out
    assert shown.count("[unknown-figure] không") == 25
    assert "… và" not in shown


@pytest.mark.parametrize(
    ("options", "has_report"),
    [
        (["--quiet"], False),
        (["--quiet", "--format", "json"], True),
        (["--quiet", "--format", "terminal"], True),
        (["--quiet", "--output", "ra.md"], False),
        (["--quiet", "--output", "ra.md", "--format", "json"], False),
        (["--quiet", "--output", "-"], True),
    ],
)
def test_quiet(tmp_path: Path, options: list[str], has_report: bool) -> None:
    in_folder(tmp_path, TWENTY)
    ended = cchc("evaluate", "data", *options, cwd=tmp_path)
    assert ended.code == 3
    assert bool(ended.out) == has_report
    assert "lỗi [unknown-figure]" in ended.err
    assert "cảnh báo [" not in ended.err
    assert "đã ghi" not in ended.err
    assert (tmp_path / "ra.md").exists() == ("ra.md" in options)


@pytest.mark.parametrize("command", ["evaluate", "check"])
def test_quiet_says_nothing_where_all_is_well(at: Path, command: str) -> None:
    ended = cchc(command, "data", "--quiet")
    assert (ended.code, ended.out, ended.err) == (0, "", "")


def test_quiet_check_tells_errors(tmp_path: Path) -> None:
    in_folder(tmp_path, TWENTY)
    ended = cchc("check", "data", "--quiet", cwd=tmp_path)
    assert (ended.code, ended.out) == (3, "")
    assert "lỗi [unknown-figure]" in ended.err
    assert "cảnh báo [" not in ended.err


# --output


def test_output_leaves_stdout_empty(at: Path) -> None:
    ended = cchc("evaluate", "data", "--output", "ra.md")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == "đã ghi báo cáo vào ra.md\n"
    assert (at / "ra.md").read_bytes() == cchc("evaluate", "data", "--format", "markdown").stdout


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("ra.md", "markdown"),
        ("ra.MARKDOWN", "markdown"),
        ("ra.json", "json"),
        ("ra.txt", "terminal"),
    ],
)
def test_the_suffix_chooses_the_format(at: Path, name: str, format: str) -> None:
    assert cchc("evaluate", "data", "--output", name).code == 0
    assert (at / name).read_bytes() == cchc("evaluate", "data", "--format", format).stdout


def test_the_option_goes_before_the_suffix(at: Path) -> None:
    assert cchc("evaluate", "data", "--output", "ra.md", "--format", "json").code == 0
    assert json.loads((at / "ra.md").read_text(encoding="utf-8"))["format"] == 1


def test_period_and_plan_are_filled_in(at: Path) -> None:
    (at / "2025-09").mkdir()
    output = "{period}/{plan}-{period}.md"
    ended = cchc("evaluate", "data", "--period", "latest", "--output", output)
    assert ended.err == "đã ghi báo cáo vào 2025-09/xa_mau-2025-09.md\n"
    assert (at / "2025-09" / "xa_mau-2025-09.md").exists()


@pytest.mark.parametrize(
    "output",
    ["no/such/ra.md", "data/2025-09/hcc.csv/ra.md", "folder.md", "/dev/full", "b" * 300 + ".md"],
)
def test_a_report_that_cannot_be_written_is_74(at: Path, output: str) -> None:
    (at / "folder.md").mkdir()
    ended = cchc("evaluate", "data", "--format", "markdown", "--output", output, "--quiet")
    assert (ended.code, ended.out) == (74, "")
    first, second = ended.err.splitlines()
    assert first.startswith("cchc: không ghi được báo cáo vào ")
    assert second.startswith("    Cách sửa: ")
    assert not (at / "no").exists()
    assert sorted(path.name for path in at.iterdir()) == ["data", "folder.md", "plan.yaml"]


def test_a_failed_report_leaves_the_old_one(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (at / "ra.md").write_text("cũ")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert cchc("evaluate", "data", "--output", "ra.md").code == 74
    assert (at / "ra.md").read_text() == "cũ"
    assert [path.name for path in at.iterdir() if path.name.startswith(".")] == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("command", [["evaluate", "data"], ["check", "data"], ["plan", "show"]])
def test_a_full_stdout_is_74(at: Path, command: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "cchc_cli", *command],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ended.returncode == 74
    assert ended.stderr.decode().startswith("cchc: không ghi được báo cáo vào stdout: ")


@pytest.mark.parametrize(
    ("redirection", "code"),
    [(">&-", 74), ("2>&-", 0), (">&- 2>&-", 74), ("2>/dev/full", 0), ("<&-", 0)],
)
def test_closed_streams(at: Path, redirection: str, code: int) -> None:
    write(at, {"data/2025-09/thu.docx": ""})  # something to say on stderr
    ended = subprocess.run(
        ["sh", "-c", f'"$0" -m cchc_cli evaluate data {redirection}', sys.executable],
        capture_output=True,
        check=False,
    )
    assert ended.returncode == code
    assert b"Traceback" not in ended.stderr


def _into_closed_pipe(*arguments: str | Path) -> tuple[int, str]:
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-m", "cchc_cli", *map(str, arguments)],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    return ended.returncode, ended.stderr.decode()


@pytest.mark.parametrize(
    "arguments",
    [
        ["evaluate", str(EXAMPLE), "--period", "2025-09", "--quiet", "--format", "json"],
        ["plan", "show", "--format", "yaml"],
        ["--help"],
        ["--version"],
        ["evaluate", "--help"],
    ],
)
def test_a_closed_pipe_is_141(arguments: list[str]) -> None:
    assert _into_closed_pipe(*arguments) == (141, "")


# The same bytes everywhere


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "latin-1:strict"},
        {"TERM": "dumb"},
        {"FORCE_COLOR": "1", "CLICOLOR_FORCE": "1", "TERM": "xterm-256color"},
        {"COLUMNS": "200"},
        {"TZ": "Asia/Ho_Chi_Minh", "PYTHONHASHSEED": "7"},
    ],
)
def test_a_pipe_gets_the_same_bytes_in_any_environment(tmp_path: Path, env: dict[str, str]) -> None:
    in_folder(tmp_path, TWENTY)
    usual = cchc("evaluate", "data", cwd=tmp_path)
    ended = cchc_process("evaluate", "data", cwd=tmp_path, env=env, bare=True)
    assert ended == usual
    assert b"\x1b" not in ended.stdout + ended.stderr
    assert "KHÔNG ĐẠT" in ended.out


def test_an_empty_environment(tmp_path: Path) -> None:
    in_folder(tmp_path, TWENTY)
    assert cchc_process("evaluate", "data", cwd=tmp_path, bare=True) == cchc(
        "evaluate", "data", cwd=tmp_path
    )


@pytest.mark.parametrize("format", ["terminal", "markdown", "json"])
def test_two_runs_give_the_same_bytes_and_no_absolute_path(format: str, tmp_path: Path) -> None:
    call: list[str | Path] = ["evaluate", EXAMPLE, "--period", "2025-11", "--format", format]
    first, second = cchc(*call), cchc(*call, cwd=tmp_path)
    assert first == second
    for shown in (first.out, first.err):
        assert str(ROOT) not in shown
        assert str(Path.home()) not in shown
        assert os.uname().nodename not in shown


def test_the_place_of_data_changes_no_byte(tmp_path: Path) -> None:
    for name in ("một", "hai/ba"):
        in_folder(tmp_path / name, TWENTY)
    calls = [
        cchc("evaluate", "data", cwd=tmp_path / "một"),
        cchc("evaluate", "data/", cwd=tmp_path / "hai" / "ba"),
        cchc("evaluate", tmp_path / "một" / "data", cwd=tmp_path),
        cchc("evaluate", ".", cwd=tmp_path / "một" / "data"),
        cchc("evaluate", "../data", cwd=tmp_path / "một" / "data"),
    ]
    assert len(set(calls)) == 1


@pytest.mark.parametrize("command", ["evaluate", "check"])
def test_the_order_in_which_files_are_found_changes_no_byte(
    monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    usual = cchc(command, EXAMPLE, "--period", "2025-12")
    scan = os.scandir

    class Turned:
        """What os.scandir gives, the other way round."""

        def __init__(self, path: Any) -> None:
            with scan(path) as found:
                self.entries = list(found)[::-1]

        def __enter__(self) -> Iterator[os.DirEntry[str]]:
            return iter(sorted(self.entries, key=lambda entry: entry.name, reverse=True))

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(os, "scandir", Turned)
    assert cchc(command, EXAMPLE, "--period", "2025-12") == usual


# Terminals


def _on_terminal(
    *arguments: str | Path, cwd: Path, env: dict[str, str] | None = None
) -> tuple[int, str]:
    """Run cchc with a terminal as its stdout and stderr; return its code and what it showed."""
    leader, follower = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "cchc_cli", *map(str, arguments)],
        stdout=follower,
        stderr=follower,
        stdin=subprocess.DEVNULL,
        cwd=cwd,
        env=environment({"TERM": "xterm", **(env or {})}),
    )
    os.close(follower)
    shown = b""
    while select.select([leader], [], [], 30)[0]:
        try:
            part = os.read(leader, 65536)
        except OSError:  # Linux says so when the last writer has gone
            break
        if not part:
            break
        shown += part
    os.close(leader)
    return running.wait(timeout=30), shown.decode().replace("\r\n", "\n")


def test_a_terminal_gets_colour_and_each_problem_once(tmp_path: Path) -> None:
    in_folder(tmp_path, WRONG)
    code, shown = _on_terminal("evaluate", "data", cwd=tmp_path)
    assert code == 3
    assert re.search(r"\x1b\[[0-9;]*m", shown)
    assert shown.count("[not-a-number]") == 1
    assert "✓ ĐẠT" in shown  # meaning is never by colour alone


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_none_is_wanted(tmp_path: Path, env: dict[str, str]) -> None:
    in_folder(tmp_path, WRONG)
    code, shown = _on_terminal("evaluate", "data", cwd=tmp_path, env=env)
    assert code == 3
    assert "\x1b" not in shown
    assert shown == cchc("evaluate", "data", cwd=tmp_path).out


def test_a_terminal_gets_problems_beside_a_report_in_a_file(tmp_path: Path) -> None:
    in_folder(tmp_path, WRONG)
    code, shown = _on_terminal("evaluate", "data", "--output", "ra.md", cwd=tmp_path)
    assert code == 3
    assert shown.count("[not-a-number]") == 1
    assert shown.endswith("đã ghi báo cáo vào ra.md\n")


def test_json_on_a_terminal_has_no_colour(tmp_path: Path) -> None:
    in_folder(tmp_path, MET)
    _, shown = _on_terminal("evaluate", "data", "--format", "json", cwd=tmp_path)
    assert json.loads(shown)["tally"]["met"] == 4


# Which plan


OTHER = PLAN_WORDS.replace("id: xa_mau", "id: xa_khac").replace("xã Mẫu", "xã Khác")


def _plan_used(folder: Path, *options: str, env: dict[str, str] | None = None) -> tuple[str, str]:
    """Return the id of the plan used, and how the report names it."""
    ended = cchc("evaluate", "data", *options, cwd=folder, env=env)
    named = re.search(r"^Kế hoạch: (.*?) · ", ended.out, re.MULTILINE)
    assert named, ended.err
    found = json.loads(
        cchc("evaluate", "data", *options, "--format", "json", cwd=folder, env=env).out
    )
    return found["plan"]["id"], named[1]


def test_where_a_plan_is_found(tmp_path: Path) -> None:
    """--plan, else CCHC_PLAN, else plan.yaml in DATA, else above it, else the built-in one."""

    def named(name: str) -> str:
        return PLAN_WORDS.replace("id: xa_mau", f"id: {name}")

    write(tmp_path, {**MET, "chon.yaml": named("chon"), "bien.yaml": named("bien")})
    assert _plan_used(tmp_path) == ("thai_tan_2025h2", "thai_tan_2025h2")
    write(tmp_path, {"plan.yml": named("yml_tren")})
    assert _plan_used(tmp_path) == ("yml_tren", "plan.yml")
    write(tmp_path, {"plan.yaml": named("tren")})
    assert _plan_used(tmp_path) == ("tren", "plan.yaml")
    write(tmp_path, {"data/plan.yaml": named("trong")})
    assert _plan_used(tmp_path) == ("trong", "plan.yaml")
    variable = {"CCHC_PLAN": str(tmp_path / "bien.yaml")}
    assert _plan_used(tmp_path, env=variable) == ("bien", "bien.yaml")
    assert _plan_used(tmp_path, "--plan", "chon.yaml", env=variable) == ("chon", "chon.yaml")
    assert _plan_used(tmp_path, "--plan", "thai_tan_2025h2")[0] == "thai_tan_2025h2"
    assert _plan_used(tmp_path, env={"CCHC_PLAN": "thai_tan_2025h2"})[0] == "thai_tan_2025h2"


def test_no_plan_is_looked_for_further_up(tmp_path: Path) -> None:
    write(tmp_path, {"plan.yaml": PLAN_WORDS, **{f"a/{k}": v for k, v in MET.items()}})
    assert _plan_used(tmp_path / "a")[0] == "thai_tan_2025h2"


def test_plan_files_in_data_are_no_submissions(tmp_path: Path) -> None:
    write(tmp_path, {**MET, "data/plan.yaml": PLAN_WORDS, "data/2025-09/plan.yml": "x"})
    assert cchc("evaluate", "data", cwd=tmp_path).err == ""
    write(tmp_path, {"data/chon.yaml": PLAN_WORDS})
    assert cchc("evaluate", "data", "--plan", "data/chon.yaml", cwd=tmp_path).err == ""


def test_a_single_file_has_its_plan_beside_it_or_above(tmp_path: Path) -> None:
    write(tmp_path, {**MET, "data/plan.yaml": PLAN_WORDS})
    for data, folder in (
        ("data/2025-09/hcc.csv", tmp_path),
        ("2025-09/hcc.csv", tmp_path / "data"),
        ("hcc.csv", tmp_path / "data" / "2025-09"),
    ):
        ended = cchc("evaluate", data, "--format", "json", cwd=folder)
        found = json.loads(ended.out)
        assert found["plan"]["id"] == "xa_mau"
        assert ended.code == 5
        entries = [entry for result in found["results"] for entry in result["entries"]]
        assert {entry["path"] for entry in entries} == {"hcc.csv"}
        assert {entry["period"] for entry in entries} == {"2025-09"}


def test_data_may_be_the_folder_of_a_period(at: Path) -> None:
    ended = cchc("evaluate", "data/2025-09", "--plan", "plan.yaml", "--format", "json")
    assert ended.code == 0
    found = json.loads(ended.out)
    assert found["results"][0]["entries"][0]["path"] == "hcc.csv"
    same = cchc("evaluate", ".", "--plan", "../../plan.yaml", "--format", "json",
                cwd=at / "data" / "2025-09")  # fmt: skip
    assert same.out == ended.out


# Which period


def _period_of(folder: Path, *options: str) -> str:
    found: str = json.loads(cchc("evaluate", "data", *options, "--format", "json", cwd=folder).out)[
        "period"
    ]
    return found


def test_latest_is_the_latest_period_with_entries(at: Path) -> None:
    assert _period_of(at) == "2025-09"
    write(at, {"data/2025-11/kt.csv": "mã,giá trị\nkhao_sat,có\n"})
    assert _period_of(at) == _period_of(at, "--period", "latest") == "2025-11"
    write(at, {"data/2025-12/kt.csv": "mã,giá trị\nkhao_sat,\n"})
    assert _period_of(at) == "2025-11"


def test_without_entries_it_is_the_plan_s_first(tmp_path: Path) -> None:
    in_folder(tmp_path, EMPTY)
    assert _period_of(tmp_path) == "2025-09"


@pytest.mark.parametrize("word", ["2025-10", "10/2025", "T10/2025", "Tháng 10/2025"])
def test_a_period_in_any_of_its_forms(at: Path, word: str) -> None:
    assert _period_of(at, "--period", word) == "2025-10"


@pytest.mark.parametrize(
    ("today", "cut_off", "period"),
    [
        ((2025, 10, 1), None, "2025-09"),
        ((2025, 10, 31), None, "2025-09"),
        ((2025, 11, 1), None, "2025-10"),
        ((2027, 1, 1), None, "2025-12"),
        ((2025, 10, 14), 14, "2025-09"),
        ((2025, 10, 15), 14, "2025-10"),
        ((2025, 9, 30), None, None),
    ],
)
def test_previous_is_the_latest_period_that_has_ended(
    at: Path,
    monkeypatch: pytest.MonkeyPatch,
    today: tuple[int, int, int],
    cut_off: int | None,
    period: str | None,
) -> None:
    class Today(date):
        @classmethod
        def today(cls) -> "Today":
            return cls(*today)

    monkeypatch.setattr("cchc_cli.commands.common.date", Today)
    if cut_off:
        write(at, {"plan.yaml": PLAN_WORDS.replace("units:", f"cut_off_day: {cut_off}\nunits:", 1)})
    if period is None:
        ended = cchc("evaluate", "data", "--period", "previous")
        assert (ended.code, ended.out) == (2, "")
    else:
        assert _period_of(at, "--period", "previous") == period


def test_previous_goes_by_the_report_s_date(at: Path) -> None:
    assert _period_of(at, "--period", "previous", "--date", "2025-11-05") == "2025-10"
    assert _period_of(at, "--period", "previous", "--date", "2025-10-05") == "2025-09"


# cchc plan


def test_plan_list_names_the_built_in_plans() -> None:
    ended = cchc("plan", "list")
    assert (ended.code, ended.err) == (0, "")
    for name in builtin_plans():
        assert name in ended.out
    assert "39 chỉ tiêu, 54 nhiệm vụ" in ended.out


@pytest.mark.parametrize("name", builtin_plans())
def test_plan_show_yaml_reproduces_the_file(name: str) -> None:
    ended = cchc("plan", "show", name, "--format", "yaml")
    assert ended.code == 0
    assert ended.stdout == builtin_plans()[name].read_bytes()


def test_plan_show_json_has_flat_targets() -> None:
    plan = json.loads(cchc("plan", "show", "--format", "json").out)
    assert len(plan["targets"]) == 39
    assert all({"section", "lead", "due", "require"} <= set(target) for target in plan["targets"])
    assert all(target["lead"] for target in plan["targets"])


def test_plan_show_json_has_flat_tasks() -> None:
    tasks = json.loads(cchc("plan", "show", "--format", "json").out)["tasks"]
    assert len(tasks) == 54
    assert tasks[-1] == {
        "id": "nv_bao_cao_nam",
        "section": "IV",
        "clause": "IV.1.c",
        "name": "Gửi, tổng hợp báo cáo năm về CCHC",
        "text": tasks[-1]["text"],
        "lead": "vhxh",
        "supported_by": ["vp", "kt", "hcc", "ttvh"],
        "due": "2025-12-09",
        "recurring": None,
        "product": "Báo cáo năm",
    }


TASKS = """    tasks:
      - {id: nv_1, clause: I.2.b.1, name: Rà soát, text: Rà soát., due: 2025-12-09}
      - {id: nv_2, clause: I.2.b.3, name: Công khai, text: Công khai., recurring: month,
         supported_by: [kt]}
      - {id: nv_3, clause: I.2.b.6, name: Báo cáo, text: Báo cáo., lead: kt}
"""


@pytest.fixture
def with_tasks(at: Path) -> Path:
    before, section, after = PLAN_WORDS.partition("    targets:\n")
    write(at, {"plan.yaml": before + TASKS + section + after})
    return at


@pytest.mark.usefixtures("with_tasks")
def test_plan_show_lists_the_tasks_of_a_section() -> None:
    shown = cchc("plan", "show", "plan.yaml").out
    rows = [line.split() for line in shown.splitlines() if line.startswith("nv_")]
    assert rows == [
        ["nv_1", "Rà", "soát", "2025-12-09", "hcc"],
        ["nv_2", "Công", "khai", "mỗi", "kỳ", "hcc"],
        ["nv_3", "Báo", "cáo", "2025-12", "kt"],
    ]


@pytest.mark.usefixtures("with_tasks")
def test_plan_show_of_a_unit_lists_what_it_leads_before_what_it_supports() -> None:
    shown = cchc("plan", "show", "plan.yaml", "--unit", "kt").out
    rows = [line.split() for line in shown.splitlines() if line.startswith("nv_")]
    assert rows == [
        ["nv_3", "Báo", "cáo", "2025-12", "chủ", "trì"],
        ["nv_2", "Công", "khai", "mỗi", "kỳ", "phối", "hợp"],
    ]
    assert "chủ trì 1, phối hợp 1 nhiệm vụ" in shown


@pytest.mark.usefixtures("with_tasks")
def test_plan_check_lists_tasks_and_names_gaps() -> None:
    ended = cchc("plan", "check", "plan.yaml")
    assert (ended.code, ended.err) == (0, "")
    said = " ".join(ended.out.split())
    assert "4 chỉ tiêu và 3 nhiệm vụ của 7 điểm" in said
    assert "I.2.b.3 nv_2 Công khai" in said
    assert "thực hiện: I.2.a, I.2.b.2, I.2.b.4 đến I.2.b.5. Đối chiếu" in said


def test_plan_show_of_a_unit_lists_its_figures(at: Path) -> None:
    ended = cchc("plan", "show", "plan.yaml", "--unit", "Phòng kinh tế")
    assert ended.code == 0
    assert "giai_ngan" in ended.out
    assert "da_tra" not in ended.out


def test_plan_check_lists_clauses(at: Path) -> None:
    ended = cchc("plan", "check", "plan.yaml")
    assert (ended.code, ended.err) == (0, "")
    said = (
        "✓ plan.yaml: hợp lệ; 4 chỉ tiêu và 0 nhiệm vụ của 4 điểm, 5 số liệu, 1 quy tắc đối chiếu"
    )
    assert said in " ".join(ended.out.split())
    assert "II.2" in ended.out


def test_a_broken_plan_is_4_for_every_command(at: Path) -> None:
    write(at, {"plan.yaml": PLAN_WORDS.replace("clause: I.1", "clauses: I.1")})
    for command in (
        ["evaluate", "data"],
        ["evaluate", "data", "--exit-zero"],
        ["check", "data"],
        ["explain", "1.1", "data"],
        ["plan", "check", "plan.yaml"],
        ["plan", "show", "plan.yaml"],
    ):
        ended = cchc(*command)
        assert (ended.code, ended.out) == (4, ""), command
        assert ended.codes == {"plan-unknown-key", "plan-missing-key"}


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(cchc("plan", "schema").out)
    return found


def test_the_schema_is_a_schema_with_vietnamese_descriptions(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    assert "chỉ tiêu" in json.dumps(schema, ensure_ascii=False)
    task = schema["$defs"]["TaskModel"]["properties"]
    assert {"id", "clause", "text", "lead", "supported_by", "due", "recurring"} <= set(task)
    assert "đơn vị phối hợp" in task["supported_by"]["description"]


@pytest.mark.parametrize("path", [*builtin_plans().values(), PLAN], ids=lambda path: path.stem)
def test_the_schema_accepts_a_good_plan(schema: dict[str, Any], path: Path) -> None:
    plan = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    plan["format"] = int(plan["format"])
    sections = plan["sections"]
    for target in (target for section in sections for target in section.get("targets", [])):
        if "may_exceed" in target:
            target["may_exceed"] = target["may_exceed"] == "true"
    jsonschema.validate(plan, schema)


@pytest.mark.parametrize(
    ("given", "instead"),
    [
        ("clause: I.1", "clauses: I.1"),
        ("type: count", "type: integer"),
        ("id: xa_mau", "id: Xã Mẫu"),
        ("first: 2025-09", "first: 9/2025"),
        ('id: "1.1"', "id: 1.1"),
        ("format: 1", "format: 2"),
        ("units:", "unit:"),
    ],
)
def test_the_schema_refuses_a_broken_plan(schema: dict[str, Any], given: str, instead: str) -> None:
    assert given in PLAN_WORDS
    broken = PLAN_WORDS.replace(given, instead, 1).replace("2025-12", '"2025-12"')
    plan = yaml.safe_load(broken.replace("first: 2025-09", 'first: "2025-09"'))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plan, schema)


# Help, version, completion


@pytest.mark.parametrize("option", ["--help", "-h"])
@pytest.mark.parametrize(
    "command",
    [[], ["evaluate"], ["check"], ["explain"], ["plan"], ["plan", "show"], ["plan", "check"],
     ["plan", "list"], ["plan", "schema"]],
)  # fmt: skip
def test_every_command_has_vietnamese_help(command: list[str], option: str) -> None:
    ended = cchc(*command, option)
    assert (ended.code, ended.err) == (0, "")
    assert re.search("[ạảấầậắằệộợựứừđ]", ended.out)
    assert b"\x1b" not in ended.stdout


def test_every_exit_code_is_explained_in_the_help() -> None:
    shown = " ".join(cchc("--help").out.split())
    for code in ORDER:
        assert re.search(rf"\b{code.value} ", shown), code


def test_version() -> None:
    ended = cchc("--version")
    assert (ended.code, ended.out, ended.err) == (0, f"cchc {__version__}\n", "")
    assert cchc_process("--version") == ended


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_comes_out(shell: str, tmp_path: Path) -> None:
    """The shell is told by whoever calls; here one that only passes the call on."""
    ended = cchc("--show-completion", env={"SHELL": f"/bin/{shell}"})
    assert ended.code == 0
    assert "_CCHC_COMPLETE" in ended.out


def test_help_lists_every_command_whatever_stands_behind_it() -> None:
    for arguments in (["--help"], ["--help", "evaluate"], ["--lang", "vi", "--help"]):
        listed = re.findall(r"^  (\w+)  ", cchc(*arguments).out.split("Lệnh:")[1], re.MULTILINE)
        assert listed == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_has_the_name_under_which_it_is_found(command: str) -> None:
    ended = cchc(command, "--help")
    assert (ended.code, f"cchc {command} " in ended.out) == (0, True)


def test_completions_are_given() -> None:
    env = {"_CCHC_COMPLETE": "complete_bash", "COMP_WORDS": "cchc ev", "COMP_CWORD": "1"}
    ended = cchc(env=env)
    assert (ended.code, ended.out.split()) == (0, ["evaluate"])


@pytest.mark.parametrize("instruction", ["complete_foo", "source_foo", "foo"])
def test_completion_for_an_unknown_shell_is_no_missed_target(instruction: str) -> None:
    assert cchc(env={"_CCHC_COMPLETE": instruction}).code not in (1, 70, 141)


def test_completion_where_the_shell_is_not_known_is_no_missed_target(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import typer._completion_shared as shared
    import typer.completion as completion

    for module in (shared, completion):
        if hasattr(module, "_get_shell_name"):
            monkeypatch.setattr(module, "_get_shell_name", lambda: None)
    assert cchc("--show-completion").code not in (1, 70, 141)
    assert cchc("--install-completion").code not in (1, 70, 141)


@pytest.mark.parametrize(
    ("arguments", "env"),
    [
        (["--lang", "en", "evaluate", "data"], {}),
        (["evaluate", "data", "--lang=en"], {}),
        (["evaluate", "data"], {"CCHC_LANG": "en"}),
        (["evaluate", "data", "--lang", "en"], {"CCHC_LANG": "vi"}),
    ],
)
def test_english_is_asked_for(at: Path, arguments: list[str], env: dict[str, str]) -> None:
    ended = cchc(*arguments, env=env)
    assert ended.code == 0
    assert "KHÔNG ĐẠT" not in ended.out
    assert "99.5%" in ended.out
    assert cchc("evaluate", "data", "--lang", "vi", env=env).out == cchc("evaluate", "data").out


def test_a_copy_of_the_plan_may_be_called_plan_yaml(tmp_path: Path) -> None:
    """The shell makes the empty file before `plan show --format yaml > plan.yaml` begins."""
    (tmp_path / "plan.yaml").write_bytes(b"")
    ended = cchc("plan", "show", "--format", "yaml", cwd=tmp_path)
    assert ended.code == 0
    assert ended.stdout == builtin_plans()[DEFAULT_PLAN].read_bytes()
