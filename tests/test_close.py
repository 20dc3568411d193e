"""Closing a month: noticed changes, corrections, the closed report again, whatever happens."""

import json
import os
import random
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cases.running import CASES, Ended, cchc, cchc_process, write
from cchc_cli.closing.record import sealed
from cchc_cli.pipeline import PlanFile, Run, read_plan, run
from cchc_cli.plan.terms import Plan
from cchc_cli.submissions.ledger import Entry, ProgressEntry
from cchc_cli.submissions.read import read_submissions

PLAN = CASES / "nhiem-vu.yaml"
HCC = """kỳ,đơn vị,mã số liệu,giá trị,ghi chú,lần
2025-09,hcc,da_tra,200,II.06,
2025-09,hcc,dung_han,196,,
2025-09,hcc,hai_long,"95,5",khảo sát,
2025-09,hcc,nv_1_2,hoàn thành,tin 30/9,
"""
KT = """mã số liệu,giá trị,ghi chú
giai_ngan,"1500,0",
khao_sat,có,BC 12
nv_2_1,"40,5%",
"""
CLOSE = ("--period", "2025-09", "--plan", PLAN, "--date", "2025-10-06")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write(tmp_path / "data", {"2025-09/bc.csv": HCC, "2025-09/kt.csv": KT})


def close(data: Path, *more: str) -> Ended:
    return cchc("close", data, *CLOSE, *more)


def evaluated(data: Path, *more: str) -> Ended:
    return cchc("evaluate", data, "--plan", PLAN, "--period", "2025-09", *more)


def replace(data: Path, name: str, old: str, new: str) -> None:
    path = data / name
    content = path.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), "utf-8")


def names(data: Path) -> list[str]:
    return sorted(path.name for path in data.glob("chot-*"))


# Closing


def test_closing_writes_a_readable_record(data: Path) -> None:
    ended = close(data, "--by", "Phòng VHXH", "--note", "BC số 12")
    assert ended.code == 0
    assert "đã chốt kỳ 2025-09" in ended.err
    held = json.loads((data / "chot-2025-09.json").read_text("utf-8"))
    assert (held["period"], held["by"], held["note"]) == ("2025-09", "Phòng VHXH", "BC số 12")
    assert held["closed_on"] == "2025-10-06"
    assert sorted(held["files"]) == ["2025-09/bc.csv", "2025-09/kt.csv"]
    assert held["evaluation"] == json.loads(evaluated(data, "--format", "json").out)
    assert held["plan"]["text"] == PLAN.read_text("utf-8")


def test_a_record_repeats_byte_for_byte(data: Path, tmp_path: Path) -> None:
    other = shutil.copytree(data, tmp_path / "other")
    close(data)
    close(other)
    assert (data / "chot-2025-09.json").read_bytes() == (other / "chot-2025-09.json").read_bytes()


def test_a_record_repeats_in_another_process(data: Path, tmp_path: Path) -> None:
    """Whatever Python's order of sets, which is another one each time."""
    again = HCC.splitlines()[0] + "\n" + "".join(f"{row}2\n" for row in HCC.splitlines()[1:])
    write(data, {"2025-09/lan-2.csv": again})
    found = set()
    for seed in "123":
        other = shutil.copytree(data, tmp_path / seed / "data")
        cchc_process("close", other, *CLOSE, env={"PYTHONHASHSEED": seed})
        found.add((other / "chot-2025-09.json").read_bytes())
    assert len(found) == 1


def test_a_record_is_no_submission(data: Path) -> None:
    before = json.loads(evaluated(data, "--format", "json").out)
    close(data)
    after = json.loads(evaluated(data, "--format", "json").out)
    assert after == before
    assert after["problems"] == []


def test_closing_twice_changes_nothing(data: Path) -> None:
    close(data)
    record = (data / "chot-2025-09.json").read_bytes()
    ended = close(data)
    assert (ended.code, names(data)) == (0, ["chot-2025-09.json"])
    assert "không có gì thay đổi" in ended.err
    assert (data / "chot-2025-09.json").read_bytes() == record


