"""Record: one transaction that finds or makes the person, finds or opens the conversation, and hears the message."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.db.models import QuerySet

from cha.channels.base import Inbound
from cha.channels.models.also import addresses_of
from cha.channels.models.channel import Channel
from cha.channels.models.payload import Payload
from cha.channels.ours import owner
from cha.channels.pipeline.bounces import bounced
from cha.channels.pipeline.forwards import as_original, forwarded_by, keep_words_above
from cha.channels.pipeline.homecoming import come_home, comes_home
from cha.channels.pipeline.learning import learn_from
from cha.channels.pipeline.senders import Sender, others_of, sender_of, written_for
from cha.channels.pipeline.siding import record_side, side_for
from cha.channels.pipeline.threading import one_at_a_time, open_with, twin_of
from cha.channels.registry import medium_called
from cha.conversations.models import (
    Conversation,
    Heard,
    Message,
    State,
    hear,
    is_blocked,
    open_conversation,
    put_aside,
    take_part,
)
from cha.core.actor import CHA
from cha.core.ledger import record
from cha.core.prepared import read_locked, update
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.people.models import ContactPoint
from cha.people.models.contact_point import revive, verify
from cha.people.models.person import change_person
from cha.team.models import Member

HEARD_EVERY = timedelta(seconds=10)
BLOCKED = "blocked"


@verb
def record_inbound(payload: Payload, inbound: Inbound) -> Message | None:
    """Record what a payload says, once. Returns the message; None when it was recorded before, or is a bounce."""
    locked = read_locked(Payload, payload.pk)
    if locked.state == Payload.State.READ:
        return None
    came_back = bounced(inbound)
    if came_back:
        _note_read(locked, inbound, came_back.message_id, came_back.conversation_id, again=False)
        return None
    one_at_a_time(inbound)
    if comes_home(inbound):
        return come_home(locked, inbound)
    side = side_for(inbound)
    if side:
        returned, again = record_side(side, payload, inbound)
        _note_read(locked, inbound, returned.pk, returned.conversation_id, again=again)
        return None if again else returned
    twin = twin_of(inbound)
    message = twin or _hear(payload, inbound)
    _note_read(locked, inbound, message.pk, message.conversation_id, again=twin is not None)
    return None if twin else message


def _note_read(payload: Payload, inbound: Inbound, message: int | None, conversation: int | None, again: bool) -> None:
    payload.state, payload.message_id, payload.said = Payload.State.READ, message, "; ".join(inbound.problems)[:2000]
    update(payload, ["state", "message_id", "said"])
    signed = {"signed": True} if inbound.signed and not again else {}
    record("payload.read", by=CHA, on=payload, conversation=conversation, message=message, again=again, **signed)


def channel_for(medium: str, recipients: tuple[str, ...]) -> Channel | None:
    """Which of our channels it came to: by address, plus-parts left off; the oldest when none matches."""
    return _channel_among(channels_of(medium), recipients, None)


def channels_of(medium: str) -> dict[str, Channel]:
    """Our channels of a medium, by each of their addresses, oldest first."""
    return {address: channel for channel in _channels(medium) for address in addresses_of(channel)}


def _channel_among(channels: dict[str, Channel], recipients: tuple[str, ...], known: int | None) -> Channel | None:
    named = next((channel for channel in channels.values() if channel.pk == known), None) if known else None
    return named or owner(channels, recipients) or next(iter(channels.values()), None)


@asked(str)
def _channels(medium: str) -> QuerySet[Channel]:
    return Channel.objects.filter(medium=medium).select_related("brand", "team").order_by("id")


def _hear(payload: Payload, inbound: Inbound) -> Message:
    channels = channels_of(payload.medium)
    channel = _channel_among(channels, inbound.recipients, inbound.channel)
    member = forwarded_by(inbound)
    if member and inbound.original:
        message = _hear_person(payload, as_original(inbound, inbound.original, member), channel)
        keep_words_above(message.conversation, inbound, member)
    else:
        message = _hear_person(payload, written_for(inbound, channels), channel, others_of(inbound, channels))
    # Every mail of a channel would queue for its row, so that two workers were no quicker than one.
    if channel and (channel.heard_at is None or payload.received_at - channel.heard_at > HEARD_EVERY):
        Channel.objects.filter(pk=channel.pk).update(heard_at=payload.received_at)
    return message


def _hear_person(
    payload: Payload, inbound: Inbound, channel: Channel | None, others: list[tuple[str, str]] | None = None
) -> Message:
    inbound = _unless_blocked(inbound)
    sender = sender_of(inbound)
    conversation = sender.conversation or _goes_on(payload, channel, sender.point)
    if conversation:
        # What is learned changes the row of the person, and the conversation is locked before that (ARCHITECTURE.md).
        Conversation.objects.locked(conversation.pk)
    _meet_again(sender, inbound)
    conversation = conversation or _open(payload, inbound, channel, sender.point)
    learn_from(conversation, inbound)
    heard = _heard(payload, inbound, channel, others or [])
    if sender.point.person_id != conversation.person_id:
        heard.extra["writer"] = inbound.name or inbound.address
    message = hear(conversation, heard, quietly=_is_quiet(payload, inbound))
    if payload.envelope.get("history") and conversation.waiting_since is None and conversation.state == State.OURS:
        Conversation.objects.locked(conversation.pk).change(state=State.THEIRS)
    _hold(conversation, inbound, theirs=sender.point.person_id == conversation.person_id)
    _let_in(conversation, others or [])
    return message


def _meet_again(sender: Sender, inbound: Inbound) -> None:
    """What a message says of who sent it: they are behind the address, it lives, and how they are called."""
    point = sender.point
    if inbound.name and not point.person.name and not inbound.machine and inbound.authentic != "fail":
        # Who came without a name, by the chat or a bare address, says it now.
        point.person = change_person(point.person, by=point.person, name=inbound.name[:200])
    if sender.proven:
        verify(point, "answered")
    if point.dead_at and not (inbound.machine or inbound.hand):
        revive(point)


def _is_quiet(payload: Payload, inbound: Inbound) -> bool:
    """Machines, spam, and what lay in a mailbox before it was ours: recorded without a turn, and never acknowledged."""
    return bool(inbound.machine or inbound.spam or payload.envelope.get("history"))


def _let_in(conversation: Conversation, others: list[tuple[str, str]]) -> None:
    """Who was in copy takes part; a colleague as the member they are."""
    if not others:
        return
    team = {member.email: member for member in Member.objects.filter(email__in=dict(others), is_active=True)}
    for address, name in others:
        if address in team:
            take_part(conversation, by=CHA, member=team[address])
        else:
            take_part(conversation, by=CHA, address=address, name=name)


def _goes_on(payload: Payload, channel: Channel | None, point: ContactPoint) -> Conversation | None:
    """What is open between us, where all that somebody writes is one thread."""
    if channel is None or not medium_called(payload.medium).capabilities.one_thread:
        return None
    return open_with(point, channel.pk)


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
        topic=inbound.topic,
        at=payload.received_at,
    )


def _heard(payload: Payload, inbound: Inbound, channel: Channel | None, others: list[tuple[str, str]]) -> Heard:
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
        extra=_marks(inbound, others),
    )


def _marks(inbound: Inbound, others: list[tuple[str, str]]) -> dict[str, object]:
    """What goes with the message: what it is, who vouches for it, where answers are wanted, who else has it."""
    told = {
        "machine": inbound.machine,
        "authentic": inbound.authentic,
        "reply_to": inbound.reply_to if inbound.reply_to != inbound.address else "",
        "others": others,
        "hand": inbound.hand,
    }
    return {**inbound.marks, **{name: value for name, value in told.items() if value}}


def _unless_blocked(inbound: Inbound) -> Inbound:
    """The same, or, from a sender who is blocked, one that is treated as a machine's."""
    if inbound.machine or not is_blocked(inbound.address):
        return inbound
    return replace(inbound, machine=BLOCKED, machine_words="The sender is blocked.")


def _hold(conversation: Conversation, inbound: Inbound, *, theirs: bool) -> None:
    """Machines and marked spam that open a conversation are held aside, visibly; nobody is acknowledged.

    Who is blocked is held aside in a conversation of `theirs` that was open before, too.
    """
    reason = inbound.machine or ("spam" if inbound.spam else "")
    if reason and (conversation.heard_count <= 1 or (reason == BLOCKED and theirs)):
        put_aside(conversation, reason, by=CHA, words=inbound.machine_words or "Marked as spam by the mail server.")
