"""What unlocks authority: a skill that a member has, a training that they passed."""

from __future__ import annotations

from django.db import models

from cha.core.clock import now
from cha.core.ids import IdField
from cha.core.queries import asked
from cha.team.models import Member


class Unlock(models.Model):
    """That a member has a skill, or passed a training. Written by whoever manages; by the lessons, once there are."""

    class Kind(models.TextChoices):
        SKILL = "skill"
        TRAINING = "training"

    id = IdField()
    member = models.ForeignKey(Member, models.CASCADE, related_name="unlocks")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=60)
    since = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "kind", "name"], name="unlock_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


@asked(int)
def unlocks_of(member: int) -> models.QuerySet[Unlock]:
    """What a member has and passed."""
    return Unlock.objects.filter(member_id=member).order_by("id")
