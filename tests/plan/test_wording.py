"""The little languages of a plan: requirements, sums and check rules."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.plan.terms import Check, Operator, Requirement, Side, Term
from cchc_cli.plan.wording import parse_check, parse_requirement, parse_terms
from cchc_cli.texts import Text

AT_LEAST, ABOVE, AT_MOST = Operator.AT_LEAST, Operator.ABOVE, Operator.AT_MOST
BELOW, EQUAL = Operator.BELOW, Operator.EQUAL


@pytest.mark.parametrize(
    ("written", "op", "bound", "percent"),
    [
        (">= 95%", AT_LEAST, "95", True),
        (">=95%", AT_LEAST, "95", True),
        ("≥ 95%", AT_LEAST, "95", True),
        ("≥95 %", AT_LEAST, "95", True),
        ("<= 100%", AT_MOST, "100", True),
        ("≤ 100%", AT_MOST, "100", True),
        ("> 90%", ABOVE, "90", True),
        ("< 5%", BELOW, "5", True),
        ("= 100%", EQUAL, "100", True),
        ("> 97,5%", ABOVE, "97.5", True),
        ("> 97.5%", ABOVE, "97.5", True),
        (">= 99,125%", AT_LEAST, "99.125", True),
        (">= 2", AT_LEAST, "2", False),
        ("<= 45", AT_MOST, "45", False),
        ("= 12", EQUAL, "12", False),
        (">= 1500", AT_LEAST, "1500", False),
        (">= 1.234.567", AT_LEAST, "1234567", False),
        (">= 1.234,5", AT_LEAST, "1234.5", False),
        (">= 0", AT_LEAST, "0", False),
        ("> -5", ABOVE, "-5", False),
    ],
)
def test_requirements(written: str, op: Operator, bound: str, percent: bool) -> None:
    assert parse_requirement(written) == Requirement(op, Fraction(bound), percent)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("95%", 'yêu cầu "95%" thiếu dấu so sánh (>=, >, <=, <, =)'),
        ("95", 'yêu cầu "95" thiếu dấu so sánh (>=, >, <=, <, =)'),
        ("từ 95%", 'yêu cầu "từ 95%" thiếu dấu so sánh (>=, >, <=, <, =)'),
        (">= 1.500", 'mức ">= 1.500" có thể là 1500 hoặc 1,500'),
        (">= 1,500", 'mức ">= 1,500" có thể là 1500 hoặc 1,500'),
        (">=", 'yêu cầu ">=" không có mức là một con số'),
        (">= %", 'yêu cầu ">= %" không có mức là một con số'),
        (">= -", 'yêu cầu ">= -" không có mức là một con số'),
        (">= nhiều", 'yêu cầu ">= nhiều" không có mức là một con số'),
        (">= ٩٥%", 'yêu cầu ">= ٩٥%" không có mức là một con số'),
        (">= kps", 'yêu cầu ">= kps" không có mức là một con số'),
        (">= không phát sinh", 'yêu cầu ">= không phát sinh" không có mức là một con số'),
        ("=> 95%", 'yêu cầu "=> 95%" không đọc được'),
        ("== 95%", 'yêu cầu "== 95%" không đọc được'),
        (">= 95%%", 'yêu cầu ">= 95%%" không đọc được'),
        (">= 90% <= 95%", 'yêu cầu ">= 90% <= 95%" không đọc được'),
        ("", 'yêu cầu "" thiếu dấu so sánh (>=, >, <=, <, =)'),
    ],
)
def test_requirements_that_cannot_be_read(written: str, why: str) -> None:
    said = parse_requirement(written)
    assert isinstance(said, Text)
    assert str(said) == why


@given(st.text() | st.text(alphabet="<>=≥≤ 0123456789.,%-kps"))
def test_no_requirement_is_too_strange_to_read(written: str) -> None:
    read = parse_requirement(written)
    assert isinstance(read, (Requirement, Text))
    if isinstance(read, Requirement):
        assert read.percent == ("%" in written)
        assert written.strip()[0] in "<>=≥≤"


def test_a_list_of_figures_adds_and_subtracts() -> None:
    assert parse_terms(["a", "-b", "c_2"]) == (Term("a", 1), Term("b", -1), Term("c_2", 1))


A, B, C = Term("a"), Term("b"), Term("c")


@pytest.mark.parametrize(
    ("rule", "left", "op", "right"),
    [
        ("a + b = c", Side((A, B)), EQUAL, Side((C,))),
        ("a+b=c", Side((A, B)), EQUAL, Side((C,))),
        ("a<=b", Side((A,)), AT_MOST, Side((B,))),
        ("a ≤ b", Side((A,)), AT_MOST, Side((B,))),
        ("a >= b - c", Side((A,)), AT_LEAST, Side((B, Term("c", -1)))),
        ("-a + b > 0", Side((Term("a", -1), B)), ABOVE, Side(())),
        ("a < 100", Side((A,)), BELOW, Side((), Fraction(100))),
        ("a - 1,5 = b + 2", Side((A,), Fraction("-1.5")), EQUAL, Side((B,), Fraction(2))),
        ("a + a_2 = 1 + 2", Side((A, Term("a_2"))), EQUAL, Side((), Fraction(3))),
    ],
)
def test_check_rules(rule: str, left: Side, op: Operator, right: Side) -> None:
    assert parse_check(rule, is_error=False) == Check(rule, left, op, right, is_error=False)
    assert parse_check(rule, is_error=True) == Check(rule, left, op, right, is_error=True)


def test_a_check_names_its_figures_once_and_in_order() -> None:
    check = parse_check("b + a = c + b", is_error=False)
    assert isinstance(check, Check)
    assert check.figures == ("b", "a", "c")


SHAPE = "phải có dạng: vế trái, một dấu so sánh, vế phải"
SIDE = "không phải các mã số liệu nối bằng + hoặc -"


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("a + b", f'quy tắc "a + b" {SHAPE}'),
        ("a = b = c", f'quy tắc "a = b = c" {SHAPE}'),
        ("a == b", f'quy tắc "a == b" {SHAPE}'),
        ("= b", f'quy tắc "= b" {SHAPE}'),
        ("a <=", f'quy tắc "a <=" {SHAPE}'),
        (" = b", f'vế " " {SIDE}'),
        ("a b = c", f'vế "a b " {SIDE}'),
        ("2a = c", f'vế "2a " {SIDE}'),
        ("a + = c", f'vế "a + " {SIDE}'),
        ("a * 2 = c", f'vế "a * 2 " {SIDE}'),
        ("Hồ_sơ = c", f'vế "Hồ_sơ " {SIDE}'),
        ("a <= 100%", f'vế " 100%" {SIDE}'),
        ("a <= 1.500", 'số "1.500" trong quy tắc không rõ ràng'),
        ("a <= 1.2.3", 'số "1.2.3" trong quy tắc không rõ ràng'),
    ],
)
def test_check_rules_that_cannot_be_read(rule: str, why: str) -> None:
    said = parse_check(rule, is_error=True)
    assert isinstance(said, Text)
    assert str(said) == why


@given(st.text(min_size=1) | st.text(alphabet="ab_1 +-=<>≤.,"))
def test_no_rule_is_too_strange_to_read(rule: str) -> None:
    assert isinstance(parse_check(rule, is_error=False), (Check, Text))


def test_many_spaces_cost_no_time() -> None:
    spaces = " " * 3900
    assert isinstance(parse_requirement(f"{spaces}x x{spaces}>"), Text)
    assert isinstance(parse_requirement(f">={spaces}95{spaces}%{spaces}x"), Text)
    assert parse_requirement(f"{spaces}>={spaces}95{spaces}%{spaces}") == parse_requirement(">=95%")
    assert isinstance(parse_check(f"a{spaces}. = b", is_error=False), Text)
