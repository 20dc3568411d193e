"""Closed periods: the record of a reported month, and what has changed since."""
