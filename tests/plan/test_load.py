"""Loading a plan: what a minimal one gives, and every complaint with its place and cure."""

import re
from datetime import date
from fractions import Fraction

import pytest

from cchc_cli.numbers import FigureType
from cchc_cli.periods import Period
from cchc_cli.plan.load import load_plan
from cchc_cli.plan.terms import (
    AllDone,
    Check,
    Every,
    Figure,
    Judge,
    Letterhead,
    Operator,
    OverTime,
    Plan,
    Ratio,
    Recurring,
    Requirement,
    Section,
    Side,
    Target,
    Task,
    Term,
    Total,
    Unit,
)
from cchc_cli.problems import Problem, Severity

PLAN = """\
format: 1
id: xa_nho
title: Kế hoạch CCHC
issuer: UBND xã
periods: {first: 2025-07, last: 2025-12}
units:
  - id: hcc
    name: Trung tâm HCC
  - {id: kt, name: Phòng Kinh tế}
figures:
  - id: da_tra
    name: Số hồ sơ đã trả
    type: count
    measured_in: hồ sơ
    over_time: sum
    reported_by: [hcc]
  - {id: dung_han, name: Đúng, type: count, measured_in: hồ sơ, over_time: sum, reported_by: [hcc]}
  - {id: ty_le, name: Tỷ lệ, type: percent, measured_in: "%", over_time: last, reported_by: [kt]}
  - {id: khao_sat, name: Đã khảo sát, type: yes_no, reported_by: [kt]}
sections:
  - id: "3"
    title: Cải cách TTHC
    lead: hcc
    targets:
      - id: "3.3"
        clause: II.3.a.3
        name: Đúng hạn
        text: Từ 95% hồ sơ đúng hạn.
        measure: {ratio: {part: [dung_han], whole: [da_tra]}}
        require: ">= 95%"
"""

Edit = tuple[str, str]

MEASURE = 'measure: {ratio: {part: [dung_han], whole: [da_tra]}}\n        require: ">= 95%"'
"""Lines 29 and 30 of the plan, from column 9."""

WITH_TASKS = (
    MEASURE,
    f"""{MEASURE}
    tasks:
      - id: nv_3_1
        clause: II.3.b.1
        name: Rà soát
        text: Rà soát TTHC.
        supported_by: [kt]
        due: 2025-12-09
        product: Báo cáo
      - {{id: nv_3_2, clause: II.3.b.2, name: Công khai, text: Hàng tháng., recurring: month}}
      - {{id: nv_3_3, clause: II.3.b.3, name: Đôn đốc, text: Đôn đốc., lead: kt}}""",
)
"""Puts three tasks of section 3 into the plan; they begin on lines 32, 39 and 40."""


def edited(*edits: Edit) -> str:
    """Return the plan with each first text, which stands in it just once, put as the second."""
    source = PLAN
    for old, new in edits:
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    return source


def problems_of(source: str) -> tuple[Problem, ...]:
    plan, problems = load_plan(source.encode(), "plan.yaml")
    assert (plan is None) == bool(problems)
    assert all(problem.severity is Severity.ERROR for problem in problems)
    assert all(str(problem.hint) for problem in problems)
    return problems


def complaints(*edits: Edit) -> list[str]:
    return [f"{p.where}: [{p.code}] {p.message}" for p in problems_of(edited(*edits))]


def plan_of(*edits: Edit) -> Plan:
    plan, problems = load_plan(edited(*edits).encode(), "plan.yaml")
    assert plan is not None, [str(problem.message) for problem in problems]
    return plan


def test_a_minimal_plan_gets_every_default() -> None:
    counted = (FigureType.COUNT, OverTime.SUM, Every.MONTH, ("hcc",), "hồ sơ")
    target = Target(
        id="3.3",
        section="3",
        clause="II.3.a.3",
        name="Đúng hạn",
        text="Từ 95% hồ sơ đúng hạn.",
        lead="hcc",
        measure=Ratio((Term("dung_han"),), (Term("da_tra"),)),
        require=Requirement(Operator.AT_LEAST, Fraction(95), percent=True),
        due=None,
        judge=Judge.TO_DATE,
        may_exceed=False,
    )
    assert plan_of() == Plan(
        id="xa_nho",
        title="Kế hoạch CCHC",
        issuer="UBND xã",
        authority=(),
        language="vi",
        first=Period(2025, 7),
        last=Period(2025, 12),
        cut_off_day=None,
        units=(Unit("hcc", "Trung tâm HCC", ()), Unit("kt", "Phòng Kinh tế", ())),
        figures=(
            Figure("da_tra", "Số hồ sơ đã trả", *counted),
            Figure("dung_han", "Đúng", *counted),
            Figure("ty_le", "Tỷ lệ", FigureType.PERCENT, OverTime.LAST, Every.MONTH, ("kt",), "%"),
            Figure(
                "khao_sat", "Đã khảo sát", FigureType.YES_NO, OverTime.EVER, Every.MONTH, ("kt",)
            ),
        ),
        checks=(),
        sections=(Section("3", "Cải cách TTHC", "hcc"),),
        targets=(target,),
        letterhead=Letterhead("", ("UBND XÃ",), "", "", (), ("Lưu: VT",)),
    )


_SIGNED = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")


