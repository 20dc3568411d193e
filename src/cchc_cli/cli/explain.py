"""``cchc explain``: where one target's number comes from."""

from pathlib import Path

import typer

from cchc_cli.cli import options
from cchc_cli.locale import Translate


def register(app: typer.Typer, say: Translate) -> None:
    """Add the command to the app."""

    @app.command(
        help=say(
            "Giải thích một chỉ tiêu: công thức, từng số liệu với đơn vị, kỳ, tệp và dòng.\n\n"
            "\b\n"
            "Ví dụ:\n"
            "  cchc explain 3.3 data/\n"
            "  cchc explain 6.1 data/ --period 2025-09"
        )
    )
    def explain(
        target: str = typer.Argument(
            ..., metavar="TARGET", help=say("Mã chỉ tiêu, ví dụ 3.3."), show_default=False
        ),
        data: Path = options.data(say),
        plan: str = options.plan(say),
        period: str = options.period(say),
        lang: str = options.lang(say),
    ) -> int:
        from cchc_cli.commands.explain import ExplainOptions, explain_command

        return explain_command(ExplainOptions(target, data, plan, period, lang))
