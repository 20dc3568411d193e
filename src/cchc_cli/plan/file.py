"""A plan's YAML as a tree in which every value knows its line and column.

Only plain YAML is read, straight from the parser's events: tags, anchors, aliases, a second
document, deep nesting and equal keys are refused while reading, before anything is built of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from cchc_cli.limits import DIGITS, PLAN_BYTES, PLAN_DEPTH, PLAN_NODES
from cchc_cli.problems import Location, Problem, error
from cchc_cli.texts import Text, text

# libyaml reads a megabyte in well under a second; without it PyYAML does the same, slowly.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INTEGER = re.compile(r"[-+]?[0-9]+", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?", re.ASCII)
# The words of YAML 1.1; a plan that means the word itself must quote it.
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("~", "null", "Null", "NULL", "")),
    **dict.fromkeys(("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"), True),
    **dict.fromkeys(("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"), False),
}

_COMPLAINTS = 200
"""Problems after which a file is no longer read."""

Path = tuple[str | int, ...]
"""The keys and indexes that lead to a value."""


@dataclass(slots=True)
class Node:
    """A value in the file: a mapping of nodes, a list of nodes, or a scalar and its raw text."""

    value: Any
    line: int
    column: int
    raw: str = ""
    keys: "dict[str, Node] | None" = None
    """For a mapping, where each key stands."""

    def plain(self) -> Any:
        """Return the value without its positions."""
        if self.keys is not None:
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def find(self, path: Path) -> "Node":
        """Return the node at `path`, or the nearest one above it that exists."""
        node = self
        for step in path:
            below = node.value
            if isinstance(step, int):
                known = isinstance(below, list) and step < len(below)
            else:
                known = node.keys is not None and step in below
            if not known:
                break
            node = below[step]
        return node


class _Refused(Exception):
    """Ends the reading: what follows cannot be understood."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def parse_tree(content: bytes, name: str) -> tuple[Node | None, list[Problem]]:
    """Read a plan file's bytes; return its tree, None if it is no readable YAML, and problems."""
    problems: list[Problem] = []
    source = ""
    try:
        source = _decode(content, name)
        return _Builder(source, name, problems).document(), problems
    except _Refused as refused:
        return None, [*problems, refused.problem]
    except yaml.YAMLError as fault:
        return None, [*problems, _syntax_problem(fault, source, name)]


def _decode(content: bytes, name: str) -> str:
    if len(content) > PLAN_BYTES:
        raise _Refused(
            error(
                "plan-too-big",
                Location(name),
                text("tệp kế hoạch lớn hơn {limit} byte", limit=PLAN_BYTES),
                text("tách bớt phần không thuộc kế hoạch ra tệp khác"),
            )
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise _Refused(
            error(
                "plan-encoding",
                Location(name, line),
                text("tệp không phải UTF-8"),
                text("mở tệp bằng Notepad hoặc VS Code và lưu lại với bảng mã UTF-8"),
            )
        ) from None


def _control(source: str, name: str) -> Location:
    """Return the place of the first control character, which the parser reports without one."""
    found = re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]", source)
    if not found:
        return Location(name)
    start = source.rfind("\n", 0, found.start()) + 1
    return Location(name, source.count("\n", 0, found.start()) + 1, found.start() - start + 1)


def _syntax_problem(fault: yaml.YAMLError, source: str, name: str) -> Problem:
    mark = getattr(fault, "problem_mark", None)
    where = Location(name, mark.line + 1, mark.column + 1) if mark else _control(source, name)
    said = getattr(fault, "problem", None) or getattr(fault, "reason", None) or str(fault)
    if "nesting depth" in str(said):  # libyaml looks ahead, and refuses before we can
        message = text("lồng nhau quá {limit} tầng", limit=PLAN_DEPTH)
        return error("plan-not-plain", _too_deep(source, name), message, _PLAIN_HINT)
    return error("plan-syntax", where, _syntax_message(str(said)), _SYNTAX_HINT)


def _too_deep(source: str, name: str) -> Location:
    """Return the place of the first bracket that is opened within too many others."""
    depth = 0
    for found in re.finditer(r"[\[\]{}]", source):
        depth += 1 if found[0] in "[{" else -1
        if depth > PLAN_DEPTH:
            start = source.rfind("\n", 0, found.start()) + 1
            return Location(name, source.count("\n", 0, start) + 1, found.start() - start + 1)
    return Location(name)


_PLAIN_HINT = text("viết YAML thuần: khóa, giá trị, danh sách; chuỗi có ký tự lạ đặt trong nháy")
_SYNTAX_HINT = text(
    "xem lại thụt đầu dòng (dùng dấu cách, không dùng Tab), dấu hai chấm, dấu nháy và ngoặc "
    "ở dòng này và dòng ngay trên"
)
_SYNTAX_MESSAGES = (
    ("cannot start any token", text("có ký tự không được phép (thường là Tab)")),
    ("found a tab character", text("thụt đầu dòng bằng Tab")),
    ("did not find expected ',' or", text("ngoặc mở mà chưa đóng, hoặc thiếu dấu phẩy")),
    ("did not find expected '-'", text("thụt đầu dòng sai trong một danh sách")),
    ("did not find expected node content", text("ngoặc chưa đóng, hoặc thiếu giá trị")),
    (
        "mapping values are not",
        text("dấu hai chấm đặt sai chỗ; giá trị có dấu hai chấm phải trong nháy"),
    ),
    ("could not find expected ':'", text("thiếu dấu hai chấm sau khóa")),
    ("did not find expected key", text("thụt đầu dòng sai, hoặc dấu nháy hay ngoặc chưa đóng")),
    ("found unexpected end of stream", text("dấu nháy hoặc ngoặc chưa đóng khi tệp đã hết")),
    ("control characters are not allowed", text("có ký tự điều khiển trong tệp")),
    ("special characters are not allowed", text("có ký tự điều khiển trong tệp")),
)  # fmt: skip


