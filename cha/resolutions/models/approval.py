"""An approval: what is above somebody's limit is asked of somebody who may, and answered."""

from __future__ import annotations

from django.db import models

from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.ids import IdField
from cha.people.models import Person
from cha.people.models.record import Record
from cha.promises.models import Promise
from cha.resolutions.kinds import RemedyKind
from cha.team.models import Member


class Approval(models.Model):
    """One ask. `amount` and `tax`, the part of it that is tax, are in minor units of `currency`. `words`: what is
    wanted; `why`: the asker's own.

    `to` is asked, `stand_in` when they are away. `by` is when the person was told that they hear; `promise` says so.
    `instead` is what was said yes to in its place, or may be offered instead: kind, amount, currency, words.
    `via`: page, mail (its page), reply (an answer to the mail), api, policy (nobody answered, and it lets the asker
    decide). `limit` is what the asker had left, in minor units. `due` is when whoever is asked should have answered;
    then `if_nobody` holds: "stand_in", "waits" or "decides" (`policy.rules.Ask`). `shown` is what the asker has seen
    elsewhere (`policy.names.SHOWN`).
    """

    class State(models.TextChoices):
        OPEN = "open"
        YES = "yes"
        OTHER = "other", "yes, to something else"
        NO = "no"
        TAKEN_BACK = "back", "taken back by the asker"
        OVER = "over", "nobody answered, or it was done otherwise"

    id = IdField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="approvals")
    person = models.ForeignKey(Person, models.CASCADE, related_name="approvals")
    asked_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="approvals_asked")
    asked_at = models.DateTimeField(default=now)
    kind = models.CharField(max_length=12, choices=RemedyKind.choices)
    amount = models.BigIntegerField(default=0)
    tax = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    words = models.CharField(max_length=200)
    why = models.CharField(max_length=500, blank=True)
    shown = models.JSONField(default=list)
    limit = models.BigIntegerField(null=True)
    order = models.ForeignKey(Record, models.SET_NULL, null=True, related_name="+")
    to = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="approvals")
    stand_in = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    by = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    if_nobody = models.CharField(max_length=8, blank=True)
    promise = models.ForeignKey(Promise, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    answered_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    instead = models.JSONField(default=dict)
    via = models.CharField(max_length=8, blank=True)
    used_at = models.DateTimeField(null=True)
    series = models.SmallIntegerField(default=0)
    policy = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["by"], name="approval_open", condition=models.Q(state="open")),
            models.Index(fields=["-answered_at"], name="approval_decided"),
            # What was given today by a yes of somebody's.
            models.Index(fields=["answered_by", "-answered_at"], name="approval_answered_by"),
        ]

    def __str__(self) -> str:
        return f"{self.words} ({self.state})"
