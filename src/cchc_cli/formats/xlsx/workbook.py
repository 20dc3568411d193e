"""The whole workbook: its sheets in the order in which an office reads them."""

from cchc_cli.formats import PLAIN, Screen
from cchc_cli.formats.rows import Report
from cchc_cli.formats.xlsx.book import Book
from cchc_cli.formats.xlsx.checked import write_checks
from cchc_cli.formats.xlsx.complete import complete_rows, write_complete
from cchc_cli.formats.xlsx.figures import write_figures
from cchc_cli.formats.xlsx.known import Facts
from cchc_cli.formats.xlsx.layout import Layout, marks_of
from cchc_cli.formats.xlsx.listed import write_entries, write_problems, write_units
from cchc_cli.formats.xlsx.targets import TargetSheet
from cchc_cli.formats.xlsx.tasks import write_tasks
from cchc_cli.submissions.own_reports import REPORT_MARK


def render_xlsx(report: Report, _screen: Screen = PLAIN) -> bytes:
    """Render a report as an Excel workbook."""
    run, words = report.run, report.words
    layout = Layout(run.evaluation.plan, run.evaluation.period, marks_of(words))
    facts = Facts(run, layout)
    targets = [row for section in report.sections for row in section.rows]
    complete = complete_rows(targets, layout, facts)
    book = Book(run, report.title, report.foot[0], words.say(REPORT_MARK))
    TargetSheet(book, report, complete, layout, facts).write()
    if report.tasks.total:
        write_tasks(book, report)
    write_figures(book, layout, facts, words)
    write_complete(book, targets, complete, layout, facts, words)
    write_checks(book, layout, facts, words)
    write_units(book, report)
    write_entries(book, report)
    write_problems(book, report)
    return book.content()
