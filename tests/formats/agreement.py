"""What each format shows of a report, read back from it, to be held against the JSON.

A new format gets an entry in `EXTRACTORS`: from what it rendered (at `WIDE`) to the targets in it
by their shown ids, and the tally where it shows one.  A number may be given as shown
(``"99,5%"``, ``"–"`` for none) or as a number (then it must be the JSON's own).
"""

import csv
import json
import math
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from markdown_it import MarkdownIt

from cchc_cli.evaluate import Verdict
from cchc_cli.formats import Screen
from cchc_cli.formats.words import VERDICT_SYMBOLS, VERDICT_WORDS
from cchc_cli.locale import translator
from formats.reading_html import Element, read_html
from formats.task_reading import (
    TasksShown,
    is_of_tasks,
    of_book,
    of_document,
    of_lines,
    of_page,
    of_tables,
)
from formats.word_reading import appendix_of
from formats.workbook_reading import TargetCells, open_workbook, percents_of, targets_of

WIDE = Screen(4000)
ESTIMATES = ("ước", "est.")
"""What stands before, or beside, a value that rests on an estimate."""

Number = str | int | float | None


class Shown(NamedTuple):
    """One target as a format shows it."""

    require: str | dict[str, Any]
    """``≥ 95%``, or as in JSON; for tasks that must all be done, whatever the format says."""
    period_value: Number
    value: Number
    verdict: str
    """The verdict's code, its word, or its sign and word."""
    since: str | None
    """What changed since the period before, beginning with its sign; None if not shown."""
    estimated: bool | None = None
    """Whether the value is marked as an estimate; None where that is told by how it is shown."""


class Extract(NamedTuple):
    """All that a format shows: targets by shown id, the tally by verdict, the tasks."""

    targets: dict[str, Shown]
    tally: dict[Verdict, int] | None = None
    tasks: TasksShown | None = None


def verdicts_by_word(language: str) -> dict[str, Verdict]:
    """Return the verdicts by code, by word, and by sign and word."""
    say = translator(language)
    found: dict[str, Verdict] = {verdict.value: verdict for verdict in Verdict}
    for verdict, word in VERDICT_WORDS.items():
        found[word.render(say)] = verdict
        found[f"{VERDICT_SYMBOLS[verdict]} {word.render(say)}"] = verdict
    return found


VERDICTS = {**verdicts_by_word("en"), **verdicts_by_word("vi")}


def of_markdown(content: str | bytes) -> Extract:
    assert isinstance(content, str)
    counted, *tables = tables_of(content)
    of_tasks = [table for table in tables if is_of_tasks(table)]
    tables = [table for table in tables if not is_of_tasks(table)]
    tally = {VERDICTS[w]: int(n) for w, n in zip(*counted, strict=True) if w in VERDICTS}
    rows = [row for table in tables[:-1] for row in table[1:]]  # the last one is of the units
    targets = {r[0]: Shown(r[2], r[3], r[4], r[5], r[6]) for r in rows}
    return Extract(targets, tally, of_tables(of_tasks) if of_tasks else None)


def tables_of(content: str) -> list[list[list[str]]]:
    """Return the tables of a Markdown text: their rows, the header first, as lists of cells."""
    tables: list[list[list[str]]] = []
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(content)
    for before, token in zip(tokens, tokens[1:], strict=False):
        if before.type == "table_open":
            tables.append([])
        elif before.type == "tr_open":
            tables[-1].append([])
        if before.type in ("th_open", "td_open"):
            tables[-1][-1].append("".join(child.content for child in token.children or ()))
    return tables


