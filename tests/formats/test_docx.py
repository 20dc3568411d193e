"""The Word report, measured against the numbers of Decree 30/2020/NĐ-CP, and held to the JSON."""

import io
import json
import re
import shutil
import subprocess
import unicodedata
import zipfile
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from cases.running import cchc
from cchc_cli.formats.docx import HEIGHT, LEFT, RIGHT, WIDTH, render_docx
from cchc_cli.formats.docx.elements import width_of
from cchc_cli.formats.docx.letterhead import LEFT as LEFT_BLOCK
from cchc_cli.formats.docx.letterhead import RIGHT as RIGHT_BLOCK
from cchc_cli.formats.docx.letterhead import date_said, number_said
from cchc_cli.formats.json import render_json
from cchc_cli.formats.rows import build_report
from cchc_cli.formats.words import VERDICT_WORDS
from cchc_cli.locale import translator
from cchc_cli.pipeline import PlanFile, Run, read_plan, run
from cchc_cli.plan.terms import Letterhead
from formats.sample import NASTY, SHOWN, write_sample
from formats.word_reading import (
    all_paragraphs,
    appendix_of,
    check_no_action,
    document_of,
    paragraphs_of,
    rule_of,
    words_of,
)
from test_examples import evaluated, parts_of

DAY = date(2025, 10, 5)
needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None,
    reason="needs LibreOffice and poppler-utils",
)


@cache
def report(period: str = "2025-09", language: str = "vi", day: date | None = DAY) -> bytes:
    return render_docx(build_report(evaluated(period), language, date=day))


def size_of(paragraph: Paragraph) -> float:
    """Return the size of a paragraph's letters, which must all have the same."""
    sizes = {run.font.size or _style(paragraph).font.size for run in paragraph.runs}
    assert len(sizes) == 1, paragraph.text
    (size,) = sizes
    assert size is not None
    return float(size.pt)


def _style(paragraph: Paragraph) -> ParagraphStyle:
    assert isinstance(paragraph.style, ParagraphStyle)
    return paragraph.style


def is_bold(paragraph: Paragraph) -> bool:
    looks = {run.bold or _style(paragraph).font.bold or False for run in paragraph.runs}
    assert len(looks) == 1, paragraph.text
    return looks.pop()


def is_italic(paragraph: Paragraph) -> bool:
    return all(run.italic for run in paragraph.runs)


# The page


def test_pages_are_a4_with_the_decree_s_margins() -> None:
    body, appendix = document_of(report()).sections
    for section, size in ((body, (210, 297)), (appendix, (297, 210))):
        assert section.page_width is not None
        assert section.page_height is not None
        assert (round(section.page_width.mm), round(section.page_height.mm)) == size
    assert appendix.orientation == WD_ORIENT.LANDSCAPE
    for section in (body, appendix):
        for side, least, most in (
            (section.top_margin, 20, 25),
            (section.bottom_margin, 20, 25),
            (section.left_margin, 30, 35),
            (section.right_margin, 15, 20),
        ):
            assert side is not None
            assert least <= round(side.mm, 2) <= most


def test_all_letters_are_times_new_roman() -> None:
    document = document_of(report())
    for name in ("Normal", "Body Text", "Heading 1", "Heading 2", "Header"):
        fonts = document.styles[name].element.rPr.find(qn("w:rFonts"))
        assert set(fonts.attrib.values()) == {"Times New Roman"}
        assert len(fonts.attrib) == 4  # one for each script, and none from a theme
    assert not [
        run for paragraph in all_paragraphs(document) for run in paragraph.runs if run.font.name
    ]


def test_pages_are_numbered_at_the_top_from_the_second_on() -> None:
    body, appendix = document_of(report()).sections
    assert body.different_first_page_header_footer
    assert [p.text for p in body.first_page_header.paragraphs] == [""]
    assert not appendix.different_first_page_header_footer
    assert appendix.header.is_linked_to_previous
    (number,) = body.header.paragraphs
    assert number.alignment == WD_ALIGN_PARAGRAPH.CENTER
    (field,) = number._p.findall(qn("w:fldSimple"))
    assert field.get(qn("w:instr")).strip() == "PAGE"
    (size,) = field.iter(qn("w:sz"))
    assert 13 <= int(size.get(qn("w:val"))) / 2 <= 14


# The heads


def heads(content: bytes) -> list[list[Paragraph]]:
    """Return the paragraphs of the four cells: body, state, number, place and date."""
    table = document_of(content).tables[0]
    return [cell.paragraphs for row in table.rows for cell in row.cells]


