"""Measure reading, validating and evaluating clean CSV rows, against frictionless's validate.

Both read the same files in the same run, in turn.  The plan is made large enough that every row
is an entry of its own: no revision, no duplicate.  Limit: at least twice frictionless's rows a
second (aim: 100,000 rows a second).  Peak memory is told per entry kept.
"""

import argparse
import gc
import os
import statistics
import tempfile
import time
import tracemalloc
from datetime import date
from pathlib import Path

from cchc_cli.pipeline import PlanFile, Refusal, read_plan, run
from cchc_cli.pipeline import Run as Evaluated

UNITS, FIGURES, PERIODS = 60, 100, 18


def write_plan(folder: Path) -> Path:
    """Write a plan of many units, figures and periods."""
    units = "".join(f"  - {{id: u{u}, name: Đơn vị số {u}}}\n" for u in range(UNITS))
    reporters = ", ".join(f"u{u}" for u in range(UNITS))
    figures = "".join(
        f"  - {{id: f{f}, name: Số liệu {f}, type: count, measured_in: hồ sơ, over_time: sum,\n"
        f"     reported_by: [{reporters}]}}\n"
        for f in range(FIGURES)
    )
    targets = "".join(
        f'      - {{id: "1.{f}", clause: I.{f}, name: Chỉ tiêu {f}, text: x,\n'
        f"         measure: {{ratio: {{part: [f{f}], whole: [f{f + 1}]}}}}, "
        'require: ">= 95%", may_exceed: true}\n'
        for f in range(0, FIGURES - 1, 2)
    )
    path = folder / "plan.yaml"
    path.write_text(
        "format: 1\nid: bench\ntitle: Bench\nissuer: Bench\n"
        "periods: {first: 2024-01, last: 2025-06}\n"
        f"units:\n{units}figures:\n{figures}"
        f'sections:\n  - id: "1"\n    title: Bench\n    lead: u0\n    targets:\n{targets}',
        encoding="utf-8",
    )
    return path


def write_files(folder: Path) -> tuple[list[Path], int]:
    """Write one CSV file a period; return them and their number of rows."""
    files, rows = [], 0
    for number in range(PERIODS):
        period = f"{2024 + number // 12}-{number % 12 + 1:02d}"
        lines = ["Kỳ,Mã đơn vị,Mã số liệu,Tên số liệu,ĐVT,Giá trị,Ghi chú,Lần"]
        for u in range(UNITS):
            for f in range(FIGURES):
                lines.append(f"{period},u{u},f{f},Số liệu {f},hồ sơ,{1000 + 7 * f + u},BC {u}/BC,1")
                rows += 1
        path = folder / f"bao-cao-{period}.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        files.append(path)
    return files, rows


def evaluate(data: Path, plan_file: PlanFile, rows: int) -> float:
    """Read, validate and evaluate; return the seconds."""
    gc.collect()
    gc.disable()  # as the command does
    started = time.perf_counter()
    found = run(data, plan_file, "latest", date(2026, 1, 1))
    taken = time.perf_counter() - started
    gc.enable()
    assert isinstance(found, Evaluated)
    assert len(found.submissions.ledger.entries) == rows, found.problems[:3]
    return taken


def validate(files: list[Path], rows: int) -> float:
    """Validate with frictionless; return the seconds."""
    import frictionless

    gc.collect()
    started = time.perf_counter()
    count = 0
    for file in files:
        report = frictionless.validate(str(file))
        assert report.valid, report
        count += report.tasks[0].stats["rows"]
    assert count == rows
    return time.perf_counter() - started


def main() -> None:
    """Run both in turn and print rows a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        data = folder / "data"
        data.mkdir()
        plan_file = read_plan(write_plan(folder), "plan.yaml")
        assert not isinstance(plan_file, Refusal), plan_file
        files, rows = write_files(data)
        os.chdir(folder)  # frictionless reads no absolute paths
        relative = [file.relative_to(folder) for file in files]
        pairs = [
            (evaluate(data, plan_file, rows), validate(relative, rows)) for _ in range(runs + 1)
        ][1:]
        ours = rows / statistics.median(pair[0] for pair in pairs)
        theirs = rows / statistics.median(pair[1] for pair in pairs)
        ratio = statistics.median(pair[1] / pair[0] for pair in pairs)
        print(f"{rows} rows in {len(files)} files, {runs} runs in turn")
        print(f"cchc read + validate + evaluate  {ours:10,.0f} rows/s")
        print(f"frictionless validate            {theirs:10,.0f} rows/s")
        print(f"cchc is × {ratio:.1f}")
        tracemalloc.start()
        evaluate(data, plan_file, rows)
        peak = tracemalloc.get_traced_memory()[1]
        print(f"peak memory {peak / 1e6:.0f} MB, {peak / rows:.0f} bytes an entry")


if __name__ == "__main__":
    main()