@pytest.mark.parametrize(
    ("issuer", "body", "place"),
    [
        ("UBND xã Thái Tân", ("ỦY BAN NHÂN DÂN", "XÃ THÁI TÂN"), "Thái Tân"),
        ("Uỷ ban nhân dân phường  An Hải", ("ỦY BAN NHÂN DÂN", "PHƯỜNG AN HẢI"), "An Hải"),
        ("UBND phường 12", ("ỦY BAN NHÂN DÂN", "PHƯỜNG 12"), "Phường 12"),
    ],
)
def test_a_committee_s_letterhead_is_derived(
    issuer: str, body: tuple[str, ...], place: str
) -> None:
    head = plan_of(("issuer: UBND xã", f"issuer: {issuer}")).letterhead
    assert head == Letterhead("", body, place, "BC-UBND", _SIGNED, ("Lưu: VT",))


@pytest.mark.parametrize("issuer", ["Sở Nội vụ", "Văn phòng UBND xã Thái Tân", "UBND tỉnh X"])
def test_nothing_is_guessed_of_another_issuer_s_letterhead(issuer: str) -> None:
    head = plan_of(("issuer: UBND xã", f"issuer: {issuer}")).letterhead
    assert head == Letterhead("", (issuer.upper(),), "", "", (), ("Lưu: VT",))


def test_a_letterhead_s_keys_are_taken_over() -> None:
    said = "{superior: UBND XÃ A, body: [PHÒNG B], place: A, signer: [TRƯỞNG PHÒNG]}"
    head = plan_of(("issuer: UBND xã", f"issuer: UBND xã A\nletterhead: {said}")).letterhead
    assert head == Letterhead("UBND XÃ A", ("PHÒNG B",), "A", "", ("TRƯỞNG PHÒNG",), ("Lưu: VT",))


def test_a_wrong_letterhead_is_complained_of_in_place() -> None:
    said = "{bodi: [X], signer: [], place: 12, recipients: nobody}"
    source = PLAN.replace("issuer: UBND xã", f"issuer: UBND xã\nletterhead: {said}")
    plan, problems = load_plan(source.encode(), "plan.yaml")
    assert plan is None
    assert [f"{p.where} {p.code} {p.message}" for p in problems] == [
        'plan.yaml:5:14 plan-unknown-key khóa lạ "bodi"',
        'plan.yaml:5:33 plan-wrong-value "signer" không được trống',
        "plan.yaml:5:44 plan-unquoted YAML đọc 12 thành một số hoặc đúng/sai, không phải chữ",
        'plan.yaml:5:60 plan-wrong-value "recipients" phải là một danh sách, ví dụ [a, b]',
    ]
    assert str(problems[0].hint) == 'có phải là "body"?'


def test_every_optional_key_is_taken_over() -> None:
    plan = plan_of(
        ("periods:", "authority: [QĐ 3041]\nlanguage: en\ncut_off_day: 14\nperiods:"),
        ("name: Trung tâm HCC", "name: Trung tâm HCC\n    aliases: [TTHCC, Một cửa]"),
        ("over_time: last,", "over_time: last, every: plan,"),
        ("type: yes_no,", "type: yes_no, over_time: last, every: quarter,"),
        ("sections:", 'checks: [{rule: "dung_han <= da_tra", severity: error}]\nsections:'),
        (
            MEASURE,
            f"{MEASURE}\n        lead: kt\n        due: 2025-12\n        judge: month\n"
            "        may_exceed: true",
        ),
    )
    assert (plan.authority, plan.language, plan.cut_off_day) == (("QĐ 3041",), "en", 14)
    assert plan.unit["hcc"].aliases == ("TTHCC", "Một cửa")
    assert plan.figure["ty_le"].every is Every.PLAN
    assert plan.figure["khao_sat"].over_time is OverTime.LAST
    assert plan.figure["khao_sat"].every is Every.QUARTER
    (target,) = plan.targets
    assert (target.lead, target.due, target.judge) == ("kt", Period(2025, 12), Judge.MONTH)
    assert target.may_exceed is True


def test_tasks_are_taken_over() -> None:
    assert plan_of(WITH_TASKS).tasks == (
        Task(
            id="nv_3_1",
            section="3",
            clause="II.3.b.1",
            name="Rà soát",
            text="Rà soát TTHC.",
            lead="hcc",
            supported_by=("kt",),
            due=date(2025, 12, 9),
            product="Báo cáo",
        ),
        Task(
            id="nv_3_2",
            section="3",
            clause="II.3.b.2",
            name="Công khai",
            text="Hàng tháng.",
            lead="hcc",
            recurring=Recurring.MONTH,
        ),
        Task(
            id="nv_3_3",
            section="3",
            clause="II.3.b.3",
            name="Đôn đốc",
            text="Đôn đốc.",
            lead="kt",
            due=Period(2025, 12),
        ),
    )


@pytest.mark.parametrize(
    ("due", "cut_off", "read"),
    [
        ("2025-09", "", Period(2025, 9)),
        ('"2025-12-09"', "", date(2025, 12, 9)),
        ("2025-07-01", "", date(2025, 7, 1)),
        ("2025-12-31", "", date(2025, 12, 31)),
        ("2025-06-15", "cut_off_day: 14\n", date(2025, 6, 15)),
        ("2025-12-14", "cut_off_day: 14\n", date(2025, 12, 14)),
        ("2025-12", "cut_off_day: 14\n", Period(2025, 12)),
    ],
)
def test_a_task_is_due_by_a_period_or_a_day_of_the_plan(
    due: str, cut_off: str, read: Period | date
) -> None:
    plan = plan_of(
        WITH_TASKS, ("due: 2025-12-09", f"due: {due}"), ("periods:", f"{cut_off}periods:")
    )
    assert plan.tasks[0].due == read


