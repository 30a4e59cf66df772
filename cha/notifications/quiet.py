"""When something may reach a member, and when what waits comes together. Pure: choices and a clock in, moments out.

All moments are aware; those that come back are UTC. Times of the day are minutes of the wall clock of `zone`.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from cha.core.hours import Hours, next_opening

_CLOCK: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\Z")
FRIDAY: Final = 4
_DAY: Final = timedelta(days=1)


def clock_time(said: str) -> time | None:
    """ "08:30" as a time; None for what is none."""
    found = _CLOCK.match(said.strip())
    return time(int(found[1]), int(found[2])) if found else None


def daily_from(starts: time, ends: time, zone: str, at: datetime) -> datetime:
    """The first moment from `at` on that lies between two times of every day; over midnight when `ends` is earlier."""
    local = at.astimezone(ZoneInfo(zone))
    clock = local.time()
    inside = starts <= clock < ends if starts < ends else clock >= starts or clock < ends
    if inside or starts == ends:
        return at.astimezone(UTC)
    day = local.date() if clock < starts else local.date() + _DAY
    return datetime.combine(day, starts, local.tzinfo).astimezone(UTC)


def opens_for(at: datetime, *, own: tuple[time, time] | None, zone: str, hours: Hours | None) -> datetime:
    """From when on a member may be reached: within their own times of the day, else while the shop is open.

    A shop that does not open within a year holds nothing back.
    """
    if own:
        return daily_from(own[0], own[1], zone, at)
    return (next_opening(hours, at) if hours else None) or at.astimezone(UTC)


def next_gathering(at: datetime, *, weekly: bool, said_at: time, zone: str) -> datetime:
    """The next moment, after `at`, at which gathered things go out: each day at a time, or on Fridays."""
    local = at.astimezone(ZoneInfo(zone))
    for days in range(9):
        day = local.date() + timedelta(days=days)
        moment = datetime.combine(day, said_at, local.tzinfo).astimezone(UTC)
        if moment > at and (not weekly or day.weekday() == FRIDAY):
            return moment
    raise AssertionError("a week has a Friday")
