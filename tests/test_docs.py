"""The documents agree with the program: commands, outputs, options, codes, keys, links.

A ```console block is run in a folder made for its document: a copy of the examples and plans,
and the files that the document itself shows (a fenced block after a line that ends with the
file's name in backticks and a colon).  What follows a command is its output as a terminal shows
it, exactly; a line ``…`` stands for any lines left out.  Write the outputs anew with
``python tests/test_docs.py --write``.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

import test_diff
from cases.running import write as write_files
from cchc_cli import __version__, limits
from cchc_cli.exit_codes import ORDER, ExitCode
from cchc_cli.plan import model
from cchc_cli.plan.load import load_plan
from cchc_cli.submissions.columns import COLUMN_NAMES
from cchc_cli.submissions.kinds import READERS, SUBMISSION_SUFFIXES, Kind

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
GUIDE = ROOT / "docs" / "huong-dan.md"
PLAN_FORMAT = ROOT / "docs" / "plan-format.md"
JSON_FORMAT = ROOT / "docs" / "json.md"
AUTOMATION = ROOT / "docs" / "tu-dong.md"
RUN = (README, GUIDE, PLAN_FORMAT, JSON_FORMAT, AUTOMATION)
"""The documents whose blocks are run."""
DOCUMENTS = (*RUN, ROOT / "CHANGELOG.md")
LEFT_OUT = "…"
REFRESH = "run: python tests/test_docs.py --write, then read the diff"


# Running what a document shows


@dataclass(slots=True)
class Fence:
    """A fenced block: its language, its lines, its first line's number, what introduces it."""

    language: str
    start: int
    intro: str
    lines: list[str] = field(default_factory=list)

    @property
    def file(self) -> str | None:
        """The file that the block is the content of, if the line before it says so."""
        found = re.search(r"`([^`]+\.(?:yaml|csv))`:$", self.intro)
        return found[1] if found else None


@dataclass(frozen=True, slots=True)
class Step:
    """A command in a console block and the output shown, with the numbers of its lines."""

    command: str
    first: int
    shown: tuple[str, ...]


def fences_of(document: Path) -> list[Fence]:
    fences: list[Fence] = []
    inside, intro = False, ""
    for number, line in enumerate(document.read_text("utf-8").splitlines(), 1):
        if line.startswith("```"):
            inside = not inside
            if inside:
                fences.append(Fence(line[3:].strip(), number + 1, intro))
                intro = ""  # it introduces one block, not the next one too
        elif inside:
            fences[-1].lines.append(line)
        elif line.strip():
            intro = line.strip()
    assert not inside, f"{document.name}: a fenced block is not closed"
    return fences


def steps_of(fence: Fence) -> list[Step]:
    starts = [i for i, line in enumerate(fence.lines) if line.startswith("$ ")]
    assert not fence.lines or starts[:1] == [0], f"line {fence.start}: begins with no command"
    ends = [*starts[1:], len(fence.lines)]
    return [
        Step(fence.lines[i][2:], fence.start + i + 1, tuple(fence.lines[i + 1 : end]))
        for i, end in zip(starts, ends, strict=True)
    ]


