"""The text of an official report, before any layout: its parts I to V as paragraphs.

The outline is that of communes' reports on administrative reform; what only people can say is
left to fill in.  Lists in Vietnamese need no plural; "each" and "none" are worded apart.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cchc_cli.evaluate import Result, Submission, Verdict
from cchc_cli.formats.docx.statements import slots_said, statement_of
from cchc_cli.formats.docx.tasks import progress
from cchc_cli.formats.rows import Report, SectionRows
from cchc_cli.formats.words import Words
from cchc_cli.periods import first_day, last_day
from cchc_cli.problems import Severity
from cchc_cli.submissions.ledger import Slot
from cchc_cli.texts import Text, text

FILL_IN = "…… …… …… …… …… ……"
"""Left for people to write; its spaces let a justified line break in it."""


class Heading(NamedTuple):
    """The heading of a part (I) or of a numbered section in it (1)."""

    words: str
    level: int


Block = Heading | str
"""A heading, or a paragraph."""

_COUNTED: dict[Verdict, Text] = {
    Verdict.MET: text("{count} chỉ tiêu đạt"),
    Verdict.MISSED: text("{count} chỉ tiêu không đạt"),
    Verdict.PENDING: text("{count} chỉ tiêu chưa đến hạn"),
    Verdict.NOT_ARISEN: text("{count} chỉ tiêu không phát sinh"),
    Verdict.NO_DATA: text("{count} chỉ tiêu thiếu số liệu"),
    Verdict.BAD_DATA: text("{count} chỉ tiêu có lỗi số liệu"),
}
_LISTED: dict[Verdict, Text] = {
    Verdict.MET: text("Chỉ tiêu đạt: {listed}."),
    Verdict.MISSED: text("Chỉ tiêu không đạt: {listed}."),
    Verdict.PENDING: text("Chỉ tiêu chưa đến hạn: {listed}."),
    Verdict.NOT_ARISEN: text("Chỉ tiêu không phát sinh: {listed}."),
    Verdict.NO_DATA: text("Chỉ tiêu chưa đánh giá được do thiếu số liệu: {listed}."),
    Verdict.BAD_DATA: text("Chỉ tiêu chưa đánh giá được do số liệu có lỗi: {listed}."),
}


def counts_said(results: Iterable[Result], words: Words) -> str:
    """Say how many results have each verdict, none of those that no result has."""
    verdicts = [result.verdict for result in results]
    return ", ".join(
        words.say(Text(template.template, {"count": verdicts.count(verdict)}))
        for verdict, template in _COUNTED.items()
        if verdict in verdicts
    )


def subject_of(report: Report) -> tuple[str, ...]:
    """Return the report's subject, line by line."""
    say, period = report.words.say, report.run.evaluation.period
    return (
        say(text("Kết quả thực hiện {plan}", plan=report.title)),
        say(text("Kỳ báo cáo: {period}", period=report.words.period(period))),
    )


def opening_of(report: Report) -> str:
    """Return the sentence that names the plan, what it rests on, and the days reported on."""
    plan, period = report.run.evaluation.plan, report.run.evaluation.period
    days = [day(period, plan.cut_off_day) for day in (first_day, last_day)]
    first, last = (f"{day.day:02d}/{day.month:02d}/{day.year}" for day in days)
    authority = "; ".join(map(report.words.say, plan.authority))
    basis = (
        text("Căn cứ {authority}; thực hiện {plan}", authority=authority, plan=report.title)
        if plan.authority
        else text("Thực hiện {plan}", plan=report.title)
    )
    values = {
        "basis": basis,
        "issuer": plan.issuer,
        "first": first,
        "last": last,
        "period": report.words.period(period),
        "start": report.words.period(plan.first),
    }
    return report.words.say(Text(_OPENINGS[bool(plan.letterhead.superior)].template, values))


_OPENINGS = {
    False: text(
        "{basis}, {issuer} báo cáo kết quả kỳ {period} (từ ngày {first} đến hết ngày {last}; số "
        "liệu lũy kế từ {start}) như sau:"
    ),
    True: text(
        "{basis}, kết quả kỳ {period} (từ ngày {first} đến hết ngày {last}; số liệu lũy kế từ "
        "{start}) như sau:"
    ),
}
"""By whether an office of the plan's issuer reports, whose name in a sentence no key tells."""


def closing_of(report: Report) -> str:
    """Return the last sentence of the report, with the mark that ends such papers."""
    subject = text(
        "Trên đây là báo cáo kết quả thực hiện {plan}, kỳ {period}./.",
        plan=report.title,
        period=report.words.period(report.run.evaluation.period),
    )
    return report.words.say(subject)


