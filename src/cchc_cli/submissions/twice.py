"""What is said of values that were submitted twice, with different values or with the same."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Protocol

from cchc_cli.numbers import Value, digits_text
from cchc_cli.periods import Period
from cchc_cli.problems import FileCounts, Location, Problem, error, warning
from cchc_cli.progress import Progress, shown_progress
from cchc_cli.texts import Text, text


class Submitted(Protocol):
    """An entry of a figure or a task."""

    @property
    def slot(self) -> tuple[str, str, Period]:
        """Unit, figure or task, and period."""

    @property
    def value(self) -> Value | Progress:
        """What was submitted."""

    @property
    def where(self) -> Location:
        """Its place."""

    @property
    def estimated(self) -> bool:
        """Whether it is said to be an estimate."""


class Twice:
    """Takes values submitted twice; beyond so many in a file they are only counted."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._conflicts = FileCounts()
        self._repetitions = FileCounts()

    def complain_of_conflict(self, entries: Sequence[Submitted]) -> None:
        """Complain at every one of several entries of the same revision with different values."""
        first = entries[0]
        other = next(entry for entry in entries if entry.value != first.value)
        for entry in entries:
            if self._conflicts.has_room(entry.where):
                beside = other if entry.value == first.value else first
                self.problems.append(_conflict(entry, beside))

    def warn_of_repetition(self, entries: Sequence[Submitted]) -> None:
        """Warn at every entry but the first of several with the same revision and value."""
        for entry in entries[1:]:
            if self._repetitions.has_room(entry.where):
                self.problems.append(_repeated(entry, entries[0]))

    def left_out(self) -> Iterator[Problem]:
        """Yield, for each file with too many, how many there are besides."""
        for path, count in self._conflicts.beyond():
            said = text("và {count} giá trị nữa nộp hai lần khác nhau, không kể hết", count=count)
            yield error("duplicate-figure", Location(path), said, _CONFLICT_HINT)
        for path, count in self._repetitions.beyond():
            said = text("và {count} giá trị nữa nộp hai lần giống nhau, không kể hết", count=count)
            yield warning("repeated-figure", Location(path), said, _REPEATED_HINT)


_CONFLICT_HINT = text('xóa giá trị sai, hoặc ghi 2 vào cột "lần" của giá trị đúng')
_REPEATED_HINT = text("xóa bớt một dòng")


def _conflict(entry: Submitted, other: Submitted) -> Problem:
    unit, figure, period = entry.slot
    said = text(
        "{figure} kỳ {period} của {unit} nộp hai giá trị khác nhau: ở đây {value}, "
        "ở {place} là {other}",
        figure=figure,
        period=period,
        unit=unit,
        value=shown_value(entry.value),
        place=other.where,
        other=shown_value(other.value),
    )
    return error("duplicate-figure", entry.where, said, _CONFLICT_HINT)


def _repeated(entry: Submitted, first: Submitted) -> Problem:
    """Warn of a value that was submitted twice; of two, one an estimate, the estimate counts."""
    if entry.estimated != first.estimated:
        return _estimated_twice(entry, first)
    unit, figure, period = entry.slot
    said = text(
        "{figure} kỳ {period} của {unit} đã có ở {place}, cùng giá trị; chỉ tính một lần",
        figure=figure,
        period=period,
        unit=unit,
        place=first.where,
    )
    return warning("repeated-figure", entry.where, said, _REPEATED_HINT)


def _estimated_twice(entry: Submitted, first: Submitted) -> Problem:
    unit, figure, period = entry.slot
    said = text(
        "{figure} kỳ {period} của {unit} đã có ở {place}, cùng giá trị nhưng ghi là số ước; "
        "chỉ tính một lần, coi là số ước",
        figure=figure,
        period=period,
        unit=unit,
        place=first.where,
    )
    hint = text('nếu đây là số chính thức thì ghi 2 vào cột "lần"')
    return warning("repeated-figure", entry.where, said, hint)


def shown_value(value: Value | Progress) -> Text:
    """Return a submitted value in words for a message, no zeros behind its decimal mark."""
    if isinstance(value, Progress):
        return shown_progress(value)
    if isinstance(value, bool):
        return text("có") if value else text("không")
    return digits_text(value.normalize() if isinstance(value, Decimal) else value)
