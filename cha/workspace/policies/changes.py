"""What differs between two versions of the policy, a sentence each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cha.core.money import short_amount
from cha.resolutions.policy.checking import House
from cha.resolutions.policy.deciding import reaches
from cha.resolutions.policy.rules import Grant, Rule
from cha.resolutions.policy.words import heading, sentence, who_words


def changes(before: Sequence[Rule], after: Sequence[Rule], house: House, language: str) -> list[str]:
    """What is new, gone, more, less or said otherwise; nothing for two that say the same."""
    old, new = {rule.key: rule for rule in before}, {rule.key: rule for rule in after}
    found = []
    for key, rule in new.items():
        if key not in old:
            found.append(_("New: %(line)s.") % {"line": heading(rule, language)})
        elif old[key] != rule:
            found += _changed(old[key], rule, house, language)
    return [*found, *(_("Gone: %(line)s.") % {"line": heading(old[key], language)} for key in old if key not in new)]


def _changed(old: Rule, new: Rule, house: House, language: str) -> Iterable[str]:
    limits = _limits(old, new, house, language)
    yield from limits
    same = replace(old, grants=new.grants) == new
    if not same or not limits:
        words = _("“%(line)s” is said otherwise: %(sentence)s")
        yield words % {"line": heading(old, language), "sentence": sentence(new, language)}


def _limits(old: Rule, new: Rule, house: House, language: str) -> list[str]:
    if old.currency != new.currency:
        return []
    was = {(grant.who, grant.skill, grant.training): grant for grant in old.grants}
    pairs = [(was.get((grant.who, grant.skill, grant.training)), grant) for grant in new.grants]
    return [
        _limit(before, after, new, house, language) for before, after in pairs if before and before.up_to != after.up_to
    ]


def _limit(before: Grant, after: Grant, rule: Rule, house: House, language: str) -> str:
    reached = sum(1 for one in house.members if reaches(after, one.asker))
    words = ngettext(
        "“%(line)s” goes from %(before)s to %(after)s for %(who)s: %(num)s person.",
        "“%(line)s” goes from %(before)s to %(after)s for %(who)s: %(num)s people.",
        reached,
    )
    return words % {
        "line": heading(rule, language),
        "before": short_amount(before.up_to, rule.currency, language),
        "after": short_amount(after.up_to, rule.currency, language),
        "who": who_words(after),
        "num": reached,
    }
