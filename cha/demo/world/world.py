"""The whole world in one value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cha.demo.world.business import BUSINESS
from cha.demo.world.cast import Business, MemberOf, PersonOf, Reply, Unreadable
from cha.demo.world.events import Story
from cha.demo.world.macros import MACROS
from cha.demo.world.members import MEMBERS
from cha.demo.world.pathways import PATHWAYS, Steps
from cha.demo.world.people import PEOPLE
from cha.demo.world.replies import REPLIES
from cha.demo.world.stories import ALL
from cha.demo.world.unreadable import UNREADABLE


@dataclass(frozen=True, slots=True)
class World:
    """Everything the demo loads. `signs_in` is the member whose link is printed; `past`: what was given before, too."""

    business: Business
    members: tuple[MemberOf, ...]
    people: tuple[PersonOf, ...]
    stories: tuple[Story, ...]
    replies: tuple[Reply, ...]
    unreadable: tuple[Unreadable, ...]
    macros: tuple[tuple[str, tuple[dict[str, Any], ...]], ...] = ()
    pathways: tuple[tuple[str, Steps], ...] = ()
    signs_in: str = "maartje"
    past: bool = False

    def person(self, key: str) -> PersonOf:
        """The person of that key. Raises KeyError."""
        return {person.key: person for person in self.people}[key]

    def member(self, key: str) -> MemberOf:
        """The member of that key. Raises KeyError."""
        return {member.key: member for member in self.members}[key]


WORLD = World(BUSINESS, MEMBERS, PEOPLE, ALL, REPLIES, UNREADABLE, MACROS, PATHWAYS, past=True)
