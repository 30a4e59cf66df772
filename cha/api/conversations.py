"""Conversations: listed, opened, handed over, tagged, snoozed, put right."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from annotated_types import MaxLen
from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from cha.api.finding import (
    conversation_for,
    here_and_now,
    member_called,
    must_have_a_seat,
    person_to_change,
    team_called,
)
from cha.api.messages import way_for
from cha.api.rows import conversation_out, conversations_out
from cha.api.shapes import ConversationOut, Conversations
from cha.api.team import channel_rows, channels_by_name
from cha.api.walking import ORDERS, place_of, walk
from cha.conversations.access import visible_to
from cha.conversations.filters import parse
from cha.conversations.models import (
    Conversation,
    assign,
    open_conversation,
    put_right,
    reopen,
    say,
    set_topic,
    snooze,
    tag,
    take_part,
    wake_up,
)
from cha.conversations.models.filling import fill_in_conversation
from cha.conversations.models.saying import UNDO
from cha.core.api.answering import said
from cha.core.api.cursors import cursor, place
from cha.core.api.types import LAST_YEAR, Code, Id, Input, Line, LongLine, Moment, Named, Page, Words
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.core.verbs import verb
from cha.people.models import Person
from cha.team.asking import MemberAsks
from cha.team.models import Member, brand

router = Router(tags=["conversations"])


class Sought(Page):
    """Which conversations, in which order."""

    q: LongLine = Field("", description='A filter as in the list: `is:waiting tag:late "blue tulips"`.')
    order: Literal["newest", "changed", "opened", "care"] = Field(
        "newest", description="`changed` is oldest first: to follow what happens."
    )


class Opening(Input):
    """A new concern of a person. With `text` it begins with these words of ours, which are sent over `channel`."""

    person: Id
    subject: LongLine = ""
    topic: Code = ""
    channel: Id | None = None
    text: Words | None = None


class Hands(Input):
    """Who looks after it: a member, a team, both, or (null) nobody."""

    member: Id | None = None
    team: Id | None = None


class Tags(Input):
    """The tags it carries from now on; no others."""

    tags: Annotated[list[Annotated[Named, MaxLen(40)]], MaxLen(50)]


class Topic(Input):
    """What it is about: a topic's code, and the gist in one line."""

    topic: Annotated[Code, MaxLen(32)]
    gist: Line | None = None


class Until(Input):
    """When it comes back."""

    until: Moment


class Fields(Input):
    """Values of the house's own fields, by key, as English writes them; "" empties one."""

    fields: Annotated[dict[Code, Annotated[Line, MaxLen(200)]], MaxLen(60)]


@router.get("", response=Conversations, summary="Conversations that a filter means")
def list_conversations(request: MemberAsks, asked: Query[Sought]) -> HttpResponse:
    """Those that the token's member may see, in an order."""
    wanted, member = parse(asked.q), request.member
    of = f"conversations {asked.order} {asked.q}"
    behind = place_of(place(of, asked.after, str, int))
    channels = channels_by_name() if wanted.of("channel") else None
    at = here_and_now(member) if wanted else now()
    found = walk(asked.order, wanted, asked.limit + 1, behind, by=member, at=at, channels=channels)
    last = found[asked.limit - 1] if len(found) > asked.limit else None
    more = cursor(of, last[ORDERS[asked.order].column].isoformat(), last["id"]) if last else None
    return said({"items": conversations_out(found[: asked.limit]), "next": more})


@router.get("/{conversation_id}", response=ConversationOut, summary="One conversation")
def read_conversation(request: MemberAsks, conversation_id: Id) -> HttpResponse:
    """As it is now; one that became one story with another is that one."""
    return _now(conversation_for(request, conversation_id))


@router.post("", response={201: ConversationOut}, summary="Open a conversation")
def create_conversation(request: MemberAsks, opening: Opening) -> HttpResponse:
    """A new concern of a person. Without `text` nothing is sent, and it waits on nobody."""
    person = person_to_change(request, opening.person)
    made = _open(person, opening, request.member)
    return said(conversation_out(made.pk), 201)


