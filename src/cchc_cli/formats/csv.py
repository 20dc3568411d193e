"""The report as CSV for other programs: one row per target, numbers exact, as in JSON.

UTF-8 with a byte-order mark, by which Excel knows it; commas, and CRLF at the end of rows (RFC
4180).  A cell of text that a spreadsheet would take for a formula begins with an apostrophe.
"""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from fractions import Fraction

from cchc_cli.evaluate import Result
from cchc_cli.formats import PLAIN, Screen
from cchc_cli.formats.json import number_of
from cchc_cli.formats.rows import Report, TargetRow
from cchc_cli.formats.words import VERDICT_WORDS, Words
from cchc_cli.periods import Period

COLUMNS = (
    "plan",
    "period",
    "section",
    "target",
    "clause",
    "name",
    "lead",
    "op",
    "bound",
    "percent",
    "value",
    "period_value",
    "part",
    "whole",
    "provisional",
    "verdict",
    "verdict_word",
    "due",
    "change",
    "difference",
    "since",
    "missing",
    "note",
    "estimated",
)
"""The columns of the report; see docs/csv.md."""


def render_csv(report: Report, _screen: Screen = PLAIN) -> str:
    """Render a report as CSV."""
    rows = [row for section in report.sections for row in section.rows]
    period = report.run.evaluation.period
    return written(COLUMNS, (target_cells(row, period, report.words) for row in rows))


Cell = str | bool | int | Fraction | None
"""A cell: text, true or false, a number, or nothing."""


def written(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a table as CSV, with its header."""
    drawn = io.StringIO()
    writer = csv.writer(drawn, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(map(_shown, row))
    return "\ufeff" + drawn.getvalue()


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return json.dumps(cell)
    return harmless(cell) if isinstance(cell, str) else json.dumps(number_of(cell))


_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*%?", re.ASCII)
_FORMULA = "=+-@＝＋－＠"
_BLANK_LETTERS = frozenset(map(chr, (0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0)))
"""Letters and a symbol that show nothing."""


def harmless(words: str) -> str:
    """Return text so that a spreadsheet takes it for no formula; a number or lone sign is none.

    A formula begins with ``=``, ``+``, ``-`` or ``@``, their full-width forms included, also
    after characters that show nothing.
    """
    seen = next((letter for letter in words if not _is_invisible(letter)), " ")
    if seen in _FORMULA and words != seen and not _NUMBER.fullmatch(words):
        return f"'{words}"
    return f"'{words}" if words[:1] in ("\t", "\r", "\n") else words


def _is_invisible(letter: str) -> bool:
    return letter in _BLANK_LETTERS or unicodedata.category(letter)[0] in "ZCM"


def target_cells(row: TargetRow, period: Period, words: Words) -> list[Cell]:
    """Return the cells of a target's row at a period, in the order of `COLUMNS`."""
    result, say = row.result, words.say
    target = result.target
    require = target.require
    return [
        words.plan.id,
        str(period),
        say(target.section),
        row.id,
        say(target.clause),
        row.name,
        target.lead,
        require.op.value if require else None,
        require.bound if require else None,
        require.percent if require else None,
        result.value,
        result.period_value,
        result.part,
        result.whole,
        result.provisional,
        result.verdict.value,
        say(VERDICT_WORDS[result.verdict]),
        str(target.due) if target.due else None,
        row.change.value if row.change else None,
        row.difference,
        row.since if row.change else None,
        len(result.missing),
        say(_notes(result)),
        result.estimated,
    ]


def _notes(result: Result) -> str:
    """Join the notes of the entries that a result rests on, each once."""
    return " | ".join(dict.fromkeys(entry.note for entry in result.entries if entry.note))
