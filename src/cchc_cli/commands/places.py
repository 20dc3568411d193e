"""Where a report or a log is to be written, and whether something else has its place there."""

from pathlib import Path

from cchc_cli.pipeline import PLAN_NAMES, Refusal, Run, plan_folders, usage
from cchc_cli.submissions.folder import RECORD_NAME
from cchc_cli.submissions.kinds import SUBMISSION_SUFFIXES
from cchc_cli.texts import text


def filled_in(output: Path, found: Run) -> Path:
    """Fill in ``{period}`` and ``{plan}`` in the name of the report."""
    name = str(output).replace("{period}", str(found.evaluation.period))
    return Path(name.replace("{plan}", found.evaluation.plan.id))


def refusal_of(path: Path, found: Run, data: Path, log: str) -> Refusal | None:
    """Return why a report must not be written to `path`; None if it may be."""
    if _is_plan(path, found, data):
        return usage(
            text('báo cáo "{path}" sẽ ghi đè kế hoạch, hoặc bị đọc như kế hoạch', path=path),
            text("ghi tên một tệp khác cho --output"),
        )
    if log and _is_same(path, Path(log)):
        return usage(
            text('báo cáo và nhật ký cùng là tệp "{path}"', path=path),
            text("ghi hai tên tệp khác nhau"),
        )
    if not is_read(path, data):
        return None
    return usage(
        text('báo cáo "{path}" nằm trong thư mục số liệu', path=path),
        text("ghi ra ngoài thư mục số liệu: ở đó, tệp {name} sẽ lẫn với số liệu của đơn vị "
             "hoặc bản chốt", name=path.name),
    )  # fmt: skip


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


def _is_plan(path: Path, found: Run, data: Path) -> bool:
    """Tell whether a file at `path` is the plan in use, or would be taken for DATA's plan."""
    beside = [folder / name for folder in plan_folders(data) for name in PLAN_NAMES]
    return any(_is_same(path, plan) for plan in (found.plan_file.path, *beside))


def _is_same(path: Path, other: Path) -> bool:
    """Tell whether two paths name the same file, which need not be there yet; no device is one."""
    try:
        if path.exists() and other.exists():
            return path.is_file() and path.samefile(other)
        return path.resolve() == other.resolve()
    except (OSError, ValueError, RuntimeError):  # no such path can be; the writing says so
        return False


def place_in(path: Path, data: Path) -> Path | None:
    """Return where in DATA a file lies, by its path from there; None if it lies elsewhere."""
    try:
        target, root = path.resolve(), data.resolve()
    except (OSError, ValueError, RuntimeError):  # no such path can be; the writing says so
        return None
    return target.relative_to(root) if target.is_relative_to(root) else None
