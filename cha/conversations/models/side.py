"""Side conversations: with a supplier, a courier, anybody outside, about a concern. Its person never sees them.

What is said there are messages of kinds of their own (`passed`, `returned`), so that whatever shows a person their
messages by kind leaves them out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import models

from cha.conversations.access import must_answer
from cha.conversations.models.attachment import Attachment, attach
from cha.conversations.models.conversation import Conversation
from cha.conversations.models.hearing import Heard, written
from cha.conversations.models.message import Kind, Message
from cha.conversations.models.once import said_before
from cha.conversations.models.saying import UNDO
from cha.core.actor import CHA, Actor
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.core.ids import IdField, new_id
from cha.core.ledger import record
from cha.core.tasks import task
from cha.core.timers import set_timer, stop_timer
from cha.core.verbs import verb
from cha.team.models import Member

OUTSIDE: Final = (Kind.PASSED, Kind.RETURNED)


class SideConversation(models.Model):
    """Words with one address outside, beside a conversation. `unread`: an answer came that nobody has gone through."""

    id = IdField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="sides")
    address = models.CharField(max_length=320)
    subject = models.CharField(max_length=500, blank=True)
    opened_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="sides")
    opened_at = models.DateTimeField(default=now)
    heard_at = models.DateTimeField(null=True)
    unread = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.address}: {self.subject}"


@verb
def open_side(
    conversation: Conversation,
    address: str,
    subject: str,
    text: str,
    *,
    by: Member,
    passing: Sequence[int] = (),
    attachment_ids: Sequence[int] = (),
    quoted: str = "",
    once: str = "",
    at: datetime | None = None,
) -> Message:
    """Write to somebody outside about a concern. `quoted` is what is passed on, `passing` the ids of the messages it is
    from; copies of `attachment_ids`, files of this conversation or chosen just now, go along.

    Raises Invalid without an address, or when there is neither a word nor anything passed on; NotFound, Refused.
    """
    locked = must_answer(conversation, by)
    if not address.strip():
        raise Invalid("Say to whom it goes.", field="to")
    if not text.strip() and not quoted.strip():
        raise Invalid("There is nothing to send yet. Write a word first.", field="body")
    before = said_before(locked.messages.all(), text, by=by, kind=Kind.PASSED, once=once)
    if before:
        return before
    side = SideConversation(conversation=locked, address=address[:320], subject=subject[:500], opened_by=by)
    side.save(force_insert=True)
    more = {"passed": list(passing), "once": once}
    return _pass(side, locked, text.strip(), quoted, attachment_ids, by, at or now(), more)


@verb
def write_aside(
    side: SideConversation, text: str, *, by: Member, attachment_ids: Sequence[int] = (), once: str = ""
) -> Message:
    """Write once more in a side conversation; what came in it is read then. Raises Invalid, NotFound, Refused."""
    locked = must_answer(side.conversation, by)
    if not text.strip():
        raise Invalid("There is nothing to send yet. Write a word first.", field="body")
    before = said_before(locked.messages.all(), text, by=by, kind=Kind.PASSED, once=once)
    if before:
        return before
    SideConversation.objects.filter(pk=side.pk).update(unread=False)
    return _pass(side, locked, text.strip(), "", attachment_ids, by, now(), {"once": once})


def _pass(
    side: SideConversation,
    conversation: Conversation,
    text: str,
    quoted: str,
    attachment_ids: Sequence[int],
    by: Member,
    at: datetime,
    more: Mapping[str, object],
) -> Message:
    message = Message(
        id=new_id(at),
        conversation=conversation,
        kind=Kind.PASSED,
        author_kind="member",
        author_id=by.pk,
        author_name=by.name,
        at=at,
        medium="email",
        channel_id=conversation.channel_id,
        address=side.address,
        subject=side.subject,
        text=text,
        quoted=quoted,
        delivery="held",
        held_until=at + UNDO,
        extra={"side": side.pk, **{name: value for name, value in more.items() if value}},
    )
    message.save(force_insert=True)
    copy_files(attachment_ids, conversation, message)
    conversation.change()
    record("side.written", by=by, on=message, conversation=conversation.pk, side=side.pk)
    set_timer(f"pass:{message.pk}", at + UNDO, release_side_task, message.pk)
    return message


@task("conversations.release_side")
def release_side_task(message_id: int) -> None:
    """The seconds to undo are over."""
    message = Message.objects.filter(pk=message_id).first()
    if message:
        release_side(message)


@verb
def release_side(message: Message, *, by: Actor = CHA) -> None:
    """Hand it to the channel. Twice, or after it was taken back, does nothing."""
    conversation = Conversation.objects.locked(message.conversation_id)
    held = Message.objects.filter(pk=message.pk, kind=Kind.PASSED, delivery="held")
    if held.update(delivery="waiting", held_until=None):
        conversation.change()
        record("side.released", by=by, on=message, conversation=conversation.pk)


@verb
def take_back_side(message: Message, *, by: Member) -> None:
    """Take back what was passed on while it is held; a side conversation that is empty then goes too.

    Raises Conflict when it has gone already.
    """
    locked = must_answer(message.conversation, by)
    mine = Message.objects.select_for_update().filter(pk=message.pk, delivery="held", author_id=by.pk).first()
    if mine is None:
        raise Conflict("It has gone already. Write a second word instead.", code="gone")
    stop_timer(f"pass:{mine.pk}")
    record("message.withdrawn", by=by, on=mine, conversation=locked.pk, person=locked.person_id)
    side = int(mine.extra["side"])
    mine.delete()
    if not words_of_side(locked.pk, side).exists():
        SideConversation.objects.filter(pk=side).delete()
    locked.change()


def words_of_side(conversation_id: int, side_id: int) -> models.QuerySet[Message]:
    """What was said in a side conversation, both ways, oldest first."""
    rows = Message.objects.filter(conversation_id=conversation_id, kind__in=OUTSIDE, extra__side=side_id)
    return rows.order_by("pk")


def copy_files(ids: Sequence[int], conversation: Conversation, message: Message) -> None:
    """Let files go along: those that wait are taken, those of this conversation copied. Others are left out."""
    if not ids:
        return
    wanted = models.Q(message=None) | models.Q(message__conversation=conversation)
    for row in Attachment.objects.filter(wanted, pk__in=ids).select_related("message"):
        if row.message:
            attach(message, row.name, row.content_type, b"", digest=row.digest, size=row.size)
        else:
            row.message = message
            row.save(update_fields=["message"])


@verb
def hear_side(side: SideConversation, heard: Heard, *, quietly: bool = False) -> Message:
    """Record what somebody outside answered: for members only. Nobody's turn changes; it is marked unread.

    `quietly`: a machine answered, which nobody needs to go through.
    """
    locked = Conversation.objects.locked(side.conversation_id)
    at = heard.at or now()
    heard = replace(heard, extra={**heard.extra, "side": side.pk})
    author = heard.author_name or heard.address
    message = written(locked, heard, at, author_name=author, author_kind="outside", kind=Kind.RETURNED)
    changed = {"heard_at": at} if quietly else {"heard_at": at, "unread": True}
    SideConversation.objects.filter(pk=side.pk).update(**changed)
    locked.change()
    asker = side.opened_by_id
    record("side.heard", by=CHA, on=message, conversation=locked.pk, side=side.pk, member=asker, quiet=quietly)
    return message


@verb
def go_through(side: SideConversation, *, by: Member) -> None:
    """A member has read what came from outside. Twice is once. Raises NotFound, Refused."""
    locked = must_answer(side.conversation, by)
    if SideConversation.objects.filter(pk=side.pk, unread=True).update(unread=False):
        locked.change()
        record("side.read", by=by, on=side, conversation=locked.pk)
