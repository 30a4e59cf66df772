"""What a browser is shown of a conversation: the JSON of docs/channels/chat-protocol.md. Nothing here is members'."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cha.channels.chat.values import once_of
from cha.channels.models import Channel
from cha.conversations.models import Attachment, Conversation, Kind, Message, Presence, State
from cha.core.clock import now
from cha.core.hours import is_open, next_opening
from cha.core.ids import encode, encode_any
from cha.core.queries import asked
from cha.language.times import by_when, said
from cha.portal.chat.talks import Talk, shown
from cha.portal.models import Felt
from cha.portal.views.rested import masked
from cha.promises.holding import open_hold
from cha.promises.soon import Soon, soon
from cha.resolutions.models import Offer
from cha.team.models import Member
from cha.ui.names import initials

Json = dict[str, Any]
FILE_SALT: Final = "cha.portal.chat.shown-file"
MOST: Final = 100
OVER: Final = ("put_right", "confirmed", "ended")
# Changed after it was fetched once.
CORRECTED: Final = Q(extra__has_key="edited_at") | Q(extra__has_key="withdrawn_at")


def who(member: Member | None) -> Json | None:
    """A member as customers see them: the first name and a face."""
    if member is None:
        return None
    return {"name": member.first_name, "initials": initials(member.name), "tint": member.tint}


def messages_of(talk: Talk, channel: Channel, after: int = 0) -> list[Json]:
    """The last hundred messages, oldest first; with `after`, those after it and those that were changed since."""
    rows = shown(talk).filter(Q(pk__gt=after) | CORRECTED) if after else shown(talk)
    return list(reversed(as_json(talk, channel, rows.order_by("-pk")[:MOST])))


def as_json(talk: Talk, channel: Channel, rows: Iterable[Message], *, files: bool = True) -> list[Json]:
    """Messages as JSON, in their order, with faces and `files`."""
    found = list(rows)
    authors = {message.author_id or 0 for message in found if message.author_kind == "member"}
    members = {row.pk: row for row in Member.objects.filter(pk__in=authors)} if authors else {}
    kept = _files(found) if files else {}
    over = _over(found)
    return [
        _message(talk, channel, message, members.get(message.author_id or 0), kept.get(message.pk, ()), over)
        for message in found
    ]


def _over(messages: Sequence[Message]) -> set[int]:
    """The offers among what is shown that nobody can choose from any more. No query without one that can be tapped."""
    named = {message.extra["offer"] for message in messages if message.extra.keys() >= {"offer", "buttons"}}
    if not named:
        return set()
    open_ones = Offer.objects.filter(pk__in=named, state=Offer.State.OPEN, until__gt=now())
    return named - set(open_ones.values_list("pk", flat=True))


def _files(messages: Sequence[Message]) -> dict[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = {}
    for file in Attachment.objects.filter(message__in=[message.pk for message in messages]).order_by("pk"):
        found.setdefault(file.message_id or 0, []).append(file)
    return found


def _message(
    talk: Talk,
    channel: Channel,
    message: Message,
    member: Member | None,
    files: Sequence[Attachment],
    over: Container[int] = (),
) -> Json:
    own, gone = message.kind == Kind.HEARD, "withdrawn_at" in message.extra
    side = "you" if own else "member" if message.author_kind == "member" else "cha"
    face = who(member) or {"name": "" if own else channel.brand.called, "initials": "", "tint": 0}
    return {
        "id": encode(message.pk),
        "from": side,
        **face,
        "text": "" if gone else message.text,
        "at": iso(message.at),
        "files": [] if gone else [file_json(channel, file) for file in files],
        "buttons": [] if gone or message.extra.get("offer") in over else list(message.extra.get("buttons", ())),
        "hold_until": None if gone else message.extra.get("hold_until"),
        "sorry": bool(message.extra.get("sorry_for")),
        "edited": "edited_at" in message.extra,
        "gone": gone,
        "seen": own and message.pk <= talk.visit.seen_by_us,
        "medium": message.medium,
        "once": once_of(message.external_id, talk.key) if own else "",
    }


def file_json(channel: Channel, file: Attachment) -> Json:
    """A file; its address opens it, and nothing else, for an hour."""
    token = signing.dumps(file.pk, salt=FILE_SALT)
    url = settings.CHA_PUBLIC_URL.rstrip("/") + reverse("chat-file", args=[channel.address, token])
    return {"id": encode(file.pk), "name": file.name, "size": file.size, "type": file.content_type, "url": url}


def head_of(talk: Talk, channel: Channel, at: datetime | None = None) -> Json:
    """Where a conversation stands, for this browser."""
    at, conversation, visit = at or now(), talk.conversation, talk.visit
    zone = conversation.person.zone or channel.brand.zone
    wait = soon(conversation, channel, at)
    return {
        "id": encode(conversation.pk),
        "state": state_of(talk),
        "at": iso(visit.ended_at) if visit.ended_at else None,
        "with": _with(conversation, at),
        "wait": wait_json(wait),
        "before": wait.before if wait else None,
        "opens": opens_words(channel, at, zone),
        "line": line_of(conversation, at, zone),
        "hold": _hold(conversation),
        "mail": masked(visit.mail) or None if visit.by_mail_at else None,
        "known": masked(visit.mail) or None,
        "felt": state_of(talk) in OVER and Felt.objects.filter(conversation=conversation).exists(),
        "seen": encode_any(visit.seen_by_us),
    }


def state_of(talk: Talk) -> str:
    """Whose turn it is, whether it is put right, and whether this visitor ended the chat."""
    state = State(talk.conversation.state)
    if state in (State.PUT_RIGHT, State.CONFIRMED):
        return str(state)
    return "ended" if talk.visit.ended_at else "theirs" if state == State.THEIRS else "ours"


def _with(conversation: Conversation, at: datetime) -> Json | None:
    """Who looks after it; `here` while they have it open."""
    member = conversation.assignee
    if member is None:
        return None
    return {**(who(member) or {}), "here": bool(_there(conversation.pk, member.pk, at))}


@asked(int, int, datetime)
def _there(conversation: int, member: int, at: datetime) -> QuerySet[Presence, int]:
    rows = Presence.objects.filter(conversation_id=conversation, member_id=member, until__gt=at)
    return rows.values_list("pk", flat=True)


def _hold(conversation: Conversation) -> Json | None:
    hold = open_hold(conversation.pk)
    return {"until": iso(hold.by), "name": hold.keeper.first_name if hold.keeper else ""} if hold else None


def line_of(conversation: Conversation, at: datetime, zone: str) -> str:
    """Who answers, and by when they said they would; "" where nothing is promised."""
    if conversation.next_promise_at is None or conversation.state not in (State.OURS, State.THEIRS):
        return ""
    when = by_when(conversation.next_promise_at, now=at, zone=zone, language=_language())
    if conversation.assignee:
        return _("%(name)s answers you %(when)s.") % {"name": conversation.assignee.first_name, "when": when}
    return _("You have our answer %(when)s.") % {"when": when}


def wait_json(wait: Soon | None) -> Json | None:
    """A wait as numbers, for which the widget has the words; what nobody knows is not said."""
    return {"minutes": wait.minutes, "before": wait.before} if wait and wait.minutes else None


def opens_words(channel: Channel, at: datetime, zone: str) -> str:
    """When somebody is there again; "" while they are."""
    hours = channel.hours()
    opening = None if is_open(hours, at) else next_opening(hours, at)
    return said(opening, now=at, zone=zone, language=_language()) if opening else ""


def iso(moment: datetime) -> str:
    """A moment as JSON has it: UTC, to the second."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _language() -> str:
    from django.utils.translation import get_language

    return (get_language() or "en").split("-")[0]
