"""Why the system refused to read or write, in words that an officer understands."""

import errno

from cchc_cli.texts import Text, text

_REASONS: dict[str, Text] = {
    "ENOENT": text("không có thư mục hoặc tệp này"),
    "ENOTDIR": text("một phần của đường dẫn là tệp, không phải thư mục"),
    "EISDIR": text("đây là thư mục, không phải tệp"),
    "EACCES": text("không có quyền"),
    "EPERM": text("không có quyền"),
    "EROFS": text("ổ đĩa chỉ cho đọc"),
    "ENOSPC": text("ổ đĩa đã đầy"),
    "EDQUOT": text("đã hết dung lượng được cấp"),
    "EFBIG": text("tệp lớn hơn mức cho phép"),
    "EBUSY": text("tệp đang được chương trình khác dùng"),
    "ETXTBSY": text("tệp đang được chương trình khác dùng"),
    "ELOOP": text("liên kết trỏ vòng tròn"),
    "ENAMETOOLONG": text("tên quá dài"),
    "EIO": text("ổ đĩa hoặc mạng bị lỗi khi đọc ghi"),
    "EBADF": text("đầu ra đã bị đóng"),
}


def reason_of(fault: OSError | ValueError) -> Text:
    """Return why an operation failed; in the system's own words where ours have none."""
    name = errno.errorcode.get(getattr(fault, "errno", None) or 0, "")
    return _REASONS.get(name) or text(
        "{reason}", reason=getattr(fault, "strerror", None) or str(fault)
    )
