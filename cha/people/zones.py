"""On whose clock a person is told times."""

from __future__ import annotations

from cha.people.models import Person
from cha.team.models import Brand, brand


def their_zone(person: Person, face: Brand | None = None) -> str:
    """The IANA zone of a person: their own where it is known, else that of the business. One query without `face`."""
    if person.zone:
        return person.zone
    face = face or brand()
    return face.zone if face else "UTC"
