"""The recipes for cron and Task Scheduler do, as they stand in the documents, what is said of them.

Those for cron are run by ``/bin/sh`` with the bare environment that cron gives, in a home of the
test's own that is laid out as the document says; those for Windows are taken apart, and what of
them is ``cchc`` is run as a list of arguments.
"""

import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cases.running import Ended, cchc
from cchc_cli.exit_codes import ExitCode
from test_docs import AUTOMATION, README, ROOT, fences_of, table_under
from test_run_log import LINE, last

DATA = ROOT / "examples" / "thai_tan" / "data"
FIELD = re.compile(r"\*|\d+(-\d+)?(,\d+(-\d+)?)*")
LIMITS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
"""Minute, hour, day, month, weekday."""


def blocks(document: Path, language: str) -> Iterator[list[str]]:
    return (fence.lines for fence in fences_of(document) if fence.language == language)


def crontab_lines(document: Path) -> list[str]:
    return [
        line
        for lines in blocks(document, "crontab")
        for line in lines
        if line and not line.startswith("#") and not re.match(r"[A-Z_]+=", line)
    ]


def command_of(line: str) -> str:
    return line.split(None, 5)[5]


RECIPES = [
    command_of(line) for document in (AUTOMATION, README) for line in crontab_lines(document)
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home laid out as the document says, with a ``cchc`` as pipx installs it."""
    folder = tmp_path / "nhà riêng" / "bao-cao-cchc"
    shutil.copytree(DATA, folder / "data")
    (folder / "reports").mkdir()
    program = folder.parent / ".local" / "bin" / "cchc"
    program.parent.mkdir(parents=True)
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH="{ROOT / "src"}" exec "{sys.executable}" -m cchc_cli "$@"\n'
    )
    program.chmod(0o755)
    return folder.parent


def run_by_cron(command: str, home: Path) -> Ended:
    """Run a command as cron does: by sh, from the home, knowing next to nothing."""
    bare = {"HOME": str(home), "LOGNAME": "can-bo", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=home, env=bare, stdin=subprocess.DEVNULL,
        capture_output=True, timeout=60, check=False, umask=0o022,
    )  # fmt: skip
    return Ended(done.returncode, done.stdout, done.stderr)


def expected(command: str, output: str, tmp_path: Path) -> bytes:
    """Return the report that the example gives for the period that ended last."""
    path = tmp_path / f"expected{Path(output).suffix}"
    cchc(command, DATA, "--period", "previous", "--output", path)
    return path.read_bytes()


# cron


@pytest.mark.parametrize("document", [AUTOMATION, README], ids=lambda path: path.name)
def test_a_crontab_is_one(document: Path) -> None:
    assert crontab_lines(document)
    for line in crontab_lines(document):
        *fields, command = line.split(None, 5)
        for field, (low, high) in zip(fields, LIMITS, strict=True):
            assert FIELD.fullmatch(field), line
            assert all(low <= int(number) <= high for number in re.findall(r"\d+", field)), line
        assert "%" not in command, "cron makes a line's end of it"
        assert command.startswith('cd "$HOME/bao-cao-cchc" && ')
        assert document is README or " && umask 027 && " in command
    for lines in blocks(document, "crontab"):
        for line in lines:
            assert "$" not in line or not re.match(r"[A-Z_]+=", line), "cron fills in no variable"


@pytest.mark.parametrize("recipe", [r for r in RECIPES if " evaluate " in r])
def test_month_end(home: Path, tmp_path: Path, recipe: str) -> None:
    ended = run_by_cron(recipe, home)
    reports = home / "bao-cao-cchc" / "reports"
    found = last(reports / "cchc.log")
    assert (found["command"], found["period"], found["code"]) == ("evaluate", "2025-12", "1")
    assert (reports / "2025-12.md").read_bytes() == expected("evaluate", "x.md", tmp_path)
    assert ended.err == ""
    if "|| tail" in recipe:
        assert ended.out == (reports / "cchc.log").read_text("utf-8")
    else:
        assert (ended.code, ended.out) == (1, "")
    for path in reports.iterdir():
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o640 if "umask 027" in recipe else 0o644), path


@pytest.mark.parametrize("recipe", [r for r in RECIPES if " check " in r])
def test_who_has_not_submitted(home: Path, recipe: str) -> None:
    (home / "bao-cao-cchc" / "data" / "2025-12" / "vhxh.txt").unlink()
    ended = run_by_cron(recipe, home)
    reports = home / "bao-cao-cchc" / "reports"
    found = last(reports / "cchc.log")
    assert (found["command"], found["period"]) == ("check", "2025-12")
    assert (ended.code, found["code"]) == (ExitCode.INCOMPLETE, "5")
    said = ended.out
    if "--output" in recipe:
        assert (ended.out, ended.err) == ("", "")
        said = (reports / "chua-nop.txt").read_text("utf-8")
    owed = said.partition("\nCòn thiếu\n")[2].partition("\nNộp lại\n")[0]
    assert "Phòng Văn hóa - Xã hội (vhxh)\n    12/2025, quá hạn (hạn 05/01/2026)" in owed
    assert "chưa nộp số liệu nào" in owed


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_missing_folder_is_said(home: Path, recipe: str) -> None:
    (home / "bao-cao-cchc" / "reports").rmdir()
    ended = run_by_cron(recipe, home)
    assert "không ghi được nhật ký reports/cchc.log: không có thư mục" in ended.err
    if "|| tail" not in recipe:
        assert ended.code == 74
    shutil.rmtree(home / "bao-cao-cchc")
    assert run_by_cron(recipe, home).code != 0
    assert [path.name for path in home.iterdir()] == [".local"]


def test_the_rehearsal_is_as_bare_as_cron(home: Path) -> None:
    (rehearsal,) = (
        line for lines in blocks(AUTOMATION, "sh") for line in lines if "env -i" in line
    )
    assert run_by_cron(rehearsal, home).code == 1
    assert last(home / "bao-cao-cchc" / "reports" / "cchc.log")["code"] == "1"


# The log


def test_the_lines_shown_are_such_lines() -> None:
    ((full, refused),) = blocks(AUTOMATION, "log")
    for line in (full, refused):
        assert LINE.fullmatch(line + "\n"), line
    named = [row[0].strip("`") for row in table_under(AUTOMATION, "Đọc nhật ký")]
    assert named == [pair.split("=")[0] for pair in full.split()]
    counts = dict(pair.split("=", 1) for pair in full.split())
    verdicts = ("met", "missed", "pending", "not_arisen", "no_data", "bad_data")
    assert sum(int(counts[name]) for name in verdicts) == int(counts["total"])


def test_what_is_searched_for_is_found(home: Path) -> None:
    folder = home / "bao-cao-cchc"
    cchc("evaluate", "data", "--exit-zero", "--log", "reports/cchc.log", cwd=folder)
    cchc("evaluate", "data", "--log", "reports/cchc.log", cwd=folder)
    lines = (folder / "reports" / "cchc.log").read_text("utf-8").splitlines()
    searches = [line for block in blocks(AUTOMATION, "sh") for line in block if "env" not in line]
    found = [
        run_by_cron(f'cd "$HOME/bao-cao-cchc" && {s}', home).out.splitlines() for s in searches
    ]
    assert found == [lines[1:], lines[1:], lines]


def test_codes_are_those_of_the_program() -> None:
    codes = [int(row[0]) for row in table_under(AUTOMATION, "Mã kết thúc")]
    unattended = {ExitCode.INTERRUPTED, ExitCode.PIPE_CLOSED}
    assert codes == sorted({*ExitCode} - unattended)


# Windows

SCHTASKS = {
    "/create": {"/tn", "/sc", "/d", "/st", "/tr"},
    "/run": {"/tn"},
    "/query": {"/tn", "/v", "/fo"},
}
TR_CHARACTERS = 261
"""So long may be what a task runs."""


def windows_words(line: str) -> list[str]:
    r"""Take a command line apart as Windows programs do: \" is a quotation mark within quotes."""
    words = re.findall(r'(?:[^\s"]|"(?:[^"\\]|\\.)*")+', line)
    return [re.sub(r'(?<!\\)"', "", word).replace('\\"', '"') for word in words]


def scripts() -> list[list[str]]:
    return [lines for lines in blocks(AUTOMATION, "bat") if lines[0] == "@echo off"]


def test_tasks_are_made_with_options_that_exist() -> None:
    calls = [line for block in blocks(AUTOMATION, "bat") for line in block if "schtasks" in line]
    names = re.findall(r"`([\w-]+\.cmd)`", AUTOMATION.read_text("utf-8"))
    assert [windows_words(line)[1] for line in calls] == ["/create", "/create", "/run", "/query"]
    for line in calls:
        _, verb, *words = windows_words(line)
        assert {word for word in words if word.startswith("/")} <= SCHTASKS[verb], line
        if verb == "/create":
            given = dict(zip(words[::2], words[1::2], strict=True))
            run = given["/tr"]
            assert re.fullmatch(r'"%USERPROFILE%\\[^"]+\.cmd"', run)
            assert Path(run.strip('"').replace("\\", "/")).name in names
            assert len(run) < TR_CHARACTERS - 60  # the profile's folder comes in
            assert re.fullmatch(r"\d\d:\d\d", given["/st"])
            assert given["/sc"] in ("daily", "weekly")
            assert given.get("/d", "MON") == "MON"


def test_scripts_hold_nothing_that_windows_would_take_otherwise() -> None:
    assert len(scripts()) == 2
    for lines in scripts():
        text = "\n".join(lines)
        assert text.isascii()  # it is read in another code page until chcp has changed it
        without = re.sub(r"%[A-Z]+%|%~dp0", "", text)
        assert "%" not in without
        assert text.count('"') % 2 == 0
        assert lines[1:3] == ["chcp 65001 >nul", 'cd /d "%~dp0" || exit /b 2']
        assert lines[-1] == "exit /b %ERRORLEVEL%"


@pytest.mark.parametrize("lines", scripts())
def test_what_a_script_runs(home: Path, tmp_path: Path, lines: list[str]) -> None:
    program, *arguments = windows_words(lines[3])
    assert program == r"%USERPROFILE%\.local\bin\cchc.exe"
    folder = home / "bao-cao-cchc"
    ended = cchc(*(a.replace("\\", "/") for a in arguments), cwd=folder)
    assert (ended.out, ended.err) == ("", "")
    assert last(folder / "reports" / "cchc.log")["code"] == str(ended.code)
    output = arguments[arguments.index("--output") + 1].replace("\\", "/")
    report = folder / output.replace("{period}", "2025-12")
    if arguments[0] == "evaluate":
        assert report.read_bytes() == expected("evaluate", output, tmp_path)
    else:
        assert "Tình hình nộp số liệu" in report.read_text("utf-8")


def test_findstr_looks_for_what_grep_does() -> None:
    (search,) = (
        line for block in blocks(AUTOMATION, "bat") for line in block if line.startswith("findstr")
    )
    assert windows_words(search) == ["findstr", "/v", "/c: code=0 ", r"reports\cchc.log"]
