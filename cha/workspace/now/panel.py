"""Who the person is: what they told us, what we promised, what else there was, how they like it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from cha.conversations.access import sees_all, visible_to
from cha.conversations.models import Conversation
from cha.language.times import by_when, said
from cha.people.models import Fact
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
    rows = Promise.objects.filter(person_id=conversation.person_id).select_related("keeper")
    return list(rows.order_by("-id")[:40])


def panel(conversation: Conversation, member: Member, promises: Sequence[Promise], moment: Moment) -> dict[str, Any]:
    """What `_panel.html` shows. Only conversations that the member may see count (law 8)."""
    person = conversation.person
    may = None if sees_all(member) else set(_visible_ids(conversation, member))
    shown = [promise for promise in promises if may is None or promise.conversation_id in may]
    return {
        "person": person,
        "topic": words.topic_words(conversation.topic) if conversation.topic else "",
        "tags": list(conversation.tags.order_by("name").values_list("name", flat=True)),
        "facts": _facts(conversation, moment, may),
        "promises": [_promise(promise, moment) for promise in shown[:PROMISES]],
        "others": _others(conversation, member, moment),
        "likes": [(str(key).replace("_", " ").capitalize(), value) for key, value in person.likes.items()],
        "points": list(person.points.all()),
        "speaks": words.language_words(person.language) if person.language else "",
    }


def _visible_ids(conversation: Conversation, member: Member) -> list[int]:
    rows = visible_to(member).filter(person_id=conversation.person_id)
    return list(rows.values_list("id", flat=True)[:200])


def _facts(conversation: Conversation, moment: Moment, may: set[int] | None) -> list[dict[str, Any]]:
    rows = Fact.objects.filter(person_id=conversation.person_id).order_by("-told_at", "-id")
    return [
        {
            "words": fact_words(row),
            "from": _source(row, moment),
            "corrected": row.corrected_by_id is not None,
        }
        for row in rows[:FACTS]
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
    rows = visible_to(member).filter(person_id=conversation.person_id).exclude(pk=conversation.pk)
    values = rows.order_by("-last_at").values("id", "gist", "subject", "last_words", "medium", "last_at")[:OTHERS]
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
