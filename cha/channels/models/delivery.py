"""Deliveries: each thing that must get out over a channel, every attempt's outcome, and what became of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

from cha.channels.base import Outcome
from cha.channels.models.channel import Channel
from cha.conversations.models import Conversation, Message
from cha.core.actor import CHA, Acting, Actor
from cha.core.clock import now
from cha.core.errors import Conflict
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.prepared import insert, read_locked, update
from cha.core.queries import asked
from cha.core.verbs import verb

GIVE_UP = timedelta(days=2)


class Delivery(models.Model):
    """Words on their way to one address. `external_id` is fixed when it is made: a second try is no second mail.

    States: waiting (to be tried, or tried again at `next_at`), unsent (nothing to send through yet: it waits,
    visibly), sent, failed (needs a human eye), dropped (a member let it go). `back` says how it came back after it was
    sent: hard, policy, soft, or delay while the other server still tries; `arrived_at` is when a provider said that it
    got there. `hidden` are copies that nobody else sees;
    `linked` are the ids of files that the words lead to, so that they do not go along; `about` is the id of the
    ask that a notice to a member may be answered for; `provider_id` is what a provider calls it.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        UNSENT = "unsent"
        SENT = "sent"
        FAILED = "failed"
        DROPPED = "dropped"

    class Kind(models.TextChoices):
        ACKNOWLEDGEMENT = "ack"
        REPLY = "reply"
        LINK = "link"
        ASK = "ask"
        NOTICE = "notice", "to a member"
        SIDE = "side", "to somebody outside"

    id = IdField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="deliveries")
    conversation = models.ForeignKey(Conversation, models.CASCADE, null=True, related_name="deliveries")
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="deliveries")
    address = models.CharField(max_length=320)
    domain = models.CharField(max_length=255, blank=True)
    copies = models.JSONField(default=list)
    hidden = models.JSONField(default=list)
    linked = models.JSONField(default=list)
    about = models.BigIntegerField(null=True)
    from_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    text = models.TextField()
    html = models.TextField(blank=True)
    external_id = models.CharField(max_length=250, unique=True)
    provider_id = models.CharField(max_length=250, blank=True)
    in_reply_to = models.CharField(max_length=250, blank=True)
    references = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.SmallIntegerField(default=0)
    made_at = models.DateTimeField(default=now)
    next_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    doubt = models.BooleanField(default=False)
    code = models.IntegerField(null=True)
    said = models.TextField(blank=True)
    back = models.CharField(max_length=8, blank=True)

    class Meta:
        indexes = [
            # Failures for the page, and what waits for a relay. SQLite takes it for queries that exclude what is sent.
            models.Index(
                fields=["state", "id"],
                name="delivery_open",
                condition=~models.Q(state="sent"),
            ),
            # What a provider tells about.
            models.Index(fields=["provider_id"], name="delivery_provider", condition=~models.Q(provider_id="")),
            # How many acknowledgements an address, or a domain, has had lately.
            models.Index(fields=["address", "made_at"], name="delivery_address", condition=models.Q(kind="ack")),
            models.Index(fields=["domain", "made_at"], name="delivery_domain", condition=models.Q(kind="ack")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.address}"


@verb
def dispatch(delivery: Delivery, *, by: Acting | Actor = CHA) -> Delivery:
    """Write a delivery that is ready to go. The same `external_id` twice is once: the row that stands is returned."""
    known = _known(delivery.external_id)
    if known:
        return known[0]
    delivery.domain = delivery.address.rpartition("@")[2][:255]
    insert(delivery)
    conversation = delivery.conversation
    record(
        "delivery.made",
        by=by,
        on=delivery,
        conversation=conversation.pk if conversation else None,
        person=conversation.person_id if conversation else None,
        kind=delivery.kind,
    )
    return delivery


@asked(str)
def _known(external_id: str) -> models.QuerySet[Delivery]:
    return Delivery.objects.filter(external_id=external_id)


@verb
def note_outcome(delivery: Delivery, outcome: Outcome, *, next_at: datetime | None, by: Actor = CHA) -> Delivery:
    """Note what became of one attempt: sent, to be tried again at `next_at`, or failed (`next_at` None)."""
    locked = read_locked(Delivery, delivery.pk)
    if locked.state == Delivery.State.SENT:
        return locked
    locked.attempts += 1
    locked.code, locked.said, locked.next_at = outcome.code, outcome.said[:2000], next_at
    locked.doubt, locked.provider_id = outcome.doubt, outcome.provider_id[:250] or locked.provider_id
    if outcome.sent:
        locked.state, locked.sent_at = Delivery.State.SENT, now()
    elif next_at is None:
        locked.state = Delivery.State.FAILED
    update(locked, ["attempts", "code", "said", "next_at", "doubt", "provider_id", "state", "sent_at"])
    conversation = show(locked)
    happened = {"sent": "delivery.sent", "failed": "delivery.failed"}.get(locked.state, "delivery.delayed")
    record(
        happened,
        by=by,
        on=locked,
        conversation=conversation.pk if conversation else None,
        person=conversation.person_id if conversation else None,
        message=locked.message_id,
        code=locked.code,
        attempt=locked.attempts,
    )
    return locked


def show(delivery: Delivery) -> Conversation | None:
    """Let the message and its conversation say how far it got. Returns the conversation, locked."""
    if delivery.message_id:
        update(Message(pk=delivery.message_id, delivery=delivery.state), ["delivery"])
    if not delivery.conversation_id:
        return None
    conversation = Conversation.objects.locked(delivery.conversation_id)
    conversation.change()
    return conversation


@verb
def rest(delivery: Delivery, why: str) -> None:
    """There is nothing to send through: it waits, visibly, until there is."""
    changed = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.WAITING).update(
        state=Delivery.State.UNSENT, said=why
    )
    if changed:
        delivery.refresh_from_db()
        show(delivery)
        record("delivery.rested", by=CHA, on=delivery, conversation=delivery.conversation_id)


@verb
def retry_delivery(delivery: Delivery, *, by: Acting | Actor) -> Delivery:
    """Try again now. Raises Conflict when it has arrived already."""
    locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if locked.state == Delivery.State.SENT:
        raise Conflict("It has gone out already.", code="sent_already")
    locked.state, locked.next_at, locked.made_at, locked.back = Delivery.State.WAITING, None, now(), ""
    locked.save(update_fields=["state", "next_at", "made_at", "back"])
    show(locked)
    record("delivery.retried", by=by, on=locked, conversation=locked.conversation_id)
    return locked


@verb
def drop_delivery(delivery: Delivery, *, by: Acting | Actor) -> None:
    """A member lets a failed delivery go: it no longer needs an eye."""
    changed = Delivery.objects.filter(pk=delivery.pk, state__in=["failed", "unsent"]).update(
        state=Delivery.State.DROPPED
    )
    if changed:
        delivery.refresh_from_db()
        show(delivery)
        record("delivery.dropped", by=by, on=delivery, conversation=delivery.conversation_id)