def test_a_section_may_have_tasks_alone() -> None:
    section = """
  - id: "4"
    title: Bộ máy
    lead: kt
    tasks:
      - {id: nv_4_1, clause: II.4.1, name: Rà soát, text: Rà soát., recurring: quarter}"""
    plan = plan_of((MEASURE, MEASURE + section))
    assert [(task.section, task.lead, task.recurring) for task in plan.tasks] == [
        ("4", "kt", Recurring.QUARTER)
    ]


def test_a_check_warns_unless_it_says_error() -> None:
    rules = 'checks: [{rule: "dung_han <= da_tra"}, {rule: "da_tra >= 0", severity: error}]\n'
    few, many = Side((Term("dung_han"),)), Side((Term("da_tra"),))
    assert plan_of(("sections:", f"{rules}sections:")).checks == (
        Check("dung_han <= da_tra", few, Operator.AT_MOST, many, is_error=False),
        Check("da_tra >= 0", many, Operator.AT_LEAST, Side(()), is_error=True),
    )


def test_totals_and_things_to_do_are_measures_too() -> None:
    total = plan_of((MEASURE, 'measure: {total: [da_tra, -dung_han]}\n        require: "<= 45"'))
    assert total.targets[0].measure == Total((Term("da_tra"), Term("dung_han", -1)))
    assert total.targets[0].require == Requirement(Operator.AT_MOST, Fraction(45), percent=False)
    done = plan_of((MEASURE, "measure: {all_done: [khao_sat]}"))
    assert done.targets[0].measure == AllDone(("khao_sat",))
    assert done.targets[0].require is None


def test_a_percentage_may_be_judged_as_it_stands() -> None:
    plan = plan_of((MEASURE, 'measure: {total: [ty_le]}\n        require: "> 97,5%"'))
    assert plan.targets[0].require == Requirement(Operator.ABOVE, Fraction("97.5"), percent=True)


def test_a_section_needs_no_lead_where_every_target_has_one() -> None:
    plan = plan_of(("    lead: hcc\n", ""), (MEASURE, f"{MEASURE}\n        lead: kt"))
    assert plan.sections == (Section("3", "Cải cách TTHC", None),)
    assert plan.targets[0].lead == "kt"


@pytest.mark.parametrize(
    ("edit", "complaint"),
    [
        (("title: Kế", "titel: Kế"), '3:1: [plan-unknown-key] khóa lạ "titel"'),
        (("    type: count\n", "    tpye: count\n"), '13:5: [plan-unknown-key] khóa lạ "tpye"'),
        (("last: 2025-12}", "last: 2025-12, lats: x}"), '5:42: [plan-unknown-key] khóa lạ "lats"'),
        (("whole: [da", "hole: [da"), '29:45: [plan-unknown-key] khóa lạ "hole"'),
        (("        require:", "        requier:"), '30:9: [plan-unknown-key] khóa lạ "requier"'),
        (("    lead: hcc", "    head: hcc"), '23:5: [plan-unknown-key] khóa lạ "head"'),
    ],
)
def test_an_unknown_key(edit: Edit, complaint: str) -> None:
    assert f"plan.yaml:{complaint}" in complaints(edit)


@pytest.mark.parametrize(
    ("edit", "code", "hint"),
    [
        (("        require:", "        requier:"), "plan-unknown-key", "require"),
        (("    type: count\n", "    tpye: count\n"), "plan-unknown-key", "type"),
        (("title: Kế", "titel: Kế"), "plan-unknown-key", "title"),
        (("whole: [da", "hole: [da"), "plan-unknown-key", "whole"),
        (("[dung_han]", "[dung_hn]"), "plan-unknown-reference", "dung_han"),
        (("    lead: hcc", "    lead: hc"), "plan-unknown-reference", "hcc"),
    ],
)
def test_did_you_mean(edit: Edit, code: str, hint: str) -> None:
    (said,) = [problem.hint for problem in problems_of(edited(edit)) if problem.code == code]
    assert str(said) == f'có phải là "{hint}"?'
    english = {'có phải là "{near}"?': 'did you mean "{near}"?'}
    assert said.render(english.__getitem__) == f'did you mean "{hint}"?'


def test_where_no_key_is_near_all_are_named() -> None:
    (problem,) = problems_of(edited(("measure: {ratio:", "measure: {zzz: 1, ratio:")))
    assert str(problem.hint) == "các khóa dùng được: ratio, total, all_done"


@pytest.mark.parametrize(
    ("edit", "complaint"),
    [
        (("issuer: UBND xã\n", ""), '1:1: [plan-missing-key] thiếu khóa "issuer"'),
        (("format: 1\n", ""), '1:1: [plan-missing-key] thiếu khóa "format"'),
        (("first: 2025-07, ", ""), '5:10: [plan-missing-key] thiếu khóa "first"'),
        (("        clause: II.3.a.3\n", ""), '25:9: [plan-missing-key] thiếu khóa "clause"'),
        ((MEASURE, 'require: ">= 95%"'), '25:9: [plan-missing-key] thiếu khóa "measure"'),
        (("    type: count\n", ""), '11:5: [plan-missing-key] thiếu khóa "type"'),
        (
            ("    over_time: sum\n", ""),
            '11:5: [plan-missing-key] số liệu "da_tra" thiếu khóa "over_time"',
        ),
        (
            ("    measured_in: hồ sơ\n", ""),
            '11:5: [plan-missing-key] số liệu "da_tra" thiếu khóa "measured_in"',
        ),
        (
            ('\n        require: ">= 95%"', ""),
            '25:9: [plan-missing-key] chỉ tiêu "3.3" thiếu khóa "require"',
        ),
        (
            ("    lead: hcc\n", ""),
            '24:9: [plan-missing-key] chỉ tiêu "3.3" không có đơn vị chủ trì',
        ),
    ],
)
def test_a_missing_key(edit: Edit, complaint: str) -> None:
    assert complaints(edit) == [f"plan.yaml:{complaint}"]


