"""How often one may: a counter per span of time in the cache, so that nobody is flooded."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

HOUR = 60 * 60


def within(what: str, who: object, most: int, *, seconds: int = HOUR) -> bool:
    """Count one more of `what` by `who`; False when that is more than `most` in the span that began with the first."""
    # Only a digest: the cache need not know an address.
    key = f"limit:{what}:{hashlib.sha256(str(who).encode()).hexdigest()[:32]}"
    if cache.add(key, 1, seconds):
        return True
    try:
        return int(cache.incr(key)) <= most
    except ValueError:
        # It ran out between the two: a new span begins.
        cache.set(key, 1, seconds)
        return True
