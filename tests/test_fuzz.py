"""Any bytes as plan, as submission, as name: a clear error or a report, never a fault, never slow.

Times are asserted only against a generous cap, so that a busy machine fails no test; the corpus is
what once was, or could be, slow or fatal.
"""

import io
import os
import shutil
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.running import cchc
from cchc_cli.plan.builtin import DEFAULT_PLAN, builtin_plans
from cchc_cli.plan.load import load_plan

MEGABYTE = 1_000_000
GOOD_CODES = {0, 1, 2, 3, 4, 5}
PLAN = builtin_plans()[DEFAULT_PLAN].read_bytes()
HEADER = "kỳ,đơn vị,mã số liệu,giá trị,ghi chú,lần\n".encode()


def _zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 30_000_000)
    return packed.getvalue()


def _filled(unit: bytes, size: int = MEGABYTE - 1000) -> bytes:
    return unit * (size // len(unit))


UNITS = [
    b'"', b"'", b",", b";", b"\t", b"\n", b"\r", b"\r\n", b" ", b"-", b"[", b"{", b"]", b"- ", b": ",
    b"a: ", b"a: 1\n", b"a", b"9", b"1.", b"0,", b"\x00", b"\x80", b"\xff", b"\xc3\xa1", b"\xe2\x80\x8b",
    b"&a ", b"*a ", b"!a ", b"? ", b"| ", b"# ", b"%", b"\\", b"\x1b[", b"=1+1,", b'"a""', b"\xcc\x81",
    b"\xf0\x9f\x98\x80", b"<a>", b"sep=;\n", b"- {id: a}\n", b"a\n ", b"? \n",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_a_megabyte_as_a_plan(unit: bytes) -> None:
    for content in (_filled(unit), PLAN + b"\n" + _filled(unit, MEGABYTE - len(PLAN) - 1000)):
        plan, problems = load_plan(content, "plan.yaml")
        assert (plan is None) == bool(problems)
        lines = content.count(b"\n") + content.count(b"\r") + 2
        assert all((problem.where.line or 1) <= lines for problem in problems)


@pytest.mark.parametrize("unit", UNITS)
def test_a_megabyte_as_a_submission(unit: bytes, tmp_path: Path) -> None:
    (tmp_path / "2025-09").mkdir()
    (tmp_path / "2025-09" / "hcc.csv").write_bytes(_filled(unit))
    (tmp_path / "2025-09" / "kt.csv").write_bytes(HEADER + _filled(unit))
    (tmp_path / "2025-09" / "vp.csv").write_bytes(HEADER + b"2025-09,vp," + _filled(unit))
    ended = cchc("evaluate", tmp_path, "--format", "json")
    assert ended.code in GOOD_CODES, ended.err


def _deep(word: str) -> bytes:
    return "".join(f"{' ' * depth}{word}\n" for depth in range(1300)).encode()


def _rows(row: str, count: int = 20_000) -> bytes:
    return HEADER + "".join(row.format(n=n) + "\n" for n in range(count)).encode()


def _figures(count: int) -> bytes:
    return "".join(
        f"  - {{id: so_lieu_{n}, name: a, type: count, measured_in: b, over_time: sum, "
        "reported_by: [hcc]}\n"
        for n in range(count)
    ).encode()


def _plan_with(figures: int, references: int) -> bytes:
    """Return a plan in which many references are near misses of many figures."""
    listed = ", ".join(f"so_leiu_{n}" for n in range(references)).encode()
    check = b"\nchecks:\n"
    assert PLAN.count(check) == 1
    target = b'  - id: "x"\n    title: x\n    lead: hcc\n    targets:\n      - id: "x.1"\n'
    target += b"        clause: x\n        name: x\n        text: x\n        measure: {total: ["
    target += listed + b']}\n        require: ">= 1"\n'
    return PLAN.replace(check, b"\n" + _figures(figures) + check) + b"\n" + target


PLANS = {
    "deep mappings": _deep("a:"),
    "deep lists": _deep("-"),
    "many keys": b"".join(b"k%d: 1\n" % n for n in range(90_000)),
    "many keys in braces": b"{" + b",".join(b"k%d: 1" % n for n in range(90_000)) + b"}",
    "many figures": PLAN.replace(b"\nchecks:\n", b"\n" + _figures(3000) + b"\nchecks:\n"),
    "a long key": b"k" * (MEGABYTE - 10) + b": 1",
    "a long title": PLAN.replace(b"title: ", b"title: " + b"x" * 800_000, 1),
    "a long rule": PLAN.replace(
        b"\nchecks:\n", b"\nchecks:\n  - {rule: '" + b"a+" * 1900 + b"'}\n"
    ),
    "near misses of many figures": _plan_with(800, 1200),
}


@pytest.mark.parametrize("kind", PLANS)
def test_a_big_plan(kind: str) -> None:
    plan, problems = load_plan(PLANS[kind], "plan.yaml")
    assert (plan is None) == bool(problems)


SUBMISSIONS = {
    "unknown figures": _rows("2025-09,hcc,ho_so_dung_ham_{n},1,,"),
    "one unknown figure": _rows("2025-09,hcc,ho_so_dung_ham,1,,"),
    "unknown units": _rows("2025-09,phong so {n},ho_so_dung_han,1,,"),
    "one unknown unit": _rows("2025-09,phong kinh te,ho_so_dung_han,1,,"),
    "unreadable periods": _rows("{n},hcc,ho_so_dung_han,1,,"),
    "dates": _rows("Sep-25,hcc,ho_so_dung_han,1,,"),
    "many values of one figure": _rows("2025-09,hcc,ho_so_dung_han,{n},,"),
    "one value many times": _rows("2025-09,hcc,ho_so_dung_han,1,,"),
    "many revisions": _rows("2025-09,hcc,ho_so_dung_han,{n},,{n}"),
    "words for values": _rows("2025-09,hcc,ho_so_dung_han,x{n},,"),
    "ambiguous values": _rows("2025-09,kt,von_giai_ngan,1.234,,"),
    "rows too long": _rows("2025-09,hcc,ho_so_dung_han,1" + "," * 40 + "x"),
    "long cells": _rows(f"2025-09,{'z ' * 15_000},{'y' * 32_000},{'1.234' * 6_000},,", 12),
    "cells too long": _rows(f"2025-09,hcc,{'z' * 33_000},1,,", 30),
    "accents apart": _rows("2025-09," + "a\u0301 " * 10_000 + ",ho_so_dung_han,1,,", 20),
    "a wide header": "giá trị,".encode() * 90_000,
}


@pytest.mark.parametrize("kind", SUBMISSIONS)
def test_a_submission_that_is_wrong_all_over(kind: str, tmp_path: Path) -> None:
    (tmp_path / "bc.csv").write_bytes(SUBMISSIONS[kind])
    ended = cchc("evaluate", tmp_path, "--period", "2025-09")
    assert ended.code in GOOD_CODES, ended.err
    assert len(ended.err) < 100_000  # each kind is capped


def test_a_folder_deeper_than_the_stack(deep_root: Path) -> None:
    path = f"{deep_root}/data"
    os.mkdir(path)
    for _ in range(1200):
        path += "/a"
        os.mkdir(path)
    Path(path, "hcc.csv").write_bytes(HEADER)
    ended = cchc("evaluate", "data", cwd=deep_root)
    assert ended.code in GOOD_CODES, ended.err


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04", b"PK\x03\x04" + b"\x00" * 100, _zip_bomb(), b"\x1f\x8b" + b"\x00" * 100,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, b"%PDF-1.4", b"<html><table>", b"\xff\xfe",
        b"\xfe\xff", b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff", b"\xef\xbb\xbf", b"a\x00b\x00", b"a",
    ],
)  # fmt: skip
def test_what_is_no_table(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "hcc.csv").write_bytes(content)
    ended = cchc("check", tmp_path)
    assert ended.code == 3
    assert "hcc.csv" in ended.out


