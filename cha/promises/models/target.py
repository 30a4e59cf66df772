"""Target: what the business asks of itself, per channel, topic and kind of customer. The most specific one counts."""

from __future__ import annotations

from typing import Final

from django.db import models

from cha.channels.models import Channel
from cha.core import held
from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.people.models.person import PersonTag
from cha.promises.targets import STEPS, Scope
from cha.promises.understanding import TOPICS
from cha.team.models.member import must_manage

MOST_MINUTES: Final = 60 * 24 * 60
MOST_ROWS: Final = 200


class Target(models.Model):
    """Within how many open minutes a step is to be done: `first` answer, every `next` one, or `put_right`.

    channel, topic and tag (of the person) say where it counts; without them everywhere.
    """

    id = IdField()
    step = models.CharField(max_length=10)
    channel = models.ForeignKey(Channel, models.CASCADE, null=True, related_name="targets")
    topic = models.CharField(max_length=32, blank=True)
    tag = models.ForeignKey(PersonTag, models.CASCADE, null=True, related_name="targets")
    minutes = models.IntegerField()
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.step} within {self.minutes} min"


def scopes() -> list[Scope]:
    """Every target, as values. One query in a verb."""
    return held.once("targets", lambda: [Scope(*row) for row in _scopes()])


@asked()
def _scopes() -> models.QuerySet[Target, tuple[str, int, int | None, str, int | None]]:
    rows = Target.objects.order_by("pk").values_list("step", "minutes", "channel_id", "topic", "tag_id")
    return rows[:MOST_ROWS]


@verb
def set_target(
    step: str,
    minutes: int,
    *,
    by: Acting | Actor,
    channel: Channel | None = None,
    topic: str = "",
    tag: PersonTag | None = None,
) -> Target:
    """Say within how many open minutes a step is to be done there; said again for the same place, it changes.

    Raises Refused, and Invalid with `field`.
    """
    must_manage(by)
    if step not in STEPS:
        raise Invalid("Choose what is to be done: the first answer, the next one, or putting it right.", field="step")
    if not 1 <= minutes <= MOST_MINUTES:
        raise Invalid("Write a time from one minute to sixty days, such as 2 h or 30 min.", field="within")
    if topic and topic not in TOPICS:
        raise Invalid("Choose a topic from the list.", field="topic")
    place = {"step": step, "channel": channel, "topic": topic, "tag": tag}
    row = Target.objects.select_for_update().filter(**place).first()
    if row is None and Target.objects.count() >= MOST_ROWS:
        raise Invalid("Two hundred targets are the most. Remove one first.", field="form")
    row = row or Target(**place)
    row.minutes = minutes
    row.save()
    record("target.set", by=by, on=row, step=step, minutes=minutes)
    return row


@verb
def drop_target(target: Target, *, by: Acting | Actor) -> None:
    """Ask it of ourselves no more. What was missed stays in the ledger."""
    must_manage(by)
    locked = Target.objects.select_for_update().get(pk=target.pk)
    record("target.dropped", by=by, on=locked, step=locked.step, minutes=locked.minutes)
    locked.delete()
