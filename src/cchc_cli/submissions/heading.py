"""Where the header of a table stands: below letterhead and title, in one row or in two.

The header is the first row, or pair of rows, that says where figures and values stand.  What is
above it is neither data nor an error.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from cchc_cli.limits import COLUMNS, HEADER_ROWS
from cchc_cli.submissions.columns import (
    Header,
    Meaning,
    Role,
    header_of,
    match_header,
    meaning_of,
    role_of,
)
from cchc_cli.submissions.estimates import begins_as_estimate
from cchc_cli.submissions.months import (
    Doubt,
    Group,
    Month,
    group_of,
    is_label,
    month_in_group,
)
from cchc_cli.submissions.records import Merge, Record, Records, is_filled

IsFigure = Callable[[str], bool]
"""Tells whether a cell is a figure's code or name."""


class Heading(NamedTuple):
    """The header found, or the row most like one; None if all rows are blank."""

    header: Header | None
    is_complete: bool
    passed: Sequence[Record] = ()
    """The rows above it, or all that were looked through in vain."""


class HeaderFinder:
    """Finds headers among the records of one table."""

    def __init__(self, merged: Sequence[Merge] = (), is_figure: IsFigure = lambda _: False) -> None:
        self._merged: defaultdict[int, list[Merge]] = defaultdict(list)
        for merge in merged:
            for line in range(merge[0] + 1, min(merge[2], merge[0] + _MERGED_ROWS) + 1):
                self._merged[line].append(merge)
        self._is_figure = is_figure

    def find(self, records: Records) -> Heading:
        """Return the first complete header, whose rows are taken; else the row most like one."""
        best: Header | None = None
        above: Record | None = None
        passed: list[Record] = []
        for record in records:
            if not is_filled(record[1]):
                above = None
                continue
            record = self._filled_down(above, record)
            header = self._header_at(above, record)
            if header.months and above is not None and len(passed) > 1:
                header = _without_others(header, passed[-2], record[1])
            if header.is_complete:
                header = self._with_rows_below(header, record, records)
                return Heading(header, header.is_complete, passed)
            if best is None or header.recognised > best.recognised:
                best = header
            above = record
            passed.append(record)
            if len(passed) >= HEADER_ROWS:
                break
        return Heading(best, is_complete=False, passed=passed)

    def begins_at(self, record: Record, below: Record | None) -> bool:
        """Tell whether a header begins in the middle of a table, in one row or in two."""
        if not any(map(role_of, set(record[1][:COLUMNS]))):  # blanks are many
            return False
        header = match_header(record[1])
        if header.is_complete or below is None or not header.columns:
            return header.is_complete
        return _joined(record, self._filled_down(record, below)).is_complete

    def _header_at(self, above: Record | None, record: Record) -> Header:
        """Return the header that ends in `record`; one row above it may tell more columns."""
        header = match_header(record[1], record[0])
        if above is None:
            return header
        pair = _joined(above, record)
        if header.is_complete:
            if header.months:
                header = _with_months_of(header, pair)
            if _is_no_value_column(above[1], record[1], header):
                return _without_values(header, pair)
            return _with_columns_of(header, pair, record[1]) if pair.is_complete else header
        upper = match_header(above[1])
        return pair if pair.is_complete and not self._has_data(upper, record[1]) else header

    def _with_rows_below(self, header: Header, record: Record, records: Records) -> Header:
        """Take the rows that belong to a header: its second one, one that numbers the columns."""
        below = records.peek()
        if below is not None:
            lower = self._filled_down(record, below)
            if self._divides_months(header, record[1], lower[1]):
                return header._replace(months=())  # who knows which of them was done
            is_second = self._is_second_row(header, record[1], lower[1])
            if self._names_no_values(header, lower[1]):
                return _without_values(header, _joined(record, lower))
            if is_second:
                header = _joined(record, lower)
                next(records)
                below = records.peek()
        if below is not None and (self._numbers_columns(below[1]) or _is_remark(below[1])):
            next(records)
        return header

    def _is_second_row(self, header: Header, upper: Sequence[str], lower: Sequence[str]) -> bool:
        """Tell whether a row only divides the columns of the complete header above it.

        No cell of it may be data: a figure, a number, or a period in the period's column.
        """
        if self._has_data(header, lower):
            return False
        meanings = [meaning_of(cell) for cell in lower[:COLUMNS]]
        value_at = header.columns.get(Role.VALUE, COLUMNS)
        if any(_says_of_values(_cell(lower, column.at)) for column in header.months):
            return True
        divided = _is_spread(upper, lower, value_at)
        if not divided and _cell(lower, value_at) and meaning_of(_cell(lower, value_at)) is None:
            return False
        period_at = header.columns.get(Role.PERIOD)
        return divided or any(
            meaning is not None and not (isinstance(meaning, Month) and index == period_at)
            for index, meaning in enumerate(meanings)
        )

    def _names_no_values(self, header: Header, lower: Sequence[str]) -> bool:
        """Tell whether a row below the header says that the value's column holds none."""
        at = header.columns.get(Role.VALUE)
        if at is None or self._has_data(header, lower):
            return False
        return group_of(_cell(lower, at)) is Group.OTHERS

    def _divides_months(self, header: Header, upper: Sequence[str], lower: Sequence[str]) -> bool:
        """Tell whether a row below names several columns under one month: planned, done."""
        return not self._has_data(header, lower) and any(
            _is_spread(upper, lower, column.at) for column in header.months
        )

    def _has_data(self, header: Header, lower: Sequence[str]) -> bool:
        """Tell whether a row below a header is of data: it has a code, a figure or a number."""
        code_at = header.columns.get(Role.FIGURE)
        return any(
            self._is_data(cell.strip(), meaning_of(cell), is_code=index == code_at)
            for index, cell in enumerate(lower[:COLUMNS])
        )

    def _is_data(self, word: str, meaning: Meaning, *, is_code: bool) -> bool:
        """Tell whether a cell below a header's name belongs to a row of data."""
        if not word or meaning is Role.FIGURE:
            return False
        return is_code or (meaning is None and (word[0].isdigit() or self._is_figure(word)))

    def _numbers_columns(self, cells: Sequence[str]) -> bool:
        """Tell whether a row only numbers the columns: ``A, B, 1, 2`` or ``(1)``, ``(2)``."""
        words = [word for cell in cells[:COLUMNS] if (word := cell.strip())]
        if len(words) < _NUMBERED or len(words) != sum(map(bool, map(str.strip, cells))):
            return False
        if any(map(self._is_figure, words)):
            return False
        labels = [match[1] if (match := _LABEL.fullmatch(word)) else "" for word in words]
        letters = [label for label in labels if label.isalpha()]
        numbers = [label for label in labels if label.isdigit()]
        return (
            labels == letters + numbers
            and "".join(letters).upper() == "ABCDEFGH"[: len(letters)]
            and numbers == [str(n) for n in range(1, len(numbers) + 1)]
        )

    def _filled_down(self, above: Record | None, record: Record) -> Record:
        """Return a record with the text of cells that are merged with the row above it."""
        line, cells = record
        reach = self._merged.get(line)
        if above is None or not reach:
            return record
        filled = [*cells, *[""] * (len(above[1]) - len(cells))]
        for _, first, _, _ in reach:
            if first <= min(len(filled), len(above[1])) and not filled[first - 1].strip():
                filled[first - 1] = above[1][first - 1]
        return line, filled


