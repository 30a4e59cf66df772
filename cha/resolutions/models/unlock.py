"""What unlocks authority: a skill that a member has, a training that they passed."""

from __future__ import annotations

from django.db import models

from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.team.models import Member
from cha.team.models.member import must_manage


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


@verb
def give_unlock(member: Member, kind: str, name: str, *, by: Acting | Actor) -> Unlock:
    """Note that a member has a skill, or passed a training; twice is once. Raises Refused, and Invalid with `field`."""
    must_manage(by)
    name = " ".join(name.split())
    if kind not in Unlock.Kind.values:
        raise Invalid("It is a skill or a training.", field="kind")
    if not name or len(name) > 60:
        raise Invalid("Write its name, of at most 60 letters, such as Making it right.", field="name")
    row, fresh = Unlock.objects.get_or_create(member=member, kind=kind, name=name)
    if fresh:
        record("unlock.given", by=by, on=row, member=member.pk, kind=kind)
    return row


@verb
def take_unlock(member: Member, kind: str, name: str, *, by: Acting | Actor) -> None:
    """Note that a member has it no more; what they decided stays decided."""
    must_manage(by)
    row = Unlock.objects.select_for_update().filter(member=member, kind=kind, name=name).first()
    if row is not None:
        record("unlock.taken", by=by, on=row, member=member.pk, kind=kind)
        row.delete()
