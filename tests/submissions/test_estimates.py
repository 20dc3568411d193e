"""Which values are marked as estimates, in every kind of table, and what is said of doubtful marks."""

import itertools
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import SUBMITTED, Found, read_file, shown, with_tasks
from cchc_cli.submissions.cells import NumberCell
from cchc_cli.submissions.estimates import MAY_BEGIN, begins_as_estimate, marked_note
from sheets import number, read_sheet
from submitting import read
from workbooks import Cell, xlsx

NFD = unicodedata.normalize("NFD", "Ước thực hiện")


def estimates(found: Found) -> list[str]:
    """Return the slots whose entries are marked."""
    entries = found.ledger.entries.values()
    return sorted(shown(entry.slot for entry in entries if entry.estimated))


def with_note(note: str, *, value: str = "12", figure: str = "dem") -> Found:
    """Read a value with this note, below one of the same unit and period."""
    quoted, other = note.replace('"', '""'), "da_lam,có" if figure == "dem" else "dem,1"
    head = f"kỳ,đơn vị,mã,giá trị,ghi chú\n2025-09,hcc,{other},\n"
    return read_file(f'{head}2025-09,hcc,{figure},"{value}","{quoted}"\n')


# The note


@pytest.mark.parametrize(
    "note",
    [
        "ước", "Ước", "ƯỚC THỰC HIỆN", NFD, "ước: đến 31/12", "ước, theo BC 12", "(ước)",
        "[Ước tính]", "“ước” của kho bạc", '"ước"', "- ước", "ước.", "  ước", "\u200bước", "ươc",
        "ứơc", "uoc thuc hien", "ước\nlần 1", "số ước", "Số ước đến 31/12", "(SỐ  ƯỚC)", "so uoc",
        unicodedata.normalize("NFD", "Số ước"), "số\u00a0ước", "số \u200b ước",
    ],
)  # fmt: skip
def test_a_note_that_begins_so_marks(note: str) -> None:
    assert begins_as_estimate(note.strip())
    assert estimates(with_note(note)) == ["hcc dem 2025-09"]


@pytest.mark.parametrize(
    "note",
    [
        "", "được", "Được ước tính", "số", "số liệu ước", "Số nước", "Sở ước", "sốước", "theo ước tính", "nước", "bước 1", "ướct", "ước_1",
        "ư", "U", "UBND xã", "u", "ước1", "(", "((", "KH 12 (ước)", "=ước", "thực hiện", "ượt",
        "đã ước",
    ],
)  # fmt: skip
def test_no_other_note_does(note: str) -> None:
    assert not begins_as_estimate(note)
    assert estimates(with_note(note)) == []


@given(note=st.text(max_size=8) | st.sampled_from(["ước", "Ước x"]).flatmap(
    lambda word: st.text(max_size=3).map(lambda before: before + word)))  # fmt: skip
def test_the_cheap_test_lets_every_mark_pass(note: str) -> None:
    """What begins otherwise than `MAY_BEGIN` is no mark: it is never looked at."""
    assert note[:1] in MAY_BEGIN or not begins_as_estimate(note)
    assert begins_as_estimate(marked_note(note))


