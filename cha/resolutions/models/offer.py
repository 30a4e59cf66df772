"""An offer: two to four options put to a person, and what they chose."""

from __future__ import annotations

from django.db import models

from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.ids import IdField
from cha.people.models import Person
from cha.people.models.record import Record
from cha.resolutions.kinds import RemedyKind
from cha.resolutions.models.approval import Approval
from cha.team.models import Member


class Offer(models.Model):
    """Options as they were put. `message` is the id of the message that carries them. `until`: they may choose;
    `change_until`: they may change their mind. `silent` is what happens when nothing is chosen, in their words.

    `series` makes its links; raising it revokes them.
    """

    class State(models.TextChoices):
        OPEN = "open"
        CHOSEN = "chosen"
        ELSE = "else", "they asked for something else, or a person"
        DONE = "done", "what was chosen is under way or done: no more change of mind"
        EXPIRED = "expired"
        TAKEN_BACK = "back"

    id = IdField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="offers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="offers")
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="offers")
    made_at = models.DateTimeField(default=now)
    words = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=8, blank=True)
    message = models.BigIntegerField(null=True)
    until = models.DateTimeField()
    change_until = models.DateTimeField(null=True)
    silent = models.CharField(max_length=200, blank=True)
    silent_kind = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    series = models.SmallIntegerField(default=0)
    guide_walk = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["until"], name="offer_open", condition=models.Q(state="open"))]

    def __str__(self) -> str:
        return f"offer ({self.state})"


class Option(models.Model):
    """One way. `words`: what happens; `more`: what there is to add; `by`: until when (aware), None for at once.

    `amount` is what the person gets, `cost` what it costs us, in minor units of `currency`. It can be chosen when it is
    `ready`; one that waits for a yes is `asking`, one that got none `declined`.
    """

    class State(models.TextChoices):
        READY = "ready"
        ASKING = "asking"
        DECLINED = "declined"

    id = IdField()
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="options")
    number = models.SmallIntegerField()
    kind = models.CharField(max_length=12, choices=RemedyKind.choices)
    words = models.CharField(max_length=120)
    more = models.CharField(max_length=200, blank=True)
    by = models.DateTimeField(null=True)
    amount = models.BigIntegerField(default=0)
    cost = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, blank=True)
    order = models.ForeignKey(Record, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.READY)
    approval = models.ForeignKey(Approval, models.SET_NULL, null=True, related_name="options")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "number"], name="option_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.words}"


class Choice(models.Model):
    """What was chosen, when, over which way (`via`: page, chat, mail, sms, phone, counter), and who noted it.

    Without an option they want something else (`wants` "else", with their words) or a person ("person"). `undone_at`:
    they changed their mind. One choice of an offer stands at a time.
    """

    id = IdField()
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="choices")
    option = models.ForeignKey(Option, models.CASCADE, null=True, related_name="choices")
    wants = models.CharField(max_length=8, blank=True)
    words = models.CharField(max_length=500, blank=True)
    via = models.CharField(max_length=8)
    noted_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["offer"], name="choice_stands_once", condition=models.Q(undone_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"chose {self.option_id or self.wants}"
