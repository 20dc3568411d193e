"""The plan's YAML: what is read, what is refused, and where everything stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.limits import PLAN_BYTES, PLAN_DEPTH, PLAN_NODES
from cchc_cli.plan.file import Node, parse_tree


def tree_of(source: str) -> Node:
    tree, problems = parse_tree(source.encode(), "plan.yaml")
    assert not problems
    assert tree is not None
    return tree


def refusal(content: bytes) -> str:
    """Return the one problem for which nothing was read."""
    tree, problems = parse_tree(content, "plan.yaml")
    assert tree is None
    (problem,) = problems
    assert str(problem.hint)
    return f"{problem.where}: [{problem.code}] {problem.message}"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("hồ sơ", "hồ sơ"),
        ("12", 12),
        ("-3", -3),
        ("3.10", 3.1),
        ("true", True),
        ("yes", True),
        ("off", False),
        ("~", None),
        ("", None),
        ('"12"', "12"),
        ("'yes'", "yes"),
        ('""', ""),
        (">-\n  hai\n  dòng", "hai dòng"),
        ("2025-07", "2025-07"),  # no date
        ("2025-07-01", "2025-07-01"),
        ("12:30:45", "12:30:45"),  # no number to the base of 60
        (".inf", ".inf"),
        ("0x1F", "0x1F"),
        ("9" * 5000, "9" * 5000),
        ("[a, 1]", ["a", 1]),
        ("{b: no}", {"b": False}),
        ("[]", []),
    ],
)
def test_a_value_is_what_plain_yaml_makes_of_it(written: str, value: object) -> None:
    tree = tree_of(f"a: {written}\n").plain()
    assert tree == {"a": value}
    assert type(tree["a"]) is type(value)


def test_a_key_is_a_word_whatever_it_looks_like() -> None:
    assert tree_of("1: a\nyes: b\n~: c\n").plain() == {"1": "a", "yes": "b", "~": "c"}


def test_a_merge_key_merges_nothing() -> None:
    assert tree_of("<<: {a: 1}\n").plain() == {"<<": {"a": 1}}


SOURCE = """\
# một chú thích
title: Kế hoạch
units:
  - {id: hcc, name: Trung tâm phục vụ, aliases: [TTHCC]}
  - id: vp
    name: >-
      Văn phòng
"""


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ((), 2, 1),
        (("title",), 2, 8),
        (("units",), 4, 3),
        (("units", 0), 4, 5),
        (("units", 0, "aliases"), 4, 49),  # columns count letters, not bytes
        (("units", 0, "aliases", 0), 4, 50),
        (("units", 1), 5, 5),
        (("units", 1, "name"), 6, 11),
        (("units", 1, "aliases", 3), 5, 5),  # the nearest above
        (("units", 7), 4, 3),
        (("nothing", "here"), 2, 1),
    ],
)
def test_every_value_knows_its_place(path: tuple[str | int, ...], line: int, column: int) -> None:
    node = tree_of(SOURCE).find(path)
    assert (node.line, node.column) == (line, column)


def test_every_key_knows_its_place() -> None:
    unit = tree_of(SOURCE).find(("units", 0))
    assert unit.keys is not None
    places = {key: (node.line, node.column) for key, node in unit.keys.items()}
    assert places == {"id": (4, 6), "name": (4, 15), "aliases": (4, 40)}


def test_a_scalar_keeps_its_own_wording() -> None:
    assert tree_of("a: 3.10\n").find(("a",)).raw == "3.10"


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfa: 1\n",
        b"a: 1\r\n",
        b"---\na: 1\n",
        b"a: 1\n...\n",
        b"%YAML 1.1\n---\na: 1\n",
        b"# only a comment\n\na: 1",
    ],
)
def test_how_the_same_file_may_be_saved(content: bytes) -> None:
    tree, problems = parse_tree(content, "plan.yaml")
    assert tree is not None
    assert tree.plain() == {"a": 1}
    assert problems == []


ANCHORS = "không dùng neo (&) và tham chiếu (*) của YAML"
TAGS = "không dùng thẻ (!) của YAML"


@pytest.mark.parametrize(
    ("source", "place", "message"),
    [
        ("a: !!str 1\n", "1:4", TAGS),
        ("a: !!python/object/apply:os.system [ls]\n", "1:4", TAGS),
        ("a: ! 1\n", "1:4", TAGS),
        ("!!map {a: 1}\n", "1:1", TAGS),
        ("a:\n  - !secret x\n", "2:5", TAGS),
        ("a: &x 1\n", "1:4", ANCHORS),
        ("a: &x [1]\n", "1:4", ANCHORS),
        ("&x a: 1\n", "1:1", ANCHORS),
        ("a: *x\n", "1:4", ANCHORS),
        ("a: {b: [*x]}\n", "1:9", ANCHORS),
        ("a: 1\n---\nb: 2\n", "2:1", "tệp có hơn một tài liệu YAML (dấu ---)"),
        ("---\n---\na: 1\n", "2:1", "tệp có hơn một tài liệu YAML (dấu ---)"),
        ("a: 1\n---\n", "2:1", "tệp có hơn một tài liệu YAML (dấu ---)"),
        ("[" * (PLAN_DEPTH + 1), f"1:{PLAN_DEPTH + 1}", "lồng nhau quá 32 tầng"),
        ("[" * 100_000, f"1:{PLAN_DEPTH + 1}", "lồng nhau quá 32 tầng"),
        ("{a: " * 100_000, f"1:{PLAN_DEPTH * 4 + 1}", "lồng nhau quá 32 tầng"),
        ("- 1\n" * (PLAN_NODES + 1), f"{PLAN_NODES}:3", "tệp có quá 50000 giá trị"),
    ],
)
def test_only_plain_yaml_is_read(source: str, place: str, message: str) -> None:
    assert refusal(source.encode()) == f"plan.yaml:{place}: [plan-not-plain] {message}"


def test_nesting_up_to_the_limit_is_read() -> None:
    assert tree_of("[" * PLAN_DEPTH + "]" * PLAN_DEPTH).value


TAB = "có ký tự không được phép (thường là Tab)"
UNCLOSED = "dấu nháy hoặc ngoặc chưa đóng khi tệp đã hết"
COLON = "dấu hai chấm đặt sai chỗ; giá trị có dấu hai chấm phải trong nháy"


@pytest.mark.parametrize(
    ("source", "place", "message"),
    [
        ("a: b: c\n", "1:5", COLON),
        ("a: 1\n b: 2\n", "2:3", COLON),
        ('a: "x\n', "2:1", UNCLOSED),
        ("a: @x\n", "1:4", TAB),
        ("? [a]\n: b\n", "1:3", "khóa phải là một từ"),
        ("{a: 1}: 2\n", "1:1", "khóa phải là một từ"),
    ],
)
def test_broken_yaml_is_named_with_its_place(source: str, place: str, message: str) -> None:
    assert refusal(source.encode()) == f"plan.yaml:{place}: [plan-syntax] {message}"


@pytest.mark.parametrize("source", ["a: b\n\tc: d\n", "a:\n\tb: 1\n", "a:\n  - b\n\t- c\n"])
def test_a_tab_is_named_as_a_tab(source: str) -> None:
    line, _, said = refusal(source.encode()).removeprefix("plan.yaml:").partition(": ")
    assert int(line.partition(":")[0]) >= 2
    assert "Tab" in said


@pytest.mark.parametrize(
    "source", ["a: b\n\tc: d\n", "a: [1\nb: 2\n", "a: {b: 1\nc: 2\n", "a: 'x' y\n", "- a\nb: 1\n"]
)
def test_a_common_slip_is_explained_in_the_reader_s_language(source: str) -> None:
    """The parser's own English, in brackets, is left for what nobody types."""
    assert "không đúng cú pháp YAML (" not in refusal(source.encode())


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"a: 1\x00\n", ":1"),
        (b"a: 1\nb: \x1b[31m\n", ":2"),
        (b"# Ph\xc3\xb2ng\na: 1\nb: 2\x07\n", ":3"),
    ],
)
def test_a_control_character_is_found_on_its_line(content: bytes, place: str) -> None:
    said = refusal(content)
    assert said.endswith("[plan-syntax] có ký tự điều khiển trong tệp")
    assert said.startswith(f"plan.yaml{place}:")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n", b"# a\n"])
def test_an_empty_file_is_named_as_empty(content: bytes) -> None:
    assert refusal(content) == "plan.yaml: [plan-empty] tệp kế hoạch trống"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"title: V\xe3n\n", 1),
        (b"format: 1\n# x\ntitle: \xd5\n", 3),
        ("title: Kế hoạch\n".encode("utf-16"), 1),
        (b"title: \xed\xa0\x80\n", 1),  # half of a surrogate pair
    ],
)
def test_another_encoding_is_named_and_never_guessed(content: bytes, line: int) -> None:
    assert refusal(content) == f"plan.yaml:{line}: [plan-encoding] tệp không phải UTF-8"


def test_the_size_is_limited() -> None:
    content = b"a: 1\n#"
    within = content + b"x" * (PLAN_BYTES - len(content))
    assert parse_tree(within, "plan.yaml")[1] == []
    assert refusal(within + b"x") == ("plan.yaml: [plan-too-big] tệp kế hoạch lớn hơn 1000000 byte")


def test_equal_keys_are_all_reported_and_the_first_value_stays() -> None:
    source = "a: 1\nb: {c: 1, c: [2, 3]}\n'a': {d: 4}\ne: 5\n"
    tree, problems = parse_tree(source.encode(), "plan.yaml")
    assert tree is not None
    assert tree.plain() == {"a": 1, "b": {"c": 1}, "e": 5}
    assert [f"{p.where}: [{p.code}] {p.message}" for p in problems] == [
        'plan.yaml:2:11: [plan-duplicate-key] khóa "c" đã có ở dòng 2',
        'plan.yaml:3:1: [plan-duplicate-key] khóa "a" đã có ở dòng 1',
    ]


def test_complaints_end_before_they_fill_a_screen_a_thousand_times() -> None:
    tree, problems = parse_tree(b"a: 1\n" * 20_000, "plan.yaml")
    assert tree is None
    assert 100 <= len(problems) <= 1000


@given(st.binary() | st.text(alphabet="ab:-[]{}&*!|>'\"#%@ \n\t\x00,?~1.é").map(str.encode))
def test_no_bytes_are_too_strange_to_read(content: bytes) -> None:
    tree, problems = parse_tree(content, "plan.yaml")
    assert tree is not None or problems
    assert {problem.where.path for problem in problems} <= {"plan.yaml"}
