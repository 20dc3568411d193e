"""Write forms into a folder: all of them, or none where one is there already."""

import os
from collections.abc import Mapping
from pathlib import Path

from cchc_cli.commands import common
from cchc_cli.exit_codes import ExitCode
from cchc_cli.output import write_whole
from cchc_cli.reasons import reason_of
from cchc_cli.texts import Text, text


def write_forms(folder: Path, files: Mapping[str, bytes], language: str, *, force: bool) -> int:
    """Write files by their names into a folder, and return 0, or 74 where that failed.

    A form that exists may have been filled in; only `force` writes over it.
    """
    try:
        if not folder.is_dir():
            _say_not_written(folder, *_why_no_folder(folder), language)
            return ExitCode.NOT_WRITTEN
        taken = [name for name in files if os.path.lexists(folder / name)]
    except (OSError, ValueError) as fault:
        _say_not_written(folder, reason_of(fault), _CURE, language)
        return ExitCode.NOT_WRITTEN
    if taken and not force:
        _say_taken(folder, taken, language)
        return ExitCode.NOT_WRITTEN
    for name, content in files.items():
        try:
            write_whole(folder / name, content)
        except (OSError, ValueError) as fault:
            _say_not_written(folder / name, reason_of(fault), _CURE, language)
            return ExitCode.NOT_WRITTEN
    if files:
        said = text("đã ghi {count} tệp vào {folder}: {names}", count=len(files), folder=folder,
                    names=list(files))  # fmt: skip
        common.say_text(said, language)
    return ExitCode.OK


_CURE = text(
    "Cách sửa: tạo thư mục trước, đóng tệp nếu đang mở, kiểm tra quyền ghi và chỗ trống; tệp cũ "
    "(nếu có) vẫn còn nguyên"
)


def _why_no_folder(path: Path) -> tuple[Text, Text]:
    """Return why no form can be written into what is no folder, and the cure."""
    if path.exists():
        return (
            text("đây là tệp, không phải thư mục"),
            text("Cách sửa: ghi tên một thư mục có sẵn cho --output"),
        )
    return text("không có thư mục này"), _CURE


def _say_not_written(path: Path, reason: Text, cure: Text, language: str) -> None:
    said = text("cchc: không ghi được biểu vào {path}: {reason}", path=path, reason=reason)
    common.say_text(said, language)
    common.say_text(text("    {hint}", hint=cure), language)


def _say_taken(folder: Path, names: list[str], language: str) -> None:
    said = text("cchc: không ghi, vì trong {folder} đã có: {names}", folder=folder, names=names)
    common.say_text(said, language)
    common.say_text(
        text("    Cách sửa: chọn thư mục khác, hoặc thêm --force nếu chắc chắn ghi đè"), language
    )