def test_the_issuing_body_stands_on_the_left() -> None:
    *names, rule = heads(report())[0]
    assert [name.text for name in names] == ["ỦY BAN NHÂN DÂN", "XÃ THÁI TÂN"]
    for name in names:
        assert 12 <= size_of(name) <= 13
        assert is_bold(name)
        assert name.alignment == WD_ALIGN_PARAGRAPH.CENTER
    length = rule_of(rule, LEFT_BLOCK) / width_of(names[-1].text, size_of(names[-1]))
    assert 1 / 3 <= length <= 1 / 2


def test_the_state_s_name_stands_on_the_right() -> None:
    state, motto, rule = heads(report())[1]
    assert state.text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert motto.text == "Độc lập - Tự do - Hạnh phúc"
    assert 12 <= size_of(state) <= 13 <= size_of(motto) <= 14
    assert is_bold(state)
    assert is_bold(motto)
    length = rule_of(rule, RIGHT_BLOCK) / width_of(motto.text, size_of(motto))
    assert length == pytest.approx(1, abs=0.02)


def test_number_and_date() -> None:
    (number,), (dated,) = heads(report())[2:]
    assert number.text == "Số: ……/BC-UBND"
    assert size_of(number) == 13
    assert dated.text == "Thái Tân, ngày 05 tháng 10 năm 2025"
    assert 13 <= size_of(dated) <= 14
    assert is_italic(dated)
    assert not is_bold(dated)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (date(2025, 3, 10), "ngày 10 tháng 3 năm 2025"),
        (date(2025, 12, 9), "ngày 09 tháng 12 năm 2025"),
        (None, "ngày …… tháng …… năm ……"),
    ],
)
def test_dates_have_the_decree_s_zeros(day: date | None, said: str) -> None:
    assert date_said(day) == said


def test_without_a_day_it_is_left_to_fill_in() -> None:
    assert heads(report(day=None))[3][0].text == "Thái Tân, ngày …… tháng …… năm ……"
    assert "(Kèm theo Báo cáo số ……/BC-UBND ngày …… tháng …… năm …… của UBND xã Thái Tân)" in (
        words_of(report(day=None))
    )


def test_an_open_number_has_an_open_suffix() -> None:
    assert number_said(Letterhead("", ("SỞ X",), "", "", (), ())) == "……/BC-……"


def test_blocks_have_no_borders() -> None:
    for table in document_of(report()).tables[:2]:
        assert table._tbl.tblPr.find(qn("w:tblBorders")) is None
        assert table.style is None or table.style.name == "Normal Table"


# Title, body, end


def test_the_title_is_bold_and_has_a_rule_below() -> None:
    paragraphs = document_of(report()).paragraphs
    title, *subject, rule = paragraphs[:4]
    assert title.text == "BÁO CÁO"
    assert [line.text for line in subject] == [
        "Kết quả thực hiện Kế hoạch Cải cách hành chính nhà nước 6 tháng cuối năm 2025 của xã "
        "Thái Tân",
        "Kỳ báo cáo: tháng 9/2025",
    ]
    for line in (title, *subject):
        assert 13 <= size_of(line) <= 14
        assert is_bold(line)
        assert line.alignment == WD_ALIGN_PARAGRAPH.CENTER
    length = rule_of(rule, WIDTH - LEFT - RIGHT) / width_of(subject[-1].text, 14)
    assert 1 / 3 <= length <= 1 / 2


@pytest.mark.parametrize("name", ["Body Text", "Heading 1", "Heading 2"])
def test_the_body_is_set_as_the_decree_asks(name: str) -> None:
    style = document_of(report()).styles[name]
    assert isinstance(style, ParagraphStyle)
    layout = style.paragraph_format
    assert style.font.size == Pt(14)
    assert layout.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert layout.first_line_indent == Mm(12.7)
    assert layout.space_after is not None
    assert layout.space_after >= Pt(6)
    assert isinstance(layout.line_spacing, float)
    assert 1 <= layout.line_spacing <= 1.5
    assert bool(style.font.bold) == name.startswith("Heading")


def test_paragraphs_of_the_body_have_no_look_of_their_own() -> None:
    for paragraph in document_of(report()).paragraphs:
        if _style(paragraph).name != "Normal":
            assert all(run.font.size is None and run.bold is None for run in paragraph.runs)
            assert paragraph.alignment is None


