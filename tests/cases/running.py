"""Run cchc as a shell would, but in this process: a case then takes milliseconds."""

import contextlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from cchc_cli.__main__ import main

CASES = Path(__file__).parent
PLAN = CASES / "plan.yaml"
"""The small plan that cases and tests share."""
_OURS = ("CCHC_", "_CCHC_", "NO_COLOR", "COLUMNS", "LINES", "PYTHONIOENCODING", "FORCE_COLOR")


@dataclass(frozen=True)
class Ended:
    """How a run ended: exit code and the bytes of both streams."""

    code: int
    stdout: bytes
    stderr: bytes

    @property
    def out(self) -> str:
        return self.stdout.decode("utf-8")

    @property
    def err(self) -> str:
        return self.stderr.decode("utf-8")

    @property
    def codes(self) -> set[str]:
        """The problem codes that either stream names."""
        return set(re.findall(r"(?:lỗi|cảnh báo)\s+\[([a-z-]+)\]", f"{self.out}\n{self.err}"))


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return this process's environment without what steers cchc, and with `more`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return {**kept, **(more or {})}


@contextlib.contextmanager
def _streams() -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    out, err = io.BytesIO(), io.BytesIO()
    wrapped = [io.TextIOWrapper(raw, encoding="ascii", write_through=True) for raw in (out, err)]
    with patch.object(sys, "stdout", wrapped[0]), patch.object(sys, "stderr", wrapped[1]):
        yield out, err
    for wrapper in wrapped:
        wrapper.detach()


def cchc(
    *arguments: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> Ended:
    """Run ``cchc`` with these arguments in this process, in the folder `cwd`."""
    words = ["cchc", *map(str, arguments)]
    with (
        contextlib.chdir(cwd or Path.cwd()),
        patch.dict(os.environ, environment(env), clear=True),
        patch.object(sys, "argv", words),
        _streams() as (out, err),
    ):
        code = main()
    return Ended(code, out.getvalue(), err.getvalue())


def cchc_process(
    *arguments: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    bare: bool = False,
) -> Ended:
    """Run ``cchc`` as a process of its own; `bare` gives it nothing but `env` as environment."""
    ended = subprocess.run(
        [sys.executable, "-m", "cchc_cli", *map(os.fsencode, arguments)],
        cwd=cwd,
        env=dict(env or {}) if bare else environment(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files, named by their paths below `folder`, and return `folder`."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder
