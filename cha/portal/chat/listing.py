"""A browser's conversations as lines: what it was about, who said what last, and what is new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from cha.channels.models import Channel
from cha.conversations.models import Kind, Message
from cha.conversations.models.message import first_words
from cha.core.clock import now
from cha.core.ids import encode
from cha.portal.chat.showing import iso, line_of, state_of, who
from cha.portal.chat.talks import SHOWN, Talk, theirs
from cha.promises.acknowledgement.heard import bare_subject

MOST_READ = 1500


def lines_of(talks: Sequence[Talk], channel: Channel) -> list[dict[str, Any]]:
    """The lines, in the order of the conversations; one query for all of their messages."""
    said = _said(talks)
    return [_line(talk, channel, said.get(talk.conversation.pk, [])) for talk in talks]


def _said(talks: Sequence[Talk]) -> dict[int, list[Message]]:
    """What each browser may see of its conversations, newest first."""
    seen = Q(pk__in=[])
    for talk in talks:
        mine = Q(conversation_id=talk.conversation.pk)
        seen |= mine if talk.whole else mine & theirs(talk)
    rows = Message.objects.filter(seen, kind__in=SHOWN).exclude(delivery="held").order_by("-pk")
    rows = rows.only("kind", "text", "at", "conversation_id", "extra")
    found: dict[int, list[Message]] = {}
    for row in rows[:MOST_READ]:
        found.setdefault(row.conversation_id, []).append(row)
    return found


def _line(talk: Talk, channel: Channel, said: Sequence[Message]) -> dict[str, Any]:
    conversation, visit = talk.conversation, talk.visit
    first = next((message for message in reversed(said) if message.kind == Kind.HEARD), None)
    last = next((message for message in said if "withdrawn_at" not in message.extra), None)
    new = [message for message in said if message.kind == Kind.SAID and message.pk > visit.seen_id]
    zone = conversation.person.zone or channel.brand.zone
    return {
        "id": encode(conversation.pk),
        "title": first_words(bare_subject(conversation.subject) or (first.text if first else ""), 60),
        "with": who(conversation.assignee),
        "line": line_of(conversation, now(), zone) or first_words(last.text if last else "", 80),
        "at": iso(last.at if last else conversation.last_at),
        "unread": len(new),
        "state": state_of(talk),
    }
