"""The nasty sample: a plan and submissions whose every word tries to break a report.

All formats render it; what each word must look like is in `NASTY`.
"""

import json
import os
from pathlib import Path

from cases.running import write

LONG = "Tỷ lệ hồ sơ được giải quyết đúng hạn và trước hạn " * 8

NASTY: dict[str, str] = {
    "pipe": "a|b \\| c",
    "formula": "=1+1",
    "bold": "[bold]đậm[/bold]",
    "close": "[/] lẻ",
    "newline": "hai\ndòng",
    "tab": "hai\tcột",
    "escape": "\x1b[31mđỏ\x1b[0m",
    "title": "\x1b]0;tên\x07",
    "c1": "\x9b31mđỏ",
    "script": "<script>alert(1)</script>",
    "turned": "\u202egpj.exe",
    "markdown": "**b** _i_ `c` ~~s~~ # 1. &amp; [x](y)",
    "long": LONG.strip(),
}
"""Words by what is nasty in them."""

SHOWN = {
    **NASTY,
    "newline": "hai\\x0adòng",
    "tab": "hai\\x09cột",
    "escape": "\\x1b[31mđỏ\\x1b[0m",
    "title": "\\x1b]0;tên\\x07",
    "c1": "\\x9b31mđỏ",
    "turned": "\\u202egpj.exe",
}
"""How each is shown: readable text as it is, what steers a terminal written out."""

NUMBERS = ("99,996%", "1.234.567", "1.234.567,5")
"""Numbers that the report shows; each must stand whole on a line."""

FILE = '=1+1 [bold] | <b> "x"\n\t\x1b[31m \u202e.csv'
FILE_SHOWN = '=1+1 [bold] | <b> "x"\\x0a\\x09\\x1b[31m \\u202e.csv'
UNDECODABLE = os.fsdecode(b"\xff\xfe kt.csv")
UNDECODABLE_SHOWN = "\\xff\\xfe kt.csv"
NOTE = "\n".join(NASTY.values())


def _quoted(word: str) -> str:
    return json.dumps(word)  # a JSON string is a YAML string


def plan() -> str:
    """Return a plan of which every free word is nasty."""
    targets = [
        f"""\
      - id: {_quoted(f"1.{number} {word[:9].strip()}")}
        clause: {_quoted(word)}
        name: {_quoted(word)}
        text: {_quoted(word)}
        measure: {{ratio: {{part: [dung_han], whole: [da_tra]}}}}
        require: ">= 100%"
"""
        for number, word in enumerate(NASTY.values(), start=1)
    ]
    tasks = [
        f"      - {{id: nv_{number}, clause: {_quoted(word)}, name: {_quoted(word)}, "
        f"text: {_quoted(word)}, due: 2025-{8 + number % 4:02d}, product: {_quoted(word)}}}\n"
        for number, word in enumerate(NASTY.values(), start=1)
    ]
    everything = " ".join(NASTY.values())
    return f"""\
format: 1
id: xa_xau
title: {_quoted(everything)}
issuer: {_quoted("UBND " + everything)}
periods: {{first: 2025-08, last: 2025-12}}
units:
  - {{id: hcc, name: {_quoted(NASTY["script"] + " | " + NASTY["close"])}}}
  - {{id: kt, name: {_quoted(NASTY["escape"] + NASTY["formula"])}}}
figures:
  - {{id: dung_han, name: {_quoted(NASTY["bold"])}, type: count, over_time: sum,
     measured_in: {_quoted(NASTY["newline"])}, reported_by: [hcc]}}
  - {{id: da_tra, name: {_quoted(NASTY["script"])}, type: count, over_time: sum,
     measured_in: {_quoted(NASTY["escape"])}, reported_by: [hcc]}}
  - {{id: lon, name: {_quoted(NASTY["long"])}, type: amount, over_time: last,
     measured_in: {_quoted(NASTY["close"])}, reported_by: [kt]}}
  - {{id: thieu, name: {_quoted(NASTY["pipe"])}, type: count, over_time: sum,
     measured_in: {_quoted(NASTY["pipe"])}, reported_by: [kt]}}
  - {{id: lech, name: {_quoted(NASTY["tab"])}, type: count, over_time: sum,
     measured_in: {_quoted(NASTY["c1"])}, reported_by: [kt]}}
  - {{id: vang, name: {_quoted(NASTY["markdown"])}, type: count, over_time: sum,
     measured_in: {_quoted(NASTY["pipe"])}, reported_by: [kt]}}
  - {{id: chua_xong, name: {_quoted("Đã " + everything)}, type: yes_no, reported_by: [kt]}}
checks:
  - {{rule: "dung_han\\n\\v + 5 <= da_tra"}}
  - {{rule: "lech\\t\\n\\f < 1", severity: error}}
sections:
  - id: {_quoted("1|")}
    title: {_quoted("Mục " + everything)}
    lead: hcc
    targets:
{"".join(targets)}
    tasks:
{"".join(tasks)}
  - id: "2"
    title: Số lớn, số thiếu, việc chưa xong
    lead: kt
    targets:
      - {{id: "2.1", clause: II, name: Số lớn, text: t, measure: {{total: [lon]}}, require: "< 1234567"}}
      - {{id: "2.2", clause: II, name: Số thiếu, text: t, measure: {{total: [thieu]}}, require: ">= 1"}}
      - {{id: "2.3", clause: II, name: Việc, text: t, measure: {{all_done: [chua_xong]}}}}
      - {{id: "2.4", clause: II, name: Số lệch, text: t, measure: {{total: [lech]}}, require: ">= 1"}}
      - {{id: "2.5", clause: II, name: Số vắng, text: t, measure: {{total: [vang]}}, require: ">= 1"}}
"""


_HEADER = "kỳ,đơn vị,mã số liệu,giá trị,ghi chú\n"


def data() -> dict[str, str]:
    """Return submissions with nasty file names and notes, some of them wrong."""
    note = NOTE.replace('"', '""')
    said = ("đang thực hiện", "60%", NASTY["title"])
    tasks = [
        f'2025-09,hcc,nv_{n},"{said[n % 3]}","{word}"\n'
        for n, word in enumerate(NASTY.values(), start=1)
    ]
    return {
        f"data/{FILE}": _HEADER
        + f'2025-08,hcc,dung_han,20000,"{note}"\n2025-08,hcc,da_tra,20001,\n'
        + f'2025-09,hcc,dung_han,4999,"{note}"\n2025-09,hcc,da_tra,4999,\n'
        + f'2025-09,"{NASTY["escape"]}|[bold]",da_tra,1,\n'
        + f'2025-09,hcc,"{NASTY["script"]}{NASTY["turned"]}|[/]",1,\n'
        + f'2025-09,kt,thieu,"{NASTY["bold"]}{NASTY["title"]}|x",\n'
        + "".join(tasks),
        f"data/{UNDECODABLE}": _HEADER.replace("\n", ",loại\n")
        + '2025-09,kt,lon,"1.234.567,5",,ước\n2025-09,kt,chua_xong,không,Ước,\n'
        + f'2025-08,kt,lech,0,,"{NASTY["script"]}|{NASTY["close"]}"\n'
        + f'2025-09,kt,lech,1,"ước {NASTY["title"]}=1+1",thực hiện\n',
        f"data/{FILE}.docx": "no submission",
    }


def write_sample(folder: Path) -> Path:
    """Write plan and submissions below `folder` and return it."""
    return write(folder, {"plan.yaml": plan(), **data()})
