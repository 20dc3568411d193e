"""The HTML page: whole by itself, shut to everything else, and made of the shared rows."""

import base64
import hashlib
import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from building import judged, ledger_of, period, plan_of
from cchc_cli.checks import check_ledger
from cchc_cli.evaluate import Result, evaluate
from cchc_cli.formats.html.drawing import Bullet, bullet_of, trend_of
from cchc_cli.formats.html.labels import labels_of
from cchc_cli.formats.html.render import render_html
from cchc_cli.formats.rows import Report, TargetRow, build_report
from cchc_cli.formats.words import Words
from cchc_cli.pipeline import PlanFile, Run, read_plan, run
from cchc_cli.plan.terms import Plan
from formats.reading_html import Element, read_html
from formats.sample import NASTY, SHOWN, write_sample
from test_examples import evaluated

TEMPLATES = Path(__file__).parent.parent.parent / "src/cchc_cli/formats/html/templates"


@pytest.fixture(scope="module")
def report() -> Report:
    return build_report(evaluated("2025-12"), "vi")


@pytest.fixture(scope="module")
def page(report: Report) -> Element:
    return read_html(render_html(report))


@pytest.fixture(scope="module")
def nasty_report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = write_sample(tmp_path_factory.mktemp("xau"))
    plan_file = read_plan(folder / "plan.yaml", "plan.yaml")
    assert isinstance(plan_file, PlanFile)
    found = run(folder / "data", plan_file, "2025-09", date(2025, 10, 1))
    assert isinstance(found, Run)
    return build_report(found, "vi")


@pytest.fixture(scope="module")
def nasty(nasty_report: Report) -> Element:
    return read_html(render_html(nasty_report))


def rows_of(report: Report) -> list[TargetRow]:
    return [row for section in report.sections for row in section.rows]


def definitions(element: Element) -> dict[str, str]:
    """Return what stands beside each term, in order."""
    return {
        pair.one("dt").text: pair.one("dd").text for pair in element.all("div") if pair.all("dt")
    }


# What it shows


def test_every_target_is_the_shared_row(report: Report, page: Element) -> None:
    cards = page.all("article")
    assert len(cards) == len(rows_of(report)) == 39
    for card, row in zip(cards, rows_of(report), strict=True):
        assert card.one("h4").text == f"{row.id} {row.name}"
        assert card.one("p", class_="verdict").text == row.verdict
        assert definitions(card.one("dl", class_="numbers")) == {
            "Đến nay": row.to_date,
            "Yêu cầu": row.require,
            "Trong kỳ": row.of_period,
            "So kỳ trước": row.since,
        }


def section_of(page: Element, name: str) -> Element:
    return page.one("section", **{"aria-labelledby": name})


def test_the_tally_is_the_whole_plan_s(report: Report, page: Element) -> None:
    tiles = [tile.text for tile in page.one("ul", class_="tiles").all("li")]
    assert tiles == [
        "26 ✓ ĐẠT",
        "7 ✗ KHÔNG ĐẠT",
        "0 … CHƯA ĐẾN HẠN",
        "1 ○ KHÔNG PHÁT SINH",
        "5 ? THIẾU SỐ LIỆU",
        "0 ! LỖI SỐ LIỆU",
    ]
    assert page.one("p", class_="lead").text == "Đạt 26 trong 39 chỉ tiêu"
    of_tasks = [line.text for line in page.all("p", class_="headline")]
    assert of_tasks == ["42/54 nhiệm vụ (77,8%) đã hoàn thành"] * 2
    shares = page.one("svg", class_="shares")
    widths = [int(share.attributes["width"]) for share in shares.all("rect")]
    assert widths == [26, 7, 1, 5]
    assert [int(share.attributes["x"]) for share in shares.all("rect")] == [0, 26, 33, 34]
    assert [line.text for line in page.one("ul", class_="highlights").all("li")] == list(
        report.highlights
    )


def test_a_part_of_the_plan_says_so(report: Report) -> None:
    page = read_html(render_html(build_report(report.run, "vi", sections=["5"])))
    assert len(page.all("article")) == 2
    said = "Trang này chỉ gồm 2 trong 39 chỉ tiêu; số tổng hợp là của cả kế hoạch."
    assert said in page.text
    assert page.one(id="shown").text == "Đang hiện cả 2 chỉ tiêu"
    assert page.one("p", class_="lead").text == "Đạt 26 trong 39 chỉ tiêu"


