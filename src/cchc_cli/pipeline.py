"""The whole way: find the plan, read DATA, test the checks, evaluate.

Nothing here prints or exits: a run either comes back whole, or as a `Refusal` that says why it
could not begin.
"""

import gc
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cchc_cli.checks import CheckFailure, check_ledger
from cchc_cli.closing import ALTERED_CODES
from cchc_cli.evaluate import Evaluation, Verdict, evaluate
from cchc_cli.exit_codes import ExitCode, first_of
from cchc_cli.names import nearest
from cchc_cli.numbers import number_text
from cchc_cli.periods import (
    Period,
    last_day,
    parse_iso_period,
    parse_period,
    periods_between,
)
from cchc_cli.plan.builtin import DEFAULT_PLAN, builtin_plans
from cchc_cli.plan.load import load_plan
from cchc_cli.plan.terms import Plan
from cchc_cli.problems import (
    Location,
    Problem,
    Severity,
    error,
    has_error,
    sort_problems,
    warning,
)
from cchc_cli.reasons import reason_of
from cchc_cli.submissions.folder import has_records
from cchc_cli.submissions.read import OnFile, Submissions, read_submissions
from cchc_cli.tasks import TaskEvaluation, evaluate_tasks
from cchc_cli.texts import Text, text


class PlanFile(NamedTuple):
    """A plan that was read: its file, how reports call it, the file's bytes."""

    plan: Plan
    path: Path
    shown: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file's bytes."""
        return hashlib.sha256(self.content).hexdigest()


class Refusal(NamedTuple):
    """Why a run could not begin."""

    code: ExitCode
    problems: tuple[Problem, ...]


class Run(NamedTuple):
    """One evaluation of DATA with all that it rests on."""

    plan_file: PlanFile
    submissions: Submissions
    evaluation: Evaluation
    problems: tuple[Problem, ...]
    is_empty: bool
    failures: tuple[CheckFailure, ...] = ()
    """The checks that do not hold, in any period."""

    @property
    def is_altered(self) -> bool:
        """Whether a closed period is no longer what was closed."""
        return any(problem.code in ALTERED_CODES for problem in self.problems)

    def at(self, period: Period) -> Evaluation:
        """Evaluate the same submissions at another period of the plan."""
        if period == self.evaluation.period:
            return self.evaluation
        with collector_paused():
            return evaluate(self.plan_file.plan, self.submissions.ledger, period, self.failures)

    def tasks(self, today: date | None = None) -> TaskEvaluation:
        """Tell how far the plan's tasks have come, as of `today`; see `evaluate_tasks`."""
        plan, period = self.plan_file.plan, self.evaluation.period
        return evaluate_tasks(plan, self.submissions.tasks, period, today)

    def before(self) -> Evaluation | None:
        """Evaluate at the period before; None where the evaluated one is the plan's first."""
        period = self.evaluation.period.previous()
        return self.at(period) if period >= self.plan_file.plan.first else None

    def history(self, first: Period | None = None) -> tuple[Evaluation, ...]:
        """Evaluate at every period from `first` (the plan's, if None) to the evaluated one."""
        start = first or self.plan_file.plan.first
        return tuple(map(self.at, periods_between(start, self.evaluation.period)))

    @property
    def inputs_sha256(self) -> str:
        """A SHA-256 over plan and inputs.

        It is taken over lines of ``<sha256>  <name>``, the plan's first (its name is ``plan``),
        then every file read, sorted by name.
        """
        lines = [f"{self.plan_file.sha256}  plan\n"]
        lines += [
            f"{digest}  {name}\n" for name, digest in sorted(self.submissions.digests.items())
        ]
        whole = "".join(lines).encode("utf-8", "surrogateescape")
        return hashlib.sha256(whole).hexdigest()

    def exit_code(self, *, with_missed: bool, verdicts: set[Verdict] | None = None) -> ExitCode:
        """Return the code of the run, by all its verdicts or by those given."""
        found = verdicts or {result.verdict for result in self.evaluation.results}
        codes = set()
        if has_error(self.problems) or Verdict.BAD_DATA in found:
            codes.add(ExitCode.DATA_ERROR)
        if Verdict.MISSED in found and with_missed:
            codes.add(ExitCode.MISSED)
        if Verdict.NO_DATA in found:
            codes.add(ExitCode.INCOMPLETE)
        if self.is_altered:
            return ExitCode.ALTERED
        # Where nothing was submitted there is nothing else to tell.
        return ExitCode.INCOMPLETE if self.is_empty else first_of(codes)


