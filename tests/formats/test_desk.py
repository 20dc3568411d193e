"""The clerk's desk: marks of the table, deadlines, what is owed, what was sent again, problems."""

import json
import re
from pathlib import Path

import pytest

from cases.running import PLAN, cchc, write

PLAN_WORDS = PLAN.read_text(encoding="utf-8")
HEAD = "mã số liệu,giá trị,ghi chú\n"
HCC = HEAD + 'da_tra,200,\ndung_han,199,\nhai_long,"95,5",\n'
KT = HEAD + "giai_ngan,1600,\nkhao_sat,có,\n"


def shown(folder: Path, files: dict[str, str], *options: str, plan: str = PLAN_WORDS) -> str:
    """Return what ``cchc check`` shows of these files below DATA."""
    below = {f"data/{name}": content for name, content in files.items()}
    write(folder, {**below, "plan.yaml": plan})
    if not files:
        (folder / "data").mkdir(exist_ok=True)
    ended = cchc("check", "data", *options, cwd=folder)
    assert ended.err == ""
    return ended.out


def cells(table: str, unit: str) -> list[str]:
    """Return the cells of a unit's row."""
    (row,) = [line for line in table.splitlines() if f"({unit})" in line and "/" in line]
    return re.split(r"  +", row)[1:]


@pytest.mark.parametrize(
    ("sent", "cell"),
    [
        (HCC, "✓ 3/3"),
        (HEAD + "da_tra,200,\n", "! ~ 1/3"),
        (HEAD + "da_tra,,\n", "! ✗ 0/3"),
        ("", "! ✗ 0/3"),
        # What came in and cannot be read is not what never came.
        (HEAD + "da_tra,hai trăm,\n", "! ~ 0/3"),
    ],
)
def test_the_marks_of_the_table(tmp_path: Path, sent: str, cell: str) -> None:
    files = {"2025-09/hcc.csv": sent, "2025-09/kt.csv": KT}
    table = shown(tmp_path, files, "--date", "2025-10-06")
    assert cells(table, "hcc") == [cell]
    assert cells(table, "kt") == ["✓ 2/2"]
    assert "✓ đủ   ~ nộp thiếu   ✗ chưa nộp   ! quá hạn   ↻ có nộp lại" in table


@pytest.mark.parametrize(
    ("options", "due", "is_overdue"),
    [
        (["--date", "2025-10-05"], "05/10/2025", False),  # the day itself is in time
        (["--date", "06/10/2025"], "05/10/2025", True),
        (["--date", "2025-10-06", "--deadline", "6"], "06/10/2025", False),
        (["--date", "2025-10-31", "--deadline", "31"], "31/10/2025", False),
        (["--date", "2025-11-01", "--deadline", "31"], "31/10/2025", True),
    ],
)
def test_what_is_overdue(tmp_path: Path, options: list[str], due: str, is_overdue: bool) -> None:
    table = shown(tmp_path, {"2025-09/kt.csv": KT}, *options)
    assert f"Hạn nộp kỳ này: {due} (quy ước: ngày " in table
    assert cells(table, "hcc") == ["! ✗ 0/3" if is_overdue else "✗ 0/3"]
    late = f"09/2025, quá hạn (hạn {due}): chưa nộp số liệu nào, phải nộp 3"
    in_time = f"09/2025, hạn {due}: chưa nộp số liệu nào, phải nộp 3"
    assert (late in table, in_time in table) == (is_overdue, not is_overdue)


def test_a_deadline_follows_the_plan_s_cut_off(tmp_path: Path) -> None:
    plan = PLAN_WORDS.replace("units:", "cut_off_day: 14\nunits:", 1)
    files = {"2025-09/kt.csv": KT}
    table = shown(tmp_path, files, "--date", "2025-09-20", "--deadline", "20", plan=plan)
    assert "Hạn nộp kỳ này: 20/09/2025 " in table
    assert cells(table, "hcc") == ["✗ 0/3"]


def test_what_is_owed_is_named(tmp_path: Path) -> None:
    files = {"2025-09/hcc.csv": HEAD + "da_tra,x,\ndung_han,199,\n", "2025-09/kt.csv": KT}
    table = shown(tmp_path, files, "--date", "2025-10-01")
    assert "\n\nCòn thiếu\n\nTrung tâm phục vụ hành chính công (hcc)\n" in table
    assert (
        "    09/2025, hạn 05/10/2025: thiếu 2/3 số liệu\n"
        "      - da_tra: Hồ sơ đã trả kết quả (có lỗi, cần sửa)\n"
        "      - hai_long: Tỷ lệ hài lòng\n"
    ) in table
    assert "(kt)\n    09/2025" not in table


def test_of_a_unit_that_sent_nothing_all_is_named_on_demand(tmp_path: Path) -> None:
    files = {"2025-09/kt.csv": KT}
    assert "da_tra" not in shown(tmp_path, files, "--date", "2025-10-01")
    assert "      - da_tra: Hồ sơ đã trả kết quả\n" in shown(
        tmp_path, files, "--date", "2025-10-01", "--all"
    )


