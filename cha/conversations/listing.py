"""Listing: the conversations that a filter means to a member: its clauses, its words, and only what they may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import Final

from cha.conversations.access import visible_to
from cha.conversations.filters import Filter, condition, know
from cha.conversations.models.conversation import ConversationQuerySet, State
from cha.conversations.models.message import Message
from cha.conversations.models.putting_aside import LYING
from cha.conversations.search.indexing import MESSAGES
from cha.conversations.search.walking import matching
from cha.team.models import Member

Channels = Mapping[str, Sequence[int]]
ENOUGH: Final = 2000
PUT_AWAY: Final = frozenset({"aside", "trash"})


def listed(wanted: Filter, *, by: Member, at: datetime, channels: Channels | None = None) -> ConversationQuerySet:
    """What `by` may see of it; what lies aside or in the trash only where the filter asks for it. No order.

    `at` is aware, in the zone whose days are meant. Words are looked for in the newest 2,000 messages that have them.
    """
    rows = visible_to(by)
    if not _asks_for_lying(wanted):
        rows = rows.exclude(state__in=LYING)
    if wanted.clauses:
        rows = rows.filter(condition(wanted, by=by, at=at, known=know(wanted, by=by, channels=channels)))
    if wanted.words.strip():
        ids = list(islice(chain.from_iterable(one.ids for one in matching(MESSAGES, wanted.words)), ENOUGH))
        rows = rows.filter(pk__in=Message.objects.filter(pk__in=ids).values("conversation_id"))
    return rows


def _asks_for_lying(wanted: Filter) -> bool:
    return any(PUT_AWAY & set(clause.values) and not clause.negated for clause in wanted.of("is"))


def settled(wanted: Filter) -> bool:
    """Whether all of it lies in one state that waits for nobody: then it is newest first, whoever asks."""
    states = {value for clause in wanted.of("is") if not clause.negated for value in clause.values}
    return bool(states) and states <= {"right", "confirmed", "aside", "trash", State.THEIRS.value}
