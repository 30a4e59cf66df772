"""What is said in a conversation: read, answered, noted, with its files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from cha.api.finding import conversation_for
from cha.api.shapes import FileOut, MessageOut, Messages, PromisedOut, SaidOut
from cha.channels.ways import Way, usual_way, way_over
from cha.conversations.access import visible_to
from cha.conversations.models import Attachment, Conversation, Kind, Message, note, say
from cha.conversations.models.saying import UNDO
from cha.core import files
from cha.core.api.answering import said
from cha.core.api.cursors import cursor, place
from cha.core.api.types import Id, Input, Page, Words
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, NotFound
from cha.core.ids import encode, encode_any
from cha.promises.vowing import Found, promised_in
from cha.team.asking import MemberAsks

router = Router(tags=["messages"])
BYTES: Final[dict[str, Any]] = {"responses": {200: {"content": {"application/octet-stream": {}}}}}


class Answer(Input):
    """What is said to the person. It can be taken back on the screens for eight seconds; then it goes."""

    text: Words
    channel: Id | None = None


class Note(Input):
    """A word among members, never shown to the person. `mentions` are let in to see the conversation."""

    text: Words
    mentions: list[Id] = []


@router.get("/{conversation_id}/messages", response=Messages, summary="What was said in it")
def list_messages(request: MemberAsks, conversation_id: Id, asked: Query[Page]) -> HttpResponse:
    """Oldest first, notes among it."""
    found = conversation_for(request, conversation_id)
    of = f"messages {found.pk}"
    behind = place(of, asked.after, int)
    rows = Message.objects.filter(conversation=found).order_by("id")
    if behind:
        rows = rows.filter(pk__gt=behind[0])
    messages = list(rows[: asked.limit + 1])
    more = cursor(of, messages[asked.limit - 1].pk) if len(messages) > asked.limit else None
    return said({"items": messages_out(messages[: asked.limit]), "next": more})


@router.post("/{conversation_id}/messages", response={201: SaidOut}, summary="Answer")
def create_message(request: MemberAsks, conversation_id: Id, answer: Answer) -> HttpResponse:
    """Said as the token's member, over the way that reaches the person best, or over `channel` (409 if it does not).

    `promises` is what its words promise; none of it is made a promise.
    """
    found = conversation_for(request, conversation_id)
    promises = [_promised(one) for one in promised_in(found, answer.text, request.member, now())]
    way = way_for(found, answer.channel)
    try:
        hold = timedelta(0) if way.can.at_once else UNDO
        message = say(found, answer.text, by=request.member, channel_id=way.channel.pk, hold=hold)
    except Invalid as error:
        raise Conflict(error.sentence, code=error.code, field="text") from error
    return said({**messages_out([message])[0], "promises": promises}, 201)


def _promised(one: Found) -> PromisedOut:
    verdict, vow = one.verdict, one.vow
    nearest = verdict.nearest if verdict and not verdict.ok else None
    holds = None if verdict is None else verdict.ok
    return {"what": vow.what, "words": vow.words, "by": vow.by, "sure": vow.sure, "holds": holds, "nearest": nearest}


def way_for(conversation: Conversation, channel: int | None) -> Way:
    """How an answer reaches the person: over a channel, or as it reaches them best. Raises Conflict, in words."""
    way = usual_way(conversation) if channel is None else way_over(conversation, channel)
    if way is None:
        raise Conflict("Nothing reaches them that way. Another channel may.", code="no_way", field="channel")
    if way.why_not:
        raise Conflict(way.why_not, code="no_way", field="channel")
    return way


@router.post("/{conversation_id}/notes", response={201: MessageOut}, summary="Leave a note")
def create_note(request: MemberAsks, conversation_id: Id, noted: Note) -> HttpResponse:
    """For members only."""
    found = conversation_for(request, conversation_id)
    message = note(found, noted.text, by=request.member, mentions=noted.mentions)
    return said(messages_out([message])[0], 201)


@router.get("/{conversation_id}/files/{file_id}", summary="A file's bytes", openapi_extra=BYTES)
def read_file(request: MemberAsks, conversation_id: Id, file_id: Id) -> HttpResponseBase:
    """As they came, to be kept: never to be shown as part of a page."""
    seen = visible_to(request.member).filter(pk=conversation_id)
    row = Attachment.objects.filter(pk=file_id, message__conversation__in=seen).first()
    if row is None:
        raise NotFound("There is no such file, or it is not yours to see.")
    return file_answer(row)


def file_answer(row: Attachment) -> HttpResponseBase:
    """A file to be kept."""
    name = row.name.replace("/", "_") or "file"
    kind = "application/octet-stream"
    response = FileResponse(files.open_file(row.digest), as_attachment=True, filename=name, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private"
    return response


def messages_out(messages: Sequence[Message]) -> list[MessageOut]:
    """Messages as they go out. One query for their files."""
    along: dict[int, list[FileOut]] = {}
    homes = {message.pk: message.conversation_id for message in messages}
    for row in Attachment.objects.filter(message__in=list(homes), inline=False).order_by("id"):
        key = row.message_id or 0
        along.setdefault(key, []).append(_file_out(row, homes[key]))
    return [_out(message, along.get(message.pk, [])) for message in messages]


def _file_out(row: Attachment, conversation: int) -> FileOut:
    url = f"/api/v1/conversations/{encode(conversation)}/files/{row.public_id}"
    return {"id": row.public_id, "name": row.name, "type": row.content_type, "size": row.size, "url": url}


def _out(message: Message, along: list[FileOut]) -> MessageOut:
    author = encode_any(message.author_id)
    outgoing = message.kind in (Kind.SAID, Kind.ACKNOWLEDGED, Kind.PASSED)
    return {
        "id": message.public_id,
        "conversation": encode(message.conversation_id),
        "kind": message.kind,
        "author": {"kind": message.author_kind, "id": author, "name": message.author_name},
        "at": message.at,
        "medium": message.medium,
        "subject": message.subject,
        "text": message.text,
        "language": message.language,
        "delivery": message.delivery if outgoing else "",
        "held_until": message.held_until,
        "files": along,
    }
