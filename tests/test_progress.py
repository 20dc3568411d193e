"""What offices write of a task's progress, and what is refused because it may mean two things."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from building import SUBMITTED, read_file, with_tasks
from cchc_cli.numbers import NoNumber
from cchc_cli.progress import Progress, Status, parse_progress, shown_progress
from submitting import HEADER, codes, read
from workbooks import Cell, Day, Percent, Rows, xlsx

PLAN = with_tasks(SUBMITTED, "nv_1", "nv_2 month")
DONE, BEGUN = Progress(Status.DONE), Progress(Status.NOT_BEGUN)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("hoàn thành", DONE),
        ("Đã hoàn thành.", DONE),
        ("HOÀN  THÀNH", DONE),
        ("xong", DONE),
        ("100%", DONE),
        ("100", DONE),
        ("đang thực hiện", Progress(Status.IN_PROGRESS)),
        ("Dang thuc hien", Progress(Status.IN_PROGRESS)),
        ("60%", Progress(Status.IN_PROGRESS, Decimal(60))),
        ("62,5 %", Progress(Status.IN_PROGRESS, Decimal("62.5"))),
        ("0.5%", Progress(Status.IN_PROGRESS, Decimal("0.5"))),
        ("chưa thực hiện", BEGUN),
        ("0%", BEGUN),
    ],
)
def test_a_word_or_a_percentage(written: str, meant: Progress) -> None:
    assert parse_progress(written) == meant


@pytest.mark.parametrize(
    "written",
    ["chưa hoàn thành", "đã thực hiện", "x", "có", "không phát sinh", "kps", "101%", "-5%", "60 %%",
     "3/4", "gần xong", "hoàn thành 60%", "1", "0,6"],
)  # fmt: skip
def test_what_may_mean_two_things_is_nothing(written: str) -> None:
    assert isinstance(parse_progress(written), NoNumber)


@pytest.mark.parametrize("written", ["", "-", "…"])
def test_a_blank_says_nothing(written: str) -> None:
    assert parse_progress(written) is NoNumber.BLANK


def test_shown_in_words() -> None:
    said = [str(shown_progress(parsed)) for word in ("xong", "0", "đang thực hiện", "62,50%")
            if isinstance(parsed := parse_progress(word), Progress)]  # fmt: skip
    assert said == ["hoàn thành", "chưa thực hiện", "đang thực hiện", "đang thực hiện (62,5%)"]


def test_tasks_are_reported_in_the_same_file_as_figures() -> None:
    found = read_file(
        "mã,giá trị,ghi chú\ndem,5,\nnv_1,60%,\nnv_2,hoàn thành,QĐ 5\n", "hcc", "2025-09", PLAN
    )
    assert found.said == []
    assert found.values == {"hcc dem 2025-09": "5"}
    assert found.progress == {
        "hcc nv_1 2025-09": "đang thực hiện (60%)",
        "hcc nv_2 2025-09": "hoàn thành",
    }


def test_a_task_by_its_name_and_a_month_in_each_column() -> None:
    found = read_file(
        "Nội dung,T8/2025,T9/2025\nViệc nv_1,chưa thực hiện,xong\nviệc NV_2,100%,\n",
        "hcc", plan=PLAN,
    )  # fmt: skip
    assert found.said == []
    assert found.progress == {
        "hcc nv_1 2025-08": "chưa thực hiện",
        "hcc nv_1 2025-09": "hoàn thành",
        "hcc nv_2 2025-08": "hoàn thành",
    }


def test_cells_of_a_workbook_say_by_their_format_what_a_number_is(tmp_path: Path) -> None:
    plan = with_tasks(SUBMITTED, *(f"nv_{number}" for number in range(1, 8)))
    cells: Sequence[Cell] = (Percent(0.6), Percent(1), Percent(0.01), 60, 0.6, 1, Day(45901))
    rows: Rows = [
        ["2025-09", "hcc", f"nv_{n}", cell, "BC 1"] for n, cell in enumerate(cells, start=1)
    ]
    found = read(tmp_path, xlsx({"Biểu": [HEADER, *rows]}), plan=plan)
    assert found.progress == {
        "hcc nv_1 2025-09": "đang thực hiện (60%)",
        "hcc nv_2 2025-09": "hoàn thành",
        "hcc nv_3 2025-09": "đang thực hiện (1%)",
        "hcc nv_4 2025-09": "đang thực hiện (60%)",
    }
    assert codes(found) == [
        "bc.xlsx › Biểu › D6: not-a-progress",
        "bc.xlsx › Biểu › D7: not-a-progress",
        "bc.xlsx › Biểu › D8: not-a-number",
    ]


def test_a_month_s_column_of_estimates_draws_a_warning_on_a_task() -> None:
    found = read_file("mã,T8/2025,Ước T9/2025\nnv_1,60%,xong\ndem,5,6\n", "hcc", plan=PLAN)
    assert found.codes == ["2:3 estimated-task"]
    assert len(found.progress) == 2


def test_a_wrong_progress_is_an_error_at_its_cell_and_rejects_it() -> None:
    found = read_file("mã,giá trị\nnv_1,chưa hoàn thành\nnv_2,60%\n", "hcc", "2025-09", PLAN)
    assert found.codes == ["2:2 not-a-progress"]
    assert [slot.figure for slot in found.tasks.rejected] == ["nv_1"]
    assert found.ledger.rejected == {}


def test_another_unit_than_the_lead_may_not_report_it() -> None:
    found = read_file("mã,giá trị\nnv_1,xong\n", "kt", "2025-09", PLAN)
    assert (found.codes, found.progress) == (["2 not-reported-by"], {})


def test_two_values_of_a_task_contradict_each_other_and_a_revision_settles_it() -> None:
    rows = "mã,giá trị,lần\nnv_1,60%,1\nnv_1,đang thực hiện,1\n"
    found = read_file(rows, "hcc", "2025-09", PLAN)
    assert found.codes == ["2:2 duplicate-figure", "3:2 duplicate-figure"]
    assert "ở đây đang thực hiện (60%), ở bc.csv:3:2 là đang thực hiện" in found.said[0]
    settled = read_file(rows + "nv_1,xong,2\n", "hcc", "2025-09", PLAN)
    assert (settled.said, settled.progress) == ([], {"hcc nv_1 2025-09": "hoàn thành"})


@pytest.mark.parametrize("said", ["chưa hoàn thành", "Đã ban hành", "Đang làm", "chưa có"])
def test_an_unknown_task_in_words_of_its_own_is_no_tail_of_a_table(said: str) -> None:
    rows = f"tên,giá trị,ghi chú\ndem,5,\nMột việc mà kế hoạch không có,{said},KH 1\n"
    assert read_file(rows, "hcc", "2025-09", PLAN).codes == ["3:1 unknown-figure"]


def test_signatures_below_tasks_are_a_tail() -> None:
    tail = ",NGƯỜI LẬP BIỂU,THỦ TRƯỞNG ĐƠN VỊ\n,Đã ký,Đã ký\n"
    found = read_file(f"mã,tên,giá trị\nnv_1,,xong\n{tail}", "hcc", "2025-09", PLAN)
    assert (found.said, len(found.progress)) == ([], 1)


def test_a_task_by_the_plan_s_own_wording() -> None:
    found = read_file("Nội dung,giá trị\nLàm việc NV_1,60%\n", "hcc", "2025-09", PLAN)
    assert (found.said, found.progress) == ([], {"hcc nv_1 2025-09": "đang thực hiện (60%)"})


@pytest.mark.parametrize("note", ["", "-", "…", "ước", "ước thực hiện tháng 12"])
def test_done_needs_a_document(note: str, tmp_path: Path) -> None:
    rows = f"kỳ,đơn vị,mã,giá trị,ghi chú\n2025-09,hcc,nv_1,hoàn thành,{note}\n"
    found = read(tmp_path, rows.encode(), "bc.csv", PLAN)
    assert "done-without-evidence" in {problem.code for problem in found.problems}


def test_a_misspelt_task_is_never_taken_for_the_tail_of_a_table() -> None:
    for code in ("nv_11", ""):
        rows = f"mã,tên,giá trị\ndem,,5\n{code},Việc khác hẳn,hoàn thành\n"
        assert len(read_file(rows, "hcc", "2025-09", PLAN).said) == 1
