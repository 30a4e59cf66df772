"""Participants: members who take part without looking after it, and addresses that were in copy."""

from __future__ import annotations

from django.db import models

from cha.conversations.models.conversation import Conversation
from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models import Member


class Participant(models.Model):
    """A member, or an address in copy (`address`, `name`).

    A member who takes part `sees` it and is told its `news`; a follower is told, as long as they may see it anyway.
    """

    id = IdField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="participants")
    member = models.ForeignKey(Member, models.CASCADE, null=True, related_name="takes_part")
    address = models.CharField(max_length=320, blank=True)
    name = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField(default=now)
    sees = models.BooleanField(default=True)
    news = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "member", "address"], name="participant_once"),
        ]

    def __str__(self) -> str:
        return self.name or self.address


@verb
def take_part(
    conversation: Conversation,
    *,
    by: Acting | Actor,
    member: Member | None = None,
    address: str = "",
    name: str = "",
) -> None:
    """Let a member or an address take part, once."""
    row = Participant.objects.filter(conversation=conversation, member=member, address=address).first()
    if row and row.sees:
        return
    row = row or Participant(conversation=conversation, member=member, address=address[:320], name=name[:200])
    row.sees = row.news = True
    row.save()
    record(
        "participant.joined",
        by=by,
        on=row,
        conversation=conversation.pk,
        person=conversation.person_id,
        member=member.pk if member else None,
    )
