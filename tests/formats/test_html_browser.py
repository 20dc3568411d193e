"""The HTML page in a browser: what a reader can do with it, and what no word in it can do."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from cases.running import write
from cchc_cli.formats.html.render import render_html
from cchc_cli.formats.rows import build_report
from cchc_cli.pipeline import PlanFile, Run, read_plan, run
from formats.browser import CHROMIUM, Browser, address_of, browsing
from formats.sample import write_sample
from test_examples import evaluated

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")

DESKTOP = (1280, 900)
PHONE = (360, 740)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as started:
        yield started


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("trang") / "bao cao.html"
    path.write_text(render_html(build_report(evaluated("2025-12"), "vi")), "utf-8")
    return path


def opened(browser: Browser, page: Path, size: tuple[int, int] = DESKTOP) -> Browser:
    browser.emulate()
    browser.resize(*size)
    browser.open(address_of(page))
    return browser


def shown(browser: Browser) -> list[str]:
    """Return the ids of the plan of the targets that are seen."""
    found: list[str] = browser.do(
        "[...document.querySelectorAll('article.target')]"
        ".filter(a => a.checkVisibility()).map(a => a.querySelector('.id').textContent)"
    )
    return found


def press_tile(browser: Browser, verdict: str) -> None:
    browser.do(f"document.querySelector('[data-tile={verdict}] button').click()")


def choose(browser: Browser, filter: str, label: str) -> None:
    """Choose an option by its words."""
    chosen = browser.do(
        f"(() => {{ const select = document.getElementById({json.dumps(filter)});"
        f" const option = [...select.options].find(o => o.text.startsWith({json.dumps(label)}));"
        " select.value = option.value; select.dispatchEvent(new Event('change'));"
        " return select.selectedOptions[0].text })()"
    )
    assert chosen.startswith(label)


def said(browser: Browser) -> str:
    """Return what a screen reader is told of the filter."""
    words: str = browser.do("document.querySelector('[role=status]').textContent")
    return words


# Filter


def test_at_first_everything_is_shown(browser: Browser, page: Path) -> None:
    opened(browser, page)
    assert len(shown(browser)) == 39
    assert said(browser) == "Đang hiện cả 39 chỉ tiêu"
    assert browser.do("document.getElementById('reset').disabled")


def visible(selector: str) -> str:
    """Return the script that counts the elements of a selector that can be seen."""
    found = f"[...document.querySelectorAll({selector!r})]"
    return f"{found}.filter(e => e.checkVisibility()).length"


def test_filter_by_verdict(browser: Browser, page: Path) -> None:
    opened(browser, page)
    press_tile(browser, "missed")
    assert shown(browser) == ["2.3a", "3.4b", "3.5b", "6.1", "7.7", "7.9", "8.4"]
    assert said(browser) == "Đang hiện 7 trong 39 chỉ tiêu"
    press_tile(browser, "not_arisen")  # a second verdict is added
    assert len(shown(browser)) == 8
    pressed = "[...document.querySelectorAll('[aria-pressed=true]')].map(b => b.innerText.trim())"
    assert [" ".join(words.split()) for words in browser.do(pressed)] == [
        "7 ✗ KHÔNG ĐẠT",
        "1 ○ KHÔNG PHÁT SINH",
    ]
    steps = visible("[aria-labelledby=steps] li")
    assert browser.do(steps) == 7
    assert browser.do(visible("tr.task")) == 54  # a verdict is no task's
    press_tile(browser, "missed")
    press_tile(browser, "not_arisen")
    assert len(shown(browser)) == 39


def test_filter_by_section_and_unit(browser: Browser, page: Path) -> None:
    opened(browser, page)
    choose(browser, "by-section", "7. Xây dựng")
    assert shown(browser) == [
        "7.1",
        "7.2a",
        "7.2b",
        "7.3",
        "7.4",
        "7.5",
        "7.6",
        "7.7",
        "7.8",
        "7.9",
    ]
    choose(browser, "by-unit", "Phòng Văn hóa")
    both = shown(browser)
    assert "7.9" in both
    assert "7.4" not in both
    assert said(browser) == f"Đang hiện {len(both)} trong 39 chỉ tiêu"
    assert browser.do(visible("h3[id]")) == 1
    assert browser.do(visible("tr.task")) == 10  # all of section 7
    assert browser.do(visible(".tasks section:has(table) h3")) == 1
    browser.do("document.getElementById('reset').click()")
    assert len(shown(browser)) == 39
    assert browser.do(visible("tr.task")) == 54
    choose(browser, "by-unit", "Văn phòng")
    silent = visible("li.not_reported")
    assert (browser.do(visible("tr.task")), browser.do(silent)) == (9, 2)
    browser.do("document.getElementById('reset').click()")
    assert browser.do("document.activeElement.id") == "by-section"
    choose(browser, "by-section", "2. Cải cách")
    press_tile(browser, "met")
    assert shown(browser) == []
    assert said(browser) == "Đang hiện 0 trong 39 chỉ tiêu"


def test_a_verdict_that_no_target_has_is_no_button(browser: Browser, page: Path) -> None:
    opened(browser, page)
    assert browser.do("document.querySelectorAll('.tiles button').length") == 4
    assert browser.do("document.querySelector('[data-tile=bad_data] button')") is None


def test_by_keyboard_alone(browser: Browser, page: Path) -> None:
    """From the top of the page: skip link, tiles, links, filter, details; all show their focus."""
    opened(browser, page)
    stops = []
    for _ in range(60):
        browser.press("Tab")
        stops.append(
            browser.do(
                "(() => { const a = document.activeElement; const s = getComputedStyle(a);"
                " return [a.tagName, a.id, s.outlineStyle !== 'none' && s.outlineWidth !== '0px'] })()"
            )
        )
        if stops[-1][0] == "SUMMARY":
            break
    tags = [tag for tag, _, _ in stops]
    assert tags[0] == "A"
    assert tags[1:5] == ["BUTTON"] * 4
    assert tags[5:17] == ["A"] * 12
    assert [name for _, name, _ in stops[17:]] == ["by-section", "by-unit", "unfold", "fold", ""]
    assert all(is_seen for _, _, is_seen in stops)
    browser.press("Enter")
    assert browser.do("document.activeElement.parentElement.open")
    browser.do("document.querySelector('[data-tile=missed] button').focus()")
    browser.press(" ")
    assert len(shown(browser)) == 7


# Unfold


def test_unfold_one_and_all(browser: Browser, page: Path) -> None:
    opened(browser, page)
    table = "document.querySelector('#t9 table.entries').checkVisibility()"
    assert not browser.do(table)
    browser.do("document.querySelector('#t9 summary').click()")
    assert browser.do(table)
    press_tile(browser, "missed")
    browser.do("document.getElementById('unfold').click()")
    assert browser.do("document.querySelectorAll('details[open]').length") == 7
    browser.do("document.getElementById('fold').click()")
    assert browser.do("document.querySelectorAll('details[open]').length") == 0


def test_a_step_leads_to_its_target(browser: Browser, page: Path) -> None:
    opened(browser, page)
    choose(browser, "by-section", "2. Cải cách")
    browser.do("location.hash = '#t9'")
    browser.do("new Promise(r => setTimeout(r, 100))")
    assert len(shown(browser)) == 39  # what was filtered away is there again
    assert browser.do("document.querySelector('#t9 details').open")
    top = browser.do("document.querySelector('#t9').getBoundingClientRect().top")
    assert 0 <= top < 200


# Everywhere


@pytest.mark.parametrize("size", [(320, 600), PHONE, (768, 1024), DESKTOP, (1920, 1080)])
@pytest.mark.parametrize("sample", ["page", "nasty_page"])
def test_no_width_scrolls_sideways(
    browser: Browser, sample: str, size: tuple[int, int], request: pytest.FixtureRequest
) -> None:
    opened(browser, request.getfixturevalue(sample), size)
    browser.do("document.getElementById('unfold').click()")
    assert browser.do("document.querySelectorAll('details[open]').length") > 10
    assert browser.do("document.documentElement.scrollWidth") == size[0]
    beyond = browser.do(
        "[...document.querySelectorAll('article *, header *, .tiles *, .steps *')]"
        ".filter(e => e.checkVisibility() && !e.classList.contains('unseen')"
        " && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 90))"
    )
    assert beyond == []


def test_a_phone_has_room_for_fingers_and_eyes(browser: Browser, page: Path) -> None:
    opened(browser, page, PHONE)
    small = browser.do(
        "[...document.querySelectorAll('button, select')].filter(e => e.checkVisibility())"
        ".map(e => e.getBoundingClientRect().height).filter(h => h < 40)"
    )
    assert small == []
    assert browser.do("visualViewport.scale") == 1


def test_dark_is_dark(browser: Browser, page: Path) -> None:
    opened(browser, page)
    colours = "[document.body, document.querySelector('article')].map(e => getComputedStyle(e).backgroundColor)"
    light = browser.do(colours)
    browser.emulate(dark=True)
    dark = browser.do(colours)
    assert [sum(map(int, c[4:-1].split(","))) > 600 for c in light] == [True, True]
    assert [sum(map(int, c[4:-1].split(","))) < 150 for c in dark] == [True, True]
    browser.emulate(dark=True, media="print")
    assert browser.do("getComputedStyle(document.body).color") == "rgb(28, 36, 48)"  # ink on paper


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs Debian's poppler-utils")
def test_it_prints_on_a4(browser: Browser, page: Path, tmp_path: Path) -> None:
    opened(browser, page)
    press_tile(browser, "missed")
    choose(browser, "by-section", "3. Cải cách")
    browser.do("document.querySelector('#t9 details').open = true")
    paper = tmp_path / "bao cao.pdf"
    paper.write_bytes(browser.pdf())
    facts = subprocess.run(["pdfinfo", paper], capture_output=True, text=True, check=True).stdout
    assert "(A4)" in facts
    words = subprocess.run(
        ["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Đang hiện 2 trong 39 chỉ tiêu" in words  # a part of the report says that it is one
    assert "ket_qua_da_so_hoa" in words  # what is unfolded is printed unfolded
    assert "gd_truc_tuyen" not in words
    for control in ("Bỏ lọc", "Mở mọi chi tiết", "Mọi lĩnh vực", "Bấm vào một ô", "Đến danh sách"):
        assert control not in words
    assert re.search(r"\b1 ?/ ?3\b", words)


def test_without_script_everything_is_shown(browser: Browser, page: Path) -> None:
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        opened(browser, page)
        assert len(shown(browser)) == 39
        assert not browser.do("document.querySelector('.filter').checkVisibility()")
        assert browser.do("document.querySelectorAll('.tiles button').length") == 0
        browser.do("document.querySelector('#t9 summary').click()")
        assert browser.do("document.querySelector('#t9 table.entries').checkVisibility()")
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)


# Shut to everything else

HURTS = (
    "<script>window.hurt = 1</script>",
    '"onload="window.hurt = 2',
    "'><img src=x onerror='window.hurt = 3'>",
    '"><svg onload="window.hurt = 4"><style>*{display:none}</style>',
    "</style></script><script>window.hurt = 5</script>",
    '" autofocus onfocus="window.hurt = 6" x="',
    "javascript:window.hurt=7",
    "{{ 7*7 }}{% set x = 1 %}",
)


@pytest.fixture(scope="module")
def hurting_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hai")
    rows = "".join(
        f'2025-{month:02d},hcc,so,1,"{hurt.replace(chr(34), chr(34) * 2)}"\n'
        for month, hurt in enumerate(HURTS, start=1)
    )
    targets = "".join(
        f"      - {{id: {json.dumps(f'{n} {hurt}')}, clause: {json.dumps(hurt)},"
        f" name: {json.dumps(hurt)}, text: {json.dumps(hurt)},"
        ' measure: {total: [so]}, require: ">= 1"}\n'
        for n, hurt in enumerate(HURTS, start=1)
    )
    plan = (
        f"format: 1\nid: xa_hai\ntitle: {json.dumps(HURTS[0])}\nissuer: {json.dumps(HURTS[3])}\n"
        "periods: {first: 2025-01, last: 2025-12}\n"
        f"units: [{{id: hcc, name: {json.dumps(HURTS[2])}}}]\n"
        f"figures:\n  - {{id: so, name: {json.dumps(HURTS[4])}, type: count, over_time: sum,"
        f" measured_in: {json.dumps(HURTS[5])}, reported_by: [hcc]}}\n"
        f"sections:\n  - id: {json.dumps(HURTS[1])}\n    title: {json.dumps(HURTS[3])}\n"
        f"    lead: hcc\n    targets:\n{targets}"
    )
    write(folder, {"plan.yaml": plan, "data/a.csv": f"kỳ,đơn vị,mã,giá trị,ghi chú\n{rows}"})
    return _written(folder, "latest")


def _written(folder: Path, word: str) -> Path:
    plan_file = read_plan(folder / "plan.yaml", "plan.yaml")
    assert isinstance(plan_file, PlanFile), [str(p.message) for p in plan_file.problems]
    found = run(folder / "data", plan_file, word, date(2025, 10, 1))
    assert isinstance(found, Run)
    page = folder / "page.html"
    page.write_text(render_html(build_report(found, "vi")), "utf-8")
    return page


@pytest.fixture(scope="module")
def nasty_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(write_sample(tmp_path_factory.mktemp("xau")), "2025-09")


def test_words_run_nothing(browser: Browser, hurting_page: Path) -> None:
    opened(browser, hurting_page)
    browser.do("document.getElementById('unfold').click()")
    browser.do("new Promise(r => setTimeout(r, 200))")
    assert browser.do("typeof window.hurt") == "undefined"
    assert browser.do("document.querySelectorAll('script, style, img').length") == 2
    notes = browser.do(
        "[...document.querySelectorAll('#t1 table.entries td:last-child')].map(c => c.innerText)"
    )
    assert len(notes) == len(HURTS)
    for note, hurt in zip(notes, HURTS, strict=True):
        assert hurt in note
    assert browser.named("Log.entryAdded") == []  # the policy had nothing to refuse
    assert browser.named("Runtime.exceptionThrown") == []


def test_the_policy_stops_what_escaping_would_have_missed(browser: Browser, page: Path) -> None:
    opened(browser, page)
    browser.do(
        "(() => { const script = document.createElement('script');"
        " script.textContent = 'window.hurt = 1'; document.body.append(script);"
        " document.body.insertAdjacentHTML('beforeend',"
        ' \'<img src=x: onerror="window.hurt = 2"><p id=red style="color: rgb(255, 0, 0)">x</p>\');'
        " })()"
    )
    refused = browser.do("fetch('http://127.0.0.1:9/').then(() => 'sent', () => 'refused')")
    assert refused == "refused"
    assert browser.do("typeof window.hurt") == "undefined"
    assert browser.do("getComputedStyle(document.getElementById('red')).color") != "rgb(255, 0, 0)"


@pytest.mark.parametrize("sample", ["page", "nasty_page", "hurting_page"])
def test_no_request_leaves_the_page(
    browser: Browser, sample: str, request: pytest.FixtureRequest
) -> None:
    page: Path = request.getfixturevalue(sample)
    opened(browser, page)
    browser.do("document.getElementById('unfold').click()")
    browser.do("[...document.querySelectorAll('button, summary, a')].forEach(e => e.click())")
    browser.do("new Promise(r => setTimeout(r, 300))")
    asked = {
        event["request"]["url"].partition("#")[0]
        for event in browser.named("Network.requestWillBeSent")
    }
    assert asked == {address_of(page)}


# For everyone


@pytest.fixture(scope="module")
def short_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A part of the plan, since axe takes long over a long page."""
    path = tmp_path_factory.mktemp("ngan") / "page.html"
    found = build_report(evaluated("2025-09"), "vi", sections=["2", "3"])
    path.write_text(render_html(found), "utf-8")
    return path


@pytest.mark.parametrize(
    ("sample", "size", "dark"),
    [("short_page", PHONE, True), ("short_page", DESKTOP, False), ("nasty_page", PHONE, False)],
)
def test_axe_finds_no_fault(
    browser: Browser, sample: str, size: tuple[int, int], dark: bool, request: pytest.FixtureRequest
) -> None:
    opened(browser, request.getfixturevalue(sample), size)
    browser.emulate(dark=dark)
    press_tile(browser, "missed")
    browser.do("document.getElementById('unfold').click()")
    browser.do(files("axe_core_python").joinpath("axe.min.js").read_text("utf-8") + "; 0")
    found = browser.do(
        "axe.run().then(r => [r.passes.length, r.violations.map(v => [v.impact, v.id,"
        " v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' ' + n.failureSummary)])])"
    )
    assert found[0] > 20
    assert found[1] == []
