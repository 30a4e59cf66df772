"""Policies as values: rules, what they are asked about, and what they decide. Pure."""
