"""``cchc diff``: what changed since a period was closed, between folders, between periods."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from cases.running import CASES, Ended, cchc, write
from cchc_cli import __version__
from formats.agreement import tables_of
from formats.word_reading import check_no_action, document_of, paragraphs_of, words_of

PLAN = CASES / "nhiem-vu.yaml"
CSV = """kỳ,đơn vị,mã số liệu,giá trị,ghi chú,lần
2025-09,hcc,da_tra,200,II.06,
2025-09,hcc,dung_han,196,,
2025-09,hcc,hai_long,"95,5",khảo sát,
2025-09,hcc,nv_1_1,60%,,
2025-09,hcc,nv_1_2,xong,CV 1,
2025-09,kt,giai_ngan,"1499,5",ước cả tháng,
2025-09,kt,khao_sat,có,BC 12,
"""
CORRECTED = (
    CSV.replace("dung_han,196,,", "dung_han,150,đếm lại,")
    .replace('"95,5",', '"95,25",')
    .replace("nv_1_1,60%,,", "nv_1_1,xong,KH 5,")
    .replace("khao_sat,có", "khao_sat,x y")
    + '2025-09,kt,giai_ngan,"1500,5",sổ chi,2\n'
)
NAME = "2025-09/bc.csv"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write(tmp_path / "data", {NAME: CSV})


@pytest.fixture
def closed(data: Path) -> Path:
    """DATA whose September was closed and then corrected."""
    close(data)
    return write(data, {NAME: CORRECTED})


def close(data: Path, *more: str) -> None:
    ended = cchc(
        "close", data, "--plan", PLAN, "--period", "2025-09", "--date", "2025-10-06", *more
    )
    assert ended.code == 0, ended.err


def diff(*arguments: str | Path, plan: Path = PLAN) -> Ended:
    return cchc("diff", *arguments, "--plan", plan)


def found(*arguments: str | Path, plan: Path = PLAN) -> dict[str, Any]:
    ended = diff(*arguments, "--format", "json", plan=plan)
    shown: dict[str, Any] = json.loads(ended.out)
    return shown


def changes(shown: dict[str, Any]) -> list[str]:
    """Return what became of figures: ``hcc dung_han value 196 → 150``."""
    return [
        f"{e['unit']} {e['figure']} {e['change']} {_value(e['old'])} → {_value(e['new'])}"
        for e in shown["entries"]
    ]


def _value(held: dict[str, Any] | None) -> str:
    return "–" if held is None else "?" if held["rejected"] else str(held["value"])


def test_previous_goes_by_the_date(data: Path, tmp_path: Path) -> None:
    later = write(
        shutil.copytree(data, tmp_path / "later"),
        {"2025-10/bc.csv": CSV.replace("2025-09", "2025-10")},
    )
    asked = ("--period", "previous", "--date", "2025-10-05")
    assert found(data, later, *asked)["new"]["period"] == "2025-09"
    against = ("--period", "previous", "--date", "2025-11-05", "--against", "2025-09")
    assert found(later, *against)["new"]["period"] == "2025-10"


# Since a period was closed

TERMINAL = """\
Kế hoạch cải cách hành chính xã Mẫu
So sánh số liệu tháng 9/2025: bản chốt lần 1 ngày 06/10/2025 (chot-2025-09.json)
và số liệu hiện có
Kế hoạch: nhiem-vu.yaml · UBND xã Mẫu

4 số liệu thay đổi
1 tiến độ nhiệm vụ thay đổi
3 chỉ tiêu đổi kết quả
1 chỉ tiêu đổi giá trị, không đổi kết quả
1 nhiệm vụ đổi tình trạng

Số liệu thay đổi

2025-09 · Trung tâm phục vụ hành chính công (hcc)
Số liệu                                Bản chốt            Hiện có      Thay đổi
────────────────────────────────────────────────────────────────────────────────
dung_han Hồ sơ trả đúng hạn                 196                150           -46
  2025-09/bc.csv:3:4
  ghi chú: – → đếm lại
