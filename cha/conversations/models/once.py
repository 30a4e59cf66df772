"""The same form sent twice, by a double click or a browser that tries again, says one thing."""

from __future__ import annotations

from django.db.models import QuerySet

from cha.conversations.models.message import Message
from cha.team.models import Member


def said_before(among: QuerySet[Message], text: str, *, by: Member, kind: str, once: str) -> Message | None:
    """The message that this form (`once` names it) made when it was sent before. What they hang on must be locked.

    Other words under the same name are another message: a page may be kept open and written in again.
    """
    if not once:
        return None
    same = among.filter(kind=kind, author_id=by.pk, text=text.strip())
    return next((message for message in same.order_by("-pk")[:5] if message.extra.get("once") == once), None)
