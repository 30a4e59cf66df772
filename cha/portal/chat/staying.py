"""Staying: a browser that asks is here. Its lease is written when half of it is over, not at every request."""

from __future__ import annotations

from cha.channels.models.visit import LEASE, Visit, stay
from cha.core.clock import now


def here(visit: Visit) -> None:
    """Whoever looks is here."""
    if visit.here_until is None or visit.here_until - now() < LEASE / 2:
        stay(visit)