hai_long Tỷ lệ hài lòng                   95,5%             95,25%  -0,25 điểm %
  2025-09/bc.csv:4:4

2025-09 · Phòng Kinh tế (kt)
Số liệu                                Bản chốt            Hiện có      Thay đổi
────────────────────────────────────────────────────────────────────────────────
giai_ngan Vốn đã giải ngân          ước 1.499,5  thực hiện 1.500,5            +1
  2025-09/bc.csv:7:4 →
2025-09/bc.csv:9:4
  ghi chú: ước cả tháng → sổ chi
  lần nộp: 1 → 2
khao_sat Đã khảo sát doanh nghiệp            có             có lỗi    nay có lỗi
  2025-09/bc.csv:8:4
  ô có lỗi ghi "x y"
  ghi chú: BC 12

Tiến độ nhiệm vụ thay đổi

2025-09 · Trung tâm phục vụ hành chính công (hcc)
Nhiệm vụ                                       Bản chốt     Hiện có     Thay đổi
────────────────────────────────────────────────────────────────────────────────
nv_1_1 Rà soát thủ tục hành chính  đang thực hiện (60%)  hoàn thành  đổi tiến độ
  2025-09/bc.csv:5:4
  ghi chú: – → KH 5

Chỉ tiêu đổi kết quả

Mã   Chỉ tiêu                                      Bản chốt        Hiện có
────────────────────────────────────────────────────────────────────────────────
1.1  Hồ sơ trả đúng hạn (≥ 95%)                    98%             75%
                                                   ✓ ĐẠT           ✗ KHÔNG ĐẠT
2.1  Giải ngân vốn đầu tư (≥ 1.500)                ước 1.499,5     1.500,5
                                                   … CHƯA ĐẾN HẠN  ✓ ĐẠT
2.2  Khảo sát doanh nghiệp (đủ 1 việc)             1/1             –
                                                   ✓ ĐẠT           ! LỖI SỐ LIỆU

Chỉ tiêu đổi giá trị, không đổi kết quả

                                                                   Bản    Hiện
Mã   Chỉ tiêu                                                      chốt   có
────────────────────────────────────────────────────────────────────────────────
1.2  Người dân hài lòng (> 90%)                                    95,5%  95,25%
                                                                   ✓ ĐẠT  ✓ ĐẠT
ước: có số ước thực hiện do đơn vị nộp, chưa phải số chính thức

Nhiệm vụ đổi tình trạng

Mã      Nhiệm vụ                                Bản chốt              Hiện có
────────────────────────────────────────────────────────────────────────────────
nv_1_1  Rà soát thủ tục hành chính              đang thực hiện (60%)  hoàn thành

Tổng hợp chỉ tiêu

                   Bản  Hiện  Thay
Kết quả           chốt    có   đổi
──────────────────────────────────
✓ ĐẠT                3     2    -1
✗ KHÔNG ĐẠT          0     1    +1
… CHƯA ĐẾN HẠN       1     0    -1
! LỖI SỐ LIỆU        0     1    +1
Tổng số chỉ tiêu     4     4

Tổng hợp nhiệm vụ

                   Bản  Hiện  Thay
Tình trạng        chốt    có   đổi
──────────────────────────────────
hoàn thành           1     2    +1
đang thực hiện       1     0    -1
chưa báo cáo         1     1
Tổng số nhiệm vụ     3     3

