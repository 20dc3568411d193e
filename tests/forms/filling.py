"""Forms filled in as a person would, and read back."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import openpyxl

from cases.running import cchc
from cchc_cli.forms.wording import typed_progress
from cchc_cli.numbers import FigureType, Value
from cchc_cli.plan.terms import Plan
from cchc_cli.progress import Progress, Status
from cchc_cli.submissions.ledger import Entry, ProgressEntry, Slot
from cchc_cli.submissions.read import read_submissions

SHEETS = ("Biểu", "Form")
VALUES: dict[FigureType, tuple[Value, ...]] = {
    FigureType.COUNT: (1234, 0, 7, 48650, 12),
    FigureType.AMOUNT: tuple(
        map(Decimal, ("48650", "1234.5", "123.456", "0", "1234567.891", "0.5"))
    ),
    FigureType.PERCENT: tuple(map(Decimal, ("95.5", "100", "12.345", "0"))),
    FigureType.YES_NO: (True, False),
}
"""What is typed, by turns: among it what a CSV file could show in two ways."""


PROGRESS = (
    Progress(Status.DONE), Progress(Status.IN_PROGRESS), Progress(Status.NOT_BEGUN),
    Progress(Status.IN_PROGRESS, Decimal("62.5")), Progress(Status.IN_PROGRESS, Decimal(60)),
)  # fmt: skip


class Sent(NamedTuple):
    """What a unit typed on a row."""

    value: Value | Progress
    note: str
    revision: int


def templates(folder: Path, *arguments: str | Path) -> list[Path]:
    """Write the forms of a period into a new folder and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    ended = cchc("template", "--output", folder, *arguments)
    assert ended.code == 0, ended.err
    return sorted(folder.iterdir())


def answer(plan: Plan, slot: Slot) -> Sent | None:
    """Return what a unit answers, always the same; of every sixth figure it has nothing."""
    turn = [*plan.figure, *plan.task].index(slot.figure) + slot.period.month
    is_task = slot.figure in plan.task
    values = PROGRESS if is_task else VALUES[plan.figure[slot.figure].type]
    if turn % 6 == 5:
        return None
    note = f"báo cáo số {turn}/BC-UBND, trang 3; bản sửa" if turn % 3 == 0 or is_task else ""
    return Sent(values[turn % len(values)], note, 2 if turn % 4 == 0 else 1)


def typed(value: Value | Progress) -> str | int | float:
    """Return a value as a cell takes it."""
    if isinstance(value, Progress):
        return typed_progress(value)
    if isinstance(value, bool):
        return "có" if value else "chưa"
    return float(value) if isinstance(value, Decimal) else value


def fill(path: Path, answers: Mapping[Slot, Sent | None], slots: Mapping[str, Slot]) -> None:
    """Type answers into a form and save it; `slots` tells what the rows are about, by figure."""
    book = openpyxl.load_workbook(path)
    sheet = next(book[name] for name in SHEETS if name in book.sheetnames)
    for row in sheet.iter_rows(min_row=10):
        slot = slots.get(str(row[2].value))
        sent = answers[slot] if slot is not None else None
        if sent is not None:
            row[5].value = typed(sent.value)
            row[6].value = sent.note or None
            row[7].value = sent.revision if sent.revision > 1 else None
    book.save(path)


def read_back(folder: Path, plan: Plan) -> tuple[dict[Slot, Sent], list[str]]:
    """Return the entries of a folder, and what is wrong in it."""
    read = read_submissions(folder, plan)
    entries: list[Entry | ProgressEntry] = [
        *read.ledger.entries.values(),
        *read.tasks.entries.values(),
    ]
    sent = {entry.slot: Sent(entry.value, entry.note, entry.revision) for entry in entries}
    return sent, [f"{problem.where}: {problem.code} {problem.message}" for problem in read.problems]
