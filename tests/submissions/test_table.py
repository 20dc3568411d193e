"""From rows to entries: columns, places, revisions and values, as units submit them."""

import signal
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import Found, read_file
from cchc_cli.limits import FILE_PROBLEMS, HEADER_CELLS
from cchc_cli.submissions import table

HEADER = "kỳ,đơn vị,mã số liệu,giá trị,ghi chú,lần\n"
NOTED = "kỳ;đơn vị;mã số liệu;giá trị;ghi chú\n"


def rows(*lines: str) -> Found:
    """Read lines under a header of all columns: ``2025-09,hcc,dem,12``."""
    return read_file(HEADER + "".join(f"{line}\n" for line in lines))


# Columns


@pytest.mark.parametrize(
    "header",
    [
        "kỳ,đơn vị,mã số liệu,giá trị",
        "KỲ,ĐƠN VỊ,MÃ SỐ LIỆU,GIÁ TRỊ",
        "ky,don vi,ma so lieu,gia tri",
        "Kỳ,Mã đơn vị,Mã,Giá trị",
        "ky,don_vi,ma_so_lieu,gia_tri",
        " Kỳ , đơn  vị,Mãsốliệu,Giá\u00a0trị:",
        "period,unit,figure,value",
        "Period,UNIT,Code,Value",
        "kì,đơn vị,mã số liệu,gía trị".replace("kì", "kỳ"),  # the tone on the other letter
        unicodedata.normalize("NFD", "kỳ,đơn vị,mã số liệu,giá trị"),
    ],
)
def test_columns_are_found_by_name(header: str) -> None:
    found = read_file(f"{header}\n2025-09,hcc,dem,12\n")
    assert found.said == []
    assert found.values == {"hcc dem 2025-09": "12"}


def test_columns_stand_in_any_order_and_others_are_ignored() -> None:
    found = read_file(
        "STT,giá trị,tên số liệu,ĐVT,đơn vị tính,mã số liệu,,kỳ,đơn vị\n"
        "1,12,Số hồ sơ,hồ sơ,cái,dem,x,2025-09,hcc\n"
    )
    assert found.said == []
    assert found.values == {"hcc dem 2025-09": "12"}


def test_note_and_revision_are_kept() -> None:
    for note, revision in (("ghi chú", "lần"), ("Note", "revision"), ("GHI_CHU", "Lần nộp")):
        found = read_file(f"kỳ,đơn vị,mã,giá trị,{note},{revision}\n2025-09,hcc,dem,12, BC 5 ,2\n")
        (entry,) = found.ledger.entries.values()
        assert (entry.note, entry.revision) == ("BC 5", 2)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (
            "kỳ,đơn vị,mã số liệu,giá trị,Mã đơn vị",
            ['bc.csv:1:5: [duplicate-column] cột "Mã đơn vị" và cột "đơn vị" cùng một nghĩa'],
        ),
        (
            "kỳ,đơn vị,mã,giá trị,Code,VALUE",
            [
                'bc.csv:1:5: [duplicate-column] cột "Code" và cột "mã" cùng một nghĩa',
                'bc.csv:1:6: [duplicate-column] cột "VALUE" và cột "giá trị" cùng một nghĩa',
            ],
        ),
        (
            "kỳ,đơn vị,giá trị",
            [
                'bc.csv:1: [missing-column] dòng tiêu đề thiếu cột "mã số liệu" (figure); các cột thấy '
                'được: "kỳ", "đơn vị", "giá trị"'
            ],
        ),
        (
            "đơn vị,kết quả",
            [
                'bc.csv:1: [missing-column] dòng tiêu đề thiếu cột "mã số liệu" (figure), "giá trị" (value); các '
                'cột thấy được: "đơn vị", "kết quả"'
            ],
        ),
        ("kỳ,mã,giá trị", ["bc.csv:1: [no-unit] không biết số liệu của đơn vị nào"]),
        ("đơn vị,mã,giá trị", ["bc.csv:1: [no-period] không biết số liệu của kỳ nào"]),
        (
            "mã,giá trị",
            [
                "bc.csv:1: [no-period] không biết số liệu của kỳ nào",
                "bc.csv:1: [no-unit] không biết số liệu của đơn vị nào",
            ],
        ),
    ],
)
def test_what_is_wrong_with_a_header(header: str, said: list[str]) -> None:
    found = read_file(f"{header}\n1,2,3,4,5,6\n")
    assert found.said == said
    assert found.values == {}


