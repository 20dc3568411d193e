"""The report as a workbook that calculates: change a figure in it and the verdicts follow.

The sheet of targets holds formulas over the sheet of figures; what they give is stored beside
them, taken from the evaluation, so that a reader who calculates nothing sees the same.
"""
