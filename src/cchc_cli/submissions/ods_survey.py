"""The survey of an .ods workbook (OpenDocument 1.3, part 3, chapters 9 and 19)."""

from cchc_cli.submissions.survey import Sheet, damaged
from cchc_cli.submissions.zip_parts import Parts, parse_xml
from cchc_cli.texts import text

_CELLS = ("table:table-cell", "table:covered-table-cell")


def survey_ods(parts: Parts) -> dict[str, Sheet]:
    """Return what there is in every sheet, by its name."""
    survey = _Survey()
    parse_xml(parts.take("content.xml"), survey.start, survey.end, survey.words)
    if not survey.sheets:
        raise damaged(text("tệp bảng tính không có trang nào"))
    return survey.sheets


class _Survey:
    """Follows the elements of content.xml; rows and cells may stand for many equal ones."""

    def __init__(self) -> None:
        self.sheets: dict[str, Sheet] = {}
        self.sheet = Sheet("")
        self.row = self.column = 0
        self.rows = 1
        self.next_column = 1
        self.cell: dict[str, str] | None = None
        self.said: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _CELLS:
            self.cell = attributes
            self.said = []
        elif tag == "table:table-row":
            self.row += self.rows
            self.rows = _repeated(attributes, "table:number-rows-repeated")
            self.column = 0
            if attributes.get("table:visibility") in ("collapse", "filter"):
                self.sheet.hidden_rows.update(range(self.row, self.row + min(self.rows, 1000)))
        elif tag == "table:table-column":
            count = _repeated(attributes, "table:number-columns-repeated")
            if attributes.get("table:visibility") in ("collapse", "filter"):
                last = min(self.next_column + count, 1000)
                self.sheet.hidden_columns.update(range(self.next_column, last))
            self.next_column += count
        elif tag == "table:table":
            self.sheet = Sheet(attributes.get("table:name", ""))
            self.sheets[self.sheet.name] = self.sheet
            self.row, self.rows, self.column, self.next_column = 0, 1, 0, 1

    def words(self, said: str) -> None:
        if self.cell is not None:
            self.said.append(said)

    def end(self, tag: str) -> None:
        if tag in _CELLS and self.cell is not None:
            self._settle(self.cell, "".join(self.said))
            self.cell = None
        elif tag == "table:table":
            self.sheet.check_area()

    def _settle(self, cell: dict[str, str], said: str) -> None:
        count = _repeated(cell, "table:number-columns-repeated")
        kind = cell.get("office:value-type")
        formula = "table:formula" in cell
        first = self.column + 1
        self.column += count
        if kind is None and not formula and not said.strip():
            return
        for row in range(self.row, self.row + self.rows):
            for column in range(first, first + count):
                self._fill((row, column), cell, said)

    def _fill(self, place: tuple[int, int], cell: dict[str, str], said: str) -> None:
        kind = cell.get("office:value-type")
        self.sheet.fill(*place)
        self.sheet.add_text(len(said))
        if cell.get("calcext:value-type") == "error" or _is_error(cell, said):
            self.sheet.errors[place] = said.strip()[:20] or "#N/A"
        elif kind is None and "table:formula" in cell:
            self.sheet.uncached.add(place)
        elif kind == "percentage":
            self.sheet.percents.add(place)


def _is_error(cell: dict[str, str], said: str) -> bool:
    """Tell whether a formula's result is an error: ``#REF!``, or ``Err:502`` of LibreOffice."""
    return "table:formula" in cell and said.strip().startswith(("#", "Err:"))


def _repeated(attributes: dict[str, str], name: str) -> int:
    said = attributes.get(name, "1")
    return max(1, int(said)) if said.isdigit() else 1