@pytest.mark.parametrize("content", ["", "\n\n", ",,,\n , ,\n", "\ufeff"])
def test_a_file_without_a_header_is_empty(content: str) -> None:
    assert read_file(content).said == ["bc.csv: [empty-file] tệp trống"]


@pytest.mark.parametrize("line", ["", "2025-09,hcc,dem,\n", "2025-09,hcc,dem,-\n", ",,,\n"])
def test_a_file_without_a_value_is_a_warning(line: str) -> None:
    found = read_file(HEADER + line)
    assert found.said == ["bc.csv: [no-rows] không có giá trị nào được điền"]
    assert [problem.severity.value for problem in found.problems] == ["warning"]


def test_too_many_columns_are_refused() -> None:
    wide = read_file("mã,giá trị" + "," * 254 + "\ndem,1\n", "hcc", "2025-09")
    assert wide.values == {"hcc dem 2025-09": "1"}
    wider = read_file("mã,giá trị" + "," * 255 + "\ndem,1\n", "hcc", "2025-09")
    assert wider.said == ["bc.csv:1: [too-many-columns] có 257 cột, nhiều hơn 256"]


# Units and periods


@pytest.mark.parametrize(
    "unit",
    [
        "hcc",
        "HCC",
        "TTPVHCC",
        "Trung tâm phục vụ hành chính công",
        "TRUNG TÂM  PHỤC VỤ HÀNH CHÍNH CÔNG.",
        unicodedata.normalize("NFD", "Trung tâm phục vụ hành chính công"),
        "Trung tâm phục vụ hành chính công\u200b",
    ],
)
def test_a_unit_is_known_by_id_name_or_alias(unit: str) -> None:
    assert rows(f"2025-09,{unit},dem,12").values == {"hcc dem 2025-09": "12"}


@pytest.mark.parametrize(
    ("unit", "hint"),
    [
        ("Phong Kinh te", 'có phải là "Phòng Kinh tế"?'),  # accents count
        ("Phòng Kinh tê", 'có phải là "Phòng Kinh tế"?'),
        (
            "Zzz",
            "các đơn vị: Trung tâm phục vụ hành chính công, Phòng Kinh tế, Văn phòng HĐND và UBND",
        ),
    ],
)
def test_an_unknown_unit_is_named(unit: str, hint: str) -> None:
    found = rows(f"2025-09,{unit},dem,12", "2025-09,hcc,dem,5")
    assert found.said == [f'bc.csv:2:2: [unknown-unit] không có đơn vị "{unit}" trong kế hoạch']
    assert str(found.problems[0].hint) == hint
    assert found.values == {"hcc dem 2025-09": "5"}


@pytest.mark.parametrize("written", ["2025-09", "09/2025", "9/2025", "T9/2025", "Tháng 9/2025"])
def test_the_ways_of_writing_a_period(written: str) -> None:
    assert rows(f"{written},hcc,dem,12").values == {"hcc dem 2025-09": "12"}


@pytest.mark.parametrize(
    ("written", "rejected"),
    [
        ("Sep-25", ["hcc dem 2025-09"]),
        ("01/09/2025", ["hcc dem 2025-09"]),  # January lies outside the plan
        ("08/09/2025", ["hcc dem 2025-08", "hcc dem 2025-09"]),
        ("2025-09-01", ["hcc dem 2025-09"]),
        ("2025-09-01 00:00:00", ["hcc dem 2025-09"]),
        ("45901", ["hcc dem 2025-09"]),
        ("09-25", []),
        ("01/09/2025" + "1" * 5000, []),
    ],
)
def test_a_period_that_excel_made_a_date_is_an_error(written: str, rejected: list[str]) -> None:
    found = rows(f"{written},hcc,dem,12", "2025-10,hcc,dem,5")
    assert found.codes == ["2:1 period-is-date"]
    assert "Excel đã biến kỳ thành ngày" in found.said[0]
    assert found.values == {"hcc dem 2025-10": "5"}
    assert found.rejected == rejected


@pytest.mark.parametrize("written", ["quý 3", "2025", "13/2025", "2025-9", "abc"])
def test_another_period_cannot_be_read(written: str) -> None:
    found = rows(f"{written},hcc,dem,12")
    assert found.said == [f'bc.csv:2:1: [bad-period] kỳ "{written}" không đọc được']
    assert str(found.problems[0].hint) == "viết 2025-07 hoặc T7/2025"


@pytest.mark.parametrize("written", ["2025-06", "2026-01", "12/2024"])
def test_a_period_outside_the_plan_does_not_count(written: str) -> None:
    found = rows(f"{written},hcc,dem,12")
    assert found.codes == ["2:1 period-outside-plan"]
    assert (found.values, found.rejected) == ({}, [])


def test_an_entry_of_a_unit_that_does_not_report_it_does_not_count() -> None:
    found = rows("2025-09,kt,tien,12", "2025-09,kt,dem,5")
    assert found.said == [
        "bc.csv:2:2: [not-reported-by] số liệu tien không do kt nộp mà do hcc; không tính dòng này"
    ]
    assert (found.values, found.rejected) == ({"kt dem 2025-09": "5"}, [])


def test_path_and_column_may_both_speak() -> None:
    found = read_file(HEADER + "2025-09,hcc,dem,12\n,,tien,5\n", "hcc", "2025-09")
    assert found.said == []
    assert found.values == {"hcc dem 2025-09": "12", "hcc tien 2025-09": "5"}


def test_the_path_alone_is_enough() -> None:
    assert read_file("mã,giá trị\ndem,12\n", "hcc", "2025-09").values == {"hcc dem 2025-09": "12"}


def test_path_and_column_that_disagree_are_an_error_and_neither_is_taken() -> None:
    found = read_file(HEADER + "2025-08,kt,dem,12\n", "hcc", "2025-09")
    assert found.said == [
        "bc.csv:2:1: [period-conflict] cột kỳ ghi 2025-08 nhưng thư mục là 2025-09",
        'bc.csv:2:2: [unit-conflict] cột đơn vị ghi "kt" nhưng tên tệp là của "hcc"',
    ]
    assert found.values == {}
    assert found.rejected == [
        "hcc dem 2025-08",
        "hcc dem 2025-09",
        "kt dem 2025-08",
        "kt dem 2025-09",
    ]


def test_a_date_in_the_column_rejects_the_folder_s_period() -> None:
    found = read_file(HEADER + "01/09/2025,hcc,dem,12\n", None, "2025-09")
    assert (found.codes, found.rejected) == (["2:1 period-is-date"], ["hcc dem 2025-09"])


def test_a_row_without_unit_or_period_says_so() -> None:
    found = rows(",hcc,dem,12", "2025-09,,dem,12")
    assert found.codes == ["2:1 no-period", "3:2 no-unit"]
    assert found.values == {}


# Figures


@pytest.mark.parametrize("code", ["dem", "DEM", " Dem "])
def test_a_figure_is_known_by_its_code(code: str) -> None:
    assert rows(f"2025-09,hcc,{code},12").values == {"hcc dem 2025-09": "12"}


def test_an_unknown_figure_is_named() -> None:
    found = rows("2025-09,hcc,demm,12", "2025-09,hcc,zzz,12", "2025-09,hcc,,12")
    assert found.said == [
        'bc.csv:2:3: [unknown-figure] không có số liệu mã "demm"',
        'bc.csv:3:3: [unknown-figure] không có số liệu mã "zzz"',
        'bc.csv:4:3: [no-figure] có giá trị "12" nhưng ô mã số liệu trống',
    ]
    assert [str(problem.hint) for problem in found.problems] == [
        'có phải là "dem"?',
        "xem danh sách mã bằng lệnh: cchc plan show",
        "điền mã số liệu; danh sách mã: cchc plan show",
    ]


