"""A form as delimited text that Excel in Vietnamese opens as a table: ``;``, UTF-8 with BOM.

Its periods are written ``T10/2025``: of ``2025-10`` Excel would make a date when it opens the file.
"""

import csv
import io

from cchc_cli.formats.csv import harmless
from cchc_cli.formats.words import Words
from cchc_cli.forms.form import Form
from cchc_cli.forms.wording import column_names, fixed_cells, previous_cell, typed_value


def render_delimited(form: Form, words: Words) -> bytes:
    """Render a form as one header row and a row for each figure."""
    drawn = io.StringIO(newline="")
    writer = csv.writer(drawn, delimiter=";", lineterminator="\r\n")
    writer.writerow(column_names(form, words))
    for row in form.rows:
        _, *fixed = fixed_cells(form, row, words)
        revision = "" if row.revision in (None, 1) else str(row.revision)
        cells = [*fixed, typed_value(row.value), row.note, revision]
        previous = [previous_cell(row, words)] if form.shows_previous else []
        month = f"T{row.period.month}/{row.period.year}"
        writer.writerow([month, *(harmless(cell) for cell in (*cells, *previous))])
    return drawn.getvalue().encode("utf-8-sig")
