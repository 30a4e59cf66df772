"""Merging: two conversations of one person become one story; taken apart, each is what it was, message by message.

What is merged stays as a row in the state `joined`: links, reply addresses and Message-IDs that name it find the story.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import models

from cha.conversations.access import must_answer, must_exist
from cha.conversations.models.conversation import Conversation, State
from cha.conversations.models.drafting_together import join_drafts, part_drafts
from cha.conversations.models.message import Kind, Message
from cha.conversations.models.moving import give_back, move_all, move_rows
from cha.conversations.models.reshaping import (
    answered_since,
    give_shapes,
    no_longer_right,
    shape_of,
    take_shape,
    wait_again,
)
from cha.conversations.models.seeing_both import join_sight, part_sight
from cha.conversations.story import PRESSING, joined
from cha.core import held
from cha.core.actor import Acting, Actor, actor_of
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.timers import stop_timer
from cha.core.verbs import verb


class Merge(models.Model):
    """That `source` became one story with `into`: by whom, when, and what each was (`cha.conversations.story.Shape`).

    `theirs` is the source as it was, `before` the other as it was, `after` what they came to. `put_rights` are ids of
    what was no longer put right because of it.
    """

    id = IdField()
    source = models.ForeignKey(Conversation, models.CASCADE, related_name="merges")
    into = models.ForeignKey(Conversation, models.CASCADE, related_name="merges_in")
    by_kind = models.CharField(max_length=8)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=now)
    theirs = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    put_rights = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)
    undone_by_kind = models.CharField(max_length=8, blank=True)
    undone_by_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.source_id} into {self.into_id}"


@verb
def merge(conversation: Conversation, *, into: Conversation, by: Acting | Actor) -> Merge:
    """Let a conversation become one story with another of the same person. `take_apart` undoes it, at any time.

    Raises Conflict when one of them is merged already, put aside, or has an answer on its way; Invalid for another
    person's; NotFound and Refused as for any answer.
    """
    source, target = _both(conversation, into, by)
    if source.person_id != target.person_id:
        raise Invalid("They are of two persons. Link them instead, or say first that the two are one person.")
    row = join(source, target, by)
    conversation.refresh_from_db()
    into.refresh_from_db()
    return row


def join(source: Conversation, target: Conversation, by: Acting | Actor) -> Merge:
    """The change itself, on two locked rows. Must be called inside a verb that has looked at who may."""
    theirs, before = shape_of(source), shape_of(target)
    after = joined(before, theirs)
    actor = actor_of(by)
    row = Merge(
        source=source,
        into=target,
        by_kind=actor.kind,
        by_id=actor.id,
        theirs=theirs.to_data(),
        before=before.to_data(),
        after=after.to_data(),
        put_rights=no_longer_right(target, after),
    )
    row.save(force_insert=True)
    move_all(source, target, because=row)
    join_sight(row, source, target)
    join_drafts(source, target)
    take_shape(target, after)
    stop_timer(f"wake:{source.pk}")
    source.change(state=State.JOINED, merged_into=target, waiting_since=None, snoozed_until=None)
    facts = {"source": source.pk, "into": target.pk}
    record("conversation.joined", by=by, on=row, conversation=source.pk, person=source.person_id, **facts)
    record("conversation.merged", by=by, on=row, conversation=target.pk, person=target.person_id, **facts)
    return row


@verb
def take_apart(row: Merge, *, by: Acting | Actor, along: Collection[int] = ()) -> Conversation:
    """Give back what was merged, message by message. Returns it.

    What was said since stays with the story, but for the messages `along` (ids), which go too. Raises Conflict when it
    was taken apart already, when the story went on into another one, when an answer is on its way, or when nothing that
    they wrote would be left of one of the two.
    """
    source = held.hold(Conversation, row.source_id)
    target = must_answer(Conversation(pk=row.into_id), by)
    row = Merge.objects.select_for_update().get(pk=row.pk)
    if row.undone_at:
        raise Conflict("They are two stories already.", code="apart_already")
    if target.pk != row.into_id:
        raise Conflict("This went on into another story. Take that apart first.", code="merged_on")
    _nothing_held(target)
    was, at = shape_of(target), now()
    answered = answered_since(target, row)
    move_rows(_others(target, along), source, because=row)
    part_sight(row)
    give_back(source, target, because=row)
    _must_keep_words(source, row.theirs)
    _must_keep_words(target, row.before)
    part_drafts(source, target)
    give_shapes(row, source, target, was, answered, at)
    wait_again(source, target, along)
    actor = actor_of(by)
    row.undone_at, row.undone_by_kind, row.undone_by_id = at, actor.kind, actor.id
    row.save(update_fields=["undone_at", "undone_by_kind", "undone_by_id"])
    facts = {"source": source.pk, "into": target.pk}
    record("conversation.given_back", by=by, on=row, conversation=source.pk, person=source.person_id, **facts)
    record("conversation.taken_apart", by=by, on=row, conversation=target.pk, person=target.person_id, **facts)
    return source


def _must_keep_words(story: Conversation, before: Mapping[str, Any]) -> None:
    """Refuse what would leave a story without a word of the person's that had some: what was split off has them all."""
    if before.get("heard_count") and not Message.objects.filter(conversation=story, kind=Kind.HEARD).exists():
        raise Conflict("One of the two would be left without a word of theirs. Undo the split first.", code="empty")


def _both(one: Conversation, other: Conversation, by: Acting | Actor) -> tuple[Conversation, Conversation]:
    """Both rows, locked in the order of their ids, so that two who merge the same two wait for each other."""
    if one.pk == other.pk:
        raise Invalid("That is the same conversation. Choose another one.", field="into")
    for each in (one, other):
        must_exist(each, by)
    # Before a lock is held: who follows a merged one to its story locks in that order.
    for each in (one, other):
        stand_apart(Conversation.objects.get(pk=each.pk))
    for each in sorted((one, other), key=lambda row: row.pk):
        held.hold(Conversation, each.pk)
    rows = [stand_apart(Conversation.objects.get(pk=each.pk)) for each in (one, other)]
    return must_answer(rows[0], by), must_answer(rows[1], by)


def stand_apart(conversation: Conversation) -> Conversation:
    """The conversation, if it can be merged or split now. Raises Conflict."""
    if conversation.state == State.JOINED:
        raise Conflict("Somebody was quicker: it is one story with another already.", code="merged_already")
    if conversation.state not in PRESSING:
        raise Conflict("It is put aside. Take it back first.", code="aside")
    _nothing_held(conversation)
    return conversation


def _nothing_held(conversation: Conversation) -> None:
    if Message.objects.filter(conversation=conversation, delivery="held").exists():
        raise Conflict("An answer is about to go out. Try again in a few seconds, or take it back.", code="held")


def _others(target: Conversation, along: Collection[int]) -> models.QuerySet[Message]:
    return Message.objects.filter(conversation=target, pk__in=along)
