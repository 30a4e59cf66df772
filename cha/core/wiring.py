"""How events reach those who react. The list itself is `cha/config/wiring.py`; this is the frame it is written in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from django.conf import settings

from cha.core import held

if TYPE_CHECKING:
    from cha.core.ledger import Event
    from cha.core.tasks import Job


class Reaction(Protocol):
    """Something that follows from an event."""

    def react(self, event: Event) -> None: ...


@dataclass(frozen=True, slots=True)
class AtOnce:
    """Pure work in the same transaction: no rendering, no parsing, no network."""

    work: Callable[[Event], None]

    def react(self, event: Event) -> None:
        self.work(event)


def subject_of(event: Event) -> int | None:
    """What an event was done to."""
    return event.subject_id


def person_of(event: Event) -> int | None:
    """The person whom an event concerns."""
    return event.person_id


@dataclass(frozen=True, slots=True)
class AsTask:
    """A task row written in the same transaction, keyed (event, task), so that a replay adds nothing.

    The task is given the event's subject, or what `about` says it is about.
    """

    job: Job
    when: Callable[[Event], bool] | None = None
    about: Callable[[Event], int | None] = subject_of

    def react(self, event: Event) -> None:
        if self.when is None or self.when(event):
            held.at_the_end(held.TASKS, _enqueue, (self, event))


def _enqueue(due: list[tuple[AsTask, Event]]) -> None:
    """Write the tasks of events that are written."""
    for reaction, event in due:
        about = reaction.about(event)
        if about is not None:
            reaction.job.enqueue(about, key=f"{event.id}:{reaction.job.name}")


Wiring = Mapping[str, Sequence[Reaction]]


@cache
def load() -> Wiring:
    """The wiring of this install. Loading it also makes every task known by name."""
    table: Wiring = import_module(settings.CHA_WIRING).WIRING
    return table


def reactions_to(verb: str) -> Sequence[Reaction]:
    """Who reacts to `verb`, in order. Raises LookupError for a verb nobody listed: an unlisted event is a mistake."""
    table = load()
    if verb not in table:
        raise LookupError(f"the wiring does not list the event {verb!r} (cha/config/wiring.py)")
    return table[verb]
