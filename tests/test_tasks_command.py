"""``cchc tasks``: counts, choices, the day, exit codes; its words are in cases/good/tasks…"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from cases.running import CASES, Ended, cchc, write
from cchc_cli.exit_codes import ExitCode
from formats.harmless import csv_rows
from test_examples import EXAMPLE

PLAN = CASES / "nhiem-vu.yaml"
HEADER = "mã,giá trị,ghi chú\n"
REPORTED = {
    "2025-09/hcc.csv": HEADER + "nv_1_1,60%,\nnv_1_2,xong,BC 01\n",
    "2025-09/kt.csv": HEADER + "nv_2_1,chưa thực hiện,\n",
}
DATA = EXAMPLE / "data"
COUNTS = ("done", "in_progress", "not_begun", "not_reported", "bad_data", "overdue", "due_soon")


def tasks(folder: Path, files: dict[str, str], *options: str) -> Ended:
    write(folder / "data", files)
    return cchc("tasks", "data", "--plan", PLAN, *options, cwd=folder)


def found(*options: str) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(
        cchc("tasks", DATA, "--format", "json", "--quiet", *options).out
    )
    return whole


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, ExitCode.OK),
        ({"2025-09/kt.csv": HEADER + "nv_2_1,,\n"}, ExitCode.INCOMPLETE),
        ({"2025-09/kt.csv": HEADER + "nv_2_1,?,\n"}, ExitCode.DATA_ERROR),
        ({"2025-09/kt.csv": HEADER + "nv_2_1,50%,\ngiai_ngan,x,\n"}, ExitCode.DATA_ERROR),
        ({"2025-09/kt.csv": HEADER + "giai_ngan,1,\n"}, ExitCode.INCOMPLETE),
    ],
    ids=["all reported", "one not", "wrong", "a wrong figure", "figures alone"],
)
def test_exit_codes(tmp_path: Path, more: dict[str, str], code: ExitCode) -> None:
    """Figures that are missing are no matter; that one is wrong has to be known."""
    ended = tasks(tmp_path, REPORTED | more)
    assert ended.code == code, ended.err
    relieved = tasks(tmp_path, REPORTED | more, "--exit-zero")
    assert relieved.code == (ExitCode.OK if code is ExitCode.INCOMPLETE else code)


def test_an_empty_folder_is_incomplete(tmp_path: Path) -> None:
    ended = tasks(tmp_path, {"2025-09/hcc.csv": HEADER})
    assert ended.code == ExitCode.INCOMPLETE
    assert ended.out.startswith("0/3 nhiệm vụ (0%) đã hoàn thành\n")


def test_an_altered_closed_period_comes_first(tmp_path: Path) -> None:
    tasks(tmp_path, REPORTED)
    closing = ("--plan", PLAN, "--period", "2025-09", "--date", "2025-10-05")
    assert cchc("close", "data", *closing, cwd=tmp_path).code == 0
    changed = {"2025-09/hcc.csv": HEADER + "nv_1_1,?,\n"}
    assert tasks(tmp_path, changed).code == ExitCode.ALTERED


@pytest.mark.parametrize("format", ["terminal", "markdown", "csv", "json"])
def test_a_plan_without_tasks_says_so(tmp_path: Path, format: str) -> None:
    write(tmp_path / "data", {"2025-09/hcc.csv": HEADER + "da_tra,1,\n"})
    plan = CASES / "plan.yaml"
    ended = cchc("tasks", "data", "--plan", plan, "--format", format, cwd=tmp_path)
    assert ended.code == ExitCode.OK
    if format == "json":
        whole = json.loads(ended.out)
        assert (whole["tasks"], whole["tasks_tally"]["total"]) == ([], 0)
    elif format != "csv":
        assert "Kế hoạch không có nhiệm vụ nào." in ended.out


def test_an_evaluation_without_tasks_does_not_speak_of_them(tmp_path: Path) -> None:
    write(tmp_path / "data", {"2025-09/hcc.csv": HEADER + "da_tra,1,\n"})
    for format in ("terminal", "markdown", "html"):
        ended = cchc(
            "evaluate", "data", "--plan", CASES / "plan.yaml", "--format", format, cwd=tmp_path
        )
        assert "nhiệm vụ" not in ended.out.lower(), format


def test_sections_and_units_sum_to_the_whole() -> None:
    for month in range(7, 13):
        whole = found("--period", f"2025-{month:02d}")
        for parts in (whole["by_section"], whole["by_unit"]):
            for key in (*COUNTS, "total"):
                assert sum(part[key] for part in parts) == whole["tasks_tally"][key]
        counted = Counter(task["status"] for task in whole["tasks"])
        assert {key: counted[key] for key in COUNTS[:5]} == {
            key: whole["tasks_tally"][key] for key in COUNTS[:5]
        }


def test_sections_and_units_choose_rows_alone() -> None:
    whole, part = found(), found("--section", "7", "--unit", "kt")
    ids = [task["task"] for task in whole["tasks"]]
    chosen = [task["task"] for task in part["tasks"]]
    assert 0 < len(chosen) < 10
    assert all(name.startswith("nv_7_") for name in chosen)
    assert [name for name in ids if name in chosen] == chosen
    assert {key: part[key] for key in ("tasks_tally", "by_section", "by_unit")} == {
        key: whole[key] for key in ("tasks_tally", "by_section", "by_unit")
    }
    shown = cchc("tasks", DATA, "--section", "7", "--unit", "kt").out
    said = f"Chỉ nêu {len(chosen)} trong 54 nhiệm vụ; số đếm là của cả kế hoạch."
    assert said in shown
    assert "nv_1_1 " not in shown


def test_the_tally_is_that_of_evaluate() -> None:
    evaluated = json.loads(cchc("evaluate", DATA, "--format", "json", "--quiet").out)
    whole = found()
    for key in ("tasks", "tasks_tally", "period", "inputs_sha256"):
        assert whole[key] == evaluated[key]


def test_the_day_decides_what_is_overdue() -> None:
    ended = found("--period", "2025-12")
    assert (ended["as_of"], ended["tasks_tally"]["overdue"]) == ("2026-01-01", 12)
    earlier = found("--period", "2025-12", "--date", "09/12/2025")
    assert earlier["as_of"] == "2025-12-09"
    assert (earlier["tasks_tally"]["overdue"], earlier["tasks_tally"]["due_soon"]) == (1, 11)
    shown = cchc("tasks", DATA, "--date", "2025-12-09").out
    assert "Quá hạn và sắp đến hạn tính tại ngày 09/12/2025\n" in shown


def test_csv_has_a_row_for_each_task(tmp_path: Path) -> None:
    output = tmp_path / "nv.csv"
    assert cchc("tasks", DATA, "--output", output, "--quiet").out == ""
    rows = csv_rows(output.read_bytes().decode("utf-8"))
    whole = found()
    assert [row["task"] for row in rows] == [task["task"] for task in whole["tasks"]]
    for row, task in zip(rows, whole["tasks"], strict=True):
        assert row["status"] == task["status"]
        assert json.loads(row["percent"] or "null") == task["percent"]
        assert (json.loads(row["overdue"]), json.loads(row["due_soon"])) == (
            task["overdue"],
            task["due_soon"],
        )


def test_nearly_all_is_not_all(tmp_path: Path) -> None:
    """Of 2000 tasks 1999 are done: 99,95%, never 100%."""
    several = "".join(
        f"      - {{id: nv_{n}, clause: I.{n}, name: Việc {n}, text: Làm việc {n}}}\n"
        for n in range(2000)
    )
    plan = (CASES / "plan.yaml").read_text("utf-8")
    head, mark, rest = plan.partition('  - id: "2"')
    write(tmp_path, {"plan.yaml": head + "    tasks:\n" + several + mark + rest})
    lines = "".join(f"nv_{n},xong,BC {n}\n" for n in range(1, 2000)) + "nv_0,99%,\n"
    write(tmp_path / "data", {"2025-09/hcc.csv": HEADER + lines})
    ended = cchc("tasks", "data", cwd=tmp_path)
    assert ended.out.startswith("1999/2000 nhiệm vụ (99,95%) đã hoàn thành\n")


@pytest.mark.parametrize("width", ["60", "80", "120"])
def test_no_line_is_wider_than_the_screen(width: str) -> None:
    ended = cchc("tasks", DATA, env={"COLUMNS": width})
    assert [line for line in ended.out.splitlines() if len(line) > max(int(width), 80)] == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--format", "docx"], 'không có định dạng "docx"'),
        (["--format", "x"], 'không có định dạng "x"'),
        (["--section", "99"], 'không có lĩnh vực "99"'),
        (["--unit", "x"], 'không có đơn vị "x"'),
        (["--date", "hôm qua"], '"hôm qua" không phải một ngày'),
    ],
)
def test_what_does_not_exist_is_a_wrong_call(options: list[str], said: str) -> None:
    ended = cchc("tasks", DATA, *options)
    assert ended.code == ExitCode.USAGE
    assert said in ended.err


def test_what_is_wrong_is_listed_with_its_place(tmp_path: Path) -> None:
    ended = tasks(tmp_path, REPORTED | {"2025-09/kt.csv": HEADER + "nv_2_1,gần xong,\n"})
    said = """\
