"""Numbers beside which something is struck out, or raised as the mark of a footnote."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from building import Found
from cchc_cli.submissions import xlsx_grammar
from submitting import HEADER, codes, read
from workbooks import HEAD, ROW, biff, biff_cell, biff_words, ods, ods_row, xls, xlsx

STRUCK, RAISED, LOWERED = (
    "<strike/>",
    '<vertAlign val="superscript"/>',
    '<vertAlign val="subscript"/>',
)


def run(words: str, font: str = "") -> str:
    """Return a run of a text of an .xlsx, in a font of its own."""
    return f'<r><rPr>{font}<sz val="11"/></rPr><t xml:space="preserve">{words}</t></r>'


def inline(text: str, place: str = "D2", was: str = "<v>12</v>") -> bytes:
    """Return an .xlsx one of whose cells holds a text within it."""
    before = f'<c r="{place}">{was}</c>' if was.startswith("<v") else was
    row = ROW.format(2)
    assert before in row
    row = row.replace(before, f'<c r="{place}" t="inlineStr"><is>{text}</is></c>')
    return xlsx({"Biểu": f"<worksheet><sheetData>{HEAD}{row}</sheetData></worksheet>"})


def shared(text: str, prefix: str = "") -> bytes:
    """Return an .xlsx whose value is in the list of texts, its names with a prefix or not."""
    row = ROW.format(2).replace('<c r="D2"><v>12</v>', '<c r="D2" t="s"><v>1</v>')
    strings = (
        f"<sst><si><t>trước</t></si><si>{text}</si><si>{run('m')}{run('2', RAISED)}</si></sst>"
    )
    if prefix:
        strings = strings.replace("<", f"<{prefix}:").replace(f"<{prefix}:/", f"</{prefix}:")
    return xlsx(
        {"Biểu": f"<worksheet><sheetData>{HEAD}{row}</sheetData></worksheet>"},
        more={"xl/sharedStrings.xml": strings},
    )


PLACES = ["Biểu › D2: not-a-number"], ["Số 0 › D2: not-a-number"]


def refused(found: Found) -> str:
    """Return what is shown of the value, the only one, which is an error at its cell."""
    assert [code.partition(" › ")[2] for code in codes(found)] in PLACES
    assert found.values == {}
    message = found.said[0]
    before, _, shown = message.partition("hạ xuống: ")
    assert before
    return shown


TEXTS = {
    run("150", STRUCK) + run("120"): '"~~150~~120"',
    run("120") + run(" 150", STRUCK): '"120~~ 150~~"',
    run("15", STRUCK + '<color rgb="FFFF0000"/>') + run("0", STRUCK) + run("120"): '"~~150~~120"',
    run("150", STRUCK): '"~~150~~"',
    run("x", STRUCK): '"~~x~~"',
    run("kps", STRUCK): '"~~kps~~"',
    run("20") + run("1", RAISED): '"20^1"',
    run("20") + run("1", LOWERED): '"20_1"',
    run("-") + run("1", RAISED): '"-^1"',
    run("95") + run("1", RAISED) + run("%"): '"95^1%"',
    run("1", RAISED): '"^1"',
    run("20 hồ sơ 3") + run("1", RAISED): '"20 hồ sơ 3^1"',
    run("150", '<strike val="1"/>') + run("120"): '"~~150~~120"',
    run("150", "<strike></strike>") + run("120"): '"~~150~~120"',
    run("20") + run("1", "<vertAlign  val = 'superscript' />"): '"20^1"',
    run("&#49;50", STRUCK) + run("120"): '"~~150~~120"',
    run("20") + '<rPh sb="0" eb="1"><t>hai</t></rPh>' + run("1", RAISED): '"20^1"',
}


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("write", [inline, shared])
def test_what_is_struck_or_raised_is_no_part_of_a_number(
    tmp_path: Path, write: Callable[[str], bytes], text: str
) -> None:
    assert refused(read(tmp_path, write(text))).startswith(TEXTS[text])


def test_names_may_have_a_prefix(tmp_path: Path) -> None:
    text = run("150", STRUCK) + run("120")
    assert refused(read(tmp_path, shared(text, "x"))).startswith('"~~150~~120"')


BOLD = "<b/><color rgb='FFFF0000'/>"
PLAIN = {
    "fonts": run("1", BOLD) + run("2"),
    "not struck": run("1", '<strike val="0"/>') + run("2", '<strike val="false"/>'),
    "on the line": run("1") + run("2", '<vertAlign val="baseline"/>'),
    "a blank struck out": run("12") + run(" ", STRUCK),
    "nothing struck out": run("12") + run("", STRUCK) + f"<r><rPr>{STRUCK}</rPr><t/></r>",
    "read aloud": run("12") + f'<rPh sb="0" eb="1">{run("1", RAISED)}</rPh>',
}


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("write", [inline, shared])
def test_a_number_in_several_fonts_is_read(
    tmp_path: Path, write: Callable[[str], bytes], name: str
) -> None:
    found = read(tmp_path, write(PLAIN[name]))
    assert (codes(found), found.values) == ([], {"hcc dem 2025-09": "12"})


def with_names(rich: bool) -> bytes:
    """Return an .xlsx with raised and struck letters in its header, code and note, or without."""
    font, gone = (RAISED, STRUCK) if rich else ("", "")
    header = HEAD.replace("<t>giá trị</t>", run("giá tr") + run("ị", font)).replace(
        "</row>", f'<c r="E1" t="inlineStr"><is>{run("ghi ch")}{run("ú", gone)}</is></c></row>'
    )
    row = ROW.format(2).replace("<t>dem</t>", run("de") + run("m", gone))
    note = run("120 m") + run("2", font) + run(" cũ", gone) + run(" mới")
    row = row.replace("</row>", f'<c r="E2" t="inlineStr"><is>{note}</is></c></row>')
    return xlsx({"Biểu": f"<worksheet><sheetData>{header}{row}</sheetData></worksheet>"})


def test_how_names_and_notes_are_set_does_not_matter(tmp_path: Path) -> None:
    plainly, richly = (read(tmp_path, with_names(rich)) for rich in (False, True))
    assert codes(richly) == []
    assert richly.ledger == plainly.ledger
    assert richly.values == {"hcc dem 2025-09": "12"}


def test_a_footnote_of_a_month_makes_no_other_month(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        inline(
            run("Tháng 1") + run("1", RAISED) + run("/2025"),
            "A2",
            was='<c r="A2" t="inlineStr"><is><t>2025-09</t></is></c>',
        ),
    )
    assert codes(found) == ["bc.xlsx › Biểu › A2: bad-period"]
    assert "Tháng 1^1" in found.said[0]


def test_struck_texts_in_too_many_pieces_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_grammar, "RICH_TAGS", 20)
    assert codes(read(tmp_path, shared(run("1", STRUCK) * 9))) == ["bc.xlsx: file-too-big"]


def test_a_text_that_is_torn_is_refused(tmp_path: Path) -> None:
    torn = run("150", STRUCK) + "<r><t>120</r></t>"
    assert codes(read(tmp_path, shared(torn))) == ["bc.xlsx: damaged-file"]


FONTS = (
    "<fonts><font><b/></font><font><strike/></font><font><strike val='0'/></font></fonts>"
    '<cellStyleXfs><xf fontId="1"/></cellStyleXfs><cellXfs><xf fontId="0"/><xf fontId="1"/>'
    '<xf fontId="2"/></cellXfs><dxfs><dxf><font><strike/></font></dxf></dxfs>'
)


def styled(*values: str) -> bytes:
    """Return an .xlsx with these cells as values, whose style 1 alone is struck out."""
    rows = "".join(
        ROW.format(at)
        .replace("2025-09", f"2025-{at + 5:02}")
        .replace(f'<c r="D{at}"><v>12</v></c>', value)
        for at, value in enumerate(values, 2)
    )
    return xlsx(
        {"Biểu": f"<worksheet><sheetData>{HEAD}{rows}</sheetData></worksheet>"},
        more={"xl/styles.xml": f"<styleSheet>{FONTS}</styleSheet>"},
    )


def test_a_cell_struck_out_as_a_whole_is_read_and_mentioned(tmp_path: Path) -> None:
    cells = (
        '<c r="D2" s="1"><v>12</v></c>',
        "<c s = '01' r='D3'><v>13</v></c>",
        '<c r="D4" s="1"/>',
    )
    found = read(tmp_path, styled(*cells))
    assert codes(found) == ["bc.xlsx › Biểu: hidden-cells"]
    assert "gạch ngang: D2, D3;" in found.said[0]
    assert found.values == {"hcc dem 2025-07": "12", "hcc dem 2025-08": "13"}


def test_at_most_so_many_struck_cells_are_named(tmp_path: Path) -> None:
    more = "".join(f'<c r="{letter}2" s="1"><v>1</v></c>' for letter in "EFGHIJKLMNOPQRSTUVWXY")
    found = read(tmp_path, styled('<c r="D2" s="2"><v>12</v></c>' + more))
    assert "R2, S2, T2, U2, V2, W2, X2, …;" in found.said[0]
    assert found.values == {"hcc dem 2025-07": "12"}


def test_a_style_that_is_not_struck_out_is_not_mentioned(tmp_path: Path) -> None:
    found = read(tmp_path, styled('<c r="D2" s="2"><v>12</v></c>'))
    assert (codes(found), found.values) == ([], {"hcc dem 2025-07": "12"})


def biff_font(flags: int = 0, raised: int = 0) -> bytes:
    return biff(0x0031, struct.pack("<5H", 200, flags, 0, 400, raised) + bytes(6))


BIFF_FONTS = b"".join(map(biff_font, (0, 2, 0, 8, 0, 8))) + biff_font(0, 1) + biff_font(0, 2)
"""Fonts 3 and 6 are struck out, 7 raised and 8 lowered; no font has the number 4."""


def shared_xls(words: str, *fonts: tuple[int, int], cut: int = 0) -> bytes:
    """Return an .xls whose value is shared, from each of some letters on in a font.

    Behind so many bytes the list goes on in another record.
    """
    coded = words.encode("utf-16-le")
    held = struct.pack("<IIHBH", 2, 2, len(coded) // 2, 9, len(fonts)) + coded
    held += b"".join(struct.pack("<HH", *font) for font in fonts)
    held += struct.pack("<HB", 2, 0) + b"m2"
    strings = biff(0x00FC, held[:cut] if cut else held) + (biff(0x003C, held[cut:]) if cut else b"")
    cells = b"".join(
        biff_words(row, at, word)
        for row, words in enumerate([HEADER[:4], ["2025-09", "hcc", "dem"]])
        for at, word in enumerate(words)
    )
    shown = biff_cell(0x00FD, 1, 3, 0, bytes(4)) + biff_cell(0x00FD, 1, 4, 0, b"\1\0\0\0")
    return xls(cells + shown, before=BIFF_FONTS + strings)


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (shared_xls("150120", (0, 6), (3, 0)), '"~~150~~120"'),
        (shared_xls("150120", (0, 3), (1, 6), (3, 0)), '"~~150~~120"'),
        (shared_xls("120150", (3, 3)), '"120~~150~~"'),
        (shared_xls("201", (2, 7)), '"20^1"'),
        (shared_xls("201", (2, 8)), '"20_1"'),
        (shared_xls("😀201", (4, 7)), '"😀20^1"'),
        (shared_xls("201", (2, 7), (3, 0), cut=8 + 5 + 6 + 4), '"20^1"'),
        (shared_xls("201", (2, 7), (3, 0), cut=8 + 5 + 6), '"20^1"'),
    ],
)
def test_what_is_struck_in_an_xls_is_no_part_of_a_number(
    tmp_path: Path, content: bytes, shown: str
) -> None:
    assert refused(read(tmp_path, content, "bc.xls")).startswith(shown)


@pytest.mark.parametrize("fonts", [[(0, 1), (1, 5)], [(0, 99)], [(2, 7)], [(0, 4)], []])
def test_a_number_in_several_fonts_of_an_xls_is_read(
    tmp_path: Path, fonts: list[tuple[int, int]]
) -> None:
    found = read(tmp_path, shared_xls("12", *fonts), "bc.xls")
    assert (codes(found), found.values) == ([], {"hcc dem 2025-09": "12"})


ODS_STYLES = "".join(
    f'<style:style style:name="{name}" style:family="text"><style:text-properties {about}/>'
    "</style:style>"
    for name, about in {
        "bold": 'fo:font-weight="bold" style:text-line-through-style="none"',
        "gone": 'style:text-line-through-style="solid" style:text-line-through-type="single"',
        "up": 'style:text-position="super 58%"',
        "down": "style:text-position='-33% 58%'",
        "level": 'style:text-position="0% 100%"',
    }.items()
)


def span(words: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{words}</text:span>'


def rich_ods(value: str, code: str = "dem", header: str = "giá trị") -> bytes:
    """Return an .ods of one row, its texts given as what is in a paragraph."""
    styles = ODS_STYLES.replace("fo:", "style:")
    rows = ods_row(*HEADER[:3], header) + ods_row("2025-09", "hcc", code, cell(value))
    return ods(rows, styles=styles)


def cell(paragraph: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{paragraph}</text:p></table:table-cell>'


@pytest.mark.parametrize(
    ("paragraph", "shown"),
    [
        (span("150", "gone") + "120", '"~~150~~120"'),
        ("120<text:s/>" + span("150", "gone"), '"120 ~~150~~"'),
        (span("15", "gone") + span("0", "gone") + span("12", "bold"), '"~~150~~12"'),
        (span("1" + span("50", "bold"), "gone") + "120", '"~~150~~120"'),
        (span(span("150", "gone") + "120", "bold"), '"~~150~~120"'),
        ("20" + span("1", "up"), '"20^1"'),
        ("20" + span("1", "down"), '"20_1"'),
    ],
)
def test_what_is_struck_in_an_ods_is_no_part_of_a_number(
    tmp_path: Path, paragraph: str, shown: str
) -> None:
    assert refused(read(tmp_path, rich_ods(paragraph), "bc.ods")).startswith(shown)


@pytest.mark.parametrize(
    "paragraph",
    [
        span("1", "bold") + "2",
        span("1", "level") + span("2", "unknown"),
        "12" + span(" ", "gone"),
        "12<text:span/>" + span("", "gone"),
    ],
)
def test_a_number_in_several_fonts_of_an_ods_is_read(tmp_path: Path, paragraph: str) -> None:
    code, header = "de" + span("m", "up"), "giá " + span("trị", "gone")
    found = read(tmp_path, rich_ods(paragraph, code, header), "bc.ods")
    assert (codes(found), found.values) == ([], {"hcc dem 2025-09": "12"})


def html(value: str, code: str = "dem", header: str = "giá trị") -> bytes:
    """Return a page of one table, its cells given as what is in them."""
    rows = [[*HEADER[:3], header], ["2025-09", "hcc", code, value]]
    lines = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>" for cells in rows]
    return "\n".join([f"<style>{RULES}</style><table>", *lines, "</table>"]).encode()


RULES = ".font5 { text-decoration:line-through; } .font6 { color: red }"
GONE = '<span style="text-decoration: line-through">'


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (f"{GONE}150</span>120", "150\\x0a120"),
        (f"120{GONE}150</span>", "120\\x0a150"),
        (f"{GONE}1<b>5</b>0</span>120", "150\\x0a120"),
        (f"<b>{GONE}150</span></b>120", "150\\x0a120"),
        ('20<font style="VERTICAL-ALIGN:super">1</font>', "20\\x0a1"),
        ("20<span style='vertical-align: sub'>1</span>", "20\\x0a1"),
        ('<font class="font0 font5">150</font><font class="font6">120</font>', "150\\x0a120"),
        (f"{GONE}150</span>", "~~150~~"),
        ("<s>150</s>", "~~150~~"),
        ("<del><b>150</b></del> ", "~~150~~"),
        ("<sup>1</sup>", "^1"),
        ("<span style='vertical-align: sub'>1</span>", "_1"),
    ],
)
def test_what_is_struck_in_a_page_is_no_part_of_a_number(
    tmp_path: Path, value: str, shown: str
) -> None:
    found = read(tmp_path, html(value), "bc.xls")
    assert codes(found) == ["bc.xls: mislabelled-file", "bc.xls:3:4: not-a-number"]
    assert found.values == {}
    assert shown in found.said[1]


@pytest.mark.parametrize(
    "value",
    [
        '<span style="vertical-align: middle">1</span>2',
        f"12{GONE} </span>",
        "<s></s>12",
        f"{GONE}</span><b>1</b>2",
        '<font class="font6">1</font><font class="font0">2</font>',
    ],
)
def test_a_number_in_several_fonts_of_a_page_is_read(tmp_path: Path, value: str) -> None:
    code, header = f"{GONE}dem</span>", "<s>giá trị</s>"
    found = read(tmp_path, html(value, code, header), "bc.xls")
    assert (codes(found), found.values) == (["bc.xls: mislabelled-file"], {"hcc dem 2025-09": "12"})
