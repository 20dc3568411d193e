"""Shared by all tests; being here, it also lets every test import `building`."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Continuous integration tries the same examples every time; at a desk new ones are tried.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.fixture
def deep_root() -> Iterator[Path]:
    """A folder in which others may be nested deeper than Python's own clean-up can follow.

    It lies outside pytest's folders: left there by a run that was killed, it would make every
    later run fail when pytest clears the old ones.
    """
    folder = Path(tempfile.mkdtemp())
    yield folder
    remove = shutil.which("rm")
    assert remove is not None
    subprocess.run([remove, "-rf", str(folder)], check=True)
