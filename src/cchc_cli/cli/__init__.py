"""The command line: options in, exit code out.

The app is built anew for each run, since its help is written in the language of the reader; what
a command needs is imported when the command runs, so that help and version come at once.
"""

import os
from collections.abc import Iterable
from importlib import import_module
from typing import Any

import typer
from typer.exceptions import Abort, TyperException
from typer.main import get_command

from cchc_cli import __version__
from cchc_cli.cli.usage import put_help_into_words, usage_words
from cchc_cli.exit_codes import ExitCode
from cchc_cli.locale import LANGUAGES, Translate, translator
from cchc_cli.streams import PipeClosed, close_streams, open_streams, say_error
from cchc_cli.texts import printable

COMMANDS = {
    "evaluate": "cchc_cli.cli.evaluate",
    "check": "cchc_cli.cli.check",
    "explain": "cchc_cli.cli.explain",
    "tasks": "cchc_cli.cli.tasks",
    "trend": "cchc_cli.cli.trend",
    "template": "cchc_cli.cli.template",
    "return": "cchc_cli.cli.give_back",
    "close": "cchc_cli.cli.close",
    "diff": "cchc_cli.cli.diff",
    "plan": "cchc_cli.cli.plan",
}
"""The module of each command, in the order in which help lists them."""


def run(arguments: list[str]) -> int:
    """Run the command line with `arguments` and return the exit code."""
    open_streams()
    language = _language(arguments)
    os.environ["CCHC_LANG"] = language
    # To look for plugins reads what every installed package says of itself; none may change a plan.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    code = _run(arguments, language)
    return close_streams(code)


def _language(arguments: list[str]) -> str:
    """Return the language to speak, needed before the options are parsed: help depends on it."""
    chosen = os.environ.get("CCHC_LANG", "")
    for position, argument in enumerate(arguments):
        if argument == "--lang":
            chosen = "".join(arguments[position + 1 : position + 2])
        elif argument.startswith("--lang="):
            chosen = argument.removeprefix("--lang=")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def _run(arguments: list[str], language: str) -> int:
    say = translator(language)
    try:
        command = get_command(_app(say, _needed(arguments)))
        _translate_help(command, say)
        returned = command.main(
            [a for a in arguments if a != "--debug"], prog_name="cchc", standalone_mode=False
        )
    except PipeClosed:
        return ExitCode.PIPE_CLOSED
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except Abort:
        return ExitCode.INTERRUPTED
    except TyperException as fault:
        return _refuse_usage(fault, say)
    except SystemExit as left:
        # Typer leaves by itself after a completion script, and with 1 when a pipe closes under
        # its help or a shell is not known; its 1 must not pass for a missed target.
        if isinstance(left.__context__, BrokenPipeError):
            return ExitCode.PIPE_CLOSED
        return ExitCode.USAGE if left.code else ExitCode.OK
    if returned == ExitCode.MISSED and {*arguments} & {"--show-completion", "--install-completion"}:
        return ExitCode.USAGE
    return int(returned or 0)


def _needed(arguments: list[str]) -> list[str]:
    """Return the command that comes first; all where help, completion or a cure may name them."""
    return [name for name in arguments[:1] if name in COMMANDS] or list(COMMANDS)


def _refuse_usage(fault: TyperException, say: Translate) -> int:
    """Show a usage error, and a line that tells what to do."""
    context = getattr(fault, "ctx", None)
    path = context.command_path if context is not None else "cchc"
    if type(fault).__name__ == "NoArgsIsHelpError":
        say_error(fault.format_message())
        return ExitCode.USAGE
    message = printable(usage_words(fault, say))
    say_error(say("cchc: lỗi cách gọi: {message}").format(message=message))
    say_error(
        "    " + say("Cách sửa: xem cách dùng và ví dụ bằng lệnh: {path} --help").format(path=path)
    )
    return ExitCode.USAGE


def _app(say: Translate, commands: Iterable[str]) -> typer.Typer:
    app = typer.Typer(
        name="cchc",
        help=say(
            "Đánh giá các chỉ tiêu cải cách hành chính của xã từ số liệu các đơn vị nộp.\n\n"
            "\b\n"
            "Ví dụ:\n"
            "  cchc evaluate data/                       đánh giá kỳ mới nhất có số liệu\n"
            "  cchc evaluate data/ --output bao-cao.md   ghi báo cáo ra tệp\n"
            "  cchc check data/                          đơn vị nào còn thiếu, tệp nào có lỗi\n"
            "  cchc explain 3.3 data/                    một chỉ tiêu được tính thế nào\n"
            "  cchc trend data/                          các chỉ tiêu qua từng kỳ"
        ),
        epilog=say(
            "Mã kết thúc: 0 đạt hết; 1 có chỉ tiêu không đạt; 2 gọi sai; 3 số liệu có lỗi; "
            "4 kế hoạch có lỗi; 5 thiếu số liệu; 6 kỳ đã chốt bị sửa; 70 lỗi chương trình; "
            "74 không ghi được báo cáo."
        ),
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    )

    @app.callback(invoke_without_command=True)
    def root(
        context: typer.Context,
        version: bool = typer.Option(
            False,
            "--version",
            is_eager=True,  # before the other options, whose types take pydantic to check
            callback=_show_version,
            help=say("In phiên bản rồi thoát."),
        ),
        lang: str = typer.Option("", "--lang", metavar="vi|en", help=say("Ngôn ngữ: vi hoặc en.")),
        debug: bool = typer.Option(
            False, "--debug", help=say("Khi chương trình gặp lỗi, in toàn bộ dấu vết.")
        ),
    ) -> None:
        del version, debug  # an eager callback; read from the arguments before anything can fail
        if lang and lang not in LANGUAGES:
            said = say('"{value}" không phải vi hoặc en').format(value=lang)
            raise typer.BadParameter(said, param_hint="--lang")
        if context.invoked_subcommand is None:
            typer.echo(context.get_help())
            raise typer.Exit(int(ExitCode.USAGE))

    for command in commands:
        import_module(COMMANDS[command]).register(app, say)
    return app


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"cchc {__version__}")
        raise typer.Exit(0)


def _translate_help(command: Any, say: Translate) -> None:
    """Put the help of Typer's own options, and its headings, into the reader's language."""
    own = {
        "install_completion": say("Cài tự hoàn thành lệnh cho shell đang dùng."),
        "show_completion": say("In mã tự hoàn thành lệnh để tự cài."),
    }
    for parameter in command.params:
        parameter.help = own.get(parameter.name, getattr(parameter, "help", None))
    for each in (command, *getattr(command, "commands", {}).values()):
        _translate_help_option(each, say)
    put_help_into_words(command, say)


def _translate_help_option(command: Any, say: Translate) -> None:
    context = command.context_class(command, info_name=command.name)
    context.help_option_names = ["--help", "-h"]
    option = command.get_help_option(context)
    if option is not None:
        option.help = say("Hiện hướng dẫn này rồi thoát.")
    for each in getattr(command, "commands", {}).values():
        _translate_help_option(each, say)