def test_a_target_unfolds_to_its_account(page: Element) -> None:
    card = next(c for c in page.all("article") if c.one("h4").text.startswith("3.4b "))
    account = card.one("div", class_="account")
    found = definitions(account)
    assert found["Kế hoạch ghi"].startswith("II.3.a.4: ")
    assert found["Đơn vị chủ trì"] == "Trung tâm phục vụ hành chính công"
    assert found["Đánh giá"] == "lũy kế đến tháng 12/2025"
    assert found["Cách tính"] == "ket_qua_da_so_hoa / ket_qua_phai_so_hoa= 6.029 / 6.032 = 99,95%"
    assert found["Riêng trong kỳ"] == "99,91%"
    assert card.one("summary").text.startswith("Cần biết: còn thiếu 0,05 điểm %; ")
    entries = [
        [cell.text for cell in row.all() if cell.name in ("th", "td")]
        for row in account.one("table", class_="entries").one("tbody").all("tr")
    ]
    assert entries[0] == [
        "ket_qua_da_so_hoa",
        "2025-07",
        "884",
        "2025-07/hcc.csv:16:6 · Trung tâm phục vụ hành chính công",
    ]
    replaced = "thay cho 1.026 (2025-11/hcc.csv:16:6)"
    assert entries[4][2] == "1.029"
    assert entries[4][3].startswith("2025-11/hcc (nộp lại).csv:16:6 · ")
    assert replaced in entries[4][3]
    assert entries[4][3].endswith("sửa: thêm 03 kết quả, 02 kết quả chưa ký số")
    history = account.one("table", class_="history").one("tbody").all("tr")
    assert [row.one("th").text for row in history] == [
        "07/25", "08/25", "09/25", "10/25", "11/25", "12/25",
    ]  # fmt: skip
    assert [cell.text for cell in history[-1].all("td")] == ["99,91%", "99,95%", "✗ KHÔNG ĐẠT"]


def test_what_is_missing_is_listed(page: Element) -> None:
    card = page.all("article")[0]
    missing = card.one("div", class_="account").one("ul")
    assert [line.text for line in missing.all("li")] == [
        f"{figure} 2025-09 Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã"
        for figure in ("vb_cap_tren_kip_thoi", "vb_cap_tren_phai_trien_khai")
    ]
    assert "* tạm tính" in card.one("div", class_="account").text


def test_units_problems_and_foot(report: Report, page: Element) -> None:
    units = section_of(page, "units").one("div", class_="wide").one("table")
    rows = units.one("tbody").all("tr")
    assert [row.one("th").text for row in rows] == [unit.unit for unit in report.units]
    for row, unit in zip(rows, report.units, strict=True):
        assert [cell.text for cell in row.all("td")][:-1] == list(unit.cells)
        assert [line.text for line in row.all("p")] == list(unit.owed)
    problems = [item for items in page.all("ul", class_="problems") for item in items.all("li")]
    lines = [line for file in report.problems for _, line, _ in file.problems]
    assert [item.text.partition("Cách sửa: ")[0].strip() for item in problems] == lines
    assert [line.text for line in page.one("footer").all("p")] == list(report.foot)


def test_what_to_do_next_leads_to_the_targets(report: Report, page: Element) -> None:
    steps = section_of(page, "steps").one("ul", class_="steps").all("li")
    assert len(steps) == len(report.advice) == 12
    titles = {card.attributes["id"]: card.one("h4").text for card in page.all("article")}
    for step, advice in zip(steps, report.advice, strict=True):
        link = step.one("a")
        target = advice.result.target
        assert titles[link.attributes["href"][1:]] == link.text == f"{target.id} {target.name}"
        assert step.all("p")[1].text == f"{advice.sentence} — {advice.unit}"


