"""The bundled plan of Thái Tân, held against the plan's own text and against its traps.

`source_bullets.txt` has every bullet of II.1 to II.8, one a line after its clause, and the one
paragraph of part IV that names a date; without markup, the evident slips of the pen corrected.
"""

from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from cchc_cli.names import fold_name
from cchc_cli.numbers import FigureType
from cchc_cli.periods import Period
from cchc_cli.plan.clauses import Gap, gaps_of
from cchc_cli.plan.load import load_plan
from cchc_cli.plan.terms import (
    AllDone,
    OverTime,
    Plan,
    Ratio,
    Recurring,
    Target,
    Task,
    figures_of,
)

ROOT = Path(__file__).parents[2]
LINES = Path(__file__).with_name("source_bullets.txt").read_text(encoding="utf-8").splitlines()
BULLETS = dict(line.split(" | ", 1) for line in LINES)
ANNUAL_REPORT = "IV.1.c"


def load_thai_tan() -> Plan:
    source = ROOT / "plans" / "thai_tan_2025h2.yaml"
    plan, problems = load_plan(source.read_bytes(), source.name)
    assert plan is not None, [f"{p.where}: {p.message}" for p in problems]
    return plan


PLAN = load_thai_tan()
TARGETS = {target.id: target for target in PLAN.targets}
TASKS = {task.id: task for task in PLAN.tasks}

# id, clause, requirement, when, how time is taken (part, and whole where it differs), lead
TABLE = """
2.1  | II.2.a.1 | >= 100%  | hold | sum      | vp
2.2  | II.2.a.2 | >= 100%  | hold | sum      | vp
2.3a | II.2.a.3 | all done | due  | ever     | vp
2.3b | II.2.a.3 | >= 100%  | due  | sum      | vp
3.1  | II.3.a.1 | >= 100%  | hold | last     | hcc
3.2  | II.3.a.2 | all done | due  | ever     | hcc
3.3  | II.3.a.3 | >= 95%   | hold | sum      | hcc
3.4a | II.3.a.4 | >= 100%  | hold | sum      | hcc
3.4b | II.3.a.4 | >= 100%  | hold | sum      | hcc
3.5a | II.3.a.5 | >= 100%  | hold | last     | hcc
3.5b | II.3.a.5 | >= 60%   | hold | sum      | hcc
3.6a | II.3.a.6 | >= 95%   | hold | sum      | hcc
3.6b | II.3.a.6 | >= 85%   | hold | sum      | hcc
3.6c | II.3.a.6 | >= 85%   | hold | sum      | hcc
3.6d | II.3.a.6 | >= 85%   | hold | sum      | hcc
4.1a | II.4.a.1 | >= 100%  | hold | last     | vhxh
4.1b | II.4.a.1 | <= 100%  | hold | last     | vhxh
5.1  | II.5.a.1 | >= 100%  | hold | sum      | vhxh
5.2  | II.5.a.2 | >= 100%  | due  | sum/last | vhxh
6.1  | II.6.a.1 | >= 100%  | due  | last     | kt
6.2a | II.6.a.2 | >= 100%  | hold | last     | kt
6.2b | II.6.a.2 | >= 100%  | hold | last     | kt
6.3  | II.6.a.3 | >= 100%  | hold | last     | kt
6.4a | II.6.a.4 | >= 100%  | hold | last     | kt
6.4b | II.6.a.4 | >= 100%  | due  | last     | kt
7.1  | II.7.a.1 | >= 80%   | hold | sum      | vhxh
7.2a | II.7.a.2 | >= 80%   | hold | last     | hcc
7.2b | II.7.a.2 | >= 100%  | hold | last     | hcc
7.3  | II.7.a.3 | >= 90%   | hold | sum      | hcc
7.4  | II.7.a.4 | >= 100%  | hold | sum      | vp
7.5  | II.7.a.5 | all done | due  | ever     | vhxh
7.6  | II.7.a.6 | > 90%    | hold | last     | hcc
7.7  | II.7.a.7 | >= 100%  | hold | sum      | hcc
7.8  | II.7.a.8 | >= 50%   | hold | sum      | hcc
7.9  | II.7.a.9 | >= 100%  | due  | last     | vhxh
8.1  | II.8.1   | all done | due  | ever     | vhxh
8.2  | II.8.2   | > 100%   | due  | last     | kt
8.3  | II.8.3   | >= 100%  | due  | last     | kt
8.4  | II.8.4   | >= 100%  | due  | last     | kt
"""
ROWS = [[cell.strip() for cell in row.split("|")] for row in TABLE.strip().splitlines()]


