"""How long somebody who sits there and waits will wait: an honest guess in minutes, and how many are before them.

    left = share-quantile of (wait - waited) over the waits lately that were longer than `waited`, × queue
    queue = (before + 1) / (usual + 1), never below 1 and never above MOST_STRETCH

Who has waited for ten minutes is told what those waited still who had waited for ten minutes. Where nobody lately
waited so long, or too few were answered to tell, nothing is said.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from cha.channels.models import Channel
from cha.conversations.models import Conversation, State
from cha.core.hours import is_open, open_between
from cha.core.queries import asked
from cha.promises.waiting import ENOUGH, MOST_STRETCH, USUAL, quantile, waiting_on

SHARE: Final = 0.6
MOST_COUNTED: Final = 99
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Soon:
    """minutes: until a person answers, rounded up, in open time; None while nobody knows. before: who is first."""

    minutes: int | None
    before: int


def left(lately: Sequence[timedelta], waited: timedelta, before: int, usual: int = USUAL) -> int | None:
    """The minutes until a person answers who has `waited` already; None while nobody knows."""
    if len(lately) < ENOUGH:
        return None
    longer = sorted(wait - waited for wait in lately if wait > waited)
    if not longer:
        return None
    stretch = min(max((before + 1) / (usual + 1), 1.0), MOST_STRETCH)
    minutes = math.ceil(quantile(longer, SHARE) * stretch / _MINUTE)
    return minutes if minutes <= 20 else -(-minutes // 5) * 5


def soon(conversation: Conversation, channel: Channel, at: datetime) -> Soon | None:
    """What somebody is told who waits in the chat; None when it is not our turn."""
    if conversation.state != State.OURS or conversation.waiting_since is None:
        return None
    before = len(_before(channel.pk, conversation.care_at, conversation.pk)) if conversation.care_at else 0
    return soon_at(channel, conversation.waiting_since, before, at)


def soon_at(channel: Channel, since: datetime, before: int, at: datetime) -> Soon:
    """The same for a place in the queue, of somebody who waits `since` then."""
    hours, waits = channel.hours(), waiting_on(channel)
    if not is_open(hours, at):
        return Soon(None, before)
    return Soon(left(waits.lately, open_between(hours, since, at), before, waits.usual), before)


def soon_on(channel: Channel, at: datetime) -> Soon:
    """What somebody is told who has not written yet."""
    waits = waiting_on(channel)
    before = min(waits.now, MOST_COUNTED)
    known = is_open(channel.hours(), at)
    return Soon(left(waits.lately, timedelta(), before, waits.usual) if known else None, before)


@asked(int)
def queue_of(channel: int) -> QuerySet[Conversation, tuple[int, datetime | None]]:
    """Who waits on a channel, in care order: the conversation and since when. The first `MOST_COUNTED`."""
    waiting = Conversation.objects.waiting().filter(channel_id=channel, care_at__isnull=False)
    return waiting.order_by("care_at", "id").values_list("pk", "waiting_since")[:MOST_COUNTED]


@asked(int, datetime, int)
def _before(channel: int, care_at: datetime, pk: int) -> QuerySet[Conversation, int]:
    same = Q(care_at=care_at, pk__lt=pk)
    first = Conversation.objects.waiting().filter(Q(care_at__lt=care_at) | same, channel_id=channel)
    return first.values_list("pk", flat=True)[:MOST_COUNTED]
