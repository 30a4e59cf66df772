"""Signals: facts that a lead should see before money goes out. Never an accusation, and they never decide alone."""

from __future__ import annotations

from django.db import models

from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.ids import IdField
from cha.people.models import Person
from cha.team.models import Member


class Signal(models.Model):
    """One fact. `kind` names what was noticed; `facts` hold counts, dates and ids, never a person's words."""

    id = IdField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="signals")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="signals")
    kind = models.CharField(max_length=20)
    facts = models.JSONField(default=dict)
    seen_at = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    means = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "kind"], name="signal_once")]
        indexes = [models.Index(fields=["person", "-id"], name="signal_person")]

    def __str__(self) -> str:
        return self.kind