def test_the_filter_knows_sections_and_units(page: Element) -> None:
    sections = page.one("select", id="by-section").all("option")
    titles = {group.attributes["id"]: group for group in page.all("h3") if "id" in group.attributes}
    keys = [option.attributes["value"] for option in sections]
    assert keys == ["", *(f"s{number}" for number in range(1, 10))]
    assert set(titles) < set(keys)  # the first and the last section have tasks alone
    for task in page.all("tr", class_="task"):
        assert task.attributes["data-section"] in keys
    units = [
        option.attributes["value"] for option in page.one("select", id="by-unit").all("option")
    ]
    assert units == ["", "vhxh", "vp", "kt", "hcc", "ttvh"]
    for card in page.all("article"):
        assert set(card.attributes["data-units"].split()) <= set(units)
    for task in page.all("tr", class_="task"):
        assert set(task.attributes["data-units"].split()) <= set(units)
    for card in page.all("article"):
        assert card.attributes["data-section"] in titles
    online = next(c for c in page.all("article") if c.one("h4").text.startswith("7.4 "))
    assert online.attributes["data-units"] == "vp"


def test_without_its_script_everything_is_shown(page: Element) -> None:
    hidden = [element for element in page.walk() if "hidden" in element.attributes]
    assert [element.attributes["class"] for element in hidden] == ["press", "filter"]
    assert not page.one("ul", class_="tiles").all("button")


def test_english_speaks_no_vietnamese_of_its_own(report: Report) -> None:
    shown = render_html(build_report(report.run, "en"))
    page = read_html(shown)
    assert page.one("html").attributes["lang"] == "en"
    assert {h.text for h in page.all("h2")} == {
        "Summary", "Next steps", "Targets", "Tasks", "Submissions", "Errors and warnings",
    }  # fmt: skip
    assert "97.86%" in shown
    for words_of_the_plan in [page.one("h1"), *page.all("span", class_="name")]:
        assert words_of_the_plan.attributes["lang"] == "vi"
    vietnamese = labels_of(Words(report.run.evaluation.plan, "vi"))
    english = labels_of(Words(report.run.evaluation.plan, "en"))
    assert not set(vietnamese.values()) & set(english.values())


def test_every_label_is_used() -> None:
    used = set(re.findall(r"label\.(\w+)", "".join(p.read_text("utf-8") for p in _templates())))
    assert used == set(
        labels_of(
            Words(plan_of("a: {type: count}", 'measure: {total: [a]}, require: ">= 1"'), "vi")
        )
    )


def _templates() -> Iterator[Path]:
    return TEMPLATES.glob("*.jinja")


def test_bytes_repeat(report: Report) -> None:
    again = build_report(evaluated("2025-12"), "vi")
    assert render_html(again) == render_html(report)


def test_an_empty_folder_has_a_page(tmp_path: Path, report: Report) -> None:
    found = run(tmp_path, report.run.plan_file, "latest", date(2025, 10, 1))
    assert isinstance(found, Run)
    page = read_html(render_html(build_report(found, "vi")))
    assert len(page.all("article")) == 39
    assert not page.all("svg", class_="trend")


# Shut to everything else


POLICY = re.compile(
    r"default-src 'none'; style-src 'sha256-([\w+/=]+)'; script-src 'sha256-([\w+/=]+)'; "
    r"base-uri 'none'; form-action 'none'"
)


def test_the_policy_names_style_and_script_by_their_hashes(page: Element) -> None:
    meta = page.one("meta", **{"http-equiv": "Content-Security-Policy"})
    found = POLICY.fullmatch(meta.attributes["content"])
    assert found
    for name, expected in zip(("style", "script"), found.groups(), strict=True):
        digest = hashlib.sha256(page.one(name).raw.encode()).digest()
        assert base64.b64encode(digest).decode() == expected


def test_the_policy_stands_before_all_it_rules(page: Element) -> None:
    names = [
        element.attributes.get("http-equiv") or element.attributes.get("charset") or element.name
        for element in page.one("head").children
        if isinstance(element, Element)
    ]
    assert names[:2] == ["utf-8", "Content-Security-Policy"]


