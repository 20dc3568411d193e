"""What must hold of a target: its lead, its due period, its measure and its requirement."""

from cchc_cli.numbers import FigureType
from cchc_cli.periods import parse_iso_period
from cchc_cli.plan.file import Path
from cchc_cli.plan.model import MeasureModel, SectionModel, TargetModel
from cchc_cli.plan.parts import FIGURE, Complain, Parts, check_lead, check_references
from cchc_cli.plan.terms import Requirement
from cchc_cli.plan.wording import parse_requirement
from cchc_cli.texts import text


def check_target(
    path: Path,
    section: SectionModel | None,
    target: TargetModel,
    parts: Parts,
    complain: Complain,
) -> None:
    """Test the rules on one target: its lead, its due period, its measure and its requirement."""
    if not check_lead(path, section, target.lead, parts, complain):
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
            check_references(where, names, parts.figure_ids, FIGURE, complain)
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
