"""The English catalogue: complete, sound, compiled, and enough to speak no Vietnamese at all.

Run as a script, this file brings the catalogue up to date with the source: see `refresh`.
"""

import ast
import csv
import json
import os
import re
import string
import subprocess
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from cases.running import write

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "cchc_cli"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "cchc.po"
COMPILED = CATALOGUE.with_suffix(".mo")
DATA = ROOT / "examples" / "thai_tan" / "data"
PLAN = ROOT / "plans" / "thai_tan_2025h2.yaml"

REFRESH = "run: python tests/test_locale.py, then fill in what is empty in cchc.po and run it again"

HEADER = r"""# English sentences of cchc; the source language is Vietnamese.
msgid ""
msgstr ""
"Project-Id-Version: cchc-cli\n"
"Language: en\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""
"""Fixed, without dates, persons and addresses, so that the file changes only with its sentences."""

FOREIGN_EXAMPLES = ('"Ã"', '"á»"')
"""What an English sentence quotes of letters that were encoded twice."""

# Strings with Vietnamese letters that are no sentences: what is accepted in files, and how it is
# recognised.  Whole strings, or how a pattern begins.
ACCEPTED_WORDS = {
    "names.py": {"đ"},
    "plan/clauses.py": {"abcdđefghijklmnopqrstuvwxyz", "đfjwz"},
    "formats/docx/elements.py": {"đ", "Đ"},
    "formats/docx/letterhead.py": {
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Nơi nhận:", "Số: ",
        "ngày ", " tháng ", " năm ", " của ", "(Kèm theo Báo cáo số ",
    },
    "plan/letterhead.py": {"ỦY BAN NHÂN DÂN", "TM. ", "CHỦ TỊCH", "Lưu: VT"},
    "progress.py": {
        "hoàn thành", "đã hoàn thành", "đã xong", "đang thực hiện", "đang triển khai",
        "chưa thực hiện", "chưa triển khai", "chưa bắt đầu", "không phát sinh",
    },
    "numbers.py": {"không phát sinh", "có", "rồi", "không", "chưa"},
    "submissions/columns.py": {
        "kỳ", "kì", "đơn vị", "mã đơn vị", "mã số liệu", "mã", "giá trị", "ghi chú", "lần", "lần nộp",
        "loại số liệu", "loại",
        "tên số liệu", "tên", "số liệu", "nội dung", "chỉ số", "chỉ tiêu",
        "tên chỉ tiêu", "nhiệm vụ", "tên nhiệm vụ", "tỷ lệ", "tỉ lệ", "đạt tỷ lệ",
    },
    "submissions/encoding.py": {"đ", "aăâeêioôơuưy"},
    "submissions/sheet_cells.py": {"có", "không"},
    "submissions/estimates.py": {
        "ước", "ước ", "Ước ", "ước: ", "số ước", "số ước thực hiện", "ƯTH", "thực hiện", "số thực hiện",
        "đã thực hiện", "chính thức", "số chính thức", "thực tế", "số thực tế",
        "uUúÚùÙủỦũŨụỤưƯứỨừỪửỬữỮựỰ",
        "oOóÓòÒỏỎõÕọỌôÔốỐồỒổỔỗỖộỘơƠớỚờỜởỞỡỠợỢ\u031b\u0300\u0301\u0303\u0309\u0323",
    },
    "submissions/html_reader.py": {"bảng "},
    "forms/wording.py": {"có", "chưa"},
    "submissions/months.py": {"dự kiến", "đồng", "và", "tháng", "trong đó"},
    "submissions/values.py": {
        "đvt", "đơn vị tính", "tên", "tên số liệu", "nguồn", "nguồn số liệu", "căn cứ", "lý do",
        "giải trình", "diễn giải", "minh chứng", "tài liệu", "người nhập",
    },
}  # fmt: skip
LETTER_TABLES = (
    "submissions/fonts.py",
    "submissions/syllables.py",
    "submissions/vocabulary.py",
)
"""Modules that hold tables of letters, or of words that are found, and no sentences."""
PATTERNS = {
    "submissions/own_reports.py": (
        "\nKiểm tra số liệu đến kỳ ",
        "\nHạn nộp kỳ này: ",
        "\nQua tổng hợp số liệu ",
        " bộ phận tổng hợp xin trao đổi ",
    ),
    "plan/letterhead.py": ("(?:UBND|(?:Ủy|Uỷ) ban",),
    "submissions/doubts.py": ("(?:tổng cộng|", "(?:chưa|đang|", "đã (?:ký|"),
    "submissions/reading.py": ("(?:lần|",),
    "submissions/estimates.py": (r"]*(?:s[oôố]",),
    "submissions/months.py": (
        "(?:s[ốo] )?(?:",
        r"(?<!\d)(?<!\d[/.\-])(?:0?",
        "(?:giá trị|",
        "(?:t|th|tháng)",
        "(?:năm )?",
        "(?:t|th|thg|tháng)",
    ),
    "submissions/words.py": (r"\s*(?:[-–—",),
    "periods.py": ("(?:t|th|tháng)? ?(0?[1-9]", r"\d{1,2}[/.\- ]\d{1,2}"),
    "submissions/encoding.py": ("á[º»].|Æ",),
    "typed_rates.py": (r"(?:^|\b(?:đạt|", r"\b(?:chưa|"),
    # Said when the program itself is broken, and the catalogue perhaps with it; it ends in English.
    "__main__.py": ("cchc: lỗi của chương trình (", "): xin chạy lại với --debug"),
}


def foreign(words: str) -> str:
    """Return the letters of `words` that English does not have."""
    return "".join(sorted({letter for letter in words if letter.isalpha() and ord(letter) > 127}))


# What the source says.


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text("utf-8"))


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _sentence_nodes(tree: ast.Module) -> Iterator[ast.expr]:
    """Yield what is given to text(), to say(), and to Field(description=...).

    Descriptions of the plan's keys are hints too.  The syntax tree is asked rather than Babel's
    own extraction, which sees no call inside an f-string.
    """
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if _called(node) in ("text", "say"):
            yield from node.args[:1]
        elif _called(node) == "Field":
            yield from (word.value for word in node.keywords if word.arg == "description")


def _constant(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def source_sentences() -> set[str]:
    """Return all sentences of the source."""
    return {
        sentence
        for _, tree in _trees()
        for node in _sentence_nodes(tree)
        if (sentence := _constant(node))
    }


def _loose_strings(tree: ast.Module) -> Iterator[str]:
    """Yield the strings with Vietnamese letters that are neither sentences nor docstrings."""
    known = {id(node) for node in _sentence_nodes(tree)}
    known |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        words = _constant(node)
        if words and id(node) not in known and foreign(words):
            yield words


# What the catalogue says.


def _sentences(catalogue: Catalog) -> dict[str, str]:
    return {str(m.id): str(m.string) for m in catalogue if m.id}


def read_catalogue() -> Catalog:
    """Return the English catalogue as it is in the tree."""
    with CATALOGUE.open("rb") as opened:
        return read_po(opened, abort_invalid=True)


def po_bytes(sentences: dict[str, str]) -> bytes:
    """Return a catalogue file: sorted, without places, dates and marks."""
    catalogue = Catalog()
    for sentence in sorted(sentences):
        catalogue.add(sentence, sentences[sentence])
    for message in catalogue:
        message.flags.clear()
    written = BytesIO()
    write_po(written, catalogue, width=0, no_location=True, omit_header=True)
    return HEADER.encode() + written.getvalue().strip(b"\n") + b"\n"


def compiled(catalogue: Catalog) -> bytes:
    """Return the compiled catalogue, as the package's build writes it."""
    written = BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def refresh() -> None:
    """Write .po and .mo anew: what the source says, translated as far as it was."""
    known = _sentences(read_catalogue()) if CATALOGUE.exists() else {}
    sentences = {sentence: known.get(sentence, "") for sentence in source_sentences()}
    CATALOGUE.write_bytes(po_bytes(sentences))
    COMPILED.write_bytes(compiled(read_catalogue()))
    lost = sorted(set(known) - set(sentences))
    lacking = sorted(sentence for sentence, english in sentences.items() if not english)
    print(*(f"no longer said: {sentence!r} = {known[sentence]!r}" for sentence in lost), sep="\n")
    print(*(f"to translate: {sentence!r}" for sentence in lacking), sep="\n")


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    return _sentences(read_catalogue())


