"""Connectors: how houses that pay back, send again or do something else of ours are spoken to. No rows in here."""
