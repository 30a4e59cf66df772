"""What anyone's own channel calls: start, say, read, files, events."""

from __future__ import annotations

import mimetypes
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from cha.channels.api import shapes
from cha.channels.api.asking import ChannelAsks
from cha.channels.api.events import events_after
from cha.channels.api.receiving import file_called, hear_said, name_of_file, opened_anew, said_already, theirs
from cha.channels.api.showing import SHOWN, messages_of, shown
from cha.channels.api.starting import Somebody, start
from cha.channels.api.values import Choices, Said, SentFile, handle_of, point_value
from cha.channels.models import Channel
from cha.conversations.models import Attachment, Conversation
from cha.core import files
from cha.core.api.answering import said as answered
from cha.core.api.cursors import cursor, place
from cha.core.api.types import Id, Page
from cha.core.clock import now
from cha.core.errors import Conflict, NotFound
from cha.core.hours import is_open
from cha.core.ids import encode
from cha.people.models import ContactPoint
from cha.people.models.contact_point import known_point

router = Router(tags=["channel"])
# So far may another clock be ahead of ours.
AHEAD: Final = timedelta(minutes=5)
OLDEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
_RAW: Final = "application/octet-stream"
BYTES: Final[dict[str, Any]] = {"responses": {200: {"content": {_RAW: {}}}}}
TAKEN: Final[dict[str, Any]] = {"schema": {"type": "string", "minLength": 1}}
TAKES_BYTES: Final[dict[str, Any]] = {"requestBody": {"required": True, "content": {_RAW: TAKEN}}}
NO_CONVERSATION: Final = "There is no such conversation on this channel."


@router.get("", response=shapes.ChannelOut, summary="The channel")
def read_channel(request: ChannelAsks) -> HttpResponse:
    """What it is called, whether somebody is there now, and what it takes."""
    channel = request.channel
    chosen = Choices.of(channel.settings)
    return answered(
        {
            "id": encode(channel.pk),
            "name": channel.name,
            "open": is_open(channel.hours(), now()),
            "webhook": bool(chosen.webhook),
            "trusts": chosen.trusts,
            "file_bytes": int(settings.CHA_MAX_UPLOAD),
        }
    )


@router.post("/people", response=shapes.OwnPerson, summary="Start with somebody")
def start_person(request: ChannelAsks, somebody: shapes.Start) -> HttpResponse:
    """Say who it is, first or again. What is known already stays; addresses that others have stay theirs."""
    point = start(request.channel, Somebody(**somebody.model_dump()))
    return answered(_person(request.channel, point))


@router.post("/messages", response={201: shapes.OwnMessage, 200: shapes.OwnMessage}, summary="Say something")
def say_something(request: ChannelAsks, say: shapes.Say) -> HttpResponse:
    """201 for a new message; 200, and the first one, for an id that was said already. In any order: `at` sorts them."""
    channel = request.channel
    if not say.text.strip() and not say.files:
        raise Conflict("There is nothing said: a text, a file, or both.", code="nothing_said", field="text")
    said = _said(channel, say)
    before = said_already(said)
    if before is None:
        point = start(channel, Somebody(say.handle, language=say.language))
        said = _placed(channel, point, say, replace(said, name=point.person.name))
        before, new = hear_said(said)
    else:
        new = False
    return answered(messages_of([before], channel)[0], 201 if new else 200)


def _said(channel: Channel, say: shapes.Say) -> Said:
    latest = now() + AHEAD
    at = min(max(say.at or now(), OLDEST), latest)
    return Said(
        channel=channel.pk,
        handle=say.handle,
        id=say.id,
        text=say.text,
        at=at.isoformat(),
        subject=say.subject.strip(),
        topic=say.topic,
        language=say.language,
        files=tuple(file_called(name, channel.pk) for name in say.files),
    )


def _placed(channel: Channel, point: ContactPoint, say: shapes.Say, said: Said) -> Said:
    if say.conversation is not None:
        return replace(said, conversation=_conversation(channel, say.conversation, point.person_id).pk)
    return opened_anew(channel, point.person, said) if say.new else said


