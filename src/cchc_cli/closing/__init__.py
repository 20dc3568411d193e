"""Closed periods: the record of a reported month, and what has changed since."""

ALTERED_CODES = frozenset({"closed-period-altered", "closed-verdict-changed", "damaged-record"})
"""The problems that make a run end with code 6."""
