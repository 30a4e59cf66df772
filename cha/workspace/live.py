"""What the ledger says, as pieces of pages for the browsers of members (contract: `cha.live.feed`).

Each piece is rendered once, in the house's language, and goes to topics that say who may see it. A conversation that
was touched gives its row (or its going), the entries that look different now, its head and what is promised. Whoever
lost sight of it loses the row, and their streams that listen to it are closed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple, Self

from django.db import close_old_connections
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import override
from markupsafe import escape

from cha.channels.models.visit import Visit, visits_of
from cha.conversations.access import visible_to
from cha.conversations.models import Conversation, Participant, Presence
from cha.conversations.models.conversation import home_of
from cha.core.clock import now
from cha.core.ids import encode
from cha.core.ledger import Event, newest_position, since
from cha.core.queries import asked
from cha.live.feed import REVOKE
from cha.live.hub import hub
from cha.team.models import Member, brand
from cha.team.models.sight import whose_sight
from cha.ui.kept import Kept, rendered
from cha.workspace import topics
from cha.workspace.counter.page import hand_piece
from cha.workspace.foryou.telling import bells
from cha.workspace.now.chatted import seen_upto
from cha.workspace.now.entry import Entry, entry_pieces
from cha.workspace.now.page import head_piece, told_piece
from cha.workspace.now.panel import promises_of
from cha.workspace.now.row_pieces import pieces
from cha.workspace.now.rows import Moment, Row, group_of, rows_of
from cha.workspace.now.thread import entries
from cha.workspace.now.visiting import Visiting, browser_of, browser_piece, reaches_words, together, visitor_line
from cha.workspace.now.writing import presence
from cha.workspace.orders.news import told_of_orders
from cha.workspace.rail import MOST, capped
from cha.workspace.remedies.cards import remedies_piece
from cha.workspace.stories.links import checks_piece
from cha.workspace.stories.way_there import way_piece

Piece = tuple[list[str], bytes]

# Pieces go out once, whoever listens; each page says its own words again when it is next fetched.
LANGUAGE: Final = "en"
# Beyond so many conversations at once it is cheaper that pages fetch.
MOST_AT_ONCE: Final = 60
LAST_ENTRIES: Final = 8
FEW: Final = 4
# What was said is not there any more; the entry goes.
GONE: Final = ("message.withdrawn", "note.taken_back")
SIGHT_FIELDS: Final = {"role", "own_role", "is_active"}


class Seen(NamedTuple):
    """What was last said of those who visit a conversation."""

    found: Visiting | None
    upto: int
    looked: tuple[object, ...]

    @classmethod
    def of(cls, visits: Sequence[Visit], at: datetime) -> Self:
        found, visitor = together(visits, at), visits[0].visitor
        looked = (visitor.agreed_at, str(visitor.pages[-1:]), len(visitor.pages), str(visitor.cart))
        return cls(found, found.seen if found else 0, looked)


NOBODY: Final = Seen(None, 0, (None, "[]", 0, "[]"))

# What each conversation's thread looked like when it was last said: entry ids and how they looked.
_said: Kept[dict[str, int]] = Kept(2000)
_present: dict[int, tuple[tuple[int, bool], ...]] = {}
_visiting: dict[int, Seen] = {}


def render_since(position: int) -> tuple[int, list[Piece]]:
    """The new position, and the pieces for everything that was recorded after `position`; -1 is the present."""
    close_old_connections()
    face = brand()
    with override(LANGUAGE):
        moment = Moment(now(), face.zone if face else "UTC", LANGUAGE)
        if position < 0:
            return newest_position(), []
        events = list(since(position))
        made = [*_sights(events), *_conversations(events, moment), *bells(events, moment.at), *_presences(moment)]
        made += told_of_orders(events, moment)
        return (events[-1].position if events else position), made


def _conversations(events: Sequence[Event], moment: Moment) -> list[Piece]:
    touched = {event.conversation_id: event for event in events if event.conversation_id}
    if not touched:
        return []
    moves = [event for event in events if event.verb == "conversation.assigned"]
    found = _found(list(touched))
    made = _lost(moves, {row.pk: row for row in found})
    if len(found) > MOST_AT_ONCE:
        return [*made, *_refresh(found)]
    rows = {row["id"]: row for row in rows_of(touched)}
    audience = _audience(found)
    for conversation in found:
        made.append((audience[conversation.pk], _row(rows[conversation.pk], moment)))
        own = [e for e in events if e.conversation_id == conversation.pk]
        made += [*_board(audience[conversation.pk], own), *_open(conversation, moment, own)]
    return [*made, _count(), *_wall()]


def _found(ids: Sequence[int]) -> list[Conversation]:
    """These conversations with who is in them. A few, as it mostly is, are asked for one by one: that is prepared."""
    if len(ids) <= FEW:
        return [row for pk in ids for row in _one(pk)]
    return list(Conversation.objects.filter(pk__in=ids).select_related("person", "assignee", "team"))


@asked(int)
def _one(pk: int) -> QuerySet[Conversation]:
    return Conversation.objects.filter(pk=pk).select_related("person", "assignee", "team")


def _refresh(found: Iterable[Conversation]) -> list[Piece]:
    channels = {conversation.channel_id for conversation in found}
    listening = [topics.everything(channel) for channel in channels]
    return [(listening, b""), *(([topics.conversation_topic(row.pk)], b"") for row in found)]


def _audience(found: Sequence[Conversation]) -> dict[int, list[str]]:
    """Who hears of each conversation's row."""
    members: dict[int, set[int]] = {row.pk: {row.assignee_id} if row.assignee_id else set() for row in found}
    for conversation, member in _taking_part([row.pk for row in found]):
        members[conversation].add(member or 0)
    return {row.pk: topics.row_topics(row.channel_id, row.team_id, members[row.pk] - {0}) for row in found}


