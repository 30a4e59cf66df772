"""Every decision as rows: what may be done, under what, up to what, after which training, and who can today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from babel.numbers import get_currency_symbol
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cha.core.money import minor_units, short_amount
from cha.resolutions.policy import names
from cha.resolutions.policy.checking import House
from cha.resolutions.policy.deciding import reaches
from cha.resolutions.policy.rules import Grant, Rule
from cha.resolutions.policy.words import cap_words, when_words, who_words
from cha.team.models import Member
from cha.workspace.policies.blanks import amount


@dataclass(frozen=True, slots=True)
class Limit:
    """One grant as a row: its blank, who it names, how far its slider goes, what was before, and whose it is."""

    name: str
    who: str
    text: str
    sign: str
    value: int
    most: int
    step: int
    was: str
    training: str
    skill: str
    faces: tuple[Member, ...]
    everyone: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One rule as rows: what may be done, when, at most, by whom; `never` and `shown` in words."""

    key: str
    title: str
    when: str
    most: str
    never: str
    shown: str
    limits: tuple[Limit, ...]


def language() -> str:
    """The language of whoever looks."""
    return get_language() or "en"


def row(rule: Rule, before: Sequence[Rule], here: House, members: Mapping[int, Member]) -> Row:
    """A rule in the table."""
    old = next((one for one in before if one.key == rule.key), None)
    acts = names.either(map(names.may, rule.remedies))
    never = _("Never") + (_(", because %(why)s") % {"why": rule.because} if rule.because else "") if rule.never else ""
    shown = names.both(map(names.shown, rule.shown))
    return Row(
        rule.key,
        acts[:1].upper() + acts[1:],
        ", ".join(when_words(rule, language())),
        ", ".join(cap_words(rule.cap, rule.currency, language())),
        never,
        _("After %(what)s was shown") % {"what": shown} if shown else "",
        tuple(_limit(place, grant, rule, old, here, members) for place, grant in enumerate(rule.grants)),
    )


def _limit(place: int, grant: Grant, rule: Rule, old: Rule | None, here: House, members: Mapping[int, Member]) -> Limit:
    key = (grant.who, grant.skill, grant.training)
    old_grants = old.grants if old and old.currency == rule.currency else ()
    was = next((one.up_to for one in old_grants if (one.who, one.skill, one.training) == key), grant.up_to)
    who = [one for one in here.members if reaches(grant, one.asker)]
    one_unit = minor_units(1, rule.currency)
    most = _round_above(max(grant.up_to, was) * 2 // one_unit)
    return Limit(
        f"{rule.key}.up_to-{place}",
        who_words(Grant(grant.who, 0)),
        amount(grant.up_to, rule.currency),
        get_currency_symbol(rule.currency, locale=language().replace("-", "_")),
        grant.up_to // one_unit,
        most,
        max(most // 50, 1),
        short_amount(was, rule.currency, language()) if was != grant.up_to else "",
        grant.training,
        grant.skill,
        tuple(members[one.id] for one in who),
        len(who) == len(here.members) and bool(who),
    )


def _round_above(number: int) -> int:
    """The next of 50, 100, 200, 500, 1000 …: how far a slider goes."""
    most = 50
    while most < number:
        most = most * 5 // 2 if str(most).startswith("2") else most * 2
    return most
