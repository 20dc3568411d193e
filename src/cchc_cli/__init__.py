"""Month-end evaluation of a commune's administrative-reform plan."""

__version__ = "0.1.0"
