"""Persons: who is served, where they can be reached, and what they told us."""
