"""Deciding a remedy: the verb that everything goes through which gives something to a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from cha.conversations.access import must_answer
from cha.conversations.models import Conversation
from cha.core.actor import Acting, Actor, actor_of
from cha.core.errors import Invalid, Refused
from cha.core.ledger import record
from cha.core.money import Money
from cha.core.verbs import verb
from cha.people.models import Person
from cha.people.models.record import Record
from cha.promises.models import Promise, make_promise
from cha.resolutions.approvals.using import seen_with, use_approval
from cha.resolutions.authority import NeedsYes, authority, used_up_since
from cha.resolutions.kinds import RemedyKind
from cha.resolutions.models import Approval, Option, Remedy
from cha.resolutions.models.policy import policy_in_force
from cha.resolutions.policy.case import Decision
from cha.resolutions.remedies.order_left import must_be_left, must_be_their_order, must_fit, tax_must_fit
from cha.resolutions.remedies.vouchers import make_voucher
from cha.team.models import Member

LINES = 12


@verb
def decide_remedy(
    conversation: Conversation,
    kind: str,
    words: str,
    *,
    by: Acting | Actor,
    amount: Money,
    cost: Money | None = None,
    tax: Money | None = None,
    order: Record | None = None,
    why: str = "",
    ours: bool | None = None,
    product: str = "",
    keeper: Member | None = None,
    by_when: datetime | None = None,
    until: date | None = None,
    approval: Approval | None = None,
    option: Option | None = None,
    promise: Promise | None = None,
    promised: bool = False,
    shown: Iterable[str] = (),
    checklist: Iterable[str] = (),
    once: str = "",
) -> Remedy:
    """Decide to give something. `amount` is what the person gets (nought for no money), `tax` the part of it that is
    tax, `cost` what it costs us. `promised`: `by_when` is promised to them. `until`: a voucher's last day.
    `checklist`: what is done by hand, in order. The same form (`once`) sent twice decides once.

    The person and the order are locked, so that two who give at once see each other's. Raises Invalid for what is no
    remedy, no amount or not their order; NeedsYes above the limit, and where a cap was used up since it was offered or
    said yes to; Refused for what is never given, and where a yes was to something else; Conflict for a yes that is
    used, or an order that is given back; NotFound as `must_answer`.
    """
    locked = must_answer(conversation, by)
    cost = cost or amount
    _must_be_one(kind, words, amount, cost, tax, order)
    person = Person.objects.select_for_update(no_key=True).get(pk=locked.person_id)
    actor = actor_of(by)
    if before := _decided_before(locked, kind, amount, actor, once):
        return before
    must_be_their_order(order, person)
    worth = max(amount, cost)
    must_be_left(kind, amount, order)
    asked = _Asked(locked, kind, amount, worth, order, seen_with(approval, shown))
    approval = _allowed(asked, by, approval, option)
    keeper = keeper or (by if isinstance(by, Member) else locked.assignee)
    if promised and by_when and promise is None:
        promise = _promised(locked, words, by_when, keeper, by)
    policy = policy_in_force()
    remedy = Remedy(
        conversation=locked,
        person_id=locked.person_id,
        kind=kind,
        words=words.strip()[:200],
        amount=amount.minor,
        cost=cost.minor,
        tax=None if tax is None else tax.minor,
        currency=amount.currency,
        why=why.strip()[:200],
        topic=locked.topic,
        product=(product.strip() or _product_of(order))[:120],
        ours=ours,
        order=order,
        team_id=locked.team_id,
        decided_by_kind=actor.kind,
        decided_by_id=actor.id,
        keeper=keeper,
        approval=approval,
        option=option,
        promise=promise,
        policy=policy.number or 0 if policy else 0,
        by=by_when,
        checklist=[{"words": line} for line in _lines(checklist)],
        once=once[:40],
    )
    return _keep(remedy, locked, by, until)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What somebody wants to give, where, and what was seen."""

    talk: Conversation
    kind: str
    amount: Money
    worth: Money
    order: Record | None
    seen: frozenset[str]


