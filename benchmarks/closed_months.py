"""Measure what closed months cost: evaluating a year of which every month is closed.

On the bundled plan and example, stretched to twelve months, and on a big DATA (10 units of 100
figures each), ``cchc evaluate`` runs as a whole process, in turn with the same on other states of
the same year, in the same run; the medians and their ratio are printed.  Limit: with twelve
closed months, at most twice one closed month (aim 1.5); against a year of which nothing is closed,
and against DATA that holds one month alone, which is closed, the same is told.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from startup import EXAMPLE, ROOT, compare

MONTHS = [f"2025-{month:02d}" for month in range(1, 13)]
ENCODINGS = {".txt": "utf-16-le"}
"""In what the example's files are written that name their month, where not in UTF-8."""
UNITS, FIGURES = 10, 100
CCHC = [sys.executable, "-m", "cchc_cli"]


def write_example(folder: Path) -> None:
    """Write the bundled plan and example as a year: each half is the example's months."""
    folder.mkdir()
    plan = (ROOT / "plans" / "thai_tan_2025h2.yaml").read_text("utf-8")
    (folder / "plan.yaml").write_text(plan.replace("first: 2025-07", "first: 2025-01"), "utf-8")
    for number, month in enumerate(MONTHS):
        source = 7 + number % 3
        (folder / "data" / month).mkdir(parents=True)
        for file in (EXAMPLE / f"2025-{source:02d}").iterdir():
            encoding = ENCODINGS.get(file.suffix, "utf-8")
            content = file.read_bytes()
            for written in (f"{source:02d}/2025", f"T{source}/2025"):
                content = content.replace(
                    written.encode(encoding), f"{month[5:]}/2025".encode(encoding)
                )
            (folder / "data" / month / file.name).write_bytes(content)


def write_big(folder: Path) -> None:
    """Write a plan of many units and figures, and a file for each unit and month."""
    units = [f"u{number}" for number in range(UNITS)]
    figures = [f"f{number}" for number in range(FIGURES)]
    lines = ["format: 1", "id: bench", "title: Bench", "issuer: Bench"]
    lines += ["periods: {first: 2025-01, last: 2025-12}", "units:"]
    lines += [f"  - {{id: {unit}, name: Đơn vị {unit}}}" for unit in units]
    lines += ["figures:"]
    lines += [
        f"  - {{id: {figure}, name: Số liệu {figure}, type: count, measured_in: hồ sơ, "
        f"over_time: sum, reported_by: [{', '.join(units)}]}}"
        for figure in figures
    ]
    lines += ["sections:", '  - id: "1"', "    title: Bench", "    lead: u0", "    targets:"]
    lines += [
        f'      - {{id: "1.{number}", clause: I.{number}, name: Chỉ tiêu {number}, text: x, '
        f"measure: {{ratio: {{part: [f{number}], whole: [f{number + 1}]}}}}, "
        'require: ">= 95%", may_exceed: true}'
        for number in range(0, FIGURES - 1, 2)
    ]
    for month in MONTHS:
        (folder / "data" / month).mkdir(parents=True)
        for place, unit in enumerate(units):
            rows = [
                f"{figure},{1000 + 7 * number + place},BC {number}/BC-{unit}"
                for number, figure in enumerate(figures)
            ]
            path = folder / "data" / month / f"{unit}.csv"
            path.write_text("\n".join(["mã,giá trị,ghi chú", *rows, ""]), "utf-8")
    (folder / "plan.yaml").write_text("\n".join([*lines, ""]), "utf-8")


def close(folder: Path, months: list[str]) -> None:
    """Close months, each on the fifth of the next."""
    for month in months:
        call = [*CCHC, "close", str(folder / "data"), "--period", month, "--date", "2026-01-05"]
        subprocess.run(call, check=True, stderr=subprocess.DEVNULL)


def state(year: Path, name: str, closed: list[str], months: list[str]) -> Path:
    """Return a copy of the year with only `months` in it, of which those of `closed` are closed."""
    folder = year.with_name(f"{year.name}-{name}")
    shutil.copytree(year, folder)
    for month in set(MONTHS) - set(months):
        shutil.rmtree(folder / "data" / month)
    close(folder, closed)
    return folder


def measure(year: Path, runs: int) -> None:
    """Compare the year of closed months with its other states."""
    twelve = state(year, "twelve", MONTHS, MONTHS)
    size = sum(path.stat().st_size for path in (twelve / "data").glob("chot-*.json"))
    print(f"{year.name}: twelve records of {size / 1e6:.1f} MB in all, {runs} runs in turn")
    others = {
        "one closed": state(year, "one", MONTHS[:1], MONTHS),
        "none closed": state(year, "none", [], MONTHS),
        "one month alone, closed": state(year, "alone", MONTHS[:1], MONTHS[:1]),
    }
    for name, other in others.items():
        compare("twelve closed", evaluate(twelve), name, evaluate(other), runs)
    # A plan edited after closing is the dearest case: every closed month is judged anew.
    edited = state(year, "edited", MONTHS, MONTHS)
    with (edited / "plan.yaml").open("a", encoding="utf-8") as plan:
        plan.write("# a remark\n")
    one = evaluate(others["one closed"])
    compare("twelve closed, plan edited", evaluate(edited), "one closed", one, runs)


def evaluate(folder: Path) -> list[str]:
    """Return the command that evaluates a state of the year."""
    return [*CCHC, "evaluate", str(folder / "data")]


def main() -> None:
    """Measure the bundled size and the big one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=11)
    runs = parser.parse_args().runs
    os.environ.pop("CCHC_PLAN", None)
    with tempfile.TemporaryDirectory() as name:
        for write, year in ((write_example, "example"), (write_big, "big")):
            write(Path(name) / year)
            measure(Path(name) / year, runs)


if __name__ == "__main__":
    main()