def over_time_of(figures: set[str]) -> str:
    (over_time,) = {PLAN.figure[figure].over_time for figure in figures}
    return over_time.value


def time_of(target: Target) -> str:
    match target.measure:
        case Ratio(part, whole):
            kinds = [over_time_of({term.figure for term in side}) for side in (part, whole)]
            return "/".join(dict.fromkeys(kinds))
        case measure:
            return over_time_of(set(figures_of(measure)))


def row_of(target: Target) -> list[str]:
    require = target.require
    demand = f"{require.op.value} {require.bound}%" if require else "all done"
    assert target.due in (None, Period(2025, 12))
    when = "due" if target.due else "hold"
    return [target.id, target.clause, demand, when, time_of(target), target.lead]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_target_demands_what_the_plan_demands(row: list[str]) -> None:
    assert row_of(TARGETS[row[0]]) == row


def test_there_are_39_targets_in_the_plan_s_order() -> None:
    assert len(ROWS) == 39
    assert [target.id for target in PLAN.targets] == [row[0] for row in ROWS]
    assert [section.id for section in PLAN.sections] == [*"12345678", "IV"]
    assert all(target.id.startswith(f"{target.section}.") for target in PLAN.targets)


def test_every_bound_is_a_percentage_and_every_target_is_judged_to_date() -> None:
    assert all(target.require is None or target.require.percent for target in PLAN.targets)
    assert {target.judge.value for target in PLAN.targets} == {"to_date"}


# how many bullets the source has: under the section itself, under its "a)", under its "b)"
BULLETS_OF_SECTION = {
    "1": (8, 0, 0),
    "2": (0, 3, 3),
    "3": (0, 6, 6),
    "4": (0, 1, 5),
    "5": (0, 2, 7),
    "6": (0, 4, 10),
    "7": (0, 9, 10),
    "8": (4, 0, 0),
}


def clauses_under(part: str) -> list[str]:
    """Return the clauses of the bullets right under a part, ``II.3.a`` or ``II.8``, in order."""
    return [clause for clause in BULLETS if clause.rpartition(".")[0] == part]


@pytest.mark.parametrize("section", BULLETS_OF_SECTION)
def test_the_list_of_bullets_is_whole(section: str) -> None:
    parts = (f"II.{section}", f"II.{section}.a", f"II.{section}.b")
    assert tuple(len(clauses_under(part)) for part in parts) == BULLETS_OF_SECTION[section]
    for part in parts:
        under = clauses_under(part)
        assert under == [f"{part}.{number}" for number in range(1, len(under) + 1)]


def test_every_bullet_is_carried_by_a_target_or_a_task() -> None:
    aims = {clause for clause in BULLETS if ".a." in clause or clause.startswith("II.8.")}
    work = {clause for clause in BULLETS if ".a." not in clause}
    assert {target.clause for target in PLAN.targets} == aims
    assert {task.clause for task in PLAN.tasks} == work
    assert aims | work == set(BULLETS)


def test_a_bullet_that_nothing_carries_would_be_noticed() -> None:
    """By ``plan check``, unless it is the last of its list."""
    assert gaps_of(BULLETS) == ()
    for clause in BULLETS:
        part, _, number = clause.rpartition(".")
        if number != "c" and f"{part}.{int(number) + 1}" in BULLETS:
            assert gaps_of(set(BULLETS) - {clause}) == (Gap(clause, clause),)


@pytest.mark.parametrize("target", PLAN.targets, ids=list(TARGETS))
def test_the_text_is_the_plan_s_own(target: Target) -> None:
    assert target.text in BULLETS[target.clause]
    assert len(target.text) >= 40


@pytest.mark.parametrize("task", PLAN.tasks, ids=list(TASKS))
def test_a_task_s_text_is_the_whole_bullet(task: Task) -> None:
    assert task.text == BULLETS[task.clause]


def test_there_are_53_tasks_and_the_annual_report_in_the_plan_s_order() -> None:
    assert [task.clause for task in PLAN.tasks] == [c for c in BULLETS if ".a." not in c]
    *tasks, annual_report = PLAN.tasks
    assert len(tasks) == 53
    for task in tasks:
        assert task.clause.split(".")[1] == task.section
        assert task.id == f"nv_{task.section}_{task.clause.split('.')[-1]}"
    assert (annual_report.id, annual_report.section) == ("nv_bao_cao_nam", "IV")


