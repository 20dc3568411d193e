"""The same workbook as LibreOffice saves it: each kind is read to the same entries."""

import shutil
import subprocess
from pathlib import Path

import pytest

from submitting import HEADER, codes, read
from workbooks import Day, Formula, Mistake, Percent, Rows, sheet_xml, xlsx

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")

ROWS: Rows = [
    ["UBND XÃ MẪU", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    [],
    [None, "BIỂU SỐ LIỆU"],
    [None, *HEADER],
    [None, "2025-09", "hcc", "dem", 540],
    [None, "2025-09", "hcc", "ty_le", Percent(0.955)],
    [None, "2025-09", "hcc", "tien", 1234567.89],
    [None, "2025-08", "hcc", "tien", Formula("1/8", 0.125)],
    [None, "2025-09", "kt", "dem", Mistake("#DIV/0!")],
    [None, Day(45901), "kt", "dem", 50],
    [None, "2025-08", "hcc", "da_lam", "có"],
]
ENTRIES = {
    "hcc da_lam 2025-08": "True",
    "hcc dem 2025-09": "540",
    "hcc tien 2025-08": "0.125",
    "hcc tien 2025-09": "1234567.89",
    "hcc ty_le 2025-09": "95.500",
}
SAID = [
    "bc › Biểu 01: hidden-cells",
    "bc › Biểu 01 › E9: not-a-number",
    "bc › Biểu 01 › B10: period-is-date",
    "bc › Ẩn: hidden-cells",
]


MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TYPES = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="{MAIN}.worksheet+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{MAIN}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{MAIN}.styles+xml"/></Types>'
}
"""LibreOffice wants to be told what each part is."""


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the workbook as .xlsx, .xls and .ods."""
    folder = tmp_path_factory.mktemp("converted")
    drawn = sheet_xml(ROWS, hidden=[7], merged=["B3:F3"])
    hidden: Rows = [["Ghi riêng"]]
    (folder / "bc.xlsx").write_bytes(
        xlsx({"Biểu 01": drawn, "Ẩn": hidden}, states={"Ẩn": "hidden"}, more=TYPES)
    )
    for kind in ("xlsx", "xls", "ods"):
        command = [str(SOFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
        command += ["--headless", "--convert-to", kind, "--outdir", str(folder / kind), "bc.xlsx"]
        subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=120)
    return folder


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_workbook_reads_the_same(converted: Path, tmp_path: Path, kind: str) -> None:
    content = (converted / kind / f"bc.{kind}").read_bytes()
    found = read(tmp_path, content, f"bc.{kind}")
    assert found.values == ENTRIES
    assert [said.replace(f".{kind}", "") for said in codes(found)] == SAID
