"""The words of offices: by which they name months, measures, and columns and rows without values.

They are found in what is submitted, and never said.  Patterns that few runs need are compiled when
one does.
"""

import re
from functools import cache

from cchc_cli.names import fold_header

# Months


_NUMBER = r"0?[1-9]|1[0-2]"
NUMBERS = ("một", "hai", "ba", "tư|bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một",
            "mười hai")  # fmt: skip


@cache
def among_words() -> tuple[re.Pattern[str], ...]:
    """Return what finds a month within a name, mostly with its year; no date, no document's number.

    Compiled when a name calls for it: few runs meet one.
    """
    month = rf"(?P<month>{_NUMBER})"
    patterns = (
        rf"(?<!\d)(?<!\d[/.\-]){month} ?[/.\-] ?(?P<year>20\d\d)(?!\d|/\D)",
        rf"(?<!\d)(?P<year>20\d\d) ?[/.\-] ?(?:(?:t|th|thg|tháng)\.? ?)?{month}(?!\d|[/.\-]\d)",
        rf"(?<!\w)(?:t|th|thg|tháng)\.? ?{month} (?:năm )?(?P<year>20\d\d)(?!\d)",
        rf"(?<!\w)(?:t|th|thg|tháng|kỳ)\.? ?{month}(?!\d| ?[/.\-] ?\d)",
    )
    return tuple(map(re.compile, patterns))


@cache
def spelt_month() -> re.Pattern[str]:
    """Return what finds a month whose number is spelt; its group tells the number."""
    named = reversed([f"(?P<w{number}>{word})" for number, word in enumerate(NUMBERS, 1)])
    return re.compile(rf"(?<!\w)tháng (?:{'|'.join(named)})(?!\w)")


@cache
def several() -> re.Pattern[str]:
    """Return what finds several months told at once: ``tháng 7, 8, 9``, ``T7 - T9``."""
    month = r"(?:(?:t|th|thg|tháng)\.? ?)?\d{1,2}(?!\d|/\d{1,3}(?!\d))(?:/20\d\d)?"
    begin = r"(?<!\w)(?:t|th|thg|tháng)\.? ?\d{1,2}(?!\d)(?:/20\d\d)?"
    return re.compile(rf"{begin}(?:(?:[,;]| và|,? đến| ?[-–]) ?{month})+")


@cache
def day() -> re.Pattern[str]:
    """Return what finds a date as letters have it: ``ngày 30 tháng 9 năm 2025``."""
    return re.compile(
        r"ngày[ .…_]*\d{0,2}[ .…_]*tháng ?\d{0,2}(?: năm \d{4})?|ngày[ .…_]*\d{0,2}/\d{1,2}/\d{4}"
        r"|(?<=, )tháng \d{1,2}(?:/| năm )\d{4}"
    )


# Columns


NO_VALUES = tuple(
    map(
        fold_header,
        ("kế hoạch", "lũy kế", "tỷ lệ", "tỉ lệ", "cùng kỳ", "so với", "dự toán", "kỳ trước",
         "năm trước", "tháng trước", "mục tiêu", "chỉ tiêu giao", "phấn đấu", "cộng dồn",
         "tích lũy", "từ đầu năm", "tăng giảm", "chênh lệch", "đầu kỳ"),
    )
)  # fmt: skip
"""What names hold that say of columns that nothing that was done stands in them."""
OF_VALUES = frozenset(
    fold_header(word)
    for word in (
        *("giá", "trị", "số", "liệu", "kết", "quả", "thực", "hiện", "đã", "đạt", "được", "th"),
        *("các", "từng", "hàng", "tháng", "kỳ", "báo", "cáo", "quý", "năm", "trong", "của"),
        *("theo", "cuối", "đầu", "chính", "thức", "tế", "ước", "tính", "phát", "sinh", "nộp"),
        *("i", "ii", "iii", "iv", "hằng", "theo", "dõi", "tiến", "độ", "chi", "tiết", "lượng"),
        *("hồ", "sơ", "tổng", "hợp", "ghi", "bảng", "tình", "hình"),
        *("giải", "quyết", "tthc", "cchc", "thời", "gian", "nhiệm", "vụ", "thống", "kê", "lượt"),
        *("cải", "cách", "hành", "sáu"),
    )
)
"""Words of which a name is made that says no more of months than that values stand there."""
OFFICES = tuple(
    map(
        fold_header,
        (
            "trung tâm",
            "phòng",
            "văn phòng",
            "xã",
            "phường",
            "trạm",
            "ủy ban",
            "ubnd",
            "bộ phận",
            "ttpvhcc",
            "tt pvhcc",
            "vp",
        ),
    )
)
"""How the names of offices begin."""
ASIDE = tuple(
    map(fold_header, ("đơn vị tính", "đvt", "biểu", "mẫu", "phụ lục", "kèm theo", "cộng hòa",
                      "độc lập", "căn cứ", "kế hoạch số", "theo kế hoạch"))
)  # fmt: skip
"""How begins what stands above a table's right end, and says nothing of the columns below."""
ANEW = ("lần 2", "lần 3", "lần hai", "lần ba", "điều chỉnh", "sửa", "mới", "bổ sung", "cập nhật",
         "rà soát", "chính thức")  # fmt: skip
