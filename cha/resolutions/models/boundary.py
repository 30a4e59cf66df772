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
    (`end`), a threat (`threat`). `until`: how long it holds; `evidence`: the messages that are kept as proof, each
    {"message": id, "digest": of its words}.

    What a lead decides is asked for first: `since` is when it began to hold, None while it is asked for. `agreed` are
    the ids of the leads who said yes; `amount` is what the person gets back with the end, minor units of `currency`.
    `message` is the id of what was said to the person with it.
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
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    agreed = models.JSONField(default=list)
    amount = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, blank=True)
    message = models.BigIntegerField(null=True)
    second = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    evidence = models.JSONField(default=list)
    why = models.CharField(max_length=300, blank=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [
            # What stands over a conversation.
            models.Index(fields=["conversation", "-id"], name="boundary_of"),
            # What holds for a person when they write, wherever they do.
            models.Index(fields=["person", "step"], name="boundary_stands", condition=models.Q(lifted_at=None)),
        ]

    def __str__(self) -> str:
        return self.step