_MERGED_ROWS = 3
"""How many rows below its first a merged cell of a header may reach."""
_NUMBERED = 3
"""How many columns are numbered at least."""
_LABEL = re.compile(r"\(?([A-Za-z]|\d{1,2})\)?(?:\s*=.*)?", re.ASCII)


def _is_remark(cells: Sequence[str]) -> bool:
    """Tell whether a row below the header only explains it: ``(tên)``, ``(hồ sơ)``."""
    words = [word for cell in cells if (word := cell.strip())]
    return bool(words) and all(map(_REMARK.fullmatch, words))


_REMARK = re.compile(r"\([^\d().,%-][^()]*\)")


def _joined(above: Record, record: Record) -> Header:
    """Return the header of two rows, of which the upper one may reach over several columns."""
    upper, (line, lower) = above[1], record
    width = max(len(upper), len(lower))
    meanings: list[Meaning] = []
    names: list[str] = []
    own: list[str] = []
    over, groups_months, is_named, begins_behind = "", False, False, False
    for index in range(min(width, COLUMNS + 1)):  # a wider one is refused
        up, low = _cell(upper, index), _cell(lower, index)
        over = up or (over if low else "")
        names.append(low if over == low else f"{over} {low}".strip())
        own.append(_own_name(upper, lower, index))
        if up:
            groups_months, begins_behind = isinstance(meaning_of(low), Month), is_named
        meanings.append(_meaning(over, low, groups_months=groups_months) if low else None)
        if begins_behind and low and _is_other(over, meanings[-1]):
            meanings[-1] = None
        if meanings[-1] in (None, Role.VALUE) and _names_below(upper, lower, index):
            meanings[-1] = _divided(up, low) or meanings[-1]
        is_named = is_named or meanings[-1] in _NAMING
    names += [""] * (width - len(names))
    return header_of(iter(meanings), names, line, own)


def _meaning(over: str, low: str, *, groups_months: bool) -> Meaning:
    """Return what a lower cell means under an upper one that reaches over it.

    A cell that begins above months says something of them (`groups_months`); one that begins
    above other columns, as a title does, says nothing of the months that it reaches over.
    """
    alone = meaning_of(low)
    if not over or over == low:
        return alone
    if isinstance(alone, Month):
        return _month_below(over, alone) if groups_months else alone
    both = role_of(f"{over} {low}") or role_of(f"{low} {over}")
    return both or (None if role_of(over) is Role.UNIT else alone)


