"""``cchc template``: the forms that go out to the units."""

from pathlib import Path

import typer

from cchc_cli.cli import options
from cchc_cli.locale import Translate


def register(app: typer.Typer, say: Translate) -> None:
    """Add the command to the app."""

    @app.command(
        help=say(
            "Lập biểu số liệu cho từng đơn vị điền: đúng những số liệu đơn vị phải nộp kỳ đó.\n\n"
            "\b\n"
            "Ví dụ:\n"
            "  cchc template --period 2025-10 --output bieu/\n"
            "  cchc template --period 2025-10 --unit hcc --output bieu/ --data data/\n"
            "  cchc template --period 2025-10 --output bieu/ --format csv --deadline 3"
        )
    )
    def template(
        output: Path = typer.Option(
            ...,
            "--output",
            metavar="FOLDER",
            help=say("Thư mục nhận biểu, phải có sẵn; mỗi đơn vị một tệp, ví dụ hcc-2025-10.xlsx."),
            show_default=False,
        ),
        period: str = typer.Option(
            ...,
            "--period",
            metavar="2025-10|previous",
            help=say("Kỳ của biểu; previous: kỳ vừa kết thúc."),
            show_default=False,
        ),
        plan: str = options.plan(say),
        unit: list[str] = typer.Option(
            [],
            "--unit",
            metavar="ID",
            help=say("Chỉ lập biểu của đơn vị này (ghi được nhiều lần)."),
            show_default=False,
        ),
        format: str = typer.Option(
            "xlsx",
            "--format",
            metavar="xlsx|csv",
            help=say("Dạng tệp: xlsx (mặc định) hoặc csv."),
            show_default=False,
        ),
        data: str = typer.Option(
            "",
            "--data",
            metavar="DATA",
            help=say("Thư mục số liệu đã nộp: số liệu cuối kỳ được in kèm giá trị gần nhất."),
            show_default=False,
        ),
        deadline: int = options.deadline(say),
        force: bool = options.force(say),
        lang: str = options.lang(say),
    ) -> int:
        from cchc_cli.commands.template import TemplateOptions, template_command

        return template_command(
            TemplateOptions(output, period, plan, tuple(unit), format, data, deadline, force, lang)
        )
