"""Starting: the channel names somebody by its own id for them, and says what it knows of them."""

from __future__ import annotations

from dataclasses import dataclass

from cha.channels.api.values import Choices, point_value
from cha.channels.models import Channel
from cha.core.actor import CHA
from cha.core.verbs import verb
from cha.people.models import ContactPoint, Person
from cha.people.models.contact_point import add_point, known_point, meet, verify
from cha.people.models.person import change_person


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who it is. `verified`: the other side made sure of the addresses, which counts where the channel trusts it."""

    handle: str
    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    verified: bool = False

    @property
    def addresses(self) -> list[tuple[str, str]]:
        """The addresses that were given, by kind."""
        given = ((ContactPoint.Kind.EMAIL, self.email), (ContactPoint.Kind.PHONE, self.phone))
        return [(str(kind), value) for kind, value in given if value]


@verb
def start(channel: Channel, somebody: Somebody) -> ContactPoint:
    """The contact point that the handle stands for, met where it is new; further addresses are added, claimed.

    Where the channel is trusted, and the addresses are verified, somebody who has one of them is who it is. An address
    that somebody else has stays theirs.
    """
    value = point_value(channel.pk, somebody.handle)
    sure = somebody.verified and Choices.of(channel.settings).trusts
    point = known_point(ContactPoint.Kind.HANDLE, value) or _known_otherwise(somebody, value, sure=sure)
    if point is None:
        point = meet(ContactPoint.Kind.HANDLE, value, name=somebody.name, language=somebody.language)
    verify(point, "signed")
    _name(point.person, somebody)
    for kind, address in somebody.addresses:
        added = add_point(point.person, kind, address, by=CHA)
        if sure and added.person_id == point.person_id:
            verify(added, "signed")
    return point


def _known_otherwise(somebody: Somebody, value: str, *, sure: bool) -> ContactPoint | None:
    """The handle, given to somebody who is known by a verified address."""
    if not sure:
        return None
    known = next((point for kind, address in somebody.addresses if (point := known_point(kind, address))), None)
    if known is None:
        return None
    point = add_point(known.person, ContactPoint.Kind.HANDLE, value, by=CHA)
    point.person = known.person
    return point


def _name(person: Person, somebody: Somebody) -> None:
    """What is not known yet is learned; what members wrote stays."""
    said = {"name": somebody.name, "language": somebody.language}
    news = {name: value for name, value in said.items() if value and not getattr(person, name)}
    if news:
        change_person(person, by=CHA, **news)
