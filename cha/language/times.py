"""Times as people say them: "tomorrow before 11:00", "yesterday 13:46", "1 h 10", "38 minutes left".

Moments are aware; `zone` is the IANA name of the zone of whoever reads. `hour12`: None writes the time of day as it is
written where that zone lies (cha.language.clocks). Rounding never flatters: a promise is said no earlier than it
stands, time left no longer than it is.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from cha.language.clocks import twelve_hours
from cha.language.phrases import Phrases, phrases

_MINUTE: Final = timedelta(minutes=1)
_NEAR: Final = timedelta(hours=1)
_WEEK: Final = 7


def by_when(moment: datetime, *, now: datetime, zone: str, language: str = "en", hour12: bool | None = None) -> str:
    """By when something is promised: "today before 14:00", "Friday before 16:00", "Friday 12 June before 16:00".

    Seconds round up to the next minute. Midnight belongs to the evening before it.
    """
    words = phrases(language)
    local = _up_to_minute(moment).astimezone(ZoneInfo(zone))
    midnight = local.hour == local.minute == 0
    day = local.date() - timedelta(days=midnight)
    said_day = _day(words, day, now.astimezone(ZoneInfo(zone)).date())
    form = words.midnight if midnight else words.before
    return form.format(day=said_day, time=_clock(words, local, hour12), article=_article(local, hour12))


def at_when(moment: datetime, *, now: datetime, zone: str, language: str = "en", hour12: bool | None = None) -> str:
    """When something begins, in a sentence: "today at 08:30", "Monday at 08:30", "Friday 12 June at 08:30"."""
    words, local = phrases(language), moment.astimezone(ZoneInfo(zone))
    day = _day(words, local.date(), now.astimezone(ZoneInfo(zone)).date())
    return words.at.format(day=day, time=_clock(words, local, hour12), article=_article(local, hour12))


def said(moment: datetime, *, now: datetime, zone: str, language: str = "en", hour12: bool | None = None) -> str:
    """When something was or will be: "today 13:46", "yesterday 13:46", "Tue 09:52", "12 June", "12 June 2024"."""
    words, local = phrases(language), moment.astimezone(ZoneInfo(zone))
    today = now.astimezone(ZoneInfo(zone)).date()
    distance = (local.date() - today).days
    if abs(distance) >= _WEEK:
        return _date(words, local.date(), today)
    near = {0: words.today, 1: words.tomorrow, -1: words.yesterday}
    day = near.get(distance, words.short_days[local.weekday()])
    return f"{day} {_clock(words, local, hour12)}"


def clock(moment: datetime, *, zone: str, language: str = "en", hour12: bool | None = None) -> str:
    """The time of day: "13:46", or "1:46 pm" where that is how it is written, in a language that has it."""
    return _clock(phrases(language), moment.astimezone(ZoneInfo(zone)), hour12)


def ago(duration: timedelta, language: str = "en") -> str:
    """A duration in short, rounded down: "now" (under a minute), "6 min", "1 h 10", "3 days"."""
    words, minutes = phrases(language), max(duration, timedelta()) // _MINUTE
    if minutes < 1:
        return words.now
    if minutes < 60:
        return words.short_minutes.format(n=minutes)
    if minutes >= 48 * 60:
        return _counted(words, words.long_days, minutes // (24 * 60))
    hours, rest = divmod(minutes, 60)
    return words.short_hours.format(h=hours) + (f" {rest:02}" if rest else "")


def left(duration: timedelta, language: str = "en") -> str:
    """How much time there still is, rounded down: "38 minutes left", "1 h 10 left", "2 days left", "now"."""
    words, minutes = phrases(language), max(duration, timedelta()) // _MINUTE
    if minutes < 1:
        return words.now
    number, _forms = _largest(words, minutes)
    return words.left[min(words.plural(number), len(words.left) - 1)].format(span=span(duration, language))


def span(duration: timedelta, language: str = "en") -> str:
    """A duration in whole words where it is one number, rounded down: "38 minutes", "4 hours", "1 h 10", "2 days"."""
    words = phrases(language)
    number, forms = _largest(words, max(duration, timedelta()) // _MINUTE)
    return _counted(words, forms, number) if forms else ago(duration, language)


def promise_rounded(moment: datetime, *, now: datetime, zone: str) -> datetime:
    """The next five minutes on `zone`'s clock, or the next quarter of an hour when more than an hour away. UTC.

    Never earlier than `moment`, so what is promised is never later than what is said.
    """
    step = timedelta(minutes=15 if moment - now > _NEAR else 5)
    local = moment.astimezone(ZoneInfo(zone))
    past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond) % step
    return moment.astimezone(UTC) + (step - past if past else timedelta())


def _largest(words: Phrases, minutes: int) -> tuple[int, tuple[str, ...] | None]:
    if minutes < 60:
        return minutes, words.minutes
    if minutes >= 48 * 60:
        return minutes // (24 * 60), words.long_days
    return minutes // 60, None if minutes % 60 else words.hours


def _counted(words: Phrases, forms: tuple[str, ...], n: int) -> str:
    return forms[min(words.plural(n), len(forms) - 1)].format(n=n)


def _up_to_minute(moment: datetime) -> datetime:
    past = timedelta(seconds=moment.second, microseconds=moment.microsecond)
    return moment + (_MINUTE - past if past else timedelta())


def _article(local: datetime, hour12: bool | None) -> str:
    """The article of the hour, where the language has one: Spanish says "la 1" and "las 2"."""
    return "la" if (local.hour - 1) % (12 if _twelve(local, hour12) else 24) == 0 else "las"


def _clock(words: Phrases, local: datetime, hour12: bool | None) -> str:
    if words.halves and _twelve(local, hour12):
        return f"{(local.hour - 1) % 12 + 1}:{local.minute:02} {words.halves[local.hour >= 12]}"
    return f"{local.hour:02}:{local.minute:02}"


def _twelve(local: datetime, hour12: bool | None) -> bool:
    return twelve_hours(str(local.tzinfo)) if hour12 is None else hour12


def _day(words: Phrases, day: date, today: date) -> str:
    distance = (day - today).days
    near = {0: words.today, 1: words.tomorrow, -1: words.yesterday}
    if distance in near:
        return near[distance]
    weekday = words.days[day.weekday()]
    if 0 < distance < _WEEK:
        return words.weekday.format(weekday=weekday)
    return words.dated.format(weekday=weekday, date=_date(words, day, today))


def _date(words: Phrases, day: date, today: date) -> str:
    number = words.first if day.day == 1 else str(day.day)
    dated = words.date.format(day=number, month=words.months[day.month - 1])
    far = day.year != today.year and abs((day - today).days) > 180
    return f"{dated} {day.year}" if far else dated
