"""Complaints about a plan: from paths and pydantic's findings to problems with lines and cures."""

from typing import Any

from pydantic import BaseModel

from cchc_cli.names import nearest
from cchc_cli.plan import model
from cchc_cli.plan.file import Node, Path
from cchc_cli.problems import Location, Problem, error
from cchc_cli.texts import Text, text

SAMPLE = text('chạy "cchc plan show --format yaml" để có một bản mẫu đầy đủ')


class Complaints:
    """Turns complaints about paths in the plan into problems with lines and columns."""

    def __init__(self, root: Node, name: str, problems: list[Problem]) -> None:
        self.root = root
        self.name = name
        self.problems = problems

    def add(self, path: Path, code: str, message: Text, hint: Text) -> None:
        """Complain about the value at `path`."""
        self._add(self.root.find(path), code, message, hint)

    def add_to_key(self, path: Path, code: str, message: Text, hint: Text) -> None:
        """Complain about the key that ends `path`."""
        keys = self.root.find(path[:-1]).keys or {}
        self._add(keys.get(str(path[-1]), self.root.find(path)), code, message, hint)

    def _add(self, node: Node, code: str, message: Text, hint: Text) -> None:
        where = Location(self.name, node.line, node.column)
        self.problems.append(error(code, where, message, hint))


def complain_of(detail: Any, complaints: Complaints) -> None:
    """Turn one of pydantic's findings into a complaint in the plan's own terms."""
    path: Path = tuple(detail["loc"])
    kind: str = detail["type"]
    if kind == "extra_forbidden":
        key = str(path[-1])
        near = nearest(key, _model_at(path[:-1]).model_fields)
        complaints.add_to_key(
            path,
            "plan-unknown-key",
            text('khóa lạ "{key}"', key=key),
            text('có phải là "{near}"?', near=near)
            if near
            else text(
                "các khóa dùng được: {keys}",
                keys=list(_model_at(path[:-1]).model_fields),
            ),
        )
    elif kind == "missing":
        complaints.add(
            path[:-1],
            "plan-missing-key",
            text('thiếu khóa "{key}"', key=path[-1]),
            text("{key}: {meaning}", key=path[-1], meaning=_meaning(path)),
        )
    elif kind == "string_type" and isinstance(detail["input"], (int, float)):
        raw = complaints.root.find(path).raw
        complaints.add(
            path,
            "plan-unquoted",
            text("YAML đọc {raw} thành một số hoặc đúng/sai, không phải chữ", raw=raw),
            text('đặt trong dấu nháy: "{raw}"', raw=raw),
        )
    else:
        complaints.add(path, "plan-wrong-value", _wrong_value(detail, path), _expected(path))


_WRONG_VALUES = {
    "model_type": text('"{key}" phải gồm các khóa bên dưới nó'),
    "list_type": text('"{key}" phải là một danh sách, ví dụ [a, b]'),
    "too_short": text('"{key}" không được trống'),
    "string_too_short": text('"{key}" không được trống'),
    "string_too_long": text('"{key}" quá dài'),
}


def _wrong_value(detail: Any, path: Path) -> Text:
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    known = _WRONG_VALUES.get(detail["type"])
    if known is not None:
        return Text(known.template, {"key": key})
    if detail["input"] is None or detail["input"] == "":
        return text('"{key}" không được trống', key=key)
    given = detail["input"]
    if isinstance(given, (dict, list)):
        return text('giá trị của "{key}" không được là danh sách hay nhóm khóa', key=key)
    return text('giá trị "{given}" của "{key}" không dùng được', given=given, key=key)


def _expected(path: Path) -> Text:
    return text("{meaning}", meaning=_meaning(path))


def _meaning(path: Path) -> Text:
    """Return the description of the key at `path`."""
    names = [step for step in path if isinstance(step, str)]
    if not names:
        return SAMPLE
    owner: Path = path[: len(path) - 1 - list(reversed(path)).index(names[-1])]
    found = _model_at(owner).model_fields.get(names[-1])
    return Text(found.description or "") if found else SAMPLE


_MODELS: dict[str, type[BaseModel]] = {
    "letterhead": model.LetterheadModel,
    "periods": model.PeriodsModel,
    "units": model.UnitModel,
    "figures": model.FigureModel,
    "checks": model.CheckModel,
    "sections": model.SectionModel,
    "targets": model.TargetModel,
    "tasks": model.TaskModel,
    "measure": model.MeasureModel,
    "ratio": model.RatioModel,
}


def _model_at(path: Path) -> type[BaseModel]:
    """Return the model of the mapping at `path`."""
    names = [step for step in path if isinstance(step, str) and step in _MODELS]
    return _MODELS[names[-1]] if names else model.PlanModel