# Revisions and duplicates


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (["2025-09,hcc,dem,5,,1", "2025-09,hcc,dem,6,,2"], "6"),
        (["2025-09,hcc,dem,6,,2", "2025-09,hcc,dem,5,,"], "6"),
        (["2025-09,hcc,dem,5,,9", "2025-09,hcc,dem,6,,10"], "6"),
        (["2025-09,hcc,dem,5,,1", "2025-09,hcc,dem,,,2"], "5"),  # a blank is no entry
        (["2025-09,hcc,dem,5,,1", "2025-09,hcc,dem,-,,2"], "5"),
        (["2025-09,hcc,dem,x,,1", "2025-09,hcc,dem,6,,2"], "6"),
        (["2025-09,hcc,dem,5,,1", "2025-09,hcc,dem,x,,2"], None),
        (["2025-09,hcc,dem,5,,1", "2025-09,hcc,dem,6,,hai"], None),
    ],
)
def test_the_highest_revision_counts(lines: list[str], value: str | None) -> None:
    found = rows(*lines)
    assert found.values == ({"hcc dem 2025-09": value} if value else {})
    assert found.rejected == ([] if value else ["hcc dem 2025-09"])


@pytest.mark.parametrize("revision", ["0", "-1", "hai", "1.5", "1000"])
def test_a_revision_is_a_whole_number(revision: str) -> None:
    found = rows(f"2025-09,hcc,dem,5,,{revision}")
    assert found.said == [
        f'bc.csv:2:6: [bad-revision] lần nộp "{revision}" không phải số nguyên từ 1 đến 999'
    ]
    assert found.rejected == ["hcc dem 2025-09"]


def test_the_same_entry_twice() -> None:
    same = rows("2025-09,hcc,ty_le,95", '2025-09,hcc,ty_le,"95,0"')
    assert (same.codes, same.values) == (["3:4 repeated-figure"], {"hcc ty_le 2025-09": "95"})
    other = rows("2025-09,hcc,dem,5", "2025-09,TTPVHCC,dem,6")
    assert other.codes == ["2:4 duplicate-figure", "3:4 duplicate-figure"]
    assert (other.values, other.rejected) == ({}, ["hcc dem 2025-09"])


# Values


@pytest.mark.parametrize(
    ("figure", "written", "value"),
    [
        ("dem", "1.234", "1234"),
        ("dem", '"1,234"', "1234"),
        ("dem", "1 234", "1234"),
        ("dem", "1\u00a0234", "1234"),
        ("dem", "0", "0"),
        ("dem", "kps", "0"),
        ("dem", "Không phát sinh", "0"),
        ("ty_le", '"95,5%"', "95.5"),
        ("ty_le", "95.5", "95.5"),
        ("ty_le", "100 %", "100"),
        ("tien", '"1.234,5"', "1234.5"),
        ("tien", "1234.5", "1234.5"),
        ("tien", "1.234.567", "1234567"),
        ("tien", "-12", "-12"),
        ("da_lam", "Rồi", "True"),
        ("da_lam", "x", "True"),
        ("da_lam", "chưa", "False"),
        ("da_lam", "0", "False"),
    ],
)
def test_values_are_read_by_their_figure_s_type(figure: str, written: str, value: str) -> None:
    found = rows(f"2025-09,hcc,{figure},{written}")
    assert (found.said, found.values) == ([], {f"hcc {figure} 2025-09": value})


@pytest.mark.parametrize(
    ("figure", "written", "message", "hint"),
    [
        (
            "dem",
            '"12,5"',
            '"12,5": số đếm phải là số nguyên',
            "ghi số nguyên; dấu chấm chỉ dùng để tách hàng nghìn (1.234)",
        ),
        ("dem", "-3", '"-3": số đếm không được âm', "ghi 0 hoặc số dương"),
        (
            "dem",
            "12%",
            '"12%" không phải là số',
            "số liệu này không phải tỷ lệ; ghi con số, không ghi %",
        ),
        (
            "dem",
            "#REF!",
            '"#REF!" không phải là số',
            "ô công thức bị lỗi; sửa công thức trong Excel rồi lưu lại",
        ),
        (
            "dem",
            "1" * 19,
            f'"{"1" * 19}": số dài quá 18 chữ số',
            "kiểm tra lại số và đơn vị tính",
        ),
        (
            "tien",
            "1.23.456",
            '"1.23.456": dấu chấm, dấu phẩy đặt sai chỗ',
            "viết liền các chữ số, dấu phẩy cho phần thập phân: 1234,5",
        ),
        (
            "ty_le",
            "nhiều",
            '"nhiều" không phải là số',
            "chỉ ghi chữ số; chưa có số liệu thì để trống, không phát sinh thì ghi 0 hoặc kps",
        ),
        (
            "da_lam",
            "đang làm",
            '"đang làm" không phải có hoặc không',
            "ghi có hoặc không; chưa có thông tin thì để trống",
        ),
    ],
)
def test_what_is_no_number_is_rejected(figure: str, written: str, message: str, hint: str) -> None:
    found = rows(f"2025-09,hcc,{figure},{written}", "2025-08,hcc,dem,5")
    assert found.said == [f"bc.csv:2:4: [not-a-number] {message}"]
    assert str(found.problems[0].hint) == hint
    assert found.rejected == [f"hcc {figure} 2025-09"]
    assert found.values == {"hcc dem 2025-08": "5"}


