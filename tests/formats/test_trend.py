"""Targets over the periods: each period's value and verdict are those of `cchc evaluate` at it."""

import csv
import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from cases.running import cchc, write
from cchc_cli.formats.trend import spark
from formats.agreement import (
    VERDICTS,
    Shown,
    check_target,
    tables_of,
    was_pending_with_a_value,
)
from formats.harmless import check_no_formula, check_plain_markdown, csv_rows
from formats.sample import write_sample
from formats.test_nasty import unsafe
from test_examples import EXAMPLE

DATA = EXAMPLE / "data"
PERIODS = [f"2025-{month:02d}" for month in range(7, 13)]


def trend(*options: str, format: str = "json", cwd: Path | None = None, data: Path = DATA) -> str:
    ended = cchc("trend", data, *options, "--format", format, "--quiet", cwd=cwd)
    assert ended.code in (0, 3, 5), ended.err
    return ended.out


def evaluated(period: str) -> dict[str, dict[str, Any]]:
    out = cchc("evaluate", DATA, "--period", period, "--format", "json", "--quiet").out
    return {result["target"]: result for result in json.loads(out)["results"]}


@pytest.fixture(scope="module")
def by_period() -> dict[str, dict[str, dict[str, Any]]]:
    return {period: evaluated(period) for period in PERIODS}


By = dict[str, dict[str, dict[str, Any]]]


def test_json_is_what_evaluate_says(by_period: By) -> None:
    found = json.loads(trend())
    assert list(found) == ["format", "cchc", "plan", "periods", "targets", "inputs_sha256"]
    assert found["periods"] == PERIODS
    assert [target["target"] for target in found["targets"]] == list(by_period["2025-07"])
    for target in found["targets"]:
        for value, period in zip(target["values"], PERIODS, strict=True):
            result = by_period[period][target["target"]]
            assert value.pop("period") == period
            change = value.pop("change")
            keys = ("value", "verdict", "provisional", "estimated")
            assert value == {key: result[key] for key in keys}
            if period == PERIODS[0]:
                assert change is None
                continue
            before = by_period[PERIODS[PERIODS.index(period) - 1]][target["target"]]
            turned = result["verdict"] != before["verdict"]
            judged = before["verdict"] == "missed" or was_pending_with_a_value(before)
            assert (change == "newly_met") == (turned and judged and result["verdict"] == "met")
            assert (change == "newly_missed") == (turned and result["verdict"] == "missed")


def test_csv_has_a_row_per_target_and_period(by_period: By) -> None:
    rows = csv_rows(trend(format="csv"))
    assert len(rows) == 39 * 6
    for row in rows:
        result = by_period[row["period"]][row["target"]]
        assert json.loads(row["value"] or "null") == result["value"]
        assert row["verdict"] == result["verdict"]
    last = [row for row in rows if row["period"] == "2025-12"]
    out = cchc("evaluate", DATA, "--period", "2025-12", "--format", "csv", "--quiet").out
    assert last == list(csv.DictReader(out.removeprefix("\ufeff").splitlines()))


def _check_cell(shown: str, require: str, result: dict[str, Any]) -> None:
    found = re.fullmatch(r"((?:ước )?\S+) (\S)([▲▼]?)", shown)
    assert found, shown
    signs = {word[0]: verdict for word, verdict in VERDICTS.items() if word[1:2] == " "}
    value = Shown(require, None, found[1], signs[found[2]].value, None)
    check_target(value, result | {"period_value": None}, None, comma=True)
    assert shown.startswith("ước ") == result["estimated"]


def test_markdown_shows_every_period(by_period: By) -> None:
    *tables, counts = tables_of(trend(format="markdown"))
    rows = [row for table in tables for row in table[1:]]
    assert [row[0] for row in rows] == list(by_period["2025-07"])
    for row in rows:
        assert len(row[3]) == len(PERIODS)
        for shown, period in zip(row[4:], PERIODS, strict=True):
            _check_cell(shown, row[2], by_period[period][row[0]])
    for verdict, number in (("met", 1), ("missed", 2)):
        expected = [
            sum(result["verdict"] == verdict for result in results.values())
            for results in by_period.values()
        ]
        assert list(map(int, counts[number][1:])) == expected


def test_the_terminal_shows_a_target_whole() -> None:
    shown = trend("3.6b", "4.1b", format="terminal").splitlines()
    start = shown.index("3. Cải cách thủ tục hành chính (TTHC)")
    assert shown[start : start + 4] == [
        "3. Cải cách thủ tục hành chính (TTHC)",
        "  Xu thế      07/25      08/25      09/25      10/25      11/25      12/25",
        "3.6b Hài lòng về giải quyết TTHC lĩnh vực đất đai (≥ 85%)",
        "  ··▁▁▁█          – …        – …   84,62% ✗▼  84,62% ✗   84,62% ✗   86,91% ✓▲",
    ]
    assert "Số chỉ tiêu đạt và không đạt, trong 2 chỉ tiêu" in shown
    assert max(map(len, shown)) <= 80


