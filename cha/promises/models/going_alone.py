"""Whether a heads-up goes by itself when nobody can send it, and how long before the promise is due. Off at first."""

from __future__ import annotations

from typing import Final

from django.db import models

from cha.core.actor import Acting, Actor
from cha.core.errors import Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.team.models.member import must_manage

LEAST: Final = 5
MOST: Final = 240


class GoingAlone(models.Model):
    """The business's choice: there is one row at most. `minutes` before it is due; None is off."""

    id = IdField()
    minutes = models.SmallIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.minutes} minutes before" if self.minutes else "off"


def goes_alone() -> int | None:
    """So many minutes before it is due a heads-up goes by itself; None where none does."""
    return next(iter(_minutes()), None)


@asked()
def _minutes() -> models.QuerySet[GoingAlone, int | None]:
    return GoingAlone.objects.order_by("id").values_list("minutes", flat=True)[:1]


@verb
def let_go_alone(minutes: int | None, *, by: Acting | Actor) -> GoingAlone:
    """Let heads-ups go by themselves so many minutes (5 to 240) before; None keeps them all for members.

    It holds for promises that come to be at risk from now on. Raises Refused unless `by` manages, Invalid for others.
    """
    must_manage(by)
    if minutes is not None and not LEAST <= minutes <= MOST:
        raise Invalid(f"Between {LEAST} and {MOST} minutes before.", field="minutes")
    row = GoingAlone.objects.select_for_update().order_by("id").first() or GoingAlone()
    row.minutes = minutes
    row.save()
    record("heads_up.chosen", by=by, on=row, minutes=minutes)
    return row
