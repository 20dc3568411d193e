"""How much there may be in a workbook beside cells: a few bytes of a zip claim millions of it."""

from cchc_cli.limits import WORKBOOK_SHEETS
from cchc_cli.submissions.survey import Refused
from cchc_cli.texts import Text, text

_STRETCH = 1_000_000
"""So many bytes hold the end of a tag, whoever wrote them: a cell's text is far shorter."""


def check_tags(part: bytes, most: int) -> None:
    """Refuse XML with more tags than that, closing ones too."""
    if part.count(b"<") > most:
        raise _too_many(text("tệp bảng tính có hơn {limit} thẻ", limit=most))


def check_sheets(count: int) -> None:
    """Refuse a workbook with too many sheets."""
    if count > WORKBOOK_SHEETS:
        raise _too_many(text("tệp có hơn {limit} trang", limit=WORKBOOK_SHEETS))


def has_endless_tag(part: bytes) -> bool:
    """Tell whether a tag is so long that its attributes alone would fill memory."""
    last = len(part) - _STRETCH
    return any(part.find(b">", at, at + _STRETCH) < 0 for at in range(0, last, _STRETCH))


def _too_many(message: Text) -> Refused:
    return Refused("file-too-big", message, text("tách tệp theo kỳ hoặc theo đơn vị"))