class Folder:
    """The folder in which a document's commands run, one after the other."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.code = 0
        for name in ("examples", "plans"):
            shutil.copytree(ROOT / name, path / name)

    def write(self, fence: Fence) -> None:
        assert fence.file is not None
        path = self.path / fence.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(fence.lines) + "\n", "utf-8")

    def run(self, command: str) -> list[str]:
        """Run a line and return what a terminal shows; ``echo $?``, ``mkdir`` and ``> file`` are known."""
        if command == "echo $?":
            return [str(self.code)]
        words = shlex.split(command)
        if words[0] == "mkdir":
            (self.path / words[1]).mkdir()
            return []
        assert words[0] == "cchc", f"only cchc is run: {command}"
        target = words[words.index(">") + 1] if ">" in words else None
        done = cchc(words[1 : words.index(">")] if target else words[1:], self.path)
        self.code = done.returncode
        if target is None:
            # On a terminal, what a report tells of problems is not told again beside it.
            return lines_of(done.stdout or done.stderr)
        (self.path / target).write_text(done.stdout, "utf-8", newline="")
        return lines_of(done.stderr)


def cchc(arguments: Sequence[str], folder: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    """Run the program."""
    return python(["-m", "cchc_cli", *arguments], folder)


def python(arguments: Sequence[str], folder: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    """Run Python with an environment that says nothing of language, width or plan."""
    said = ("CCHC_", "LC_", "LANG", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TERM")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(said)}
    environment["PYTHONPATH"] = str(ROOT / "src")
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def lines_of(output: str) -> list[str]:
    return [line.rstrip() for line in output.strip("\n").splitlines()]


def matches(shown: Sequence[str], output: Sequence[str]) -> bool:
    """Tell whether `output` is `shown`, where a line ``…`` stands for any lines."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == LEFT_OUT else re.escape(line.rstrip()) + r"\n"
        for line in shown
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in output)) is not None


def run_document(document: Path, folder: Path) -> Iterator[tuple[Step, list[str]]]:
    """Yield every command of a document with its output, in order."""
    place = Folder(folder)
    for fence in fences_of(document):
        if fence.file is not None:
            place.write(fence)
        elif fence.language == "console":
            for step in steps_of(fence):
                yield step, place.run(step.command)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, list[tuple[Step, list[str]]]]:
    """All commands of all documents with their outputs; the documents are run side by side."""
    folders = {document: tmp_path_factory.mktemp(document.stem) for document in RUN}
    with ThreadPoolExecutor() as pool:
        return dict(
            zip(RUN, pool.map(lambda d: list(run_document(d, folders[d])), RUN), strict=True)
        )


@pytest.mark.parametrize("document", RUN, ids=lambda path: path.name)
def test_shown_outputs_are_the_real_ones(
    document: Path, runs: dict[Path, list[tuple[Step, list[str]]]]
) -> None:
    commands_shown = re.findall(r"(?m)^\$ ", document.read_text("utf-8"))
    assert len(runs[document]) == len(commands_shown), "a command is not run"
    for step, output in runs[document]:
        assert matches(step.shown, output), (
            f"{document.name}:{step.first}: `{step.command}` gives\n\n"
            + "\n".join(output)
            + f"\n\n{REFRESH}"
        )


def test_lines_left_out() -> None:
    assert matches(["a", "…", "c"], ["a", "b", "b", "c"])
    assert matches(["a", "…", "c"], ["a", "c"])
    assert not matches(["a", "c"], ["a", "b", "c"])
    assert not matches(["…", "b"], ["a", "b", "c"])


def test_the_python_recipe_gives_the_checksum(tmp_path: Path) -> None:
    (recipe,) = [fence for fence in fences_of(JSON_FORMAT) if fence.language == "python"]
    Folder(tmp_path)
    done = python(["-c", "\n".join(recipe.lines)], tmp_path)
    assert done.stdout.strip() == evaluated()["inputs_sha256"]


def test_whole_plans_in_the_documents_are_valid() -> None:
    """But for the one that is called `sai.yaml`, "wrong"."""
    found = 0
    for document in RUN:
        for fence in fences_of(document):
            if fence.lines[:1] == ["format: 1"] and fence.file != "sai.yaml":
                plan, problems = load_plan("\n".join(fence.lines).encode(), "plan.yaml")
                assert plan, [f"{p.where}: {p.message}" for p in problems]
                found += 1
    assert found == 2


# Commands and options