@pytest.mark.parametrize(
    ("section", "lead"),
    [
        ("1", "vhxh"),  # IV.2.a
        ("2", "vp"),  # IV.2.b
        ("3", "hcc"),  # IV.2.d
        ("4", "vhxh"),  # IV.2.a
        ("5", "vhxh"),  # IV.2.a
        ("6", "kt"),  # IV.2.c
        ("7", "vhxh"),  # IV.2.a
        ("IV", "vhxh"),  # IV.1.c
    ],
)
def test_a_task_is_led_by_the_unit_that_the_plan_names(section: str, lead: str) -> None:
    assert {task.lead for task in PLAN.tasks if task.section == section} == {lead}


def test_what_is_task_and_target_at_once_has_one_lead() -> None:
    leads = {task.clause: task.lead for task in PLAN.tasks if task.section == "8"}
    assert leads == {t.clause: t.lead for t in PLAN.targets if t.section == "8"}


def test_the_units_that_support() -> None:
    supported = {task.id: " ".join(task.supported_by) for task in PLAN.tasks if task.supported_by}
    assert supported == {
        "nv_1_1": "vp",
        "nv_1_2": "vp ttvh",
        "nv_1_4": "vp",
        "nv_1_5": "ttvh",
        "nv_1_7": "hcc",
        "nv_1_8": "vp",
        "nv_2_2": "kt",
        "nv_5_7": "vp",
        **{f"nv_7_{number}": "hcc" for number in range(1, 11)},
        "nv_7_4": "hcc ttvh",
        "nv_7_8": "hcc kt",
        "nv_8_1": "kt",
        "nv_bao_cao_nam": "vp kt hcc ttvh",
    }


def test_only_what_the_plan_gives_a_rhythm_recurs() -> None:
    recurring = {task.clause: task.recurring for task in PLAN.tasks if task.recurring}
    assert recurring == {"II.2.b.3": Recurring.MONTH, "II.3.b.4": Recurring.MONTH}
    for clause in recurring:
        assert "hàng tháng" in BULLETS[clause]


def test_the_plan_names_one_day() -> None:
    due = {task.id: task.due for task in PLAN.tasks if task.recurring is None}
    assert due.pop("nv_bao_cao_nam") == date(2025, 12, 9)
    assert "trước ngày 10/12" in BULLETS[ANNUAL_REPORT]
    assert set(due.values()) == {PLAN.last}


@pytest.mark.parametrize(
    ("task", "product"),
    [
        ("nv_1_1", "Kế hoạch CCHC"),
        (
            "nv_1_8",
            "Báo cáo kết quả CCHC giai đoạn 2021-2025; Kế hoạch CCHC giai đoạn 2026-2030",
        ),
        ("nv_3_1", "Kế hoạch Kiểm soát TTHC"),
        ("nv_8_1", "Kế hoạch khảo sát sự hài lòng"),
        ("nv_bao_cao_nam", "Báo cáo năm"),
        ("nv_3_2", ""),
    ],
)
def test_a_product_that_the_plan_names_is_expected(task: str, product: str) -> None:
    assert TASKS[task].product == product


@pytest.mark.parametrize("slip", ["Phân đầu", "phần đầu", "cung dịch vụ công", "/CD-TTg", "*"])
def test_the_source_s_slips_are_not_copied(slip: str) -> None:
    carried = [(t.id, t.text) for t in PLAN.targets] + [(t.id, t.text) for t in PLAN.tasks]
    assert [name for name, words in carried if slip in words] == []


def part(target_id: str) -> set[str]:
    measure = TARGETS[target_id].measure
    assert isinstance(measure, Ratio)
    return {term.figure for term in measure.part}


def whole(target_id: str) -> set[str]:
    measure = TARGETS[target_id].measure
    assert isinstance(measure, Ratio)
    return {term.figure for term in measure.whole}


def names_of(figures: set[str]) -> str:
    return " | ".join(PLAN.figure[figure].name for figure in sorted(figures))


def test_three_targets_on_online_payment_have_three_numerators() -> None:
    assert part("3.5a") | part("3.5b") | part("7.6") == {
        "tthc_nvtc_tttt",
        "giao_dich_truc_tuyen",
        "tthc_nvtc_dvcqg",
    }
    assert whole("3.5a") == whole("7.6") == {"tthc_nvtc"}
    assert whole("3.5b") == {"giao_dich_thanh_toan"}
    assert "Cổng Dịch vụ công quốc gia" in names_of(part("7.6"))
    assert "Cổng" not in names_of(part("3.5a"))


