"""Deciding: what a policy says of one case. Pure: rules and a case in, a decision out."""

from __future__ import annotations

from collections.abc import Iterable

from cha.core.money import Money
from cha.resolutions.policy.case import Asker, Case, Decision, Reason
from cha.resolutions.policy.rules import RANKS, Grant, Rule


def decide(rules: Iterable[Rule], case: Case) -> Decision:
    """What the rules say, whatever their order. What a rule forbids, none allows; of what is granted, the most counts;
    of what is capped, the least.
    """
    nothing = Money(0, case.worth.currency)
    speaking = sorted((rule for rule in rules if _speaks(rule, case)), key=lambda rule: rule.key)
    keys = tuple(rule.key for rule in speaking)
    never = next((rule for rule in speaking if rule.never), None)
    if never:
        reason = Reason("never", {"because": never.because})
        return Decision("no", nothing, nothing, (reason,), (never.key,), instead=never.instead)
    if not speaking:
        return Decision("ask", nothing, nothing, (Reason("no_rule"),))
    limit = Money(max((_granted(rule, case.asker) for rule in speaking), default=0), case.worth.currency)
    return Decision("may" if case.worth <= limit else "ask", limit, limit, (), keys, ask=speaking[0].ask)


def _speaks(rule: Rule, case: Case) -> bool:
    when = rule.when
    return (
        case.kind in rule.remedies
        and rule.currency == case.worth.currency
        and (not when.topics or case.topic in when.topics)
    )


def _granted(rule: Rule, asker: Asker) -> int:
    return max((grant.up_to for grant in rule.grants if _reaches(grant, asker)), default=0)


def _reaches(grant: Grant, asker: Asker) -> bool:
    if grant.skill and grant.skill not in asker.skills:
        return False
    if grant.training and grant.training not in asker.trainings:
        return False
    if grant.who in RANKS and asker.role in RANKS:
        return RANKS.index(asker.role) >= RANKS.index(grant.who)
    return grant.who == asker.role
