"""Drafting together: what was being written to two conversations goes on in one draft, and is parted with them."""

from __future__ import annotations

from cha.conversations.models.conversation import Conversation
from cha.conversations.models.drafting import Draft
from cha.core.clock import now
from cha.core.verbs import verb
from cha.team.models import Member


def join_drafts(source: Conversation, target: Conversation) -> None:
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


def part_drafts(source: Conversation, target: Conversation) -> None:
    """Take out of each draft what the source's own says still; what was changed since stays where it is."""
    for draft in Draft.objects.filter(conversation=source):
        same = Draft.objects.filter(conversation=target, member_id=draft.member_id, kind=draft.kind)
        same.filter(text=draft.text).delete()
        for joint in same.filter(text__endswith=f"\n\n{draft.text}"):
            same.filter(pk=joint.pk).update(text=joint.text.removesuffix(f"\n\n{draft.text}"))
