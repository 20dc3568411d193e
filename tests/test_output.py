"""Writing whole or not at all, whatever fails and whoever was killed before."""

import fcntl
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

import pytest

from cchc_cli import output
from cchc_cli.output import write_whole

OLD, NEW = b"old report", b"new report\n" * 1000


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def leftover_of(target: Path) -> Path:
    """Return a path that an unfinished file for `target` may have."""
    return target.parent / f"{output._prefix(target)}0123456789ab.tmp"


def test_a_new_file_is_written(tmp_path: Path) -> None:
    write_whole(tmp_path / "bc.md", NEW)
    assert (tmp_path / "bc.md").read_bytes() == NEW
    assert names(tmp_path) == ["bc.md"]


@pytest.mark.parametrize("content", [NEW, b"", b"\r\n\x1a\x00\xff"])
def test_an_old_file_is_replaced(tmp_path: Path, content: bytes) -> None:
    target = tmp_path / "bc.md"
    target.write_bytes(OLD)
    write_whole(target, content)
    assert target.read_bytes() == content
    assert names(tmp_path) == ["bc.md"]


def test_a_reader_keeps_the_old_file_whole(tmp_path: Path) -> None:
    target = tmp_path / "bc.md"
    target.write_bytes(OLD)
    with target.open("rb") as reader:
        write_whole(target, NEW)
        assert reader.read() == OLD


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o400])
def test_permissions_are_kept(tmp_path: Path, mode: int) -> None:
    target = tmp_path / "bc.md"
    target.write_bytes(OLD)
    target.chmod(mode)
    write_whole(target, NEW)
    assert stat.S_IMODE(target.stat().st_mode) == mode


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "bc.md", NEW)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "bc.md").stat().st_mode) == 0o640


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "xa").mkdir()
    target, link = tmp_path / "xa" / "bc.md", tmp_path / "bc.md"
    target.write_bytes(OLD)
    link.symlink_to("xa/bc.md")
    write_whole(link, NEW)
    assert link.is_symlink()
    assert target.read_bytes() == NEW
    assert names(tmp_path) == ["bc.md", "xa"]


def test_a_link_to_a_file_that_is_not_there_yet_makes_it(tmp_path: Path) -> None:
    (tmp_path / "bc.md").symlink_to("mới.md")
    write_whole(tmp_path / "bc.md", NEW)
    assert (tmp_path / "mới.md").read_bytes() == NEW
    assert (tmp_path / "bc.md").is_symlink()


def test_the_longest_name_is_no_trouble(tmp_path: Path) -> None:
    target = tmp_path / ("a" * 252 + ".md")
    write_whole(target, NEW)
    assert target.read_bytes() == NEW


# Failures


class FaultyFile:
    """An open file that fails to write, or to flush."""

    def __init__(self, opened: IO[Any], fault: str) -> None:
        self.opened = opened
        self.fault = fault

    def __getattr__(self, name: str) -> object:
        if name == self.fault:
            raise OSError(28, "No space left on device")
        return getattr(self.opened, name)

    def __enter__(self) -> "FaultyFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.opened.close()


def break_step(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Let one step of writing fail."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    if step in ("write", "flush"):
        fdopen = os.fdopen
        monkeypatch.setattr(os, "fdopen", lambda *how: FaultyFile(fdopen(*how), step))
    else:
        monkeypatch.setattr(os, step, fail)


@pytest.mark.parametrize("step", ["open", "write", "flush", "fsync", "replace"])
@pytest.mark.parametrize("old", [OLD, None])
def test_on_any_failure_the_old_file_stays_whole(
    tmp_path: Path, step: str, old: bytes | None
) -> None:
    target = tmp_path / "bc.md"
    if old is not None:
        target.write_bytes(old)
    with pytest.MonkeyPatch.context() as patched:
        break_step(patched, step)
        with pytest.raises(OSError, match="No space left"):
            write_whole(target, NEW)
    assert names(tmp_path) == (["bc.md"] if old else [])
    assert old is None or target.read_bytes() == old


def test_an_interrupted_run_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    target = tmp_path / "bc.md"
    target.write_bytes(OLD)
    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(target, NEW)
    assert target.read_bytes() == OLD
    assert names(tmp_path) == ["bc.md"]


def test_content_is_synced_before_it_is_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    fsync, replace = os.fsync, os.replace

    def note_sync(number: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(number).st_mode)
        steps.append("sync folder" if is_folder else f"sync {os.fstat(number).st_size}")
        fsync(number)

    def note_replace(source: Path, target: Path) -> None:
        steps.append(f"rename to {target.name}")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(os, "replace", note_replace)
    write_whole(tmp_path / "bc.md", NEW)
    assert steps == [f"sync {len(NEW)}", "rename to bc.md", "sync folder"]


def test_permissions_are_set_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "bc.md"
    target.write_bytes(OLD)
    target.chmod(0o600)
    sizes: list[int] = []
    chmod = os.chmod  # pathlib calls it too, but no more once it is replaced

    def note(path: Path, mode: int) -> None:
        sizes.append(path.stat().st_size)
        chmod(path, mode)

    monkeypatch.setattr(os, "chmod", note)
    write_whole(target, NEW)
    assert sizes == [0]


def test_a_missing_folder_is_never_created(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "chưa có" / "bc.md", NEW)
    assert names(tmp_path) == []


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "bc.md").mkdir()
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path / "bc.md", NEW)
    assert names(tmp_path) == ["bc.md"]