def test_an_estimate_that_was_closed_and_the_actual_value_after_it(data: Path) -> None:
    replace(data, "2025-09/bc.csv", "196,,", "196,Ước đến 30/9,")
    formats = ("terminal", "markdown", "json", "csv", "html", "docx", "xlsx")
    before = {name: evaluated(data, "--format", name).stdout for name in formats}
    assert "ước 98%" in before["terminal"].decode()
    close(data)
    head = HCC.partition("\n")[0]
    (data / "2025-09" / "lai.csv").write_text(f"{head}\n2025-09,hcc,dung_han,197,,2\n", "utf-8")
    ended = evaluated(data)
    assert (ended.code, "ước" in ended.out.partition("Lỗi và cảnh báo")[0]) == (6, False)
    said = "dung_han kỳ 2025-09 của hcc từ ước 196 (2025-09/bc.csv:3:4) thành 197 (2025-09/lai.csv"
    assert said in ended.err
    for name in formats:
        closed = cchc("evaluate", data, "--period", "2025-09", "--as-closed", "--format", name)
        assert closed.stdout == before[name], name


def test_a_mark_put_in_afterwards_is_a_change(data: Path) -> None:
    """Also where the value stays; the column of kinds is no note."""
    close(data)
    head = "kỳ,đơn vị,mã số liệu,giá trị,ghi chú,lần,loại\n"
    rows = [f"{line},thực hiện" for line in HCC.splitlines()[1:]]
    marked = "\n".join(rows).replace("196,,,thực hiện", "196,,,ước") + "\n"
    (data / "2025-09" / "bc.csv").write_text(head + marked, "utf-8")
    ended = evaluated(data)
    assert ended.code == 6
    assert "từ 196 (chính thức; 2025-09/bc.csv:3:4) thành ước 196 (2025-09/bc.csv:3:4)" in ended.err
    assert ended.err.count("closed-period-altered") == 1


def test_a_single_file_cannot_be_closed(data: Path) -> None:
    assert cchc("close", data / "2025-09" / "bc.csv", *CLOSE).code == 2


def test_closing_in_a_folder_that_refuses(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cchc_cli.output.os.fsync", refuse)
    ended = close(data)
    assert (ended.code, names(data)) == (74, [])
    assert "ổ đĩa đã đầy" in ended.err
    assert [p.name for p in data.iterdir()] == ["2025-09"]


def test_nothing_is_closed_where_nothing_was_submitted(tmp_path: Path) -> None:
    assert close(write(tmp_path / "data", {"2025-09/bc.csv": "mã,giá trị\n"})).code == 2


def test_closing_says_what_could_not_be_judged(tmp_path: Path) -> None:
    ended = close(write(tmp_path / "data", {"2025-09/bc.csv": HCC}))
    assert (ended.code, "lưu ý: 2 chỉ tiêu" in ended.err) == (0, True)
    assert "lưu ý: 2 nhiệm vụ chưa báo cáo đủ tiến độ" in ended.err


# Noticing


def test_an_altered_entry_is_named_with_both_values_and_places(data: Path) -> None:
    close(data)
    replace(data, "2025-09/bc.csv", "dung_han,196", "dung_han,150")
    ended = evaluated(data)
    assert ended.code == 6
    assert "[closed-period-altered]" in ended.err
    assert "từ 196 (2025-09/bc.csv:3:4) thành 150 (2025-09/bc.csv:3:4)" in ended.err
    assert "1.1: ĐẠT → KHÔNG ĐẠT" in ended.err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('2025-09,hcc,hai_long,"95,5",khảo sát,\n', "", "bị xóa; trước là 95,5"),
        ('"95,5"', '"95,5%%"', "từ 95,5 (2025-09/bc.csv:4:4) thành một giá trị có lỗi"),
        ("II.06", "II.06a", 'với ghi chú "II.06a"'),
        ("196,,", "196,,2", "196, lần 2"),
        ("hoàn thành", "60%", "từ hoàn thành (2025-09/bc.csv:5:4) thành đang thực hiện (60%)"),
    ],
)
def test_every_way_in_which_an_entry_changes(data: Path, old: str, new: str, said: str) -> None:
    close(data)
    replace(data, "2025-09/bc.csv", old, new)
    ended = evaluated(data)
    assert (ended.code, said in ended.err) == (6, True), ended.err


