"""Noting: a word among members, never shown to the person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from cha.conversations.access import must_see
from cha.conversations.models.conversation import Conversation
from cha.conversations.models.drafting import Draft
from cha.conversations.models.erasing import forget_words
from cha.conversations.models.mentioning import let_in
from cha.conversations.models.message import Kind, Message
from cha.conversations.models.once import said_before
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.errors import Invalid, NotFound
from cha.core.ids import new_id
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models import Member


@verb
def note(
    conversation: Conversation,
    text: str,
    *,
    by: Member,
    at: datetime | None = None,
    once: str = "",
    mentions: Sequence[int] = (),
    codes: Mapping[str, object] | None = None,
) -> Message:
    """Write a note; the same from the same form (`once`) once. Everybody who sees the conversation may.

    `mentions` are the ids of members it names: they may see the conversation from then on. `codes` say what the words
    answer. Raises Invalid when it is empty.
    """
    locked = must_see(conversation, by)
    if not text.strip():
        raise Invalid("The note is empty.", field="body")
    before = said_before(locked.messages.all(), text, by=by, kind=Kind.NOTE, once=once)
    if before:
        return before
    at = at or now()
    named = let_in(locked, mentions, by=by) if mentions else []
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
        extra={**({"once": once} if once else {}), **({"mentions": named} if named else {}), **(codes or {})},
    )
    message.save(force_insert=True)
    locked.change()
    Draft.objects.filter(conversation=locked, member=by, kind="note").delete()
    record("note.written", by=by, on=message, conversation=locked.pk, person=locked.person_id)
    conversation.refresh_from_db()
    return message


@verb
def note_by_mail(conversation: Conversation, text: str, *, name: str, at: datetime | None = None) -> Message:
    """Keep words that came by mail for members only, under the `name` that the mail bears: nobody vouches for it."""
    locked = Conversation.objects.locked(conversation.pk)
    at = at or now()
    message = Message(
        id=new_id(at),
        conversation=locked,
        kind=Kind.NOTE,
        author_kind="cha",
        author_name=name[:200],
        at=at,
        text=text.strip(),
        extra={"by_mail": True},
    )
    message.save(force_insert=True)
    locked.change()
    record("note.written", by=CHA, on=message, conversation=locked.pk, person=locked.person_id)
    return message


@verb
def take_note_back(message: Message, *, by: Member) -> None:
    """A note of one's own that was not meant goes, with what it is found by. Raises NotFound for another's."""
    locked = must_see(message.conversation, by)
    row = Message.objects.filter(pk=message.pk, conversation=locked, kind=Kind.NOTE, author_id=by.pk).first()
    if row is None:
        raise NotFound("There is no such note of yours.")
    record("note.taken_back", by=by, on=row, conversation=locked.pk, person=locked.person_id)
    forget_words([row.pk])
    row.delete()
    locked.change()
