"""List, show and check plans, and print the schema of their files."""

from collections.abc import Callable
from pathlib import Path

from cchc_cli.commands import common
from cchc_cli.exit_codes import ExitCode
from cchc_cli.formats import FORMATS, Screen
from cchc_cli.formats.clauses import render_clauses
from cchc_cli.formats.json import dumped
from cchc_cli.formats.plan import render_plan, render_plan_list
from cchc_cli.formats.plan_json import plan_object
from cchc_cli.pipeline import PlanFile, Refusal, read_plan
from cchc_cli.plan.builtin import builtin_plans
from cchc_cli.plan.model import PlanModel
from cchc_cli.submissions.words import PlanWords

SHOW_FORMATS = ("terminal", "yaml", "json")


def list_command(lang: str) -> int:
    """List the built-in plans."""
    try:
        language = common.language_of(lang)
        found = [_read(read_plan(path, name), language) for name, path in builtin_plans().items()]
    except common.Refused as refused:
        return refused.code
    return _print(lambda screen: render_plan_list(found, language, screen), language)


def show_command(choice: str, format_name: str, unit: str, lang: str) -> int:
    """Show a plan, or give a copy of its file."""
    try:
        language = common.language_of(lang)
        if (format_name or "terminal") not in SHOW_FORMATS:
            raise common.unknown_format(format_name, list(SHOW_FORMATS), language)
        plan_file = common.plan_of(choice, None, language)
        chosen = common.unit_of(unit, PlanWords(plan_file.plan), language) if unit else None
    except common.Refused as refused:
        return refused.code
    if format_name == "json":
        return _print(lambda _: dumped(plan_object(plan_file.plan)), language)
    if format_name == "yaml":
        # The file itself, comments and all: they carry the readings of the plan.
        return _print(lambda _: plan_file.content, language)
    return _print(lambda screen: render_plan(plan_file, chosen, language, screen), language)


def check_command(choice: str, lang: str) -> int:
    """Check a plan; list each clause with the targets and tasks that carry it."""
    try:
        language = common.language_of(lang)
        plan_file = common.plan_of(choice, Path(), language)
    except common.Refused as refused:
        return refused.code
    return _print(lambda screen: render_clauses(plan_file, language, screen), language)


def schema_command() -> int:
    """Print the JSON Schema of plan files."""
    schema = PlanModel.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return _print(lambda _: dumped(schema), "vi")


def _read(found: PlanFile | Refusal, language: str) -> PlanFile:
    if isinstance(found, Refusal):
        raise common.refuse(found, language)
    return found


def _print(render: Callable[[Screen], str | bytes], language: str) -> int:
    delivery = common.Delivery(FORMATS["terminal"], None, quiet=False, asked_for=True)
    written = common.deliver(render, delivery, None, language)
    return ExitCode.OK if written else ExitCode.NOT_WRITTEN
