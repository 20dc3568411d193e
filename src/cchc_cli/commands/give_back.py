"""Send back to the units what is missing or wrong in what they submitted."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from cchc_cli.commands import common
from cchc_cli.commands.template import write_files
from cchc_cli.formats.words import Words
from cchc_cli.forms.form import Form
from cchc_cli.forms.returned import render_message, returned_forms
from cchc_cli.periods import deadline_of
from cchc_cli.pipeline import usage
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
        found = common.with_implausible(
            common.run_of(asked.data, asked.plan, asked.period, language, today)
        )
        _check_apart(asked, language)
    except common.Refused as refused:
        return refused.code
    plan, period = found.evaluation.plan, found.evaluation.period
    words = Words(plan, language)
    deadline = deadline_of(period, plan.cut_off_day, asked.deadline)
    forms = returned_forms(found, found.problems, deadline, words)
    render: Callable[[Form, Words], bytes] = common.renderer(
        "cchc_cli.forms.workbook:render_workbook"
    )
    files: dict[str, bytes] = {}
    for returned in forms:
        files[f"{returned.form.name}.xlsx"] = render(returned.form, words)
        files[f"{returned.form.name}.txt"] = render_message(returned, today, words)
    if not files:
        common.say_text(text("không đơn vị nào thiếu hay sai số liệu đến kỳ {period}",
                             period=period), language)  # fmt: skip
    written = write_files(asked.output, files, language, force=asked.force)
    return written or found.exit_code(with_missed=False)


def _check_apart(asked: ReturnOptions, language: str) -> None:
    """Refuse an output folder inside DATA: what is written there would be read as submissions."""
    data = asked.data.resolve()
    folder = data if data.is_dir() else data.parent
    if asked.output.resolve().is_relative_to(folder):
        message = text('thư mục "{output}" nằm trong thư mục số liệu', output=asked.output)
        hint = text("chọn thư mục ngoài DATA: biểu trả lại nằm trong đó sẽ bị đọc như số liệu nộp")
        raise common.refuse(usage(message, hint), language)