"""
"""The whole report but its foot, on 80 columns."""


def test_what_changed_since_a_period_was_closed(closed: Path) -> None:
    ended = diff(closed, "--period", "2025-09")
    assert ended.code == 6
    assert ended.out.startswith(TERMINAL)
    foot = ended.out.removeprefix(TERMINAL).splitlines()
    assert foot[0] == f"cchc {__version__}"
    assert len({len(line) for line in (foot[2], foot[4])}) == 1
    assert max(map(len, ended.out.splitlines())) <= 80


def test_what_was_altered_is_told_once(closed: Path) -> None:
    ended = diff(closed)
    assert "closed-" not in ended.err
    assert "kỳ đã chốt bị sửa (mã kết thúc 6)" in ended.err
    assert ended.codes == {"not-a-number"}
    problems = found(closed)["problems"]
    assert {"closed-period-altered", "closed-verdict-changed"} <= {p["code"] for p in problems}


def test_the_latest_closed_period_is_taken_unless_one_is_named(closed: Path) -> None:
    assert diff(closed).out == diff(closed, "--period", "2025-09").out


def test_what_is_not_closed_cannot_be_compared(data: Path) -> None:
    ended = diff(data, "--period", "2025-09")
    assert (ended.code, ended.out) == (2, "")
    assert 'kỳ "2025-09" chưa chốt trong "' in ended.err
    assert "cchc close DATA --period 2025-09" in ended.err
    ended = diff(data)
    assert (ended.code, 'chưa kỳ nào được chốt trong "' in ended.err) == (2, True)
    assert ("latest" in ended.err, "cchc diff DATA DATA_B" in ended.err) == (False, True)
    close(data)
    ended = diff(data, "--period", "2025-10")
    assert (ended.code, "các kỳ đã chốt: 2025-09" in ended.err) == (2, True)


def test_nothing_changed(data: Path) -> None:
    close(data)
    ended = diff(data)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[5:7] == ["Không có gì thay đổi.", ""]
    assert "2025-09 ·" not in ended.out
    shown = found(data)
    assert (shown["same"], shown["entries"], shown["verdicts"]) == (True, [], [])
    assert "không thay đổi so với số liệu đã báo cáo" in _word(data, data.parent / "m.docx")


def test_after_an_amendment_the_earlier_record_can_be_compared(closed: Path) -> None:
    write(closed, {NAME: CORRECTED.replace("khao_sat,x y", "khao_sat,có")})
    close(closed, "--amend", "--reason", "hcc đếm lại")
    assert "Không có gì thay đổi." in diff(closed).out
    ended = diff(closed, "--revision", "1")
    assert ended.code == 0
    assert "Lý do sửa đã ghi nhận: hcc đếm lại" in ended.out.splitlines()
    shown = found(closed, "--revision", "1")
    assert shown["old"]["record"]["revision"] == 1
    assert shown["old"]["record"]["reasons"] == ["hcc đếm lại"]
    assert changes(shown) == [
        "hcc dung_han value 196 → 150",
        "hcc hai_long value 95.5 → 95.25",
        "kt giai_ngan value 1499.5 → 1500.5",
    ]
    assert "Lý do sửa đổi: hcc đếm lại" in _word(
        closed, closed.parent / "m.docx", "--revision", "1"
    )


def test_a_record_that_is_not_there(closed: Path) -> None:
    ended = diff(closed, "--revision", "3")
    assert (ended.code, "các bản chốt của kỳ: lần 1" in ended.err) == (2, True)


def test_a_damaged_record_is_reported(closed: Path) -> None:
    path = closed / "chot-2025-09.json"
    path.write_bytes(path.read_bytes()[:-10])
    ended = diff(closed)
    assert (ended.code, ended.codes) == (6, {"damaged-record"})


def test_another_plan_since_is_told(closed: Path, tmp_path: Path) -> None:
    words = PLAN.read_text("utf-8").replace('">= 95%"', '">= 97,5%"')
    stricter = write(tmp_path, {"plan.yaml": words}) / "plan.yaml"
    ended = diff(closed, plan=stricter)
    assert "    Chỉ tiêu 1.1 Hồ sơ trả đúng hạn đổi yêu cầu: ≥ 95% → ≥ 97,5%" in ended.out
    assert found(closed, plan=stricter)["plan_changes"]["requirements"] == [
        {
            "target": "1.1",
            "old": {"op": ">=", "bound": 95, "percent": True},
            "new": {"op": ">=", "bound": 97.5, "percent": True},
        }
    ]


def test_an_estimate_that_became_official(data: Path, tmp_path: Path) -> None:
    """Its value is the same; it and its target are named all the same, in every format."""
    close(data)
    write(data, {NAME: f'{CSV}2025-09,kt,giai_ngan,"1499,5",sổ chi,2\n'})
    said = "số ước → số chính thức, giá trị không đổi"
    for format in ("terminal", "markdown", "docx"):
        target = tmp_path / f"m.{format}"
        diff(data, "--format", format, "--output", target)
        content = target.read_bytes()
        words = words_of(content) if format == "docx" else content.decode()
        assert "1 chỉ tiêu đổi giá trị, không đổi kết quả" in words
        assert format == "terminal" or said in words
    table = diff(data).out.splitlines()
    assert [line[-17:] for line in table[14:17]] == [
        "số ước → số chính", "    thức, giá trị", "        không đổi",
    ]  # fmt: skip
    shown = found(data)
    assert [e["difference"] for e in shown["entries"]] == [0]
    assert [
        (v["target"], v["old"]["estimated"], v["new"]["estimated"]) for v in shown["values"]
    ] == [("2.1", True, False)]


# Two folders


def test_two_folders(data: Path, tmp_path: Path) -> None:
    older = shutil.copytree(data, tmp_path / "tuan-truoc")
    write(data, {NAME: CORRECTED})
    ended = diff(older, data)
    assert ended.code == 3  # what khao_sat says cannot be read
    said = "đến tháng 9/2025: thư mục trước là tuan-truoc, thư mục sau là data"
    assert said in " ".join(ended.out.split())
    assert len(changes(found(older, data))) == 4
    back = diff(data, older)
    assert (back.code, "thư mục trước có 1 lỗi; xem: cchc check data" in back.err) == (0, True)
    assert [e.split()[2] for e in changes(found(data, older))] == [
        "value",
        "value",
        "value",
        "accepted",
    ]


def test_where_a_figure_stands_makes_no_difference(data: Path, tmp_path: Path) -> None:
    head, *rows = CSV.splitlines(keepends=True)
    other = write(tmp_path / "b", {"x/y.csv": head + "".join(reversed(rows))})
    assert found(data, other)["same"] is True


def test_the_period_is_the_latest_of_the_second_folder(data: Path, tmp_path: Path) -> None:
    october = CSV.replace("2025-09,", "2025-10,")
    other = write(tmp_path / "b", {NAME: CSV, "2025-10/bc.csv": october})
    shown = found(data, other)
    assert [shown[side]["period"] for side in ("old", "new")] == ["2025-10", "2025-10"]
    assert {e["change"] for e in shown["entries"]} == {"added"}
    assert {e["old"] for e in shown["entries"]} == {None}
    assert found(other, data)["new"]["period"] == "2025-09"
    assert found(data, other, "--period", "2025-09")["same"] is True


def test_each_folder_has_a_plan_of_its_own(tmp_path: Path) -> None:
    """A target, its figure and a task are gone; a rule and what is asked for are others."""
    words = PLAN.read_text("utf-8")
    old = write(tmp_path / "a", {"plan.yaml": words, NAME: CSV})
    start, end = words.index("      - id: nv_1_2"), words.index('  - id: "2"')
    fewer = (words[:start] + words[end:]).replace("severity: error", "severity: warning")
    fewer = fewer.replace('require: ">= 1500"\n        due: 2025-12', 'require: ">= 1500"')
    kept = "\n".join(line for line in CSV.splitlines() if "nv_1_2" not in line)
    new = write(tmp_path / "b", {"plan.yaml": fewer, NAME: f"{kept}\n"})
    ended = cchc("diff", old, new)
    at = ended.out.index("Kế hoạch đã khác")
    assert ended.out[at:].splitlines()[2:6] == [
        "    Đổi cách tính, cách xét hoặc hạn của chỉ tiêu: 2.1 Giải ngân vốn đầu tư",
        "    Đổi quy tắc kiểm tra: dung_han <= da_tra",
        "    Bỏ nhiệm vụ: nv_1_2 Công khai kết quả hằng tháng",
        "",
    ]
    assert "hoàn thành → –" not in ended.out
    shown = json.loads(cchc("diff", old, new, "--format", "json").out)
    assert shown["plan_changes"]["tasks_removed"] == ["nv_1_2"]
    assert [e["change"] for e in shown["progress"]] == ["removed"]
    assert [v["target"] for v in shown["verdicts"]] == ["2.1"]


def test_the_period_must_be_in_both_plans(data: Path, tmp_path: Path) -> None:
    words = PLAN.read_text("utf-8").replace("first: 2025-09", "first: 2025-10")
    old = write(tmp_path / "a", {"plan.yaml": words, NAME: CSV.replace("-09", "-10")})
    new = write(tmp_path / "b", {"plan.yaml": PLAN.read_bytes(), NAME: CSV})
    ended = cchc("diff", old, new)
    assert (ended.code, "nằm ngoài kế hoạch" in ended.err) == (2, True)


def test_single_files_are_compared_too(data: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "b", {"bc.csv": CORRECTED})
    shown = found(data / NAME, other / "bc.csv")
    assert changes(shown)[0] == "hcc dung_han value 196 → 150"


def test_a_closed_period_altered_in_either_folder_ends_with_6(closed: Path, tmp_path: Path) -> None:
    whole = write(tmp_path / "b", {NAME: CSV})
    assert diff(closed, whole).code == 6
    assert diff(whole, closed).code == 6


# Two periods


def test_two_periods(data: Path) -> None:
    october = (
        CSV.replace("2025-09,", "2025-10,")
        .replace("dung_han,196,,", "dung_han,100,đếm tháng 10,")
        .replace("BC 12", "BC 13")
    )
    write(data, {"2025-10/bc.csv": october})
    ended = diff(data, "--period", "2025-10", "--against", "2025-09")
    lines = ended.out.splitlines()
    assert ended.code == 0
    assert "So sánh số liệu của tháng 9/2025 và tháng 10/2025; kết quả lũy kế đến từng kỳ" in lines
    at = lines.index("2025-09 → 2025-10 · Trung tâm phục vụ hành chính công (hcc)")
    assert lines[at : at + 6] == [
        "2025-09 → 2025-10 · Trung tâm phục vụ hành chính công (hcc)",
        "                                                            tháng    tháng  Thay",
        "Số liệu                                                    9/2025  10/2025   đổi",
        "─" * 80,
        "dung_han Hồ sơ trả đúng hạn                                   196      100   -96",
        "  2025-09/bc.csv:3:4 → 2025-10/bc.csv:3:4",
    ]
    assert "đếm tháng 10" not in ended.out  # each month has a note of its own
    shown = found(data, "--period", "2025-10", "--against", "2025-09")
    assert [(e["old"]["period"], e["new"]["period"]) for e in shown["entries"]] == [
        ("2025-09", "2025-10")
    ]
    assert [(v["target"], v["old"]["value"], v["new"]["value"]) for v in shown["verdicts"]] == [
        ("1.1", 98, 74)
    ]
    assert [shown[side]["period"] for side in ("old", "new")] == ["2025-09", "2025-10"]


def test_a_task_that_time_alone_made_late_has_changed_in_nothing(data: Path) -> None:
    """A recurring task of which nothing, then one month of two, was reported."""
    write(data, {NAME: CSV.replace("2025-09,hcc,nv_1_2,xong,CV 1,\n", "")})
    october = CSV.replace("2025-09,", "2025-10,")
    write(data, {"2025-10/bc.csv": october.replace("nv_1_2,xong", "nv_1_2,")})
    asked = (data, "--period", "2025-10", "--against", "2025-09")
    assert found(*asked)["tasks"] == []
    write(data, {"2025-10/bc.csv": october})
    ended = diff(*asked)
    assert "1 nhiệm vụ đổi tiến độ, không đổi tình trạng" in ended.out.splitlines()
    assert "đổi tình trạng\n" not in ended.out.replace("không đổi tình trạng", "")
    at = ended.out.index("\nMã      Nhiệm vụ ")
    assert ended.out[at:].splitlines()[3:5] == [
        "nv_1_2  Công khai kết quả hằng    chưa báo cáo (0/1 kỳ),  chưa báo cáo (1/2 kỳ),",
        "        tháng                     quá hạn                 quá hạn",
    ]
    assert max(map(len, ended.out.splitlines())) <= 80
    (task,) = found(*asked)["tasks"]
    assert (task["old"]["times_done"], task["new"]["times_asked"]) == (0, 2)
    lines = [line.split("  ")[0] for line in ended.out.splitlines()]
    assert lines.index("Quá hạn (trong số chưa xong)") == lines.index("Tổng số nhiệm vụ") + 1


# Calls


@pytest.mark.parametrize(
    "more",
    [
        ("--against", "2025-09"),
        ("--against", "2026-09"),
        ("--against", "previous"),
        ("--against", "latest"),
        ("--against", "hôm qua"),
        ("--against", "2025-10", "--revision", "1"),
        ("--revision", "0"),
        ("--revision", "hai"),
        ("--format", "csv"),
        ("--format", "docx", "--date", "hôm qua"),
        ("--output", "x.xlsx"),
        ("--period", "2030-01"),
    ],
)
def test_wrong_calls(data: Path, more: tuple[str, ...]) -> None:
    close(data)
    ended = diff(data, *more)
    assert (ended.code, ended.out) == (2, "")


@pytest.mark.parametrize("more", [("--against", "2025-10"), ("--revision", "1")])
def test_two_folders_are_no_other_comparison(data: Path, more: tuple[str, ...]) -> None:
    ended = diff(data, data, *more)
    assert (ended.code, "cchc diff --help" in ended.err) == (2, True)


def test_folders_that_are_not_there(data: Path, tmp_path: Path) -> None:
    for arguments in ((tmp_path / "x",), (tmp_path / "x", data), (data, tmp_path / "x")):
        ended = diff(*arguments)
        assert (ended.code, "không có thư mục" in ended.err) == (2, True)


def test_a_memo_is_written_whole_and_never_among_the_submissions(
    closed: Path, tmp_path: Path
) -> None:
    target = tmp_path / "dc-{period}.md"
    ended = diff(closed, "--output", target)
    assert (ended.code, ended.out) == (6, "")
    written = tmp_path / "dc-2025-09.md"
    assert written.read_text("utf-8") == diff(closed, "--format", "markdown").out
    other = write(tmp_path / "b", {NAME: CSV})
    for folder in (closed, other):
        ended = diff(other, closed, "--output", folder / "x.txt")
        assert (ended.code, "nằm trong thư mục số liệu" in ended.err) == (2, True)
    assert diff(closed, "--output", tmp_path / "khong-co" / "x.md").code == 74


def test_quiet(closed: Path) -> None:
    ended = diff(closed, "--quiet")
    assert ended.out == ""
    assert diff(closed, "--quiet", "--format", "terminal").out == diff(closed).out


@pytest.mark.parametrize("format", ["terminal", "markdown", "json", "docx"])
def test_the_same_inputs_give_the_same_bytes(closed: Path, tmp_path: Path, format: str) -> None:
    elsewhere = shutil.copytree(closed, tmp_path / "noi" / "khac" / "data")
    one, other = (diff(folder, "--format", format) for folder in (closed, elsewhere))
    assert one.stdout == other.stdout
    assert one.stdout


# The formats agree


def _word(data: Path, target: Path, *more: str) -> str:
    diff(data, "--output", target, *more)
    return words_of(target.read_bytes())


def _comma(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,}".replace(",", " ").replace(".", ",").replace(" ", ".")


def _shown(held: dict[str, Any]) -> str:
    """Return how an entry's value is shown, by its JSON."""
    if held["rejected"]:
        return "có lỗi"
    if isinstance(held["value"], bool):
        return "có" if held["value"] else "không"
    percent = "%" if held["figure"] == "hai_long" else ""
    return ("ước " if held["estimated"] else "") + _comma(held["value"]) + percent