@pytest.mark.parametrize(
    ("edit", "complaint"),
    [
        (("type: count\n", "type: count\n    type: amount\n"), '14:5|"type" đã có ở dòng 13'),
        (("units:", "id: x\nunits:"), '6:1|"id" đã có ở dòng 2'),
        (("{part:", "{part: [da_tra], part:"), '29:43|"part" đã có ở dòng 29'),
    ],
)
def test_a_duplicate_key(edit: Edit, complaint: str) -> None:
    place, _, said = complaint.partition("|")
    assert f"plan.yaml:{place}: [plan-duplicate-key] khóa {said}" in complaints(edit)


@pytest.mark.parametrize(
    ("edit", "place", "name"),
    [
        (("[dung_han]", "[da_nop]"), "29:34", 'số liệu mã "da_nop"'),
        (("whole: [da_tra]", "whole: [da_tra, -da_nop]"), "29:61", 'số liệu mã "da_nop"'),
        (("    reported_by: [hcc]", "    reported_by: [hcc, vp]"), "16:24", 'đơn vị mã "vp"'),
        (("    lead: hcc", "    lead: vp"), "23:11", 'đơn vị mã "vp"'),
        ((MEASURE, f"{MEASURE}\n        lead: vp"), "31:15", 'đơn vị mã "vp"'),
        (
            ("sections:", 'checks: [{rule: "da_tra <= da_nop"}]\nsections:'),
            "20:17",
            'số liệu mã "da_nop"',
        ),
        ((MEASURE, "measure: {all_done: [da_lam]}"), "29:30", 'số liệu mã "da_lam"'),
    ],
)
def test_an_unknown_reference(edit: Edit, place: str, name: str) -> None:
    said = f"plan.yaml:{place}: [plan-unknown-reference] không có {name}"
    assert complaints(edit) == [said]


@pytest.mark.parametrize(
    ("edit", "place", "name"),
    [
        (("    reported_by: [hcc]", "    reported_by: [-hcc]"), "16:19", '"-hcc"'),
        ((MEASURE, "measure: {all_done: [-khao_sat]}"), "29:30", '"-khao_sat"'),
    ],
)
def test_only_sums_subtract(edit: Edit, place: str, name: str) -> None:
    """A minus sign before a unit, or before a thing to be done, means nothing."""
    (said,) = complaints(edit)
    assert said.startswith(f"plan.yaml:{place}: ")
    assert name in said


@pytest.mark.parametrize(
    ("edit", "place", "name"),
    [
        (("{id: kt,", "{id: hcc,"), "9:10", "hcc"),
        (("{id: dung_han,", "{id: da_tra,"), "17:10", "da_tra"),
        (("{id: khao_sat,", "{id: ty_le,"), "19:10", "ty_le"),
        (
            ("sections:", 'sections:\n  - {id: "3", title: Khác, lead: hcc}'),
            "22:9",
            "3",
        ),
    ],
)
def test_a_duplicate_id(edit: Edit, place: str, name: str) -> None:
    said = f'plan.yaml:{place}: [plan-duplicate-id] mã "{name}" đã dùng ở trên'
    assert said in complaints(edit)


def test_a_target_id_is_unique_over_all_sections() -> None:
    again = PLAN[PLAN.index('  - id: "3"') :].replace('id: "3"\n', 'id: "4"\n')
    (problem,) = problems_of(PLAN + again)
    assert f"{problem.where}: [{problem.code}] {problem.message}" == (
        'plan.yaml:35:13: [plan-duplicate-id] mã "3.3" đã dùng ở trên'
    )


@pytest.mark.parametrize(
    ("name", "place", "said"),
    [
        ("TRUNG TÂM HCC.", "9:20", 'tên "TRUNG TÂM HCC." đã là của đơn vị "hcc"'),
        ("Phòng Kinh tế, aliases: [Hcc]", "9:45", 'tên "Hcc" đã là của đơn vị "hcc"'),
    ],
)
def test_two_units_never_share_a_name(name: str, place: str, said: str) -> None:
    edit = ("name: Phòng Kinh tế", f"name: {name}")
    assert complaints(edit) == [f"plan.yaml:{place}: [plan-duplicate-id] {said}"]


