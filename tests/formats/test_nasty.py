"""Words from files are data: no format lets them steer a terminal, break a table or be markup."""

import json
import re
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cases.running import cchc
from cchc_cli.commands.common import renderer
from cchc_cli.commands.tasks import TASK_FORMATS
from cchc_cli.formats import FORMATS, Screen
from cchc_cli.formats.csv import harmless
from cchc_cli.formats.markdown import escaped
from cchc_cli.formats.rows import Report, build_report
from cchc_cli.pipeline import PlanFile, Run, read_plan, run
from cchc_cli.texts import printable
from formats.agreement import EXTRACTORS
from formats.harmless import READERS, check_no_formula, check_plain_markdown, csv_rows
from formats.naughty import NAUGHTY, target_id, task_id, write_naughty
from formats.sample import (
    FILE_SHOWN,
    NASTY,
    NUMBERS,
    SHOWN,
    UNDECODABLE_SHOWN,
    plan,
    write_sample,
)
from formats.test_agree import check_agrees

UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
WIDE = Screen(4000)


def unsafe(shown: str) -> list[str]:
    """Return the characters in `shown` that steer a screen, each once."""
    return sorted(set(UNSAFE.findall(shown)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sample(tmp_path_factory.mktemp("xau"))


@pytest.fixture(scope="module")
def report(folder: Path) -> Report:
    plan_file = read_plan(folder / "plan.yaml", "plan.yaml")
    assert isinstance(plan_file, PlanFile), [str(p.message) for p in plan_file.problems]
    found = run(folder / "data", plan_file, "2025-09", date(2025, 10, 1))
    assert isinstance(found, Run)
    return build_report(found, "vi")


def content_of(report: Report, name: str, screen: Screen = Screen()) -> str | bytes:
    content = renderer(FORMATS[name].render)(report, screen)
    assert isinstance(content, bytes if FORMATS[name].binary else str)
    return content


def rendered(report: Report, name: str, screen: Screen = Screen()) -> str:
    content = content_of(report, name, screen)
    assert isinstance(content, str)
    return content


def test_the_sample_is_nasty_enough(report: Report) -> None:
    verdicts = {result.verdict.value for result in report.results}
    assert verdicts == {"missed", "no_data", "bad_data"}
    codes = {problem.code for problem in report.run.problems}
    assert {"unknown-unit", "unknown-figure", "not-a-number", "passed-over"} <= codes
    assert "check-failed" in codes


@pytest.mark.parametrize("width", [40, 80, 4000])
@pytest.mark.parametrize("name", FORMATS)
def test_nothing_steers_the_reader_s_screen(report: Report, name: str, width: int) -> None:
    content = content_of(report, name, Screen(width))
    assert unsafe(READERS[name].words(content)) == []


def test_colour_is_all_that_a_terminal_is_told(report: Report) -> None:
    coloured = rendered(report, "terminal", Screen(80, colour=True))
    assert COLOURS.search(coloured)
    plain = COLOURS.sub("", coloured).split("\n")
    assert [line.rstrip() for line in plain] == rendered(report, "terminal").split("\n")


@pytest.mark.parametrize(
    "command", ["explain", "check", "evaluate", "check-json", "markdown", "tasks", "tasks-json"]
)
def test_no_command_lets_a_control_through(folder: Path, command: str) -> None:
    calls = {
        "explain": ["explain", "2.4", "data"],
        "check": ["check", "data", "--all"],
        "tasks": ["tasks", "data"],
        "tasks-json": ["tasks", "data", "--format", "json"],
        "check-json": ["check", "data", "--format", "json"],
        "evaluate": ["evaluate", "data"],
        "markdown": ["evaluate", "data", "--format", "markdown"],
    }
    ended = cchc(*calls[command], "--period", "2025-09", cwd=folder)
    assert ended.code == 3
    assert unsafe(ended.out) == []
    assert unsafe(ended.err) == []


@pytest.mark.parametrize("number", range(1, len(NASTY) + 1))
def test_explain_shows_a_nasty_target(folder: Path, report: Report, number: int) -> None:
    target = report.results[number - 1].target
    ended = cchc("explain", target.id, "data", "--period", "2025-09", cwd=folder)
    assert ended.code == 3  # the data has errors
    assert unsafe(ended.out + ended.err) == []
    shown = " ".join(ended.out.split())
    assert " ".join(f"{printable(target.id)} {printable(target.name)}".split()) in shown


def test_plan_show_and_check_are_safe(folder: Path) -> None:
    for arguments in (["show"], ["check"], ["show", "--format", "json"]):
        ended = cchc("plan", arguments[0], "plan.yaml", *arguments[1:], cwd=folder)
        assert ended.code == 0
        assert unsafe(ended.out) == []


def test_a_nasty_plan_is_refused_safely(folder: Path, tmp_path: Path) -> None:
    broken = plan().replace("[hcc]", '["\\e[31m"]').replace("clause:", '"\\e]0;x\\a|[bold]":')
    (tmp_path / "plan.yaml").write_text(broken, encoding="utf-8")
    ended = cchc("plan", "check", "plan.yaml", cwd=tmp_path)
    assert ended.code == 4
    assert unsafe(ended.err) == []
    assert "[bold]" in ended.err


def test_refusals_quote_safely(folder: Path) -> None:
    for arguments in (
        ["evaluate", "data\x1b[31m\n"],
        ["evaluate", "data", "--unit", "\x1b[31m[bold]"],
        ["evaluate", "data", "--section", "\u202e"],
        ["evaluate", "data", "--period", "\x9b"],
        ["evaluate", "data", "--format", "\x1b"],
        ["evaluate", "data", "--plan", "\x1b\udcff"],
        ["evaluate", "data", "--output", "\x1b.x\udcff"],
        ["evaluate", "data", "--\x1b[31m"],
        ["explain", "\x1b[31m", "data"],
        ["\x1b[31m"],
    ):
        ended = cchc(*arguments, cwd=folder)
        assert ended.code == 2, arguments
        assert unsafe(ended.out + ended.err) == [], arguments


# Readable text is unchanged


@pytest.mark.parametrize("kind", NASTY)
def test_a_terminal_shows_words_as_they_are(report: Report, kind: str) -> None:
    lines = rendered(report, "terminal", WIDE).splitlines()
    row = next(line for line in lines if line.startswith(f"1.{list(NASTY).index(kind) + 1} "))
    assert SHOWN[kind] in row
    assert "99,996%" in row


def test_titles_and_names_are_whole(report: Report) -> None:
    """Only what is quoted in a message is cut, never a name of the plan."""
    shown = rendered(report, "terminal", WIDE)
    words = report.run.evaluation.plan
    for name in (
        words.title,
        words.issuer,
        words.sections[0].title,
        *(u.name for u in words.units),
    ):
        assert printable(name) in shown
    assert printable(words.figure["chua_xong"].name) in shown


@pytest.mark.parametrize("name", [n for n in FORMATS if READERS[n].shows_files and n != "json"])
def test_file_names_are_shown(report: Report, name: str) -> None:
    assert FILE_SHOWN in READERS[name].words(content_of(report, name, WIDE))


def test_file_names_are_in_json(report: Report) -> None:
    found = json.loads(rendered(report, "json"))
    assert FILE_SHOWN in {problem["path"] for problem in found["problems"]}
    entries = [entry for result in found["results"] for entry in result["entries"]]
    assert {FILE_SHOWN, UNDECODABLE_SHOWN} == {entry["path"] for entry in entries}


def test_json_keeps_every_word(report: Report) -> None:
    found = json.loads(rendered(report, "json"))
    assert found["plan"]["title"] == report.run.evaluation.plan.title
    names = [result["name"] for result in found["results"]]
    assert names[: len(NASTY)] == list(NASTY.values())
    assert found["results"][0]["value"] == 99.996


# Numbers are whole


@pytest.mark.parametrize("width", [20, 40, 80, 120])
@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_never_cut(report: Report, width: int, number: str) -> None:
    shown = rendered(report, "terminal", Screen(width))
    assert re.search(rf"(?<![\d.,]){re.escape(number)}(?![\d.,])", shown)


def test_explain_names_the_rule_that_fails(folder: Path) -> None:
    ended = cchc("explain", "2.4", "data", "--period", "2025-09", cwd=folder)
    assert ended.code == 3
    assert ended.out.count("lech\\x09\\x0a\\x0c < 1") == 2  # the advice, and the rule itself


@pytest.mark.parametrize("width", ["40", "80"])
def test_explain_cuts_no_number(folder: Path, width: str) -> None:
    ended = cchc(
        "explain", "2.1", "data", "--period", "2025-09", cwd=folder, env={"COLUMNS": width}
    )
    assert "1.234.567,5" in ended.out
    assert "≥ 1.234.567" not in ended.out
    assert "< 1.234.567" in ended.out


# Tables


def test_every_format_can_be_read_back() -> None:
    assert set(READERS) == set(FORMATS), "a format needs a reader in harmless.py"


@pytest.mark.parametrize("name", FORMATS)
def test_the_structure_holds(report: Report, name: str) -> None:
    READERS[name].structure(content_of(report, name))


# Naughty strings


@pytest.fixture(scope="module")
def naughty(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = write_naughty(tmp_path_factory.mktemp("hu"))
    plan_file = read_plan(folder / "plan.yaml", "plan.yaml")
    assert isinstance(plan_file, PlanFile), [str(p.message) for p in plan_file.problems]
    found = run(folder / "data", plan_file, "2025-09", date(2025, 10, 1))
    assert isinstance(found, Run)
    assert not found.problems
    return build_report(found, "vi")


@pytest.mark.parametrize("name", FORMATS)
def test_naughty_strings_are_only_words(naughty: Report, name: str) -> None:
    """Nothing steers the reader, and every name is read back as it was, spaces apart."""
    reader, content = READERS[name], content_of(naughty, name, WIDE)
    assert unsafe(reader.words(content)) == []
    names = reader.names(content)
    assert list(names) == [target_id(number) for number in range(len(NAUGHTY))]
    for word, shown in zip(NAUGHTY, names.values(), strict=True):
        assert shown.split() == reader.name(word).split(), word


@pytest.mark.parametrize("name", ["markdown", "docx", "html", "xlsx"])
def test_naughty_tasks_are_only_words(naughty: Report, name: str) -> None:
    shown = EXTRACTORS[name](content_of(naughty, name, WIDE)).tasks
    assert shown is not None
    assert list(shown.tasks) == [task_id(number) for number in range(len(NAUGHTY))]
    for word, task in zip(NAUGHTY, shown.tasks.values(), strict=True):
        assert task.name.split() == READERS[name].name(word).split(), word


def test_naughty_tasks_in_reports_of_tasks(naughty: Report) -> None:
    for name, dotted in TASK_FORMATS.items():
        content = renderer(dotted)(naughty.tasks, WIDE)
        assert unsafe(content.removeprefix("\ufeff").replace("\r\n", "\n")) == [], name
    check_plain_markdown(renderer(TASK_FORMATS["markdown"])(naughty.tasks))
    rows = csv_rows(renderer(TASK_FORMATS["csv"])(naughty.tasks))
    check_no_formula(rows)
    assert [row["name"] for row in rows] == [harmless(printable(word)) for word in NAUGHTY]


@pytest.mark.parametrize("name", FORMATS)
def test_naughty_strings_change_no_number(naughty: Report, name: str) -> None:
    if name != "json":
        check_agrees(naughty.run, name)


# Markdown


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _cells(tokens: list[Token]) -> list[str]:
    return [
        "".join(child.content for child in token.children or ())
        for before, token in zip(tokens, tokens[1:], strict=False)
        if before.type == "td_open"
    ]


@pytest.mark.parametrize("word", [*SHOWN.values(), "a\\", "\\|", "| |", "-", "1. x", "+ x", "&lt;"])
def test_a_word_in_a_cell_is_read_back_from_markdown(word: str) -> None:
    table = f"| a | b |\n|---|---|\n| {escaped(word)} | 1 |\n"
    assert _cells(_markdown().parse(table)) == [word, "1"]


@pytest.mark.parametrize("word", SHOWN.values())
def test_a_title_is_read_back_from_markdown(word: str) -> None:
    heading, inline, _ = _markdown().parse(f"# {escaped(word)}\n")
    assert heading.tag == "h1"
    assert "".join(child.content for child in inline.children or ()) == word


@pytest.mark.parametrize("kind", NASTY)
def test_markdown_shows_names_as_they_are(report: Report, kind: str) -> None:
    cells = _cells(_markdown().parse(rendered(report, "markdown")))
    assert SHOWN[kind] in cells


def test_the_shown_words_are_what_printable_makes_of_them() -> None:
    assert {kind: printable(word) for kind, word in NASTY.items()} == SHOWN
    assert all(unicodedata.is_normalized("NFC", word) for word in NASTY.values())