Nhiệm vụ có lỗi số liệu: 1
Giá trị chỉ là: chưa thực hiện, đang thực hiện, hoàn thành, hoặc tỷ lệ kèm dấu %.
nv_2_1 Báo cáo năm
    → Phòng Kinh tế: sửa giá trị kỳ 2025-09 ở 2025-09/kt.csv:2:2
"""
    assert said in ended.out.replace("\n%.", " %.")
    assert "[not-a-progress]" in ended.err


def test_the_list_of_the_unreported_counts_tasks_not_units(tmp_path: Path) -> None:
    ended = tasks(tmp_path, {"2025-09/kt.csv": REPORTED["2025-09/kt.csv"]})
    assert "? chưa báo cáo: 2" in ended.out
    assert "Nhiệm vụ chưa báo cáo: 2\n" in ended.out


def test_the_latest_period_is_that_of_the_tasks_where_there_are_no_figures(tmp_path: Path) -> None:
    later = {name.replace("2025-09", "2025-11"): rows for name, rows in REPORTED.items()}
    assert "Kỳ tháng 11/2025" in tasks(tmp_path, later).out


def test_a_task_is_not_explained_but_its_place_is_told(tmp_path: Path) -> None:
    assert "BC 01 · 2025-09/hcc.csv:3:2" in tasks(tmp_path, REPORTED).out
    ended = cchc("explain", "nv_1_1", tmp_path / "data", "--plan", PLAN)
    assert (ended.code, ended.out) == (2, "")
    assert '"nv_1_1" là nhiệm vụ, không phải chỉ tiêu' in ended.err
    assert "cchc tasks" in ended.err
