"""The package of an Office Open XML workbook: which of its parts are the sheets, strings, styles.

Only these are unpacked.  Pictures, macros and what else a workbook carries never are.
"""

import html
import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.parsers import expat

from cchc_cli.limits import CELLS, WORKBOOK_TAGS
from cchc_cli.submissions.amounts import check_tags
from cchc_cli.submissions.plain_xml import plain
from cchc_cli.submissions.survey import damaged, too_many_cells
from cchc_cli.submissions.zip_parts import TORN, check_xml

_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_STRINGS = re.compile(rb"<(?:[\w.-]+:)?sst(?=[\s/>])")
_CLAIMS = 100
"""How often a list of strings may begin; it does so once."""
_RELATED = 20_000
"""Tags of a list of relations: more than there may be parts."""
_PIECE = 1 << 16
"""How much is parsed at a time: a million elements at once would fill memory."""
_ROOT = "_rels/.rels"
_USUAL = "xl/workbook.xml"


class Package(NamedTuple):
    """Unpacked parts by name, the workbook's own part, and its relations by id."""

    parts: dict[str, bytes]
    workbook: str
    relations: dict[str, tuple[str, str]]
    """Kind (``worksheet``) and the part's name."""

    def readable(self) -> dict[str, bytes]:
        """Return the parts as the library that reads the values bears them.

        Relations are written as today's Office does: the library knows no older or stricter way.
        How many strings there are is left out: it ends the program where a claim is too large.
        """
        folder, _, name = self.workbook.rpartition("/")
        strings = {
            part: _without_claims(self.parts[part])
            for kind, part in self.relations.values()
            if kind == "sharedStrings" and part in self.parts and not part.endswith(".bin")
        }
        return {
            **self.parts,
            **strings,
            _ROOT: _relations_part({"workbook": ("officeDocument", self.workbook)}, ""),
            f"{folder}/_rels/{name}.rels": _relations_part(self.relations, folder),
        }

    def sheets(self) -> list[str]:
        """Return the names of the parts that are sheets."""
        return [name for kind, name in self.relations.values() if kind == "worksheet"]

    def part(self, kind: str) -> bytes:
        """Return the one part of a kind (``styles``); empty where there is none."""
        names = (name for found, name in self.relations.values() if found == kind)
        return self.parts.get(next(names, ""), b"")


def _without_claims(part: bytes) -> bytes:
    """Return shared strings without the attributes that tell how many there are."""
    pieces, at = list[bytes](), 0
    while begin := _next_list(part, at):
        end = part.find(b">", begin.end())
        if end < 0 or len(pieces) > 2 * _CLAIMS:
            raise damaged(TORN)
        pieces += (part[at : begin.end()], b"/" if part[end - 1 : end] == b"/" else b"")
        at = end
    return b"".join([*pieces, part[at:]])


def _next_list(part: bytes, at: int) -> re.Match[bytes] | None:
    """Return where a list of strings begins; mostly without a search through all that it holds."""
    if part.find(b":sst", at) < 0:
        at = part.find(b"<sst", at)
    return _STRINGS.search(part, at) if at >= 0 else None


def open_package(parts: dict[str, bytes]) -> Package:
    """Pick out what a workbook's values rest on; Refused where that cannot be."""
    by_case = {name.lower(): name for name in parts}

    def part(name: str) -> bytes:
        found = parts.get(by_case.get(name.lower(), ""), b"")
        if not name.endswith(".bin"):
            check_xml(found)
        return found

    documents = _relations(part("_rels/.rels"), "").values()
    workbook = next((name for kind, name in documents if kind == "officeDocument"), _USUAL)
    if not part(workbook):
        raise damaged(TORN)
    folder, _, base = workbook.rpartition("/")
    relations = _relations(part(f"{folder}/_rels/{base}.rels"), folder)
    kinds = ("worksheet", "sharedStrings", "styles")
    names = [workbook, *(name for kind, name in relations.values() if kind in kinds)]
    found = {name: part(name) for name in names}
    for kind, name in relations.values():
        if kind in ("worksheet", "sharedStrings") and not workbook.endswith(".bin"):
            if name.endswith(".bin"):
                check_xml(found[name])  # others are checked; twice would take a tenth of a second
            found[name] = plain(found[name])
        if kind == "sharedStrings" and found[name].count(b"<si") > CELLS:
            raise too_many_cells()  # or strings that no cell shows
    return Package({name: held for name, held in found.items() if held}, workbook, relations)


def _relations(part: bytes, folder: str) -> dict[str, tuple[str, str]]:
    check_tags(part, _RELATED)
    return {
        attributes.get("Id", ""): (
            attributes.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))[1:],
        )
        for name, attributes in elements(part)
        if name == "Relationship"
    }


def _relations_part(relations: dict[str, tuple[str, str]], folder: str) -> bytes:
    written = "".join(
        f'<Relationship Id="{html.escape(id)}" Type="{_TYPES}{html.escape(kind)}"'
        f' Target="{html.escape(posixpath.relpath("/" + name, "/" + folder))}"/>'
        for id, (kind, name) in relations.items()
    )
    return f'<Relationships xmlns="{_RELATIONS}">{written}</Relationships>'.encode()


def elements(part: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the elements of a small part: name and attributes, without namespace prefixes."""
    found: list[tuple[str, dict[str, str]]] = []
    check_tags(part, WORKBOOK_TAGS)
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.append(
        (name.rpartition(":")[2], attributes)
    )
    try:
        for at in range(0, len(part), _PIECE):
            parser.Parse(part[at : at + _PIECE], at + _PIECE >= len(part))
            yield from found
            found.clear()
    except expat.ExpatError as fault:
        raise damaged(TORN) from fault
