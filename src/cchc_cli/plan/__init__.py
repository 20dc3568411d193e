"""The plan: its terms, and how its file is read."""
