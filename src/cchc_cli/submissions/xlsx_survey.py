"""The survey of an .xlsx or .xlsm workbook (ECMA-376, part 1, SpreadsheetML)."""

from cchc_cli.submissions.survey import BUILTIN_PERCENTS, Sheet, damaged, is_percent_format
from cchc_cli.submissions.zip_parts import Parts, local, parse_xml
from cchc_cli.texts import text

_WORKBOOK = "xl/workbook.xml"


def survey_xlsx(parts: Parts) -> dict[str, Sheet]:
    """Return what there is in every worksheet, by its name."""
    relations = parts.relations(_WORKBOOK)
    percents = _percent_styles(parts.small("xl/styles.xml"))
    lengths = _string_lengths(parts.take("xl/sharedStrings.xml"))
    sheets = {}
    for name, relation in _sheets(parts.small(_WORKBOOK)):
        survey = _Survey(name, percents, lengths)
        parse_xml(parts.take(relations.get(relation, "")), survey.start, None, survey.words)
        survey.finish()
        sheets[name] = survey.sheet
    return sheets


def _sheets(workbook: bytes) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "sheet":
            ids = [value for key, value in attributes.items() if local(key) == "id"]
            found.append((attributes.get("name", ""), ids[0] if ids else ""))

    parse_xml(workbook, start)
    if not found:
        raise damaged(text("tệp bảng tính không có trang nào"))
    return found


def _percent_styles(styles: bytes) -> frozenset[str]:
    """Return the cell styles (``s``) that show a percentage."""
    formats: set[str] = {str(number) for number in BUILTIN_PERCENTS}
    found: set[str] = set()
    inside = False
    count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside, count
        name = local(tag)
        if name == "numFmt" and is_percent_format(attributes.get("formatCode", "")):
            formats.add(attributes.get("numFmtId", ""))
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            if attributes.get("numFmtId") in formats:
                found.add(str(count))
            count += 1

    def end(tag: str) -> None:
        nonlocal inside
        inside = inside and local(tag) != "cellXfs"

    parse_xml(styles, start, end)
    return frozenset(found)


def _string_lengths(shared: bytes) -> list[int]:
    """Return the length of every shared string."""
    lengths: list[int] = []

    def start(tag: str, _: dict[str, str]) -> None:
        if local(tag) == "si":
            lengths.append(0)

    def words(said: str) -> None:
        if lengths:
            lengths[-1] += len(said)

    parse_xml(shared, start, None, words)
    return lengths


class _Survey:
    """Follows the elements of one sheet; a cell is settled when the next one begins."""

    def __init__(self, name: str, percents: frozenset[str], lengths: list[int]) -> None:
        self.sheet = Sheet(name)
        self.percents = percents
        self.lengths = lengths
        self.row = self.column = 0
        self.kind = ""
        self.style = "0"
        self.has_formula = self.has_value = self.in_value = False
        self.said: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag if ":" not in tag else local(tag)
        if name == "c":
            self._settle()
            self._begin(attributes)
        elif name in ("v", "t"):
            self.has_value = self.in_value = True
        elif name == "f":
            self.has_formula, self.in_value = True, False
        elif name == "row":
            self._settle()
            self.column = 0
            self.row = int(attributes.get("r", self.row + 1))
            if attributes.get("hidden") in ("1", "true"):
                self.sheet.hidden_rows.add(self.row)
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first = int(attributes.get("min", 1))
            self.sheet.hidden_columns.update(range(first, min(int(attributes["max"]), 1000) + 1))
        else:
            self.in_value = False

    def words(self, said: str) -> None:
        if self.in_value and (self.kind or self.has_formula):
            self.said.append(said)

    def _begin(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        self.column = _column_of(place) if place else self.column + 1
        self.kind = attributes.get("t", "")
        self.style = attributes.get("s", "0")

    def _settle(self) -> None:
        if self.has_value or self.has_formula:
            place = (self.row, self.column)
            said = "".join(self.said)
            self.sheet.fill(*place)
            # A cached "" is of kind "str"; programs that do not calculate leave <v/> behind.
            if self.has_formula and not said and self.kind != "str":
                self.sheet.uncached.add(place)
            elif self.kind:
                self._settle_kind(place, said)
            elif self.style in self.percents:
                self.sheet.percents.add(place)
        self.kind = ""
        self.said = []
        self.has_value = self.has_formula = self.in_value = False

    def _settle_kind(self, place: tuple[int, int], said: str) -> None:
        if self.kind == "e":
            self.sheet.errors[place] = said.strip()[:20] or "#N/A"
        elif self.kind == "s":
            index = int(said) if said.strip().isdigit() else -1
            if 0 <= index < len(self.lengths):
                self.sheet.add_text(self.lengths[index])
        elif self.kind == "n" and self.style in self.percents:
            self.sheet.percents.add(place)

    def finish(self) -> None:
        """Settle the last cell and check the whole."""
        self._settle()
        self.sheet.check_area()


def _column_of(place: str) -> int:
    """Return the one-based column of an address such as ``AB12``."""
    column = 0
    for letter in place:
        if not "A" <= letter <= "Z":
            break
        column = column * 26 + ord(letter) - 64
    return column