@pytest.mark.parametrize("blank", ["", " ", "-", "–", "…", "...", "\u00a0"])
def test_a_blank_is_nothing_submitted(blank: str) -> None:
    found = rows(f"2025-09,hcc,dem,{blank}", "2025-08,hcc,dem,0")
    assert (found.said, found.values, found.rejected) == ([], {"hcc dem 2025-08": "0"}, [])


@pytest.mark.parametrize(
    ("written", "value", "warned"),
    [
        ('"0,95"', "0.95", ["bc.csv:2:4: [percent-below-one] tỷ lệ 0,95% rất nhỏ"]),
        (
            '"0,0000001"',
            "1E-7",
            ["bc.csv:2:4: [percent-below-one] tỷ lệ 0,0000001% rất nhỏ"],
        ),
        ("1", "1", []),
        ("0", "0", []),
    ],
)
def test_a_percentage_below_one_draws_a_warning(
    written: str, value: str, warned: list[str]
) -> None:
    found = rows(f"2025-09,hcc,ty_le,{written}")
    assert (found.said, found.values) == (warned, {"hcc ty_le 2025-09": value})
    assert {problem.severity.value for problem in found.problems} <= {"warning"}


# Ambiguous numbers

AMBIGUOUS = 'bc.csv:2:4: [ambiguous-number] "1.234": có thể là 1234 hoặc 1,234'


def test_an_ambiguous_number_is_never_guessed() -> None:
    found = rows("2025-09,hcc,tien,1.234")
    assert found.said == [AMBIGUOUS]
    assert str(found.problems[0].hint) == "viết 1234 hoặc 1234,0"
    assert (found.values, found.rejected) == ({}, ["hcc tien 2025-09"])


@pytest.mark.parametrize(
    ("written", "other", "value"),
    [
        ("1.234", 'ty_le,"95,5"', "1234"),
        ("1.234", "ty_le,95.5", "1.234"),
        ('"1,234"', 'ty_le,"95,5"', "1.234"),
        ('"1,234"', "ty_le,95.5", "1234"),
        ("1.234", 'tien,"1234,5"', "1234"),
        ("1.234", "tien,1.234.567", "1234"),
        ("1.234", 'tien,"1,234,567"', "1.234"),
        ("1.234", 'tien,"1.234,5"', "1234"),
        ("1.234", "ty_le,95", None),  # plain digits show nothing
        ("1.234", "dem,1.500", None),  # nor do counts
        ("1.234", 'dem,"1,500"', None),
        ("1.234", 'tien,"1,500"', None),  # nor another ambiguous number
    ],
)
def test_the_rest_of_the_file_may_settle_it(written: str, other: str, value: str | None) -> None:
    for lines in (
        [f"2025-09,hcc,tien,{written}", f"2025-08,hcc,{other}"],
        [f"2025-08,hcc,{other}", f"2025-09,hcc,tien,{written}"],
    ):
        found = rows(*lines)
        assert found.values.get("hcc tien 2025-09") == value
        assert ("hcc tien 2025-09" in found.rejected) == (value is None)


def test_conflicting_evidence_decides_nothing() -> None:
    found = rows("2025-09,hcc,tien,1.234", "2025-08,hcc,ty_le,95.5", '2025-07,hcc,ty_le,"95,5"')
    assert found.said == [AMBIGUOUS]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("2025-09;hcc;tien;1.234", "1234"),
        ("2025-09;hcc;tien;1,234", "1.234"),
        ("2025-09;hcc;tien;1.234\n2025-08;hcc;ty_le;95,5", "1234"),
        ("2025-09;hcc;tien;1.234\n2025-08;hcc;ty_le;95.5", None),
    ],
)
def test_a_file_with_semicolons_is_vietnamese(line: str, value: str | None) -> None:
    found = read_file(f"{NOTED}{line}\n")
    assert found.values.get("hcc tien 2025-09") == value
    assert found.codes == ([] if value else ["2:4 ambiguous-number"])


