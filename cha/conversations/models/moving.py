"""Moving: what hangs on a conversation goes to another and back, row by row, whichever app it belongs to.

A row moves when its table has a foreign key to conversations. `Moved` remembers each, so that it can be given back
alone. What a person decided about one conversation (PutRight, Snooze, Aside) stays with it; so do leases and clocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db import models

from cha.conversations.models.conversation import Conversation
from cha.core.ids import IdField, new_id
from cha.people.models import Fact, Telling

STAYS: Final = {
    "aside", "clockrow", "conversation", "conversation_tags", "draft", "merge", "part", "presence", "putright",
    "rulerun", "snooze", "split",
}  # fmt: skip
AT_ONCE: Final = 500

Place = tuple[str, type[models.Model], str]


class Moved(models.Model):
    """That a row went from one conversation to another. `kind` names its table and column."""

    id = IdField()
    merge = models.ForeignKey("conversations.Merge", models.CASCADE, null=True, related_name="moved")
    split = models.ForeignKey("conversations.Split", models.CASCADE, null=True, related_name="moved")
    kind = models.CharField(max_length=60)
    row_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.row_id}"


def places() -> Iterator[Place]:
    """Every table and column that says which conversation a row belongs to, and moves."""
    for relation in Conversation._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel) or relation.many_to_many:
            continue
        model, column = relation.related_model, relation.field.attname
        if model._meta.model_name not in STAYS:
            yield f"{model._meta.label_lower}.{column}", model, column
    yield "people.fact.conversation_id", Fact, "conversation_id"
    yield "people.telling.conversation_id", Telling, "conversation_id"


def move_all(source: Conversation, into: Conversation, *, because: models.Model) -> None:
    """Let everything that hangs on `source` hang on `into`. Where a table allows one only, the one there stays."""
    for kind, model, column in places():
        _move(kind, model, column, movable(model, column, source.pk, into.pk), into.pk, because)


def move_rows(rows: models.QuerySet[Any], into: Conversation, *, because: models.Model) -> None:
    """Let these rows hang on another conversation."""
    for kind, model, column in places():
        if model is rows.model:
            _move(kind, model, column, list(rows.values_list("pk", flat=True)), into.pk, because)


def give_back(source: Conversation, there: Conversation, *, because: models.Model) -> None:
    """Let everything that moved for this reason, and is still there, hang on `source` again."""
    for kind, model, column in places():
        ids = Moved.objects.filter(**_reason(because), kind=kind).values_list("row_id", flat=True)
        for some in some_at_once(list(ids)):
            model._default_manager.filter(pk__in=some, **{column: there.pk}).update(**{column: source.pk})


def moved_messages(because: models.Model) -> set[int]:
    """The ids of the messages that moved for this reason."""
    kind = "conversations.message.conversation_id"
    return set(Moved.objects.filter(**_reason(because), kind=kind).values_list("row_id", flat=True))


def _reason(because: models.Model) -> dict[str, Any]:
    return {because._meta.model_name or "": because}


def _move(
    kind: str, model: type[models.Model], column: str, ids: Sequence[int], into: int, because: models.Model
) -> None:
    for some in some_at_once(ids):
        model._default_manager.filter(pk__in=some).update(**{column: into})
        rows = [Moved(id=new_id(), **_reason(because), kind=kind, row_id=pk) for pk in some]
        Moved.objects.bulk_create(rows)


def some_at_once(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """The ids in parts that one statement takes."""
    return (ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE))


def movable(
    model: type[models.Model], column: str, source: int, into: int, among: models.QuerySet[Any] | None = None
) -> list[int]:
    """The rows of `source` (those `among` them) that may stand beside those of `into`."""
    rows = model._default_manager.filter(**{column: source}) if among is None else among
    field = next(field for field in model._meta.concrete_fields if field.attname == column)
    if field.unique:
        taken = model._default_manager.filter(**{column: into}).exists()
        return [] if taken else list(rows.values_list("pk", flat=True))
    others = _once(model, field.name)
    if not others:
        return list(rows.values_list("pk", flat=True))
    taken_by = set(model._default_manager.filter(**{column: into}).values_list(*others))
    # A link between the two would be one with itself.
    found = rows.values_list("pk", *others)
    return [pk for pk, *values in found if tuple(values) not in taken_by and into not in values]


def _once(model: type[models.Model], name: str) -> tuple[str, ...]:
    """The columns that may have each value once within a conversation."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and name in constraint.fields:
            return tuple(field for field in constraint.fields if field != name)
    return ()
