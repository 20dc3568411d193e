"""Shared by all tests; being here, it also lets every test import `building`."""