def _taking_part(ids: Sequence[int]) -> Iterable[tuple[int, int | None]]:
    """Conversation and member of everybody who takes part."""
    if len(ids) <= FEW:
        return [(pk, member) for pk in ids for member in _members_in(pk)]
    taking = Participant.objects.filter(conversation__in=ids, member__isnull=False, sees=True)
    return taking.values_list("conversation_id", "member_id")


@asked(int)
def _members_in(conversation: int) -> QuerySet[Participant, int | None]:
    taking = Participant.objects.filter(conversation_id=conversation, member__isnull=False, sees=True)
    return taking.values_list("member_id", flat=True)


def _row(row: Row, moment: Moment) -> bytes:
    """The row at its place, or its going when nobody waits there any more."""
    group = group_of(row, moment.at)
    if group == "worth" or row["snoozed_until"]:
        return _gone(row["id"])
    return _stream("place", f"queue-{group}", pieces([row], moment)[0])


def _board(listening: list[str], events: Sequence[Event]) -> list[Piece]:
    """That the board of promises is not as it was, for whoever has it open and may see the conversation."""
    if not any(event.verb.startswith("promise.") for event in events):
        return []
    return [(listening, _stream("fresh", "promises"))]


def _wall() -> list[Piece]:
    """That something is new on the wall: a screen is told so, and nothing else."""
    return [([topics.WALL], _stream("fresh", "wall"))] if hub.listened(topics.WALL) else []


def _gone(conversation_id: int) -> bytes:
    return _stream("remove", f"need-{encode(conversation_id)}")


def _stream(action: str, target: str, piece: str = "") -> bytes:
    inner = f"<template>{piece}</template>" if piece else ""
    return f'<turbo-stream action="{action}" target="{target}">{inner}</turbo-stream>'.encode()


def _open(conversation: Conversation, moment: Moment, events: Sequence[Event]) -> list[Piece]:
    """What a page that has the conversation open gets, in one piece."""
    topic, public = topics.conversation_topic(conversation.pk), encode(conversation.pk)
    if not hub.listened(topic):
        return []
    if conversation.merged_into_id:
        home = reverse("conversation", args=[home_of(conversation.pk)])
        return [([topic], f'<turbo-stream action="lead" target="head-{public}" url="{home}"></turbo-stream>'.encode())]
    told = told_piece(conversation, moment, promises_of(conversation))
    parts = [
        _stream("replace", f"head-{public}", head_piece(conversation, moment)),
        _stream("replace", f"told-{public}", told),
        *(
            _stream("remove", f"later-{encode(e.subject_id)}")
            for e in events
            if e.verb in ("later.said", "later.ended")
        ),
        *_checks(conversation, moment, events),
        *_way_there(conversation, moment, events),
        *_given(conversation, moment, events),
        *_handed(conversation, events),
        *_thread(conversation, moment, f"thread-{public}"),
        *(_stream("remove", f"entry-{encode(e.subject_id)}") for e in events if e.verb in GONE),
    ]
    return [([topic], b"".join(parts))]


