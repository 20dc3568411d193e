"""Complaints about the words by which rows name their figures."""

from cchc_cli.plan.terms import Reported
from cchc_cli.submissions.columns import Role
from cchc_cli.submissions.encoding import spoilt_text
from cchc_cli.submissions.notes import Notes, formula_hint
from cchc_cli.submissions.row import SubmittedRow
from cchc_cli.submissions.words import PlanWords
from cchc_cli.texts import Text, text


def complain_of_figure(
    words: PlanWords,
    notes: Notes,
    line: int,
    row: SubmittedRow,
    name: str,
    found: tuple[Reported, ...],
) -> None:
    """Complain of a row whose code, or else name, means no figure, or several (`found`)."""
    word = row.figure or name
    has_code = Role.FIGURE in notes.header.columns
    role = Role.FIGURE if row.figure or (has_code and not name) else Role.NAME
    if found:
        notes.note("ambiguous-figure", line, role, *_several(word, found))
    elif not word:
        notes.note("no-figure", line, role, *_no_figure(row.value, has_code=has_code))
    elif spoilt := spoilt_text(word) if " " in word else None:
        notes.note(spoilt[0], line, role, spoilt[1], spoilt[2])
    else:
        notes.note("unknown-figure", line, role, *_unknown_figure(words, word))


def _unknown_figure(words: PlanWords, word: str) -> tuple[Text, Text]:
    """Return message and cure for a word that is no figure's code, nor its name."""
    see_list = text("xem danh sách mã bằng lệnh: cchc plan show")
    if hint := formula_hint(word):
        return text('không có số liệu mã "{code}"', code=word), hint
    if word.isascii() and len(word.split()) == 1:
        code = words.nearest_figure(word)
        hint = text('có phải là "{near}"?', near=code) if code else see_list
        return text('không có số liệu mã "{code}"', code=word), hint
    near = words.nearest_named(word)
    message = text('không có số liệu nào có mã hoặc tên là "{name}"', name=word)
    if near is None:
        return message, text("xem danh sách mã và tên bằng lệnh: cchc plan show")
    return message, text(
        'có phải là "{near}" (mã {code})?',
        near=near.name,
        code=near.id,
    )


def _several(word: str, found: tuple[Reported, ...]) -> tuple[Text, Text]:
    """Return message and cure for a name that several figures bear."""
    codes = [figure.id for figure in found]
    return (
        text('tên "{name}" là của nhiều số liệu: {codes}', name=word, codes=codes),
        text("ghi mã số liệu thay cho tên"),
    )


def _no_figure(value: str, *, has_code: bool) -> tuple[Text, Text]:
    """Return message and cure for a value without code and name."""
    if not has_code:
        return (
            text('có giá trị "{value}" nhưng ô tên số liệu trống', value=value),
            text("điền tên hoặc mã số liệu; danh sách: cchc plan show"),
        )
    return (
        text('có giá trị "{value}" nhưng ô mã số liệu trống', value=value),
        text("điền mã số liệu; danh sách mã: cchc plan show"),
    )
