"""What must hold between the parts of a plan, beyond the shape of each.

The rules run over whatever parts have the right shape, so that one wrong line does not hide the
complaints about the others.
"""

from collections.abc import Callable, Iterator

from cchc_cli.limits import PLAN_PERIODS
from cchc_cli.names import fold_name
from cchc_cli.numbers import FigureType
from cchc_cli.periods import Period, periods_between
from cchc_cli.plan.file import Path
from cchc_cli.plan.model import FigureModel
from cchc_cli.plan.parts import (
    FIGURE,
    UNIT,
    Complain,
    Parts,
    check_known,
    check_references,
    check_unique,
)
from cchc_cli.plan.target_rules import check_target
from cchc_cli.plan.task_rules import check_tasks
from cchc_cli.plan.terms import Check, OverTime
from cchc_cli.plan.wording import parse_check
from cchc_cli.texts import Text, text


def check_parts(parts: Parts, add: Callable[[Path, str, Text, Text], None]) -> None:
    """Test every rule and pass what is wrong to `add`: where, code, message, cure."""
    complain = Complain(add)
    _check_periods(parts, complain)
    _check_units(parts, complain)
    _check_figures(parts, complain)
    _check_checks(parts, complain)
    check_unique([(path, section.id) for path, section in parts.sections], complain)
    check_unique([(path, target.id) for path, _, target in parts.targets], complain)
    for path, section in parts.sections:
        if section.lead is not None:
            check_known((*path, "lead"), section.lead, parts.unit_ids, UNIT, complain)
    for path, in_section, target in parts.targets:
        check_target(path, in_section, target, parts, complain)
    check_tasks(parts, complain)


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
    check_unique([(path, unit.id) for path, unit in parts.units], complain)
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
    check_unique([(path, figure.id) for path, figure in parts.figures], complain)
    for path, figure in parts.figures:
        for code, key, message, hint in _figure_faults(figure):
            complain((*path, key) if key else path, code, message, hint)
        check_references((*path, "reported_by"), figure.reported_by, parts.unit_ids, UNIT, complain)


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
            check_known((*path, "rule"), name, parts.figure_ids, FIGURE, complain)
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
