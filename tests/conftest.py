"""Shared by all tests; being here, it also lets every test import `building`."""

import os

from hypothesis import settings

# Continuous integration tries the same examples every time; at a desk new ones are tried.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
