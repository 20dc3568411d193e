"""What is to be done about tasks: those overdue, due soon, wrong, and not reported by whom."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from cchc_cli.formats.advice import listed_slots
from cchc_cli.formats.task_words import TaskRow, shown_day
from cchc_cli.formats.words import Words
from cchc_cli.pipeline import Run
from cchc_cli.submissions.ledger import Slot
from cchc_cli.tasks import TaskEvaluation, TaskResult, TaskStatus
from cchc_cli.texts import printable, text


class TaskStep(NamedTuple):
    """What a unit has to do, about one task or about `several`, which the sentence names."""

    row: TaskRow | None
    unit: str
    sentence: str
    several: tuple[TaskRow, ...] = ()


class TaskList(NamedTuple):
    """Tasks that ask for something to be done, and how that is done."""

    title: str
    how: str
    steps: tuple[TaskStep, ...]

    @property
    def how_many(self) -> int:
        """How many tasks they are."""
        return sum(len(step.several) or 1 for step in self.steps)


def _by_day(rows: Iterable[TaskRow], is_listed: Callable[[TaskResult], bool]) -> list[TaskRow]:
    """Return the rows to list, the earliest day first."""
    listed = [row for row in rows if is_listed(row.result)]
    return sorted(listed, key=lambda row: row.result.due or date.max)


def overdue_tasks(rows: Iterable[TaskRow], evaluation: TaskEvaluation, words: Words) -> TaskList:
    """List what is not done though its day has passed, the earliest day first."""
    steps = []
    for row in _by_day(rows, lambda result: result.is_overdue):
        assert row.result.due is not None  # something of it is not done
        said = text(
            "hạn {day}, quá {days} ngày; {status}",
            day=shown_day(row.result.due),
            days=(evaluation.today - row.result.due).days,
            status=row.progress,
        )
        steps.append(TaskStep(row, row.lead, words.say(said)))
    how = text(
        'Làm xong thì báo cáo: mã nhiệm vụ, giá trị "hoàn thành", ghi chú là số văn bản minh chứng.'
    )
    return TaskList(words.say(text("Nhiệm vụ quá hạn")), words.say(how), tuple(steps))


def due_soon_tasks(rows: Iterable[TaskRow], evaluation: TaskEvaluation, words: Words) -> TaskList:
    """List what is due within the next days, the earliest day first."""
    steps = []
    for row in _by_day(rows, lambda result: result.is_due_soon):
        due = row.result.due
        if due is None or row.result.is_overdue:  # an earlier time of a recurring task is not done
            said = text("ngoài lần đã quá hạn, còn một lần đến hạn trong 30 ngày tới")
        else:
            said = text(
                "hạn {day}, còn {days} ngày; {status}",
                day=shown_day(due),
                days=(due - evaluation.today).days,
                status=row.progress,
            )
        steps.append(TaskStep(row, row.lead, words.say(said)))
    title = text("Nhiệm vụ đến hạn trong 30 ngày tới")
    return TaskList(words.say(title), "", tuple(steps))


def wrong_tasks(run: Run, rows: Iterable[TaskRow], words: Words) -> TaskList:
    """List the tasks of which what was said last could not be read, with its places."""
    steps = [
        TaskStep(row, row.lead, _to_correct(run, row.result.rejected, words))
        for row in rows
        if row.result.status is TaskStatus.BAD_DATA
    ]
    how = text("Giá trị chỉ là: chưa thực hiện, đang thực hiện, hoàn thành, hoặc tỷ lệ kèm dấu %.")
    return TaskList(words.say(text("Nhiệm vụ có lỗi số liệu")), words.say(how), tuple(steps))


def _to_correct(run: Run, rejected: Sequence[Slot], words: Words) -> str:
    said = []
    for slot in rejected:
        places = [printable(str(place)) for place in run.submissions.tasks.rejected.get(slot, ())]
        said.append(
            words.say(text("sửa giá trị kỳ {period} ở {places}", period=slot.period, places=places))
        )
    return "; ".join(said)


def unreported_tasks(rows: Iterable[TaskRow], words: Words) -> TaskList:
    """List what each unit has not reported; of a recurring task, the periods it is silent on."""
    silent = [
        row for row in rows if row.result.status is TaskStatus.NOT_REPORTED and row.result.is_owed
    ]
    steps = []
    for unit in words.plan.unit:
        own = tuple(row for row in silent if row.result.task.lead == unit)
        slots = [slot for row in own for slot in row.result.missing]
        if own:
            steps.append(TaskStep(None, words.unit(unit), listed_slots(slots, words), own))
    how = text("Không báo cáo thì không biết; không tính là chưa thực hiện, cũng không là xong.")
    return TaskList(words.say(text("Nhiệm vụ chưa báo cáo")), words.say(how), tuple(steps))
