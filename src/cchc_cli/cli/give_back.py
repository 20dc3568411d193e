"""``cchc return``: back to the office with what is wrong."""

from pathlib import Path

import typer

from cchc_cli.cli import options
from cchc_cli.locale import Translate


def register(app: typer.Typer, say: Translate) -> None:
    """Add the command to the app."""

    @app.command(
        "return",
        help=say(
            "Trả lại từng đơn vị còn thiếu hoặc sai: biểu của chính đơn vị với ô sai tô màu, kèm "
            "tin nhắn soạn sẵn. Không sửa gì trong DATA.\n\n"
            "\b\n"
            "Ví dụ:\n"
            "  cchc return data/ --output tra-lai/\n"
            "  cchc return data/ --period 2025-09 --output tra-lai/ --deadline 3"
        ),
    )
    def give_back(
        data: Path = options.data(say),
        output: Path = typer.Option(
            ...,
            "--output",
            metavar="FOLDER",
            help=say("Thư mục nhận biểu và tin nhắn, phải có sẵn và nằm ngoài DATA."),
            show_default=False,
        ),
        plan: str = options.plan(say),
        period: str = options.period(say),
        date: str = options.date(say),
        deadline: int = options.deadline(say),
        force: bool = options.force(say),
        lang: str = options.lang(say),
    ) -> int:
        from cchc_cli.commands.give_back import ReturnOptions, return_command

        return return_command(
            ReturnOptions(data, output, plan, period, date, deadline, force, lang)
        )
