"""Hearing: what a person said is recorded, and it is our turn."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from cha.conversations.models.attachment import attach
from cha.conversations.models.conversation import Conversation, State
from cha.conversations.models.message import Kind, Message, first_words
from cha.conversations.models.putting_right import PutRight
from cha.core.actor import Actor
from cha.core.clock import now
from cha.core.held import renew
from cha.core.ids import new_id
from cha.core.ledger import record
from cha.core.prepared import insert, made
from cha.core.verbs import verb


@dataclass(frozen=True, slots=True)
class HeardFile:
    """A file that came along; its bytes are kept already under `digest`. `size` where `content` is not at hand."""

    name: str
    content_type: str
    content: bytes
    digest: str
    content_id: str = ""
    inline: bool = False
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What came in over a channel, read into values. `at` is when it was received (aware UTC)."""

    text: str
    medium: str
    channel_id: int | None = None
    address: str = ""
    author_name: str = ""
    external_id: str = ""
    subject: str = ""
    html: str = ""
    quoted: str = ""
    language: str = ""
    at: datetime | None = None
    sent_at: datetime | None = None
    payload_id: int | None = None
    files: tuple[HeardFile, ...] = ()
    extra: dict[str, object] = field(default_factory=dict)


@verb
def hear(conversation: Conversation, heard: Heard, *, quietly: bool = False) -> Message:
    """Record what the conversation's person said. It opens again if it was put right or snoozed, and waits on us.

    `quietly` records it without taking a turn: for machines and what is held aside.
    """
    locked = Conversation.objects.locked(conversation.pk)
    at = heard.at or now()
    message = written(locked, heard, at, author_name=heard.author_name, author_id=locked.person_id)
    was = locked.state
    if not quietly and was in (State.PUT_RIGHT, State.CONFIRMED):
        PutRight.objects.filter(conversation=locked, undone_at=None).update(undone_at=at)
    locked.change(
        **({} if at < locked.last_at else _last(heard, at)),
        language=locked.language or heard.language,
        heard_count=locked.heard_count + 1,
        **({} if quietly else _our_turn(locked, at)),
    )
    record(
        "message.filed" if quietly else "message.heard",
        by=Actor("person", locked.person_id),
        on=message,
        conversation=locked.pk,
        person=locked.person_id,
        was=was,
        files=len(heard.files),
        assignee=locked.assignee_id,
        **({"writer": True} if "writer" in heard.extra else {}),
    )
    renew(conversation)
    return message


def written(
    conversation: Conversation,
    heard: Heard,
    at: datetime,
    *,
    author_name: str,
    author_id: int | None = None,
    author_kind: str = "person",
    kind: str = Kind.HEARD,
) -> Message:
    """Write down what came in over a channel, with its files. Must be called inside a verb, on a locked row."""
    message = made(
        Message,
        id=new_id(at),
        conversation_id=conversation.pk,
        kind=kind,
        author_kind=author_kind,
        author_id=author_id,
        author_name=author_name[:200],
        at=at,
        sent_at=heard.sent_at,
        medium=heard.medium,
        channel_id=heard.channel_id,
        address=heard.address[:320],
        external_id=heard.external_id[:250],
        subject=heard.subject[:500],
        text=heard.text,
        html=heard.html,
        quoted=heard.quoted,
        language=heard.language,
        payload_id=heard.payload_id,
        extra=heard.extra,
    )
    message.conversation = conversation
    insert(message)
    for file in heard.files:
        attach(
            message,
            file.name,
            file.content_type,
            file.content,
            digest=file.digest,
            content_id=file.content_id,
            inline=file.inline,
            size=file.size,
        )
    return message


def _last(heard: Heard, at: datetime) -> dict[str, object]:
    return {
        "last_at": at,
        "last_words": first_words(heard.text or heard.subject),
        "last_language": heard.language,
    }


def _our_turn(conversation: Conversation, at: datetime) -> dict[str, object]:
    waits = conversation.state == State.OURS and conversation.waiting_since
    return {
        "state": State.OURS,
        "waiting_since": conversation.waiting_since if waits else at,
        "snoozed_until": None,
    }
