"""The shape of a plan file, as pydantic models: what the loader checks and the schema shows.

Every model is strict (YAML has made numbers and booleans already; nothing is converted on the
way) and forbids unknown keys.  What needs more than one key to judge is in `rules`.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from cchc_cli.numbers import FigureType
from cchc_cli.plan.terms import Every, Judge, OverTime, Recurring

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=4000, pattern=r"\S")]
PeriodWord = Annotated[str, StringConstraints(pattern=r"^[12][0-9]{3}-(0[1-9]|1[0-2])$")]
DueWord = Annotated[
    str,
    StringConstraints(pattern=r"^[12][0-9]{3}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$"),
]
TermWord = Annotated[str, StringConstraints(pattern=r"^-?[a-z][a-z0-9_]*$")]
Sum = Annotated[list[TermWord], Field(min_length=1)]


class FileModel(BaseModel):
    """A mapping in a plan file."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


class PeriodsModel(FileModel):
    """Kỳ báo cáo đầu và cuối của kế hoạch."""

    first: PeriodWord = Field(description="Kỳ đầu, dạng 2025-07.")
    last: PeriodWord = Field(description="Kỳ cuối, dạng 2025-12.")


class LetterheadModel(FileModel):
    """Thể thức của báo cáo Word theo Nghị định 30/2020/NĐ-CP; khóa không ghi lấy theo issuer."""

    superior: Word | None = Field(
        default=None,
        description="Cơ quan cấp trên trực tiếp, viết hoa; UBND xã thì không ghi.",
    )
    body: Annotated[list[Word], Field(min_length=1)] | None = Field(
        default=None,
        description="Cơ quan ban hành báo cáo, viết hoa, mỗi dòng một mục: "
        "[ỦY BAN NHÂN DÂN, XÃ THÁI TÂN].",
    )
    place: Word | None = Field(
        default=None, description="Địa danh đứng trước ngày, tháng, năm: Thái Tân."
    )
    number_suffix: Word | None = Field(default=None, description="Ký hiệu sau số văn bản: BC-UBND.")
    signer: Annotated[list[Word], Field(min_length=1)] | None = Field(
        default=None,
        description="Thẩm quyền và chức vụ của người ký, viết hoa, mỗi dòng một mục, không ghi "
        "họ tên: [TM. ỦY BAN NHÂN DÂN, CHỦ TỊCH].",
    )
    recipients: Annotated[list[Word], Field(min_length=1)] | None = Field(
        default=None, description='Nơi nhận, mỗi nơi một mục; mục cuối là "Lưu: VT".'
    )


class UnitModel(FileModel):
    """Một đơn vị nộp số liệu."""

    id: Id = Field(description="Mã đơn vị: chữ thường không dấu, số, gạch dưới.")
    name: Word = Field(description="Tên đơn vị như trong kế hoạch.")
    aliases: list[Word] = Field(default=[], description="Các tên gọi khác mà đơn vị hay viết.")


class FigureModel(FileModel):
    """Một số liệu mà đơn vị phải nộp."""

    id: Id = Field(description="Mã số liệu: chữ thường không dấu, số, gạch dưới.")
    name: Word = Field(description="Tên số liệu, đủ rõ để người nhập không cần hỏi lại.")
    type: Annotated[FigureType, Field(strict=False)] = Field(
        description="count: số đếm; amount: số thập phân; percent: tỷ lệ %; yes_no: có/không."
    )
    measured_in: Word | None = Field(default=None, description="Đơn vị tính, ví dụ: hồ sơ.")
    over_time: Annotated[OverTime | None, Field(strict=False)] = Field(
        default=None,
        description="sum: cộng các kỳ; last: lấy kỳ mới nhất; ever: đã có một lần là có "
        "(chỉ cho yes_no, và là mặc định của yes_no).",
    )
    every: Annotated[Every, Field(strict=False)] = Field(
        default=Every.MONTH,
        description="Nộp theo: month (mỗi kỳ, mặc định), quarter (kỳ cuối quý), plan (kỳ cuối).",
    )
    reported_by: Annotated[list[Id], Field(min_length=1)] = Field(
        description="Mã các đơn vị nộp; nhiều đơn vị thì cộng lại (yes_no: tất cả phải là có)."
    )


class CheckModel(FileModel):
    """Một quy tắc đối chiếu giữa các số liệu của cùng đơn vị, cùng kỳ."""

    rule: Word = Field(description='Quy tắc, ví dụ: "a + b = c" hoặc "a <= b".')
    severity: Literal["error", "warning"] = Field(
        default="warning",
        description="error: chỉ tiêu dùng số liệu này không được đánh giá; warning: chỉ nhắc.",
    )


class RatioModel(FileModel):
    """Tỷ lệ phần trăm: tử số chia mẫu số."""

    part: Sum = Field(description='Tử số: các mã số liệu cộng lại; "-x" là trừ đi.')
    whole: Sum = Field(description='Mẫu số: các mã số liệu cộng lại; "-x" là trừ đi.')


class MeasureModel(FileModel):
    """Cách tính: đúng một trong ba khóa ratio, total, all_done."""

    ratio: RatioModel | None = Field(default=None, description="Tỷ lệ tử số trên mẫu số.")
    total: Sum | None = Field(default=None, description="Tổng các số liệu.")
    all_done: Annotated[list[Id], Field(min_length=1)] | None = Field(
        default=None, description="Các số liệu có/không, tất cả phải là có."
    )


