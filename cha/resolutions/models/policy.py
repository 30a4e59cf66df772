"""A policy set: who may put what right, up to what. A version is written, tried, goes live, and is never changed."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from cha.core.clock import now
from cha.core.ids import IdField
from cha.core.queries import asked
from cha.team.models import Member


class PolicySet(models.Model):
    """One version of all rules. `rules` is the data of `policy.rules`; `starts_at` when it goes (went) live.

    The one in force is the live one that started last. A draft has no number yet. `base`: the number of the version it
    was made from (0: none); `trial`: how far trying it is, and what came of it (`resolutions.trying`). A version that
    was taken back before it started is live and starts never.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        LIVE = "live"

    id = IdField()
    number = models.IntegerField(null=True, unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    rules = models.JSONField(default=list)
    why = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)
    starts_at = models.DateTimeField(null=True)
    base = models.IntegerField(default=0)
    trial = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["-starts_at"], name="policy_live", condition=models.Q(state="live"))]

    def __str__(self) -> str:
        return f"policy {self.number or 'draft'}"


@asked(datetime)
def _in_force(at: datetime) -> models.QuerySet[PolicySet]:
    return PolicySet.objects.filter(state="live", starts_at__lte=at).order_by("-starts_at", "-number")[:1]


def policy_in_force(at: datetime | None = None) -> PolicySet | None:
    """The version that holds at a moment; None while the house has written none."""
    return next(iter(_in_force(at or now())), None)


def newest_version() -> PolicySet | None:
    """The version that was made last and counts, or will: a new draft begins with its rules."""
    return PolicySet.objects.filter(state="live", starts_at__isnull=False).order_by("-number").first()


def the_draft() -> PolicySet | None:
    """What is being written; a house writes one draft at a time."""
    return PolicySet.objects.filter(state="draft").order_by("id").first()


@asked(datetime)
def _in_force_id(at: datetime) -> models.QuerySet[PolicySet, int]:
    live = PolicySet.objects.filter(state="live", starts_at__lte=at).order_by("-starts_at", "-number")
    return live.values_list("pk", flat=True)[:1]


def policy_in_force_id() -> int | None:
    """Which version holds now, without reading its rules."""
    return next(iter(_in_force_id(now())), None)
