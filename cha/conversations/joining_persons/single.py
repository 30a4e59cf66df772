"""Single messages: what was heard goes one way with what was said to it, and the rest of the conversation another."""

from __future__ import annotations

from collections.abc import Collection

from cha.conversations.access import visible_to
from cha.conversations.models.conversation import Conversation
from cha.conversations.models.message import Kind, Message
from cha.conversations.models.splitting import Split, split
from cha.core.actor import CHA, Acting, Actor
from cha.team.models import Member

ALONG = (Kind.SAID, Kind.ACKNOWLEDGED, Kind.NOTE)


def split_off(conversation: Conversation, heard: Collection[int], by: Acting | Actor) -> Split | None:
    """Let these heard messages, with what was said to each, be a conversation of their own; None when these are all."""
    rows = list(Message.objects.filter(conversation=conversation).order_by("pk").values_list("pk", "kind"))
    if all(pk in heard for pk, kind in rows if kind == Kind.HEARD):
        return None
    return split(conversation, _with_answers(rows, heard), by=who_for(conversation, by))


def who_for(conversation: Conversation, by: Acting | Actor) -> Acting | Actor:
    """Who acts on a conversation that comes along: `by`, or Cha where it does not exist for them."""
    seen = not isinstance(by, Member) or visible_to(by).filter(pk=conversation.pk).exists()
    return by if seen else CHA


def _with_answers(rows: list[tuple[int, str]], heard: Collection[int]) -> list[int]:
    found, along = [], False
    for pk, kind in rows:
        if kind == Kind.HEARD:
            along = pk in heard
        if along and (kind == Kind.HEARD or kind in ALONG):
            found.append(pk)
    return found
