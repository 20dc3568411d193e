"""``cchc evaluate``: the month-end report."""

from pathlib import Path

import typer

from cchc_cli.cli import options
from cchc_cli.locale import Translate


def register(app: typer.Typer, say: Translate) -> None:
    """Add the command to the app."""

    @app.command(
        help=say(
            "Đánh giá mọi chỉ tiêu của kế hoạch tại một kỳ và in báo cáo.\n\n"
            "\b\n"
            "Ví dụ:\n"
            "  cchc evaluate data/\n"
            '  cchc evaluate data/ --period 2025-09 --output "bao-cao-{period}.md"\n'
            "  cchc evaluate data/ --unit hcc --section 3\n"
            "  cchc evaluate data/ --format json --quiet > ket-qua.json\n"
            "  cchc evaluate data/ --output bao-cao.docx --date 2025-10-05\n"
            '  cchc evaluate data/ --period previous --output "bc/{period}.md" --quiet   (cron)'
        )
    )
    def evaluate(
        data: Path = options.data(say),
        plan: str = options.plan(say),
        period: str = options.period(say),
        section: list[str] = options.section(say),
        unit: list[str] = typer.Option(
            [],
            "--unit",
            metavar="ID",
            help=say("Chỉ hiện chỉ tiêu do đơn vị này chủ trì hoặc nộp số liệu (nhiều lần được)."),
            show_default=False,
        ),
        format: str = options.format(say),
        output: str = options.output(say),
        date: str = options.report_date(
            say, " " + say("Nhiệm vụ quá hạn và kỳ previous cũng tính tại ngày này.")
        ),
        lang: str = options.lang(say),
        quiet: bool = options.quiet(say),
        exit_zero: bool = options.exit_zero(say),
        as_closed: bool = typer.Option(
            False,
            "--as-closed",
            help=say("In lại báo cáo đúng như khi chốt kỳ (cchc close), không đọc tệp số liệu."),
        ),
        revision: int | None = typer.Option(
            None,
            "--revision",
            metavar="N",
            min=1,
            help=say("Cùng --as-closed: in lại bản chốt lần N; không ghi: bản chốt mới nhất."),
            show_default=False,
        ),
        log: str = options.log(say),
    ) -> int:
        from cchc_cli.commands.evaluate import EvaluateOptions, evaluate_command

        return evaluate_command(
            EvaluateOptions(
                data, plan, period, tuple(section), tuple(unit), format, output, date, lang,
                quiet, exit_zero, as_closed, log, revision,
            )
        )  # fmt: skip
