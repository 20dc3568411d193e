"""What each format shows of the plan's tasks, read back from it, to be held against the JSON."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from openpyxl.workbook import Workbook

from cchc_cli.formats.docx.tasks import COLUMNS
from cchc_cli.formats.task_rows import COUNT_HEADS
from cchc_cli.formats.task_words import DUE_SOON, TASK_COLUMNS
from cchc_cli.formats.xlsx.tasks import HEADER, SUMMARY, TASKS
from cchc_cli.locale import LANGUAGES, Translate, translator
from cchc_cli.tasks import TaskStatus
from cchc_cli.texts import Text, printable
from cchc_cli.verdicts import OVERDUE, TASK_WORDS
from formats.reading_html import Element
from formats.word_reading import document_of


class TaskShown(NamedTuple):
    """One task as a format shows it."""

    name: str
    status: str
    """The status with its percentage: ``~ đang thực hiện (60%)``."""
    flag: str
    """Words among which those for overdue and due soon may be."""
    note: str
    """Words that end with the evidence."""


class TasksShown(NamedTuple):
    """All that a format shows of tasks; what it does not show is empty."""

    tally: dict[TaskStatus, int]
    tasks: dict[str, TaskShown]
    by_section: Sequence[Sequence[str]] = ()
    """The cells of the table of sections, names left out."""


LACKS = re.compile(r"thiếu báo cáo \d+ kỳ|reports of \d+ periods are missing")
"""What is said of a recurring task of which some periods, but not all, were reported."""


def _all_of(words: Sequence[Text]) -> list[list[str]]:
    """Return words in every language."""
    return [[word.render(translator(language)) for word in words] for language in LANGUAGES]


STATUS_OF = {
    word: status
    for words in _all_of([*TASK_WORDS.values()])
    for word, status in zip(words, TaskStatus, strict=True)
}
"""The statuses by their words."""
SIGN = re.compile(r"^[✓~○?!] ")


def is_of_tasks(table: Sequence[Sequence[str]]) -> bool:
    """Tell whether a Markdown table is one of the chapter of tasks."""
    head = list(table[0])
    return head in _all_of(TASK_COLUMNS) or _is_counts(head) or SIGN.sub("", head[0]) in STATUS_OF


def _is_counts(head: Sequence[str]) -> bool:
    return list(head[1:]) in _all_of(COUNT_HEADS)


def of_tables(tables: Sequence[Sequence[Sequence[str]]]) -> TasksShown:
    """Read the tables of the chapter in a Markdown report."""
    heads, counts = next(table for table in tables if SIGN.sub("", table[0][0]) in STATUS_OF)
    sections = next(table[1:] for table in tables if _is_counts(table[0]))
    rows = [row for table in tables if list(table[0]) in _all_of(TASK_COLUMNS) for row in table[1:]]
    return TasksShown(
        {STATUS_OF[SIGN.sub("", h)]: int(n) for h, n in zip(heads, counts, strict=True)},
        {row[0]: TaskShown(row[1], row[4], row[3], row[6]) for row in rows},
        [list(row[1:]) for row in sections],
    )


def of_lines(lines: Sequence[str]) -> TasksShown:
    """Read the counts of the chapter on a wide terminal, which lists only what is late or near."""
    found = re.findall(r"[✓~○?!] ([^:]+): (\d+)", "   ".join(lines))
    return TasksShown({STATUS_OF[w]: int(n) for w, n in found if w in STATUS_OF}, {})


def of_document(content: bytes) -> TasksShown:
    """Read the appendix of tasks in a Word report."""
    heads = _all_of([column.head for column in COLUMNS])
    tasks = {}
    for table in document_of(content).tables:
        head, *rows = [[cell.text for cell in row.cells] for row in table.rows]
        for cells in rows if head in heads else []:
            if set(cells) == {cells[0]}:
                continue  # a section's title, merged over the whole row
            name, _, task = cells[1].removesuffix(")").rpartition(" (")
            tasks[task] = TaskShown(name, cells[4], cells[5], cells[5])
    return TasksShown({}, tasks)


def of_page(page: Element) -> TasksShown:
    """Read the chapter of an HTML page."""
    badges = page.one("p", class_="tally").all("span", class_="badge")
    counts = [badge.text.rpartition(": ") for badge in badges]
    rows = page.all("tr", class_="task")
    table = page.one("section", class_="tasks").all("table")[0].one("tbody")
    return TasksShown(
        {STATUS_OF[SIGN.sub("", word)]: int(count) for word, _, count in counts},
        {row.one("td", class_="id").raw: _of_row(row) for row in rows},
        [[cell.text for cell in row.all("td")] for row in table.all("tr")],
    )


def _of_row(row: Element) -> TaskShown:
    note = row.all("td")[-1].raw
    due, status = row.one("td", class_="due").text, row.one("span", class_="badge").text
    return TaskShown(row.one("th").raw, status, due, note)


def of_book(book: Workbook) -> TasksShown:
    """Read the sheets of a workbook."""
    names = [name for words in _all_of((TASKS, SUMMARY)) for name in words]
    tasks, summary = (
        next(book[name] for name in names[at::2] if name in book.sheetnames) for at in (0, 1)
    )
    shown = {}
    for row in tasks.iter_rows(min_row=HEADER + 2, max_col=9, values_only=True):
        if row[1] is None:
            break
        task, name, _, _, flag, status, percent, _, note = row
        said = str(status) if percent is None else f"{status} ({float(str(percent)) * 100:.10g}%)"
        shown[str(task)] = TaskShown(str(name), said, str(flag or ""), str(note or ""))
    counts = [
        list(row)
        for row in summary.iter_rows(min_row=HEADER + 2, values_only=True)
        if row[1] is not None
    ]
    whole = [int(str(counts[0][at])) for at in (2, 4, 5, 6, 7)]
    return TasksShown(
        dict(zip(TaskStatus, whole, strict=True)),
        shown,
        [[f"{row[2]}/{row[1]}", *(str(cell) for cell in row[4:])] for row in counts[1:]],
    )


def check_tasks(shown: TasksShown, whole: dict[str, Any], say: Translate) -> None:
    """Check what a format shows of tasks against the JSON of the same run."""
    tally = whole["tasks_tally"]
    for status, count in shown.tally.items():
        assert count == tally[status.value], status
    assert shown.tally or shown.tasks
    if shown.tasks:
        assert list(shown.tasks) == [printable(task["task"]) for task in whole["tasks"]]
    for task in whole["tasks"] if shown.tasks else []:
        _check_task(shown.tasks[printable(task["task"])], task, say)
    if shown.by_section:
        _check_sections(shown.by_section, whole)


def _status_of(word: str) -> TaskStatus:
    """Return the status that is worded so; what lacks some periods says of how many."""
    return TaskStatus.NOT_REPORTED if LACKS.fullmatch(word) else STATUS_OF[word]


def _check_task(shown: TaskShown, task: dict[str, Any], say: Translate) -> None:
    word, _, percent = SIGN.sub("", shown.status).removesuffix("%)").partition(" (")
    assert _status_of(word).value == task["status"]
    assert (float(percent.replace(",", ".")) if percent else None) == task["percent"]
    note = printable(task["entries"][-1]["note"]) if task["entries"] else ""
    assert shown.note.split()[-len(note.split()) or 1000 :] == note.split()
    flag = shown.flag.removesuffix(note)  # in a Word report they stand in one cell
    assert (OVERDUE.render(say) in flag) == task["overdue"]
    assert (DUE_SOON.render(say) in flag) == task["due_soon"]


def _check_sections(rows: Sequence[Sequence[str]], whole: dict[str, Any]) -> None:
    """Check the counts by section against the tasks themselves, all of which JSON has."""
    sections = list(dict.fromkeys(task["section"] for task in whole["tasks"]))
    for section, row in zip(sections, rows, strict=False):
        own = [task for task in whole["tasks"] if task["section"] == section]
        statuses = [task["status"] for task in own]
        assert row[0].partition(" ")[0] == f"{statuses.count('done')}/{len(own)}"
        rest = [statuses.count(status.value) for status in TaskStatus if status.value != "done"]
        late = [sum(task[key] for task in own) for key in ("overdue", "due_soon")]
        assert list(map(int, row[1:])) == [*rest, *late]