def test_markdown_says_what_json_says(closed: Path) -> None:
    shown = found(closed)
    entries, progress, verdicts, values, tasks, tally, tasks_tally = tables_of(
        diff(closed, "--format", "markdown").out
    )
    for row, entry in zip(entries[1:], shown["entries"], strict=True):
        assert row[1:3] == [entry["unit"], entry["figure"]]
        assert row[4] == _shown(entry["old"])
        assert row[5].removeprefix("thực hiện ") == _shown(entry["new"])
        assert row[7].startswith(f"{entry['old']['path']}:{entry['old']['line']}:")
    assert [row[2] for row in progress[1:]] == [e["task"] for e in shown["progress"]]
    for table, key in ((verdicts, "verdicts"), (values, "values")):
        assert [row[0] for row in table[1:]] == [v["target"] for v in shown[key]]
    assert [row[0] for row in tasks[1:]] == [task["task"] for task in shown["tasks"]]
    counts = {row[0]: (row[1], row[2]) for row in (*tally[1:], *tasks_tally[1:])}
    old, new = shown["old"], shown["new"]
    for name, key in (("✓ ĐẠT", "met"), ("! LỖI SỐ LIỆU", "bad_data")):
        assert counts[name] == (str(old["tally"][key]), str(new["tally"][key]))
    assert counts["hoàn thành"] == tuple(str(s["tasks_tally"]["done"]) for s in (old, new))


