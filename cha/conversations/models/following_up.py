"""Follow-ups: a day on which a member wants to look again. To ask the person something later, an answer goes later.

"Did the bouquet last the week?" is a follow-up whoever did the work will not forget: the conversation comes back to
them with their own words, whatever state it is in then.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import models

from cha.conversations.access import must_answer
from cha.conversations.models.conversation import Conversation
from cha.conversations.models.snoozing import wake_up
from cha.core.actor import CHA, Acting, Actor
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.tasks import task
from cha.core.timers import set_timer, stop_timer
from cha.core.verbs import verb
from cha.team.models import Member

LONGEST: Final = 200


class FollowUp(models.Model):
    """What a member wants to look after, and when. It is `due` until somebody says that it is done."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DUE = "due", "its time has come"
        DONE = "done"
        ENDED = "ended", "called off"

    id = IdField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="follow_ups")
    member = models.ForeignKey(Member, models.CASCADE, related_name="follow_ups")
    words = models.CharField(max_length=LONGEST)
    at = models.DateTimeField()
    made_at = models.DateTimeField(default=now)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # What is coming, soonest first.
            models.Index(fields=["at"], name="follow_up_coming", condition=models.Q(state="waiting")),
            # What one conversation still has.
            models.Index(
                fields=["conversation"], name="follow_up_open", condition=models.Q(state__in=["waiting", "due"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}: {self.words[:40]}"


STANDING: Final = (FollowUp.State.WAITING, FollowUp.State.DUE)


@verb
def follow_up(conversation: Conversation, words: str, at: datetime, *, by: Member) -> FollowUp:
    """Be reminded of a conversation at a moment (aware). Raises Invalid for no words, or a moment that has passed."""
    locked = must_answer(conversation, by)
    if not words.strip():
        raise Invalid("Say what you want to look after.", field="words")
    _must_come(at)
    row = FollowUp(conversation=locked, member=by, words=words.strip()[:LONGEST], at=at)
    row.save(force_insert=True)
    set_timer(f"follow:{row.pk}", at, follow_up_task, row.pk)
    _note("follow_up.set", row, locked, by)
    return row


@task("conversations.follow_up", rank=4)
def follow_up_task(pk: int) -> None:
    """Its time has come."""
    row = FollowUp.objects.filter(pk=pk, state=FollowUp.State.WAITING, at__lte=now()).first()
    if row:
        come_due(row)


@verb
def come_due(row: FollowUp, *, by: Acting | Actor = CHA) -> None:
    """It is to be looked after now; what was snoozed is back. Twice is once."""
    conversation = Conversation.objects.locked(row.conversation_id)
    locked = FollowUp.objects.select_for_update().get(pk=row.pk)
    if locked.state == FollowUp.State.WAITING and locked.at <= now():
        _set(locked, FollowUp.State.DUE)
        if conversation.snoozed_until:
            wake_up(conversation, by=by)
        _note("follow_up.due", locked, Conversation.objects.locked(conversation.pk), by, member=locked.member_id)


@verb
def move_follow_up(row: FollowUp, at: datetime, *, by: Member) -> FollowUp:
    """Be reminded at another time; what was due waits again. Raises Conflict when settled, Invalid for the past."""
    locked, standing = _standing(row, by)
    _must_come(at)
    standing.at, standing.state = at, FollowUp.State.WAITING
    standing.save(update_fields=["at", "state"])
    set_timer(f"follow:{standing.pk}", at, follow_up_task, standing.pk)
    _note("follow_up.moved", standing, locked, by, at=at.isoformat())
    return standing


@verb
def settle_follow_up(row: FollowUp, *, by: Member, done: bool = True) -> FollowUp:
    """It is done, or nobody needs it any more. Raises Conflict when it is settled already."""
    locked, standing = _standing(row, by)
    stop_timer(f"follow:{standing.pk}")
    _set(standing, FollowUp.State.DONE if done else FollowUp.State.ENDED)
    _note("follow_up.done" if done else "follow_up.ended", standing, locked, by)
    return standing


@verb
def resume_follow_up(row: FollowUp, *, by: Member) -> FollowUp:
    """Undo: it stands again. Raises Conflict when it was not settled."""
    locked = must_answer(row.conversation, by)
    settled = FollowUp.objects.select_for_update().get(pk=row.pk)
    if settled.state in STANDING:
        raise Conflict("It stands already.", code="gone")
    settled.settled_at = None
    waits = settled.at > now()
    settled.state = FollowUp.State.WAITING if waits else FollowUp.State.DUE
    settled.save(update_fields=["state", "settled_at"])
    if waits:
        set_timer(f"follow:{settled.pk}", settled.at, follow_up_task, settled.pk)
    _note("follow_up.set", settled, locked, by)
    return settled


def _standing(row: FollowUp, by: Member) -> tuple[Conversation, FollowUp]:
    locked = must_answer(row.conversation, by)
    standing = FollowUp.objects.select_for_update().get(pk=row.pk)
    if standing.state not in STANDING:
        raise Conflict("It is settled already.", code="gone")
    return locked, standing


def _must_come(at: datetime) -> None:
    if at <= now():
        raise Invalid("That moment has passed. Choose a later one.", field="until")


def _set(row: FollowUp, state: str) -> None:
    row.state, row.settled_at = state, None if state in STANDING else now()
    row.save(update_fields=["state", "settled_at"])


def _note(verb_name: str, row: FollowUp, locked: Conversation, by: Acting | Actor, **facts: object) -> None:
    locked.change()
    record(verb_name, by=by, on=row, conversation=locked.pk, person=locked.person_id, **facts)
