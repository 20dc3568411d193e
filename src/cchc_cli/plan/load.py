"""From a plan file's bytes to a `Plan`, or to every complaint about it in one run."""

from collections.abc import Iterator
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from cchc_cli.periods import Period, parse_iso_period
from cchc_cli.plan import model, terms
from cchc_cli.plan.complaints import SAMPLE, Complaints, complain_of
from cchc_cli.plan.file import Path, parse_tree
from cchc_cli.plan.letterhead import letterhead_of
from cchc_cli.plan.parts import Parts
from cchc_cli.plan.rules import check_parts
from cchc_cli.plan.wording import parse_check, parse_requirement, parse_terms
from cchc_cli.problems import Problem, sort_problems
from cchc_cli.texts import Text, text

M = TypeVar("M", bound=BaseModel)


def load_plan(content: bytes, name: str) -> tuple[terms.Plan | None, tuple[Problem, ...]]:
    """Read a plan; `name` is how its file is called in complaints.

    Returns None for the plan if there is any complaint, all of which come in one run.
    """
    root, problems = parse_tree(content, name)
    if root is None:
        return None, sort_problems(problems)
    complaints = Complaints(root, name, problems)
    if root.keys is None:
        complaints.add((), "plan-wrong-value", text("tệp không phải một kế hoạch"), SAMPLE)
        return None, sort_problems(problems)
    plain = root.plain()
    whole = _validated(plain, complaints)
    check_parts(_parts_of(plain, whole), complaints.add)
    if problems or whole is None:
        return None, sort_problems(problems)
    return _plan(whole), ()


def _validated(plain: Any, complaints: Complaints) -> model.PlanModel | None:
    try:
        return model.PlanModel.model_validate(plain)
    except ValidationError as fault:
        for detail in fault.errors(include_url=False, include_context=True)[:1000]:
            complain_of(detail, complaints)
        return None


def _parts_of(plain: dict[str, Any], whole: model.PlanModel | None) -> Parts:
    """Gather the parts that have the right shape, from the model or, failing that, one by one."""
    parts = Parts(
        units=list(_listed(plain, whole, "units", model.UnitModel)),
        figures=list(_listed(plain, whole, "figures", model.FigureModel)),
        checks=list(_listed(plain, whole, "checks", model.CheckModel)),
        unit_ids=_ids(plain.get("units")),
        figure_ids=_ids(plain.get("figures")),
        cut_off_day=_cut_off_day(plain.get("cut_off_day")),
    )
    periods = plain.get("periods")
    if isinstance(periods, dict):
        first, last = (parse_iso_period(str(periods.get(key))) for key in ("first", "last"))
        parts.periods = (first, last) if first and last else None
    sections = plain.get("sections")
    for index, section in enumerate(sections if isinstance(sections, list) else []):
        if isinstance(section, dict):
            _add_section(
                ("sections", index), section, whole.sections[index] if whole else None, parts
            )
    return parts


def _add_section(
    path: Path, plain: dict[str, Any], whole: model.SectionModel | None, parts: Parts
) -> None:
    head = whole or _shaped(model.SectionModel, {**plain, "targets": [], "tasks": []})
    if head is not None:
        parts.sections.append((path, head))
    for below, target in _listed(plain, whole, "targets", model.TargetModel):
        parts.targets.append(((*path, *below), head, target))
    for below, task in _listed(plain, whole, "tasks", model.TaskModel):
        parts.tasks.append(((*path, *below), head, task))


def _listed(
    plain: dict[str, Any], whole: BaseModel | None, key: str, shape: type[M]
) -> Iterator[tuple[Path, M]]:
    """Yield the parts listed under a key that have the right shape, with their paths."""
    if whole is not None:
        yield from (((key, index), item) for index, item in enumerate(getattr(whole, key)))
        return
    rows = plain.get(key)
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        if (item := _shaped(shape, row)) is not None:
            yield (key, index), item


_SPARED = frozenset({"due", "recurring", "supported_by", "product"})
"""Keys that may be left out: without a wrong one, the rest can still be looked at."""

_NAMES = frozenset({"id", "clause", "name", "text", "title", "measured_in"})
"""Keys whose value no rule needs to be right: a wrong one does not hide other complaints."""


