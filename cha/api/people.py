"""People: found, met, read, changed; where to reach them, and what they told us."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from annotated_types import MaxLen, MinLen
from django.db.models import Q
from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field, StringConstraints

from cha.api.finding import must_have_a_seat, person_for, person_to_change
from cha.api.shapes import FactOut, Facts, People, PersonOut, PointOut
from cha.conversations.access import people_visible_to, sees_all, visible_to
from cha.core.api.answering import said
from cha.core.api.cursors import cursor, place
from cha.core.api.types import Code, Id, Input, Line, LongLine, Named, Page, Text
from cha.core.errors import Conflict, NotFound
from cha.core.ids import encode, encode_any
from cha.core.verbs import verb
from cha.people.models import ContactPoint, Fact, Person
from cha.people.models.contact_point import add_point, known_point, meet, normal
from cha.people.models.fact import correct, learn
from cha.people.models.organisation import organisation_called
from cha.people.models.person import change_person, tag_person
from cha.team.asking import MemberAsks
from cha.team.models import Member

router = Router(tags=["people"])
MOST_FACTS = 200
# In ASCII; a domain in other letters as DNS has it (xn--…).
EMAIL = r"^[A-Za-z0-9!#$&'*/=?^_{|}~.%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{2,63}){1,4}$"
PHONE = r"^\+?[0-9]([ ./()-]{0,2}[0-9]){5,14}$"
LANGUAGE = "^([a-z]{2,3}(-[A-Z]{2})?)?$"


class Among(Page):
    """Which people."""

    address: LongLine = Field("", description="Exactly this e-mail address or phone number.")


class EmailPoint(Input):
    """An e-mail address; claimed until it is proven."""

    kind: Literal["email"]
    value: Annotated[str, StringConstraints(max_length=254, pattern=EMAIL)]


class PhonePoint(Input):
    """A telephone number; claimed until it is proven."""

    kind: Literal["phone"]
    value: Annotated[str, StringConstraints(max_length=40, pattern=PHONE)]


Point = Annotated[EmailPoint | PhonePoint, Field(discriminator="kind")]


class Changes(Input):
    """What is known of a person; what is left out stays."""

    name: Line | None = None
    say_name: Annotated[Line, MaxLen(80)] | None = None
    pronouns: Code | None = None
    language: Annotated[str, StringConstraints(pattern=LANGUAGE)] | None = None
    about: Text | None = None
    organisation: Annotated[Line, MaxLen(120)] | None = None
    tags: Annotated[list[Annotated[Named, MaxLen(40)]], MaxLen(50)] | None = None


class Meeting(Changes):
    """Somebody new, with at least one address that nobody has."""

    points: Annotated[list[Point], MinLen(1), MaxLen(20)]


class Telling(Input):
    """Something they said. `kind` is a code: order_number, size, wish …"""

    kind: Annotated[Code, MinLen(1), MaxLen(24)]
    value: Annotated[Named, MaxLen(300)]
    source: Annotated[Line, MaxLen(120)] = ""


class Better(Input):
    """What is right in place of it."""

    value: Annotated[Named, MaxLen(300)]
    source: Annotated[Line, MaxLen(120)] = ""


@router.get("", response=People, summary="People, or who has an address")
def list_people(request: MemberAsks, asked: Query[Among]) -> HttpResponse:
    """Newest first; those whose conversations the token's member may see."""
    of = f"people {asked.address}"
    behind = place(of, asked.after, int)
    rows = people_visible_to(request.member)
    if asked.address:
        rows = rows.filter(pk__in=_having(asked.address))
    if behind:
        rows = rows.filter(pk__lt=behind[0])
    found = list(rows.order_by("-pk").values_list("pk", flat=True)[: asked.limit + 1])
    more = cursor(of, found[asked.limit - 1]) if len(found) > asked.limit else None
    return said({"items": people_out(found[: asked.limit]), "next": more})


def _having(address: str) -> list[int]:
    kinds = ("email", "phone")
    same = [Q(kind=kind, value=normal(kind, address)) for kind in kinds if normal(kind, address)]
    found = ContactPoint.objects.filter(Q(*same, _connector=Q.OR)) if same else ContactPoint.objects.none()
    return list(found.values_list("person_id", flat=True))


@router.post("", response={201: PersonOut}, summary="Meet somebody new")
def create_person(request: MemberAsks, meeting: Meeting) -> HttpResponse:
    """409 when somebody has one of the addresses already."""
    must_have_a_seat(request)
    return said(_one(_meet(meeting, request.member)), 201)


@verb
def _meet(meeting: Meeting, by: Member) -> int:
    for point in meeting.points:
        if known_point(point.kind, point.value):
            raise Conflict("Somebody has one of these addresses already.", code="known_address", field="points")
    first, *others = meeting.points
    person = meet(first.kind, first.value, name=(meeting.name or "").strip(), by=by.actor).person
    for point in others:
        add_point(person, point.kind, point.value, by=by)
    _change(person, meeting, by)
    return person.pk


