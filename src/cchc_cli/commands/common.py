"""What the commands share: finding the plan, running, showing problems, delivering a report."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from cchc_cli.exit_codes import ExitCode
from cchc_cli.formats import FORMATS, PLAIN, Format, Screen, format_of_suffix
from cchc_cli.locale import LANGUAGES, Translate, translator
from cchc_cli.names import nearest
from cchc_cli.periods import parse_date
from cchc_cli.pipeline import (
    PlanFile,
    Refusal,
    Run,
    collector_paused,
    find_plan,
    run,
    usage,
)
from cchc_cli.problems import Problem, Severity, sort_problems
from cchc_cli.reasons import reason_of
from cchc_cli.streams import NotWritten, is_terminal, say_error, stdout_screen, write_stdout
from cchc_cli.submissions.words import PlanWords
from cchc_cli.texts import Text, printable, text


class Refused(Exception):
    """Ends a command whose refusal has been shown."""

    def __init__(self, code: ExitCode) -> None:
        self.code = code


Note = Callable[[Run], object]
"""Takes note of the run of a command, once nothing refuses it any more."""


def ended(command: str, log: str, data: Path, do: Callable[[Note], int]) -> int:
    """Run a command and return its exit code; with ``--log``, add a line to the log."""
    if not log:
        return do(lambda _: None)
    from cchc_cli.commands.logged import run_logged

    return run_logged(command, log, data, do)


def language_of(option: str) -> str:
    """Return the language asked for; one that does not exist is a usage error."""
    language = os.environ.get("CCHC_LANG", LANGUAGES[0])
    if option and option not in LANGUAGES:
        known = text("các ngôn ngữ: {known}", known=list(LANGUAGES))
        raise refuse(usage(text('không có ngôn ngữ "{name}"', name=option), known), language)
    return option or language


def day_of(option: str, language: str) -> date | None:
    """Return the day asked for; None if none was."""
    return date_of(option, language) if option else None


def date_of(option: str, language: str) -> date:
    """Return the date that ``--date`` names, today's without it, or end the command."""
    if not option:
        return date.today()
    found = parse_date(option)
    if found is None:
        hint = text("viết 2025-10-05 hoặc 05/10/2025")
        raise refuse(usage(text('"{word}" không phải một ngày', word=option), hint), language)
    return found


def refuse(refusal: Refusal, language: str) -> Refused:
    """Show why a run cannot begin, and return the exception that ends the command."""
    for problem in refusal.problems:
        say_problem(problem, translator(language))
    return Refused(refusal.code)


def say_problem(problem: Problem, translate: Translate) -> None:
    """Write a problem and its cure to standard error, each on a line of its own."""
    severity = text("lỗi") if problem.severity is Severity.ERROR else text("cảnh báo")
    place = printable(str(problem.where))
    said = f"{severity.render(translate)} [{problem.code}] {problem.message.render(translate)}"
    say_error(f"{place}: {said}")
    hint = problem.hint.render(translate)
    if hint:
        say_error(f"    {text('Cách sửa').render(translate)}: {hint}")


def say_text(sentence: Text, language: str) -> None:
    """Write a sentence to standard error."""
    say_error(sentence.render(translator(language)))


def plan_of(choice: str, data: Path | None, language: str) -> PlanFile:
    """Return the plan to use, or end the command."""
    plan_file = find_plan(choice or None, os.environ, data)
    if isinstance(plan_file, Refusal):
        raise refuse(plan_file, language)
    return plan_file


def run_of(
    data: Path, plan_choice: str, period: str, language: str, today: date | None = None
) -> Run:
    """Read and evaluate DATA, or end the command."""
    plan_file = plan_of(plan_choice, data, language)
    found = run(data, plan_file, period, today or date.today(), _progress(language))
    if isinstance(found, Refusal):
        raise refuse(found, language)
    return found


def with_implausible(found: Run) -> Run:
    """Add to a run's problems the warnings about what looks wrong without being wrong."""
    from cchc_cli.plausibility import find_implausible

    submissions = found.submissions
    with collector_paused():
        more = find_implausible(found.evaluation, submissions.ledger, submissions.rates)
        return found._replace(problems=sort_problems([*found.problems, *more]))


