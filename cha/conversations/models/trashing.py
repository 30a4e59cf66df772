"""Trashing: out of every list but its own, restored with one act, and erased after thirty days."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from cha.conversations.access import must_answer
from cha.conversations.models.conversation import Conversation, State
from cha.conversations.models.erasing import erase_conversation, held_because, kept_as_proof
from cha.conversations.models.putting_aside import laid_aside
from cha.core.actor import CHA, Acting, Actor
from cha.core.clock import now
from cha.core.ledger import record
from cha.core.tasks import task
from cha.core.timers import set_timer, stop_timer
from cha.core.verbs import verb
from cha.team.models.member import must_may
from cha.team.models.role import Power

KEPT_FOR: Final = timedelta(days=30)
TRASH: Final = "trash"


@task("conversations.erase", rank=9)
def erase_task(conversation_id: int) -> None:
    """Its thirty days may be over."""
    conversation = Conversation.objects.filter(pk=conversation_id).first()
    if conversation is None or conversation.state != State.TRASH:
        return
    until = erased_on(conversation)
    if until is None or until > now():
        return
    if kept_as_proof(conversation.pk) or held_because(conversation.pk):
        with transaction.atomic():
            set_timer(f"erase:{conversation.pk}", now() + KEPT_FOR, erase_task, conversation.pk)
    else:
        erase_conversation(conversation, by=CHA)


@verb
def trash(conversation: Conversation, *, by: Acting | Actor) -> Conversation:
    """Put it in the trash: nobody waits there, nothing is lost for thirty days. Doing it twice is once.

    Whoever may answer it may. Words from the person bring it back by themselves.
    """
    locked = must_answer(conversation, by)
    must_may(by, Power.PUT_ASIDE)
    if locked.state != State.TRASH:
        row = laid_aside(locked, TRASH, by=by)
        locked.change(state=State.TRASH, waiting_since=None, snoozed_until=None)
        set_timer(f"erase:{locked.pk}", row.at + KEPT_FOR, erase_task, locked.pk)
        record(
            "conversation.put_aside",
            by=by,
            on=locked,
            conversation=locked.pk,
            person=locked.person_id,
            reason=TRASH,
        )
    conversation.refresh_from_db()
    return conversation


def keep_from_erasing(conversation_id: int) -> None:
    """It is out of the trash: nothing is to be erased."""
    stop_timer(f"erase:{conversation_id}")


def erased_on(conversation: Conversation) -> datetime | None:
    """When what lies in the trash will be erased; None when it does not."""
    if conversation.state != State.TRASH:
        return None
    row = conversation.asides.filter(reason=TRASH, taken_back_at=None).order_by("-id").first()
    return row.at + KEPT_FOR if row else None
