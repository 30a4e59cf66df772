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

# What a message of a member's says that it is when it is no answer.
NO_ANSWER = frozenset({"hold_until", "news", "warns", "apologises", "ending", "asks"})


def answered(event: Event) -> None:
    """A member's answer went out: what was promised as an answer is kept, by its writer, when it was written.

    Asking for a moment to look into it is no answer, nor is news of how far it is or that it takes longer, nor what
    Cha says. Whatever else was promised by then is told with it.
    """
    message = Message.objects.get(pk=event.subject_id)
    if message.author_kind != "member":
        return
    tell_promises(message)
    if NO_ANSWER & message.extra.keys():
        return
    own = _itself(message)
    for promise in _open_by(message.conversation_id, Promise.KeptBy.ANSWER):
        # What the message itself promises comes after it, and so does what they have not heard of yet.
        if promise.message not in own and not (promise.told_at and promise.told_at > message.at):
            keep(promise, by=Actor("member", message.author_id), at=message.at)


def _itself(message: Message) -> set[int]:
    """The message, and the answer for later that it was."""
    kind, _colon, rest = str(message.extra.get("once", "")).partition(":")
    later = rest.partition(":")[0]
    return {message.pk, *([int(later)] if kind == "later" and later.isdecimal() else [])}


def tell_promises(message: Message) -> None:
    """What members promised before this message stands in it, or beside it on the page: they have heard of it."""
    heard = Promise.objects.filter(conversation_id=message.conversation_id, told_at=None, made_at__lte=message.at)
    heard = heard.filter(state=Promise.State.OPEN).exclude(words="")
    told = list(heard.values_list("pk", flat=True))
    if told:
        Promise.objects.filter(pk__in=told).update(told_at=message.at)
        old = Promise.objects.filter(moved_to__in=told, warned_at=None, by__gt=message.at)
        old.update(warned_at=message.at)


def called(event: Event) -> None:
    """A call was noted in which they were reached: what was promised as a call is kept by whoever rang."""
    if event.facts.get("reached"):
        for promise in _open_by(event.conversation_id or 0, Promise.KeptBy.CALL):
            keep(promise, by=Actor(event.actor_kind, event.actor_id))


def put_right(event: Event) -> None:
    """It is put right without another word: the answer that was promised is this, and so is the putting right."""
    for kept_by in (Promise.KeptBy.ANSWER, Promise.KeptBy.PUT_RIGHT):
        for promise in _open_by(event.subject_id, kept_by):
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


def _open_by(conversation_id: int, kept_by: str) -> list[Promise]:
    rows = Promise.objects.filter(conversation_id=conversation_id, state=Promise.State.OPEN, kept_by=kept_by)
    return list(rows)
