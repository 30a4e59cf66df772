"""Drafts: kept as a member types, one per member, conversation and kind. No ledger event: nothing was said yet."""

from __future__ import annotations

from django.db import models

from cha.conversations.models.conversation import Conversation
from cha.core.clock import now
from cha.core.ids import IdField
from cha.core.verbs import verb
from cha.team.models import Member


class Draft(models.Model):
    """What a member has begun to write: a reply or a note."""

    id = IdField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="drafts")
    member = models.ForeignKey(Member, models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=8, default="reply")
    text = models.TextField(blank=True)
    kept_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "member", "kind"], name="draft_once"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


@verb
def keep_draft(conversation: Conversation, text: str, *, by: Member, kind: str = "reply") -> None:
    """Keep what is written so far; an empty text forgets the draft."""
    if not text.strip():
        drop_draft(conversation, by=by, kind=kind)
        return
    Draft.objects.update_or_create(
        conversation=conversation, member=by, kind=kind, defaults={"text": text[:100_000], "kept_at": now()}
    )


@verb
def drop_draft(conversation: Conversation, *, by: Member, kind: str = "reply") -> None:
    """Forget a draft."""
    Draft.objects.filter(conversation=conversation, member=by, kind=kind).delete()
