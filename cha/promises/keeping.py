"""Reactions that settle promises: the first human answer keeps the acknowledgement's."""

from __future__ import annotations

from datetime import datetime

from cha.conversations.models import Conversation, Message
from cha.core.actor import CHA, Actor
from cha.core.clock import now
from cha.core.ledger import Event
from cha.promises.models import Promise, keep, release_promise
from cha.promises.models.promise import show_promises
from cha.promises.models.reopening import AGAIN, reopen_promise


def answered(event: Event) -> None:
    """A member's answer went out: what was promised as an answer is kept, by its writer, when it was written.

    Asking for a moment to look into it is no answer, nor is news of how far it is, nor what Cha says.
    """
    message = Message.objects.get(pk=event.subject_id)
    if message.author_kind != "member" or "hold_until" in message.extra or "news" in message.extra:
        return
    for promise in _open_answers(message.conversation_id):
        keep(promise, by=Actor("member", message.author_id), at=message.at)


def put_right(event: Event) -> None:
    """It is put right without another word: the answer that was promised is this."""
    for promise in _open_answers(event.subject_id):
        keep(promise, by=Actor(event.actor_kind, event.actor_id))


def put_aside(event: Event) -> None:
    """Nobody waits for an answer there."""
    for promise in Promise.objects.filter(conversation_id=event.subject_id, state=Promise.State.OPEN):
        release_promise(promise, by=CHA)


def standing_again(event: Event) -> None:
    """What settled promises was taken back: those whose time has not come stand again."""
    if not event.facts.get("since"):
        return
    since = datetime.fromisoformat(str(event.facts["since"]))
    settled = Promise.objects.filter(conversation_id=event.conversation_id or 0, state__in=AGAIN, settled_at__gte=since)
    for promise in settled.filter(by__gt=now()):
        reopen_promise(promise, by=CHA)


def moved(event: Event) -> None:
    """Promises came to the conversation, or went, with what was merged, split or taken apart."""
    if event.conversation_id:
        show_promises(Conversation.objects.locked(event.conversation_id))


def _open_answers(conversation_id: int) -> list[Promise]:
    return list(
        Promise.objects.filter(conversation_id=conversation_id, state=Promise.State.OPEN, kept_by=Promise.KeptBy.ANSWER)
    )
