"""The columns of the tables of targets, in every format."""

from cchc_cli.texts import text

TARGET_COLUMNS = (
    text("Mã"),
    text("Chỉ tiêu"),
    text("Yêu cầu"),
    text("Trong kỳ"),
    text("Đến nay"),
    text("Kết quả"),
    text("So kỳ trước"),
)
"""The columns of the tables of targets."""
