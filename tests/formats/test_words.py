"""Verdicts, values and advice in words: whole sentences, as an officer reads them."""

import re
from fractions import Fraction

import pytest

from building import judged, plan_of
from cchc_cli.evaluate import Result, Verdict
from cchc_cli.formats.advice import advise, gap_sentence, margin_sentence
from cchc_cli.formats.words import VERDICT_SYMBOLS, VERDICT_WORDS, Words
from cchc_cli.numbers import FigureType
from cchc_cli.periods import Period
from cchc_cli.plan.terms import Plan
from cchc_cli.problems import Location, error, warning
from cchc_cli.texts import text

COUNTS = "dung: {type: count}\n tra: {type: count}"
STOCKS = "dung: {type: count, over_time: last}\n tra: {type: count, over_time: last}"
AMOUNTS = "dung: {type: amount}\n tra: {type: amount}"
AMOUNT_STOCKS = "dung: {type: amount, over_time: last}\n tra: {type: amount, over_time: last}"


def ratio(figures: str, require: str, more: str = "") -> Plan:
    return plan_of(
        figures, f'measure: {{ratio: {{part: [dung], whole: [tra]}}}}, require: "{require}"{more}'
    )


def total(figure: str, require: str) -> Plan:
    return plan_of(f"a: {figure}", f'measure: {{total: [a]}}, require: "{require}"')


def of(part: object, whole: object) -> str:
    return f"hcc dung 07:0 08:0 09:{part}\n hcc tra 07:0 08:0 09:{whole}"


def words_of(plan: Plan) -> Words:
    return Words(plan, "vi")


def advised(plan: Plan, lines: str) -> list[tuple[str, str]]:
    found = advise([judged(plan, lines)], words_of(plan))
    return [(advice.sentence, advice.unit) for advice in found]


def said(plan: Plan, lines: str) -> str:
    """Return the one sentence of advice."""
    ((sentence, _),) = advised(plan, lines)
    return sentence


# Verdicts and values


def test_every_verdict_has_a_word_and_a_sign_of_its_own() -> None:
    assert {v: str(word) for v, word in VERDICT_WORDS.items()} == {
        Verdict.MET: "ĐẠT",
        Verdict.MISSED: "KHÔNG ĐẠT",
        Verdict.PENDING: "CHƯA ĐẾN HẠN",
        Verdict.NOT_ARISEN: "KHÔNG PHÁT SINH",
        Verdict.NO_DATA: "THIẾU SỐ LIỆU",
        Verdict.BAD_DATA: "LỖI SỐ LIỆU",
    }
    assert len(set(VERDICT_SYMBOLS.values())) == len(Verdict) == len(VERDICT_SYMBOLS)
    assert words_of(ratio(COUNTS, ">= 95%")).verdict(Verdict.MISSED) == "✗ KHÔNG ĐẠT"


@pytest.mark.parametrize(
    ("require", "shown"),
    [
        (">= 95%", "≥ 95%"),
        ("> 97,5%", "> 97,5%"),
        ("<=100%", "≤ 100%"),
        ("< 0.125%", "< 0,125%"),
        ("= 100%", "= 100%"),
    ],
)
def test_a_requirement_is_shown_as_written(require: str, shown: str) -> None:
    plan = ratio(COUNTS, require)
    assert words_of(plan).requirement(plan.targets[0]) == shown


def test_a_bound_of_a_total_has_thousands() -> None:
    plan = total("{type: amount}", ">= 1234567,5")
    assert words_of(plan).requirement(plan.targets[0]) == "≥ 1.234.567,5"


@pytest.mark.parametrize(
    ("figures", "require", "lines", "shown"),
    [
        (COUNTS, ">= 100%", of(199, 200), "99,5%"),
        (COUNTS, ">= 95%", of(96, 100), "96%"),
        (COUNTS, ">= 95%", of(94996, 100000), "94,996%"),
        (COUNTS, ">= 95%", of(999999, 1000000), "99,9999%"),
        (COUNTS, ">= 95%", of(1, 1000000), "0,0001%"),
        (COUNTS, ">= 95%", of(2, 3), "66,67%"),
        (COUNTS, ">= 95%", of(0, 0), "–"),
        (COUNTS, ">= 95%", "hcc dung 07:9 09:1\n hcc tra 07:9 09:1", "100%*"),
        (COUNTS, ">= 95%", "", "–"),
    ],
)
def test_a_value_is_never_rounded_onto_its_bound(
    figures: str, require: str, lines: str, shown: str
) -> None:
    plan = ratio(figures, require)
    assert words_of(plan).to_date(judged(plan, lines)) == shown