def test_digitised_results_are_submitted_once_for_two_targets() -> None:
    assert TARGETS["3.4b"].measure == TARGETS["7.7"].measure
    assert not set(figures_of(TARGETS["3.4a"].measure)) & set(figures_of(TARGETS["3.4b"].measure))


def test_satisfaction_is_asked_of_different_answers() -> None:
    asked = [
        set(figures_of(TARGETS[name].measure)) for name in ("3.6a", "3.6b", "3.6c", "3.6d", "7.3")
    ]
    assert len(set().union(*asked)) == 10
    for field, name in (("3.6b", "đất đai"), ("3.6c", "xây dựng"), ("3.6d", "đầu tư")):
        assert name in names_of(part(field))
        assert name in names_of(whole(field))


def test_the_figures_that_targets_share() -> None:
    uses = Counter(figure for target in PLAN.targets for figure in figures_of(target.measure))
    assert {figure for figure, count in uses.items() if count > 1} == {
        "ket_qua_da_so_hoa",  # 3.4b, 7.7
        "ket_qua_phai_so_hoa",
        "tthc_nvtc",  # 3.5a, 7.6
        "dvc_toan_trinh",  # part of 7.2b, whole of 7.2a
        "cbcc_co_mat",  # part of 4.1b, whole of 4.1a
        "co_quan_don_vi",  # 6.2a, 6.4a
    }
    assert part("7.2b") == whole("7.2a")
    assert part("4.1b") == whole("4.1a")
    assert whole("6.2a") == whole("6.4a") != whole("6.2b")


def test_dossiers_carried_over_are_never_received_anew() -> None:
    """Columns (4) and (5) of form II.06, never (3): an open dossier would count every month."""
    assert whole("7.8") == {"ho_so_truc_tuyen", "ho_so_truc_tiep_bcci"}
    assert part("7.8") == {"ho_so_tu_xa"}
    assert PLAN.figure["ho_so_ky_truoc"].over_time is OverTime.LAST


def test_on_time_is_measured_on_dossiers_answered() -> None:
    assert (part("3.3"), whole("3.3")) == ({"ho_so_dung_han"}, {"ho_so_da_tra"})
    beside = PLAN.figure["ho_so_dang_qua_han"]  # collected, though no target uses it
    assert beside.over_time is OverTime.LAST


def test_state_secrets_are_left_out_on_both_sides() -> None:
    for figure in part("7.1") | whole("7.1"):
        assert "bí mật nhà nước" in PLAN.figure[figure].name


@pytest.mark.parametrize("target_id", ["6.1", "8.3"])
def test_a_whole_year_s_money_is_cumulative_and_in_one_unit(target_id: str) -> None:
    """A sum over the plan's six months would lose the first half of 2025."""
    for name in part(target_id) | whole(target_id):
        figure = PLAN.figure[name]
        assert (figure.type, figure.over_time) == (FigureType.AMOUNT, OverTime.LAST)
        assert figure.measured_in == "triệu đồng"
        assert "2025" in figure.name
    assert "lũy kế từ ngày 01/01/2025" in names_of(part(target_id))


def test_the_share_of_enterprises_is_compared_with_the_year_before() -> None:
    (now,), (before,) = part("8.2"), whole("8.2")
    assert PLAN.figure[now].name.replace("2025", "2024") == PLAN.figure[before].name
    assert PLAN.figure[now].type is PLAN.figure[before].type is FigureType.PERCENT


@pytest.mark.parametrize(("target_id", "count"), [("2.3a", 2), ("3.2", 2), ("7.5", 1), ("8.1", 2)])
def test_what_has_no_number_is_asked_as_yes_or_no(target_id: str, count: int) -> None:
    measure = TARGETS[target_id].measure
    assert isinstance(measure, AllDone)
    assert len(set(measure.figures)) == count
    assert all(PLAN.figure[name].type is FigureType.YES_NO for name in measure.figures)


def test_the_two_activities_of_monitoring_are_two_different_ones() -> None:
    assert figures_of(TARGETS["2.3a"].measure) == ("kiem_tra_thpl", "khao_sat_thpl")
    assert "kiểm tra" in PLAN.figure["kiem_tra_thpl"].name
    assert "khảo sát" in PLAN.figure["khao_sat_thpl"].name


def test_where_more_than_all_is_a_result_and_no_error() -> None:
    exceeding = [target.id for target in PLAN.targets if target.may_exceed]
    assert exceeding == ["4.1b", "5.2", "8.2", "8.3"]


