"""Standard output and error: always UTF-8, and honest about what could not be written."""

import errno
import io
import os
import shutil
import sys
from typing import TextIO

from cchc_cli.exit_codes import ExitCode
from cchc_cli.formats import PLAIN, Screen
from cchc_cli.reasons import reason_of

WIDEST = 120
"""Columns that a report uses at most, however wide the terminal."""


class PipeClosed(Exception):
    """Whoever read our output has gone."""


class NotWritten(Exception):
    """The report could not be written to standard output; `reason` is the system's."""

    def __init__(self, fault: OSError) -> None:
        self.reason = reason_of(fault)


def open_streams() -> None:
    """Make both streams UTF-8, whatever the locale and PYTHONIOENCODING say."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def close_streams(code: int) -> int:
    """Flush both streams; return `code`, or what the flush came to."""
    for stream in (sys.stdout, sys.stderr):
        if stream is None:
            continue
        try:
            stream.flush()
        except BrokenPipeError:
            code = ExitCode.PIPE_CLOSED
        except (OSError, ValueError):
            code = ExitCode.NOT_WRITTEN if code in (0, 1, 3, 5) else code
        else:
            continue
        _silence(stream)
    return int(code)


def _silence(stream: TextIO) -> None:
    """Keep the interpreter from trying to flush a broken stream again when it exits."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError, AttributeError):
        pass


def write_stdout(report: str | bytes) -> None:
    """Write a report to standard output, whole, or raise."""
    if sys.stdout is None:
        raise NotWritten(OSError(errno.EBADF, os.strerror(errno.EBADF)))
    try:
        if isinstance(report, bytes):
            sys.stdout.buffer.write(report)
        else:
            sys.stdout.write(report)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence(sys.stdout)
        raise PipeClosed from None
    except OSError as fault:
        _silence(sys.stdout)
        raise NotWritten(fault) from None


def say_error(words: str) -> None:
    """Write a line to standard error; nothing is left to do where that fails."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(words + "\n")
    except (OSError, ValueError):
        _silence(sys.stderr)


def stdout_screen() -> Screen:
    """Return what standard output is shown on: a terminal's width and colours, or neither."""
    if not is_terminal(sys.stdout):
        return PLAIN
    width = min(shutil.get_terminal_size((PLAIN.width, 24)).columns, WIDEST)
    return Screen(width, colour="NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb")


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether a stream is a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False
