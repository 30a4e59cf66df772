"""Approvals: a yes that is asked for, answered, and used once."""
