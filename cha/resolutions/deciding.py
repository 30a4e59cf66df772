"""Deciding a remedy: the verb that everything goes through which gives something to a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cha.conversations.access import must_answer
from cha.conversations.models import Conversation
from cha.core.actor import Acting, Actor, actor_of
from cha.core.errors import Invalid
from cha.core.ledger import record
from cha.core.money import Money
from cha.core.verbs import verb
from cha.people.models import Person
from cha.people.models.record import Record
from cha.promises.models import Promise
from cha.resolutions.authority import NeedsYes, authority
from cha.resolutions.kinds import RemedyKind
from cha.resolutions.models import Approval, Option, Remedy
from cha.resolutions.models.policy import policy_in_force
from cha.team.models import Member


@verb
def decide_remedy(
    conversation: Conversation,
    kind: str,
    words: str,
    *,
    by: Acting | Actor,
    amount: Money,
    cost: Money | None = None,
    order: Record | None = None,
    why: str = "",
    ours: bool | None = None,
    product: str = "",
    keeper: Member | None = None,
    by_when: datetime | None = None,
    approval: Approval | None = None,
    option: Option | None = None,
    promise: Promise | None = None,
    shown: Iterable[str] = (),
    checklist: Iterable[str] = (),
) -> Remedy:
    """Decide to give something. `amount` is what the person gets (nought for no money), `cost` what it costs us.

    The person is locked, so that two who give at once see each other's. Raises Invalid for an unknown kind, a negative
    amount or two currencies; NeedsYes above the limit; Refused for what is never given; NotFound as `must_answer` does.
    """
    locked = must_answer(conversation, by)
    if kind not in RemedyKind.values:
        raise Invalid(f"“{kind}” is no remedy.", field="kind")
    cost = cost or amount
    if amount.minor < 0 or cost.minor < 0:
        raise Invalid("An amount is nought or more.", field="amount")
    if cost.currency != amount.currency:
        raise Invalid("What they get and what it costs are in one currency.", field="cost")
    Person.objects.select_for_update().get(pk=locked.person_id)
    if approval is None:
        decision = authority(locked, by, kind, max(amount, cost), order=order, shown=shown)
        if decision.verdict != "may":
            raise NeedsYes("This is above what you may decide alone. Ask for a yes.", decision)
    policy = policy_in_force()
    actor = actor_of(by)
    remedy = Remedy(
        conversation=locked,
        person_id=locked.person_id,
        kind=kind,
        words=words.strip()[:200],
        amount=amount.minor,
        cost=cost.minor,
        currency=amount.currency,
        why=why.strip()[:200],
        topic=locked.topic,
        product=product.strip()[:120],
        ours=ours,
        order=order,
        team_id=locked.team_id,
        decided_by_kind=actor.kind,
        decided_by_id=actor.id,
        keeper=keeper or (by if isinstance(by, Member) else locked.assignee),
        approval=approval,
        option=option,
        promise=promise,
        policy=policy.number or 0 if policy else 0,
        by=by_when,
        checklist=[{"words": line} for line in checklist],
    )
    remedy.save(force_insert=True)
    facts = {"kind": kind, "worth": remedy.worth.minor, "currency": remedy.currency, "policy": remedy.policy}
    record("remedy.decided", by=by, on=remedy, conversation=locked.pk, person=locked.person_id, **facts)
    return remedy
