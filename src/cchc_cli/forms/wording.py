"""What is printed on forms, in the reader's language."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from cchc_cli.formats.words import Words
from cchc_cli.forms.form import Form, FormRow, State
from cchc_cli.locale import LANGUAGES
from cchc_cli.numbers import FigureType, Value
from cchc_cli.periods import first_day, last_day
from cchc_cli.plan.terms import Every, Figure, OverTime, Reported, Task
from cchc_cli.problems import Location, Problem
from cchc_cli.progress import STATUS_WORDS, Progress, Status
from cchc_cli.submissions.columns import Role
from cchc_cli.texts import Text, printable, text

VALUE_NAME = text("Giá trị")
COLUMNS: tuple[tuple[Text, Role | None], ...] = (
    (text("Kỳ"), Role.PERIOD),
    (text("Mã đơn vị"), Role.UNIT),
    (text("Mã số liệu"), Role.FIGURE),
    (text("Tên số liệu"), Role.NAME),
    (text("ĐVT"), None),
    (VALUE_NAME, Role.VALUE),
    (text("Ghi chú"), Role.NOTE),
    (text("Lần"), Role.REVISION),
)
"""The columns with what they are read as."""
PREVIOUS_COLUMN = text("Đã báo cáo gần nhất")
STATE_COLUMN = text("Tình trạng")
TITLE = text("BIỂU SỐ LIỆU CẢI CÁCH HÀNH CHÍNH")
GUIDE_NAME = text("Hướng dẫn")
SHEET_NAME = text("Biểu")
OTHERS_NAME = text("Lỗi khác")
DATE_LINE = text("Ngày …… tháng …… năm ……")
MAKER = text("NGƯỜI LẬP BIỂU")
HEAD = text("THỦ TRƯỞNG ĐƠN VỊ")
SIGN = text("(Ký, ghi rõ họ tên)")
STATES = {
    State.MISSING: text("chưa có"),
    State.WRONG: text("sai, cần sửa"),
    State.DOUBTED: text("xem lại"),
}
YES_OR_NOT_YET = ("có", "chưa")
"""What a yes/no figure's list offers, in every language: words that are read."""
TYPED_STATUSES: dict[Status, str] = {s: str(said) for s, said in reversed(STATUS_WORDS.items())}
"""What a task's list offers, in every language."""

HINTS: dict[FigureType, Text] = {
    FigureType.COUNT: text(
        "Số nguyên từ 0 trở lên. Không phát sinh thì ghi 0; chưa có số liệu thì để trống."
    ),
    FigureType.AMOUNT: text(
        "Con số, có thể có phần thập phân. Không phát sinh thì ghi 0; chưa có số liệu thì để trống."
    ),
    FigureType.PERCENT: text(
        "Tỷ lệ phần trăm, chỉ ghi con số: 95,5 nghĩa là 95,5%. Thường từ 0 đến 100. "
        "Chưa có số liệu thì để trống."
    ),
    FigureType.YES_NO: text('Chọn "có" hoặc "chưa". Chưa có thông tin thì để trống.'),
}
TASK_HINT = text(
    "Chọn trong danh sách, hoặc ghi tỷ lệ đã làm như 60%. Hoàn thành thì ghi số văn bản vào Ghi "
    "chú. Chưa có thông tin thì để trống."
)
PRODUCT_HINT = text("Sản phẩm: {product}.")
TASKS_LINE = text("NHIỆM VỤ: ghi tiến độ đến ngày cuối kỳ (xem trang {guide})", guide=GUIDE_NAME)
TASK_MEASURE = text("tiến độ")
REVISION_HINT = text("Để trống nếu nộp lần đầu; nộp lại thì ghi 2, 3…")