# A decimal comma that splits its cell in a comma-delimited file


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("2025-09,hcc,ty_le,95,5", '"95": có thể là 95 hoặc 95,5'),
        ("2025-09,hcc,tien,12,50", '"12": có thể là 12 hoặc 12,50'),
        ("2025-09,hcc,tien,-1,5", '"-1": có thể là -1 hoặc -1,5'),
        ("2025-09,hcc,ty_le,95,5%", '"95": có thể là 95 hoặc 95,5'),
        ("2025-09,hcc,dem,1,234", '"1": có thể là 1 hoặc 1,234'),  # thousands of a count
        ("2025-09,hcc,ty_le,1.234,5", '"1.234": có thể là 1.234 hoặc 1.234,5'),
        ("2025-09,hcc,tien,1.234.567,5", '"1.234.567": có thể là 1.234.567 hoặc 1.234.567,5'),
    ],
)
def test_a_split_decimal_is_never_taken_for_value_and_note(line: str, message: str) -> None:
    found = read_file(f"kỳ,đơn vị,mã số liệu,giá trị,ghi chú\n{line}\n")
    assert found.said == [f"bc.csv:2:4: [ambiguous-number] {message}"]
    assert found.values == {}
    assert len(found.rejected) == 1


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("kỳ,đơn vị,mã số liệu,giá trị", "2025-09,hcc,ty_le,95,5"),
        ("kỳ,đơn vị,mã số liệu,giá trị,", "2025-09,hcc,ty_le,95,5"),  # a column without a name
        ("kỳ,đơn vị,mã số liệu,giá trị,đvt", "2025-09,hcc,ty_le,95,5"),
        ("kỳ,đơn vị,mã số liệu,giá trị,đvt", "2025-09,hcc,ty_le,95,5,%"),
        ("kỳ,đơn vị,mã số liệu,giá trị,đvt", "2025-09,hcc,ty_le,95,5,"),
        ("kỳ,đơn vị,mã số liệu,giá trị,lần", "2025-09,hcc,ty_le,95,5,"),
        ("kỳ,đơn vị,mã số liệu,giá trị,ghi chú", '2025-09,hcc,tien,"1",234,567'),
    ],
)
def test_a_split_decimal_is_never_taken_without_its_fraction(header: str, line: str) -> None:
    found = read_file(f"{header}\n{line}\n")
    assert found.values == {}
    assert len(found.rejected) == 1
    assert len(found.said) == 1


@pytest.mark.parametrize(
    ("content", "values"),
    [
        (
            NOTED + "2025-09;hcc;ty_le;95;5\n",
            {"hcc ty_le 2025-09": "95"},
        ),
        (
            "kỳ,đơn vị,mã,giá trị,ghi chú\n2025-09,hcc,dem,95,5\n",
            {"hcc dem 2025-09": "95"},
        ),
        (
            "kỳ,đơn vị,mã,giá trị,ghi chú\n2025-09,hcc,ty_le,95.5,5\n",
            {"hcc ty_le 2025-09": "95.5"},
        ),
        (
            "kỳ,đơn vị,mã,giá trị,ghi chú\n2025-09,hcc,ty_le,95,BC 5\n",
            {"hcc ty_le 2025-09": "95"},
        ),
        (
            'kỳ,đơn vị,mã,giá trị,ghi chú\n2025-09,hcc,ty_le,"95,5",5\n',
            {"hcc ty_le 2025-09": "95.5"},
        ),
        (
            "kỳ,đơn vị,mã,ghi chú,giá trị\n2025-09,hcc,ty_le,5,95\n",
            {"hcc ty_le 2025-09": "95"},
        ),
    ],
)
def test_what_is_no_split_decimal(content: str, values: dict[str, str]) -> None:
    found = read_file(content)
    assert (found.said, found.values) == ([], values)