def test_the_catalogue_holds_every_sentence_of_the_source_and_no_other(
    english: dict[str, str],
) -> None:
    said = source_sentences()
    assert sorted(said - set(english)) == [], f"missing in cchc.po; {REFRESH}"
    assert sorted(set(english) - said) == [], f"no longer in the source; {REFRESH}"


def test_every_sentence_is_translated_and_none_is_a_guess(english: dict[str, str]) -> None:
    assert [s for s, translated in english.items() if not translated.strip()] == [], REFRESH
    assert [m.id for m in read_catalogue() if m.fuzzy and m.id] == []


def test_the_catalogue_file_is_sorted_and_bears_no_dates_and_places(
    english: dict[str, str],
) -> None:
    assert CATALOGUE.read_bytes() == po_bytes(english), REFRESH


def _placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_placeholders_are_the_same_in_both_languages(english: dict[str, str]) -> None:
    differing = {s: e for s, e in english.items() if _placeholders(s) != _placeholders(e)}
    assert differing == {}


def _layout(words: str) -> list[str]:
    """Return how each line begins: indented how far, as a kept paragraph, with which command."""
    begin = re.compile(r"\x08|[ ]*(?:cchc (?:plan )?\w+)?")
    return [found[0] for line in words.split("\n") if (found := begin.match(line))]


