"""How the tags of an HTML page set text: struck out, raised or lowered, by name, style or class."""

import re
from collections.abc import Set

from cchc_cli.submissions.struck_text import Look

INLINE = frozenset({"span", "b", "i", "u", "a", "em", "strong", "font", "small", "label"})
LOOKS = {
    **dict.fromkeys(("s", "strike", "del"), Look.STRUCK),
    "sup": Look.RAISED,
    "sub": Look.LOWERED,
}
_STYLED = re.compile(r"(line-through)|vertical-align\s*:\s*(super|sub)", re.I)
_RULE = re.compile(r"\.([\w-]{1,100})\s*\{([^{}]{0,10000})\}")
_CLASSES = re.compile(r"\sclass\s*=\s*[\"']?([\w -]+)", re.I)


def struck_classes(source: str) -> frozenset[str]:
    """Return the classes by which a page's rules strike out: Excel has one for each font."""
    rules = _RULE.findall(source) if "line-through" in source else []
    return frozenset(name for name, held in rules if "line-through" in held)


def look_of(name: str, attributes: str, struck: Set[str]) -> Look:
    """Return how a tag that stands within lines sets its text; some classes are `struck` out."""
    if name not in INLINE:
        return LOOKS.get(name, Look.PLAIN)
    if struck and (classes := _CLASSES.search(attributes)) and struck & set(classes[1].split()):
        return Look.STRUCK
    styled = _STYLED.search(attributes)
    if styled is None:
        return Look.PLAIN
    return Look.STRUCK if styled[1] else LOOKS[styled[2].lower().removesuffix("er")]
