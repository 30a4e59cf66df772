"""Bounces: what came back is marked on the message it is about, and a dead address on the person."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet

from cha.channels.base import Bounce, Inbound
from cha.channels.models.bouncing import came_back, copy_came_back
from cha.channels.models.delivery import Delivery
from cha.core.clock import now
from cha.core.queries import asked
from cha.people.models.contact_point import known_point, mark_dead

# How long after a mail went out something without its id is believed to be about it. Servers try five days.
LATELY = timedelta(days=7)


def bounced(inbound: Inbound) -> Delivery | None:
    """Mark what a bounce is about. Returns its delivery; None when it is about nothing of ours. Inside a verb."""
    bounce = inbound.bounce
    delivery = delivery_of(inbound, bounce) if bounce else None
    if bounce is None or delivery is None:
        return None
    # An id of ours, or our return path, is known to those who had the mail; an address anybody can name.
    mark_bounced(delivery, bounce, proven=bool(bounce.about or inbound.answers))
    return delivery


def mark_bounced(delivery: Delivery, bounce: Bounce, *, proven: bool = True) -> None:
    """Mark a delivery, or the copy of it, that came back, and its address when it is dead and that is `proven`.

    No other address: whoever had one mail of ours must not write off somebody else's. Inside a verb.
    """
    address, copies = bounce.address.lower(), [copy.lower() for copy in (*delivery.copies, *delivery.hidden)]
    if address in copies:
        copy_came_back(delivery, address, bounce)
    else:
        came_back(delivery, bounce)
    went_to = (*copies, delivery.address.lower(), "")
    if bounce.kind == "hard" and proven and address in went_to:
        point = known_point("email", address or delivery.address)
        if point:
            mark_dead(point, bounce.words or bounce.status)


def delivery_of(inbound: Inbound, bounce: Bounce) -> Delivery | None:
    """What a bounce is about: by its id; by the concern that the return path names; by who it went to lately.

    The last is believed only where the bounce names no id at all: an id that is not ours is somebody else's mail, sent
    under our name.
    """
    if bounce.about:
        name = bounce.about.strip("<> ")
        found = _called(f"<{name}>"[:250]) or _called(name[:250])
        if found:
            return found[0]
    if inbound.answers and inbound.answers.kind == "c":
        rows = Delivery.objects.filter(conversation_id=inbound.answers.id).order_by("-pk")
        found_here = rows.filter(address=bounce.address.lower()).first() if bounce.address else rows.first()
        return found_here or rows.first()
    if inbound.answers and inbound.answers.kind == "s":
        return Delivery.objects.filter(message__extra__side=inbound.answers.id).order_by("-pk").first()
    if bounce.about or not bounce.address:
        return None
    sent = Delivery.objects.filter(address=bounce.address.lower(), sent_at__gt=now() - LATELY)
    return sent.order_by("-pk").first()


@asked(str)
def _called(external_id: str) -> QuerySet[Delivery]:
    return Delivery.objects.filter(external_id=external_id)
