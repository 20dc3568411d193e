"""Measure reading a workbook: against the same rows as CSV, and against openpyxl.

`cchc check` on a workbook of 5,000 rows runs in turn with `cchc check` on the same rows as CSV, and
with openpyxl, read-only, going over the cells of the same workbook.  Limit: under 1 s for the whole
command.  Then each kind of file near its limits is read in a process of its own, whose time (of the
processor, so that others on the machine do not count) and memory are told.  Limit: 2 s and 300 MB.
"""

import argparse
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from startup import compare
from throughput import PERIODS, write_plan

ROWS = 5_000
HEADER = ["kỳ", "đơn vị", "mã số liệu", "giá trị", "ghi chú"]

OPENPYXL = """
import sys, openpyxl
for sheet in openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True):
    for row in sheet.iter_rows(values_only=True):
        pass
"""

READ = """
import sys, time, pathlib, resource
from cchc_cli.submissions.{reader} import read_tables
content, started, problems = pathlib.Path(sys.argv[1]).read_bytes(), time.process_time(), []
rows = sum(1 for table in read_tables(content, "x", problems) for _ in table.records)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
codes = ", ".join(problem.code for problem in problems)
print(f"{{time.process_time() - started:6.2f}} s {{peak:5}} MB {{rows:8}} rows  {{codes}}")
"""

Row = tuple[str, str, str, int, str]


def rows(count: int) -> list[Row]:
    """Return clean rows, none of them twice as long as there are so many entries."""
    return [
        (f"2024-{1 + n % 12:02d}", f"u{n // 1200 % 60}", f"f{n // 12 % 100}", n, f"sổ theo dõi {n}")
        for n in range(count)
    ]


def write_workbook(path: Path, found: list[Row]) -> None:
    """Write the rows as .xlsx, the values as numbers."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("Biểu")
    for number, row in enumerate([HEADER, *found]):
        sheet.write_row(number, 0, row)
    book.close()


def write_csv(path: Path, found: list[Row]) -> None:
    """Write the rows as .csv."""
    lines = (",".join(map(str, row)) + "\n" for row in (HEADER, *found))
    path.write_text("".join(lines), encoding="utf-8")


def write_page(path: Path, found: list[Row]) -> None:
    """Write the rows as an HTML table named .xls."""
    lines = ("<tr><td>" + "</td><td>".join(map(str, row)) + "</td></tr>\n" for row in found)
    path.write_text(f"<table>\n{''.join(lines)}</table>", encoding="utf-8")


def write_cells(cell: str) -> Callable[[Path, list[Row]], None]:
    """Return what writes a sheet of a million cells, each with the same inside."""

    def write(path: Path, _: list[Row]) -> None:
        drawn = "".join(
            f'<row r="{row}">' + "".join(cell.format(f"{letter}{row}") for letter in "ABCDEFGHIJ")
            + "</row>" for row in range(1, 100_001)
        )  # fmt: skip
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in PARTS.items():
                archive.writestr(name, part)
            sheet = f"<worksheet><sheetData>{drawn}</sheetData></worksheet>"
            archive.writestr("xl/worksheets/sheet1.xml", sheet)

    return write


PARTS = {
    "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="S" r:id="a"/></sheets>'
    "</workbook>",
    "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="a" Type="t/worksheet" '
    'Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="t/styles" Target="styles.xml"/>'
    "</Relationships>",
    "xl/styles.xml": '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs>'
    "</styleSheet>",
}


def main() -> None:
    """Compare, then tell time and memory near the limits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        compare_with_others(folder, runs)
        read_near_limits(folder)


def compare_with_others(folder: Path, runs: int) -> None:
    """Compare the whole command on a workbook with its counterparts."""
    plan = write_plan(folder)
    assert PERIODS >= 12, "the rows are of twelve months"
    for name, write in (("book", write_workbook), ("text", write_csv)):
        (folder / name).mkdir()
        write(folder / name / f"bc.{'xlsx' if name == 'book' else 'csv'}", rows(ROWS))
    check = [sys.executable, "-m", "cchc_cli", "check", "--plan", str(plan)]
    book = [*check, str(folder / "book")]
    compare(
        f"cchc check ({ROWS} rows .xlsx)", book, "as .csv", [*check, str(folder / "text")], runs
    )
    other = [sys.executable, "-c", OPENPYXL, str(folder / "book" / "bc.xlsx")]
    compare(f"cchc check ({ROWS} rows .xlsx)", book, "openpyxl, read-only", other, runs)


def read_near_limits(folder: Path) -> None:
    """Tell time and memory of files that are as big as may be."""
    many = rows(100_000)
    for name, reader, write in (
        ("100,000 rows .xlsx", "excel_reader", write_workbook),
        ("100,000 rows .html", "html_reader", write_page),
        ("a million numbers", "excel_reader", write_cells('<c r="{}"><v>1.5</v></c>')),
        ("a million percentages", "excel_reader", write_cells('<c r="{}" s="1"><v>0.5</v></c>')),
        ("a million errors", "excel_reader", write_cells('<c r="{}" t="e"><v>#REF!</v></c>')),
        ("a million open formulas", "excel_reader", write_cells('<c r="{}"><f>1</f></c>')),
    ):
        path = folder / "near"
        write(path, many)
        program = READ.format(reader=reader)
        told = subprocess.run(
            [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
        )
        print(f"{name:32} {told.stdout.strip()}")


if __name__ == "__main__":
    main()
