"""``cchc trend``: targets over the periods."""

from pathlib import Path

import typer

from cchc_cli.cli import options
from cchc_cli.locale import Translate


def register(app: typer.Typer, say: Translate) -> None:
    """Add the command to the app."""

    @app.command(
        help=say(
            "Cho xem các chỉ tiêu qua từng kỳ: giá trị lũy kế, kết quả, và kỳ nào mới đạt hoặc "
            "mới không đạt.\n\n"
            "\b\n"
            "Ví dụ:\n"
            "  cchc trend data/\n"
            "  cchc trend data/ 3.3 3.5b\n"
            "  cchc trend data/ --from 2025-07 --to 2025-12 --output dien-bien.csv"
        )
    )
    def trend(
        data: Path = options.data(say),
        target: list[str] = typer.Argument(
            None,
            metavar="TARGET",
            help=say("Mã các chỉ tiêu, ví dụ 3.3; không ghi: mọi chỉ tiêu."),
            show_default=False,
        ),
        first: str = typer.Option(
            "",
            "--from",
            metavar="2025-07",
            help=say("Kỳ đầu; không ghi: kỳ đầu của kế hoạch."),
            show_default=False,
        ),
        last: str = typer.Option(
            "latest",
            "--to",
            metavar="2025-09|latest|previous",
            help=say("Kỳ cuối; không ghi: kỳ mới nhất có số liệu."),
            show_default=False,
        ),
        plan: str = options.plan(say),
        format: str = options.format(say, ("terminal", "markdown", "json", "csv")),
        output: str = options.output(say),
        lang: str = options.lang(say),
        quiet: bool = options.quiet(say),
    ) -> int:
        from cchc_cli.commands.trend import TrendOptions, trend_command

        return trend_command(
            TrendOptions(data, tuple(target or ()), first, last, plan, format, output, lang, quiet)
        )
