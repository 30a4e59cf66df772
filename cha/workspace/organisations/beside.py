"""Which organisation somebody is of, for the column beside a conversation."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from cha.core.queries import asked
from cha.people.models import Organisation, Person
from cha.people.models.organisation import part_of


@dataclass(frozen=True, slots=True)
class Of:
    """The organisation, and what they do there in words ("" where nobody said)."""

    id: int
    name: str
    part: str


def of(person: Person) -> Of | None:
    """Where they are; None for most. No query for those."""
    if not person.organisation_id:
        return None
    name = next(iter(_named(person.organisation_id)), "")
    return Of(person.organisation_id, name, part_of(person)) if name else None


@asked(int)
def _named(pk: int) -> QuerySet[Organisation, str]:
    return Organisation.objects.filter(pk=pk).values_list("name", flat=True)