@pytest.mark.parametrize("sample", ["page", "nasty"])
def test_nothing_is_fetched_and_nothing_runs(sample: str, request: pytest.FixtureRequest) -> None:
    page: Element = request.getfixturevalue(sample)
    for element in page.walk():
        for name, value in element.attributes.items():
            assert not name.startswith("on")
            assert name not in ("style", "src", "srcset", "action", "formaction", "data", "poster")
            if name in ("href", "xlink:href"):
                assert re.fullmatch(r"#\w+", value)
    assert len(page.all("script")) == len(page.all("style")) == 1
    assert not re.search(r"url\(|@import|@font-face|expression", page.one("style").raw)
    script = page.one("script").raw
    assert not re.search(
        r"fetch|XMLHttp|import|eval|innerHTML|outerHTML|insertAdjacent|write", script
    )
    assert "</" not in script + page.one("style").raw


def test_words_are_only_words(nasty_report: Report, nasty: Element) -> None:
    known = {
        "", "html", "head", "meta", "title", "style", "body", "a", "header", "h1", "p", "main",
        "section", "h2", "svg", "rect", "line", "ul", "li", "span", "b", "div", "label", "select",
        "option", "button", "h3", "small", "article", "h4", "dl", "dt", "dd", "polyline", "circle",
        "details", "summary", "code", "br", "table", "caption", "thead", "tr", "th", "tbody", "td",
        "footer", "script",
    }  # fmt: skip
    assert {element.name for element in nasty.walk()} <= known
    names = [card.one("span", class_="name").raw for card in nasty.all("article")]
    assert names[: len(NASTY)] == list(SHOWN.values())
    assert nasty.one("h1").raw == nasty_report.title
    notes = [cell.raw for cell in nasty.all("td") if SHOWN["script"] in cell.raw]
    assert any(SHOWN["close"] in note and SHOWN["pipe"] in note for note in notes)


# For everyone


