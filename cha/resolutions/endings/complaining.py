"""Complaining: a conversation that is a complaint: acknowledged in writing, owned, answered by a date, appealed once.

The outcome is promised as every other thing is: its keeper is the owner, and as it nears the conversation rises in the
care order by itself. An appeal is answered by somebody who did not decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cha.conversations.access import must_answer, must_be_theirs
from cha.conversations.models import Conversation, reopen, say
from cha.conversations.models.saying import UNDO, release
from cha.conversations.models.saying_beside import say_beside
from cha.core.actor import CHA, actor_of
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, Refused
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.people.models import Person
from cha.promises.models import Promise, keep, make_promise
from cha.promises.moving_on import change_keeper
from cha.resolutions.endings.laws import Due
from cha.resolutions.models import Complaint
from cha.team.models import Member
from cha.team.models.role import LEADS
from cha.team.roster import away_at

# The kind of the promise that says by when the outcome is there.
PROMISED: Final = "complaint"
LONGEST: Final = 4000


@dataclass(frozen=True, slots=True)
class Told:
    """What the person is told, rendered before: `text` in their language; `promise`: what is promised, in words."""

    text: str
    promise: str = ""
    proven: bool = True


def complaint_of(conversation: Conversation) -> Complaint | None:
    """The complaint that a conversation is; None where it is none. One query."""
    rows = Complaint.objects.filter(conversation=conversation)
    return rows.select_related("owner", "decided_by", "appeal_owner").first()


def owner_for(conversation: Conversation, *, but: Member | None = None) -> Member | None:
    """Who owns a complaint that nobody was named for: who looks after it if they lead, else a lead who is not away.

    `but` is not chosen: whoever decided before.
    """
    at, keeper = now(), conversation.assignee
    if keeper and keeper.leads and keeper.is_active and keeper != but:
        return keeper
    others = Member.objects.filter(is_active=True).exclude(pk=but.pk if but else 0).order_by("name")
    leads = [one for one in others.filter(role__in=LEADS) if not away_at(one, at)]
    rest = [one for one in others if one.answers and not away_at(one, at)]
    return next(iter([*leads, *rest]), None)


@verb
def open_complaint(
    conversation: Conversation,
    *,
    by: Member | Person,
    due: Due,
    told: Told,
    about: str = "",
    owner: Member | None = None,
) -> Complaint:
    """Make it a complaint: acknowledged at once in writing, with who owns it and by when. Twice is once.

    Raises Invalid for a time that has passed; NotFound, Refused as `must_answer` does, and for another's conversation.
    """
    locked = must_be_theirs(conversation, by) if isinstance(by, Person) else must_answer(conversation, by)
    before = complaint_of(locked)
    if before:
        return before
    if due.by <= now():
        raise Invalid("That moment has passed. Choose a later one.", field="due")
    reopen(locked, by=by)
    actor = actor_of(by)
    row = Complaint(
        conversation=locked,
        person_id=locked.person_id,
        opened_by_kind=actor.kind,
        opened_by_id=actor.id,
        about=about.strip()[:500],
        acknowledged_at=now(),
        owner=owner,
        due_at=due.by,
        law=due.law,
    )
    row.save(force_insert=True)
    _promise(row, locked, due.by, owner, told, by)
    _acknowledge(locked, told, f"complaint:{row.pk}")
    law = due.law or "own"
    record("complaint.opened", by=by, on=row, conversation=locked.pk, person=locked.person_id, law=law)
    return row


def _promise(
    row: Complaint, locked: Conversation, by_when: datetime, owner: Member | None, told: Told, by: object
) -> None:
    make_promise(
        locked,
        by_when,
        by=by if isinstance(by, Member) else CHA,
        kind=PROMISED,
        words=told.promise,
        keeper=owner,
        kept_by=Promise.KeptBy.HAND,
        told_at=now(),
    )


def _acknowledge(locked: Conversation, told: Told, code: str) -> None:
    release(say_beside(locked, told.text, extra={"ending": code, "proven": told.proven}))


@verb
def own_complaint(complaint: Complaint, owner: Member, *, by: Member) -> Complaint:
    """Somebody else owns it, and keeps what is promised. Raises Refused for who does not lead, unless it was theirs.

    Raises Conflict once it is decided, Invalid for somebody who does not answer people.
    """
    locked = must_answer(complaint.conversation, by)
    row = Complaint.objects.select_for_update().get(pk=complaint.pk)
    if row.outcome:
        raise Conflict("It is decided already.", code="decided")
    if not (by.leads or row.owner_id == by.pk):
        raise Refused("Leads say whose it is. Ask one of them.")
    if not owner.answers:
        raise Invalid("Choose somebody who answers people.", field="owner")
    if row.owner_id != owner.pk:
        row.owner = owner
        row.save(update_fields=["owner"])
        for promise in promises_of(row):
            change_keeper(promise, owner, by=by)
        locked.change()
        facts = {"owner": owner.pk}
        record("complaint.owned", by=by, on=row, conversation=locked.pk, person=row.person_id, **facts)
    return row


def promises_of(complaint: Complaint) -> list[Promise]:
    """What is promised still: by when the outcome is there."""
    rows = Promise.objects.filter(conversation_id=complaint.conversation_id, kind=PROMISED)
    return list(rows.filter(state=Promise.State.OPEN))


@verb
def decide(
    complaint: Complaint,
    outcome: str,
    reason: str,
    words: str,
    *,
    by: Member,
    hold: timedelta = UNDO,
    once: str = "",
) -> Complaint:
    """Say how it comes out, with the reason in plain words; `words` is the letter. What was promised is kept with it.

    Raises Invalid without an outcome or a reason, Refused for who neither owns it nor leads, Conflict when it is
    decided already.
    """
    locked = must_answer(complaint.conversation, by)
    row = Complaint.objects.select_for_update().get(pk=complaint.pk)
    if row.outcome:
        raise Conflict("It is decided already. They may appeal once.", code="decided")
    if not (by.leads or row.owner_id == by.pk):
        raise Refused("Whoever owns it decides, or a lead.")
    _must_say(outcome, reason, words)
    message = say(locked, words, by=by, hold=hold, once=once, codes={"complaint": row.pk})
    row.outcome, row.reason = outcome, reason.strip()[:LONGEST]
    row.decided_by, row.decided_at, row.told_at = by, now(), message.at
    row.save(update_fields=["outcome", "reason", "decided_by", "decided_at", "told_at"])
    _kept(row, by)
    record("complaint.decided", by=by, on=row, conversation=locked.pk, person=row.person_id, outcome=outcome)
    return row


def _must_say(outcome: str, reason: str, words: str) -> None:
    if outcome not in Complaint.Outcome.values:
        raise Invalid("Say how it comes out.", field="outcome")
    if not reason.strip():
        raise Invalid("Say why, in plain words.", field="reason")
    if not words.strip():
        raise Invalid("There is nothing to send yet. Write a word first.", field="words")


def _kept(row: Complaint, by: Member) -> None:
    for promise in promises_of(row):
        keep(promise, by=by)


@verb
def appeal(
    complaint: Complaint, words: str, *, by: Person | Member, due: Due, told: Told, owner: Member | None = None
) -> Complaint:
    """Ask for a second look, once; a member notes what was said on the phone. `owner` is another than who decided.

    The same again is once: an appeal twice, from two devices, is the first. Raises Conflict while it is not decided,
    or where the second look was answered; Invalid without words.
    """
    locked = (
        must_be_theirs(complaint.conversation, by)
        if isinstance(by, Person)
        else must_answer(complaint.conversation, by)
    )
    row = Complaint.objects.select_for_update().get(pk=complaint.pk)
    if not row.outcome:
        raise Conflict("It is not decided yet.", code="open")
    if row.appeal_outcome:
        raise Conflict("It was looked at a second time already.", code="closed")
    if row.appealed_at:
        return row
    if not words.strip():
        raise Invalid("Say in a word why you see it differently.", field="words")
    reopen(locked, by=by)
    another = owner if owner and owner.pk != row.decided_by_id else None
    row.appealed_at, row.appeal, row.appeal_owner, row.due_at = now(), words.strip()[:LONGEST], another, due.by
    row.save(update_fields=["appealed_at", "appeal", "appeal_owner", "due_at"])
    _promise(row, locked, due.by, another, told, by)
    _acknowledge(locked, told, f"appeal:{row.pk}")
    record("complaint.appealed", by=by, on=row, conversation=locked.pk, person=row.person_id)
    return row


@verb
def answer_appeal(
    complaint: Complaint,
    outcome: str,
    reason: str,
    words: str,
    *,
    by: Member,
    hold: timedelta = UNDO,
    once: str = "",
) -> Complaint:
    """The second look: its outcome stands. Raises Refused for whoever decided before, Conflict where none is asked for.

    In a house of one, the one who decided looks again.
    """
    locked = must_answer(complaint.conversation, by)
    row = Complaint.objects.select_for_update().get(pk=complaint.pk)
    if not row.appealed_at or row.appeal_outcome:
        raise Conflict("Nobody waits for a second look here.", code="closed")
    if row.decided_by_id == by.pk and somebody_else(by):
        raise Refused("Somebody who did not decide it looks a second time. Ask a colleague.")
    _must_say(outcome, reason, words)
    say(locked, words, by=by, hold=hold, once=once, codes={"complaint": row.pk})
    row.appeal_outcome, row.appeal_reason = outcome, reason.strip()[:LONGEST]
    row.appeal_owner, row.appeal_decided_at = by, now()
    row.save(update_fields=["appeal_outcome", "appeal_reason", "appeal_owner", "appeal_decided_at"])
    _kept(row, by)
    record("complaint.closed", by=by, on=row, conversation=locked.pk, person=row.person_id, outcome=outcome)
    return row


def somebody_else(by: Member) -> bool:
    """Whether another member answers people here."""
    return any(one.answers for one in Member.objects.filter(is_active=True).exclude(pk=by.pk))
