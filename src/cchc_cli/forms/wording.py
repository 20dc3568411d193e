"""What is printed on forms, in the reader's language."""

from datetime import date

from cchc_cli.formats.words import Words
from cchc_cli.forms.form import Form, FormRow
from cchc_cli.numbers import FigureType, Value, format_number
from cchc_cli.periods import first_day, last_day
from cchc_cli.texts import Text, printable, text

COLUMNS = (
    text("Kỳ"),
    text("Mã đơn vị"),
    text("Mã số liệu"),
    text("Tên số liệu"),
    text("ĐVT"),
    text("Giá trị"),
    text("Ghi chú"),
    text("Lần"),
)
PREVIOUS_COLUMN = text("Đã báo cáo gần nhất")
TITLE = text("BIỂU SỐ LIỆU CẢI CÁCH HÀNH CHÍNH")
GUIDE_NAME = text("Hướng dẫn")
SHEET_NAME = text("Biểu")
OTHERS_NAME = text("Lỗi khác")
DATE_LINE = text("Ngày …… tháng …… năm ……")
MAKER = text("NGƯỜI LẬP BIỂU")
HEAD = text("THỦ TRƯỞNG ĐƠN VỊ")
SIGN = text("(Ký, ghi rõ họ tên)")

HINTS: dict[FigureType, Text] = {
    FigureType.COUNT: text(
        "Số nguyên từ 0 trở lên. Không phát sinh thì ghi 0; chưa có số liệu thì để trống."
    ),
    FigureType.AMOUNT: text(
        "Con số, có thể có phần thập phân. Không phát sinh thì ghi 0; chưa có số liệu thì để trống."
    ),
    FigureType.PERCENT: text(
        "Tỷ lệ phần trăm, chỉ ghi con số: 95,5 nghĩa là 95,5%. Chưa có số liệu thì để trống."
    ),
    FigureType.YES_NO: text("Chọn có hoặc chưa. Chưa có thông tin thì để trống."),
}
REVISION_HINT = text("Để trống nếu nộp lần đầu; nộp lại thì ghi 2, 3…")

GUIDE = (
    text("Chỉ điền vào các ô nền vàng: Giá trị, Ghi chú, Lần. Các ô khác đã khóa, xin đừng sửa."),
    text("Giá trị: ghi con số của riêng kỳ này, trừ khi tên số liệu nói là lũy kế hay cuối kỳ."),
    text("Không phát sinh thì ghi 0. Chưa có số liệu thì để trống: ô trống là chưa nộp."),
    text("Tỷ lệ phần trăm: chỉ ghi con số, 95,5 nghĩa là 95,5%. Không định dạng ô là %."),
    text("Có hoặc chưa: chọn trong danh sách của ô."),
    text("Ghi chú: căn cứ của con số, ví dụ số hiệu văn bản, nguồn trích xuất."),
    text("Lần: để trống nếu nộp lần đầu. Nộp lại một con số đã nộp thì ghi 2, 3…"),
    text("Không thêm, bớt, đổi chỗ cột; không đổi mã. Có thể đổi tên tệp."),
    text("Lưu tệp dạng Excel (.xlsx) rồi gửi về đơn vị tổng hợp trước hạn ghi trên biểu."),
)


def day(date_: date) -> str:
    """Show a date: ``05/11/2025``."""
    return f"{date_.day:02d}/{date_.month:02d}/{date_.year}"


def period_line(form: Form, words: Words) -> str:
    """Show a form's period with its dates."""
    cut_off = form.plan.cut_off_day
    return words.say(
        text(
            "Kỳ {period} (từ {first} đến {last})",
            period=words.period(form.period),
            first=day(first_day(form.period, cut_off)),
            last=day(last_day(form.period, cut_off)),
        )
    )


def deadline_line(form: Form, words: Words) -> str:
    """Say until when a form is to be sent."""
    return words.say(text("Hạn nộp: ngày {day}", day=day(form.deadline)))


def fixed_cells(form: Form, row: FormRow) -> list[str]:
    """Return the cells of a row that the unit does not fill in."""
    return [
        str(row.period),
        form.unit.id,
        row.figure.id,
        printable(row.figure.name),
        printable(measured_in(row.figure.measured_in, row.figure.type)),
    ]


def measured_in(unit: str, kind: FigureType) -> str:
    """Return what a figure is measured in, as the form shows it."""
    if kind is FigureType.PERCENT:
        return "%"
    return unit or ("có/chưa" if kind is FigureType.YES_NO else "")


def typed_value(value: Value | str | None) -> str:
    """Return a value as an office would type it; what could not be read as it was typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "chưa"
    return value if isinstance(value, str) else str(value).replace(".", ",")


def previous_cell(row: FormRow) -> str:
    """Show a stock's previous value with its period; empty where there is none."""
    if row.previous is None:
        return ""
    value = row.previous.value
    shown = typed_value(value) if isinstance(value, bool) else format_number(value, 0, comma=True)
    return f"{shown} ({row.previous.slot.period})"
