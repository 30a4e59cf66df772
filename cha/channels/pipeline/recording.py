"""Record: one transaction that finds or makes the person, finds or opens the conversation, and hears the message."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet

from cha.channels.base import Inbound
from cha.channels.models.channel import Channel
from cha.channels.models.payload import Payload
from cha.channels.pipeline.threading import conversation_for, one_at_a_time, twin_of
from cha.conversations.models import Conversation, Heard, Message, hear, open_conversation, put_aside, take_part
from cha.core.actor import CHA
from cha.core.ledger import record
from cha.core.prepared import read_locked, update
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.people.models import ContactPoint
from cha.people.models.contact_point import meet, verify

HEARD_EVERY = timedelta(seconds=10)
NOBODY = "nobody@unknown.invalid"


@verb
def record_inbound(payload: Payload, inbound: Inbound) -> Message | None:
    """Record what a payload says, once. Returns the message; None when it was recorded before."""
    locked = read_locked(Payload, payload.pk)
    if locked.state == Payload.State.READ:
        return None
    channel = channel_for(payload.medium, inbound.recipients)
    one_at_a_time(inbound)
    twin = twin_of(inbound)
    message = twin or _hear(payload, inbound, channel)
    locked.state, locked.message_id, locked.said = Payload.State.READ, message.pk, "; ".join(inbound.problems)[:2000]
    update(locked, ["state", "message_id", "said"])
    # Every mail of a channel would queue for its row, so that two workers were no quicker than one.
    if channel and (channel.heard_at is None or payload.received_at - channel.heard_at > HEARD_EVERY):
        Channel.objects.filter(pk=channel.pk).update(heard_at=payload.received_at)
    record(
        "payload.read",
        by=CHA,
        on=locked,
        conversation=message.conversation_id,
        message=message.pk,
        again=twin is not None,
    )
    return None if twin else message


def channel_for(medium: str, recipients: tuple[str, ...]) -> Channel | None:
    """Which of our channels it came to: by address, plus-parts left off; the only one when none matches."""
    channels = {channel.address: channel for channel in _channels(medium)}
    for address in recipients:
        local, _, domain = address.lower().rpartition("@")
        for form in (f"{local}@{domain}", f"{local.split('+')[0]}@{domain}"):
            if form in channels:
                return channels[form]
    return next(iter(channels.values()), None)


@asked(str)
def _channels(medium: str) -> QuerySet[Channel]:
    return Channel.objects.filter(medium=medium).select_related("brand")


def _hear(payload: Payload, inbound: Inbound, channel: Channel | None) -> Message:
    point = meet(
        inbound.point_kind or ContactPoint.Kind.EMAIL,
        inbound.address or NOBODY,
        name=inbound.name,
        language=inbound.language if inbound.language_sure else "",
    )
    conversation, proven = conversation_for(inbound, point)
    if proven:
        verify(point, "answered")
    if conversation is None:
        conversation = _open(payload, inbound, channel, point)
    message = hear(conversation, _heard(payload, inbound, channel), quietly=bool(inbound.machine or inbound.spam))
    _hold(conversation, inbound)
    for address, name in inbound.copies:
        take_part(conversation, by=CHA, address=address, name=name)
    return message


def _open(payload: Payload, inbound: Inbound, channel: Channel | None, point: ContactPoint) -> Conversation:
    return open_conversation(
        point.person,
        by=point.person,
        subject=inbound.subject,
        medium=payload.medium,
        channel_id=channel.pk if channel else None,
        brand_id=channel.brand_id if channel else None,
        team_id=channel.team_id if channel else None,
        language=inbound.language or point.person.language,
        at=payload.received_at,
    )


def _heard(payload: Payload, inbound: Inbound, channel: Channel | None) -> Heard:
    return Heard(
        text=inbound.text,
        medium=payload.medium,
        channel_id=channel.pk if channel else None,
        address=inbound.address,
        author_name=inbound.name,
        external_id=inbound.external_id,
        subject=inbound.subject,
        html=inbound.html,
        quoted=inbound.quoted,
        language=inbound.language,
        at=payload.received_at,
        sent_at=inbound.sent_at,
        payload_id=payload.pk,
        files=inbound.files,
        extra={"machine": inbound.machine} if inbound.machine else {},
    )


def _hold(conversation: Conversation, inbound: Inbound) -> None:
    """Machines and marked spam that open a conversation are held aside, visibly; nobody is acknowledged."""
    reason = inbound.machine or ("spam" if inbound.spam else "")
    if reason and conversation.heard_count <= 1:
        put_aside(conversation, reason, by=CHA, words=inbound.machine_words or "Marked as spam by the mail server.")
