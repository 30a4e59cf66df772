"""Whose mailboxes there are: the people of the world, and whoever else got mail, put together for the page."""

from __future__ import annotations

from dataclasses import dataclass

from cha.demo import mailbox
from cha.demo.world import WORLD
from cha.demo.world.cast import PersonOf
from cha.people.models import ContactPoint
from cha.ui.names import first_name, tint

FIRST = 10


@dataclass(frozen=True, slots=True)
class Box:
    """One mailbox. `quick` are answers that lie ready."""

    address: str
    name: str
    tint: int
    count: int
    quick: tuple[str, ...] = ()

    @property
    def called(self) -> str:
        """The first name, or the address of somebody without one."""
        return first_name(self.name) if "@" not in self.name else self.name


def boxes() -> list[Box]:
    """The first of the cast, then whoever else got mail (you, perhaps), then the rest of the cast."""
    counts = mailbox.counts()
    cast = [_of(person, counts.pop(person.email, 0)) for person in WORLD.people]
    cast = [box for box in cast if box.count]
    return cast[:FIRST] + [_somebody(address, count) for address, count in counts.items()] + cast[FIRST:]


def box_of(address: str) -> Box:
    """The box of an address, empty when nothing ever came."""
    count = len(mailbox.letters(address))
    person = next((person for person in WORLD.people if person.email == address), None)
    return _of(person, count) if person else _somebody(address, count)


def _of(person: PersonOf, count: int) -> Box:
    return Box(person.email, person.name, person.tint, count, person.quick)


def _somebody(address: str, count: int) -> Box:
    point = ContactPoint.objects.select_related("person").filter(kind="email", value=address).first()
    name = point.person.name if point else ""
    return Box(address, name or address, point.person.tint if point else tint(address), count)