def plan_of_many(count: int) -> str:
    """Return the plan with further figures of one unit: ``so_0``, ``so_1``, …"""
    figures = "".join(
        f"  - {{id: so_{n}, name: Số {n}, type: count, measured_in: x, over_time: sum, "
        f"reported_by: [hcc]}}\n"
        for n in range(count)
    )
    return PLAN_WORDS.replace("checks:", f"{figures}checks:", 1)


def test_a_long_list_of_what_is_owed_is_cut(tmp_path: Path) -> None:
    plan = plan_of_many(12)
    files = {"2025-09/hcc.csv": HCC}
    cut = shown(tmp_path, files, "--date", "2025-10-01", plan=plan)
    assert "      - so_9: Số 9\n      - … và 2 số liệu nữa; xem hết: --all\n" in cut
    whole = shown(tmp_path, files, "--date", "2025-10-01", "--all", plan=plan)
    assert "      - so_11: Số 11\n" in whole


AGAIN = "đơn vị,mã số liệu,giá trị,lần\n"


@pytest.mark.parametrize(
    ("again", "said"),
    [
        ("hcc,da_tra,204,2\n", "09/2025: nộp lại 1 số liệu; số đổi: da_tra 200 → 204"),
        ("hcc,da_tra,204,3\nhcc,dung_han,199,3\n",
         "09/2025: nộp lại 2 số liệu; số đổi: da_tra 200 → 204"),
        ("hcc,dung_han,199,2\n", "09/2025: nộp lại 1 số liệu, không số nào đổi"),
        ("hcc,da_tra,x,2\n", "09/2025: nộp lại 1 số liệu; số đổi: da_tra 200 → có lỗi, cần sửa"),
        ('hcc,hai_long,"96,5",2\n',
         "09/2025: nộp lại 1 số liệu; số đổi: hai_long 95,5% → 96,5%"),
    ],
)  # fmt: skip
def test_what_was_sent_again(tmp_path: Path, again: str, said: str) -> None:
    files = {"2025-09/hcc.csv": HCC, "2025-09/kt.csv": KT, "2025-09/lai.csv": AGAIN + again}
    table = shown(tmp_path, files, "--date", "2025-10-01")
    assert cells(table, "hcc")[-1].endswith(" ↻")
    assert cells(table, "kt") == ["✓ 2/2"]
    assert f"\n\nNộp lại\n\nTrung tâm phục vụ hành chính công (hcc)\n    {said}\n" in table


def test_a_long_list_of_what_was_sent_again_or_estimated_is_cut(tmp_path: Path) -> None:
    rows = "".join(f"so_{n},{n},ước\n" for n in range(13))
    again = "".join(f"hcc,so_{n},{n + 1},2\n" for n in range(12))
    files = {
        "2025-09/hcc.csv": HCC + rows,
        "2025-09/lai.csv": AGAIN + again,
        "2025-10/hcc.csv": HCC + rows,
    }
    cut = " ".join(shown(tmp_path, files, "--date", "2025-11-01", plan=plan_of_many(13)).split())
    assert "so_7 ước 7 → 8, … và 2 số liệu nữa; xem hết: --all" in cut
    assert "10/2025: 13 số ước: so_0, so_1, so_10," in cut
    assert "so_6, … và 3 số liệu nữa; xem hết: --all" in cut
    whole = shown(tmp_path, files, "--date", "2025-11-01", "--all", plan=plan_of_many(13))
    assert "so_9 ước 9 → 10 Số ước, chờ số chính thức" in " ".join(whole.split())
    assert "so_9\n\n" in whole.partition("Số ước")[2]
    assert "nữa" not in whole


def test_estimates_wait_for_the_actual_values(tmp_path: Path) -> None:
    files = {"2025-09/hcc.csv": HCC.replace("199,", "199,ước"), "2025-09/kt.csv": KT}
    table = shown(tmp_path, files, "--date", "2025-10-01")
    assert cells(table, "hcc") == ["✓ 3/3"]  # an estimate counts
    said = "Trung tâm phục vụ hành chính công (hcc)\n    09/2025: 1 số ước: dung_han\n"
    assert f"\n\nSố ước, chờ số chính thức\n\n{said}" in table
    files["2025-09/lai.csv"] = AGAIN + "hcc,dung_han,199,2\n"
    table = shown(tmp_path, files, "--date", "2025-10-01")
    assert "Số ước" not in table
    assert "09/2025: nộp lại 1 số liệu; số đổi: dung_han ước 199 → 199" in table


def test_a_value_that_never_came_before_is_told_of_too(tmp_path: Path) -> None:
    files = {"2025-09/hcc.csv": AGAIN.replace("đơn vị,", "") + "da_tra,200,2\n"}
    table = shown(tmp_path, files, "--date", "2025-10-01")
    assert "09/2025: nộp lại 1 số liệu, không số nào đổi" in table


