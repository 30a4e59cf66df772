"""All conversations as a table: newest words first, by state, fifty at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cha.conversations.access import visible_to
from cha.conversations.models import State
from cha.conversations.models.conversation import ConversationQuerySet
from cha.core.ids import decode, encode
from cha.language.times import said
from cha.promises.acknowledgement.heard import bare_subject
from cha.promises.care import ring
from cha.team.models import Member
from cha.workspace.now import words
from cha.workspace.now.rows import FIELDS, Moment, Row, due_of, iso, named, urgency_of

PAGE: Final = 50
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def states() -> dict[str, str]:
    """The parts that the table is cut into, with their words."""
    return {
        "": _("All"),
        "ours": _("Waiting on us"),
        "theirs": _("Waiting on them"),
        "right": _("Put right"),
        "snoozed": _("Snoozed"),
        "aside": _("Spam"),
    }


def crowd(member: Member, state: str, before: str, at: Moment) -> dict[str, Any]:
    """One page of the table. One query beyond what the member may see."""
    state = state if state in states() else ""
    rows = _in_state(visible_to(member), state)
    place = _place(before)
    if place:
        moment, last = place
        rows = rows.filter(Q(last_at__lt=moment) | Q(last_at=moment, id__lt=last))
    found = named(rows.order_by("-last_at", "-id").values(*FIELDS)[: PAGE + 1])
    return {
        "state": state,
        "segments_of": [(said_as, _address(key), key == state) for key, said_as in states().items()],
        "rows": [_shown(row, at) for row in found[:PAGE]],
        "earlier": _address(state, found[PAGE - 1]) if len(found) > PAGE else "",
        "newest": _address(state) if place else "",
    }


def _in_state(rows: ConversationQuerySet, state: str) -> ConversationQuerySet:
    if state == "ours":
        return rows.filter(state=State.OURS, snoozed_until=None)
    if state == "theirs":
        return rows.filter(state=State.THEIRS, snoozed_until=None)
    if state == "right":
        return rows.filter(state__in=[State.PUT_RIGHT, State.CONFIRMED])
    if state == "snoozed":
        return rows.filter(snoozed_until__isnull=False)
    return rows.filter(state=State.ASIDE) if state == "aside" else rows.exclude(state=State.ASIDE)


def _address(state: str, behind: Row | None = None) -> str:
    parts = [f"state={state}"] if state else []
    if behind:
        micros = (behind["last_at"] - EPOCH) // timedelta(microseconds=1)
        parts.append(f"before={micros}-{encode(behind['id'])}")
    return reverse("all-conversations") + (f"?{'&'.join(parts)}" if parts else "")


def _place(text: str) -> tuple[datetime, int] | None:
    micros, _sep, name = text.partition("-")
    try:
        return EPOCH + timedelta(microseconds=int(micros)), decode(name)
    except (ValueError, OverflowError):
        return None


def _shown(row: Row, at: Moment) -> dict[str, Any]:
    since, due = row["waiting_since"], due_of(row)
    return {
        "url": reverse("conversation", args=[row["id"]]),
        "name": row["person__name"],
        "tint": row["person__tint"],
        "about": row["gist"] or bare_subject(row["subject"]) or row["last_words"],
        "language": row["language"],
        "glyph": words.glyph_of(row["medium"]),
        "medium": words.medium_words(row["medium"]),
        "mood": row["mood"],
        "mood_words": words.mood_words(row["mood"]),
        "guess": row["mood_guess"],
        "since": iso(since),
        "steep": ring(since, due, at.at) if since else None,
        "until": iso(due) if since else "",
        "urgency": urgency_of(row, at.at),
        "last": iso(row["last_at"]),
        "when": said(row["last_at"], now=at.at, zone=at.zone, language=at.language),
        "promised": said(row["next_promise_at"], now=at.at, zone=at.zone, language=at.language)
        if row["next_promise_at"]
        else "",
        "promise_state": "risk" if row["promise_state"] == "risk" else "",
        "state": words.state_words(row["state"]),
        "keeper": (row["assignee__name"] or "").split(" ")[0],
    }
