"""The line that stands above all others: a sentence whose blanks are the controls, and what can be chosen in each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from babel.numbers import get_currency_symbol
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cha.core.ids import encode
from cha.core.money import short_amount
from cha.resolutions.policy import names
from cha.resolutions.policy.checking import House, Someone
from cha.resolutions.policy.deciding import reaches
from cha.resolutions.policy.rules import Grant, Rule
from cha.resolutions.policy.words import then_words, when_words, who_words
from cha.team.models import Member
from cha.workspace.policies.blanks import amount
from cha.workspace.policies.rows import language

SPANS: Final = (1, 7, 30, 90, 365)
MINUTES: Final = (5, 10, 15, 30, 60, 120, 240, 1440)


def sentence_of(rule: Rule, here: House, members: Mapping[int, Member]) -> dict[str, Any]:
    """The line that stands above all others, with its blanks and their choices."""
    grant = rule.grants[0]
    who = [one for one in here.members if reaches(grant, one.asker)]
    rest = [one for one in here.members if one not in who]
    trained = sorted({one for each in here.members for one in each.asker.trainings} | ({grant.training} - {""}))
    when = names.both(when_words(rule, language()))
    return {
        "rule": rule,
        "when": when[:1].upper() + when[1:],
        "acts": names.either(map(names.may, rule.remedies)),
        "sign": get_currency_symbol(rule.currency, locale=language().replace("-", "_")),
        "amount": amount(grant.up_to, rule.currency),
        "whos": [(code, words if when else words[:1].upper() + words[1:]) for code, words in _whos()],
        "trainings": [("", _("trained or not")), *((one, _("who passed %(name)s") % {"name": one}) for one in trained)],
        "spans": _with(SPANS, rule.cap.person_days, names.in_days),
        "minutes": _with(MINUTES, rule.ask.minutes, _minutes),
        "asks": _asks(rule, here),
        "asked": ",".join(encode(one) for one in rule.ask.members),
        "thens": [(code, then_words(code)) for code in ("stand_in", "waits", "decides")],
        "others": [limit_words(one, rule.currency) for one in rule.grants[1:]],
        "who": [members[one.id] for one in who],
        "rest": [members[one.id] for one in rest],
        "person": amount(rule.cap.person, rule.currency),
    }


def _whos() -> list[tuple[str, str]]:
    return [(code, str(words)) for code, words in names.WHO.items()]


def limit_words(grant: Grant, currency: str) -> str:
    """ "leads up to €500"."""
    words = {"who": who_words(grant), "limit": short_amount(grant.up_to, currency, language())}
    return _("%(who)s up to %(limit)s") % words


def _asks(rule: Rule, here: House) -> list[tuple[str, str]]:
    """Who can be asked: whoever may, one of them, or those whom the rule names together."""
    most = min((grant.up_to for grant in rule.grants), default=0)
    able = [one for one in here.members if one.asker.role == "owner" or _most(rule, one) > most]
    choices = [("", _("whoever may")), *((encode(one.id), one.name.split()[0]) for one in able)]
    named = ",".join(encode(one) for one in rule.ask.members)
    if named not in dict(choices):
        called = [one.name.split()[0] for one in here.members if one.id in rule.ask.members]
        choices.append((named, names.either(called)))
    return choices


def _most(rule: Rule, one: Someone) -> int:
    return max((grant.up_to for grant in rule.grants if reaches(grant, one.asker)), default=0)


def _with(usual: Sequence[int], value: int, words: Callable[[int], str]) -> list[tuple[int, str]]:
    return [(number, words(number)) for number in sorted({*usual, value})]


def _minutes(number: int) -> str:
    if number % 60 == 0 and number >= 60:
        hours = number // 60
        return ngettext("%(num)s hour", "%(num)s hours", hours) % {"num": hours}
    return ngettext("%(num)s minute", "%(num)s minutes", number) % {"num": number}
