"""The JSON report is a contract: its keys, their types, and when they are null."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from cases.running import cchc, write
from cchc_cli.evaluate import Verdict

ROOT = Path(__file__).parents[2]

PLAN = """\
format: 1
id: xa_nho
title: Kế hoạch CCHC
issuer: UBND xã
periods: {first: 2025-07, last: 2025-12}
units:
  - {id: hcc, name: Trung tâm, aliases: [TTPVHCC]}
  - {id: kt, name: Phòng Kinh tế}
figures:
  - {id: tra, name: a, type: count, measured_in: hồ sơ, over_time: sum, reported_by: [hcc]}
  - {id: dung, name: b, type: count, measured_in: hồ sơ, over_time: sum, reported_by: [hcc]}
  - {id: khong, name: c, type: count, measured_in: hồ sơ, over_time: sum, reported_by: [kt]}
  - {id: tien, name: d, type: amount, measured_in: đồng, over_time: sum, reported_by: [kt]}
  - {id: diem, name: e, type: percent, measured_in: "%", over_time: last, reported_by: [hcc]}
  - {id: xong, name: f, type: yes_no, reported_by: [hcc, kt]}
  - {id: cuoi, name: g, type: count, measured_in: hồ sơ, over_time: last, every: plan,
     reported_by: [kt]}
  - {id: hong, name: h, type: count, measured_in: hồ sơ, over_time: last, reported_by: [kt]}
sections:
  - id: A
    title: Lĩnh vực A
    lead: hcc
    targets:
      - id: "9"
        clause: II.1
        name: Đúng hạn
        text: Nguyên văn.
        measure: {ratio: {part: [dung], whole: [tra]}}
        require: ">= 95%"
      - id: "1"
        clause: II.2
        name: Đúng hạn riêng tháng
        text: t
        measure: {ratio: {part: [dung], whole: [tra]}}
        require: "≥ 97,5%"
        judge: month
        due: 2025-12
      - {id: "2", clause: II.3, name: Điểm, text: t, measure: {total: [diem]}, require: "> 90%"}
      - {id: "3", clause: II.4, name: Việc, text: t, measure: {all_done: [xong]}, lead: kt}
  - id: B
    title: Lĩnh vực B
    lead: kt
    targets:
      - id: "4"
        clause: II.5
        name: Không phát sinh
        text: t
        measure: {ratio: {part: [khong], whole: [khong]}}
        require: "= 100%"
      - {id: "5", clause: II.6, name: Thiếu, text: t, measure: {total: [tien]}, require: ">= 1,5"}
      - {id: "6", clause: II.7, name: Chưa, text: t, measure: {total: [cuoi]}, require: "< 5"}
      - {id: "7", clause: II.8, name: Hỏng, text: t, measure: {total: [hong]}, require: "<= 5"}
