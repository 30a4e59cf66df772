"""What was given for an order in a conversation that is erased, so that it is not given again: numbers, and no word."""

from __future__ import annotations

from django.db import models

from cha.core.clock import now
from cha.core.ids import IdField
from cha.people.models.record import Record
from cha.resolutions.kinds import RemedyKind


class GivenBefore(models.Model):
    """One thing that was given for an order. `amount` and `cost` are in minor units of `currency`, as of a remedy.

    It goes with the order. Whose it was is known by the order alone; why, by nobody any more.
    """

    id = IdField()
    order = models.ForeignKey(Record, models.CASCADE, related_name="given_before")
    kind = models.CharField(max_length=12, choices=RemedyKind.choices)
    amount = models.BigIntegerField(default=0)
    cost = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, blank=True)
    decided_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.kind} for an order"