def test_the_outline_has_five_parts() -> None:
    document = document_of(report())
    parts = [p.text for p in document.paragraphs if _style(p).name == "Heading 1"]
    assert parts == [
        "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH",
        "II. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU",
        "III. ĐÁNH GIÁ CHUNG",
        "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ",
        "V. KIẾN NGHỊ, ĐỀ XUẤT",
    ]


def test_recipients_and_signature() -> None:
    left, right = (cell.paragraphs for cell in document_of(report()).tables[1].rows[0].cells)
    assert left[0].text == "Nơi nhận:"
    assert (size_of(left[0]), is_bold(left[0]), is_italic(left[0])) == (12, True, True)
    assert left[1].text == "- Sở Nội vụ thành phố (để báo cáo);"
    assert left[-1].text == "- Lưu: VP."
    assert {size_of(line) for line in left[1:]} == {11}
    signer = [line for line in right if line.text]
    assert [line.text for line in signer] == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    for line in signer:
        assert 13 <= size_of(line) <= 14
        assert is_bold(line)
    assert right[-1].text == ""  # the name is written by who signs


# The appendix


def test_the_appendix_s_head_repeats_and_no_row_is_split() -> None:
    rows = document_of(report()).tables[-1].rows
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in rows]
    assert heads == [True, *([False] * (len(rows) - 1))]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_the_appendix_fits_between_the_margins() -> None:
    table = document_of(report()).tables[-1]
    widths = [column.width or 0 for column in table.columns]
    assert sum(widths) == pytest.approx(HEIGHT - LEFT - RIGHT, abs=Mm(0.5))
    assert widths == [cell.width for cell in table.rows[0].cells]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("period", ["2025-07", "2025-09", "2025-12"])
def test_every_target_of_the_json_is_in_the_appendix(period: str, language: str) -> None:
    whole = build_report(evaluated(period), language, date=DAY)
    found = appendix_of(report(period, language))
    results = {result["target"]: result for result in json.loads(render_json(whole))["results"]}
    assert list(found) == list(results)
    words = {v.value: word.render(translator(language)) for v, word in VERDICT_WORDS.items()}
    rows = {row.id: row for section in whole.sections for row in section.rows}
    for target, shown in found.items():
        row = rows[target]
        assert shown[:4] == (row.name, row.require, row.of_period, row.to_date)
        assert shown.verdict == words[results[target]["verdict"]]
        assert shown.since == row.since


def test_the_body_states_the_appendix_s_values() -> None:
    said = "\n".join(paragraphs_of(report()))
    for target, row in appendix_of(report()).items():
        if row.verdict in ("ĐẠT", "KHÔNG ĐẠT"):
            (statement,) = set(
                re.findall(rf"\(chỉ tiêu {target}\) (?:mới )?\w+ (\S+)[^;]*yêu cầu", said)
            )
            assert statement == row.to_date, target


# Bytes


def test_bytes_repeat_and_tell_of_nobody() -> None:
    again = render_docx(build_report(evaluated("2025-09"), "vi", date=DAY))
    assert again == report()
    with zipfile.ZipFile(io.BytesIO(again)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None
    parts = parts_of(again)
    assert next(iter(parts)) == "[Content_Types].xml"
    core = parts["docProps/core.xml"].decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"1980-01-01T00:00:00Z"}
    assert "<dc:creator></dc:creator>" in core.replace("<dc:creator/>", "<dc:creator></dc:creator>")
    whole = b"".join(parts.values()).lower()
    for foreign in (b"python-docx", b"macintosh", b"thumbnail", b"rsid"):
        assert foreign not in whole
    assert set(parts) == {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/styles.xml",
        "word/settings.xml",
        "word/header1.xml",
    }


# Languages


def test_english_keeps_the_decree_s_form() -> None:
    english = report(language="en")
    assert [[p.text for p in cell] for cell in heads(english)] == [
        [p.text for p in cell] for cell in heads(report())
    ]
    assert "II. RESULTS BY FIELD" in paragraphs_of(english)
    assert "Nơi nhận:" in words_of(english)


# Words from files are data


@cache
def _nasty(folder: Path) -> bytes:
    plan_file = read_plan(write_sample(folder) / "plan.yaml", "plan.yaml")
    assert isinstance(plan_file, PlanFile)
    found = run(folder / "data", plan_file, "2025-09", date(2025, 10, 1))
    assert isinstance(found, Run)
    return render_docx(build_report(found, "vi"))


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return _nasty(tmp_path_factory.mktemp("xau"))


