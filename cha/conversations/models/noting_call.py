"""Noting a call: "I rang them", with whether they were reached and what was said, for the members to read."""

from __future__ import annotations

from cha.conversations.access import must_answer
from cha.conversations.models.conversation import Conversation
from cha.conversations.models.message import Message
from cha.conversations.models.noting import note
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models import Member


@verb
def note_call(conversation: Conversation, text: str, *, by: Member, reached: bool = True, once: str = "") -> Message:
    """Write down that `by` rang the person. A call that was promised is kept by it where they were reached.

    The same words from the same form (`once`) are noted once. Raises Invalid when `text` is empty, Refused and NotFound
    as `must_answer` does.
    """
    locked = must_answer(conversation, by)
    known = set(locked.messages.filter(kind="note", extra__call__isnull=False).values_list("pk", flat=True))
    message = note(locked, text, by=by, once=once)
    if message.pk in known:
        return message
    message.extra = {**message.extra, "call": "reached" if reached else "missed"}
    message.save(update_fields=["extra"])
    record("call.noted", by=by, on=message, conversation=locked.pk, person=locked.person_id, reached=reached)
    conversation.refresh_from_db()
    return message
