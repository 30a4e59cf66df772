"""Promising again: somebody says that it is not put right after all, and is owed an answer once more.

No mail goes out: they were acknowledged when they first wrote. The private page and the board show the promise.
"""

from __future__ import annotations

from datetime import datetime

from cha.channels.models import channel_of
from cha.conversations.models import Conversation, State
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ledger import Event
from cha.core.tasks import task
from cha.core.verbs import verb
from cha.promises.acknowledging import forecast
from cha.promises.models import Promise, make_promise
from cha.promises.models.promise import ANSWER


def opens_again(event: Event) -> bool:
    """Whether the person's own words, or their "not yet", opened what had been put right."""
    if event.verb == "message.heard":
        return str(event.facts.get("was", "")) in (State.PUT_RIGHT, State.CONFIRMED)
    return str(event.facts.get("said_by", "")) == "person"


def conversation_of(event: Event) -> int | None:
    """The conversation that an event concerns."""
    return event.conversation_id


@task("promises.promise_again", rank=1)
def promise_again(conversation_id: int) -> None:
    """A conversation opened again: promise an answer by when people have one lately. Twice is once."""
    conversation = Conversation.objects.select_related("person").filter(pk=conversation_id).first()
    channel = channel_of(conversation) if conversation else None
    if conversation and channel and channel.acknowledges:
        at = now()
        promise_answer(conversation, forecast(channel, at).by, at)


@verb
def promise_answer(conversation: Conversation, by_when: datetime, at: datetime) -> Promise | None:
    """Promise an answer by a moment. None when it is not our turn, or when one is promised already or will be."""
    locked = Conversation.objects.locked(conversation.pk)
    if locked.state != State.OURS or not (locked.acknowledged_at or locked.first_answer_at):
        return None
    if Promise.objects.filter(conversation=locked, kind=ANSWER, state=Promise.State.OPEN).exists():
        return None
    return make_promise(locked, by_when, by=CHA, at=at)