@pytest.mark.parametrize(
    ("edit", "place", "raw"),
    [
        (('id: "3.3"', "id: 3.10"), "25:13", "3.10"),
        (('id: "3"\n', "id: 3\n"), "21:9", "3"),
        (('id: "3"\n', "id: yes\n"), "21:9", "yes"),
        (("clause: II.3.a.3", "clause: 3.3"), "26:17", "3.3"),
        (("id: xa_nho", "id: 12"), "2:5", "12"),
        (("title: Kế hoạch CCHC", "title: 2025"), "3:8", "2025"),
        (("name: Trung tâm HCC", "name: Trung tâm HCC\n    aliases: [1]"), "9:15", "1"),
        (('require: ">= 95%"', "require: 95"), "30:18", "95"),
    ],
)
def test_what_yaml_turned_into_a_number_is_quoted_back_as_written(
    edit: Edit, place: str, raw: str
) -> None:
    (problem,) = problems_of(edited(edit))
    assert f"{problem.where}: [{problem.code}] {problem.message}" == (
        f"plan.yaml:{place}: [plan-unquoted] "
        f"YAML đọc {raw} thành một số hoặc đúng/sai, không phải chữ"
    )
    assert str(problem.hint) == f'đặt trong dấu nháy: "{raw}"'


@pytest.mark.parametrize(
    ("edit", "place", "said"),
    [
        (("format: 1", "format: 2"), "1:9", 'giá trị "2" của "format" không dùng được'),
        (("format: 1", 'format: "1"'), "1:9", 'giá trị "1" của "format" không dùng được'),
        (("format: 1", "format: yes"), "1:9", 'giá trị "True" của "format" không dùng được'),
        (("id: xa_nho", "id: Xã-nhỏ"), "2:5", 'giá trị "Xã-nhỏ" của "id" không dùng được'),
        (("id: xa_nho", "id: 1_xa"), "2:5", 'giá trị "1_xa" của "id" không dùng được'),
        (("title: Kế hoạch CCHC", "title:"), "3:7", '"title" không được trống'),
        (("title: Kế hoạch CCHC", 'title: ""'), "3:8", '"title" không được trống'),
        (
            ("title: Kế hoạch CCHC", "title: [a]"),
            "3:8",
            'giá trị của "title" không được là danh sách hay nhóm khóa',
        ),
        (("clause: II.3.a.3", "clause: ''"), "26:17", '"clause" không được trống'),
        (
            ("first: 2025-07", "first: 07/2025"),
            "5:18",
            'giá trị "07/2025" của "first" không dùng được',
        ),
        (
            ("first: 2025-07", "first: 2025-7"),
            "5:18",
            'giá trị "2025-7" của "first" không dùng được',
        ),
        (
            ("first: 2025-07", "first: 2٠25-07"),
            "5:18",
            'giá trị "2٠25-07" của "first" không dùng được',
        ),
        (
            ("first: 2025-07, last: 2025-12", "first: 2025-12, last: 2025-07"),
            "5:33",
            "kỳ cuối 2025-07 đứng trước kỳ đầu 2025-12",
        ),
        (("last: 2025-12", "last: 2052-12"), "5:33", "kế hoạch dài quá 120 kỳ"),
        (
            ("periods: {first: 2025-07, last: 2025-12}", "periods: 2025"),
            "5:10",
            '"periods" phải gồm các khóa bên dưới nó',
        ),
        (
            ("issuer:", "cut_off_day: 0\nissuer:"),
            "4:14",
            'giá trị "0" của "cut_off_day" không dùng được',
        ),
        (
            ("issuer:", "cut_off_day: 14.5\nissuer:"),
            "4:14",
            'giá trị "14.5" của "cut_off_day" không dùng được',
        ),
        (
            ("issuer:", "language: fr\nissuer:"),
            "4:11",
            'giá trị "fr" của "language" không dùng được',
        ),
        (
            ("issuer:", "authority: QĐ 3041\nissuer:"),
            "4:12",
            '"authority" phải là một danh sách, ví dụ [a, b]',
        ),
        (
            ("    type: count\n", "    type: counts\n"),
            "13:11",
            'giá trị "counts" của "type" không dùng được',
        ),
        (
            ("over_time: sum\n", "over_time: total\n"),
            "15:16",
            'giá trị "total" của "over_time" không dùng được',
        ),
        (("over_time: sum\n", "over_time: ever\n"), "15:16", "ever chỉ dùng cho số liệu có/không"),
        (
            ("type: yes_no,", "type: yes_no, over_time: sum,"),
            "19:64",
            "số liệu có/không không cộng được",
        ),
        (
            ("    reported_by: [hcc]\n", "    reported_by: hcc\n"),
            "16:18",
            '"reported_by" phải là một danh sách, ví dụ [a, b]',
        ),
        (
            ("    reported_by: [hcc]\n", "    reported_by: []\n"),
            "16:18",
            '"reported_by" không được trống',
        ),
        (("part: [dung_han]", "part: []"), "29:33", '"part" không được trống'),
        (
            (MEASURE, f"{MEASURE}\n        due: 2026-01"),
            "31:14",
            "hạn 2026-01 nằm ngoài các kỳ của kế hoạch",
        ),
        (
            (MEASURE, f"{MEASURE}\n        judge: year"),
            "31:16",
            'giá trị "year" của "judge" không dùng được',
        ),
        (
            (MEASURE, f"{MEASURE}\n        may_exceed: 1"),
            "31:21",
            'giá trị "1" của "may_exceed" không dùng được',
        ),
        (
            ("sections:", "checks: [{rule: da_tra > 0, severity: fatal}]\nsections:"),
            "20:39",
            'giá trị "fatal" của "severity" không dùng được',
        ),
    ],
)
def test_a_wrong_value(edit: Edit, place: str, said: str) -> None:
    assert complaints(edit) == [f"plan.yaml:{place}: [plan-wrong-value] {said}"]


