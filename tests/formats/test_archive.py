"""Archives without time and machine."""

import io
import zipfile

from cchc_cli.formats.archive import EPOCH, fixed_archive


def made(year: int, system: int) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in ("b.xml", "a/c.bin"):
            member = zipfile.ZipInfo(name, (year, 2, 3, 4, 5, 6))
            member.create_system = system
            archive.writestr(member, name * 100)
    return written.getvalue()


def test_time_and_system_leave_no_trace() -> None:
    assert fixed_archive(made(2024, 3)) == fixed_archive(made(2025, 0))


def test_members_stay_in_order_and_whole() -> None:
    with zipfile.ZipFile(io.BytesIO(fixed_archive(made(2024, 3)))) as archive:
        assert archive.namelist() == ["b.xml", "a/c.bin"]
        assert archive.read("a/c.bin") == b"a/c.bin" * 100
        assert {member.date_time for member in archive.infolist()} == {EPOCH}
        assert {member.compress_type for member in archive.infolist()} == {zipfile.ZIP_DEFLATED}
