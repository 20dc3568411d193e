"""Write the forms that go out to the units."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cchc_cli.commands import common
from cchc_cli.commands.forms import write_forms
from cchc_cli.formats.words import Words
from cchc_cli.forms.form import Form, Held, blank_form
from cchc_cli.periods import Period, deadline_of
from cchc_cli.pipeline import Refusal, asked_period, usage
from cchc_cli.plan.terms import Plan, Unit
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
        named = [common.unit_of(name, words, language) for name in asked.units]
        units = [plan.unit[unit] for unit in dict.fromkeys(named)]
        held = None
        if data is not None:
            read = common.run_of(data, asked.plan, str(period), language).submissions
            held = Held(read.ledger, read.tasks)
    except common.Refused as refused:
        return refused.code
    forms = _forms(plan, units or plan.units, period, asked, held, language)
    render: Callable[[Form, Words], bytes] = common.renderer(RENDERERS[asked.format])
    spoken = Words(plan, language)
    files = {f"{form.name}.{asked.format}": render(form, spoken) for form in forms}
    return write_forms(asked.output, files, language, force=asked.force)


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
    units: Sequence[Unit],
    period: Period,
    asked: TemplateOptions,
    held: Held | None,
    language: str,
) -> list[Form]:
    """Return the forms of the units that owe something; say which do not."""
    deadline = deadline_of(period, plan.cut_off_day, asked.deadline)
    forms = [blank_form(plan, unit, period, deadline, held) for unit in units]
    idle = [unit.name for unit, form in zip(units, forms, strict=True) if form is None]
    if idle:
        said = text("không phải nộp số liệu nào kỳ {period}: {units}", period=period, units=idle)
        common.say_text(said, language)
    return [form for form in forms if form is not None]
