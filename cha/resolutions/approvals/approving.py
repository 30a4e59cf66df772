"""Approving: what is above somebody's limit is asked of somebody who may, and answered: yes, another way, or no.

Locked is the conversation, its person, the order, the team, the member, then the ask. The member who answers is read
under that lock, so that who lost their role meanwhile answers nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from cha.conversations.access import must_answer, visible_to
from cha.conversations.models import Conversation
from cha.conversations.models.noting import note
from cha.conversations.models.saying import release
from cha.conversations.models.saying_beside import say_beside
from cha.core.actor import CHA, Acting, Actor
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, Refused
from cha.core.ids import new_id
from cha.core.ledger import Event, record
from cha.core.money import Money
from cha.core.tasks import task
from cha.core.timers import set_timer, stop_timer
from cha.core.verbs import verb
from cha.people.models import Person
from cha.people.models.record import Record
from cha.promises.models import Promise, make_promise
from cha.resolutions.approvals.deciders import Times, first_of, others_than, times_of, usual_minutes_to_answer, who_may
from cha.resolutions.authority import authority
from cha.resolutions.facts import hold_team
from cha.resolutions.kinds import RemedyKind
from cha.resolutions.models.approval import Approval
from cha.resolutions.models.policy import policy_in_force
from cha.resolutions.models.remedy import Remedy
from cha.resolutions.offers.words import yes_or_no
from cha.resolutions.policy.case import Decision
from cha.resolutions.policy.rules import Ask
from cha.resolutions.remedies.doing import take_back_remedy
from cha.resolutions.remedies.order_left import must_be_ours, tax_must_fit
from cha.team.models import Member

__all__ = [
    "Times", "answer_approval", "ask_approval", "can_take_back", "comment_on_approval", "no_longer_needed",
    "take_back_approval", "times_of", "usual_minutes_to_answer", "who_may",
]  # fmt: skip

YES, OTHER, NO = (str(answer) for answer in (Approval.State.YES, Approval.State.OTHER, Approval.State.NO))
ANSWERS: Final = (YES, OTHER, NO)
# What a message to the person says that it is: it tells that a yes is asked for, and by when they hear.
ASKS: Final = "asks"


@verb
def ask_approval(
    conversation: Conversation,
    kind: str,
    words: str,
    *,
    by: Acting | Actor,
    amount: Money,
    why: str,
    tax: Money | None = None,
    order: Record | None = None,
    shown: Iterable[str] = (),
    to: Member | None = None,
    at: datetime | None = None,
    tell: str = "",
    times: Times | None = None,
) -> Approval:
    """Ask for a yes to this kind of remedy, worth `amount`, of whoever may (`to`, else the first of `who_may`).

    `tax` is the part of the amount that is tax. `shown` is what the asker has seen elsewhere: it counts wherever this
    ask does. `tell` are the words that the person is told with, rendered before; what they promise stands as a promise
    until `times.hears` (`times_of` says both before and here). Asked twice for the same, it is asked once.

    Raises Invalid for no remedy, words or amount; Conflict where they may decide it alone; Refused for what is never
    given, what must be shown first, or where nobody may; NotFound and Refused as `must_answer` does.
    """
    locked = must_answer(conversation, by)
    at, words = at or now(), words.strip()[:200]
    _must_be_sensible(kind, words, amount)
    must_be_ours(amount.currency, order)
    tax_must_fit(tax, amount)
    Person.objects.select_for_update(no_key=True).get(pk=locked.person_id)
    asker = by if isinstance(by, Member) else None
    before = _asked_before(locked, kind, amount, order, asker)
    if before:
        return before
    seen = sorted(set(shown))
    decision = authority(locked, by, kind, amount, order=order, shown=seen)
    _must_be_askable(decision)
    may = who_may(locked, kind, amount, order=order, but=asker, shown=seen)
    asked, stand_in = first_of(may, decision.ask or Ask(), to, at)
    times = times or times_of(decision.ask, at)
    policy = policy_in_force(at)
    approval = Approval(
        id=new_id(at), conversation=locked, person_id=locked.person_id, asked_by=asker, asked_at=at, kind=kind,
        amount=amount.minor, tax=None if tax is None else tax.minor, currency=amount.currency, words=words,
        why=why.strip()[:500], limit=decision.left.minor,
        shown=seen, order=order, to=asked, stand_in=stand_in, by=times.hears, due=times.due,
        if_nobody=(decision.ask or Ask()).if_nobody, policy=policy.number or 0 if policy else 0,
    )  # fmt: skip
    if tell and asker:
        approval.promise = _told(approval, locked, tell, asker, at)
    approval.save(force_insert=True)
    set_timer(_timer(approval), times.due, nobody_answered, approval.pk)
    facts = {"kind": kind, "worth": amount.minor, "currency": amount.currency, "to": asked.pk}
    _record("approval.asked", approval, by, **facts, stand_in=stand_in.pk if stand_in else None)
    return approval


@verb
def answer_approval(
    approval: Approval,
    answer: str,
    *,
    by: Member,
    words: str = "",
    instead: Mapping[str, Any] | None = None,
    via: str = "page",
) -> Approval:
    """Answer an ask: `yes`; `other`, yes to `instead` ({kind, amount (minor), currency, words}); `no`, with a reason in
    `words` and, where there is one, what may be offered `instead`.

    The same answer twice, by the same member, is one. Raises Conflict, in words, for what is answered, taken back,
    over, or given meanwhile; Refused for the asker, and for who may not decide as much; Invalid with its field.
    """
    row, member = _locked(approval, by)
    words = words.strip()[:500]
    if row.state == answer and row.answered_by_id == member.pk:
        return row
    _must_be_open(row)
    if row.asked_by_id == member.pk:
        raise Refused("Somebody else says yes to what you asked for.", code="own_ask")
    if answer not in ANSWERS:
        raise Invalid("Say yes, another way, or no.", field="answer")
    if answer == NO and not words:
        raise Invalid("Say why not: the person hears a reason, too.", field="words")
    other = _instead(row, instead or {}, needed=answer == OTHER)
    _must_decide(row, member, other if answer == OTHER else None, says_no=answer == NO)
    row.state, row.answered_by, row.answered_at, row.via = answer, member, now(), via
    row.answer, row.instead = words, other
    row.save(update_fields=["state", "answered_by", "answered_at", "via", "answer", "instead"])
    stop_timer(_timer(row))
    seconds = int((row.answered_at - row.asked_at).total_seconds())
    _record("approval.answered", row, member, answer=answer, via=via, seconds=seconds, kind=row.kind)
    return row


def can_take_back(approval: Approval) -> bool:
    """Whether its answer can be taken back still: nobody chose what waited for it, and nothing of it was begun."""
    if approval.state not in ANSWERS or approval.answered_by_id is None:
        return False
    if approval.used_at is None:
        return True
    early = (Remedy.State.DECIDED, Remedy.State.FAILED, Remedy.State.TAKEN_BACK)
    return not approval.options.all() and all(remedy.state in early for remedy in approval.remedies.all())


@verb
def take_back_approval(approval: Approval, *, by: Member) -> Approval:
    """The asker needs it no more; or who answered takes the answer back, and it is asked again: while nobody chose
    what waited for it, and nothing was begun that was decided with it.

    Twice is once. Raises Conflict where that is too late, or it was settled otherwise; Refused for anybody else.
    """
    row, member = _locked(approval, by)
    if member.pk == row.asked_by_id:
        return _unask(row, member)
    if row.state == Approval.State.OPEN and row.series:
        return row
    if row.answered_by_id != member.pk:
        raise Refused("Only who asked, or who answered, takes it back.")
    _take_back_given(row, member)
    _must_be_unused(row)
    row.state, row.answered_by, row.answered_at, row.via = Approval.State.OPEN, None, None, ""
    row.answer, row.instead, row.series = "", {}, row.series + 1
    row.save(update_fields=["state", "answered_by", "answered_at", "via", "answer", "instead", "series"])
    _record("approval.taken_back", row, member, whose="answer")
    return row


@verb
def comment_on_approval(approval: Approval, words: str, *, by: Member) -> Approval:
    """Words of who is asked that are neither yes nor no: a note to the asker; it is still asked.

    Raises Invalid for no words, and NotFound and Refused as answering does.
    """
    row, member = _locked(approval, by)
    if not words.strip():
        raise Invalid("Write a few words.", field="words")
    mentions = [row.asked_by_id] if row.asked_by_id else []
    note(row.conversation, words.strip(), by=member, mentions=mentions)
    return row


@verb
def no_longer_needed(approval: Approval, *, by: Acting | Actor = CHA, why: str = "given") -> Approval:
    """It was given, chosen or settled otherwise: nobody needs to answer any more. Twice is once."""
    Conversation.objects.locked(approval.conversation_id)
    row = Approval.objects.select_for_update().get(pk=approval.pk)
    if row.state == Approval.State.OPEN:
        row.state, row.answered_at = Approval.State.OVER, now()
        row.save(update_fields=["state", "answered_at"])
        stop_timer(_timer(row))
        _record("approval.over", row, by, why=why)
    return row


@task("resolutions.nobody_answered", rank=1)
def nobody_answered(approval_id: int) -> None:
    """Whoever is asked should have answered by now: somebody else is asked, the asker decides, or it waits."""
    approval = Approval.objects.filter(pk=approval_id, state=Approval.State.OPEN).first()
    if approval:
        ask_further(approval)


@verb
def ask_further(approval: Approval, *, by: Actor = CHA) -> Approval:
    """Do what the policy says where nobody answered in time. A moment that has not come yet is waited for again."""
    conversation = Conversation.objects.locked(approval.conversation_id)
    row = Approval.objects.select_for_update().get(pk=approval.pk)
    if row.state != Approval.State.OPEN or row.due is None:
        return row
    if row.due > now():
        set_timer(_timer(row), row.due, nobody_answered, row.pk)
    elif row.if_nobody == "decides" and _still_answers(row.asked_by, conversation):
        _left_to_the_asker(row, by)
    elif row.if_nobody in ("decides", "stand_in"):
        _ask_another(row, conversation, by)
    return row


def _still_answers(asker: Member | None, conversation: Conversation) -> bool:
    """Whether somebody asked who is still here to decide it."""
    return asker is not None and asker.answers and visible_to(asker).filter(pk=conversation.pk).exists()


def given_otherwise(event: Event) -> None:
    """Reaction: something was given. Who is still asked for as much of the same there needs to answer no more."""
    rows = Approval.objects.filter(conversation_id=event.conversation_id or 0, state=Approval.State.OPEN)
    rows = rows.filter(kind=event.facts.get("kind", ""))
    if rows:
        remedy = Remedy.objects.get(pk=event.subject_id)
        for approval in rows:
            enough = remedy.currency == approval.currency and remedy.worth.minor >= approval.amount
            if enough and approval.order_id == remedy.order_id:
                no_longer_needed(approval, by=CHA)


def _left_to_the_asker(row: Approval, by: Actor) -> None:
    """The policy leaves it to the asker: as good as a yes, that nobody gave."""
    row.state, row.answered_at, row.via = Approval.State.YES, now(), "policy"
    row.save(update_fields=["state", "answered_at", "via"])
    _record("approval.answered", row, by, answer=YES, via="policy", kind=row.kind)


def _ask_another(row: Approval, conversation: Conversation, by: Actor) -> None:
    """The next who may and is there. Where there is nobody else it waits with those who are asked."""
    worth = Money(row.amount, row.currency)
    may = who_may(conversation, row.kind, worth, order=row.order, but=row.asked_by, shown=row.shown)
    another = next(iter(others_than(may, {row.to_id, row.stand_in_id}, now())), None)
    if another is None:
        return
    lasts = max((row.due or now()) - row.asked_at, timedelta(minutes=5))
    row.stand_in, row.due = another, now() + lasts
    row.save(update_fields=["stand_in", "due"])
    set_timer(_timer(row), row.due, nobody_answered, row.pk)
    _record("approval.asked", row, by, kind=row.kind, to=row.to_id, stand_in=another.pk, again=True)


def _must_be_sensible(kind: str, words: str, amount: Money) -> None:
    if kind not in RemedyKind.values:
        raise Invalid(f"“{kind}” is no remedy.", field="kind")
    if not words:
        raise Invalid("Say what you would like to give.", field="words")
    if amount.minor < 0:
        raise Invalid("An amount is nought or more.", field="amount")


def _must_be_askable(decision: Decision) -> None:
    if decision.verdict == "may":
        raise Conflict("You can decide this yourself.", code="may")
    if decision.verdict == "no":
        raise Refused("This is never given, whoever is asked.", code="never")
    if decision.verdict == "show":
        raise Refused("Something must be shown first. Ask the person for it.", code="show")


def _asked_before(
    conversation: Conversation, kind: str, amount: Money, order: Record | None, asker: Member | None
) -> Approval | None:
    same = Approval.objects.filter(conversation=conversation, state=Approval.State.OPEN, kind=kind, asked_by=asker)
    return same.filter(amount=amount.minor, currency=amount.currency, order=order).order_by("pk").first()


def _told(approval: Approval, conversation: Conversation, tell: str, asker: Member, at: datetime) -> Promise | None:
    """Say to the person that somebody is asked, and by when they hear: a promise that the answer keeps."""
    if approval.by is None or approval.by <= at:
        return None
    message = say_beside(conversation, tell, by=asker, author=asker, extra={ASKS: approval.pk}, at=at)
    release(message)
    words = yes_or_no(approval.words, conversation.language or "en")
    return make_promise(
        conversation, approval.by, by=asker, kind="other", words=words, keeper=asker, at=at, message=message.pk,
        kept_by=Promise.KeptBy.ANSWER, told_at=at,
    )  # fmt: skip


def _locked(approval: Approval, by: Member) -> tuple[Approval, Member]:
    """The ask and who speaks of it as they are now. Raises NotFound and Refused as `must_answer` does."""
    conversation = must_answer(approval.conversation, by)
    Person.objects.select_for_update(no_key=True).get(pk=conversation.person_id)
    if approval.order_id:
        Record.objects.select_for_update().get(pk=approval.order_id)
    hold_team(conversation)
    member = Member.objects.select_for_update(no_key=True).get(pk=by.pk)
    must_answer(conversation, member)
    row = Approval.objects.select_for_update().get(pk=approval.pk)
    row.conversation = conversation
    return row, member


def _must_be_open(row: Approval) -> None:
    """Raise Conflict, in words, where it is settled."""
    if row.state == Approval.State.OPEN:
        return
    if row.state == Approval.State.TAKEN_BACK:
        raise Conflict("It was taken back: nobody needs an answer any more.", code="taken_back")
    if row.state == Approval.State.OVER:
        raise Conflict("It is given already, or was settled otherwise.", code="over")
    who = row.answered_by.first_name if row.answered_by else "The policy"
    said = {YES: "yes", OTHER: "yes to another way", NO: "no"}[row.state]
    raise Conflict(f"{who} said {said} already.", code="answered")


def _take_back_given(row: Approval, by: Member) -> None:
    """What was decided at once with the yes, outside of an offer, is not given after all."""
    if row.used_at is None or row.options.exists():
        return
    for remedy in row.remedies.exclude(state=Remedy.State.TAKEN_BACK):
        take_back_remedy(remedy, by=by)
    row.refresh_from_db(fields=["used_at"])


def _must_be_unused(row: Approval) -> None:
    if row.used_at:
        raise Conflict("It is given already. Take back what was given instead.", code="used")


def _instead(row: Approval, said: Mapping[str, Any], *, needed: bool) -> dict[str, Any]:
    """What is said yes to in its place, or may be offered instead, as it is kept. Raises Invalid with its field."""
    if not said:
        if needed:
            raise Invalid("Say what they may have instead.", field="instead")
        return {}
    kind, words = str(said.get("kind") or row.kind), str(said.get("words") or "").strip()[:200]
    amount, currency = int(said.get("amount") or 0), str(said.get("currency") or row.currency)
    _must_be_sensible(kind, words, Money(amount, currency))
    return {"kind": kind, "amount": amount, "currency": currency, "words": words}


def _must_decide(row: Approval, member: Member, other: Mapping[str, Any] | None, *, says_no: bool) -> None:
    """Raise Refused where this member may not decide as much; who is asked may always say no."""
    if says_no and (member.leads or member.pk in (row.to_id, row.stand_in_id)):
        return
    kind, minor, currency = row.kind, row.amount, row.currency
    if other:
        kind, minor, currency = str(other["kind"]), int(other["amount"]), str(other["currency"])
    worth = Money(minor, currency)
    if not who_may(row.conversation, kind, worth, order=row.order, among=[member], shown=row.shown):
        raise Refused("This is above what you may decide. Somebody who may can answer.", code="above")


def _unask(row: Approval, member: Member) -> Approval:
    if row.state == Approval.State.TAKEN_BACK:
        return row
    _must_be_unused(row)
    if row.state in (Approval.State.OVER, Approval.State.NO):
        raise Conflict("It is settled already.", code="settled")
    row.state, row.series = Approval.State.TAKEN_BACK, row.series + 1
    row.save(update_fields=["state", "series"])
    stop_timer(_timer(row))
    _record("approval.taken_back", row, member, whose="ask")
    return row


def _timer(approval: Approval) -> str:
    return f"approval:{approval.pk}:due"


def _record(verb_name: str, approval: Approval, by: Acting | Actor, **facts: Any) -> None:
    Conversation.objects.locked(approval.conversation_id).change()
    record(verb_name, by=by, on=approval, conversation=approval.conversation_id, person=approval.person_id, **facts)