def of_terminal(content: str | bytes) -> Extract:
    """Read a report on a terminal so wide that nothing is wrapped."""
    assert isinstance(content, str)
    lines = content.splitlines()
    rules = [index for index, line in enumerate(lines) if set(line) == {"─"}]
    targets = {}
    for rule in rules[:-1]:  # the last one is of the units
        for line in lines[rule + 1 :]:
            cells = re.split(r"\s{2,}", line)
            if len(cells) < 7:
                break
            require, of_period, to_date, verdict, since = cells[-5:]
            targets[cells[0]] = Shown(require, of_period, to_date, verdict, since)
    is_with_tasks = "(" in lines[4]  # the share of tasks that are done
    tally = re.findall(r"(\S [^:]+): (\d+)   ", lines[4 + is_with_tasks])
    counts = {VERDICTS[word]: int(number) for word, number in tally}
    return Extract(targets, counts, of_lines(lines) if is_with_tasks else None)


def of_csv(content: str | bytes) -> Extract:
    assert isinstance(content, str)
    rows = list(csv.DictReader(content.removeprefix("\ufeff").splitlines(keepends=True)))
    return Extract({row["target"].removeprefix("'"): _of_csv_row(row) for row in rows})


def _of_csv_row(row: dict[str, str]) -> Shown:
    assert VERDICTS[row["verdict"]] is VERDICTS[row["verdict_word"]]
    require = {"op": row["op"]}
    require |= {name: json.loads(row[name] or "null") for name in ("bound", "percent")}
    return Shown(
        require,
        json.loads(row["period_value"] or "null"),
        json.loads(row["value"] or "null"),
        row["verdict"],
        row["since"],
        json.loads(row["estimated"]),
    )


def of_docx(content: str | bytes) -> Extract:
    assert isinstance(content, bytes)
    return Extract(
        {
            target: Shown(row.require, row.of_period, row.to_date, row.verdict, row.since)
            for target, row in appendix_of(content).items()
        },
        tasks=tasks if (tasks := of_document(content)).tasks else None,
    )


def of_html(content: str | bytes) -> Extract:
    """Read the page; what a bar or a trend tells is tested where they are drawn."""
    assert isinstance(content, str)
    page = read_html(content)
    tiles = page.one("ul", class_="tiles").all("li")
    tally = {
        VERDICTS[tile.one("span", class_="word").text]: int(tile.one("span", class_="count").text)
        for tile in tiles
    }
    targets = {card.one("span", class_="id").raw: _of_card(card) for card in page.all("article")}
    return Extract(targets, tally, of_page(page) if page.all("section", class_="tasks") else None)


def _of_card(card: Element) -> Shown:
    value, require, of_period, since = (
        cell.text for cell in card.one("dl", class_="numbers").all("dd")
    )
    return Shown(require, of_period, value, card.one("p", class_="verdict").text, since)


def of_xlsx(content: bytes | str) -> Extract:
    assert isinstance(content, bytes)
    book = open_workbook(content)
    percents = percents_of(book)
    targets = {
        target: _of_cells(cells, percent=percents[target])
        for target, cells in targets_of(book).items()
    }
    counted = (one.partition(": ") for one in str(book.worksheets[0]["A4"].value).split(" · "))
    tally = {VERDICTS[word]: int(number) for word, _, number in counted if word in VERDICTS}
    return Extract(targets, tally, of_book(book) if len(book.worksheets) > 7 else None)


def _of_cells(cells: TargetCells, *, percent: bool) -> Shown:
    scale = 100 if percent else 1
    op = {"≥": ">=", "≤": "<="}.get(cells.sign, cells.sign)
    bound = None if cells.bound is None else round(cells.bound * scale, 9)
    period, value = (
        found * scale if isinstance(found, int | float) else None
        for found in (cells.period, cells.value)
    )
    require = {"op": op, "bound": bound, "percent": percent}
    estimated = cells.estimate in ESTIMATES
    return Shown(require, period, value, cells.verdict, cells.since, estimated)


EXTRACTORS: dict[str, Callable[[str | bytes], Extract]] = {
    "markdown": of_markdown,
    "terminal": of_terminal,
    "csv": of_csv,
    "docx": of_docx,
    "html": of_html,
    "xlsx": of_xlsx,
}
"""By format; JSON is what the others are held against."""


