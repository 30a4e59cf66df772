"""Putting aside: spam, machines and what else nobody waits for. Held, visibly, and taken back with one act."""

from __future__ import annotations

from typing import Any

from django.db import models

from cha.conversations.access import must_answer
from cha.conversations.models.conversation import Conversation, State
from cha.conversations.models.message import Kind, Message
from cha.core.actor import Acting, Actor, actor_of
from cha.core.clock import now
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.timers import stop_timer
from cha.core.verbs import verb
from cha.team.models.member import must_may
from cha.team.models.role import Power

LYING = (State.ASIDE, State.TRASH)
SETTLED = (State.THEIRS, State.PUT_RIGHT, State.CONFIRMED)


class Aside(models.Model):
    """Why it was put aside: spam, bounce, auto_reply, list, loop, blocked, trash or other. `was`: its state before."""

    id = IdField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="asides")
    reason = models.CharField(max_length=12)
    words = models.CharField(max_length=200, blank=True)
    was = models.CharField(max_length=10, blank=True)
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
    must_may(by, Power.PUT_ASIDE)
    if locked.state not in LYING:
        laid_aside(locked, reason, by=by, words=words)
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


def laid_aside(locked: Conversation, reason: str, *, by: Acting | Actor, words: str = "") -> Aside:
    """The row that says why. Must be called on a locked conversation, inside a verb, before its state changes."""
    actor = actor_of(by)
    was = locked.asides.filter(taken_back_at=None).order_by("-id").first() if locked.state in LYING else None
    row = Aside(
        conversation=locked,
        reason=reason,
        words=words[:200],
        # From the unwanted to the trash: what it was before both.
        was=was.was if was else locked.state,
        by_kind=actor.kind,
        by_id=actor.id,
    )
    row.save(force_insert=True)
    return row


@verb
def take_back(conversation: Conversation, *, by: Acting | Actor) -> Conversation:
    """It was no spam nor machine, or not for the trash: it is what it was before.

    What waited on us does so since its last message, and is acknowledged if it never was.
    """
    locked = must_answer(conversation, by)
    must_may(by, Power.PUT_ASIDE)
    if locked.state in LYING:
        row = locked.asides.filter(taken_back_at=None).order_by("-id").first()
        locked.asides.filter(taken_back_at=None).update(taken_back_at=now())
        locked.change(**_as_it_was(locked, row.was if row else ""))
        stop_timer(f"erase:{locked.pk}")
        record(
            "conversation.taken_back",
            by=by,
            on=locked,
            conversation=locked.pk,
            person=locked.person_id,
            since=row.at.isoformat() if row else "",
        )
    conversation.refresh_from_db()
    return conversation


def _as_it_was(locked: Conversation, was: str) -> dict[str, Any]:
    if was in SETTLED:
        return {"state": was, "waiting_since": None}
    last = Message.objects.filter(conversation=locked, kind=Kind.HEARD).order_by("-id").first()
    return {"state": State.OURS, "waiting_since": last.at if last else now()}