def _progress(language: str) -> Callable[[int, int], None] | None:
    """Return what tells a person at a terminal that a long reading goes on."""
    if not is_terminal(sys.stderr):
        return None
    started = last = time.monotonic()

    def tell(count: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - started > 1 and now - last > 0.2:
            last = now
            said = text("đang đọc tệp {count}/{total}", count=count + 1, total=total)
            sys.stderr.write(f"\r{said.render(translator(language))} \r")
            sys.stderr.flush()

    return tell


class Delivery(NamedTuple):
    """Where a report goes, in which format, and how much is said beside it."""

    format: Format
    output: Path | None
    quiet: bool
    asked_for: bool
    """Whether the report was asked for by --format or --output."""


def delivery_of(format_name: str, output: str, language: str, *, quiet: bool) -> Delivery:
    """Return how to deliver by the options; the suffix of --output chooses the format."""
    path = Path(output) if output and output != "-" else None
    if format_name:
        if format_name not in FORMATS:
            raise unknown_format(format_name, list(FORMATS), language)
        chosen = FORMATS[format_name]
    elif path is not None:
        found = format_of_suffix(path.suffix)
        if found is None:
            suffixes = [suffix for f in FORMATS.values() for suffix in f.suffixes]
            message = text('đuôi tệp "{name}" không cho biết định dạng', name=path.name)
            hint = text("ghi thêm --format, hoặc dùng một đuôi: {suffixes}", suffixes=suffixes)
            raise refuse(usage(message, hint), language)
        chosen = found
    else:
        chosen = FORMATS["terminal"]
    if chosen.binary and path is None and is_terminal(sys.stdout):
        message = text("định dạng {name} không hiện được trên màn hình", name=chosen.name)
        hint = text(
            "ghi vào tệp bằng --output, ví dụ --output bao-cao{suffix}", suffix=chosen.suffixes[0]
        )
        raise refuse(usage(message, hint), language)
    return Delivery(chosen, path, quiet, bool(format_name or output))


def unknown_format(name: str, known: list[str], language: str) -> Refused:
    """Return the refusal of a format that a command does not have."""
    message = text('không có định dạng "{name}"', name=name)
    return refuse(usage(message, text("các định dạng: {known}", known=known)), language)


def destination(
    output: Path | None, found: Run, data: Path, language: str, log: str = ""
) -> Path | None:
    """Return the file to write, its name filled in, or end the command.

    A report is never written where it would be read the next time as a submission or as the
    record of a closed period, nor over one, over the plan or over the log of this run.
    """
    if output is None:
        return None
    from cchc_cli.commands.places import filled_in, refusal_of

    path = filled_in(output, found)
    refusal = refusal_of(path, found, data, log)
    if refusal is not None:
        raise refuse(refusal, language)
    return path


def deliver(
    render: Callable[[Screen], str | bytes], delivery: Delivery, output: Path | None, language: str
) -> bool:
    """Write a report where it goes; tell whether it was written, and say so where it was not."""
    try:
        if output is not None:
            from cchc_cli.output import write_whole

            rendered = render(PLAIN)
            content = rendered.encode() if isinstance(rendered, str) else rendered
            write_whole(output, content)
            if not delivery.quiet:
                say_text(text("đã ghi báo cáo vào {path}", path=output), language)
        elif delivery.asked_for or not delivery.quiet:
            write_stdout(render(stdout_screen()))
    except NotWritten as fault:
        say_not_written("stdout", fault.reason, language)
        return False
    except (OSError, ValueError) as fault:
        say_not_written(str(output), reason_of(fault), language)
        return False
    return True


def say_not_written(path: str, reason: Text, language: str) -> None:
    """Say that a file could not be written, why, and what to do."""
    say_text(
        text("cchc: không ghi được báo cáo vào {path}: {reason}", path=path, reason=reason),
        language,
    )
    hint = text(
        "Cách sửa: tạo thư mục trước, đóng tệp nếu đang mở, kiểm tra quyền ghi và chỗ trống; "
        "báo cáo cũ (nếu có) vẫn còn nguyên"
    )
    say_text(text("    {hint}", hint=hint), language)


def say_problems(found: Run, language: str, *, only_errors: bool, show_all: bool = False) -> None:
    """Write the problems to standard error, at most so many of a kind per file, and a summary."""
    from cchc_cli.formats.rows import problem_rows, problem_summary
    from cchc_cli.formats.words import Words

    problems: Sequence[Problem] = [
        p for p in found.problems if p.severity is Severity.ERROR or not only_errors
    ]
    words = Words(found.evaluation.plan, language)
    for file in problem_rows(problems, words, show_all=show_all):
        for problem, _, _ in file.problems:
            say_problem(problem, translator(language))
        for more in file.more:
            say_error(more)
    if problems:
        say_error(problem_summary(problems, words))


def renderer(dotted: str) -> Callable[..., Any]:
    """Load a function by its dotted path."""
    module, _, function = dotted.partition(":")
    loaded: Callable[..., Any] = getattr(import_module(module), function)
    return loaded


def unit_of(name: str, words: PlanWords, language: str) -> str:
    """Return the id of the unit with this id, name or alias, or end the command."""
    unit = words.unit(name)
    if unit is not None:
        return unit
    near = words.nearest_unit(name)
    hint = (
        text('có phải là "{near}"?', near=near)
        if near
        else text("các đơn vị: {known}", known=[unit.id for unit in words.plan.units])
    )
    raise refuse(usage(text('không có đơn vị "{name}"', name=name), hint), language)


def sections_of(asked: Sequence[str], found: Run, language: str) -> list[str]:
    """Return the sections asked for, or end the command where the plan lacks one."""
    known = [section.id for section in found.evaluation.plan.sections]
    for name in asked:
        if name not in known:
            message = text('không có lĩnh vực "{name}"', name=name)
            raise refuse(usage(message, text("các lĩnh vực: {known}", known=known)), language)
    return list(asked)


def target_of(name: str, known: list[str], language: str) -> str:
    """Return the id among `known` that was named, or end the command."""
    if name.strip() in known:
        return name.strip()
    near = nearest(name, known)
    hint = (
        text('có phải là "{near}"?', near=near)
        if near
        else text("các chỉ tiêu: {known}", known=known)
    )
    raise refuse(usage(text('không có chỉ tiêu "{name}"', name=name), hint), language)
