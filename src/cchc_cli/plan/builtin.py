"""The plans that come with the program."""

from pathlib import Path

DEFAULT_PLAN = "thai_tan_2025h2"


def plans_folder() -> Path:
    """Return the folder of built-in plans: in the installed package, or in the source tree."""
    installed = Path(__file__).parent.parent / "plans"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "plans"


def builtin_plans() -> dict[str, Path]:
    """Return the built-in plans' files by id, which is the name of the file."""
    return {path.stem: path for path in sorted(plans_folder().glob("*.yaml"))}
