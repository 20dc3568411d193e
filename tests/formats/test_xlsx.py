"""The workbook: what stands in it, and that it calculates what the evaluation says."""

import html
import json
import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from building import ledger_of, period, plan_of, tasks_of, with_tasks
from cases.running import cchc, write
from cchc_cli.checks import check_ledger
from cchc_cli.evaluate import Verdict, evaluate
from cchc_cli.formats.json import render_json
from cchc_cli.formats.rows import build_report
from cchc_cli.formats.words import Words
from cchc_cli.formats.xlsx.workbook import render_xlsx
from cchc_cli.numbers import FigureType
from cchc_cli.periods import Period
from cchc_cli.pipeline import PlanFile, Run
from cchc_cli.plan.terms import AllDone, OverTime, Plan
from cchc_cli.problems import Location
from cchc_cli.submissions.ledger import Entry, Ledger, Slot
from cchc_cli.submissions.read import Submissions
from cchc_cli.tasks import TaskStatus
from formats.recalculating import SOFFICE, profile, recalculated
from formats.task_reading import check_tasks, of_book
from formats.workbook_reading import open_workbook, targets_of
from test_examples import evaluated

needs_soffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")

SHEETS = [
    "Chỉ tiêu",
    "Tổng hợp nhiệm vụ",
    "Nhiệm vụ",
    "Số liệu",
    "Kỳ đủ số liệu",
    "Quy tắc",
    "Nộp số liệu",
    "Số báo cáo",
    "Lỗi và cảnh báo",
]


def run_of(plan: Plan, ledger: Ledger, at: Period) -> Run:
    """Evaluate a plan and a ledger that come from no file."""
    failures = check_ledger(plan, ledger)
    evaluation = evaluate(plan, ledger, at, failures)
    plan_file = PlanFile(plan, Path("plan.yaml"), "plan.yaml", b"")
    return Run(plan_file, Submissions(ledger, {}, ()), evaluation, (), False, failures)


def rendered(run: Run, language: str = "vi", **chosen: Any) -> bytes:
    return render_xlsx(build_report(run, language, **chosen))


def table(sheet: Worksheet, header: int) -> list[dict[str, Any]]:
    """Return the rows below a header as mappings; `header` counts from 1."""
    rows = list(sheet.iter_rows(min_row=header, values_only=True))
    names = [str(name) for name in rows[0]]
    return [dict(zip(names, row, strict=True)) for row in rows[1:]]


def same(actual: Any, expected: Fraction | None) -> bool:
    """Compare a cell with an exact value."""
    if expected is None or actual in (None, ""):
        return expected is None and actual in (None, "")
    return bool(actual == pytest.approx(float(expected), rel=1e-12, abs=1e-12))


def differences(book: Workbook, run: Run, language: str = "vi", *, marks: bool = True) -> list[str]:
    """Return where a workbook and an evaluation differ; `marks` are those of estimates."""
    words = Words(run.evaluation.plan, language)
    rows = targets_of(book)
    found = []
    for result in run.evaluation.results:
        row = rows[result.target.id]
        require = result.target.require
        scale = Fraction(1, 100) if require is not None and require.percent else Fraction(1)
        checks: dict[str, tuple[bool, Any]] = {
            "verdict": (
                row.verdict == words.verdict(result.verdict),
                words.verdict(result.verdict),
            )
        }
        if isinstance(result.target.measure, AllDone):
            done = words.value(result, result.value)
            checks["value"] = (row.value == done, done)
        else:
            for name, exact in (
                ("period", _scaled(result.period_value, scale)),
                ("value", _scaled(result.value, scale)),
                ("part", result.part),
                ("whole", result.whole),
            ):
                checks[name] = (same(getattr(row, name), exact), exact)
            star = "*" if result.provisional else None
            checks["star"] = ((row.star or None) == star, star)
        if marks:
            mark = ("ước" if language == "vi" else "est.") if result.estimated else None
            checks["estimate"] = ((row.estimate or None) == mark, mark)
        found += [
            f"{result.target.id} {name}: {wanted} in {row}"
            for name, (is_same, wanted) in checks.items()
            if not is_same
        ]
    return found