def _checks(conversation: Conversation, moment: Moment, events: Sequence[Event]) -> list[bytes]:
    """What is to be done, when something of it changed."""
    if not any(event.verb.startswith("check.") for event in events):
        return []
    return [_stream("replace", f"checks-{encode(conversation.pk)}", checks_piece(conversation, moment))]


def _way_there(conversation: Conversation, moment: Moment, events: Sequence[Event]) -> list[bytes]:
    """The steps that a member ticks, when something of them changed."""
    if not any(event.verb.startswith(("step.", "conversation.topic")) for event in events):
        return []
    return [_stream("replace", f"way-{encode(conversation.pk)}", way_piece(conversation, moment))]


def _given(conversation: Conversation, moment: Moment, events: Sequence[Event]) -> list[bytes]:
    """What is given there, when something of it changed."""
    if not any(event.verb.startswith("remedy.") for event in events):
        return []
    return [_stream("replace", f"given-{encode(conversation.pk)}", remedies_piece(conversation, moment))]


def _handed(conversation: Conversation, events: Sequence[Event]) -> list[bytes]:
    """At the counter: that a phone has it."""
    if not any(event.verb.startswith("handing.") for event in events):
        return []
    return [_stream("replace", f"hand-{encode(conversation.pk)}", hand_piece(conversation))]


def _thread(conversation: Conversation, moment: Moment, target: str) -> list[bytes]:
    """The entries that look different from when they were last said."""
    shown = entries(conversation, moment.zone, seen=seen_upto(visits_of(conversation.pk)))
    looks = {entry.id: hash(entry.key) for entry in shown}
    changed = _changed(shown, looks, _said.get(conversation.pk))
    _said.put(conversation.pk, looks)
    return [_stream("place", target, piece) for piece in entry_pieces(changed)]


def _changed(shown: Sequence[Entry], looks: dict[str, int], before: dict[str, int] | None) -> list[Entry]:
    if before is None:
        return list(shown[-LAST_ENTRIES:])
    return [entry for entry in shown if before.get(entry.id) != looks[entry.id]]


def _count() -> Piece:
    """How many wait in all, for those from whom nothing is hidden."""
    return [topics.COUNT], _stream("update", "count-now", capped(len(_waiting())) or " ")


@asked()
def _waiting() -> QuerySet[Conversation, int]:
    return Conversation.objects.waiting().values_list("pk", flat=True)[: MOST + 1]


def _lost(moves: Sequence[Event], found: dict[int, Conversation]) -> list[Piece]:
    """Rows that go from lists they no longer belong to, and streams that close."""
    made: list[Piece] = []
    for event in moves:
        conversation = found.get(event.conversation_id or 0)
        if conversation is None:
            continue
        was_member, was_team = event.facts.get("was_member"), event.facts.get("was_team")
        former = set(_former(conversation, was_member, was_team))
        if former:
            made.append((sorted(former), _gone(conversation.pk)))
        topic = topics.conversation_topic(conversation.pk)
        blind = _blind(conversation, was_member, was_team)
        made += [([REVOKE, topics.subject_of(member), topic], b"") for member in blind]
    return made


def _former(conversation: Conversation, was_member: int | None, was_team: int | None) -> list[str]:
    found = []
    if was_member and was_member != conversation.assignee_id:
        found.append(topics.own_topic(was_member, conversation.channel_id))
    if was_team and was_team != conversation.team_id:
        found.append(topics.team_topic(was_team, conversation.channel_id))
    return found


def _blind(conversation: Conversation, was_member: int | None, was_team: int | None) -> list[int]:
    """Members who could see it by what it was, and cannot any more."""
    rows = Member.objects.filter(is_active=True)
    before = rows.filter(pk=was_member or 0) | rows.filter(teams=was_team or 0)
    return [member.pk for member in before.distinct() if not visible_to(member).filter(pk=conversation.pk).exists()]


