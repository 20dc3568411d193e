"""Adding a line to a log: whole or not at all, and never to a file that is something else.

A line is added under a lock and by one write, so that the lines of two runs at once never mix; if
it cannot be written whole, what was written of it is taken away again.
"""

import contextlib
import errno
import os
import stat
from pathlib import Path

from cchc_cli.output import BINARY, lock

LINE_START = b"time="
"""How every line of a log begins, and hence the log."""
PATIENCE = 10.0
"""How many seconds to wait for another run that writes its line."""
_MARK = b"\xef\xbb\xbf"


class NotALog(Exception):
    """A file that holds something else than lines of a log."""


def append_line(path: Path, line: str) -> None:
    """Add a line to the log at `path`, making the file where there is none.

    A last line that an earlier run left torn is ended first.  Raises OSError, with the log as it
    was, if the line cannot be written whole; `NotALog`, with nothing touched, for another file.
    Folders are never created.
    """
    number = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | BINARY, 0o666)
    try:
        if not lock(number, patience=PATIENCE):
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(path))
        found = os.fstat(number)
        if _is_between_programs(found.st_mode):
            raise NotALog
        content = line.encode("utf-8", "backslashreplace") + b"\n"
        if stat.S_ISREG(found.st_mode):
            _append(number, found.st_size, content)
        else:  # a terminal, /dev/null
            os.write(number, content)
    finally:
        os.close(number)


def is_log(path: Path) -> bool:
    """Tell whether a line may be added: there is no such file, it is empty, or it is a log.

    What cannot be read may be one: adding to it says why not.
    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            return not _is_between_programs(mode)
        with path.open("rb") as opened:
            return _begins_as_log(opened.read(len(_MARK + LINE_START)))
    except (OSError, ValueError):
        return True


def _is_between_programs(mode: int) -> bool:
    """Tell whether a file only hands on to another program, which may never take a line."""
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def _append(number: int, size: int, content: bytes) -> None:
    if not _begins_as_log(_read(number, 0, len(_MARK + LINE_START))):
        raise NotALog
    whole = content if size == 0 or _read(number, size - 1, 1) == b"\n" else b"\n" + content
    written = 0
    try:
        while written < len(whole):  # once, unless the disk takes no more: then this raises
            written += os.write(number, whole[written:])
        os.fsync(number)
    except OSError:
        with contextlib.suppress(OSError):
            if os.fstat(number).st_size == size + written:  # nobody wrote since, lock or none
                os.ftruncate(number, size)
        raise


def _read(number: int, start: int, count: int) -> bytes:
    os.lseek(number, start, os.SEEK_SET)
    return os.read(number, count)


def _begins_as_log(head: bytes) -> bool:
    """Tell whether a file that begins so is a log; its first line may have been torn."""
    first = head.removeprefix(_MARK)[: len(LINE_START)].partition(b"\n")[0].rstrip(b"\r")
    return LINE_START.startswith(first)
