"""``cchc diff``: what changed, for the memo that follows a correction."""

from pathlib import Path

import typer

from cchc_cli.cli import options
from cchc_cli.locale import Translate


def register(app: typer.Typer, say: Translate) -> None:
    """Add the command to the app."""

    @app.command(
        help=say(
            "So sánh: số nào đổi, từ bao nhiêu thành bao nhiêu, ở tệp nào dòng nào, và chỉ tiêu "
            "nào đổi kết quả.\n\n"
            "Một thư mục: bản chốt của kỳ (cchc close) với số liệu hiện có. Hai thư mục: bản "
            "trước với bản sau. Có --against: hai kỳ của một thư mục.\n\n"
            "\b\n"
            "Ví dụ:\n"
            "  cchc diff data/ --period 2025-09\n"
            "  cchc diff data/ --period 2025-09 --output sua-doi-{period}.docx\n"
            "  cchc diff data/ --period 2025-09 --revision 1     (sau khi đã --amend)\n"
            "  cchc diff data-tuan-truoc/ data/\n"
            "  cchc diff data/ --period 2025-09 --against 2025-08"
        )
    )
    def diff(
        data: Path = options.data(say),
        other: Path | None = typer.Argument(
            None,
            metavar="DATA_B",
            help=say("Thư mục hoặc tệp mới hơn, để so với DATA."),
            show_default=False,
        ),
        period: str = typer.Option(
            "latest",
            "--period",
            metavar="2025-09|latest",
            help=say(
                "Kỳ so sánh; không ghi: kỳ chốt mới nhất, hoặc kỳ mới nhất có số liệu khi so hai "
                "thư mục, hai kỳ."
            ),
            show_default=False,
        ),
        against: str = typer.Option(
            "",
            "--against",
            metavar="2025-08",
            help=say("So với kỳ này của cùng thư mục."),
            show_default=False,
        ),
        revision: int | None = typer.Option(
            None,
            "--revision",
            metavar="N",
            min=1,
            help=say("So với bản chốt lần N; không ghi: bản chốt mới nhất."),
            show_default=False,
        ),
        plan: str = options.plan(say),
        format: str = options.format(say, ("terminal", "markdown", "json", "docx")),
        output: str = options.output(say),
        date: str = options.report_date(say),
        lang: str = options.lang(say),
        quiet: bool = options.quiet(say),
    ) -> int:
        from cchc_cli.commands.diff import DiffOptions, diff_command

        return diff_command(
            DiffOptions(
                data, other, period, against, revision, plan, format, output, date, lang, quiet
            )
        )
