"""Mending: what could not be sent, read or run, in words, with the ways on (law 10)."""
