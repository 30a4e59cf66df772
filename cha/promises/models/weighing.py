"""Weighing: how much each reason of the care order counts here, as the business says. The newest row counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.db import models

from cha.core import held
from cha.core.actor import Acting, Actor, actor_of
from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.promises.care import STANDARD, USUAL, Weights
from cha.team.models.member import must_manage

# In minutes earlier; together they never count more than `care.MOST_EARLIER`.
MOST: Final = 240
FEWEST_HOURS: Final = 4
MOST_HOURS: Final = 72


class Weighing(models.Model):
    """What was decided, by whom, when. minutes: by the keys of `STANDARD`; cap_hours: the longest anybody waits."""

    id = IdField()
    minutes = models.JSONField(default=dict)
    cap_hours = models.SmallIntegerField(default=24)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"weighed at {self.at:%Y-%m-%d %H:%M}"


def weights() -> Weights:
    """How much each reason counts now. One query in a verb."""
    return held.once("weights", _read)


def _read() -> Weights:
    for minutes, hours in _newest():
        return Weights({**STANDARD, **minutes}, timedelta(hours=hours))
    return USUAL


@asked()
def _newest() -> models.QuerySet[Weighing, tuple[dict[str, int], int]]:
    return Weighing.objects.order_by("-id").values_list("minutes", "cap_hours")[:1]


def must_weigh(minutes: Mapping[str, int], cap_hours: int) -> None:
    """Raise Invalid, with the key of the field, for what is no weight."""
    for key, value in minutes.items():
        if key not in STANDARD:
            raise Invalid("That is no reason of the care order.", field=key)
        if not 0 <= value <= MOST:
            raise Invalid(f"Write a number of minutes from 0 to {MOST}.", field=key)
    if not FEWEST_HOURS <= cap_hours <= MOST_HOURS:
        raise Invalid(f"Write a number of hours from {FEWEST_HOURS} to {MOST_HOURS}.", field="cap_hours")


@verb
def weigh(minutes: Mapping[str, int], cap_hours: int, *, by: Acting | Actor) -> Weighing:
    """Say how much each reason counts; who waits is put in their place anew. Raises Refused, and Invalid with `field`.

    What is left out counts as in the standard.
    """
    must_manage(by)
    must_weigh(minutes, cap_hours)
    row = Weighing(minutes=dict(minutes), cap_hours=cap_hours, by_id=actor_of(by).id)
    row.save(force_insert=True)
    record("care.weighed", by=by, on=row)
    return row