def _margins(words: str) -> tuple[int, int]:
    return len(words) - len(words.lstrip()), len(words) - len(words.rstrip())


def test_the_layout_of_texts_of_several_lines_is_kept(english: dict[str, str]) -> None:
    differing = {s: e for s, e in english.items() if "\n" in s and _layout(s) != _layout(e)}
    assert differing == {}
    spaced = {s: e for s, e in english.items() if _margins(s) != _margins(e)}
    assert spaced == {}


def test_examples_of_commands_stand_in_columns(english: dict[str, str]) -> None:
    for words in english.values():
        starts = {
            found.end()
            for line in words.split("\n")
            if (found := re.match(r"  cchc .*?   ?\b", line))
        }
        assert len(starts) < 2, words


def test_english_sentences_hold_no_vietnamese_letters(english: dict[str, str]) -> None:
    def without_examples(words: str) -> str:
        for example in FOREIGN_EXAMPLES:
            words = words.replace(example, "")
        return words

    assert {s: e for s, e in english.items() if foreign(without_examples(e))} == {}


def test_the_compiled_catalogue_is_as_new_as_its_source() -> None:
    assert COMPILED.exists(), "not compiled; run: python tests/test_locale.py (or install anew)"
    with COMPILED.open("rb") as opened:
        installed = _sentences(read_mo(opened))
    expected = _sentences(read_mo(BytesIO(compiled(read_catalogue()))))
    assert installed == expected, "compiled from an older cchc.po; run: python tests/test_locale.py"


def test_every_sentence_of_the_source_can_be_translated() -> None:
    loose = [
        f"{module}: {words!r}"
        for module, tree in _trees()
        for words in _loose_strings(tree)
        if module not in LETTER_TABLES
        and words not in ACCEPTED_WORDS.get(module, ())
        and not words.startswith(PATTERNS.get(module, ("\0",)))
    ]
    assert loose == [], "put it into text() or say(); accepted words go on the list of this test"


# What a person sees.