def _month_below(over: str, alone: Month) -> Month | None:
    """Return the month under, or above, a name that says its year, or what its values are."""
    month = month_in_group(over, alone)
    return month._replace(estimated=True) if month and begins_as_estimate(over) else month


_NAMING = (Role.FIGURE, Role.NAME)


def _is_other(over: str, meaning: Meaning) -> bool:
    """Tell whether what seems a column of values is none by the name of its group.

    The group begins behind the figures' names: what begins before them is a title.
    """
    is_value = meaning is Role.VALUE or isinstance(meaning, Month)
    return is_value and not isinstance(meaning_of(over), Month) and group_of(over) is Group.OTHERS


def _divided(up: str, low: str) -> Meaning:
    """Return what an upper cell means that a lower one may say more of: planned, done so far."""
    meaning = meaning_of(up)
    if isinstance(meaning, Month) and low and meaning_of(low) in (None, Role.VALUE):
        return _month_below(low, meaning)
    return meaning if meaning_of(low) is None else None


def _says_of_values(word: str) -> bool:
    """Tell whether a cell below a month says what the values of that column are."""
    return bool(word) and (
        group_of(word) in (Group.VALUES, Group.OTHERS) or begins_as_estimate(word)
    )


def _with_months_of(header: Header, pair: Header) -> Header:
    """Return a header with the months of a pair of rows, and its names where they tell why."""
    is_doubtful = any(column.month.doubt is Doubt.AMONG_WORDS for column in pair.months)
    return header._replace(months=pair.months, names=pair.names if is_doubtful else header.names)


def _without_others(header: Header, upper: Record, lower: Sequence[str]) -> Header:
    """Return a header without the months that a third row, above its two, says are no values."""
    if header.line - upper[0] > _ROWS_ABOVE:
        return header
    months = [
        column for column in header.months if not _is_in_others(upper[1], lower, header, column.at)
    ]
    return header._replace(months=tuple(months))


_ROWS_ABOVE = 2
"""How far above the last row of a header its third may stand."""


def _is_in_others(upper: Sequence[str], lower: Sequence[str], header: Header, at: int) -> bool:
    """Tell whether a column stands under a name that says that its values are others.

    The name begins behind the figures' names: what begins before them is a title.
    """
    named = min((header.columns[role] for role in _NAMING if role in header.columns), default=0)
    begin = at
    while begin > named and not _cell(upper, begin) and _cell(lower, begin):
        begin -= 1
    return begin > named and is_label(_cell(upper, begin))


def _is_no_value_column(upper: Sequence[str], lower: Sequence[str], header: Header) -> bool:
    """Tell whether the value's column is none by the name above it: ``Kế hoạch``."""
    at = header.columns.get(Role.VALUE)
    return at is not None and _is_in_others(upper, lower, header, at)


def _without_values(header: Header, pair: Header) -> Header:
    """Return the header of a pair of rows whose value's column holds something else: none."""
    columns = dict(header.columns)
    del columns[Role.VALUE]
    return header._replace(columns=columns, names=pair.names, line=pair.line)


def _cell(cells: Sequence[str], index: int) -> str:
    return cells[index].strip() if index < len(cells) else ""


def _names_below(upper: Sequence[str], lower: Sequence[str], index: int) -> bool:
    """Tell whether an upper cell names the column below it; a letterhead's ``Kỳ:`` does not."""
    return not _cell(upper, index).endswith(":") and not _is_spread(upper, lower, index)


def _own_name(upper: Sequence[str], lower: Sequence[str], index: int) -> str:
    """Return a column's name that may hold a month; one that is a month is understood by now."""
    low = _cell(lower, index)
    if isinstance(meaning_of(low), Month):
        return ""
    return low or (_cell(upper, index) if _names_below(upper, lower, index) else "")


def _is_spread(upper: Sequence[str], lower: Sequence[str], index: int) -> bool:
    """Tell whether an upper cell reaches over its right neighbour, so that it names neither."""
    after = index + 1
    return bool(_cell(lower, index) and _cell(lower, after)) and not _cell(upper, after)


def _with_columns_of(header: Header, pair: Header, lower: Sequence[str]) -> Header:
    """Return a complete header with the columns that only the row above it names."""
    more = {
        role: at
        for role, at in pair.columns.items()
        if role not in header.columns and not _cell(lower, at)
    }
    if header.months:
        more.pop(Role.PERIOD, None)
        more.pop(Role.VALUE, None)
    names = header.names + ("",) * (pair.width - header.width)
    return header._replace(columns={**header.columns, **more}, width=pair.width, names=names)
