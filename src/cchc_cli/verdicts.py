"""How verdicts and statuses are called, in reports and in messages alike."""

from cchc_cli.evaluate import Verdict
from cchc_cli.progress import STATUS_WORDS, Status
from cchc_cli.tasks import TaskStatus
from cchc_cli.texts import Text, text

VERDICT_WORDS: dict[Verdict, Text] = {
    Verdict.MET: text("ĐẠT"),
    Verdict.MISSED: text("KHÔNG ĐẠT"),
    Verdict.PENDING: text("CHƯA ĐẾN HẠN"),
    Verdict.NOT_ARISEN: text("KHÔNG PHÁT SINH"),
    Verdict.NO_DATA: text("THIẾU SỐ LIỆU"),
    Verdict.BAD_DATA: text("LỖI SỐ LIỆU"),
}
VERDICT_SYMBOLS: dict[Verdict, str] = {
    Verdict.MET: "✓",
    Verdict.MISSED: "✗",
    Verdict.PENDING: "…",
    Verdict.NOT_ARISEN: "○",
    Verdict.NO_DATA: "?",
    Verdict.BAD_DATA: "!",
}
"""A sign for each verdict, so that colour is never needed to tell them apart."""
TASK_WORDS: dict[TaskStatus, Text] = {
    TaskStatus.DONE: STATUS_WORDS[Status.DONE],
    TaskStatus.IN_PROGRESS: STATUS_WORDS[Status.IN_PROGRESS],
    TaskStatus.NOT_BEGUN: STATUS_WORDS[Status.NOT_BEGUN],
    TaskStatus.NOT_REPORTED: text("chưa báo cáo"),
    TaskStatus.BAD_DATA: text("lỗi số liệu"),
}
OVERDUE = text("quá hạn")
