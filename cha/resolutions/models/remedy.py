"""A remedy: what was decided to put it right, how far it is, what it cost, and the proof."""

from __future__ import annotations

from django.db import models

from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.ids import IdField
from cha.core.money import Money
from cha.people.models import Person
from cha.people.models.record import Record
from cha.promises.models import Promise
from cha.resolutions.kinds import RemedyKind
from cha.resolutions.models.approval import Approval
from cha.resolutions.models.connector import Connector
from cha.resolutions.models.offer import Option
from cha.team.models import Member, Team


class Remedy(models.Model):
    """One thing given. `amount` is what the person gets, `cost` what it costs us, `tax` the part of `amount` that is
    tax: minor units of `currency`. `topic` and `product` are kept as they were when it was decided.

    `ours`: our slip; None when nobody said. `decided_by_*`: the actor; `approval` when somebody above said yes.
    `once` names the form that decided it, so that a form sent twice decides once.
    `checklist`: what is done by hand, as {"words", "done_at", "by"}. `proof`: what shows that it is done (a provider's
    number, a code, a photo's file id). `payment` is the provider's number of the payment that it goes back to, where
    somebody typed it. `problem` says in words why it failed or is in doubt.
    """

    class State(models.TextChoices):
        DECIDED = "decided"
        UNDER_WAY = "way", "under way"
        DOUBT = "doubt", "nobody knows whether the provider did it"
        DONE = "done"
        FAILED = "failed"
        TAKEN_BACK = "back", "they changed their mind, or it was decided by mistake"

    id = IdField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="remedies")
    person = models.ForeignKey(Person, models.CASCADE, related_name="remedies")
    kind = models.CharField(max_length=12, choices=RemedyKind.choices)
    words = models.CharField(max_length=200)
    amount = models.BigIntegerField(default=0)
    cost = models.BigIntegerField(default=0)
    tax = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    why = models.CharField(max_length=200, blank=True)
    topic = models.CharField(max_length=32, blank=True)
    product = models.CharField(max_length=120, blank=True)
    ours = models.BooleanField(null=True)
    order = models.ForeignKey(Record, models.SET_NULL, null=True, related_name="remedies")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.DECIDED)
    decided_by_kind = models.CharField(max_length=8)
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(default=now)
    keeper = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    approval = models.ForeignKey(Approval, models.SET_NULL, null=True, related_name="remedies")
    option = models.ForeignKey(Option, models.SET_NULL, null=True, related_name="remedies")
    promise = models.ForeignKey(Promise, models.SET_NULL, null=True, related_name="+")
    connector = models.ForeignKey(Connector, models.SET_NULL, null=True, related_name="remedies")
    policy = models.IntegerField(default=0)
    by = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    payment = models.CharField(max_length=120, blank=True)
    proof = models.JSONField(default=dict)
    checklist = models.JSONField(default=list)
    problem = models.CharField(max_length=300, blank=True)
    once = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], name="remedy_person"),
            models.Index(fields=["-decided_at"], name="remedy_decided"),
            models.Index(fields=["state"], name="remedy_open", condition=~models.Q(state__in=["done", "back"])),
            models.Index(fields=["decided_by_id", "-decided_at"], name="remedy_by_member"),
            models.Index(fields=["team", "-decided_at"], name="remedy_team"),
        ]

    def __str__(self) -> str:
        return f"{self.words} ({self.state})"

    @property
    def worth(self) -> Money:
        """What counts against limits and budgets: the most of what they get and what it costs us."""
        return Money(max(self.amount, self.cost), self.currency)


class Attempt(models.Model):
    """One try to have a remedy carried out. `key` is the idempotency key that the provider is given; a new attempt
    is made only when the one before is known not to have done it.

    `sent_at` and `sends`: when it last left, and how often, with the same key; noted before it leaves. `looks`: how
    often the provider was asked what became of it. `holder` works on it until `held_until`.
    """

    class Outcome(models.TextChoices):
        GOING = "going"
        DONE = "done"
        REFUSED = "refused"
        DOUBT = "doubt"

    id = IdField()
    remedy = models.ForeignKey(Remedy, models.CASCADE, related_name="attempts")
    number = models.SmallIntegerField(default=1)
    key = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.GOING)
    reference = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=300, blank=True)
    connector = models.ForeignKey(Connector, models.SET_NULL, null=True, related_name="attempts")
    sent_at = models.DateTimeField(null=True)
    sends = models.SmallIntegerField(default=0)
    looks = models.SmallIntegerField(default=0)
    holder = models.CharField(max_length=64, blank=True)
    held_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["remedy", "number"], name="attempt_once")]

    def __str__(self) -> str:
        return f"attempt {self.number} ({self.outcome})"


class Voucher(models.Model):
    """A voucher's code, and what is left of it in minor units.

    `until` is the last day that it holds, on the business's clock; `ended_at`: a member ended it before.
    """

    id = IdField()
    remedy = models.OneToOneField(Remedy, models.CASCADE, related_name="voucher")
    code = models.CharField(max_length=24, unique=True)
    left = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code


class VoucherUse(models.Model):
    """It was used: for so much (minor units of the voucher's currency), noted by a member. `words`: for what.

    `once` names the form that noted it, so that a form sent twice takes once.
    """

    id = IdField()
    voucher = models.ForeignKey(Voucher, models.CASCADE, related_name="uses")
    amount = models.BigIntegerField()
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    words = models.CharField(max_length=200, blank=True)
    once = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["voucher", "once"], name="voucher_use_once", condition=~models.Q(once=""))
        ]

    def __str__(self) -> str:
        return f"{self.amount} of {self.voucher_id}"
