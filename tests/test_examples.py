"""The example's checked-in reports are what the program writes today.

After a deliberate change, write them again: ``make examples`` (or
``python tests/test_examples.py --write``), and look at the difference before committing it.
"""

import io
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from cchc_cli.commands.common import renderer
from cchc_cli.evaluate import Verdict
from cchc_cli.formats import FORMATS, PLAIN
from cchc_cli.formats.rows import build_report
from cchc_cli.pipeline import PlanFile, Run, find_plan, run
from cchc_cli.problems import has_error
from cchc_cli.tasks import TaskStatus

EXAMPLE = Path(__file__).parent.parent / "examples" / "thai_tan"
PERIODS = ("2025-09", "2025-12")
TODAY = date(2026, 1, 5)


def evaluated(period: str) -> Run:
    """Evaluate the example with the built-in plan."""
    plan_file = find_plan(None, {}, EXAMPLE / "data")
    assert isinstance(plan_file, PlanFile)
    found = run(EXAMPLE / "data", plan_file, period, TODAY)
    assert isinstance(found, Run)
    return found


DAYS = {"2025-09": date(2025, 10, 5), "2025-12": None}
"""The day that a report bears: one is dated, one left to fill in."""


def rendered(period: str, name: str) -> bytes:
    """Return a report of the example as it is to be checked in."""
    report = renderer(FORMATS[name].render)(
        build_report(evaluated(period), "vi", date=DAYS[period]), PLAIN
    )
    return report.encode() if isinstance(report, str) else report


def parts_of(report: bytes) -> dict[str, bytes]:
    """Return the parts of a report that is an archive (docx, xlsx); of any other, the one part.

    Two libraries of compression may pack the same parts into other bytes.
    """
    if not report.startswith(b"PK\x03\x04"):
        return {"": report}
    with zipfile.ZipFile(io.BytesIO(report)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def expected(period: str, name: str) -> Path:
    """Return where a report of the example is checked in."""
    return EXAMPLE / "expected" / f"{period}{FORMATS[name].suffixes[0]}"


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("period", PERIODS)
def test_the_checked_in_report_is_true(period: str, name: str) -> None:
    checked_in = expected(period, name).read_bytes()
    assert parts_of(checked_in) == parts_of(rendered(period, name)), "run: make examples"


def test_parts_tell_where_two_archives_differ(tmp_path: Path) -> None:
    archives = []
    for content in (b"a", b"b"):
        with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("same.xml", b"1")
            archive.writestr("other.xml", content)
        archives.append(parts_of((tmp_path / "x.zip").read_bytes()))
    assert archives == [
        {"same.xml": b"1", "other.xml": b"a"},
        {"same.xml": b"1", "other.xml": b"b"},
    ]
    assert parts_of(b"text") == {"": b"text"}


def test_nothing_else_is_checked_in() -> None:
    known = {expected(period, name).name for period in PERIODS for name in FORMATS}
    assert {path.name for path in (EXAMPLE / "expected").iterdir()} == known


@pytest.mark.parametrize("period", PERIODS)
def test_the_story_is_lifelike(period: str) -> None:
    """Several targets missed, one office late, something not arisen, and no error in the files."""
    found = evaluated(period)
    tally = found.evaluation.tally()
    assert tally[Verdict.MISSED] >= 4
    assert 2 <= tally[Verdict.NO_DATA] <= 6
    assert tally[Verdict.NOT_ARISEN] >= 1
    assert sum(tally.values()) == 39
    assert not has_error(found.problems)
    assert found.problems  # a warning or two, as in life


def told(row: str) -> list[list[int]]:
    """Return the numbers of the example's README in the table rows that begin with `row`."""
    words = (EXAMPLE / "README.md").read_text("utf-8")
    rows = [line.strip("| ").split("|") for line in words.splitlines() if line.startswith(row)]
    return [[int(cell) for cell in cells[1:]] for cells in rows]


@pytest.mark.parametrize("period", PERIODS)
def test_the_story_s_numbers_are_true(period: str) -> None:
    found = evaluated(period)
    tasks = found.tasks().tally()
    assert told(f"| {period} |") == [
        list(found.evaluation.tally().values()),
        [tasks.by_status[status] for status in TaskStatus if status is not TaskStatus.BAD_DATA]
        + [tasks.overdue],
    ]


def main() -> None:
    """Write the reports; an archive whose parts are the same is left as it is."""
    for period in PERIODS:
        for name in FORMATS:
            path, report = expected(period, name), rendered(period, name)
            if not path.exists() or parts_of(path.read_bytes()) != parts_of(report):
                path.write_bytes(report)


if __name__ == "__main__" and "--write" in sys.argv:
    main()
