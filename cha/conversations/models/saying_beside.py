"""What is said beside the answers: news, a heads-up, a reminder, an apology. It leaves whose turn it is as it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cha.conversations.models.conversation import Conversation
from cha.conversations.models.message import Kind, Message, first_words
from cha.core.actor import CHA, Acting, Actor
from cha.core.clock import now
from cha.core.ids import new_id
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models import Member


@verb
def say_beside(
    conversation: Conversation,
    text: str,
    *,
    by: Acting | Actor = CHA,
    author: Member | None = None,
    over: Message | None = None,
    language: str = "",
    extra: Mapping[str, object] | None = None,
    at: datetime | None = None,
) -> Message:
    """Write words to the person, in the name of Cha or of `author`; it goes out once it is released (`saying.release`).

    It takes the way that `over` took, else the conversation's. `extra` are codes that say what the words are. The
    conversation must be locked.
    """
    at = at or now()
    way = over or conversation
    message = Message(
        id=new_id(at),
        conversation=conversation,
        kind=Kind.SAID,
        author_kind="member" if author else CHA.kind,
        author_id=author.pk if author else None,
        author_name=author.name if author else "",
        at=at,
        medium=way.medium,
        channel_id=way.channel_id,
        text=text,
        language=language or conversation.language,
        delivery="held",
        extra=dict(extra or {}),
    )
    message.save(force_insert=True)
    conversation.change(
        last_at=max(at, conversation.last_at), last_words=first_words(text), last_language=message.language
    )
    record("message.said", by=by, on=message, conversation=conversation.pk, person=conversation.person_id)
    return message