def _scaled(value: Fraction | None, scale: Fraction) -> Fraction | None:
    return None if value is None else value * scale


def with_wrong_values(content: bytes) -> bytes:
    """Return a workbook in which every stored result of a formula is 7."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/"):
                part = re.sub(rb"</f><v>[^<]*</v>", b"</f><v>7</v>", part)
            new.writestr(name, part)
    return made.getvalue()


Recalculate = Callable[[dict[str, bytes]], dict[str, Workbook]]


@pytest.fixture(scope="module")
def recalculate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recalculate]:
    """Return what calculates many workbooks anew in one run of LibreOffice."""
    user = profile(tmp_path_factory.mktemp("lo"))

    def all_of(books: dict[str, bytes]) -> dict[str, Workbook]:
        folder = tmp_path_factory.mktemp("books")
        for name, content in books.items():
            (folder / f"{name}.xlsx").write_bytes(content)
        recalculated(sorted(folder.glob("*.xlsx")), folder / "out", user)
        return {name: open_workbook(folder / "out" / f"{name}.xlsx") for name in books}

    yield all_of
    shutil.rmtree(user, ignore_errors=True)


EXAMPLE_PERIODS = [f"2025-{month:02d}" for month in range(7, 13)]


@pytest.mark.parametrize("at", EXAMPLE_PERIODS)
def test_the_stored_values_are_the_evaluation_s(at: str) -> None:
    run = evaluated(at)
    assert differences(open_workbook(rendered(run)), run) == []


@needs_soffice
def test_the_example_calculates_to_the_evaluation(recalculate: Recalculate) -> None:
    runs = {at: evaluated(at) for at in EXAMPLE_PERIODS}
    books = recalculate({at: with_wrong_values(rendered(run)) for at, run in runs.items()})
    for at, run in runs.items():
        assert differences(books[at], run) == [], at
        met, done = (
            run.evaluation.tally()[Verdict.MET],
            run.tasks().tally().by_status[TaskStatus.DONE],
        )
        tally = f"{done}/54 nhiệm vụ đã hoàn thành · ✓ ĐẠT: {met}"
        assert str(books[at].worksheets[0]["A4"].value).startswith(tally)
        whole = json.loads(render_json(build_report(run, "vi")))
        check_tasks(of_book(books[at]), whole, str)


@needs_soffice
def test_counts_of_tasks_follow_what_is_changed(tmp_path: Path, recalculate: Recalculate) -> None:
    """A task that is done is late no more, and the day decides what is."""
    changed = open_workbook(rendered(evaluated("2025-12")), values=False)
    tasks = changed["Nhiệm vụ"]
    row = next(
        r for r in tasks.iter_rows(min_row=6) if r[4].value and r[5].value == "đang thực hiện"
    )
    row[5].value = "hoàn thành"
    tasks["D3"].value = 46000  # 09/12/2025, before the end of the year
    changed.save(tmp_path / "x.xlsx")
    book = recalculate({"x": (tmp_path / "x.xlsx").read_bytes()})["x"]
    before = [42, 9, 2, 1, 0, 12, 0]
    whole = [cell.value for cell in book["Tổng hợp nhiệm vụ"][6]]
    assert [whole[2], *whole[4:]] == [43, 8, 2, 1, 0, 1, 10], before
    assert str(book["Chỉ tiêu"]["A4"].value).startswith("43/54 nhiệm vụ đã hoàn thành · ")


def soon_again() -> Run:
    """A quarter's task that is done, and due again within 30 days."""
    plan = with_tasks(EVERYTHING, "nv_1 quarter", "nv_2 month")
    run = run_of(plan, ledger_of("hcc a 11:1"), period("2025-11"))
    tasks = tasks_of("hcc nv_1 09:xong\nhcc nv_2 11:xong")
    return run._replace(submissions=run.submissions._replace(tasks=tasks))


