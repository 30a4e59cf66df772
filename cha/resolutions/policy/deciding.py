"""Deciding: what a policy says of one case. Pure: rules and a case in, a decision out.

Of what is granted, the most counts; of what is forbidden, capped or to be shown, everything does. So the order of the
rules says nothing, and whoever may more never gets less. An owner is held by what is never given and what must be
shown, and told of the rest: somebody must be able to say yes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final

from cha.core.money import Money
from cha.resolutions.policy.case import Asker, Case, Decision, Given, Reason
from cha.resolutions.policy.expressions import Unread, test_of, values_of
from cha.resolutions.policy.rules import RANKS, Ask, Cap, Grant, Rule, When

Check = Callable[["_Asked"], bool]
OWNER: Final = RANKS[-1]
# When several rules say who is asked, the most cautious end counts.
_CAUTION: Final = ("decides", "stand_in", "waits")
_MOST_KEPT: Final = 2_000


class Compiled:
    """A rule set read once: 500 rules decide in less than a millisecond.

    Which rules may speak by what is fixed (remedy, topic, currency, medium, country) is worked out once for each
    combination, and what each grants once for each kind of asker.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(sorted(rules, key=lambda rule: (rule.key, repr(rule))))
        self._lines: dict[str, list[_Line]] = {}
        for rule in self.rules:
            line = _Line(rule, tuple(_checks(rule.when)), rule.cap != Cap(), _unlocking(rule))
            for kind in set(rule.remedies):
                self._lines.setdefault(kind, []).append(line)
        self._about: dict[tuple[str, ...], list[_Line]] = {}
        self._limits: dict[Asker, dict[_Line, int]] = {}

    def decide(self, case: Case) -> Decision:
        """What these rules say of a case. Raises ValueError for an amount below nought."""
        if case.worth.minor < 0:
            raise ValueError("an amount is nought or more")
        asked = _Asked(case)
        speaking = [line for line in self._fixed(case) if not line.checks or line.speaks(asked)]
        if never := next((line.rule for line in speaking if line.rule.never), None):
            return _never(never, case, tuple(asked.unread))
        if not any(line.rule.grants for line in speaking):
            return _unsaid(speaking, asked)
        return _granted(speaking, self._limit(speaking, case.asker), asked)

    def _fixed(self, case: Case) -> list[_Line]:
        """The rules that may speak, by their keys."""
        key = (case.kind, case.topic, case.worth.currency, case.medium, case.country)
        found = self._about.get(key)
        if found is None:
            if len(self._about) >= _MOST_KEPT:
                self._about.clear()
            found = [line for line in self._lines.get(case.kind, ()) if _fits(line.rule, case)]
            self._about[key] = found
        return found

    def _limit(self, speaking: list[_Line], asker: Asker) -> int | None:
        """The most that a speaking rule grants this asker; None when none grants anything."""
        if len(self._limits) >= _MOST_KEPT:
            self._limits.clear()
        known, most = self._limits.setdefault(asker, {}), -1
        for line in speaking:
            if line not in known:
                limits = [grant.up_to for grant in line.rule.grants if reaches(grant, asker)]
                known[line] = max(limits, default=-1)
            most = max(most, known[line])
        return most if most >= 0 else None


def compiled(rules: Iterable[Rule]) -> Compiled:
    """A rule set, read once for many decisions."""
    return Compiled(rules)


def decide(rules: Iterable[Rule] | Compiled, case: Case) -> Decision:
    """What the rules say, whatever their order. Raises ValueError for an amount below nought."""
    return (rules if isinstance(rules, Compiled) else Compiled(rules)).decide(case)


