"""Promises: the acknowledgement, the pathway, what was said to whom by when, the forecast and the care order."""
