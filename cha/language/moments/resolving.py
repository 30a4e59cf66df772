"""Which moment a piece of time means for somebody who reads it: pieces and a clock in, a moment or a doubt out.

A day is the end of its opening hours, a Sunday is doubtful; "morning" is noon, "afternoon" 18:00, "evening" 22:00; an
hour between one and six without "am" is after noon. A named weekday is the coming one; on that weekday it is doubtful.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from cha.core.hours import Hours, is_open
from cha.language.moments.said import Day, Piece

PARTS: Final = {"morning": 12 * 60, "noon": 12 * 60, "afternoon": 18 * 60, "evening": 22 * 60, "midnight": 24 * 60}
DAY_ENDS: Final = 18 * 60
_DAY: Final = 24 * 60
_SUNDAY: Final = 6
_FRIDAY: Final = 4
_FAR: Final = 100
_LONGEST: Final = timedelta(days=400)
_AFTER_NOON: Final = range(7 * 60)
_EITHER: Final = range(7 * 60, 9 * 60)


@dataclass(frozen=True, slots=True)
class Moment:
    """by: aware, or None where no moment can be said. doubts: codes, empty when it is plain. start, end: in the text.

    Doubts: vague, past, no_such_date, same_weekday, next (Friday), next_day, before_day, sunday, closed_day, closed,
    around, after, order (of day and month), two_times, weekday_differs, either_half ("at 8").
    precision: "minute", "part" (of a day), "day", "week" or "length".
    """

    by: datetime | None
    precision: str
    doubts: tuple[str, ...]
    start: int
    end: int


class Clock(NamedTuple):
    """now: aware. zone: in which words are read. hours: of the place that promises, None where not known."""

    now: datetime
    zone: str
    hours: Hours | None = None
    language: str = "en"


def moment_of(pieces: Sequence[Piece], clock: Clock) -> Moment:
    """What the pieces of one statement mean together. They must be at least one."""
    start, end = min(p.start for p in pieces), max(p.end for p in pieces)
    doubts = [piece.doubt for piece in pieces if piece.doubt]
    doubts += [piece.mark for piece in pieces if piece.mark in {"around", "after"}]
    lengths = [piece for piece in pieces if piece.length]
    days = _days(pieces)
    if lengths:
        doubts += ["two_times"] * (len(lengths) > 1 or bool(days))
        by, precision, more = _length(lengths[-1], clock)
    else:
        by, precision, more = _day_and_hour(pieces, days, clock)
    doubts += more
    if by is not None and by <= clock.now:
        by, doubts = None, [*doubts, "past"]
    if by is None and not doubts:
        doubts.append("vague")
    return Moment(by, precision, tuple(dict.fromkeys(doubts)), start, end)


def _days(pieces: Sequence[Piece]) -> list[Day]:
    return list(dict.fromkeys(piece.day for piece in pieces if piece.day))


def _length(piece: Piece, clock: Clock) -> tuple[datetime | None, str, list[str]]:
    number, unit = piece.length or (0, "")
    if not number or number > _FAR * 10:
        return None, "length", ["vague"]
    if unit in {"minute", "hour"}:
        closed = clock.hours is not None and not is_open(clock.hours, clock.now)
        by = clock.now.astimezone(UTC) + timedelta(minutes=number * (60 if unit == "hour" else 1))
        return _local(by, clock), "length", ["closed"] * closed
    if unit == "workhour" or number > _FAR:
        return None, "length", ["vague"]
    today = clock.now.astimezone(ZoneInfo(clock.zone)).date()
    if unit == "workday":
        day = _working_day(today, number, clock.hours)
        return _wall(day, DAY_ENDS, clock), "day", []
    day = today + timedelta(days=number * (7 if unit == "week" else 1))
    by, doubts = _end_of(day, clock)
    return by, "day", doubts


def _working_day(today: date, number: int, hours: Hours | None) -> date:
    """The nth weekday after today on which the place is open (where it is never open on one, any weekday)."""
    day, left = today, number
    for _step in range(number * 7 + 60):
        day += timedelta(days=1)
        shut = hours is not None and not hours.days.get(day, hours.week[day.weekday()])
        left -= day.weekday() < 5 and not shut
        if not left:
            return day
    return today + timedelta(days=number)


def _day_and_hour(pieces: Sequence[Piece], days: list[Day], clock: Clock) -> tuple[datetime | None, str, list[str]]:
    parts = list(dict.fromkeys(piece.part for piece in pieces if piece.part))
    minutes = list(dict.fromkeys((p.minutes, p.half) for p in pieces if p.minutes is not None))
    day, doubts = _one_day(days, clock)
    if "no_such_date" in doubts or "vague" in doubts:
        return (None if "no_such_date" in doubts else _end_of(day, clock)[0]), "day", doubts
    if len(minutes) > 1:
        doubts.append("two_times")
    if minutes:
        wall = _after_noon(*minutes[-1], parts)
        doubts += ["either_half"] * (wall in _EITHER and not minutes[-1][1] and not parts)
        return _wall(day, wall, clock), "minute", doubts + ["sunday"] * (day.weekday() == _SUNDAY)
    before = [piece.day for piece in pieces if piece.day and piece.mark == "before"]
    if before and not parts:
        by, more = _end_of(day - timedelta(days=1), clock)
        return by, "day", [*doubts, *more, "before_day"]
    if parts and parts[-1] != "end":
        return _part(day, parts[-1], days, clock, doubts)
    by, more = _end_of(day, clock)
    return by, "day" if days else "part", [*doubts, *more]


def _part(
    day: date, part: str, days: list[Day], clock: Clock, doubts: list[str]
) -> tuple[datetime | None, str, list[str]]:
    by = _wall(day, PARTS[part], clock)
    if not days and by <= clock.now:
        return _wall(day + timedelta(days=1), PARTS[part], clock), "part", [*doubts, "next_day"]
    return by, "part", doubts + ["sunday"] * (day.weekday() == _SUNDAY)


def _one_day(days: list[Day], clock: Clock) -> tuple[date, list[str]]:
    """The day that is meant, and what is doubtful about it. A weekday beside a date only confirms it."""
    today = clock.now.astimezone(ZoneInfo(clock.zone)).date()
    if not days:
        return today, []
    doubts = [day.doubt for day in days if day.doubt]
    weekdays = [day.value for day in days if day.kind == "weekday"]
    weeks = [day.value for day in days if day.kind == "week"]
    others = [day for day in days if day.kind not in {"weekday", "week"}]
    if weeks and weekdays and not others:
        return _of_week(today, weeks[0]) + timedelta(days=weekdays[0] % 7 - _FRIDAY), [d for d in doubts if d != "next"]
    chosen = others or [day for day in days if day.kind == "weekday"] or days
    day, more = _date(chosen[0], today, clock)
    if len(chosen) > 1 and any(_date(other, today, clock)[0] != day for other in chosen[1:]):
        more.append("two_times")
    if others and weekdays and day.weekday() not in {value % 7 for value in weekdays}:
        more.append("weekday_differs")
    return day, doubts + more


def _of_week(today: date, weeks: int) -> date:
    return today - timedelta(days=today.weekday()) + timedelta(days=7 * weeks + _FRIDAY)


def _date(day: Day, today: date, clock: Clock) -> tuple[date, list[str]]:
    if day.kind == "offset":
        return today + timedelta(days=day.value), []
    if day.kind == "weekday":
        ahead = (day.value - today.weekday()) % 7 + day.value // 7 * 7
        return today + timedelta(days=ahead), [] if ahead else ["same_weekday"]
    if day.kind == "week":
        friday = _of_week(today, day.value)
        return friday, ["past"] if friday < today else []
    if day.kind == "monthday":
        return _monthday(day.value, today)
    return _calendar(day, today, clock)


def _monthday(number: int, today: date) -> tuple[date, list[str]]:
    if today.day <= number <= monthrange(today.year, today.month)[1]:
        return today.replace(day=number), []
    following = today.replace(day=1) + timedelta(days=32)
    if number > monthrange(following.year, following.month)[1]:
        return today, ["no_such_date"]
    return following.replace(day=number), []


def _calendar(day: Day, today: date, clock: Clock) -> tuple[date, list[str]]:
    american = clock.language == "en" and clock.zone.startswith("America/") and day.kind == "numeric"
    doubts = ["order"] * (american and day.value <= 12 and day.value != day.month)
    try:
        found = date(day.year or today.year, day.month, day.value)
    except ValueError:
        return today, ["no_such_date"]
    if not day.year and found < today - timedelta(days=150):
        found = _next_year(found)
    return found, [*doubts, *(["past"] if found < today else [])]


def _next_year(found: date) -> date:
    try:
        return found.replace(year=found.year + 1)
    except ValueError:
        return found + timedelta(days=366)


def _after_noon(minutes: int | None, half: str, parts: Sequence[str]) -> int:
    """Minutes since midnight as they are meant: "3" is 15:00, "3 in the morning" is not."""
    wall = minutes or 0
    late = bool({"afternoon", "evening"} & set(parts)) or half == "pm" or ("noon" in parts and wall < 11 * 60)
    if half == "24" or wall > 12 * 60 + 59:
        return wall
    if late:
        return wall if wall >= 12 * 60 else wall + 12 * 60
    if half == "am" or "morning" in parts:
        return wall % (12 * 60) if wall >= 12 * 60 and half == "am" else wall
    return wall + 12 * 60 if wall in _AFTER_NOON else wall


def _end_of(day: date, clock: Clock) -> tuple[datetime, list[str]]:
    """When a day's hours end for whoever reads; 18:00, and doubtful, where the place is closed all day."""
    doubts = ["sunday"] if day.weekday() == _SUNDAY else []
    if clock.hours is None:
        return _wall(day, DAY_ENDS, clock), doubts
    last = max(_open_on(day, clock, clock.hours), default=None)
    if last is None:
        return _wall(day, DAY_ENDS, clock), doubts or ["closed_day"]
    return last, doubts


def _open_on(day: date, clock: Clock, hours: Hours) -> Iterator[datetime]:
    """Closing times on a day of the reader's calendar; a range that goes on past it ends with the day."""
    begins, ends = _wall(day, 0, clock), _wall(day, _DAY, clock)
    place = Clock(clock.now, hours.zone)
    for number in (-1, 0, 1):
        there = day + timedelta(days=number)
        for opens, closes in hours.days.get(there, hours.week[there.weekday()]):
            start, end = _wall(there, opens, place), _wall(there, closes, place)
            if start < ends and end > begins and (number == 0 or hours.zone != clock.zone):
                yield _local(min(end, ends), clock)


def _wall(day: date, minutes: int, clock: Clock) -> datetime:
    """A wall-clock time of the zone; one that the clocks skip is as long after midnight as it says."""
    zone = ZoneInfo(clock.zone)
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    return wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)


def _local(moment: datetime, clock: Clock) -> datetime:
    return moment.astimezone(ZoneInfo(clock.zone))
