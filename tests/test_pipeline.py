"""A run as a whole: the plan's file, the checksum over the inputs, where a failed check is told."""

import hashlib
import os
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest

from building import period
from cases.running import PLAN, write
from cchc_cli.evaluate import Verdict
from cchc_cli.exit_codes import ExitCode
from cchc_cli.pipeline import PlanFile, Refusal, Run, find_plan, read_plan, run
from cchc_cli.problems import Severity

HCC = 'mã số liệu,giá trị\nda_tra,200\ndung_han,199\nhai_long,"95,5"\n'
KT = "mã số liệu,giá trị\ngiai_ngan,1600\nkhao_sat,có\n"
MET = {"data/2025-09/hcc.csv": HCC, "data/2025-09/kt.csv": KT}
TODAY = date(2025, 10, 5)


def ran(folder: Path, period: str = "latest", plan: Path = PLAN) -> Run:
    plan_file = read_plan(plan, plan.name)
    assert isinstance(plan_file, PlanFile)
    found = run(folder / "data", plan_file, period, TODAY)
    assert isinstance(found, Run)
    return found


def sha256(content: str | bytes) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def test_the_checksum_is_over_plan_and_inputs(tmp_path: Path) -> None:
    """Anyone can compute it again, with sha256sum and sort."""
    write(tmp_path, {**MET, "data/thu.docx": "not read", "data/.hidden.csv": "not read"})
    lines = f"{sha256(PLAN.read_bytes())}  plan\n"
    lines += f"{sha256(HCC)}  2025-09/hcc.csv\n{sha256(KT)}  2025-09/kt.csv\n"
    assert ran(tmp_path).inputs_sha256 == sha256(lines)


def test_the_checksum_tells_every_change_of_an_input(tmp_path: Path) -> None:
    seen = {ran(write(tmp_path, MET)).inputs_sha256}
    write(tmp_path, {"data/2025-09/hcc.csv": HCC + "\n"})  # no value changes
    seen.add(ran(tmp_path).inputs_sha256)
    (tmp_path / "data/2025-09/kt.csv").rename(tmp_path / "data/2025-09/Phòng Kinh tế.csv")
    seen.add(ran(tmp_path).inputs_sha256)
    plan = write(tmp_path, {"plan.yaml": PLAN.read_text(encoding="utf-8") + "# sửa\n"})
    seen.add(ran(tmp_path, plan=plan / "plan.yaml").inputs_sha256)
    assert len(seen) == 4