DONE = plan_of("x: {type: yes_no}\n y: {type: yes_no}", "measure: {all_done: [x, y]}")


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        ("hcc x 09:có\n hcc y 09:có", "2/2"),
        ("hcc x 09:có\n hcc y 09:không", "1/2"),
        ("hcc x 09:có", "–"),
        ("hcc x 09:có\n hcc y 09:?", "–"),
        ("", "–"),
    ],
)
def test_all_done_is_shown_as_a_count(lines: str, shown: str) -> None:
    assert words_of(DONE).to_date(judged(DONE, lines)) == shown
    assert words_of(DONE).requirement(DONE.targets[0]) == "đủ 2 việc"


def test_a_formula_names_its_figures() -> None:
    plan = plan_of(
        "a: {type: count}\n b: {type: count}\n c: {type: count}\n d: {type: yes_no}",
        'measure: {ratio: {part: [a, -b], whole: [c, a]}}, require: ">= 1%"',
        'measure: {total: [-a, b]}, require: ">= 1"',
        "measure: {all_done: [d]}",
    )
    shown = [words_of(plan).formula(target) for target in plan.targets]
    # Without brackets it would read as a - (b / c) + a.
    assert shown == ["(a - b) / (c + a)", "- a + b", 'tất cả phải là "có": d']


def test_submitted_values_and_periods() -> None:
    words = words_of(DONE)
    assert words.submitted(True, FigureType.YES_NO) == "có"
    assert words.submitted(False, FigureType.YES_NO) == "không"
    assert words.submitted(1234567, FigureType.COUNT) == "1.234.567"
    assert words.submitted(95, FigureType.PERCENT) == "95%"
    assert words.period(Period(2025, 9)) == "tháng 9/2025"
    assert words.unit("hcc") == "Trung tâm phục vụ hành chính công"
    english = Words(DONE, "en")
    assert english.number(Fraction(12345, 10)) == "1,234.5"


def test_a_problem_s_line_and_cure() -> None:
    words = words_of(DONE)
    where = Location("2025-09/hcc.csv", 7, 3)
    message, cure = text('"{raw}": có thể là hai số', raw="1.234"), text("viết 1234")
    assert words.problem(error("ambiguous-number", where, message, cure)) == (
        '2025-09/hcc.csv:7:3: lỗi [ambiguous-number] "1.234": có thể là hai số',
        "viết 1234",
    )
    sheet = Location("hcc.xlsx", sheet="Biểu 01", cell="D9")
    line, cure_words = words.problem(warning("no-rows", sheet, text("trống")))
    assert line == "hcc.xlsx › Biểu 01 › D9: cảnh báo [no-rows] trống"
    assert cure_words == ""


# What it takes


@pytest.mark.parametrize(
    ("plan", "lines", "sentence"),
    [
        (ratio(COUNTS, ">= 95%"), of(540, 560), "còn chịu được tối đa 8 hồ sơ mới không đạt"),
        (ratio(COUNTS, "<= 5%"), of(20, 560), "còn chịu được tối đa 8 hồ sơ mới không đạt"),
        (ratio(STOCKS, ">= 95%"), of(540, 560), "còn được giảm tối đa 8 hồ sơ"),
        (ratio(STOCKS, "<= 5%"), of(20, 560), "còn được tăng tối đa 8 hồ sơ"),
        (total("{type: count, over_time: last}", "> 10"), "hcc a 09:12",
         "còn được giảm tối đa 1 hồ sơ"),
        (total("{type: count, over_time: last}", "< 10"), "hcc a 09:8",
         "còn được tăng tối đa 1 hồ sơ"),
        (total("{type: amount, over_time: last}", "> 10"), "hcc a 09:10.5",
         "còn được giảm dưới 0,5 hồ sơ"),
        (total("{type: amount, over_time: last}", "< 10"), "hcc a 09:9.5",
         "còn được tăng dưới 0,5 hồ sơ"),
        (total("{type: amount, over_time: last}", ">= 10"), "hcc a 09:10.5",
         "còn được giảm tối đa 0,5 hồ sơ"),
        (total("{type: count, over_time: last}", "= 10"), "hcc a 09:10", ""),
    ],
)  # fmt: skip
def test_how_much_a_met_target_still_bears(plan: Plan, lines: str, sentence: str) -> None:
    result = judged(plan, lines)
    assert result.verdict is Verdict.MET
    assert margin_sentence(result, words_of(plan)) == sentence
    assert advised(plan, lines) == []


