"""Holding persons with all that they wrote, in the one order of locks (ARCHITECTURE.md): conversations come first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db import transaction

from cha.conversations.models.conversation import Conversation
from cha.people.models import Person

_Stories = dict[int, int | None]


def hold_persons(*ids: int) -> dict[int, Person]:
    """Lock every conversation of these persons, then the persons, each in the order of their ids. Returns these by id.

    A conversation that is begun meanwhile is locked in its turn: the persons are let go for it. Who only points at a
    person (an order that is attached) is left alone. Call it inside a verb.
    """
    known = _stories(ids)
    while True:
        _hold(known)
        mark = transaction.savepoint()
        persons = Person.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=ids).order_by("pk")
        found = {person.pk: person for person in persons}
        before, known = known, _stories(ids)
        if known.keys() <= before.keys():
            transaction.savepoint_commit(mark)
            return found
        transaction.savepoint_rollback(mark)


def _stories(persons: Collection[int]) -> _Stories:
    """The conversations of persons, each with the one that it became a story with."""
    return dict(Conversation.objects.filter(person__in=persons).values_list("pk", "merged_into_id"))


def _hold(stories: _Stories) -> None:
    """Lock them: what became one story with another before that one, as whoever follows it does."""
    levels = defaultdict(list)
    for pk in stories:
        levels[_depth(pk, stories)].append(pk)
    for depth in sorted(levels, reverse=True):
        rows = Conversation.objects.select_for_update(of=("self",)).filter(pk__in=levels[depth])
        list(rows.order_by("pk").values_list("pk", flat=True))


def _depth(pk: int, stories: _Stories) -> int:
    depth, into = 0, stories[pk]
    while into is not None and into in stories:
        depth, into = depth + 1, stories[into]
    return depth
