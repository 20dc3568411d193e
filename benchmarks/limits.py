"""Tell time and memory of `cchc check` on one file of each kind, as big as may be.

The whole command runs in a process of its own; the time is that of the processor, so that others on
the machine do not count.  Told first is the command on an empty folder, which is in every figure.
Limit: 2 s and 300 MB; what is past a limit of the reader's is refused in 1 s.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SHAPES = Path(__file__).with_name("shapes.py")


def check(plan: Path, data: Path) -> tuple[float, int]:
    """Run ``cchc check``; return the seconds of the processor and the megabytes at the peak."""
    command = [sys.executable, "-m", "cchc_cli", "check", "--plan", str(plan), str(data)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 // 1_000_000


def write(folder: Path, part: str) -> list[str]:
    """Write the files whose name has this part; return their names.

    A process of its own does it: a child begins with its parent's peak of memory.
    """
    command = [sys.executable, str(SHAPES), str(folder), part]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    return told.stdout.splitlines()


def main() -> None:
    """Write each file, and read it the given number of times; the fastest counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", default="", help="part of the name of the shapes to read")
    parser.add_argument("--folder", type=Path, help="where files are kept for the next time")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = asked.folder or Path(made)
        for name in ["", *write(folder, asked.only)]:
            data = folder / (name or "empty folder")
            taken = [check(folder / "plan.yaml", data) for _ in range(asked.runs)]
            size = sum(path.stat().st_size for path in data.iterdir()) / 1e6
            print(
                f"{data.name:30} {size:6.1f} MB  {min(t for t, _ in taken):6.2f} s  "
                f"{max(peak for _, peak in taken):5} MB",
                flush=True,
            )


if __name__ == "__main__":
    main()
