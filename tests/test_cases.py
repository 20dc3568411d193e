"""Every case folder is run, and every problem code has a case and a heading in docs/problems.md.

A case is a folder below ``cases/bad/<code>/`` or ``cases/good/<name>/`` with the arguments of cchc
in ``cmd``, its inputs, and what comes out: ``stdout``, ``stderr``, ``exit``.  The tool's version is
written there as ``{version}``.  After a deliberate change of what is printed, rewrite them all::

    python tests/test_cases.py --write

and read the difference before you commit it.
"""

import ast
import contextlib
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

import cchc_cli
from cases.running import CASES, Ended, cchc
from cchc_cli import __version__, limits

SOURCE = Path(cchc_cli.__file__).parent
DOCUMENT = CASES.parents[1] / "docs" / "problems.md"
REWRITE = "if the change is meant: python tests/test_cases.py --write, then read git diff"
GROUPS = ("Kế hoạch", "Tệp", "Bảng", "Giá trị", "Đánh giá", "Dòng lệnh")


# Inputs that no folder in a repository can hold: made in the copy that the case is run in.


@contextlib.contextmanager
def _too_many_files(_: Path) -> Iterator[None]:
    """The limit is lowered: 100,000 files would take longer than all other tests together."""
    with patch("cchc_cli.submissions.folder.FILES", 3):
        yield