@cache
def commands() -> dict[str, frozenset[str]]:
    """Return every command of the program with its options, as `--help` lists them."""
    found: dict[str, frozenset[str]] = {}
    asked = [""]
    while asked:
        said = helps_of(asked)
        found |= {name: frozenset(options_of(help)) for name, help in said.items()}
        asked = [
            f"{name} {below}".strip()
            for name, help in said.items()
            for below in subcommands_of(help)
        ]
    return found


_HELPS = """\
import sys
from cchc_cli.cli import run
for name in sys.argv[1:]:
    print("\\f", end="")
    run([*name.split(), "--help"])
"""


def helps_of(names: Sequence[str]) -> dict[str, str]:
    """Return the help of several commands, by one process, since starting takes longest."""
    done = python(["-c", _HELPS, *names])
    return dict(zip(names, done.stdout.split("\f")[1:], strict=True))


def options_of(said: str) -> Iterator[str]:
    for line in said.partition("\nTùy chọn:\n")[2].splitlines():
        if re.match(r"  -", line):
            yield from re.findall(r"(?<![\w-])--?[a-z][a-z-]*", line.split("   ")[0].strip()[:60])


def subcommands_of(said: str) -> list[str]:
    listed = said.partition("\nLệnh:\n")[2].partition("\n\n")[0]
    return re.findall(r"^  ([a-z][a-z-]*)", listed, re.MULTILINE)


def calls_of(document: Path) -> Iterator[str]:
    """Yield every call of the program in a document: in fenced blocks and between backticks."""
    text = document.read_text("utf-8")
    spans = [span for line in re.sub(r"(?ms)^```.*?^```$", "", text).splitlines()
             for span in re.findall(r"`([^`]+)`", line)]  # fmt: skip
    lines = [line for fence in fences_of(document) for line in fence.lines]
    for piece in (*spans, *lines):
        piece = piece.removeprefix("$ ")
        at = re.search(r"(?:^|&& )\S*?\bcchc\"? (.+)", piece)
        if at:
            yield at[1]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_call_in_the_documents_exists(document: Path) -> None:
    for call in calls_of(document):
        words = call.split()
        name = " ".join(words[:2]) if words[0] == "plan" and len(words) > 1 else words[0]
        name = "" if name.startswith("-") else name
        assert name in commands(), f"{document.name}: no such command: cchc {call}"
        known = commands()[name] | {"-h"}
        ours = re.split(r" (?:>|\|\|) ", call)[0]
        used = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", ours))
        assert used <= known, f"{document.name}: cchc {call}: no such option: {used - known}"


def test_every_command_and_option_is_documented() -> None:
    text = README.read_text("utf-8") + GUIDE.read_text("utf-8")
    for name, options in commands().items():
        assert f"`cchc {name}".rstrip() in text, f"README.md does not tell of cchc {name}"
        for option in options:
            assert re.search(rf"`{option}[ `]", text), f"docs/huong-dan.md lacks {option}"


def test_every_option_named_in_the_documents_exists() -> None:
    known = {"-h", "--write", *(option for found in commands().values() for option in found)}
    for document in RUN:
        named = set(re.findall(r"`(--[a-z][a-z-]*)", document.read_text("utf-8")))
        assert named <= known, f"{document.name}: no such option: {named - known}"


def test_the_guide_tells_which_command_takes_an_option() -> None:
    for row in table_under(GUIDE, "Các tùy chọn"):
        named = re.findall(r"`(--[a-z-]+)", row[0])
        takers = re.findall(r"`([a-z ]+)`", row[1])
        for option in named:
            really = {name or "cchc" for name, options in commands().items() if option in options}
            if takers != [] and "mọi lệnh" not in row[1]:
                assert really == set(takers), f"docs/huong-dan.md: {option} is taken by {really}"


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text("utf-8")))
    for document in RUN:
        named = set(re.findall(r"(?:`|^)make ([a-z]+)", document.read_text("utf-8"), re.MULTILINE))
        assert named <= targets, f"{document.name}: no such target: {named - targets}"


# Tables against the code