def test_the_word_memo_says_what_json_says(closed: Path, tmp_path: Path) -> None:
    target = tmp_path / "m.docx"
    diff(closed, "--output", target, "--date", "2025-10-10")
    content = target.read_bytes()
    check_no_action(content)
    shown = found(closed)
    document = document_of(content)
    tables = [[[c.text for c in row.cells] for row in t.rows] for t in document.tables]
    _, entries, progress, verdicts, values, tasks, tally, tasks_tally, _ = tables
    assert entries[0] == ["STT", "Số liệu", "Đã báo cáo", "Sửa đổi", "Thay đổi"]
    for row, entry in zip(entries[1:], shown["entries"], strict=True):
        assert row[1].splitlines()[1].startswith(f"{entry['figure']} · 2025-09 · ")
        assert f"{entry['new']['path']}:{entry['new']['line']}:" in row[1]
        assert row[2] == _shown(entry["old"])
        assert row[3].removeprefix("thực hiện ") == _shown(entry["new"])
    assert len(progress) == 1 + len(shown["progress"])
    assert verdicts[1] == ["1.1", "Hồ sơ trả đúng hạn", "≥ 95%", "98%\nĐẠT", "75%\nKHÔNG ĐẠT"]
    assert [row[0] for row in verdicts[1:]] == [v["target"] for v in shown["verdicts"]]
    assert [row[0] for row in values[1:]] == [v["target"] for v in shown["values"]]
    assert tasks[1] == [
        "nv_1_1", "Rà soát thủ tục hành chính", "đang thực hiện (60%)", "hoàn thành",
    ]  # fmt: skip
    assert ["Tổng số chỉ tiêu", "4", "4", ""] in tally
    assert (tally[0][0], tasks_tally[0][0]) == ("Kết quả", "Tình trạng")
    assert ["Tổng số nhiệm vụ", "3", "3", ""] in tasks_tally


