"""The list of people: newest first, fifty at a time, or those that a word finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse

from cha.conversations.access import people_visible_to, visible_to
from cha.conversations.models import Conversation, State
from cha.conversations.search import find_people
from cha.core.ids import decode, encode
from cha.language.times import said
from cha.people.models import Person
from cha.people.models.person import SAYING
from cha.promises.acknowledgement.heard import bare_subject
from cha.team.models import Member
from cha.workspace.now import words
from cha.workspace.now.rows import Moment, iso

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One person in the list. `last` is their newest conversation that may be seen, "" for none."""

    url: str
    name: str
    tint: int
    address: str
    more: int
    speaks: str
    last: str
    language: str
    iso: str
    when: str
    waits: bool


def people(member: Member, query: str, before: str, at: Moment) -> dict[str, Any]:
    """One page of the list. Three queries, however many persons; two more to find them."""
    rows = people_visible_to(member)
    place = _place(before)
    if query.strip():
        rows = rows.filter(pk__in=[person.pk for person in find_people(query, by=member, limit=PAGE + 1)])
    elif place:
        rows = rows.filter(pk__lt=place)
    found = list(_with_last(rows, member).prefetch_related("points").order_by("-pk")[: PAGE + 1])
    last = Conversation.objects.in_bulk([row.last_conversation for row in found if row.last_conversation])
    more = len(found) > PAGE
    return {
        "query": query,
        "people": [_row(row, last, at) for row in found[:PAGE]],
        "earlier": f"{reverse('people')}?before={encode(found[PAGE - 1].pk)}" if more and not query.strip() else "",
        "too_many": more and bool(query.strip()),
        "newest": bool(place),
    }


def _with_last(rows: QuerySet[Person], member: Member) -> QuerySet[Any]:
    theirs = visible_to(member).filter(person=OuterRef("pk"))
    return rows.annotate(
        last_conversation=Subquery(theirs.order_by("-last_at", "-id").values("pk")[:1]),
        waits=Exists(theirs.filter(state=State.OURS, snoozed_until=None)),
    )


def _row(person: Any, conversations: dict[int, Conversation], at: Moment) -> Row:
    points = [point.value for point in person.points.all() if not point.dead_at and point.kind in SAYING]
    last = conversations.get(person.last_conversation)
    when = last.last_at if last else person.arrived_at
    return Row(
        url=reverse("person", args=[person.pk]),
        name=person.called,
        tint=person.tint,
        address=points[0] if points else "",
        more=max(len(points) - 1, 0),
        speaks=words.language_words(person.language) if person.language else "",
        last=(last.gist or bare_subject(last.subject) or last.last_words) if last else "",
        language=last.language if last else "",
        iso=iso(when),
        when=said(when, now=at.at, zone=at.zone, language=at.language),
        waits=person.waits,
    )


def _place(text: str) -> int | None:
    try:
        return decode(text)
    except ValueError:
        return None
