"""A comparison of nasty submissions: no word in it is more than a word, no number is cut."""

import json
import re
from pathlib import Path

import pytest

from cases.running import cchc
from cchc_cli.texts import printable
from formats.agreement import tables_of
from formats.harmless import check_plain_markdown
from formats.naughty import NAUGHTY, target_id, write_naughty
from formats.sample import FILE, FILE_SHOWN, UNDECODABLE, write_sample
from formats.test_nasty import COLOURS, unsafe
from formats.word_reading import check_no_action, document_of, words_of

FORMATS = ("terminal", "markdown", "json", "docx")


def diff(*arguments: str | Path, format: str, columns: str = "4000") -> bytes:
    ended = cchc("diff", *arguments, "--format", format, env={"COLUMNS": columns})
    assert ended.code in (0, 3), ended.err
    assert unsafe(ended.err) == []
    return ended.stdout


def words(content: bytes, format: str) -> str:
    return words_of(content) if format == "docx" else content.decode()


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two folders of the sample; in the second figures are altered, removed, added, mended."""
    old = write_sample(tmp_path_factory.mktemp("xau")) / "data"
    new = write_sample(tmp_path_factory.mktemp("[bold]|<b>\x1b[31m")) / "data"
    _replace(
        new / FILE,
        {
            "dung_han,4999": "dung_han,4000",
            "2025-08,hcc,da_tra,20001,\n": "",
            'kt,thieu,"': 'kt,thieu,5\n#"',
        },
    )
    _replace(new / UNDECODABLE, {"1.234.567,5": "1.234.568,5", "chua_xong,không": "chua_xong,có"})
    return old, new


def _replace(path: Path, changes: dict[str, str]) -> None:
    content = path.read_bytes().decode("utf-8")
    for old, new in changes.items():
        assert old in content
        content = content.replace(old, new)
    path.write_bytes(content.encode("utf-8"))


@pytest.mark.parametrize("columns", ["40", "80", "4000"])
@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("periods", [False, True])
def test_nothing_steers_the_reader_s_screen(
    nasty: tuple[Path, Path], format: str, columns: str, periods: bool
) -> None:
    asked = [nasty[1], "--against", "2025-08", "--period", "2025-09"] if periods else nasty
    content = diff(*asked, format=format, columns=columns)
    assert unsafe(words(content, format)) == []
    if format == "markdown":
        check_plain_markdown(content.decode())
        tables = re.findall(r"(?:^\|.*\n)+", content.decode(), re.MULTILINE)
        for table in tables:
            pipes = {len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) for row in table.splitlines()}
            assert len(pipes) == 1
    if format == "docx":
        check_no_action(content)


def test_files_and_changes_are_shown(nasty: tuple[Path, Path]) -> None:
    shown = json.loads(diff(*nasty, format="json"))
    assert {
        e["figure"]: e["change"] for e in shown["entries"] if "dung_han" not in e["figure"]
    } == {
        "da_tra": "removed",
        "chua_xong": "value",
        "lon": "value",
        "thieu": "accepted",
    }
    for format in ("terminal", "markdown", "docx"):
        seen = words(diff(*nasty, format=format), format)
        unescaped = re.sub(r"\\([\\`*_\[\]<>|~&#])", r"\1", seen) if format == "markdown" else seen
        assert " ".join(FILE_SHOWN.split()) in " ".join(unescaped.split()), format


@pytest.mark.parametrize("columns", ["20", "40", "80", "120"])
def test_a_number_is_never_cut(nasty: tuple[Path, Path], columns: str) -> None:
    shown = diff(*nasty, format="terminal", columns=columns).decode()
    for number in ("1.234.567,5", "1.234.568,5", "4.999", "4.000", "-999"):
        assert re.search(rf"(?<![\d.,]){re.escape(number)}(?![\d.,])", shown), number


@pytest.fixture(scope="module")
def naughty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two folders in which every target, and every figure, has another value."""
    old = write_naughty(tmp_path_factory.mktemp("hu"))
    new = write_naughty(tmp_path_factory.mktemp("hu-hon"))
    path = new / "data" / "2025-09" / "hcc.csv"
    path.write_text(
        re.sub(r'^("f\d+"),"1"', r'\1,"3"', path.read_text("utf-8"), flags=re.M), "utf-8"
    )
    return old / "data", new / "data"


def test_naughty_names_are_read_back_from_markdown(naughty: tuple[Path, Path]) -> None:
    content = diff(*naughty, format="markdown").decode()
    check_plain_markdown(content)
    entries, *targets, _tally = tables_of(content)
    by_figure = {row[2]: row[3] for row in entries[1:]}
    by_target = {row[0]: row[1] for table in targets for row in table[1:]}
    for number, word in enumerate(NAUGHTY):
        for shown in (by_figure[f"f{number}"], by_target[target_id(number)]):
            assert shown.split() == printable(word).split()


def test_naughty_names_are_read_back_from_word(naughty: tuple[Path, Path]) -> None:
    content = diff(*naughty, format="docx")
    check_no_action(content)
    tables = [[[c.text for c in r.cells] for r in t.rows] for t in document_of(content).tables]
    by_target = {row[0]: row[1] for table in tables[2:-2] for row in table[1:]}
    for number, word in enumerate(NAUGHTY):
        assert by_target[target_id(number)].split() == printable(word).split()


def test_colour_is_all_that_a_terminal_is_told(nasty: tuple[Path, Path]) -> None:
    from cchc_cli.commands.diff import DiffOptions, compared_of
    from cchc_cli.formats import Screen
    from cchc_cli.formats.difference.build import build_memo
    from cchc_cli.formats.difference.terminal import render_terminal

    asked = DiffOptions(*nasty, "latest", "", None, "", "", "", "", "", quiet=False)
    memo = build_memo(compared_of(asked, None, "vi"), "vi")
    coloured = render_terminal(memo, Screen(80, colour=True))
    assert COLOURS.search(coloured)
    plain = COLOURS.sub("", coloured).split("\n")
    assert [line.rstrip() for line in plain] == render_terminal(memo).split("\n")
