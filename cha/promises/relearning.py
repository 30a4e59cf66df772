"""Learning again from what an install went through: its conversations of the last weeks, each moment in order.

What was opened, answered and put right is replayed through the forecast's own estimator, which judges what it would
have told. Shifts are those that are planned now. Reads at most `MOST` conversations of a channel.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Max, Q

from cha.channels.models import Channel
from cha.conversations.models import Conversation
from cha.core.hours import open_between
from cha.core.verbs import verb
from cha.promises.expecting import AHEAD, forget_kept, stints_of
from cha.promises.forecast import Basis, Known, Step, estimate
from cha.promises.learning import came, learn, told
from cha.promises.load import Load, Stint
from cha.promises.models.wait_stat import WaitStat, keep_known
from cha.promises.tracking import Course

MOST: Final = 20_000
WEEKS: Final = timedelta(weeks=12)
_MINUTE: Final = timedelta(minutes=1)
_STEPS: Final[tuple[Step, ...]] = ("answer", "put_right")


@verb
def relearn(channel: Channel, at: datetime) -> int:
    """Put what is replayed in place of what was learned of a channel. Returns from how many waits; twice is once."""
    WaitStat.objects.filter(channel=channel.pk).delete()
    waits = 0
    for step in _STEPS:
        known = Known(Course())
        waits += _replay(channel, step, known, at)
        keep_known(step, channel.pk, known, at)
    forget_kept()
    return waits


def _replay(channel: Channel, step: Step, known: Known, at: datetime) -> int:
    hours, waiting, plans = channel.hours(), 0, dict[object, tuple[Stint, ...]]()
    ends: list[tuple[datetime, int, datetime, Basis, tuple[datetime, ...]]] = []
    count = 0

    def until(moment: datetime) -> None:
        nonlocal waiting, count
        while ends and ends[0][0] <= moment:
            came_at, _, since, basis, bars = heapq.heappop(ends)
            waiting, count = waiting - 1, count + 1
            if bars:
                known.course.judge(came(bars, 0, came_at))
            learn(known, basis, open_between(hours, since, came_at) / _MINUTE, came_at)

    for number, (opened, came_at, topic) in enumerate(_lived(channel, step, at)):
        until(opened)
        day = opened.date()
        if day not in plans:
            start = datetime.combine(day, datetime.min.time(), opened.tzinfo)
            plans[day] = stints_of(channel, hours, start, None, start + min(AHEAD, timedelta(days=4)))
        said = estimate(opened, hours, known, Load(waiting, plans[day]), step=step, topic=topic)
        heapq.heappush(ends, (came_at, number, opened, said.basis, told(opened, hours, said).bars))
        waiting += 1
    until(at)
    return count


def _lived(channel: Channel, step: Step, at: datetime) -> Iterator[tuple[datetime, datetime, str]]:
    """When they were opened, when it came, and about what; oldest first."""
    rows = Conversation.objects.filter(channel_id=channel.pk, opened_at__gte=at - WEEKS)
    if step == "answer":
        rows = rows.filter(first_answer_at__isnull=False)
        found = rows.order_by("-id").values_list("opened_at", "first_answer_at", "topic")[:MOST]
    else:
        right = rows.annotate(right_at=Max("put_rights__at", filter=Q(put_rights__undone_at=None)))
        right = right.filter(right_at__isnull=False)
        found = right.order_by("-id").values_list("opened_at", "right_at", "topic")[:MOST]
    return ((opened, came_at, topic) for opened, came_at, topic in sorted(found) if came_at and came_at >= opened)
