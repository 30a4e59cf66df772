"""Suggesting: what becomes of a maybe. Nothing is joined by itself; who is not the same is not asked about again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models

from cha.core.actor import Acting, Actor, actor_of
from cha.core.clock import now
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.people.models.likeness import MergeSuggestion
from cha.people.models.person import Person

State = MergeSuggestion.State
WAITING = (State.OPEN, State.ASKED)


@verb
def suggest(one: int, other: int, score: int, reasons: Sequence[Sequence[Any]], *, by: Acting | Actor) -> None:
    """Suggest that two may be one, with the reasons; again with better ones. Not where somebody said they are not."""
    pair = _pair(one, other)
    row = MergeSuggestion.objects.select_for_update().filter(**pair).first()
    told = [list(reason) for reason in reasons]
    if row is None:
        row = MergeSuggestion(**pair, score=score, reasons=told)
        # Two workers may look at the two at once: the constraint has the last word.
        MergeSuggestion.objects.bulk_create([row], ignore_conflicts=True)
        record("suggestion.made", by=by, on=row, person=one, other=other, score=score)
    elif row.state in WAITING and (row.score, row.reasons) != (score, told):
        row.score, row.reasons = score, told
        row.save(update_fields=["score", "reasons"])


@verb
def settle(one: int, other: int, state: str, *, by: Acting | Actor) -> None:
    """Note what was found out about two persons: `joined`, `apart`, or that one was asked (`asked`)."""
    actor = actor_of(by)
    told = {"state": state, "settled_at": now(), "settled_by_kind": actor.kind, "settled_by_id": actor.id}
    new = {"score": 0, **told}
    row, _made = MergeSuggestion.objects.update_or_create(**_pair(one, other), defaults=told, create_defaults=new)
    record("suggestion.settled", by=by, on=row, person=one, other=other, state=state)


@verb
def not_the_same(one: Person, other: Person, *, by: Acting | Actor) -> None:
    """Two are not the same person, and nobody is asked about them again."""
    settle(one.pk, other.pk, State.APART, by=by)


def maybes(person: int) -> models.QuerySet[MergeSuggestion]:
    """What waits for somebody to look, likeliest first; the one joined meanwhile is not there."""
    mine = models.Q(one=person, other__joined_into=None) | models.Q(other=person, one__joined_into=None)
    return MergeSuggestion.objects.filter(mine, state__in=WAITING).order_by("-score", "pk")


def _pair(one: int, other: int) -> dict[str, int]:
    return {"one_id": min(one, other), "other_id": max(one, other)}
