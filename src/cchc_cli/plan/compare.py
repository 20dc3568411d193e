"""What differs between two plans: what they ask for, and how that is computed."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

from cchc_cli.periods import Period
from cchc_cli.plan.terms import Figure, Plan, Target, Task

T = TypeVar("T")


class PlanDifference(NamedTuple):
    """What differs between the plans of two states, in the order of the plans."""

    added: tuple[Target, ...] = ()
    removed: tuple[Target, ...] = ()
    requirements: tuple[tuple[Target, Target], ...] = ()
    """Targets that ask for something else: old and new."""
    measures: tuple[Target, ...] = ()
    """Targets that ask for the same, but are computed or judged in another way."""
    figures: tuple[str, ...] = ()
    """Figures that only one plan has, or that the plans define in different ways."""
    rules: tuple[str, ...] = ()
    """Checks that only one plan has, or that weigh another way."""
    tasks_added: tuple[Task, ...] = ()
    tasks_removed: tuple[Task, ...] = ()
    tasks_changed: tuple[Task, ...] = ()
    """Tasks with another due date, or led by another unit."""
    periods: tuple[tuple[Period, Period], ...] = ()
    """First and last period of the old and of the new plan, where they differ; else empty."""
    cut_off_day: tuple[int | None, ...] = ()
    """The old and the new day at which a month's figures are closed, likewise."""


def compare_plans(old: Plan, new: Plan) -> PlanDifference:
    """Compare what two plans ask for, and how that is computed; wording makes no difference."""
    targets = pairs_of(old.targets, new.targets, lambda target: target.id)
    tasks = pairs_of(old.tasks, new.tasks, lambda task: task.id)
    return PlanDifference(
        added=_lacking(new.targets, old.targets, lambda target: target.id),
        removed=_lacking(old.targets, new.targets, lambda target: target.id),
        requirements=tuple(pair for pair in targets if pair[0].require != pair[1].require),
        measures=tuple(
            now
            for then, now in targets
            if then.require == now.require and _judged(then) != _judged(now)
        ),
        figures=tuple(sorted(_figures_changed(old, new))),
        rules=tuple(sorted({check.rule for check in {*old.checks} ^ {*new.checks}})),
        tasks_added=_lacking(new.tasks, old.tasks, lambda task: task.id),
        tasks_removed=_lacking(old.tasks, new.tasks, lambda task: task.id),
        tasks_changed=tuple(now for then, now in tasks if _asked(then) != _asked(now)),
        periods=_if_changed((old.first, old.last), (new.first, new.last)),
        cut_off_day=_if_changed(old.cut_off_day, new.cut_off_day),
    )


def _if_changed(old: T, new: T) -> tuple[T, ...]:
    return (old, new) if old != new else ()


def _lacking(these: Iterable[T], others: Iterable[T], key: Callable[[T], str]) -> tuple[T, ...]:
    known = {key(each) for each in others}
    return tuple(each for each in these if key(each) not in known)


def _judged(target: Target) -> tuple[object, ...]:
    return (target.measure, target.due, target.judge, target.may_exceed)


def _asked(task: Task) -> tuple[object, ...]:
    return (task.lead, task.due, task.recurring)


def _figures_changed(old: Plan, new: Plan) -> Iterator[str]:
    for name in {*old.figure, *new.figure}:
        if _defined(old.figure.get(name)) != _defined(new.figure.get(name)):
            yield name


def _defined(figure: Figure | None) -> Figure | None:
    return None if figure is None else figure._replace(name="", measured_in="")


def pairs_of(old: Iterable[T], new: Iterable[T], key: Callable[[T], str]) -> list[tuple[T, T]]:
    """Return old and new of what both have, in the order of the new."""
    known = {key(each): each for each in old}
    return [(known[key(each)], each) for each in new if key(each) in known]
