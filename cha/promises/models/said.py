"""Every time that was told, with the share that it should hold at, until and after it is known whether it did.

`told` is False for the steps beside it that were expected and not said: read, and put right. They are judged alike, so
that they can be said honestly one day.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from cha.core.hours import Hours
from cha.core.ids import IdField
from cha.core.prepared import insert, made
from cha.promises.forecast import Basis, Estimate, Place
from cha.promises.learning import next_look, told


class Said(models.Model):
    """One time. `by` is what was told; `came_at` when it came true; `held` None while that is open.

    `bars`: seconds from `at` to the moment for each of `tracking.LEVELS`, `missed` of which have passed. `look_at`:
    when the next of them will have. `hour`, `load`, `ahead`, `hands`, `expected`, `queued`: on what it rested.
    """

    id = IdField()
    step = models.CharField(max_length=12)
    channel = models.BigIntegerField()
    topic = models.CharField(max_length=32, blank=True)
    conversation = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.DateTimeField()
    share = models.FloatField()
    told = models.BooleanField(default=True)
    rests_on = models.CharField(max_length=8)
    came_at = models.DateTimeField(null=True)
    held = models.BooleanField(null=True)
    hour = models.CharField(max_length=12)
    load = models.SmallIntegerField()
    ahead = models.IntegerField()
    hands = models.SmallIntegerField()
    expected = models.FloatField()
    queued = models.FloatField()
    bars = models.JSONField(default=list)
    missed = models.SmallIntegerField(default=0)
    look_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # What is open of a conversation.
            models.Index(fields=["conversation"], name="said_open", condition=models.Q(came_at=None)),
            # Whose time has passed: judged by the quarter of an hour.
            models.Index(fields=["look_at"], name="said_look", condition=models.Q(look_at__isnull=False)),
            # The calibration of the last weeks; and who waits on a channel still.
            models.Index(fields=["at"], name="said_at"),
            models.Index(fields=["channel", "step", "at"], name="said_waits", condition=models.Q(came_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.step} by {self.by:%Y-%m-%d %H:%M}"

    @property
    def moments(self) -> tuple[datetime, ...]:
        """The moments for each share, UTC."""
        return tuple(self.at + timedelta(seconds=seconds) for seconds in self.bars)

    @property
    def basis(self) -> Basis:
        """On what it rested."""
        place = Place(self.topic, self.hour, self.load)
        return Basis(self.step, place, self.ahead, self.hands, self.expected, self.queued)  # type: ignore[arg-type]


def keep_said(
    conversation: int, channel: int, at: datetime, hours: Hours, found: Estimate, *, told_them: bool = True
) -> None:
    """Keep a time that is told. Inside a verb; one insert."""
    moments = told(at, hours, found).bars
    basis = found.basis
    row: dict[str, Any] = {
        "step": basis.step,
        "channel": channel,
        "topic": basis.place.topic,
        "conversation": conversation,
        "at": at,
        "by": found.by,
        "share": found.share,
        "told": told_them,
        "rests_on": found.rests_on,
        "hour": basis.place.hour,
        "load": basis.place.load,
        "ahead": basis.ahead,
        "hands": basis.hands,
        "expected": basis.expected,
        "queued": basis.queued,
        "bars": [round((moment - at).total_seconds()) for moment in moments],
        "look_at": next_look(moments, 0) or found.by,
    }
    insert(made(Said, **row))
