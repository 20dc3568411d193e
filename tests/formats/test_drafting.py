"""The text of the Word report: whole sentences, as they stand in a paper that is signed."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from building import judged, ledger_of, period, plan_of
from cchc_cli.checks import check_ledger
from cchc_cli.evaluate import Result, evaluate
from cchc_cli.formats.docx.assessment import assessment, directions
from cchc_cli.formats.docx.draft import (
    FILL_IN,
    Block,
    Heading,
    by_section,
    closing_of,
    counts_said,
    direction,
    opening_of,
    proposals,
)
from cchc_cli.formats.docx.letterhead import attachment_said
from cchc_cli.formats.docx.statements import (
    causes_of,
    demand_of,
    remark_of,
    slots_said,
    spans,
    statement_of,
)
from cchc_cli.formats.rows import Report, build_report
from cchc_cli.formats.words import Words
from cchc_cli.pipeline import PlanFile, Run
from cchc_cli.plan.terms import Plan
from cchc_cli.problems import Location
from cchc_cli.submissions.ledger import Entry, Slot
from cchc_cli.submissions.read import Submissions

COUNTS = "dung: {type: count}\n tra: {type: count}"
RATIO = "measure: {ratio: {part: [dung], whole: [tra]}}"


def ratio(require: str, more: str = "") -> Plan:
    return plan_of(COUNTS, f'{RATIO}, require: "{require}"{more}')


def of(part: object, whole: object) -> str:
    return f"hcc dung 07:0 08:0 09:{part}\n hcc tra 07:0 08:0 09:{whole}"


def said(plan: Plan, lines: str) -> str:
    return statement_of(judged(plan, lines), Words(plan, "vi"))


# A demand


@pytest.mark.parametrize(
    ("require", "more", "expected"),
    [
        (">= 95%", "", "từ 95% trở lên"),
        ("> 97,5%", "", "trên 97,5%"),
        ("<= 100%", "", "không quá 100%"),
        ("< 5%", "", "dưới 5%"),
        ("= 100%", "", "đúng 100%"),
        (">= 100%", "", "100%"),
        (">= 100%", ", may_exceed: true", "từ 100% trở lên"),
    ],
)
def test_a_share_is_demanded_in_words(require: str, more: str, expected: str) -> None:
    plan = ratio(require, more)
    assert demand_of(plan.targets[0], Words(plan, "vi")) == expected


def test_a_total_is_demanded_with_its_unit_of_measure() -> None:
    plan = plan_of("a: {type: count}", 'measure: {total: [a]}, require: ">= 1200"')
    assert demand_of(plan.targets[0], Words(plan, "vi")) == "từ 1.200 hồ sơ trở lên"
    assert said(plan, "hcc a 07:0 08:0 09:1500") == (
        "n (chỉ tiêu 1) đạt 1.500 hồ sơ, yêu cầu từ 1.200 hồ sơ trở lên"
    )


# A statement for every verdict


@pytest.mark.parametrize(
    ("require", "part", "whole", "expected"),
    [
        (">= 95%", 540, 560, " đạt 96,43% (540/560 hồ sơ), yêu cầu từ 95% trở lên"),
        (">= 95%", 94, 100, " mới đạt 94% (94/100 hồ sơ), yêu cầu từ 95% trở lên"),
        ("<= 5%", 5, 100, " là 5% (5/100 hồ sơ), yêu cầu không quá 5%"),
        ("<= 5%", 6, 100, " là 6% (6/100 hồ sơ), yêu cầu không quá 5%"),
        ("= 50%", 49, 100, " là 49% (49/100 hồ sơ), yêu cầu đúng 50%"),
        (">= 95%", 0, 0, ""),
        (">= 95%", 9, 8, ": số liệu 9/8 hồ sơ không hợp lý"),
        (
            ">= 95%",
            "?",
            8,
            ": phải sửa số liệu tháng 9/2025 của Trung tâm phục vụ hành chính công",
        ),
    ],
)
def test_a_share_is_stated(require: str, part: object, whole: object, expected: str) -> None:
    assert said(ratio(require), of(part, whole)) == f"n (chỉ tiêu 1){expected}"


@pytest.mark.parametrize(
    ("require", "part", "whole", "expected"),
    [
        (">= 95%", "540~", 560, " ước thực hiện đạt 96,43% (540/560 hồ sơ), yêu cầu từ 95% trở lên"),
        (">= 95%", 94, "100~",
         " ước thực hiện mới đạt 94% (94/100 hồ sơ), yêu cầu từ 95% trở lên"),
        ("<= 5%", "5~", 100, " ước thực hiện là 5% (5/100 hồ sơ), yêu cầu không quá 5%"),
        (">= 95%", "0~", "0~", " (số ước thực hiện)"),
        (">= 95%", "9~", 8, ": số liệu 9/8 hồ sơ không hợp lý"),
    ],
)  # fmt: skip
def test_an_estimate_is_stated_as_such(
    require: str, part: object, whole: object, expected: str
) -> None:
    assert said(ratio(require), of(part, whole)) == f"n (chỉ tiêu 1){expected}"


def test_other_statements_on_estimates() -> None:
    done = plan_of("a: {type: yes_no}", "measure: {all_done: [a]}")
    assert said(done, "hcc a 09:có~") == "n (chỉ tiêu 1) ước thực hiện đã xong 1/1 việc"
    assert "tạm tính ước 90% (18/20 hồ sơ)" in said(
        ratio(">= 95%"), "hcc dung 07:9~ 09:9\n hcc tra 07:10 08:8 09:10"
    )
    plan = ratio(">= 95%", ", due: 2025-12")
    assert " ước thực hiện đến nay đạt 30% " in said(plan, of("30~", 100))


def test_the_shown_value_is_never_rounded_onto_the_bound() -> None:
    assert said(ratio(">= 95%"), of(94996, 100000)).startswith("n (chỉ tiêu 1) mới đạt 94,996% ")


def test_what_is_pending_tells_how_far_it_is() -> None:
    plan = ratio(">= 95%", ", due: 2025-12")
    assert said(plan, of(30, 100)) == (
        "n (chỉ tiêu 1) đến nay đạt 30% (30/100 hồ sơ), yêu cầu từ 95% trở lên"
    )
    unasked = plan_of(
        "a: {type: count, over_time: last, every: plan}",
        'measure: {total: [a]}, require: ">= 1"',
    )
    assert said(unasked, "") == "n (chỉ tiêu 1) chưa đến kỳ nộp số liệu"


def test_what_lacks_figures_names_who_and_when() -> None:
    plan = ratio(">= 95%")
    assert said(plan, "hcc dung 07:9 09:9\n hcc tra 07:10 08:8 09:10") == (
        "n (chỉ tiêu 1): chưa có số liệu tháng 8/2025 của Trung tâm phục vụ hành chính công, tạm "
        "tính 90% (18/20 hồ sơ) trên các kỳ đã đủ số liệu, không dùng để đánh giá"
    )
    assert said(plan, "") == (
        "n (chỉ tiêu 1): chưa có số liệu tháng 7/2025 đến tháng 9/2025 của Trung tâm phục vụ hành "
        "chính công"
    )


def test_figures_that_contradict_each_other_are_no_statement_of_fact() -> None:
    plan = plan_of(
        COUNTS,
        f'{RATIO}, require: ">= 95%"',
        checks='{rule: "dung + 1 <= tra", severity: error}',
    )
    assert said(plan, of(9, 9)).endswith(
        ": số liệu tháng 7/2025 đến tháng 9/2025 của Trung tâm phục vụ hành chính công không khớp "
        "nhau"
    )


WORK = "a: {type: yes_no}\n b: {type: yes_no}"


def test_work_is_done_or_not() -> None:
    plan = plan_of(WORK, "measure: {all_done: [a, b]}")
    done = "hcc a 09:có\n hcc b 09:có"
    assert said(plan, done) == "n (chỉ tiêu 1) đã xong 2/2 việc"
    assert said(plan, done.replace("b 09:có", "b 09:không")) == (
        "n (chỉ tiêu 1) mới xong 1/2 việc, chưa xong: b"
    )
    later = plan_of(WORK, "measure: {all_done: [a, b]}, due: 2025-12")
    assert said(later, done.replace("b 09:có", "b 09:không")) == (
        "n (chỉ tiêu 1) đến nay xong 1/2 việc, chưa xong: b"
    )


def test_shares_of_percentages_bear_no_unit_of_measure() -> None:
    plan = plan_of(
        "x: {type: percent, over_time: last}\n y: {type: percent, over_time: last}",
        'measure: {ratio: {part: [x], whole: [y]}}, require: "> 100%", may_exceed: true',
    )
    assert said(plan, "hcc x 09:30.5\n hcc y 09:25") == (
        "n (chỉ tiêu 1) đạt 122% (30,5%/25%), yêu cầu trên 100%"
    )


# Periods, remarks, causes


def test_consecutive_periods_are_said_by_their_ends() -> None:
    words = Words(ratio(">= 95%"), "vi")
    months = [period(f"2025-{month}") for month in ("09", "07", "08", "11", "09")]
    assert spans(months, words) == "tháng 7/2025 đến tháng 9/2025, tháng 11/2025"
    slots = [Slot("kt", "a", months[0]), Slot("hcc", "a", months[1]), Slot("kt", "b", months[0])]
    assert slots_said(slots, words) == (
        "tháng 9/2025 của Phòng Kinh tế, tháng 7/2025 của Trung tâm phục vụ hành chính công"
    )


def noted(result: Result, *notes: tuple[str, str, str]) -> Result:
    entries = [
        Entry(Slot("hcc", figure, period(at)), 1, Location("a.csv", 1), note)
        for figure, at, note in notes
    ]
    return result._replace(entries=tuple(entries))


def test_remarks_are_what_it_takes_and_the_period_s_evidence() -> None:
    plan = ratio(">= 95%")
    result = noted(
        judged(plan, of(99, 100)),
        ("dung", "2025-08", "cũ"),
        ("dung", "2025-09", "BC 5"),
        ("tra", "2025-09", "BC 5"),
        ("tra", "2025-09", "biểu II.06"),
    )
    assert remark_of(result, period("2025-09"), Words(plan, "vi")) == (
        "còn chịu được tối đa 4 hồ sơ mới không đạt; BC 5; biểu II.06"
    )


def test_causes_are_the_latest_notes_on_the_part() -> None:
    plan = ratio(">= 95%")
    result = noted(
        judged(plan, of(9, 100)),
        ("tra", "2025-09", "biểu II.06"),
        *(("dung", f"2025-0{month}", f"do {month}") for month in (6, 7, 8, 9)),
    )
    assert causes_of(result, Words(plan, "vi")) == ["do 9", "do 8", "do 7"]


def test_long_notes_are_cut() -> None:
    plan = ratio(">= 95%")
    result = noted(judged(plan, of(9, 100)), ("dung", "2025-09", "x" * 500))
    (cause,) = causes_of(result, Words(plan, "vi"))
    assert cause == "x" * 119 + "…"


# The parts


def report_of(
    plan: Plan, lines: str, at: str = "2025-09", sections: tuple[str, ...] = ()
) -> Report:
    ledger = ledger_of(lines)
    failures = check_ledger(plan, ledger)
    found = Run(
        PlanFile(plan, Path("plan.yaml"), "plan.yaml", b""),
        Submissions(ledger, {}, ()),
        evaluate(plan, ledger, period(at), failures),
        (),
        False,
        tuple(failures),
    )
    return build_report(found, "vi", sections)


def lines_of(blocks: Iterable[Block]) -> list[str]:
    return [block.words if isinstance(block, Heading) else block for block in blocks]


TWO = plan_of(
    "dung: {type: count}\n tra: {type: count}\n b: {type: count, reported_by: [kt]}",
    f'{RATIO}, require: ">= 95%"',
    '2 | measure: {total: [b]}, require: ">= 5", lead: kt',
    '2 | measure: {total: [b]}, require: ">= 500", lead: kt, due: 2025-12',
)
WHOLE = of(90, 100) + "\n kt b 07:1 08:1 09:9"


def test_submissions_of_all_some_and_none() -> None:
    all_sent = lines_of(direction(report_of(TWO, WHOLE)))
    assert all_sent[2:5] == [
        "Cả 2 đơn vị phải nộp số liệu kỳ này đều đã nộp đủ, cụ thể:",
        "- Trung tâm phục vụ hành chính công: đã nộp 2/2 số liệu;",
        "- Phòng Kinh tế: đã nộp 1/1 số liệu.",
    ]
    some = lines_of(direction(report_of(TWO, of(90, 100) + "\n kt b 07:1")))
    assert some[2:6] == [
        "Đã có 1/2 đơn vị nộp đủ số liệu kỳ này, cụ thể:",
        "- Trung tâm phục vụ hành chính công: đã nộp 2/2 số liệu;",
        "- Phòng Kinh tế: chưa nộp số liệu nào (0/1).",
        "Còn thiếu số liệu của các kỳ trước: tháng 8/2025 của Phòng Kinh tế.",
    ]
    none = lines_of(direction(report_of(TWO, "")))
    assert none[2] == "Chưa đơn vị nào nộp đủ số liệu kỳ này, cụ thể:"


def test_results_stand_by_field() -> None:
    assert lines_of(by_section(report_of(TWO, WHOLE))) == [
        "II. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU",
        "Số liệu từng chỉ tiêu tại Phụ lục; số của chỉ tiêu ghi theo kế hoạch.",
        "1. Lĩnh vực",
        "Lĩnh vực có 1 chỉ tiêu không đạt.",
        "Chỉ tiêu không đạt: n (chỉ tiêu 1) mới đạt 90% (90/100 hồ sơ), yêu cầu từ 95% trở lên.",
        "2. Lĩnh vực",
        "Lĩnh vực có 2 chỉ tiêu, trong đó: 1 chỉ tiêu đạt, 1 chỉ tiêu chưa đến hạn.",
        "Chỉ tiêu đạt: n (chỉ tiêu 2) đạt 11 hồ sơ, yêu cầu từ 5 hồ sơ trở lên.",
        "Chỉ tiêu chưa đến hạn: n (chỉ tiêu 3) đến nay đạt 11 hồ sơ, yêu cầu từ 500 hồ sơ trở lên.",
    ]


def test_a_choice_of_targets_is_said() -> None:
    lines = lines_of(by_section(report_of(TWO, WHOLE, sections=("2",))))
    assert lines[2] == (
        "Phần này và phụ lục trình bày 2/3 chỉ tiêu của kế hoạch, theo phạm vi được chọn."
    )
    assert "1. Lĩnh vực" in lines
    tally = lines_of(assessment(report_of(TWO, WHOLE, sections=("2",))))[2]
    assert tally.startswith("Tính đến hết tháng 9/2025, số chỉ tiêu đạt là 1/3 (33,33%).")


def test_a_missed_target_leaves_cause_and_remedy_to_fill_in() -> None:
    assert lines_of(assessment(report_of(TWO, WHOLE)))[-3:] == [
        "2. Tồn tại, hạn chế, nguyên nhân và giải pháp",
        "- n (chỉ tiêu 1) mới đạt 90% (90/100 hồ sơ), yêu cầu từ 95% trở lên; còn thiếu 5 điểm %.",
        f"Nguyên nhân: {FILL_IN} Giải pháp: {FILL_IN} (để đạt yêu cầu: cần thêm ít nhất 100 hồ sơ "
        "mới liên tiếp, tất cả đều đạt).",
    ]


def test_how_many_targets_rest_on_estimates_is_said() -> None:
    line = "Có 2 chỉ tiêu dựa trên số ước thực hiện, sẽ cập nhật khi có số chính thức: 2, 3."
    assert line in lines_of(assessment(report_of(TWO, WHOLE + "~")))
    assert not [x for x in lines_of(assessment(report_of(TWO, WHOLE))) if "ước" in x]


def test_where_nothing_is_missed_that_is_said() -> None:
    lines = lines_of(assessment(report_of(TWO, of(99, 100) + "\n kt b 07:1 08:1 09:9")))
    assert lines[-1] == (
        "Trong các chỉ tiêu đã đánh giá được nêu tại báo cáo này, không chỉ tiêu nào không đạt."
    )


def test_what_turned_since_the_period_before_is_said() -> None:
    plan = ratio(">= 50%")
    lines = "hcc dung 07:1 08:9 09:0\n hcc tra 07:10 08:10 09:10"
    turned = {
        at: [line for line in lines_of(assessment(report_of(plan, lines, at))) if "So với" in line]
        for at in ("2025-07", "2025-08", "2025-09")
    }
    assert turned == {
        "2025-07": [],
        "2025-08": ["So với tháng 7/2025, chỉ tiêu mới đạt: 1."],
        "2025-09": ["So với tháng 8/2025, chỉ tiêu mới không đạt: 1."],
    }


def test_each_unit_is_told_what_to_do_next() -> None:
    assert lines_of(directions(report_of(TWO, WHOLE))) == [
        "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ",
        "1. Trung tâm phục vụ hành chính công",
        "- Khắc phục chỉ tiêu không đạt: n (chỉ tiêu 1).",
        "2. Phòng Kinh tế",
        "- Hoàn thành chỉ tiêu có hạn tháng 12/2025: n (chỉ tiêu 3).",
        "3. Nhiệm vụ chung",
        "Các đơn vị duy trì kết quả những chỉ tiêu đã đạt, nộp đủ và đúng hạn số liệu tháng "
        "10/2025.",
        f"Nhiệm vụ khác: {FILL_IN}",
    ]


def test_who_owes_figures_is_told_which_targets_wait_for_them() -> None:
    lines = lines_of(directions(report_of(TWO, "hcc dung 07:? 08:0 09:1\n kt b 07:1")))
    assert lines[1:5] == [
        "1. Trung tâm phục vụ hành chính công",
        "- Sửa và nộp lại số liệu tháng 7/2025 để đánh giá chỉ tiêu 1.",
        "2. Phòng Kinh tế",
        "- Nộp đủ số liệu tháng 8/2025 đến tháng 9/2025 để đánh giá chỉ tiêu 2, 3.",
    ]


def test_the_last_period_asks_for_no_further_figures() -> None:
    months = " ".join(f"{month:02d}:100" for month in range(7, 13))
    lines = f"hcc dung {months}\n hcc tra {months}\n kt b {months}"
    assert lines_of(directions(report_of(TWO, lines, "2025-12")))[-3:-1] == [
        "1. Nhiệm vụ chung",
        "Các đơn vị duy trì kết quả những chỉ tiêu đã đạt.",
    ]


def test_opening_and_closing() -> None:
    report = report_of(TWO, WHOLE)
    assert opening_of(report) == (
        "Thực hiện Kế hoạch CCHC, UBND xã báo cáo kết quả kỳ tháng 9/2025 (từ ngày 01/09/2025 đến "
        "hết ngày 30/09/2025; số liệu lũy kế từ tháng 7/2025) như sau:"
    )
    assert closing_of(report) == (
        "Trên đây là báo cáo kết quả thực hiện Kế hoạch CCHC, kỳ tháng 9/2025./."
    )
    assert lines_of(proposals(report)) == ["V. KIẾN NGHỊ, ĐỀ XUẤT", FILL_IN]


def test_an_office_s_report_does_not_speak_as_the_issuer() -> None:
    plan = replace(TWO, letterhead=TWO.letterhead._replace(superior="UBND XÃ"), authority=("QĐ 1",))
    assert opening_of(report_of(plan, WHOLE)).startswith(
        "Căn cứ QĐ 1; thực hiện Kế hoạch CCHC, kết quả kỳ tháng 9/2025 (từ ngày 01/09/2025 "
    )
    assert attachment_said(plan, None).endswith(" năm ……)")


def test_only_verdicts_that_occur_are_counted() -> None:
    report = report_of(TWO, WHOLE)
    assert counts_said(report.results, report.words) == (
        "1 chỉ tiêu đạt, 1 chỉ tiêu không đạt, 1 chỉ tiêu chưa đến hạn"
    )
    assert counts_said([], report.words) == ""
