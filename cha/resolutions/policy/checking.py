"""Checking a policy before it counts: what cannot be, what contradicts itself, and what nobody may. All in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from cha.core.money import MOST, is_code
from cha.resolutions.kinds import RemedyKind
from cha.resolutions.policy.case import Asker
from cha.resolutions.policy.expressions import Unread, test_of
from cha.resolutions.policy.names import SHOWN
from cha.resolutions.policy.rules import OTHERS, RANKS, Rule, When, rule_from

MOST_RULES: Final = 500
LONGEST_DAYS: Final = 3650
LONGEST_MINUTES: Final = 7 * 24 * 60
_NUMBERS: Final = {
    "when": ("order_days", "order_from", "given_at_most", "given_days"),
    "cap": ("person", "person_days", "times", "member_day", "team_month", "conversation"),
    "ask": ("minutes",),
}


@dataclass(frozen=True, slots=True)
class Someone:
    """A member as a policy knows them, and their name for words about them."""

    id: int
    name: str
    asker: Asker


@dataclass(frozen=True, slots=True)
class House:
    """What there is: the currencies that the shop uses, first the usual one; topics, media, and who decides."""

    currencies: tuple[str, ...]
    topics: frozenset[str]
    media: frozenset[str]
    members: tuple[Someone, ...] = ()


@dataclass(frozen=True, slots=True)
class Wrong:
    """What cannot be: the key of its rule, the name of its blank, and a sentence."""

    key: str
    field: str
    words: str


def read_rules(data: Any, house: House) -> tuple[tuple[Rule, ...], tuple[Wrong, ...]]:
    """The rules of some data, and everything that is wrong with them. Data that is no rule at all is wrong too."""
    if not isinstance(data, list) or len(data) > MOST_RULES:
        return (), (Wrong("", "form", _("A policy has at most %(most)s lines.") % {"most": MOST_RULES}),)
    rules: list[Rule] = []
    wrong: list[Wrong] = []
    for row in data:
        rule = _read(row)
        if rule is None:
            wrong.append(Wrong(str(_part(row, "key") or ""), "form", _("This line cannot be read.")))
            continue
        if rule.key in {one.key for one in rules}:
            wrong.append(Wrong(rule.key, "form", _("Two lines are called “%(key)s”.") % {"key": rule.key}))
        rules.append(rule)
        wrong += [Wrong(rule.key, field, words) for field, words in amiss(rule, house)]
    return tuple(rules), tuple(wrong)


def amiss(rule: Rule, house: House) -> Iterable[tuple[str, str]]:
    """What cannot be in a rule: (blank, sentence) for each."""
    yield from _what(rule, house)
    yield from _conditions(rule, house)
    yield from _money(rule, house)
    yield from _asking(rule, house)


def _read(row: Any) -> Rule | None:
    """A rule whose numbers are numbers and whose words are words; None for anything else."""
    try:
        rule = rule_from(row)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    numbers = [getattr(getattr(rule, part), name) for part, names in _NUMBERS.items() for name in names]
    numbers += [grant.up_to for grant in rule.grants] + list(rule.when.hours or ()) + list(rule.when.weekdays)
    numbers += list(rule.ask.members)
    words = [*rule.remedies, *rule.when.topics, *rule.when.media, *rule.when.countries, *rule.shown, rule.currency]
    words += [rule.when.expression, rule.because, rule.instead, rule.ask.if_nobody]
    words += [word for grant in rule.grants for word in (grant.who, grant.skill, grant.training)]
    fits = all(number is None or type(number) is int for number in numbers)
    return rule if fits and all(isinstance(word, str) for word in words) and rule.key.strip() else None


def _part(row: Any, name: str) -> Any:
    return row.get(name) if isinstance(row, Mapping) else None


def _what(rule: Rule, house: House) -> Iterable[tuple[str, str]]:
    if not rule.remedies or not set(rule.remedies) <= set(RemedyKind.values):
        yield "remedies", _("Choose what may be given.")
    if rule.never and rule.grants:
        yield "never", _("What is never given cannot be given up to an amount. Take out one of the two.")
    if not (rule.never or rule.grants or rule.shown or _caps(rule)):
        yield "who-0", _("This line says nothing yet. Say who may, or that nobody may.")
    if not set(rule.shown) <= set(SHOWN):
        yield "shown", _("Choose what must be shown from the list.")
    for name, words in (("because", rule.because), ("instead", rule.instead)):
        if len(words) > 200:
            yield name, _("That is too long: 200 letters fit here.")


def _conditions(rule: Rule, house: House) -> Iterable[tuple[str, str]]:
    when = rule.when
    for topic in set(when.topics) - house.topics:
        yield "topics", _("There is no topic “%(topic)s” here. Choose one from the list.") % {"topic": topic}
    for medium in set(when.media) - house.media:
        yield "media", _("There is no channel “%(medium)s” here.") % {"medium": medium}
    for country in when.countries:
        if not (len(country) == 2 and country.isascii() and country.isalpha() and country.isupper()):
            yield "countries", _("Write countries as two capital letters, such as BE, NL.")
            break
    yield from _times(when)
    if when.expression:
        try:
            test_of(when.expression)
        except Unread as error:
            yield "expression", _("This cannot be read as an expression: %(problem)s.") % {"problem": error}


def _times(when: When) -> Iterable[tuple[str, str]]:
    if when.hours and not 0 <= when.hours[0] < when.hours[1] <= 24:
        yield "hours_from", _("The hours are turned round. Write the earlier one first, from 0 to 24.")
    if not set(when.weekdays) <= set(range(1, 8)):
        yield "weekdays", _("Choose days of the week.")
    for name, days in (("order_days", when.order_days), ("given_days", when.given_days)):
        if days is not None and not 0 <= days <= LONGEST_DAYS:
            yield name, _("Write a number of days up to ten years.")
    if when.given_at_most is not None and when.given_at_most < 0:
        yield "given_at_most", _("Write nought or more.")


def _money(rule: Rule, house: House) -> Iterable[tuple[str, str]]:
    amounts: list[tuple[str, int | None]]
    amounts = [(f"up_to-{place}", grant.up_to) for place, grant in enumerate(rule.grants)]
    amounts.append(("order_from", rule.when.order_from))
    caps = ("person", "member_day", "team_month", "conversation")
    amounts += [("cap_" + name, getattr(rule.cap, name)) for name in caps]
    priced = any(most is not None for _name, most in amounts)
    if rule.currency not in house.currencies and (rule.currency or priced):
        yield "currency", _no_currency(rule.currency, house)
    for name, most in amounts:
        if most is not None and not 0 <= most < MOST:
            yield name, _("An amount is nought or more, and smaller than this. Write one such as 50.")
    if rule.cap.times is not None and rule.cap.times < 0:
        yield "cap_times", _("Write nought or more.")
    if not 1 <= rule.cap.person_days <= LONGEST_DAYS:
        yield "cap_person_days", _("Write a number of days, from one to ten years.")
    for place, grant in enumerate(rule.grants):
        if grant.who not in (*RANKS, *OTHERS):
            yield f"who-{place}", _("“%(who)s” is no role here.") % {"who": grant.who}
        if max(len(grant.skill), len(grant.training)) > 60:
            yield f"training-{place}", _("That is too long: 60 letters fit here.")
    if len({(grant.who, grant.skill, grant.training) for grant in rule.grants}) < len(rule.grants):
        yield "who-0", _("Somebody is named twice with different limits. Take one out.")


def _no_currency(currency: str, house: House) -> str:
    words = {"currency": currency, "all": ", ".join(house.currencies)}
    if not is_code(currency):
        return _("“%(currency)s” is no currency. The shop uses %(all)s.") % words
    return _("The shop does not use %(currency)s. It uses %(all)s; more are added in Settings, Business.") % words


def _asking(rule: Rule, house: House) -> Iterable[tuple[str, str]]:
    if not 1 <= rule.ask.minutes <= LONGEST_MINUTES:
        yield "minutes", _("Write how many minutes it may take, from one to a week.")
    if rule.ask.if_nobody not in ("waits", "stand_in", "decides"):
        yield "if_nobody", _("Choose what happens when nobody answers.")
    if not set(rule.ask.members) <= {one.id for one in house.members}:
        yield "ask", _("Somebody who was to be asked is not here any more. Choose again.")


def _caps(rule: Rule) -> bool:
    cap = rule.cap
    return any(most is not None for most in (cap.person, cap.times, cap.member_day, cap.team_month, cap.conversation))
