"""Send back to the units what is missing or wrong in what they submitted."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cchc_cli.commands import common
from cchc_cli.commands.forms import write_forms
from cchc_cli.formats.words import Words
from cchc_cli.forms.form import Form
from cchc_cli.forms.message import render_message
from cchc_cli.forms.returned import Returned, returned_forms
from cchc_cli.periods import deadline_of
from cchc_cli.pipeline import Refusal, usage
from cchc_cli.problems import Problem
from cchc_cli.texts import text


class ReturnOptions(NamedTuple):
    """What was asked of ``cchc return``."""

    data: Path
    output: Path
    plan: str
    period: str
    date: str
    deadline: int
    force: bool
    lang: str


def return_command(asked: ReturnOptions) -> int:
    """Write each unit's form and message, and return the exit code, which is that of a check."""
    try:
        language = common.language_of(asked.lang)
        today = common.date_of(asked.date, language)
        if _is_inside(asked.output, asked.data):
            raise common.refuse(_inside(asked.output), language)
        found = common.run_of(asked.data, asked.plan, asked.period, language, today)
    except common.Refused as refused:
        return refused.code
    found = common.with_implausible(found)
    plan, period = found.evaluation.plan, found.evaluation.period
    words = Words(plan, language)
    deadline = deadline_of(period, plan.cut_off_day, asked.deadline)
    forms, nobodys = returned_forms(found, found.problems, deadline, words)
    written = write_forms(asked.output, _files(forms, today, words), language, force=asked.force)
    if written:
        return written
    if not forms:
        said = text("không đơn vị nào thiếu hay sai số liệu đến kỳ {period}", period=period)
        common.say_text(said, language)
    _say_rest(forms, nobodys, words)
    return found.exit_code(with_missed=False)


def _files(forms: Sequence[Returned], today: date, words: Words) -> dict[str, bytes]:
    """Return a workbook and a message for each unit, by their names."""
    render: Callable[[Form, Words], bytes] = common.renderer(
        "cchc_cli.forms.workbook:render_workbook"
    )
    files: dict[str, bytes] = {}
    for returned in forms:
        files[f"{returned.form.name}.xlsx"] = render(returned.form, words)
        files[f"{returned.form.name}.txt"] = render_message(returned, today, words)
    return files


def _say_rest(forms: Sequence[Returned], nobodys: Sequence[Problem], words: Words) -> None:
    """Say what is left to whoever runs the command."""
    language = words.language
    earlier = [f"{returned.form.name}.xlsx" for returned in forms if returned.has_earlier_rows]
    if earlier:
        said = text(
            "{names} có dòng của kỳ trước; khi nhận lại, để tệp ở ngoài các thư mục mang tên kỳ",
            names=earlier,
        )
        common.say_text(said, language)
    if nobodys:
        common.say_text(text("các lỗi sau không rõ của đơn vị nào, chưa gửi cho ai:"), language)
        for problem in nobodys:
            common.say_problem(problem, words.translate)


def _is_inside(output: Path, data: Path) -> bool:
    """Tell whether a folder is DATA or lies in it, whatever links and spellings lead there.

    What is written there would be read as submissions.
    """
    try:
        folder = output.resolve()
        return data.is_dir() and any(
            each.exists() and each.samefile(data) for each in (folder, *folder.parents)
        )
    except (OSError, ValueError, RuntimeError):
        return False  # no such path can be; who reads or writes says so


def _inside(output: Path) -> Refusal:
    return usage(
        text('thư mục "{output}" nằm trong thư mục số liệu', output=output),
        text("chọn thư mục ngoài DATA: biểu trả lại nằm trong đó sẽ bị đọc như số liệu nộp"),
    )