def headings_of(document: Path) -> list[tuple[int, str]]:
    """Return the line number (from 0) and words of every heading outside fenced blocks."""
    found, inside = [], False
    for number, line in enumerate(document.read_text("utf-8").splitlines()):
        inside ^= line.startswith("```")
        if not inside and re.match(r"#{1,6} ", line):
            found.append((number, line))
    return found


def table_under(document: Path, heading: str, part: str = "") -> list[list[str]]:
    """Return the rows of the first table under a heading, without its head.

    `part` is the heading of the second level below which the other one stands.
    """
    lines = document.read_text("utf-8").splitlines()
    starts, within = [], ""
    for number, line in headings_of(document):
        within = line.removeprefix("## ") if line.startswith("## ") else within
        if line.lstrip("# ").strip() == heading and part in ("", within):
            starts.append(number)
    assert len(starts) == 1, f"{document.name} has {len(starts)} headings {heading!r}"
    rows: list[str] = []
    for line in lines[starts[0] + 1 :]:
        if line.startswith("|"):
            rows.append(line)
        elif rows or line.startswith("#"):
            break
    assert len(rows) > 2, f"{document.name}: no table under {heading!r}"
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


@pytest.mark.parametrize(
    ("document", "heading"), [(README, "Exit codes"), (GUIDE, "Mã kết thúc")], ids=["en", "vi"]
)
def test_exit_codes_are_those_of_the_program(document: Path, heading: str) -> None:
    codes = [int(row[0]) for row in table_under(document, heading)]
    assert codes == sorted(ExitCode)
    order = ", ".join(str(int(code)) for code in ORDER)
    assert order in document.read_text("utf-8")


@pytest.mark.parametrize(
    ("document", "heading"),
    [(README, "Submissions in brief"), (GUIDE, "Thư mục, tên tệp, cột")],
    ids=["en", "vi"],
)
def test_columns_are_those_of_the_program(document: Path, heading: str) -> None:
    named = [tuple(re.findall(r"`([^`]+)`", row[1])) for row in table_under(document, heading)]
    assert named == list(COLUMN_NAMES.values())


def test_the_readme_names_what_is_read() -> None:
    """Whoever adds a reader tells of it there."""
    assert set(READERS) == {Kind.TEXT, Kind.WORKBOOK, Kind.OLD_WORKBOOK, Kind.HTML}
    for suffix in SUBMISSION_SUFFIXES:
        assert f"`{suffix}`" in README.read_text("utf-8")


MODELS: dict[str, type[BaseModel]] = {
    "Top level": model.PlanModel,
    "letterhead": model.LetterheadModel,
    "periods": model.PeriodsModel,
    "units": model.UnitModel,
    "figures": model.FigureModel,
    "checks": model.CheckModel,
    "sections": model.SectionModel,
    "targets": model.TargetModel,
    "tasks": model.TaskModel,
    "measure": model.MeasureModel,
    "ratio": model.RatioModel,
}


@pytest.mark.parametrize("heading", MODELS)
def test_plan_keys_are_those_of_the_models(heading: str) -> None:
    fields = MODELS[heading].model_fields
    rows = table_under(PLAN_FORMAT, heading)
    assert [row[0] for row in rows] == [f"`{key}`" for key in fields]
    for (key, found), (_, kind, default, meaning, _) in zip(fields.items(), rows, strict=True):
        assert default.startswith(default_of(found)), f"{heading}.{key}: {default_of(found)}"
        assert meaning, f"{heading}.{key}"
        words = re.findall(r"`([^`]+)`", kind)
        assert not choices_of(found) or words == choices_of(found), f"{heading}.{key}"


def test_every_model_of_a_plan_is_documented() -> None:
    models = {m for m in vars(model).values() if isinstance(m, type) and issubclass(m, BaseModel)}
    assert models - {BaseModel, model.FileModel} == set(MODELS.values())


