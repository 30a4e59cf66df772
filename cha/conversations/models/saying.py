"""Saying: a member answers. For a few seconds the answer can be taken back; then it is released to be sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from cha.conversations.access import must_answer
from cha.conversations.blanks import must_be_filled
from cha.conversations.models.attachment import Attachment
from cha.conversations.models.conversation import Conversation, State
from cha.conversations.models.drafting import Draft
from cha.conversations.models.message import Kind, Message, first_words
from cha.conversations.models.once import said_before
from cha.core.actor import CHA, Actor
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.core.ids import new_id
from cha.core.ledger import record
from cha.core.tasks import task
from cha.core.timers import set_timer, stop_timer
from cha.core.verbs import verb
from cha.people.preferences import must_be_welcome
from cha.team.models import Member

UNDO = timedelta(seconds=8)
# What nobody said to the person, nor they to us.
BESIDE = (Kind.NOTE, Kind.PASSED, Kind.RETURNED)


@task("conversations.release")
def release_task(message_id: int) -> None:
    """The seconds to undo are over."""
    message = Message.objects.filter(pk=message_id).first()
    if message:
        release(message)


@verb
def say(
    conversation: Conversation,
    text: str,
    *,
    by: Member,
    hold: timedelta = UNDO,
    attachment_ids: list[int] | None = None,
    cc: list[str] | None = None,
    bcc: list[str] | None = None,
    to: str = "",
    again_of: Message | None = None,
    at: datetime | None = None,
    once: str = "",
    seal: str = "",
    channel_id: int | None = None,
    buttons: Sequence[str] = (),
    asks_until: datetime | None = None,
    beside: Mapping[str, object] | None = None,
    codes: Mapping[str, object] | None = None,
) -> Message:
    """A member's answer. It is their turn then; it goes out after `hold` unless it is withdrawn.

    `to` is another address than the one they wrote from last; `cc` are in copy, `bcc` too but seen by nobody else.
    `again_of` is the message whose words these are once more. With `seal` "yes" it goes out sealed or not at all, with
    "no" open; "" leaves it to the channel. `channel_id` is the channel it goes over, None for the one that the person
    wrote over last; `buttons` are answers that can be tapped, or numbered where nothing can be. `asks_until`: the
    words ask for time until then, so it stays our turn, and the draft stays. `beside` are codes that say what the words
    are when they are no answer: whose turn it is stays as it was, and the draft stays. `codes` say what an answer
    carries beside its words.

    The same words from the same form (`once`) are said once; the message of the first time is returned.

    Raises Invalid for an empty text, Refused when `by` may not answer here or the person wants nothing that they did
    not ask for, NotFound when they may not see it.
    """
    locked = must_answer(conversation, by)
    if not text.strip():
        raise Invalid("There is nothing to send yet. Write a word first.", field="body")
    must_be_filled(text)
    if not locked.heard_count:
        must_be_welcome(locked.person)
    before = said_before(locked.messages.all(), text, by=by, kind=Kind.SAID, once=once)
    if before:
        return before
    at = at or now()
    more: dict[str, object] = {
        "cc": cc,
        "bcc": bcc,
        "to": to,
        "again_of": again_of.pk if again_of else None,
        "once": once,
        "seal": seal,
    }
    more |= {"channel": channel_id, "buttons": list(buttons), "hold_until": _iso(asks_until)}
    more |= {**(beside or {}), **(codes or {})}
    answers = not (asks_until or beside)
    message = _held(locked, text.strip(), by, at, hold, more)
    if attachment_ids:
        Attachment.objects.filter(pk__in=attachment_ids, message=None).update(message=message)
    locked.change(
        **({} if beside else _still_ours(locked, at) if asks_until else _their_turn(locked, at)),
        last_at=max(at, locked.last_at),
        last_words=first_words(text),
        last_language=locked.language,
        assignee=locked.assignee or by,
    )
    if answers:
        Draft.objects.filter(conversation=locked, member=by, kind="reply").delete()
    record("message.said", by=by, on=message, conversation=locked.pk, person=locked.person_id)
    if hold > timedelta(0):
        set_timer(f"release:{message.pk}", at + hold, release_task, message.pk)
    else:
        release(message)
    conversation.refresh_from_db()
    return message


def _held(
    conversation: Conversation, text: str, by: Member, at: datetime, hold: timedelta, more: Mapping[str, object]
) -> Message:
    """The answer as it is written down, with the turn that withdrawing it would put back."""
    message = Message(
        id=new_id(at),
        conversation=conversation,
        kind=Kind.SAID,
        author_kind="member",
        author_id=by.pk,
        author_name=by.name,
        at=at,
        medium=conversation.medium,
        channel_id=conversation.channel_id,
        text=text,
        language=conversation.language,
        delivery="held",
        held_until=at + hold,
        extra={"was": _turn(conversation), **{name: value for name, value in more.items() if value}},
    )
    message.save(force_insert=True)
    return message


def _their_turn(conversation: Conversation, at: datetime) -> dict[str, object]:
    first = conversation.first_answer_at or at
    return {"state": State.THEIRS, "waiting_since": None, "first_answer_at": first, "snoozed_until": None}


def _still_ours(conversation: Conversation, at: datetime) -> dict[str, object]:
    return {"state": State.OURS, "waiting_since": conversation.waiting_since or at, "snoozed_until": None}


def _turn(conversation: Conversation) -> dict[str, object]:
    return {
        "state": conversation.state,
        "waiting_since": _iso(conversation.waiting_since),
        "snoozed_until": _iso(conversation.snoozed_until),
        "first_answer_at": _iso(conversation.first_answer_at),
        "last_words": conversation.last_words,
        "last_language": conversation.last_language,
        "assignee_id": conversation.assignee_id,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


@verb
def release(message: Message, *, by: Actor = CHA) -> None:
    """The seconds to undo are over: hand it to the channel. Releasing twice, or something withdrawn, does nothing."""
    # The conversation first, as `withdraw` does: two that lock in another order would wait for each other.
    conversation = Conversation.objects.locked(message.conversation_id)
    changed = Message.objects.filter(pk=message.pk, delivery="held").update(delivery="waiting", held_until=None)
    if changed:
        conversation.change()
        record("message.released", by=by, on=message, conversation=conversation.pk, person=conversation.person_id)


def spoken_since(message: Message) -> bool:
    """Whether the person or a member said something after it."""
    newer = Message.objects.filter(conversation_id=message.conversation_id, pk__gt=message.pk)
    return newer.exclude(kind__in=BESIDE).exists()


def turn_before(message: Message) -> dict[str, Any]:
    """The columns of the conversation that `say` changed, as they were before this answer."""
    was = dict(message.extra["was"])
    for name in ("waiting_since", "snoozed_until", "first_answer_at"):
        if was.get(name):
            was[name] = datetime.fromisoformat(was[name])
    return was


@verb
def withdraw(message: Message, *, by: Member) -> Draft:
    """Take an answer back while it is held. Its words become the draft again; the turn is theirs who had it.

    Raises Conflict when it has gone already.
    """
    locked = must_answer(message.conversation, by)
    mine = Message.objects.select_for_update().filter(pk=message.pk, delivery="held", author_id=by.pk).first()
    if mine is None:
        raise Conflict("It has gone already. Write a second word instead.", code="gone")
    stop_timer(f"release:{mine.pk}")
    record("message.withdrawn", by=by, on=mine, conversation=locked.pk, person=locked.person_id)
    was = turn_before(mine)
    if spoken_since(mine):
        # What they did to the turn stands.
        was = {"first_answer_at": was["first_answer_at"]}
    Attachment.objects.filter(message=mine).update(message=None)
    mine.delete()
    locked.change(**was)
    draft, _ = Draft.objects.update_or_create(
        conversation=locked, member=by, kind="reply", defaults={"text": mine.text, "kept_at": now()}
    )
    return draft
