"""Workbooks that are zip archives: told apart, surveyed, and packed again for their reader."""

from cchc_cli.submissions.calamine_source import CalamineSource
from cchc_cli.submissions.ods_survey import survey_ods
from cchc_cli.submissions.office_package import open_package
from cchc_cli.submissions.survey import Sheet
from cchc_cli.submissions.xlsb_survey import survey_xlsb
from cchc_cli.submissions.xlsx_survey import survey_xlsx
from cchc_cli.submissions.zip_parts import pack_parts, read_parts


def survey_zipped(content: bytes) -> tuple[CalamineSource, list[Sheet]]:
    """Return a workbook's values, and what is known of its sheets; Refused if it is bad."""
    unpacked = read_parts(content)
    if b"opendocument.spreadsheet" in content[:200]:
        readable, sheets = survey_ods(unpacked)
        return CalamineSource(readable), sheets
    package = open_package(unpacked)
    del unpacked  # what is not needed; a sheet may take 60 MB
    is_binary = package.workbook.endswith(".bin")
    sheets = survey_xlsb(package) if is_binary else survey_xlsx(package)
    return CalamineSource(pack_parts(package.readable())), sheets
