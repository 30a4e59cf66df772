"""Snoozing: out of the list until a moment, or until the person writes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models

from cha.conversations.access import must_answer
from cha.conversations.models.conversation import Conversation
from cha.core.actor import CHA, Acting, Actor
from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.held import renew
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.prepared import update
from cha.core.queries import asked
from cha.core.tasks import task
from cha.core.timers import set_timer, stop_timer
from cha.core.verbs import verb
from cha.team.models import Member


class Snooze(models.Model):
    """Who put it off until when, and when it came back."""

    id = IdField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="snoozes")
    member = models.ForeignKey(Member, models.SET_NULL, null=True)
    until = models.DateTimeField()
    at = models.DateTimeField(default=now)
    woke_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"until {self.until:%Y-%m-%d %H:%M}"


# Many end on the same hour: those claimed together are one transaction, and go before the news of it.
@task("conversations.wake_up", rank=3, gathers=True)
def wake_up_task(*conversation_ids: int) -> None:
    """Their snoozes are over."""
    found = Conversation.objects.filter(pk__in=conversation_ids, snoozed_until__lte=now())
    if ids := list(found.values_list("pk", flat=True)):
        wake_those_due(ids)


@verb
def wake_those_due(conversation_ids: Iterable[int]) -> None:
    """Bring back those of them whose snooze is over; in one order, so that two workers never wait for each other."""
    rows = [Conversation.objects.locked(pk) for pk in sorted(conversation_ids)]
    woken = [row for row in rows if row.snoozed_until and row.snoozed_until <= now()]
    Snooze.objects.filter(conversation__in=[row.pk for row in woken], woke_at=None).update(woke_at=now())
    for row in woken:
        _back(row, CHA)


@asked(int)
def _standing(conversation: int) -> models.QuerySet[Snooze]:
    return Snooze.objects.filter(conversation_id=conversation, woke_at=None)


@verb
def snooze(conversation: Conversation, until: datetime, *, by: Member) -> Conversation:
    """Put it off until a moment (aware). Raises Invalid for the past, and when a promise would break meanwhile."""
    locked = must_answer(conversation, by)
    if until <= now():
        raise Invalid("That moment has passed. Choose a later one.", field="until")
    if locked.next_promise_at and until > locked.next_promise_at:
        raise Invalid("Something is promised before then. Keep it first, or agree a new time.", field="until")
    row = Snooze(conversation=locked, member=by, until=until)
    row.save(force_insert=True)
    locked.change(snoozed_until=until)
    set_timer(f"wake:{locked.pk}", until, wake_up_task, locked.pk)
    record("conversation.snoozed", by=by, on=locked, conversation=locked.pk, person=locked.person_id)
    renew(conversation)
    return conversation


@verb
def wake_up(conversation: Conversation, *, by: Acting | Actor = CHA) -> Conversation:
    """Bring it back into the list. Waking what is awake does nothing."""
    locked = must_answer(conversation, by)
    if locked.snoozed_until:
        for row in _standing(locked.pk):
            row.woke_at = now()
            update(row, ["woke_at"])
        stop_timer(f"wake:{locked.pk}")
        _back(locked, by)
    renew(conversation)
    return conversation


def _back(locked: Conversation, by: Acting | Actor) -> None:
    locked.change(snoozed_until=None)
    record("conversation.woken", by=by, on=locked, conversation=locked.pk, person=locked.person_id)
