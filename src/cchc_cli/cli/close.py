"""``cchc close``: a reported month stays reported."""

from pathlib import Path

import typer

from cchc_cli.cli import options
from cchc_cli.locale import Translate


def register(app: typer.Typer, say: Translate) -> None:
    """Add the command to the app."""

    @app.command(
        help=say(
            "Chốt một kỳ đã báo cáo: ghi lại số liệu và kết quả vào DATA, để sau này sửa đổi gì "
            "cũng được phát hiện (mã kết thúc 6).\n\n"
            "\b\n"
            "Ví dụ:\n"
            "  cchc close data/ --period 2025-09\n"
            '  cchc close data/ --period 2025-09 --by "Phòng VHXH" --note "BC số 12/BC-UBND"\n'
            '  cchc close data/ --period 2025-09 --amend --reason "hcc nộp lại số hồ sơ"'
        )
    )
    def close(
        data: Path = options.data(say),
        plan: str = options.plan(say),
        period: str = typer.Option(
            ..., "--period", metavar="2025-09", help=say("Kỳ cần chốt."), show_default=False
        ),
        by: str = typer.Option(
            "", "--by", metavar="NAME", help=say("Ai chốt; ghi vào bản chốt."), show_default=False
        ),
        note: str = typer.Option(
            "",
            "--note",
            metavar="TEXT",
            help=say("Ghi chú, ví dụ số báo cáo; ghi vào bản chốt."),
            show_default=False,
        ),
        amend: bool = typer.Option(
            False, "--amend", help=say("Ghi nhận sửa đổi của kỳ đã chốt; các bản chốt cũ được giữ.")
        ),
        reason: str = typer.Option(
            "",
            "--reason",
            metavar="TEXT",
            help=say("Lý do sửa, bắt buộc khi có --amend."),
            show_default=False,
        ),
        date: str = options.date(say),
        lang: str = options.lang(say),
    ) -> int:
        from cchc_cli.commands.close import CloseOptions, close_command

        return close_command(CloseOptions(data, plan, period, by, note, amend, reason, date, lang))
