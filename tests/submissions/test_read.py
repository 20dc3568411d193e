"""Reading DATA: what paths say, one bad file beside good ones, digests, limits."""

import gzip
import hashlib
import io
import os
import random
import unicodedata
import zipfile
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from building import SUBMITTED, Found
from cchc_cli.problems import sort_problems
from cchc_cli.submissions.read import read_submissions
from sheets import read_tables, table_of

Files = dict[str, str | bytes]


def fill(root: Path, files: Files) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def read(data: Path) -> Found:
    submissions = read_submissions(data, SUBMITTED)
    return Found(submissions.ledger, sort_problems(submissions.problems))


def said(found: Found) -> list[str]:
    return [f"{p.where}: {p.code}" for p in found.problems]


ROWS = "mã,giá trị\ndem,12\n"


@pytest.mark.parametrize(
    "name",
    [
        "2025-09/hcc.csv",
        "2025-09/HCC.csv",
        "2025-09/TTPVHCC.csv",
        "2025-09/Trung tâm phục vụ hành chính công.csv",
        unicodedata.normalize("NFD", "2025-09/Trung tâm phục vụ hành chính công.csv"),
        "năm 2025/2025-09/nộp lại/hcc.csv",
        "2025-09/hcc.txt",
    ],
)
def test_the_path_says_unit_and_period(tmp_path: Path, name: str) -> None:
    found = read(fill(tmp_path, {name: ROWS}))
    assert (found.said, found.values) == ([], {"hcc dem 2025-09": "12"})


def test_data_itself_may_be_a_period_s_folder(tmp_path: Path) -> None:
    fill(tmp_path, {"2025-09/hcc.csv": ROWS})
    assert read(tmp_path / "2025-09").values == {"hcc dem 2025-09": "12"}
    assert read(tmp_path / "2025-09" / "hcc.csv").values == {"hcc dem 2025-09": "12"}


def test_data_may_be_named_from_within(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, {"2025-09/hcc.csv": ROWS})
    monkeypatch.chdir(tmp_path / "2025-09")
    assert read(Path()).values == {"hcc dem 2025-09": "12"}
    assert read(Path("hcc.csv")).values == {"hcc dem 2025-09": "12"}


@pytest.mark.parametrize("name", ["hcc.csv", "2025-9/hcc.csv", "T9/hcc.csv", "2025-09.csv"])
def test_another_folder_says_no_period(tmp_path: Path, name: str) -> None:
    found = read(fill(tmp_path, {name: "đơn vị,mã,giá trị\nhcc,dem,12\n"}))
    assert said(found) == [f"{name}:1: no-period"]


@pytest.mark.parametrize("name", ["2025-09/hcc (1).csv", "2025-09/BC.csv", "hcc/2025-09/bc.csv"])
def test_another_name_says_no_unit(tmp_path: Path, name: str) -> None:
    assert said(read(fill(tmp_path, {name: ROWS}))) == [f"{name}:1: no-unit"]


@pytest.mark.parametrize(
    ("name", "likely"),
    [("hcc (sua).csv", "hcc"), ("Phòng Kinh tế_lan 2.csv", "kt"), ("hccx.csv", ""), ("b.csv", "")],
)
def test_a_renamed_file_is_not_guessed_at_but_its_likely_unit_is_named(
    tmp_path: Path, name: str, likely: str
) -> None:
    (problem,) = read(fill(tmp_path, {f"2025-09/{name}": ROWS})).problems
    assert problem.code == "no-unit"
    assert str(problem.hint).startswith(f"nếu là của {likely}:") == bool(likely)


def test_a_period_s_folder_outside_the_plan_does_not_count(tmp_path: Path) -> None:
    found = read(fill(tmp_path, {"2025-06/hcc.csv": ROWS}))
    assert said(found) == ["2025-06/hcc.csv:2: period-outside-plan"]
    assert found.values == {}


