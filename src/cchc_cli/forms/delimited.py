"""A form as delimited text that Excel in Vietnamese opens as a table: ``;``, UTF-8 with BOM."""

import csv
import io

from cchc_cli.formats.words import Words
from cchc_cli.forms.form import Form
from cchc_cli.forms.wording import COLUMNS, PREVIOUS_COLUMN, fixed_cells, previous_cell, typed_value
from cchc_cli.texts import harmless


def render_delimited(form: Form, words: Words) -> bytes:
    """Render a form as one header row and a row for each figure."""
    drawn = io.StringIO(newline="")
    writer = csv.writer(drawn, delimiter=";", lineterminator="\r\n")
    names = [words.say(name) for name in COLUMNS]
    writer.writerow([*names, *([words.say(PREVIOUS_COLUMN)] if form.shows_previous else [])])
    for row in form.rows:
        revision = "" if row.revision in (None, 1) else str(row.revision)
        cells = [*fixed_cells(form, row), typed_value(row.value), row.note, revision]
        previous = [previous_cell(row)] if form.shows_previous else []
        writer.writerow([harmless(cell) for cell in (*cells, *previous)])
    return drawn.getvalue().encode("utf-8-sig")
