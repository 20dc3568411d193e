"""Write the forms that go out to the units."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cchc_cli.commands import common
from cchc_cli.exit_codes import ExitCode
from cchc_cli.formats.words import Words
from cchc_cli.forms.form import Form, blank_form
from cchc_cli.output import write_whole
from cchc_cli.periods import Period, deadline_of
from cchc_cli.pipeline import Refusal, asked_period, usage
from cchc_cli.plan.terms import Plan, Unit
from cchc_cli.reasons import reason_of
from cchc_cli.submissions.ledger import Ledger
from cchc_cli.submissions.words import PlanWords
from cchc_cli.texts import text

RENDERERS: dict[str, str] = {
    "xlsx": "cchc_cli.forms.workbook:render_workbook",
    "csv": "cchc_cli.forms.delimited:render_delimited",
}
"""The kinds of form by their suffix; loaded when asked for."""


class TemplateOptions(NamedTuple):
    """What was asked of ``cchc template``."""

    output: Path
    period: str
    plan: str
    units: tuple[str, ...]
    format: str
    data: str
    deadline: int
    force: bool
    lang: str


def template_command(asked: TemplateOptions) -> int:
    """Write a form for each unit that owes something, and return the exit code."""
    try:
        language = common.language_of(asked.lang)
        if asked.format not in RENDERERS:
            raise common.unknown_format(asked.format, list(RENDERERS), language)
        data = Path(asked.data) if asked.data else None
        plan_file = common.plan_of(asked.plan, data, language)
        plan = plan_file.plan
        period = _period(plan, asked.period, language)
        words = PlanWords(plan)
        units = [plan.unit[common.unit_of(name, words, language)] for name in asked.units]
        ledger = None
        if data is not None:
            ledger = common.run_of(data, asked.plan, str(period), language).submissions.ledger
    except common.Refused as refused:
        return refused.code
    forms = _forms(plan, units or plan.units, period, asked, ledger, language)
    render: Callable[[Form, Words], bytes] = common.renderer(RENDERERS[asked.format])
    spoken = Words(plan, language)
    files = {f"{form.name}.{asked.format}": render(form, spoken) for form in forms}
    return write_files(asked.output, files, language, force=asked.force)


def _period(plan: Plan, word: str, language: str) -> Period:
    if word == "latest":
        hint = text("ghi rõ kỳ, ví dụ --period {first}, hoặc previous", first=plan.first)
        message = text("biểu lập cho một kỳ, không có latest")
        raise common.refuse(usage(message, hint), language)
    found = asked_period(plan, word, date.today())
    if isinstance(found, Refusal):
        raise common.refuse(found, language)
    assert found is not None
    return found


def _forms(
    plan: Plan,
    units: "list[Unit] | tuple[Unit, ...]",
    period: Period,
    asked: TemplateOptions,
    ledger: Ledger | None,
    language: str,
) -> list[Form]:
    deadline = deadline_of(period, plan.cut_off_day, asked.deadline)
    forms = []
    for unit in units:
        form = blank_form(plan, unit, period, deadline, ledger)
        if form is not None:
            forms.append(form)
        elif asked.units:
            said = text("{unit} không phải nộp số liệu nào kỳ {period}", unit=unit.name,
                        period=period)  # fmt: skip
            common.say_text(said, language)
    return forms


def write_files(folder: Path, files: Mapping[str, bytes], language: str, *, force: bool) -> int:
    """Write files into a folder: all of them, or none where one is there already.

    A form that exists may have been filled in; only `force` writes over it.
    """
    if not folder.is_dir():
        common.say_not_written(str(folder), text("không có thư mục này"), language)
        return ExitCode.NOT_WRITTEN
    taken = [name for name in files if (folder / name).exists()]
    if taken and not force:
        common.say_text(
            text("cchc: không ghi, vì trong {folder} đã có: {names}", folder=folder, names=taken),
            language,
        )
        common.say_text(
            text("    Cách sửa: chọn thư mục khác, hoặc thêm --force nếu chắc chắn ghi đè"),
            language,
        )
        return ExitCode.NOT_WRITTEN
    for name, content in files.items():
        try:
            write_whole(folder / name, content)
        except (OSError, ValueError) as fault:
            common.say_not_written(str(folder / name), reason_of(fault), language)
            return ExitCode.NOT_WRITTEN
    if files:
        said = text("đã ghi {count} tệp vào {folder}: {names}", count=len(files), folder=folder,
                    names=list(files))  # fmt: skip
        common.say_text(said, language)
    return ExitCode.OK
