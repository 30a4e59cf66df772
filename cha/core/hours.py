"""Business time: when a place is open, and how long something takes when only open time counts.

Pure: hours and moments in, moments out. Moments are aware and come back in UTC; ranges are on the wall clock of the
zone, so an hour that the clocks skip is not there and an hour that they repeat counts twice. A wall-clock time inside
a skipped hour means the moment of the jump.

A range may cross midnight ("22:00-02:00") and then belongs to the day on which it begins: a holiday takes away what
begins on it, not the small hours left from the evening before. "00:00-24:00" is the whole day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from itertools import pairwise
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.utils.translation import gettext as _

from cha.core.errors import Invalid

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BOUND_DAYS: Final = 366
_DAY: Final = 24 * 60
_RANGE: Final = re.compile(r"(\d{1,2})[:.h]?(\d{2})?\s*(?:-|–|—|to|until)\s*(\d{1,2})[:.h]?(\d{2})?", re.IGNORECASE)


class Range(NamedTuple):
    """Minutes of the wall clock since the midnight on which the range begins; `closes` passes 1440 at night."""

    opens: int
    closes: int


class Span(NamedTuple):
    """A stretch of open time, both ends UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Hours:
    """When a place is open. zone: IANA name. week: seven days from Monday.

    days: dates that differ from their weekday (empty = closed). The ranges of a day are in order and do not overlap.
    """

    zone: str
    week: tuple[tuple[Range, ...], ...]
    days: Mapping[date, tuple[Range, ...]] = field(default_factory=dict)


def always(zone: str = "UTC") -> Hours:
    """Open day and night."""
    return Hours(zone, ((Range(0, _DAY),),) * 7)


def is_open(hours: Hours, at: datetime) -> bool:
    """Whether the place is open at this moment. The opening moment is open, the closing moment is not."""
    first = next(_spans(hours, at, days=1), None)
    return first is not None and first.start <= at


def next_opening(hours: Hours, at: datetime) -> datetime | None:
    """The first moment from `at` on at which the place is open: `at` itself when it is, None if not within a year."""
    first = next(_spans(hours, at), None)
    return None if first is None else max(first.start, at.astimezone(UTC))


def closes_at(hours: Hours, at: datetime) -> datetime | None:
    """When the place closes next: None while it is closed, or when it does not close within a year."""
    closing: datetime | None = None
    for span in _spans(hours, at):
        if span.start > (closing or at):
            return closing
        closing = span.end
    return None if closing is None or closing - at > timedelta(days=BOUND_DAYS) else closing


def add(hours: Hours, start: datetime, duration: timedelta) -> datetime | None:
    """The moment at which `duration` of open time has passed since `start`: None if not within a year.

    Nothing to wait for is `start` itself. Reaching closing time exactly is closing time, not the next opening.
    """
    if duration <= timedelta():
        return start.astimezone(UTC)
    rest = duration
    for span in _spans(hours, start):
        begin = max(span.start, start.astimezone(UTC))
        if span.end - begin >= rest:
            return begin + rest
        rest -= span.end - begin
    return None


def open_between(hours: Hours, start: datetime, end: datetime) -> timedelta:
    """How much open time lies between two moments; none when `end` is not after `start`."""
    total = timedelta()
    first, last = start.astimezone(UTC), end.astimezone(UTC)
    for span in _spans(hours, first, days=max((last - first).days, 0) + 1):
        if span.start >= last:
            break
        total += max(min(span.end, last) - max(span.start, first), timedelta())
    return total


def from_data(data: Mapping[str, Any]) -> Hours:
    """Hours from JSON: {"zone": "Europe/Brussels", "week": {"mon": "08:30-12:30"}, "days": {"2026-12-25": ""}}.

    A day that is left out of the week is closed. Raises Invalid, with `field` naming the day.
    """
    zone = str(data.get("zone", "UTC"))
    try:
        ZoneInfo(zone)
    except (OSError, ValueError, ZoneInfoNotFoundError):
        near = next(iter(get_close_matches(zone, available_timezones(), n=1)), "")
        raise Invalid(_("There is no time zone “%(zone)s”.") % {"zone": zone}, field="zone", near=near) from None
    week, days = data.get("week") or {}, data.get("days") or {}
    return Hours(
        zone,
        tuple(ranges(str(week.get(day, "")), field=day) for day in DAYS),
        {_date(day): ranges(str(said), field=day) for day, said in sorted(days.items())},
    )