@pytest.mark.parametrize(
    ("require", "said"),
    [
        (">= 95", 'mức của một tỷ lệ phải có dấu %: ">= 95"'),
        ("95%", 'yêu cầu "95%" thiếu dấu so sánh (>=, >, <=, <, =)'),
        ("tối thiểu 95%", 'yêu cầu "tối thiểu 95%" thiếu dấu so sánh (>=, >, <=, <, =)'),
        (">= kps%", 'yêu cầu ">= kps%" không có mức là một con số'),
    ],
)
def test_a_wrong_bound_of_a_ratio(require: str, said: str) -> None:
    edit = ('require: ">= 95%"', f'require: "{require}"')
    assert complaints(edit) == [f"plan.yaml:30:18: [plan-bad-bound] {said}"]


@pytest.mark.parametrize(
    ("measure", "require", "said"),
    [
        ("total: [da_tra]", ">= 95%", 'mức ">= 95%" có dấu % nhưng cách tính không phải tỷ lệ'),
        ("total: [da_tra]", ">= 1.500", 'mức ">= 1.500" có thể là 1500 hoặc 1,500'),
        ("total: [ty_le]", ">= 95", 'mức của một tỷ lệ phải có dấu %: ">= 95"'),
        ("all_done: [khao_sat]", ">= 1", "all_done đã có sẵn yêu cầu là tất cả phải xong"),
    ],
)
def test_a_wrong_bound_of_another_measure(measure: str, require: str, said: str) -> None:
    edit = (MEASURE, f'measure: {{{measure}}}\n        require: "{require}"')
    assert complaints(edit) == [f"plan.yaml:30:18: [plan-bad-bound] {said}"]


ONE_OF_THREE = "cách tính phải có đúng một trong ba khóa: ratio, total, all_done"


@pytest.mark.parametrize(
    ("measure", "place", "said"),
    [
        ("{total: [da_tra], all_done: [khao_sat]}", "29:18", ONE_OF_THREE),
        ("{total: [khao_sat]}", "29:27", 'số liệu có/không "khao_sat" không cộng, không chia được'),
        (
            "{all_done: [da_tra]}",
            "29:30",
            'all_done chỉ nhận số liệu có/không; "da_tra" không phải',
        ),
    ],
)
def test_a_wrong_measure(measure: str, place: str, said: str) -> None:
    require = "" if "all_done" in measure else '\n        require: ">= 1"'
    edit = (MEASURE, f"measure: {measure}{require}")
    assert complaints(edit) == [f"plan.yaml:{place}: [plan-wrong-measure] {said}"]


def test_a_figure_stands_once_in_a_sum() -> None:
    assert complaints(("[dung_han]", "[dung_han, -dung_han]")) == [
        'plan.yaml:29:44: [plan-duplicate-reference] "dung_han" đứng hai lần trong một danh sách'
    ]


@pytest.mark.parametrize(
    ("edits", "place", "said"),
    [
        (
            [("over_time: last, reported_by: [kt]", "over_time: sum, reported_by: [kt]")],
            "18:74",
            "tỷ lệ phần trăm của các kỳ không cộng được với nhau",
        ),
        (
            [("over_time: last, reported_by: [kt]", "over_time: last, reported_by: [kt, hcc]")],
            "18:93",
            "tỷ lệ phần trăm của nhiều đơn vị không cộng được với nhau",
        ),
        (
            [(MEASURE, 'measure: {total: [ty_le, da_tra]}\n        require: ">= 95%"')],
            "29:26",
            "tỷ lệ phần trăm không cộng với số khác được",
        ),
        (
            [(MEASURE, MEASURE.replace("[dung_han]", "[ty_le, -dung_han]"))],
            "29:33",
            "tỷ lệ phần trăm không cộng với số khác được",
        ),
    ],
)
def test_percentages_are_never_added(edits: list[Edit], place: str, said: str) -> None:
    assert complaints(*edits) == [f"plan.yaml:{place}: [plan-added-percentages] {said}"]


@pytest.mark.parametrize(
    ("rule", "code", "said"),
    [
        (
            "da_tra",
            "plan-bad-rule",
            'quy tắc "da_tra" phải có dạng: vế trái, một dấu so sánh, vế phải',
        ),
        ("1 <= 2", "plan-bad-rule", 'quy tắc "1 <= 2" không có số liệu nào'),
        ("da_tra >= 1.000", "plan-bad-rule", 'số "1.000" trong quy tắc không rõ ràng'),
        (
            "khao_sat <= da_tra",
            "plan-wrong-measure",
            'số liệu có/không "khao_sat" không dùng trong quy tắc được',
        ),
    ],
)
def test_a_wrong_check(rule: str, code: str, said: str) -> None:
    edit = ("sections:", f'checks:\n  - rule: "{rule}"\nsections:')
    assert complaints(edit) == [f"plan.yaml:21:11: [{code}] {said}"]


OUTSIDE = "nằm ngoài các kỳ của kế hoạch"


