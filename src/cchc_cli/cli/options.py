"""The options that several commands share, with their help in the reader's language."""

from collections.abc import Iterable
from typing import Any

import typer

from cchc_cli.formats import FORMATS
from cchc_cli.limits import DEADLINE_DAY
from cchc_cli.locale import Translate


def data(say: Translate) -> Any:
    """Return the argument for the folder of submissions."""
    return typer.Argument(
        ...,
        metavar="DATA",
        help=say("Thư mục chứa tệp số liệu (đọc cả thư mục con), hoặc một tệp."),
        show_default=False,
    )


def plan(say: Translate) -> Any:
    """Return the option for the plan."""
    return typer.Option(
        "",
        "--plan",
        metavar="FILE|ID",
        help=say(
            "Kế hoạch: tệp .yaml hoặc mã kế hoạch có sẵn. Không ghi: biến CCHC_PLAN, rồi plan.yaml "
            "trong DATA hoặc thư mục trên nó, rồi thai_tan_2025h2."
        ),
        show_default=False,
    )


def period(say: Translate) -> Any:
    """Return the option for the period."""
    return typer.Option(
        "latest",
        "--period",
        metavar="2025-09|latest|previous",
        help=say(
            "Kỳ đánh giá; latest: kỳ mới nhất có số liệu (mặc định); previous: kỳ vừa kết thúc."
        ),
        show_default=False,
    )


def section(say: Translate) -> Any:
    """Return the option for the sections shown."""
    return typer.Option(
        [],
        "--section",
        metavar="ID",
        help=say("Chỉ hiện lĩnh vực này (ghi được nhiều lần)."),
        show_default=False,
    )


def lang(say: Translate) -> Any:
    """Return the option for the language."""
    return typer.Option(
        "", "--lang", metavar="vi|en", help=say("Ngôn ngữ: vi hoặc en."), show_default=False
    )


def format(say: Translate, names: Iterable[str] = FORMATS) -> Any:
    """Return the option for the report's format."""
    return typer.Option(
        "",
        "--format",
        metavar="|".join(names),
        help=say("Định dạng báo cáo; không ghi thì theo đuôi tệp của --output."),
        show_default=False,
    )


def output(say: Translate) -> Any:
    """Return the option for the report's file."""
    return typer.Option(
        "",
        "--output",
        metavar="FILE",
        help=say(
            "Ghi báo cáo vào tệp thay vì màn hình; {period} và {plan} được điền vào tên tệp. "
            "Thư mục phải có sẵn."
        ),
        show_default=False,
    )


def log(say: Translate) -> Any:
    """Return the option for the log of runs."""
    return typer.Option(
        "",
        "--log",
        metavar="FILE",
        help=say(
            "Ghi thêm vào tệp nhật ký một dòng cho lần chạy này: giờ, kỳ, số chỉ tiêu theo kết "
            "quả, mã kết thúc. Để ngoài DATA; thư mục phải có sẵn."
        ),
        show_default=False,
    )


def report_date(say: Translate, counts: str = "") -> Any:
    """Return the option for the day that a report bears; `counts` says what else it decides."""
    return typer.Option(
        "",
        "--date",
        metavar="2025-10-05",
        help=say(
            "Ngày ghi trên báo cáo Word, dạng 2025-10-05 hoặc 05/10/2025; không ghi thì để trống "
            "cho người ký điền."
        )
        + counts,
        show_default=False,
    )


def quiet(say: Translate) -> Any:
    """Return the option for saying less."""
    return typer.Option(False, "--quiet", help=say("Chỉ báo lỗi, và báo cáo nếu được yêu cầu."))


def exit_zero(say: Translate) -> Any:
    """Return the option for ending with 0 where targets are missed or incomplete."""
    return typer.Option(
        False, "--exit-zero", help=say("Kết thúc bằng 0 thay cho 1 (không đạt) và 5 (thiếu).")
    )


def deadline(say: Translate) -> Any:
    """Return the option for the day of the month by which units are to submit."""
    return typer.Option(
        DEADLINE_DAY,
        "--deadline",
        metavar="DAY",
        min=1,
        max=31,
        help=say(
            "Hạn nộp: ngày này của tháng, tính từ sau khi kỳ kết thúc. Mặc định 5, là quy ước của "
            "cchc; ghi đúng hạn mà xã quy định."
        ),
        show_default=False,
    )


def date(say: Translate) -> Any:
    """Return the option for the day as of which a command speaks."""
    return typer.Option(
        "",
        "--date",
        metavar="2025-10-05",
        help=say("Ngày tính đến, dạng 2025-10-05 hoặc 05/10/2025; mặc định là hôm nay."),
        show_default=False,
    )


def force(say: Translate) -> Any:
    """Return the option for writing over files that are there."""
    return typer.Option(
        False, "--force", help=say("Ghi đè tệp đã có; không có tùy chọn này thì không bao giờ.")
    )