GUIDE = (
    text("Chỉ điền vào các ô có màu nền: Giá trị, Ghi chú, Lần. Các ô khác đã khóa."),
    text(
        "Bấm vào ô Giá trị để xem số liệu tính thế nào: phát sinh trong kỳ, hay số tại ngày cuối "
        "kỳ."
    ),
    text(
        "Không phát sinh thì ghi số 0; ô số không nhận chữ như kps. Chưa có số liệu thì để trống: "
        "ô trống là chưa nộp."
    ),
    text(
        "Số thập phân: gõ theo dấu của máy, thường là dấu phẩy. Dấu tách hàng nghìn do bảng tự "
        "hiện, không cần gõ."
    ),
    text(
        "Số liệu là tỷ lệ phần trăm: chỉ ghi con số, 95,5 nghĩa là 95,5%. Không gõ dấu %, không "
        "định dạng ô là %, vì khi đó cùng một con số có thể hiểu sai đi 100 lần."
    ),
    text('Câu hỏi có hay chưa: chọn "có" hoặc "chưa" trong danh sách của ô.'),
    text(
        "Nhiệm vụ: chọn chưa thực hiện, đang thực hiện, hoàn thành; hoặc ghi tỷ lệ đã làm như 60%. "
        "Hoàn thành thì ghi số hiệu văn bản vào Ghi chú làm minh chứng. Nhiệm vụ đã báo hoàn thành "
        "ở kỳ trước thì không hỏi lại, trừ việc làm mỗi kỳ, mỗi quý."
    ),
    text("Ghi chú: căn cứ của con số, ví dụ số hiệu văn bản, nguồn trích xuất."),
    text(
        "Số ước (chưa có số chính thức): viết chữ ước ở đầu Ghi chú, ví dụ: ước thực hiện cả tháng "
        "12. Khi có số chính thức thì nộp lại: ghi số ấy, bỏ chữ ước, Lần ghi 2."
    ),
    text("Lần: để trống nếu nộp lần đầu. Nộp lại một con số đã nộp thì ghi 2, 3…"),
    text("Không thêm, bớt, đổi chỗ cột; không đổi mã. Có thể đổi tên tệp."),
    text("Lưu tệp dạng Excel (.xlsx) rồi gửi về đơn vị tổng hợp trước hạn ghi trên biểu."),
)
RETURNED_GUIDE = (
    text(
        "Biểu này ghi lại những gì đơn vị đã nộp. Ô đỏ: giá trị sai, cần sửa. Ô vàng đậm: chưa có. "
        "Ô cam: được tính nhưng đề nghị xem lại. Đưa chuột vào ô để đọc nguyên nhân và cách sửa."
    ),
    text(
        "Cột Lần đã ghi sẵn để bản gửi lại thay cho bản trước: chỉ cần sửa giá trị rồi gửi lại cả "
        "biểu."
    ),
)


def column_names(form: Form, words: Words) -> list[str]:
    """Return the heading of each column of a form.

    In English it is the name by which the column is read, whatever the word is translated to in
    other tables.
    """
    is_english = words.language != LANGUAGES[0]
    names = [
        role.value.capitalize() if role is not None and is_english else words.say(name)
        for name, role in COLUMNS
    ]
    if form.is_returned:
        names.append(words.say(STATE_COLUMN))
    elif form.shows_previous:
        names.append(words.say(PREVIOUS_COLUMN))
    return names


def aside(form: Form, row: FormRow, words: Words) -> str:
    """Return what the last column says of a row: how it stands, or a stock's previous value.

    How a row stands is told by a word too, never by its colour alone.
    """
    if not form.is_returned:
        return previous_cell(row, words)
    return words.say(STATES[row.state]) if row.state in STATES else ""


def guide(form: Form, words: Words) -> list[str]:
    """Return how to fill in a form."""
    return [words.say(line) for line in ((*RETURNED_GUIDE, *GUIDE) if form.is_returned else GUIDE)]


def legend_line(form: Form, words: Words) -> str:
    """Say what to do with the form, and what its colours mean."""
    if form.is_returned:
        said = text(
            "Trả lại để bổ sung, chỉnh sửa. Đỏ: sai, cần sửa; vàng đậm: chưa có; cam: xem lại. "
            "Đưa chuột vào ô để đọc cách sửa."
        )
        return words.say(said)
    return words.say(
        text("Điền vào các ô có màu nền; cách điền xem ở trang {guide}.", guide=GUIDE_NAME)
    )