@pytest.mark.parametrize(
    ("edit", "complaint"),
    [
        (
            ("        clause: II.3.b.1\n", ""),
            '32:9: [plan-missing-key] thiếu khóa "clause"',
        ),
        (
            ("        product:", "        prodcut:"),
            '38:9: [plan-unknown-key] khóa lạ "prodcut"',
        ),
        (("id: nv_3_1", "id: 3_1"), '32:13: [plan-wrong-value] giá trị "3_1" của "id"'),
        (("id: nv_3_1", "id: 31"), "32:13: [plan-unquoted] YAML đọc 31"),
        (("{id: nv_3_2", "{id: nv_3_1"), '39:14: [plan-duplicate-id] mã "nv_3_1" đã dùng ở trên'),
        (
            ("id: nv_3_1", "id: khao_sat"),
            '32:13: [plan-duplicate-id] mã "khao_sat" đã là mã của một số liệu',
        ),
        (
            ("text: Đôn đốc., lead: kt", "text: Đôn đốc., lead: vp"),
            '40:77: [plan-unknown-reference] không có đơn vị mã "vp"',
        ),
        (("supported_by: [kt]", "supported_by: [kt, vp]"), "36:28: [plan-unknown-reference]"),
        (
            ("supported_by: [kt]", "supported_by: [kt, kt]"),
            '36:28: [plan-duplicate-reference] "kt" đứng hai lần trong một danh sách',
        ),
        (
            ("supported_by: [kt]", "supported_by: [kt, hcc]"),
            '36:28: [plan-duplicate-reference] "hcc" vừa chủ trì vừa phối hợp',
        ),
        (
            ("supported_by: [kt]", "supported_by: [kt]\n        lead: kt"),
            '36:24: [plan-duplicate-reference] "kt" vừa chủ trì vừa phối hợp',
        ),
        (("supported_by: [kt]", "supported_by: kt"), '36:23: [plan-wrong-value] "supported_by"'),
        (
            ("recurring: month", "recurring: month, due: 2025-12"),
            "39:99: [plan-wrong-value] việc lặp lại (recurring) không có hạn riêng (due)",
        ),
        (
            ("recurring: month", "recurring: plan"),
            '39:87: [plan-wrong-value] giá trị "plan" của "recurring" không dùng được',
        ),
        (("2025-12-09", "2026-01"), f"37:14: [plan-wrong-value] hạn 2026-01 {OUTSIDE}"),
        (("2025-12-09", "2026-01-01"), f"37:14: [plan-wrong-value] hạn 2026-01-01 {OUTSIDE}"),
        (("2025-12-09", "2025-06-30"), f"37:14: [plan-wrong-value] hạn 2025-06-30 {OUTSIDE}"),
        (("2025-12-09", "2025-11-31"), "37:14: [plan-wrong-value] không có ngày 2025-11-31"),
        (("2025-12-09", "2025-02-30"), "37:14: [plan-wrong-value] không có ngày 2025-02-30"),
        (("2025-12-09", "09/12/2025"), '37:14: [plan-wrong-value] giá trị "09/12/2025" của "due"'),
        (("2025-12-09", "2025"), "37:14: [plan-unquoted] YAML đọc 2025"),
    ],
)
def test_a_wrong_task(edit: Edit, complaint: str) -> None:
    (said,) = complaints(WITH_TASKS, edit)
    assert said.startswith(f"plan.yaml:{complaint}")


@pytest.mark.parametrize("due", ["2025-06-14", "2025-12-15"])
def test_a_cut_off_day_moves_the_plan_s_first_and_last_day(due: str) -> None:
    edits = (WITH_TASKS, ("periods:", "cut_off_day: 14\nperiods:"), ("2025-12-09", due))
    assert complaints(*edits) == [f"plan.yaml:38:14: [plan-wrong-value] hạn {due} {OUTSIDE}"]
    (problem,) = problems_of(edited(*edits))
    assert "2025-06-15 đến 2025-12-14" in str(problem.hint)


def test_a_task_without_a_lead_of_its_own_or_its_section_s() -> None:
    without = ("    lead: hcc\n", ""), (f"{MEASURE}\n", f"{MEASURE}\n        lead: hcc\n")
    assert complaints(WITH_TASKS, *without) == [
        'plan.yaml:32:9: [plan-missing-key] nhiệm vụ "nv_3_1" không có đơn vị chủ trì',
        'plan.yaml:39:9: [plan-missing-key] nhiệm vụ "nv_3_2" không có đơn vị chủ trì',
    ]


def test_a_near_key_of_a_task_is_proposed() -> None:
    (problem,) = problems_of(edited(WITH_TASKS, ("        product:", "        prodcut:")))
    assert str(problem.hint) == 'có phải là "product"?'


def test_all_complaints_about_tasks_come_in_one_run() -> None:
    assert complaints(
        WITH_TASKS,
        ("title: Kế hoạch CCHC", "titel: Kế hoạch CCHC"),
        ("supported_by: [kt]", "supported_by: [vp, hcc]"),
        ("2025-12-09", "9/12"),
        ("recurring: month", "recurring: daily"),
        ("{id: nv_3_2", "{id: nv_3_1"),
        ("text: Đôn đốc., lead: kt", "text: Đôn đốc., lead: vp"),
    ) == [
        'plan.yaml:1:1: [plan-missing-key] thiếu khóa "title"',
        'plan.yaml:3:1: [plan-unknown-key] khóa lạ "titel"',
        'plan.yaml:36:24: [plan-unknown-reference] không có đơn vị mã "vp"',
        'plan.yaml:36:28: [plan-duplicate-reference] "hcc" vừa chủ trì vừa phối hợp',
        'plan.yaml:37:14: [plan-wrong-value] giá trị "9/12" của "due" không dùng được',
        'plan.yaml:39:14: [plan-duplicate-id] mã "nv_3_1" đã dùng ở trên',
        'plan.yaml:39:87: [plan-wrong-value] giá trị "daily" của "recurring" không dùng được',
        'plan.yaml:40:77: [plan-unknown-reference] không có đơn vị mã "vp"',
    ]


