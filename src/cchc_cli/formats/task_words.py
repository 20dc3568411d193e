"""How one task is worded: its status, when it is due, what was reported of it."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from cchc_cli.formats.words import NOTHING, Words
from cchc_cli.plan.terms import Recurring
from cchc_cli.tasks import TaskResult, TaskStatus
from cchc_cli.texts import printable, text
from cchc_cli.verdicts import OVERDUE, TASK_WORDS

TASK_SIGNS: dict[TaskStatus, str] = {
    TaskStatus.DONE: "✓",
    TaskStatus.IN_PROGRESS: "~",
    TaskStatus.NOT_BEGUN: "○",
    TaskStatus.NOT_REPORTED: "?",
    TaskStatus.BAD_DATA: "!",
}
"""A sign for each status, so that colour is never needed to tell them apart."""
DUE_SOON = text("sắp đến hạn")
TASK_COLUMNS = (
    text("Mã"),
    text("Nhiệm vụ"),
    text("Chủ trì"),
    text("Thời hạn"),
    text("Tình hình"),
    text("Kỳ báo cáo"),
    text("Minh chứng"),
)
"""The columns of the tables of tasks."""
_RHYTHMS = {
    Recurring.MONTH: text("hằng tháng"),
    Recurring.QUARTER: text("hằng quý"),
}


class TaskRow(NamedTuple):
    """One task as a table shows it."""

    result: TaskResult
    id: str
    name: str
    lead: str
    due: str
    """The day, or how often: ``hằng tháng (2/3 kỳ)``."""
    flag: str
    """Whether it is overdue or due soon, or (a recurring one) both; else empty."""
    progress: str
    """Word and percentage: ``đang thực hiện (60%)``."""
    reported: str
    """The period in which the latest report was made."""
    evidence: str
    place: str
    """Where the latest report stands: ``2025-09/vhxh.txt:33:4``."""

    @property
    def status(self) -> str:
        """Sign, word and percentage: ``~ đang thực hiện (60%)``."""
        return f"{TASK_SIGNS[self.result.status]} {self.progress}"

    @property
    def due_and_flag(self) -> str:
        """When it is due, and whether that is past or near."""
        return f"{self.due}, {self.flag}" if self.flag else self.due

    def cells(self) -> list[str]:
        """Return the cells in the order of `TASK_COLUMNS`."""
        due = self.due_and_flag
        return [self.id, self.name, self.lead, due, self.status, self.reported, self.evidence]


def task_row(result: TaskResult, words: Words) -> TaskRow:
    """Put a task into words."""
    task = result.task
    latest = result.entries[-1] if result.entries else None
    flags = ((OVERDUE, result.is_overdue), (DUE_SOON, result.is_due_soon))
    period = latest.slot.period if latest else None
    return TaskRow(
        result,
        words.say(task.id),
        words.say(task.name),
        words.unit(task.lead),
        _due(result, words),
        ", ".join(words.say(flag) for flag, holds in flags if holds),
        _progress(result, words),
        f"{period.month:02d}/{period.year}" if period else NOTHING,
        words.say(latest.note) if latest else "",
        printable(str(latest.where)) if latest else "",
    )


def _progress(result: TaskResult, words: Words) -> str:
    status = words.say(TASK_WORDS[result.status])
    if result.status is TaskStatus.NOT_REPORTED and result.entries:
        # Its lead has reported, and would protest that it has not.
        return words.say(text("thiếu báo cáo {count} kỳ", count=len(result.missing)))
    if result.percent is None:
        return status
    return f"{status} ({words.percent(Fraction(result.percent))})"


def _due(result: TaskResult, words: Words) -> str:
    if result.task.recurring is None or result.times is None:
        return shown_day(result.due) if result.due else NOTHING
    done, asked = result.times
    rhythm = _RHYTHMS[result.task.recurring]
    if not asked:
        return words.say(rhythm)
    return words.say(text("{rhythm} ({done}/{asked} kỳ)", rhythm=rhythm, done=done, asked=asked))


def shown_day(day: date) -> str:
    """Show a day: ``05/10/2025``."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def status_said(status: TaskStatus, words: Words) -> str:
    """Show a status by sign and word: ``✓ hoàn thành``."""
    return f"{TASK_SIGNS[status]} {words.say(TASK_WORDS[status])}"
