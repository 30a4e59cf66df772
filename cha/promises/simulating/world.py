"""A simulated business: who writes when, who is there, how long things take. Values and one generator of chance."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cha.core.hours import Hours, add, from_data

BEGINS = datetime(2026, 2, 2, tzinfo=UTC)
_HOUR = timedelta(hours=1)


class Away(NamedTuple):
    """A member who is not there although planned; the plan says so from `known` on."""

    member: int
    start: datetime
    end: datetime
    known: datetime


@dataclass(frozen=True, eq=False)
class World:
    """`shifts`: of each member, their week as opening hours are written. `rate`: persons an hour who write at a moment
    on the wall clock. `minutes`: what an answer takes at the median; `sigma` of its logarithm. `special`: the days (by
    number, from 0) that are told beside the whole.
    """

    key: str
    name: str
    week: dict[str, str]
    shifts: tuple[dict[str, str], ...]
    rate: Callable[[datetime, int], float]
    most: float
    minutes: float = 12
    sigma: float = 0.7
    weeks: int = 26
    away: tuple[Away, ...] = ()
    special: Callable[[datetime, int], bool] = lambda at, day: False
    special_words: str = ""
    zone: str = "Europe/Brussels"
    hours: Hours = field(init=False)
    plans: tuple[Hours, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hours", from_data({"zone": self.zone, "week": self.week}))
        plans = tuple(from_data({"zone": self.zone, "week": week}) for week in self.shifts)
        object.__setattr__(self, "plans", plans)

    @property
    def ends(self) -> datetime:
        return BEGINS + timedelta(weeks=self.weeks)

    def day(self, at: datetime) -> int:
        """The number of a moment's day."""
        return (at - BEGINS).days

    def local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.zone))

    def persons(self, chance: Random) -> Iterator[datetime]:
        """When somebody writes: a Poisson process, thinned to the rate of the hour."""
        at = BEGINS
        while at < self.ends:
            at += _HOUR * chance.expovariate(self.most)
            if chance.random() * self.most < self.rate(self.local(at), self.day(at)):
                yield at

    def takes(self, chance: Random) -> timedelta:
        """How long one answer takes."""
        return timedelta(minutes=self.minutes * math.exp(chance.gauss(0, self.sigma)))

    def ready(self, member: int, at: datetime) -> datetime:
        """From when on a member is there, `at` or later."""
        opens = add(self.plans[member], at, timedelta(microseconds=1)) or self.ends
        begin = opens - timedelta(microseconds=1)
        gone = next((away for away in self.away if away.member == member and away.start <= begin < away.end), None)
        return self.ready(member, gone.end) if gone else max(begin, at)

    def finished(self, member: int, begun: datetime, takes: timedelta) -> datetime:
        """When something that a member began is done: what closing time leaves undone is gone on with next time."""
        end = add(self.plans[member], begun, takes) or self.ends
        gone = next((away for away in self.away if away.member == member and begun < away.start < end), None)
        if gone is None:
            return end
        rest = takes - min(takes, _worked(self.plans[member], begun, gone.start))
        return self.finished(member, self.ready(member, gone.end), rest) if rest else gone.start


def _worked(plan: Hours, start: datetime, end: datetime) -> timedelta:
    from cha.core.hours import open_between

    return open_between(plan, start, end)


def weekdays(hours: str, saturday: str = "") -> dict[str, str]:
    """A week that is the same from Monday to Friday."""
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), hours)
    return week | ({"sat": saturday} if saturday else {})


def day_number(day: date) -> int:
    """The number of a day in these worlds."""
    return (day - BEGINS.date()).days
