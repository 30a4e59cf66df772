"""A complaint: a concern with a pathway of its own: acknowledged, an owner, a deadline, an outcome, an appeal."""

from __future__ import annotations

from django.db import models

from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.ids import IdField
from cha.people.models import Person
from cha.team.models import Member


class Complaint(models.Model):
    """A conversation that is a complaint. `due_at`: by when it is answered; `law` is the key of the rule that says so
    (`resolutions/complaints/laws.py`), "" for the house's own days.

    `outcome`: upheld, partly, not; `reason` in plain words. An appeal is asked for once, and another member answers it.
    """

    class Outcome(models.TextChoices):
        UPHELD = "upheld"
        PARTLY = "partly"
        NOT = "not"

    id = IdField()
    conversation = models.OneToOneField(Conversation, models.CASCADE, related_name="complaint")
    person = models.ForeignKey(Person, models.CASCADE, related_name="complaints")
    opened_by_kind = models.CharField(max_length=8)
    opened_by_id = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField(default=now)
    about = models.CharField(max_length=500, blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="complaints")
    due_at = models.DateTimeField(null=True)
    law = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    appealed_at = models.DateTimeField(null=True)
    appeal = models.TextField(blank=True)
    appeal_owner = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    appeal_outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    appeal_reason = models.TextField(blank=True)
    appeal_decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="complaint_open", condition=models.Q(outcome=""))]

    def __str__(self) -> str:
        return f"complaint ({self.outcome or 'open'})"


class Refusal(models.Model):
    """A "no": what was wanted, why not (policy, law, faith), what was offered instead, who can be asked next.

    It is reviewable: `review_asked_at` by the person or a colleague, `reviewed_by` somebody else, `stands` or not.
    """

    class Because(models.TextChoices):
        POLICY = "policy"
        LAW = "law"
        FAITH = "faith", "good faith"

    id = IdField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="refusals")
    person = models.ForeignKey(Person, models.CASCADE, related_name="refusals")
    wanted = models.CharField(max_length=200)
    because = models.CharField(max_length=8, choices=Because.choices)
    reason = models.CharField(max_length=500)
    instead = models.CharField(max_length=300, blank=True)
    next_person = models.CharField(max_length=120, blank=True)
    message = models.BigIntegerField(null=True)
    said_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField(default=now)
    review_asked_at = models.DateTimeField(null=True)
    review_words = models.CharField(max_length=500, blank=True)
    reviewed_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review_answer = models.CharField(max_length=500, blank=True)
    stands = models.BooleanField(null=True)

    class Meta:
        indexes = [
            # What is asked to be looked at again, for leads.
            models.Index(
                fields=["review_asked_at"],
                name="refusal_asked",
                condition=models.Q(review_asked_at__isnull=False, reviewed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"no to {self.wanted}"