def test_the_file_s_notation_settles_no_split_number() -> None:
    """The marks of the file say that 1.234 is whole; its ``,5`` is lost all the same."""
    names = "kỳ,đơn vị,mã số liệu,giá trị,ghi chú\n"
    found = read_file(names + '2025-09,hcc,tien,1.234,5\n2025-08,hcc,ty_le,"95,5",\n')
    assert found.codes == ["2:4 ambiguous-number"]
    assert found.values == {"hcc ty_le 2025-08": "95.5"}
    assert found.rejected == ["hcc tien 2025-09"]


# Rows


def test_blank_rows_are_passed_over_and_counted() -> None:
    found = read_file(f"\n,,\n{HEADER}\n,,,,,\n2025-09,hcc,dem,x\n")
    assert found.codes == ["6:4 not-a-number"]


def test_a_short_row_has_blank_cells() -> None:
    found = rows("2025-09,hcc,dem,12", "2025-08", "2025-07,hcc,dem")
    assert (found.said, found.values) == ([], {"hcc dem 2025-09": "12"})


def test_a_long_row_is_rejected() -> None:
    found = read_file("kỳ,đơn vị,mã,giá trị\n2025-09,hcc,dem,12,x,y\n2025-08,hcc,dem,5,,\n")
    assert found.said == ["bc.csv:2: [long-row] dòng có 6 ô, tiêu đề chỉ có 4 cột"]
    assert found.rejected == ["hcc dem 2025-09"]
    assert found.values == {"hcc dem 2025-08": "5"}


def test_a_long_cell_is_rejected() -> None:
    long = "x" * 32_767
    assert rows(f"2025-09,hcc,dem,12,{long}").said == []
    found = rows(f"2025-09,hcc,dem,12,{long}x", f"2025-09,hcc,{long}x,1", "2025-08,hcc,dem,1")
    message = "[long-cell] ô dài quá 32.767 ký tự, giới hạn của Excel"
    assert found.said == [f"bc.csv:2:5: {message}", f"bc.csv:3:3: {message}"]
    assert found.rejected == ["hcc dem 2025-09"]
    assert found.values == {"hcc dem 2025-08": "1"}


def test_one_bad_row_hides_no_other() -> None:
    found = rows(
        "2025-13,hcc,dem,1",
        "2025-09,zzz,dem,1",
        "2025-09,hcc,zzz,1",
        "2025-09,hcc,tien,1.234",
        "2025-09,hcc,dem,nhiều",
        "2025-08,hcc,dem,1,,x",
        "2025-10,hcc,dem,7",
    )
    assert found.codes == [
        "2:1 bad-period",
        "3:2 unknown-unit",
        "4:3 unknown-figure",
        "5:4 ambiguous-number",
        "6:4 not-a-number",
        "7:6 bad-revision",
    ]
    assert found.values == {"hcc dem 2025-10": "7"}


def test_entries_and_problems_know_their_places() -> None:
    found = rows("2025-09,hcc,dem,1", "", "2025-08,hcc,dem,1")
    assert [str(entry.where) for entry in found.ledger.entries.values()] == [
        "bc.csv:2:4",
        "bc.csv:4:4",
    ]


def test_a_header_that_comes_again_is_known_by_any_of_its_columns() -> None:
    head = "hàng,thứ,kỳ,đơn vị,mã số liệu,giá trị\n"
    found = read_file(f"{head}1,a,2025-08,hcc,dem,12\n{head}1,a,2025-09,hcc,dem,13\n")
    assert (found.codes, len(found.values)) == ([], 2)


def test_headers_without_end_are_not_read_on() -> None:
    most = HEADER_CELLS // 6
    tables = ["2025-09,hcc,dem,12,,\n", *["2025-09,hcc,dem,,,\n"] * (most + 1)]
    found = read_file("".join(HEADER + table for table in tables))
    assert [code.split()[1] for code in found.codes] == ["file-too-big"]
    assert found.values == {"hcc dem 2025-09": "12"}
    assert read_file("".join(HEADER + table for table in tables[:most])).said == []


