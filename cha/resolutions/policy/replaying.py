"""Trying a policy on what was: every decision of a while, asked again of other rules, in order. Pure.

What was given stays given in the replay, so that caps count what a person had; what would have been allowed is given
too.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from cha.core.money import Money
from cha.resolutions.policy.case import Asker, Case, Given
from cha.resolutions.policy.deciding import Compiled

NAMED: Final = 12


@dataclass(frozen=True, slots=True)
class Past:
    """One decision that was: who wanted to give what to whom, and how it went. `at` is local to the business.

    `asked`: somebody above was asked, and answered after `waited` minutes (None: never). `given`: the person got it.
    """

    person: int
    kind: str
    worth: Money
    asker: Asker
    at: datetime
    topic: str = ""
    medium: str = ""
    country: str = ""
    order_days: int | None = None
    order_amount: int | None = None
    member: int | None = None
    team: int | None = None
    shown: frozenset[str] = frozenset()
    asked: bool = False
    waited: int | None = None
    given: bool = True
    conversation: int | None = None


@dataclass(slots=True)
class Outcome:
    """What came of it. Amounts by currency, in minor units; `waited` in minutes over all who were asked for.

    `alone`: decided on the spot, was and would be. `freed` were asked for and would not be; `held` were decided alone
    and would be asked for; `barred` would never be given. `people`: some of those who would not have waited.
    """

    cases: int = 0
    asked: int = 0
    alone: list[int] = field(default_factory=lambda: [0, 0])
    waited: list[int] = field(default_factory=lambda: [0, 0])
    given: dict[str, list[int]] = field(default_factory=dict)
    freed: int = 0
    freed_money: dict[str, int] = field(default_factory=dict)
    held: int = 0
    barred: int = 0
    people: list[int] = field(default_factory=list)

    def to_data(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Outcome:
        """One that was kept with `to_data`."""
        return cls(**{name: data[name] for name in cls.__slots__ if name in data})

    def count(self, past: Past, verdict: str) -> None:
        """Add one case and what would have been decided."""
        self.cases += 1
        alone, worth = verdict == "may", past.worth
        self.asked += past.asked
        self.alone[0] += past.given and not past.asked
        self.alone[1] += alone
        wait = (past.waited or 0) if past.asked else 0
        self.waited[0] += wait
        self.waited[1] += 0 if alone or verdict == "no" else wait
        sums = self.given.setdefault(worth.currency, [0, 0])
        sums[0] += worth.minor if past.given else 0
        sums[1] += worth.minor if alone or (past.given and verdict != "no") else 0
        if alone and past.asked:
            self.freed += 1
            self.freed_money[worth.currency] = self.freed_money.get(worth.currency, 0) + worth.minor
            if past.person not in self.people and len(self.people) < NAMED:
                self.people.append(past.person)
        elif not alone and not past.asked and past.given:
            self.held += verdict != "no"
        self.barred += verdict == "no"


class Replay:
    """A walk through what was, from the oldest on. `earlier` is what was given before the first that counts."""

    def __init__(self, rules: Compiled) -> None:
        self._rules = rules
        caps = [rule.cap for rule in rules.rules]
        free = any(rule.when.expression for rule in rules.rules)
        days = [max(rule.when.given_days, rule.cap.person_days) for rule in rules.rules]
        self._window = timedelta(days=max(days, default=365))
        asked = [rule for rule in rules.rules if rule.when.given_at_most is not None]
        to_person = (most for cap in caps for most in (cap.times, cap.person, cap.conversation))
        self._persons = free or bool(asked) or any(most is not None for most in to_person)
        self._members = any(cap.member_day is not None for cap in caps)
        self._teams = any(cap.team_month is not None for cap in caps)
        self._given: dict[int, deque[Given]] = {}
        self._sums: dict[tuple[Any, ...], dict[tuple[str, str], int]] = {}
        self.outcome = Outcome()

    def earlier(self, past: Past) -> None:
        """Something given before what counts."""
        self._give(past)

    def take(self, past: Past) -> str:
        """The next decision that was. Returns what would have been decided."""
        case = Case(
            past.kind,
            past.worth,
            past.asker,
            past.at,
            topic=past.topic,
            medium=past.medium,
            country=past.country,
            order_days=past.order_days,
            order_amount=past.order_amount,
            given=self._to(past),
            by_member=self._sum(self._day(past), past.at) if self._members else (),
            by_team=self._sum(self._month(past), past.at) if self._teams else (),
            shown=past.shown,
            conversation=past.conversation,
        )
        verdict = self._rules.decide(case).verdict
        self.outcome.count(past, verdict)
        if verdict == "may" or (past.given and verdict != "no"):
            self._give(past)
        return verdict

    def _give(self, past: Past) -> None:
        one = Given(past.kind, past.worth.minor, past.worth.currency, past.at, past.conversation)
        if self._persons:
            self._given.setdefault(past.person, deque()).append(one)
        for wanted, key in ((self._members, self._day(past)), (self._teams, self._month(past))):
            if wanted:
                sums = self._sums.setdefault(key, {})
                sums[past.kind, past.worth.currency] = sums.get((past.kind, past.worth.currency), 0) + past.worth.minor

    def _to(self, past: Past) -> tuple[Given, ...]:
        given = self._given.get(past.person)
        while given and given[0].at <= past.at - self._window:
            given.popleft()
        return tuple(given or ())

    def _sum(self, key: tuple[Any, ...], at: datetime) -> tuple[Given, ...]:
        sums = self._sums.get(key, {})
        return tuple(Given(kind, worth, currency, at) for (kind, currency), worth in sums.items())

    def _day(self, past: Past) -> tuple[Any, ...]:
        return "member", past.member, past.at.date()

    def _month(self, past: Past) -> tuple[Any, ...]:
        return "team", past.team, past.at.year, past.at.month


def replay(rules: Compiled, pasts: Iterable[Past]) -> Outcome:
    """Everything at once, for few."""
    walk = Replay(rules)
    for past in pasts:
        walk.take(past)
    return walk.outcome
