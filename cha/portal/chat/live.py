"""Live for visitors: what changed in a conversation, as JSON events for the browsers that are in it.

Beside `workspace/live.py`, which tells members. A visit is a topic (`chat:<conversation>:<visit>`), as one browser may
see what another may not. What nobody listens to, or is about to, is not rendered. Leases of those who listen are
renewed here, all at once; who waits is told when their place has changed.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import orjson
from django.db.models import Q, QuerySet
from django.utils.translation import override

from cha.channels.models import Channel
from cha.channels.models.visit import Visit, Visitor, still_here
from cha.conversations.models import Presence
from cha.core.clock import now
from cha.core.ids import encode
from cha.core.ledger import Event, since
from cha.core.queries import asked
from cha.live.feed import REVOKE, Piece
from cha.live.hub import hub
from cha.live.tokens import sign
from cha.portal.chat.doors import Door
from cha.portal.chat.showing import as_json, head_of, wait_json
from cha.portal.chat.talks import Talk, shown
from cha.portal.tongues import spoken
from cha.promises.soon import Soon, queue_of, soon_at
from cha.ui.kept import Kept

EVENT: Final = "chat"
PREFIX: Final = "chat:"
MOST_HEARD: Final = 10
LEASES_EVERY: Final = 20.0
WAITS_EVERY: Final = 10.0
MARKS_EVERY = 0.25
OVERLAP: Final = timedelta(seconds=1)
# Verbs whose subject is the message that a browser may have to show, anew or otherwise.
ABOUT: Final = {"message.heard", "message.released", "message.edited", "message.taken_back"}
# After what else the head may be another.
HEADS: Final = ("conversation.", "promise.", "visit.", "message.heard", "message.said", "message.withdrawn", "time.")
MOVES: Final = {
    "conversation.joined", "conversation.merged", "conversation.given_back", "conversation.taken_apart",
    "conversation.split_off", "conversation.split",
}  # fmt: skip

# What each visit's head, and its read mark, looked like when it was last said; and who was writing.
_heads: Kept[int] = Kept(20_000)
_seen: Kept[int] = Kept(20_000)
_places: Kept[Soon] = Kept(20_000)
_writing: dict[int, str] = {}
_done: dict[str, float] = {}
_looked: dict[str, datetime] = {}


def topic_of(visit: Visit) -> str:
    """The topic of one browser in one conversation."""
    return f"{PREFIX}{visit.conversation_id}:{visit.pk}"


def expect(conversation_id: int) -> None:
    """A browser comes into a conversation: what happens from now on is told to it. Before anything of it is read."""
    hub.expect(f"{PREFIX}{conversation_id}")


def channel_topic(channel_id: int) -> str:
    """What ends when a chat is switched off."""
    return f"{PREFIX}{channel_id}"


def subject_of(key: str) -> str:
    """Whose token it is."""
    return f"visitor:{key}"


def live_token(door: Door, talk: Talk) -> str:
    """With which a browser may listen, on its site only: to this conversation, and to its others that are open."""
    mine = Visit.objects.filter(visitor_id=talk.visit.visitor_id).exclude(pk=talk.visit.pk)
    others = mine.filter(ended_at=None).order_by("-pk").only("conversation_id")[: MOST_HEARD - 1]
    topics = [topic_of(visit) for visit in (talk.visit, *others)]
    return sign([*topics, channel_topic(door.channel.pk)], subject_of(talk.key), door.origin)


def chat_since(position: int, upto: int) -> list[Piece]:
    """The pieces for what was recorded after `position`, up to `upto`; and for what is no event."""
    if not hub.hears(PREFIX):
        _looked["moved"] = now()
        return []
    events = [event for event in since(position) if event.position <= upto] if upto > position else []
    _renew()
    return [*_ended(events), *_led(events), *_touched(events), *_typing(), *_moved(), *_waits()]


def _ended(events: Sequence[Event]) -> list[Piece]:
    """Streams that close: of who is forgotten, and of a chat that was switched off or may stand elsewhere now."""
    forgotten = [event.subject_id for event in events if event.verb == "visitor.forgotten"]
    keys = Visitor.objects.filter(pk__in=forgotten).values_list("key", flat=True) if forgotten else ()
    made: list[Piece] = [([REVOKE, subject_of(key), ""], b"") for key in keys]
    changed = (event for event in events if event.verb == "channel.changed")
    closed = [event for event in changed if {"active", "settings"} & set(event.facts.get("fields", ()))]
    return [*made, *(([REVOKE, "", channel_topic(event.subject_id)], b"") for event in closed)]


def _led(events: Sequence[Event]) -> list[Piece]:
    """Whose conversation became one with another, or two: they fetch, and learn where to listen."""
    moved = {event.conversation_id for event in events if event.verb in MOVES}
    topics = [topic for topic in hub.topics_like(PREFIX) if int(topic.split(":")[1]) in moved] if moved else []
    return [(topics, b"")] if topics else []


@dataclass
class _News:
    """What was done in one conversation: the messages that it is about, and whether where it stands may be another."""

    messages: set[int] = field(default_factory=set)
    deliveries: list[int] = field(default_factory=list)
    head: bool = False


def _news(events: Sequence[Event]) -> dict[int, _News]:
    """What was done that a visitor may see, by conversation."""
    found: dict[int, _News] = {}
    for event in events:
        about, out, head = event.verb in ABOUT, event.verb == "delivery.made", event.verb.startswith(HEADS)
        if event.conversation_id and (about or out or head):
            news = found.setdefault(event.conversation_id, _News())
            news.head |= head
            if about:
                news.messages.add(event.subject_id)
            if out:
                news.deliveries.append(event.subject_id)
    return found


def _touched(events: Sequence[Event]) -> list[Piece]:
    """Messages and heads of conversations in which something was done."""
    news, made = _news(events), list[Piece]()
    for talk, channel in _talks(Visit.objects.filter(conversation__in=news)) if news else ():
        done = news[talk.conversation.pk]
        if done.messages or done.deliveries:
            made += _messages(talk, channel, done.messages, done.deliveries)
        if done.head:
            made += _head(talk, channel)
    return made


def _talks(visits: Any) -> Iterable[tuple[Talk, Channel]]:
    """The visits that somebody listens to, each as its browser sees it, in its language."""
    rows = visits.select_related("visitor__channel__brand", "visitor__channel__team", "visitor__account")
    for visit in rows.select_related("conversation__person", "conversation__assignee"):
        if not hub.listened(topic_of(visit)):
            continue
        account, conversation = visit.visitor.account, visit.conversation
        if account and not visit.visitor.is_vouched_for():
            # What was said as somebody is theirs, and nobody says any more that this is them.
            continue
        whole = account is not None and account.person_id == conversation.person_id
        with override(spoken(visit.visitor.language) or "en"):
            yield Talk(conversation, visit, visit.visitor.key, whole), visit.visitor.channel


def _messages(talk: Talk, channel: Channel, named: set[int], deliveries: Sequence[int]) -> list[Piece]:
    rows = shown(talk).filter(Q(pk__in=named) | Q(deliveries__in=deliveries)).distinct().order_by("pk")
    return [_piece(talk.visit, {"kind": "message", "message": one}) for one in as_json(talk, channel, rows)]


def _head(talk: Talk, channel: Channel) -> list[Piece]:
    """Where the conversation stands, when that is not what was said last."""
    head = {"kind": "state", **head_of(talk, channel)}
    look = hash(orjson.dumps(head))
    if _heads.get(talk.visit.pk) == look:
        return []
    _heads.put(talk.visit.pk, look)
    return [_piece(talk.visit, head)]


def _piece(visit: Visit, said: dict[str, Any]) -> Piece:
    return [topic_of(visit)], orjson.dumps({**said, "conversation": encode(visit.conversation_id)}), EVENT


def _typing() -> list[Piece]:
    """Which members began or stopped to write. One query while nobody does."""
    states = {row.conversation_id: row.member.first_name for row in _writing_now(now())}
    moved = [key for key in {*states, *_writing} if states.get(key) != _writing.get(key)]
    _writing.clear()
    _writing.update(states)
    visits = Visit.objects.filter(conversation__in=moved) if moved else ()
    # Also to who listens again in a moment: it is told once.
    return [_piece(visit, {"kind": "typing", "name": states.get(visit.conversation_id, "")}) for visit in visits]


@asked(datetime)
def _writing_now(at: datetime) -> QuerySet[Presence]:
    rows = Presence.objects.filter(writing_until__gt=at, conversation__visits__isnull=False).distinct()
    return rows.select_related("member").order_by("-pk")


def _moved() -> list[Piece]:
    """Read marks: they are no events."""
    if not _is_due("moved", MARKS_EVERY):
        return []
    at, before = now(), _looked.get("moved")
    _looked["moved"] = at
    made: list[Piece] = []
    for pk, conversation, upto in _marks((before or at) - OVERLAP):
        if _seen.get(pk) != upto:
            _seen.put(pk, upto)
            said = {"kind": "seen", "upto": encode(upto), "conversation": encode(conversation)}
            made.append(([f"{PREFIX}{conversation}:{pk}"], orjson.dumps(said), EVENT))
    return made


@asked(datetime)
def _marks(moment: datetime) -> QuerySet[Visit, tuple[int, int, int]]:
    moved = Visit.objects.filter(moved_at__gt=moment, seen_by_us__gt=0)
    return moved.values_list("pk", "conversation_id", "seen_by_us")


def _renew() -> None:
    """Who listens is here."""
    if _is_due("leases", LEASES_EVERY):
        still_here([visit for _conversation, visit in _visits_in(hub.topics_like(PREFIX))])


def _waits() -> list[Piece]:
    """Who waits and has another place now, every few seconds: that part of their heads alone."""
    if not _is_due("waits", WAITS_EVERY):
        return []
    topics: dict[int, list[str]] = {}
    for conversation, visit in _visits_in(hub.topics_like(PREFIX)):
        topics.setdefault(conversation, []).append(f"{PREFIX}{conversation}:{visit}")
    at, made = now(), list[Piece]()
    for channel in Channel.objects.filter(medium="chat", active=True).select_related("brand", "team"):
        for place, (pk, since_when) in enumerate(queue_of(channel.pk)):
            if since_when and pk in topics:
                made += _wait(pk, topics[pk], soon_at(channel, since_when, place, at))
    return made


def _wait(conversation: int, topics: list[str], wait: Soon) -> list[Piece]:
    if _places.get(conversation) == wait:
        return []
    _places.put(conversation, wait)
    said = {"kind": "state", "conversation": encode(conversation), "wait": wait_json(wait), "before": wait.before}
    return [(topics, orjson.dumps(said), EVENT)]


def _visits_in(listening: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The conversation and the visit of each topic of one browser."""
    for topic in listening:
        _prefix, *ids = topic.split(":")
        if len(ids) == 2:
            yield int(ids[0]), int(ids[1])


def _is_due(what: str, every: float) -> bool:
    at = time.monotonic()
    if at - _done.get(what, 0.0) < every:
        return False
    _done[what] = at
    return True