def _syntax_message(said: str) -> Text:
    for part, message in _SYNTAX_MESSAGES:
        if part in said:
            return message
    return text("không đúng cú pháp YAML ({said})", said=said)


class _Builder:
    """Builds the tree from the parser's events, without recursion."""

    def __init__(self, source: str, name: str, problems: list[Problem]) -> None:
        self.name = name
        self.problems = problems
        self.events: Iterator[Any] = yaml.parse(source, Loader=_Loader)
        self.nodes = 0
        self.open: list[Node] = []
        self.pending: list[Node | None] = []  # for each open mapping, the key that waits

    def document(self) -> Node:
        """Read the one document."""
        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise self.refuse(event, text("tệp có hơn một tài liệu YAML (dấu ---)"))
            elif isinstance(event, yaml.CollectionEndEvent):
                node = self.open.pop()
                self.pending.pop()
                root = root if self.open else node
            elif isinstance(event, yaml.NodeEvent):
                self.nodes += 1
                if self.nodes > PLAN_NODES:
                    raise self.refuse(event, text("tệp có quá {limit} giá trị", limit=PLAN_NODES))
                node = self.start(event)
                root = root or node
        if root is None:
            raise _Refused(error("plan-empty", Location(self.name), _EMPTY, _EMPTY_HINT))
        return root

    def start(self, event: Any) -> Node:
        """Make a node of an event and put it where it belongs."""
        mark = event.start_mark
        self.refuse_unplain(event)
        if isinstance(event, yaml.ScalarEvent):
            plain = event.implicit[0] and event.style in (None, "")
            node = Node(
                _scalar(event.value) if plain else event.value,
                mark.line + 1,
                mark.column + 1,
                event.value,
            )
            self.attach(node, is_scalar=True)
            return node
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        node = Node({} if is_mapping else [], mark.line + 1, mark.column + 1)
        node.keys = {} if is_mapping else None
        self.attach(node, is_scalar=False)
        if len(self.open) >= PLAN_DEPTH:
            raise self.refuse(event, text("lồng nhau quá {limit} tầng", limit=PLAN_DEPTH))
        self.open.append(node)
        self.pending.append(None)
        return node

    def attach(self, node: Node, *, is_scalar: bool) -> None:
        """Add a node to the innermost open mapping or list."""
        if not self.open:
            return
        parent = self.open[-1]
        if parent.keys is None:
            parent.value.append(node)
            return
        key = self.pending[-1]
        if key is None:
            if not is_scalar:
                where = Location(self.name, node.line, node.column)
                raise _Refused(
                    error("plan-syntax", where, text("khóa phải là một từ"), _SYNTAX_HINT)
                )
            self.pending[-1] = node
            return
        self.pending[-1] = None
        if key.raw in parent.keys:
            first = parent.keys[key.raw]
            self.complain(
                key,
                "plan-duplicate-key",
                text('khóa "{key}" đã có ở dòng {line}', key=key.raw, line=first.line),
                text("giữ lại một trong hai"),
            )
            return
        parent.keys[key.raw] = key
        parent.value[key.raw] = node

    def refuse_unplain(self, event: Any) -> None:
        """Refuse aliases, anchors and tags."""
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise self.refuse(event, text("không dùng neo (&) và tham chiếu (*) của YAML"))
        if event.tag is not None:
            raise self.refuse(event, text("không dùng thẻ (!) của YAML"))

    def refuse(self, event: Any, message: Text) -> _Refused:
        """Return the exception that ends the reading at an event."""
        mark = event.start_mark
        return _Refused(
            error(
                "plan-not-plain",
                Location(self.name, mark.line + 1, mark.column + 1),
                message,
                _PLAIN_HINT,
            )
        )

    def complain(self, node: Node, code: str, message: Text, hint: Text) -> None:
        """Note a problem and read on; a file that is wrong all over is not read to its end."""
        problem = error(code, Location(self.name, node.line, node.column), message, hint)
        if len(self.problems) >= _COMPLAINTS:
            raise _Refused(problem)
        self.problems.append(problem)


_EMPTY = text("tệp kế hoạch trống")
_EMPTY_HINT = text('chạy "cchc plan show --format yaml" để có một bản mẫu đầy đủ')


def _scalar(raw: str) -> Any:
    """Return what YAML makes of an unquoted word: a number, a boolean, nothing, or the word."""
    if raw in _WORDS:
        return _WORDS[raw]
    if len(raw) <= DIGITS and _INTEGER.fullmatch(raw):
        return int(raw)
    if len(raw) <= 2 * DIGITS and _FLOAT.fullmatch(raw):
        return float(raw.replace("_", ""))
    return raw
