"""Merging: two conversations of one person become one story; taken apart, each is what it was, message by message.

What is merged stays as a row in the state `joined`: links, reply addresses and Message-IDs that name it find the story.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import models

from cha.conversations.access import must_answer, must_exist
from cha.conversations.models.conversation import Conversation, State
from cha.conversations.models.drafting import Draft
from cha.conversations.models.message import Kind, Message, first_words
from cha.conversations.models.moving import give_back, move_all, move_rows, moved_messages
from cha.conversations.models.putting_right import PutRight
from cha.conversations.models.seeing_both import join_sight, part_sight
from cha.conversations.models.snoozing import wake_up_task
from cha.conversations.story import OPEN, PRESSING, Shape, given_back, joined, rebased, turn_since
from cha.core import held
from cha.core.actor import Acting, Actor, actor_of
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.timers import set_timer, stop_timer
from cha.core.verbs import verb
from cha.team.models import Member


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
        put_rights=_not_right(target, after),
    )
    row.save(force_insert=True)
    move_all(source, target, because=row)
    join_sight(row, source, target)
    _join_drafts(source, target)
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
    was taken apart already, when the story went on into another one, or when an answer is on its way.
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
    answered = _answered(target, since=row)
    move_rows(_others(target, along), source, because=row)
    part_sight(row)
    give_back(source, target, because=row)
    _part_drafts(source, target)
    _give_shapes(row, source, target, was, answered, at)
    actor = actor_of(by)
    row.undone_at, row.undone_by_kind, row.undone_by_id = at, actor.kind, actor.id
    row.save(update_fields=["undone_at", "undone_by_kind", "undone_by_id"])
    facts = {"source": source.pk, "into": target.pk}
    record("conversation.given_back", by=by, on=row, conversation=source.pk, person=source.person_id, **facts)
    record("conversation.taken_apart", by=by, on=row, conversation=target.pk, person=target.person_id, **facts)
    return source


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


def shape_of(conversation: Conversation) -> Shape:
    """What a conversation's columns and tags say."""
    columns = {name: getattr(conversation, name) for name in Shape.__dataclass_fields__ if name != "tags"}
    return Shape(**columns, tags=frozenset(conversation.tags.values_list("pk", flat=True)))


def take_shape(conversation: Conversation, shape: Shape, **more: Any) -> None:
    """Let a locked conversation be what a shape says, and wake it when the shape does."""
    conversation.change(**shape.columns(), **more)
    conversation.tags.set(shape.tags)
    if shape.snoozed_until:
        set_timer(f"wake:{conversation.pk}", shape.snoozed_until, wake_up_task, conversation.pk)
    else:
        stop_timer(f"wake:{conversation.pk}")


def _not_right(target: Conversation, after: Shape) -> list[int]:
    """Undo that it was put right, where the story is open now. Returns the ids of what was undone."""
    if target.state in OPEN or after.state not in OPEN:
        return []
    rows = PutRight.objects.filter(conversation=target, undone_at=None)
    found = list(rows.values_list("pk", flat=True))
    rows.update(undone_at=now())
    return found


def _join_drafts(source: Conversation, target: Conversation) -> None:
    """What was being written to either goes on in one draft; the source keeps its own for when they are taken apart."""
    for draft in Draft.objects.filter(conversation=source):
        theirs, new = Draft.objects.get_or_create(
            conversation=target, member_id=draft.member_id, kind=draft.kind, defaults={"text": draft.text}
        )
        if not new:
            Draft.objects.filter(pk=theirs.pk).update(text=f"{theirs.text}\n\n{draft.text}")


@verb
def keep_part(conversation_id: int, story: Conversation, text: str, *, by: Member, kind: str) -> None:
    """Keep what is typed on a page of a conversation that became one with `story` meanwhile: its part of the draft."""
    part, _ = Draft.objects.get_or_create(conversation_id=conversation_id, member=by, kind=kind)
    joint, _ = Draft.objects.get_or_create(conversation=story, member=by, kind=kind)
    others = joint.text.removesuffix(part.text).rstrip() if part.text else joint.text
    Draft.objects.filter(pk=part.pk).update(text=text, kept_at=now())
    Draft.objects.filter(pk=joint.pk).update(text="\n\n".join(filter(None, (others, text))), kept_at=now())