def _shaped(shape: type[M], plain: Any) -> M | None:
    """Return the part as a model, for the rules to look at; None if its shape is too wrong.

    Unknown keys are left out, and a name of the wrong shape is replaced: both have been
    complained of, and hide nothing else.
    """
    if not isinstance(plain, dict):
        return None
    known = {key: value for key, value in plain.items() if key in shape.model_fields}
    try:
        return shape.model_validate(known)
    except ValidationError as fault:
        wrong = {str(detail["loc"][0]) for detail in fault.errors(include_url=False)}
        if not wrong <= _NAMES | _SPARED:
            return None
        kept = {key: value for key, value in known.items() if key not in wrong}
        stand_in = f"x__{id(plain)}"
        return shape.model_validate({**kept, **dict.fromkeys(wrong - _SPARED, stand_in)})


def _cut_off_day(given: Any) -> int | None:
    return given if isinstance(given, int) and 1 <= given <= 28 else None


def _ids(rows: Any) -> set[str]:
    found = (
        [row.get("id") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    )
    return {name for name in found if isinstance(name, str)}


def _plan(whole: model.PlanModel) -> terms.Plan:
    """Turn a plan file without complaints into the plan's terms."""
    return terms.Plan(
        id=whole.id,
        title=whole.title,
        issuer=whole.issuer,
        authority=tuple(whole.authority),
        language=whole.language,
        first=_period(whole.periods.first),
        last=_period(whole.periods.last),
        cut_off_day=whole.cut_off_day,
        units=tuple(terms.Unit(u.id, u.name, tuple(u.aliases)) for u in whole.units),
        figures=tuple(map(_figure, whole.figures)),
        checks=tuple(map(_check, whole.checks)),
        sections=tuple(terms.Section(s.id, s.title, s.lead) for s in whole.sections),
        targets=tuple(_target(s, t) for s in whole.sections for t in s.targets),
        letterhead=letterhead_of(whole.letterhead, whole.issuer),
        tasks=tuple(_task(s, t, whole) for s in whole.sections for t in s.tasks),
    )


def _period(word: str) -> Period:
    period = parse_iso_period(word)
    assert period is not None  # the model has matched its pattern
    return period


def _figure(figure: model.FigureModel) -> terms.Figure:
    return terms.Figure(
        id=figure.id,
        name=figure.name,
        type=figure.type,
        over_time=figure.over_time or terms.OverTime.EVER,
        every=figure.every,
        reported_by=tuple(figure.reported_by),
        measured_in=figure.measured_in or "",
    )


def _check(check: model.CheckModel) -> terms.Check:
    parsed = parse_check(check.rule, is_error=check.severity == "error")
    assert isinstance(parsed, terms.Check)  # the rules have refused any other
    return parsed


def _target(section: model.SectionModel, target: model.TargetModel) -> terms.Target:
    require = parse_requirement(target.require) if target.require is not None else None
    assert not isinstance(require, Text)  # the rules have refused it
    return terms.Target(
        id=target.id,
        section=section.id,
        clause=target.clause,
        name=target.name,
        text=target.text,
        lead=target.lead or section.lead or "",
        measure=_measure(target.measure),
        require=require,
        due=_period(target.due) if target.due else None,
        judge=target.judge,
        may_exceed=target.may_exceed,
    )


def _task(section: model.SectionModel, task: model.TaskModel, whole: model.PlanModel) -> terms.Task:
    due = _due(task.due or whole.periods.last)
    return terms.Task(
        id=task.id,
        section=section.id,
        clause=task.clause,
        name=task.name,
        text=task.text,
        lead=task.lead or section.lead or "",
        supported_by=tuple(task.supported_by),
        due=due if task.recurring is None else None,
        recurring=task.recurring,
        product=task.product or "",
    )


def _due(word: str) -> Period | date:
    return date.fromisoformat(word) if len(word) > len("2025-12") else _period(word)


def _measure(measure: model.MeasureModel) -> terms.Measure:
    if measure.ratio is not None:
        return terms.Ratio(parse_terms(measure.ratio.part), parse_terms(measure.ratio.whole))
    if measure.total is not None:
        return terms.Total(parse_terms(measure.total))
    return terms.AllDone(tuple(measure.all_done or ()))