def _sights(events: Sequence[Event]) -> list[Piece]:
    """What a member may see has changed: their streams close, and their pages fetch."""
    made: list[Piece] = []
    for event in events:
        fields = set(event.facts.get("fields", ()))
        if event.verb == "team.membership_changed" or (event.verb == "member.changed" and SIGHT_FIELDS & fields):
            made += _closed([event.subject_id])
        if event.verb in ("sight.changed", "role.kept"):
            role = event.facts.get("role", event.subject_id)
            made += _closed(whose_sight(str(role)).values_list("id", flat=True))
        if event.verb == "standing_link.closed":
            subject = topics.link_subject(event.subject_id)
            made += [([REVOKE, subject, ""], b"")]
        if event.verb == "session.ended":
            made += _closed([event.subject_id])
    return made


def _closed(members: Iterable[int]) -> list[Piece]:
    made: list[Piece] = []
    for member in members:
        subject = topics.subject_of(member)
        made += [([subject], b""), ([REVOKE, subject, ""], b"")]
    return made


def _presences(moment: Moment) -> list[Piece]:
    """Who came, went, began or stopped to write since it was last asked, members and those in the chat.

    Two queries while nobody moves; the second only while somebody has a conversation open.
    """
    at = now()
    here: dict[int, list[Presence]] = {}
    for row in _here_after(at):
        here.setdefault(row.conversation_id, []).append(row)
    states = {key: tuple((row.member_id, _writes(row, at)) for row in found) for key, found in here.items()}
    moved = {key for key in {*states, *_present} if states.get(key) != _present.get(key)}
    _present.clear()
    _present.update(states)
    visits = _visits(topics.open_now())
    made = [piece for key, found in visits.items() for piece in _visited(key, found, moment)]
    moved |= {key for key, found in visits.items() if _visiting.get(key, NOBODY).found != together(found, at)}
    _visiting.clear()
    _visiting.update({key: Seen.of(found, at) for key, found in visits.items()})
    return [*made, *(_presence(key, here.get(key, []), visits.get(key, []), moment) for key in moved)]


@asked(datetime)
def _here_after(at: datetime) -> QuerySet[Presence]:
    return Presence.objects.filter(until__gt=at).select_related("member").order_by("conversation_id", "id")


def _visits(conversations: Collection[int]) -> dict[int, list[Visit]]:
    """The visits to the conversations that members have open."""
    found: dict[int, list[Visit]] = {}
    if conversations:
        rows = Visit.objects.filter(conversation_id__in=conversations).select_related("visitor", "conversation__person")
        for row in rows.order_by(F("here_until").desc(nulls_last=True), "-pk"):
            found.setdefault(row.conversation_id, []).append(row)
    return found


def _visited(key: int, visits: list[Visit], moment: Moment) -> list[Piece]:
    """What they saw of ours, and which pages they look at, where that changed."""
    before, after = _visiting.get(key, NOBODY), Seen.of(visits, moment.at)
    conversation, topic, made = visits[0].conversation, [topics.conversation_topic(key)], []
    if before.upto != after.upto:
        made += _thread(conversation, moment, f"thread-{encode(key)}")
    if before.looked != after.looked:
        piece = browser_piece(browser_of(conversation, visits, moment))
        made.append(_stream("replace", f"visitor-{encode(key)}", piece))
    return [(topic, b"".join(made))] if made else []


def _writes(row: Presence, at: datetime) -> bool:
    return bool(row.writing_until and row.writing_until > at)


def _presence(conversation_id: int, rows: Sequence[Presence], visits: Sequence[Visit], moment: Moment) -> Piece:
    shown = [presence(row) for row in rows[:6]]
    found = together(visits, moment.at)
    visitor = visitor_line(visits[0].conversation, found, moment) if visits else None
    piece = rendered("workspace/now/pieces/_presence.html", present=shown, visitor=visitor) if shown or visitor else " "
    said = [_stream("update", f"presence-{encode(conversation_id)}", piece)]
    if found:
        said.append(_stream("update", f"so-{encode(conversation_id)}", str(escape(reaches_words(found)))))
    return [topics.conversation_topic(conversation_id)], b"".join(said)