def default_of(found: FieldInfo) -> str:
    if found.is_required():
        return "required"
    if found.default is None:
        return "none"
    value = found.default.value if isinstance(found.default, Enum) else found.default
    return f"`{value}`".lower()


def choices_of(found: FieldInfo) -> list[str]:
    """Return the words among which a key chooses, if it does."""
    options = (found.annotation, *get_args(found.annotation))
    for option in options:
        if isinstance(option, type) and issubclass(option, Enum):
            return [str(member.value) for member in option]
        if option is bool:
            return ["true", "false"]
    words = get_args(found.annotation)
    return list(words) if words and all(isinstance(word, str) for word in words) else []


def test_every_complaint_about_a_plan_is_documented() -> None:
    sources = (path.read_text("utf-8") for path in (ROOT / "src/cchc_cli/plan").glob("*.py"))
    codes = {code for source in sources for code in re.findall(r'"(plan-[a-z-]+)"', source)}
    assert set(codes_under(PLAN_FORMAT, "What is refused")) == codes


def test_limits_of_a_plan_are_the_real_ones() -> None:
    text = PLAN_FORMAT.read_text("utf-8")
    assert f"{limits.PLAN_BYTES // limits.MEGABYTE} MB" in text
    for name, words in [("PERIODS", "periods"), ("DEPTH", "levels"), ("NODES", "values")]:
        assert f"{getattr(limits, f'PLAN_{name}'):,} {words}" in text


def test_codes_in_the_guide_exist() -> None:
    sources = "".join(p.read_text("utf-8") for p in (ROOT / "src/cchc_cli").rglob("*.py"))
    for code in codes_under(GUIDE, "8. Thông báo thường gặp"):
        assert f'"{code}"' in sources, code


def codes_under(document: Path, heading: str) -> list[str]:
    return [re.findall(r"`([^`]+)`", row[0])[0] for row in table_under(document, heading)]


# JSON


@cache
def evaluated() -> dict[str, Any]:
    return json_of("evaluate", "examples/thai_tan/data", "--period", "2025-09")


def json_of(*arguments: str) -> dict[str, Any]:
    done = cchc([*arguments, "--format", "json"])
    assert done.stdout, done.stderr
    loaded: dict[str, Any] = json.loads(done.stdout)
    return loaded


@cache
def compared() -> dict[str, Any]:
    """Compare a closed period with what its folder holds after a correction."""
    with tempfile.TemporaryDirectory() as folder:
        data = write_files(Path(folder), {test_diff.NAME: test_diff.CSV})
        test_diff.close(data)
        write_files(data, {test_diff.NAME: test_diff.CORRECTED})
        return json_of("diff", folder, "--plan", str(test_diff.PLAN))


JSON_OBJECTS: dict[str, Callable[[], dict[str, Any]]] = {
    "evaluate": evaluated,
    "check": lambda: json_of("check", "examples/thai_tan/data"),
    "trend": lambda: json_of("trend", "examples/thai_tan/data", "3.3"),
    "tasks": lambda: json_of("tasks", "examples/thai_tan/data"),
    "diff": lambda: compared(),
    "plan show": lambda: json_of("plan", "show"),
}


@pytest.mark.parametrize("command", JSON_OBJECTS)
def test_json_keys_are_the_real_ones(command: str) -> None:
    whole = JSON_OBJECTS[command]()
    assert [row[0] for row in table_under(JSON_FORMAT, command)] == [f"`{key}`" for key in whole]
    for path in json_paths(command):
        for found in at_path(whole, path):
            keys = [row[0].strip("`") for row in table_under(JSON_FORMAT, f"`{path}`", command)]
            assert keys == list(found), path


def json_paths(command: str) -> list[str]:
    """Return the paths in the headings below a command's."""
    below, paths = False, []
    for _, line in headings_of(JSON_FORMAT):
        if line.startswith("## "):
            below = line == f"## {command}"
        elif below:
            paths.append(line.removeprefix("### ").strip("`"))
    return paths