def value_hint(asked: Reported, words: Words) -> str:
    """Say what is to be written as a figure's value, or as a task's progress."""
    if isinstance(asked, Task):
        product = text(PRODUCT_HINT.template, product=asked.product) if asked.product else text("")
        return f"{words.say(product)} {words.say(TASK_HINT)}".strip()
    return f"{span(asked, words)} {words.say(HINTS[asked.type])}".strip()


def span(figure: Figure, words: Words) -> str:
    """Say of which time a figure's value tells; empty for a question."""
    if figure.type is FigureType.YES_NO:
        return ""
    if figure.over_time is OverTime.LAST:
        return words.say(text("Số tại ngày cuối kỳ."))
    if figure.every is Every.MONTH:
        return words.say(text("Số phát sinh trong kỳ này."))
    return words.say(text("Số phát sinh kể từ lần báo cáo trước."))


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


def fixed_cells(form: Form, row: FormRow, words: Words) -> list[str]:
    """Return the cells of a row that the unit does not fill in."""
    return [
        str(row.period),
        form.unit.id,
        row.figure.id,
        printable(row.figure.name),
        printable(measured_in(row.figure, words)),
    ]


def measured_in(asked: Reported, words: Words) -> str:
    """Return what a figure or task is measured in, as the form shows it."""
    if isinstance(asked, Task):
        return words.say(TASK_MEASURE)
    if asked.type is FigureType.PERCENT:
        return "%"
    is_question = asked.type is FigureType.YES_NO
    return asked.measured_in or ("/".join(YES_OR_NOT_YET) if is_question else "")


def typed_value(value: Value | Progress | str | None) -> str:
    """Return a value as an office would type it; what could not be read as it was typed."""
    if value is None:
        return ""
    if isinstance(value, Progress):
        return typed_progress(value)
    if isinstance(value, bool):
        return YES_OR_NOT_YET[0 if value else 1]
    return value if isinstance(value, str) else plain(value).replace(".", ",")


def typed_progress(progress: Progress) -> str:
    """Return a task's progress as an office would type it: a word of the list, or ``60%``."""
    if progress.percent is None:
        return TYPED_STATUSES[progress.status]
    return plain(progress.percent).replace(".", ",") + "%"


def plain(value: int | Decimal) -> str:
    """Return all digits of a number, without exponent."""
    return format(value, "f" if isinstance(value, Decimal) else "d")


def previous_cell(row: FormRow, words: Words) -> str:
    """Show what was reported last before, with its period; empty where there is nothing."""
    if row.previous is None:
        return ""
    value, period = row.previous.value, row.previous.slot.period
    if isinstance(value, bool | Progress):
        return f"{typed_value(value)} ({period.month:02d}/{period.year})"
    return f"{words.number(Fraction(value))} ({period.month:02d}/{period.year})"


def said(problem: Problem, words: Words) -> str:
    """Say a problem and its cure as to the office whose it is, with the place in its own file."""
    message, hint = words.message(problem.message), words.message(problem.hint)
    if "cchc" in problem.hint.template:  # an office has the form before it, not this program
        hint = words.say(text("xem các mã trên biểu gửi kèm"))
    return with_cure(f"{place(problem.where, words)}: {message}", hint, words)


def with_cure(what: str, cure: str, words: Words) -> str:
    """Join what is wrong and its cure, where there is one, as sentences."""
    return f"{_ended(what)} {words.say(text('Cách sửa'))}: {_ended(cure)}" if cure else _ended(what)


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "…")) else f"{sentence}."


def place(where: Location, words: Words) -> str:
    """Say where something is, in the words of someone who looks at the file in Excel."""
    parts = [words.say(text("tệp {path}", path=where.path))]
    if where.sheet is not None:
        parts.append(words.say(text("trang {sheet}", sheet=where.sheet)))
        if where.cell is not None:
            parts.append(words.say(text("ô {cell}", cell=where.cell)))
        return ", ".join(parts)
    if where.line is not None:
        parts.append(words.say(text("dòng {line}", line=where.line)))
    if where.column is not None:
        parts.append(words.say(text("cột {column}", column=where.column)))
    return ", ".join(parts)
