"""Warning: the person hears from us that a promise will not hold, before its time, with a new one that does.

It goes over the way they use and may be taken back like every answer. It is no answer: whose turn it is stays as it
was, and what else was promised stands. One heads-up a promise, whoever presses first.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from cha.channels.ways import usual_way
from cha.conversations.access import must_answer
from cha.conversations.models import Conversation, Message, say
from cha.conversations.models.saying import UNDO
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.core.ledger import Event, record
from cha.core.verbs import verb
from cha.promises.heads_up import unreached
from cha.promises.models import Promise, release_promise, renegotiate
from cha.promises.models.promise import set_timers, show_promises
from cha.team.models import Member

# What a message says that it is, with the promise that it is about.
WARNS, APOLOGISES = "warns", "apologises"
BESIDE = (WARNS, APOLOGISES)


def is_beside(extra: dict[str, object]) -> bool:
    """Whether a message, by its `extra`, speaks of a promise and is no answer."""
    return any(code in extra for code in BESIDE)


@verb
def warn(
    promise: Promise,
    text: str,
    new_by: datetime,
    *,
    by: Member,
    reason: str = "",
    hold: timedelta = UNDO,
    once: str = "",
) -> Promise:
    """Tell the person that it takes longer, and promise the new time. Returns the promise that stands then.

    Pressed twice by the same member it is once. Raises Conflict, in words, for what is settled, overdue, told by
    somebody else, or cannot reach them; Invalid for a time that is no later; Refused and NotFound as `say` does.
    """
    locked = must_answer(promise.conversation, by)
    row = Promise.objects.select_for_update(of=("self",)).select_related("moved_to").get(pk=promise.pk)
    if row.moved_to and row.warned_at and (row.moved_to.made_by_kind, row.moved_to.made_by_id) == ("member", by.pk):
        return row.moved_to
    may_warn(row, new_by)
    must_reach(locked)
    message = say(locked, text, by=by, hold=hold, once=once, beside={WARNS: row.pk})
    return warned(row, message, new_by, by=by, reason=reason)


def may_warn(promise: Promise, new_by: datetime) -> None:
    """Raise Conflict or Invalid, in words, where there is nothing to warn of, or not with this time."""
    name = promise.conversation.person.first_name
    if promise.warned_at:
        raise Conflict(f"{_who(promise)} told {name} already. The new time stands.", code="warned")
    if promise.state == Promise.State.KEPT:
        raise Conflict("It is kept already: there is nothing to warn of.", code="settled")
    if promise.state == Promise.State.RELEASED:
        raise Conflict(f"{name} needs it no more: there is nothing to warn of.", code="settled")
    if promise.state == Promise.State.MOVED:
        raise Conflict("A new time is agreed already.", code="settled")
    if promise.state == Promise.State.BROKEN or promise.by <= now():
        raise Conflict("Its time has passed. Apologise instead.", code="passed")
    if new_by <= promise.by:
        raise Invalid("Choose a later time than the one they were told.", field="until")


def _who(promise: Promise) -> str:
    made = promise.moved_to.made_by_id if promise.moved_to and promise.moved_to.made_by_kind == "member" else None
    member = Member.objects.filter(pk=made).first() if made else None
    return member.first_name if member else "Cha"


def must_reach(conversation: Conversation) -> None:
    """Raise Conflict, in words, where nothing that is written reaches the person."""
    amiss = unreached(conversation, usual_way(conversation))
    if amiss:
        raise Conflict(amiss, code="unreached")


@verb
def warned(promise: Promise, message: Message, new_by: datetime, *, by: Member | None, reason: str = "") -> Promise:
    """The message tells of the new time: renegotiate, and note that they heard it first. `by` None is Cha by itself."""
    actor = by or CHA
    new = renegotiate(promise, new_by, by=actor, told_at=message.at, message=message.pk, reason=reason)
    conversation, person = promise.conversation_id, promise.person_id
    record("promise.warned", by=actor, on=promise, conversation=conversation, person=person, message=message.pk)
    return new


def taken_back(event: Event) -> None:
    """Reaction: a message was taken back before it went. What it promised, or said of a promise, was not said."""
    message = Message.objects.filter(pk=event.subject_id).first()
    for new in Promise.objects.filter(message=event.subject_id, state=Promise.State.OPEN):
        old = Promise.objects.filter(moved_to=new).first()
        if old is None:
            release_promise(new, by=CHA)
        elif message and is_beside(message.extra):
            release_promise(new, by=CHA)
            Promise.objects.filter(pk=old.pk).update(moved_to=None, warned_at=None)
            stand_again(old)


@verb
def stand_again(promise: Promise) -> None:
    """A promise whose new time was taken back has its own again; one that is broken stays so.

    Where its time has passed meanwhile, its timer breaks it.
    """
    conversation = Conversation.objects.locked(promise.conversation_id)
    moved = Promise.objects.filter(pk=promise.pk, state=Promise.State.MOVED)
    if moved.update(state=Promise.State.OPEN, settled_at=None):
        promise.refresh_from_db()
        set_timers(promise)
        show_promises(conversation)
        record("promise.reopened", by=CHA, on=promise, conversation=conversation.pk, person=promise.person_id)
