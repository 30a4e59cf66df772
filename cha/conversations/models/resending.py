"""Resending: what a member said goes once more, in the same words, to the same or another address."""

from __future__ import annotations

from cha.conversations.models.attachment import Attachment
from cha.conversations.models.message import Kind, Message
from cha.conversations.models.saying import say
from cha.core.errors import Invalid, NotFound
from cha.core.verbs import verb
from cha.team.models import Member


@verb
def resend(message: Message, *, by: Member, to: str = "", once: str = "") -> Message:
    """Say the same again, with its files, as a message of its own; without copies, who have it already.

    Raises NotFound for what no member said, Invalid while it has not gone yet.
    """
    if message.kind != Kind.SAID:
        raise NotFound("Only what a member said can be sent again.")
    if message.delivery == "held":
        raise Invalid("It has not gone yet. Change it first, where it waits.", field="to")
    files = [_copy(row) for row in message.attachments.filter(inline=False)]
    return say(message.conversation, message.text, by=by, to=to, attachment_ids=files, again_of=message, once=once)


def _copy(row: Attachment) -> int:
    copy = Attachment(name=row.name, content_type=row.content_type, size=row.size, digest=row.digest)
    copy.save(force_insert=True)
    return copy.pk