RATIOS = [target for target in PLAN.targets if isinstance(target.measure, Ratio)]


@pytest.mark.parametrize("target", RATIOS, ids=[target.id for target in RATIOS])
def test_part_and_whole_count_the_same_thing_by_the_same_unit(target: Target) -> None:
    figures = [PLAN.figure[name] for name in figures_of(target.measure)]
    assert len({figure.measured_in for figure in figures}) == 1
    assert len({figure.type for figure in figures}) == 1
    assert len({figure.reported_by for figure in figures}) == 1
    assert not part(target.id) & whole(target.id)


@pytest.mark.parametrize("target", PLAN.targets, ids=list(TARGETS))
def test_a_target_is_led_by_the_unit_that_reports_it(target: Target) -> None:
    for name in figures_of(target.measure):
        assert PLAN.figure[name].reported_by == (target.lead,)


def test_a_figure_that_no_target_uses_serves_a_check() -> None:
    used = {name for target in PLAN.targets for name in figures_of(target.measure)}
    checked = {name for check in PLAN.checks for name in check.figures}
    assert set(PLAN.figure) - used == {
        "ho_so_tre_han",
        "ho_so_ky_truoc",
        "ho_so_dang_giai_quyet",
        "ho_so_dang_qua_han",
    }
    assert set(PLAN.figure) - used <= checked


def test_a_check_can_be_made_within_one_unit() -> None:
    for check in PLAN.checks:
        assert len({PLAN.figure[name].reported_by for name in check.figures}) == 1


def test_the_identities_of_form_ii_06_are_checked() -> None:
    rules = {check.rule for check in PLAN.checks}
    assert rules >= {
        "ho_so_dung_han + ho_so_tre_han = ho_so_da_tra",
        "ho_so_ky_truoc + ho_so_truc_tuyen + ho_so_truc_tiep_bcci"
        " = ho_so_da_tra + ho_so_dang_giai_quyet",
        "ho_so_tu_xa <= ho_so_truc_tuyen",
    }


def test_a_contradiction_is_an_error_only_where_it_makes_a_value_nonsense() -> None:
    assert [check.rule for check in PLAN.checks if check.is_error] == [
        "ho_so_dung_han + ho_so_tre_han = ho_so_da_tra",
        "ho_so_tu_xa <= ho_so_truc_tuyen",
    ]


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("Phòng Văn hóa - Xã hội", "vhxh"),
        ("PHÒNG VĂN HOÁ – XÃ HỘI", "vhxh"),
        ("Phòng Văn hóa - Xã hội.", "vhxh"),
        ("VH-XH", "vhxh"),
        ("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã", "vp"),
        ("Văn phòng HĐND và UBND xã", "vp"),
        ("Phòng Kinh tế", "kt"),
        ("P.Kinh tế", "kt"),
        ("Trung tâm Phục vụ Hành chính công", "hcc"),
        ("TTPVHCC", "hcc"),
        ("Trung tâm Văn hóa - Thể thao và Truyền thông", "ttvh"),
        ("Trung tâm Văn hoá – Thể thao và truyền thông", "ttvh"),
    ],
)
def test_units_are_found_as_documents_spell_them(written: str, unit: str) -> None:
    spellings = {
        fold_name(spelling): known.id
        for known in PLAN.units
        for spelling in (known.id, known.name, *known.aliases)
    }
    assert spellings.get(fold_name(written)) == unit


def test_the_plan_s_head() -> None:
    assert (PLAN.id, PLAN.issuer, PLAN.language) == ("thai_tan_2025h2", "UBND xã Thái Tân", "vi")
    assert (PLAN.first, PLAN.last) == (Period(2025, 7), Period(2025, 12))
    assert PLAN.cut_off_day is None
    assert [unit.id for unit in PLAN.units] == ["vhxh", "vp", "kt", "hcc", "ttvh"]
    assert PLAN.authority[0].startswith("Quyết định số 3041/QĐ-UBND ngày 26/7/2025")


def test_the_strictest_demand_of_a_range_is_its_lower_end() -> None:
    """ "95% -100%" binds at 95; "trên 90%" does not hold at 90."""
    on_time, payment = TARGETS["3.3"].require, TARGETS["7.6"].require
    assert on_time
    assert payment
    assert on_time.op.holds(Fraction(95), on_time.bound)
    assert not payment.op.holds(Fraction(90), payment.bound)
