"""Boundaries: what is done when words hurt. Our line said once and kindly, distance, an end; the evidence is kept."""

from __future__ import annotations

from django.db import models

from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.ids import IdField
from cha.people.models import Person
from cha.team.models import Member


class Boundary(models.Model):
    """One step: our line (`line`), a pause (`pause`), a second voice (`second`), only in writing (`mail`), the end
    (`end`), a threat (`threat`). `until`: how long it holds; `evidence`: ids of the messages that are kept.
    """

    class Step(models.TextChoices):
        LINE = "line"
        PAUSE = "pause"
        SECOND = "second"
        MAIL = "mail"
        END = "end"
        THREAT = "threat"

    id = IdField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="boundaries")
    person = models.ForeignKey(Person, models.CASCADE, related_name="boundaries")
    step = models.CharField(max_length=8, choices=Step.choices)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)
    until = models.DateTimeField(null=True)
    second = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    evidence = models.JSONField(default=list)
    why = models.CharField(max_length=300, blank=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["conversation", "-id"], name="boundary_of")]

    def __str__(self) -> str:
        return self.step