def check_number(shown: Number, exact: float | None, require: dict[str, Any], comma: bool) -> None:
    """Check that a shown number is `exact`: the same, or rounded but never onto or across a guard."""
    if exact is None:
        assert shown in ("–", None)
        return
    if not isinstance(shown, str):
        assert shown is not None
        assert math.isclose(shown, exact, rel_tol=1e-15)  # a workbook has 0.95 for 95%
        return
    assert shown.endswith("%") == require["percent"]
    number = parsed(shown.rstrip("%"), comma)
    decimals = len(shown.rstrip("%").partition("," if comma else ".")[2])
    assert abs(number - exact) <= 0.5 * 10**-decimals + 1e-9 * max(1, abs(exact))
    for guard in (require["bound"], 0, *([100] if require["percent"] else [])):
        assert (number > guard, number < guard) == (exact > guard, exact < guard)


def parsed(shown: str, comma: bool) -> float:
    """Read a number as reports write it: 1.234,5 in Vietnamese, 1,234.5 in English."""
    thousands, decimal = (".", ",") if comma else (",", ".")
    return float(shown.replace(thousands, "").replace(decimal, ".").replace("−", "-"))


def check_marks(shown: Shown, result: dict[str, Any], period: str) -> None:
    """Check that a format says of a value that it rests on an estimate where its JSON does."""
    if shown.estimated is not None:
        assert shown.estimated == result["estimated"]
        return
    assert without_mark(shown.value)[1] == result["estimated"]
    of_period = [entry["estimated"] for entry in result["entries"] if entry["period"] == period]
    marked = without_mark(shown.period_value)[1]
    assert result["estimated"] or not marked
    if any(of_period) and result["period_value"] is not None:
        assert marked == (result["require"] is not None)


def without_mark(shown: Number) -> tuple[Number, bool]:
    """Return a value without the word that says it is an estimate, and whether it had it."""
    word, space, value = shown.partition(" ") if isinstance(shown, str) else ("", "", "")
    return (value, True) if space and word in ESTIMATES else (shown, False)


def check_target(
    shown: Shown, result: dict[str, Any], before: dict[str, Any] | None, comma: bool
) -> None:
    """Check one target against its JSON, and against that of the period before."""
    assert VERDICTS[shown.verdict].value == result["verdict"]
    _check_since(shown.since, result, before)
    require = result["require"]
    if require is None:
        done, _ = without_mark(shown.value)
        assert done in (None, "–") or re.fullmatch(r"\d+/\d+", str(done))
        return
    if isinstance(shown.require, str):
        sign, _, bound = shown.require.partition(" ")
        assert {"≥": ">=", "≤": "<="}.get(sign, sign) == require["op"]
        assert bound.endswith("%") == require["percent"]
        assert parsed(bound.rstrip("%"), comma) == require["bound"]
    else:
        assert shown.require == require
    value, _ = without_mark(shown.value)
    if isinstance(value, str):
        assert value.endswith("*") == result["provisional"]
        value = value.rstrip("*")
    check_number(value, result["value"], require, comma)
    of_period, _ = without_mark(shown.period_value)
    check_number(of_period, result["period_value"], require, comma)


def was_pending_with_a_value(result: dict[str, Any]) -> bool:
    """Tell whether a target was pending though something of it was known for certain."""
    if result["require"] is None:  # all_done: how many are done is known by the entries
        return result["verdict"] == "pending" and bool(result["entries"])
    known = result["value"] is not None and not result["provisional"]
    return result["verdict"] == "pending" and known


def _check_since(since: str | None, result: dict[str, Any], before: dict[str, Any] | None) -> None:
    if since is None:
        return
    if before is None:
        assert since in ("", "–")
        return
    turned = result["verdict"] != before["verdict"]
    was_below = before["verdict"] == "missed" or was_pending_with_a_value(before)
    assert since.startswith("▲") == (turned and was_below and result["verdict"] == "met")
    assert since.startswith("▼") == (turned and result["verdict"] == "missed")
    values = (result["value"], before["value"])
    if turned or None in values or result["provisional"] or before["provisional"]:
        return
    sign = "↑" if values[0] > values[1] else "↓" if values[0] < values[1] else "→"
    assert since.startswith(sign)
