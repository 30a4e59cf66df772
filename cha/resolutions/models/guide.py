"""A guide: a decision framework as steps with questions; its versions, and how it was walked."""

from __future__ import annotations

from django.db import models

from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.ids import IdField
from cha.team.models import Member


class Guide(models.Model):
    """One guide. `slug` names it in text; `topics` are what it is for; `live` the version that is walked."""

    id = IdField()
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    about = models.CharField(max_length=200, blank=True)
    topics = models.JSONField(default=list)
    language = models.CharField(max_length=8, default="en")
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    live = models.ForeignKey("GuideVersion", models.SET_NULL, null=True, related_name="+")
    gone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class GuideVersion(models.Model):
    """What a guide says: `text` as it is written. A published version has a number and is never changed."""

    id = IdField()
    guide = models.ForeignKey(Guide, models.CASCADE, related_name="versions")
    number = models.IntegerField(null=True)
    text = models.TextField()
    why = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["guide", "number"], name="guide_number_once")]

    def __str__(self) -> str:
        return f"{self.guide_id} version {self.number or 'draft'}"


class GuideWalk(models.Model):
    """A walk beside a conversation. `answers`: step key to {"answer", "by": "known"|"member", "at"}, in order.

    `ended`: "" while walked; end (its own end), left (put away), other (they know a better way, `remark` says which).
    """

    id = IdField()
    version = models.ForeignKey(GuideVersion, models.CASCADE, related_name="walks")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="guide_walks")
    walker_kind = models.CharField(max_length=8, default="member")
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(default=now)
    answers = models.JSONField(default=list)
    at_step = models.CharField(max_length=40, blank=True)
    ended = models.CharField(max_length=8, blank=True)
    ended_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["conversation", "-id"], name="guide_walk_of")]

    def __str__(self) -> str:
        return f"walk of {self.version_id}"
