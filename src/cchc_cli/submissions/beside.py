"""What stands beside a value, and does not fit it: another figure's name, measure or month.

Such columns are ignored where values are read, as the format of submissions has it; but a code that
is not its name's comes from a column that was sorted alone, and a value in thousands where the plan
counts millions is wrong by a thousand.  So a row is never entered without a word.
"""

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from cchc_cli.names import fold_header
from cchc_cli.numbers import FigureType
from cchc_cli.periods import Period, parse_period
from cchc_cli.plan.terms import Figure, Reported
from cchc_cli.submissions.columns import Header, Role, shown_name
from cchc_cli.submissions.months import is_label, month_number
from cchc_cli.submissions.notes import CellDoubt
from cchc_cli.submissions.records import Record, cell_of
from cchc_cli.submissions.vocabulary import (
    MEASURES,
    PER_CENT,
    PERIODS,
    SCALES,
    told_measure,
)
from cchc_cli.submissions.words import PlanWords
from cchc_cli.texts import text

_LABEL_COLUMNS = 4
"""How many columns without a meaning are looked at."""
_MOST_WORDS = 20_000
"""How many words, or rows of words, are remembered."""

_NO_LETTERS = dict.fromkeys(map(ord, " \u00a0\t\n.:()"))
Words = tuple[str, ...]


class Doubtful(NamedTuple):
    """A row in doubt, the cells picked from it by their roles, and why."""

    record: Record
    raw: Words
    why: CellDoubt


