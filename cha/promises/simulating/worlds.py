"""The worlds: steady load, a surge, a quiet night, a team of two, with a lunch break and a sick member."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from cha.promises.simulating.world import BEGINS, Away, World, weekdays

DAY: Final = timedelta(days=1)
_SHIFT: Final = weekdays("09:00-12:30, 13:15-17:30")
_LATE: Final = weekdays("09:30-13:15, 14:00-18:00")
_EARLY: Final = weekdays("09:00-12:00, 12:30-17:00")


def _by_hour(local: datetime) -> float:
    """How the day goes: more in the morning, a dip at noon, less in the evening, little at night and weekends."""
    hour = local.hour + local.minute / 60
    share = (
        0.12
        if hour < 7
        else 0.6
        if hour < 9
        else 1.25
        if hour < 12
        else 0.9
        if hour < 14
        else 1.0
        if hour < 18
        else 0.5
    )
    return share * (0.5 if local.weekday() >= 5 else 1.0)


def _steady(local: datetime, day: int) -> float:
    return 3.6 * _by_hour(local)


def _surging(local: datetime, day: int) -> float:
    return 3.3 * _by_hour(local) * (2.2 if _surge(local, day) else 1)


def _surge(local: datetime, day: int) -> bool:
    """Two days in every sixth week, and one morning in another, when a carrier fails."""
    return day % 42 in (29, 30) or (day % 42 == 15 and local.hour < 13)


def _night(local: datetime, day: int) -> float:
    return 1.3 if local.hour < 7 or local.hour >= 22 else 6 * _by_hour(local)


def _is_night(local: datetime, day: int) -> bool:
    return local.hour < 7 or local.hour >= 22


def _two(local: datetime, day: int) -> float:
    return 2.2 * _by_hour(local)


def _lunch(local: datetime, day: int) -> bool:
    return 11 <= local.hour < 14 and local.weekday() < 5


def _sick_days() -> tuple[Away, ...]:
    """One of two is ill: two days every fourth week; the plan hears of it an hour after they should have begun."""
    weeks = range(3, 26, 4)
    begins = [BEGINS + week * 7 * DAY + timedelta(days=week % 4, hours=7) for week in weeks]
    return tuple(Away(1, at, at + 2 * DAY - timedelta(hours=6), at + timedelta(hours=2)) for at in begins)


def _is_sick(local: datetime, day: int) -> bool:
    return any(away.start.date() <= local.date() <= away.end.date() for away in _sick_days())


_ROUND = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "00:00-24:00")
_NIGHTS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "22:00-07:00")
_DAYS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "07:00-12:00, 12:30-15:00")
_EVENINGS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "14:00-18:00, 18:30-22:00")

OPEN: Final = weekdays("09:00-18:00")

WORLDS: Final = (
    World("steady", "Steady load", OPEN, (_SHIFT, _SHIFT, _LATE, _EARLY), _steady, 5),
    World(
        "surge", "A surge", OPEN, (_SHIFT, _SHIFT, _LATE, _EARLY), _surging, 10,
        special=_surge, special_words="in the surges",
    ),
    World(
        "night", "A quiet night", _ROUND, (_NIGHTS, _DAYS, _DAYS, _EVENINGS, _EVENINGS), _night, 8,
        special=_is_night, special_words="at night",
    ),
    World("two", "A team of two", OPEN, (_SHIFT, _LATE), _two, 3, special=_lunch, special_words="around lunch"),
    World(
        "sick", "A team of two, one ill", OPEN, (_SHIFT, _LATE), _two, 3,
        away=_sick_days(), special=_is_sick, special_words="on the days of illness",
    ),
)  # fmt: skip
