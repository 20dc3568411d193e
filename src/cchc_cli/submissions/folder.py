"""Which files of DATA are read: every submission below the folder, in one fixed order."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cchc_cli.limits import FILES
from cchc_cli.problems import Location, Problem, error, warning
from cchc_cli.reasons import reason_of
from cchc_cli.submissions.kinds import SUBMISSION_SUFFIXES
from cchc_cli.texts import Text, text

_PLAN_NAMES = frozenset({"plan.yaml", "plan.yml"})
RECORD_NAME = re.compile(
    r"chot-([12]\d{3}-(?:0[1-9]|1[0-2]))(?:-lan-([1-9]\d{0,3}))?\.json", re.ASCII
)
"""The records of closed periods, which stand in DATA itself: period, and number from 2 on."""


class SubmittedFile(NamedTuple):
    """A file to read; `name` is its path relative to DATA, with slashes, as reports show it."""

    path: Path
    name: str


def list_files(data: Path, plan_file: Path | None) -> tuple[list[SubmittedFile], list[Problem]]:
    """Return the submissions in DATA (a folder, or one file), sorted by name, and problems.

    Hidden files, plan files and records of closed periods are passed over silently, Office lock
    files and unknown kinds with a warning; links that lead out of the folder, devices and pipes
    are not read.
    """
    problems: list[Problem] = []
    if not data.is_dir():
        return [SubmittedFile(data, data.name)], problems
    root = data.resolve()
    files: list[SubmittedFile] = []
    for path in _walk(root, problems):
        name = _name(path, root)
        if len(files) >= FILES:
            problems.append(_too_many(name))
            break
        if _is_submission(path, name, root, plan_file, problems):
            files.append(SubmittedFile(path, name))
    return sorted(files, key=lambda file: file.name), problems


def has_records(data: Path) -> bool:
    """Tell whether a period of the folder DATA has been closed; a single file has no records."""
    try:
        return any(map(RECORD_NAME.fullmatch, os.listdir(data)))
    except OSError:
        return False


def _walk(root: Path, problems: list[Problem]) -> Iterator[Path]:
    """Yield the files below a folder that are not hidden."""
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as fault:
            problems.append(unreadable(_name(folder, root), fault))
            continue
        below: list[Path] = []
        for entry in entries:
            path = folder / entry.name
            if entry.name.startswith("."):
                continue
            if _is_folder(entry):
                if not entry.is_symlink():
                    below.append(path)
                elif not _leads_inside(path, root):
                    problems.append(_passed_over(_name(path, root), _LEADS_OUT, _COPY))
            else:
                yield path
        folders += reversed(below)


def _name(path: Path, root: Path) -> str:
    """Return a path as reports show it: relative to DATA, with slashes."""
    return path.relative_to(root).as_posix()


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def _is_submission(
    path: Path, name: str, root: Path, plan_file: Path | None, problems: list[Problem]
) -> bool:
    if path.name in _PLAN_NAMES or (plan_file is not None and path == plan_file):
        return False
    if path.parent == root and RECORD_NAME.fullmatch(path.name):
        return False
    if path.name.startswith("~$"):
        why = text("tệp khóa của Office: có người đang mở tệp gốc")
        problems.append(_passed_over(name, why, text("đóng tệp gốc trong Office rồi chạy lại")))
        return False
    try:
        is_regular = stat.S_ISREG(path.stat().st_mode)
    except OSError as fault:  # a link that leads nowhere, too, or to itself
        problems.append(unreadable(name, fault))
        return False
    if path.is_symlink() and not _leads_inside(path, root):
        problems.append(_passed_over(name, _LEADS_OUT, _COPY))
        return False
    if not is_regular:
        problems.append(_passed_over(name, text("không phải tệp thường (thiết bị hoặc ống dẫn)")))
        return False
    if path.suffix.lower() not in SUBMISSION_SUFFIXES:
        problems.append(_passed_over(name, text("không phải tệp số liệu (.csv, .xlsx…)")))
        return False
    return True


_LEADS_OUT = text("liên kết dẫn ra ngoài thư mục")


def _leads_inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False


_COPY = text("chép tệp thật vào thư mục thay cho liên kết")
_SAVE_AS_CSV = text(
    "nếu đây là báo cáo của đơn vị, lưu lại thành CSV UTF-8; nếu không, bỏ khỏi thư mục"
)


def _passed_over(name: str, why: Text, hint: Text = _SAVE_AS_CSV) -> Problem:
    return warning(
        "passed-over",
        Location(name),
        text("bỏ qua: {why}", why=why),
        hint,
    )


def _too_many(name: str) -> Problem:
    return error(
        "too-many-files",
        Location(name),
        text("thư mục có hơn {limit} tệp; không đọc tiếp từ tệp này", limit=FILES),
        text("kiểm tra lại đường dẫn thư mục, hoặc chỉ đưa thư mục của một kỳ"),
    )


def unreadable(name: str, fault: OSError) -> Problem:
    """Return the problem of a file or folder that cannot be opened or read."""
    return error(
        "unreadable-file",
        Location(name),
        text("không mở được: {reason}", reason=reason_of(fault)),
        text("đóng tệp ở chương trình khác, kiểm tra quyền đọc, rồi chạy lại"),
    )
