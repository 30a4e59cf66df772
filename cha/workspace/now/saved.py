"""Saved replies with their blanks filled."""

from __future__ import annotations

from dataclasses import dataclass

from cha.conversations.models import Conversation, SavedReply
from cha.core.ids import decode, encode
from cha.team.models import Member

MOST = 200


@dataclass(frozen=True, slots=True)
class Filled:
    """A saved reply as it would stand in the text."""

    id: str
    name: str
    text: str
    language: str


def replies_for(conversation: Conversation, member: Member) -> list[Filled]:
    """All saved replies, those in the person's language first."""
    rows = list(SavedReply.objects.all()[:MOST])
    rows.sort(key=lambda row: (row.language not in ("", conversation.language), row.name.lower()))
    return [Filled(encode(row.pk), row.name, fill(row.text, conversation, member), row.language) for row in rows]


def fill(text: str, conversation: Conversation, member: Member) -> str:
    """The text with `{first_name}` and `{me}` filled in; other braces stay as they are."""
    name = conversation.person.first_name if conversation.person.name else ""
    return text.replace("{first_name}", name).replace("{me}", member.first_name)


def filled_reply(name: str, conversation: Conversation, member: Member) -> str:
    """The words of one saved reply by its public id; "" when there is none."""
    try:
        row = SavedReply.objects.filter(pk=decode(name)).first() if name else None
    except ValueError:
        return ""
    return fill(row.text, conversation, member) if row else ""
