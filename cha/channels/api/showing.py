"""What a channel of the API is shown of its own: messages, never notes, never what went another way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Q, QuerySet

from cha.channels.api.values import external_id, handle_of
from cha.channels.models import Channel, Delivery
from cha.conversations.models import Attachment, Conversation, Kind, Message
from cha.core.ids import encode, encode_any

SHOWN: Final = (Kind.HEARD, Kind.SAID, Kind.ACKNOWLEDGED)
HELD: Final = "held"


def shown(channel: Channel, conversation: Conversation) -> QuerySet[Message]:
    """What was said in a conversation over this channel, and may be seen there."""
    rows = Message.objects.filter(conversation=conversation, channel_id=channel.pk, kind__in=SHOWN)
    return rows.exclude(Q(kind=Kind.SAID) & Q(delivery=HELD))


def messages_of(messages: Sequence[Message], channel: Channel) -> list[dict[str, Any]]:
    """Messages as values. One query for their files."""
    along: dict[int, list[dict[str, Any]]] = {}
    for row in Attachment.objects.filter(message__in=[message.pk for message in messages]).order_by("id"):
        along.setdefault(row.message_id or 0, []).append(_file(row))
    return [_message(message, channel, along.get(message.pk, [])) for message in messages]


def event_of(delivery: Delivery, channel: Channel) -> dict[str, Any]:
    """A delivery as the event that webhook and poll tell of: its words as this channel carries them."""
    message = delivery.message
    told = messages_of([message], channel)[0] if message else None
    if told is not None:
        told["text"] = delivery.text
    return {
        "id": encode(delivery.pk),
        "kind": "message",
        "at": delivery.made_at,
        "channel": encode(channel.pk),
        "handle": handle_of(channel.pk, delivery.address),
        "conversation": encode_any(delivery.conversation_id),
        "message": told,
        "text": delivery.text,
    }


def _message(message: Message, channel: Channel, files: list[dict[str, Any]]) -> dict[str, Any]:
    before = external_id(channel.pk, "")
    theirs = message.external_id.removeprefix(before) if message.external_id.startswith(before) else ""
    return {
        "id": message.public_id,
        "theirs": theirs if message.kind == Kind.HEARD else "",
        "conversation": encode(message.conversation_id),
        "from": "person" if message.kind == Kind.HEARD else "member" if message.author_kind == "member" else "cha",
        "name": _first_name(message),
        "at": message.at,
        "text": message.text,
        "files": files,
    }


def _first_name(message: Message) -> str:
    """Customers see a member's first name, and their own whole one."""
    words = message.author_name.split()
    return words[0] if words and message.author_kind == "member" else message.author_name


def _file(row: Attachment) -> dict[str, Any]:
    url = f"/api/v1/channel/files/{row.public_id}"
    return {"id": row.public_id, "name": row.name, "type": row.content_type, "size": row.size, "url": url}