def test_a_link_to_itself_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "bc.md").symlink_to("bc.md")
    with pytest.raises(OSError, match="symbolic links"):
        write_whole(tmp_path / "bc.md", NEW)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_keeps_its_file(tmp_path: Path) -> None:
    target = tmp_path / "bc.md"
    target.write_bytes(OLD)
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(PermissionError):
            write_whole(target, NEW)
        assert target.read_bytes() == OLD
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_device_is_an_error() -> None:
    with pytest.raises(OSError, match="No space left"):
        write_whole(Path("/dev/full"), NEW)


def test_a_device_is_written_to_as_it_is(tmp_path: Path) -> None:
    write_whole(Path(os.devnull), NEW)
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
    os.mkfifo(tmp_path / "ống")
    reader = os.open(tmp_path / "ống", os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(tmp_path / "ống", b"x")
        assert os.read(reader, 10) == b"x"
    finally:
        os.close(reader)
    assert names(tmp_path) == ["ống"]


# Leftovers


def test_the_leftover_of_a_dead_run_is_cleared(tmp_path: Path) -> None:
    target = tmp_path / "bc.md"
    leftover_of(target).write_bytes(b"half")
    write_whole(target, NEW)
    assert names(tmp_path) == ["bc.md"]


def test_the_work_of_a_live_run_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "bc.md"
    with leftover_of(target).open("wb") as live:
        fcntl.flock(live, fcntl.LOCK_EX)
        live.write(b"half")
        live.flush()
        write_whole(target, NEW)
        assert leftover_of(target).read_bytes() == b"half"
    assert target.read_bytes() == NEW
    write_whole(target, OLD)  # its writer is gone now
    assert names(tmp_path) == ["bc.md"]


@pytest.mark.parametrize("name", ["bc.md.tmp", ".cchc-khac.tmp", ".bc.md", "x.tmp"])
def test_other_people_s_files_are_kept(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    leftover_of(tmp_path / "khac.md").write_bytes(b"x")
    before = names(tmp_path)
    write_whole(tmp_path / "bc.md", NEW)
    assert names(tmp_path) == sorted([*before, "bc.md"])


KILLED = """
import os, signal, sys
from pathlib import Path
from cchc_cli.output import write_whole
os.fsync = lambda number: os.kill(os.getpid(), signal.SIGKILL)
write_whole(Path(sys.argv[1]), b"new")
"""


def test_a_killed_run_leaves_the_old_file_whole_and_the_next_one_clears_up(
    tmp_path: Path,
) -> None:
    target = tmp_path / "bc.md"
    target.write_bytes(OLD)
    killed = subprocess.run([sys.executable, "-c", KILLED, str(target)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert target.read_bytes() == OLD
    assert len(names(tmp_path)) == 2
    write_whole(target, NEW)
    assert names(tmp_path) == ["bc.md"]
    assert target.read_bytes() == NEW


def test_a_file_taken_for_a_leftover_before_it_was_locked_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between making the file and locking it, another run may clear it away."""
    target = tmp_path / "bc.md"
    lock = output.lock
    drafts: list[int] = []

    def late(number: int) -> bool:
        drafts.append(number)
        if len(drafts) == 1:
            for leftover in tmp_path.glob(".cchc-*"):
                leftover.unlink()
        return lock(number)

    monkeypatch.setattr(output, "lock", late)
    write_whole(target, NEW)
    assert len(drafts) == 2
    assert target.read_bytes() == NEW
    assert names(tmp_path) == ["bc.md"]


def test_a_system_without_locks_still_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    target = tmp_path / "bc.md"
    leftover_of(target).write_bytes(b"half")
    monkeypatch.setattr(fcntl, "flock", refuse)
    write_whole(target, NEW)
    assert target.read_bytes() == NEW
    assert leftover_of(target).read_bytes() == b"half"  # nobody can tell whether it is dead