def test_a_rejected_value_has_a_place_too(data: Path) -> None:
    replace(data, "2025-09/bc.csv", "196", "một trăm")
    close(data)
    replace(data, "2025-09/bc.csv", "một trăm", "")
    assert re.search(
        r"bc\.csv:3:4: lỗi \[closed-period-altered\].*bị xóa; trước là một giá trị có lỗi",
        evaluated(data).err,
    )
    replace(data, "2025-09/bc.csv", "2025-09,hcc,dung_han,,,", "2025-09,hcc,dung_han,1x,,")
    replace(data, "2025-09/bc.csv", "200", "2x")
    assert evaluated(data).err.count("bc.csv:2:4: lỗi [closed-period-altered]") == 1


def test_an_added_value_that_is_rejected_is_where_it_stands(data: Path) -> None:
    replace(data, "2025-09/bc.csv", "2025-09,hcc,dung_han,196,,\n", "")
    close(data)
    path = data / "2025-09" / "bc.csv"
    path.write_text(path.read_text("utf-8") + "2025-09,hcc,dung_han,1x,,\n", "utf-8")
    assert re.search(
        r"bc\.csv:5:4: lỗi \[closed-period-altered\].*được thêm, nhưng giá trị có lỗi",
        evaluated(data).err,
    )


def test_an_added_entry_is_noticed(tmp_path: Path) -> None:
    data = write(tmp_path / "data", {"2025-09/bc.csv": HCC})
    close(data)
    write(data, {"2025-09/kt.csv": KT})
    ended = evaluated(data)
    assert ended.code == 6
    assert "được thêm: 1500 (2025-09/kt.csv:2:2)" in ended.err
    assert "2.1: THIẾU SỐ LIỆU → ĐẠT" in ended.err


def test_another_plan_is_noticed_by_its_verdicts(data: Path, tmp_path: Path) -> None:
    close(data)
    stricter = tmp_path / "plan.yaml"
    stricter.write_text(PLAN.read_text("utf-8").replace(">= 95%", ">= 99%"), "utf-8")
    ended = cchc("evaluate", data, "--plan", stricter, "--period", "2025-09")
    assert ended.code == 6
    assert "kế hoạch cũng đã khác" in ended.err
    same = tmp_path / "same.yaml"
    same.write_text("# một lời bình\n" + PLAN.read_text("utf-8"), "utf-8")
    assert cchc("evaluate", data, "--plan", same, "--period", "2025-09").code == 0


def test_another_plan_is_noticed_by_the_status_of_its_tasks(data: Path, tmp_path: Path) -> None:
    close(data)
    once = tmp_path / "plan.yaml"
    words = PLAN.read_text("utf-8")
    once.write_text(
        words.replace("        due: 2025-12-09\n", "        due: 2025-09-30\n"), "utf-8"
    )
    ended = cchc("evaluate", data, "--plan", once, "--period", "2025-09")
    assert ended.code == 6
    assert "nv_2_1: đang thực hiện → đang thực hiện, quá hạn" in ended.err
    without = words[: words.index("      - id: nv_2_1")].removesuffix("    tasks:\n")
    once.write_text(without, "utf-8")
    ended = cchc("evaluate", data, "--plan", once, "--period", "2025-09")
    assert "nv_2_1: đang thực hiện → không còn trong kế hoạch" in ended.err


def test_a_change_of_an_earlier_month_is_one_of_every_later_closed_one(data: Path) -> None:
    october = HCC.replace("2025-09", "2025-10")
    write(data, {"2025-10/bc.csv": october, "2025-10/kt.csv": KT})
    close(data)
    cchc("close", data, "--plan", PLAN, "--period", "2025-10")
    replace(data, "2025-09/bc.csv", "da_tra,200", "da_tra,201")
    ended = evaluated(data)
    assert "kỳ đã chốt (2025-09, 2025-10)" in ended.err
    assert ended.err.count("[closed-period-altered]") == 1


def test_a_month_cannot_be_closed_on_top_of_an_altered_one(data: Path) -> None:
    close(data)
    replace(data, "2025-09/bc.csv", "da_tra,200", "da_tra,201")
    write(data, {"2025-10/bc.csv": HCC.replace("2025-09", "2025-10")})
    ended = cchc("close", data, "--plan", PLAN, "--period", "2025-10")
    assert (ended.code, names(data)) == (6, ["chot-2025-09.json"])


# Not calling alterations what is none


