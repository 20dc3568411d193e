"""``cchc plan``: list, show and check plans, and the schema of their files."""

import typer

from cchc_cli.cli import options
from cchc_cli.locale import Translate


def register(app: typer.Typer, say: Translate) -> None:
    """Add the group of commands to the app."""
    group = typer.Typer(
        help=say(
            "Xem và kiểm tra kế hoạch.\n\n"
            "\b\n"
            "Ví dụ:\n"
            "  cchc plan list\n"
            "  cchc plan show --unit hcc                 số liệu, nhiệm vụ của hcc\n"
            "  cchc plan show --format yaml > plan.yaml  bản để sửa cho xã mình\n"
            "  cchc plan check plan.yaml\n"
            "  cchc plan schema > plan.schema.json       để VS Code gợi ý khi soạn"
        ),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    app.add_typer(group, name="plan")

    @group.callback()
    def root(lang: str = options.lang(say)) -> None:
        del lang  # read from the arguments before help is written

    @group.command("list", help=say("Liệt kê các kế hoạch có sẵn."))
    def list_plans(lang: str = options.lang(say)) -> int:
        from cchc_cli.commands.plan import list_command

        return list_command(lang)

    @group.command(
        help=say(
            "Hiện một kế hoạch: chỉ tiêu, nhiệm vụ, số liệu phải nộp. --format yaml cho bản sao để "
            "sửa.\n\n"
            "\b\n"
            "Ví dụ:\n"
            "  cchc plan show\n"
            "  cchc plan show --unit kt\n"
            "  cchc plan show thai_tan_2025h2 --format yaml > plan.yaml"
        )
    )
    def show(
        plan: str = _plan_argument(
            say("Tệp .yaml hoặc mã kế hoạch có sẵn; không ghi: CCHC_PLAN, rồi thai_tan_2025h2.")
        ),
        format: str = typer.Option(
            "",
            "--format",
            metavar="terminal|yaml|json",
            help=say("Định dạng: terminal (mặc định), yaml hoặc json."),
            show_default=False,
        ),
        unit: str = typer.Option(
            "",
            "--unit",
            metavar="ID",
            help=say("Chỉ hiện số liệu và nhiệm vụ của đơn vị này."),
            show_default=False,
        ),
        lang: str = options.lang(say),
    ) -> int:
        from cchc_cli.commands.plan import show_command

        return show_command(plan, format, unit, lang)

    @group.command(
        help=say(
            "Kiểm tra một tệp kế hoạch; liệt kê từng điểm cùng chỉ tiêu, nhiệm vụ thực hiện điểm "
            "đó, và điểm còn khuyết.\n\n"
            "\b\n"
            "Ví dụ:\n"
            "  cchc plan check plan.yaml"
        )
    )
    def check(
        plan: str = _plan_argument(
            say("Tệp .yaml hoặc mã kế hoạch có sẵn; không ghi: CCHC_PLAN, rồi plan.yaml ở đây.")
        ),
        lang: str = options.lang(say),
    ) -> int:
        from cchc_cli.commands.plan import check_command

        return check_command(plan, lang)

    @group.command(help=say("In JSON Schema của tệp kế hoạch, để trình soạn thảo gợi ý."))
    def schema() -> int:
        from cchc_cli.commands.plan import schema_command

        return schema_command()


def _plan_argument(help_text: str) -> str:
    argument: str = typer.Argument("", metavar="[PLAN]", help=help_text, show_default=False)
    return argument