def test_no_accent_missing_or_misplaced_hides_a_mark() -> None:
    tones = ["", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"]
    spelt = {
        form(f"{u}{first}{o}{second}c x")
        for u, o in itertools.product(("u", "u\u031b"), ("o", "o\u031b", "o\u0302"))
        for first, second in itertools.product(tones, tones)
        for form in (str, str.upper, lambda word: unicodedata.normalize("NFC", word.title()))
    }
    assert [word for word in spelt if not begins_as_estimate(word)] == []


@pytest.mark.parametrize(
    ("figure", "value"),
    [("dem", "1.234"), ("tien", "1234,5"), ("ty_le", "95,5%"), ("da_lam", "có"), ("dem", "kps")],
)
def test_values_of_every_type_are_marked(figure: str, value: str) -> None:
    found = with_note("ước", value=value, figure=figure)
    assert estimates(found) == [f"hcc {figure} 2025-09"]
    assert found.said == []


def test_a_number_that_waits_for_the_notation_keeps_its_mark() -> None:
    rows = '2025-09,hcc,tien,1.234,ước\n2025-08,hcc,tien,"1,5",\n'
    found = read_file("kỳ,đơn vị,mã,giá trị,ghi chú\n" + rows)
    assert found.values["hcc tien 2025-09"] == "1234"
    assert estimates(found) == ["hcc tien 2025-09"]


def test_ước_in_the_value_s_cell_is_no_number_and_the_cure_says_where_it_belongs() -> None:
    found = with_note("", value="ước 120")
    assert found.rejected == ["hcc dem 2025-09"]
    (problem,) = found.problems
    assert (problem.code, str(problem.message)) == ("not-a-number", '"ước 120" không phải là số')
    assert str(problem.hint) == (
        "ô này chỉ ghi giá trị; chữ ước ghi vào đầu ghi chú, hoặc vào cột loại"
    )


# The column


def with_kinds(*kinds: str, name: str = "Loại", notes: tuple[str, ...] = ()) -> Found:
    periods = [f"2025-{month:02d}" for month in range(7, 13)]
    rows = [
        f'{at},hcc,dem,{number},"{kind}","{note}"\n'
        for number, (at, kind, note) in enumerate(
            zip(periods, kinds, (*notes, *[""] * len(kinds)), strict=False), start=1
        )
    ]
    return read_file(f"kỳ,đơn vị,mã,giá trị,{name},ghi chú\n" + "".join(rows))


@pytest.mark.parametrize("name", ["loại", "Loại số liệu", "LOAI", "kind", "Loại_số_liệu"])
def test_a_column_of_kinds_marks(name: str) -> None:
    kinds = ("ước", "thực hiện", "", "Ước thực hiện", "chính thức", "Estimate")
    found = with_kinds(*kinds, name=name)
    assert estimates(found) == ["hcc dem 2025-07", "hcc dem 2025-10", "hcc dem 2025-12"]
    assert found.said == []


def test_plain_counts_of_one_unit_and_period_are_marked_one_by_one() -> None:
    """Most rows are such, and are read in a shorter way."""
    rows = ["2025-09,hcc,da_lam,có,", "2025-09,hcc,dem,5,ước", "2025-09,hcc,dem,6,thực hiện"]
    for revision in (1, 2):
        lines = [f"{row},{number}" for number, row in enumerate(rows[: revision + 1])]
        found = read_file("kỳ,đơn vị,mã,giá trị,loại,lần\n" + "\n".join(lines).replace(",0", ",1"))
        assert found.said == []
        assert estimates(found) == (["hcc dem 2025-09"] if revision == 1 else [])


def test_a_kind_merged_over_several_rows() -> None:
    rows: list[list[str | NumberCell]] = [
        ["kỳ", "đơn vị", "mã", "giá trị", "loại"],
        ["2025-08", "hcc", "dem", number("1"), "ước"],
        ["2025-09", "hcc", "dem", number("2"), ""],
        ["2025-10", "hcc", "dem", number("3"), ""],
    ]
    found = read_sheet(*rows, unit=None, at=None, merged=((2, 5, 3, 5),))
    assert estimates(found) == ["hcc dem 2025-08", "hcc dem 2025-09"]


@pytest.mark.parametrize("kind", ["ƯTH", "số ước", "ước tính", "uoc", NFD, "Ước đến 31/12"])
def test_words_of_a_kind_that_mark(kind: str) -> None:
    assert estimates(with_kinds(kind)) == ["hcc dem 2025-07"]


@pytest.mark.parametrize("kind", ["Thực hiện", "actual", "số chính thức", "-", "…", "thực tế"])
def test_words_of_a_kind_that_do_not(kind: str) -> None:
    found = with_kinds(kind)
    assert (estimates(found), found.said) == ([], [])


def test_an_office_s_own_column_is_told_of_once_a_table() -> None:
    found = with_kinds("đất đai", "xây dựng", "đất đai", "hộ tịch")
    assert found.said == [
        'bc.csv:2:5: [unknown-kind] cột "Loại" không có ô nào ghi ước hay thực hiện (ở đây là '
        '"đất đai"); mọi giá trị tính là số thực hiện'
    ]
    assert len(found.values) == 4


def test_a_header_repeated_does_not_repeat_the_warning() -> None:
    part = "kỳ,đơn vị,mã,giá trị,loại\n2025-{:02d},hcc,dem,1,đất đai\n"
    found = read_file("".join(part.format(month) for month in range(7, 13)))
    assert len(found.values) == 6
    assert found.codes == ["2:5 unknown-kind"]


def test_a_slip_beside_known_words_is_told_of_word_by_word() -> None:
    found = with_kinds("ước", "uớt", "dự kiến", "uớt")
    assert estimates(found) == ["hcc dem 2025-07"]
    assert found.said == [
        'bc.csv:3:5: [unknown-kind] "uớt" ở cột "Loại" (2 ô) không phải ước hay thực hiện; các '
        "giá trị ấy tính là số thực hiện",
        'bc.csv:4:5: [unknown-kind] "dự kiến" ở cột "Loại" (1 ô) không phải ước hay thực hiện; '
        "các giá trị ấy tính là số thực hiện",
    ]


def test_column_and_note_that_contradict_each_other() -> None:
    found = with_kinds("thực hiện", "ước", "hộ tịch", notes=("ước cả tháng", "KH 5", "ước"))
    assert estimates(found) == ["hcc dem 2025-07", "hcc dem 2025-08", "hcc dem 2025-09"]
    assert found.said == [
        'bc.csv:2:5: [estimate-conflict] cột "Loại" ghi "thực hiện" mà ghi chú bắt đầu bằng '
        '"ước"; giá trị vẫn được tính, coi là số ước'
    ]


def test_of_two_columns_of_kinds_the_one_that_says_so_counts() -> None:
    rows = "2025-09,hcc,dem,5,đất đai,ước\n2025-08,hcc,dem,5,ước,\n"
    found = read_file("kỳ,đơn vị,mã,giá trị,Loại,Loại số liệu\n" + rows)
    assert (estimates(found), found.said) == (["hcc dem 2025-09"], [])
    twice = read_file("kỳ,đơn vị,mã,giá trị,Loại,loại\n" + rows)
    assert twice.codes == ["1:6 duplicate-column"]


def test_a_decimal_comma_that_reached_into_the_column_is_seen() -> None:
    head = "kỳ,đơn vị,mã,giá trị,loại\n"
    assert read_file(head + "2025-09,hcc,ty_le,95,5\n").codes == ["2:4 ambiguous-number"]
    assert read_file(head + "2025-09,hcc,ty_le,95,ước\n").codes == []


def test_a_list_with_kinds_is_no_table_of_figures(tmp_path: Path) -> None:
    """A sheet of the office's own, passed over so far, still is."""
    rows: list[list[Cell]] = [
        ["kỳ", "đơn vị", "mã", "giá trị"],
        ["2025-09", "hcc", "dem", 5],
    ]
    own = [["Mã", "Loại"], ["A1", "đất đai"], ["A2", "hộ tịch"]]
    found = read(tmp_path, xlsx({"Biểu": rows, "Danh mục": own}))
    assert (found.values, found.said) == ({"hcc dem 2025-09": "5"}, [])


# Tasks


def test_the_progress_of_a_task_is_no_estimate() -> None:
    plan = with_tasks(SUBMITTED, "nv_1")
    rows = "2025-09,hcc,nv_1,60%,thực hiện,ước\n2025-09,hcc,dem,5,thực hiện,\n"
    found = read_file("kỳ,đơn vị,mã,giá trị,loại,ghi chú\n" + rows, plan=plan)
    assert found.codes == ["2:6 estimated-task"]
    assert str(found.problems[0].message) == "tiến độ nhiệm vụ không có số ước; tính như đã báo"
    assert [entry.estimated for entry in found.tasks.entries.values()] == [False]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("kỳ,mã,giá trị,ghi chú\n2025-09,nv_1,xong,ước đến 30/9\n", ["2:4"]),
        ("kỳ,mã,giá trị,ghi chú,loại\n2025-09,nv_1,60%,BC 1,ước\n", ["2:5"]),
        ("kỳ,mã,giá trị,ghi chú,loại\n2025-09,nv_1,60%,ước,thực hiện\n", ["2:4"]),
        ("kỳ,mã,giá trị,ghi chú,loại\n2025-09,nv_1,60%,BC 1,thực hiện\n", []),
        ("kỳ,mã,giá trị,ghi chú\n2025-09,nv_1,,ước\n2025-09,dem,1,\n", []),
        ("mã,T8/2025,T9/2025,ghi chú\nnv_1,60%,80%,số ước\n", ["2:4"]),
    ],
)
def test_a_task_marked_as_an_estimate_is_told_of(table: str, said: list[str]) -> None:
    found = read_file(table, "hcc", plan=with_tasks(SUBMITTED, "nv_1"))
    assert found.codes == [f"{place} estimated-task" for place in said]
    assert not any(entry.estimated for entry in found.tasks.entries.values())