@needs_soffice
def test_a_recurring_task_that_is_done_may_be_due_again_soon(recalculate: Recalculate) -> None:
    run = soon_again()
    assert next(iter(run.tasks().results)).is_due_soon
    book = recalculate({"x": with_wrong_values(rendered(run))})["x"]
    check_tasks(of_book(book), json.loads(render_json(build_report(run, "vi"))), str)
    assert [row[4].value for row in book["Nhiệm vụ"].iter_rows(min_row=6, max_row=6)] == [
        "sắp đến hạn"
    ]


EVERYTHING = plan_of(
    """
    a: {type: count}
    b: {type: count}
    q: {type: count, every: quarter, reported_by: [hcc, kt]}
    u: {type: count, reported_by: [hcc, kt, vp]}
    l: {type: count, over_time: last}
    lq: {type: count, over_time: last, every: quarter, reported_by: [hcc, kt]}
    p: {type: percent, over_time: last}
    m: {type: amount, reported_by: [kt]}
    ml: {type: amount, over_time: last, reported_by: [kt], every: plan}
    y: {type: yes_no, reported_by: [hcc, kt]}
    yl: {type: yes_no, over_time: last}
    yq: {type: yes_no, every: quarter}
    z: {type: count, every: plan}
    """,
    'measure: {ratio: {part: [a], whole: [b]}}, require: ">= 60%"',
    'measure: {ratio: {part: [a], whole: [b]}}, require: ">= 60%", judge: month',
    'measure: {ratio: {part: [a], whole: [b]}}, require: "> 94,9%", may_exceed: true',
    'measure: {ratio: {part: [q], whole: [u]}}, require: "<= 50%"',
    'measure: {ratio: {part: [u], whole: [u, q]}}, require: "< 80%", judge: month, may_exceed: true',
    'measure: {ratio: {part: [l], whole: [lq]}}, require: "= 100%"',
    'measure: {ratio: {part: [a], whole: [l]}}, require: ">= 100%", due: 2025-12, may_exceed: true',
    'measure: {ratio: {part: [m, -b], whole: [m]}}, require: ">= 33,333%"',
    'measure: {ratio: {part: [ml], whole: [m]}}, require: ">= 10%"',
    'measure: {total: [m]}, require: ">= 2,5"',
    'measure: {total: [p]}, require: "> 50%"',
    'measure: {total: [p]}, require: "<= 97,5%", judge: month',
    'measure: {total: [a, -b]}, require: "= 0"',
    'measure: {total: [u]}, require: ">= 12", due: 2025-11',
    'measure: {total: [z]}, require: ">= 1"',
    'measure: {total: [lq, l]}, require: "> 3"',
    "measure: {all_done: [y]}",
    "measure: {all_done: [y, yl, yq]}",
    "measure: {all_done: [yl]}, judge: month",
    "measure: {all_done: [y, yq]}, due: 2025-12",
    checks="""
    {rule: "l <= 4", severity: error}
    {rule: "a + 1 >= l", severity: error}
    {rule: "p <= 99,5", severity: error}
    {rule: "q - u < 3", severity: error}
    {rule: "b <= 1"}
    """,
)


def chance_ledger(plan: Plan, chance: random.Random, gaps: float) -> Ledger:
    """Make a ledger of small values, some missing and a few rejected."""
    ledger = Ledger()
    for figure in plan.figures:
        for unit in figure.reported_by:
            for at in plan.periods:
                slot, drawn = Slot(unit, figure.id, at), chance.random()
                due = at in plan.required_periods(figure, plan.last)
                if drawn < gaps / 5:
                    ledger.rejected[slot] = (Location("x.csv", 1),)
                elif drawn > gaps and (due or chance.random() < 0.3):
                    value, where = _chance_value(figure.type, chance), Location("x.csv", 1)
                    estimated = int(1000 * drawn) % 5 == 0
                    ledger.entries[slot] = Entry(slot, value, where, estimated=estimated)
    return ledger


def _chance_value(kind: FigureType, chance: random.Random) -> int | bool | Decimal:
    if kind is FigureType.YES_NO:
        return chance.random() < 0.6
    if kind is FigureType.PERCENT:
        return Decimal(chance.choice(["50", "50.1", "97.5", "97.51", "99.6", "0"]))
    if kind is FigureType.AMOUNT:
        return Decimal(chance.choice(["0.1", "0.2", "0.3", "1.25", "2", "0"]))
    return chance.choice([0, 0, 1, 1, 2, 3, 5])