def test_nasty_words_are_shown_and_are_no_markup(nasty: bytes) -> None:
    check_no_action(nasty)
    names = [row.name for row in appendix_of(nasty).values()]
    assert names[: len(NASTY)] == list(SHOWN.values())


def test_no_part_holds_what_steers_a_reader_s_eye(nasty: bytes) -> None:
    body = parts_of(nasty)["word/document.xml"].decode()
    steering = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]"
    assert not re.search(steering, body)


def test_what_xml_cannot_hold_is_written_out(tmp_path: Path) -> None:
    sample = (write_sample(tmp_path) / "plan.yaml").read_text("utf-8")
    plan = tmp_path / "plan.yaml"
    plan.write_text(sample.replace('"a|b', '"\\ufffe\\uffff a|b', 1), "utf-8")
    ended = cchc("evaluate", "data", "--format", "docx", cwd=tmp_path)
    assert ended.code == 3, ended.err
    assert "\\ufffe\\uffff a|b" in words_of(ended.stdout)


# The command line


def test_the_day_comes_from_the_command_line(tmp_path: Path) -> None:
    write_sample(tmp_path)
    for word in ("2025-10-05", "5/10/2025"):
        ended = cchc(
            "evaluate", "data", "--output", "bc.docx", "--date", word, "--quiet", cwd=tmp_path
        )
        assert (ended.code, ended.out) == (3, "")
        assert "ngày 05 tháng 10 năm 2025" in words_of((tmp_path / "bc.docx").read_bytes())


def test_a_wrong_day_is_a_wrong_call(tmp_path: Path) -> None:
    write_sample(tmp_path)
    ended = cchc("evaluate", "data", "--date", "31/2/2025", "--output", "a.docx", cwd=tmp_path)
    assert ended.code == 2
    assert '"31/2/2025" không phải một ngày' in ended.err
    assert not (tmp_path / "a.docx").exists()


def test_an_empty_folder_has_a_report_too(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    ended = cchc("evaluate", "data", "--format", "docx", cwd=tmp_path)
    assert ended.code == 5
    assert "Chưa đơn vị nào nộp đủ số liệu kỳ này, cụ thể:" in paragraphs_of(ended.stdout)


# As LibreOffice prints it


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    (folder / "bc.docx").write_bytes(report())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "bc.docx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    return folder / "bc.pdf"


def words_of_page(printed: Path, page: int) -> list[tuple[float, float, float, str]]:
    """Return the words of a page with left, top and right edge, in points."""
    command = ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), str(printed), "-"]
    said = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    place = r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">([^<]*)</word>'
    return [(float(x), float(y), float(r), word) for x, y, r, word in re.findall(place, said)]


@needs_office
def test_printed_pages_bear_numbers_from_the_second_on(printed: Path) -> None:
    top = Mm(20).pt
    assert [word for _, y, _, word in words_of_page(printed, 1) if y < top - 6] == []
    (number,) = [word for word in words_of_page(printed, 2) if word[1] < top - 6]
    assert number[3] == "2"
    assert (number[0] + number[2]) / 2 == pytest.approx((Mm(210) + LEFT - RIGHT) / 2 / 12700, abs=2)


def printed_line(printed: Path, words: str, left: float, right: float) -> tuple[float, float]:
    """Return where a line between two edges of page 1 begins and ends; letters may be set apart."""
    lines: dict[int, list[tuple[float, float, str]]] = {}
    for x, y, r, word in words_of_page(printed, 1):
        if left <= x <= right:
            near = next((top for top in lines if abs(top - y) < 6), round(y))
            lines.setdefault(near, []).append((x, r, word))
    for line in lines.values():
        said = "".join(word for _, _, word in sorted(line))
        if unicodedata.normalize("NFC", said) == words.replace(" ", ""):
            return min(x for x, _, _ in line), max(r for _, r, _ in line)
    raise AssertionError(f"not on one line: {words}")


@needs_office
def test_both_heads_keep_their_lines_and_rules_are_measured_by_them(printed: Path) -> None:
    """The widths that rules are drawn by are those of the letters on paper."""
    edge = (LEFT + LEFT_BLOCK) / 12700
    for index, (begin, end), room in ((0, (0, edge), LEFT_BLOCK), (1, (edge, 595), RIGHT_BLOCK)):
        *lines, rule = heads(report())[index]
        for line in lines:
            left, right = printed_line(printed, line.text, begin, end)
        share = rule_of(rule, room) / 12700 / (right - left)
        assert 1 / 3 <= share <= 1 / 2 if index == 0 else share == pytest.approx(1, abs=0.06)
