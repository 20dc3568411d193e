"""``cchc tasks``: how far the plan's tasks have come."""

from pathlib import Path

import typer

from cchc_cli.cli import options
from cchc_cli.locale import Translate


def register(app: typer.Typer, say: Translate) -> None:
    """Add the command to the app."""

    @app.command(
        help=say(
            "Cho xem các nhiệm vụ của kế hoạch: đã hoàn thành bao nhiêu, việc nào quá hạn, sắp đến "
            "hạn, chưa ai báo cáo; theo lĩnh vực và đơn vị chủ trì.\n\n"
            "\b\n"
            "Ví dụ:\n"
            "  cchc tasks data/\n"
            "  cchc tasks data/ --period 2025-09 --unit hcc\n"
            "  cchc tasks data/ --date 2025-10-15\n"
            "  cchc tasks data/ --output nhiem-vu.csv"
        )
    )
    def tasks(
        data: Path = options.data(say),
        plan: str = options.plan(say),
        period: str = options.period(say),
        date: str = typer.Option(
            "",
            "--date",
            metavar="2025-10-05",
            help=say(
                "Tính quá hạn và sắp đến hạn tại ngày này, dạng 2025-10-05 hoặc 05/10/2025; mặc "
                "định là ngày sau khi kỳ kết thúc."
            ),
            show_default=False,
        ),
        section: list[str] = options.section(say),
        unit: list[str] = typer.Option(
            [],
            "--unit",
            metavar="ID",
            help=say("Chỉ hiện nhiệm vụ do đơn vị này chủ trì hoặc phối hợp (nhiều lần được)."),
            show_default=False,
        ),
        format: str = options.format(say, ("terminal", "markdown", "json", "csv")),
        output: str = options.output(say),
        lang: str = options.lang(say),
        quiet: bool = options.quiet(say),
        exit_zero: bool = options.exit_zero(say),
        log: str = options.log(say),
    ) -> int:
        from cchc_cli.commands.tasks import TasksOptions, tasks_command

        return tasks_command(
            TasksOptions(
                data, plan, period, date, tuple(section), tuple(unit), format, output, lang, quiet,
                exit_zero, log,
            )
        )  # fmt: skip
