"""How much of an input is read: every limit in one place; a message names the one that was hit."""

MEGABYTE = 1_000_000

PLAN_BYTES = MEGABYTE
"""Size of a plan file."""
PLAN_DEPTH = 32
"""Nesting of a plan file."""
PLAN_NODES = 50_000
"""Keys and values of a plan file."""
PLAN_PERIODS = 120
"""Periods of a plan: ten years."""
TEXT_BYTES = 16 * MEGABYTE
"""Size of a submitted text file."""
WORKBOOK_BYTES = 10 * MEGABYTE
"""Size of a submitted workbook as stored."""
WORKBOOK_INFLATED_BYTES = 64 * MEGABYTE
"""Size of a submitted workbook once unpacked."""
ROWS = 100_000
"""Rows of a submitted file."""
COLUMNS = 256
"""Columns of a submitted file."""
CELL_CHARACTERS = 32_767
"""Characters in a cell, Excel's own limit."""
FILES = 100_000
"""Files of a folder."""
DIGITS = 18
"""Digits of a number; no figure of a commune needs more."""
SAME_PROBLEMS = 20
"""Problems of one kind that a text report shows for a file."""
DEADLINE_DAY = 5
"""Day of the month by which units submit where nothing else is asked for; ours, no decree's."""
HTML_TAGS = 120_000
"""Tags of a submitted HTML page, closing ones too, without those of rows that hold text alone."""
HTML_REFERENCES = 810_000
"""Characters of a submitted HTML page that are written by name or number: ``&nbsp;``."""
HTML_TABLES = 1_000
"""Tables of a submitted HTML page."""
CELLS = 810_000
"""Cells of the rectangles that a file's filled cells span, one a sheet; each is laid out whole.

Those of a form of eight columns with as many rows as may be.
"""
VALUES = 100_000
"""Values of a submitted file, however many of them a row holds."""
WORKBOOK_SHEETS = 1_000
"""Sheets of a submitted workbook, hidden and blank ones too."""
WORKBOOK_TAGS = 500_000
"""Tags of each part of an .xlsx that tells of sheets or styles, closing ones too."""
HEADER_CELLS = 10_000
"""Cells of a file's headers: one of eight columns on each of 1,250 pages in print."""
FAR_CELLS = 400_000
"""Filled cells of an .xlsx sheet that has some beyond column Z; each takes twice as long."""
ODD_CELLS = 100_000
"""Filled cells of an .xlsx in rows that are not written as Excel and most others write them.

They are searched for in ways that take three times as long.
"""
RICH_TAGS = 500_000
"""Tags of an .xlsx, in its list of texts or in a sheet, that tell of fonts within a text."""
OPEN_DOCUMENT_TAGS = 1_500_000
"""Tags of an .ods, closing ones too; a cell with a value takes four."""
OPEN_DOCUMENT_CELLS = 300_000
"""Cells with a value in an .ods, whose XML takes three times as long to go over as an .xlsx's."""
MERGES = 10_000
"""Merged cells of a sheet that are looked at; they serve to read headers."""
STRANGE_ROWS = 20_000
"""Rows of a file that name no figure of the plan: totals, lists of other things."""
HEADER_ROWS = 60
"""Rows from the top of a table in which its header is looked for."""
PAGE_ENTRIES = 240
"""Entries that a page lists below a target: a phone has to open it.  ``explain`` lists all."""
FILE_PROBLEMS = 5_000
"""Problems of a file after which it is no longer read: it is wrong as a whole."""
