"""How verdicts are called, in reports and in messages alike."""

from cchc_cli.evaluate import Verdict
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
