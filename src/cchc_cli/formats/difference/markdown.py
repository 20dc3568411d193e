"""A comparison as GitHub-flavoured Markdown, for pasting into a document."""

from collections.abc import Iterator, Sequence

from cchc_cli.formats import PLAIN, Screen
from cchc_cli.formats.difference.rows import EntryRow, Memo, TallyRow, TargetRow, TaskRow
from cchc_cli.formats.markdown import escaped, table
from cchc_cli.texts import Text, text


def render_markdown(memo: Memo, _screen: Screen = PLAIN) -> str:
    """Render a comparison as Markdown."""
    return "\n".join(_lines(memo)).rstrip() + "\n"


def _lines(memo: Memo) -> Iterator[str]:
    yield f"# {escaped(memo.title)}"
    yield ""
    for line in memo.subtitle:
        yield f"{escaped(line)}  "
    yield ""
    yield from (f"- {escaped(line)}" for line in memo.summary)
    yield ""
    if memo.plan:
        yield from _heading(memo, text("Kế hoạch đã khác"))
        yield from (f"- {escaped(line)}" for line in memo.plan)
        yield ""
    yield from _entries(memo, memo.entries, text("Số liệu thay đổi"), text("Số liệu"))
    yield from _entries(memo, memo.progress, text("Tiến độ nhiệm vụ thay đổi"), text("Nhiệm vụ"))
    yield from _targets(memo, memo.verdicts, text("Chỉ tiêu đổi kết quả"))
    yield from _targets(memo, memo.values, text("Chỉ tiêu đổi giá trị, không đổi kết quả"))
    yield from _tasks(memo, memo.tasks, text("Nhiệm vụ đổi tình trạng"))
    yield from _tasks(memo, memo.steps, text("Nhiệm vụ đổi tiến độ, không đổi tình trạng"))
    yield from _tally(memo, memo.tally, text("Tổng hợp chỉ tiêu"), text("Kết quả"))
    yield from _tally(memo, memo.tasks_tally, text("Tổng hợp nhiệm vụ"), text("Tình trạng"))
    yield "---"
    yield ""
    yield from (f"{escaped(line)}  " for line in (*memo.footnotes, *memo.foot))


def _heading(memo: Memo, title: Text) -> Iterator[str]:
    yield f"## {memo.words.say(title)}"
    yield ""


def _entries(memo: Memo, rows: Sequence[EntryRow], title: Text, name: Text) -> Iterator[str]:
    if not rows:
        return
    say = memo.words.say
    names = (text("Kỳ"), text("Đơn vị"), text("Mã"), name)
    last = (text("Thay đổi"), text("Tệp và dòng"))
    yield from _heading(memo, title)
    yield from table(
        [*map(say, names), *memo.heads, *map(say, last)],
        [
            [row.period, row.unit, row.figure, row.name, row.old, row.new, row.change,
             " · ".join(row.details)]
            for row in rows
        ],
        numbers=(4, 5, 6),
    )  # fmt: skip


def _targets(memo: Memo, rows: Sequence[TargetRow], title: Text) -> Iterator[str]:
    if not rows:
        return
    say = memo.words.say
    names = (text("Mã"), text("Chỉ tiêu"), text("Yêu cầu"))
    results = [say(text("Kết quả ({head})", head=head)) for head in memo.heads]
    yield from _heading(memo, title)
    yield from table(
        [*map(say, names), *memo.heads, *results],
        [
            [row.id, row.name, row.require, row.old, row.new, row.old_verdict, row.new_verdict]
            for row in rows
        ],
        numbers=(2, 3, 4),
    )


def _tasks(memo: Memo, rows: Sequence[TaskRow], title: Text) -> Iterator[str]:
    if not rows:
        return
    yield from _heading(memo, title)
    yield from table(
        [*map(memo.words.say, (text("Mã"), text("Nhiệm vụ"))), *memo.heads],
        [[row.id, row.name, row.old, row.new] for row in rows],
        numbers=(),
    )


def _tally(memo: Memo, rows: Sequence[TallyRow], title: Text, name: Text) -> Iterator[str]:
    if not rows:
        return
    say = memo.words.say
    yield from _heading(memo, title)
    yield from table(
        [say(name), *memo.heads, say(text("Thay đổi"))],
        [[row.signed_name, str(row.old), str(row.new), row.change] for row in rows],
        numbers=(1, 2, 3),
    )
