"""The conversation: its row and states. Each behaviour is a file beside this one."""

from __future__ import annotations

from typing import Any

from django.db import models

from cha.core import held
from cha.core.clock import now
from cha.core.ids import IdField, encode
from cha.core.prepared import update
from cha.core.queries import asked
from cha.people.models import Person
from cha.team.models import Member, Team


class State(models.TextChoices):
    """Whose turn it is. What a person decided about it is a row of its own (PutRight, Snooze, Aside)."""

    OURS = "ours", "waiting on us"
    THEIRS = "theirs", "waiting on them"
    PUT_RIGHT = "put_right", "put right"
    CONFIRMED = "confirmed", "put right, and they said so"
    ASIDE = "aside", "put aside"
    TRASH = "trash", "in the trash"
    JOINED = "joined", "one story with another"


OPEN = (State.OURS, State.THEIRS)


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def locked(self, pk: int) -> Conversation:
        """The row, locked until the verb's transaction ends; the same object each time within a verb.

        Where it became one story with another, that one.
        """
        row = held.hold(Conversation, pk)
        while row.state == State.JOINED and row.merged_into_id:
            row = held.hold(Conversation, row.merged_into_id)
        return row

    def update(self, **fields: Any) -> int:
        """As on every queryset; a row that a verb holds is read again afterwards."""
        held.let_go()
        return super().update(**fields)

    def standing(self) -> ConversationQuerySet:
        """Without those that became one story with another: they are in no list, search or count."""
        return self.exclude(state=State.JOINED)

    def waiting(self) -> ConversationQuerySet:
        """Waiting on us and not snoozed."""
        return self.filter(state=State.OURS, snoozed_until=None)

    def in_care_order(self) -> ConversationQuerySet:
        return self.order_by("care_at", "id")


class Conversation(models.Model):
    """One concern of one person.

    `waiting_since` is when the oldest unanswered message came. `care_at`, `care_reasons`, `care_signs` (what in their
    words asks for more care), `next_promise_at` and `promise_state` are set by promises, `channel_id` and `medium` by
    channels, `added_steps` (on the way, in this story alone) by resolutions: columns that higher apps
    keep. `version` rises with every change that a screen shows.
    """

    id = IdField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="conversations")
    brand_id = models.BigIntegerField(null=True)
    channel_id = models.BigIntegerField(null=True)
    medium = models.CharField(max_length=16, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    gist = models.CharField(max_length=300, blank=True)
    topic = models.CharField(max_length=32, blank=True)
    language = models.CharField(max_length=8, blank=True)
    custom = models.JSONField(default=dict)

    state = models.CharField(max_length=10, choices=State.choices, default=State.OURS)
    opened_at = models.DateTimeField(default=now)
    waiting_since = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)
    last_at = models.DateTimeField(default=now)
    last_words = models.CharField(max_length=200, blank=True)
    last_language = models.CharField(max_length=8, blank=True)
    heard_count = models.IntegerField(default=0)
    acknowledged_at = models.DateTimeField(null=True)
    first_answer_at = models.DateTimeField(null=True)
    mood = models.CharField(max_length=10, blank=True)
    mood_guess = models.BooleanField(default=True)

    assignee = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="conversations")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="conversations")
    tags = models.ManyToManyField("conversations.Tag", blank=True, related_name="conversations")

    care_at = models.DateTimeField(null=True)
    care_reasons = models.JSONField(default=list)
    care_signs = models.JSONField(default=list)
    next_promise_at = models.DateTimeField(null=True)
    promise_state = models.CharField(max_length=8, blank=True)
    added_steps = models.JSONField(default=list)
    link_series = models.SmallIntegerField(default=1)
    merged_into = models.ForeignKey("self", models.CASCADE, null=True, related_name="merged")
    version = models.IntegerField(default=1)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        indexes = [
            # "Who needs us now": waiting on us, in care order.
            models.Index(
                fields=["care_at", "id"],
                name="conversation_care",
                condition=models.Q(state="ours", snoozed_until=None),
            ),
            # "Who needs us now", of one member or one team.
            models.Index(
                fields=["assignee", "care_at"],
                name="conversation_mine",
                condition=models.Q(state="ours", snoozed_until=None),
            ),
            # All conversations, and by state, newest words first.
            models.Index(fields=["-last_at", "-id"], name="conversation_newest"),
            models.Index(fields=["state", "-last_at"], name="conversation_state"),
            # How long people waited lately on a channel, for the forecast.
            models.Index(
                fields=["channel_id", "-id"],
                name="conversation_answered",
                condition=models.Q(first_answer_at__isnull=False),
            ),
            # Worth a word: glad lately.
            models.Index(fields=["-last_at", "-id"], name="conversation_glad", condition=models.Q(mood="glad")),
            # What is promised by when, soonest first.
            models.Index(
                fields=["next_promise_at", "id"],
                name="conversation_promised",
                condition=models.Q(next_promise_at__isnull=False),
            ),
            # One person's conversations.
            models.Index(fields=["person", "-last_at"], name="conversation_person"),
        ]

    def __str__(self) -> str:
        return self.gist or self.subject or self.public_id

    @property
    def public_id(self) -> str:
        """The id as addresses show it."""
        return encode(self.pk)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """As on every row; its place in the care order is found first, where that was put off."""
        held.settle()
        super().refresh_from_db(*args, **kwargs)

    def change(self, **fields: Any) -> None:
        """Set columns and raise the version. Must be called on a locked row, inside a verb."""
        for field, value in fields.items():
            setattr(self, field, value)
        self.version += 1
        update(self, [*fields, "version"])


def home_of(pk: int) -> int:
    """The conversation that this one became one story with, and that one with another; itself where it stands alone."""
    while found := next(iter(_merged_into(pk)), None):
        pk = found
    return pk


@asked(int)
def _merged_into(pk: int) -> models.QuerySet[Conversation, int | None]:
    return Conversation.objects.filter(pk=pk, state=State.JOINED).values_list("merged_into_id", flat=True)


def joined_to(pk: int) -> list[int]:
    """The conversations that are one story with this one now, and stand in it."""
    found: list[int] = []
    level = [pk]
    while level:
        merged = Conversation.objects.filter(merged_into__in=level, state=State.JOINED)
        level = list(merged.values_list("pk", flat=True))
        found += level
    return found
