"""How long people waited lately on a channel, and how many wait now: for who sits there and waits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cha.channels.models import Channel
from cha.conversations.models import Conversation
from cha.core import clock
from cha.core.hours import open_between

USUAL: Final = 4
ENOUGH: Final = 8
MOST_STRETCH: Final = 4.0
SAMPLES = 40
MOST_COUNTED = 500
FRESH = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Waiting:
    """`lately`: open time from first word to first human answer, newest first. `now`: how many wait, capped.

    `usual`: how many waited at the moments those were answered, as far as can be told: half a day's worth of them.
    """

    lately: tuple[timedelta, ...]
    now: int
    usual: int


_kept: dict[int, tuple[datetime, Waiting]] = {}


def waiting_on(channel: Channel) -> Waiting:
    """What is known of a channel's waits; kept for twenty seconds, because every acknowledgement asks."""
    at, kept = clock.now(), _kept.get(channel.pk)
    if kept and abs(at - kept[0]) < FRESH:
        return kept[1]
    hours = channel.hours()
    answered = Conversation.objects.filter(channel_id=channel.pk, first_answer_at__isnull=False).order_by("-id")
    spans = list(answered.values_list("opened_at", "first_answer_at")[:SAMPLES])
    lately = tuple(open_between(hours, opened, first) for opened, first in spans if first)
    now = len(Conversation.objects.waiting().filter(channel_id=channel.pk).values_list("id")[:MOST_COUNTED])
    _kept[channel.pk] = (at, Waiting(lately, now, _usual([opened for opened, _ in spans])))
    return _kept[channel.pk][1]


def quantile(waits: Sequence[timedelta], share: float) -> timedelta:
    """The nearest-rank quantile of `waits`, which are sorted and not empty: a wait that `share` of them do not pass."""
    rank = math.ceil(share * len(waits) - 1e-9)
    return waits[min(max(rank, 1), len(waits)) - 1]


def _usual(opened: list[datetime]) -> int:
    """What half an ordinary day brings, from how close together the samples lie; at least `USUAL`."""
    if len(opened) < 2:
        return USUAL
    days = max((opened[0] - opened[-1]) / timedelta(days=1), 0.25)
    return max(USUAL, round(len(opened) / days / 2))