def _allowed(asked: _Asked, by: Acting | Actor, approval: Approval | None, option: Option | None) -> Approval | None:
    """Raise where this may not be given. Returns the yes that is used for it."""
    talk, kind, worth, order, seen = asked.talk, asked.kind, asked.worth, asked.order, asked.seen
    said = approval and Approval.objects.select_related("answered_by").get(pk=approval.pk)
    # It counts for who said yes, so theirs are the budgets that are held.
    counts = said.answered_by if said and said.answered_by else by
    decision = authority(talk, counts, kind, worth, order=order, shown=seen)
    _must_be_given_at_all(decision)
    if approval is not None:
        approval = use_approval(approval, talk, kind, worth, order)
    elif not (decision.verdict == "may" or _stands_by(option, kind, asked.amount, decision)):
        raise _needs_yes(decision)
    since = _known_at(approval, option)
    if since and not decision.fits and used_up_since(talk, counts, kind, worth, since, order=order, shown=seen):
        raise NeedsYes("So much was given meanwhile that too little is left for this. Ask for a yes.", decision)
    return approval


def _keep(remedy: Remedy, locked: Conversation, by: Acting | Actor, until: date | None) -> Remedy:
    remedy.save(force_insert=True)
    if remedy.kind == RemedyKind.VOUCHER:
        make_voucher(remedy, until)
    locked.change()
    facts = {"kind": remedy.kind, "worth": remedy.worth.minor, "currency": remedy.currency, "policy": remedy.policy}
    record("remedy.decided", by=by, on=remedy, conversation=locked.pk, person=locked.person_id, **facts)
    return remedy


def _promised(talk: Conversation, words: str, by_when: datetime, keeper: Member | None, by: Acting | Actor) -> Promise:
    """What it is, by when: a promise that is kept when it is done."""
    source = Promise.Source.MEMBER if actor_of(by).kind == "member" else Promise.Source.RULE
    kept_by = Promise.KeptBy.REMEDY
    return make_promise(
        talk, by_when, by=by, kind="other", words=words.strip(), keeper=keeper, kept_by=kept_by, source=source
    )


def _must_be_one(kind: str, words: str, amount: Money, cost: Money, tax: Money | None, order: Record | None) -> None:
    if kind not in RemedyKind.values:
        raise Invalid(f"“{kind}” is no remedy.", field="kind")
    if not words.strip():
        raise Invalid("Say in a few words what they get.", field="words")
    must_fit(kind, amount, cost, order)
    tax_must_fit(tax, amount)


def _decided_before(talk: Conversation, kind: str, amount: Money, actor: Actor, once: str) -> Remedy | None:
    if not once:
        return None
    same = Remedy.objects.filter(conversation=talk, once=once[:40], kind=kind, amount=amount.minor)
    return same.filter(decided_by_kind=actor.kind, decided_by_id=actor.id).first()


def _must_be_given_at_all(decision: Decision) -> None:
    """What the policy says is never given, nobody's yes makes it be given."""
    for reason in decision.reasons:
        if reason.code == "never":
            because = str(reason.facts.get("because", "")).strip().rstrip(".")
            instead = decision.instead.strip().rstrip(".")
            sentence = f"This is never given{f', because {because}' if because else ''}."
            raise Refused(f"{sentence} Offer instead: {instead}." if instead else sentence, code="never")


def _needs_yes(decision: Decision) -> NeedsYes:
    """Above the limit, with the limit; or something is shown first."""
    if decision.verdict == "show":
        return NeedsYes("Something must be shown first: ask them for it.", decision)
    limit = f", which is {decision.left.said('en')} here" if decision.left else ""
    return NeedsYes(f"This is above what you may decide alone{limit}. Ask for a yes.", decision)


def _stands_by(option: Option | None, kind: str, amount: Money, decision: Decision) -> bool:
    """Whether it was offered to the person, and no cap leaves less than it by now.

    A limit that went down after it was offered is the house's, not the person's.
    """
    if option is None or option.state != Option.State.READY or option.approval_id:
        return False
    same = (option.kind, option.amount, option.currency) == (kind, amount.minor, amount.currency)
    return same and decision.verdict == "ask" and decision.fits


def _known_at(approval: Approval | None, option: Option | None) -> datetime | None:
    """When somebody last looked at what the caps leave, before now: at the yes, or when it was offered.

    A cap that was used up by then was passed knowingly, by who may; what was used up since is looked at again.
    """
    if approval is not None:
        return approval.answered_at or approval.asked_at
    return option.offer.made_at if option else None


def _product_of(order: Record | None) -> str:
    """What the order was for: its first line."""
    first = order.lines[0] if order and order.lines else {}
    return str(first.get("title", "")) if isinstance(first, dict) else ""


def _lines(checklist: Iterable[str]) -> list[str]:
    return [line.strip()[:120] for line in checklist if line.strip()][:LINES]
