"""The page as text.  It holds all it needs, and its policy lets it fetch and run nothing else."""

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cchc_cli.formats import PLAIN, Screen
from cchc_cli.formats.html.drawing import HEIGHT, WIDTH
from cchc_cli.formats.html.labels import labels_of
from cchc_cli.formats.html.page import build_page
from cchc_cli.formats.rows import Report
from cchc_cli.submissions.own_reports import PAGE_MARK

_TEMPLATES = "templates"


def render_html(report: Report, _screen: Screen = PLAIN) -> str:
    """Render a report as one self-contained HTML page.

    Style and script are the page's own, named by their hashes: words from a file that became
    markup in spite of all escaping could still neither run nor load anything.
    """
    style, script = _part("style.css"), _part("script.js")
    return _environment().get_template("page.html.jinja").render(
        page=build_page(report),
        report=report,
        label=labels_of(report.words),
        language=report.words.language,
        policy=policy_of(style, script),
        style=Markup(style),  # our own file, not words from others
        script=Markup(script),
        mark=Markup(PAGE_MARK),
        chart=(WIDTH, HEIGHT),
    )  # fmt: skip


def policy_of(style: str, script: str) -> str:
    """Return the content security policy of a page with this style and this script alone."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


@cache
def _part(name: str) -> str:
    """Return a part of the page that is no template, its lines ended as a browser sees them."""
    return files(__package__).joinpath(_TEMPLATES, name).read_text("utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader(__package__, _TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