ENGLISH = ("--lang", "en")


def run_cchc(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, its language left to the arguments."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CCHC_")}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "cchc_cli", *arguments],
        cwd=cwd,
        env={**kept, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "80"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    "command",
    [
        "",
        "evaluate",
        "check",
        "explain",
        "template",
        "return",
        "plan",
        "plan list",
        "plan show",
        "plan check",
    ],
)
def test_help_is_in_english(command: str) -> None:
    ran = run_cchc(*ENGLISH, *command.split(), "--help")
    assert (ran.returncode, ran.stderr, foreign(ran.stdout)) == (0, "", "")
    assert ran.stdout.startswith("Usage: cchc")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (
            ("evaluate", "nowhere"),
            2,
            'nowhere: error [usage] there is no folder or file "nowhere"\n'
            "    Fix: check the path; for example: cchc evaluate data/\n",
        ),
        (
            ("evaluate", "examples/thai_tan/data", "--period", "2031-01"),
            2,
            "error [usage] period 2031-01 is outside the plan (2025-07 to 2025-12)\n"
            "    Fix: choose a period of the plan, or another plan with --plan\n",
        ),
        (
            ("explain", "33", "examples/thai_tan/data"),
            2,
            'error [usage] there is no target "33"\n    Fix: did you mean "3.3"?\n',
        ),
        (
            ("evaluate", "--nonsense"),
            2,
            "cchc: usage error: there is no option --nonsense\n"
            "    Fix: see usage and examples with: cchc evaluate --help\n",
        ),
    ],
)
def test_a_refusal_is_in_english(arguments: tuple[str, ...], code: int, said: str) -> None:
    ran = run_cchc(*arguments, *ENGLISH)
    assert (ran.returncode, ran.stdout) == (code, "")
    assert ran.stderr.endswith(said.removeprefix("nowhere: "))
    assert foreign(ran.stderr) == ""


def _names() -> list[str]:
    """Return what the example's plan and data say in Vietnamese, the longest first."""
    shown = json.loads(run_cchc("plan", "show", str(PLAN), "--format", "json").stdout)
    parts = shown["units"] + shown["figures"] + shown["sections"] + shown["targets"]
    names = {shown["title"], shown["issuer"]}
    names |= {
        part[key] for part in parts for key in ("name", "title", "measured_in") if part.get(key)
    }
    tasks = csv.DictReader(run_cchc("tasks", str(DATA), "--format", "csv").stdout.splitlines())
    names |= {task[key] for task in tasks for key in ("name", "note")}
    names |= {path.relative_to(DATA).as_posix() for path in DATA.rglob("*.*")}
    return sorted(filter(foreign, names), key=len, reverse=True)


def _without(words: str, names: Iterable[str]) -> str:
    for name in names:
        words = words.replace(name, "")
    return words


def test_a_report_has_no_vietnamese_but_names_of_plan_and_data() -> None:
    ran = run_cchc("evaluate", "examples/thai_tan/data", "--format", "markdown", *ENGLISH)
    report = re.sub(r"\\(\W)", r"\1", ran.stdout)
    assert foreign(_without(report + ran.stderr, _names())) == ""
    assert "## Summary" in report
    assert "| Id | Target | Requirement | In period | To date | Verdict |" in report
    for word in ("MET", "MISSED", "NOT YET DUE", "NOT ARISEN", "NO DATA", "BAD DATA"):
        assert word in report


def test_a_check_has_no_vietnamese_but_names_of_plan_and_data() -> None:
    ran = run_cchc("check", "examples/thai_tan/data", "--format", "json", *ENGLISH)
    problems = json.loads(ran.stdout)["problems"]
    said = "\n".join(f"{problem['message']}\n{problem['hint']}" for problem in problems)
    assert "counts once" in said
    assert foreign(_without(said + ran.stderr, _names())) == ""


# An English plan with English submissions: here no Vietnamese letter is left to be excused.

