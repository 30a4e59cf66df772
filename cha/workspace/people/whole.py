"""One person on one page: who they are, what they told us, where to reach them, and the sums of what happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from statistics import median
from typing import Any, Final

from django.db.models import F
from django.utils.translation import gettext as _

from cha.conversations.access import sees_all, visible_to
from cha.conversations.models import Conversation, State
from cha.language.times import by_when, clock, said, span
from cha.people.consents import standing
from cha.people.models import Consent, ContactPoint, Fact, Person, Telling
from cha.people.models.custom_field import fields_of
from cha.people.models.organisation import part_of, suggested_for
from cha.people.preferences import preferences_of
from cha.promises.care import ring, urgency
from cha.promises.models import Promise
from cha.team.models import Member
from cha.workspace.custom_fields import shown_fields
from cha.workspace.now import words
from cha.workspace.now.fact_words import fact_words, source_words
from cha.workspace.now.rows import Moment, iso
from cha.workspace.now.wishes import answer_words, like_pairs, purpose_words
from cha.workspace.orders.shown import orders_of, shown
from cha.workspace.people.reaching import point_glyph, point_words
from cha.workspace.people.story import promise_words

CONVERSATIONS: Final = 300
FACTS: Final = 60
PROMISES: Final = 300
BARS: Final = 40
LINES: Final = 3


def conversations_of(person: Person, member: Member) -> list[Conversation]:
    """Their conversations that may be seen, newest words first. One query."""
    rows = visible_to(member).filter(person=person).select_related("assignee")
    return list(rows.order_by("-last_at", "-id")[:CONVERSATIONS])


def whole(person: Person, member: Member, conversations: Sequence[Conversation], at: Moment) -> dict[str, Any]:
    """What the page shows beside the timeline. Two queries, whatever there is."""
    may = None if sees_all(member) else {row.pk for row in conversations}
    return {
        "person": person,
        "head": _head(person, conversations, at),
        "facts": _facts(person, may, at),
        "points": [_point(point, at) for point in person.points.all()],
        "phone": _to_call(person),
        "likes": like_pairs(person),
        "agreed": _agreed(person, at),
        "promises": _promises(person, may, at),
        "talks": _talks(conversations, at),
        "fields": shown_fields(fields_of("person"), person.custom, reader=member),
        "house_fields": shown_fields(fields_of("organisation"), person.organisation.custom, reader=member)
        if person.organisation
        else [],
        "part": part_of(person),
        "suggested": suggested_for(person),
        "bought": shown(orders_of(person.pk), at),
        "may_change": member.answers,
    }


def _head(person: Person, conversations: Sequence[Conversation], at: Moment) -> dict[str, Any]:
    felt = next((row for row in conversations if row.mood), None)
    waiting = [row for row in conversations if row.state == State.OURS and row.waiting_since and not row.snoozed_until]
    longest = min(waiting, key=lambda row: row.waiting_since or at.at) if waiting else None
    since = longest.waiting_since if longest else None
    due = (longest.next_promise_at or (since + timedelta(hours=4) if since else None)) if longest else None
    return {
        "mood": felt.mood if felt else "",
        "mood_words": words.mood_words(felt.mood) if felt else "",
        "guess": felt.mood_guess if felt else True,
        "local": clock(at.at, zone=person.zone, language=at.language) if person.zone else "",
        "where": person.zone.rpartition("/")[2].replace("_", " "),
        "speaks": words.language_words(person.language) if person.language else "",
        "urgency": urgency(since, due, at.at) if since else "calm",
        "steep": ring(since, due, at.at) if since else None,
        "since": iso(since),
        "until": iso(due),
    }


def _to_call(person: Person) -> str:
    """The number that they can be called at; "" where there is none, or they want no calls."""
    if "no_calls" in preferences_of(person).access:
        return ""
    return next((point.value for point in person.points.all() if point.kind == "phone" and not point.dead_at), "")


def _agreed(person: Person, at: Moment) -> list[tuple[str, str, str]]:
    """The last word on each purpose. One query."""

    def when(row: Consent) -> str:
        return said(row.at, now=at.at, zone=at.zone, language=at.language)

    rows = standing(person).values()
    return [(purpose_words(row.purpose), answer_words(row.answer), when(row)) for row in rows]


def _facts(person: Person, may: set[int] | None, at: Moment) -> list[dict[str, Any]]:
    rows = Fact.objects.filter(person=person).select_related("corrected_by")
    # What is pinned stands first, whatever else was said since.
    rows = rows.order_by(F("pinned_at").desc(nulls_last=True), "-told_at", "-id")[:FACTS]
    seen = [row for row in rows if may is None or row.conversation_id is None or row.conversation_id in may]
    again = _tellings(seen, may)
    return [
        {
            "pk": row.pk,
            "words": fact_words(row),
            "value": row.value,
            "source": source_words(row, at, again.get(row.pk, ())),
            "conversation": row.conversation_id,
            "pinned": row.pinned_at is not None,
            "became": fact_words(row.corrected_by) if row.corrected_by else "",
            "by_them": bool(row.corrected_by and row.corrected_by.by_kind == "person"),
        }
        for row in seen
    ]


def _tellings(facts: Sequence[Fact], may: set[int] | None) -> dict[int, list[Telling]]:
    """How often each was told again, where that may be seen. One query, none without facts."""
    found: dict[int, list[Telling]] = {}
    for row in Telling.objects.filter(fact__in=[fact.pk for fact in facts]).order_by("id") if facts else ():
        if may is None or row.conversation_id in may:
            found.setdefault(row.fact_id, []).append(row)
    return found


def _point(point: ContactPoint, at: Moment) -> dict[str, Any]:
    def when(moment: Any) -> str:
        return said(moment, now=at.at, zone=at.zone, language=at.language)

    if point.dead_at:
        since = _("nothing arrives there since %(when)s") % {"when": when(point.dead_at)}
        state, about = "dead", point.dead_why or since
    elif point.verified_at:
        state, about = "verified", f"{_how(point.verified_how)}, {when(point.verified_at)}"
    else:
        state, about = "claimed", _("No private things go there yet.")
    return {
        "pk": point.pk,
        "value": point_words(point),
        "glyph": point_glyph(point),
        "state": state,
        "about": about,
    }


def _how(how: str) -> str:
    return {
        "answered": _("they answered from it"),
        "link": _("a link that went there was opened"),
        "signed": _("its mail is signed"),
        "checked": _("checked by one of us"),
        "checked_call": _("one of us called them back on it"),
        "checked_counter": _("they showed it at the counter"),
        "checked_papers": _("it stands on an order or invoice of theirs"),
    }.get(how, _("known to be theirs"))


def _promises(person: Person, may: set[int] | None, at: Moment) -> dict[str, Any]:
    rows = Promise.objects.filter(person=person).order_by("-id")[:PROMISES]
    shown = [row for row in rows if may is None or row.conversation_id in may]
    count = Counter(row.state for row in shown)
    settled = count["kept"] + count["broken"]
    bars = [row.state for row in reversed(shown[:BARS]) if row.state in ("kept", "moved", "broken")]
    lines = [row for row in shown if row.state in ("open", "broken")][:LINES]
    return {
        "kept": count["kept"],
        "settled": settled,
        "open": count["open"],
        "moved": count["moved"],
        "broken": count["broken"],
        "bars": bars,
        "lines": [_line(row, at) for row in lines],
    }


def _line(row: Promise, at: Moment) -> dict[str, Any]:
    open_one = row.state == Promise.State.OPEN
    return {
        "glyph": "handshake" if open_one else "heart-crack",
        "words": promise_words(row),
        "when": by_when(row.by, now=at.at, zone=at.zone, language=at.language) if open_one else "",
        "state": "risk" if row.at_risk_at else "",
    }


def _talks(conversations: Sequence[Conversation], at: Moment) -> dict[str, Any]:
    """How many conversations, how many open, since when, and how long a first answer usually took."""
    waits = [row.first_answer_at - row.opened_at for row in conversations if row.first_answer_at]
    first = min((row.opened_at for row in conversations), default=None)
    usual = timedelta(seconds=median(wait.total_seconds() for wait in waits)) if waits else None
    return {
        "number": len(conversations),
        "open": sum(row.is_open for row in conversations),
        "right": sum(row.state in (State.PUT_RIGHT, State.CONFIRMED) for row in conversations),
        "confirmed": sum(row.state == State.CONFIRMED for row in conversations),
        "since": said(first, now=at.at, zone=at.zone, language=at.language) if first else "",
        "usual": span(usual, at.language) if usual is not None else "",
        "answered": len(waits),
        "messages": sum(row.heard_count for row in conversations),
    }
