"""Which conversations may be one story with this one: the same person's, likeliest first, or those that words find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from cha.conversations.access import visible_to
from cha.conversations.models import Conversation, Kind, Message
from cha.conversations.models.conversation import OPEN
from cha.conversations.search import find_messages
from cha.conversations.story import PRESSING
from cha.core.ids import encode
from cha.language.times import said
from cha.promises.acknowledgement.heard import bare_subject
from cha.team.models import Member
from cha.workspace.now import words
from cha.workspace.now.rows import Moment, iso
from cha.workspace.stories.reasons import Reason, Told, likeness, reasons

MOST: Final = 6
LOOKED_AT: Final = 40
TEXTS: Final = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """One conversation to choose. `more` says when it was and with whom."""

    value: str
    words: str
    language: str
    glyph: str
    more: str
    reasons: tuple[Reason, ...] = ()
    name: str = ""


def candidates(conversation: Conversation, member: Member, query: str, at: Moment) -> list[Candidate]:
    """The same person's others, at most MOST: open ones first, likeliest first; with `query` those it finds."""
    rows = visible_to(member).filter(person_id=conversation.person_id, state__in=PRESSING).exclude(pk=conversation.pk)
    found = list(_found(rows, query, member).select_related("assignee").order_by("-last_at")[:LOOKED_AT])
    told = told_of([conversation, *found])
    why = {row.pk: tuple(reasons(told[conversation.pk], told[row.pk])) for row in found}
    found.sort(key=lambda row: (row.state not in OPEN, -likeness(why[row.pk])))
    return [_candidate(row, at, why[row.pk]) for row in found[:MOST]]


def anybodys(conversation: Conversation, member: Member, query: str, at: Moment) -> list[Candidate]:
    """Conversations to link with: what `query` finds, whoever's it is; without one the same person's."""
    rows = visible_to(member).exclude(pk=conversation.pk).select_related("assignee", "person")
    if not query.strip():
        rows = rows.filter(person_id=conversation.person_id)
    found = _found(rows, query, member).order_by("-last_at")[:MOST]
    return [_candidate(row, at, (), row.person.called) for row in found]


def told_of(rows: Sequence[Conversation]) -> dict[int, Told]:
    """What reasons are looked for in, by conversation. One query."""
    texts: dict[int, list[str]] = defaultdict(list)
    heard = Message.objects.filter(conversation__in=[row.pk for row in rows], kind=Kind.HEARD).order_by("-pk")
    for key, text in heard.values_list("conversation_id", "text")[: LOOKED_AT * TEXTS]:
        if len(texts[key]) < TEXTS:
            texts[key].append(text[:2000])
    return {row.pk: _told(row, texts[row.pk]) for row in rows}


def named(conversation: Conversation) -> str:
    """A conversation in a line."""
    return conversation.gist or bare_subject(conversation.subject) or conversation.last_words


def _found(rows: Any, query: str, member: Member) -> Any:
    if not query.strip():
        return rows
    ids = {hit.conversation_id for hit in find_messages(query, by=member, limit=200)}
    return rows.filter(pk__in=ids)


def _told(row: Conversation, texts: Sequence[str]) -> Told:
    keeper = row.assignee.first_name if row.assignee else ""
    return Told(row.subject, row.topic, row.opened_at, row.last_at, keeper, row.state not in OPEN, tuple(texts))


def _candidate(row: Conversation, at: Moment, why: tuple[Reason, ...], name: str = "") -> Candidate:
    parts = [said(row.last_at, now=at.at, zone=at.zone, language=at.language)]
    if row.assignee:
        parts.append(_("with %(who)s") % {"who": row.assignee.first_name})
    if row.state not in OPEN:
        parts.append(words.state_words(row.state).lower())
    return Candidate(encode(row.pk), named(row), row.language, words.glyph_of(row.medium), ", ".join(parts), why, name)


def _outside(row: Message) -> str:
    return row.address if row.kind == Kind.RETURNED else "Cha"


def lines(messages: Sequence[Message], conversation: Conversation, at: Moment) -> list[dict[str, Any]]:
    """Messages in order of time, each with where it is from, for looking before two become one."""
    return [
        {
            "id": encode(row.pk),
            "note": row.kind == Kind.NOTE,
            "ours": row.kind in (Kind.SAID, Kind.ACKNOWLEDGED),
            "who": conversation.person.called if row.kind == Kind.HEARD else row.author_name or _outside(row),
            "glyph": "lock" if row.kind == Kind.NOTE else words.glyph_of(row.medium),
            "words": " ".join((row.extra.get("preview") or row.text)[:200].split()),
            "language": row.language,
            "how": _("note for the team") if row.kind == Kind.NOTE else words.by_medium(row.medium),
            "iso": iso(row.at),
            "when": said(row.at, now=at.at, zone=at.zone, language=at.language),
            "comes": row.conversation_id != conversation.pk,
        }
        for row in messages
    ]
