"""Presence: who is looking at a conversation, and who is writing. A lease, because other processes must read it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

from cha.conversations.models.conversation import Conversation
from cha.core import wake
from cha.core.clock import now
from cha.core.ids import IdField
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.team.models import Member

LEASE = timedelta(seconds=45)


class Presence(models.Model):
    """A member is here until `until`; `writing` until that moment. No ledger event."""

    id = IdField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="presences")
    member = models.ForeignKey(Member, models.CASCADE)
    until = models.DateTimeField()
    writing_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "member"], name="presence_once")]
        indexes = [models.Index(fields=["until"], name="presence_until")]

    def __str__(self) -> str:
        return f"{self.member_id} at {self.conversation_id}"


@verb
def here(conversation: Conversation, *, by: Member, writing: bool = False) -> None:
    """Renew the lease: looking, or writing too."""
    until = now() + LEASE
    Presence.objects.update_or_create(
        conversation=conversation,
        member=by,
        defaults={"until": until, "writing_until": now() + timedelta(seconds=12) if writing else None},
    )
    wake.after_commit()


@verb
def leave(conversation: Conversation, *, by: Member) -> None:
    """The member has gone elsewhere."""
    Presence.objects.filter(conversation=conversation, member=by).delete()
    wake.after_commit()


def somebody_writes(conversation_id: int) -> bool:
    """Whether a member is writing an answer right now."""
    return bool(_writing(conversation_id, now()))


@asked(int, datetime)
def _writing(conversation: int, at: datetime) -> models.QuerySet[Presence, int]:
    return Presence.objects.filter(conversation_id=conversation, writing_until__gt=at).values_list("pk", flat=True)[:1]
