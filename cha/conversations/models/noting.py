"""Noting: a word among members, never shown to the person."""

from __future__ import annotations

from datetime import datetime

from cha.conversations.access import must_see
from cha.conversations.models.conversation import Conversation
from cha.conversations.models.drafting import Draft
from cha.conversations.models.message import Kind, Message
from cha.conversations.models.once import said_before
from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.ids import new_id
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models import Member


@verb
def note(conversation: Conversation, text: str, *, by: Member, at: datetime | None = None, once: str = "") -> Message:
    """Write a note; the same from the same form (`once`) once. Everybody who sees the conversation may.

    Raises Invalid when it is empty.
    """
    locked = must_see(conversation, by)
    if not text.strip():
        raise Invalid("The note is empty.", field="body")
    before = said_before(locked.messages.all(), text, by=by, kind=Kind.NOTE, once=once)
    if before:
        return before
    at = at or now()
    message = Message(
        id=new_id(at),
        conversation=locked,
        kind=Kind.NOTE,
        author_kind="member",
        author_id=by.pk,
        author_name=by.name,
        at=at,
        text=text.strip(),
        language=by.language,
        extra={"once": once} if once else {},
    )
    message.save(force_insert=True)
    locked.change()
    Draft.objects.filter(conversation=locked, member=by, kind="note").delete()
    record("note.written", by=by, on=message, conversation=locked.pk, person=locked.person_id)
    conversation.refresh_from_db()
    return message
