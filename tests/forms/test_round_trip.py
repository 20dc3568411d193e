"""A form sent out, filled in and saved in any way reads back to what was typed."""

import csv
import io
import shutil
import subprocess
from pathlib import Path

import pytest

from cchc_cli.forms.form import due_figures, due_tasks
from cchc_cli.forms.wording import typed_progress
from cchc_cli.pipeline import PlanFile, read_plan
from cchc_cli.plan.builtin import DEFAULT_PLAN, builtin_plans
from cchc_cli.plan.terms import Plan
from cchc_cli.progress import Progress
from cchc_cli.submissions.ledger import Slot
from cchc_cli.submissions.read import read_submissions
from forms.filling import Sent, answer, fill, read_back, templates

EXAMPLE = Path(__file__).parents[2] / "examples" / "thai_tan" / "data"
SOFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="soffice is not installed")

_CSV = "csv:Text - txt - csv (StarCalc):{separator},34,76,1,,0,false,true,true,false,false,1"
"""UTF-8, quoted where needed, as shown, the first sheet."""
SAVED = {
    "xlsx": ("xlsx", "vi-VN"),
    "xls": ("xls", "vi-VN"),
    "ods": ("ods", "en-US"),
    "csv-vi": (_CSV.format(separator=59), "vi-VN"),
    "csv-en": (_CSV.format(separator=44), "en-US"),
}
"""How LibreOffice saves, and in whose locale."""
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>{locale}</value></prop></item></oor:items>
"""


@pytest.fixture(scope="module")
def plan() -> Plan:
    found = read_plan(builtin_plans()[DEFAULT_PLAN], DEFAULT_PLAN)
    assert isinstance(found, PlanFile)
    return found.plan


@pytest.fixture(scope="module")
def answers(plan: Plan) -> dict[Slot, Sent | None]:
    """What every unit answers in every period; what the example reports as done is not asked."""
    tasks = read_submissions(EXAMPLE, plan).tasks
    slots: list[Slot] = []
    for period in plan.periods:
        for unit in plan.units:
            asked = [figure.id for figure in due_figures(plan, unit.id, period)]
            asked += [task.id for task in due_tasks(plan, unit.id, period, tasks)]
            slots += [Slot(unit.id, name, period) for name in asked]
    return {slot: answer(plan, slot) for slot in slots}


@pytest.fixture(scope="module")
def filled(
    tmp_path_factory: pytest.TempPathFactory, plan: Plan, answers: dict[Slot, Sent | None]
) -> Path:
    """The forms of every unit and period, filled in by openpyxl."""
    folder = tmp_path_factory.mktemp("filled")
    for period in plan.periods:
        templates(folder, "--period", str(period), "--data", EXAMPLE)
    for path in folder.iterdir():
        unit, _, period_word = path.stem.partition("-")
        of_form = {s.figure: s for s in answers if s.unit == unit and str(s.period) == period_word}
        fill(path, answers, of_form)
    return folder


def expected(answers: dict[Slot, Sent | None]) -> dict[Slot, Sent]:
    return {slot: sent for slot, sent in answers.items() if sent is not None}


def test_every_unit_and_period_has_its_form(filled: Path, answers: dict[Slot, Sent | None]) -> None:
    assert {path.stem for path in filled.iterdir()} == {f"{s.unit}-{s.period}" for s in answers}


def test_saved_by_openpyxl(filled: Path, plan: Plan, answers: dict[Slot, Sent | None]) -> None:
    assert read_back(filled, plan) == (expected(answers), [])


@needs_office
@pytest.mark.parametrize("way", SAVED)
def test_saved_by_libreoffice(
    way: str, filled: Path, plan: Plan, answers: dict[Slot, Sent | None], tmp_path: Path
) -> None:
    kind, locale = SAVED[way]
    convert(sorted(filled.iterdir()), kind, tmp_path / "saved", locale)
    assert len(list((tmp_path / "saved").iterdir())) == len(list(filled.iterdir()))
    assert read_back(tmp_path / "saved", plan) == (expected(answers), [])


def convert(paths: list[Path], kind: str, folder: Path, locale: str) -> None:
    """Save workbooks in another way, all in one run, with a profile of its own."""
    profile = folder.parent / "profile"
    (profile / "user").mkdir(parents=True)
    settings = _PROFILE.format(locale=locale)
    (profile / "user" / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
    ran = subprocess.run(
        [str(SOFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to",
         kind, "--outdir", folder, *paths],
        capture_output=True, timeout=300, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr


def test_a_form_in_delimited_text(
    plan: Plan, answers: dict[Slot, Sent | None], tmp_path: Path
) -> None:
    for period in plan.periods:
        templates(tmp_path, "--period", str(period), "--format", "csv", "--data", EXAMPLE)
    for path in tmp_path.iterdir():
        unit, _, period_word = path.stem.partition("-")
        raw = path.read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        header, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";")
        assert header == [
            "Kỳ", "Mã đơn vị", "Mã số liệu", "Tên số liệu", "ĐVT", "Giá trị", "Ghi chú", "Lần",
            "Đã báo cáo gần nhất",
        ]  # fmt: skip
        for row in rows:
            assert row[0] == f"T{int(period_word[5:])}/2025", "2025-10 becomes a date in Excel"
            sent = next(
                answers[s] for s in answers
                if (s.unit, s.figure, str(s.period)) == (unit, row[2], period_word)
            )  # fmt: skip
            if sent is not None:
                row[5:8] = [_vietnamese(sent), sent.note, str(sent.revision)]
        drawn = io.StringIO(newline="")
        csv.writer(drawn, delimiter=";", lineterminator="\r\n").writerows([header, *rows])
        path.write_bytes(drawn.getvalue().encode("utf-8-sig"))
    assert read_back(tmp_path, plan) == (expected(answers), [])


def _vietnamese(sent: Sent) -> str:
    if isinstance(sent.value, Progress):
        return typed_progress(sent.value)
    if isinstance(sent.value, bool):
        return "có" if sent.value else "chưa"
    return str(sent.value).replace(".", ",")


def test_an_english_form_reads_back_by_its_codes(
    plan: Plan, answers: dict[Slot, Sent | None], tmp_path: Path
) -> None:
    period = plan.last
    for path in templates(tmp_path, "--period", str(period), "--lang", "en", "--data", EXAMPLE):
        unit = path.stem.partition("-")[0]
        of_form = {s.figure: s for s in answers if s.unit == unit and s.period == period}
        fill(path, answers, of_form)
    of_period = {slot: sent for slot, sent in expected(answers).items() if slot.period == period}
    assert read_back(tmp_path, plan) == (of_period, [])


def test_forms_that_were_not_filled_in_hold_nothing_but_say_so(plan: Plan, tmp_path: Path) -> None:
    templates(tmp_path, "--period", "2025-09", "--data", EXAMPLE)
    sent, said = read_back(tmp_path, plan)
    assert sent == {}
    assert {line.split(": ")[1].split()[0] for line in said} == {"no-rows"}
