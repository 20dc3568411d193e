"""The message that goes with a returned form: short, courteous, ready for Zalo or e-mail."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from cchc_cli.formats.words import Words
from cchc_cli.forms.form import FormRow, due_figures
from cchc_cli.forms.remarks import Remark
from cchc_cli.forms.returned import Returned
from cchc_cli.forms.wording import day
from cchc_cli.periods import Period
from cchc_cli.plan.terms import Reported
from cchc_cli.problems import Severity
from cchc_cli.submissions.ledger import Slot
from cchc_cli.texts import Text, text

_SHOWN = 12
"""How many points of a kind the message names; the form has them all."""
_WHOLE = 4
"""From how many figures on a period that lacks all of them is named as a whole."""


def render_message(returned: Returned, today: date, words: Words) -> bytes:
    """Write the message: UTF-8 with BOM, CRLF, as Windows opens it."""
    points = list(_points(returned, words))
    errors = [point for point, severity in points if severity is Severity.ERROR]
    warnings = [point for point, severity in points if severity is Severity.WARNING]
    lines = _opening(returned, words)
    figures = [row for row in returned.missing if not row.is_task]
    missing = text("Số liệu chưa nhận được ({count}):", count=len(figures))
    lines += _listed(missing, _missing(figures, returned, words), words)
    tasks = _unreported([row for row in returned.missing if row.is_task], returned, words)
    unknown = text("Nhiệm vụ chưa báo cáo tiến độ ({count}):", count=len(tasks))
    lines += _listed(unknown, tasks, words)
    wrong = text("Nội dung cần sửa ({count}):", count=len(errors))
    lines += _listed(wrong, errors, words)
    doubted = text("Nội dung đề nghị kiểm tra lại ({count}):", count=len(warnings))
    lines += _listed(doubted, warnings, words)
    lines += _closing(returned, today, words)
    return "\r\n".join([*lines, ""]).encode("utf-8-sig")


def _opening(returned: Returned, words: Words) -> list[str]:
    form = returned.form
    opening = text(
        "Qua tổng hợp số liệu cải cách hành chính {period}, bộ phận tổng hợp xin trao đổi với đơn "
        "vị một số nội dung sau:",
        period=words.period(form.period),
    )
    addressed = text("Kính gửi: {unit}", unit=form.unit.name)
    return [words.say(addressed), "", words.say(opening)]


def _listed(head: Text, points: Sequence[str], words: Words) -> list[str]:
    """List points below their heading; of many, the first ones."""
    if not points:
        return []
    lines = ["", words.say(head)]
    lines += [f"- {point}" for point in points[:_SHOWN]]
    if len(points) > _SHOWN:
        more = text("… và {count} nội dung nữa, có đủ trong biểu gửi kèm.",
                    count=len(points) - _SHOWN)  # fmt: skip
        lines.append(f"- {words.say(more)}")
    return lines


def _missing(rows: Sequence[FormRow], returned: Returned, words: Words) -> list[str]:
    """Name the figures that are missing; a period of which nothing has come is one point."""
    plan, unit = returned.form.plan, returned.form.unit.id
    points = []
    for period in dict.fromkeys(row.period for row in rows):
        missing = [row for row in rows if row.period == period]
        if len(missing) == len(due_figures(plan, unit, period)) >= _WHOLE:
            whole = text("toàn bộ {count} số liệu của {period}",
                         count=len(missing), period=words.period(period))  # fmt: skip
            points.append(words.say(whole))
        else:
            points += [_named(row, returned, words) for row in missing]
    return points


def _unreported(rows: Sequence[FormRow], returned: Returned, words: Words) -> list[str]:
    """Name the tasks of which nothing was reported, each once, as ``check`` counts them."""
    plan, periods = returned.form.plan, defaultdict[str, list[Period]](list)
    for row in rows:
        periods[row.figure.id].append(row.period)
    return [
        _named_in(task, periods[task.id], returned, words)
        for task in plan.tasks
        if task.id in periods
    ]


def _points(returned: Returned, words: Words) -> Iterator[tuple[str, Severity]]:
    """Yield every remark once, with the figure it is about."""
    told: set[Remark] = set()
    for row in returned.form.rows:
        slot = Slot(returned.form.unit.id, row.figure.id, row.period)
        for remark in returned.of_rows.get(slot, ()):
            if remark not in told:
                told.add(remark)
                about = "" if remark.names_figures else f"{_named(row, returned, words)}: "
                yield f"{about}{remark.sentence}", remark.severity
    yield from ((remark.sentence, remark.severity) for remark in returned.others)


def _named(row: FormRow, returned: Returned, words: Words) -> str:
    return _named_in(row.figure, [row.period], returned, words)


def _named_in(asked: Reported, periods: Sequence[Period], returned: Returned, words: Words) -> str:
    """Name a figure or task by name and code, with its periods unless it is the form's alone."""
    name = words.say(text("{name} (mã {code})", name=asked.name, code=asked.id))
    told = [] if periods == [returned.form.period] else map(words.period, periods)
    return ", ".join([name, *told])


def _closing(returned: Returned, today: date, words: Words) -> list[str]:
    form = returned.form
    due = day(form.deadline)
    until = (
        text("trước hết ngày {due}", due=due)
        if today <= form.deadline
        else text("sớm nhất có thể, vì hạn nộp là ngày {due} đã qua", due=due)
    )
    asked = text(
        "Đề nghị đơn vị bổ sung, chỉnh sửa ngay trên biểu gửi kèm ({file}): ô cần sửa được tô màu "
        "và có ghi chú cách sửa, cột Lần đã ghi sẵn; rồi gửi lại {until}.",
        file=f"{form.name}.xlsx",
        until=until,
    )
    thanks = text("Trân trọng cảm ơn sự phối hợp của đơn vị./.")
    return ["", words.say(asked), words.say(thanks)]