def packed(name: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(name, "x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "kind", "cure"),
    [
        (gzip.compress(b"a", mtime=0), "tệp nén", "giải nén"),
        (packed("hcc.csv"), "tệp nén", "giải nén"),
        (packed("xl/workbook.xml"), "bảng tính Excel", "lưu lại"),
        (packed("word/document.xml"), "văn bản Word", "biểu mẫu"),
        (b"\x09\x04\x06\x00", "bảng tính Excel đời trước 1995", ".xlsx"),
        (b"%PDF-1.7", "tệp PDF", "biểu mẫu"),
        (b"<html><table>", "trang HTML", ""),
        (b"\x89PNG\r\n", "tệp ảnh", "biểu mẫu"),
    ],
)
def test_the_first_bytes_and_not_the_suffix_tell_what_a_file_is(
    tmp_path: Path, content: bytes, kind: str, cure: str
) -> None:
    found = read(fill(tmp_path, {"2025-09/hcc.csv": content, "2025-09/kt.csv": ROWS}))
    assert found.values == {"kt dem 2025-09": "12"}
    (problem,) = found.problems
    assert str(problem.where) == "2025-09/hcc.csv"
    assert kind in str(problem.message)
    assert cure in str(problem.hint)


def test_text_named_as_a_workbook_is_read(tmp_path: Path) -> None:
    found = read(fill(tmp_path, {"2025-09/hcc.xls": ROWS}))
    assert (said(found), found.values) == (
        ["2025-09/hcc.xls: mislabelled-file"],
        {"hcc dem 2025-09": "12"},
    )


def test_one_bad_file_hides_no_other(tmp_path: Path) -> None:
    files: Files = {
        "2025-09/a.csv": b"\x9d\x9d",
        "2025-09/b.csv": "",
        "2025-09/c.csv": 'mã,giá trị\n"dem,1\n',
        "2025-09/d.csv": b"a\0b",
        "2025-09/e.pdf": b"%PDF",
        "2025-09/hcc.csv": ROWS,
        "2025-09/kt.csv": "a,b\n1,2\n",
    }
    found = read(fill(tmp_path, files))
    assert found.values == {"hcc dem 2025-09": "12"}
    assert said(found) == [
        "2025-09/a.csv:1: bad-encoding",
        "2025-09/b.csv: empty-file",
        "2025-09/c.csv:1: no-unit",
        "2025-09/c.csv:2: unclosed-quote",
        "2025-09/d.csv:1: nul-bytes",
        "2025-09/e.pdf: passed-over",
        "2025-09/kt.csv:1: missing-column",
    ]


def test_a_file_that_cannot_be_opened_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, {"2025-09/hcc.csv": ROWS, "2025-09/kt.csv": ROWS})
    original = Path.open

    def refuse(path: Path, mode: str) -> IO[Any]:
        if path.name == "hcc.csv":
            raise PermissionError(13, "Permission denied")
        return original(path, mode)

    monkeypatch.setattr(Path, "open", refuse)
    found = read(tmp_path)
    assert found.said == ["2025-09/hcc.csv: [unreadable-file] không mở được: không có quyền"]
    assert found.values == {"kt dem 2025-09": "12"}


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (FileNotFoundError(2, "No such file"), "không có thư mục hoặc tệp này"),
        (OSError(5, "Input/output error"), "ổ đĩa hoặc mạng bị lỗi khi đọc ghi"),
        (OSError("hỏng"), "hỏng"),
    ],
)
def test_why_a_file_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: OSError, message: str
) -> None:
    fill(tmp_path, {"hcc.csv": ROWS})

    def refuse(*_: object) -> None:
        raise fault

    monkeypatch.setattr(Path, "open", refuse)
    assert read(tmp_path).said == [f"hcc.csv: [unreadable-file] không mở được: {message}"]


def test_the_same_entry_in_two_files(tmp_path: Path) -> None:
    same = fill(tmp_path / "a", {"2025-09/hcc.csv": ROWS, "2025-09/sửa/hcc.csv": ROWS})
    assert said(read(same)) == ["2025-09/sửa/hcc.csv:2:2: repeated-figure"]
    other = ROWS.replace("12", "13")
    found = read(fill(tmp_path / "b", {"2025-09/hcc.csv": ROWS, "2025-09/sửa/hcc.csv": other}))
    assert said(found) == [
        "2025-09/hcc.csv:2:2: duplicate-figure",
        "2025-09/sửa/hcc.csv:2:2: duplicate-figure",
    ]
    assert (found.values, found.rejected) == ({}, ["hcc dem 2025-09"])


def test_notation_is_each_file_s_own(tmp_path: Path) -> None:
    files: Files = {
        "2025-08/hcc.csv": "mã;giá trị\nty_le;95,5\ntien;1.234\n",
        "2025-09/hcc.csv": "mã,giá trị\ntien,1.234\n",
    }
    found = read(fill(tmp_path, files))
    assert found.values == {"hcc tien 2025-08": "1234", "hcc ty_le 2025-08": "95.5"}
    assert said(found) == ["2025-09/hcc.csv:2:2: ambiguous-number"]


def test_every_file_read_has_its_digest(tmp_path: Path) -> None:
    fill(tmp_path, {"2025-09/hcc.csv": ROWS, "kt.csv": b"\0", "x.pdf": b"%PDF", ".a.csv": b""})
    assert read_submissions(tmp_path, SUBMITTED).digests == {
        "2025-09/hcc.csv": hashlib.sha256(ROWS.encode()).hexdigest(),
        "kt.csv": hashlib.sha256(b"\0").hexdigest(),
    }


