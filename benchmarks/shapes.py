"""Files as big as may be, each written in the way that is hardest to read of its kind.

Rows are those of the plan that `throughput` writes; what is said of figures is made up.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice, product
from pathlib import Path

import xlsxwriter

from throughput import FIGURES, UNITS, write_plan

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from claims import CLAIMS, PAST  # what they build on is in the tests

ROWS = 99_900
HEADER = ("Kỳ", "Mã đơn vị", "Mã số liệu", "Tên số liệu", "ĐVT", "Giá trị", "Ghi chú", "Lần")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Row = tuple[str, str, str, str, str, str | int, str, int]
Write = Callable[[], bytes]


def form_rows() -> Iterator[Row]:
    """Yield rows of a form, each about something else."""
    slots = product(range(18), range(UNITS), range(FIGURES))
    for number, (p, u, f) in zip(range(ROWS), slots, strict=False):
        period = f"{2024 + p // 12}-{p % 12 + 1:02d}"
        yield period, f"u{u}", f"f{f}", f"Số liệu {f}", "hồ sơ", 1000 + number % 9000, "", 1


def noted_rows() -> Iterator[Row]:
    """Yield the same rows, with a note in each."""
    return ((*row[:6], f"Báo cáo số {n}/BC", 1) for n, row in enumerate(form_rows()))


def estimated_rows() -> Iterator[Row]:
    """Yield the same rows, with a note in each that makes its value an estimate."""
    return ((*row[:6], f"ước {n}", 1) for n, row in enumerate(form_rows()))


# .xlsx


def form(*, inline: bool = False) -> Write:
    """Return what writes a form as the program itself and Office do, or with texts in the cells."""

    def write() -> bytes:
        from io import BytesIO

        drawn = BytesIO()
        book = xlsxwriter.Workbook(drawn, {"constant_memory": inline})
        sheet = book.add_worksheet("Biểu")
        codes = ["@", "@", "@", "@", "@", "#,##0", "@", "0"]
        formats = [book.add_format({"border": 1, "num_format": code}) for code in codes]
        sheet.write_row(0, 0, HEADER)
        for number, row in enumerate(noted_rows() if inline else form_rows(), 1):
            for at, cell in enumerate(row):
                sheet.write(number, at, cell, formats[at])
        book.close()
        return drawn.getvalue()

    return write


def cell_of(place: str, cell: str | int) -> str:
    """Return a cell as XML; text that begins with ``<c`` is given as such, without its place."""
    if isinstance(cell, int):
        return f'<c r="{place}"><v>{cell}</v></c>'
    if cell.startswith("<c"):
        return cell.replace("<c", f'<c r="{place}"', 1)
    return f'<c r="{place}" t="inlineStr"><is><t>{cell}</t></is></c>' if cell else ""


def sheet_rows(rows: Iterable[Iterable[str | int]]) -> str:
    """Return the rows of an .xlsx sheet as XML."""
    from cchc_cli.submissions.survey import column_letters

    return "".join(
        f'<row r="{number}">'
        + "".join(cell_of(f"{column_letters(at)}{number}", cell) for at, cell in enumerate(row, 1))
        + "</row>"
        for number, row in enumerate(rows, 1)
    )


def sheet(
    rows: Iterable[Iterable[str | int]],
    prefix: str = "",
    more: Mapping[str, str] | None = None,
) -> bytes:
    """Return an .xlsx of one sheet; `prefix` names its namespace, `more` are other parts."""
    from workbooks import xlsx

    xml = f"<worksheet><sheetData>{sheet_rows(rows)}</sheetData></worksheet>"
    if prefix:
        xml = xml.replace("</", f"</{prefix}:").replace("<", f"<{prefix}:")
        xml = xml.replace(f"<{prefix}:/", "</").replace(f"<{prefix}:!", "<!")
    return xlsx({"Biểu": xml}, more=more)


def form_with(value: str) -> Write:
    """Return what writes a form of which each value is the same cell, given as XML."""
    return lambda: sheet([HEADER, *((*row[:5], value, *row[6:]) for row in form_rows())])


def noted_formulas() -> bytes:
    """Return a form whose values are formulas with a result, with a long note beside each."""
    about = " về giải quyết hồ sơ"
    rows = ((*row[:5], CACHED, row[6] + about, 1) for row in noted_rows())
    return sheet([HEADER, *rows])


def alike(cell: str, rows: int = ROWS) -> Write:
    """Return what writes a sheet of nothing but the same cell, below a header."""
    return lambda: sheet([HEADER, *[[cell] * 8] * rows])


def fractions_alone() -> bytes:
    """Return a sheet of nothing but different fractions, without a header."""
    cells = (f"<c><v>{n}.{n % 7}0123</v></c>" for n in range(8 * ROWS))
    return sheet([next(cells) for _ in range(8)] for _ in range(ROWS))


def below_a_table(row: str) -> Write:
    """Return what writes an .xlsx with a form of one row, and as many rows as a sheet may have."""

    def write() -> bytes:
        from workbooks import xlsx

        table = sheet_rows([HEADER, next(form_rows())])
        blank = "".join(row.replace("#", str(n)) for n in range(3, 1_048_577))
        return xlsx({"Biểu": f"<worksheet><sheetData>{table}{blank}</sheetData></worksheet>"})

    return write


def hundred_columns(rows: int) -> Iterator[list[str | int]]:
    """Yield rows of words in a hundred columns."""
    return ([f"tháng {number % 12}"] * 100 for number in range(rows))


STYLES = 64_000
"""Of cells; Excel has room for no more."""


def styled() -> bytes:
    """Return an .xlsx whose cells have all styles in turn, every one of them a percentage."""
    cells = (f'<c s="{n % STYLES}"><v>0.5</v></c>' for n in range(8 * ROWS))
    rows = ([next(cells) for _ in range(8)] for _ in range(ROWS))
    styles = "<styleSheet><cellXfs>" + '<xf numFmtId="9"/>' * STYLES + "</cellXfs></styleSheet>"
    return sheet([HEADER, *rows], more={"xl/styles.xml": styles})


def far_column() -> bytes:
    """Return an .xlsx whose last row has a cell in column IW, the first beyond the limit."""
    from workbooks import xlsx

    drawn = "".join(
        f'<row r="{n}">' + "".join(cell_of(f"{letter}{n}", n) for letter in LETTERS[:7]) + "</row>"
        for n in range(1, ROWS)
    )
    last = f'<row r="{ROWS}"><c r="IW{ROWS}"><v>1</v></c></row>'
    return xlsx({"Biểu": f"<worksheet><sheetData>{drawn}{last}</sheetData></worksheet>"})


def with_picture() -> bytes:
    """Return an .xlsx with a picture so big that the file is past its limit."""
    from random import Random

    from workbooks import xlsx

    drawn = Random(1).randbytes(10_500_000)
    return xlsx({"Biểu": [["kỳ", "giá trị"]]}, more={"xl/media/image1.png": drawn})


WIDE = ("Mã đơn vị", "Mã số liệu", *(f"T{month}/2025" for month in range(1, 7)))


def wide_rows(count: int = 99_000) -> Iterator[tuple[str | int, ...]]:
    """Yield rows of six months each; units and figures are so few that they come again."""
    for number in range(count):
        u, f = number // FIGURES % UNITS, number % FIGURES
        yield f"u{u}", f"f{f}", *range(number, number + 6)


def plain(drawn: Callable[[], Iterable[Iterable[str | int]]], prefix: str = "") -> Write:
    """Return what writes rows as an .xlsx."""
    return lambda: sheet(drawn(), prefix)


# Others


def delimited(rows: Callable[[], Iterable[Iterable[str | int]]], sign: str = ",") -> Write:
    """Return what writes rows as CSV, without quotes."""
    return lambda: "".join(sign.join(map(str, row)) + "\n" for row in rows()).encode()


def page(
    rows: Callable[[], Iterable[Iterable[str | int]]], begin: str = "<td>", end: str = "</td>"
) -> Write:
    """Return what writes rows as an HTML table, with the tags of a cell as given."""

    def write() -> bytes:
        cells = ((f"{begin}{cell}{end}" for cell in row) for row in rows())
        drawn = (f"<tr>{''.join(row)}</tr>\n" for row in cells)
        return f"<table>\n{''.join(drawn)}</table>".encode()

    return write


def open_document(rows: Callable[[], Iterable[Iterable[str | int]]]) -> Write:
    """Return what writes rows as an .ods; cells may be given as XML."""

    def write() -> bytes:
        from workbooks import ods, ods_row

        return ods("".join(ods_row(*row) for row in rows()))

    return write


def binary(rows: Callable[[], Iterable[Iterable[str | int]]]) -> Write:
    """Return what writes rows as an .xlsb."""

    def write() -> bytes:
        from workbooks import xlsb, xlsb_number, xlsb_words

        return xlsb([
            b"".join(
                xlsb_number(at, cell) if isinstance(cell, int) else xlsb_words(at, cell)
                for at, cell in enumerate(row)
            )
            for row in rows()
        ])  # fmt: skip

    return write


def binary_of_excel() -> bytes:
    """Return a form as an .xlsb as Excel writes it: strings shared, before each row its descent."""
    from workbooks import xlsb, xlsb_shared, xlsb_whole

    words: dict[str, int] = {}
    rows = [
        b"".join(
            xlsb_whole(at, cell)
            if isinstance(cell, int)
            else xlsb_shared(at, words.setdefault(cell, len(words)))
            for at, cell in enumerate(row)
        )
        for row in long_form()
    ]
    return xlsb(rows, strings=list(words), descent=True)


def old(rows: Callable[[], Iterable[Iterable[str | int]]]) -> Write:
    """Return what writes rows as an .xls, which has 65,536 of them at most."""

    def write() -> bytes:
        import struct

        from workbooks import biff_cell, biff_words, xls

        return xls(b"".join(
            biff_cell(0x0203, number, at, 0, struct.pack("<d", cell))
            if isinstance(cell, int) else biff_words(number, at, cell)
            for number, row in zip(range(65_536), rows(), strict=False)
            for at, cell in enumerate(row)
        ))  # fmt: skip

    return write


def long_form() -> Iterable[Iterable[str | int]]:
    return [HEADER, *form_rows()]


def short_form() -> Iterable[Iterable[str | int]]:
    """Return rows so short that a hundred thousand of them fit into an old workbook."""
    return [("kỳ", "đơn vị", "mã", "giá trị"), *(row[:3] + row[5:6] for row in form_rows())]


def one_figure() -> Iterable[Iterable[str | int]]:
    """Return rows about one figure, each with another value."""
    return [("kỳ", "đơn vị", "mã", "giá trị"), *(("2024-01", "u0", "f0", n) for n in range(ROWS))]


def twice() -> Iterable[Iterable[str | int]]:
    """Return rows of which every two are about the same, with different values."""
    head, *rows = map(tuple, short_form())
    halves = rows[: ROWS // 2]
    return [head, *halves, *((*row[:3], 7) for row in halves)]


def changed(at: int, say: Callable[[int, Row], str]) -> Callable[[], Iterable[Iterable[str | int]]]:
    """Return what gives the rows of a form, one cell of each told from its number and the row."""

    def rows() -> Iterable[Iterable[str | int]]:
        drawn = ((*row[:at], say(n, row), *row[at + 1 :]) for n, row in enumerate(form_rows()))
        return [HEADER, *drawn]

    return rows


def totals() -> Iterable[Iterable[str | int]]:
    """Return nothing but totals."""
    return [HEADER, *(("Tổng cộng", "", "", f"Tổng {n}", "", n, "", "") for n in range(ROWS))]


ODD_ROWS = 12_400
"""Of eight cells: as many as may be where Excel would write them otherwise."""


def written(cell: str, row: str = '<row r="#">@</row>', count: int = ODD_ROWS) -> Write:
    """Return what writes an .xlsx of rows and cells as given: ``@`` are its cells or its column.

    ``#`` is the row's number.
    """

    def write() -> bytes:
        from workbooks import xlsx

        cells = "".join(cell.replace("@", letter) for letter in LETTERS[:8])
        rows = (row.replace("@", cells).replace("#", str(n)) for n in range(1, count))
        return xlsx({"Biểu": f"<worksheet><sheetData>{''.join(rows)}</sheetData></worksheet>"})

    return write


def wrong_words() -> Iterable[Iterable[str | int]]:
    """Return rows in which nothing is known."""
    return [HEADER, *((f"kỳ {n}", f"xã {n}", f"số {n}", f"tên {n}", "", f"ô {n}", "", f"l{n}")
                      for n in range(ROWS))]  # fmt: skip


def fractions() -> Iterable[Iterable[str | int]]:
    return [HEADER, *((*row[:5], f"{row[5]}.5", *row[6:]) for row in form_rows())]


def wide() -> Iterable[Iterable[str | int]]:
    return [WIDE, *wide_rows()]


def many_months() -> Iterable[Iterable[str | int]]:
    """Return rows of 78 short cells each: a text of 16 MB holds millions."""
    months = [f"T{n % 12 + 1}/{2024 + n // 12}" for n in range(18)]
    beside = [f"x{n}" for n in range(60)]
    rows = ((f"u{n // FIGURES % UNITS}", f"f{n % FIGURES}", *["1"] * 78) for n in range(95_000))
    return [("đơn vị", "mã", *months, *beside), *rows]


XML_PERCENT = ('<table:table-cell office:value-type="percentage" office:value="0.5">'
               "<text:p>50%</text:p></table:table-cell>")  # fmt: skip
XML_ERROR = ('<table:table-cell table:formula="of:=1/0" office:value-type="string" '
             'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>')  # fmt: skip


def ods_cells(cell: str) -> Callable[[], Iterable[Iterable[str | int]]]:
    return lambda: [HEADER, *[[cell] * 8] * 37_000]


OTHERS = " ".join(f'a{n}="{n}"' for n in range(6))
RICH = "<r><rPr><b/></rPr><t>a</t></r><r><t>b</t></r>"
PERCENT, ERROR = '<c s="1"><v>0.5</v></c>', '<c t="e"><v>#REF!</v></c>'
FORMULA, CACHED = "<c><f>A1+1</f></c>", "<c><f>A1+1</f><v>7</v></c>"
SHAPES: dict[str, tuple[str, Write]] = {
    "form .xlsx": ("xlsx", form()),
    "form .xlsx, texts in cells": ("xlsx", form(inline=True)),
    "form .xlsx, percentages": ("xlsx", form_with(PERCENT)),
    "form .xlsx, errors": ("xlsx", form_with(ERROR)),
    "form .xlsx, open formulas": ("xlsx", form_with(FORMULA)),
    "form .xlsx, formulas": ("xlsx", form_with(CACHED)),
    "form .xlsx, fractions": ("xlsx", form_with("<c><v>12.5</v></c>")),
    "form .xlsx, formulas and notes": ("xlsx", noted_formulas),
    "form .xlsx, estimates": ("xlsx", plain(lambda: [HEADER, *estimated_rows()])),
    "form .xlsx, prefixed": ("xlsx", plain(long_form, prefix="x")),
    "800,000 numbers": ("xlsx", alike("<c><v>1.5</v></c>")),
    "800,000 percentages": ("xlsx", alike(PERCENT)),
    "800,000 errors": ("xlsx", alike(ERROR)),
    "800,000 open formulas": ("xlsx", alike(FORMULA)),
    "800,000 styles": ("xlsx", styled),
    "odd cells": ("xlsx", alike("<c  s='1' ><v>0.5</v></c>", ODD_ROWS)),
    "odd cells, style first": ("xlsx", written('<c s="1" r="@#"><v>0.5</v></c>')),
    "odd cells, no places": ("xlsx", written('<c s="1"><v>0.5</v></c>', "<row>@</row>")),
    "odd cells, errors": ("xlsx", written("<c t='e' r='@#'><f>1</f><v>#REF!</v></c>")),
    "odd cells, many attributes": ("xlsx", written(f'<c {OTHERS} r="@#" s="1"><v>0.5</v></c>')),
    "odd cells, rich texts": ("xlsx", written(f'<c r="@#" t="inlineStr"><is>{RICH}</is></c>')),
    "odd cells, lines between": ("xlsx", written('\n<c r="@#" s="1">\n<v>5</v></c>')),
    "800,000 fractions": ("xlsx", fractions_alone),
    "blank rows .xlsx": ("xlsx", below_a_table('<row r="#" ht="15" customHeight="1"/>')),
    "blank cells .xlsx": ("xlsx", below_a_table('<row r="#"><c r="A#" s="1"/></row>')),
    "a hundred columns .xlsx": ("xlsx", plain(lambda: hundred_columns(3_900))),
    "wide .xlsx": ("xlsx", plain(wide)),
    "wrong words .xlsx": ("xlsx", plain(wrong_words)),
    "form .xlsb": ("xlsb", binary(long_form)),
    "form of Excel .xlsb": ("xlsb", binary_of_excel),
    "form .xls": ("xls", old(short_form)),
    "form .ods": ("ods", open_document(lambda: islice(long_form(), 37_000))),
    "percentages .ods": ("ods", open_document(ods_cells(XML_PERCENT))),
    "errors .ods": ("ods", open_document(ods_cells(XML_ERROR))),
    "form .html": ("xls", page(long_form)),
    "attributes .html": ("xls", page(short_form, "<TD class=x nowrap>", "</TD>")),
    "tags .html": ("xls", lambda: b"<table><tr><td>a<td>1<tr><td>b<td>" + b"<p>" * 119_000),
    "form .csv": ("csv", delimited(long_form)),
    "fractions .csv": ("csv", delimited(fractions)),
    "one figure .csv": ("csv", delimited(one_figure)),
    "each twice .csv": ("csv", delimited(twice)),
    "wrong words .csv": ("csv", delimited(wrong_words)),
    "wide .csv": ("csv", delimited(wide)),
    "old font .csv": (
        "csv",
        delimited(changed(6, lambda n, _: f"Tæng sè hå s¬ ®· gi¶i quyÕt {n}")),
    ),
    "Latin notes .csv": ("csv", delimited(changed(6, lambda n, _: f"café {n} sè tâm à bê Dè môi"))),
    "by name .csv": ("csv", delimited(changed(2, lambda _, row: f"Số liệu {row[2][1:]}"))),
    "grouped .csv": (
        "csv",
        delimited(changed(5, lambda n, _: f"{n // 1000 + 1}.{n % 1000:03d}"), ";"),
    ),
    "without occurrence .csv": ("csv", delimited(changed(5, lambda *_: "không phát sinh"))),
    "totals .csv": ("csv", delimited(totals)),
    "many months .csv": ("csv", delimited(many_months)),
}
REFUSED: dict[str, tuple[str, Write]] = {
    "past: rows .xlsx": ("xlsx", lambda: sheet([[*range(8)]] * 100_100)),
    "past: rows of texts .xlsx": ("xlsx", lambda: sheet([HEADER] * 100_100)),
    "past: cells .xlsx": ("xlsx", lambda: sheet([["abc xyz"] * 9] * 95_000)),
    "past: columns .xlsx": ("xlsx", far_column),
    "past: unpacked .xlsx": ("xlsx", lambda: sheet([["x" * 30_000]] * 2_200)),
    "past: a million rows .xlsx": ("xlsx", lambda: sheet([[1]] * 1_000_000)),
    "past: a million rows .csv": ("csv", lambda: b"1\n" * 1_000_000),
    "past: a million rows .xlsb": ("xlsb", binary(lambda: [[1]] * 1_000_000)),
    "past: a million rows .html": ("xls", page(lambda: [[1]] * 700_000)),
    "past: a million rows .ods": ("ods", open_document(lambda: [[1]] * 500_000)),
    "past: a hundred columns .xlsx": ("xlsx", plain(lambda: hundred_columns(7_900))),
    "past: blank lines .csv": ("csv", lambda: b"\n" * 16_000_000),
    "past: bodies .html": ("xls", page(lambda: [[1]] * 420_000, "<tbody><td>")),
    "past: odd cells .xlsx": ("xlsx", written("<c s='1' r='@#'><v>0.5</v></c>", count=ROWS)),
    "past: megabytes .xlsx": ("xlsx", with_picture),
    "past: cells .ods": ("ods", open_document(lambda: [["x"] * 8] * 38_000)),
    "past: rows .xlsb": ("xlsb", binary(lambda: [[1] * 8] * 100_100)),
    "past: rows .csv": ("csv", delimited(lambda: [HEADER] * 100_200)),
    "past: megabytes .csv": ("csv", lambda: b"a,b,c\n" * 2_700_000),
    "past: rows .html": ("xls", page(lambda: [["x"] * 4] * 100_200)),
}
"""Files that are not read, because they are past a limit."""


def main() -> None:
    """Write the plan, and the shapes whose name has a part, each to a folder; print their names."""
    folder, part = Path(sys.argv[1]), sys.argv[2]
    (folder / "empty folder").mkdir(parents=True, exist_ok=True)
    write_plan(folder)
    for name, (suffix, write) in {**SHAPES, **CLAIMS, **REFUSED, **PAST}.items():
        path = folder / name / f"bc.{suffix}"
        if part not in name:
            continue
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(write())
        print(name)


if __name__ == "__main__":
    main()
