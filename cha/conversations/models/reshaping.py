"""Reshaping: what a conversation's columns say after it was merged, split or taken apart. Rows in, rows out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cha.conversations.models.conversation import Conversation, State
from cha.conversations.models.message import Kind, Message, first_words
from cha.conversations.models.moving import moved_messages
from cha.conversations.models.putting_right import PutRight
from cha.conversations.models.snoozing import wake_up_task
from cha.conversations.story import OPEN, Shape, given_back, joined, rebased, turn_since
from cha.core.clock import now
from cha.core.timers import set_timer, stop_timer

if TYPE_CHECKING:
    from cha.conversations.models.merging import Merge


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


def no_longer_right(target: Conversation, after: Shape) -> list[int]:
    """Undo that it was put right, where the story is open now. Returns the ids of what was undone."""
    if target.state in OPEN or after.state not in OPEN:
        return []
    rows = PutRight.objects.filter(conversation=target, undone_at=None)
    found = list(rows.values_list("pk", flat=True))
    rows.update(undone_at=now())
    return found


def answered_since(target: Conversation, merged: Merge) -> bool:
    """Whether a member answered the whole story after it was made one."""
    return Message.objects.filter(conversation=target, kind=Kind.SAID, at__gt=merged.at).exists()


def _heard_since(target: Conversation) -> datetime | None:
    """When the person first said something unanswered, of what came after the story was first joined."""
    first = target.merges_in.order_by("at").first()
    if first is None:
        return None
    said = Message.objects.filter(conversation=target, kind=Kind.SAID).order_by("-at").first()
    since = max(first.at, said.at) if said else first.at
    held: set[int] = set()
    for standing in target.merges_in.filter(undone_at=None):
        held |= moved_messages(standing)
    heard = Message.objects.filter(conversation=target, kind=Kind.HEARD, at__gt=since).order_by("at")
    return next((row.at for row in heard.only("pk", "at") if row.pk not in held), None)


def give_shapes(
    row: Merge, source: Conversation, target: Conversation, now_is: Shape, answered: bool, at: datetime
) -> None:
    """Let both be what they would be had they never been one, but for what was said and decided since."""
    was, base = Shape.from_data(row.after), Shape.from_data(row.before)
    theirs = given_back(Shape.from_data(row.theirs), was, now_is, at, answered=answered)
    take_shape(source, theirs, merged_into=None)
    was, base, last = _rebase_later(row, was, base)
    left = rebased(now_is, was, base)
    left = turn_since(left, now_is, _heard_since(target), answered=answered_since(target, row))
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
    for later in row.into.merges_in.filter(undone_at=None, pk__gt=row.pk).order_by("pk"):
        before = rebased(Shape.from_data(later.before), was, base)
        was, base = Shape.from_data(later.after), joined(before, Shape.from_data(later.theirs))
        later.before, later.after = before.to_data(), base.to_data()
        later.save(update_fields=["before", "after"])
        last = later
    return was, base, last


def wait_again(source: Conversation, target: Conversation, along: Collection[int]) -> None:
    """What goes along with the source and was not answered makes it wait on us."""
    said = Message.objects.filter(conversation=target, kind=Kind.SAID).order_by("-at").first()
    heard = Message.objects.filter(conversation=source, kind=Kind.HEARD, pk__in=along).order_by("at")
    first = next((row for row in heard if said is None or row.at > said.at), None)
    if first and source.state != State.OURS:
        PutRight.objects.filter(conversation=source, undone_at=None).update(undone_at=now())
        source.change(state=State.OURS, waiting_since=first.at, snoozed_until=None)


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
