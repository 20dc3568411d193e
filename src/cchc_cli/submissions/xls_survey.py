"""The survey of an old .xls workbook, by xlrd ([MS-XLS])."""

import io

from cchc_cli.submissions.survey import PASSWORD, Refused, Sheet, damaged, is_percent_format
from cchc_cli.texts import text


def survey_xls(content: bytes) -> dict[str, Sheet]:
    """Return what there is in every worksheet, by its name."""
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        percents = frozenset(
            number
            for number, style in enumerate(book.xf_list)
            if is_percent_format(book.format_map[style.format_key].format_str)
        )
        return {sheet.name: _survey(sheet, percents) for sheet in book.sheets()}
    except Refused:
        raise
    except Exception as fault:  # xlrd meets a torn file with whatever its own code stumbles over
        if "encrypted" in str(fault).lower():
            raise PASSWORD from None
        raise damaged(text("tệp Excel đời cũ (.xls) bị hỏng hoặc chép chưa hết")) from None


def _survey(sheet: "object", percents: frozenset[int]) -> Sheet:
    from xlrd.biffh import XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT, error_text_from_code

    found = Sheet(sheet.name)  # type: ignore[attr-defined]
    for row in range(sheet.nrows):  # type: ignore[attr-defined]
        kinds, values = sheet.row_types(row), sheet.row_values(row)  # type: ignore[attr-defined]
        for column, kind in enumerate(kinds):
            if kind in (0, 6):  # empty, or formatted only
                continue
            place = (row + 1, column + 1)
            found.fill(*place)
            if kind == XL_CELL_TEXT:
                found.add_text(len(values[column]))
            elif kind == XL_CELL_ERROR:
                found.errors[place] = error_text_from_code.get(values[column], "#N/A")
            elif kind == XL_CELL_NUMBER and sheet.cell_xf_index(row, column) in percents:  # type: ignore[attr-defined]
                found.percents.add(place)
    found.hidden_rows = {row + 1 for row, about in sheet.rowinfo_map.items() if about.hidden}  # type: ignore[attr-defined]
    found.hidden_columns = {c + 1 for c, about in sheet.colinfo_map.items() if about.hidden}  # type: ignore[attr-defined]
    found.check_area()
    return found
