"""What an official report says of the plan's tasks, and its appendix that lists them."""

from collections.abc import Iterator

from docx.document import Document as DocumentObject
from docx.shared import Mm

from cchc_cli.formats.docx.letterhead import add_title, attachment_said
from cchc_cli.formats.docx.ruled import (
    Column,
    add_cells,
    add_head,
    add_note,
    add_title_row,
    width_of_all,
)
from cchc_cli.formats.rows import Report
from cchc_cli.formats.task_rows import TaskRows
from cchc_cli.formats.task_steps import TaskList
from cchc_cli.formats.task_words import TaskRow, shown_day
from cchc_cli.formats.words import Words
from cchc_cli.tasks import TaskStatus
from cchc_cli.texts import Text, text

_COUNTED: dict[TaskStatus, Text] = {
    TaskStatus.IN_PROGRESS: text("{count} nhiệm vụ đang thực hiện"),
    TaskStatus.NOT_BEGUN: text("{count} nhiệm vụ chưa thực hiện"),
    TaskStatus.NOT_REPORTED: text("{count} nhiệm vụ chưa được báo cáo"),
    TaskStatus.BAD_DATA: text("{count} nhiệm vụ có lỗi số liệu"),
}
COLUMNS = (
    Column(text("STT"), Mm(13)),
    Column(text("Nhiệm vụ"), Mm(80), centred=False),
    Column(text("Đơn vị chủ trì"), Mm(40), centred=False),
    Column(text("Thời hạn"), Mm(32)),
    Column(text("Kết quả"), Mm(32)),
    Column(text("Ghi chú"), Mm(54), centred=False),
)
"""Together as wide as the page leaves: 251 mm."""


def progress(tasks: TaskRows) -> Iterator[str]:
    """Yield how many tasks are done, by section, and which are overdue."""
    say = tasks.words.say
    yield done_said(tasks)
    yield say(text("Theo từng lĩnh vực, số nhiệm vụ đã hoàn thành như sau:"))
    yield from _listed(_of_sections(tasks))
    if tasks.scope:
        yield tasks.scope
    for each, lead in (
        (tasks.overdue, text("Các nhiệm vụ quá hạn, tính tại ngày {day}:")),
        (tasks.due_soon, text("Các nhiệm vụ đến hạn trong 30 ngày kể từ ngày {day}:")),
    ):
        if each.steps:
            yield say(Text(lead.template, {"day": tasks.day}))
            yield from _listed(_named(each, tasks.words))
    yield say(text("Tình hình từng nhiệm vụ tại Phụ lục II."))


def done_said(tasks: TaskRows) -> str:
    """Say how many tasks are done, and how many stand how."""
    words = tasks.words
    done = text(
        "Tính đến hết {period}, đã hoàn thành {done}/{total} nhiệm vụ ({percent}) của kế hoạch",
        period=words.period(tasks.evaluation.period),
        done=tasks.done,
        total=tasks.total,
        percent=tasks.percent,
    )
    counts = {status: count for status, _, count in tasks.counts}
    rest = [
        words.say(Text(template.template, {"count": counts[status]}))
        for status, template in _COUNTED.items()
        if counts[status]
    ]
    return "; ".join([words.say(done), *([", ".join(rest)] if rest else [])]) + "."


def _of_sections(tasks: TaskRows) -> list[str]:
    titles = {section.id: section.title for section in tasks.evaluation.plan.sections}
    said = text("{title}: {done}/{total} nhiệm vụ ({percent})")
    late = text("{title}: {done}/{total} nhiệm vụ ({percent}), {count} nhiệm vụ quá hạn")
    lines = []
    for row in tasks.by_section:
        values = {
            "title": titles[row.id],
            "done": row.done,
            "total": row.tally.total,
            "percent": row.percent,
            "count": row.tally.overdue,
        }
        template = (late if row.tally.overdue else said).template
        lines.append(tasks.words.say(Text(template, values)))
    return lines


def _named(tasks: TaskList, words: Words) -> list[str]:
    """Name the tasks of a list with their leads."""
    return [
        words.say(
            text("{task} ({unit}): {said}", task=step.row.name, unit=step.unit, said=step.sentence)
        )
        for step in tasks.steps
        if step.row
    ]


def _listed(lines: list[str]) -> Iterator[str]:
    """Yield the items of a list with the marks that end them."""
    yield from (f"- {line};" for line in lines[:-1])
    yield from (f"- {line}." for line in lines[-1:])


def duties(unit: str, tasks: TaskRows) -> Iterator[str]:
    """Yield what a unit has to do about the tasks that it leads."""
    say = tasks.words.say
    own = [row for row in tasks.rows if row.result.task.lead == unit]
    for template, rows in (
        (text("Hoàn thành ngay nhiệm vụ đã quá hạn: {tasks}"), [r for r in own if _is_late(r)]),
        (text("Hoàn thành đúng hạn nhiệm vụ: {tasks}"), [r for r in own if _is_near(r)]),
    ):
        if rows:
            names = [say(_with_day(row)) for row in rows]
            yield say(Text(template.template, {"tasks": "; ".join(names)}))
    for status, template in (
        (TaskStatus.BAD_DATA, text("Sửa và nộp lại tiến độ của nhiệm vụ: {tasks}")),
        (TaskStatus.NOT_REPORTED, text("Báo cáo đủ tiến độ của nhiệm vụ: {tasks}")),
    ):
        names = [row.name for row in own if row.result.status is status and row.result.is_owed]
        if names:
            yield say(Text(template.template, {"tasks": "; ".join(names)}))


def _with_day(row: TaskRow) -> Text:
    assert row.result.due is not None  # something of it is not done
    return text("{task} (hạn {day})", task=row.name, day=shown_day(row.result.due))


def _is_late(row: TaskRow) -> bool:
    return row.result.is_overdue


def _is_near(row: TaskRow) -> bool:
    return row.result.is_due_soon and not row.result.is_overdue


def add_task_appendix(document: DocumentObject, report: Report) -> None:
    """Add the table of all tasks, with its title."""
    tasks, say = report.tasks, report.words.say
    period = report.words.period(report.run.evaluation.period)
    title = text("Tình hình thực hiện các nhiệm vụ, kỳ {period}", period=period)
    attached_to = attachment_said(report.run.evaluation.plan, report.date)
    lines = (say(text("PHỤ LỤC II")), say(title))
    add_title(document, lines, width_of_all(COLUMNS), attached_to, on_new_page=True)
    table = add_head(document, COLUMNS, report.words)
    number = 0
    for section in tasks.sections:
        add_title_row(table, section.title)
        for row in section.rows:
            number += 1
            add_cells(table, COLUMNS, _cells(number, row))
    add_note(document, f"{tasks.as_of}.")


def _cells(number: int, row: TaskRow) -> list[list[str]]:
    remark = "; ".join(filter(None, (row.flag, row.evidence)))
    return [
        [str(number)],
        [f"{row.name} ({row.id})"],
        [row.lead],
        [row.due],
        [row.progress],
        [remark],
    ]