@verb
def _open(person: Person, opening: Opening, by: Member) -> Conversation:
    rows = [row for row in channel_rows() if opening.channel in (None, row[0])]
    chosen = next((row for row in rows if opening.channel or row[2] == "email"), None)
    if chosen is None and (opening.channel or opening.text):
        raise Conflict("There is no such channel to write over.", code="no_channel", field="channel")
    face = brand()
    made = open_conversation(
        person,
        by=by,
        subject=opening.subject.strip(),
        topic=opening.topic[:32],
        medium=chosen[2] if chosen else "",
        channel_id=chosen[0] if chosen else None,
        brand_id=face.pk if face else None,
        language=person.language,
    )
    if not visible_to(by).filter(pk=made.pk).exists():
        take_part(made, by=by, member=by)
    if opening.text:
        way = way_for(made, opening.channel)
        say(made, opening.text, by=by, channel_id=way.channel.pk, hold=timedelta(0) if way.can.at_once else UNDO)
    return made


@router.put("/{conversation_id}/assignment", response=ConversationOut, summary="Say who looks after it")
def assign_conversation(request: MemberAsks, conversation_id: Id, hands: Hands) -> HttpResponse:
    """Exactly these hands from now on. It may be out of the token's sight afterwards."""
    found = conversation_for(request, conversation_id)
    assign(found, by=request.member, member=member_called(hands.member), team=team_called(hands.team))
    return _now(found)


@router.put("/{conversation_id}/tags", response=ConversationOut, summary="Tag it")
def tag_conversation(request: MemberAsks, conversation_id: Id, tags: Tags) -> HttpResponse:
    """Let it carry exactly these."""
    found = conversation_for(request, conversation_id)
    tag(found, list(tags.tags), by=request.member)
    return _now(found)


@router.put("/{conversation_id}/topic", response=ConversationOut, summary="Say what it is about")
def set_conversation_topic(request: MemberAsks, conversation_id: Id, topic: Topic) -> HttpResponse:
    """The topic's code, and the gist."""
    found = conversation_for(request, conversation_id)
    set_topic(found, topic.topic, by=request.member, gist=topic.gist)
    return _now(found)


@router.patch("/{conversation_id}/fields", response=ConversationOut, summary="Fill in fields")
def fill_in_conversation_fields(request: MemberAsks, conversation_id: Id, fields: Fields) -> HttpResponse:
    """The named ones; the others stay."""
    found = conversation_for(request, conversation_id)
    fill_in_conversation(found, fields.fields, by=request.member, language="en")
    return _now(found)


@router.put("/{conversation_id}/snooze", response=ConversationOut, summary="Snooze it")
def snooze_conversation(request: MemberAsks, conversation_id: Id, until: Until) -> HttpResponse:
    """Out of the list until then, or until the person writes. Not past a promise (409)."""
    found = conversation_for(request, conversation_id)
    if until.until.year > LAST_YEAR:
        raise Conflict("Nobody here will be there to see it come back.", code="not_then", field="until")
    try:
        snooze(found, until.until, by=request.member)
    except Invalid as error:
        raise Conflict(error.sentence, code="not_then", field="until") from error
    return _now(found)


@router.delete("/{conversation_id}/snooze", response=ConversationOut, summary="Bring it back")
def wake_conversation(request: MemberAsks, conversation_id: Id) -> HttpResponse:
    """Into the list now; what is not snoozed stays as it is."""
    found = conversation_for(request, conversation_id)
    wake_up(found, by=request.member)
    return _now(found)


@router.post("/{conversation_id}/putting-right", response=ConversationOut, summary="Put it right")
def put_conversation_right(request: MemberAsks, conversation_id: Id) -> HttpResponse:
    """The person is asked whether it is. 409 when it was already, or something is needed before."""
    found = conversation_for(request, conversation_id)
    try:
        put_right(found, by=request.member)
    except Invalid as error:
        raise Conflict(error.sentence, code=error.code) from error
    return _now(found)


@router.post("/{conversation_id}/reopening", response=ConversationOut, summary="Open it again")
def reopen_conversation(request: MemberAsks, conversation_id: Id) -> HttpResponse:
    """It is not put right after all; what is open stays so."""
    found = conversation_for(request, conversation_id)
    must_have_a_seat(request)
    reopen(found, by=request.member)
    return _now(found)


def _now(found: Conversation) -> HttpResponse:
    return said(conversation_out(found.pk))
