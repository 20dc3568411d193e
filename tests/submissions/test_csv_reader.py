"""Delimited text: delimiters, lines as an editor counts them, and broken files."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import read_file
from cchc_cli.problems import Problem
from cchc_cli.submissions import csv_reader

NAMES = ("kỳ", "đơn vị", "mã số liệu", "giá trị", "ghi chú")
CELLS = ("2025-09", "hcc", "dem", "12", "a;b, c")


def table(delimiter: str, note: str = "") -> str:
    cells = (*CELLS[:4], f'"{CELLS[4]}"' if note else "")
    return f"{delimiter.join(NAMES)}\n{delimiter.join(cells)}\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("note", ["", "note"])
def test_the_delimiter_is_found_by_the_header(delimiter: str, note: str) -> None:
    found = read_file(table(delimiter, note))
    assert (found.said, found.values) == ([], {"hcc dem 2025-09": "12"})
    (entry,) = found.ledger.entries.values()
    assert entry.note == (CELLS[4] if note else "")


def test_the_data_does_not_decide_the_delimiter() -> None:
    """Vietnamese decimals put more commas than semicolons into a file."""
    rows = "".join(f"2025-{month};hcc;tien;1,5;a,b,c,d\n" for month in ("07", "08", "09"))
    found = read_file("kỳ;đơn vị;mã;giá trị;ghi chú\n" + rows)
    assert found.said == []
    assert set(found.values.values()) == {"1.5"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("first", "delimiter"),
    [("sep=;", ";"), ("SEP=;", ";"), ('"sep=;"', ";"), ("sep=,", ","), ("sep=\t", "\t")],
)
def test_a_first_line_may_declare_the_delimiter(first: str, delimiter: str, end: str) -> None:
    content = f"{first}\n{table(delimiter)}2025-08{delimiter}hcc{delimiter}dem{delimiter}x\n"
    found = read_file(content.replace("\n", end))
    assert found.codes == ["4:4 not-a-number"]
    assert found.values == {"hcc dem 2025-09": "12"}


def test_a_declared_delimiter_is_honoured_even_where_the_header_says_otherwise() -> None:
    assert read_file("sep=;\n" + table(",")).codes == ["2 missing-column"]


def test_a_declared_semicolon_makes_the_file_vietnamese() -> None:
    found = read_file("sep=;\nkỳ;đơn vị;mã;giá trị\n2025-09;hcc;tien;1.234\n")
    assert found.values == {"hcc tien 2025-09": "1234"}


@pytest.mark.parametrize("blank", ["\n", "\n\n\n", ";;;;\n", " \n"])
def test_blank_lines_before_the_header_are_passed_over(blank: str) -> None:
    found = read_file(blank + table(";") + "2025-08;hcc;dem;x\n")
    assert found.codes == [f"{blank.count(chr(10)) + 3}:4 not-a-number"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("inner", ["\n", "\r\n", "\r"])
def test_a_record_is_named_by_the_line_on_which_it_starts(end: str, inner: str) -> None:
    content = end.join(
        [
            ",".join(NAMES),
            f'2025-07,hcc,dem,x,"một{inner}hai{inner}ba"',
            "",
            f'2025-08,hcc,dem,12,"a{inner}b"',
            "2025-09,hcc,dem,y",
        ]
    )
    assert read_file(content).codes == ["2:4 not-a-number", "8:4 not-a-number"]
    (entry,) = read_file(content).ledger.entries.values()
    assert (entry.where.line, entry.where.column) == (6, 4)


def test_signs_that_end_no_line_in_an_editor_are_not_counted() -> None:
    """str.splitlines would count them."""
    content = ",".join(NAMES) + "\n2025-08,hcc,dem,1,a\u2028b\x0bc\x0cd\x85e\n2025-09,hcc,dem,x\n"
    assert read_file(content).codes == ["3:4 not-a-number"]


def test_quotes_inside_a_quoted_cell_are_doubled() -> None:
    found = read_file(",".join(NAMES) + '\n2025-09,hcc,dem,12,"a ""b"" c"\n')
    (entry,) = found.ledger.entries.values()
    assert entry.note == 'a "b" c'


UNCLOSED = "dấu nháy kép mở mà không đóng, hoặc đứng giữa ô; không đọc tiếp từ dòng này"


@pytest.mark.parametrize(
    "line", ['2025-09,hcc,dem,12,"a', '2025-09,hcc,dem,12,"a" b', '2025-09,hcc,"dem,12']
)
def test_an_unclosed_quote_is_named_with_its_line(line: str) -> None:
    before = "2025-07,hcc,dem,1\n"
    found = read_file(f"{','.join(NAMES)}\n{before}{line}\n2025-08,hcc,dem,2\n")
    assert found.said == [f"bc.csv:3: [unclosed-quote] {UNCLOSED}"]
    assert found.values == {"hcc dem 2025-07": "1"}


def test_a_broken_header_is_named_too() -> None:
    assert read_file('kỳ,"đơn vị\n2025-09,hcc\n').codes[0] == "1 unclosed-quote"


def test_a_file_of_the_largest_size_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    content = table(",").encode()
    monkeypatch.setattr(csv_reader, "TEXT_BYTES", len(content))
    assert read_file(content).values == {"hcc dem 2025-09": "12"}
    monkeypatch.setattr(csv_reader, "TEXT_BYTES", len(content) - 1)
    found = read_file(content)
    assert found.said == [f"bc.csv: [file-too-big] tệp lớn hơn {len(content) - 1} byte"]
    assert found.values == {}


@pytest.mark.parametrize("declared", ["", "sep=,\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_the_number_of_rows_is_limited(
    monkeypatch: pytest.MonkeyPatch, declared: str, end: str, last: str
) -> None:
    """The header is no row, and neither is the line that declares the delimiter."""
    monkeypatch.setattr(csv_reader, "ROWS", 3)
    rows = [f'2025-{month:02d},hcc,dem,1,"a\nb"' for month in range(7, 11)]
    names = ",".join(NAMES)
    within = (declared + "\n".join([names, *rows[:3]]) + last).replace("\n", end)
    assert len(read_file(within).values) == 3
    beyond = (declared + "\n".join([names, *rows]) + last).replace("\n", end)
    assert read_file(beyond).said == ["bc.csv: [too-many-rows] tệp có hơn 3 dòng"]


def test_a_cell_that_swallows_the_rest_of_a_file_is_named() -> None:
    found = read_file(",".join(NAMES) + '\n2025-09,hcc,dem,12,"' + "a,b\n" * 50_000)
    assert found.said == ["bc.csv:2: [long-cell] ô dài quá 32767 ký tự; không đọc tiếp từ dòng này"]


def test_decomposed_text_is_composed() -> None:
    content = unicodedata.normalize("NFD", table(",").replace("hcc", "Phòng Kinh tế"))
    assert read_file(content).values == {"kt dem 2025-09": "12"}


@given(st.binary() | st.text(alphabet=',;\t"\r\n\x00=sepkỳmãgiátrị12025-09hcdm').map(str.encode))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    found = read_file(content)
    assert found.problems or found.values
    assert {problem.where.path for problem in found.problems} <= {"bc.csv"}


@given(st.binary(max_size=300))
def test_any_bytes_after_a_header_are_read_or_refused(tail: bytes) -> None:
    problems: list[Problem] = []
    content = ",".join(NAMES).encode() + b"\n2025-09,hcc,dem,12\n" + tail
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    for found in csv_reader.read_tables(content, "bc.csv", problems):
        assert all(1 <= line <= lines for line, _ in found.records)
    assert all(1 <= (problem.where.line or 1) <= lines for problem in problems)


def test_a_line_of_a_million_cells_is_none_of_a_table() -> None:
    header = "kỳ,mã,giá trị\n"
    found = read_file(header + "," * 1_000_001)
    assert found.said == ["bc.csv:2: [too-many-columns] dòng 2 có hơn 256 cột"]
    spread = header + ("2025-09,dem,1" + "," * 250 + "\n") * 4_100  # of more cells, in many lines
    assert "too-many-columns" not in str(read_file(spread, "hcc").said)