def direction(report: Report) -> Iterator[Block]:
    """Yield part I: how many tasks are done, what was submitted, and what was directed."""
    say = report.words.say
    yield Heading(say(text("I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH")), 1)
    titles = [text("Chế độ thông tin, báo cáo"), text("Triển khai nhiệm vụ cải cách hành chính")]
    if report.tasks.total:
        titles.insert(0, text("Kết quả thực hiện các nhiệm vụ của kế hoạch"))
    headings = [
        Heading(say(text("{id}. {title}", id=number, title=title)), 2)
        for number, title in enumerate(titles, start=1)
    ]
    if report.tasks.total:
        yield headings[0]
        yield from progress(report.tasks)
    yield headings[-2]
    yield from _submissions(report)
    yield headings[-1]
    yield say(
        text("Văn bản chỉ đạo đã ban hành, công tác kiểm tra, tuyên truyền: {fill}", fill=FILL_IN)
    )


def _submissions(report: Report) -> Iterator[str]:
    evaluation, words = report.run.evaluation, report.words
    due = [s for s in evaluation.submissions if s.period == evaluation.period]
    lacking = [s for s in evaluation.submissions if s.received < s.expected]
    if not due:
        yield words.say(text("Kỳ này chưa đơn vị nào phải nộp số liệu."))
    else:
        whole = sum(s.received == s.expected for s in due)
        yield words.say(_how_complete(whole, len(due)))
        yield from (f"- {_submission(s, words)};" for s in due[:-1])
        yield f"- {_submission(due[-1], words)}."
    earlier = [Slot(s.unit, "", s.period) for s in lacking if s.period < evaluation.period]
    if earlier:
        slots = slots_said(earlier, words)
        yield words.say(text("Còn thiếu số liệu của các kỳ trước: {slots}.", slots=slots))
    errors = sum(problem.severity is Severity.ERROR for problem in report.run.problems)
    if errors:
        yield words.say(
            text(
                "Kiểm tra số liệu nộp còn {errors} lỗi, đơn vị phải sửa và nộp lại.", errors=errors
            )
        )


def _how_complete(whole: int, due: int) -> Text:
    if whole == due:
        return text("Cả {due} đơn vị phải nộp số liệu kỳ này đều đã nộp đủ, cụ thể:", due=due)
    if whole == 0:
        return text("Chưa đơn vị nào nộp đủ số liệu kỳ này, cụ thể:")
    return text("Đã có {whole}/{due} đơn vị nộp đủ số liệu kỳ này, cụ thể:", whole=whole, due=due)


def _submission(submission: Submission, words: Words) -> str:
    template = (
        text("{unit}: đã nộp {received}/{expected} số liệu")
        if submission.received
        else text("{unit}: chưa nộp số liệu nào ({received}/{expected})")
    )
    values = {
        "unit": words.unit(submission.unit),
        "received": submission.received,
        "expected": submission.expected,
    }
    return words.say(Text(template.template, values))


def by_section(report: Report) -> Iterator[Block]:
    """Yield part II: a heading and paragraphs for each section."""
    say, total = report.words.say, len(report.run.evaluation.results)
    yield Heading(say(text("II. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU")), 1)
    yield say(
        text("Số liệu từng chỉ tiêu tại Phụ lục I; số của chỉ tiêu ghi theo kế hoạch.")
        if report.tasks.total
        else text("Số liệu từng chỉ tiêu tại Phụ lục; số của chỉ tiêu ghi theo kế hoạch.")
    )
    if len(report.results) < total:
        yield say(
            text(
                "Phần này và phụ lục trình bày {shown}/{total} chỉ tiêu của kế hoạch, theo phạm vi "
                "được chọn.",
                shown=len(report.results),
                total=total,
            )
        )
    titles = {section.id: section.title for section in report.run.evaluation.plan.sections}
    for number, section in enumerate(report.sections, start=1):
        title = titles[section.rows[0].result.target.section]
        yield Heading(say(text("{id}. {title}", id=number, title=title)), 2)
        yield from _section(section, report.words)


def _section(section: SectionRows, words: Words) -> Iterator[str]:
    results = [row.result for row in section.rows]
    counts = counts_said(results, words)
    yield words.say(
        text("Lĩnh vực có {count} chỉ tiêu, trong đó: {counts}.", count=len(results), counts=counts)
        if len({result.verdict for result in results}) > 1
        else text("Lĩnh vực có {counts}.", counts=counts)
    )
    for verdict, template in _LISTED.items():
        listed = [statement_of(r, words) for r in results if r.verdict is verdict]
        if listed:
            yield words.say(Text(template.template, {"listed": "; ".join(listed)}))


def proposals(report: Report) -> Iterator[Block]:
    """Yield part V, which is left to fill in."""
    yield Heading(report.words.say(text("V. KIẾN NGHỊ, ĐỀ XUẤT")), 1)
    yield FILL_IN
