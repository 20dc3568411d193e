"""What ``cchc diff`` shows: two states of the figures side by side, in several formats."""

DIFFERENCE_FORMATS = {
    "terminal": "cchc_cli.formats.difference.terminal:render_terminal",
    "markdown": "cchc_cli.formats.difference.markdown:render_markdown",
    "json": "cchc_cli.formats.difference.json:render_json",
    "docx": "cchc_cli.formats.docx.memo:render_memo",
}
"""Name to dotted path: takes a `rows.Memo` and a `Screen`, and returns text or bytes."""
