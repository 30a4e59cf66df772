"""What hangs on a person goes to another and back, row by row, whichever app it belongs to.

A row comes along when its table has a foreign key to persons. `Carried` remembers each, so that it can be given back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import models

from cha.conversations.models.conversation import Conversation
from cha.conversations.models.moving import Place, movable, some_at_once
from cha.core.ids import new_id
from cha.people.models import ContactPoint, Joining, Person
from cha.people.models.joining import Carried

# What is about the two, and not about either.
STAYS: Final = {"joining", "likenesskey", "mergesuggestion", "person", "person_tags"}
CONVERSATIONS: Final = "conversations.conversation.person_id"
POINTS: Final = "people.contactpoint.person_id"
SPLITS: Final = "conversations.split"
CONSENTS: Final = "people.consent.person_id"
# Decisions that were written because of the joining.
SHYER: Final = "people.consent"


@dataclass(frozen=True, slots=True)
class Left:
    """What does not come along: ids of conversations and of contact points; `splits` made it possible."""

    conversations: frozenset[int] = frozenset()
    points: frozenset[int] = frozenset()
    splits: tuple[int, ...] = ()


def places() -> Iterator[Place]:
    """Every table and column that says whose a row is, and comes along."""
    for relation in Person._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel) or relation.many_to_many:
            continue
        model, column = relation.related_model, relation.field.attname
        if model._meta.model_name not in STAYS:
            yield f"{model._meta.label_lower}.{column}", model, column


def carry(joining: Joining, left: Left) -> list[int]:
    """Let all of the one who goes be the other's, but for what is left. Returns the conversations that came.

    Where a table allows one only, the one there stays where it is.
    """
    goes, stays = joining.goes_id, joining.stays_id
    for kind, model, column in places():
        rows = _without(model, model._default_manager.filter(**{column: goes}), left)
        ids = movable(model, column, goes, stays, among=rows)
        for some in some_at_once(ids):
            model._default_manager.filter(pk__in=some).update(**{column: stays})
            note_carried(joining, kind, some)
    note_carried(joining, SPLITS, left.splits)
    return carried(joining, CONVERSATIONS)


def note_carried(joining: Joining, kind: str, ids: Sequence[int]) -> None:
    """Remember that these rows came."""
    Carried.objects.bulk_create([Carried(id=new_id(), joining=joining, kind=kind, row_id=pk) for pk in ids])


def carried(joining: Joining, kind: str) -> list[int]:
    """The ids of the rows of a kind that came."""
    return list(Carried.objects.filter(joining=joining, kind=kind).order_by("id").values_list("row_id", flat=True))


def give_back(joining: Joining, also: Collection[int]) -> None:
    """Let what came, and is still there, be the other's again, with these conversations and what came since in them."""
    goes, stays = joining.goes_id, joining.stays_id
    for kind, model, column in places():
        for some in some_at_once(carried(joining, kind)):
            model._default_manager.filter(pk__in=some, **{column: stays}).update(**{column: goes})
    Conversation.objects.filter(pk__in=list(also), person=stays).update(person=goes)
    for _kind, model, column in places():
        for name, owners in (("conversation", Conversation), ("point", ContactPoint)):
            if _names(model, name):
                theirs = owners._default_manager.filter(person=goes).values("pk")
                rows = model._default_manager.filter(**{column: stays, f"{name}_id__in": theirs})
                ids = movable(model, column, stays, goes, among=rows)
                model._default_manager.filter(pk__in=ids).update(**{column: goes})


def _without(model: type[models.Model], rows: models.QuerySet[Any], left: Left) -> models.QuerySet[Any]:
    if model is Conversation:
        return rows.exclude(pk__in=left.conversations)
    if model is ContactPoint:
        return rows.exclude(pk__in=left.points)
    if _names(model, "conversation"):
        rows = rows.exclude(conversation_id__in=left.conversations)
    return rows.exclude(point_id__in=left.points) if _names(model, "point") else rows


def _names(model: type[models.Model], name: str) -> bool:
    """Whether a table says which conversation, or contact point, a row is about."""
    return any(field.attname == f"{name}_id" for field in model._meta.concrete_fields)