@pytest.mark.parametrize("sample", ["page", "nasty"])
def test_headings_and_names_hold(sample: str, request: pytest.FixtureRequest) -> None:
    page: Element = request.getfixturevalue(sample)
    levels = [int(e.name[1]) for e in page.walk() if re.fullmatch(r"h[1-6]", e.name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    ids = [e.attributes["id"] for e in page.walk() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    for element in page.walk():
        for name in ("aria-labelledby", "for", "href"):
            if name in element.attributes:
                assert element.attributes[name].removeprefix("#") in ids
    assert [e.attributes["lang"] for e in page.walk() if "lang" in e.attributes] == ["vi"]
    for landmark in ("header", "main", "footer"):
        page.one(landmark)


def test_tables_have_captions_and_heads(page: Element) -> None:
    for table in page.all("table"):
        assert table.one("caption").text
        assert {head.attributes["scope"] for head in table.one("thead").all("th")} == {"col"}
        for row in table.one("tbody").all("tr"):
            assert row.one("th").attributes["scope"] == "row"


def test_drawings_are_told_or_passed_over(report: Report, page: Element) -> None:
    for drawing in page.all("svg"):
        told = drawing.attributes.get("aria-label")
        assert bool(told) != (drawing.attributes.get("aria-hidden") == "true")
    card = next(c for c in page.all("article") if c.one("h4").text.startswith("3.4b "))
    assert card.one("svg", class_="trend").attributes["aria-label"] == (
        "Diễn biến qua các kỳ: 07/25: 100%; 08/25: 100%; 09/25: 100%; 10/25: 100%; 11/25: 99,96%; "
        "12/25: 99,95%"
    )


# The drawings


RATIO = "tu: {type: count}\nmau: {type: count}"


def drawn(require: str, part: int, whole: int, more: str = "") -> Bullet:
    plan = plan_of(
        RATIO, f'measure: {{ratio: {{part: [tu], whole: [mau]}}}}, require: "{require}"{more}'
    )
    return bullet_of(judged(plan, f"hcc tu 07:{part}\nhcc mau 07:{whole}", "2025-07"))


@pytest.mark.parametrize(
    ("require", "part", "whole", "value", "bound", "good"),
    [
        (">= 95%", 60, 100, "60.00", "95.00", ("95.00", "5.00")),
        (">= 95%", 95, 100, "95.00", "95.00", ("95.00", "5.00")),
        (">= 95%", 94999, 100000, "94.00", "95.00", ("95.00", "5.00")),  # not as if it were met
        ("<= 5%", 5001, 100000, "6.00", "5.00", ("0.00", "5.00")),
        ("> 90%", 90, 100, "90.00", "90.00", ("90.00", "10.00")),
        ("< 5%", 0, 100, "0.00", "5.00", ("0.00", "5.00")),
        ("= 50%", 1, 3, "33.33", "50.00", ("50.00", "0.00")),
        (">= 100%", 199, 200, "99.00", "100.00", ("100.00", "0.00")),
        (">= 0.5%", 0, 100, "0.00", "0.50", ("0.50", "99.50")),
    ],
)
def test_a_bar_and_its_bound(
    require: str, part: int, whole: int, value: str, bound: str, good: tuple[str, str]
) -> None:
    assert drawn(require, part, whole) == Bullet(value, bound, good, is_provisional=False)


def test_a_bar_beyond_100_has_a_longer_axis() -> None:
    assert drawn("<= 100%", 125, 100, ", may_exceed: true") == Bullet(
        "100.00", "80.00", ("0.00", "80.00"), is_provisional=False
    )


def test_bars_of_totals_and_tasks() -> None:
    total = plan_of("dem: {type: count}", 'measure: {total: [dem]}, require: ">= 10"')
    assert bullet_of(judged(total, "hcc dem 07:5", "2025-07"))[:2] == ("41.67", "83.33")
    assert bullet_of(judged(total, "hcc dem 07:20", "2025-07"))[:2] == ("83.33", "41.67")
    none = plan_of("dem: {type: count}", 'measure: {total: [dem]}, require: "<= 0"')
    assert bullet_of(judged(none, "hcc dem 07:0", "2025-07"))[:2] == ("0.00", "0.00")
    tasks = plan_of("a: {type: yes_no}\nb: {type: yes_no}", "measure: {all_done: [a, b]}")
    half = bullet_of(judged(tasks, "hcc a 07:có\nhcc b 07:không", "2025-07"))
    assert half[:2] == ("50.00", "100.00")
    assert bullet_of(judged(tasks, "hcc a 07:có", "2025-07")).value == ""


def test_a_bar_without_value_and_a_provisional_one() -> None:
    plan = plan_of(RATIO, 'measure: {ratio: {part: [tu], whole: [mau]}}, require: ">= 95%"')
    assert bullet_of(judged(plan, "hcc mau 07:5", "2025-07")).value == ""
    lacking = bullet_of(judged(plan, "hcc mau 07:5 08:5\nhcc tu 07:4", "2025-08"))
    assert lacking.value == "80.00"
    assert lacking.is_provisional


def course(plan: Plan, lines: str, *months: str) -> list[Result]:
    ledger = ledger_of(lines)
    failures = check_ledger(plan, ledger)
    return [evaluate(plan, ledger, period(f"2025-{m}"), failures).results[0] for m in months]


def test_a_trend_goes_from_left_to_right_and_up() -> None:
    plan = plan_of(
        "tu: {type: count, over_time: last}\nmau: {type: count, over_time: last}",
        'measure: {ratio: {part: [tu], whole: [mau]}}, require: ">= 50%"',
    )
    lines = "hcc tu 07:0 08:50 10:100 11:25\nhcc mau 07:100 08:100 10:100 11:100"
    trend = trend_of(course(plan, lines, "07", "08", "09", "10", "11"))
    assert trend is not None
    assert [point[:2] for point in trend.points] == [
        ("5.00", "31.00"), ("32.50", "18.00"), ("87.50", "5.00"), ("115.00", "24.50"),
    ]  # fmt: skip
    assert trend.lines == ("5.00,31.00 32.50,18.00", "87.50,5.00 115.00,24.50")  # 09 has no value
    assert trend.bound == "18.00"
    assert trend_of(course(plan, lines, "07")) is None
    assert trend_of(course(plan, "hcc tu 07:1\nhcc mau 07:0", "07", "08")) is None


def test_a_level_trend_lies_in_the_middle() -> None:
    plan = plan_of(RATIO, 'measure: {ratio: {part: [tu], whole: [mau]}}, require: ">= 50%"')
    trend = trend_of(course(plan, "hcc tu 07:1 08:1\nhcc mau 07:2 08:2", "07", "08"))
    assert trend is not None
    assert {point.y for point in trend.points} == {trend.bound} == {"18.00"}
    assert Fraction(trend.points[-1].x) == 115
