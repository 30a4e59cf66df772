"""What a provider says became of a mail of ours: it arrived, it waits, it came back, or it was called unwanted."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any, Final

from django.db.models import Q

from cha.channels.base import Bounce
from cha.channels.email.reading.statuses import bounce_kind
from cha.channels.models.bouncing import arrived
from cha.channels.models.channel import Channel
from cha.channels.models.delivery import Delivery
from cha.channels.pipeline.bounces import mark_bounced
from cha.core.verbs import verb

# By anymail's names. That somebody opened a mail is not among them: only the person can agree to that.
FAILED: Final = ("bounced", "rejected", "failed")
_STATUS: Final = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_CODE: Final = re.compile(r"\b[45]\d\d\b")
_BY_REASON: Final = {"invalid": "hard", "bounced": "hard", "timed_out": "soft"}
# Their clock and ours.
SKEW: Final = timedelta(seconds=30)


@verb
def note_news(channel: Channel, event: Any) -> bool:
    """Mark the delivery that an event is about. The same news twice, or from before it was sent again, is nothing.

    False when it is about nothing that this channel sent.
    """
    delivery = _about(channel, str(event.message_id or ""))
    if delivery is None:
        return False
    if event.timestamp and event.timestamp < delivery.made_at - SKEW:
        return True
    if event.event_type == "delivered":
        arrived(delivery, _address(event, delivery))
    bounce = bounce_of(event)
    # News come in any order: what is settled is not late any more.
    if bounce and (bounce.kind != "delay" or not (delivery.back or delivery.arrived_at)):
        mark_bounced(delivery, bounce)
    return True


def bounce_of(event: Any) -> Bounce | None:
    """A tracking event as a bounce; None when it is none. Pure."""
    words = " ".join(str(part) for part in (event.description, event.mta_response) if part)[:2000]
    address = str(event.recipient or "").lower()
    if event.event_type == "complained":
        return Bounce("policy", address, words=f"Called unwanted by who got it. {words}".strip())
    if event.event_type == "deferred":
        return Bounce("delay", address, words=words)
    if event.event_type not in FAILED:
        return None
    status = found[0] if (found := _STATUS.search(words)) else ""
    if status or _CODE.search(words):
        return Bounce(str(bounce_kind(status, words)), address, status, words=words)
    return Bounce(_BY_REASON.get(event.reject_reason or "", "policy"), address, words=words)


def _about(channel: Channel, name: str) -> Delivery | None:
    if not name:
        return None
    bare = name.strip("<> ")
    names = [name[:250], bare[:250], f"<{bare}>"[:250]]
    return channel.deliveries.filter(Q(provider_id__in=names) | Q(external_id__in=names)).order_by("-pk").first()


def _address(event: Any, delivery: Delivery) -> str:
    return str(event.recipient or delivery.address).lower()
