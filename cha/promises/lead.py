"""How long before it is due a promise is at risk: as long as it takes to keep it once somebody is told of it.

    lead = share-quantile of what it took lately, from being told to keeping it, for such a kind and topic

What was told of and broke all the same counts for half as long again as there was time. With fewer than `ENOUGH` of a
topic its kind decides; with fewer still, a fifth of the promise's own time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from cha.core.clock import now

SHARE: Final = 0.9
ENOUGH: Final = 8
LEAST: Final = timedelta(minutes=10)
USUAL_MOST: Final = timedelta(hours=1)
MOST: Final = timedelta(hours=8)
SAMPLES: Final = 40
LATELY: Final = timedelta(days=60)
FRESH: Final = timedelta(minutes=1)

_kept: dict[tuple[str, str], tuple[datetime, timedelta | None]] = {}


def risk_moment(made_at: datetime, by: datetime, lead: timedelta | None = None) -> datetime:
    """From when an open promise is at risk: `lead` before it is due, never before half of its time is over.

    Without a lead it is the last fifth of its time, at least 10 and at most 60 minutes.
    """
    whole = by - made_at
    usual = min(max(whole / 5, LEAST), USUAL_MOST)
    return by - min(lead or usual, whole / 2)


def lead_of(took: Sequence[timedelta]) -> timedelta | None:
    """The lead that what it took lately asks for, between 10 minutes and 8 hours; None for too few to tell."""
    if len(took) < ENOUGH:
        return None
    rank = math.ceil(SHARE * len(took) - 1e-9)
    return min(max(sorted(took)[rank - 1], LEAST), MOST)


def usual_lead(kind: str, topic: str) -> timedelta | None:
    """What is known for such promises; None while too little is. Asked for by every promise: kept for a minute."""
    at, known = now(), _kept.get((kind, topic))
    if known and abs(at - known[0]) < FRESH:
        return known[1]
    lead = lead_of(_took(kind, topic)) if topic else None
    lead = lead or lead_of(_took(kind, ""))
    _kept[kind, topic] = (at, lead)
    return lead


def forget() -> None:
    """What is known is asked for anew."""
    _kept.clear()


def _took(kind: str, topic: str) -> list[timedelta]:
    from cha.promises.models.promise import Promise

    over = Promise.objects.filter(settled_at__gt=now() - LATELY, at_risk_at__isnull=False, kind=kind)
    over = over.filter(state__in=[Promise.State.KEPT, Promise.State.BROKEN])
    if topic:
        over = over.filter(conversation__topic=topic)
    rows = over.order_by("-settled_at").values_list("state", "at_risk_at", "settled_at", "by")[:SAMPLES]
    return [
        settled - risk if state == Promise.State.KEPT else (by - risk) * 1.5
        for state, risk, settled, by in rows
        if risk and settled
    ]