SAMPLE_PLAN = """\
format: 1
id: sample
title: Sample plan
issuer: Sample commune
language: en
periods: {first: 2025-07, last: 2025-12}
units:
  - {id: office, name: Office}
  - {id: desk, name: Service desk}
figures:
  - {id: on_time, name: Dossiers on time, type: count, measured_in: dossiers, over_time: sum,
     reported_by: [desk]}
  - {id: answered, name: Dossiers answered, type: count, measured_in: dossiers, over_time: sum,
     reported_by: [desk]}
  - {id: online, name: Services online, type: count, measured_in: services, over_time: last,
     reported_by: [desk]}
  - {id: services, name: Services, type: count, measured_in: services, over_time: last,
     reported_by: [desk]}
  - {id: spent, name: Money spent, type: amount, measured_in: million, over_time: sum,
     reported_by: [office]}
  - {id: reviewed, name: Review done, type: yes_no, every: quarter, reported_by: [office]}
  - {id: surveyed, name: Survey done, type: yes_no, every: plan, reported_by: [office]}
checks:
  - {rule: on_time <= answered, severity: error}
sections:
  - id: "1"
    title: Procedures
    lead: desk
    targets:
      - {id: "1.1", clause: I.1, name: On time, text: Answer on time., require: ">= 95%",
         measure: {ratio: {part: [on_time], whole: [answered]}}}
      - {id: "1.2", clause: I.2, name: Online, text: Go online., require: ">= 90%",
         measure: {ratio: {part: [online], whole: [services]}}}
      - {id: "1.3", clause: I.3, name: Spending, text: Spend., require: "> 100", lead: office,
         due: 2025-12, measure: {total: [spent]}}
      - {id: "1.4", clause: I.4, name: Review, text: Review., lead: office,
         measure: {all_done: [reviewed, surveyed]}}
"""

COLUMNS_MISSED = ('"mã số liệu"', '"giá trị"')
"""The columns that a file lacks are called by the first of their accepted names."""

SUBMISSIONS = {
    "2025-07/desk.csv": "figure;value;note\n"
    "on_time;90;\nanswered;100;II.06\nonline;80;\nservices;100;\n",
    "2025-07/office.csv": "figure,value,note\nspent,1.234,\nreviewed,yes,\n",
    "2025-08/desk.csv": "figure;value\n"
    "on_time;95\nanswered;94\nonline;95\nonline;95\nservices;100\n",
    "2025-08/office.csv": "figure;value\nspent;ten\nreviewed;maybe\nspend;3\n;4\n",
    "2025-09/mixed.csv": "period;unit;figure;value;revision\n"
    "2025-09;desk;on_time;1;x\n2025-08;desk;answered;7;1\nSep-25;desk;online;7;1\n"
    "2031-01;desk;online;7;1\nsoon;desk;online;7;1\n;nobody;online;7;1\n;office;online;7;1\n"
    ";desk;online;-1;1\n;desk;online;1,5;1\n;desk;online;1.2.3;1\n;desk;services;7;1;9\n"
    ";desk;answered;5;1\n;desk;answered;6;1\n;;answered;6;1\n",
    "2025-09/none.csv": "",
    "2025-09/other.csv": "a;b\n1;2\n",
    "2025-09/page.xls": "<html><table></table></html>",
    "2025-09/notes.docx": "PK",
    "2025-09/~$desk.xlsx": "",
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    (folder / "plan.yaml").write_text(SAMPLE_PLAN, "utf-8")
    for name, content in SUBMISSIONS.items():
        path = folder / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("evaluate data", "Submissions (received/due)"),
        ("evaluate data --period 2025-07", "needs at least 10 more good services"),
        ("evaluate data --format markdown", "## Next steps"),
        ("check data", "Errors and warnings"),
        ("explain 1.1 data --period 2025-07", "Judged: cumulatively up to 2025-07"),
        ("explain 1.2 data --period 2025-07", "What it takes: "),
        ("explain 1.3 data --period 2025-08", "Rejected because of errors"),
        ("explain 1.4 data", 'all must be "yes": reviewed, surveyed'),
        ("plan show plan.yaml", "desk – Service desk (figures: 4)"),
        ("plan check plan.yaml", "plan.yaml: valid; targets: 4"),
        ("plan list", "targets: "),
    ],
)
def test_everything_said_of_an_english_plan_is_english(
    sample: Path, command: str, shown: str
) -> None:
    ran = run_cchc(*command.split(), *ENGLISH, cwd=sample)
    assert ran.returncode in (0, 1, 3, 5)
    said = " ".join((ran.stdout + ran.stderr).split())
    if command == "plan list":  # the built-in plan's own title
        said = _without(said, _names())
    assert shown in said
    assert foreign(_without(said, COLUMNS_MISSED)) == ""


