"""When things happen in the world, told relative to the moment the demo starts, so that its clock is always today's.

Days are counted in days on which the shop is open, so that the past falls in open hours whatever the weekday is.
"Today" is the shop's date eight hours before now: a demo begun at night continues the evening before, and everything
told by minutes (`Ago`, at most 470) is later than everything told by days (`Past`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

MOST_AGO: Final = 470
_NIGHT: Final = timedelta(hours=8)
_TOKEN: Final = re.compile(r"\{(day|clock)([+-]\d+)\}")

WEEKDAYS: Final = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"),
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado"),
    "it": ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"),
    "zh": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六"),
}
"""The days on which a shop that rests on Sundays may open, Monday first. Languages that are missing read English."""

Opens = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Ago:
    """So many minutes before now, at most 470."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Past:
    """The n-th open day before today (1 or more), at a time of the shop's clock, "HH:MM"."""

    days: int
    at: str


@dataclass(frozen=True, slots=True)
class In:
    """So many minutes after now."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """The n-th open day after today (1 or more), at a time of the shop's clock, "HH:MM"."""

    days: int
    at: str


Then = Ago | Past
Due = Ago | Past | In | Ahead


@dataclass(frozen=True, slots=True)
class Clock:
    """The start of the demo: an aware `now`, the shop's `zone` (IANA), and whether it `opens` on a date."""

    now: datetime
    zone: str
    opens: Opens

    @property
    def today(self) -> date:
        """The date that days are counted from, in the shop."""
        return (self.now - _NIGHT).astimezone(ZoneInfo(self.zone)).date()

    def open_day(self, days: int) -> date:
        """The n-th open day after today, or before it where `days` is below zero; today itself for 0."""
        step = timedelta(days=1 if days > 0 else -1)
        day = self.today
        left = abs(days)
        while left:
            day += step
            left -= self.opens(day)
        return day

    def moment(self, when: Due) -> datetime:
        """When it is, in UTC."""
        match when:
            case Ago(minutes):
                return self.now.astimezone(UTC) - timedelta(minutes=minutes)
            case In(minutes):
                return self.now.astimezone(UTC) + timedelta(minutes=minutes)
            case Past(days, at):
                return self._on(self.open_day(-days), at)
            case Ahead(days, at):
                return self._on(self.open_day(days), at)

    def fill(self, text: str, language: str) -> str:
        """Replace `{day+2}` by that open day's weekday in `language`, and `{clock-90}` by the shop's time then."""

        def told(found: re.Match[str]) -> str:
            count = int(found[2])
            if found[1] == "day":
                return WEEKDAYS.get(language, WEEKDAYS["en"])[self.open_day(count).weekday()]
            then = (self.now + timedelta(minutes=count)).astimezone(ZoneInfo(self.zone))
            return f"{then:%H:%M}"

        return _TOKEN.sub(told, text)

    def _on(self, day: date, at: str) -> datetime:
        return datetime.combine(day, time.fromisoformat(at), ZoneInfo(self.zone)).astimezone(UTC)
