"""What may be typed into a form: rules that the spreadsheet program applies, and what it says.

A number that is none of its figure's kind is refused on the spot, words such as "kps" with it: the
hint and the guide ask for 0.  A percentage outside 0 to 100 is only questioned, since growth and
whatever may exceed its plan are percentages too.
"""

from cchc_cli.formats.words import Words
from cchc_cli.forms import wording
from cchc_cli.numbers import FigureType
from cchc_cli.plan.terms import Reported, Task
from cchc_cli.texts import shortened

Rule = dict[str, object]
_RULES: dict[FigureType, Rule] = {
    FigureType.COUNT: {"validate": "integer", "criteria": ">=", "value": 0},
    FigureType.AMOUNT: {
        "validate": "decimal", "criteria": "between", "minimum": -(10**15), "maximum": 10**15,
    },
    FigureType.PERCENT: {
        "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100,
        "error_type": "warning",
    },
    FigureType.YES_NO: {"validate": "list", "source": list(wording.YES_OR_NOT_YET)},
}  # fmt: skip


_TASK_RULE: Rule = {
    "validate": "list", "source": list(wording.TYPED_STATUSES.values()),
    "error_type": "information",
}  # fmt: skip
"""A percentage may be typed too."""
_MESSAGE_CHARACTERS = 255
"""How long Excel lets a message of a rule be."""


def value_rule(asked: Reported, words: Words) -> Rule:
    """Return the rule of a figure's value, or of a task's progress."""
    if isinstance(asked, Task):
        rule, hint = _TASK_RULE, words.say(wording.TASK_HINT)
    else:
        rule, hint = _RULES[asked.type], words.say(wording.HINTS[asked.type])
    return {
        **rule,
        "input_title": words.say(wording.VALUE_NAME),
        "input_message": shortened(wording.value_hint(asked, words), _MESSAGE_CHARACTERS),
        "error_title": words.say(wording.VALUE_NAME),
        "error_message": hint,
    }


def revision_rule(words: Words) -> Rule:
    """Return the rule of the revision."""
    hint = words.say(wording.REVISION_HINT)
    return {
        "validate": "integer",
        "criteria": "between",
        "minimum": 1,
        "maximum": 999,
        "input_message": hint,
        "error_message": hint,
    }
