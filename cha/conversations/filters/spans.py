"""Stretches of time in a word: 2026-11-03, 2026-11, yesterday, "last week", june, monday, 7d. A clock comes in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

Span = tuple[datetime, datetime]

_ISO: Final = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_AGO: Final = re.compile(r"([0-9]{1,4})(h|d|w|m|y)")
_HOURS: Final = {"h": 1, "d": 24, "w": 7 * 24, "m": 30 * 24, "y": 365 * 24}
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1900, 2200
_SOME_DAY: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)


def span(words: str, at: datetime) -> Span:
    """From when until when (half open, aware) `words` mean at `at`, whose zone says where days begin.

    Raises ValueError for words that say no time, or one near which a calendar ends. A weekday or month is the last one
    that has begun.
    """
    first, end = _span(words, at)
    if not FIRST_YEAR <= first.year <= end.year <= LAST_YEAR:
        raise ValueError(f"{words!r} is nobody's time")
    return first, end


def _span(words: str, at: datetime) -> Span:
    plain = words.casefold().replace("_", " ").strip()
    if found := _AGO.fullmatch(plain):
        return at - timedelta(hours=int(found[1]) * _HOURS[found[2]]), at
    if found := _ISO.fullmatch(plain):
        return _dates(*_written(int(found[1]), found[2], found[3]), at)
    said = _SAID.get(plain.replace("-", " "))
    return _dates(*(said(at.date()) if said else _named(plain, at.date())), at)


def readable(words: str) -> bool:
    """Whether `span` can read it."""
    try:
        span(words, _SOME_DAY)
    except (ValueError, OverflowError):
        return False
    return True


def _dates(first: date, end: date, at: datetime) -> Span:
    return datetime.combine(first, time(), at.tzinfo), datetime.combine(end, time(), at.tzinfo)


def _written(year: int, month: str | None, day: str | None) -> tuple[date, date]:
    if not month:
        return date(year, 1, 1), date(year + 1, 1, 1)
    if not day:
        first = date(year, int(month), 1)
        return first, _next_month(first)
    one = date(year, int(month), int(day))
    return one, one + timedelta(1)


def _named(plain: str, today: date) -> tuple[date, date]:
    short = [name for name in (*_DAYS, *_MONTHS) if len(plain) >= 3 and name.startswith(plain)]
    if len(short) != 1:
        raise ValueError(f"{plain!r} says no time")
    if short[0] in _DAYS:
        day = today - timedelta((today.weekday() - _DAYS.index(short[0])) % 7)
        return day, day + timedelta(1)
    month = _MONTHS.index(short[0]) + 1
    first = date(today.year - (month > today.month), month, 1)
    return first, _next_month(first)


def _next_month(first: date) -> date:
    return (first.replace(day=1) + timedelta(32)).replace(day=1)


def _day(ago: int) -> Callable[[date], tuple[date, date]]:
    return lambda today: (today - timedelta(ago), today - timedelta(ago - 1))


def _week(ago: int) -> Callable[[date], tuple[date, date]]:
    def week(today: date) -> tuple[date, date]:
        monday = today - timedelta(today.weekday() + 7 * ago)
        return monday, monday + timedelta(7)

    return week


def _this_month(today: date) -> tuple[date, date]:
    return today.replace(day=1), _next_month(today)


def _last_month(today: date) -> tuple[date, date]:
    return (today.replace(day=1) - timedelta(1)).replace(day=1), today.replace(day=1)


_SAID: Final[dict[str, Callable[[date], tuple[date, date]]]] = {
    "today": _day(0),
    "yesterday": _day(1),
    "this week": _week(0),
    "last week": _week(1),
    "this month": _this_month,
    "last month": _last_month,
    "this year": lambda today: (date(today.year, 1, 1), date(today.year + 1, 1, 1)),
    "last year": lambda today: (date(today.year - 1, 1, 1), date(today.year, 1, 1)),
}
