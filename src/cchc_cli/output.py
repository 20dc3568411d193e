"""Writing a report's bytes: whole or not at all.

A report is written to a file beside its destination, synced, and renamed over it; on any failure
the old one stays.  Whoever writes holds a lock on that file, so that the next run can tell the
leftovers of a killed run from the work of one that is still alive.
"""

import contextlib
import errno
import os
import secrets
import stat
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows, where a file that is open cannot be deleted anyway
    fcntl = None  # type: ignore[assignment]

_SUFFIX = ".tmp"


def _prefix(target: Path) -> str:
    """Return how the names of unfinished files for `target` begin (hidden, and never too long)."""
    return f".cchc-{zlib.crc32(os.fsencode(target.name)):08x}-"


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path`; raise OSError, with the old file whole, if that fails.

    A link is followed; something that is no regular file (a terminal, /dev/null) is written to
    as it is.  Folders are never created.
    """
    target = Path(os.path.realpath(path))
    try:
        mode: int | None = target.stat().st_mode
    except FileNotFoundError:
        mode = None
    if mode is not None and not stat.S_ISREG(mode):
        with target.open("wb") as opened:
            opened.write(content)
        return
    _clear_leftovers(target)
    with _beside(target) as (draft, temporary):
        if mode is not None:
            with contextlib.suppress(OSError):
                os.chmod(temporary, stat.S_IMODE(mode))
        draft.write(content)
        draft.flush()
        os.fsync(draft.fileno())
        if fcntl is None:
            draft.close()  # Windows renames no open file
        os.replace(temporary, target)
    _sync_folder(target.parent)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that does not exist yet; raise FileExistsError, changing nothing, if it does.

    Of two runs that write the same name at the same time, one gets it.
    """
    _clear_leftovers(path)
    with _beside(path) as (draft, temporary):
        draft.write(content)
        draft.flush()
        os.fsync(draft.fileno())
        if fcntl is None:
            draft.close()
            temporary.rename(path)  # Windows: never over a file that exists
        else:
            _link_new(temporary, path)
    _sync_folder(path.parent)


def _link_new(temporary: Path, path: Path) -> None:
    """Give a finished file its name, unless that is taken."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links: the window is as short as it can be
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        os.replace(temporary, path)


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[tuple[IO[bytes], Path]]:
    """Open a new locked file beside `target`; it is gone afterwards, whatever happens."""
    while True:
        temporary = target.parent / f"{_prefix(target)}{secrets.token_hex(6)}{_SUFFIX}"
        number = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | BINARY, 0o666)
        with os.fdopen(number, "wb") as draft:
            if not lock(number) or not temporary.exists():
                continue  # another run took it for a leftover before it was locked
            try:
                yield draft, temporary
            finally:
                with contextlib.suppress(OSError):
                    temporary.unlink()
            return


BINARY = getattr(os, "OBINARY", 0)


def lock(number: int, *, patience: float = 0) -> bool:
    """Take the lock that says "its writer is alive"; False if another run has it.

    For so many seconds (`patience`), wait for the other run to end its writing.
    """
    if fcntl is None:
        return True
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(_NEXT_LOOK)
        except OSError:
            return True  # a file system without locks: nothing is ever taken for a leftover there
        else:
            return True


_NEXT_LOOK = 0.01


def _clear_leftovers(target: Path) -> None:
    """Delete the unfinished files of runs that are no longer alive."""
    prefix = _prefix(target)
    with contextlib.suppress(OSError):
        for name in os.listdir(target.parent):
            if name.startswith(prefix) and name.endswith(_SUFFIX):
                _clear(target.parent / name)


def _clear(leftover: Path) -> None:
    with contextlib.suppress(OSError):
        if fcntl is None:
            leftover.unlink()
            return
        number = os.open(leftover, os.O_WRONLY)
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            leftover.unlink()
        finally:
            os.close(number)


def _sync_folder(folder: Path) -> None:
    """Make the rename last through a power cut, where the system can."""
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