@router.get("/{person_id}", response=PersonOut, summary="One person")
def read_person(request: MemberAsks, person_id: Id) -> HttpResponse:
    """Who they are, and where to reach them."""
    return said(_one(person_for(request, person_id).pk))


@router.patch("/{person_id}", response=PersonOut, summary="Change what is known")
def update_person(request: MemberAsks, person_id: Id, changes: Changes) -> HttpResponse:
    """What is named; the rest stays."""
    person = person_to_change(request, person_id)
    _change(person, changes, request.member)
    return said(_one(person.pk))


@verb
def _change(person: Person, changes: Changes, by: Member) -> None:
    fields: dict[str, Any] = changes.model_dump(exclude_none=True, exclude={"points", "tags", "organisation"})
    if changes.organisation is not None:
        name = changes.organisation.strip()
        fields["organisation"] = organisation_called(name) if name else None
    if fields:
        change_person(person, by=by, **fields)
    if changes.tags is not None:
        tag_person(person, list(changes.tags), by=by)


@router.post("/{person_id}/points", response={201: PersonOut}, summary="Add an address")
def create_point(request: MemberAsks, person_id: Id, point: Point) -> HttpResponse:
    """Claimed until it is proven. 409 when somebody else has it."""
    person = person_to_change(request, person_id)
    if add_point(person, point.kind, point.value, by=request.member).person_id != person.pk:
        raise Conflict("Somebody else has this address.", code="known_address", field="value")
    return said(_one(person.pk), 201)


@router.get("/{person_id}/facts", response=Facts, summary="What they told us")
def list_facts(request: MemberAsks, person_id: Id) -> HttpResponse:
    """Newest first. Told in a conversation that the member may not see, it is not here."""
    rows = _facts(person_for(request, person_id), request.member).order_by("-pk")[:MOST_FACTS]
    return said({"items": [_fact_out(row) for row in rows]})


@router.post("/{person_id}/facts", response={201: FactOut}, summary="Keep what they told")
def create_fact(request: MemberAsks, person_id: Id, telling: Telling) -> HttpResponse:
    """Once: the same told again is the same fact."""
    person = person_to_change(request, person_id)
    fact = learn(person, telling.kind, telling.value, by=request.member, source=telling.source)
    return said(_fact_out(fact), 201)


@router.post("/{person_id}/facts/{fact_id}/correction", response={201: FactOut}, summary="Correct it")
def correct_fact(request: MemberAsks, person_id: Id, fact_id: Id, better: Better) -> HttpResponse:
    """The wrong one stays, and says what corrected it. 409 when it was corrected already."""
    person = person_to_change(request, person_id)
    fact = _facts(person, request.member).filter(pk=fact_id).first()
    if fact is None:
        raise NotFound("There is no such fact, or it is not yours to see.")
    if fact.corrected_by_id:
        raise Conflict("It was corrected already.", code="corrected_already")
    return said(_fact_out(correct(fact, better.value, by=request.member, source=better.source)), 201)


def _facts(person: Person, member: Member) -> Any:
    rows = Fact.objects.filter(person=person)
    if sees_all(member):
        return rows
    return rows.filter(Q(conversation_id=None) | Q(conversation_id__in=visible_to(member).values("pk")))


def _fact_out(fact: Fact) -> FactOut:
    return {
        "id": encode(fact.pk),
        "kind": fact.kind,
        "value": fact.value,
        "source": fact.source,
        "told_at": fact.told_at,
        "conversation": encode_any(fact.conversation_id),
        "corrected_by": encode_any(fact.corrected_by_id),
    }


def _one(pk: int) -> PersonOut:
    return people_out([pk])[0]


def people_out(ids: Sequence[int]) -> list[PersonOut]:
    """Persons that have been seen already, as they are now, in this order. Three queries."""
    rows = Person.objects.filter(pk__in=ids).select_related("organisation").prefetch_related("points", "tags")
    by_id = {person.pk: _out(person) for person in rows}
    return [by_id[pk] for pk in ids if pk in by_id]


def _out(person: Person) -> PersonOut:
    points = list(person.points.all())
    organisation = person.organisation
    return {
        "id": encode(person.pk),
        "name": person.name,
        "called": person.name or next((point.value for point in points), ""),
        "say_name": person.say_name,
        "pronouns": person.pronouns,
        "language": person.language,
        "zone": person.zone,
        "about": person.about,
        "organisation": {"id": encode(organisation.pk), "name": organisation.name} if organisation else None,
        "tags": sorted(tag.name for tag in person.tags.all()),
        "points": [_point_out(point) for point in points],
        "fields": person.custom,
        "arrived_at": person.arrived_at,
        "version": person.version,
    }


def _point_out(point: ContactPoint) -> PointOut:
    return {
        "id": encode(point.pk),
        "kind": point.kind,
        "value": point.value,
        "verified": point.proven,
        "dead": point.dead_at is not None,
    }