@router.get("/conversations", response=shapes.OwnConversations, summary="Somebody's conversations")
def list_own_conversations(request: ChannelAsks, asked: Query[shapes.Whose]) -> HttpResponse:
    """Newest first; only those of this channel."""
    channel = request.channel
    of = f"channel {channel.pk} {asked.handle}"
    behind = place(of, asked.after, int)
    point = known_point(ContactPoint.Kind.HANDLE, point_value(channel.pk, asked.handle))
    rows = theirs(channel, point.person_id if point else 0).order_by("-pk")
    if behind:
        rows = rows.filter(pk__lt=behind[0])
    found = list(rows[: asked.limit + 1])
    more = cursor(of, found[asked.limit - 1].pk) if len(found) > asked.limit else None
    return answered({"items": [_conversation_out(row) for row in found[: asked.limit]], "next": more})


@router.get("/conversations/{conversation_id}/messages", response=shapes.OwnMessages, summary="Read a conversation")
def read_own_messages(request: ChannelAsks, conversation_id: Id, asked: Query[Page]) -> HttpResponse:
    """Oldest first: what was said over this channel, and nothing else. What comes late is told by the events."""
    channel = request.channel
    found = _conversation(channel, conversation_id)
    of = f"channel {channel.pk} messages {found.pk}"
    behind = place(of, asked.after, int)
    rows = shown(channel, found).order_by("id")
    if behind:
        rows = rows.filter(pk__gt=behind[0])
    messages = list(rows[: asked.limit + 1])
    more = cursor(of, messages[asked.limit - 1].pk) if len(messages) > asked.limit else None
    return answered({"items": messages_of(messages[: asked.limit], channel), "next": more})


@router.put("/files", response={201: shapes.WaitingFile}, summary="Send a file", openapi_extra=TAKES_BYTES)
def send_file(request: ChannelAsks, asked: Query[shapes.FileName]) -> HttpResponse:
    """Its raw bytes, under the name in the query. Name the `id` in a message within a day."""
    content = request.body
    if not content:
        raise Conflict("The file is empty.", code="empty", field="body")
    kind = mimetypes.guess_type(asked.name)[0] or "application/octet-stream"
    taken = SentFile(files.put(content), asked.name, len(content), kind)
    name = name_of_file(taken, request.channel.pk)
    return answered({"id": name, "name": taken.name, "type": taken.type, "size": taken.size}, 201)


@router.get("/files/{file_id}", summary="A file's bytes", openapi_extra=BYTES)
def read_own_file(request: ChannelAsks, file_id: Id) -> HttpResponseBase:
    """Of a message that was said over this channel."""
    among = {"message__channel_id": request.channel.pk, "message__kind__in": SHOWN}
    row = Attachment.objects.filter(pk=file_id, **among).first()
    if row is None:
        raise NotFound("There is no such file on this channel.")
    name = row.name.replace("/", "_") or "file"
    kind = "application/octet-stream"
    response = FileResponse(files.open_file(row.digest), as_attachment=True, filename=name, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@router.get("/events", response=shapes.Events, summary="What happened")
def list_events(request: ChannelAsks, asked: Query[Page]) -> HttpResponse:
    """In order, from the beginning, or behind `after`. Without a webhook, answers count as out when they are here."""
    channel = request.channel
    of = f"channel {channel.pk} events"
    behind = place(of, asked.after, int, int)
    told, last = events_after(channel, (behind[0], behind[1]) if behind else None, asked.limit)
    return answered({"items": told, "next": cursor(of, *(last or (0, 0)))})


def _conversation(channel: Channel, pk: int, person: int | None = None) -> Conversation:
    rows = Conversation.objects.standing().filter(channel_id=channel.pk, pk=pk)
    found = (rows.filter(person_id=person) if person is not None else rows).first()
    if found is None:
        raise NotFound(NO_CONVERSATION)
    return found


def _person(channel: Channel, point: ContactPoint) -> dict[str, Any]:
    person = point.person
    return {"handle": handle_of(channel.pk, point.value), "name": person.name, "language": person.language}


def _conversation_out(row: Conversation) -> dict[str, Any]:
    return {
        "id": encode(row.pk),
        "subject": row.subject,
        "state": row.state,
        "opened_at": row.opened_at,
        "last_at": row.last_at,
    }