def _shuffled(content: str) -> str:
    head, *rows = content.splitlines(keepends=True)
    return head + "".join(reversed(rows))


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda words: words.replace("hcc,", " hcc , ").replace(",\n", " , \n").encode(),
        lambda words: _shuffled(words).encode(),
        lambda words: words.encode("utf-16"),
        lambda words: words.replace("\n", "\r\n").encode("utf-8-sig"),
        lambda words: words.replace("\n", "\n\n").encode(),
        lambda words: words.replace('"95,5"', "95.50%").encode(),
        lambda words: words.replace("khảo sát", " khảo\u00a0 sát").encode(),
        lambda words: words.replace("tin 30/9", '"tin\n30/9"').encode(),
    ],
)
def test_spaces_order_and_encoding_are_no_alteration(
    data: Path, rewrite: Callable[[str], bytes]
) -> None:
    close(data)
    (data / "2025-09" / "bc.csv").write_bytes(rewrite(HCC))
    assert evaluated(data).code == 0


def test_another_file_name_is_no_alteration(data: Path) -> None:
    close(data)
    (data / "2025-09" / "bc.csv").rename(data / "BC thang 9 (sua).csv")
    assert evaluated(data).code == 0


def test_of_a_value_submitted_twice_the_order_is_no_alteration(data: Path) -> None:
    more = "2025-09,hcc,da_tra,200,II.07,\n2025-09,hcc,nv_1_2,hoàn thành,KH 5,\n"
    path = data / "2025-09" / "bc.csv"
    path.write_text(HCC + more, "utf-8")
    close(data)
    path.write_text(_shuffled(HCC + more), "utf-8")
    assert evaluated(data).code == 0
    path.write_text(HCC, "utf-8")
    write(data, {"2025-09/a.csv": HCC.splitlines(keepends=True)[0] + more})
    assert evaluated(data).code == 0


# A thousand random edits


def _plan() -> PlanFile:
    plan = read_plan(PLAN, "plan.yaml")
    assert isinstance(plan, PlanFile)
    return plan


def _state(data: Path, plan: Plan, month: int = 9) -> object:
    """Return what DATA says up to a month of 2025, read without regard to records and spaces."""
    read = read_submissions(data, plan)
    entries: list[Entry | ProgressEntry]
    entries = [*read.ledger.entries.values(), *read.tasks.entries.values()]
    said = {
        entry.slot: (entry.value, " ".join(entry.note.split()), entry.revision)
        for entry in entries
        if entry.slot.period <= (2025, month)
    }
    rejected = {*read.ledger.rejected, *read.tasks.rejected}
    return said, {slot for slot in rejected if slot.period <= (2025, month)}


def _edited(words: str, chance: random.Random) -> str:
    """Change, delete, insert or swap something somewhere below the header."""
    head, _, body = words.partition("\n")
    at = chance.randrange(len(body))
    kind = chance.randrange(4)
    if kind == 0:
        body = body[:at] + chance.choice("0123456789 ,.x\n") + body[at:]
    elif kind == 1:
        body = body[:at] + body[at + 1 :]
    elif kind == 2:
        body = body[:at] + chance.choice("0123456789 ,") + body[at + 1 :]
    else:
        rows = body.splitlines()
        chance.shuffle(rows)
        body = "\n".join(rows) + "\n"
    return f"{head}\n{body}"


def test_of_a_thousand_random_edits_all_that_change_an_entry_are_noticed(data: Path) -> None:
    plan = _plan()
    close(data)
    before = _state(data, plan.plan)
    chance = random.Random(20250930)
    noticed = 0
    for _ in range(1000):
        name, words = chance.choice([("bc.csv", HCC), ("kt.csv", KT)])
        path = data / "2025-09" / name
        path.write_text(_edited(words, chance), "utf-8")
        found = run(data, plan, "2025-09", date(2025, 10, 6))
        assert isinstance(found, Run)
        changed = _state(data, plan.plan) != before
        assert found.is_altered is changed, path.read_text("utf-8")
        noticed += changed
        path.write_text(words, "utf-8")
    assert 300 < noticed < 990  # the edits are of both kinds


