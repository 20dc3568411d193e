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
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_STRINGS = re.compile(rb"<(?:[\w.-]+:)?sst(?=[\s/>])")
_EXTENT = re.compile(rb"<(?:[\w.-]+:)?dimension\s+ref=[\"']([^\"'<>]*)[\"']\s*/>")
_USUAL_EXTENT = re.compile(rb"[A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?")
_BEFORE_EXTENT = 20_000
"""How many bytes of a sheet may stand before its extent, which is among the first things told."""
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
    listed: tuple[tuple[str, str, str], ...] = ()
    """The sheets of an .xlsx: name, state and relation of each, empty for a module of macros."""
    counts_from_1904: str = "0"
    """Whether dates count from 1904, in the words of an .xlsx."""
    struck_texts: frozenset[str] = frozenset()
    """Texts of an .xlsx that show what is struck out, raised or lowered in them."""

    def readable(self) -> dict[str, bytes]:
        """Return the parts as the library that reads the values bears them.

        Relations are written as today's Office does: the library knows no older or stricter way.
        How many strings there are is left out: it ends the program where a claim is too large.
        The list of an .xlsx's sheets has the tables alone, each named by its number from 0 on.
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
            posixpath.join(folder, "_rels", f"{name}.rels"): _relations_part(
                self.relations, folder
            ),
            **({} if name.endswith(".bin") else {self.workbook: self._list_of_tables()}),
        }

    def _list_of_tables(self) -> bytes:
        """Return the part that lists the sheets, with what the library has to know and no more."""
        tables = "".join(
            f'<sheet name="{at}" sheetId="{at + 1}" r:id="{html.escape(relation)}"/>'
            for at, (_, _, relation) in enumerate(self.listed)
            if self.relations.get(relation, ("", ""))[0] == "worksheet"
        )
        dates = f'<workbookPr date1904="{html.escape(self.counts_from_1904)}"/>'
        return (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_TYPES.rstrip("/")}">'
            f"{dates}<sheets>{tables}</sheets></workbook>"
        ).encode()

    def sheets(self) -> list[str]:
        """Return the names of the parts that are sheets."""
        return [name for kind, name in self.relations.values() if kind == "worksheet"]

    def part(self, kind: str) -> bytes:
        """Return the one part of a kind (``styles``); empty where there is none."""
        names = (name for found, name in self.relations.values() if found == kind)
        return self.parts.get(next(names, ""), b"")


def _without_odd_extent(part: bytes) -> bytes:
    """Return a sheet's XML without an extent that the library does not understand.

    LibreOffice tells rows alone (``1:4``) where a format goes over all columns.
    """
    extent = _EXTENT.search(part, 0, _BEFORE_EXTENT)
    if extent is None or _USUAL_EXTENT.fullmatch(extent[1]):
        return part
    return part[: extent.start()] + part[extent.end() :]


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
    related = posixpath.join(folder, "_rels", f"{base}.rels")
    relations = _relations(part(related), folder)
    kinds = ("worksheet", "sharedStrings", "styles")
    names = [workbook, *(name for kind, name in relations.values() if kind in kinds)]
    apart = [workbook, related, _ROOT, *set(names[1:])]
    if len({name.lower() for name in apart}) < len(apart):
        raise damaged(TORN)  # one part would be read as two
    found = {name: part(name) for name in names}
    for kind, name in relations.values():
        if kind in ("worksheet", "sharedStrings") and not workbook.endswith(".bin"):
            if name.endswith(".bin"):
                check_xml(found[name])  # others are checked; twice would take a tenth of a second
            found[name] = _without_odd_extent(plain(found[name]))
        if kind == "sharedStrings" and found[name].count(b"<si") > CELLS:
            raise too_many_cells()  # or strings that no cell shows
    held = {name: held for name, held in found.items() if held}
    package = Package(held, workbook, relations)
    return package if workbook.endswith(".bin") else _with_list(package)


def _with_list(package: Package) -> Package:
    """Return a package with what its workbook lists."""
    listed, counts_from_1904 = list[tuple[str, str, str]](), "0"
    for name, attributes in elements(package.parts[package.workbook]):
        if name == "sheet":
            relations = [value for key, value in attributes.items() if key.endswith(":id")]
            if len(relations) != 1:
                raise damaged(TORN)
            about = attributes.get("name", ""), attributes.get("state", "")
            listed.append((*about, relations[0]))
        elif name == "workbookPr":  # extensions, which have the same name, do not tell it
            counts_from_1904 = attributes.get("date1904", counts_from_1904).strip()
    if counts_from_1904 not in ("", "0", "1", "false", "true"):
        raise damaged(TORN)
    return package._replace(listed=tuple(listed), counts_from_1904=counts_from_1904)


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
