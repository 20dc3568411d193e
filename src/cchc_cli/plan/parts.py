"""A plan's parts as the rules look at them, and the rules on ids that all kinds of parts share."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from cchc_cli.names import Suggester
from cchc_cli.periods import Period
from cchc_cli.plan.file import Path
from cchc_cli.plan.model import (
    CheckModel,
    FigureModel,
    SectionModel,
    TargetModel,
    TaskModel,
    UnitModel,
)
from cchc_cli.texts import Text, text


class Complain:
    """Takes a complaint (where, code, message, cure), and knows near names for its cure."""

    def __init__(self, add: Callable[[Path, str, Text, Text], None]) -> None:
        self._add = add
        self.suggester = Suggester()

    def __call__(self, path: Path, code: str, message: Text, hint: Text) -> None:
        """Complain of the value at a path."""
        self._add(path, code, message, hint)


@dataclass(slots=True)
class Parts:
    """The parts of a plan that have the right shape, each with its path in the file."""

    periods: tuple[Period, Period] | None = None
    units: list[tuple[Path, UnitModel]] = field(default_factory=list)
    figures: list[tuple[Path, FigureModel]] = field(default_factory=list)
    checks: list[tuple[Path, CheckModel]] = field(default_factory=list)
    sections: list[tuple[Path, SectionModel]] = field(default_factory=list)
    targets: list[tuple[Path, SectionModel | None, TargetModel]] = field(default_factory=list)
    unit_ids: set[str] = field(default_factory=set)
    """All unit ids that the file names, also of units whose shape is wrong."""
    figure_ids: set[str] = field(default_factory=set)
    tasks: list[tuple[Path, SectionModel | None, TaskModel]] = field(default_factory=list)
    cut_off_day: int | None = None


UNIT = text("đơn vị")
FIGURE = text("số liệu")


def check_unique(ids: Iterable[tuple[Path, str]], complain: Complain) -> None:
    """Complain of each id that stands again."""
    seen: set[str] = set()
    for path, name in ids:
        if name in seen:
            complain(
                (*path, "id"),
                "plan-duplicate-id",
                text('mã "{id}" đã dùng ở trên', id=name),
                text("đặt mã khác, mỗi mã chỉ dùng một lần"),
            )
        seen.add(name)


def check_known(path: Path, name: str, known: set[str], kind: Text, complain: Complain) -> None:
    """Complain of a name that no part of its kind has as its id."""
    if name in known:
        return
    near = complain.suggester.nearest(name, known)
    hint = (
        text('có phải là "{near}"?', near=near)
        if near
        else text("khai báo mã này trước, hoặc sửa lại mã")
    )
    complain(
        path,
        "plan-unknown-reference",
        text('không có {kind} mã "{name}"', kind=kind, name=name),
        hint,
    )


def check_references(
    path: Path, names: Sequence[str], known: set[str], kind: Text, complain: Complain
) -> None:
    """Complain of names that are not known, and of a name that stands twice in its list."""
    seen: set[str] = set()
    for index, name in enumerate(names):
        bare = name.removeprefix("-")
        if bare in seen:
            complain(
                (*path, index),
                "plan-duplicate-reference",
                text('"{name}" đứng hai lần trong một danh sách', name=bare),
                text("bỏ bớt một lần"),
            )
        seen.add(bare)
        check_known((*path, index), bare, known, kind, complain)


def check_lead(
    path: Path, section: SectionModel | None, lead: str | None, parts: Parts, complain: Complain
) -> bool:
    """Complain of a lead that is no unit; tell whether the part or its section names any.

    Of a section whose own shape is wrong, None, it is not known, and none is missed.
    """
    if lead is not None:
        check_known((*path, "lead"), lead, parts.unit_ids, UNIT, complain)
    return lead is not None or section is None or section.lead is not None
