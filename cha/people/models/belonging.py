"""Belonging: a person is of an organisation, and does something there. One organisation at a time."""

from __future__ import annotations

from cha.core.actor import Acting, Actor
from cha.core.errors import Refused
from cha.core.verbs import verb
from cha.people.models.organisation import Organisation, OrganisationPart
from cha.people.models.person import Person, change_person
from cha.team.models import Member

LONGEST = 80


@verb
def join_organisation(person: Person, organisation: Organisation, *, by: Acting | Actor, part: str = "") -> None:
    """Let a person be of an organisation, doing `part` there in words; again with another part. Raises Refused."""
    _must_answer(by)
    if person.organisation_id != organisation.pk:
        change_person(person, by=by, organisation=organisation)
        person.organisation = organisation
    say_part(person, organisation, part)


@verb
def leave_organisation(person: Person, *, by: Acting | Actor) -> None:
    """Let a person be of no organisation. What they did there is forgotten. Raises Refused."""
    _must_answer(by)
    if person.organisation_id:
        OrganisationPart.objects.filter(person=person, organisation=person.organisation_id).delete()
        change_person(person, by=by, organisation=None)
        person.organisation = None


def say_part(person: Person, organisation: Organisation, part: str) -> None:
    """Note what a person does in an organisation, in words; "" for nothing that is known. Must be called in a verb."""
    words = " ".join(part.split())[:LONGEST]
    rows = OrganisationPart.objects.filter(person=person, organisation=organisation)
    if not words:
        rows.delete()
    elif not rows.update(words=words):
        OrganisationPart(person=person, organisation=organisation, words=words).save(force_insert=True)


def _must_answer(by: Acting | Actor) -> None:
    if isinstance(by, Member) and not by.answers:
        raise Refused("You may look and leave a note. Somebody with a seat does this.", code="no_seat")
