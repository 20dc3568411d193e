"""Where records stand in DATA: which there are, whether they are whole, and how one is added.

A record is a file ``chot-2025-09.json`` in DATA itself; a correction adds a file
``chot-2025-09-lan-2.json``, and so on.  None is ever written over.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from cchc_cli.closing.record import Damaged, Record, parse_record
from cchc_cli.periods import Period
from cchc_cli.problems import Location, Problem, error
from cchc_cli.reasons import reason_of
from cchc_cli.submissions.folder import RECORD_NAME
from cchc_cli.texts import text

RECORD_BYTES = 64_000_000
"""A record is read up to this size; ours stay below a few megabytes."""


def record_name(period: Period, revision: int) -> str:
    """Return the name of a record's file."""
    return f"chot-{period}.json" if revision == 1 else f"chot-{period}-lan-{revision}.json"


class Records(NamedTuple):
    """The whole records of a folder, oldest first, and what is wrong with the others."""

    records: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()
    names: tuple[str, ...] = ()
    """The names of all record files, damaged ones too."""

    def latest(self) -> dict[Period, Record]:
        """Return the record that counts for each closed period: its last correction."""
        return {record.closing.period: record for record in self.records}

    def next_revision(self, period: Period) -> int:
        """Return the number of the next record of a period; a damaged one keeps its number."""
        taken = [_revision(name) for name in self.names if name.startswith(f"chot-{period}")]
        return max(taken, default=0) + 1


def _revision(name: str) -> int:
    found = RECORD_NAME.fullmatch(name)
    return int(found[2] or 1) if found else 0


def read_records(data: Path, *, whole: bool = True) -> Records:
    """Read the records of the folder DATA; a single file has none.

    Without `whole`, only their seals and beginnings are read at once: whoever asks for more has
    to mind `Damaged`.
    """
    try:
        names = sorted(filter(RECORD_NAME.fullmatch, os.listdir(data)), key=_order)
    except OSError:  # no folder: `run` says so, or a single file
        return Records()
    if not names:
        return Records()
    records: list[Record] = []
    problems: list[Problem] = []
    for name in names:
        read = _read(data / name, whole=whole)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            records.append(read)
    problems += _missing_records(records, names)
    return Records(tuple(records), tuple(problems), tuple(names))


def _order(name: str) -> tuple[str, int]:
    return name[:12], _revision(name)


def _read(path: Path, *, whole: bool) -> Record | Problem:
    try:
        if not path.is_file() and path.exists():  # a pipe would make the run wait for ever
            return damaged(path.name)
        with path.open("rb") as opened:
            content = opened.read(RECORD_BYTES + 1)
    except OSError as fault:
        return error(
            "damaged-record",
            Location(path.name),
            text("không mở được bản chốt kỳ: {reason}", reason=reason_of(fault)),
            text("đóng tệp ở chương trình khác, kiểm tra quyền đọc, rồi chạy lại"),
        )
    try:
        record = parse_record(content, path.name)
        if record_name(record.closing.period, record.closing.revision) != path.name:
            raise Damaged(path.name)
        if whole:
            record.parse()
    except Damaged:
        return damaged(path.name)
    return record


def damaged(name: str) -> Problem:
    """Return the problem of a record that is not what was once written."""
    return error(
        "damaged-record",
        Location(name),
        text("bản chốt kỳ bị hỏng hoặc đã bị sửa: nội dung không khớp mã SHA-256 của nó"),
        text(
            "lấy lại tệp này từ bản sao lưu; cchc không bao giờ ghi đè bản chốt, nên nếu không "
            "còn bản sao thì chuyển nó đi nơi khác rồi chốt lại kỳ"
        ),
    )


def _missing_records(records: Iterable[Record], names: Iterable[str]) -> list[Problem]:
    """Complain of records that others saw beside them and that are gone or exchanged."""
    found = {record.name: record.sha256 for record in records}
    present = set(names)
    problems: dict[str, Problem] = {}
    for record in records:
        for name, sha256 in record.earlier.items():
            if name in present and found.get(name, sha256) == sha256:
                continue
            problems.setdefault(name, _gone(name, record.name, gone=name not in present))
    return list(problems.values())


def _gone(name: str, witness: str, *, gone: bool) -> Problem:
    message = (
        text("thiếu bản chốt kỳ này, mà {witness} ghi là đã có", witness=witness)
        if gone
        else text("bản chốt này không phải bản mà {witness} ghi nhận", witness=witness)
    )
    return error("damaged-record", Location(name), message, text("lấy lại tệp này từ bản sao lưu"))