def usage(message: Text, hint: Text) -> Refusal:
    """Return the refusal of a call that names something which is not there."""
    return Refusal(ExitCode.USAGE, (error("usage", Location("cchc"), message, hint),))


def find_plan(
    choice: str | None, environment: Mapping[str, str], data: Path | None
) -> PlanFile | Refusal:
    """Return the plan by `--plan`, else CCHC_PLAN, else beside DATA, else the built-in one."""
    chosen = choice or environment.get("CCHC_PLAN") or None
    if chosen is not None:
        return _chosen_plan(chosen)
    for folder in plan_folders(data):
        for name in PLAN_NAMES:
            if _is_file(folder / name):
                return read_plan(folder / name, name)
    return read_plan(builtin_plans()[DEFAULT_PLAN], DEFAULT_PLAN)


PLAN_NAMES = ("plan.yaml", "plan.yml")
"""What a plan beside DATA is called."""


def plan_folders(data: Path | None) -> list[Path]:
    """Return DATA and the folder above it; for a single file, its folder and the one above."""
    if data is None:
        return []
    try:
        folder = data.resolve() if data.is_dir() else data.resolve().parent
    except (OSError, ValueError, RuntimeError):  # no such path can be; `run` says so
        return []
    return [folder, folder.parent]


def _is_file(path: Path) -> bool:
    """Tell whether there is such a file; a name that no file can have is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _chosen_plan(chosen: str) -> PlanFile | Refusal:
    plans = builtin_plans()
    if _is_file(Path(chosen)):
        return read_plan(Path(chosen), Path(chosen).name)
    if chosen in plans:
        return read_plan(plans[chosen], chosen)
    near = nearest(chosen, plans)
    return usage(
        text('không có kế hoạch "{plan}"', plan=chosen),
        text(
            'có phải là "{near}"? Xem các kế hoạch có sẵn: cchc plan list',
            near=near,
        )
        if near
        else text("ghi đường dẫn tệp .yaml, hoặc mã một kế hoạch có sẵn (cchc plan list)"),
    )


def read_plan(path: Path, shown: str) -> PlanFile | Refusal:
    """Read a plan file; `shown` is how reports and complaints call it."""
    try:
        with path.open("rb") as opened:
            content = opened.read(2_000_000)
    except OSError as fault:
        return usage(
            text(
                'không đọc được tệp kế hoạch "{plan}": {reason}',
                plan=shown,
                reason=reason_of(fault),
            ),
            text("kiểm tra đường dẫn và quyền đọc của tệp"),
        )
    plan, problems = load_plan(content, shown if shown.endswith((".yaml", ".yml")) else path.name)
    if plan is None:
        return Refusal(ExitCode.PLAN_INVALID, problems)
    return PlanFile(plan, path, shown, content)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the garbage collector from searching the entries, again and again, for cycles.

    A run makes many small objects that stay, and no cycles: a third of the time would go there.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def run(
    data: Path,
    plan_file: PlanFile,
    period_word: str,
    today: date,
    on_file: OnFile | None = None,
) -> Run | Refusal:
    """Read DATA and evaluate it at the period that `period_word` names."""
    refused = check_data(data)
    if refused is not None:
        return refused
    plan = plan_file.plan
    asked = asked_period(plan, period_word, today)
    if isinstance(asked, Refusal):
        return asked
    with collector_paused():
        submissions = read_submissions(data, plan, plan_file.path.resolve(), on_file)
        latest = submissions.ledger.latest_period() or submissions.tasks.latest_period()
        period = asked or latest or plan.first
        failures = check_ledger(plan, submissions.ledger)
        evaluation = evaluate(plan, submissions.ledger, period, failures)
    problems = [*submissions.problems, *map(check_problem, failures)]
    problems += _altered(data, plan_file, submissions, failures)
    is_submitted = submissions.ledger.entries or submissions.tasks.entries
    is_empty = not is_submitted and not has_error(problems)
    if is_empty:
        problems.append(_nothing_submitted())
    return Run(
        plan_file,
        submissions,
        evaluation,
        sort_problems(problems),
        is_empty,
        failures,
    )


def _altered(
    data: Path, plan_file: PlanFile, read: Submissions, failures: Sequence[CheckFailure]
) -> list[Problem]:
    """Compare the closed periods with what DATA holds now; costs nothing where none is closed."""
    if not has_records(data):
        return []
    from cchc_cli.closing.altered import check_closed
    from cchc_cli.closing.store import read_records

    records = read_records(data, whole=False)
    plan = plan_file.plan
    found = check_closed(
        plan, read.ledger, read.tasks, failures, records.latest(), plan_file.sha256
    )
    return [*records.problems, *found]


def check_data(data: Path) -> Refusal | None:
    """Return why DATA cannot be read, None where it is a folder or a file."""
    try:
        exists = data.exists()
        usable = data.is_dir() or data.is_file()
    except (OSError, ValueError):
        exists = usable = False
    if usable:
        return None
    return usage(
        text('"{data}" không phải thư mục hay tệp thường', data=data)
        if exists
        else text('không có thư mục hay tệp "{data}"', data=data),
        text("kiểm tra lại đường dẫn; ví dụ: cchc evaluate data/"),
    )


def asked_period(plan: Plan, word: str, today: date) -> Period | Refusal | None:
    """Return the period that a word of the command line names; None for ``latest``."""
    if word == "latest":
        return None
    if word == "previous":
        ended = [p for p in plan.periods if last_day(p, plan.cut_off_day) < today]
        if ended:
            return ended[-1]
        return usage(
            text("chưa kỳ nào của kế hoạch kết thúc trước hôm nay"),
            text("ghi rõ kỳ, ví dụ {first}", first=plan.first),
        )
    period = parse_iso_period(word) or parse_period(word)
    if not isinstance(period, Period):
        return usage(
            text('kỳ "{word}" không đọc được', word=word),
            text("ghi latest, previous, hoặc một kỳ như {first}", first=plan.first),
        )
    if not plan.first <= period <= plan.last:
        return usage(
            text(
                "kỳ {period} nằm ngoài kế hoạch ({first} đến {last})",
                period=period,
                first=plan.first,
                last=plan.last,
            ),
            text("chọn một kỳ của kế hoạch, hoặc kế hoạch khác bằng --plan"),
        )
    return period


def _nothing_submitted() -> Problem:
    return warning(
        "no-submissions",
        Location("."),
        text("không có số liệu nào: thư mục trống, hoặc các tệp chưa điền giá trị"),
        text("để các tệp của đơn vị vào thư mục này, mỗi kỳ một thư mục con như 2025-09"),
    )


def check_problem(failure: CheckFailure) -> Problem:
    """Return the problem of a rule that does not hold, placed at its first figure's entry.

    Neither side is rounded onto or across the other.
    """
    severity = Severity.ERROR if failure.check.is_error else Severity.WARNING
    others = [str(entry.where) for entry in failure.entries[1:]]
    return Problem(
        "check-failed",
        severity,
        text(
            'số liệu của {unit} kỳ {period} không khớp quy tắc "{rule}": vế trái {left}, '
            "vế phải {right}",
            unit=failure.unit,
            period=failure.period,
            rule=failure.check.rule,
            left=number_text(failure.left, failure.right),
            right=number_text(failure.right, failure.left),
        ),
        failure.entries[0].where,
        text("đối chiếu lại với {others}", others=others)
        if others
        else text("kiểm tra lại giá trị ở dòng này"),
    )