def test_progress_counts_the_files(tmp_path: Path) -> None:
    fill(tmp_path, {"a.csv": ROWS, "b.csv": ROWS})
    told: list[tuple[int, int]] = []
    read_submissions(tmp_path, SUBMITTED, None, lambda done, of: told.append((done, of)))
    assert told == [(0, 2), (1, 2)]


def test_an_empty_folder_has_nothing(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert (found.said, found.values, found.rejected) == ([], {}, [])


LINES = [
    "2025-09,hcc,dem,12,1",
    "2025-09,hcc,dem,12,2",
    "2025-09,hcc,dem,13,2",
    "2025-09,hcc,dem,x,1",
    "2025-09,hcc,tien,5,",
    "2025-08,kt,dem,7,",
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(
    st.lists(st.lists(st.sampled_from(LINES), max_size=3), min_size=2, max_size=4),
    st.randoms(use_true_random=False),
)
def test_the_order_of_files_changes_no_entry(
    tmp_path_factory: pytest.TempPathFactory, tables: list[list[str]], chance: random.Random
) -> None:
    names = [f"{number}.csv" for number in range(len(tables))]
    outcomes = []
    for _ in range(2):
        files: Files = {
            name: "kỳ,đơn vị,mã,giá trị,lần\n" + "".join(f"{line}\n" for line in table)
            for name, table in zip(names, tables, strict=True)
        }
        found = read(fill(tmp_path_factory.mktemp("data"), files))
        outcomes.append(
            (found.values, found.rejected, sorted(problem.code for problem in found.problems))
        )
        chance.shuffle(names)
    assert outcomes[0] == outcomes[1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.binary() | st.binary().map(b"PK\x03\x04".__add__) | st.binary().map(b"<html".__add__))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    data = fill(tmp_path_factory.mktemp("data"), {"2025-09/hcc.csv": content})
    found = read(data)
    assert found.values or found.problems


def test_a_path_with_two_periods_says_none(tmp_path: Path) -> None:
    found = read(fill(tmp_path, {"2025-08/2025-09/hcc.csv": "mã,giá trị\ndem,12\n"}))
    assert sorted(said(found)) == [
        "2025-08/2025-09/hcc.csv: period-conflict",
        "2025-08/2025-09/hcc.csv:1: no-period",
    ]
    assert found.values == {}


def test_a_blank_value_hides_no_stray_cell(tmp_path: Path) -> None:
    """The value stands one cell too far to the right."""
    found = read(fill(tmp_path, {"2025-09/hcc.csv": "mã,giá trị,ghi chú\ndem,,,95\n"}))
    assert said(found) == ["2025-09/hcc.csv:2: long-row"]
    assert found.rejected == ["hcc dem 2025-09"]


def test_an_unknown_unit_in_a_unit_s_file_rejects_what_it_may_be(tmp_path: Path) -> None:
    rows = "đơn vị,mã,giá trị\nPhòng Lạ,dem,95\n"
    found = read(fill(tmp_path, {"2025-09/hcc.csv": rows}))
    assert said(found) == ["2025-09/hcc.csv:2:1: unknown-unit"]
    assert found.rejected == ["hcc dem 2025-09"]


# Several sheets


SHEET = [["Mã", "Giá trị"], ["dem", "12"]]
GUIDE = [["Hướng dẫn"], ["Cột", "Cách điền"], ["Giá trị", "chỉ ghi chữ số"], ["Ghi chú", "tùy ý"]]


def test_all_sheets_of_a_file_are_read() -> None:
    other = [["BÁO CÁO"], [], ["Mã", "Giá trị", "Lần"], ["dem", "13", "2"]]
    found = read_tables(table_of("A", SHEET), table_of("B", other), unit="hcc", at="2025-09")
    assert (found.said, found.values) == ([], {"hcc dem 2025-09": "13"})


def test_a_sheet_without_figures_is_passed_over_beside_one_with_a_header() -> None:
    tables = [table_of("HD", GUIDE), table_of("A", SHEET), table_of("Trống", [[""]])]
    found = read_tables(*tables, unit="hcc", at="2025-09")
    assert (found.said, found.values) == ([], {"hcc dem 2025-09": "12"})


@pytest.mark.parametrize(
    "rows",
    [
        [["số", "dem"], ["12", "13"]],
        [["x"]] * 100 + [["", "DEM", "13"]],
        [["Trung tâm"], ["Mã", "Kết quả", "Ghi chú"]],
        [["Đơn vị", "Giá  trị:"], ["hcc", "5"]],
    ],
)
def test_a_sheet_that_seems_to_have_figures_needs_a_header(rows: list[list[str]]) -> None:
    tables = [table_of("A", SHEET), table_of("B", rows)]
    found = read_tables(*tables, unit="hcc", at="2025-09")
    assert found.values == {"hcc dem 2025-09": "12"}
    (problem,) = found.problems
    assert (problem.code, problem.where.sheet) == ("missing-column", "B")


def test_without_any_header_each_sheet_is_told() -> None:
    tables = [table_of("A", [["x"]]), table_of("B", [[""]]), table_of("C", [["y"]])]
    found = read_tables(*tables, unit="hcc", at="2025-09")
    assert [(p.code, p.where.sheet, p.where.line) for p in found.problems] == [
        ("missing-column", "A", 1),
        ("missing-column", "C", 1),
    ]
    assert read_tables(table_of("A", []), table_of("B", [[""]])).said == [
        "bc.xlsx › A: [empty-file] tệp trống"
    ]


def test_a_sheet_without_values_is_named() -> None:
    found = read_tables(table_of("A", [["Mã", "Giá trị"], ["dem", ""]]), unit="hcc", at="2025-09")
    assert found.said == ["bc.xlsx › A: [no-rows] không có giá trị nào được điền"]


# Whose rows and files are wrong


def test_a_problem_of_a_row_with_a_known_unit_has_an_owner(tmp_path: Path) -> None:
    header = "kỳ,đơn vị,mã,giá trị,lần\n"
    rows = [
        "2025-09,hcc,dem,x,", "2025-09,TTPVHCC,demm,1,", "2025-09,kt,tien,1,", "2025-09,zzz,dem,1,",
        "2025-09,hcc,tien,1.234,", "2025-08,kt,dem,1,", "2025-08,kt,dem,2,", "2025-10,kt,dem,1,hai",
        "2025-11,kt,dem,1,", "2025-11,kt,dem,1,", "2025-12,kt,dem,1,",
    ]  # fmt: skip
    fill(
        tmp_path,
        {"bc.csv": header + "\n".join(rows), "2025-09/hcc.csv": "mã,giá trị\nzzz,1\nty_le,0.5\n"},
    )
    fill(tmp_path, {"2025-09/kt.csv": "a,b\n1,2\n"})
    found = read_submissions(tmp_path, SUBMITTED)
    # Values submitted twice are found out at the end; their slots say whose they are.
    owners = {
        f"{p.where}: {p.code}": found.owners.get(p.where) for p in sort_problems(found.problems)
    }
    assert owners == {
        "2025-09/hcc.csv:2:1: unknown-figure": "hcc",
        "2025-09/hcc.csv:3:2: percent-below-one": "hcc",
        "2025-09/kt.csv:1: missing-column": None,
        "bc.csv:2:4: not-a-number": "hcc",
        "bc.csv:3:3: unknown-figure": "hcc",
        "bc.csv:4:2: not-reported-by": "kt",
        "bc.csv:5:2: unknown-unit": None,
        "bc.csv:6:4: ambiguous-number": "hcc",
        "bc.csv:7:4: duplicate-figure": None,
        "bc.csv:8:4: duplicate-figure": None,
        "bc.csv:9:5: bad-revision": "kt",
        "bc.csv:11:4: repeated-figure": None,
    }
    assert found.units_by_file() == {
        "bc.csv": {"hcc", "kt"},
        "2025-09/hcc.csv": {"hcc"},
        "2025-09/kt.csv": {"kt"},
    }
    refused = found.ledger.refused.values()
    assert sorted((r.where.line, r.slot.unit, r.revision, r.raw) for r in refused) == [
        (2, "hcc", 1, "x"),
        (6, "hcc", 1, "1.234"),
        (7, "kt", 1, ""),
        (9, "kt", None, "1"),
    ]


def test_percentages_beside_values_are_kept_apart(tmp_path: Path) -> None:
    for name in ("Tỷ lệ", "tỉ lệ (%)", "%", "TỶ_LỆ %"):
        content = f'mã,giá trị,{name}\ndem,12,"95,5%"\nty_le,5,\ntien,x,90\n'
        fill(tmp_path, {"2025-09/hcc.csv": content})
        found = read_submissions(tmp_path, SUBMITTED)
        assert [(r.slot.figure, r.shown, str(r.where)) for r in found.rates] == [
            ("dem", "95,5%", "2025-09/hcc.csv:2:3"),
            ("tien", "90", "2025-09/hcc.csv:4:3"),
        ]
        assert len(found.ledger.entries) == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
def test_a_file_that_became_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("kỳ,đơn vị,mã số liệu,giá trị\n2025-09,hcc,dem,1\n", "utf-8")
    (tmp_path / "b.csv").touch()

    def replace(count: int, _: int) -> None:
        if count == 0:
            (tmp_path / "b.csv").unlink()
            os.mkfifo(tmp_path / "b.csv")

    found = read_submissions(tmp_path, SUBMITTED, on_file=replace)
    assert [f"{problem.where}: {problem.code}" for problem in found.problems] == [
        "b.csv: unreadable-file"
    ]
    assert len(found.ledger.entries) == 1
