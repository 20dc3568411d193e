"""A rule that does not hold, as an office reads it: every form of rule, by names and values."""

from pathlib import Path

import openpyxl
import pytest

from building import ledger_of, plan_of
from cases.running import PLAN, cchc, write
from cchc_cli.checks import CheckFailure, check_ledger
from cchc_cli.formats.words import Words
from cchc_cli.forms.contradictions import say_contradiction

FIGURES = """
    a: {type: count}
    b: {type: count}
    c: {type: amount}
    p: {type: percent, over_time: last}
    q: {type: percent, over_time: last}
"""


def failure(rule: str, ledger: str, severity: str = "error") -> tuple[CheckFailure, Words]:
    check = f'{{rule: "{rule}", severity: {severity}}}'
    plan = plan_of(FIGURES, 'measure: {total: [a]}, require: ">= 1"', checks=check)
    (found,) = check_ledger(plan, ledger_of(ledger))
    return found, Words(plan, "vi")


def said(rule: str, values: str) -> str:
    """Return what is said of a rule, between the file and the cure."""
    lines = "\n".join(f"hcc {name} 09:{value}" for name, value in
                      (pair.split("=") for pair in values.split()))  # fmt: skip
    sentence = say_contradiction(*failure(rule, lines))
    return sentence.partition("(tệp so_lieu.csv): ")[2].partition(". Cách sửa")[0]


SUM = "; theo số đã nộp, hai vế là "


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        ("a <= b", "a=79 b=78", '"a" (79) không được lớn hơn "b" (78)'),
        ("a ≤ b", "a=79 b=78", '"a" (79) không được lớn hơn "b" (78)'),
        ("a < b", "a=78 b=78", '"a" (78) phải nhỏ hơn "b" (78)'),
        ("a >= b", "a=77 b=78", '"a" (77) không được nhỏ hơn "b" (78)'),
        ("a > b", "a=78 b=78", '"a" (78) phải lớn hơn "b" (78)'),
        ("a = b", "a=1234 b=0", '"a" (1.234) phải bằng "b" (0)'),
        ("a = 0", "a=5", '"a" (5) phải bằng 0'),
        ("12 <= a", "a=5", '12 không được lớn hơn "a" (5)'),
        ("- 5 = a", "a=9", '-5 phải bằng "a" (9)'),
        ("a + b = c", "a=1 b=2 c=4.5", '"a" (1) cộng "b" (2) phải bằng "c" (4,5)' + SUM + "3 và 4,5"),
        ("c <= a - b", "a=1 b=2 c=4.5",
         '"c" (4,5) không được lớn hơn "a" (1) trừ "b" (2)' + SUM + "4,5 và -1"),
        ("- a + b >= c", "a=3 b=2 c=4",
         '"b" (2) trừ "a" (3) không được nhỏ hơn "c" (4)' + SUM + "-1 và 4"),
        ("- a - b = c", "a=3 b=2 c=4", '0 trừ "a" (3) trừ "b" (2) phải bằng "c" (4)' + SUM + "-5 và 4"),
        ("a <= b + 5", "a=9 b=3", '"a" (9) không được lớn hơn "b" (3) cộng 5' + SUM + "9 và 8"),
        ("a <= b - 5", "a=9 b=3", '"a" (9) không được lớn hơn "b" (3) trừ 5' + SUM + "9 và -2"),
        ("a <= 5 - b", "a=9 b=3", '"a" (9) không được lớn hơn 5 trừ "b" (3)' + SUM + "9 và 2"),
        ("a <= - 5 - b", "a=9 b=3", '"a" (9) không được lớn hơn 0 trừ "b" (3) trừ 5' + SUM + "9 và -8"),
        ("a <= -5", "a=9", '"a" (9) không được lớn hơn -5'),
        ("a + a = b", "a=2 b=5", '"a" (2) cộng "a" (2) phải bằng "b" (5)' + SUM + "4 và 5"),
        ("p <= 100", "p=100.5", '"p" (100,5%) không được lớn hơn 100%'),
        ("p + q = 100", "p=60 q=39.5",
         '"p" (60%) cộng "q" (39,5%) phải bằng 100%' + SUM + "99,5% và 100%"),
        ("p + a <= 100", "p=60 a=50", '"p" (60%) cộng "a" (50) không được lớn hơn 100' + SUM + "110 và 100"),
        ("c <= 1520,4", "c=1520.4004", '"c" (1.520,4004) không được lớn hơn 1.520,4'),
        ("a = b", "a=7~ b=8", '"a" (ước 7) phải bằng "b" (8)'),
    ],
)  # fmt: skip
def test_every_form_of_rule(rule: str, values: str, expected: str) -> None:
    assert said(rule, values) == expected


def test_the_cure_of_an_error_and_of_a_warning() -> None:
    ledger = "hcc a 09:2\nhcc b 09:1"
    assert say_contradiction(*failure("a <= b", ledger)) == (
        'Số liệu tháng 9/2025 (tệp so_lieu.csv): "a" (2) không được lớn hơn "b" (1). '
        "Cách sửa: xem lại số liệu nêu trên (mã a, b), sửa số chưa đúng."
    )
    assert say_contradiction(*failure("a <= b", ledger, "warning")).endswith(
        "(mã a, b), chưa đúng thì sửa; nếu đúng thì ghi lý do ở cột Ghi chú."
    )


BAD = "mã số liệu,giá trị\nda_tra,200\ndung_han,201\nhai_long,97\n"
SENTENCE = (
    'Số liệu tháng 9/2025 (tệp 2025-09/hcc.csv): "Hồ sơ trả đúng hạn" (201) không được lớn hơn '
    '"Hồ sơ đã trả kết quả" (200). Cách sửa: xem lại số liệu nêu trên (mã dung_han, da_tra), sửa '
    "số chưa đúng."
)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    data = write(tmp_path / "data", {"2025-09/hcc.csv": BAD})
    (tmp_path / "back").mkdir()
    cchc("return", data, "--output", tmp_path / "back", "--plan", PLAN, "--period", "2025-09",
         "--date", "2025-10-03")  # fmt: skip
    return tmp_path / "back"


def test_the_letter_says_it_once_and_in_names(out: Path) -> None:
    letter = (out / "hcc-2025-09.txt").read_text("utf-8-sig")
    assert f"Nội dung cần sửa (1):\n- {SENTENCE}\n" in letter
    assert "vế trái" not in letter


def test_every_cell_of_the_rule_is_marked_for_nobody_knows_which_is_wrong(out: Path) -> None:
    sheet = openpyxl.load_workbook(out / "hcc-2025-09.xlsx")["Biểu"]
    rows = {row[2].value: row for row in sheet.iter_rows(min_row=10) if row[2].value}
    for figure in ("dung_han", "da_tra"):
        comment = rows[figure][5].comment
        assert comment is not None
        assert comment.text == SENTENCE
        assert rows[figure][8].value == "xem lại"
    assert rows["hai_long"][5].comment is None


def test_in_english(tmp_path: Path, out: Path) -> None:
    cchc("return", tmp_path / "data", "--output", out, "--plan", PLAN, "--period", "2025-09",
         "--lang", "en", "--force")  # fmt: skip
    assert (
        'Figures of 2025-09 (file 2025-09/hcc.csv): "Hồ sơ trả đúng hạn" (201) must not be greater '
        'than "Hồ sơ đã trả kết quả" (200).'
    ) in (out / "hcc-2025-09.txt").read_text("utf-8-sig")