def test_of_several_closed_months_the_altered_ones_are_named(data: Path) -> None:
    plan = _plan()
    october = HCC.replace("2025-09", "2025-10").replace("196", "197")
    files = {"2025-09/bc.csv": HCC, "2025-10/bc.csv": october}
    write(data, {**files, "2025-10/kt.csv": KT})
    for month in ("2025-09", "2025-10"):
        assert cchc("close", data, "--plan", PLAN, "--period", month).code == 0
    before = {month: _state(data, plan.plan, month) for month in (9, 10)}
    chance = random.Random(20251031)
    seen = set()
    for _ in range(300):
        name = chance.choice([*files])
        (data / name).write_text(_edited(files[name], chance), "utf-8")
        found = run(data, plan, "2025-10", date(2025, 11, 6))
        assert isinstance(found, Run)
        said = " ".join(str(p.message) for p in found.problems if p.code == "closed-period-altered")
        named = re.findall(r"kỳ đã chốt \(([^)]*)\)", said)
        altered = {month for month in (9, 10) if _state(data, plan.plan, month) != before[month]}
        assert {int(word[-2:]) for words in named for word in words.split(", ")} == altered
        seen.add(frozenset(altered))
        (data / name).write_text(files[name], "utf-8")
    assert seen == {frozenset(), frozenset({9, 10}), frozenset({10})}


# Corrections


def test_a_correction_is_accepted_and_all_records_are_kept(data: Path) -> None:
    close(data)
    first = (data / "chot-2025-09.json").read_bytes()
    replace(data, "2025-09/bc.csv", "dung_han,196", "dung_han,195")
    ended = close(data, "--amend", "--reason", "hcc nộp lại")
    assert ended.code == 0
    assert names(data) == ["chot-2025-09-lan-2.json", "chot-2025-09.json"]
    assert (data / "chot-2025-09.json").read_bytes() == first
    held = json.loads((data / "chot-2025-09-lan-2.json").read_text("utf-8"))
    assert (held["revision"], held["reason"]) == (2, "hcc nộp lại")
    assert list(held["earlier_records"]) == ["chot-2025-09.json"]
    assert evaluated(data).code == 0


def test_a_correction_reaches_the_later_closed_months(data: Path) -> None:
    write(data, {"2025-10/bc.csv": HCC.replace("2025-09", "2025-10"), "2025-10/kt.csv": KT})
    close(data)
    cchc("close", data, "--plan", PLAN, "--period", "2025-10")
    replace(data, "2025-09/bc.csv", "da_tra,200", "da_tra,201")
    close(data, "--amend", "--reason", "đếm lại")
    assert names(data) == [
        "chot-2025-09-lan-2.json",
        "chot-2025-09.json",
        "chot-2025-10-lan-2.json",
        "chot-2025-10.json",
    ]
    assert evaluated(data).code == 0


@pytest.mark.parametrize(
    "more", [("--amend",), ("--reason", "x"), ("--amend", "--reason", " "), ("--date", "hôm qua")]
)
def test_wrong_calls(data: Path, more: tuple[str, ...]) -> None:
    close(data)
    assert close(data, *more).code == 2


def test_there_is_nothing_to_correct_before_a_month_is_closed(data: Path) -> None:
    assert close(data, "--amend", "--reason", "x").code == 2
    assert names(data) == []


def test_a_correction_without_a_change_writes_nothing(data: Path) -> None:
    close(data)
    ended = close(data, "--amend", "--reason", "x")
    assert (ended.code, names(data)) == (0, ["chot-2025-09.json"])


# Damaged records


def test_an_edited_record_is_reported_and_never_written_over(data: Path) -> None:
    close(data)
    replace(data, "chot-2025-09.json", '"by": ""', '"by": "ai đó"')
    edited = (data / "chot-2025-09.json").read_bytes()
    assert evaluated(data).codes == {"damaged-record"}
    assert evaluated(data).code == 6
    assert close(data).code == 6
    assert close(data, "--amend", "--reason", "x").code == 6
    assert (data / "chot-2025-09.json").read_bytes() == edited


def test_a_sealed_record_with_entries_that_are_none_is_reported(data: Path) -> None:
    close(data)
    path = data / "chot-2025-09.json"
    held = json.loads(path.read_bytes())
    del held["sha256"]
    for entries in ([{"unit": "hcc"}], [1], "x"):
        path.write_bytes(sealed({**held, "entries": entries}))
        for ended in (evaluated(data), close(data), cchc("evaluate", data, "--as-closed")):
            assert (ended.code, ended.codes) == (6, {"damaged-record"})


def test_a_torn_record_is_reported(data: Path) -> None:
    close(data)
    path = data / "chot-2025-09.json"
    path.write_bytes(path.read_bytes()[:1000])
    assert evaluated(data).code == 6