# Wide tables


def test_a_month_s_name_marks_its_column() -> None:
    found = read_file("Mã,T8/2025,Ước T9/2025,Ghi chú\ndem,1,2,BC 5\nty_le,95,96,ước\n", "hcc")
    assert estimates(found) == ["hcc dem 2025-09", "hcc ty_le 2025-09"]
    assert found.said == []


@pytest.mark.parametrize(
    "name",
    ["Ước T9/2025", "ước thực hiện tháng 9/2025", "Ước tính: 2025-09", "(Ước) T9/2025",
     "T9/2025 (ước)", "Uoc T9/2025", "Tháng 9/2025 (ước thực hiện)", "Ước TH T9/2025",
     "ƯTH T9/2025", "UTH: tháng 9/2025", "T9/2025 ước TH", "T9/2025 ƯTH", "T9/2025 (ƯTH)",
     "Số ước T9/2025", "T9/2025 - ước", "Giá trị ước T9/2025", "Uớc T9/2025", "T9/2025(ước)",
     "T9/2025 (số ước)", "So uoc T9/2025"],
)  # fmt: skip
def test_names_of_months_with_estimates(name: str) -> None:
    found = read_file(f"Mã,T8/2025,{name}\ndem,1,2\n", "hcc")
    assert (estimates(found), found.said) == (["hcc dem 2025-09"], [])


