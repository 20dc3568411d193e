"""``cchc check``: the files, before the evaluation."""

from pathlib import Path

import typer

from cchc_cli.cli import options
from cchc_cli.locale import Translate


def register(app: typer.Typer, say: Translate) -> None:
    """Add the command to the app."""

    @app.command(
        help=say(
            "Kiểm tra các tệp số liệu: đơn vị nào nộp đủ, còn thiếu gì, ai quá hạn; tệp nào có "
            "lỗi, số nào đáng ngờ.\n\n"
            "\b\n"
            "Ví dụ:\n"
            "  cchc check data/\n"
            "  cchc check data/2025-09/hcc.csv\n"
            "  cchc check data/ --period 2025-09 --date 2025-10-06 --deadline 5\n"
            "  cchc check data/ --all --format json\n"
            "  cchc check data/ --period previous --output nop.txt --log cchc.log   (cron)"
        )
    )
    def check(
        data: Path = options.data(say),
        plan: str = options.plan(say),
        period: str = options.period(say),
        format: str = typer.Option(
            "",
            "--format",
            metavar="terminal|json",
            help=say("Định dạng: terminal (mặc định) hoặc json."),
            show_default=False,
        ),
        lang: str = options.lang(say),
        quiet: bool = options.quiet(say),
        show_all: bool = typer.Option(
            False, "--all", help=say("Hiện mọi lỗi, kể cả nhiều lỗi cùng loại.")
        ),
        date: str = options.date(say),
        deadline: int = options.deadline(say),
        output: str = options.output(say),
        log: str = options.log(say),
    ) -> int:
        from cchc_cli.commands.check import CheckOptions, check_command

        return check_command(
            CheckOptions(
                data, plan, period, format, lang, quiet, show_all, date, deadline, output, log,
            )
        )  # fmt: skip
