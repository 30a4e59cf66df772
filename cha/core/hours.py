"""Business time: when a place is open, and how long something takes when only open time counts.

Pure: hours and moments in, moments out. Moments are aware and come back in UTC; ranges are on the wall clock of the
zone, so an hour that the clocks skip is not there and an hour that they repeat counts twice. A wall-clock time inside
a skipped hour means the moment of the jump.

A date is looked up in the days of its own first, then in the seasons, then in the usual week.

A range may cross midnight ("22:00-02:00") and then belongs to the day on which it begins: a holiday takes away what
begins on it, not the small hours left from the evening before. "00:00-24:00" is the whole day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.utils.translation import gettext as _

from cha.core.errors import Invalid
from cha.core.ranges import DAY as _DAY
from cha.core.ranges import Range as Range
from cha.core.ranges import ranges as ranges
from cha.core.ranges import words as words
from cha.core.spans import Span as Span
from cha.core.spans import lasting

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BOUND_DAYS: Final = 366
# A leap year, so that 29 February may begin a season.
_ANY_YEAR: Final = 2000
_KEPT_DAYS: Final = 4096

Week = tuple[tuple[Range, ...], ...]


@dataclass(frozen=True, slots=True)
class Season:
    """A stretch of dates with a week of its own, both ends in it. `yearly`: it comes back, and the year says nothing.

    A yearly one whose last day lies before its first goes over New Year.
    """

    name: str
    first: date
    last: date
    week: Week
    yearly: bool = False

    def holds(self, day: date) -> bool:
        """Whether a date is in it."""
        if not self.yearly:
            return self.first <= day <= self.last
        first, last, on = ((one.month, one.day) for one in (self.first, self.last, day))
        return first <= on <= last if first <= last else on >= first or on <= last

    @property
    def length(self) -> int:
        """Its days, of a year of 366."""
        return (self.last - self.first).days % BOUND_DAYS + 1

    @property
    def closed(self) -> bool:
        """Whether nothing opens in it."""
        return not any(self.week)


@dataclass(frozen=True, slots=True)
class Hours:
    """When a place is open. zone: IANA name. week: seven days from Monday.

    days: dates that differ from everything else (empty = closed). seasons: stretches that differ from the week; where
    several hold a date, the first one counts. The ranges of a day are in order and do not overlap.
    """

    zone: str
    week: Week
    days: Mapping[date, tuple[Range, ...]] = field(default_factory=dict)
    seasons: tuple[Season, ...] = ()
    # What each day came to, by its ordinal: the same days are asked for again and again.
    _kept: dict[int, tuple[Span, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)


def always(zone: str = "UTC") -> Hours:
    """Open day and night."""
    return Hours(zone, ((Range(0, _DAY),),) * 7)


def on_day(hours: Hours, day: date) -> tuple[Range, ...]:
    """The ranges that begin on a date."""
    own = hours.days.get(day)
    if own is not None:
        return own
    week = next((season.week for season in hours.seasons if season.holds(day)), hours.week)
    return week[day.weekday()]


def spans_between(hours: Hours, since: datetime, until: datetime) -> tuple[Span, ...]:
    """The open stretches between two moments, cut off at both; none when `until` is not after `since`."""
    first, last = since.astimezone(UTC), until.astimezone(UTC)
    if last <= first:
        return ()
    found = []
    for start, end in _spans(hours, first, days=(last - first).days + 1):
        if start >= last:
            break
        found.append(Span(max(start, first), min(end, last)))
    return tuple(found)


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
    return lasting(spans_between(hours, start, end))


def from_data(data: Mapping[str, Any]) -> Hours:
    """Hours from JSON: {"zone": "Europe/Brussels", "week": {"mon": "08:30-12:30"}, "days": {"2026-12-25": ""},
    "seasons": [{"name": "Summer", "first": "06-01", "last": "08-31", "week": {"mon": "08:00-14:00"}}]}.

    A day that is left out of a week is closed. A season whose dates have no year comes back every year; the shortest
    is looked at first. Raises Invalid, with `field` naming the day ("mon", a date, "season-1-mon" for the second).
    """
    days = data.get("days") or {}
    seasons = [_season(one, f"season-{place}") for place, one in enumerate(data.get("seasons") or ())]
    return Hours(
        known_zone(str(data.get("zone", "UTC"))),
        _week(data.get("week") or {}),
        {_date(day): ranges(str(said), field=day) for day, said in sorted(days.items())},
        tuple(sorted(seasons, key=lambda season: season.length)),
    )


def to_data(hours: Hours) -> dict[str, Any]:
    """The same as JSON-able data; `from_data` gives it back."""
    return {
        "zone": hours.zone,
        "week": _week_data(hours.week),
        "days": {day.isoformat(): words(found) for day, found in sorted(hours.days.items())},
        "seasons": [
            {
                "name": one.name,
                "first": _said(one, one.first),
                "last": _said(one, one.last),
                "week": _week_data(one.week),
            }
            for one in hours.seasons
        ],
    }


def known_zone(zone: str) -> str:
    """The zone, if there is one of that name. Raises Invalid, with a `near` one."""
    try:
        ZoneInfo(zone)
    except (OSError, ValueError, ZoneInfoNotFoundError):
        near = next(iter(get_close_matches(zone, available_timezones(), n=1)), "")
        raise Invalid(_("There is no time zone “%(zone)s”.") % {"zone": zone}, field="zone", near=near) from None
    return zone


def holiday_days(country: str, region: str | None, years: Sequence[int]) -> dict[date, str]:
    """Public holidays and their names, in the country's own language. country: ISO 3166; region: its subdivision.

    Raises Invalid for a country or region that the holidays package does not know.
    """
    return dict(_holidays(country.upper(), region or None, tuple(years)))


@lru_cache(maxsize=32)
def _holidays(country: str, region: str | None, years: tuple[int, ...]) -> tuple[tuple[date, str], ...]:
    import holidays

    try:
        found = holidays.country_holidays(country, subdiv=region, years=years)
    except NotImplementedError as error:
        place = f"{country} {region or ''}".strip()
        raise Invalid(_("No holidays are known for “%(place)s”.") % {"place": place}, field="country") from error
    return tuple(sorted(found.items()))


def _spans(hours: Hours, after: datetime, days: int = BOUND_DAYS) -> Iterator[Span]:
    """Open stretches that end after `after`, in order, never overlapping (they may touch)."""
    previous = after.astimezone(UTC)
    reached = previous
    begin = previous.astimezone(ZoneInfo(hours.zone)).toordinal() - 2
    for number in range(begin, begin + days + 4):
        for start, end in hours._kept.get(number) or _day_spans(hours, number):
            begins = max(start, reached) if reached > previous else start
            if end > max(begins, previous):
                yield Span(begins, end)
                reached = end


def _day_spans(hours: Hours, number: int) -> tuple[Span, ...]:
    """The stretches of the day of this ordinal, worked out once."""
    kept = hours._kept.get(number)
    if kept is None:
        day, zone = date.fromordinal(number), ZoneInfo(hours.zone)
        kept = tuple(
            Span(_moment(day, opens, zone, last=False), _moment(day, closes, zone, last=True))
            for opens, closes in on_day(hours, day)
        )
        if len(hours._kept) >= _KEPT_DAYS:
            hours._kept.clear()
        hours._kept[number] = kept
    return kept


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


def _date(said: str, field: str = "") -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        sentence = _("“%(said)s” is not a date. Write it as 2026-12-25.") % {"said": said}
        raise Invalid(sentence, field=field or said) from None


def _week(said: Mapping[str, Any], field: str = "") -> Week:
    return tuple(ranges(str(said.get(day, "")), field=f"{field}-{day}".lstrip("-")) for day in DAYS)


def _week_data(week: Week) -> dict[str, str]:
    return {day: words(found) for day, found in zip(DAYS, week, strict=True) if found}


def _season(said: Mapping[str, Any], field: str) -> Season:
    first, last = str(said.get("first", "")), str(said.get("last", ""))
    yearly = len(first) == len(last) == len("06-01")
    begins, ends = (_date(f"{_ANY_YEAR}-{one}" if yearly else one, field) for one in (first, last))
    if ends < begins and not yearly:
        raise Invalid(_("It ends before it begins."), code="season_backwards", field=field)
    return Season(str(said.get("name", ""))[:80], begins, ends, _week(said.get("week") or {}, field), yearly)


def _said(season: Season, day: date) -> str:
    return f"{day:%m-%d}" if season.yearly else day.isoformat()