quick = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@quick
@given(st.binary(max_size=400))
def test_any_bytes_as_a_plan(content: bytes) -> None:
    plan, problems = load_plan(content, "plan.yaml")
    assert plan is None
    assert problems


@quick
@given(st.integers(0, len(PLAN) - 1), st.binary(max_size=12), st.integers(0, 40))
def test_a_plan_with_any_damage(start: int, damage: bytes, length: int) -> None:
    content = PLAN[:start] + damage + PLAN[start + length :]
    plan, problems = load_plan(content, "plan.yaml")
    assert (plan is None) == bool(problems)


@quick
@given(content=st.binary(max_size=400), name=st.sampled_from(["hcc.csv", "a.txt", "b.xlsx"]))
def test_any_bytes_as_a_submission(content: bytes, name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    assert cchc("evaluate", tmp_path).code in GOOD_CODES
    (tmp_path / name).unlink()


@quick
@given(rows=st.lists(st.lists(st.text(max_size=12), max_size=7), max_size=6))
def test_any_words_as_rows(rows: list[list[str]], tmp_path: Path) -> None:
    lines = "\n".join(",".join(cells) for cells in rows)
    (tmp_path / "hcc.csv").write_bytes(HEADER + lines.encode("utf-8", "surrogatepass"))
    assert cchc("evaluate", tmp_path).code in GOOD_CODES


NAMES = (
    st.binary(min_size=1, max_size=40)
    .filter(lambda b: b not in (b".", b".."))
    .map(lambda raw: raw.replace(b"/", b"_").replace(b"\x00", b"_"))
)


@quick
@given(folder=NAMES, name=NAMES)
def test_any_bytes_as_names(folder: bytes, name: bytes, tmp_path: Path) -> None:
    below = os.path.join(os.fsencode(tmp_path), folder.ljust(3, b"_"))
    os.makedirs(below, exist_ok=True)
    with open(os.path.join(below, name + b".csv"), "wb") as opened:
        opened.write(HEADER + b"2025-09,hcc,ho_so_da_tra,x,,\n")
    ended = cchc("evaluate", tmp_path, "--format", "markdown")
    shutil.rmtree(below)
    assert ended.code in GOOD_CODES
    assert not [c for c in ended.out if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]


@quick
@given(st.text(min_size=1, max_size=30).filter(lambda word: "\x00" not in word))
def test_any_words_as_arguments(word: str) -> None:
    for arguments in (
        ["evaluate", word],
        ["evaluate", ".", "--period", word],
        ["explain", word, "."],
    ):
        assert cchc(*arguments, "--plan", "no such plan").code == 2


def test_many_unknown_names_take_no_time(tmp_path: Path) -> None:
    """A near name is looked for only so many times."""
    rows = "".join(f"2025-09,hcc,figure_{n}_x,1,,\n" for n in range(30_000))
    (tmp_path / "hcc.csv").write_bytes(HEADER + rows.encode())
    units = ", ".join(f"unit_{n}" for n in range(40_000))
    plan = PLAN.replace(b"reported_by: [hcc]", f"reported_by: [{units}]".encode(), 1)
    assert cchc("check", tmp_path).code == 3
    loaded, problems = load_plan(plan, "plan.yaml")
    assert loaded is None
    assert len(problems) >= 40_000
