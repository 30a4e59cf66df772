"""Deliver: try to get a delivery out, note the outcome, try again with growing pauses, say so when it will not go."""

from __future__ import annotations

from datetime import datetime, timedelta

from cha.channels.base import Outcome
from cha.channels.models.bouncing import note_refused
from cha.channels.models.channel import Channel
from cha.channels.models.delivery import GIVE_UP, Delivery, note_outcome, rest
from cha.channels.registry import medium_called
from cha.conversations.models import Message
from cha.core.clock import now
from cha.core.prepared import read
from cha.core.tasks import task
from cha.team.models import Brand

# Minutes until the next try; the last one repeats.
PAUSES = (0.25, 1, 5, 15, 60, 180)

# How often it is noted that something went out: every mail of a channel would queue for its row.
SENT_EVERY = timedelta(seconds=10)


@task("channels.deliver", lane="net", rank=3)
def deliver(delivery_id: int) -> None:
    """Try one delivery. A crash between hand-over and note sends the same Message-ID again (law 1), never another."""
    delivery = read(Delivery, delivery_id)
    delivery.channel = read(Channel, delivery.channel_id)
    delivery.channel.brand = read(Brand, delivery.channel.brand_id)
    if delivery.message_id:
        delivery.message = read(Message, delivery.message_id)
    if delivery.state != Delivery.State.WAITING:
        return
    medium = medium_called(delivery.channel.medium)
    missing = medium.ready(delivery.channel)
    if missing:
        rest(delivery, missing)
        return
    outcome = medium.send(delivery, delivery.channel)
    next_at = when_again(delivery, outcome)
    note_outcome(delivery, outcome, next_at=next_at)
    if outcome.sent and outcome.refused:
        note_refused(delivery, outcome.refused)
    _note_health(delivery.channel, outcome)
    if next_at:
        deliver.enqueue(delivery.pk, key=f"deliver:{delivery.pk}:{delivery.attempts + 1}:{next_at:%s}", due=next_at)


def when_again(delivery: Delivery, outcome: Outcome) -> datetime | None:
    """When to try again; None when it is sent, when the other side said never, or after two days."""
    if outcome.sent or outcome.permanent or now() - delivery.made_at > GIVE_UP:
        return None
    return now() + timedelta(minutes=PAUSES[min(delivery.attempts, len(PAUSES) - 1)])


def _note_health(channel: Channel, outcome: Outcome) -> None:
    if outcome.sent and (channel.trouble or channel.sent_at is None or now() - channel.sent_at > SENT_EVERY):
        Channel.objects.filter(pk=channel.pk).update(sent_at=now(), trouble="")
    elif not outcome.sent and not outcome.permanent and channel.trouble != outcome.said[:300]:
        Channel.objects.filter(pk=channel.pk).update(trouble=outcome.said[:300])


def send_what_rests() -> int:
    """There is something to send through again: let everything that rested go. Returns how many."""
    resting = list(
        Delivery.objects.exclude(state="sent").filter(state=Delivery.State.UNSENT).values_list("pk", flat=True)
    )
    Delivery.objects.filter(pk__in=resting).update(state=Delivery.State.WAITING)
    for pk in resting:
        deliver.enqueue(pk, key=f"deliver:{pk}:rested:{now():%s}")
    return len(resting)
