"""Linking: two conversations that belong together without being one story."""

from __future__ import annotations

from django.db import models

from cha.conversations.access import must_answer, must_exist
from cha.conversations.models.conversation import Conversation
from cha.core.actor import Acting, Actor, actor_of
from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb


class Link(models.Model):
    """That two conversations belong together, and how. A follow-up (`other`) comes after `one`.

    `SAME` is what Cha sees by itself (`cha.promises.coming_back`): the person came back about the concern of `other`.
    """

    class Kind(models.TextChoices):
        RELATED = "related", "related"
        CAUSE = "cause", "the same cause"
        FOLLOW_UP = "follow_up", "what followed"
        SAME = "same", "the same concern again"

    id = IdField()
    one = models.ForeignKey(Conversation, models.CASCADE, related_name="links_on")
    other = models.ForeignKey(Conversation, models.CASCADE, related_name="links_back")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.RELATED)
    by_kind = models.CharField(max_length=8)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="link_once")]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}: {self.kind}"


@verb
def link(one: Conversation, other: Conversation, *, by: Acting | Actor, kind: str = Link.Kind.RELATED) -> Link:
    """Link two that `by` may see. Linking them again says how they belong together now.

    Raises Invalid for one and the same, or an unknown kind; NotFound, Refused.
    """
    must_exist(other, by)
    locked = must_answer(one, by)
    other = Conversation.objects.get(pk=other.pk)
    if locked.pk in (other.pk, other.merged_into_id):
        raise Invalid("That is the same conversation. Choose another one.", field="other")
    if kind not in Link.Kind.values:
        raise Invalid("Choose how they belong together.", field="kind")
    between(locked.pk, other.pk).delete()
    actor = actor_of(by)
    row = Link(one=locked, other=other, kind=kind, by_kind=actor.kind, by_id=actor.id)
    row.save(force_insert=True)
    facts = {"other": other.pk, "kind": kind}
    _show(locked, other)
    record("conversation.linked", by=by, on=row, conversation=locked.pk, person=locked.person_id, **facts)
    return row


@verb
def unlink(one: Conversation, other: Conversation, *, by: Acting | Actor) -> None:
    """They no longer belong together. Where they never did, nothing happens."""
    must_exist(other, by)
    locked = must_answer(one, by)
    row = between(locked.pk, other.pk).first()
    if row is None:
        return
    record("conversation.unlinked", by=by, on=row, conversation=locked.pk, person=locked.person_id, other=other.pk)
    between(locked.pk, other.pk).delete()
    _show(locked, other)


def between(one: int, other: int) -> models.QuerySet[Link]:
    """The link between two conversations, whichever was first."""
    return Link.objects.filter(one=one, other=other) | Link.objects.filter(one=other, other=one)


def linked_to(conversation_id: int) -> models.QuerySet[Link]:
    """The links of a conversation, whichever end it is, oldest first."""
    rows = Link.objects.filter(one=conversation_id) | Link.objects.filter(other=conversation_id)
    return rows.order_by("pk")


def _show(locked: Conversation, other: Conversation) -> None:
    """Let both be rendered anew."""
    locked.change()
    Conversation.objects.filter(pk=other.pk).update(version=models.F("version") + 1)