def to_data(hours: Hours) -> dict[str, Any]:
    """The same as JSON-able data; `from_data` gives it back."""
    return {
        "zone": hours.zone,
        "week": {day: words(found) for day, found in zip(DAYS, hours.week, strict=True) if found},
        "days": {day.isoformat(): words(found) for day, found in sorted(hours.days.items())},
    }


def ranges(said: str, *, field: str = "") -> tuple[Range, ...]:
    """One day's hours from words: "08:30-12:30, 13:15-18:30", "9-17", "22:00-02:00", "" or "closed".

    Raises Invalid with a sentence for people where a range cannot be read, is empty, or overlaps another.
    """
    if said.strip().lower() in {"", "-", "closed"}:
        return ()
    found = sorted(_range(part.strip(), field) for part in re.split(r"[,;&]", said) if part.strip())
    for earlier, later in pairwise(found):
        if later.opens < earlier.closes:
            both = {"one": words((earlier,)), "other": words((later,))}
            raise Invalid(_("%(one)s and %(other)s overlap.") % both, code="hours_overlap", field=field)
    return tuple(found)


def words(day: Sequence[Range]) -> str:
    """One day's hours as a form shows them; "" when closed."""
    return ", ".join(f"{_clock(r.opens)}-{_clock(r.closes)}" for r in day)


def holiday_days(country: str, region: str | None, years: Sequence[int]) -> dict[date, str]:
    """Public holidays and their names, in the country's own language. country: ISO 3166; region: its subdivision.

    Raises Invalid for a country or region that the holidays package does not know.
    """
    import holidays

    try:
        found = holidays.country_holidays(country.upper(), subdiv=region or None, years=years)
    except NotImplementedError as error:
        place = f"{country} {region or ''}".strip()
        raise Invalid(_("No holidays are known for “%(place)s”.") % {"place": place}, field="country") from error
    return dict(sorted(found.items()))


def _spans(hours: Hours, after: datetime, days: int = BOUND_DAYS) -> Iterator[Span]:
    """Open stretches that end after `after`, in order, never overlapping (they may touch)."""
    zone, previous = ZoneInfo(hours.zone), after.astimezone(UTC)
    reached = previous
    begin = previous.astimezone(zone).date() - timedelta(days=2)
    for number in range(days + 4):
        day = begin + timedelta(days=number)
        for opens, closes in hours.days.get(day, hours.week[day.weekday()]):
            start, end = _moment(day, opens, zone, last=False), _moment(day, closes, zone, last=True)
            start = max(start, reached) if reached > previous else start
            if end > max(start, previous):
                yield Span(start, end)
                reached = end


def _moment(day: date, minutes: int, zone: ZoneInfo, *, last: bool) -> datetime:
    """The UTC moment of a wall-clock time. Repeated times: the first one to open, the last one to close."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    before = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    after = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if before > after:
        return _jump(after, before, zone)
    return after if last else before


def _jump(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The moment between `low` and `high` at which the zone's clocks jump forward, to the second."""
    offset = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high


def _range(said: str, field: str) -> Range:
    found = _RANGE.fullmatch(said)
    if not found:
        raise Invalid(
            _("“%(said)s” is not a range of hours. Write it as 08:30-12:30.") % {"said": said},
            code="hours_unreadable",
            field=field,
        )
    opens, closes = _minutes(found[1], found[2], said, field), _minutes(found[3], found[4], said, field)
    if opens in (closes, _DAY):
        raise Invalid(
            _("“%(said)s” holds no time. The whole day is 00:00-24:00.") % {"said": said},
            code="hours_empty",
            field=field,
        )
    return Range(opens, closes if closes > opens else closes + _DAY)


def _minutes(hour: str, minute: str | None, said: str, field: str) -> int:
    total = int(hour) * 60 + int(minute or 0)
    if int(minute or 0) > 59 or total > _DAY:
        raise Invalid(
            _("“%(said)s” has a time that no clock shows. Times run from 00:00 to 24:00.") % {"said": said},
            code="hours_no_such_time",
            field=field,
        )
    return total


def _clock(minutes: int) -> str:
    shown = minutes if minutes <= _DAY else minutes - _DAY
    return f"{shown // 60:02}:{shown % 60:02}"


def _date(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Invalid(_("“%(said)s” is not a date. Write it as 2026-12-25.") % {"said": said}, field=said) from None
