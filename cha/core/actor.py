"""Who does something. Every verb takes one explicitly as `by=`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Actor:
    """kind: member, person, bot, rule or cha (the system itself). `id` is None only for cha."""

    kind: str
    id: int | None = None


@runtime_checkable
class Acting(Protocol):
    """Anything that can act: a Member, a Person, an Actor's own wrapper."""

    @property
    def actor(self) -> Actor: ...


CHA = Actor("cha")


def actor_of(by: Acting | Actor) -> Actor:
    """The actor behind `by`."""
    return by if isinstance(by, Actor) else by.actor
