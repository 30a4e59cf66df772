"""Calibration: what was said beside what happened, over the times that were told and are known by now.

A share of nine in ten is honest when nine of ten such times held. Each way in, each hour of the day and each share
(50 to 95 of 100) is judged for itself; minutes are open time, so that a night between is no wait.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final, Literal
from zoneinfo import ZoneInfo

from cha.channels.models import Channel
from cha.core.hours import Hours, open_between
from cha.promises.models import Promise
from cha.promises.models.said import Said
from cha.promises.tracking import LEVELS

# The newest of a way in, and in all: what is looked at stays bounded at any size.
MOST: Final = 400
MOST_CHANNELS: Final = 12
ENOUGH: Final = 12
# So much beside the share that was said is still as said.
NEAR: Final = 0.04
_MINUTE: Final = timedelta(minutes=1)

Verdict = Literal["hopeful", "as_said", "better", "few"]


@dataclass(frozen=True, slots=True)
class Judged:
    """One time that was told and is known: open minutes that were said and that it took; the hour on the shop's clock.

    `sure`: for each of `LEVELS` whether it held.
    """

    said: float
    took: float
    held: bool
    share: float
    hour: int
    sure: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class WayIn:
    """A way in. said, middle, low, high: open minutes, the middle ones; from low to high lie eight in ten."""

    channel: Channel
    said: float
    low: float
    middle: float
    high: float
    n: int
    held: float
    share: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class AtHour:
    """An hour of the day: what was said and what it took, in the middle, in open minutes."""

    hour: int
    said: float
    took: float
    n: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """All of it. held, share: of all times; said_first of late promises the person heard before they were due.

    sure: share of 100, how many of 100 held, of how many. hours: of the way in that has the most, by its hour.
    """

    n: int
    held: float
    share: float
    ways: tuple[WayIn, ...]
    sure: tuple[tuple[int, int, int], ...]
    busiest: WayIn | None
    hours: tuple[AtHour, ...]
    late: int
    said_first: int


def calibration(since: datetime, until: datetime) -> Calibration:
    """What was told from `since` to `until` (aware) and is known by now. Two queries, and one for each way in."""
    channels = Channel.objects.filter(active=True).select_related("brand", "team").order_by("pk")[:MOST_CHANNELS]
    found = {channel: judged(_rows(channel.pk, since, until), channel.hours()) for channel in channels}
    found = {channel: rows for channel, rows in found.items() if rows}
    ways = tuple(_way(channel, rows) for channel, rows in found.items())
    everything = [row for rows in found.values() for row in rows]
    most = max(found, key=lambda channel: len(found[channel]), default=None)
    late, first = _late(since, until)
    return Calibration(
        n=len(everything),
        held=_share(row.held for row in everything),
        share=median(row.share for row in everything) if everything else 0.0,
        ways=ways,
        sure=sure_of(everything),
        busiest=next((way for way in ways if way.channel == most), None),
        hours=by_hour(found[most]) if most else (),
        late=late,
        said_first=first,
    )


def judged(rows: Iterable[Said], hours: Hours) -> list[Judged]:
    """The times among `rows` that are known, in open minutes of `hours`."""
    zone = ZoneInfo(hours.zone)
    return [
        Judged(
            said=open_between(hours, row.at, row.by) / _MINUTE,
            took=open_between(hours, row.at, row.came_at) / _MINUTE,
            held=row.came_at <= row.by,
            share=row.share,
            hour=row.at.astimezone(zone).hour,
            sure=tuple(row.came_at <= moment for moment in row.moments),
        )
        for row in rows
        if row.came_at
    ]


def verdict(n: int, held: float, share: float) -> Verdict:
    """Whether a way in holds as often as it says; too few times say nothing."""
    if n < ENOUGH:
        return "few"
    if held < share - NEAR:
        return "hopeful"
    return "better" if held > share + NEAR else "as_said"


def sure_of(rows: Sequence[Judged]) -> tuple[tuple[int, int, int], ...]:
    """For each share that times were kept for: how many of 100 held, and of how many."""
    kept = [row.sure for row in rows if len(row.sure) == len(LEVELS)]
    if not kept:
        return ()
    held = [round(100 * _share(one[number] for one in kept)) for number in range(len(LEVELS))]
    return tuple((round(100 * level), held[number], len(kept)) for number, level in enumerate(LEVELS))


def by_hour(rows: Sequence[Judged]) -> tuple[AtHour, ...]:
    """The hours of the day in which somebody wrote, in order, those between them left out."""
    hours: dict[int, list[Judged]] = defaultdict(list)
    for row in rows:
        hours[row.hour].append(row)
    return tuple(
        AtHour(hour, median(row.said for row in mine), median(row.took for row in mine), len(mine))
        for hour, mine in sorted(hours.items())
    )


def _way(channel: Channel, rows: Sequence[Judged]) -> WayIn:
    took = sorted(row.took for row in rows)
    held, share = _share(row.held for row in rows), median(row.share for row in rows)
    # The nearest ranks: something that happened, never a value between two.
    low, middle, high = (took[math.ceil(part * len(took)) - 1] for part in (0.1, 0.5, 0.9))
    said = median(row.said for row in rows)
    return WayIn(channel, said, low, middle, high, len(rows), held, share, verdict(len(rows), held, share))


def _share(held: Iterable[bool]) -> float:
    values = list(held)
    return sum(values) / len(values) if values else 0.0


def _rows(channel: int, since: datetime, until: datetime) -> list[Said]:
    rows = Said.objects.filter(channel=channel, step="answer", told=True, at__gte=since, at__lt=until)
    return list(rows.exclude(came_at=None).order_by("-at")[:MOST])


def _late(since: datetime, until: datetime) -> tuple[int, int]:
    """How many promises did not hold, and of how many the person heard before they were due."""
    settled = Promise.objects.filter(settled_at__gte=since, settled_at__lt=until)
    late = settled.filter(state__in=(Promise.State.BROKEN, Promise.State.MOVED)).values_list("warned_at", "by")[:5000]
    pairs = list(late)
    return len(pairs), sum(warned is not None and warned < by for warned, by in pairs)
