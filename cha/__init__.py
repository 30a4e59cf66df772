"""Cha: customer service that answers at once and keeps its word."""

__version__ = "0.1.0"