"""What says of a column that its values replace others."""


# Beside a value


MEASURES = frozenset(map(fold_header, ("đvt", "đơn vị tính", "đv tính")))
PERIODS = frozenset(
    map(fold_header, ("tháng", "tháng báo cáo", "kỳ báo cáo", "tháng số liệu", "kỳ số liệu"))
)
_MONEY = ("", "đồng", "đ", "vnđ", "vnd")
SCALES = {
    scale + money: number
    for number, scales in (
        (1_000, ("nghìn", "ngàn", "1000", "1,000")),
        (1_000_000, ("triệu", "tr")),
        (1_000_000_000, ("tỷ", "tỉ")),
    )
    for scale in scales
    for money in _MONEY
}
PER_CENT = 0
SCALES.update(dict.fromkeys(_MONEY[1:], 1))
SCALES.update(dict.fromkeys(("%", "phầntrăm", "tỷlệ", "tỉlệ", "tỷlệ%", "tỉlệ%"), PER_CENT))


@cache
def told_measure() -> re.Pattern[str]:
    """Return what finds the measure that a title tells."""
    name = r"(?:đơn vị tính|đvt|đv tính)[ .:=]+"
    return re.compile(name + r"(?P<measure>[^()\d;,]{1,30})", re.IGNORECASE)


@cache
def labels() -> re.Pattern[str]:
    """Return what finds names of rows that do not hold what was done; few words come near."""
    return re.compile(
        r"(?:(?:số liệu|phần|bảng|biểu) )?"
        r"(?:kế hoạch|kh|mục tiêu|dự toán|lũy kế|luỹ kế|lk|cùng kỳ|dự kiến|kỳ trước|năm trước"
        r"|tháng trước|chỉ tiêu giao|so với (?:kế hoạch|kh|cùng kỳ|kỳ trước|năm trước|tháng trước))"
        r"(?: (?:giao|được|đề|ra|cả|hết|từ|đầu|đến|nay|năm|tháng|quý|kỳ|trước|\d{1,4}|i{1,3}|iv|"
        r"\(?%\)?))*"
    )


LABEL_BEGINS = ("kế", "kh", "mục", "dự", "lũy", "luỹ", "lk", "cùng", "kỳ", "năm", "tháng",
                 "chỉ", "so ", "số ", "phần", "bảng", "biểu")  # fmt: skip
"""How the words begin that such a name begins with: a test that costs next to nothing."""


@cache
def rough_number() -> re.Pattern[str]:
    """Return what matches a number that is not exact, or spelt; few words call for it."""
    about = r"(?:[~≈<>≥≤]|khoảng|trên|dưới|hơn|gần|chừng|tầm)\s*\d.*"
    words = "không|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn|ngàn|lẻ|linh"
    return re.compile(rf"{about}|(?:(?:{words})(?:\s+|$)){{1,9}}", re.IGNORECASE | re.DOTALL)
