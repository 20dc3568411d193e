"""Clauses: what carries each, in the document's order, and gaps in their numbering."""

from dataclasses import replace

import pytest

from building import SUBMITTED, with_tasks
from cchc_cli.plan.clauses import clauses_of, gaps_of


def gaps(names: str) -> list[str]:
    return [
        gap.first if gap.first == gap.last else f"{gap.first}–{gap.last}"
        for gap in gaps_of(names.split(" "))
    ]


def test_each_clause_is_listed_once_with_all_that_carries_it() -> None:
    plan = with_tasks(SUBMITTED, "nv_1", "nv_2", "nv_3")
    target = plan.targets[0]
    first, second, third = plan.tasks
    plan = replace(
        plan,
        targets=(target._replace(clause="II.8.1"), target._replace(id="b", clause="II.8.1")),
        tasks=(
            first._replace(clause="II.8.1"),
            second._replace(clause="II.8.10"),
            third._replace(clause="II.8.2"),
        ),
    )
    assert [
        (clause.name, [t.id for t in clause.targets], [t.id for t in clause.tasks])
        for clause in clauses_of(plan)
    ] == [
        ("II.8.1", [target.id, "b"], ["nv_1"]),
        ("II.8.2", [], ["nv_3"]),
        ("II.8.10", [], ["nv_2"]),
    ]


@pytest.mark.parametrize(
    ("written", "in_order"),
    [
        ("II.10 II.9 II.2", "II.2 II.9 II.10"),
        ("IX.1 V.1 IV.1 X.1 I.1", "I.1 IV.1 V.1 IX.1 X.1"),
        ("II.3.b.1 II.3.a.2 II.3.a.1", "II.3.a.1 II.3.a.2 II.3.b.1"),
        ("1.e 1.đ 1.d", "1.d 1.đ 1.e"),
        ("II.3.a.1 II.3.a II.3", "II.3 II.3.a II.3.a.1"),
        ("Phụ_lục Mục_2 II.1 B.1 A.1", "II.1 A.1 B.1 Phụ_lục Mục_2"),
    ],
)
def test_clauses_stand_in_the_document_s_order(written: str, in_order: str) -> None:
    """Those without a number come last, in the plan's order."""
    target = SUBMITTED.targets[0]
    targets = tuple(target._replace(clause=name) for name in written.split(" "))
    found = clauses_of(replace(SUBMITTED, targets=targets, tasks=()))
    assert " ".join(clause.name for clause in found) == in_order


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        ("II.3.a.1 II.3.a.3", ["II.3.a.2"]),
        ("II.3.a.3 II.3.a.1", ["II.3.a.2"]),
        ("II.5.a.2", ["II.5.a.1"]),
        ("II.3.a.1 II.3.a.6 II.3.a.8", ["II.3.a.2–II.3.a.5", "II.3.a.7"]),
        ("II.3.b.1", ["II.3.a"]),
        ("II.3.a.1 II.3.d.1", ["II.3.b", "II.3.c"]),
        ("II.2.a.1 II.3.a.1", ["II.1"]),
        ("II.2.1 II.4.2", ["II.1", "II.3", "II.4.1"]),
        ("II.3.a.9999", ["II.3.a.1–II.3.a.9998"]),
    ],
)
def test_a_gap_in_the_numbering(names: str, missing: list[str]) -> None:
    assert gaps(names) == missing


@pytest.mark.parametrize(
    "names",
    [
        "II.3.a.1 II.3.a.2 II.3.b.1",
        "II.1 IV.1",  # parts of the document that ask for nothing
        "3 5",
        "IV.1.c",  # a paragraph among others
        "IV.1.a IV.1.c",
        "II.3.a.1",  # one section of several
        "1.d.1 1.a.1 1.b.1 1.c.1 1.e.1",  # đ passed over
        "1.a.1 1.b.1 1.c.1 1.d.1 1.đ.1 1.e.1 1.g.1",  # f passed over
        "II.3.a.1 II.3.a.2-4 II.3.a.5",  # some other way to write three bullets
        "II.3.a.1 II.3.a.2,II.3.a.3 II.3.a.4",
        "Phụ_lục.1 Phụ_lục.3",
        "II.3.a.1 II.3.a.99999",  # no bullet's number
        "II.i.1 II..2 .1 1.",
        "",
    ],
)
def test_no_false_alarm(names: str) -> None:
    assert gaps(names) == []
