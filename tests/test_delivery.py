"""A report that is no text goes to a file or a pipe as it is, never to a terminal."""

from pathlib import Path

import pytest

from cases.running import PLAN, cchc, write
from cchc_cli.commands import common
from cchc_cli.formats import FORMATS, Format, Screen
from cchc_cli.formats.rows import Report
from test_examples import EXAMPLE

BYTES = b"PK\x03\x04\xff\r\n\n\x00"
CALL = ("evaluate", EXAMPLE / "data", "--exit-zero", "--quiet")


def render_bytes(_report: Report, _screen: Screen) -> bytes:
    return BYTES


@pytest.fixture(autouse=True)
def binary_format(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Format("bytes", (".bin", ".bytes"), f"{__name__}:render_bytes", binary=True)
    monkeypatch.setitem(FORMATS, "bytes", made)


def test_a_pipe_gets_the_bytes() -> None:
    ended = cchc(*CALL, "--format", "bytes")
    assert (ended.code, ended.stdout, ended.stderr) == (0, BYTES, b"")


@pytest.mark.parametrize("options", [[], ["--format", "bytes"]])
def test_a_file_gets_the_bytes(tmp_path: Path, options: list[str]) -> None:
    ended = cchc(*CALL, *options, "--output", "{period}.bin", cwd=tmp_path)
    assert (ended.code, ended.stdout, ended.stderr) == (0, b"", b"")
    assert (tmp_path / "2025-12.bin").read_bytes() == BYTES


@pytest.mark.parametrize("output", [[], ["--output", "-"]])
def test_a_terminal_is_refused(monkeypatch: pytest.MonkeyPatch, output: list[str]) -> None:
    monkeypatch.setattr(common, "is_terminal", lambda _: True)
    ended = cchc(*CALL, "--format", "bytes", *output)
    assert (ended.code, ended.stdout) == (2, b"")
    assert "định dạng bytes không hiện được trên màn hình" in ended.err
    assert "--output bao-cao.bin" in ended.err


@pytest.mark.parametrize(
    ("used", "output"),
    [
        ("data/plan.yaml", "data/plan.yaml"),
        ("data/plan.yml", "../{folder}/data/plan.yml"),
        ("plan.yaml", "plan.yaml"),
        ("kh/cua-xa.yaml", "link.md"),
        ("kh/cua-xa.yaml", "data/plan.yaml"),  # it would be the plan of the next run
    ],
)
def test_a_report_never_takes_the_place_of_a_plan(tmp_path: Path, used: str, output: str) -> None:
    plan = PLAN.read_text("utf-8")
    content = "mã số liệu,giá trị\nda_tra,200\n"
    write(tmp_path, {used: plan, "data/2025-09/hcc.csv": content})
    (tmp_path / "link.md").symlink_to(used)
    more = ("--plan", used) if used.startswith("kh") else ()
    name = output.replace("{folder}", tmp_path.name)
    ended = cchc("evaluate", "data", *more, "--format", "json", "--output", name, cwd=tmp_path)
    assert (ended.code, "sẽ ghi đè kế hoạch" in ended.err) == (2, True)
    assert (tmp_path / used).read_text("utf-8") == plan
    assert sorted(path.name for path in (tmp_path / "data").glob("plan.*")) == [
        Path(used).name for _ in range(used.startswith("data"))
    ]