def test_the_word_memo_is_an_official_paper(closed: Path, tmp_path: Path) -> None:
    target = tmp_path / "m.docx"
    diff(closed, "--output", target, "--date", "2025-10-10")
    content = target.read_bytes()
    words = words_of(content).splitlines()
    for line in (
        "ỦY BAN NHÂN DÂN",
        "Số: ……/BC-UBND",
        "Mẫu, ngày 10 tháng 10 năm 2025",
        "BÁO CÁO",
        "Sửa đổi số liệu báo cáo kết quả thực hiện Kế hoạch cải cách hành chính xã Mẫu",
        "Kỳ báo cáo: tháng 9/2025",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
    ):
        assert line in words
    assert paragraphs_of(content) == [
        "Qua rà soát, số liệu tháng 9/2025 đã báo cáo (bản chốt ngày 06/10/2025) được sửa đổi như "
        "sau:",
        "Lý do sửa đổi: …… …… …… …… …… ……",
        "Tổng hợp: 4 số liệu thay đổi; 1 tiến độ nhiệm vụ thay đổi; 3 chỉ tiêu đổi kết quả; 1 chỉ "
        "tiêu đổi giá trị, không đổi kết quả; 1 nhiệm vụ đổi tình trạng.",
        "1. Số liệu thay đổi",
        "2. Tiến độ nhiệm vụ thay đổi",
        "3. Chỉ tiêu đổi kết quả",
        "4. Chỉ tiêu đổi giá trị, không đổi kết quả",
        "5. Nhiệm vụ đổi tình trạng",
        "6. Tổng hợp chỉ tiêu",
        "7. Tổng hợp nhiệm vụ",
        "Trên đây là báo cáo sửa đổi số liệu; các số liệu khác không thay đổi./.",
    ]


