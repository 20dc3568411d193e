"""Tell time and memory of `cchc check` on one file of each kind, as big as may be.

The whole command runs in a process of its own; the time is that of the processor, so that others on
the machine do not count.  Told first is the command on an empty folder, which is in every figure.

Limit: 2 s and 300 MB; what is past a limit of the reader's is refused in 1 s.  Seconds differ from
machine to machine, so they are compared with frictionless, which validates 50,000 clean rows a
second on the machine that the limit was set for: beside each file it validates some, and the last
column tells what part of the limit the file took at that speed.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from throughput import write_files

SHAPES = Path(__file__).with_name("shapes.py")
REFERENCE = 50_000
"""Rows of clean CSV that frictionless validates a second where the limits hold as they are told."""
SECONDS, SECONDS_REFUSED = 2.0, 1.0


def check(plan: Path, data: Path) -> tuple[float, int]:
    """Run ``cchc check``; return the seconds of the processor and the megabytes at the peak."""
    command = [sys.executable, "-m", "cchc_cli", "check", "--plan", str(plan), str(data)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 // 1_000_000


def validate(file: Path) -> float:
    """Validate with frictionless; return the rows in a second of the processor."""
    import frictionless

    os.chdir(file.parent)  # it reads no absolute paths
    started = time.process_time()
    report = frictionless.validate(file.name)
    assert report.valid, report
    rows: int = report.tasks[0].stats["rows"]
    return rows / (time.process_time() - started)


def measure(
    plan: Path, data: Path, runs: int, other: Executor, clean: Path
) -> tuple[float, int, float]:
    """Return the seconds and megabytes of a check, and the seconds at the speed of reference.

    The other reads rows before and after each run; the median of their speeds counts, and of ours.
    """
    taken, speeds = list[tuple[float, int]](), [other.submit(validate, clean).result()]
    for _ in range(runs):
        taken.append(check(plan, data))
        speeds.append(other.submit(validate, clean).result())
    seconds = statistics.median(seconds for seconds, _ in taken)
    return seconds, max(peak for _, peak in taken), seconds * statistics.median(speeds) / REFERENCE


def write(folder: Path, part: str) -> list[str]:
    """Write the files whose name has this part; return their names.

    A process of its own does it: a child begins with its parent's peak of memory.
    """
    command = [sys.executable, str(SHAPES), str(folder), part]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    return told.stdout.splitlines()


def main() -> None:
    """Write each file, and read it the given number of times beside frictionless."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", default="", help="part of the name of the shapes to read")
    parser.add_argument("--folder", type=Path, help="where files are kept for the next time")
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as made,
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other,
    ):
        folder = asked.folder or Path(made)
        clean = write_files(Path(made).resolve())[0][0]
        other.submit(validate, clean).result()  # the first time it is imported
        for name in ["", *write(folder, asked.only)]:
            data = folder / (name or "empty folder")
            seconds, peak, in_reference = measure(
                folder / "plan.yaml", data, asked.runs, other, clean
            )
            limit = SECONDS_REFUSED if name.startswith("past:") else SECONDS
            size = sum(path.stat().st_size for path in data.iterdir()) / 1e6
            print(
                f"{data.name:34} {size:6.1f} MB  {seconds:6.2f} s  {peak:5} MB  "
                f"{in_reference:5.2f} s of reference  {in_reference / limit:5.0%}",
                flush=True,
            )


if __name__ == "__main__":
    main()