def test_the_checksum_depends_on_nothing_else(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a", MET), write(tmp_path / "b" / "c", MET)
    os.utime(first / "data/2025-09/hcc.csv", (0, 0))
    assert ran(first).inputs_sha256 == ran(second, "2025-12").inputs_sha256


def test_a_name_that_is_no_utf_8_has_a_checksum(tmp_path: Path) -> None:
    write(tmp_path, {**MET, os.fsdecode(b"data/2025-09/\xff.csv"): "mã,giá trị,đơn vị\n"})
    assert len(ran(tmp_path).inputs_sha256) == 64


@pytest.mark.parametrize(
    ("files", "verdicts", "with_missed", "code"),
    [
        (MET, None, True, ExitCode.OK),
        (MET, {Verdict.MISSED, Verdict.NO_DATA}, True, ExitCode.MISSED),
        (MET, {Verdict.MISSED, Verdict.NO_DATA}, False, ExitCode.INCOMPLETE),
        (MET, {Verdict.BAD_DATA, Verdict.MISSED}, True, ExitCode.DATA_ERROR),
        (MET, {Verdict.PENDING, Verdict.NOT_ARISEN}, True, ExitCode.OK),
        ({"data/2025-09/kt.csv": KT}, None, True, ExitCode.INCOMPLETE),
        ({"data/2025-09/kt.csv": "x"}, {Verdict.MET}, True, ExitCode.DATA_ERROR),
        ({"data/.gitkeep": ""}, {Verdict.MET}, True, ExitCode.INCOMPLETE),
    ],
)
def test_the_code_of_a_run(
    tmp_path: Path,
    files: dict[str, str],
    verdicts: set[Verdict] | None,
    with_missed: bool,
    code: ExitCode,
) -> None:
    found = ran(write(tmp_path, files))
    assert found.exit_code(with_missed=with_missed, verdicts=verdicts) is code


@pytest.mark.parametrize(("severity", "code"), [("error", 3), ("warning", 0)])
def test_a_failed_check_stands_at_its_first_figure(
    tmp_path: Path, severity: str, code: int
) -> None:
    rule = '{rule: "dung_han <= da_tra", severity: error}'
    words = PLAN.read_text(encoding="utf-8")
    assert rule in words
    loose = '{rule: "hai_long <= 90", severity: ' + severity + "}"
    write(tmp_path, {**MET, "plan.yaml": words.replace(rule, loose)})
    found = ran(tmp_path, plan=tmp_path / "plan.yaml")
    (problem,) = found.problems
    assert (problem.code, str(problem.where)) == ("check-failed", "2025-09/hcc.csv:4:2")
    assert problem.severity is Severity(severity)
    assert "vế trái 95,5, vế phải 90" in str(problem.message)
    assert found.exit_code(with_missed=True) == code


def test_the_sides_of_a_failed_check_are_never_shown_alike(tmp_path: Path) -> None:
    words = PLAN.read_text(encoding="utf-8").replace(
        '"dung_han <= da_tra"', '"hai_long <= 95,4999"'
    )
    write(tmp_path, {**MET, "plan.yaml": words})
    (problem,) = ran(tmp_path, plan=tmp_path / "plan.yaml").problems
    assert "vế trái 95,5, vế phải 95,4999" in str(problem.message)


def test_problems_are_sorted_by_place(tmp_path: Path) -> None:
    write(tmp_path, {
        "data/2025-09/kt.csv": "mã,giá trị\ngiai_ngan,x\nkhao_sat,y\nla,1\n",
        "data/2025-09/hcc.csv": "mã,giá trị,lần\nda_tra,x,0\nla,1,\nda_tra,1,1\nda_tra,2,1\n",
        "data/a.docx": "",
    })  # fmt: skip
    places = [problem.where.order() for problem in ran(tmp_path).problems]
    assert places == sorted(places)
    assert len(places) >= 6


def test_a_plan_s_path_is_not_shown(tmp_path: Path) -> None:
    write(tmp_path, {"sub/my plan.yaml": PLAN.read_bytes(), "sub/bad.yaml": "format: 1\n"})
    found = find_plan(str(tmp_path / "sub" / "my plan.yaml"), {}, None)
    assert isinstance(found, PlanFile)
    assert (found.shown, found.sha256) == ("my plan.yaml", sha256(PLAN.read_bytes()))
    refused = find_plan(str(tmp_path / "sub" / "bad.yaml"), {}, None)
    assert isinstance(refused, Refusal)
    assert {problem.where.path for problem in refused.problems} == {"bad.yaml"}


def test_the_folder_is_left_as_it_was(tmp_path: Path) -> None:
    """No cache, no hidden state."""
    write(tmp_path, MET)
    before = sorted(tmp_path.rglob("*"))
    found = ran(tmp_path)
    assert sorted(tmp_path.rglob("*")) == before
    with pytest.raises((FrozenInstanceError, AttributeError)):
        found.problems = ()  # type: ignore[misc]


def test_a_run_can_be_judged_at_other_periods(tmp_path: Path) -> None:
    write(tmp_path, {**MET, "data/2025-10/hcc.csv": HCC.replace("199", "1")})
    found = ran(tmp_path)
    history = found.history()
    assert [str(each.period) for each in history] == [
        str(each) for each in found.plan_file.plan.periods if each <= period("2025-10")
    ]
    assert history[-1] is found.evaluation
    assert found.before() == history[-2] == ran(tmp_path, "2025-09").evaluation
    assert found.history(period("2025-10")) == (found.evaluation,)


def test_failed_checks_count_at_every_period(tmp_path: Path) -> None:
    write(tmp_path, {**MET, "data/2025-10/hcc.csv": HCC})
    write(tmp_path, {"data/2025-09/hcc.csv": HCC.replace("199", "201")})
    found = ran(tmp_path)
    earlier = found.before()
    assert earlier is not None
    assert earlier == ran(tmp_path, "2025-09").evaluation
    assert Verdict.BAD_DATA in {result.verdict for result in earlier.results}


def test_nothing_comes_before_the_first_period(tmp_path: Path) -> None:
    first = str(ran(write(tmp_path, MET)).plan_file.plan.first)
    assert ran(tmp_path, first).before() is None
