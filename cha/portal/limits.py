"""How often one may: a counter per hour in the cache, so that nobody's mailbox or our desk is flooded from a page."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

HOUR = 60 * 60
ANSWERS = 20
LINKS_PER_ADDRESS = 3
LINKS_PER_MACHINE = 30


def within(what: str, who: object, most: int) -> bool:
    """Count one more of `what` by `who`; False when that is more than `most` in the hour that began with the first."""
    # Only a digest: the cache need not know an address.
    key = f"portal:{what}:{hashlib.sha256(str(who).encode()).hexdigest()[:32]}"
    if cache.add(key, 1, HOUR):
        return True
    try:
        return int(cache.incr(key)) <= most
    except ValueError:
        # It ran out between the two: a new hour begins.
        cache.set(key, 1, HOUR)
        return True
