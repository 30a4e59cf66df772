"""Endings: complaints, noes, boundaries, signals, and the end of a conversation that hurt."""