@pytest.mark.parametrize(
    ("date", "options", "said"),
    [
        ("2025-11-01", [], "Kỳ tháng 10/2025 đã kết thúc mà chưa đơn vị nào nộp"),
        ("2025-10-31", [], ""),
        ("2025-11-01", ["--period", "previous"], ""),
        ("2025-11-01", ["--period", "2025-12"], ""),
    ],
)
def test_a_month_that_nobody_sent_does_not_go_unnoticed(
    tmp_path: Path, date: str, options: list[str], said: str
) -> None:
    table = shown(tmp_path, {"2025-09/hcc.csv": HCC}, "--date", date, *options)
    assert ("đã kết thúc mà" in table) == bool(said)
    assert said in table


def test_previous_goes_by_the_date(tmp_path: Path) -> None:
    table = shown(
        tmp_path, {"2025-09/hcc.csv": HCC}, "--date", "2025-12-01", "--period", "previous"
    )
    assert "Kiểm tra số liệu đến kỳ tháng 11/2025" in table


def test_a_word_that_is_no_date_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"plan.yaml": PLAN_WORDS, "data/2025-09/hcc.csv": HCC})
    ended = cchc("check", "data", "--date", "hôm qua", cwd=tmp_path)
    assert (ended.code, ended.out) == (2, "")
    assert '"hôm qua" không phải một ngày' in ended.err


TWO_YEARS = PLAN_WORDS.replace("last: 2025-12}", "last: 2027-12}")


def test_as_many_periods_are_shown_as_fit(tmp_path: Path) -> None:
    table = shown(tmp_path, {"2027-12/hcc.csv": HCC}, "--date", "2028-01-01", plan=TWO_YEARS)
    lines = table.splitlines()
    head = next(line for line in lines if line.startswith("Đơn vị"))
    assert head.split()[2:] == ["07/27", "08/27", "09/27", "10/27", "11/27", "12/27"]
    assert max(map(len, lines)) <= 80
    assert "Bảng chỉ đủ chỗ cho 6 kỳ gần nhất." in table
    assert "    09/2025, quá hạn (hạn 05/10/2025): chưa nộp số liệu nào, phải nộp 3\n" in table


# Problems, file by file


def test_problems_stand_below_their_file(tmp_path: Path) -> None:
    files = {
        "2025-09/hcc.csv": HCC.replace("199", "x") + "la,1,\n",
        "2025-09/kt.csv": KT,
        "2025-09/thu.docx": "",
    }
    table = shown(tmp_path, files, "--date", "2025-10-01")
    problems = table.partition("Lỗi và cảnh báo\n\n")[2]
    parts = problems.split("\n\n")
    assert [part.splitlines()[0] for part in parts] == [
        "2025-09/hcc.csv – 2 lỗi",
        "2025-09/thu.docx – 1 cảnh báo",
        "2 lỗi, 1 cảnh báo trong 2 tệp",
    ]
    places = [line for line in parts[0].splitlines() if "[" in line]
    assert [line.partition(" ")[0] for line in places] == [
        "2025-09/hcc.csv:3:2:",
        "2025-09/hcc.csv:5:1:",
    ]


def test_many_of_a_kind_are_cut_errors_and_warnings_apart(tmp_path: Path) -> None:
    rows = "".join(f"la_{n},1,\n" for n in range(57))
    rates = "".join(f'2025-09,hcc,hai_long,"0,{n + 10}",,{n + 2}\n' for n in range(25))
    files = {
        "2025-09/hcc.csv": HCC + rows,
        "2025-09/lai.csv": f"kỳ,đơn vị,mã số liệu,giá trị,ghi chú,lần\n{rates}",
    }
    table = shown(tmp_path, files, "--date", "2025-10-01")
    assert table.count("[unknown-figure] ") == 20
    assert "… và 37 lỗi cùng loại [unknown-figure]\n" in table
    assert table.count("[percent-below-one] ") == 20
    assert "… và 5 cảnh báo cùng loại [percent-below-one]\n" in table
    whole = shown(tmp_path, files, "--date", "2025-10-01", "--all")
    assert whole.count("[unknown-figure] ") == 57
    assert "cùng loại" not in whole


def test_what_looks_wrong_is_told_by_check_alone(tmp_path: Path) -> None:
    files = {"2025-09/kt.csv": KT, "2025-10/kt.csv": KT.replace("1600", "0")}
    below = {f"data/{name}": content for name, content in files.items()}
    write(tmp_path, {**below, "plan.yaml": PLAN_WORDS})
    ended = cchc("check", "data", "--format", "json", "--date", "2025-11-01", cwd=tmp_path)
    found = json.loads(ended.out)
    assert list(found) == ["format", "submissions", "problems"]
    assert {frozenset(row) for row in found["submissions"]} == {
        frozenset(("unit", "period", "expected", "received"))
    }
    assert [p["code"] for p in found["problems"]] == ["stock-at-zero"]
    evaluated = cchc("evaluate", "data", cwd=tmp_path)
    assert "stock-at-zero" not in evaluated.out + evaluated.err
    quiet = cchc("check", "data", "--quiet", cwd=tmp_path)
    assert (quiet.out, quiet.err) == ("", "")