class TargetModel(FileModel):
    """Một chỉ tiêu."""

    id: Word = Field(description='Số của chỉ tiêu, đặt trong dấu nháy: "3.3".')
    clause: Word = Field(description="Điểm của kế hoạch mà chỉ tiêu thực hiện: II.3.a.3.")
    name: Word = Field(description="Tên ngắn.")
    text: Word = Field(description="Nguyên văn trong kế hoạch.")
    measure: MeasureModel = Field(description="Cách tính.")
    require: Word | None = Field(
        default=None,
        description='Yêu cầu: ">= 95%", "> 90%", ">= 2"; all_done thì không ghi.',
    )
    lead: str | None = Field(default=None, description="Đơn vị chủ trì, nếu khác của lĩnh vực.")
    due: PeriodWord | None = Field(
        default=None,
        description="Kỳ phải đạt; trước đó là chưa đến hạn. Không ghi: kỳ nào cũng xét.",
    )
    judge: Annotated[Judge, Field(strict=False)] = Field(
        default=Judge.TO_DATE,
        description="to_date: xét lũy kế (mặc định); month: chỉ xét riêng kỳ đánh giá.",
    )
    may_exceed: bool = Field(
        default=False,
        description="true: tử số lớn hơn mẫu số là kết quả, không phải lỗi.",
    )


class TaskModel(FileModel):
    """Một nhiệm vụ; đơn vị chủ trì báo cáo tiến độ bằng mã nhiệm vụ."""

    id: Id = Field(
        description="Mã nhiệm vụ: chữ thường không dấu, số, gạch dưới, ví dụ nv_3_4; không trùng "
        "mã số liệu."
    )
    clause: Word = Field(description="Điểm của kế hoạch giao nhiệm vụ: II.3.b.4.")
    name: Word = Field(description="Tên ngắn.")
    text: Word = Field(description="Nguyên văn trong kế hoạch.")
    lead: str | None = Field(default=None, description="Đơn vị chủ trì, nếu khác của lĩnh vực.")
    supported_by: list[Id] = Field(default=[], description="Mã các đơn vị phối hợp.")
    due: DueWord | None = Field(
        default=None,
        description="Hạn hoàn thành: một kỳ (2025-12: hết kỳ đó) hoặc một ngày (2025-12-09). "
        "Không ghi: kỳ cuối của kế hoạch.",
    )
    recurring: Annotated[Recurring | None, Field(strict=False)] = Field(
        default=None,
        description="Việc lặp lại: month (mỗi kỳ) hoặc quarter (mỗi quý); không ghi cùng due.",
    )
    product: Word | None = Field(
        default=None, description="Sản phẩm phải có, nếu kế hoạch nêu: Báo cáo, Kế hoạch…"
    )


class SectionModel(FileModel):
    """Một lĩnh vực, gồm các chỉ tiêu và nhiệm vụ."""

    id: Word = Field(description='Số của lĩnh vực, đặt trong dấu nháy: "3".')
    title: Word = Field(description="Tên lĩnh vực.")
    lead: str | None = Field(default=None, description="Mã đơn vị chủ trì lĩnh vực.")
    targets: list[TargetModel] = Field(default=[], description="Các chỉ tiêu của lĩnh vực.")
    tasks: list[TaskModel] = Field(default=[], description="Các nhiệm vụ của lĩnh vực.")


class PlanModel(FileModel):
    """Kế hoạch cải cách hành chính dùng cho cchc."""

    format: Annotated[int, Field(ge=1, le=1)] = Field(description="Phiên bản định dạng, luôn là 1.")
    id: Id = Field(description="Mã kế hoạch: chữ thường không dấu, số, gạch dưới.")
    title: Word = Field(description="Tên kế hoạch.")
    issuer: Word = Field(description="Cơ quan ban hành.")
    authority: list[Word] = Field(default=[], description="Các văn bản căn cứ.")
    letterhead: LetterheadModel | None = Field(
        default=None,
        description="Thể thức của báo cáo Word; không ghi thì lấy theo issuer.",
    )
    language: Literal["vi", "en"] = Field(default="vi", description="Ngôn ngữ của kế hoạch.")
    periods: PeriodsModel = Field(description="Kỳ đầu và kỳ cuối.")
    cut_off_day: Annotated[int, Field(ge=1, le=28)] | None = Field(
        default=None,
        description="Ngày chốt số liệu: 14 nghĩa là kỳ 2025-08 từ 15/7 đến 14/8. "
        "Không ghi: theo tháng dương lịch.",
    )
    units: Annotated[list[UnitModel], Field(min_length=1)] = Field(description="Các đơn vị.")
    figures: Annotated[list[FigureModel], Field(min_length=1)] = Field(
        description="Các số liệu mà đơn vị nộp."
    )
    checks: list[CheckModel] = Field(default=[], description="Các quy tắc đối chiếu số liệu.")
    sections: Annotated[list[SectionModel], Field(min_length=1)] = Field(
        description="Các lĩnh vực và chỉ tiêu."
    )
