"""A row says the same whether the cells of rows above it taught what its words mean or not.

What the cells of earlier rows meant is remembered, and rows in which nothing is in doubt take a
shorter way; neither may change what is read.
"""

import unicodedata
from itertools import product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from building import Found, plan_of, read_file, with_tasks
from cchc_cli.problems import Location
from cchc_cli.submissions.columns import COLUMN_NAMES, FURTHER_NAMES, role_of
from cchc_cli.submissions.ledger import Entry, ProgressEntry

PLAN = with_tasks(
    plan_of(
        """
    truoc: {type: count, reported_by: [hcc, kt, vp]}
    dem: {type: count, reported_by: [hcc, kt]}
    tien: {type: amount}
    ty_le: {type: percent, over_time: last}
    da_lam: {type: yes_no}
    """,
        'measure: {total: [dem]}, require: ">= 1"',
    ),
    "viec",
)
HEADER = "kỳ,đơn vị,mã số liệu,tên số liệu,giá trị,ghi chú,lần,tỷ lệ,loại số liệu\n"
PERIODS = ["2025-07", "T8/2025", "2025-10", "Tháng 9/2025", "01/09/2025", "2024-01", ""]
UNITS = ["hcc", "TTPVHCC", "kt", "vp", "Phòng  kinh tế", "phòng lạ", ""]
ANY = "2025-11,hcc,truoc,,1,,1,,\n"
"""A row of data, so that what follows may be the tail of a table."""
BEFORE = "".join(
    f"{period},{unit},truoc,,1,,{revision},,\n"
    for revision, (period, unit) in enumerate(product(PERIODS[:4], UNITS[:5]), 1)
)
"""Rows that teach what the words mean."""
FIGURES = ["dem", "viec", "tien", "ty_le", "da_lam", "DEM", "1. tien", "khong_co", ""]
VALUES = [
    "12", "0", "007", "12.0", "1.234", "1.234.567", "12 500", "1\u00a0234", "12,5", "0.5", "95%",
    "-1", "+1", "kps", "Không phát sinh", "có", "x", "-", "", "ước 5", "5 hồ sơ", "１２", "9" * 19,
    "#REF!", "60%", "xong", "Chưa thực hiện", "100", "0%", "150%",
]  # fmt: skip
NOTES = [
    "",
    "số \u200b ước",
    "BC 5",
    "ước",
    "Số ước tính",
    "Số liệu chính thức",
    "5",
    " 234",
    "50%",
    '"a"',
]


def quoted(cell: str) -> str:
    return f'"{cell}"' if "," in cell else cell.replace('"', "")


cells = st.tuples(
    st.sampled_from(PERIODS),
    st.sampled_from(UNITS),
    st.sampled_from(FIGURES),
    st.sampled_from(["", "dem", "tien", "Tổng cộng"]),
    st.sampled_from(VALUES),
    st.sampled_from(NOTES),
    st.sampled_from(["1", "2", "", "lần 3", "x"]),
    st.sampled_from(["", "95%", "12"]),
    st.sampled_from(["", "ước", "thực hiện"]),
    st.sampled_from([None, "5", ""]),
)


_NOWHERE = Location("")


def told(found: Found, line: int) -> list[str]:
    """Return all that is known of a line: entries, rejections, problems, but for its number."""
    taken: list[Entry | ProgressEntry] = [*found.ledger.entries.values()]
    taken += found.tasks.entries.values()
    entries = [str(e._replace(where=_NOWHERE)) for e in taken if e.where.line == line]
    refused = [
        str(r._replace(where=_NOWHERE))
        for r in (*found.ledger.refused.values(), *found.tasks.refused.values())
        if r.where.line == line
    ]
    said = [
        f"{p.where.column} {p.code} {p.message}" for p in found.problems if p.where.line == line
    ]
    return sorted(entries) + sorted(refused) + sorted(said)


@settings(max_examples=300)
@given(cells, st.sampled_from([9, 8, 7]))
@example(("2025-07", "hcc", "dem", "", "12", " 234", "1", "", "", None), 7)
@example(("2025-07", "hcc", "ty_le", "", "0.5", "", "1", "", "", None), 7)
@example(("2025-07", "hcc", "tien", "", "12.5", "Số ước", "1", "", "", None), 7)
@example(("2025-07", "kt", "dem", "", "5", "ước", "1", "", "", None), 7)
@example(("2025-07", "kt", "dem", "", "5", "", "1", "", "", "9"), 7)
@example(("2025-07", "hcc", "viec", "", "60%", "", "1", "", "", None), 7)
@example(("2025-07", "hcc", "viec", "", "60%", "ước", "1", "", "", None), 7)
@example(("2025-07", "hcc", "viec", "", "60%", "", "1", "", "ước", None), 9)
@example(("2025-07", "hcc", "viec", "", "150%", "", "1", "", "", None), 7)
@example(("2025-07", "kt", "viec", "", "60%", "", "1", "", "", None), 7)
@example(("2025-07", "hcc", "viec", "", "60%", "", "1", "95%", "", None), 8)
def test_a_row_says_the_same_early_and_below_others(
    row: tuple[str | None, ...], width: int
) -> None:
    filled = [quoted(cell) for cell in row[:width] if cell is not None]
    more = [cell for cell in row[9:] if cell is not None]
    head, above = (
        "".join(f"{','.join(line.split(',')[:width])}\n" for line in lines.splitlines())
        for lines in (HEADER + ANY, BEFORE)
    )
    line = ",".join([*filled, *more]) + "\n"
    alone, below = (read_file(before + line, plan=PLAN) for before in (head, head + above))
    assert told(below, 3 + BEFORE.count("\n")) == told(alone, 3)


def test_no_name_of_a_column_is_left_out() -> None:
    for names in (COLUMN_NAMES, FURTHER_NAMES):
        for role, spellings in names.items():
            for name in spellings:
                assert role_of(name) is role
                assert role_of(f" {unicodedata.normalize('NFD', name.upper())}_:") is role