def test_problems_without_end_end_before_a_header_too() -> None:
    found = read_file(
        ("kỳ,mã,giá trị\n" + "2025-09,dem,?\n" * 2) * (FILE_PROBLEMS // 2 + 50), "hcc"
    )
    codes = [code.split()[1] for code in found.codes]
    assert (len(codes), codes.count("too-many-problems")) == (FILE_PROBLEMS + 3, 1)


@pytest.mark.parametrize(
    ("head", "strange", "own"),
    [
        (HEADER, "2025-09,hcc,Cộng {n},,,", "2025-09,hcc,dem,12,,"),
        (HEADER, "2025-09,hcc,Tổng cộng,{n},,", "2025-09,hcc,dem,12,,"),
        ("đơn vị,nội dung,T9/2025\n", "hcc,Việc {n},", "hcc,dem,12"),
        ("đơn vị,nội dung,T9/2025\n", "hcc,Cộng,{n}", "hcc,dem,12"),
    ],
)
def test_rows_about_something_else_are_not_read_without_end(
    monkeypatch: pytest.MonkeyPatch, head: str, strange: str, own: str
) -> None:
    monkeypatch.setattr(table, "STRANGE_ROWS", 300)
    others = [strange.format(n=n) for n in range(2000)]
    blank = [",,,"] * 1000
    found = read_file(head + "\n".join([own, *others[:300], *blank]))
    assert (found.said, list(found.values)) == ([], ["hcc dem 2025-09"])
    found = read_file(head + "\n".join([own, *others]))
    assert [code.split()[1] for code in found.codes] == ["file-too-big"]
    assert list(found.values) == ["hcc dem 2025-09"]


def test_data_of_any_type_ends_a_tail() -> None:
    """What could be signatures is complained of above data, and passed over below it."""
    own = ["2025-09,hcc,tien,1,,", *[",,,người ký,,"] * 60, "2025-09,hcc,ty_le,95%,,"]
    found = rows(*own, *[",,,người ký,,"] * 10)
    assert found.codes == [f"{line}:3 no-figure" for line in range(3, 63)]
    assert len(found.values) == 2


def test_many_spaces_in_a_name_take_no_time() -> None:
    """A pattern that backtracks needs many seconds for each; the alarm ends the test."""

    def ring(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(10)
    try:
        found = rows(*(f"2025-09,a{' ' * (32_000 + n)}b,dem,1" for n in range(5)))
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    assert found.codes == [f"{line}:2 unknown-unit" for line in range(2, 7)]


LINES = [
    "2025-09,hcc,dem,12,,1",
    "2025-09,hcc,dem,13,,2",
    "2025-09,hcc,dem,13,,2",
    "2025-09,hcc,dem,?,,1",
    "2025-08,kt,dem,1.234,,",
    "2025-08,hcc,tien,1.234,,",
    '2025-09,hcc,tien,"1,234",,',
    '2025-08,hcc,ty_le,"95,5",,',
    "2025-09,hcc,ty_le,95.5,,",
    "2025-09,hcc,ty_le,,,9",
    "Sep-25,hcc,da_lam,x,,",
    "2025-10,hcc,da_lam,x,,hai",
    "2025-10,hcc,da_lam,x,,2",
    "2025-13,hcc,dem,1,,",
    "2025-10,zzz,dem,1,,",
    "2025-10,hcc,dem,5,,,,thừa",
]


@given(st.lists(st.sampled_from(LINES), max_size=10), st.data())
def test_the_order_of_rows_changes_no_entry(lines: list[str], data: st.DataObject) -> None:
    mixed = data.draw(st.permutations(lines))
    before, after = rows(*lines), rows(*mixed)
    assert (before.values, before.rejected) == (after.values, after.rejected)
    assert sorted(p.code for p in before.problems) == sorted(p.code for p in after.problems)


CELLS = st.sampled_from(
    ["2025-09", "9/2025", "Sep-25", "hcc", "kt", "dem", "tien", "ty_le", "1", "1.234", "1,5", "x"]
) | st.text(max_size=8)


@given(st.lists(st.lists(CELLS, max_size=8), max_size=6), st.sampled_from([",", ";", "\t"]))
def test_no_rows_are_too_strange(table: list[list[str]], delimiter: str) -> None:
    names = HEADER.replace(",", delimiter)
    content = names + "\n".join(delimiter.join(cells) for cells in table)
    found = read_file(content.encode(errors="replace"))
    lines = content.count("\n") + content.count("\r") + 1
    for problem in found.problems:
        assert problem.where.line is None or 1 <= problem.where.line <= lines
        assert str(problem.message)
    assert not set(found.ledger.entries) & set(found.ledger.rejected)
