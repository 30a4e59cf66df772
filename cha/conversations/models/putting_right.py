"""Putting right: how a conversation ends well. A member says so, and the person confirms it, or says that it is not."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from cha.conversations.access import must_answer, must_be_theirs
from cha.conversations.models.checklist import must_be_ticked_off
from cha.conversations.models.conversation import OPEN, Conversation, State
from cha.conversations.models.filling import must_be_filled_in
from cha.core.actor import actor_of
from cha.core.clock import now
from cha.core.errors import Conflict
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.people.models import Person
from cha.team.models import Member


class PutRight(models.Model):
    """That it was put right: by whom, when; and what the person said to it."""

    id = IdField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="put_rights")
    by_kind = models.CharField(max_length=8)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=now)
    confirmed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"put right at {self.at:%Y-%m-%d %H:%M}"


@verb
def put_right(conversation: Conversation, *, by: Member, at: datetime | None = None) -> Conversation:
    """A member says that it is put right. The person is asked whether it is. Raises Conflict when it was already."""
    locked = must_answer(conversation, by)
    if locked.state not in OPEN:
        raise Conflict("It is put right already.", code="put_right_already")
    must_be_filled_in(locked)
    must_be_ticked_off(locked)
    row = PutRight(conversation=locked, by_kind="member", by_id=by.pk, at=at or now())
    row.save(force_insert=True)
    locked.change(state=State.PUT_RIGHT, waiting_since=None, snoozed_until=None)
    record("conversation.put_right", by=by, on=locked, conversation=locked.pk, person=locked.person_id)
    conversation.refresh_from_db()
    return conversation


@verb
def confirm(conversation: Conversation, *, by: Person, at: datetime | None = None) -> Conversation:
    """The person says that it is put right, whether or not a member said so before. Saying it twice is once."""
    locked = must_be_theirs(conversation, by)
    at = at or now()
    row = PutRight.objects.filter(conversation=locked, undone_at=None).order_by("-id").first()
    if row is None:
        row = PutRight(conversation=locked, by_kind="person", by_id=by.pk, at=at)
        row.save(force_insert=True)
    if row.confirmed_at is None:
        row.confirmed_at = at
        row.save(update_fields=["confirmed_at"])
        locked.change(state=State.CONFIRMED, waiting_since=None, snoozed_until=None)
        record("conversation.confirmed", by=by, on=locked, conversation=locked.pk, person=locked.person_id)
    conversation.refresh_from_db()
    return conversation


@verb
def reopen(conversation: Conversation, *, by: Member | Person, at: datetime | None = None) -> Conversation:
    """It is not put right after all: it waits on us again. Reopening what is open does nothing."""
    locked = must_answer(conversation, by) if isinstance(by, Member) else must_be_theirs(conversation, by)
    if locked.state in (State.PUT_RIGHT, State.CONFIRMED):
        at = at or now()
        PutRight.objects.filter(conversation=locked, undone_at=None).update(undone_at=at)
        locked.change(state=State.OURS, waiting_since=at)
        record(
            "conversation.reopened",
            by=by,
            on=locked,
            conversation=locked.pk,
            person=locked.person_id,
            said_by=actor_of(by).kind,
        )
    conversation.refresh_from_db()
    return conversation
