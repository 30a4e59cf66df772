"""Putting aside: spam, machines and what else nobody waits for. Held, visibly, and taken back with one act."""

from __future__ import annotations

from django.db import models

from cha.conversations.access import must_answer
from cha.conversations.models.conversation import Conversation, State
from cha.conversations.models.message import Kind, Message
from cha.core.actor import Acting, Actor, actor_of
from cha.core.clock import now
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb


class Aside(models.Model):
    """Why it was put aside: spam, bounce, auto_reply, list, loop or other."""

    id = IdField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="asides")
    reason = models.CharField(max_length=12)
    words = models.CharField(max_length=200, blank=True)
    by_kind = models.CharField(max_length=8)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=now)
    taken_back_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.reason


@verb
def put_aside(conversation: Conversation, reason: str, *, by: Acting | Actor, words: str = "") -> Conversation:
    """Out of every list but its own. `words` say why, for people. Putting it aside twice is once."""
    locked = must_answer(conversation, by)
    if locked.state != State.ASIDE:
        actor = actor_of(by)
        row = Aside(conversation=locked, reason=reason, words=words[:200], by_kind=actor.kind, by_id=actor.id)
        row.save(force_insert=True)
        locked.change(state=State.ASIDE, waiting_since=None, snoozed_until=None)
        record(
            "conversation.put_aside",
            by=by,
            on=locked,
            conversation=locked.pk,
            person=locked.person_id,
            reason=reason,
        )
    conversation.refresh_from_db()
    return conversation


@verb
def take_back(conversation: Conversation, *, by: Acting | Actor) -> Conversation:
    """It was no spam nor machine: it waits on us, since its last message, and is acknowledged if it never was."""
    locked = must_answer(conversation, by)
    if locked.state == State.ASIDE:
        last = Message.objects.filter(conversation=locked, kind=Kind.HEARD).order_by("-id").first()
        locked.asides.filter(taken_back_at=None).update(taken_back_at=now())
        locked.change(state=State.OURS, waiting_since=last.at if last else now())
        record("conversation.taken_back", by=by, on=locked, conversation=locked.pk, person=locked.person_id)
    conversation.refresh_from_db()
    return conversation
