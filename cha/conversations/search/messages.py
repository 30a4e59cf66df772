"""Finding what was said: newest first, only what the member may see."""

from __future__ import annotations

from itertools import chain, islice

from cha.conversations.access import sees_all, visible_to
from cha.conversations.models.message import Message
from cha.conversations.search.indexing import MESSAGES
from cha.conversations.search.walking import matching
from cha.team.models import Member


def find_messages(query: str, *, by: Member, limit: int = 50) -> list[Message]:
    """Messages with all these words that `by` may see, newest first; each with its conversation and person.

    Of the newest 2,000 with the words. A query without a word finds nothing.
    """
    hits = list(islice(chain.from_iterable(one.ids for one in matching(MESSAGES, query)), 2000))
    rows = Message.objects.filter(pk__in=hits).select_related("conversation__person").order_by("-pk")
    if not sees_all(by):
        rows = rows.filter(conversation__in=visible_to(by))
    return list(rows[:limit])