def at_path(value: Any, path: str) -> list[dict[str, Any]]:
    """Return the objects at a path such as ``results[].entries[]``."""
    found = [value]
    for step in path.split("."):
        found = [each[step.removesuffix("[]")] for each in found]
        if step.endswith("[]"):
            found = [item for each in found for item in each]
        found = [each for each in found if each is not None]
    assert found, f"nothing at {path}"
    return found


# Links and words


def slugs_of(document: Path) -> set[str]:
    """Return the anchors that GitHub gives a document's headings."""
    words = (line.lstrip("# ").strip().lower() for _, line in headings_of(document))
    return {re.sub(r"[^\w\- ]", "", word).replace(" ", "-") for word in words}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_resolve(document: Path) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", document.read_text("utf-8")):
        assert "://" not in link, f"{document.name}: {link}: no address is needed here"
        name, _, anchor = link.partition("#")
        target = (document.parent / name).resolve() if name else document
        assert target.exists(), f"{document.name}: no such file: {link}"
        assert not anchor or anchor in slugs_of(target), f"{document.name}: no heading: {link}"


def test_every_document_is_linked_from_the_readme() -> None:
    text = README.read_text("utf-8")
    for document in (ROOT / "docs").glob("*.md"):
        assert f"](docs/{document.name})" in text, document.name


def test_the_changelog_tells_of_this_version() -> None:
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_licence_is_the_one_declared() -> None:
    assert "MIT License" in (ROOT / "LICENSE").read_text("utf-8")
    assert 'license = "MIT"' in (ROOT / "pyproject.toml").read_text("utf-8")


# Writing the outputs anew


def refreshed(shown: Sequence[str], output: Sequence[str]) -> list[str]:
    """Return `shown` with the words of `output`, with as many lines left out as before.

    Each run of lines between two ``…`` is replaced by the run of as many lines that is most
    like it; if lines were added or have gone, the diff has to be mended by hand.
    """
    if matches(shown, output) or LEFT_OUT not in shown:
        return list(shown) if matches(shown, output) else list(output)
    kept: list[str] = []
    start = 0
    for left_out, run in runs_of(shown):
        if left_out:
            kept.append(LEFT_OUT)
            continue
        starts = range(start, len(output) - len(run) + 1) or range(start, start + 1)
        best = max(starts, key=lambda at: likeness(run, output[at : at + len(run)]))
        kept += output[best : best + len(run)]
        start = best + len(run)
    return kept


def runs_of(shown: Sequence[str]) -> Iterator[tuple[bool, list[str]]]:
    run: list[str] = []
    for line in shown:
        if line.strip() == LEFT_OUT:
            if run:
                yield False, run
            yield True, []
            run = []
        else:
            run.append(line)
    if run:
        yield False, run


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    return SequenceMatcher(None, "\n".join(one), "\n".join(other), autojunk=False).ratio()


def test_refreshing_keeps_what_is_left_out() -> None:
    shown = ["title", "…", "3.3 97% MET", "…"]
    assert refreshed(shown, ["Title", "3.1 5% no", "3.3 98% met", "end"]) == [
        "Title", "…", "3.3 98% met", "…",
    ]  # fmt: skip


def write(document: Path, folder: Path) -> None:
    """Put the real outputs into a document."""
    lines = document.read_text("utf-8").splitlines()
    steps = list(run_document(document, folder))
    for step, output in reversed(steps):
        start = step.first - 1
        lines[start : start + len(step.shown)] = refreshed(step.shown, output)
    document.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


def main() -> None:
    import tempfile

    assert sys.argv[1:] == ["--write"], "usage: python tests/test_docs.py --write"
    for document in RUN:
        with tempfile.TemporaryDirectory() as folder:
            write(document, Path(folder))


if __name__ == "__main__":
    main()
