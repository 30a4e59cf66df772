"""What a policy that can be kept should still be told: where it contradicts itself (plum), and where it is silent
(honey). Found over all its rules, in the order of their keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import override

from cha.core.money import short_amount
from cha.resolutions.kinds import RemedyKind
from cha.resolutions.policy import names
from cha.resolutions.policy.case import Asker
from cha.resolutions.policy.checking import House
from cha.resolutions.policy.deciding import OWNER, reaches
from cha.resolutions.policy.rules import RANKS, Grant, Rule, When
from cha.resolutions.policy.words import heading


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence, how much it matters, and the rules it is about."""

    tone: Literal["plum", "honey"]
    words: str
    keys: tuple[str, ...] = ()


def remarks(rules: Iterable[Rule], house: House, language: str) -> list[Remark]:
    """Conflicts, then gaps."""
    found = sorted(rules, key=lambda rule: rule.key)
    with override(language):
        conflicts = [*_nevers(found, language), *_asks(found, language), *_amounts(found, language)]
        gaps = [*_gaps(found, house), *_above(found, house, language), *_answers(found, house, language)]
        return [*conflicts, *gaps]


def _nevers(rules: Sequence[Rule], language: str) -> Iterable[Remark]:
    for never in (rule for rule in rules if rule.never):
        for rule in rules:
            if rule.grants and set(rule.remedies) <= set(never.remedies) and _covers(never, rule):
                words = _("“%(line)s” is given to nobody: “%(never)s” is never given, and never comes first.")
                names_ = {"line": heading(rule, language), "never": heading(never, language)}
                yield Remark("plum", words % names_, (rule.key, never.key))


def _covers(wide: Rule, narrow: Rule) -> bool:
    """Whether the one speaks whenever the other does. Conditions that are the same need no understanding."""
    if wide.currency and wide.currency != narrow.currency:
        return False
    for name in ("topics", "media", "countries", "weekdays"):
        most, least = set(getattr(wide.when, name)), set(getattr(narrow.when, name))
        if most and (not least or not least <= most):
            return False
    rest = ("order_days", "order_from", "given_at_most", "hours", "expression")
    return all(getattr(wide.when, name) in (None, "", getattr(narrow.when, name)) for name in rest)


def _asks(rules: Sequence[Rule], language: str) -> Iterable[Remark]:
    for one, other in combinations([rule for rule in rules if rule.grants], 2):
        same = one.when == other.when and one.currency == other.currency and set(one.remedies) & set(other.remedies)
        if same and one.ask != other.ask:
            words = _("“%(one)s” and “%(other)s” say different things of who is asked, and when. Both are asked.")
            lines = {"one": heading(one, language), "other": heading(other, language)}
            yield Remark("plum", words % lines, (one.key, other.key))


def _amounts(rules: Sequence[Rule], language: str) -> Iterable[Remark]:
    for rule in rules:
        line = {"line": heading(rule, language)}
        for low, high in combinations(sorted(_plain(rule), key=lambda grant: RANKS.index(grant.who)), 2):
            if high.up_to < low.up_to:
                people = {"high": names.who(high.who), "low": names.who(low.who)}
                words = _("In “%(line)s” %(high)s have less than %(low)s. Whoever may more gets the more of the two.")
                yield Remark("plum", words % {**line, **people}, (rule.key,))
        cap = rule.cap
        every = (cap.person, cap.member_day, cap.team_month, cap.conversation)
        caps = [most for most in every if most is not None]
        top = max((grant.up_to for grant in rule.grants), default=0)
        if caps and min(caps) < top:
            money = {"top": _money(top, rule, language), "cap": _money(min(caps), rule, language)}
            words = _("In “%(line)s” the limit of %(top)s is never reached: %(cap)s in all is the most.")
            yield Remark("honey", words % {**line, **money}, (rule.key,))


def _plain(rule: Rule) -> list[Grant]:
    return [grant for grant in rule.grants if grant.who in RANKS and not grant.skill and not grant.training]


def _gaps(rules: Sequence[Rule], house: House) -> Iterable[Remark]:
    giving = [rule for rule in rules if rule.grants]
    silent = [kind for kind in RemedyKind.values if not any(kind in rule.remedies for rule in rules)]
    if silent:
        what = names.either(map(names.may, silent))
        yield Remark("honey", _("No line says who may %(what)s. Owners decide it.") % {"what": what})
    for currency in house.currencies:
        if giving and not any(rule.currency == currency for rule in giving):
            words = _("No line gives anything in %(currency)s. Owners decide it.")
            yield Remark("honey", words % {"currency": currency})
    for kind in RemedyKind.values:
        about = [rule for rule in giving if kind in rule.remedies]
        if about and not any(rule.when == When() for rule in about):
            keys = tuple(rule.key for rule in about)
            words = _("Only under conditions does a line say who may %(what)s. Otherwise owners decide it.")
            yield Remark("honey", words % {"what": names.may(kind)}, keys)


def _above(rules: Sequence[Rule], house: House, language: str) -> Iterable[Remark]:
    """Above what only an owner says yes: the most that anybody here may, by remedy and currency."""
    tops: dict[tuple[str, str], int] = {}
    for rule in rules:
        most = max((_limit(rule, one.asker) for one in house.members), default=0)
        for kind in rule.remedies if rule.grants else ():
            tops[kind, rule.currency] = max(most, tops.get((kind, rule.currency), 0))
    if house.members and tops:
        every = [
            _("%(what)s %(most)s") % {"what": names.remedy(kind), "most": short_amount(most, currency, language)}
            for (kind, currency), most in sorted(tops.items(), key=lambda one: -one[1])
        ]
        yield Remark("honey", _("Above these only an owner can say yes: %(all)s.") % {"all": ", ".join(every)})


def _answers(rules: Sequence[Rule], house: House, language: str) -> Iterable[Remark]:
    """Asks that nobody can answer, and unlocks that nobody has."""
    for rule in (rule for rule in rules if rule.grants):
        line = {"line": heading(rule, language)}
        least = min(grant.up_to for grant in rule.grants)
        asked = [one for one in house.members if one.id in rule.ask.members]
        if asked and not any(one.asker.role == OWNER or _limit(rule, one.asker) > least for one in asked):
            words = _("In “%(line)s” they ask %(names)s, who may not decide more themselves.")
            found = {**line, "names": names.both(one.name for one in asked)}
            yield Remark("plum", words % found, (rule.key,))
        for grant in rule.grants:
            if not any(reaches(grant, one.asker) for one in house.members) and grant.who in RANKS:
                words = _("In “%(line)s” nobody here is among those who may up to %(most)s yet.")
                yield Remark("honey", words % {**line, "most": _money(grant.up_to, rule, language)}, (rule.key,))


def _limit(rule: Rule, asker: Asker) -> int:
    return max((grant.up_to for grant in rule.grants if reaches(grant, asker)), default=0)


def _money(minor: int, rule: Rule, language: str) -> str:
    return short_amount(minor, rule.currency, language)
