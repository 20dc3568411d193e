"""Parts III and IV of an official report: the assessment, and what each unit has to do next."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from cchc_cli.changes import Change
from cchc_cli.evaluate import Result, Verdict
from cchc_cli.formats.advice import gap_sentence, margin_sentence
from cchc_cli.formats.docx.draft import FILL_IN, Block, Heading, counts_said
from cchc_cli.formats.docx.statements import causes_of, named, spans, statement_of
from cchc_cli.formats.docx.tasks import done_said, duties
from cchc_cli.formats.rows import Report, estimated_targets
from cchc_cli.formats.words import Words
from cchc_cli.periods import Period
from cchc_cli.submissions.ledger import Slot
from cchc_cli.texts import Text, text

_TURNED: dict[Change, Text] = {
    Change.NEWLY_MET: text("So với {period}, chỉ tiêu mới đạt: {targets}."),
    Change.NEWLY_MISSED: text("So với {period}, chỉ tiêu mới không đạt: {targets}."),
}


def assessment(report: Report) -> Iterator[Block]:
    """Yield part III: the tally, and for each missed target cause and remedy."""
    say = report.words.say
    yield Heading(say(text("III. ĐÁNH GIÁ CHUNG")), 1)
    yield Heading(say(text("1. Kết quả đạt được")), 2)
    if report.tasks.total:
        yield done_said(report.tasks)
    yield _tally(report)
    yield from _estimated(report)
    yield from _turned(report)
    yield Heading(say(text("2. Tồn tại, hạn chế, nguyên nhân và giải pháp")), 2)
    missed = [r for r in report.results if r.verdict is Verdict.MISSED]
    if not missed:
        yield say(
            text(
                "Trong các chỉ tiêu đã đánh giá được nêu tại báo cáo này, không chỉ tiêu nào "
                "không đạt."
            )
        )
    for result in missed:
        yield from _shortfall(result, report.words)
    yield from _not_judged(report)
    yield from _late_tasks(report)


def _tally(report: Report) -> str:
    results, words = report.run.evaluation.results, report.words
    if not results:
        return words.say(text("Kế hoạch không có chỉ tiêu nào."))
    met = sum(result.verdict is Verdict.MET for result in results)
    return words.say(
        text(
            "Tính đến hết {period}, số chỉ tiêu đạt là {met}/{total} ({share}). Cụ thể có: "
            "{counts}.",
            period=words.period(report.run.evaluation.period),
            met=met,
            total=len(results),
            share=words.percent(Fraction(100 * met, len(results))),
            counts=counts_said(results, words),
        )
    )


def _estimated(report: Report) -> Iterator[str]:
    """Yield which targets rest on estimates."""
    if targets := estimated_targets(report.run.evaluation):
        yield report.words.say(
            text(
                "Có {count} chỉ tiêu dựa trên số ước thực hiện, sẽ cập nhật khi có số chính "
                "thức: {targets}.",
                count=len(targets),
                targets=targets,
            )
        )


def _turned(report: Report) -> Iterator[str]:
    """Yield which targets became met or missed since the period before."""
    rows = [row for section in report.sections for row in section.rows]
    for change, template in _TURNED.items():
        if targets := [row.id for row in rows if row.change is change]:
            assert report.before is not None  # a change is one from an earlier evaluation
            period = report.words.period(report.before.period)
            values = {"period": period, "targets": targets}
            yield report.words.say(Text(template.template, values))


def _shortfall(result: Result, words: Words) -> Iterator[str]:
    """Yield what a missed target lacks, then cause and remedy: noted by units, or to fill in."""
    lack = gap_sentence(result, words)
    yield f"- {statement_of(result, words)}{'; ' * bool(lack)}{lack}."
    causes = causes_of(result, words)
    cause = (
        text(
            "Nguyên nhân: {fill} (đơn vị ghi chú: {notes}).", fill=FILL_IN, notes="; ".join(causes)
        )
        if causes
        else text("Nguyên nhân: {fill}", fill=FILL_IN)
    )
    takes = margin_sentence(result, words)
    remedy = (
        text("Giải pháp: {fill} (để đạt yêu cầu: {takes}).", fill=FILL_IN, takes=takes)
        if takes
        else text("Giải pháp: {fill}", fill=FILL_IN)
    )
    yield f"{words.say(cause)} {words.say(remedy)}"


def _not_judged(report: Report) -> Iterator[str]:
    results = [r for r in report.results if r.verdict in (Verdict.NO_DATA, Verdict.BAD_DATA)]
    if results:
        yield report.words.say(
            text(
                "Còn {count} chỉ tiêu chưa đánh giá được do số liệu thiếu hoặc có lỗi: {ids}.",
                count=len(results),
                ids=[result.target.id for result in results],
            )
        )


def _late_tasks(report: Report) -> Iterator[str]:
    """Yield which tasks are overdue, and leave cause and remedy to fill in."""
    late = [step.row.name for step in report.tasks.overdue.steps if step.row]
    if late:
        yield report.words.say(
            text(
                "Còn {count} nhiệm vụ quá hạn: {tasks}. Nguyên nhân: {fill} Giải pháp: {fill}",
                count=len(late),
                tasks="; ".join(late),
                fill=FILL_IN,
            )
        )


def directions(report: Report) -> Iterator[Block]:
    """Yield part IV: what each unit has to do next, and what all have to."""
    words, plan = report.words, report.run.evaluation.plan
    yield Heading(words.say(text("IV. PHƯƠNG HƯỚNG, NHIỆM VỤ")), 1)
    number = 0
    for unit in plan.units:
        asked = [*duties(unit.id, report.tasks), *_duties(unit.id, report.results, words)]
        if asked:
            number += 1
            yield Heading(words.say(text("{id}. {title}", id=number, title=unit.name)), 2)
            yield from (f"- {duty};" for duty in asked[:-1])
            yield f"- {asked[-1]}."
    yield Heading(words.say(text("{id}. Nhiệm vụ chung", id=number + 1)), 2)
    yield _common(report)
    yield words.say(text("Nhiệm vụ khác: {fill}", fill=FILL_IN))


def _duties(unit: str, results: Sequence[Result], words: Words) -> Iterator[str]:
    """Yield what a unit has to do: correct, submit, mend, and what it still has time for."""
    yield from _figures_to_send(unit, results, words)
    led = [result for result in results if result.target.lead == unit]
    missed = [named(r.target, words) for r in led if r.verdict is Verdict.MISSED]
    if missed:
        yield words.say(text("Khắc phục chỉ tiêu không đạt: {targets}", targets="; ".join(missed)))
    for due in sorted({d for r in led if (d := _due(r))}):
        targets = "; ".join(named(r.target, words) for r in led if _due(r) == due)
        yield words.say(
            text(
                "Hoàn thành chỉ tiêu có hạn {due}: {targets}",
                due=words.period(due),
                targets=targets,
            )
        )


def _due(result: Result) -> Period | None:
    return result.target.due if result.verdict is Verdict.PENDING else None


def _figures_to_send(unit: str, results: Sequence[Result], words: Words) -> Iterator[str]:
    def own(slots: Sequence[Slot]) -> list[Period]:
        return [slot.period for slot in slots if slot.unit == unit]

    wrong = {
        result.target.id: own(_wrong_slots(result))
        for result in results
        if result.verdict is Verdict.BAD_DATA and own(_wrong_slots(result))
    }
    missing = {
        result.target.id: own(result.missing)
        for result in results
        if result.verdict is Verdict.NO_DATA and own(result.missing)
    }
    if wrong:
        yield words.say(
            text(
                "Sửa và nộp lại số liệu {periods} để đánh giá chỉ tiêu {ids}",
                periods=spans([p for found in wrong.values() for p in found], words),
                ids=list(wrong),
            )
        )
    if missing:
        yield words.say(
            text(
                "Nộp đủ số liệu {periods} để đánh giá chỉ tiêu {ids}",
                periods=spans([p for found in missing.values() for p in found], words),
                ids=list(missing),
            )
        )


def _wrong_slots(result: Result) -> Sequence[Slot]:
    """Return what has to be corrected: what was rejected, else what does not fit together."""
    if result.rejected:
        return result.rejected
    if result.failed_checks:
        return [Slot(failed.unit, "", failed.period) for failed in result.failed_checks]
    return [entry.slot for entry in result.entries]


def _common(report: Report) -> str:
    evaluation = report.run.evaluation
    if evaluation.period < evaluation.plan.last:
        return report.words.say(
            text(
                "Các đơn vị duy trì kết quả những chỉ tiêu đã đạt, nộp đủ và đúng hạn số liệu "
                "{period}.",
                period=report.words.period(evaluation.period.next()),
            )
        )
    return report.words.say(text("Các đơn vị duy trì kết quả những chỉ tiêu đã đạt."))
