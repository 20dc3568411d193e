"""Small plans and ledgers, written as briefly as a test can be read.

A figure is a line such as ``da_tra: {type: count}``; what it leaves out is filled in (a count
adds up over time and is reported by hcc).  A ledger is a line for each unit and figure:
``hcc da_tra 07:120 08:? 09:95~``, where ``?`` stands for a rejected value and ``~`` marks an
estimate.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from cchc_cli.checks import check_ledger
from cchc_cli.evaluate import Result, evaluate
from cchc_cli.numbers import Value
from cchc_cli.periods import Period, parse_iso_period
from cchc_cli.plan.load import load_plan
from cchc_cli.plan.terms import Plan, Recurring, Task
from cchc_cli.problems import Location, Problem, sort_problems
from cchc_cli.progress import Progress, parse_progress, shown_progress
from cchc_cli.submissions.csv_reader import read_tables
from cchc_cli.submissions.ledger import (
    Entry,
    Ledger,
    LedgerBuilder,
    ProgressEntry,
    Rejection,
    Slot,
    TaskLedger,
)
from cchc_cli.submissions.read import NO_TASKS
from cchc_cli.submissions.table import TableReader
from cchc_cli.submissions.words import PathWords, PlanWords

_HEAD = """\
format: 1
id: xa_nho
title: Kế hoạch CCHC
issuer: UBND xã
periods: {first: 2025-07, last: 2025-12}
units:
  - {id: hcc, name: Trung tâm phục vụ hành chính công, aliases: [TTPVHCC]}
  - {id: kt, name: Phòng Kinh tế}
  - {id: vp, name: Văn phòng HĐND và UBND}
"""


def period(word: str) -> Period:
    found = parse_iso_period(word)
    assert found is not None, word
    return found


def plan_of(figures: str, *targets: str, checks: str = "") -> Plan:
    """Make a plan: a line for each figure; each target's keys as inside ``{…}``.

    Targets are numbered from 1 and all stand in section "1", unless one begins with ``2 |``,
    which puts it into section "2", or so on.
    """
    lines = [f"figures:\n{''.join(map(_figure, figures.strip().splitlines()))}"]
    if checks:
        lines.append(f"checks:\n{''.join(f'  - {line}' for line in _lines(checks))}")
    lines.append(_sections(targets))
    source = _HEAD + "".join(lines)
    plan, problems = load_plan(source.encode(), "plan.yaml")
    assert plan is not None, [f"{p.where}: {p.message}" for p in problems]
    return plan


def _lines(words: str) -> Iterable[str]:
    return (f"{line.strip()}\n" for line in words.strip().splitlines())


def _figure(line: str) -> str:
    name, _, keys = line.strip().partition(": ")
    keys = keys.strip("{}")
    if "yes_no" not in keys:
        keys += ", measured_in: hồ sơ"
        keys += "" if "over_time" in keys else ", over_time: sum"
    keys += "" if "reported_by" in keys else ", reported_by: [hcc]"
    return f"  - {{id: {name}, name: {name}, {keys}}}\n"


def _sections(targets: Iterable[str]) -> str:
    sections: dict[str, list[str]] = {}
    for number, target in enumerate(targets, start=1):
        section, bar, keys = target.rpartition(" | ")
        sections.setdefault(section if bar else "1", []).append(
            f'      - {{id: "{number}", clause: II.{number}, name: n, text: t, {keys}}}\n'
        )
    return "sections:\n" + "".join(
        f'  - id: "{section}"\n    title: Lĩnh vực\n    lead: hcc\n    targets:\n{"".join(rows)}'
        for section, rows in sections.items()
    )


def ledger_of(lines: str) -> Ledger:
    """Make a ledger of 2025 from lines such as ``hcc da_tra 07:120 08:? 09:95``."""
    builder = LedgerBuilder()
    for number, line in enumerate(lines.strip().splitlines(), start=1):
        unit, figure, *values = line.split()
        for column, item in enumerate(values, start=1):
            month, _, written = item.partition(":")
            slot = Slot(unit, figure, Period(2025, int(month)))
            where = Location("so_lieu.csv", number, column)
            if written == "?":
                builder.reject(Rejection(slot, where, 1))
            else:
                value, estimated = _value(written.rstrip("~")), written.endswith("~")
                builder.add(Entry(slot, value, where, estimated=estimated))
    return builder.build()[0]


def tasks_of(lines: str) -> TaskLedger:
    """Make a ledger of 2025's tasks from lines such as ``hcc nv_1 07:xong 08:? 09:60%``."""
    builder = LedgerBuilder([line.split()[1] for line in lines.strip().splitlines()])
    for number, line in enumerate(lines.strip().splitlines(), start=1):
        unit, task, *values = line.split()
        for column, item in enumerate(values, start=1):
            month, _, written = item.partition(":")
            slot = Slot(unit, task, Period(2025, int(month)))
            where = Location("so_lieu.csv", number, column)
            progress = parse_progress(written.replace("_", " "))
            if isinstance(progress, Progress):
                builder.add_progress(ProgressEntry(slot, progress, where))
            else:
                builder.reject(Rejection(slot, where, 1))
    return builder.build_tasks()[0]