def test_the_word_memo_of_two_periods_and_of_two_folders(data: Path, tmp_path: Path) -> None:
    write(data, {"2025-10/bc.csv": CSV.replace("2025-09,", "2025-10,").replace("196", "150")})
    target = tmp_path / "m.docx"
    words = _word(data, target, "--period", "2025-10", "--against", "2025-09").splitlines()
    assert "So sánh số liệu thực hiện Kế hoạch cải cách hành chính xã Mẫu" in words
    assert "Tháng 9/2025 và tháng 10/2025" in words
    assert "Trên đây là kết quả so sánh số liệu./." in words
    older = write(tmp_path / "a", {NAME: CSV})
    diff(older, data, "--output", target)
    assert "Kết quả so sánh số liệu (Trước; Sau) như sau:" in words_of(target.read_bytes())
    assert not [word for word in words if word.startswith("Lý do")]


def test_english(closed: Path, tmp_path: Path) -> None:
    ended = diff(closed, "--lang", "en")
    lines = ended.out.splitlines()
    assert "Figures that changed" in lines
    assert "figures that changed: 4" in lines
    cells = [line.split() for line in lines if line.startswith("giai_ngan ")]
    assert cells[0][-5:] == ["est.", "1,499.5", "actual", "1,500.5", "+1"]
    assert 'the cell in error says "x y"' in " ".join(ended.out.split())
    assert "a closed period was altered (exit code 6)" in ended.err
    target = tmp_path / "m.docx"
    diff(closed, "--lang", "en", "--output", target)
    assert "These are the corrections; all other figures are unchanged./." in words_of(
        target.read_bytes()
    )


# Numbers


def test_values_are_shown_exactly(data: Path, tmp_path: Path) -> None:
    """Two values that round to the same are told apart; so are the targets' values."""
    old = CSV.replace("1499,5", "1234567,0009")
    new = CSV.replace("1499,5", "1234567,00091").replace("196", "197").replace("200", "2000000")
    write(data, {NAME: old.replace("200", "2000000")})
    other = write(tmp_path / "b", {NAME: new})
    shown = diff(data, other).out
    assert "ước 1.234.567,0009" in shown
    assert "ước 1.234.567,00091" in shown
    assert "+0,00001" in shown
    target = next(line for line in shown.splitlines() if line.startswith("1.1 "))
    assert target.split()[-2:] == ["0,0098%", "0,01%"]


@pytest.mark.parametrize("width", ["30", "60", "80", "200"])
def test_no_number_is_cut(closed: Path, width: str) -> None:
    ended = cchc("diff", closed, "--plan", PLAN, env={"COLUMNS": width})
    for number in ("196", "-46", "95,25%", "1.499,5", "1.500,5"):
        assert number in ended.out.replace("\n", " ").split(), number