def test_all_complaints_come_in_one_run_and_in_the_order_of_the_file() -> None:
    assert complaints(
        ("title: Kế hoạch CCHC", "titel: Kế hoạch CCHC"),
        ("last: 2025-12", "last: 2025-13"),
        ("    type: count\n", "    type: counted\n"),
        ("measured_in: hồ sơ, over_time: sum", "measured_in: hồ sơ, over_time: ever"),
        ("over_time: last", "over_time: sum"),
        ('id: "3"\n', "id: 3\n"),
        ("        clause: II.3.a.3\n", "        clause: II.3.a.3\n        clause: II.3\n"),
        ("[dung_han]", "[dung_hn]"),
        ('require: ">= 95%"', 'require: "95%"'),
    ) == [
        'plan.yaml:1:1: [plan-missing-key] thiếu khóa "title"',
        'plan.yaml:3:1: [plan-unknown-key] khóa lạ "titel"',
        'plan.yaml:5:33: [plan-wrong-value] giá trị "2025-13" của "last" không dùng được',
        'plan.yaml:13:11: [plan-wrong-value] giá trị "counted" của "type" không dùng được',
        "plan.yaml:17:76: [plan-wrong-value] ever chỉ dùng cho số liệu có/không",
        "plan.yaml:18:74: [plan-added-percentages] "
        "tỷ lệ phần trăm của các kỳ không cộng được với nhau",
        "plan.yaml:21:9: [plan-unquoted] YAML đọc 3 thành một số hoặc đúng/sai, không phải chữ",
        'plan.yaml:27:9: [plan-duplicate-key] khóa "clause" đã có ở dòng 26',
        'plan.yaml:30:34: [plan-unknown-reference] không có số liệu mã "dung_hn"',
        'plan.yaml:31:18: [plan-bad-bound] yêu cầu "95%" thiếu dấu so sánh (>=, >, <=, <, =)',
    ]


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        (
            [
                ("    type: count\n", "    type: count\n    evry: plan\n"),
                ("    reported_by: [hcc]\n", "    reported_by: [vp]\n"),
            ],
            [
                'plan.yaml:14:5: [plan-unknown-key] khóa lạ "evry"',
                'plan.yaml:17:19: [plan-unknown-reference] không có đơn vị mã "vp"',
            ],
        ),
        (
            [("        clause:", "        note: x\n        clause:"), ("[dung_han]", "[dung_hn]")],
            [
                'plan.yaml:26:9: [plan-unknown-key] khóa lạ "note"',
                'plan.yaml:30:34: [plan-unknown-reference] không có số liệu mã "dung_hn"',
            ],
        ),
    ],
)
def test_an_unknown_key_hides_no_other_complaint(edits: list[Edit], expected: list[str]) -> None:
    assert complaints(*edits) == expected


@pytest.mark.parametrize(
    ("edits", "only"),
    [
        (
            [
                ("over_time: last,", "over_time: last, evry: plan,"),
                (MEASURE, 'measure: {total: [ty_le]}\n        require: "> 97,5%"'),
            ],
            'plan.yaml:18:80: [plan-unknown-key] khóa lạ "evry"',
        ),
        (
            [(MEASURE, 'measure: {total: [ty_lee]}\n        require: "> 97,5%"')],
            'plan.yaml:29:27: [plan-unknown-reference] không có số liệu mã "ty_lee"',
        ),
        (
            [(MEASURE, 'measure: {}\n        require: "> 97,5%"')],
            f"plan.yaml:29:18: [plan-wrong-measure] {ONE_OF_THREE}",
        ),
    ],
)
def test_one_slip_draws_no_false_complaint_about_another_line(edits: list[Edit], only: str) -> None:
    assert complaints(*edits) == [only]


@pytest.mark.parametrize("source", ["", "---\n", "- a\n", "chỉ là chữ\n", "12\n"])
def test_a_file_that_is_no_plan(source: str) -> None:
    (problem,) = problems_of(source)
    assert str(problem.hint) == 'chạy "cchc plan show --format yaml" để có một bản mẫu đầy đủ'


def test_a_broken_file_is_refused_whole() -> None:
    assert complaints(("title: Kế", "title: &x Kế"), ("issuer: UBND xã", "iss: 1")) == [
        "plan.yaml:3:8: [plan-not-plain] không dùng neo (&) và tham chiếu (*) của YAML"
    ]


def test_a_byte_order_mark_is_no_complaint() -> None:
    assert load_plan(b"\xef\xbb\xbf" + PLAN.encode(), "plan.yaml") == (plan_of(), ())


STRANGE = [
    "~",
    "[]",
    "{}",
    "1",
    "x",
    "''",
    "[x]",
    "{x: 1}",
    "-x",
    "2٠25-07",
    "true",
    "[[]]",
    ">= 1",
]


@pytest.mark.parametrize("strange", STRANGE)
def test_no_value_is_too_strange_to_complain_about(strange: str) -> None:
    """Any word of the plan may turn out to be anything."""
    plan = edited(WITH_TASKS)
    for word in sorted(set(re.findall(r"[\w.-]+", plan))):
        source = plan.replace(word, strange)
        lines = [*source.splitlines(), ""]
        for problem in problems_of(source):
            line, column = problem.where.line, problem.where.column
            assert line
            assert column
            assert column <= len(lines[line - 1]) + 1