def with_tasks(plan: Plan, *tasks: str) -> Plan:
    """Return a plan with tasks of section 1, led by hcc, from words such as ``nv_1 2025-12-09``.

    What follows the id is when it is due (a period or a day) or how often (``month``); without
    it, a task is due by the plan's last period.
    """
    return replace(plan, tasks=tuple(_task(plan, *words.split()) for words in tasks))


def _task(plan: Plan, name: str, when: str = "") -> Task:
    task = Task(name, "1", f"II.1.b.{name[-1]}", f"Việc {name}", f"Làm việc {name}.", "hcc")
    if when in set(Recurring):
        return task._replace(recurring=Recurring(when))
    day = date.fromisoformat(when) if len(when) > 7 else None
    return task._replace(due=day or (period(when) if when else plan.last))


def _value(written: str) -> Value:
    if written in ("có", "không"):
        return written == "có"
    return int(written) if written.isdigit() else Decimal(written)


def judged(plan: Plan, lines: str, at: str = "2025-09") -> Result:
    """Return the result of the plan's first target at a period, its checks tested."""
    ledger = ledger_of(lines)
    return evaluate(plan, ledger, period(at), check_ledger(plan, ledger)).results[0]


def verdict(plan: Plan, lines: str, at: str = "2025-09") -> str:
    return judged(plan, lines, at).verdict.value


def shown(slots: Iterable[Slot]) -> list[str]:
    """Return slots in words: ``hcc da_tra 2025-07``."""
    return [f"{slot.unit} {slot.figure} {slot.period}" for slot in slots]


SUBMITTED = plan_of(
    """
    dem: {type: count, reported_by: [hcc, kt]}
    tien: {type: amount}
    ty_le: {type: percent, over_time: last}
    da_lam: {type: yes_no}
    """,
    'measure: {total: [dem]}, require: ">= 1"',
)
"""A plan with a figure of every type, for tests of what units submit."""


@dataclass(frozen=True)
class Found:
    """What was read from a file, in words."""

    ledger: Ledger
    problems: tuple[Problem, ...]
    tasks: TaskLedger = NO_TASKS

    @property
    def values(self) -> dict[str, str]:
        """The accepted values: ``{"hcc dem 2025-09": "12"}``."""
        entries = self.ledger.entries.values()
        return dict(sorted((shown([entry.slot])[0], str(entry.value)) for entry in entries))

    @property
    def progress(self) -> dict[str, str]:
        """What was reported of tasks: ``{"hcc nv_1 2025-09": "đang thực hiện (60%)"}``."""
        entries = self.tasks.entries.values()
        return {shown([entry.slot])[0]: str(shown_progress(entry.value)) for entry in entries}

    @property
    def rejected(self) -> list[str]:
        return sorted(shown(self.ledger.rejected))

    @property
    def said(self) -> list[str]:
        """The problems: ``bc.csv:2:4: [not-a-number] …``."""
        return [f"{p.where}: [{p.code}] {p.message}" for p in self.problems]

    @property
    def codes(self) -> list[str]:
        """Where and what the problems are: ``2:4 not-a-number``."""
        return [f"{str(p.where).partition(':')[2]} {p.code}".strip() for p in self.problems]


def read_file(
    content: str | bytes, unit: str | None = None, at: str | None = None, plan: Plan = SUBMITTED
) -> Found:
    """Read the file ``bc.csv``; `unit` and `at` are what its path says."""
    raw = content.encode() if isinstance(content, str) else content
    problems: list[Problem] = []
    builder = LedgerBuilder(plan.task)
    path = PathWords(unit, period(at) if at else None)
    for table in read_tables(raw, "bc.csv", problems):
        TableReader(PlanWords(plan), path, table, builder, problems).read()
    ledger, decided = builder.build()
    tasks, of_tasks = builder.build_tasks()
    return Found(ledger, sort_problems([*problems, *decided, *of_tasks]), tasks)
