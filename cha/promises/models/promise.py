"""A promise: what we said we would do, for whom, by when. Kept, renegotiated in time, released, or broken."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models, transaction

from cha.conversations.access import must_answer
from cha.conversations.models import Conversation, Kind, Message
from cha.core.actor import CHA, Acting, Actor, actor_of
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.core.ids import IdField, new_id
from cha.core.ledger import record
from cha.core.prepared import insert, made
from cha.core.queries import asked
from cha.core.tasks import task
from cha.core.timers import set_timer, stop_timer
from cha.core.verbs import verb
from cha.people.models import Person
from cha.promises.lead import risk_moment, usual_lead
from cha.team.models import Member

ANSWER = "answer"
# Somebody looks into it and is back in the chat (cha.promises.holding).
HOLD = "hold"
# Of both, any answer of a member's is the keeping.
AS_ANSWER = (ANSWER, HOLD)


class Promise(models.Model):
    """One promise. `kind` is `answer` for the acknowledgement's, `hold` for being back in a chat, else `other` with
    `words` saying what.

    `source` is what made it, `message` the id of the message that says it, `zone` the IANA name of the zone in which
    its time was said. `told_at` is when the person heard of it; `warned_at` when they heard, before it was due, that it
    would not hold. `remind_minutes` before it is due its keeper wants to know; None leaves that to what is learned.
    `reason` is a member's own, where the time was not what holds. `moved_to` is what was promised in its place.
    """

    class State(models.TextChoices):
        OPEN = "open"
        KEPT = "kept"
        MOVED = "moved", "renegotiated before it was due"
        RELEASED = "released", "released by the person"
        BROKEN = "broken"

    class KeptBy(models.TextChoices):
        """How it is known that it is kept."""

        ANSWER = "answer", "any answer of a member's"
        CALL = "call", "a call that is noted"
        REMEDY = "remedy", "what was chosen is given"
        PUT_RIGHT = "right", "it is put right"
        HAND = "hand", "a member says so"

    class Source(models.TextChoices):
        ACKNOWLEDGEMENT = "ack", "the acknowledgement"
        MEMBER = "member", "a member, by hand"
        DRAFT = "draft", "a member's own sentence"
        OPTION = "option", "an option that was chosen"
        RULE = "rule", "a rule of the house"
        PHONE = "phone", "the telephone's menu"

    id = IdField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="promises")
    person = models.ForeignKey(Person, models.CASCADE, related_name="promises")
    kind = models.CharField(max_length=16, default=ANSWER)
    words = models.CharField(max_length=200, blank=True)
    by = models.DateTimeField()
    keeper = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="promises")
    made_by_kind = models.CharField(max_length=8)
    made_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=now)
    kept_by = models.CharField(max_length=8, choices=KeptBy.choices, default=KeptBy.ANSWER)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.ACKNOWLEDGEMENT)
    message = models.BigIntegerField(null=True)
    zone = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    remind_minutes = models.SmallIntegerField(null=True)
    told_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    at_risk_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    moved_to = models.OneToOneField("self", models.SET_NULL, null=True, related_name="moved_from")

    class Meta:
        indexes = [
            # What is open, soonest first.
            models.Index(fields=["by"], name="promise_open", condition=models.Q(state="open")),
            models.Index(fields=["person", "-id"], name="promise_person"),
            # A member's own, soonest first, and what was settled lately: the board.
            models.Index(fields=["keeper", "by"], name="promise_keeper", condition=models.Q(state="open")),
            models.Index(fields=["settled_at"], name="promise_settled", condition=models.Q(settled_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.words or self.kind} by {self.by:%Y-%m-%d %H:%M}"


@task("promises.at_risk", rank=1)
def at_risk_task(promise_id: int) -> None:
    """It is soon due and not kept yet."""
    promise = Promise.objects.filter(pk=promise_id).first()
    if promise:
        at_risk(promise)


@task("promises.due", rank=1)
def due_task(promise_id: int) -> None:
    """Its time has come. On a clock that was set back it has not: it is waited for again.

    An answer that may still be taken back was written in time: what becomes of it says whether the promise is kept.
    """
    promise = Promise.objects.filter(pk=promise_id, state=Promise.State.OPEN).first()
    if promise is None:
        return
    until = promise.by if promise.by > now() else _answer_held(promise)
    if until:
        with transaction.atomic():
            set_timer(f"promise:{promise.pk}:due", until, due_task, promise.pk)
    else:
        break_promise(promise)


def _answer_held(promise: Promise) -> datetime | None:
    """A moment after an answer has gone that was written in time and is held for its writer; None without one."""
    if promise.kept_by != Promise.KeptBy.ANSWER:
        return None
    held = Message.objects.filter(conversation_id=promise.conversation_id, kind=Kind.SAID, delivery="held")
    until = held.filter(at__lte=promise.by, held_until__isnull=False).values_list("held_until", flat=True).first()
    return max(until, now()) + timedelta(seconds=2) if until else None


def set_timers(promise: Promise) -> None:
    """Wake at the moment from which it is at risk, and at the one that was promised."""
    topic = promise.conversation.topic
    lead = timedelta(minutes=promise.remind_minutes) if promise.remind_minutes else usual_lead(promise.kind, topic)
    risk = risk_moment(promise.made_at, promise.by, lead)
    set_timer(f"promise:{promise.pk}:risk", risk, at_risk_task, promise.pk)
    set_timer(f"promise:{promise.pk}:due", promise.by, due_task, promise.pk)


@verb
def make_promise(
    conversation: Conversation,
    by_when: datetime,
    *,
    by: Acting | Actor,
    kind: str = ANSWER,
    words: str = "",
    keeper: Member | None = None,
    at: datetime | None = None,
    kept_by: str = "",
    source: str = "",
    message: int | None = None,
    zone: str = "",
    reason: str = "",
    remind_minutes: int | None = None,
    told_at: datetime | None = None,
) -> Promise:
    """Promise something by a moment (aware). The same words for the same moment, sent twice, are one promise.

    Unsaid, what is promised as an answer is kept by an answer and all else by hand; what Cha promises comes from the
    acknowledgement, what a member promises from their hand. Raises Invalid for a moment that has passed.
    """
    locked = must_answer(conversation, by)
    at = at or now()
    if by_when <= at:
        raise Invalid("That moment has passed. Promise a later one.", field="by")
    actor = actor_of(by)
    before = words and _promised_before(locked, by_when, words[:200], actor)
    if before:
        return before
    promise = made(
        Promise,
        id=new_id(at),
        conversation_id=locked.pk,
        person_id=locked.person_id,
        kind=kind,
        words=words[:200],
        by=by_when,
        keeper_id=keeper.pk if keeper else None,
        made_by_kind=actor.kind,
        made_by_id=actor.id,
        made_at=at,
        kept_by=kept_by or (Promise.KeptBy.ANSWER if kind in AS_ANSWER else Promise.KeptBy.HAND),
        source=source or (Promise.Source.MEMBER if actor.kind == "member" else Promise.Source.ACKNOWLEDGEMENT),
        message=message,
        zone=zone,
        reason=reason[:200],
        remind_minutes=remind_minutes,
        told_at=told_at,
    )
    promise.conversation = locked
    insert(promise)
    set_timers(promise)
    show_promises(locked)
    record("promise.made", by=by, on=promise, conversation=locked.pk, person=locked.person_id, kind=kind)
    return promise


def _promised_before(conversation: Conversation, by_when: datetime, words: str, actor: Actor) -> Promise | None:
    same = Promise.objects.filter(conversation=conversation, by=by_when, words=words, state=Promise.State.OPEN)
    return same.filter(made_by_kind=actor.kind, made_by_id=actor.id).first()


def _settle(promise: Promise, state: str, by: Acting | Actor, at: datetime | None, event: str) -> Promise:
    conversation = Conversation.objects.locked(promise.conversation_id)
    locked = Promise.objects.select_for_update().get(pk=promise.pk)
    if locked.state != Promise.State.OPEN:
        return locked
    locked.state, locked.settled_at = state, at or now()
    locked.save(update_fields=["state", "settled_at"])
    for moment in ("risk", "due"):
        stop_timer(f"promise:{locked.pk}:{moment}")
    show_promises(conversation)
    facts = {"kind": locked.kind, "said_first": said_first(locked)}
    record(event, by=by, on=locked, conversation=conversation.pk, person=locked.person_id, **facts)
    return locked


def said_first(promise: Promise) -> bool:
    """Whether the person heard from us, before it was due, that it would not hold."""
    return promise.warned_at is not None and promise.warned_at <= promise.by


@verb
def keep(promise: Promise, *, by: Acting | Actor, at: datetime | None = None) -> Promise:
    """It is done. After its time it is broken all the same, though nobody was awake to say so. Twice is once."""
    if (at or now()) > promise.by:
        return break_promise(promise, by=by, at=at)
    return _settle(promise, Promise.State.KEPT, by, at, "promise.kept")


@verb
def release_promise(promise: Promise, *, by: Acting | Actor, at: datetime | None = None) -> Promise:
    """The person no longer waits for it."""
    return _settle(promise, Promise.State.RELEASED, by, at, "promise.released")


@verb
def break_promise(promise: Promise, *, by: Acting | Actor = CHA, at: datetime | None = None) -> Promise:
    """Its time came and it was not kept. It is shown, and apologised for."""
    return _settle(promise, Promise.State.BROKEN, by, at, "promise.broken")


@verb
def at_risk(promise: Promise, *, by: Acting | Actor = CHA) -> None:
    """Not kept, and soon due: it rises in the care order and is shown."""
    at = now()
    still = Promise.objects.filter(pk=promise.pk, state=Promise.State.OPEN, at_risk_at=None, by__gt=at)
    if still.update(at_risk_at=at):
        conversation = Conversation.objects.locked(promise.conversation_id)
        show_promises(conversation)
        record("promise.at_risk", by=by, on=promise, conversation=conversation.pk, person=promise.person_id)


@verb
def renegotiate(
    promise: Promise,
    by_when: datetime,
    *,
    by: Acting | Actor,
    told_at: datetime | None = None,
    message: int | None = None,
    reason: str = "",
) -> Promise:
    """Agree a new time before the old one is due. After it, the old one is broken, and the new one stands in its place.

    The time it has already changes nothing. `told_at` is when the person heard of it, `message` the id of the message
    that says it, `reason` the member's own. Raises Conflict when it is settled, Invalid for the past.
    """
    locked = Promise.objects.select_for_update().get(pk=promise.pk)
    if locked.state != Promise.State.OPEN:
        raise Conflict("This promise is settled already. Make a new one.", code="settled")
    if locked.by == by_when:
        return locked
    if told_at:
        Promise.objects.filter(pk=locked.pk, warned_at=None).update(warned_at=told_at)
    new = promise_anew(locked, by_when, by=by, told_at=told_at, message=message, reason=reason)
    over = locked.by <= now()
    state, event = (Promise.State.BROKEN, "promise.broken") if over else (Promise.State.MOVED, "promise.renegotiated")
    _settle(locked, state, by, None, event)
    return new


@verb
def promise_anew(
    promise: Promise,
    by_when: datetime,
    *,
    by: Acting | Actor,
    told_at: datetime | None = None,
    message: int | None = None,
    reason: str = "",
) -> Promise:
    """Promise the same for another moment; the old one leads to it. Raises Invalid for the past."""
    new = make_promise(
        promise.conversation,
        by_when,
        by=by,
        kind=promise.kind,
        words=promise.words,
        keeper=promise.keeper,
        kept_by=promise.kept_by,
        source=promise.source,
        message=message or promise.message,
        zone=promise.zone,
        reason=reason or promise.reason,
        remind_minutes=promise.remind_minutes,
        told_at=told_at,
    )
    Promise.objects.filter(pk=promise.pk).update(moved_to=new)
    return new


def show_promises(conversation: Conversation) -> None:
    """Keep a locked conversation's own columns about promises: the next one due, and how it stands."""
    promises = _promises_of(conversation.pk)
    still = [promise for promise in promises if promise.state == Promise.State.OPEN]
    nearest = min(still, key=lambda promise: promise.by, default=None)
    last = promises[0] if promises else None
    state = ("risk" if nearest.at_risk_at else "open") if nearest else (last.state if last else "")
    conversation.change(next_promise_at=nearest.by if nearest else None, promise_state=state)


@asked(int)
def _promises_of(conversation: int) -> models.QuerySet[Promise]:
    """Newest first: there are few in a conversation."""
    return Promise.objects.filter(conversation_id=conversation).order_by("-id")