@pytest.mark.parametrize(
    ("plan", "lines", "sentence"),
    [
        (ratio(COUNTS, ">= 95%"), of(500, 560),
         "còn thiếu 5,71 điểm %; cần thêm ít nhất 640 hồ sơ mới liên tiếp, tất cả đều đạt"),
        (ratio(COUNTS, ">= 100%"), of(559, 560),
         "còn thiếu 0,18 điểm %; không số hồ sơ mới nào bù được; chỉ còn cách khắc phục 1 hồ sơ "
         "chưa đạt, nếu còn khắc phục được"),
        (ratio(STOCKS, ">= 95%"), of(500, 560),
         "còn thiếu 5,71 điểm %; cần thêm ít nhất 32 hồ sơ đạt"),
        (ratio(STOCKS, "<= 5%"), of(200, 560),
         "vượt 30,71 điểm %; cần giảm ít nhất 172 hồ sơ"),
        (ratio(COUNTS, "<= 5%"), of(200, 560),
         "vượt 30,71 điểm %; cần thêm ít nhất 3.440 hồ sơ mới liên tiếp, tất cả đều đạt"),
        (total("{type: count}", ">= 5"), "hcc a 07:1 08:1 09:1",
         "còn thiếu 2 hồ sơ; cần thêm ít nhất 2 hồ sơ"),
        (total("{type: count}", "> 5"), "hcc a 07:1 08:1 09:1",
         "còn thiếu 2 hồ sơ; cần thêm ít nhất 3 hồ sơ"),
        (total("{type: count, over_time: last}", "<= 5"), "hcc a 09:8",
         "vượt 3 hồ sơ; cần giảm ít nhất 3 hồ sơ"),
        (total("{type: count}", "= 5"), "hcc a 07:1 08:1 09:1", "còn thiếu 2 hồ sơ"),
        (total("{type: amount, over_time: last}", "> 10"), "hcc a 09:9.5",
         "còn thiếu 0,5 hồ sơ; cần thêm hơn 0,5 hồ sơ"),
        (DONE, "hcc x 09:có\n hcc y 09:không", "chưa xong: y"),
    ],
)  # fmt: skip
def test_what_mends_a_missed_target(plan: Plan, lines: str, sentence: str) -> None:
    assert judged(plan, lines).verdict is Verdict.MISSED
    assert advised(plan, lines) == [(sentence, "Trung tâm phục vụ hành chính công")]


@pytest.mark.parametrize(
    ("require", "value", "sentence"),
    [
        ("> 10", 8, "cần thêm hơn 2 hồ sơ"),
        ("< 10", 12, "cần giảm hơn 2 hồ sơ"),
        ("> 10", 12, "còn được giảm dưới 2 hồ sơ"),
        ("< 10", 8, "còn được tăng dưới 2 hồ sơ"),
    ],
)
def test_an_amount_is_no_count_although_its_margin_is_whole(
    require: str, value: int, sentence: str
) -> None:
    """10 is not above 10: two more would not do."""
    plan = total("{type: amount, over_time: last}", require)
    assert margin_sentence(judged(plan, f"hcc a 09:{value}"), words_of(plan)) == sentence


def test_a_percentage_s_margin_is_in_points() -> None:
    plan = total("{type: percent, over_time: last}", ">= 90%")
    sentence = margin_sentence(judged(plan, "hcc a 09:89"), words_of(plan))
    assert "hồ sơ" not in sentence
    assert "1 điểm %" in sentence


def _stated(result: Result, plan: Plan) -> Fraction:
    found = re.search(r"\d[\d.,]*", margin_sentence(result, words_of(plan)))
    assert found
    return Fraction(found[0].replace(".", "").replace(",", "."))


