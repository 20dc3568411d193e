"""Where a report or a log is to be written, and whether that is a place of the figures."""

from pathlib import Path

from cchc_cli.pipeline import Run
from cchc_cli.submissions.folder import RECORD_NAME
from cchc_cli.submissions.kinds import SUBMISSION_SUFFIXES


def filled_in(output: Path, found: Run) -> Path:
    """Fill in ``{period}`` and ``{plan}`` in the name of the report."""
    name = str(output).replace("{period}", str(found.evaluation.period))
    return Path(name.replace("{plan}", found.evaluation.plan.id))


def is_read(path: Path, data: Path) -> bool:
    """Tell whether a file at `path` is one of those in DATA that are read."""
    place = place_in(path, data)
    if place is None:
        return False
    if not place.parts:
        return data.is_file()
    if RECORD_NAME.fullmatch(place.name):
        return True
    is_hidden = any(name.startswith(".") for name in place.parts)
    return not is_hidden and place.suffix.lower() in SUBMISSION_SUFFIXES


def place_in(path: Path, data: Path) -> Path | None:
    """Return where in DATA a file lies, by its path from there; None if it lies elsewhere."""
    try:
        target, root = path.resolve(), data.resolve()
    except (OSError, ValueError, RuntimeError):  # no such path can be; the writing says so
        return None
    return target.relative_to(root) if target.is_relative_to(root) else None
