"""A file as a unit would send it: read by a small plan, from its bytes to entries and problems."""

from pathlib import Path

from building import SUBMITTED, Found
from cchc_cli.plan.terms import Plan
from cchc_cli.problems import sort_problems
from cchc_cli.submissions.read import read_submissions

HEADER = ["kỳ", "đơn vị", "mã số liệu", "giá trị", "ghi chú"]


def read(tmp_path: Path, content: bytes, name: str = "bc.xlsx", plan: Plan = SUBMITTED) -> Found:
    """Read a file of that name and content, alone in its folder."""
    (tmp_path / name).write_bytes(content)
    submissions = read_submissions(tmp_path, plan)
    return Found(submissions.ledger, sort_problems(submissions.problems), submissions.tasks)


def codes(found: Found) -> list[str]:
    """Return place and code of every problem."""
    return [f"{p.where}: {p.code}" for p in found.problems]
