"""What must hold between the parts of a plan, beyond the shape of each.

The rules run over whatever parts have the right shape, so that one wrong line does not hide the
complaints about the others.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from cchc_cli.limits import PLAN_PERIODS
from cchc_cli.names import Suggester, fold_name
from cchc_cli.numbers import FigureType
from cchc_cli.periods import Period, parse_iso_period, periods_between
from cchc_cli.plan.file import Path
from cchc_cli.plan.model import (
    CheckModel,
    FigureModel,
    MeasureModel,
    SectionModel,
    TargetModel,
    UnitModel,
)
from cchc_cli.plan.terms import Check, OverTime, Requirement
from cchc_cli.plan.wording import parse_check, parse_requirement
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


def check_parts(parts: Parts, add: Callable[[Path, str, Text, Text], None]) -> None:
    """Test every rule and pass what is wrong to `add`: where, code, message, cure."""
    complain = Complain(add)
    _check_periods(parts, complain)
    _check_units(parts, complain)
    _check_figures(parts, complain)
    _check_checks(parts, complain)
    _check_unique([(path, section.id) for path, section in parts.sections], complain)
    _check_unique([(path, target.id) for path, _, target in parts.targets], complain)
    for path, section in parts.sections:
        if section.lead is not None:
            _check_known((*path, "lead"), section.lead, parts.unit_ids, _UNIT, complain)
    for path, in_section, target in parts.targets:
        _check_target(path, in_section, target, parts, complain)


_UNIT = text("đơn vị")
_FIGURE = text("số liệu")


def _check_unique(ids: Iterable[tuple[Path, str]], complain: Complain) -> None:
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


def _check_known(path: Path, name: str, known: set[str], kind: Text, complain: Complain) -> None:
    if name in known:
        return
    near = complain.suggester.nearest(name, known)
    hint = (
        text('có phải ý bạn là "{near}"?', near=near)
        if near
        else text("khai báo mã này trước, hoặc sửa lại mã")
    )
    complain(
        path,
        "plan-unknown-reference",
        text('không có {kind} mã "{name}"', kind=kind, name=name),
        hint,
    )


def _check_periods(parts: Parts, complain: Complain) -> None:
    if parts.periods is None:
        return
    first, last = parts.periods
    if last < first:
        complain(
            ("periods", "last"),
            "plan-wrong-value",
            text("kỳ cuối {last} đứng trước kỳ đầu {first}", last=last, first=first),
            text("đổi lại thứ tự hai kỳ"),
        )
    elif len(periods_between(first, min(last, Period(first.year + 20, 1)))) > PLAN_PERIODS:
        complain(
            ("periods", "last"),
            "plan-wrong-value",
            text("kế hoạch dài quá {limit} kỳ", limit=PLAN_PERIODS),
            text("sửa năm của kỳ đầu hoặc kỳ cuối"),
        )


def _check_units(parts: Parts, complain: Complain) -> None:
    _check_unique([(path, unit.id) for path, unit in parts.units], complain)
    owners: dict[str, str] = {}
    for path, unit in parts.units:
        spellings: list[tuple[Path, str]] = [
            ((*path, "id"), unit.id),
            ((*path, "name"), unit.name),
        ]
        spellings += [((*path, "aliases", i), alias) for i, alias in enumerate(unit.aliases)]
        for place, spelling in spellings:
            owner = owners.setdefault(fold_name(spelling), unit.id)
            if owner != unit.id:
                complain(
                    place,
                    "plan-duplicate-id",
                    text(
                        'tên "{name}" đã là của đơn vị "{owner}"',
                        name=spelling,
                        owner=owner,
                    ),
                    text("mỗi tên gọi chỉ được thuộc một đơn vị"),
                )


def _check_figures(parts: Parts, complain: Complain) -> None:
    _check_unique([(path, figure.id) for path, figure in parts.figures], complain)
    for path, figure in parts.figures:
        for code, key, message, hint in _figure_faults(figure):
            complain((*path, key) if key else path, code, message, hint)
        _check_references(
            (*path, "reported_by"), figure.reported_by, parts.unit_ids, _UNIT, complain
        )


def _check_references(
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
        _check_known((*path, index), bare, known, kind, complain)


def _figure_faults(figure: FigureModel) -> Iterator[tuple[str, str, Text, Text]]:
    """Yield code, key, message and cure of what contradicts itself within a figure."""
    kind, over_time = figure.type, figure.over_time
    if kind is FigureType.YES_NO:
        if over_time is OverTime.SUM:
            yield (
                "plan-wrong-value",
                "over_time",
                text("số liệu có/không không cộng được"),
                text("bỏ over_time (mặc định là ever) hoặc dùng last"),
            )
        return
    if over_time is None:
        yield (
            "plan-missing-key",
            "",
            text('số liệu "{id}" thiếu khóa "over_time"', id=figure.id),
            text("thêm over_time: sum (cộng các kỳ) hoặc last (lấy kỳ mới nhất)"),
        )
    if figure.measured_in is None:
        yield (
            "plan-missing-key",
            "",
            text('số liệu "{id}" thiếu khóa "measured_in"', id=figure.id),
            text("thêm đơn vị tính, ví dụ measured_in: hồ sơ"),
        )
    if over_time is OverTime.EVER:
        yield (
            "plan-wrong-value",
            "over_time",
            text("ever chỉ dùng cho số liệu có/không"),
            text("dùng sum hoặc last"),
        )
    if kind is FigureType.PERCENT and over_time is OverTime.SUM:
        yield (
            "plan-added-percentages",
            "over_time",
            text("tỷ lệ phần trăm của các kỳ không cộng được với nhau"),
            text("dùng over_time: last, hoặc thu tử số và mẫu số thay cho tỷ lệ"),
        )
    if kind is FigureType.PERCENT and len(figure.reported_by) > 1:
        yield (
            "plan-added-percentages",
            "reported_by",
            text("tỷ lệ phần trăm của nhiều đơn vị không cộng được với nhau"),
            text("thu tử số và mẫu số của từng đơn vị thay cho tỷ lệ"),
        )


def _check_checks(parts: Parts, complain: Complain) -> None:
    figures = {figure.id: figure for _, figure in parts.figures}
    for path, check in parts.checks:
        parsed = parse_check(check.rule, is_error=check.severity == "error")
        if not isinstance(parsed, Check):
            complain(
                (*path, "rule"),
                "plan-bad-rule",
                parsed,
                text("ví dụ: a + b = c, a <= b"),
            )
            continue
        for name in parsed.figures:
            _check_known((*path, "rule"), name, parts.figure_ids, _FIGURE, complain)
            if name in figures and figures[name].type is FigureType.YES_NO:
                complain(
                    (*path, "rule"),
                    "plan-wrong-measure",
                    text(
                        'số liệu có/không "{name}" không dùng trong quy tắc được',
                        name=name,
                    ),
                    text("chỉ đối chiếu các số đếm, số thập phân, tỷ lệ"),
                )
        reporters = [
            set(figures[name].reported_by)
            for name in parsed.figures
            if name in figures and figures[name].type is not FigureType.YES_NO
        ]
        if len(reporters) == len(parsed.figures) > 0 and not set.intersection(*reporters):
            complain(
                (*path, "rule"),
                "plan-bad-rule",
                text(
                    'không đơn vị nào nộp đủ các số liệu của quy tắc "{rule}"',
                    rule=check.rule,
                ),
                text("chỉ đối chiếu các số liệu do cùng một đơn vị nộp"),
            )
        if not parsed.figures:
            complain(
                (*path, "rule"),
                "plan-bad-rule",
                text('quy tắc "{rule}" không có số liệu nào', rule=check.rule),
                text("ví dụ: a + b = c, a <= b"),
            )


def _check_target(
    path: Path,
    section: SectionModel | None,
    target: TargetModel,
    parts: Parts,
    complain: Complain,
) -> None:
    if target.lead is not None:
        _check_known((*path, "lead"), target.lead, parts.unit_ids, _UNIT, complain)
    elif section is not None and section.lead is None:
        complain(
            path,
            "plan-missing-key",
            text('chỉ tiêu "{id}" không có đơn vị chủ trì', id=target.id),
            text("thêm lead: vào chỉ tiêu hoặc vào lĩnh vực"),
        )
    due = parse_iso_period(target.due) if target.due else None
    if due and parts.periods and not parts.periods[0] <= due <= parts.periods[1]:
        complain(
            (*path, "due"),
            "plan-wrong-value",
            text("hạn {due} nằm ngoài các kỳ của kế hoạch", due=due),
            text("ghi một kỳ của kế hoạch, hoặc bỏ due"),
        )
    _check_measure(path, target, parts, complain)
    _check_requirement(path, target, parts, complain)


def _check_measure(path: Path, target: TargetModel, parts: Parts, complain: Complain) -> None:
    measure = target.measure
    place = (*path, "measure")
    lists: dict[Path, list[str] | None] = {
        (*place, "total"): measure.total,
        (*place, "all_done"): measure.all_done,
    }
    if measure.ratio is not None:
        lists[*place, "ratio", "part"] = measure.ratio.part
        lists[*place, "ratio", "whole"] = measure.ratio.whole
    given = [measure.ratio, measure.total, measure.all_done]
    if sum(one is not None for one in given) != 1:
        complain(
            place,
            "plan-wrong-measure",
            text("cách tính phải có đúng một trong ba khóa: ratio, total, all_done"),
            text("ví dụ: measure: {ratio: {part: [a], whole: [b]}}"),
        )
    for where, names in lists.items():
        if names is not None:
            _check_references(where, names, parts.figure_ids, _FIGURE, complain)
            _check_types(where, names, parts, complain)


def _check_types(path: Path, names: list[str], parts: Parts, complain: Complain) -> None:
    figures = {figure.id: figure for _, figure in parts.figures}
    types = {
        name: figures[bare].type for name in names if (bare := name.removeprefix("-")) in figures
    }
    wants_yes_no = path[-1] == "all_done"
    for name, kind in types.items():
        if (kind is FigureType.YES_NO) != wants_yes_no:
            complain(
                (*path, names.index(name)),
                "plan-wrong-measure",
                text('all_done chỉ nhận số liệu có/không; "{name}" không phải', name=name)
                if wants_yes_no
                else text('số liệu có/không "{name}" không cộng, không chia được', name=name),
                text("đổi cách tính, hoặc đổi type của số liệu"),
            )
    if FigureType.PERCENT in types.values() and len(names) > 1:
        complain(
            path,
            "plan-added-percentages",
            text("tỷ lệ phần trăm không cộng với số khác được"),
            text("thu tử số và mẫu số thay cho tỷ lệ"),
        )


def _check_requirement(path: Path, target: TargetModel, parts: Parts, complain: Complain) -> None:
    measure, words = target.measure, target.require
    if measure.all_done is not None:
        if words is not None:
            complain(
                (*path, "require"),
                "plan-bad-bound",
                text("all_done đã có sẵn yêu cầu là tất cả phải xong"),
                text("bỏ dòng require"),
            )
        return
    if words is None:
        complain(
            path,
            "plan-missing-key",
            text('chỉ tiêu "{id}" thiếu khóa "require"', id=target.id),
            text('thêm yêu cầu, ví dụ require: ">= 95%"'),
        )
        return
    require = parse_requirement(words)
    if not isinstance(require, Requirement):
        complain((*path, "require"), "plan-bad-bound", require, _BOUND_HINT)
        return
    wants_percent = _wants_percent(measure, parts)
    if wants_percent is not None and require.percent != wants_percent:
        complain(
            (*path, "require"),
            "plan-bad-bound",
            text('mức của một tỷ lệ phải có dấu %: "{words}"', words=words)
            if wants_percent
            else text('mức "{words}" có dấu % nhưng cách tính không phải tỷ lệ', words=words),
            _BOUND_HINT,
        )


_BOUND_HINT = text('viết dấu so sánh và mức, ví dụ ">= 95%", "> 97,5%", "<= 45", "= 1500"')


def _wants_percent(measure: MeasureModel, parts: Parts) -> bool | None:
    """Tell whether a measure is a percentage; None if its figures do not say."""
    if (measure.ratio is None) is (measure.total is None):
        return None
    if measure.total is None:
        return True
    figures = {figure.id: figure.type for _, figure in parts.figures}
    types = {figures.get(name.removeprefix("-")) for name in measure.total}
    return None if None in types else FigureType.PERCENT in types