def chances(count: int, seed: int) -> Iterator[tuple[str, Ledger, Period]]:
    chance = random.Random(seed)
    for number in range(count):
        gaps = chance.choice([0.0, 0.0, 0.05, 0.2, 0.5])
        ledger = chance_ledger(EVERYTHING, chance, gaps)
        yield f"book{number}", ledger, chance.choice(EVERYTHING.periods)


def test_the_stored_values_are_the_evaluation_s_for_every_kind_of_target() -> None:
    seen = set()
    for _, ledger, at in chances(16, seed=2):
        run = run_of(EVERYTHING, ledger, at)
        assert differences(open_workbook(rendered(run)), run) == []
        seen |= {result.verdict for result in run.evaluation.results}
    assert seen == set(Verdict)


@needs_soffice
def test_every_kind_of_target_calculates_to_the_evaluation(recalculate: Recalculate) -> None:
    runs = {name: run_of(EVERYTHING, ledger, at) for name, ledger, at in chances(12, seed=5)}
    books = recalculate({name: with_wrong_values(rendered(run)) for name, run in runs.items()})
    for name, run in runs.items():
        assert differences(books[name], run) == [], name
    results = [result for run in runs.values() for result in run.evaluation.results]
    assert {result.verdict for result in results} == set(Verdict)


TRAPS = {
    "a stock that broke a rule before it was missing": "hcc l 07:5 08:5",
    "a stock rejected before it was accepted": "hcc l 07:? 08:3 09:3\nhcc lq 09:1\nkt lq 09:2",
    "a stock rejected after it was accepted": "hcc l 08:3 09:?",
    "a yes before an error": "hcc y 07:có 08:?\nkt y 09:có\nhcc yl 09:có\nhcc yq 07:có",
    "a no before an error": "hcc y 07:không 08:?\nkt y 09:có",
    "a yes before a no": "hcc y 07:có 08:không\nkt y 09:có",
    "an answer taken back": "hcc yl 08:có 09:không",
    "a quarter reported early by one of two": "hcc q 07:2\nhcc u 07:1 08:1 09:1",
    "a quarter reported early by both": "hcc q 07:2 09:1\nkt q 08:1 09:1",
    "a month missing from the part alone": "hcc a 07:1 09:1\nhcc b 07:2 08:9 09:2",
    "a month rejected in the whole": "hcc a 07:1 08:1 09:1\nhcc b 07:2 08:? 09:2",
    "nothing arisen": "hcc a 07:0 08:0 09:0\nhcc b 07:0 08:0 09:0\nhcc l 09:0",
    "more than all": "hcc a 07:3 08:3 09:3\nhcc b 07:1 08:1 09:1\nhcc l 09:4",
    "less than nothing": "kt m 07:1 08:1 09:1\nhcc b 07:9 08:0 09:0",
    "an estimate before it is due": "kt ml 08:0.5\nkt m 07:1 08:1 09:1\nhcc z 07:1",
}


@needs_soffice
def test_what_is_easily_taken_wrongly_calculates_to_the_evaluation(
    recalculate: Recalculate,
) -> None:
    runs = {
        f"trap{number}": run_of(EVERYTHING, ledger_of(lines), period("2025-09"))
        for number, lines in enumerate(TRAPS.values())
    }
    books = recalculate({name: with_wrong_values(rendered(run)) for name, run in runs.items()})
    for trap, (name, run) in zip(TRAPS, runs.items(), strict=True):
        assert differences(books[name], run) == [], trap