def test_a_record_under_another_name_is_reported(data: Path) -> None:
    close(data)
    (data / "chot-2025-09.json").rename(data / "chot-2025-10.json")
    assert evaluated(data).codes == {"damaged-record"}


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir])
def test_what_is_no_file_is_no_record_and_holds_up_no_run(
    data: Path, make: Callable[[Path], None]
) -> None:
    make(data / "chot-2025-08.json")
    ended = evaluated(data)
    assert (ended.code, "chot-2025-08.json: lỗi [damaged-record]" in ended.err) == (6, True)


def test_a_record_that_went_missing_is_missed(data: Path) -> None:
    close(data)
    replace(data, "2025-09/bc.csv", "da_tra,200", "da_tra,201")
    close(data, "--amend", "--reason", "x")
    (data / "chot-2025-09.json").unlink()
    ended = evaluated(data)
    assert ended.code == 6
    assert "thiếu bản chốt kỳ này" in ended.err


# The closed report again


@pytest.mark.parametrize(
    "more", [(), ("--format", "markdown"), ("--format", "json", "--lang", "en")]
)
def test_the_closed_report_again(data: Path, more: tuple[str, ...]) -> None:
    write(data, {"2025-09/hcc.csv": "mã số liệu,giá trị\nda_tra,1\nla_gi,2\n"})
    then = evaluated(data, *more)
    close(data)
    shutil.rmtree(data / "2025-09")
    again = cchc("evaluate", data, "--as-closed", *more)
    assert again.stdout == then.stdout
    assert (again.code, again.stderr) == (then.code, then.stderr)


def test_the_closed_report_is_the_corrected_one(data: Path) -> None:
    close(data)
    replace(data, "2025-09/bc.csv", "dung_han,196", "dung_han,150")
    close(data, "--amend", "--reason", "x")
    assert "75%" in cchc("evaluate", data, "--as-closed").out


@pytest.mark.parametrize("format", ["terminal", "markdown", "json", "docx"])
def test_the_report_of_an_earlier_record_again(data: Path, format: str) -> None:
    more = ("--format", format, "--date", "2025-10-06")
    sent = evaluated(data, *more).stdout
    close(data)
    replace(data, "2025-09/bc.csv", "dung_han,196", "dung_han,150")
    close(data, "--amend", "--reason", "x")
    shown = [
        cchc("evaluate", data, "--as-closed", *more, *asked).stdout
        for asked in (("--revision", "1"), ("--revision", "2"), ())
    ]
    assert shown[0] == sent
    assert shown[1] == shown[2] != sent
    ended = cchc("evaluate", data, "--as-closed", "--revision", "3", "--period", "2025-09")
    assert (ended.code, ended.out) == (2, "")
    assert "kỳ 2025-09 không có bản chốt lần 3" in ended.err
    assert "các bản chốt của kỳ: lần 1, 2" in ended.err


def test_a_revision_is_one_of_the_closed_report(data: Path) -> None:
    close(data)
    ended = cchc("evaluate", data, "--revision", "1")
    assert (ended.code, "thêm --as-closed" in ended.err) == (2, True)


def test_what_was_not_closed_cannot_be_shown_again(data: Path) -> None:
    ended = cchc("evaluate", data, "--as-closed")
    assert (ended.code, 'chưa kỳ nào được chốt trong "' in ended.err) == (2, True)
    assert "bỏ --as-closed" in ended.err
    assert "latest" not in ended.err
    close(data)
    assert cchc("evaluate", data, "--as-closed", "--period", "2025-10").code == 2
    assert cchc("evaluate", data, "--as-closed", "--plan", PLAN).code == 2
    path = data / "chot-2025-09.json"
    path.write_bytes(path.read_bytes()[:-1])
    assert cchc("evaluate", data, "--as-closed").code == 6


def test_a_record_that_this_version_judges_otherwise_is_refused(data: Path) -> None:
    """As one would be that an older version closed; here a sealed one is made of another verdict."""
    close(data)
    path = data / "chot-2025-09.json"
    held = json.loads(path.read_bytes())
    del held["sha256"]
    held["evaluation"]["results"][0]["verdict"] = "missed"
    path.write_bytes(sealed(held))
    ended = cchc("evaluate", data, "--as-closed")
    assert (ended.code, ended.out) == (6, "")
    assert "bản này đánh giá khác" in ended.err