def _long(folder: Path) -> Path:
    """Write a plan of ten years and one unit that has reported in all months but the last two."""
    plan = """\
format: 1
id: xa_lau
title: Kế hoạch mười năm
issuer: UBND xã
periods: {first: 2016-01, last: 2025-12}
units: [{id: hcc, name: Một cửa}]
figures:
  - {id: a, name: a, type: count, over_time: sum, measured_in: hồ sơ, reported_by: [hcc]}
sections:
  - id: "1"
    title: Mục
    lead: hcc
    targets:
      - {id: "1", clause: II, name: Hồ sơ, text: t, measure: {total: [a]}, require: ">= 100"}
"""
    periods = [f"{year}-{month:02d}" for year in range(2016, 2026) for month in range(1, 13)]
    rows = "".join(f"{period},a,{number}\n" for number, period in enumerate(periods[:-2]))
    return write(folder, {"plan.yaml": plan, "data/hcc.csv": "kỳ,mã,giá trị\n" + rows})


def test_a_plan_of_ten_years(tmp_path: Path) -> None:
    folder = _long(tmp_path)
    shown = trend(format="terminal", data=folder / "data")
    assert "cho số của 112 kỳ đầu" in " ".join(shown.split())
    assert max(map(len, shown.splitlines())) <= 80
    row = shown.splitlines()[shown.splitlines().index("1 Hồ sơ (≥ 100)") + 1]
    bars, *cells = row.split()
    assert len(bars) == 24
    assert cells[-2:] == ["6.903", "✓"]  # 0 + 1 + … + 117
    assert len(json.loads(trend(data=folder / "data"))["periods"]) == 118
    assert "kỳ đầu" not in trend("--from", "2025-08", format="terminal", data=folder / "data")


def test_the_first_period_shown_is_compared_with_the_one_before() -> None:
    (target,) = json.loads(trend("3.6b", "--from", "2025-09", "--to", "9/2025"))["targets"]
    assert [value["change"] for value in target["values"]] == ["newly_missed"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 5),
        (["3.3"], 0),
        (["3.5b"], 0),  # missed: as with explain, that is no failure of the call
        (["2.1", "3.3"], 5),
        (["9.9"], 2),
        (["--from", "2025-12", "--to", "2025-09"], 2),
        (["--from", "2024-01"], 2),
        (["--to", "hôm qua"], 2),
        (["--output", "bc.json"], 5),
        (["--output", "bc.html"], 2),
    ],
)
def test_exit_codes(tmp_path: Path, options: list[str], code: int) -> None:
    assert cchc("trend", DATA, *options, cwd=tmp_path).code == code


def test_files_and_places(tmp_path: Path) -> None:
    write(tmp_path, {"data/2025-09/hcc.csv": "mã,giá trị\n"})
    call = ("trend", DATA, "3.3", "--quiet", "--output")
    for name in ("{plan}-{period}.md", "bc.txt", "bc.csv", "bc.json"):
        assert cchc(*call, name, cwd=tmp_path).code == 0
    assert (tmp_path / "thai_tan_2025h2-2025-12.md").exists()
    assert cchc("trend", "data", "--output", "data/bc.csv", cwd=tmp_path).code == 2


def test_an_empty_folder(tmp_path: Path) -> None:
    ended = cchc("trend", tmp_path)
    assert ended.code == 5
    assert "no-submissions" in ended.codes


def test_in_english() -> None:
    shown = trend("3.6b", "--lang", "en", format="terminal")
    assert "84.62% ✗▼" in shown
    assert "Trend" in shown


@pytest.mark.parametrize("format", ["terminal", "markdown", "json", "csv"])
def test_nasty_words_are_only_words(tmp_path: Path, format: str) -> None:
    folder = write_sample(tmp_path)
    shown = trend(format=format, data=folder / "data")
    if format == "csv":
        check_no_formula(csv_rows(shown))
        shown = shown.removeprefix("\ufeff").replace("\r\n", "\n")
    elif format == "markdown":
        check_plain_markdown(shown)
    assert unsafe(shown) == []


@pytest.mark.parametrize(
    ("levels", "shown"),
    [
        ([0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█"),
        ([None, 1, None, 2], "·▁·█"),
        ([3, 3], "▄▄"),
        ([None], "·"),
        ([-1, 0, 1], "▁▅█"),
        ([], ""),
    ],
)
def test_bars(levels: list[int | None], shown: str) -> None:
    assert spark([None if n is None else Fraction(n) for n in levels]) == shown
