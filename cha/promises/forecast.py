"""An honest first estimate of when a human being answers, in open hours.

    wait = max(FLOOR, share-quantile of the waits lately × queue)
    queue = (waiting + 1) / (usual + 1), never below 1 and never above MOST_STRETCH

The quantile is the nearest rank: of twenty waits at nine in ten, the eighteenth shortest. It is something that
happened, never a value between two. With fewer than `ENOUGH` waits the channel's stated target stands in, unstretched.
A queue longer than usual lengthens the estimate in proportion; a shorter one does not shorten it, because the quantile
already holds the good days. `by` is rounded up to what a person would say.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from cha.core.hours import Hours, add
from cha.language.times import promise_rounded

FLOOR: Final = timedelta(minutes=15)
ENOUGH: Final = 8
USUAL: Final = 4
MOST_STRETCH: Final = 4.0

RestsOn = Literal["lately", "target"]
Reason = Literal["lately", "queue", "floor", "few", "never_open"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """by: the moment to promise, UTC, rounded up. wait: open time until then, before rounding. n: waits it rests on.

    reason: what decided: "lately" the waits, "queue" their stretching, "floor" the least that is ever promised, "few"
    the target for want of waits, "never_open" a place without opening hours, counted by the clock instead.
    """

    by: datetime
    wait: timedelta
    rests_on: RestsOn
    n: int
    reason: Reason


def estimate(
    now: datetime,
    hours: Hours,
    lately: Sequence[timedelta],
    waiting: int,
    share: float = 0.9,
    target: timedelta = timedelta(hours=4),
    usual: int = USUAL,
) -> Estimate:
    """When a human being will have answered whoever writes now.

    lately: open time until the first human answer, of conversations of the last weeks, in any order. waiting: how many
    wait on us already; usual: how many do on an ordinary day. target: open time, what the channel states. share: of all
    persons, how many the estimate should hold for (above 0, at most 1).
    """
    wait, rests_on, reason = _wait(sorted(lately), waiting, share, target, usual)
    opened = add(hours, now, wait)
    by = promise_rounded(opened or now + wait, now=now, zone=hours.zone)
    return Estimate(by, wait, rests_on, len(lately), reason if opened else "never_open")


def quantile(waits: Sequence[timedelta], share: float) -> timedelta:
    """The nearest-rank quantile of `waits`, which are sorted and not empty: a wait that `share` of them do not pass."""
    rank = math.ceil(share * len(waits) - 1e-9)
    return waits[min(max(rank, 1), len(waits)) - 1]


def _wait(
    waits: Sequence[timedelta], waiting: int, share: float, target: timedelta, usual: int
) -> tuple[timedelta, RestsOn, Reason]:
    if len(waits) < ENOUGH:
        return (target, "target", "few") if target >= FLOOR else (FLOOR, "target", "floor")
    stretch = min(max((waiting + 1) / (usual + 1), 1.0), MOST_STRETCH)
    wait = quantile(waits, share) * stretch
    if wait < FLOOR:
        return FLOOR, "lately", "floor"
    return wait, "lately", "queue" if stretch > 1 else "lately"
