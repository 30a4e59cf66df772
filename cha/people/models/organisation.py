"""Organisations that persons belong to, what each does there, and the mail domains that suggest it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from django.db import models

from cha.core.actor import Acting, Actor
from cha.core.errors import Conflict, Invalid, Refused
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.people.freemail import is_free
from cha.team.models import Member

if TYPE_CHECKING:
    from cha.people.models.person import Person

MOST_DOMAINS: Final = 20
_DOMAIN: Final = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")


class Organisation(models.Model):
    """A business, school or club on the other side."""

    id = IdField()
    name = models.CharField(max_length=120, unique=True)
    note = models.TextField(blank=True)
    custom = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name


class OrganisationDomain(models.Model):
    """That mail from this domain is likely from somebody of an organisation. One that anybody can have is none."""

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.domain


class OrganisationPart(models.Model):
    """What a person does in an organisation, in words ("buyer"). It counts while they belong to it.

    It is a row and not a column of the person: two who turn out to be one keep what each did where they were.
    """

    id = IdField()
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="parts")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="parts")
    words = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "organisation"], name="organisation_part_once")]

    def __str__(self) -> str:
        return self.words


@verb
def organisation_called(name: str) -> Organisation:
    """The organisation of that name, made where there is none. Who joins it is recorded by `change_person`."""
    return Organisation.objects.get_or_create(name=name.strip()[:120])[0]


@verb
def keep_organisation(
    row: Organisation | None, *, by: Acting | Actor, name: str, note: str = "", domains: Sequence[str] = ()
) -> Organisation:
    """Add an organisation (None) or change one; `domains` are all that it has. Raises Refused, Invalid by its field."""
    _must_answer(by)
    locked = Organisation.objects.select_for_update().get(pk=row.pk) if row else Organisation()
    locked.name, locked.note = " ".join(name.split())[:120], note.strip()[:4000]
    if not locked.name:
        raise Invalid("A name is needed.", field="name")
    if Organisation.objects.filter(name__iexact=locked.name).exclude(pk=locked.pk).exists():
        raise Invalid(f"There is an organisation called {locked.name} already.", field="name")
    wanted = [read_domain(domain) for domain in domains if domain.strip()]
    locked.save()
    _set_domains(locked, list(dict.fromkeys(wanted)))
    record("organisation.changed" if row else "organisation.added", by=by, on=locked)
    return locked


def read_domain(written: str) -> str:
    """A mail domain as it is kept; what stands before an @ counts for nothing. Raises Invalid in words."""
    domain = written.strip().lower().rpartition("@")[2].strip(".")
    try:
        domain = domain.encode("idna").decode("ascii") if not domain.isascii() else domain
    except UnicodeError:
        domain = ""
    if not _DOMAIN.fullmatch(domain):
        raise Invalid(f"“{written.strip()[:60]}” is no mail domain. One looks like nursery.example.", field="domains")
    if is_free(domain):
        raise Invalid(
            f"Anybody can have an address at {domain}: it says nothing about an organisation.", field="domains"
        )
    return domain


def _set_domains(organisation: Organisation, wanted: list[str]) -> None:
    if len(wanted) > MOST_DOMAINS:
        raise Invalid(f"An organisation has at most {MOST_DOMAINS} domains here.", field="domains")
    others = OrganisationDomain.objects.filter(domain__in=wanted).exclude(organisation=organisation)
    taken = others.select_related("organisation").first()
    if taken:
        raise Invalid(f"{taken.domain} stands for {taken.organisation.name} already.", field="domains")
    mine = set(organisation.domains.values_list("domain", flat=True))
    organisation.domains.exclude(domain__in=wanted).delete()
    new = [OrganisationDomain(organisation=organisation, domain=domain) for domain in wanted if domain not in mine]
    OrganisationDomain.objects.bulk_create(new)


@verb
def let_go_of(organisation: Organisation, *, by: Acting | Actor) -> None:
    """Delete an organisation that nobody belongs to. Raises Conflict while somebody does, Refused."""
    _must_answer(by)
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if locked.person_set.filter(joined_into=None).exists():
        raise Conflict("People belong to it. Take them out first.")
    record("organisation.removed", by=by, on=locked)
    locked.delete()


def part_of(person: Person) -> str:
    """What a person does in the organisation that they belong to, in words; "" where nobody said."""
    if not person.organisation_id:
        return ""
    found = OrganisationPart.objects.filter(person=person, organisation=person.organisation_id)
    return found.values_list("words", flat=True).first() or ""


def suggested_for(person: Person) -> list[Organisation]:
    """Organisations that a person’s mail domains suggest and that they do not belong to. Nobody joins silently."""
    found = (point.value.rpartition("@")[2] for point in person.points.all() if point.kind == "email")
    domains = {domain for domain in found if domain and not is_free(domain)}
    if not domains:
        return []
    rows = Organisation.objects.filter(domains__domain__in=domains).exclude(pk=person.organisation_id or 0)
    return list(rows.distinct().order_by("id")[:3])


def _must_answer(by: Acting | Actor) -> None:
    if isinstance(by, Member) and not by.answers:
        raise Refused("You may look and leave a note. Somebody with a seat does this.", code="no_seat")