class Beside:
    """Judges the words beside the values of a table; each combination of them once."""

    def __init__(
        self, words: PlanWords, header: Header, told: str, folder: Period | None = None
    ) -> None:
        """Take what the rows above say of the measure, and the period that the path says."""
        columns = header.columns
        self._words, self._header, self._told, self._folder = words, header, told, folder
        self._code_at, self._name_at = columns.get(Role.FIGURE), columns.get(Role.NAME)
        self._measure_at = _named(header, MEASURES)
        self._period_at = columns.get(Role.PERIOD)
        self._other_period_at = None if header.months else _named(header, PERIODS)
        if self._period_at is not None or folder is None:
            self._other_period_at = None
        first = min([*(month.at for month in header.months), columns.get(Role.VALUE, header.width)])
        known = {*columns.values(), self._measure_at, self._other_period_at}
        self._labels = [at for at in range(first) if at not in known][:_LABEL_COLUMNS]
        judged = (self._code_at, self._name_at, self._measure_at, self._other_period_at)
        self._judged_at = [at for at in judged if at is not None]
        self._fitting: set[Words] = set()
        self._doubts: dict[Words, CellDoubt] = {}
        self._unlike: set[str] = set()
        """Words that are no labels."""
        self._period_above = ""
        """The last word of the period's column, if that is not the path's."""

    def doubts(self, batch: Sequence[Record], raws: Sequence[Words]) -> Iterator[Doubtful]:
        """Yield the rows of a batch in doubt; `raws` are their cells by role, one for each."""
        why: dict[int, CellDoubt] = {}
        if len(self._judged_at) > 1 or (self._told and self._judged_at):
            why.update(self._judged(batch))
        for at in self._labels:
            why.update(self._labelled(batch, at))
        if self._period_at is not None and self._folder is not None:
            why.update(self._below_another_period(batch, self._period_at))
        if why:
            for record, raw in zip(batch, raws, strict=False):
                if record[0] in why:
                    yield Doubtful(record, raw, why[record[0]])

    def _judged(self, batch: Sequence[Record]) -> dict[int, CellDoubt]:
        """Judge rows by their words; a row that is too short has none."""
        pick, least = itemgetter(*self._judged_at, self._judged_at[0]), max(self._judged_at) + 1
        picked: list[Words] = [pick(cells) if len(cells) >= least else () for _, cells in batch]
        new = set(picked) - self._fitting - self._doubts.keys() - {()}
        self._doubts.update((words, why) for words in new if (why := self._judge(words)))
        self._fitting = (self._fitting | new) if len(self._fitting) < _MOST_WORDS else new
        self._fitting -= self._doubts.keys()
        if not self._doubts:
            return {}
        lines = (line for line, _ in batch)
        found = zip(lines, map(self._doubts.get, picked), strict=True)
        return {line: why for line, why in found if why is not None}

    def _judge(self, picked: Words) -> CellDoubt | None:
        """Judge a row by its code, its name, what it is measured in, and a month."""
        words = {at: word.strip() for at, word in zip(self._judged_at, picked, strict=False)}
        code = words[self._code_at] if self._code_at is not None else ""
        name = words[self._name_at] if self._name_at is not None else ""
        figures = self._words.figures_called(code or name)
        if len(figures) != 1:
            return None
        (figure,) = figures
        others = self._words.figures_called(name) if code else ()
        if others and figure not in others:
            return self._of_another(figure, name, others[0])
        other = self._other_period_at
        if other is not None and self._is_other_month(words[other]):
            return self._of_month(words[other], other)
        return self._measured(figure, words) if isinstance(figure, Figure) else None

    def _of_another(self, figure: Reported, name: str, other: Reported) -> CellDoubt:
        return CellDoubt(
            "name-conflict",
            self._name_at or 0,
            text(
                'mã "{code}" nhưng tên "{name}" là của "{other}"; tính theo mã',
                code=figure.id,
                name=name,
                other=other.id,
            ),
            text("sửa mã hoặc tên cho khớp; kiểm tra xem có cột nào bị sắp xếp lệch dòng không"),
        )

    def _measured(self, figure: Figure, words: dict[int, str]) -> CellDoubt | None:
        """Return the doubt of a figure whose value is said to be measured in something else."""
        meant = _scale(figure.measured_in)
        said = words[self._measure_at] if self._measure_at is not None else ""
        at = self._measure_at
        if not said:
            said, at = (self._told, self._judged_at[0]) if meant else ("", 0)
        scale = _scale(said)
        is_percent = scale == PER_CENT and figure.type is FigureType.PERCENT
        if scale is None or scale == meant or (scale == 1 and meant is None) or is_percent:
            return None
        return CellDoubt(
            "measure-conflict",
            at or 0,
            text(
                'đơn vị tính ghi "{said}" nhưng kế hoạch tính số liệu này bằng "{meant}"; con số '
                "được tính nguyên như đã ghi",
                said=said,
                meant=figure.measured_in,
            ),
            text("đổi số sang đơn vị tính của kế hoạch, rồi sửa chỗ ghi đơn vị tính"),
        )

    def _is_other_month(self, word: str) -> bool:
        """Tell whether a word is a month other than that of the path."""
        if self._folder is None or not word:
            return False
        period = parse_period(word)
        if isinstance(period, Period):
            return period != self._folder
        number = int(word) if word.isdecimal() and len(word) < 3 else month_number(word)
        return 0 < number <= 12 and number != self._folder.month

    def _of_month(self, word: str, at: int) -> CellDoubt:
        return CellDoubt(
            "period-doubt",
            at,
            text(
                'cột "{column}" ghi "{word}"; dòng này vẫn tính cho kỳ {period} của thư mục',
                column=shown_name(self._header.names[at]),
                word=word,
                period=self._folder,
            ),
            PERIOD_CURE,
        )

    def _labelled(self, batch: Sequence[Record], at: int) -> dict[int, CellDoubt]:
        """Return the rows that a label in a column says to hold what was not done."""
        told = {cells[at] for _, cells in batch if at < len(cells)} - self._unlike
        found = {word for word in told if is_label(word)}
        self._unlike = (self._unlike | told) if len(self._unlike) < _MOST_WORDS else told
        self._unlike -= found
        if not found:
            return {}
        return {
            line: self._of_label(cells[at].strip(), at)
            for line, cells in batch
            if at < len(cells) and cells[at] in found
        }

    def _of_label(self, label: str, at: int) -> CellDoubt:
        message = (
            text('dòng ghi "{label}": không phải số đã thực hiện, không tính', label=label)
            if self._header.months
            else text('dòng ghi "{label}": có phải số đã thực hiện không? vẫn tính', label=label)
        )
        hint = text("số đã thực hiện thì sửa chữ ở ô này; không phải thì xóa dòng này")
        return CellDoubt("other-row", at, message, hint, is_other=True)

    def _below_another_period(self, batch: Sequence[Record], at: int) -> dict[int, CellDoubt]:
        """Return the rows whose cell for the period is blank, below one of another period."""
        told = {cells[at].strip() for _, cells in batch if at < len(cells)}
        if not self._period_above and not any(map(self._is_other_month, told)):
            return {}
        found = dict[int, CellDoubt]()
        for line, cells in batch:
            word = cell_of(cells, at)
            if word:
                self._period_above = word if self._is_other_month(word) else ""
            elif self._period_above:
                found[line] = CellDoubt(
                    "period-doubt",
                    at,
                    text(
                        'ô kỳ để trống dưới dòng ghi "{word}"; dòng này tính cho kỳ {period} của '
                        "thư mục",
                        word=self._period_above,
                        period=self._folder,
                    ),
                    PERIOD_CURE,
                )
        return found


PERIOD_CURE = text(
    "đúng kỳ của thư mục thì sửa chỗ ghi tháng; là số của tháng khác thì chuyển sang thư mục của "
    "tháng ấy"
)
"""What to do where a month that is told is not the folder's."""


def _named(header: Header, names: frozenset[str]) -> int | None:
    return next((at for at, name in enumerate(header.names) if fold_header(name) in names), None)


def _scale(measure: str) -> int | None:
    """Return how many đồng, or pieces, a measure stands for; None if it says nothing of that."""
    return SCALES.get(measure.casefold().translate(_NO_LETTERS))


def measure_told(rows: Sequence[Record]) -> str:
    """Return what the rows above a table say that its money is measured in: ``ĐVT: triệu đồng``."""
    cells = (" ".join(cell.split()) for _, row in rows for cell in row if cell.strip())
    told = (
        found["measure"].strip() for cell in cells for found in told_measure().finditer(cell[:200])
    )
    return next((measure for measure in told if _scale(measure)), "")
