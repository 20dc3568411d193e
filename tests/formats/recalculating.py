"""Recalculating workbooks with LibreOffice, as a person who opens them would.

LibreOffice trusts the values stored in a workbook unless its settings say otherwise; the profile
made here says "always recalculate".
"""

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

SOFFICE = shutil.which("soffice")

_SETTINGS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def profile(folder: Path) -> Path:
    """Make a profile of LibreOffice that recalculates whatever it opens."""
    user = folder / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    return folder


def recalculated(books: Iterable[Path], into: Path, lo_profile: Path, kind: str = "xlsx") -> None:
    """Open workbooks, calculate them anew, and save each under its name in the folder `into`."""
    assert SOFFICE is not None
    into.mkdir(exist_ok=True)
    command = [SOFFICE, f"-env:UserInstallation={lo_profile.as_uri()}", "--headless"]
    command += ["--convert-to", kind, "--outdir", str(into), *map(str, books)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