class _Asked:
    """A case while it is decided: what several rules want to know of it is worked out once, and only when they do."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.unread: list[Reason] = []
        self._given: dict[int, Mapping[str, tuple[int, int]]] = {}

    @cached_property
    def values(self) -> Mapping[str, Any]:
        return values_of(self.case)

    @cached_property
    def today(self) -> Mapping[str, int]:
        """What this member gave today, by kind, in the currency of the case."""
        case = self.case
        return self._sums(one for one in case.by_member if _local(one, case).date() == case.at.date())

    @cached_property
    def this_month(self) -> Mapping[str, int]:
        """What the team gave this month, likewise."""
        case = self.case
        return self._sums(one for one in case.by_team if _month(_local(one, case)) == _month(case.at))

    @cached_property
    def here(self) -> Mapping[str, int]:
        """What the person was given in this conversation, likewise."""
        case, at = self.case, self.case.conversation
        return self._sums(one for one in case.given if at is not None and one.conversation == at)

    def given(self, days: int) -> Mapping[str, tuple[int, int]]:
        """What the person was given in so many days, by kind: how often, and how much in the currency of the case."""
        if days not in self._given:
            within = list(_within(self.case.given, self.case, days))
            sums = self._sums(within)
            times = Counter(one.kind for one in within)
            self._given[days] = {kind: (count, sums.get(kind, 0)) for kind, count in times.items()}
        return self._given[days]

    def _sums(self, given: Iterable[Given]) -> Mapping[str, int]:
        sums: dict[str, int] = {}
        for one in given:
            if one.currency == self.case.worth.currency:
                sums[one.kind] = sums.get(one.kind, 0) + one.worth
        return sums


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """A rule, what must hold of the moment for it to speak, and whether it has caps, and grants that are unlocked."""

    rule: Rule
    checks: tuple[Check, ...]
    capped: bool
    unlocking: bool

    def speaks(self, asked: _Asked) -> bool:
        """Whether it speaks. One whose expression cannot be worked out grants nothing, and what only forbids or caps
        does; that is a reason.
        """
        try:
            return all(check(asked) for check in self.checks)
        except Unread as error:
            asked.unread.append(Reason("unread", {"rule": self.rule.key, "problem": str(error)}))
            return not self.rule.grants


def _fits(rule: Rule, case: Case) -> bool:
    """Whether a rule may speak by what is fixed. What is not known meets no condition."""
    when = rule.when
    return (
        rule.currency in ("", case.worth.currency)
        and (not when.topics or case.topic in when.topics)
        and (not when.media or case.medium in when.media)
        and (not when.countries or case.country in when.countries)
    )


def _checks(when: When) -> Iterable[Check]:
    """One check for each other condition, the dear one last."""
    if (days := when.order_days) is not None:
        yield lambda asked: asked.case.order_days is not None and asked.case.order_days <= days
    if (least := when.order_from) is not None:
        yield lambda asked: asked.case.order_amount is not None and asked.case.order_amount >= least
    if when.weekdays:
        yield lambda asked: asked.case.at.isoweekday() in when.weekdays
    if (hours := when.hours) is not None:
        yield lambda asked: hours[0] <= asked.case.at.hour < hours[1]
    if (most := when.given_at_most) is not None:
        yield lambda asked: sum(times for times, _sum in asked.given(when.given_days).values()) <= most
    if when.expression:
        yield lambda asked: test_of(when.expression)(asked.values)


def _unlocking(rule: Rule) -> bool:
    return any(grant.skill or grant.training for grant in rule.grants)


def _never(rule: Rule, case: Case, unread: tuple[Reason, ...]) -> Decision:
    nothing = Money(0, case.worth.currency)
    because = Reason("never", {"rule": rule.key, "because": rule.because})
    return Decision("no", nothing, nothing, (because, *unread), (rule.key,), instead=rule.instead)


def _unsaid(speaking: list[_Line], asked: _Asked) -> Decision:
    """No rule gives it to anybody: an owner decides, everybody else asks one."""
    case = asked.case
    nothing, fits = Money(0, case.worth.currency), _fit(_capped(speaking, asked), case)
    reasons = (Reason("no_rule", {"kind": case.kind, "currency": case.worth.currency}), *asked.unread)
    if missing := _missing(speaking, case):
        return Decision("show", nothing, nothing, (*missing, *reasons), _keys(speaking), fits=fits)
    if case.asker.role == OWNER:
        return Decision("may", case.worth, case.worth, reasons, _keys(speaking), fits=fits)
    return Decision("ask", nothing, nothing, reasons, _keys(speaking), ask=_ask(speaking), fits=fits)


def _granted(speaking: list[_Line], granted: int | None, asked: _Asked) -> Decision:
    case = asked.case
    worth, limit = case.worth.minor, granted or 0
    caps = _capped(speaking, asked)
    fits = _fit(caps, case)
    left, reasons = _left(limit, caps, case)
    if granted is None or worth > limit:
        above = Reason("above_limit", {"limit": limit, "currency": case.worth.currency})
        reasons = [above, *reasons, *_unlocks(speaking, case, limit)]
    alone = granted is not None and worth <= left and fits
    if case.asker.role == OWNER and not alone:
        alone, limit, left, reasons = True, max(limit, worth), max(left, worth), [*reasons, Reason("owner")]
    missing = _missing(speaking, case)
    return Decision(
        "show" if missing else "may" if alone else "ask",
        Money(limit, case.worth.currency),
        Money(left, case.worth.currency),
        (*missing, *reasons, *asked.unread),
        _keys(speaking),
        ask=_ask(speaking),
        fits=fits,
    )


_Capped = tuple[Rule, str, int, int]


def _capped(speaking: list[_Line], asked: _Asked) -> list[_Capped]:
    """Every cap that speaks: its rule, its code, the most, and so far."""
    return [(line.rule, *cap) for line in speaking if line.capped for cap in _caps(line.rule, asked)]


def _fit(caps: list[_Capped], case: Case) -> bool:
    """Whether every cap leaves as much as this, whoever decides. Too often is too often for what is worth nothing."""
    worth = case.worth.minor
    return all(so_far < most if code == "times" else worth <= max(most - so_far, 0) for _, code, most, so_far in caps)


def _left(limit: int, caps: list[_Capped], case: Case) -> tuple[int, list[Reason]]:
    """What is left of a limit under every cap, and the caps that leave less than it."""
    left, reasons = limit, []
    for rule, code, most, so_far in caps:
        rest = (limit if so_far < most else 0) if code == "times" else max(most - so_far, 0)
        if rest < limit:
            left = min(left, rest)
            facts = {"most": most, "so_far": so_far, "days": rule.cap.person_days}
            reasons.append(Reason(code, {"rule": rule.key, "currency": case.worth.currency, **facts}))
    return left, reasons


def _caps(rule: Rule, asked: _Asked) -> Iterable[tuple[str, int, int]]:
    """A rule's caps as (code, most, so far). Times count whatever the currency; money only in the rule's own."""
    cap = rule.cap
    if cap.times is not None or cap.person is not None:
        given = [found for kind, found in asked.given(cap.person_days).items() if kind in rule.remedies]
        if cap.times is not None:
            yield "times", cap.times, sum(times for times, _worth in given)
        if cap.person is not None:
            yield "person", cap.person, sum(worth for _times, worth in given)
    if cap.conversation is not None:
        yield "conversation", cap.conversation, sum(asked.here.get(kind, 0) for kind in set(rule.remedies))
    if cap.member_day is not None:
        yield "member_day", cap.member_day, sum(asked.today.get(kind, 0) for kind in set(rule.remedies))
    if cap.team_month is not None:
        yield "team_month", cap.team_month, sum(asked.this_month.get(kind, 0) for kind in set(rule.remedies))


def _within(given: Iterable[Given], case: Case, days: int) -> Iterable[Given]:
    since = case.at - timedelta(days=days)
    return (one for one in given if since < one.at <= case.at)


def _local(one: Given, case: Case) -> datetime:
    return one.at.astimezone(case.at.tzinfo)


def _month(at: datetime) -> tuple[int, int]:
    return at.year, at.month


def _missing(speaking: list[_Line], case: Case) -> tuple[Reason, ...]:
    """What must be shown first, and was not."""
    wanted = {what for line in speaking for what in line.rule.shown} - case.shown
    return tuple(Reason("show", {"what": what}) for what in sorted(wanted))


def _unlocks(speaking: list[_Line], case: Case, limit: int) -> Iterable[Reason]:
    """The skills and trainings that alone stand between this asker and more."""
    every = {grant for line in speaking if line.unlocking for grant in line.rule.grants if grant.up_to > limit}
    for grant in sorted(every, key=repr):
        if _of_rank(grant, case.asker):
            for code, name, has in (
                ("skill", grant.skill, case.asker.skills),
                ("training", grant.training, case.asker.trainings),
            ):
                if name and name not in has:
                    yield Reason(code, {"name": name, "up_to": grant.up_to, "currency": case.worth.currency})


def reaches(grant: Grant, asker: Asker) -> bool:
    """Whether a grant is this asker's: by rank or name, with what they must have and have passed."""
    if grant.skill and grant.skill not in asker.skills:
        return False
    if grant.training and grant.training not in asker.trainings:
        return False
    return _of_rank(grant, asker)


def _of_rank(grant: Grant, asker: Asker) -> bool:
    """A role reaches whoever is above it too; a bot or an automation only what names it."""
    if grant.who in RANKS and asker.role in RANKS:
        return RANKS.index(asker.role) >= RANKS.index(grant.who)
    return grant.who == asker.role


def _keys(speaking: list[_Line]) -> tuple[str, ...]:
    return tuple(line.rule.key for line in speaking)


def _ask(speaking: list[_Line]) -> Ask:
    """Whom to ask: everybody whom a granting rule names, for as long as the slowest may take, and the safest end."""
    asks = [line.rule.ask for line in speaking if line.rule.grants] or [Ask()]
    return Ask(
        tuple(sorted({member for ask in asks for member in ask.members})),
        max(ask.minutes for ask in asks),
        max((ask.if_nobody for ask in asks), key=_CAUTION.index),
    )