def test_actual_and_estimate_of_one_month_are_two_columns_with_the_same_meaning() -> None:
    found = read_file("Mã,T9/2025,Ước T9/2025\ndem,1,2\n", "hcc")
    assert found.codes == ["1:3 duplicate-column"]


def test_a_word_over_months_marks_them() -> None:
    found = read_file(",Thực hiện,,Ước thực hiện,\nMã,T7/2025,T8/2025,T9/2025,T10/2025\n"
                      "dem,1,2,3,4\n", "hcc")  # fmt: skip
    assert estimates(found) == ["hcc dem 2025-09", "hcc dem 2025-10"]


def test_a_row_s_kind_marks_all_its_months() -> None:
    found = read_file("Mã,T8/2025,T9/2025,Loại\ndem,1,2,ước\nty_le,1,2,thực hiện\n", "hcc")
    assert estimates(found) == ["hcc dem 2025-08", "hcc dem 2025-09"]
    assert found.said == []


def test_a_note_on_a_row_of_one_value_means_that_one() -> None:
    found = read_file("Mã,T8/2025,T9/2025,Ghi chú\ndem,,2,ước\n", "hcc")
    assert (estimates(found), found.said) == (["hcc dem 2025-09"], [])


def test_a_note_on_a_row_of_several_values_is_told_of() -> None:
    found = read_file('Mã,T8/2025,T9/2025,Ghi chú\ndem,1,2,\nty_le,"95,5",96,ước tháng 9\n', "hcc")
    assert estimates(found) == ["hcc ty_le 2025-08", "hcc ty_le 2025-09"]
    assert found.said == [
        'bc.csv:3:4: [estimate-of-months] ghi chú bắt đầu bằng "ước" ở dòng có 2 tháng: cả 2 giá '
        "trị được coi là số ước"
    ]


# Other kinds of file


def test_workbooks_and_html(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["kỳ", "đơn vị", "mã", "giá trị", "ghi chú", "loại"],
        ["2025-08", "hcc", "dem", 5, "", "ước"],
        ["2025-09", "hcc", "dem", 6, "Ước cả tháng", None],
        ["2025-09", "hcc", "ty_le", 95.5, "BC 1", None],
    ]
    expected = ["hcc dem 2025-08", "hcc dem 2025-09"]
    found = read(tmp_path, xlsx({"Biểu": rows}))
    assert (estimates(found), found.said) == (expected, [])
    page = "".join(
        "<tr>" + "".join(f"<td>{'' if cell is None else cell}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    (tmp_path / "bc.xlsx").unlink()
    found = read(tmp_path, f"<meta charset=utf-8><table>{page}</table>".encode(), "bc.xls")
    assert estimates(found) == expected
