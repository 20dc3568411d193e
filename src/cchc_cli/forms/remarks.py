"""What a unit is told of a problem that is its own."""

from collections.abc import Sequence
from typing import NamedTuple

from cchc_cli.formats.words import Words
from cchc_cli.forms.contradictions import say_contradiction, say_several_values
from cchc_cli.forms.owners import Owned
from cchc_cli.forms.wording import said
from cchc_cli.problems import Severity
from cchc_cli.submissions.ledger import Entry, ProgressEntry


class Remark(NamedTuple):
    """Cause and cure of a problem in the words of an office."""

    sentence: str
    severity: Severity
    names_figures: bool = False
    """Whether the sentence itself says which figures, and which period, it is about."""


def remark_of(owned: Owned, words: Words) -> Remark:
    """Put a problem into the words of an office."""
    severity = owned.problem.severity
    if owned.failure is not None:
        return Remark(say_contradiction(owned.failure, words), severity, names_figures=True)
    return Remark(said(owned.problem, words), severity)


def remark_of_values(entries: Sequence[Entry | ProgressEntry], words: Words) -> Remark:
    """Put it into the words of an office that a figure was submitted with several values."""
    return Remark(say_several_values(entries, words), Severity.ERROR)
