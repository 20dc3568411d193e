"""Measure what an officer feels: the whole time of a command, against bare imports.

Every command runs in turn with its counterpart, in the same run, with the same interpreter; the
medians and their ratio are printed.  Limits (docs: README, "Speed"): ``cchc evaluate`` on the
example at most 1.6 times (aim 1.3) the bare import of typer, pydantic with a model built, yaml and
rich.table; ``cchc --version`` at most 1.3 times ``import typer``.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "thai_tan" / "data"

BARE = """
import typer, pydantic, yaml, rich.table

class Model(pydantic.BaseModel):
    number: int
    word: str

Model(number=1, word="x")
"""


def seconds(command: list[str]) -> float:
    """Return how long a command takes as a whole process."""
    started = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - started


def compare(name: str, command: list[str], other: str, against: list[str], runs: int) -> None:
    """Run two commands in turn and print their medians and the median of the ratios."""
    pairs = [(seconds(command), seconds(against)) for _ in range(runs + 1)][1:]
    ours = statistics.median(pair[0] for pair in pairs)
    theirs = statistics.median(pair[1] for pair in pairs)
    ratio = statistics.median(pair[0] / pair[1] for pair in pairs)
    print(f"{name:32} {ours * 1000:7.0f} ms   {other:32} {theirs * 1000:7.0f} ms   × {ratio:.2f}")


def main() -> None:
    """Compare each command with its counterpart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    os.environ.pop("CCHC_PLAN", None)
    cchc = [sys.executable, "-m", "cchc_cli"]
    bare = [sys.executable, "-c", BARE]
    typer = [sys.executable, "-c", "import typer"]
    compare(
        "cchc evaluate (example)", [*cchc, "evaluate", str(EXAMPLE)], "bare imports", bare, runs
    )
    as_json = [*cchc, "evaluate", str(EXAMPLE), "--format", "json"]
    compare("cchc evaluate --format json", as_json, "bare imports", bare, runs)
    compare("cchc --version", [*cchc, "--version"], "import typer", typer, runs)
    compare("cchc --help", [*cchc, "--help"], "import typer", typer, runs)


if __name__ == "__main__":
    main()