@needs_soffice
def test_a_changed_figure_changes_the_verdict_as_in_the_evaluation(
    recalculate: Recalculate,
) -> None:
    """Figures of one ledger are typed over those of another, cell by cell."""
    befores = {name: (ledger, at) for name, ledger, at in chances(6, seed=3)}
    afters = {name: ledger for name, ledger, _ in chances(6, seed=4)}
    changed, runs = {}, {}
    for name, (ledger, at) in befores.items():
        book = open_workbook(rendered(run_of(EVERYTHING, ledger, at)), values=False)
        type_over(book, afters[name], at)
        made = BytesIO()
        book.save(made)
        changed[name] = made.getvalue()
        runs[name] = run_of(EVERYTHING, afters[name], at)
    books = recalculate(changed)
    for name, run in runs.items():
        assert differences(books[name], run, marks=False) == [], name


@needs_soffice
def test_an_actual_value_typed_over_an_estimate_takes_its_mark_away(
    recalculate: Recalculate,
) -> None:
    plan = plan_of(
        "a: {type: count}\n y: {type: yes_no}\n p: {type: percent, over_time: last}",
        'measure: {total: [a]}, require: ">= 5"',
        "measure: {all_done: [y]}",
        'measure: {total: [p]}, require: ">= 95%"',
    )
    ledger = ledger_of("hcc a 07:1 08:2 09:3~\nhcc y 09:có~\nhcc p 09:95.5~")
    run = run_of(plan, ledger, period("2025-09"))
    plain = rendered(run)
    book = open_workbook(plain, values=False)
    figures = book["Số liệu"]
    figures["I9"], figures["I10"], figures["I11"] = 1, "không", 0.951
    made = BytesIO()
    book.save(made)
    books = recalculate({"as-it-was": with_wrong_values(plain), "typed": made.getvalue()})
    was, now = (targets_of(books[name]).values() for name in ("as-it-was", "typed"))
    assert [(one.value, one.estimate) for one in was] == [
        (6, "ước"),
        ("1/1", "ước"),
        (0.955, "ước"),
    ]
    assert [(one.value, one.estimate or "") for one in now] == [(4, ""), ("0/1", ""), (0.951, "")]


def type_over(book: Workbook, ledger: Ledger, at: Period) -> None:
    """Write a ledger into the cells of the sheet of figures."""
    sheet = book["Số liệu"]
    rows = [r for r in range(9, sheet.max_row + 1) if sheet.cell(r, 1).value]
    place = iter(rows)
    for figure in EVERYTHING.figures:
        for unit in figure.reported_by:
            row = next(place)
            assert sheet.cell(row, 1).value == figure.id
            for number, of_period in enumerate(p for p in EVERYTHING.periods if p <= at):
                slot = Slot(unit, figure.id, of_period)
                cell = sheet.cell(row, 7 + number)
                cell.value = typed(ledger, slot, figure.type)
        if len(figure.reported_by) > 1:
            next(place)


def typed(ledger: Ledger, slot: Slot, kind: FigureType) -> Any:
    if slot in ledger.rejected:
        return "?"
    if slot not in ledger.entries:
        return None
    value = ledger.entries[slot].value
    if isinstance(value, bool):
        return "có" if value else "không"
    return float(Fraction(value) / 100) if kind is FigureType.PERCENT else float(value)


BOUND = plan_of(
    "dung: {type: count}\ntra: {type: count}\ntien: {type: amount}",
    'measure: {ratio: {part: [dung], whole: [tra]}}, require: ">= 95%"',
    'measure: {ratio: {part: [dung], whole: [tra]}}, require: "<= 97,5%"',
    'measure: {total: [tien]}, require: "<= 0,3"',
    'measure: {total: [tien]}, require: "= 0,3"',
)


@needs_soffice
def test_a_verdict_at_the_bound_is_exact(recalculate: Recalculate) -> None:
    """Quotients and sums of decimals would err here: 0,1 + 0,2 is no 0,3 in binary."""
    lines = {
        "at": "hcc dung 07:190 \nhcc tra 07:200\nhcc tien 07:0.1 08:0.2",
        "below": "hcc dung 07:94999999999\nhcc tra 07:100000000000\nhcc tien 07:0.1 08:0.201",
        "half": "hcc dung 07:975\nhcc tra 07:1000\nhcc tien 07:0.3",
        "over": "hcc dung 07:97500000001\nhcc tra 07:100000000000\nhcc tien 07:0.299",
    }
    filler = "hcc dung 08:0\nhcc tra 08:0\nhcc tien 08:0"
    runs = {}
    for name, words in lines.items():
        merged = words + "".join(
            f"\n{line}"
            for line in filler.splitlines()
            if not (line.split()[1] == "tien" and "08:" in words)
        )
        runs[name] = run_of(BOUND, ledger_of(_by_figure(merged)), period("2025-08"))
    books = recalculate({name: with_wrong_values(rendered(run)) for name, run in runs.items()})
    for name, run in runs.items():
        assert differences(books[name], run) == [], name