DOUBTFUL = {
    "2025-07/desk.csv": "figure;value;note\non_time;1040;\nanswered;1050;\n",
    "2025-08/desk.csv": "figure;value;note\non_time;1040;\nanswered;1050;\n",
    "2025-09/desk.csv": "figure;value;note\non_time;1040;38,1%\nanswered;1050;\n",
    "2025-10/desk.csv": "figure;value;note\non_time;11400;\nanswered;10800;\n",
    "2025-07/office.csv": "figure,value\nspent,1.234\n",
    "2025-08/office.csv": 'figure,value\nspent,"1234,5"\nspent,"1234,75"\n',
}


def test_problems_have_english_numbers_and_what_was_typed_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(SAMPLE_PLAN, "utf-8")
    write(tmp_path / "data", DOUBTFUL)
    ran = run_cchc("check", "data", "--format", "json", *ENGLISH, cwd=tmp_path)
    problems = json.loads(ran.stdout)["problems"]
    said = "\n".join(f"{problem['message']}; {problem['hint']}" for problem in problems)
    for expected in (
        "on_time of desk for 2025-10 is 11,400, 10.96 times what was usual before (1,040)",
        "says 38,1%, but the figures of desk for 2025-09 are 1,040 / 1,050 = 99.05%",
        "left side 11,400, right side 10,800",
        '"1.234": may be 1234 or 1.234; write 1234 or 1234.0',
        "values of spent for 2025-08: 1234.5 here, 1234.75 at 2025-08/office.csv:3:2",
    ):
        assert expected in said


COMPLAINTS = {
    'id: "1.1"': "id: 1.10",
    "reported_by: [office]": "reported_by: [offices]",
    "every: quarter": "every: decade",
    "every: plan": "evry: plan",
    "title: Procedures": "title:",
    "clause: I.1, ": "",
    '">= 90%"': "90%",
    " over_time: sum,": "",
    "language: en": "language: fr",
    "[on_time]": "on_time",
}
"""What can be wrong in a plan in many places at once: what stands there, and what instead."""


@pytest.mark.parametrize(
    ("replaced", "count"),
    [
        (COMPLAINTS, 10),
        ({"issuer: Sample commune": "issuer: *commune"}, 1),
        ({"issuer: Sample commune": "issuer: [Sample"}, 1),
        ({"  - {id: office, name: Office}": "\t- {id: office}"}, 1),
    ],
)
def test_complaints_about_a_plan_are_english(
    tmp_path: Path, replaced: dict[str, str], count: int
) -> None:
    broken = SAMPLE_PLAN
    for written, instead in replaced.items():
        assert written in broken
        broken = broken.replace(written, instead)
    (tmp_path / "broken.yaml").write_text(broken, "utf-8")
    ran = run_cchc("plan", "check", "broken.yaml", *ENGLISH, cwd=tmp_path)
    assert (ran.returncode, ran.stdout, foreign(ran.stderr)) == (4, "", "")
    assert ran.stderr.count(": error [plan-") == ran.stderr.count("    Fix: ") >= count


if __name__ == "__main__":
    refresh()
