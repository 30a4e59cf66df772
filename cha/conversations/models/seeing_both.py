"""Seeing both: whoever saw one of two conversations sees the story that they become, until it is taken apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cha.conversations.models.conversation import Conversation
from cha.conversations.models.moving import Moved
from cha.conversations.models.participating import Participant

if TYPE_CHECKING:
    from cha.conversations.models.merging import Merge

ADDED: Final = "added"
RAISED: Final = "raised"


def join_sight(row: Merge, source: Conversation, target: Conversation) -> None:
    """Let who looked after the source, or took part in it, see the story. Must be called after its rows have moved."""
    left = Participant.objects.filter(conversation=source, sees=True, member__isnull=False)
    seeing = set(left.values_list("member_id", flat=True))
    if source.assignee_id and target.assignee_id not in (None, source.assignee_id):
        seeing.add(source.assignee_id)
    there = {part.member_id: part for part in Participant.objects.filter(conversation=target, member__in=seeing)}
    for member in sorted(seeing):
        part = there.get(member)
        if part is None:
            part = Participant(conversation=target, member_id=member)
            part.save(force_insert=True)
            _remember(row, ADDED, part)
        elif not part.sees:
            Participant.objects.filter(pk=part.pk).update(sees=True)
            _remember(row, RAISED, part)


def part_sight(row: Merge) -> None:
    """Take back what `join_sight` gave."""
    Participant.objects.filter(pk__in=_remembered(row, ADDED)).delete()
    Participant.objects.filter(pk__in=_remembered(row, RAISED)).update(sees=False)


def _remember(row: Merge, kind: str, part: Participant) -> None:
    Moved(merge=row, kind=kind, row_id=part.pk).save(force_insert=True)


def _remembered(row: Merge, kind: str) -> list[int]:
    return list(Moved.objects.filter(merge=row, kind=kind).values_list("row_id", flat=True))