def _by_figure(lines: str) -> str:
    """Join lines of the same unit and figure."""
    joined: dict[str, list[str]] = {}
    for line in lines.splitlines():
        unit, figure, *values = line.split()
        joined.setdefault(f"{unit} {figure}", []).extend(values)
    return "\n".join(f"{name} {' '.join(values)}" for name, values in joined.items())


@needs_soffice
def test_the_english_workbook_calculates_too(recalculate: Recalculate) -> None:
    runs = {name: run_of(EVERYTHING, ledger, at) for name, ledger, at in chances(1, seed=7)}
    books = {name: with_wrong_values(rendered(run, "en")) for name, run in runs.items()}
    for name, book in recalculate(books).items():
        assert book.sheetnames[:2] == ["Target", "Figure"]
        assert differences(book, runs[name], "en") == [], name


SHOWN_NUMBERS = plan_of(
    """
    dung: {type: count}
    tra: {type: count}
    tien: {type: amount}
    ty_le: {type: percent, over_time: last}
    """,
    'measure: {ratio: {part: [dung], whole: [tra]}}, require: ">= 100%"',
    'measure: {ratio: {part: [dung], whole: [tra]}}, require: ">= 99,9%"',
    'measure: {total: [tien]}, require: "<= 12,5"',
    'measure: {total: [ty_le]}, require: ">= 95%"',
)


@pytest.mark.skipif(
    SOFFICE is None or shutil.which("pdftotext") is None,
    reason="LibreOffice (soffice) or pdftotext is not installed",
)
def test_numbers_are_shown_as_in_every_report(tmp_path: Path) -> None:
    """At most two decimals, none that is zero, and never rounded onto a bound, 0 or 100."""
    lines = {
        "near": "hcc dung 07:99996\nhcc tra 07:100000\nhcc tien 07:12.501\nhcc ty_le 07:94.996",
        "plain": "hcc dung 07:95\nhcc tra 07:100\nhcc tien 07:1234567.5\nhcc ty_le 07:95.5",
        "zero": "hcc dung 07:1\nhcc tra 07:1000000\nhcc tien 07:0.004\nhcc ty_le 07:33.335",
        "equal": "hcc dung 07:999\nhcc tra 07:1000\nhcc tien 07:12.5\nhcc ty_le 07:95",
    }
    reports = {
        name: build_report(run_of(SHOWN_NUMBERS, ledger_of(words), period("2025-07")), "en")
        for name, words in lines.items()
    }
    for name, report in reports.items():
        (tmp_path / f"{name}.xlsx").write_bytes(render_xlsx(report))
    recalculated(tmp_path.glob("*.xlsx"), tmp_path, profile(tmp_path / "lo"), "pdf")
    for name, report in reports.items():
        command = ["pdftotext", "-l", "1", str(tmp_path / f"{name}.pdf"), "-"]
        read = subprocess.run(command, check=True, capture_output=True).stdout.decode().split()
        rows = [row for section in report.sections for row in section.rows]
        wanted = [shown for row in rows for shown in (row.of_period, row.to_date)]
        assert [shown for shown in wanted if shown not in read] == [], name


# What stands in the workbook.


def test_the_sheets_have_filter_frozen_header_and_print_set_up() -> None:
    book = open_workbook(rendered(evaluated("2025-09")))
    assert book.sheetnames == SHEETS
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape", sheet.title
        assert sheet.page_setup.paperSize == 9, sheet.title
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.freeze_panes, sheet.title
        assert sheet.auto_filter.ref, sheet.title
        assert sheet.print_title_rows, sheet.title
        footer = sheet.oddFooter
        assert footer is not None
        assert footer.left.text, sheet.title


