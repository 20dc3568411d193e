"""What the commands' exit codes mean; scripts and cron rely on them."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes; `in_order` tells which is returned when several apply."""

    OK = 0
    MISSED = 1
    USAGE = 2
    DATA_ERROR = 3
    PLAN_INVALID = 4
    INCOMPLETE = 5
    ALTERED = 6
    FAULT = 70
    NOT_WRITTEN = 74
    INTERRUPTED = 130
    PIPE_CLOSED = 141


ORDER = (
    ExitCode.FAULT,
    ExitCode.USAGE,
    ExitCode.PLAN_INVALID,
    ExitCode.NOT_WRITTEN,
    ExitCode.ALTERED,
    ExitCode.DATA_ERROR,
    ExitCode.MISSED,
    ExitCode.INCOMPLETE,
    ExitCode.OK,
)
"""The first of these that applies is returned."""


def first_of(codes: set[ExitCode]) -> ExitCode:
    """Return the code that goes before the others; OK if there is none."""
    return next((code for code in ORDER if code in codes), ExitCode.OK)