"""
_HEADER = "kỳ,mã số liệu,giá trị,ghi chú,lần\n"
DATA = {
    "data/hcc.csv": _HEADER
    + "".join(
        f"2025-0{month},tra,{tra},,\n2025-0{month},dung,{dung},BC {month},\n2025-0{month},diem,90,,\n"
        for month, tra, dung in ((7, 100, 100), (8, 200, 180), (9, 60, 60))
    )
    + "2025-09,xong,không,,\n2025-09,xong,có,văn bản 5,2\n",
    "data/kt.csv": _HEADER
    + "".join(f"2025-0{month},khong,0,,\n" for month in (7, 8, 9))
    + '2025-07,tien,"1,25",,\n2025-09,tien,"1.000,5",,\n2025-09,hong,năm,,\n2025-09,xong,x,,\n',
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("json"), {"data/plan.yaml": PLAN, **DATA})


def evaluated(folder: Path, *options: str) -> dict[str, Any]:
    ended = cchc(
        "evaluate", "data", "--period", "2025-09", "--format", "json", *options, cwd=folder
    )
    assert ended.code == 3
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


@pytest.fixture(scope="module")
def whole(folder: Path) -> dict[str, Any]:
    return evaluated(folder)


@pytest.fixture(scope="module")
def results(whole: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {result["target"]: result for result in whole["results"]}


NUMBER = (int, float)
NULL = type(None)
SHAPES: dict[str, dict[str, Any]] = {
    "": {
        "format": int,
        "cchc": str,
        "plan": dict,
        "period": str,
        "tally": dict,
        "results": list,
        "submissions": list,
        "tasks": list,
        "tasks_tally": dict,
        "problems": list,
        "inputs_sha256": str,
    },
    "plan": {"id": str, "title": str},
    "tally": {
        "met": int,
        "missed": int,
        "pending": int,
        "not_arisen": int,
        "no_data": int,
        "bad_data": int,
        "total": int,
    },
    "results": {
        "target": str,
        "section": str,
        "clause": str,
        "name": str,
        "text": str,
        "lead": str,
        "verdict": str,
        "require": (dict, NULL),
        "value": (*NUMBER, NULL),
        "period_value": (*NUMBER, NULL),
        "part": (*NUMBER, NULL),
        "whole": (*NUMBER, NULL),
        "provisional": bool,
        "estimated": bool,
        "due": (str, NULL),
        "margin": dict,
        "missing": list,
        "entries": list,
    },
    "require": {"op": str, "bound": NUMBER, "percent": bool},
    "missing": {"unit": str, "figure": str, "period": str},
    "entries": {
        "figure": str,
        "unit": str,
        "period": str,
        "value": (*NUMBER, bool),
        "path": str,
        "line": (int, NULL),
        "sheet": (str, NULL),
        "cell": (str, NULL),
        "note": str,
        "revision": int,
        "estimated": bool,
    },
    "tasks_tally": {
        "done": int,
        "in_progress": int,
        "not_begun": int,
        "not_reported": int,
        "bad_data": int,
        "overdue": int,
        "due_soon": int,
        "total": int,
    },
    "submissions": {"unit": str, "period": str, "expected": int, "received": int},
    "problems": {
        "code": str,
        "severity": str,
        "message": str,
        "hint": str,
        "path": str,
        "line": (int, NULL),
        "column": (int, NULL),
        "sheet": (str, NULL),
        "cell": (str, NULL),
    },
}


def check_shape(name: str, found: dict[str, Any]) -> None:
    shape = SHAPES[name]
    assert list(found) == list(shape), name
    for key, types in shape.items():
        assert isinstance(found[key], types), (name, key, found[key])
        if types is int or types == NUMBER:
            assert not isinstance(found[key], bool), (name, key)
        inner = found[key]
        for one in inner if isinstance(inner, list) else [inner]:
            if key in SHAPES and isinstance(one, dict):
                check_shape(key, one)


def test_every_key_and_type(whole: dict[str, Any]) -> None:
    check_shape("", whole)


def test_the_head(whole: dict[str, Any]) -> None:
    assert whole["format"] == 1
    assert re.fullmatch(r"\d+\.\d+\.\d+", whole["cchc"])
    assert whole["plan"] == {"id": "xa_nho", "title": "Kế hoạch CCHC"}
    assert whole["period"] == "2025-09"
    assert re.fullmatch("[0-9a-f]{64}", whole["inputs_sha256"])


def test_the_tally_counts_every_target_once(whole: dict[str, Any]) -> None:
    tally = dict(whole["tally"])
    assert tally.pop("total") == sum(tally.values()) == len(whole["results"]) == 8
    assert tally == {
        "met": 2,
        "missed": 2,
        "pending": 1,
        "not_arisen": 1,
        "no_data": 1,
        "bad_data": 1,
    }
    assert set(tally) == {verdict.value for verdict in Verdict}


def test_results_are_in_the_plan_s_order(results: dict[str, Any]) -> None:
    assert list(results) == ["9", "1", "2", "3", "4", "5", "6", "7"]


def test_a_result_whole(results: dict[str, Any]) -> None:
    found = dict(results["9"])
    assert found.pop("margin")
    entries = found.pop("entries")
    assert found == {
        "target": "9",
        "section": "A",
        "clause": "II.1",
        "name": "Đúng hạn",
        "text": "Nguyên văn.",
        "lead": "hcc",
        "verdict": "missed",
        "require": {"op": ">=", "bound": 95, "percent": True},
        "value": 100 * 340 / 360,
        "period_value": 100,
        "part": 340,
        "whole": 360,
        "provisional": False,
        "estimated": False,
        "due": None,
        "missing": [],
    }
    assert entries[2] == {
        "figure": "dung",
        "unit": "hcc",
        "period": "2025-09",
        "value": 60,
        "path": "hcc.csv",
        "line": 9,
        "sheet": None,
        "cell": None,
        "note": "BC 9",
        "revision": 1,
        "estimated": False,
    }
    assert [(e["figure"], e["period"], e["line"]) for e in entries] == [
        ("dung", "2025-07", 3),
        ("dung", "2025-08", 6),
        ("dung", "2025-09", 9),
        ("tra", "2025-07", 2),
        ("tra", "2025-08", 5),
        ("tra", "2025-09", 8),
    ]


def test_a_target_judged_by_month_has_the_month_s_value(results: dict[str, Any]) -> None:
    found = results["1"]
    assert (found["value"], found["period_value"]) == (100, 100)
    assert (found["part"], found["whole"]) == (60, 60)
    assert found["require"] == {"op": ">=", "bound": 97.5, "percent": True}
    assert found["due"] == "2025-12"
    assert found["verdict"] == "met"


def test_a_total_has_neither_part_nor_whole(results: dict[str, Any]) -> None:
    found = results["2"]
    assert (found["value"], found["part"], found["whole"]) == (90, None, None)
    assert found["require"] == {"op": ">", "bound": 90, "percent": True}
    assert found["verdict"] == "missed"


def test_all_done_has_no_requirement_and_no_numbers(results: dict[str, Any]) -> None:
    found = results["3"]
    keys = ("require", "value", "period_value", "part", "whole")
    assert [found[key] for key in keys] == [None] * 5
    assert found["verdict"] == "met"
    assert [(e["unit"], e["value"], e["revision"], e["note"]) for e in found["entries"]] == [
        ("hcc", True, 2, "văn bản 5"),
        ("kt", True, 1, ""),
    ]


def test_a_ratio_of_nothing_has_no_value(results: dict[str, Any]) -> None:
    found = results["4"]
    assert found["verdict"] == "not_arisen"
    assert (found["value"], found["part"], found["whole"]) == (None, 0, 0)


def test_a_value_on_incomplete_data_is_provisional(results: dict[str, Any]) -> None:
    found = results["5"]
    assert found["verdict"] == "no_data"
    assert found["missing"] == [{"unit": "kt", "figure": "tien", "period": "2025-08"}]
    assert (found["provisional"], found["value"]) == (True, 1001.75)
    assert found["require"] == {"op": ">=", "bound": 1.5, "percent": False}


def test_what_is_not_yet_due_has_no_value(results: dict[str, Any]) -> None:
    found = results["6"]
    assert (found["verdict"], found["value"], found["provisional"]) == ("pending", None, False)
    assert found["missing"] == found["entries"] == []


def test_bad_data_has_no_value(results: dict[str, Any], whole: dict[str, Any]) -> None:
    found = results["7"]
    assert (found["verdict"], found["value"], found["entries"]) == ("bad_data", None, [])
    (problem,) = whole["problems"]
    assert problem == {
        "code": "not-a-number",
        "severity": "error",
        "message": '"năm" không phải là số',
        "hint": "chỉ ghi chữ số; chưa có số liệu thì để trống, không phát sinh thì ghi 0 hoặc kps",
        "path": "kt.csv",
        "line": 7,
        "column": 3,
        "sheet": None,
        "cell": None,
    }


def test_submissions_count_what_is_due(whole: dict[str, Any]) -> None:
    counts = [tuple(submission.values()) for submission in whole["submissions"]]
    assert counts == [
        ("hcc", "2025-07", 4, 3),
        ("hcc", "2025-08", 4, 3),
        ("hcc", "2025-09", 4, 4),
        ("kt", "2025-07", 4, 2),
        ("kt", "2025-08", 4, 1),
        ("kt", "2025-09", 4, 3),
    ]


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        (["--section", "B"], ["4", "5", "6", "7"]),
        (["--section", "B", "--section", "A"], ["9", "1", "2", "3", "4", "5", "6", "7"]),
        (["--unit", "kt"], ["3", "4", "5", "6", "7"]),
        (["--unit", "ttpvhcc"], ["9", "1", "2", "3"]),
        (["--unit", "Phòng kinh tế", "--section", "A"], ["3"]),
        (["--unit", "hcc", "--section", "B"], []),
    ],
)
def test_filters_choose_rows_not_the_tally(
    folder: Path, whole: dict[str, Any], options: list[str], shown: list[str]
) -> None:
    found = evaluated(folder, *options)
    assert [result["target"] for result in found["results"]] == shown
    assert [r for r in whole["results"] if r["target"] in shown] == found["results"]
    for key in ("tally", "problems", "submissions", "inputs_sha256"):
        assert found[key] == whole[key]


@pytest.mark.parametrize("format", ["terminal", "markdown"])
def test_filters_choose_rows_in_every_format(folder: Path, format: str) -> None:
    arguments = ["evaluate", "data", "--period", "2025-09", "--format", format]
    every = cchc(*arguments, cwd=folder)
    some = cchc(*arguments, "--section", "B", cwd=folder)
    assert "Lĩnh vực A" in every.out
    assert "Lĩnh vực A" not in some.out
    assert "Lĩnh vực B" in some.out
    assert every.code == some.code == 3
    assert ("✓ ĐẠT: 2" if format == "terminal" else "| 2 | 2 | 1 | 1 | 1 | 1 | 8 chỉ tiêu |") in (
        some.out
    )


def test_numbers_are_never_nan_and_keys_stand_once(folder: Path) -> None:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len(dict(pairs)) == len(pairs)
        return dict(pairs)

    shown = cchc("evaluate", "data", "--format", "json", cwd=folder).out
    json.loads(shown, object_pairs_hook=once, parse_constant=pytest.fail)
    assert shown.endswith("}\n")
    assert "Đúng hạn" in shown  # readable, not \u escapes


# cchc check, cchc plan show


def test_check_gives_submissions_and_problems(folder: Path, whole: dict[str, Any]) -> None:
    ended = cchc("check", "data", "--period", "2025-09", "--format", "json", cwd=folder)
    assert ended.code == 3
    assert json.loads(ended.stdout) == {
        "format": 1,
        "submissions": whole["submissions"],
        "problems": whole["problems"],
    }


def test_plan_show_fills_in_every_default(folder: Path) -> None:
    ended = cchc("plan", "show", "data/plan.yaml", "--format", "json", cwd=folder)
    assert ended.code == 0
    plan = json.loads(ended.stdout)
    assert (plan["id"], plan["language"], plan["cut_off_day"]) == ("xa_nho", "vi", None)
    assert plan["periods"] == {"first": "2025-07", "last": "2025-12"}
    assert [t["id"] for t in plan["targets"]] == ["9", "1", "2", "3", "4", "5", "6", "7"]
    assert plan["targets"][0] == {
        "id": "9",
        "section": "A",
        "clause": "II.1",
        "name": "Đúng hạn",
        "text": "Nguyên văn.",
        "lead": "hcc",
        "measure": {"ratio": {"part": ["dung"], "whole": ["tra"]}},
        "require": {"op": ">=", "bound": 95, "percent": True},
        "due": None,
        "judge": "to_date",
        "may_exceed": False,
    }
    assert plan["targets"][3]["require"] is None
    assert plan["targets"][3]["lead"] == "kt"
    assert plan["figures"][5]["over_time"] == "ever"
    assert plan["figures"][6]["every"] == "plan"
