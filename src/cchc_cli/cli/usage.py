"""What Typer says by itself, in the reader's words: the headings of help, and calls gone wrong."""

import re
from collections.abc import Iterable
from typing import Any

from typer.exceptions import TyperException

from cchc_cli.locale import Translate

_EXTRA = re.compile(r"Got unexpected extra argument\(s\) \((.*)\)", re.DOTALL)
_NO_COMMAND = re.compile(r"No such command '(.*?)'\.(?: Did you mean (.*)\?)?", re.DOTALL)


def put_help_into_words(command: Any, say: Translate) -> None:
    """Put the headings of a command's help, and of those below it, into the reader's language."""
    headings = {
        "Arguments": say("Tham số"),
        "Options": say("Tùy chọn"),
        "Commands": say("Lệnh"),
    }
    plain = command.context_class.formatter_class

    def write_usage(self: Any, prog: str, args: str = "", prefix: str | None = None) -> None:
        plain.write_usage(self, prog, args, prefix or say("Cách dùng: "))

    def section(self: Any, name: str) -> Any:
        return plain.section(self, headings.get(name, name))

    def write_dl(self: Any, rows: Iterable[tuple[str, str]], *further: Any) -> None:
        needed = say("[bắt buộc]")
        put = [(term, words.replace("[required]", needed)) for term, words in rows]
        plain.write_dl(self, put, *further)

    own = {"write_usage": write_usage, "section": section, "write_dl": write_dl}
    formatter = type("Formatter", (plain,), own)
    context = type("Context", (command.context_class,), {"formatter_class": formatter})
    _set_context(command, context, say)


def _set_context(command: Any, context: type, say: Translate) -> None:
    command.context_class = context
    command.options_metavar = say("[TÙY CHỌN]")
    below = getattr(command, "commands", {})
    if below:
        command.subcommand_metavar = say("LỆNH [THAM SỐ]…")
    for each in below.values():
        _set_context(each, context, say)


def usage_words(fault: TyperException, say: Translate) -> str:
    """Return what is wrong with a call, in the reader's language; Typer's own words at worst."""
    kind, own = type(fault).__name__, fault.format_message()
    name = str(getattr(fault, "option_name", ""))
    if kind == "NoSuchOption":
        near = ", ".join(getattr(fault, "possibilities", None) or ())
        if near:
            return say("không có tùy chọn {name}; gần nhất: {near}").format(name=name, near=near)
        return say("không có tùy chọn {name}").format(name=name)
    if kind == "BadOptionUsage":
        if "requires" in own:
            return say("tùy chọn {name} cần một giá trị đi kèm").format(name=name)
        return say("tùy chọn {name} không có giá trị đi kèm").format(name=name)
    if kind == "MissingParameter":
        return say("thiếu {name}").format(name=_parameter(fault))
    if kind == "BadParameter":
        said = say("giá trị của {name} không dùng được: {why}")
        return said.format(name=_parameter(fault), why=_why(fault, say))
    if found := _EXTRA.fullmatch(own):
        said = say("thừa tham số: {words} (đường dẫn có dấu cách thì đặt trong nháy kép)")
        return said.format(words=found[1])
    if found := _NO_COMMAND.fullmatch(own):
        name, near = found[1], (found[2] or "").replace("'", "")
        if near:
            return say("không có lệnh {name}; gần nhất: {near}").format(name=name, near=near)
        return say("không có lệnh {name}").format(name=name)
    return say("thiếu tên lệnh") if own == "Missing command." else own


def _parameter(fault: Any) -> str:
    """Return how the parameter is written that a fault is about."""
    hint = fault.param_hint or (fault.param.get_error_hint() if fault.param is not None else "")
    return (hint if isinstance(hint, str) else " / ".join(hint)).replace("'", "")


def _why(fault: Any, say: Translate) -> str:
    """Return why a value is none for its option: what pydantic found, or what we say ourselves."""
    found: list[dict[str, Any]] = getattr(fault.__cause__, "errors", list)()
    detail = found[0] if found else {}
    value, limits = detail.get("input", ""), detail.get("ctx", {})
    whys = {
        "int_parsing": say('"{value}" không phải là số nguyên'),
        "less_than_equal": say("{value} lớn quá, nhiều nhất là {le}"),
        "greater_than_equal": say("{value} nhỏ quá, ít nhất là {ge}"),
    }
    said = whys.get(detail.get("type", ""))
    return said.format(value=value, **limits) if said else str(fault.message)