@pytest.mark.parametrize(
    ("plan", "lines"),
    [
        (ratio(AMOUNT_STOCKS, ">= 100%"), "hcc dung 09:10\n hcc tra 09:43.3333"),
        (ratio(AMOUNTS, ">= 97%"), of(80, 99)),
        (ratio(AMOUNTS, ">= 90%"), of(95, 100)),
        (ratio(AMOUNT_STOCKS, ">= 90%"), "hcc dung 09:39.4449\n hcc tra 09:43.3333"),
        (ratio(AMOUNT_STOCKS, "<= 90%"), "hcc dung 09:39.4449\n hcc tra 09:43.3333"),
        (total("{type: amount, over_time: last}", ">= 90"), "hcc a 09:95.125"),
        (total("{type: amount, over_time: last}", ">= 90"), "hcc a 09:89.996"),
        (total("{type: amount, over_time: last}", "<= 90"), "hcc a 09:89.996"),
        (total("{type: amount, over_time: last}", "<= 90"), "hcc a 09:92.004"),
    ],
)
def test_a_rounded_margin_still_holds(plan: Plan, lines: str) -> None:
    """What is said to suffice suffices, and what is said to be borne is borne."""
    result = judged(plan, lines)
    amount = result.margin.amount
    assert amount is not None
    stated = _stated(result, plan)
    if result.verdict is Verdict.MET:
        assert amount - Fraction(1, 100) < stated <= amount
    else:
        assert amount <= stated < amount + Fraction(1, 100)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (of(540, 560), "vượt 1,43 điểm %"),
        (of(500, 560), "còn thiếu 5,71 điểm %"),
        (of(95, 100), ""),
    ],
)
def test_by_how_much_a_value_is_off(lines: str, sentence: str) -> None:
    plan = ratio(COUNTS, ">= 95%")
    assert gap_sentence(judged(plan, lines), words_of(plan)) == sentence


# What is missing or wrong


def test_what_is_missing_is_named_with_its_periods() -> None:
    plan = ratio(COUNTS, ">= 95%")
    assert said(plan, "") == "nộp dung, tra (kỳ 2025-07…2025-09)"
    assert said(plan, "hcc dung 08:1 09:1\n hcc tra 08:1") == (
        "nộp dung (kỳ 2025-07); tra (kỳ 2025-07, 2025-09)"
    )


def test_what_is_wrong_is_named() -> None:
    plan = ratio(COUNTS, ">= 95%")
    assert said(plan, "hcc dung 07:1 08:1 09:?\n hcc tra 07:1 08:1 09:1") == (
        "sửa lỗi ở dung (kỳ 2025-09)"
    )
    assert said(plan, of(600, 560)) == "tử số 600 và mẫu số 560 không hợp lý; kiểm tra dung, tra"
    ruled = plan_of(
        f"{COUNTS}\n tre: {{type: count}}",
        'measure: {ratio: {part: [dung], whole: [tra]}}, require: ">= 95%"',
        checks='{rule: "dung + tre = tra", severity: error}',
    )
    assert said(ruled, f"{of(5, 7)}\n hcc tre 07:0 08:0 09:1") == (
        "sửa số liệu kỳ 2025-09 của hcc cho khớp: dung + tre = tra"
    )


def test_a_long_list_is_never_cut() -> None:
    """The officer copies the list into a letter; a figure cut off would never be asked for."""
    names = [f"so_lieu_cua_don_vi_{number:02d}" for number in range(12)]
    plan = plan_of(
        "\n".join(f"{name}: {{type: count}}" for name in names),
        f'measure: {{total: [{", ".join(names)}]}}, require: ">= 1"',
    )
    assert said(plan, "") == f"nộp {', '.join(names)} (kỳ 2025-07…2025-09)"
    rejected = "\n".join(f"hcc {name} 07:1 08:1 09:?" for name in names)
    assert said(plan, rejected) == f"sửa lỗi ở {', '.join(names)} (kỳ 2025-09)"


def test_no_unit_is_asked_for_another_s_figures() -> None:
    plan = ratio("dung: {type: count}\n tra: {type: count, reported_by: [kt]}", ">= 95%")
    ((sentence, unit),) = advised(plan, "")
    for_hcc = unit == "Trung tâm phục vụ hành chính công" and "tra" not in sentence
    names_both = "Phòng Kinh tế" in f"{sentence} {unit}" and "Trung tâm" in f"{sentence} {unit}"
    assert for_hcc or names_both, (sentence, unit)


def test_who_has_to_act() -> None:
    plan = ratio("dung: {type: count}\n tra: {type: count, reported_by: [kt]}", ">= 95%")
    assert advised(plan, "hcc dung 07:1 08:1 09:1\n kt tra 07:1 08:1") == [
        ("nộp tra (kỳ 2025-09)", "Phòng Kinh tế")
    ]
    assert advised(plan, "hcc dung 07:1 08:1 09:?\n kt tra 07:1 08:1") == [
        ("sửa lỗi ở dung (kỳ 2025-09)", "Trung tâm phục vụ hành chính công")
    ]


@pytest.mark.parametrize("lines", [of(96, 100), of(0, 0)])
def test_met_and_not_arisen_need_no_advice(lines: str) -> None:
    assert advised(ratio(COUNTS, ">= 95%"), lines) == []