def test_the_head_tells_plan_and_period_and_the_foot_what_it_rests_on() -> None:
    run = evaluated("2025-09")
    sheet = open_workbook(rendered(run)).worksheets[0]
    column = [str(cell.value) for cell in sheet["A"] if cell.value]
    assert column[0] == run.evaluation.plan.title
    assert column[1].startswith("Kỳ tháng 9/2025")
    assert column[3].endswith("39 chỉ tiêu")
    assert column[-1] == f"SHA-256 {run.inputs_sha256}"
    assert column[-2].startswith("cchc ")


def test_every_verdict_has_a_colour_of_its_own_beside_its_word() -> None:
    sheet = open_workbook(rendered(evaluated("2025-09"))).worksheets[0]
    words = Words(evaluated("2025-09").evaluation.plan, "vi")
    rules = [rule for area in sheet.conditional_formatting for rule in area.rules]
    coloured = {
        str(rule.formula[0]).split('"')[1]: rule.dxf.fill.bgColor.rgb
        for rule in rules
        if rule.type == "expression" and '="' in rule.formula[0] and rule.dxf.fill is not None
    }
    assert set(coloured) == {words.verdict(verdict) for verdict in Verdict}
    assert len(set(coloured.values())) == len(Verdict)
    assert any(rule.type == "dataBar" for rule in rules)


def test_entries_stand_with_their_place() -> None:
    run = evaluated("2025-09")
    rows = table(open_workbook(rendered(run))["Số báo cáo"], 3)
    entries = {
        slot: entry
        for slot, entry in run.submissions.ledger.entries.items()
        if slot.period <= run.evaluation.period
    }
    counted = [row for row in rows if row["Tình trạng"] == "được tính"]
    assert len(counted) == len(entries)
    places = {(entry.where.path, entry.where.line) for entry in entries.values()}
    assert {(row["Tệp"], row["Dòng"]) for row in counted} == places


def test_superseded_and_rejected_values_are_listed_as_such(tmp_path: Path) -> None:
    rows = table(open_workbook(_sample(tmp_path, _REVISED))["Số báo cáo"], 3)
    assert [(row["Giá trị"], row["Tình trạng"], row["Lần"]) for row in rows] == [
        (2, "đã thay thế", 1),
        (3, "được tính", 2),
        (None, "bị loại", None),
    ]


_REVISED = "mã,giá trị,lần\ntra,2,1\ntra,3,2\ndung,x,1\n"
_SMALL = """\
format: 1
id: xa_nho
title: Kế hoạch CCHC
issuer: UBND xã
periods: {first: 2025-09, last: 2025-12}
units: [{id: hcc, name: Trung tâm}]
figures:
  - {id: tra, name: a, type: count, measured_in: hồ sơ, over_time: sum, reported_by: [hcc]}
  - {id: dung, name: b, type: count, measured_in: hồ sơ, over_time: sum, reported_by: [hcc]}
sections:
  - id: "3"
    title: Lĩnh vực
    lead: hcc
    targets:
      - {id: "3.1", clause: c, name: n, text: t, require: ">= 95%",
         measure: {ratio: {part: [dung], whole: [tra]}}}
"""


def _sample(folder: Path, submitted: str) -> Path:
    write(folder, {"plan.yaml": _SMALL, "data/2025-09/hcc.csv": submitted})
    ended = cchc("evaluate", "data", "--output", "ra.xlsx", "--quiet", cwd=folder)
    assert ended.code in (0, 1, 3, 5), ended.err
    return folder / "ra.xlsx"


def test_a_rejected_value_is_named_in_its_cell(tmp_path: Path) -> None:
    book = open_workbook(_sample(tmp_path, _REVISED))
    row = next(row for row in table(book["Số liệu"], 8) if row["Mã số liệu"] == "dung")
    assert row["09/2025"] == "LỖI"
    assert targets_of(book)["3.1"].verdict == "! LỖI SỐ LIỆU"