@contextlib.contextmanager
def _no_permission(_: Path) -> Iterator[None]:
    """Opening kt.csv is refused; taking its permissions away would not stop root."""
    opened = Path.open

    def refuse(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == "kt.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **options)

    with patch.object(Path, "open", refuse):
        yield


def _written(name: str, make: Callable[[], str]) -> Callable[[Path], Any]:
    """Write a file that would be too big for the repository."""

    @contextlib.contextmanager
    def prepare(case: Path) -> Iterator[None]:
        (case / name).write_text(make(), encoding="utf-8")
        yield

    return prepare


_HEADER = "kỳ,đơn vị,mã số liệu,giá trị,ghi chú\n"


@contextlib.contextmanager
def _closed(case: Path) -> Iterator[None]:
    """Close September as it was before a line was changed."""
    path = case / "data" / "2025-09" / "hcc.csv"
    changed = path.read_bytes()
    path.write_bytes(changed.replace(b"dung_han,150", b"dung_han,196"))
    close = ("close", "data", "--plan", "../../plan.yaml", "--period", "2025-09")
    assert cchc(*close, "--date", "2025-10-06", cwd=case).code == 0
    path.write_bytes(changed)
    yield


@contextlib.contextmanager
def _torn_record(case: Path) -> Iterator[None]:
    with _closed(case):
        record = case / "data" / "chot-2025-09.json"
        record.write_bytes(record.read_bytes()[:500])
        yield


PREPARATIONS: dict[str, Callable[[Path], Any]] = {
    "closed-period-altered": _closed,
    "closed-verdict-changed": _closed,
    "damaged-record": _torn_record,
    "too-many-files": _too_many_files,
    "unreadable-file": _no_permission,
    "file-too-big": _written(
        "data/hcc.csv", lambda: _HEADER + "2025-09,hcc,da_tra,200,\n" * 700_000
    ),
    "too-many-problems": _written(
        "data/hcc.csv", lambda: _HEADER + "2025-09,hcc,khong_co,200,\n" * 7_000
    ),
    "too-many-rows": _written("data/hcc.csv", lambda: _HEADER + ",,,,\n" * 100_001),
    "long-cell": _written(
        "data/hcc.csv", lambda: _HEADER + f"2025-09,hcc,da_tra,200,{'công văn ' * 4_000}\n"
    ),
    "plan-too-big": _written("plan.yaml", lambda: "# ghi chú\n" * 100_000),
}


# The codes of the source


def _kebab(node: ast.AST) -> str | None:
    """Return the problem code that a literal may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        found = re.fullmatch(r"usage|[a-z]+(?:-[a-z]+)+", node.value)
        return node.value if found else None
    return None


_MAKERS = frozenset(
    [
        "error",
        "warning",
        "Problem",
        "Undecodable",
        "Refused",
        "CellDoubt",
        "note",
        "note_file",
        "complain",
        "add",
        "add_to_key",
    ]
)


def source_codes() -> set[str]:
    """Collect the codes that the source gives to problems.

    A code is a literal among the arguments of what makes a problem, or the first or second of a
    tuple that stands for one (code, message, cure).
    """
    codes = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                function = node.func
                name = getattr(function, "attr", getattr(function, "id", ""))
                found = node.args[:2] if name in _MAKERS else []
            elif isinstance(node, ast.Tuple) and len(node.elts) in (3, 4):
                found = node.elts[:1]
            else:
                continue
            codes |= {code for one in found if (code := _kebab(one))}
    return codes


CODES = source_codes()


# Running a case


def _folders(kind: str) -> list[str]:
    return sorted(f"{kind}/{path.name}" for path in (CASES / kind).iterdir() if path.is_dir())


ALL = [*_folders("bad"), *_folders("good")]


@contextlib.contextmanager
def _copies() -> Iterator[Path]:
    """Copy all cases, since some write a report."""
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / "cases"
        shutil.copytree(CASES, copied, symlinks=True)
        yield copied


@pytest.fixture(scope="module")
def copies() -> Iterator[Path]:
    with _copies() as folder:
        yield folder


def _run(name: str, copies: Path) -> Ended:
    case = copies / name
    prepare: Callable[[Path], Any] = PREPARATIONS.get(case.name, contextlib.nullcontext)
    arguments = shlex.split((case / "cmd").read_text(encoding="utf-8"), comments=True)
    with prepare(case):
        return cchc(*arguments, cwd=case)


def _outcome(ended: Ended) -> dict[str, str]:
    version = re.compile(rf'(cchc |"cchc": "){re.escape(__version__)}')
    return {
        "stdout": version.sub(r"\g<1>{version}", ended.out),
        "stderr": version.sub(r"\g<1>{version}", ended.err),
        "exit": f"{ended.code}\n",
    }


@pytest.mark.parametrize("name", ALL)
def test_a_case_ends_as_written(name: str, copies: Path) -> None:
    ended = _run(name, copies)
    expected = {
        part: (CASES / name / part).read_bytes().decode() for part in ("stdout", "stderr", "exit")
    }
    assert _outcome(ended) == expected, f"{name}: {REWRITE}"
    kind, _, code = name.partition("/")
    assert ended.codes <= CODES, "a code that source_codes() does not find in the source"
    if kind == "bad":
        assert code in ended.codes, f"the case does not show its problem {code}"
    else:
        assert ended.stderr == b""


@pytest.mark.parametrize("name", _folders("good"))
def test_a_report_fits_80_columns(name: str) -> None:
    shown = (CASES / name / "stdout").read_text(encoding="utf-8")
    assert shown.startswith(("#", "{")) or max(map(len, shown.splitlines())) <= 80


# Source, cases and document name the same codes


def _described() -> dict[str, tuple[str, str]]:
    """Return for each code the group it stands in and its text, from docs/problems.md."""
    found: dict[str, tuple[str, str]] = {}
    group = ""
    for part in re.split(r"^(?=##)", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE):
        heading, _, body = part.partition("\n")
        if heading.startswith("## "):
            group = heading.removeprefix("## ")
        elif heading.startswith("### "):
            code = heading.removeprefix("### ").strip("`")
            assert code not in found, f"{code} is described twice"
            found[code] = (group, body)
    return found


def test_every_code_has_a_case() -> None:
    assert {name.removeprefix("bad/") for name in _folders("bad")} == CODES


def test_every_code_has_a_heading() -> None:
    assert set(_described()) == CODES


def test_the_document_s_groups() -> None:
    headings = re.findall(r"^## (.*)$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    assert tuple(headings) == GROUPS


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_code_is_described_whole(code: str) -> None:
    _, body = _described()[code]
    for part in ("**Nghĩa là:**", "**Vì sao không tự sửa:**", "**Cách sửa:**", "*In English:*"):
        assert body.count(part) == 1, f"{code}: {part}"


@pytest.mark.parametrize("code", sorted(CODES))
def test_the_example_of_a_code_is_what_its_case_prints(code: str) -> None:
    examples = re.findall(r"```text\n(.*?)```", _described()[code][1], re.DOTALL)
    assert len(examples) == 1
    assert examples[0] == _example(code) != "", f"{code}: {REWRITE}"


@pytest.mark.parametrize(
    ("code", "limit"),
    [
        ("plan-too-big", limits.PLAN_BYTES),
        ("plan-not-plain", limits.PLAN_DEPTH),
        ("plan-not-plain", limits.PLAN_NODES),
        ("plan-wrong-value", limits.PLAN_PERIODS),
        ("file-too-big", limits.TEXT_BYTES),
        ("file-too-big", limits.WORKBOOK_BYTES),
        ("file-too-big", limits.CELLS),
        ("file-too-big", limits.VALUES),
        ("file-too-big", limits.OPEN_DOCUMENT_CELLS),
        ("file-too-big", limits.ODD_CELLS),
        ("file-too-big", limits.FAR_CELLS),
        ("file-too-big", limits.RICH_TAGS),
        ("file-too-big", limits.HTML_TAGS),
        ("file-too-big", limits.WORKBOOK_SHEETS),
        ("file-too-big", limits.HEADER_CELLS),
        ("file-too-big", limits.STRANGE_ROWS),
        ("too-many-rows", limits.ROWS),
        ("too-many-problems", limits.FILE_PROBLEMS),
        ("too-many-columns", limits.COLUMNS),
        ("too-many-files", limits.FILES),
        ("long-cell", limits.CELL_CHARACTERS),
        ("not-a-number", limits.DIGITS),
    ],
)
def test_the_document_names_the_limits(code: str, limit: int) -> None:
    shown = f"{limit:,}".replace(",", ".")
    assert re.search(rf"(?<![\d.]){re.escape(shown)}(?![\d.])", _described()[code][1])


def test_the_document_tells_how_many_of_a_kind_are_shown() -> None:
    preface = DOCUMENT.read_text(encoding="utf-8").partition("## ")[0]
    assert f"{limits.SAME_PROBLEMS} lỗi" in preface


def test_no_case_names_an_absolute_path(copies: Path) -> None:
    for name in ALL:
        for part in ("stdout", "stderr"):
            content = (CASES / name / part).read_text(encoding="utf-8")
            assert str(CASES) not in content
            assert tempfile.gettempdir() + os.sep not in content


def _example(code: str) -> str:
    """Return the first line about a code that its case prints, with the cure below it."""
    case = CASES / "bad" / code
    printed = (case / "stderr").read_text(encoding="utf-8")
    found = re.search(rf"^.*\[{code}\].*\n(?:    .*\n)?", printed, re.MULTILINE)
    return found[0] if found else _wrapped_example(code, (case / "stdout").read_text("utf-8"))


def _wrapped_example(code: str, printed: str) -> str:
    """Return it from a report, in which lines are broken: the cure's lines are the indented ones."""
    found = re.search(rf"^(.*\[{code}\].*\n(?:\S.*\n)*)((?: {{4}}.*\n)*)", printed, re.MULTILINE)
    if not found:
        return ""
    line, cure = (" ".join(part.split()) for part in found.groups())
    return f"{line}\n    {cure}\n"


def _write() -> None:
    """Rewrite what the cases come to, and the examples in the document."""
    with _copies() as folder:
        for name in ALL:
            for part, content in _outcome(_run(name, folder)).items():
                (CASES / name / part).write_bytes(content.encode())

    def filled(found: re.Match[str]) -> str:
        return f"{found[1]}```text\n{_example(found[2])}```"

    described = re.compile(r"(### `([a-z-]+)`\n.*?)```text\n.*?```", re.DOTALL)
    DOCUMENT.write_text(
        described.sub(filled, DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8"
    )


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python tests/test_cases.py --write")
    _write()
