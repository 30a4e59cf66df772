"""Whether what was sent over a medium can be changed afterwards: the medium says so."""

from __future__ import annotations

from cha.channels.registry import media


def edits(medium: str) -> bool:
    """Whether that medium can change or take back what was sent. What is not there cannot."""
    found = media().get(medium)
    return found is not None and found.capabilities.edits
