"""Vouching: a signature that no believed server has checked is checked here, after the message was acknowledged."""

from __future__ import annotations

from cha.channels.models.payload import Payload
from cha.channels.registry import medium_called
from cha.conversations.models import Conversation, Message
from cha.core.actor import CHA
from cha.core.ledger import Event, record
from cha.core.tasks import task
from cha.core.verbs import verb


def is_signed(event: Event) -> bool:
    """Whether what was read bears a signature of its sender's house that nobody has checked."""
    return bool(event.facts.get("signed"))


@task("channels.vouch", lane="net", rank=7, tries=3)
def vouch(payload_id: int) -> None:
    """Check one payload's signature, and say so on its message where it holds. Where it does not, nothing is known."""
    payload = Payload.objects.filter(pk=payload_id).exclude(message_id=None).first()
    message = Message.objects.filter(pk=payload.message_id or 0).first() if payload else None
    if payload is None or message is None or message.extra.get("authentic"):
        return
    if medium_called(payload.medium).vouches(payload, message.address):
        note_vouched(message)


@verb
def note_vouched(message: Message) -> None:
    """The sender's own house signed it: nobody else wrote this. Twice is once."""
    conversation = Conversation.objects.locked(message.conversation_id)
    row = Message.objects.select_for_update().get(pk=message.pk)
    if row.extra.get("authentic"):
        return
    row.extra["authentic"] = "pass"
    row.save(update_fields=["extra"])
    conversation.change()
    record("message.vouched", by=CHA, on=row, conversation=conversation.pk, person=conversation.person_id)
