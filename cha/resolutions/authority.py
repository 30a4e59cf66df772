"""Authority: what this member may decide here and now, and why. From rows to the values that `policy` decides on."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from cha.conversations.models import Conversation
from cha.core.actor import Acting, Actor, actor_of
from cha.core.clock import now
from cha.core.errors import Refused
from cha.core.money import Money
from cha.people.models.record import Record
from cha.resolutions.models.policy import PolicySet, policy_in_force
from cha.resolutions.models.unlock import Unlock, unlocks_of
from cha.resolutions.policy.case import Asker, Case, Decision
from cha.resolutions.policy.deciding import decide
from cha.resolutions.policy.rules import Rule, rule_from
from cha.team.models import Member, brand

_compiled: dict[int, tuple[Rule, ...]] = {}


def rules_of(policy: PolicySet | None) -> tuple[Rule, ...]:
    """The rules of a version. A live one is never changed, so that its rules are read once in a process."""
    if policy is None:
        return ()
    if policy.state != PolicySet.State.LIVE:
        return tuple(rule_from(data) for data in policy.rules)
    if policy.pk not in _compiled:
        _compiled[policy.pk] = tuple(rule_from(data) for data in policy.rules)
    return _compiled[policy.pk]


def asker_of(by: Acting | Actor) -> Asker:
    """Who decides, as the policy knows them. Cha itself has what an automation has."""
    if not isinstance(by, Member):
        kind = actor_of(by).kind
        return Asker("rule" if kind == "cha" else kind)
    if not by.answers:
        return Asker("light")
    unlocks = unlocks_of(by.pk)
    skills = frozenset(row.name for row in unlocks if row.kind == Unlock.Kind.SKILL)
    return Asker(by.role, skills, frozenset(row.name for row in unlocks if row.kind == Unlock.Kind.TRAINING))


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
    face = brand()
    at = now().astimezone(ZoneInfo(face.zone if face else "UTC"))
    case = Case(
        kind,
        worth,
        asker_of(by),
        at,
        topic=conversation.topic,
        medium=conversation.medium,
        order_days=(at - order.placed_at).days if order and order.placed_at else None,
        order_amount=order.amount if order else None,
        shown=frozenset(shown),
    )
    return decide(rules_of(policy_in_force()), case)


class NeedsYes(Refused):
    """It is above what they may decide: `decision` says by how much, and who can be asked."""

    def __init__(self, sentence: str, decision: Decision) -> None:
        super().__init__(sentence, code="needs_yes")
        self.decision = decision