def _part_drafts(source: Conversation, target: Conversation) -> None:
    """Take out of each draft what the source's own says still; what was changed since stays where it is."""
    for draft in Draft.objects.filter(conversation=source):
        same = Draft.objects.filter(conversation=target, member_id=draft.member_id, kind=draft.kind)
        same.filter(text=draft.text).delete()
        for joint in same.filter(text__endswith=f"\n\n{draft.text}"):
            same.filter(pk=joint.pk).update(text=joint.text.removesuffix(f"\n\n{draft.text}"))


def _others(target: Conversation, along: Collection[int]) -> models.QuerySet[Message]:
    return Message.objects.filter(conversation=target, pk__in=along)


def _answered(target: Conversation, *, since: Merge) -> bool:
    """Whether a member answered the whole story after it was made one."""
    return Message.objects.filter(conversation=target, kind=Kind.SAID, at__gt=since.at).exists()


def _heard_since(target: Conversation) -> datetime | None:
    """When the person first said something unanswered, of what came after the story was first joined."""
    first = Merge.objects.filter(into=target).order_by("at").first()
    if first is None:
        return None
    said = Message.objects.filter(conversation=target, kind=Kind.SAID).order_by("-at").first()
    since = max(first.at, said.at) if said else first.at
    held: set[int] = set()
    for standing in Merge.objects.filter(into=target, undone_at=None):
        held |= moved_messages(standing)
    heard = Message.objects.filter(conversation=target, kind=Kind.HEARD, at__gt=since).order_by("at")
    return next((row.at for row in heard.only("pk", "at") if row.pk not in held), None)


def _give_shapes(
    row: Merge, source: Conversation, target: Conversation, now_is: Shape, answered: bool, at: datetime
) -> None:
    """Let both be what they would be had they never been one, but for what was said and decided since."""
    was, base = Shape.from_data(row.after), Shape.from_data(row.before)
    theirs = given_back(Shape.from_data(row.theirs), was, now_is, at, answered=answered)
    take_shape(source, theirs, merged_into=None)
    was, base, last = _rebase_later(row, was, base)
    left = rebased(now_is, was, base)
    left = turn_since(left, now_is, _heard_since(target), answered=_answered(target, since=row))
    take_shape(target, left)
    for conversation in (source, target):
        retell(conversation)
    if left.state in OPEN:
        last.put_rights = [*last.put_rights, *row.put_rights] if last.pk != row.pk else row.put_rights
        last.save(update_fields=["put_rights"])
    else:
        PutRight.objects.filter(pk__in=row.put_rights).update(undone_at=None)


def _rebase_later(row: Merge, was: Shape, base: Shape) -> tuple[Shape, Shape, Merge]:
    """Let what was merged later into the same story remember it without what is taken out now."""
    last = row
    for later in Merge.objects.filter(into_id=row.into_id, undone_at=None, pk__gt=row.pk).order_by("pk"):
        before = rebased(Shape.from_data(later.before), was, base)
        was, base = Shape.from_data(later.after), joined(before, Shape.from_data(later.theirs))
        later.before, later.after = before.to_data(), base.to_data()
        later.save(update_fields=["before", "after"])
        last = later
    return was, base, last


def retell(conversation: Conversation, *, turn: bool = False) -> None:
    """Let the count and the last words, and with `turn` whose turn it is, be those of the messages that are there."""
    spoken = Message.objects.filter(conversation=conversation, kind__in=(Kind.HEARD, Kind.SAID)).order_by("-pk")
    heard = spoken.filter(kind=Kind.HEARD)
    count, last, said = heard.count(), spoken.first(), spoken.filter(kind=Kind.SAID).first()
    changed: dict[str, Any] = {}
    if count != conversation.heard_count and last:
        words = first_words(last.text or last.subject)
        changed = {"last_words": words, "last_language": last.language, "last_at": last.at, "heard_count": count}
    if turn:
        waits = heard.filter(pk__gt=said.pk if said else 0).order_by("pk").first()
        changed |= {"state": State.OURS if waits else State.THEIRS, "waiting_since": waits.at if waits else None}
        first = spoken.filter(kind=Kind.SAID).last()
        changed["first_answer_at"] = first.at if first else None
    if changed:
        conversation.change(**changed)
