"""Authority: what this member may decide here and now, and why. From rows to the values that `policy` decides on.

Inside a verb the team and the member whose budgets speak are locked, after the conversation and its person, so that two
who give at once see each other's. Who decides on several things at once holds the budgets of all first: `hold_budgets`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from cha.conversations.models import Conversation
from cha.core import held
from cha.core.actor import Acting, Actor, actor_of
from cha.core.clock import now
from cha.core.errors import Refused
from cha.core.money import Money
from cha.people.models.record import Record
from cha.resolutions.facts import Budgets, country_of, given_by, given_by_team, given_to, shown_in, window_of
from cha.resolutions.models.policy import PolicySet, policy_in_force, policy_in_force_id
from cha.resolutions.models.unlock import Unlock, unlocks_of
from cha.resolutions.policy.case import Asker, Case, Decision
from cha.resolutions.policy.deciding import Compiled, compiled
from cha.resolutions.policy.rules import Rule, rule_from
from cha.team.models import Member, brand

_NONE: Final = compiled(())
_kept: dict[int, Compiled] = {}


def rules_of(policy: PolicySet | None) -> tuple[Rule, ...]:
    """The rules of a version."""
    return compiled_of(policy).rules


def compiled_of(policy: PolicySet | None) -> Compiled:
    """The rules of a version, read. A live one is never changed, so that its rules are read once in a process."""
    if policy is None:
        return _NONE
    if policy.state != PolicySet.State.LIVE:
        return compiled(rule_from(data) for data in policy.rules)
    if policy.pk not in _kept:
        _kept[policy.pk] = compiled(rule_from(data) for data in policy.rules)
    return _kept[policy.pk]


def rules_in_force() -> Compiled:
    """The rules that hold now. Those of a version are read from its row once in a process."""
    pk = held.once("policy id in force", policy_in_force_id)
    known = _kept.get(pk) if pk else None
    return known or compiled_of(held.once("policy in force", policy_in_force))


def asker_of(by: Acting | Actor) -> Asker:
    """Who decides, as the policy knows them. Cha itself has what an automation has."""
    if not isinstance(by, Member):
        kind = actor_of(by).kind
        return Asker("rule" if kind == "cha" else kind)
    return asker_with(by, unlocks_of(by.pk))


def asker_with(member: Member, unlocks: Iterable[Unlock]) -> Asker:
    """A member as the policy knows them, by what they have and passed. Without a seat they decide nothing."""
    if not member.answers:
        return Asker("light")
    names: dict[str, set[str]] = {str(Unlock.Kind.SKILL): set(), str(Unlock.Kind.TRAINING): set()}
    for row in unlocks:
        names.setdefault(row.kind, set()).add(row.name)
    return Asker(member.role, frozenset(names[str(Unlock.Kind.SKILL)]), frozenset(names[str(Unlock.Kind.TRAINING)]))


def local_now() -> datetime:
    """This moment on the business's clock."""
    face = brand()
    return now().astimezone(ZoneInfo(face.zone if face else "UTC"))


def case_of(
    conversation: Conversation,
    by: Acting | Actor,
    kind: str,
    worth: Money,
    *,
    order: Record | None = None,
    shown: Iterable[str] = (),
    rules: Compiled | None = None,
) -> Case:
    """All that a policy is asked about: who, what, and what was given before. A query for each kind of fact that the
    rules in force speak of, and none for the others.
    """
    rules = rules_in_force() if rules is None else rules
    at, budgets = local_now(), Budgets.of(rules.rules, kind)
    if held.inside():
        budgets.lock(conversation, by)
    case = Case(
        kind,
        worth,
        asker_of(by),
        at,
        topic=conversation.topic,
        medium=conversation.medium,
        country=country_of(conversation.person),
        order_days=(at - order.placed_at).days if order and order.placed_at else None,
        order_amount=order.amount if order else None,
        given=given_to(conversation.person_id, window_of(rules.rules), at, conversation.pk),
        by_team=given_by_team(conversation.team_id, at) if budgets.team else (),
        shown=frozenset(shown) | (shown_in(conversation.pk) if budgets.shown else frozenset()),
        conversation=conversation.pk,
    )
    return replace(case, by_member=given_by(by, at)) if budgets.member else case


def hold_budgets(conversation: Conversation, by: Acting | Actor, kinds: Iterable[str]) -> None:
    """Hold the budgets that speak of any of these kinds, in one order, until the verb's transaction ends."""
    rules = rules_in_force().rules
    Budgets.of_all(rules, kinds).lock(conversation, by)


def authority(
    conversation: Conversation,
    by: Acting | Actor,
    kind: str,
    worth: Money,
    *,
    order: Record | None = None,
    shown: Iterable[str] = (),
) -> Decision:
    """What somebody may decide in a conversation: this kind of remedy, worth so much. Reads; inside a verb that holds
    the conversation and its person what it reads cannot change meanwhile.
    """
    rules = rules_in_force()
    return rules.decide(case_of(conversation, by, kind, worth, order=order, shown=shown, rules=rules))


def used_up_since(
    conversation: Conversation,
    by: Acting | Actor,
    kind: str,
    worth: Money,
    since: datetime,
    *,
    order: Record | None = None,
    shown: Iterable[str] = (),
) -> bool:
    """Whether a cap leaves too little for this by what was given after `since`: what was known then was allowed."""
    rules = rules_in_force()
    case = case_of(conversation, by, kind, worth, order=order, shown=shown, rules=rules)
    return not rules.decide(case).fits and rules.decide(case.without_after(since)).fits


class NeedsYes(Refused):
    """It is above what they may decide: `decision` says by how much, and who can be asked."""

    def __init__(self, sentence: str, decision: Decision) -> None:
        super().__init__(sentence, code="needs_yes")
        self.decision = decision
