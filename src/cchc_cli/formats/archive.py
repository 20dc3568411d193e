"""Archives whose bytes repeat: office files are zip archives, and they bear times."""

import io
import zipfile

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can hold; every member bears it."""


def fixed_archive(content: bytes) -> bytes:
    """Return a zip archive with the same members in the same order, without time and machine."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0  # else the archive tells on which system it was made
            target.writestr(member, source.read(name))
    return written.getvalue()
