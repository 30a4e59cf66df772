"""One organisation on one page: its people and what each does, what is open with them, what was ordered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, F, Q
from django.urls import reverse

from cha.conversations.access import people_visible_to, visible_to
from cha.conversations.models import State
from cha.core.ids import decode, encode
from cha.language.times import said
from cha.people.models import Organisation, OrganisationPart
from cha.people.models.custom_field import fields_of
from cha.promises.acknowledgement.heard import bare_subject
from cha.team.models import Member
from cha.workspace.custom_fields import shown_fields
from cha.workspace.now import words
from cha.workspace.now.rows import Moment, iso
from cha.workspace.orders.shown import Orders, shown
from cha.workspace.organisations.sight import organisations_for, people_in, records_in

PAGE: Final = 50
PEOPLE: Final = 100
OPEN: Final = (State.OURS, State.THEIRS)


@dataclass(frozen=True, slots=True)
class Belongs:
    """One person of it."""

    id: int
    name: str
    tint: int
    address: str
    part: str


@dataclass(frozen=True, slots=True)
class Open:
    """One conversation that is open with somebody of it."""

    id: int
    words: str
    name: str
    glyph: str
    waits: bool
    iso: str
    when: str


def whole(organisation: Organisation, member: Member, at: Moment) -> dict[str, Any]:
    """What the page shows. Seven queries, however many people."""
    people = people_in(organisation, member).prefetch_related("points").order_by("name", "pk")[:PEOPLE]
    rows = list(people)
    parts = dict(OrganisationPart.objects.filter(organisation=organisation).values_list("person_id", "words"))
    records = records_in(organisation, member).order_by(F("placed_at").desc(nulls_last=True), "-pk")[:40]
    return {
        "organisation": organisation,
        "domains": [one.domain for one in organisation.domains.all()],
        "people": [_belongs(row, parts.get(row.pk, "")) for row in rows],
        "open": _open(organisation, member, at),
        **shown(Orders(list(records), (), ()), at),
        "fields": shown_fields(fields_of("organisation"), organisation.custom, reader=member),
        "first": rows[0].pk if rows else None,
        "may_change": member.answers,
    }


def _belongs(person: Any, part: str) -> Belongs:
    points = [point.value for point in person.points.all() if not point.dead_at and point.kind in ("email", "phone")]
    return Belongs(person.pk, person.called, person.tint, points[0] if points else "", part)


def _open(organisation: Organisation, member: Member, at: Moment) -> list[Open]:
    mine = people_in(organisation, member).values("pk")
    rows = visible_to(member).filter(person__in=mine, state__in=OPEN).select_related("person").order_by("-last_at")
    return [
        Open(
            id=row.pk,
            words=row.gist or bare_subject(row.subject) or row.last_words,
            name=row.person.name,
            glyph=words.glyph_of(row.medium),
            waits=row.state == State.OURS and not row.snoozed_until,
            iso=iso(row.last_at),
            when=said(row.last_at, now=at.at, zone=at.zone, language=at.language),
        )
        for row in rows[:PAGE]
    ]


def listed(member: Member, query: str, after: str) -> dict[str, Any]:
    """A page of the list, by name; `query` is found in names and domains. Two queries: those, and how many people."""
    rows = organisations_for(member)
    query = " ".join(query.split())
    if query:
        rows = rows.filter(Q(name__icontains=query) | Q(domains__domain__icontains=query.rpartition("@")[2])).distinct()
    last = _named(after, member)
    if last:
        rows = rows.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    found = list(rows.order_by("name", "pk")[: PAGE + 1])
    more = f"{reverse('organisations')}?after={encode(found[PAGE - 1].pk)}" if len(found) > PAGE and not query else ""
    return {"query": query, "organisations": _counted(found[:PAGE], member), "later": more}


def _counted(rows: list[Organisation], member: Member) -> list[tuple[Organisation, int]]:
    """Each with the number of its people whom the member may see."""
    seen = people_visible_to(member).filter(organisation__in=[row.pk for row in rows])
    counts = dict(seen.order_by().values_list("organisation").annotate(Count("pk")))
    return [(row, counts.get(row.pk, 0)) for row in rows]


def _named(text: str, member: Member) -> Organisation | None:
    try:
        return organisations_for(member).filter(pk=decode(text)).first() if text else None
    except ValueError:
        return None
