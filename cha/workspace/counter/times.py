"""The times that are offered at the counter: while somebody is there to keep them. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from cha.core.hours import Hours, closes_at, next_opening

OFFERED: Final = 3
# Nobody promises what is due sooner, and what is promised for the evening is done before the door shuts.
SOONEST: Final = timedelta(minutes=45)
BEFORE_CLOSING: Final = timedelta(minutes=30)
AFTER_OPENING: Final = timedelta(hours=1)
MORNING: Final = time(10)
EVENING: Final = time(17, 30)


def offered(hours: Hours, at: datetime) -> list[datetime]:
    """Moments (UTC) to promise something by: at the end of today, and on the mornings of the next days that are open.

    Whole hours on the clock of the place; nothing for one that never opens.
    """
    closing = _last_closing(hours, at)
    found = [_down(closing - BEFORE_CLOSING, hours.zone)] if closing else []
    found = [moment for moment in found if moment - at >= SOONEST]
    day = _clock(at, hours.zone, time(), days=1)
    while len(found) < OFFERED:
        opening = next_opening(hours, day)
        if opening is None:
            break
        found.append(max(_up(opening + AFTER_OPENING, hours.zone), _clock(opening, hours.zone, MORNING)))
        day = _clock(opening, hours.zone, time(), days=1)
    return found


def _last_closing(hours: Hours, at: datetime) -> datetime | None:
    """When the place shuts for today; None when it does not open any more today."""
    zone, last, moment = ZoneInfo(hours.zone), None, at
    while True:
        opening = next_opening(hours, moment)
        if opening is None or opening.astimezone(zone).date() != at.astimezone(zone).date():
            return last
        closing = closes_at(hours, opening)
        if closing is None:
            return _clock(at, hours.zone, EVENING)
        last = moment = closing


def _clock(at: datetime, zone: str, clock: time, days: int = 0) -> datetime:
    """A time of the day of `at`, or of a later day, in UTC."""
    day = at.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)


def _down(moment: datetime, zone: str) -> datetime:
    local = moment.astimezone(ZoneInfo(zone))
    return moment - timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)


def _up(moment: datetime, zone: str) -> datetime:
    whole = _down(moment, zone)
    return whole if whole == moment else whole + timedelta(hours=1)
