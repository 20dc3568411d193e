"""The words of the page itself: titles, names of columns, what is said to the reader."""

from cchc_cli.formats.words import Words
from cchc_cli.texts import Text, text

_LABELS: dict[str, Text] = {
    "skip": text("Đến danh sách chỉ tiêu"),
    "summary": text("Tổng hợp"),
    "steps": text("Việc cần làm tiếp"),
    "targets": text("Các chỉ tiêu"),
    "tasks": text("Nhiệm vụ"),
    "units": text("Tình hình nộp số liệu"),
    "problems": text("Lỗi và cảnh báo"),
    "hint": text("Cách sửa"),
    "press": text("Bấm vào một ô để chỉ xem các chỉ tiêu có kết quả đó."),
    "filter": text("Lọc chỉ tiêu"),
    "section": text("Lĩnh vực"),
    "all_sections": text("Mọi lĩnh vực"),
    "unit": text("Đơn vị"),
    "all_units": text("Mọi đơn vị"),
    "reset": text("Bỏ lọc"),
    "unfold": text("Mở mọi chi tiết"),
    "fold": text("Đóng mọi chi tiết"),
    "to_date": text("Đến nay"),
    "require": text("Yêu cầu"),
    "of_period": text("Trong kỳ"),
    "since": text("So kỳ trước"),
    "to_know": text("Cần biết"),
    "details": text("Chi tiết"),
    "demand": text("Kế hoạch ghi"),
    "lead": text("Đơn vị chủ trì"),
    "judged": text("Đánh giá"),
    "calculation": text("Cách tính"),
    "alone": text("Riêng trong kỳ"),
    "history": text("Diễn biến qua các kỳ"),
    "period": text("Kỳ"),
    "verdict": text("Kết quả"),
    "figures": text("Các số liệu"),
    "figure": text("Số liệu"),
    "taken": text("Cách lấy"),
    "total": text("Tổng"),
    "entries": text("Số báo cáo"),
    "value": text("Giá trị"),
    "place": text("Tệp và dòng"),
    "missing": text("Còn thiếu"),
    "rejected": text("Bị loại vì có lỗi"),
    "failed": text("Không khớp quy tắc"),
}


def labels_of(words: Words) -> dict[str, str]:
    """Return the words of the page in the reader's language, by their names in the templates."""
    return {name: words.say(sentence) for name, sentence in _LABELS.items()}