def test_problems_are_listed_with_cure_and_place(tmp_path: Path) -> None:
    (row,) = table(open_workbook(_sample(tmp_path, _REVISED))["Lỗi và cảnh báo"], 3)
    assert (row["Mức"], row["Loại"]) == ("lỗi", "not-a-number")
    assert (row["Tệp"], row["Dòng"], row["Cột"]) == ("2025-09/hcc.csv", 4, 2)
    assert row["Cách sửa"]


def test_a_choice_of_targets_keeps_the_tally_of_the_plan() -> None:
    run = evaluated("2025-09")
    sheet = open_workbook(rendered(run, sections=["3"])).worksheets[0]
    assert len(targets_of(open_workbook(rendered(run, sections=["3"])))) < 39
    assert str(sheet["A4"].value).endswith("39 chỉ tiêu")
    assert (
        open_workbook(rendered(run, sections=["3"]), values=False).worksheets[0]["A4"].data_type
        == "s"
    )


# Words from files are data.


@pytest.mark.parametrize("name", ["&" * 200, "x" + "&" * 200])
def test_a_footer_is_cut_before_its_signs_are_doubled(name: str) -> None:
    """A lone ``&`` at the end would swallow the page number."""
    run = evaluated("2025-09")
    named = run._replace(plan_file=run.plan_file._replace(shown=name))
    with zipfile.ZipFile(BytesIO(rendered(named))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    (footer,) = re.findall("<oddFooter>(.*)</oddFooter>", sheet)
    said, _, after = html.unescape(footer).removeprefix("&L&8").rpartition("&R&8")
    assert after == "&P/&N"
    assert said.count("&") % 2 == 0


def test_a_note_too_long_for_a_cell_is_cut(tmp_path: Path) -> None:
    note = "x" * 30_000
    text = f"mã,giá trị,ghi chú\ntra,2,{note}\ndung,1,{'y' * 30_000}\n"
    book = open_workbook(_sample(tmp_path, text))
    shown = targets_of(book)["3.1"].note
    assert len(shown) == 32_767
    assert shown.endswith("…")


def test_what_xml_forbids_is_written_out(tmp_path: Path) -> None:
    book = open_workbook(_sample(tmp_path, "mã,giá trị,ghi chú\ntra,2,a\uffffb_x0041_\ndung,1,\n"))
    notes = [row["Ghi chú"] for row in table(book["Số báo cáo"], 3)]
    assert notes[0] == "a\\uffffb_x0041_"


def test_the_same_inputs_give_the_same_bytes() -> None:
    assert rendered(evaluated("2025-09")) == rendered(evaluated("2025-09"))


def test_a_formula_too_long_for_excel_leaves_its_value(tmp_path: Path) -> None:
    """Hundreds of figures in one sum: the verdict stands, though it does not follow."""
    names = [f"rat_dai_{number:04d}" for number in range(400)]
    plan = plan_of(
        "\n".join(f"{name}: {{type: count}}" for name in names),
        f'measure: {{total: [{", ".join(names)}]}}, require: ">= 1"',
    )
    ledger = ledger_of("\n".join(f"hcc {name} 07:1" for name in names))
    run = run_of(plan, ledger, period("2025-07"))
    content = rendered(run)
    assert differences(open_workbook(content), run) == []
    cells = open_workbook(content, values=False).worksheets[0]
    assert all(len(str(c.value)) <= 8192 for row in cells.iter_rows() for c in row)


def test_figures_are_taken_as_the_plan_says() -> None:
    book = open_workbook(rendered(run_of(EVERYTHING, Ledger(), period("2025-09"))))
    kinds = {row["Mã số liệu"]: row["Lũy kế"] for row in table(book["Số liệu"], 8)}
    said = {
        OverTime.SUM: "cộng các kỳ",
        OverTime.LAST: "kỳ mới nhất",
        OverTime.EVER: "có một lần",
    }
    assert {f.id: said[f.over_time] for f in EVERYTHING.figures}.items() <= kinds.items()
