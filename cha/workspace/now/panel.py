"""Who the person is: what they told us, what we promised, what else there was, how they like it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cha.conversations.access import sees_all, visible_to
from cha.conversations.models import Conversation, Tag
from cha.conversations.models.conversation import ConversationQuerySet
from cha.core.queries import asked
from cha.language.times import by_when, said
from cha.people.models import ContactPoint, Fact
from cha.promises.models import Promise
from cha.promises.models.promise import ANSWER
from cha.team.models import Member
from cha.workspace.now import words
from cha.workspace.now.rows import Moment, iso

FACTS = 12
PROMISES = 5
OTHERS = 5
_GLYPHS = {"open": "handshake", "kept": "check", "moved": "refresh-cw", "released": "minus", "broken": "heart-crack"}


def promises_of(conversation: Conversation) -> list[Promise]:
    """The person's promises, newest first: for the bar and for the panel. One query."""
    return _promises(conversation.person_id)


@asked(int)
def _promises(person: int) -> QuerySet[Promise]:
    return Promise.objects.filter(person_id=person).select_related("keeper").order_by("-id")[:40]


@asked(int)
def _tags(conversation: int) -> QuerySet[Tag, str]:
    return Tag.objects.filter(conversations=conversation).order_by("name").values_list("name", flat=True)


@asked(int)
def _told(person: int) -> QuerySet[Fact]:
    return Fact.objects.filter(person_id=person).order_by("-told_at", "-id")[:FACTS]


@asked(int)
def _points(person: int) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(person_id=person).order_by("id")


@asked(int, int)
def _others_of(person: int, but: int) -> QuerySet[Conversation, Any]:
    return _shown_of(Conversation.objects.filter(person_id=person).exclude(pk=but))


def _shown_of(rows: ConversationQuerySet) -> QuerySet[Conversation, Any]:
    return rows.order_by("-last_at").values("id", "gist", "subject", "last_words", "medium", "last_at")[:OTHERS]


def panel(conversation: Conversation, member: Member, promises: Sequence[Promise], moment: Moment) -> dict[str, Any]:
    """What `_panel.html` shows. Only conversations that the member may see count (law 8)."""
    person = conversation.person
    may = None if sees_all(member) else set(_visible_ids(conversation, member))
    shown = [promise for promise in promises if may is None or promise.conversation_id in may]
    return {
        "person": person,
        "topic": words.topic_words(conversation.topic) if conversation.topic else "",
        "tags": _tags(conversation.pk),
        "facts": _facts(conversation, moment, may),
        "promises": [_promise(promise, moment) for promise in shown[:PROMISES]],
        "others": _others(conversation, member, moment),
        "likes": [(str(key).replace("_", " ").capitalize(), value) for key, value in person.likes.items()],
        "points": _points(person.pk),
        "speaks": words.language_words(person.language) if person.language else "",
    }


def _visible_ids(conversation: Conversation, member: Member) -> list[int]:
    rows = visible_to(member).filter(person_id=conversation.person_id)
    return list(rows.values_list("id", flat=True)[:200])


def _facts(conversation: Conversation, moment: Moment, may: set[int] | None) -> list[dict[str, Any]]:
    return [
        {
            "words": fact_words(row),
            "from": _source(row, moment),
            "corrected": row.corrected_by_id is not None,
        }
        for row in _told(conversation.person_id)
        if may is None or row.conversation_id is None or row.conversation_id in may
    ]


def fact_words(fact: Fact) -> str:
    """A fact with what it is, where a pattern recognised it."""
    labels = {
        "order": _("Order %(value)s"),
        "date": _("Date: %(value)s"),
        "amount": _("Amount: %(value)s"),
        "phone": _("Telephone: %(value)s"),
        "quantity": _("How many: %(value)s"),
    }
    return labels.get(fact.kind, "%(value)s") % {"value": fact.value}


def _source(fact: Fact, moment: Moment) -> str:
    where = words.medium_words(fact.source) if fact.source == "email" else fact.source
    when = said(fact.told_at, now=moment.at, zone=moment.zone, language=moment.language)
    return f"{where}, {when}" if where else when


def _promise(promise: Promise, moment: Moment) -> dict[str, Any]:
    open_one = promise.state == Promise.State.OPEN
    return {
        "glyph": _GLYPHS[promise.state],
        "words": promise.words or (_("An answer") if promise.kind == ANSWER else _("A promise")),
        "state": "risk" if open_one and promise.at_risk_at else promise.state,
        "iso": iso(promise.by),
        "when": by_when(promise.by, now=moment.at, zone=moment.zone, language=moment.language) if open_one else "",
        "settled": {"kept": _("Kept"), "moved": _("New time"), "released": _("Released"), "broken": _("Broken")}.get(
            promise.state, ""
        ),
        "tone": {"kept": "leaf", "broken": "plum", "moved": "mist"}.get(promise.state, ""),
    }


def _others(conversation: Conversation, member: Member, moment: Moment) -> list[dict[str, Any]]:
    person = conversation.person_id
    if sees_all(member):
        values: Iterable[Any] = _others_of(person, conversation.pk)
    else:
        values = _shown_of(visible_to(member).filter(person_id=person).exclude(pk=conversation.pk))
    return [
        {
            "id": row["id"],
            "words": row["gist"] or row["subject"] or row["last_words"],
            "glyph": words.glyph_of(row["medium"]),
            "iso": iso(row["last_at"]),
            "when": said(row["last_at"], now=moment.at, zone=moment.zone, language=moment.language),
        }
        for row in values
    ]
