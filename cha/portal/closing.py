"""What is closed when persons are joined: a link on its way to an address that is only claimed lets nobody in."""

from __future__ import annotations

from cha.core.clock import now
from cha.core.ledger import Event
from cha.portal.models.way_in import WayIn


def close_claimed(event: Event) -> None:
    """Two persons are one: links that wait unopened at their claimed addresses would open what the other wrote."""
    waiting = WayIn.objects.filter(person=event.facts["stays"], used_at=None, closed_at=None)
    waiting.filter(point__verified_at=None).update(closed_at=now())
