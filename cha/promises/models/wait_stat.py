"""What was learned of waits, kept: a row for each spread of a step on a channel, and one for its course.

Upkeep is bounded: a wait that ends reads five rows and writes five, whatever the number of conversations; a row holds
129 bins at most. Rows that nothing fell into for half a year are worth nothing and are written over when met again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from django.db import models

from cha.core.clock import now
from cha.core.prepared import insert, made
from cha.promises.forecast import Known, Place
from cha.promises.spread import Spread
from cha.promises.tracking import Course

COURSE: Final = "course"


class WaitStat(models.Model):
    """`key`: step:channel:spread (of `Place.from_coarse`) or step:channel:course. `data`: bins, or a course."""

    key = models.CharField(max_length=96, primary_key=True)
    channel = models.BigIntegerField()
    at = models.DateTimeField(default=now)
    data = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.key


def known_of(step: str, channel: int, places: Iterable[Place], *, locked: bool = False) -> Known:
    """What was learned of a step on a channel, with the spreads of these places. One query."""
    wanted = {key for place in places for key in place.from_coarse()} | {COURSE}
    rows = WaitStat.objects.filter(pk__in=[f"{step}:{channel}:{key}" for key in wanted])
    # In one order, so that two that learn at once never wait for each other.
    found = {row.key.split(":", 2)[2]: row for row in (rows.select_for_update().order_by("pk") if locked else rows)}
    course = found.pop(COURSE, None)
    return Known(
        _course(course.data) if course else Course(),
        {key: Spread(row.at, {int(place): count for place, count in row.data.items()}) for key, row in found.items()},
    )


def keep_known(step: str, channel: int, known: Known, at: datetime) -> None:
    """Write it all back. Inside a transaction."""
    _keep(step, channel, COURSE, at, asdict(known.course) | {"sure": list(known.course.sure)})
    for key, spread in known.spreads.items():
        _keep(step, channel, key, spread.at, {str(place): round(n, 4) for place, n in spread.counts.items()})


def _keep(step: str, channel: int, key: str, at: datetime, data: dict[str, Any]) -> None:
    insert(made(WaitStat, key=f"{step}:{channel}:{key}", channel=channel, at=at, data=data), over="key")


def _course(data: dict[str, Any]) -> Course:
    return Course(**{**data, "sure": tuple(data["sure"])})
